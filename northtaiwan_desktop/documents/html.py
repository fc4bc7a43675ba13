"""A paper as HTML for the eye: what the preview beside the editor shows while the minutes are written."""

from collections.abc import Iterable, Sequence, Set
from html import escape

from northtaiwan_desktop.documents.paper import FACE, LATIN_FACE, LOOKS, Align, Block, Paper, Table, Text

_ALIGN = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFIED: "justify"}
_UNRULED = "none"
PADDING = 3
PIXELS_A_POINT = 96 / 72
_RULED = "1px solid #555"


def made(paper: Paper, *, scale: float = 1.0) -> str:
    """Give the whole page. `scale` makes letters and margins smaller than on paper, where there is less room."""
    body = "".join(_blocks(paper.blocks, scale))
    face = f"'{LATIN_FACE}','{FACE}'"
    return (
        '<!DOCTYPE html><html lang="zh-Hant-TW"><head><meta charset="utf-8">'
        f"<title>{escape(paper.title)}</title></head>"
        f'<body style="font-family:{face}; color:#000; background:#fff">{body}</body></html>'
    )


def _blocks(blocks: Iterable[Block], scale: float) -> Iterable[str]:
    for block in blocks:
        yield _table(block, scale) if isinstance(block, Table) else _paragraph(block, scale)


def _paragraph(text: Text, scale: float) -> str:
    look = LOOKS[text.role]
    weight = 700 if look.bold else 400
    style = (
        f"font-size:{look.size * scale:.1f}pt; font-weight:{weight}; text-align:{_ALIGN[look.align]}; "
        f"margin:{(look.before + 2) * scale:.1f}pt 0 {(look.after + 2) * scale:.1f}pt "
        f"{(text.left + text.hang) * scale:.1f}pt; text-indent:{-text.hang * scale:.1f}pt"
    )
    return f'<p style="{style}">{escape(text.label + text.text)}</p>'


def _table(table: Table, scale: float) -> str:
    size = LOOKS[table.role].size * scale
    rule = _RULED if table.ruled else _UNRULED
    shares = _widths(table, scale)
    head = "".join(_cells("th", table.header, shares, rule, centred=frozenset(range(len(shares)))))
    rows = "".join(f"<tr>{''.join(_cells('td', row, shares, rule, centred=table.centred))}</tr>" for row in table.rows)
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{PADDING}" style="border-collapse:collapse; '
        f'font-size:{size:.1f}pt">{f"<thead><tr>{head}</tr></thead>" if head else ""}<tbody>{rows}</tbody></table>'
    )


def _widths(table: Table, scale: float) -> list[str]:
    """Shares of the page; where a table only aligns words, its columns but the last keep to the size of the letters."""
    if table.ruled:
        return [f"{round(100 * width / sum(table.widths))}%" for width in table.widths]
    return [f"{round(width * scale * PIXELS_A_POINT) + 2 * PADDING}" for width in table.widths[:-1]] + ["*"]


def _cells(tag: str, texts: Sequence[str], shares: Sequence[str], rule: str, *, centred: Set[int]) -> Iterable[str]:
    for place, text in enumerate(texts):
        words = escape(text).replace("\n", "<br>")
        align = "center" if place in centred else "left"
        yield f'<{tag} width="{shares[place]}" valign="top" align="{align}" style="border:{rule}">{words}</{tag}>'
