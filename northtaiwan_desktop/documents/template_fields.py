"""What can be written in a template: the paper's own fields, each also by its own name, and how to set them by lines.

A template gets plain names and texts, and no object of the program in hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

from northtaiwan_desktop.documents.minutes import whole_title
from northtaiwan_desktop.documents.paper import Role, lines, outlined, printable
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.minutes import Labelled, MinutesView, OutcomeView, SectionView
from northtaiwan_desktop.domain.notice import NoticeView
from northtaiwan_desktop.domain.paper_examples import PaperView, example
from northtaiwan_desktop.domain.signin import SigninGroup, SigninView
from northtaiwan_desktop.domain.writing import numbering

MOST_STEPS = 500_000
"""Entries that one filling may go through in all its loops; long minutes need some thousands."""
_SINGLE: dict[type, dict[str, str]] = {
    MinutesView: {
        "when": "時間",
        "place": "地點",
        "chair": "主席",
        "recorder": "紀錄",
        "attendees": "出席",
        "observers": "列席",
        "absentees": "請假",
    },
    NoticeView: {
        "file_number": "檔號",
        "retention": "保存年限",
        "addressee": "受文者",
        "issued_on": "發文日期",
        "issue_number": "發文字號",
        "speed": "速別",
        "secrecy": "密等及解密條件或保密期限",
        "enclosures": "附件",
        "purpose": "開會事由",
        "when": "開會時間",
        "place": "開會地點",
        "chair": "主持人",
        "contact": "聯絡人及電話",
        "attendees": "出席者",
        "observers": "列席者",
        "copies_to": "副本",
        "remark": "備註",
    },
    SigninView: {"when": "時間", "place": "地點"},
}
"""Names under which the fields of the head stand singly, with their labels."""


_ONE_OF = {
    "carried": "row",
    **dict.fromkeys(("head", "corner", "small", "body"), "line"),
    **dict.fromkeys(("more", "paragraphs"), "words"),
    "offices": "present",
    "spare": "empty",
}


@dataclass(frozen=True)
class OfficeLine:
    """One office with its people, of the list of those who were there."""

    office: str
    people: str


_MORE: dict[type, dict[str, Any]] = {
    Labelled: {"first": str, "more": tuple[str, ...], "offices": tuple[OfficeLine, ...]},
    OutcomeView: {"first": str, "more": tuple[str, ...], "mark": str, "opens": bool},
    SectionView: {"paragraphs": tuple[str, ...]},
    SigninGroup: {"spare": tuple[str, ...]},
}
"""What is reckoned from a field, so that a template can set it as the standard paper does.

The first line and those that follow; the offices apart from their people; 「（一）」 where several decisions stand
under one word; rows left empty.
"""


class TooMuch(Exception):
    """A template goes through more entries than any paper has."""


class _Counted(list[Any]):
    """A list that counts the steps through it, so that loops inside loops come to an end."""

    def __init__(self, values: Sequence[Any], left: list[int]) -> None:
        super().__init__(values)
        self._left = left

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            self._left[0] -= 1
            if self._left[0] < 0:
                raise TooMuch
            yield one


def given(view: PaperView) -> dict[str, Any]:
    """The paper as a template gets it."""
    left = [MOST_STEPS]
    made: dict[str, Any] = vars(_plain(view, left)) | extras(view)
    if isinstance(view, SigninView) and made["groups"]:
        made["groups"][-1].spare = _Counted([""] * view.empty_rows, left)
    return made


def extras(view: PaperView) -> dict[str, str]:
    """What a template can use beside the fields of the paper: its titles, and each field of its head by a name."""
    title = view.meeting if isinstance(view, NoticeView) else view.title
    whole = f"{title}{view.paper}".replace("會議開會", "開會")
    told = {"title": title}
    told["whole_title"] = whole if isinstance(view, NoticeView) else whole_title(title, view.paper)
    labelled = [*view.corner, view.recipient, *view.small, *view.body] if isinstance(view, NoticeView) else view.head
    said = {line.label: line.text for line in labelled}
    told |= {name: said.get(label, "") for name, label in _SINGLE[type(view)].items()}
    in_one_line = {"title", "whole_title"}
    shown = {name: printable(text) for name, text in told.items()}
    return {name: text.replace("\n", "　") if name in in_one_line else text for name, text in shown.items()}


def known(kind: type) -> dict[str, Any]:
    """The fields of a record, with the kind of value in each."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)} | _MORE.get(kind, {})


