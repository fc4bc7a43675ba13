"""What the minutes say of when a meeting is held."""

from datetime import date, time

import pytest

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.minutes import when_written


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "中華民國115年9月8日（星期二）"),
        ({"starts_at": time(14)}, "中華民國115年9月8日（星期二）下午2時"),
        ({"held_until": date(2026, 9, 8)}, "中華民國115年9月8日（星期二）"),
        (
            {"starts_at": time(14), "held_until": date(2026, 9, 9)},
            "中華民國115年9月8日（星期二）下午2時至9月9日（星期三）",
        ),
        ({"held_until": date(2027, 1, 2)}, "中華民國115年9月8日（星期二）至116年1月2日（星期六）"),
    ],
)
def test_the_hour_stands_with_the_first_day_and_another_year_is_named(fields, words):
    meeting = Meeting(title="會議", kind_id="deputies", year=115, held_on=date(2026, 9, 8), **fields)
    assert when_written(meeting) == words
