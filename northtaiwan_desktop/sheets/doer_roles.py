"""Who leads and who helps, where one cell says both: 「主辦：新北市 協辦：臺北市」, 「新北市（主辦）」."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.i18n import _

BETWEEN = re.compile(r"[、，,;；\n/／\t]+")
_LEADS = "主辦|主政|主責"
_WORD = rf"(?:共同)?(?:{_LEADS})|協辦|會辦|配合"
_KIND = "(?:單位|機關|機構|縣市|局處)?"
_ROLE = re.compile(
    rf"[（(【\[〔]\s*(?P<bracketed>(?:{_WORD}){_KIND}|主|協)\s*[）)】\]〕]\s*(?P<colon>[:：])?"
    rf"|(?P<said>(?:{_WORD}){_KIND})\s*(?P<behind>[:：])?"
    r"|(?<![^\s、，,;；/／。])(?P<short>[主協])\s*(?P<after>[:：])"
)
# 主（協）辦, 主/協辦 and 主協辦 are a column's heading: they leave open which of the two is meant.
_EITHER = re.compile(r"主(?:辦|政|責)?(?:單位|機關|縣市)?\s*(?:[/／及與和]\s*協|協|、協|[（(]\s*協\s*[）)]\s*辦)")
_LABEL = re.compile(r"(?<!\S)(?P<label>[^\W\d_]{1,8})\s*[:：]")
_BRACKETED = re.compile(r"[（(【\[〔]\s*([^\W\d_])\s*[）)】\]〕]")
_NO_ROLE = re.compile(
    r"建請|函請|請|(?:權責|承辦|辦理|執行|負責|填報|提案|參與|合作)?(?:單位|機關|縣市|局處)|.*[縣市局處府部會署院區所]"
)
_COUNT = re.compile(r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）).．]?$")
_EDGES = " \t\n　、，,;；/／。"


@dataclass(frozen=True)
class _Role:
    """A word of a role in the text, from where to where."""

    share: Share
    start: int
    end: int
    has_colon: bool
    is_bracketed: bool


def by_role(text: str, share: Share) -> list[tuple[Share, str]]:
    """The parts of a cell that name doers, each with its role; what is said of none has the column's `share`.

    Raises `Unreadable` for the whole cell where a word of a role is none that is known, or it can't be told to whom
    it belongs.
    """
    if _EITHER.search(text):
        raise _doubtful(text)
    roles = list(_roles(text))
    parts = list(_split(text, roles, share)) if roles else [(share, text)]
    for line in (line for _share, part in parts for line in BETWEEN.split(part)):
        for label in _LABEL.finditer(line):
            if not _NO_ROLE.fullmatch(label["label"]):
                raise _unknown(text, label["label"])
        if roles and (mark := _BRACKETED.search(line)):
            raise _unknown(text, mark[1])
    return parts


def _roles(text: str) -> Iterator[_Role]:
    for found in _ROLE.finditer(text):
        word = found["bracketed"] or found["said"] or found["short"]
        is_lead = word.startswith("主") or word.startswith("共同")
        yield _Role(
            share=Share.LEAD if is_lead else Share.CO_LEAD,
            start=found.start(),
            end=found.end(),
            has_colon=bool(found["colon"] or found["behind"] or found["after"]),
            is_bracketed=found["bracketed"] is not None,
        )


def _split(text: str, roles: list[_Role], share: Share) -> Iterator[tuple[Share, str]]:
    is_before = any(role.has_colon for role in roles) or not text[: roles[0].start].strip(_EDGES)
    if is_before:
        yield share, _named(text[: roles[0].start])
        for at, role in enumerate(roles):
            part = _named(text[role.end : roles[at + 1].start if at + 1 < len(roles) else len(text)])
            if not part and not role.has_colon:
                raise _doubtful(text)
            yield role.share, part
        return
    last, has_lead = 0, any(role.share is Share.LEAD for role in roles)
    for role in roles:
        part = _named(text[last : role.start])
        # 「新北市、臺北市（協辦）」 may say it of both or of the last.
        if not part or (len(BETWEEN.split(part)) > 1 and (role.is_bracketed or not has_lead)):
            raise _doubtful(text)
        yield role.share, part
        last = role.end
    if _named(text[last:]):
        raise _doubtful(text)


def _named(part: str) -> str:
    """A part without what counts it or parts it from the next: 「2.」, 「、」."""
    lines = (line.strip(_EDGES) for line in BETWEEN.split(part))
    return "、".join(line for line in lines if line and not _COUNT.match(line))


def _unknown(text: str, word: str) -> Unreadable:
    message = _("「{text}」裡的「{word}」看不出是主辦或協辦。請寫成「主辦：新北市」「協辦：臺北市」，或分成兩欄。")
    return Unreadable(message.format(text=shown(text), word=word), shown(text))


def _doubtful(text: str) -> Unreadable:
    message = _("「{text}」看不出哪些是主辦、哪些是協辦。請寫成「主辦：新北市」「協辦：臺北市」，或分成兩欄。")
    return Unreadable(message.format(text=shown(text)), shown(text))
