"""Words in running text that tell when something is due: 12月底前, 下次副首長會議前, 持續辦理."""

import re
from datetime import date

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.due import is_of_no_year, read_due

_F = "[0-9０-９〇零一二三四五六七八九十廿]"
_YEAR = rf"(?:(?:中華民國|民國)?{_F}{{1,4}}年度?|今年度?|本年度?|明年度?)"
_PART = "底|末|上旬|中旬|下旬"
_DAY = rf"{_F}{{1,3}}[日號](?:[（(](?:星期|週)?[一二三四五六日][)）])?"
_MEETING = r"[^，。；、：\s]{0,8}?(?:會議|年會|例會|開會)"
_TIME = "|".join(
    (
        rf"{_YEAR}?{_F}{{1,3}}月(?:{_DAY}|{_PART}|份)?",
        rf"{_YEAR}?(?:第{_F}季|[上下]半年)(?:底|末)?",
        rf"{_YEAR}(?:底|末)|年底|年末",
        r"(?<![0-9./-])[0-9]{2,4}(?P<mark>[./-])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9./-])",
        r"(?<![0-9./-])[0-9]{1,2}/[0-9]{1,2}(?![0-9./-])",
        rf"(?:本|這個?|下個?)月份?(?:{_PART}|{_DAY})?|月底|月末",
        "(?:本|這個?|下+個?)(?:週|周|星期|禮拜)[一二三四五六日天]?",
        rf"{_F}{{1,3}}個?(?:月|週|周|星期|禮拜|工作[日天]|日|天)(?=以?內)",
        rf"下(?:一?次|屆){_MEETING}",
    )
)
_FOUND = re.compile(
    rf"(?P<before>(?:最遲|至遲|期限|限|自)[：於在]?)?(?P<time>(?:{_TIME})(?P<until>以前|之前|前(?![瞻項揭次述年置往開])|止|以?內)?)"
)
_ALWAYS = re.compile("(?:持續|賡續|經常性?|常態性?)辦理")
# What looks back: the day of a meeting, of a letter; or the beginning of a stretch.
_BACK = re.compile(
    rf"(?:第?{_F}*次)?{_MEETING}|(?:[^，。；、]{{0,4}}?(?:決議|裁示|來?函|核定|公告))|起|至|迄|以來|[~～]"
)
_DUE_VERB = re.compile(r"(?:辦理)?(?:完成|提報|提出|提送|函報|函復|函送|回復|回覆|辦竣|完工|竣工|送|報)")
_NO_DAY = re.compile(
    "持續|賡續|經常|常態|長期|儘速|立即|即日|即刻|隨時|定期|每[年月季週周日]|期程|會議?前|依限|視需要|^無$"
)
_DUE, _MAY_BE, _PAST = range(3)


def find_due(text: str, *, year: int, on: date | None = None) -> tuple[str, date | None]:
    """Find the words for which something is due, and the day that they name; empty where there are none.

    Of several, those count first that 前, 完成 or 提報 follow. The day of an earlier meeting is none.
    """
    best: tuple[int, str, date | None] | None = None
    for match in _FOUND.finditer(text):
        rank = _rank(text, match)
        try:
            day = read_due(match["time"], year=year, on=on)
        except Unreadable:
            continue  # 13月 names no day; something further on may
        if on and day and day < on and rank is not _DUE and not is_of_no_year(match["time"]):
            rank = _PAST
        if rank is not _PAST and (best is None or rank < best[0]):
            best = rank, match["time"], day
    if best is not None:
        return best[1:]
    always = _ALWAYS.search(text)
    return (always[0], None) if always else ("", None)


def names_time(text: str) -> bool:
    """Do these words tell a time at all, or that there is none (持續辦理)? 「徹底」 does not."""
    plain = text.strip()
    return _FOUND.search(plain) is not None or _NO_DAY.search(plain) is not None


def _rank(text: str, match: re.Match[str]) -> int:
    before, behind = match["before"] or "", match.end()
    if before.startswith("自"):
        return _PAST
    if match["until"] or before or _DUE_VERB.match(text, behind):
        return _DUE
    if not match["time"].startswith("下") and _BACK.match(text, behind):
        return _PAST
    return _MAY_BE
