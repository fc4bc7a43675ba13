"""The reference data holds the platform's facts, and a broken file says where it is broken."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.domain.meeting import Level, Rhythm
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.storage.reference_files import read_reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(paths.reference())


def test_the_members_stand_in_the_committee_s_order_under_their_area_codes(reference: Reference) -> None:
    assert [(member.id, member.name) for member in reference.members] == [
        ("10002", "宜蘭縣"),
        ("10017", "基隆市"),
        ("65000", "新北市"),
        ("63000", "臺北市"),
        ("68000", "桃園市"),
        ("10004", "新竹縣"),
        ("10018", "新竹市"),
        ("10005", "苗栗縣"),
    ]


@pytest.mark.parametrize(
    ("id", "day", "name"),
    [
        ("65000", date(2010, 12, 24), "臺北縣"),
        ("65000", date(2010, 12, 25), "新北市"),
        ("68000", date(2014, 12, 24), "桃園縣"),
        ("68000", date(2014, 12, 25), "桃園市"),
        ("10004", date(1950, 1, 1), "新竹縣"),
    ],
)
def test_a_member_bears_the_name_of_the_day(reference: Reference, id: str, day: date, name: str) -> None:
    assert reference.member_name(id, day) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("台北市", "臺北市"),
        ("北市", "臺北市"),
        ("台北市政府", "臺北市"),
        ("臺北縣", "新北市"),
        ("北縣", "新北市"),
        ("新北", "新北市"),
        ("桃園", "桃園市"),
        ("桃園縣政府", "桃園市"),
        ("桃縣", "桃園市"),
        ("桃市", "桃園市"),
        ("竹縣", "新竹縣"),
        ("竹市", "新竹市"),
        ("苗縣", "苗栗縣"),
        ("宜縣", "宜蘭縣"),
        ("基市", "基隆市"),
    ],
)
def test_a_member_is_known_by_what_offices_call_it(reference: Reference, text: str, name: str) -> None:
    assert reference.find_member(text).name == name


@pytest.mark.parametrize("text", ["新竹", "竹", "雙北", "高雄市"])
def test_a_name_that_could_be_two_members_or_none_is_not_guessed(reference: Reference, text: str) -> None:
    with pytest.raises(Exception, match=text):
        reference.find_member(text)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("發推組", "development"),
        ("發展推動", "development"),
        ("防災治安組", "safety"),
        ("休閒遊憩", "leisure"),
        ("產業發展議題小組", "industry"),
        ("健康福祉", "health"),
        ("交通", "transport"),
        ("交通組", "transport"),
        ("原住民客家與新移民", "peoples"),
        ("原客新移", "peoples"),
        ("原住民、客家族群及新移民", "peoples"),
        ("教育文化", "culture"),
        ("環境資源組", "environment"),
    ],
)
def test_a_group_is_known_by_its_many_names(reference: Reference, text: str, id: str) -> None:
    assert reference.find_group(text).id == id


def test_nine_groups_of_which_one_is_the_core(reference: Reference) -> None:
    assert len(reference.groups) == 9
    assert [group.name for group in reference.groups if group.is_core] == ["發展推動組"]


@pytest.mark.parametrize(
    ("year", "host"),
    [
        (93, "臺北市"),
        (96, "新北市"),
        (99, "苗栗縣"),
        (103, "新竹縣"),
        (104, "新北市"),
        (111, "新竹縣"),
        (115, "苗栗縣"),
    ],
)
def test_the_host_of_a_year(reference: Reference, year: int, host: str) -> None:
    assert reference.member_name(reference.host_of(year)) == host


def test_every_year_from_93_to_115_follows_the_cycle_and_names_its_source(reference: Reference) -> None:
    assert [year.year for year in reference.years] == list(range(93, 116))
    assert all(year.host_id == reference.platform.host_by_cycle(year.year) for year in reference.years)
    assert not any(year.overrules_cycle for year in reference.years)
    assert [year.year for year in reference.years if year.source == "依輪值順序推算"] == [108, 111]
    assert all(year.source for year in reference.years)


def test_what_is_owed_in_a_year(reference: Reference) -> None:
    owed = {kind.id: (kind.rhythm, kind.times, kind.per_group) for kind in reference.kinds if kind.times}
    assert owed == {
        "group": (Rhythm.QUARTER, 1, True),
        "deputies": (Rhythm.YEAR, 2, False),
        "heads": (Rhythm.YEAR, 1, False),
        "exhibition": (Rhythm.YEAR, 1, False),
    }
    assert reference.kind("deputies").level is Level.DEPUTIES


def test_the_four_axes(reference: Reference) -> None:
    assert [(axis.id, axis.name) for axis in reference.axes] == [
        ("F", "友善"),
        ("A", "先進"),
        ("C", "便利"),
        ("E", "低碳"),
    ]


def test_each_file_names_its_source() -> None:
    for path in paths.reference().rglob("*.*"):
        if path.suffix in {".toml", ".csv"}:
            head = path.read_text("utf-8").split("\n\n")[0]
            assert head.startswith("#"), path
            assert "出處" in head or "示例" in head, path


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("groups.toml", 'id = "safety"', "id = safety", ("groups.toml", "第14行")),
        ("groups.toml", "is_core = true", 'is_core = "yes"', ("development", "is_core", "true")),
        ("groups.toml", 'short_name = "防災組"', "", ("safety", "short_name", "沒有填寫")),
        ("groups.toml", "is_core", "is_kernel", ("development", "is_kernel", "可以用的有")),
        ("groups.toml", "[[group]]", "[[gruop]]", ("groups.toml", "gruop", "group")),
        ("groups.toml", 'id = "safety"', 'id = "leisure"', ("leisure", "id", "已用過")),
        ("groups.toml", '"治安組"', '"環保組"', ("groups.toml", "safety", "環保組", "環境資源", "無法分辨")),
        ("members.toml", "2010-12-24", '"99年12月24日"', ("65000-taipei-county", "until", "日期")),
        ("members.toml", '"基市"', '"竹市"', ("members.toml", "竹市", "無法分辨")),
        ("meeting_kinds.toml", 'rhythm = "quarter"', 'rhythm = "weekly"', ("kind group", "rhythm", "quarter")),
        ("meeting_kinds.toml", '"carried"', '"carry"', ("meeting_kinds.toml", "staff", "sections", "carry", "carried")),
        ("phrases.toml", '"decision"', '"decided"', ("noted", "outcome", "decision")),
        ("platform.toml", '"63000"', '"63001"', ("platform", "cycle", "63001")),
        (
            "platform.toml",
            "[platform]",
            "[[platform]]\nname='二'\nshort_name='二'\nfirst_year=1\nid='2'\n[[platform]]",
            ("platform", "2個"),
        ),
        ("years.csv", "103,103,10004", "103,一〇三,10004", ("years.csv", "year 103", "整數")),
        ("years.csv", "103,103,10004", "103,103,99999", ("years.csv", "103", "host_id", "99999")),
        ("years.csv", "115,115,10005,,", "115,115,10005,", ("years.csv", "第23筆", "標題列有6格")),
    ],
)
def test_a_broken_file_is_named_with_entry_field_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, told: tuple[str, ...]
) -> None:
    folder = Path(shutil.copytree(paths.reference(), tmp_path / "reference"))
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1 if old != "[[group]]" else -1), "utf-8")
    with pytest.raises(FileUnreadable) as caught:
        read_reference(folder)
    for word in told:
        assert word in str(caught.value)


def test_a_folder_without_files_and_a_file_of_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="沒有資料檔"):
        read_reference(tmp_path / "missing")
    (tmp_path / "groups.toml").write_bytes("# 議題組".encode("cp950"))
    with pytest.raises(FileUnreadable, match="UTF-8"):
        read_reference(tmp_path)
