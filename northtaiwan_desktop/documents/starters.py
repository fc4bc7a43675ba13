"""Templates to begin with: the standard look of each kind of paper with its fields in place of words."""

from dataclasses import dataclass

from northtaiwan_desktop.documents import docx_file
from northtaiwan_desktop.documents.minutes import CARRIED
from northtaiwan_desktop.documents.paper import Block, Paper, Role, Table, Text, spread
from northtaiwan_desktop.documents.signin import HEADINGS, WIDTHS
from northtaiwan_desktop.domain.filing import PaperKind

_EM = 14.0
_LETTER_EM = 16.0
_SMALL_EM = 12.0


@dataclass(frozen=True)
class _Hung(Text):
    """A paragraph whose label is a field: how far its first line stands out is said, as it can't be measured."""

    out: float = 0

    @property
    def hang(self) -> float:
        return self.out


def starter(kind: PaperKind) -> bytes:
    """A docx that makes the same paper as the program does, and can be changed in Word."""
    blocks = {PaperKind.NOTICE: _notice, PaperKind.SIGNIN: _signin}.get(kind, _minutes)()
    return docx_file.made(Paper(title=kind.word, blocks=tuple(blocks)))


def _loop(head: str, *blocks: Block) -> list[Block]:
    """Blocks between the beginning and the end of a loop or a condition, each of these a paragraph that goes away."""
    end = "endif" if head.startswith("if") else "endfor"
    return [Text(Role.BODY, f"{{%p {head} %}}"), *blocks, Text(Role.BODY, f"{{%p {end} %}}")]


def _minutes() -> list[Block]:
    width = Paper(title="", blocks=()).text_width
    titles, shares = zip(*CARRIED, strict=True)
    carried = Table(
        spread(shares, width),
        (
            ("{%tr for row in section.carried %}", "", "", "", "", "", ""),
            (
                "{{ row.number }}",
                "{{ row.text }}",
                "{{ row.doer }}",
                "{{ row.due }}",
                "{{ row.report }}",
                "{{ row.percent }}",
                "{{ row.review }}",
            ),
            ("{%tr endfor %}", "", "", "", "", "", ""),
        ),
        titles,
        centred=frozenset({0, 3, 5}),
    )
    proposer = "{% if item.proposer %}（{{ item.proposer_word }}：{{ item.proposer }}）{% endif %}"
    word = "{% if item.title_word %}{{ item.title_word }}：{% endif %}"
    return [
        *_loop("if mark", Text(Role.MARK, "（{{ mark }}）")),
        Text(Role.TITLE, "{{ platform }}"),
        Text(Role.TITLE, "{{ whole_title }}"),
        *_head(width),
        *_loop(
            "for section in sections",
            Text(Role.PART, "{{ section.number }}{{ section.title }}"),
            *_loop("for words in section.paragraphs", Text(Role.BODY, "{{ words }}", left=2 * _EM)),
            *_loop("if section.carried", carried),
            *_loop(
                "for item in section.items",
                _Hung(Role.ITEM, "{{ item.number }}" + word + "{{ item.title }}" + proposer, out=2 * _EM),
                *_loop("for part in item.parts", *_labelled("part", "{{ part.label }}")),
                *_outcomes("item"),
            ),
            *_outcomes("section"),
        ),
        *_loop("if note", _Hung(Role.FIELD, "備註：{{ note }}", out=3 * _EM)),
    ]


def _head(width: float) -> list[Block]:
    """「地點：…」 as lines; offices with their people in columns."""
    first, second = 3 * _EM + 0.6, 12.9 * _EM
    people = Table(
        (first, second, width - first - second),
        (
            ("{%tr for present in line.offices %}", "", ""),
            ("{% if loop.first %}{{ line.label }}：{% endif %}", "{{ present.office }}", "{{ present.people }}"),
            ("{%tr endfor %}", "", ""),
        ),
        ruled=False,
    )
    return _loop(
        "for line in head",
        *_loop("if line.offices", people),
        *_loop("if not line.offices", _Hung(Role.FIELD, "{{ line.label }}：{{ line.text }}", out=3 * _EM)),
    )


def _labelled(name: str, label: str) -> list[Block]:
    """「說明：…」; the paragraphs that follow begin under its text."""
    return [
        _Hung(Role.LABELLED, f"{label}：{{{{ {name}.first }}}}", left=2 * _EM, out=3 * _EM),
        *_loop(f"for words in {name}.more", _Hung(Role.CLAUSE, "{{ words }}", left=4 * _EM, out=2 * _EM)),
    ]


def _outcomes(owner: str) -> list[Block]:
    """What was decided on an item, or in a section of its own; several under one word as 「（一）…」「（二）…」."""
    case = "{% if outcome.number %}列管案號：{{ outcome.number }}；{% endif %}"
    due = "{% if outcome.due %}；預定完成日期：{{ outcome.due }}{% endif %}"
    doers = f"（{case}{{{{ outcome.doers }}}}{due}）"
    numbered = "{{ outcome.mark }}{{ outcome.first }}"
    return _loop(
        f"for outcome in {owner}.outcomes",
        *_loop("if outcome.opens", Text(Role.LABELLED, "{{ outcome.word }}：", left=2 * _EM, keep_next=True)),
        *_loop(
            "if outcome.mark",
            _Hung(Role.CLAUSE, numbered, left=4 * _EM, out=3 * _EM),
            *_loop("for words in outcome.more", _Hung(Role.CLAUSE, "{{ words }}", left=7 * _EM)),
            *_loop("if outcome.doers", Text(Role.DOERS, doers, left=7 * _EM)),
        ),
        *_loop(
            "if not outcome.mark",
            *_labelled("outcome", "{{ outcome.word }}"),
            *_loop("if outcome.doers", Text(Role.DOERS, doers, left=5 * _EM)),
        ),
    )


def _notice() -> list[Block]:
    def line(role: Role, em: float) -> Text:
        return _Hung(role, "{{ line.label }}：{{ line.text }}", out=5 * em)

    return [
        *_loop("for line in corner", Text(Role.CORNER, "{{ line.label }}：{{ line.text }}")),
        Text(Role.LETTER_TITLE, "{{ sender }}　{{ paper }}"),
        _Hung(Role.LETTER_FIELD, "{{ recipient.label }}：{{ recipient.text }}", out=4 * _LETTER_EM),
        *_loop("for line in small", line(Role.LETTER_SMALL, _SMALL_EM)),
        *_loop("for line in body", line(Role.LETTER_FIELD, _LETTER_EM)),
    ]


def _signin() -> list[Block]:
    width = Paper(title="", blocks=()).text_width
    rows = (
        ("{%tr for row in group.rows %}", "", "", ""),
        ("{{ row.office }}", "{{ row.title }}", "{{ row.name }}", "\n"),
        ("{%tr endfor %}", "", "", ""),
        ("{%tr for empty in group.spare %}", "", "", ""),
        ("", "", "", "\n"),
        ("{%tr endfor %}", "", "", ""),
    )
    return [
        Text(Role.TITLE, "{{ platform }}"),
        Text(Role.TITLE, "{{ whole_title }}"),
        *_loop("for line in head", _Hung(Role.FIELD, "{{ line.label }}：{{ line.text }}", out=3 * _EM)),
        *_loop(
            "for group in groups", Text(Role.PART, "{{ group.word }}"), Table(spread(WIDTHS, width), rows, HEADINGS)
        ),
    ]
