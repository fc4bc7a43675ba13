"""How a cell is read for each field: one small function a kind of value."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.plan import Source, Term
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.due import read_due
from northtaiwan_desktop.domain.writing.due_words import names_time
from northtaiwan_desktop.domain.writing.fold import clean, folded, shown
from northtaiwan_desktop.domain.writing.money import read_money, read_unit
from northtaiwan_desktop.domain.writing.span import Precision, read_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.cell_values import OTHER_ROLE
from northtaiwan_desktop.sheets.doers import names_members, names_of, read_doers
from northtaiwan_desktop.sheets.doubts import doubts_of_year, is_length
from northtaiwan_desktop.sheets.fields import Doer, Reader, Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.header_rows import CASE
from northtaiwan_desktop.sheets.period_cells import period

_FIRST_YEAR = 1911
_SPLIT = re.compile(r"[、，,;；\n/／+＋ 　]+")
_BETWEEN_NUMBERS = re.compile(r"[\s、，,;；/／+＋及與和]+")
_LETTER = re.compile(r"\w")
_AMOUNT = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SHARE = re.compile(
    rf"[(（]?\s*(?:"
    rf"{_AMOUNT}\s*[%％﹪]|百分之[〇零一二三四五六七八九十百\d]+|[一二三四五六七八九十\d]成[半一二三四五六七八九]?"
    rf"|{_AMOUNT}\s*(?:[億萬千百]+元?整?|元整?)"
    rf"|\d+\s*[/／:：比]\s*\d+(?:\s*[:：比]\s*\d+)*|[一二三四五六七八九十]+分之[一二三四五六七八九十]+"
    rf"|{_AMOUNT}(?![\d年月日])"
    rf")\s*[)）]?"
)
"""How much of the money comes from a source: 50%, 五成, 1,000萬元, 5:5, 1/2."""
_TERMS = re.compile(r"[短中長](?:期?[、，,;/~\-至到及和與或]*[短中長])*(?=期)")
_SOURCES = (
    (Source.COUNTY, ("縣市配合款", "配合款", "配合", "分攤")),
    (Source.CENTRAL, ("中央補助", "中央", "補助")),
    (Source.OWN, ("自籌", "自有", "縣市預算", "公務預算", "本預算")),
    (Source.OTHER, ("其他", "基金", "民間")),
)
_RESULTS = (
    (Result.REJECTED, ("未核定", "不予補助", "未通過", "不通過", "不補助", "未獲")),
    (Result.MERGED, ("整併", "併案", "併入")),
    (Result.APPROVED, ("修正後通過", "修正通過", "修正後核定", "修正核定", "修正後同意")),
    (Result.RETURNED, ("退回", "退件", "撤回", "修正")),
    (Result.APPROVED, ("核定", "通過", "同意補助")),
    (Result.SUBMITTED, ("報送", "提報", "送審", "審查中", "審議中")),
    (Result.PROPOSED, ("提案", "研提", "規劃中")),
)


def words(value: CellValue) -> str:
    """A cell as text, as people would read it."""
    if isinstance(value, date):
        return roc_date.written(value.date() if isinstance(value, datetime) else value)
    return clean(str(value)) if value is not None else ""


def text(name: str) -> Reader:
    """Keep the text as it was typed."""

    def read(value: CellValue, setting: Setting) -> Reading:
        return Reading(values={name: words(value)})

    return read


def number(value: CellValue, setting: Setting) -> Reading:
    """A case number, on one line; that a cell holds several is said."""
    found = [part for part in _BETWEEN_NUMBERS.split(words(value)) if part]
    notes: tuple[str, ...] = ()
    if len(found) > 1 and all(CASE.fullmatch(folded(part)) for part in found):
        message = _("這一格有{count}個案號（{numbers}），一列只能對到一案。請一案一列，分別填寫。")
        notes = (message.format(count=len(found), numbers="、".join(found)),)
    return Reading(values={"number": " ".join(words(value).split())}, notes=notes)


def day(name: str) -> Reader:
    def read(value: CellValue, setting: Setting) -> Reading:
        found = roc_date.read_day(value, year=setting.year)
        return Reading(values={name: found}, notes=doubts_of_year(value, found))

    return read


def due(value: CellValue, setting: Setting) -> Reading:
    """A due day; words that name none are kept as words."""
    if is_length(value):
        message = _("「{text}」像是期間的長短，看不出是哪一天，只照文字保存。請寫成 115年9月8日、年底前 或 持續辦理。")
        note = message.format(text=shown(value))
        return Reading(values={"due_on": None}, found={"due_text": words(value)}, notes=(note,))
    found = read_due(value, year=setting.year)
    is_day = isinstance(value, date | int)
    notes = doubts_of_year(value, found) if found else ()
    if found is None and not is_day and _LETTER.search(words(value)) and not names_time(words(value)):
        message = _("「{text}」看不出是什麼時候，只照文字保存。請寫成 115年9月8日、年底前 或 持續辦理。")
        notes = (message.format(text=shown(value)),)
    return Reading(values={"due_on": found}, found={} if is_day else {"due_text": words(value)}, notes=notes)


def span(value: CellValue, setting: Setting) -> Reading:
    found = read_span(value, year=setting.year)
    values = {"since": found.since, "until": found.until, "precision": found.precision}
    return Reading(values=values, notes=doubts_of_year(value, found.since))


def until(value: CellValue, setting: Setting) -> Reading:
    return Reading(found={"until": read_span(value, year=setting.year).until})


def meeting(value: CellValue, setting: Setting) -> Reading:
    """A meeting's name, with its day where the cell holds both (會議名稱／日期)."""
    lines: list[str] = []
    held: date | None = None
    for line in words(value).split("\n"):
        try:
            held = roc_date.read_day(line.strip(" ()（）"), year=setting.year)
        except Unreadable:
            lines.append(line.strip())
    values: dict[str, Any] = {"meeting": "\n".join(line for line in lines if line)}
    return Reading(values=values | ({"decided_on": held} if held else {}))


