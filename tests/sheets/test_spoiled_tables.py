"""Any table of known values, spoiled in any mix of the ways that do no harm, is read back to those values."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.sheets.fields import Kind
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.sheets.headings import Spellings
from northtaiwan_desktop.sheets.interpreting import interpret
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.recognising import recognise
from tests.sheets.hostile import ods
from tests.sheets.workbooks import REFERENCE

WIDE = {ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789-/."}
MEMBERS = tuple(member.name for member in REFERENCE.members)
GROUPS = tuple(group.name for group in REFERENCE.groups)
DAYS = (
    roc_date.written,
    roc_date.written_slashed,
    roc_date.written_dotted,
    roc_date.written_compact,
    roc_date.written_full,
    lambda day: roc_date.written(day).translate(WIDE),
    lambda day: f"民國{roc_date.written(day)}",
    lambda day: f"{roc_date.written_dotted(day)}({roc_date.weekday(day)[-1]})",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: int(roc_date.written_compact(day)),
    lambda day: day,
)
SHARES = ("{}%", "{}％", "{}﹪", " 約{}% ", "{}％(已完成)", "百分之{}")
VERDICTS: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.CONTINUE: (
        "繼續列管",
        "□提請解除列管 ■繼續列管",
        "續列",
        "提請解除列管( ) 繼續列管(V)",
        "o提請解除列管 þ繼續列管",
    ),
    Verdict.RELEASE_ASKED: ("提請解除列管", "☑提請解除列管　□繼續列管", "建請解除列管", "提請解列"),
    Verdict.SELF: ("自行列管", " 自行 列管 "),
}
# The units stand in the corner: 1 is a thousand dollars.
AMOUNTS = (
    lambda thousands: thousands,
    lambda thousands: f"{thousands:,}",
    lambda thousands: f"{thousands:,}千元",
    lambda thousands: f"{thousands:,}".translate(WIDE),
    lambda thousands: f"NT${thousands * 1000:,}元",
)
NAMES = st.text("月票整合跨域通勤海岸文化旅遊防災", min_size=4, max_size=12)


def _one(value: Any) -> tuple[Callable[[Any], Any], ...]:
    return (lambda same: same, lambda same: f" {same} ", lambda same: f"{same}\n")


def _offices(name: str) -> tuple[str, ...]:
    return (name, name.replace("臺", "台"), f"{name}政府", f"　{name}", f"{name[0]} {name[1:]}")


@dataclass(frozen=True)
class Known:
    """A field's values, and how offices write one of them."""

    values: st.SearchStrategy[Any]
    written: Callable[[Any], Sequence[Any]]