def listed(kind: PaperKind) -> list[tuple[str, str]]:
    """Every field of a kind as it is written in a template, with an example."""
    view = example(kind)
    single = {f"{{{{ {name} }}}}": text for name, text in extras(view).items() if text}
    return [*single.items(), *(row for row in _fields([view], "") if row[0] not in single)]


def _fields(alike: Sequence[Any], prefix: str) -> Iterator[tuple[str, str]]:
    """The fields of a record, each with the first example that one of these gives."""
    more = _MORE.get(type(alike[0]), {})
    for name, hint in known(type(alike[0])).items():
        whole = f"{prefix}{name}"
        if name in more:
            one = _one_of(name)
            is_list = bool(get_args(hint))
            yield f"{{%p for {one} in {whole} %}} … {{%p endfor %}}" if is_list else f"{{{{ {whole} }}}}", ""
            continue
        parts = [part for one in alike if (part := getattr(one, name))] or [getattr(alike[0], name)]
        if isinstance(parts[0], tuple):
            one = _one_of(name)
            yield f"{{%p for {one} in {whole} %}} … {{%p endfor %}}", ""
            if entries := [entry for part in parts for entry in part]:
                yield from _fields(entries, f"{one}.")
        elif is_dataclass(parts[0]):
            yield from _fields(parts, f"{whole}.")
        else:
            yield f"{{{{ {whole} }}}}", str(parts[0])


def _one_of(name: str) -> str:
    """What one entry of a list is called in the example of its loop: 「section」 of 「sections」."""
    return _ONE_OF.get(name, name.removesuffix("s"))


def _plain(value: Any, left: list[int]) -> Any:
    if is_dataclass(value):
        made = SimpleNamespace(**{field.name: _plain(getattr(value, field.name), left) for field in fields(value)})
        match value:
            case Labelled():
                _in_lines(made, value.text, left)
                made.offices = _Counted(_offices(value.text), left)
            case OutcomeView():
                _in_lines(made, value.text, left)
                made.mark, made.opens = "", False
            case SectionView():
                made.paragraphs = _Counted(lines(value.body), left)
            case SigninGroup():
                made.spare = _Counted([], left)
        if isinstance(getattr(value, "outcomes", None), tuple):
            _mark(made.outcomes)
        return made
    if isinstance(value, tuple):
        return _Counted([_plain(one, left) for one in value], left)
    return printable(value) if isinstance(value, str) else value


def _in_lines(made: SimpleNamespace, text: str, left: list[int]) -> None:
    """Part a text into the words beside its label and the paragraphs below, as the standard paper does."""
    texts = lines(text)
    clauses = outlined(Role.CLAUSE, texts, 0)
    begins_apart = len(clauses) > 1 and bool(clauses[0].label)
    made.first = "" if begins_apart or not texts else texts[0]
    made.more = _Counted(texts if begins_apart else texts[1:], left)


def _offices(text: str) -> list[SimpleNamespace]:
    found = []
    for line in lines(text):
        office, space, people = line.partition("　")
        if space:
            found.append(SimpleNamespace(office=office, people=people.strip(" 　")))
    return found


def _mark(outcomes: list[Any]) -> None:
    """Number those that stand under one word: 「決議：」「（一）…」「（二）…」."""
    words: dict[str, list[Any]] = {}
    for one in list.__iter__(outcomes):
        words.setdefault(one.word, []).append(one)
    for same in words.values():
        if len(same) > 1:
            for n, one in enumerate(same, start=1):
                one.mark, one.opens = numbering.written(numbering.Level.THREE, n), n == 1
