"""Verdicts as cells hold them: a word, a tick before one of two (□解除列管 ■繼續列管), or 是 under a heading."""

import re
from collections.abc import Sequence

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.ticks import BLANK, BOXED, CROSSED, DRAWN

# Letters too: a cell in a symbol font holds those under which its ticks lie.
_TICKED = BOXED + DRAWN.lower() + "◉üþý"
_BLANK = BLANK + "〇o"
_CROSSED = CROSSED + "x"
"""Beside a ○ it says no, and the ○ yes; without one a ○ is a box that nobody filled in."""
_CIRCLE = "○〇"
_WORDS = (
    (r"(?:提請|擬請|建請|建議|申請|擬|請准?|請同意)(?:予以|准予|同意)?(?:解除列管|解列)", Verdict.RELEASE_ASKED),
    (r"(?:不同意|未|不|暫不|尚未)(?:予)?(?:解除列管|解列)", Verdict.CONTINUE),
    (r"(?:同意|准予|予以|業經?|已)*(?:解除列管|解列|解除管制|結案)", Verdict.RELEASED),
    (r"(?:建議|擬|仍)*(?:繼續|持續|賡續|仍予|續)(?:予以)?(?:列管|追蹤)|續列|列管中", Verdict.CONTINUE),
    (r"(?:改由|改|建議)*自行(?:列管|追蹤)", Verdict.SELF),
    (r"(?:建議)?併(?:案|入.{0,20}?案?)(?:列管|辦理)", Verdict.MERGED),
    (r"(?:建議)?(?:撤銷列管|撤列|撤案|撤管)", Verdict.WITHDRAWN),
)
_SHORT_WORDS = (
    (r"(?:提請|擬請|建請|建議|申請|擬)解除", Verdict.RELEASE_ASKED),
    (r"(?:暫不|尚未|不|未)解除|繼續|續管", Verdict.CONTINUE),
    (r"解除", Verdict.RELEASED),
)
"""Said without 列管, where a cell holds nothing else: ■解除 □繼續, but not 繼續辦理."""


def _any_of(words: Sequence[tuple[str, Verdict]]) -> "re.Pattern[str]":
    return re.compile("|".join(f"(?P<w{index}>{pattern})" for index, (pattern, _verdict) in enumerate(words)))


_WORD = _any_of(_WORDS)
_SHORT_WORD = _any_of(_SHORT_WORDS)
_BESIDE = "[](){}/、,;." + _TICKED + _BLANK + _CROSSED
YES = {"是", "v", "y", "yes", "✓", "✔", "■", "☑", "√", "ü", "þ", "true", "同意", "可", "\uf0fe", "\uf052", "\uf0fc"}
NO = {"否", "n", "no", "x", "×", "✗", "□", "☐", "false", "不同意", "不可"}
_STATES = {
    **dict.fromkeys(("列管", "列管中", "追蹤中", "辦理中"), State.OPEN),
    **dict.fromkeys(("不列管", "免列管", "不予列管", "無須列管", "無需列管"), State.NOTED),
}
_YES_OR_NO = re.compile("不同意|同意|不可|可|是|否")


def read_verdict(value: CellValue, setting: Setting) -> Reading:
    """Read a doer's verdict. Of ticked words the one with the tick counts."""
    verdict = _verdict(value, setting.header)
    notes: tuple[str, ...] = ()
    if verdict is Verdict.RELEASED:
        notes = (_("「解除列管」須由會議決定；填報單位所填視為提請解除列管。"),)
    return Reading(values={"verdict": verdict} if verdict else {}, notes=notes)


def read_state(value: CellValue, setting: Setting) -> Reading:
    """Read where a case stands, for a list of resolutions."""
    plain = folded(str(value)) if value is not None else ""
    if plain in _STATES:
        return Reading(values={"state": _STATES[plain]})
    verdict = _verdict(value, setting.header)
    state = (verdict.state or State.OPEN) if verdict else None
    return Reading(values={"state": state} if state else {})