DATES = st.dates(date(2012, 1, 1), date(2030, 12, 31))
DAY = Known(DATES, lambda day: [spell(day) for spell in DAYS])
SHARE = Known(
    st.integers(2, 100).map(float), lambda share: [int(share), *(spell.format(int(share)) for spell in SHARES)]
)
TEXT = Known(NAMES, lambda text: [text, f" {text} ", f"{text}\n"])
LEAD = Known(st.sampled_from(MEMBERS), _offices)
AMOUNT = Known(st.integers(1, 900_000).map(lambda n: n * 1000), lambda money: [a(money // 1000) for a in AMOUNTS])
GROUP = Known(st.sampled_from(GROUPS), lambda name: [name, f"{name.removesuffix('組')}組", " ".join(name)])
NUMBER = Known(st.integers(1, 999).map(lambda n: f"115-{n:03}"), lambda number: [number, f"{number} "])
KNOWN: Mapping[str, Mapping[str, Known]] = {
    "progress": {
        "number": NUMBER,
        "lead": LEAD,
        "report": TEXT,
        "reported_on": DAY,
        "actual_percent": SHARE,
        "verdict": Known(st.sampled_from(list(VERDICTS)), VERDICTS.__getitem__),
    },
    "resolutions": {"number": NUMBER, "text": TEXT, "lead": LEAD, "due_on": DAY, "group": GROUP},
    "plan": {
        "name": TEXT,
        "group": GROUP,
        "lead": LEAD,
        "budget": AMOUNT,
        "term": Known(st.sampled_from(Term), lambda term: [term.word, term.word[:1], f"{term.word[:1]} 期"]),
        "actual_percent": SHARE,
    },
    "proposals": {"name": TEXT, "proposer": LEAD, "requested": AMOUNT, "approved": AMOUNT, "group": GROUP},
    "chronicle": {"since": DAY, "text": TEXT},
}
ABOVE = ("115年度第3季", "北臺區域發展推動委員會", "填表日期：115年9月30日", "")
BETWEEN = ("合計", "小　計", "註：資料待補", "備註：每季填報", "以下空白", "", "表頭")
FORMATS = ("xlsx", "ods", "utf-8-sig", "utf-16", "cp950", "utf-8")


def titles_of(kind: Kind, field: str) -> list[str]:
    """The headings that name this field and no other."""
    spellings = Spellings(kind)
    found = kind.field(field)
    assert found is not None
    said = []
    for title in found.titles:
        offers = spellings.fields_of((title,))
        best = max(offers.values(), key=lambda offer: offer.certainty)
        if best.field.name == field and best.certainty >= 0.9:
            said.append(title)
    return said


TITLES = {name: {field: titles_of(KINDS[name], field) for field in fields} for name, fields in KNOWN.items()}


@dataclass(frozen=True)
class Spoiled:
    """A table as an office sends it: its file, and what has to be read from it."""

    name: str
    data: bytes
    rows: list[dict[str, Any]]


@st.composite
def spoiled(draw: st.DrawFn, kind: str) -> Spoiled:
    fields = draw(st.permutations(list(KNOWN[kind])))
    wanted = draw(st.lists(st.fixed_dictionaries({f: KNOWN[kind][f].values for f in fields}), min_size=2, max_size=6))
    form = draw(st.sampled_from(FORMATS))
    merged = draw(st.booleans()) and form in ("xlsx", "ods")
    if merged and "lead" in fields:
        # One value stands for all rows below it.
        wanted = [{**row, "lead": wanted[0]["lead"]} for row in wanted]
    heads = [_heading(draw, draw(st.sampled_from(TITLES[kind][field]))) for field in fields]
    above = draw(st.lists(st.sampled_from(ABOVE), max_size=3))
    table: list[list[Any]] = [[text] for text in above]
    if any(field in ("budget", "requested") for field in fields):
        table.append([*[None] * (len(fields) - 1), draw(st.sampled_from(["單位：千元", "（單位：新臺幣千元）"]))])
    merges = []
    top = len(table)
    table.append(heads)
    if merged and draw(st.booleans()):
        table.append([None] * len(fields))
        merges += [(top, at, top + 1, at) for at in range(len(fields))]
    first = len(table)
    down = fields.index("lead") if merged and "lead" in fields else None
    for index, row in enumerate(wanted):
        cells = [draw(st.sampled_from(list(KNOWN[kind][field].written(row[field])))) for field in fields]
        if down is not None and index:
            cells[down] = None
        table.append(cells)
        if down is None and (said := draw(st.sampled_from((*BETWEEN, None, None, None)))) is not None:
            table.append(heads if said == "表頭" else [said] if said else [])
    if down is not None:
        merges.append((first, down, len(table) - 1, down))
    suffix = form if form in ("xlsx", "ods") else "csv"
    write = {"xlsx": _xlsx, "ods": _ods}.get(form)
    data = write(table, merges) if write else _csv(table, form)
    return Spoiled(f"回報115.{suffix}", data, wanted)


def _heading(draw: st.DrawFn, title: str) -> str:
    between = draw(st.sampled_from(["", " ", "　", "\n"]))
    where = draw(st.integers(1, max(1, len(title) - 1)))
    return f"{title[:where]}{between}{title[where:]}"


def _xlsx(table: Sequence[Sequence[Any]], merges: Sequence[tuple[int, int, int, int]]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for at, row in enumerate(table, 1):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    for top, left, bottom, right in merges:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _ods(table: Sequence[Sequence[Any]], merges: Sequence[tuple[int, int, int, int]]) -> bytes:
    spans = {(top, left): f' table:number-rows-spanned="{bottom - top + 1}"' for top, left, bottom, _right in merges}
    rows = "".join(
        "<table:table-row>"
        + "".join(_ods_cell(value, spans.get((at, column), "")) for column, value in enumerate(row))
        + "</table:table-row>"
        for at, row in enumerate(table)
    )
    blank = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    return ods((rows + blank).encode())


def _ods_cell(value: Any, span: str) -> str:
    if value is None or value == "":
        return f"<table:table-cell{span}/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    lines = "".join(f"<text:p>{line.replace(' ', '<text:s/>')}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind}{span}>{lines}</table:table-cell>"


def _csv(table: Sequence[Sequence[Any]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t" if encoding == "utf-16" else ",").writerows(table)
    return text.getvalue().replace("þ", "v").replace("☑", "■").replace("﹪", "％").encode(encoding)


@pytest.mark.parametrize("kind", KNOWN)
def test_every_field_has_headings_of_its_own(kind: str) -> None:
    assert all(len(titles) >= 2 for titles in TITLES[kind].values()), TITLES[kind]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("kind", KNOWN)
def test_a_spoiled_table_is_read_back_to_what_it_was_made_of(kind: str, data: st.DataObject) -> None:
    made = data.draw(spoiled(kind))
    found = recognise(read_grids_from(made.data, made.name), file=made.name, reference=REFERENCE, kind=kind)
    rows = [row for table in found.tables for row in interpret(table, REFERENCE) if not row.ignored]

    read = [{name: row.fields.get(name) for name in KNOWN[kind]} for row in rows]
    wanted = [{name: plain_text(row[name]) for name in KNOWN[kind]} for row in made.rows]
    assert read == wanted, [problem.message for row in rows for problem in row.problems]


def plain_text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
