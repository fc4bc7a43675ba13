"""A paper before it is a file: titles, paragraphs and tables that docx, odt and pdf all set in the same way."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from northtaiwan_desktop.domain.chart import Chart
from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing import numbering

FACE = "標楷體"
LATIN_FACE = "Times New Roman"
LANGUAGE = ("zh", "TW")
MARGIN = 2.5 / 2.54 * 72
"""Of each side, in points: 2.5 cm."""
CELL_SIDE = 2.85
CELL_ABOVE = 1.5
"""Space between a table's lines and its words, in points."""
CONTENTS_STEP = 28.0
"""How far the second level of the contents stands in, in points."""

_NUMBER = re.compile(r"-?[0-9][0-9A-Z.,%-]{1,14}(?:萬?元)?")
"""A case number, a sum, a date or a percentage: what nobody reads right once a line's end goes through it."""
_DIGIT = 0.6
"""Width of a digit in the widest face that may stand in, in full-width characters."""
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Align(Enum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFIED = "justified"


class Role(Enum):
    """What a paragraph is on its paper; each is a named style in Word and Writer."""

    TITLE = "title"
    MARK = "mark"
    REMARK = "remark"
    FIELD = "field"
    PART = "part"
    ITEM = "item"
    LABELLED = "labelled"
    CLAUSE = "clause"
    DOERS = "doers"
    BODY = "body"
    CELL_HEAD = "cell_head"
    CELL = "cell"
    FOOTER = "footer"
    CORNER = "corner"
    LETTER_TITLE = "letter_title"
    LETTER_FIELD = "letter_field"
    LETTER_SMALL = "letter_small"
    COVER_TITLE = "cover_title"
    COVER_LINE = "cover_line"
    CONTENTS_HEAD = "contents_head"
    CONTENTS_1 = "contents_1"
    CONTENTS_2 = "contents_2"
    CAPTION = "caption"
    PICTURE = "picture"


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a role is set. `size`, `line` (exact), `before` and `after` are points; `outline` is the heading level."""

    name: str
    """The style's name as Word's list of styles shows it; Word translates the names of its own styles."""
    size: float = 14
    line: float = 25
    bold: bool = False
    align: Align = Align.LEFT
    before: float = 0
    after: float = 0
    outline: int = 0
    keep_next: bool = False


LOOKS: dict[Role, Look] = {
    Role.BODY: Look(name="Normal", align=Align.JUSTIFIED),
    Role.TITLE: Look(name="會議名稱", size=20, line=30, bold=True, align=Align.CENTER, keep_next=True),
    Role.MARK: Look(name="草稿標示", size=16, bold=True, align=Align.RIGHT, keep_next=True),
    Role.REMARK: Look(name="表註", size=12, line=18, align=Align.RIGHT, after=3, keep_next=True),
    Role.FIELD: Look(name="會議欄位"),
    Role.PART: Look(name="heading 1", size=16, bold=True, before=8, outline=1, keep_next=True),
    Role.ITEM: Look(name="heading 2", align=Align.JUSTIFIED, outline=2, keep_next=True),
    Role.LABELLED: Look(name="說明與決議", align=Align.JUSTIFIED),
    Role.CLAUSE: Look(name="分項", align=Align.JUSTIFIED),
    Role.DOERS: Look(name="辦理單位", size=12, line=20),
    Role.CELL_HEAD: Look(name="表格標題", size=12, line=16, bold=True, align=Align.CENTER, keep_next=True),
    Role.CELL: Look(name="表格內容", size=12, line=16),
    # Official letters: measured from the archives' model file.
    Role.CORNER: Look(name="檔號欄", size=12, line=15, align=Align.RIGHT, keep_next=True),
    Role.LETTER_TITLE: Look(name="公文名稱", size=20, line=36, bold=True, align=Align.CENTER, keep_next=True),
    Role.LETTER_FIELD: Look(name="公文欄位", size=16, line=25, align=Align.JUSTIFIED),
    Role.LETTER_SMALL: Look(name="公文小欄", size=12, line=15),
    # Reports of many pages.
    Role.COVER_TITLE: Look(name="封面標題", size=28, line=44, bold=True, align=Align.CENTER, after=12),
    Role.COVER_LINE: Look(name="封面文字", size=18, line=32, align=Align.CENTER),
    Role.CONTENTS_HEAD: Look(
        name="目次標題", size=20, line=30, bold=True, align=Align.CENTER, after=12, keep_next=True
    ),
    Role.CONTENTS_1: Look(name="toc 1", size=14, line=24, before=4),
    Role.CONTENTS_2: Look(name="toc 2", size=12, line=20),
    Role.CAPTION: Look(name="caption", size=12, line=18, align=Align.CENTER, before=6, after=3),
    Role.PICTURE: Look(name="圖", size=12, line=18, align=Align.CENTER, before=14),
    Role.FOOTER: Look(name="footer", size=10, line=14, align=Align.CENTER),
}


@dataclass(frozen=True)
class Text:
    """One paragraph. `left` is its distance from the margin in points.

    `label` (「說明：」「一、」) stands before the text; further lines begin where the text began.
    """

    role: Role
    text: str
    label: str = ""
    left: float = 0
    keep_next: bool = False
    new_page: bool = False
    """Does it begin a page?"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text).replace("\n", "　"))
        object.__setattr__(self, "label", printable(self.label).replace("\n", ""))

    @property
    def hang(self) -> float:
        """Width of the label in points: by so much the first line stands out."""
        return ems(self.label) * LOOKS[self.role].size


@dataclass(frozen=True)
class Table:
    """A table. `widths` are points. Line breaks in a cell are paragraphs; `header` is repeated on each page.

    Where it is not `ruled` it only aligns words, in the size of the body (出席 and its offices).
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    ruled: bool = True
    centred: frozenset[int] = frozenset()
    """Columns whose cells stand in the middle: short numbers and dates."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(tuple(map(printable, row)) for row in self.rows))
        object.__setattr__(self, "header", tuple(map(printable, self.header)))

    @property
    def role(self) -> Role:
        return Role.CELL if self.ruled else Role.FIELD


@dataclass(frozen=True)
class Picture:
    """A chart, so many points wide and high; its caption is a `Text` of its own beneath."""

    chart: Chart
    width: float
    height: float

    @property
    def role(self) -> Role:
        return Role.PICTURE


@dataclass(frozen=True)
class Entry:
    """One line of the contents. `place` counts the paper's headings from 0."""

    level: int
    text: str
    place: int


@dataclass(frozen=True)
class Contents:
    """目次: the paper's headings with their pages."""

    entries: tuple[Entry, ...]

    @property
    def role(self) -> Role:
        return Role.CONTENTS_1


Block = Text | Table | Picture | Contents


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document. `short_side` and `long_side` are the sheet's, in points; A4 upright where nothing is said."""

    title: str
    """For the file's properties; what is printed stands in `blocks`."""
    blocks: tuple[Block, ...]
    author: str = ""
    short_side: float = 210 / 25.4 * 72
    long_side: float = 297 / 25.4 * 72
    landscape: bool = False
    has_cover: bool = False
    """Is the first page a cover, without a page number?"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", printable(self.title).replace("\n", "　"))
        object.__setattr__(self, "author", printable(self.author).replace("\n", "　"))

    @property
    def width(self) -> float:
        return self.long_side if self.landscape else self.short_side

    @property
    def height(self) -> float:
        return self.short_side if self.landscape else self.long_side

    @property
    def text_width(self) -> float:
        return self.width - 2 * MARGIN


def contents(blocks: Iterable[Block], depth: int = 2) -> Contents:
    """The contents of a paper that has these blocks: its headings down to a level."""
    headings = [block for block in blocks if isinstance(block, Text) and LOOKS[block.role].outline]
    return Contents(
        tuple(
            Entry(LOOKS[heading.role].outline, heading.label + heading.text, place)
            for place, heading in enumerate(headings)
            if LOOKS[heading.role].outline <= depth
        )
    )


def contents_role(entry: Entry) -> Role:
    return Role.CONTENTS_1 if entry.level == 1 else Role.CONTENTS_2


def printable(text: str) -> str:
    """Give `text` without what a file can't hold: control characters go, every kind of line break is a ``\\n``."""
    return _NOT_IN_XML.sub("", _LINE_BREAKS.sub("\n", text)).replace("\t", "　")


def ems(text: str) -> float:
    """Width in full-width characters; a half-width one counts half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def lines(text: str) -> list[str]:
    """The paragraphs of a typed text: blank lines and the space around each are left out."""
    return [line.strip(" 　") for line in printable(text).split("\n") if line.strip(" 　")]


def outlined(role: Role, texts: list[str], left: float) -> list[Text]:
    """Give paragraphs whose own marks (「一、」, 「（一）」), as typed, stand out, deeper ones further in."""
    read = [_marked(text) for text in texts]
    top = min((level for level, *_ in read if level), default=0)
    deeper = 2 * LOOKS[role].size
    return [Text(role, text, mark, left + (max(level - top, 0) * deeper if level else 0)) for level, mark, text in read]


def _marked(text: str) -> tuple[int, str, str]:
    """Part a paragraph into level, mark and text; 0 and no mark where it has none."""
    try:
        level, _number, rest = numbering.read(text)
    except Unreadable:
        return 0, "", text
    if not rest or not text.endswith(rest):
        return 0, "", text
    return level, text.removesuffix(rest).rstrip(), rest


def spread(
    shares: tuple[float, ...], width: float, rows: Sequence[tuple[str, ...]] = (), role: Role = Role.CELL
) -> tuple[float, ...]:
    """Divide `width` in proportion to `shares`; no column so narrow that a number or date of `rows` is cut in two."""
    plain = tuple(width * share / sum(shares) for share in shares)
    least = [0.0] * len(shares)
    for row in rows:
        for place, cell in enumerate(row):
            longest = max((2 * ems(one) + one.count("%") for one in _NUMBER.findall(cell)), default=0)
            least[place] = max(least[place], longest * LOOKS[role].size * _DIGIT + 2 * CELL_SIDE)
    held: set[int] = set()
    while True:
        rest = width - sum(least[place] for place in held)
        free = sum(share for place, share in enumerate(shares) if place not in held)
        if free <= 0 or rest <= 0:
            return plain  # a sheet that can not hold them all: each gives way alike
        made = tuple(least[place] if place in held else rest * share / free for place, share in enumerate(shares))
        narrow = {place for place, points in enumerate(made) if points < least[place]}
        if not narrow:
            return made
        held |= narrow
