"""Which record of the register a row is about: by hidden id, by number however it is spelled, by likeness of text."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.review import Match

SURE = 0.8
_WORTH_NAMING = 0.5
_CLEAR_LEAD = 0.06
_UNLIKE = 0.35
_SHORTENED = 0.65
"""How much of a short form stands, in its order, in the whole text."""
_MOST_RUNNER_UPS = 3
_MOST_NEAR = 8
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
    """Records to match rows with, made ready once: by id, by number, and by folded text."""

    def __init__(
        self,
        records: Iterable[Any],
        *,
        id: Callable[[Any], str],
        number: Callable[[Any], str],
        text: Callable[[Any], str],
    ) -> None:
        self.records = tuple(records)
        self._id, self._number, self._text = id, number, text
        self._by_id: dict[str, Any] = {id(record): record for record in self.records}
        self._pools: dict[Hashable, _Pool] = {}
        self._folded: dict[str, str] = {}

    @cached_property
    def _by_number(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for record in self.records:
            if key := number_key(self._number(record)):
                found.setdefault(key, []).append(record)
        return found

    @cached_property
    def _by_bare_number(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for key, records in self._by_number.items():
            found.setdefault(key.replace("-", ""), []).extend(records)
        return found

    def of_id(self, id: str) -> Any | None:
        """The record of this id; None where there is none."""
        return self._by_id.get(id)

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

    def alike(
        self, text: str, among: Callable[[Any], bool] = lambda record: True, *, pool: Hashable = None
    ) -> list[Match]:
        """Records whose text is like this one, the likeliest first.

        `pool` names what `among` lets through: records are chosen once for each name.
        """
        wanted = folded(text)
        if not wanted:
            return []
        if pool not in self._pools:
            chosen = [record for record in self.records if among(record)]
            self._pools[pool] = _Pool(chosen, [self._folded_text(record) for record in chosen])
        return [self.matched(record, score, _("文字相近")) for record, score in self._pools[pool].near(wanted)]

    def matched(self, record: Any, certainty: float, why: str) -> Match:
        return Match(
            record=record,
            id=self._id(record),
            number=self._number(record),
            text=self._text(record),
            certainty=round(certainty, 2),
            why=why,
        )

    def _folded_text(self, record: Any) -> str:
        text = self._text(record)
        if text not in self._folded:
            self._folded[text] = folded(text)
        return self._folded[text]


class _Pool:
    """Folded texts and their records; what was looked for once is known."""

    def __init__(self, records: Sequence[Any], texts: Sequence[str]) -> None:
        self._records: dict[str, list[Any]] = {}
        for record, text in zip(records, texts, strict=True):
            self._records.setdefault(text, []).append(record)
        self._texts = list(self._records)
        self._found: dict[str, list[tuple[Any, float]]] = {}

    def near(self, wanted: str) -> list[tuple[Any, float]]:
        """The records nearest to a folded text with their likeness, at most eight."""
        if wanted not in self._found:
            near = process.extract(
                wanted, self._texts, scorer=fuzz.ratio, score_cutoff=_WORTH_NAMING * 100, limit=_MOST_NEAR
            )
            each = [(record, score / 100) for text, score, _place in near for record in self._records[text]]
            self._found[wanted] = each[:_MOST_NEAR]
        return self._found[wanted]


def likeness(one: str, other: str) -> float:
    """How like two texts are, 0 to 1."""
    return fuzz.ratio(folded(one), folded(other)) / 100


def is_quite_another(one: str, other: str) -> bool:
    """Are two texts too unlike to be one record's? A text and its short form are not."""
    first, second = folded(one), folded(other)
    if not first or not second or fuzz.ratio(first, second) >= _WORTH_NAMING * 100:
        return False
    in_order: int = LCSseq.similarity(first, second)
    return in_order < _SHORTENED * min(len(first), len(second))


def decide(found: Sequence[Match], *, sure: float = SURE) -> Answer:
    """Take the likeliest where it is sure and clearly ahead of the next."""
    if not found:
        return Answer()
    ahead = len(found) == 1 or found[0].certainty - found[1].certainty >= _CLEAR_LEAD or found[0].certainty == 1
    twins = len(found) > 1 and found[1].certainty == found[0].certainty
    if found[0].certainty >= sure and ahead and not twins:
        return Answer(match=found[0])
    return Answer(runner_ups=tuple(found[:_MOST_RUNNER_UPS]))


class LineMatcher:
    """Brings rows of progress home to the lines of the register."""

    def __init__(self, lines: Iterable[TrackedLine], sender_id: str | None) -> None:
        self._candidates = Candidates(
            lines,
            id=lambda line: line.id,
            number=lambda line: line.number,
            text=lambda line: line.resolution.text,
        )
        self._sender_id = sender_id

    @cached_property
    def _by_case(self) -> dict[str, list[TrackedLine]]:
        found: dict[str, list[TrackedLine]] = {}
        for line in self._candidates.records:
            found.setdefault(line.resolution.id, []).append(line)
        return found

    def chosen(self, id: str) -> Answer:
        """The line that a person named."""
        line = self._candidates.of_id(id)
        return Answer(match=self._candidates.matched(line, 1.0, _("由人指定"))) if line else Answer()

    def find(self, row: Row) -> Answer:
        """By the form's hidden id, else by number, else by text among the doer's own lines."""
        by_id = self._candidates.of_id(row.found.get("assignment_id", ""))
        number, text = row.fields.get("number", ""), row.fields.get("text", "")
        if by_id is not None and number == by_id.number:
            return Answer(match=self._candidates.matched(by_id, 1.0, _("填報表的識別碼")))
        numbered = self._candidates.numbered(number, text)
        if by_id is not None:
            by_its_id = self._candidates.matched(by_id, 1.0, _("填報表的識別碼"))
            if not numbered or any(line.resolution.id == by_id.resolution.id for line in numbered):
                return Answer(match=by_its_id)
            # Rows were sorted or pasted without the hidden columns: neither side can be trusted unseen.
            by_number = self._candidates.matched(numbered[0], 1.0, _("案號相同"))
            reason = _("編號是 {number}，隱藏的識別碼卻是 {other} 的，可能只排序或貼上了看得見的欄")
            return Answer(runner_ups=(by_number, by_its_id), why_not=reason.format(number=number, other=by_id.number))
        if numbered:
            return self._of_doer(numbered, row, _("案號相同"), 1.0)
        return self._by_text(text, row)

    def _by_text(self, text: str, row: Row) -> Answer:
        members = frozenset(self._members(row))
        found = members and self._candidates.alike(
            text, lambda line: line.assignment.member_id in members, pool=members
        )
        cases: dict[str, Match] = {}
        for match in found or self._candidates.alike(text):
            cases.setdefault(match.record.resolution.id, match)
        answer = decide(list(cases.values()))
        if answer.match is None:
            return Answer(runner_ups=answer.runner_ups, why_not=_("登記的案件中找不到相符的案號或決議事項"))
        lines = self._by_case[answer.match.record.resolution.id]
        return self._of_doer(lines, row, _("決議事項文字相近"), answer.match.certainty)

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
