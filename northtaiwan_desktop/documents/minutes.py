"""會議紀錄 on paper: head, sections, items, and what was decided."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from northtaiwan_desktop.documents.paper import LOOKS, Block, Paper, Role, Table, Text, ems, lines, outlined, spread
from northtaiwan_desktop.domain.minutes import CarriedRow, ItemView, Labelled, MinutesView, OutcomeView, SectionView
from northtaiwan_desktop.domain.writing import numbering

_EM = LOOKS[Role.BODY].size
_WIDEST_OFFICE = 14
"""Full-width characters; a longer office name takes a second line."""
CARRIED = (
    ("案號", 2.05),
    ("決議事項", 2.85),
    ("主（協）辦\n單位", 2.4),
    ("預定\n完成日期", 2.3),
    ("辦理情形", 2.95),
    ("進度", 1.55),
    ("管考建議", 1.9),
)
"""Headings of the table of carried items with their widths in centimetres."""
_CENTRED = frozenset({0, 3, 5})


def paper(view: MinutesView) -> Paper:
    """Set the minutes out as they are printed."""
    name = whole_title(view.title, view.paper)
    bare = Paper(title=name, author=view.platform, blocks=())
    return Paper(title=name, author=view.platform, blocks=tuple(_blocks(view, bare.text_width)))


def whole_title(title: str, paper: str) -> str:
    """「…會議紀錄」, without saying 會議 twice."""
    overlap = "會議" if title.endswith("會議") and paper.startswith("會議") else ""
    return title + paper.removeprefix(overlap)


def _blocks(view: MinutesView, width: float) -> Iterator[Block]:
    if view.mark:
        yield Text(Role.MARK, f"（{view.mark}）")
    if view.platform and not view.title.startswith(view.platform):
        yield Text(Role.TITLE, view.platform)
    yield Text(Role.TITLE, whole_title(view.title, view.paper))
    yield from _head(view.head, width)
    for section in view.sections:
        yield from _section(section, width)
    for place, line in enumerate(lines(view.note)):
        yield Text(Role.FIELD, line, "" if place else "備註：", left=3 * _EM if place else 0)


def _head(fields: Iterable[Labelled], width: float) -> Iterator[Block]:
    """「地點：…」 as paragraphs; offices with their people, as far as they follow one another, as one aligned list."""
    people: list[Labelled] = []
    for field in fields:
        texts = lines(field.text)
        if any("　" in text for text in texts) and (len(texts) > 1 or people):
            people.append(field)
            continue
        yield from _present(people, width)
        people = []
        label = f"{field.label}："
        for place, text in enumerate(texts or [""]):
            yield Text(Role.FIELD, text, "" if place else label, left=ems(label) * _EM if place else 0)
    yield from _present(people, width)


def _present(fields: list[Labelled], width: float) -> Iterator[Table]:
    rows = []
    for field in fields:
        for place, line in enumerate(lines(field.text)):
            office, _space, people = line.partition("　")
            rows.append(("" if place else f"{field.label}：", office, people.strip(" 　")))
    if rows:
        columns = [max(ems(row[n]) for row in rows) for n in (0, 1)]
        # A hair wider than the label, for widths are rounded; less than an em between the offices and their people.
        widths = (columns[0] * _EM + 0.6, (min(columns[1], _WIDEST_OFFICE) + 0.9) * _EM)
        yield Table((*widths, width - sum(widths)), tuple(rows), ruled=False)


def _section(section: SectionView, width: float) -> Iterator[Block]:
    body = lines(section.body)
    yield Text(Role.PART, section.title, section.number)
    yield from outlined(Role.BODY, body, 2 * _EM)
    if section.carried:
        titles, shares = zip(*CARRIED, strict=True)
        rows = tuple(map(_row, section.carried))
        yield Table(spread(shares, width, rows), rows, titles, centred=_CENTRED)
    for item in section.items:
        yield from _item(item)
    yield from _outcomes(section.outcomes, 2 * _EM)


def _row(row: CarriedRow) -> tuple[str, ...]:
    # A narrow column would break a day anywhere; after the year is where people break it.
    due = row.due.replace("年", "年\n", 1) if row.due.endswith("日") else row.due
    return row.number, row.text, row.doer, due, row.report, row.percent, row.review


@lru_cache(maxsize=1024)
def _item(item: ItemView) -> tuple[Text, ...]:
    """The paragraphs of an item: while one item is being typed, the others are set out already."""
    return tuple(_item_texts(item))


def _item_texts(item: ItemView) -> Iterator[Text]:
    title = "　".join(lines(item.title))
    asked = f"（{item.proposer_word}：{item.proposer}）" if item.proposer else ""
    label = item.number + (f"{item.title_word}：" if item.title_word else "")
    yield Text(Role.ITEM, title + asked, label, keep_next=bool(item.parts or item.outcomes))
    left = ems(item.number) * _EM
    parts = [text for part in item.parts for text in _labelled(part.label, part.text, left)]
    for place, text in enumerate(parts, start=1):
        # Only the last one holds on to what was decided: a long explanation may break over pages.
        last = place == len(parts) and bool(item.outcomes)
        yield replace(text, keep_next=text.keep_next or last)
    yield from _outcomes(item.outcomes, left)


def _labelled(label: str, text: str, left: float) -> Iterator[Text]:
    """「說明：…」; where the text has paragraphs of its own, they begin under the first one's text."""
    texts = lines(text)
    inner = left + ems(f"{label}：") * _EM
    clauses = outlined(Role.CLAUSE, texts, left + 2 * _EM)
    if len(clauses) > 1 and clauses[0].label:
        yield Text(Role.LABELLED, "", f"{label}：", left, keep_next=True)
        yield from clauses
    elif clauses:
        yield Text(Role.LABELLED, texts[0], f"{label}：", left)
        yield from outlined(Role.CLAUSE, texts[1:], inner)


def _outcomes(outcomes: Iterable[OutcomeView], left: float) -> Iterator[Text]:
    """「決議：…」; several under one word are 「（一）…」「（二）…」."""
    words: dict[str, list[OutcomeView]] = {}
    for outcome in outcomes:
        words.setdefault(outcome.word, []).append(outcome)
    for word, same in words.items():
        if len(same) == 1:
            text = same[0].text if lines(same[0].text) else "（未記錄）"
            yield from _decided(list(_labelled(word, text, left)), same[0])
            continue
        yield Text(Role.LABELLED, "", f"{word}：", left, keep_next=True)
        for n, outcome in enumerate(same, start=1):
            mark = numbering.written(numbering.Level.THREE, n)
            first, *more = lines(outcome.text) or ["（未記錄）"]
            inner = left + (2 + ems(mark)) * _EM
            texts = [Text(Role.CLAUSE, first, mark, left + 2 * _EM)]
            yield from _decided(texts + outlined(Role.CLAUSE, more, inner), outcome)


def _decided(texts: list[Text], outcome: OutcomeView) -> Iterator[Text]:
    """What was decided, and below it who does it by when, under which case number."""
    due = f"預定完成日期：{outcome.due}" if outcome.due else ""
    number = f"列管案號：{outcome.number}" if outcome.number else ""
    duty = "；".join(filter(None, (number, outcome.doers, due)))
    *before, last = texts
    yield from before
    yield replace(last, keep_next=last.keep_next or bool(duty))
    if duty:
        yield Text(Role.DOERS, f"（{duty}）", left=last.left + last.hang)
