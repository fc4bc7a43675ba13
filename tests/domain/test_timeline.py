"""The marks of the timeline: each entry once, in the order of time, within its year."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.timeline import decades, marks
from northtaiwan_desktop.domain.writing.span import Precision, Span, read_span

DAYS = st.dates(date(1912, 1, 1), date(2100, 12, 31))


def entry(words: str) -> ChronicleEntry:
    span: Span = read_span(words)
    return ChronicleEntry(since=span.since, until=span.until, precision=span.precision, text=words)


@st.composite
def entries(draw: st.DrawFn) -> ChronicleEntry:
    since = draw(DAYS)
    until = since + timedelta(days=draw(st.integers(0, 2000)))
    precision = Precision.DAY if since == until else Precision.DAYS
    return ChronicleEntry(since=since, until=until, precision=precision, text="一則")


@given(st.lists(entries(), max_size=40))
def test_each_entry_has_one_mark_in_the_order_of_time(given):
    drawn = marks(given)
    assert sorted(mark.entry.id for mark in drawn) == sorted(entry.id for entry in given)
    assert [mark.entry.since for mark in drawn] == sorted(entry.since for entry in given)
    assert all(0 <= mark.start < mark.end <= 1 for mark in drawn)
    assert [mark.year for mark in drawn if mark.is_first] == sorted({mark.year for mark in drawn})
    assert [mark for decade in decades(drawn) for mark in decade.marks] == list(drawn)
    assert all(decade.first <= mark.year < decade.first + 10 for decade in decades(drawn) for mark in decade.marks)


def test_a_day_is_a_dot_and_a_quarter_a_span():
    day, quarter = marks([entry("103年1月1日"), entry("103年第3季")])
    assert day.is_dot
    assert (day.start, round(day.end, 3)) == (0, 0.003)
    assert not quarter.is_dot
    assert (round(quarter.start, 2), round(quarter.end, 2)) == (0.5, 0.75)


def test_what_lasts_for_years_goes_on():
    [span] = marks([entry("84年至86年")])
    assert (span.year, span.end, span.goes_on) == (84, 1.0, True)
