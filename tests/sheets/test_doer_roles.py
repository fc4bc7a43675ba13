"""What a cell says of who leads and who helps is taken as it says; what it leaves open is for a person."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.sheets.editing import edited
from northtaiwan_desktop.sheets.interpreting import Row, interpret
from tests.sheets.workbooks import REFERENCE, grid, recognised, row_of


def doers(row: Row) -> list[tuple[str, str]]:
    return [(doer.share.value, doer.name) for doer in row.doers]


@pytest.mark.parametrize(
    "text",
    [
        "主辦：新北市\n協辦：臺北市、基隆市",
        "主辦機關：新北市 協辦機關：臺北市、基隆市",
        "（主）新北市（協）臺北市、基隆市",
        "(主辦)新北市(協辦)臺北市、基隆市",
        "1.主辦：新北市\n2.協辦：臺北市、基隆市",
        "主：新北市　協：臺北市、基隆市",
        "主辦 新北市\n配合 臺北市、基隆市",
        "新北市（主辦）、臺北市（協辦）、基隆市（協辦）",
        "新北市主辦，臺北市、基隆市協辦",
        "新北市；協辦單位：臺北市、基隆市",
    ],
)
def test_each_doer_has_the_role_that_the_cell_says(text: str) -> None:
    row = row_of("resolutions", 主辦單位=text)
    (note,) = row.problems

    assert doers(row) == [("lead", "新北市"), ("co_lead", "臺北市"), ("co_lead", "基隆市")]
    assert (row.fields["lead"], row.fields["co_leads"]) == ("新北市", ("臺北市", "基隆市"))
    assert note.is_note
    assert note.message == "依這一格寫的分工，讀為主辦新北市；協辦臺北市、基隆市，請確認。"
    assert row.raw["lead"] == text


@pytest.mark.parametrize(
    "text", ["主辦：新北市", "主辦單位：新北市", "主辦新北市", "權責單位：新北市", "新北市：交通局"]
)
def test_a_role_that_is_the_columns_own_needs_no_word(text: str) -> None:
    row = row_of("resolutions", 主辦單位=text)

    assert doers(row) == [("lead", "新北市")]
    assert row.problems == ()


@pytest.mark.parametrize("text", ["協辦：臺北市", "臺北市（協辦）", "主辦：\n協辦：臺北市"])
def test_a_helper_alone_in_the_column_of_leads_helps(text: str) -> None:
    row = row_of("resolutions", 主辦單位=text)
    (note,) = row.problems

    assert doers(row) == [("co_lead", "臺北市")]
    assert "lead" not in row.fields
    assert "協辦臺北市" in note.message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("主辦：新北市\n督導：臺北市", "督導"),
        ("督導：臺北市", "督導"),
        ("主辦：新北市 彙整：臺北市", "彙整"),
        ("（主）新北市（督）臺北市", "督"),
        ("主（協）辦單位：新北市、臺北市", "哪些是主辦"),
        ("主/協辦：新北市", "哪些是主辦"),
        ("主辦及協辦：新北市", "哪些是主辦"),
        ("新北市、臺北市（協辦）", "哪些是主辦"),
        ("主辦：新北市、臺北市（協辦）", "哪些是主辦"),
        ("新北市（主辦）、臺北市", "哪些是主辦"),
    ],
)
def test_what_leaves_the_role_open_is_left_to_a_person(text: str, word: str) -> None:
    row = row_of("resolutions", 主辦單位=text)
    (problem,) = row.problems

    assert not problem.is_note
    assert word in problem.message
    assert row.doers == ()
    assert {"lead", "co_leads"}.isdisjoint(row.fields)


@pytest.mark.parametrize("order", [("主辦單位", "協辦單位"), ("協辦單位", "主辦單位")])
def test_the_column_of_helpers_adds_to_those_that_the_cell_names(order: tuple[str, str]) -> None:
    said = {"主辦單位": "主辦：新北市\n協辦：臺北市", "協辦單位": "基隆市、臺北市"}
    row = row_of("resolutions", **{title: said[title] for title in order})

    assert sorted(row.fields["co_leads"]) == ["基隆市", "臺北市"]
    assert row.fields["lead"] == "新北市"
    assert [name for share, name in doers(row) if share == "lead"] == ["新北市"]


def test_a_report_has_only_the_lead_of_its_cell() -> None:
    row = row_of("progress", 主辦單位="主辦：新北市\n協辦：臺北市")

    assert row.fields["lead"] == "新北市"
    assert "co_leads" not in row.fields
    assert doers(row) == [("lead", "新北市")]


def test_a_proposals_partners_are_no_proposers() -> None:
    row = row_of("proposals", 提案縣市="主辦：新竹縣\n協辦：新竹市")

    assert (row.fields["proposer"], row.fields["partners"]) == ("新竹縣", ("新竹市",))


@pytest.mark.parametrize(
    ("written", "lead", "helpers"),
    [
        ("桃園市", "桃園市", ("基隆市",)),
        ("主辦：桃園市 協辦：苗栗縣", "桃園市", ("苗栗縣", "基隆市")),
        ("", None, ("基隆市",)),
    ],
)
def test_a_cell_that_is_corrected_gives_its_roles_anew(
    written: str, lead: str | None, helpers: tuple[str, ...]
) -> None:
    head = ["案號", "決議事項", "主辦單位", "協辦單位"]
    (table,) = recognised(
        grid([head, ["115-003", "方案", "主辦：新北市\n協辦：臺北市", "基隆市"]]), kind="resolutions"
    ).tables
    (row,) = interpret(table, REFERENCE)
    row = edited(table, row, {"lead": written}, REFERENCE)

    assert (row.fields.get("lead"), row.fields["co_leads"]) == (lead, helpers)
    assert [name for share, name in doers(row) if share == "co_lead"] == list(helpers)
    assert [name for share, name in doers(row) if share == "lead"] == ([lead] if lead else [])


@given(
    members=st.permutations(REFERENCE.members),
    leads=st.integers(1, 3),
    helpers=st.integers(1, 3),
    form=st.integers(0, 3),
)
def test_any_members_are_read_back_by_their_roles(members: list[Any], leads: int, helpers: int, form: int) -> None:
    first = [member.name for member in members[:leads]]
    then = [member.name for member in members[leads : leads + helpers]]
    lead, helper, between = [
        ("主辦：", "協辦：", "\n"),
        ("（主）", "（協）", ""),
        ("主政機關：", "配合機關：", " "),
        ("【主辦】", "【協辦】", "；"),
    ][form]
    row = row_of("resolutions", 主辦單位=f"{lead}{'、'.join(first)}{between}{helper}{'、'.join(then)}")

    assert doers(row) == [*(("lead", name) for name in first), *(("co_lead", name) for name in then)]