def _verdict(value: CellValue, header: str) -> Verdict | None:
    text = folded(str(value)) if value is not None else ""
    if not text or text in {"-", "無"}:
        return None
    words = _words_in(text, _WORD, _WORDS)
    if not words and not _SHORT_WORD.sub("", text).strip(_BESIDE):
        words = _words_in(text, _SHORT_WORD, _SHORT_WORDS)
    if not words:
        return _yes_or_no(text, folded(header), value)
    marks = _marks(text, [match for match, _verdict in words])
    chosen = {words[place][1] for place in _chosen(marks)}
    if len(chosen) == 1:
        return chosen.pop()
    if not chosen:
        return None
    raise Unreadable(
        _("「{text}」同時有兩種列管決定。請只勾選一項，例如 ■繼續列管 □解除列管。").format(text=shown(value)), text
    )


def _words_in(
    text: str, word: "re.Pattern[str]", words: Sequence[tuple[str, Verdict]]
) -> list[tuple["re.Match[str]", Verdict]]:
    return [
        (match, verdict)
        for match in word.finditer(text)
        for index, (_pattern, verdict) in enumerate(words)
        if match[f"w{index}"]
    ]


def _marks(text: str, words: Sequence["re.Match[str]"]) -> list[str]:
    """The mark of each word: the one before it, or after it where the first word has its own there."""
    before = [_mark_before(text, match.start()) for match in words]
    after = [_mark_after(text, match.end()) for match in words]
    return after if not before[0] and after[0] else before


def _chosen(marks: Sequence[str]) -> list[int]:
    """The places of the words that are ticked; all where none has a mark."""
    ticked = [place for place, mark in enumerate(marks) if mark and mark in _TICKED]
    if ticked:
        return ticked
    if any(mark and mark in _CROSSED for mark in marks):
        return [place for place, mark in enumerate(marks) if mark and mark in _CIRCLE]
    return [] if any(marks) else list(range(len(marks)))


def _mark_before(text: str, start: int) -> str:
    mark = text[start - 1] if start else ""
    if mark in "])" and start >= 2:
        return _in_brackets(text[start - 2])
    return mark if mark and mark in _TICKED + _BLANK + _CROSSED else ""


def _mark_after(text: str, end: int) -> str:
    mark = text[end : end + 1]
    if mark and mark in "[(" and text[end + 1 : end + 2]:
        # (暫緩) is a remark, and no box.
        inside = text[end + 1]
        return _in_brackets(inside) if inside in "])" or text[end + 2 : end + 3] in ("]", ")") else ""
    return mark if mark and mark in _TICKED + _BLANK + _CROSSED else ""


def _in_brackets(sign: str) -> str:
    return "□" if sign in "[(])" or sign in _BLANK else "■"


def _yes_or_no(text: str, header: str, value: CellValue) -> Verdict | None:
    """是 and 否 answer what the heading asks."""
    asks_release = "解除" in header or "解列" in header
    asks_more = "繼續" in header or "續列" in header or "持續" in header
    if asks_release != asks_more and (is_yes := _says_yes(text)) is not None:
        return Verdict.RELEASE_ASKED if is_yes is asks_release else Verdict.CONTINUE
    words = "、".join(verdict.word for verdict in Verdict)
    raise Unreadable(_("看不懂的列管決定「{text}」。請填 {words} 之一。").format(text=shown(value), words=words), text)


def _says_yes(text: str) -> bool | None:
    """是, a tick, or the one of 是 and 否 that is ticked; None for what says neither."""
    if text in YES or text in _CIRCLE:
        return True
    if text in NO:
        return False
    words = list(_YES_OR_NO.finditer(text))
    if len(words) != 2 or len(text) > 12:
        return None
    chosen = _chosen(_marks(text, words))
    return words[chosen[0]][0] in YES if len(chosen) == 1 else None
