"""Templates to begin with: the standard look of each kind of paper with its fields in place of words."""

from northtaiwan_desktop.documents import docx_file
from northtaiwan_desktop.documents.minutes import CARRIED
from northtaiwan_desktop.documents.paper import Block, Paper, Role, Table, Text, spread
from northtaiwan_desktop.domain.filing import PaperKind

_EM = 14.0


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
    )
    proposer = "{% if item.proposer %}（{{ item.proposer_word }}：{{ item.proposer }}）{% endif %}"
    word = "{% if item.title_word %}{{ item.title_word }}：{% endif %}"
    return [
        *_loop("if mark", Text(Role.MARK, "（{{ mark }}）")),
        Text(Role.TITLE, "{{ platform }}"),
        Text(Role.TITLE, "{{ whole_title }}"),
        *_loop("for line in head", Text(Role.FIELD, "{{ line.label }}：{{ line.text }}")),
        *_loop(
            "for section in sections",
            Text(Role.PART, "{{ section.number }}{{ section.title }}"),
            *_loop("if section.body", Text(Role.BODY, "{{ section.body }}", left=2 * _EM)),
            *_loop("if section.carried", carried),
            *_loop(
                "for item in section.items",
                Text(Role.ITEM, word + "{{ item.title }}" + proposer, "{{ item.number }}"),
                *_loop("for part in item.parts", _labelled("{{ part.label }}：{{ part.text }}")),
                *_outcomes("item"),
            ),
            *_outcomes("section"),
        ),
        *_loop("if note", Text(Role.FIELD, "備註：{{ note }}")),
    ]


def _outcomes(owner: str) -> list[Block]:
    """What was decided on an item, or in a section of its own."""
    case = "{% if outcome.number %}列管案號：{{ outcome.number }}；{% endif %}"
    due = "{% if outcome.due %}；預定完成日期：{{ outcome.due }}{% endif %}"
    doers = Text(Role.DOERS, f"（{case}{{{{ outcome.doers }}}}{due}）", left=4 * _EM)
    said = _labelled("{{ outcome.word }}：{{ outcome.text }}")
    return _loop(f"for outcome in {owner}.outcomes", said, *_loop("if outcome.doers", doers))


def _labelled(text: str) -> Text:
    return Text(Role.LABELLED, text, left=2 * _EM)


def _notice() -> list[Block]:
    return [
        *_loop("for line in corner", Text(Role.CORNER, "{{ line.label }}：{{ line.text }}")),
        Text(Role.LETTER_TITLE, "{{ sender }}　{{ paper }}"),
        Text(Role.LETTER_FIELD, "{{ recipient.label }}：{{ recipient.text }}"),
        *_loop("for line in small", Text(Role.LETTER_SMALL, "{{ line.label }}：{{ line.text }}")),
        *_loop("for line in body", Text(Role.LETTER_FIELD, "{{ line.label }}：{{ line.text }}")),
    ]


def _signin() -> list[Block]:
    width = Paper(title="", blocks=()).text_width
    rows = (
        ("{%tr for row in group.rows %}", "", "", ""),
        ("{{ row.office }}", "{{ row.title }}", "{{ row.name }}", "\n"),
        ("{%tr endfor %}", "", "", ""),
    )
    return [
        Text(Role.TITLE, "{{ platform }}"),
        Text(Role.TITLE, "{{ whole_title }}"),
        *_loop("for line in head", Text(Role.FIELD, "{{ line.label }}：{{ line.text }}")),
        *_loop(
            "for group in groups",
            Text(Role.PART, "{{ group.word }}"),
            Table(spread((5.2, 2.8, 3.4, 4.6), width), rows, ("單位", "職稱", "姓名", "簽名")),
        ),
    ]
