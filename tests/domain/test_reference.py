"""The platform's own records: names in any spelling, hosts by the cycle, and what the rhythm still owes."""

from datetime import date

import pytest

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import NotFound, Unreadable
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.overview import owed
from northtaiwan_desktop.storage.reference_files import read_reference


@pytest.fixture(scope="module")
def known():
    return read_reference(paths.reference())


@pytest.mark.parametrize("text", ["桃園市", "桃園縣", "桃園市政府", "桃　園　市", "桃園縣政府"])
def test_every_spelling_of_the_same_member(known, text):
    assert known.find_member(text).name == "桃園市"


@pytest.mark.parametrize("text", ["交通運輸", "交通組", "交通運輸組", "交通運輸小組"])
def test_every_spelling_of_the_same_group(known, text):
    assert known.find_group(text).name == "交通運輸"


@pytest.mark.parametrize("text", ["高雄市", "", "新竹"])
def test_an_unknown_member_is_told_with_the_known_ones(known, text):
    with pytest.raises(Unreadable, match="宜蘭縣、基隆市"):
        known.find_member(text)


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2014, 12, 24), "桃園縣"), (date(2014, 12, 25), "桃園市"), (None, "桃園市")],
)
def test_a_paper_shows_the_name_valid_on_its_day(known, day, name):
    assert known.member_name("68000", day) == name


@pytest.mark.parametrize(
    ("year", "host"), [(93, "臺北市"), (103, "新竹縣"), (104, "新北市"), (115, "苗栗縣"), (116, "宜蘭縣")]
)
def test_the_host_follows_the_cycle_beyond_what_is_recorded(known, year, host):
    assert known.member_name(known.host_of(year)) == host
    assert known.platform.term(year) == year - 92


def test_an_id_that_is_not_there_is_told(known):
    with pytest.raises(NotFound, match="nobody"):
        known.member("nobody")


def test_the_rhythm_owes_each_group_a_meeting_a_quarter_up_to_now(known):
    due = owed(115, date(2026, 5, 1), [], known)
    groups = [one for one in due if one.group_name == "交通運輸"]
    assert [one.quarter for one in groups] == [1, 2]
    assert any(one.kind_name == "副首長會議" and one.times == 2 for one in due)
    assert owed(116, date(2026, 5, 1), [], known) == []


def test_a_meeting_that_was_held_is_not_owed(known):
    kind = next(kind for kind in known.kinds if kind.per_group)
    group = known.find_group("交通組")
    held = Meeting(title="交通組", kind_id=kind.id, year=115, group_id=group.id, held_on=date(2026, 2, 1))
    due = [one for one in owed(115, date(2026, 5, 1), [held], known) if one.group_name == "交通運輸"]
    assert [one.quarter for one in due] == [2]
