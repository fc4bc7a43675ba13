"""年度分攤款 in a real register: laid out in one action, paid, overdue."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.contribution import Standing
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.lists import ContributionLine
from northtaiwan_desktop.services import contributions
from northtaiwan_desktop.sheets.contributions import sums
from northtaiwan_desktop.storage.contributions import contribution_lines, of_member
from northtaiwan_desktop.storage.store import Store

TODAY = date(2026, 11, 1)


def lines(store: Store, year: int) -> list[ContributionLine]:
    return store.ask(partial(contribution_lines, year=year, today=TODAY))


def test_a_year_is_laid_out_from_its_host_in_one_action(store: Store) -> None:
    store.do("列帳", partial(contributions.lay_out, year=115, due_on=date(2026, 6, 30)))
    made = lines(store, 115)
    assert [(line.member_name, line.contribution.amount) for line in made][:2] == [
        ("苗栗縣", 2_000_000),
        ("宜蘭縣", 400_000),
    ]
    assert sums(made) == (4_800_000, 0, 4_800_000)
    assert {line.standing for line in made} == {Standing.OVERDUE}
    with pytest.raises(RuleBroken, match="已經全部列帳"):
        store.do("列帳", partial(contributions.lay_out, year=115))
    store.undo()
    assert lines(store, 115) == []


def test_what_was_removed_alone_is_laid_out_again(store: Store) -> None:
    store.do("列帳", partial(contributions.lay_out, year=115))
    one = store.ask(partial(of_member, year=115, member_id="68000"))
    store.do("繳納", partial(contributions.pay, ids=[one.id], on=TODAY, today=TODAY, sum=150_000))
    other = store.ask(partial(of_member, year=115, member_id="10002"))
    store.do("刪除", partial(contributions.remove_contributions, ids=[other.id]))
    with pytest.raises(NotFound, match="115年度沒有宜蘭縣的分攤款"):
        store.ask(partial(of_member, year=115, member_id="10002"))
    store.do("列帳", partial(contributions.lay_out, year=115))
    assert store.ask(partial(of_member, year=115, member_id="68000")).paid == 150_000
    assert sums(lines(store, 115)) == (4_800_000, 150_000, 4_650_000)


def test_payments_of_several_counties_are_one_action(store: Store) -> None:
    store.do("列帳", partial(contributions.lay_out, year=115))
    ids = [line.contribution.id for line in lines(store, 115)]
    store.do("繳清", partial(contributions.pay, ids=ids[:3], on=TODAY, today=TODAY))
    assert sums(lines(store, 115)) == (4_800_000, 2_800_000, 2_000_000)
    with pytest.raises(RuleBroken, match="苗栗縣115年度的分攤款已繳清"):
        store.do("繳清", partial(contributions.pay, ids=[ids[4], ids[0]], on=TODAY, today=TODAY))
    assert sums(lines(store, 115))[1] == 2_800_000
    with pytest.raises(RuleBroken, match="超過尚未繳納的 400,000元"):
        store.do("繳納", partial(contributions.pay, ids=[ids[4]], on=TODAY, today=TODAY, sum=400_001))


def test_the_sample_year_has_paid_open_and_part_paid(sample_store: Store) -> None:
    made = sample_store.ask(partial(contribution_lines, year=103, today=date(2014, 4, 30)))
    assert made[0].member_name == "新竹縣"
    assert made[0].is_host
    standing = {line.member_name: line.standing for line in made}
    assert standing.pop("新竹市") is Standing.OPEN
    assert standing.pop("苗栗縣") is Standing.PART
    assert set(standing.values()) == {Standing.PAID}
    later = sample_store.ask(partial(contribution_lines, year=103, today=date(2014, 5, 1)))
    assert {line.member_name for line in later if line.standing is Standing.OVERDUE} == {"新竹市", "苗栗縣"}


def test_a_payment_to_come_is_refused_and_changes_nothing(store: Store) -> None:
    store.do("列帳", partial(contributions.lay_out, year=115))
    one = store.ask(partial(of_member, year=115, member_id="68000"))
    tomorrow = date(2026, 11, 2)
    with pytest.raises(RuleBroken, match="繳納日期 115年11月2日 還沒到"):
        store.do("繳納", partial(contributions.pay, ids=[one.id], on=tomorrow, today=TODAY))
    wrong = replace(one, paid=400_000, paid_on=tomorrow)
    with pytest.raises(RuleBroken, match="繳納日期 115年11月2日 還沒到"):
        store.do("更正", partial(contributions.save_contribution, one=wrong, today=TODAY, seen=one))
    assert store.ask(partial(of_member, year=115, member_id="68000")) == one