def money(name: str) -> Reader:
    def read(value: CellValue, setting: Setting) -> Reading:
        return Reading(values={name: read_money(value, unit=read_unit(setting.header) or setting.unit)})

    return read


def year(value: CellValue, setting: Setting) -> Reading:
    """A ROC year: 115, 115年度, 2026."""
    if isinstance(value, int) and 1 <= value <= 200:
        return Reading(values={"year": value})
    return Reading(values={"year": read_span(value).since.year - _FIRST_YEAR})


def priority(value: CellValue, setting: Setting) -> Reading:
    match = re.search(r"\d{1,4}", folded(words(value)))
    if match is None:
        raise Unreadable(_("看不懂的順序「{text}」。請填數字，例如 1。").format(text=shown(value)), shown(value))
    return Reading(values={"priority": int(match[0])})


def round_of(value: CellValue, setting: Setting) -> Reading:
    """填報期別: 115Q3, 115年第3季, 7月."""
    plain = folded(words(value)).upper()
    try:
        return Reading(values={"round": Round.read(plain).code})
    except Unreadable:
        found = read_span(value, year=setting.year)
    roc_year, month = found.since.year - _FIRST_YEAR, found.since.month
    if found.precision is Precision.QUARTER:
        return Reading(values={"round": Round.quarter(roc_year, (month + 2) // 3).code})
    if found.precision is Precision.MONTH:
        return Reading(values={"round": Round.month(roc_year, month).code})
    raise Unreadable(
        _("看不懂的填報期別「{text}」。請填季或月，例如 115年第3季。").format(text=shown(value)), shown(value)
    )


def group(value: CellValue, setting: Setting) -> Reading:
    found = setting.reference.find_group(words(value))
    return Reading(values={"group": found.name}, found={"group_id": found.id})


def doers(name: str, share: Share) -> Reader:
    """主辦 as names joined by 、, 協辦 as a list; by the role that the cell says, else by the column's."""

    def read(value: CellValue, setting: Setting) -> Reading:
        reading = read_doers(value, setting, share)
        named: tuple[Doer, ...] = reading.found["doers"]
        values: dict[str, Any] = {}
        found: dict[str, Any] = {}
        for field in (name, OTHER_ROLE[name]):
            of_field = tuple(doer for doer in named if (doer.share is share) is (field == name))
            if of_field or (field == name and not named):
                names = names_of(of_field)
                values[field] = "、".join(names) if field in {"lead", "proposer"} else names
                found[f"{field}_doers"] = of_field
        return Reading(values=values, found=found, notes=reading.notes)

    return read


def precision(value: CellValue, setting: Setting) -> Reading:
    """Known and not taken: the date itself tells how precise it is."""
    return Reading()


def term(value: CellValue, setting: Setting) -> Reading:
    """短期, 中期 or 長期; some write the days under 期程, or how many years it takes."""
    if is_length(value):
        message = _(
            "「{text}」像是期間的長短，看不出是短期、中期或長期，也看不出起訖，沒有讀入。請填短期、中期或長期。"
        )
        raise Unreadable(message.format(text=shown(value)), shown(value))
    try:
        days = period(value, setting)
    except Unreadable:
        return _term_in(value)
    since, until = days.values.get("starts_on"), days.values.get("ends_on")
    if since and until:
        note = _("「{text}」寫的是時間，讀為{since}開始、{until}結束；期程請填短期、中期或長期。")
        note = note.format(text=shown(value), since=roc_date.written(since), until=roc_date.written(until))
    else:
        note = _("「{text}」寫的是日期，不是期程；期程請填短期、中期或長期。").format(text=shown(value))
    return replace(days, notes=(note, *days.notes))


def _term_in(value: CellValue) -> Reading:
    """The one term that a text names; 中長期 names two, and which is meant is asked."""
    plain = folded(words(value))
    named = "".join(_TERMS.findall(plain)) or plain
    found = [each for each in Term if each.word[0] in named]
    if len(found) > 1:
        message = _("「{text}」寫了不只一種期程，程式不猜。請填短期、中期或長期之一。")
        raise Unreadable(message.format(text=shown(value)), shown(value))
    return _worded("term", value, tuple((each, (each.word, each.word[:1])) for each in found or Term))


def result(value: CellValue, setting: Setting) -> Reading:
    return _worded("result", value, _RESULTS)


def source(value: CellValue, setting: Setting) -> Reading:
    """經費來源; what is none of the four is kept as 其他, which is said, and so is a share that is not taken."""
    written = words(value)
    # The shares go first: the comma of 1,000萬元 and the stroke of 1/2 part no sources.
    bare = _SHARE.sub(" ", written)
    if bare != written:
        bare = re.sub("[:：=＝]", "、", bare)
    parts = [part for part in _SPLIT.split(bare) if _LETTER.search(part)]
    found = {
        part: next((each for each, spellings in _SOURCES if any(word in folded(part) for word in spellings)), None)
        for part in parts
    }
    sources = tuple(dict.fromkeys(each or Source.OTHER for each in found.values()))
    shares = "、".join(match[0].strip() for match in _SHARE.finditer(written))
    if shares and not sources:
        message = _("「{text}」只有比例或金額，看不出是哪一種經費來源。請填中央補助、縣市配合款、自籌或其他。")
        raise Unreadable(message.format(text=shown(value)), shown(value))
    notes = []
    if shares:
        message = _("只讀入經費來源，比例或金額「{shares}」沒有讀入；各來源的金額請匯入後到該方案的經費填寫。")
        notes.append(message.format(shares=shown(shares)))
    if others := "、".join(part for part, each in found.items() if each is None):
        notes.append(_("「{text}」不是中央補助、縣市配合款或自籌，讀為其他，請確認。").format(text=shown(others)))
    return Reading(
        values={"source": "、".join(each.word for each in sources)}, found={"sources": sources}, notes=tuple(notes)
    )


def axes(value: CellValue, setting: Setting) -> Reading:
    """願景主軸 by letter, by Chinese or by English name."""
    found, unknown = [], []
    for part in (piece for piece in _SPLIT.split(words(value)) if piece):
        plain = folded(part)
        # 友善便利 names two without a mark between them.
        named = [
            each
            for each in setting.reference.axes
            if plain == folded(each.id) or folded(each.name) in plain or folded(each.english) in plain
        ]
        if not named:
            unknown.append(part)
        found += [each for each in named if each not in found]
    known = "、".join(f"{axis.name}（{axis.id}）" for axis in setting.reference.axes)
    message = _("看不懂的主軸「{text}」。請填 {known}。").format(text="、".join(unknown), known=known)
    if unknown and not found:
        raise Unreadable(message, shown(value))
    names, ids = tuple(axis.name for axis in found), tuple(axis.id for axis in found)
    return Reading(values={"axes": names}, found={"axis_ids": ids}, notes=(message,) if unknown else ())


def _worded(name: str, value: CellValue, spellings: tuple[tuple[Enum, tuple[str, ...]], ...]) -> Reading:
    plain = folded(words(value))
    for meaning, spelled in spellings:
        if any(folded(word) in plain for word in spelled):
            return Reading(values={name: meaning})
    known = "、".join({meaning: spelled[0] for meaning, spelled in spellings}.values())
    raise Unreadable(_("看不懂「{text}」。請填 {known} 之一。").format(text=shown(value), known=known), shown(value))


def looks_like(read: Callable[[CellValue, Setting], Reading]) -> Callable[[CellValue, Setting], bool]:
    """Could the reader read this cell?"""

    def looks(value: CellValue, setting: Setting) -> bool:
        try:
            read(value, setting)
        except Unreadable:
            return False
        return True

    return looks


def names_a_member(value: CellValue, setting: Setting) -> bool:
    return isinstance(value, str) and len(value) < 40 and names_members(value, setting)
