"""Which record of the register a row is about: by hidden id, by number however it is spelled, by likeness of text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.review import Match

SURE = 0.8
_WORTH_NAMING = 0.5
_CLEAR_LEAD = 0.06
_UNLIKE = 0.35
_MOST_RUNNER_UPS = 3
_DASHES = re.compile(r"[-_–—‐ー－/／.．·]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_TRIM = re.compile(r"^(?:案號|編號|列管編號|第)[:：]?|[號案]$")


def number_key(number: str) -> str:
    """A case number for matching, without blanks and leading zeros: 「103－副首長 2－1」 is 103-副首長2-01."""
    plain = _TRIM.sub("", folded(number).strip("()[]【】〔〕"))
    return _ZEROS.sub("", _DASHES.sub("-", plain)).strip("-")


@dataclass(frozen=True)
class Answer:
    """The match, or what comes near it, or why there is none."""

    match: Match | None = None
    runner_ups: tuple[Match, ...] = ()
    why_not: str = ""


class Candidates:
    """Records to match rows with, made ready once: by number, and by folded text."""

    def __init__(self, records: Iterable[Any], *, number: Callable[[Any], str], text: Callable[[Any], str]) -> None:
        self.records = tuple(records)
        self._number, self._text = number, text
        self._texts = {index: folded(text(record)) for index, record in enumerate(self.records)}
        self._by_number: dict[str, list[Any]] = {}
        self._by_bare_number: dict[str, list[Any]] = {}
        for record in self.records:
            if key := number_key(number(record)):
                self._by_number.setdefault(key, []).append(record)
                self._by_bare_number.setdefault(key.replace("-", ""), []).append(record)

    def numbered(self, number: str, text: str) -> list[Any]:
        """The records of that number; a bare 3 that heads quite another text is a serial, not a number."""
        key = number_key(number)
        found = self._by_number.get(key, [])
        if not found and key:
            loose = self._by_bare_number.get(key.replace("-", ""), [])
            found = loose if len({self._number(record) for record in loose}) == 1 else []
        if key.isdigit() and text:
            found = [record for record in found if likeness(text, self._text(record)) >= _UNLIKE]
        return list(found)

    def alike(self, text: str, among: Callable[[Any], bool] = lambda record: True) -> list[Match]:
        """Records whose text is like this one, the likeliest first."""
        wanted = folded(text)
        if not wanted:
            return []
        pool = {index: known for index, known in self._texts.items() if among(self.records[index])}
        found = process.extract(wanted, pool, scorer=fuzz.ratio, score_cutoff=_WORTH_NAMING * 100, limit=8)
        return [self.matched(self.records[index], score / 100, _("文字相近")) for _known, score, index in found]

    def matched(self, record: Any, certainty: float, why: str) -> Match:
        return Match(
            record=record,
            number=self._number(record),
            text=self._text(record),
            certainty=round(certainty, 2),
            why=why,
        )


def likeness(one: str, other: str) -> float:
    """How like two texts are, 0 to 1."""
    return fuzz.ratio(folded(one), folded(other)) / 100


def decide(found: Sequence[Match], *, sure: float = SURE) -> Answer:
    """Take the likeliest where it is sure and clearly ahead of the next."""
    if not found:
        return Answer()
    ahead = len(found) == 1 or found[0].certainty - found[1].certainty >= _CLEAR_LEAD or found[0].certainty == 1
    twins = len(found) > 1 and found[1].certainty == found[0].certainty
    if found[0].certainty >= sure and ahead and not twins:
        return Answer(match=found[0])
    return Answer(runner_ups=tuple(found[:_MOST_RUNNER_UPS]))


def _lines(lines: Iterable[TrackedLine]) -> Candidates:
    return Candidates(lines, number=lambda line: line.number, text=lambda line: line.resolution.text)


class LineMatcher:
    """Brings rows of progress home to the lines of the register."""

    def __init__(self, lines: Iterable[TrackedLine], sender_id: str | None) -> None:
        self._candidates = _lines(lines)
        self._by_members: dict[frozenset[str], Candidates] = {}
        self._by_id: Mapping[str, TrackedLine] = {line.id: line for line in self._candidates.records}
        self._sender_id = sender_id

    def find(self, row: Row) -> Answer:
        """By the form's hidden id, else by number, else by text among the doer's own lines."""
        by_id = self._by_id.get(row.found.get("assignment_id", ""))
        if by_id is not None:
            return Answer(match=self._candidates.matched(by_id, 1.0, _("填報表的識別碼")))
        number, text = row.fields.get("number", ""), row.fields.get("text", "")
        numbered = self._candidates.numbered(number, text)
        if numbered:
            return self._of_doer(numbered, row, _("案號相同"), 1.0)
        return self._by_text(text, row)

    def _by_text(self, text: str, row: Row) -> Answer:
        members = frozenset(self._members(row))
        found = self._lines_of(members).alike(text) or self._candidates.alike(text)
        cases: dict[str, Match] = {}
        for match in found:
            cases.setdefault(match.record.resolution.id, match)
        answer = decide(list(cases.values()))
        if answer.match is None:
            return Answer(runner_ups=answer.runner_ups, why_not=_("登記的案件中找不到相符的案號或決議事項"))
        case = answer.match.record.resolution.id
        lines = [line for line in self._candidates.records if line.resolution.id == case]
        return self._of_doer(lines, row, _("決議事項文字相近"), answer.match.certainty)

    def _lines_of(self, members: frozenset[str]) -> Candidates:
        """The lines of these members, made ready for matching once; all lines where no member is known."""
        if members not in self._by_members:
            lines = [line for line in self._candidates.records if line.assignment.member_id in members]
            self._by_members[members] = _lines(lines) if members else self._candidates
        return self._by_members[members]

    def _members(self, row: Row) -> set[str]:
        named = {doer.member_id for doer in row.doers if doer.member_id}
        return named or ({self._sender_id} if self._sender_id else set())

    def _of_doer(self, lines: Sequence[TrackedLine], row: Row, why: str, certainty: float) -> Answer:
        """Of a case's lines the one of the row's doer: the sender's own first, then in the order in which it names."""
        leads = row.found.get("lead_doers", ())
        wanted = [doer.member_id for doer in leads if doer.member_id]
        if self._sender_id and (self._sender_id in wanted or not wanted):
            wanted.insert(0, self._sender_id)
        for member_id in wanted:
            own = [line for line in lines if line.assignment.member_id == member_id]
            if len(own) > 1:
                office = next((doer.office for doer in leads if doer.member_id == member_id), "")
                own.sort(key=lambda line: -likeness(line.assignment.office, office))
            if own:
                return Answer(match=self._candidates.matched(own[0], certainty, why))
        outside = [doer.office for doer in leads if doer.member_id is None]
        own = [line for line in lines if any(likeness(line.assignment.office, office) > SURE for office in outside)]
        if own or len(lines) == 1:
            return Answer(match=self._candidates.matched((own or list(lines))[0], certainty, why))
        return Answer(
            runner_ups=tuple(self._candidates.matched(line, certainty, why) for line in lines[:_MOST_RUNNER_UPS]),
            why_not=_("這一案有數個主（協）辦單位，看不出這一列是哪一個的"),
        )
