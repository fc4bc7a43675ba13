"""Cells that offer words with a box each (□短期 ■中期 □長期): what is ticked is what the cell says."""

import re
from dataclasses import replace

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import clean, shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Reader, Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue

# Word leaves the ticks of its symbol fonts in the private-use area.
BOXED = "■☑☒▣▪◼✅●\uf0fe\uf0fd\uf052\uf053\uf06e"
DRAWN = "Vv✓✔√\uf0fc"
"""Ticks that stand beside a word without a box."""
_TICKED = BOXED + DRAWN
BLANK = "□☐▢◻○◯\uf0a8\uf071\uf06f"
CROSSED = "×✗✘\uf0fb"
"""Beside a ○ it says no, and the ○ yes."""
_CIRCLE = "○◯"
# ○○市 is a name left out, 2×3 a product, and the V of a word no tick.
_SIGN = (
    rf"(?P<circle>(?<![{_CIRCLE}])[{_CIRCLE}](?![{_CIRCLE}]))|(?P<letter>(?<![A-Za-z0-9])[Vv](?![A-Za-z0-9]))"
    rf"|(?P<cross>(?<![0-9])[{CROSSED}](?![0-9]))|(?P<sign>[■☑☒▣▪◼✅●✓✔√□☐▢◻\uf000-\uf0ff])"
)
_MARK = re.compile(rf"[(\[]\s*(?:{_SIGN.replace('(?P<', '(?P<in_')})\s*[)\]]|(?P<empty>[(\[]\s*[)\]])|{_SIGN}")
_WIDE = str.maketrans({"（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "Ｖ": "V", "ｖ": "v"})
_BETWEEN = " \t\n　、，,;；/／。"
_LABEL = re.compile(r"[^\s、，,;；/／:：]*[:：]\s*$")
_FIRST = re.compile(r"[^\s、，,;；/／]+(?:\s*[(（][^()（）]*[)）])?")


def ticked(read: Reader, *, is_single: bool = False) -> Reader:
    """The reader, given what is ticked alone; of a field that holds one value two ticks are asked about."""

    def known(value: CellValue, setting: Setting) -> Reading:
        found = _chosen(clean(value)) if isinstance(value, str) else None
        if found is None:
            return read(value, setting)
        words, count, notes = found
        if not count:
            message = _("「{text}」沒有勾選任何一項，視為未填。")
            return Reading(notes=(message.format(text=shown(value)),))
        if is_single and count > 1:
            message = _("「{text}」勾選了{count}項，這一欄只能有一項。請只勾選一項。")
            raise Unreadable(message.format(text=shown(value), count=count), shown(value))
        reading = read(words, setting)
        return replace(reading, notes=(*notes, *reading.notes))

    return known


def _chosen(text: str) -> tuple[str, int, tuple[str, ...]] | None:
    """The words that are ticked, how many, and what to say of them; None where there is no box beside a word."""
    plain = text.translate(_WIDE)
    found = list(_MARK.finditer(plain))
    marks = [_sign(match) for match in found]
    if not marks or not _are_boxes(marks):
        return None
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(text)]
    parts = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    first, last = parts[0].strip(_BETWEEN), parts[-1].strip(_BETWEEN)
    if not any(part.strip(_BETWEEN) for part in parts):
        return None
    is_labelled = _LABEL.search(parts[0]) is not None
    if bool(first) == bool(last) and not is_labelled:
        message = _("「{text}」看不出勾的是哪一項。請在每一項前面加方框，例如 □短期 ■中期 □長期。")
        raise Unreadable(message.format(text=shown(text)), shown(text))
    is_before = not first or is_labelled
    ticks = _ticks(marks)
    if not is_before:
        words = [part.strip(_BETWEEN) for part, is_ticked in zip(parts[:-1], ticks, strict=True) if is_ticked]
        return "、".join(words), len(words), ()
    return _behind(parts, ticks, is_alone=all(mark in DRAWN for mark in marks))


def _behind(parts: list[str], ticks: list[bool], *, is_alone: bool) -> tuple[str, int, tuple[str, ...]]:
    """The ticked words of boxes that stand before theirs; a label between them (協辦：) stays with what it heads."""
    made, left, count = parts[0].strip(_BETWEEN), [], 0
    for part, is_ticked in zip(parts[1:], ticks, strict=True):
        label = _LABEL.search(part)
        word = (part[: label.start()] if label else part).strip(_BETWEEN)
        if is_ticked and word:
            count += 1
            if is_alone and (alone := _FIRST.match(word)) and alone[0] != word:
                left.append(word[alone.end() :].strip(_BETWEEN))
                word = alone[0]
            made += word if not made or made.endswith((":", "：")) else f"、{word}"
        if label:
            made += f" {label[0].strip()}"
    message = _("只讀入打勾的，沒有打勾的「{text}」沒有讀入，請確認。")
    return made.strip(), count, (message.format(text=shown("、".join(left))),) if left else ()


def _sign(match: re.Match[str]) -> str:
    if match["empty"]:
        return "□"
    return next(sign for name, sign in match.groupdict().items() if sign)


def _are_boxes(marks: list[str]) -> bool:
    """Crosses alone are none: they may be of anything."""
    return all(mark in _TICKED + BLANK + CROSSED for mark in marks) and any(mark not in CROSSED for mark in marks)


def _ticks(marks: list[str]) -> list[bool]:
    if not any(mark in _TICKED for mark in marks) and any(mark in CROSSED for mark in marks):
        return [mark in _CIRCLE for mark in marks]
    return [mark in _TICKED for mark in marks]
