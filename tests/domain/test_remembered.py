"""What is remembered of one sender counts for it alone, and what was decided later counts."""

from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.remembered import About, Decision, Memory, Source

SENDERS = (None, "68000", "10004")
KINDS = ("progress", "plan")
DECISIONS = st.builds(
    Decision,
    about=st.sampled_from(About),
    kind=st.sampled_from(KINDS),
    sender_id=st.sampled_from(SENDERS),
    field=st.sampled_from(("lead", "group")),
    wrote=st.sampled_from(("主辦 單位", "主辦單位", "交通組", "現況", "Ａ", "a")),
    meant=st.text(max_size=3),
)


@given(st.lists(DECISIONS, max_size=12), st.sampled_from(KINDS), st.sampled_from(SENDERS))
def test_a_senders_own_decision_counts_before_that_for_all_and_the_later_before_the_earlier(
    kept: list[Decision], kind: str, sender_id: str | None
) -> None:
    told = Memory(tuple(kept)).of(kind, sender_id)
    for asked in kept:
        said = [one.meant for one in kept if _same(one, asked, kind) and one.sender_id is None]
        if sender_id is not None:
            own = [one.meant for one in kept if _same(one, asked, kind) and one.sender_id == sender_id]
            said = own or said
        found = told.heading(asked.wrote) if asked.about is About.COLUMN else told.value(asked.field, asked.wrote)
        assert (found.meant if found else None) == (said[-1] if said else None)


def _same(one: Decision, asked: Decision, kind: str) -> bool:
    is_field_same = one.about is About.COLUMN or one.field == asked.field
    return one.kind == kind and one.about is asked.about and is_field_same and one.key[-1] == asked.key[-1]


def test_what_is_decided_now_counts_before_all_that_is_remembered() -> None:
    kept = Decision(about=About.COLUMN, kind="progress", sender_id="68000", wrote="現況", meant="remedy")
    now = Decision(about=About.COLUMN, wrote="現  況", meant="report")
    found = Memory((kept,), (now,)).of("progress", "68000").heading("現況")
    assert found is not None
    assert (found.meant, found.source) == ("report", Source.NOW)


def test_a_sender_of_whom_nothing_is_known_is_told_so() -> None:
    memory = Memory((Decision(about=About.COLUMN, kind="progress", sender_id="68000", wrote="現況", meant="report"),))
    assert memory.knows("68000")
    assert not memory.knows("10004")
    assert memory.of("plan", "68000").heading("現況") is None
