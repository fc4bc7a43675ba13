"""What is wrong with a template, said by its place: each tag is read on its own, so that the place is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from typing import Any, get_args, get_type_hints

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from jinja2 import Environment, TemplateSyntaxError, nodes
from rapidfuzz import fuzz, process

from northtaiwan_desktop.i18n import _

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BRACKETS = re.compile(r"\{\{|\}\}|\{%|%\}")
_WHOLE = re.compile(r"^\{%(?:p|tr|tc|r)\s")
_RAW = re.compile(r"^\{\{(?:p|r)\s")
LEAST_LIKE = 50
DEEPEST = 8
"""Loops and conditions inside one another: more than any paper needs, fewer than could fill a disk."""


@dataclass(frozen=True)
class _ListOf:
    kind: Any


@dataclass
class _Open:
    """A loop or condition that has not been closed yet."""

    word: str
    place: str
    tag: str
    names: dict[str, Any]


ANY = object()
"""The kind of a value of which nothing is known: of a filter's result, of a number."""


def faults(content: bytes, view: type, *, extra: tuple[str, ...], environment: Environment) -> list[str]:
    """Every fault of a template for this kind of paper, each a sentence that begins with its place."""
    return list(_Check(view, extra, environment).of(content))


class _Check:
    def __init__(self, view: type, extra: tuple[str, ...], environment: Environment) -> None:
        self._view, self._extra, self._environment = view, extra, environment
        self._open: list[_Open] = []

    def of(self, content: bytes) -> Iterator[str]:
        for part, paragraphs in _parts(content):
            for place, text in paragraphs:
                yield from self._paragraph(f"{part}{place}", text)
            for left in self._open:
                message = _("{place}「{tag}」沒有對應的 {end}。")
                yield message.format(place=left.place, tag=left.tag, end=f"{{% end{left.word} %}}")
            self._open.clear()

    def _paragraph(self, place: str, text: str) -> Iterator[str]:
        if _BRACKETS.search(_TAG.sub("", text)):
            message = _("{place}「{text}」有沒成對的大括號。標記要寫在同一段裡，例如 {example}。")
            yield message.format(place=place, text=text[:40], example="{{ title }}")
        for tag in _TAG.findall(text):
            if tag.startswith("{#"):
                continue
            try:
                yield from (f"{place}「{tag}」：{fault}" for fault in self._tag(place, tag))
            except TemplateSyntaxError as error:
                yield _("{place}「{tag}」寫法有誤：{reason}").format(place=place, tag=tag, reason=error.message)

    def _tag(self, place: str, tag: str) -> Iterator[str]:
        if _RAW.match(tag):
            yield _("不能插入未經處理的內容，請寫成 {right}。").format(right=_RAW.sub("{{ ", tag))
            return
        if tag.startswith("{{"):
            yield from self._expression(tag)
            return
        inner = _WHOLE.sub("{% ", tag)[2:-2].strip(" -+")
        word, _space, rest = inner.partition(" ")
        if word in ("for", "if"):
            yield from self._begin(place, tag, word, inner)
        elif word in ("endfor", "endif"):
            yield from self._end(word.removeprefix("end"))
        elif word in ("else", "elif"):
            if not self._open:
                yield _("前面沒有對應的 if。")
            if word == "elif":
                yield from self._expression(f"{{{{ {rest} }}}}")
        else:
            yield _("範本只能用 for、if、elif、else 與它們的結尾，不能用「{word}」。").format(word=word)

    def _begin(self, place: str, tag: str, word: str, inner: str) -> Iterator[str]:
        tree = self._environment.parse(f"{{% {inner} %}}{{% end{word} %}}")
        node = tree.body[0]
        names: dict[str, Any] = {}
        if len(self._open) >= DEEPEST:
            yield _("迴圈與條件最多 {count} 層。").format(count=DEEPEST)
        if isinstance(node, nodes.For):
            found, kind = self._kind_of(node.iter)
            yield from found
            if not found and not isinstance(kind, _ListOf) and kind is not ANY:
                yield _("「{name}」不是清單，不能逐項列出。").format(name=_written(node.iter))
            target = node.target.name if isinstance(node.target, nodes.Name) else ""
            names = {target: kind.kind if isinstance(kind, _ListOf) else ANY, "loop": ANY}
        elif isinstance(node, nodes.If):
            yield from self._kind_of(node.test)[0]
        self._open.append(_Open(word, place, tag, names))

    def _end(self, word: str) -> Iterator[str]:
        if not self._open:
            yield _("前面沒有對應的 {word}。").format(word=word)
        elif self._open[-1].word != word:
            begun = self._open.pop()
            yield _("這裡應先結束{place}的「{tag}」。").format(place=begun.place, tag=begun.tag)
        else:
            self._open.pop()

    def _expression(self, tag: str) -> Iterator[str]:
        output = self._environment.parse(tag).body[0]
        assert isinstance(output, nodes.Output)
        for node in output.nodes:
            found, kind = self._kind_of(node)
            yield from found
            if not found and (isinstance(kind, _ListOf) or is_dataclass(kind)):
                message = _("「{name}」不是文字。清單請用 for 逐項列出，其他請寫到它的欄位。")
                yield message.format(name=_written(node))

    def _kind_of(self, node: nodes.Node) -> tuple[list[str], Any]:
        """The faults in an expression, and what kind of value it gives."""
        if isinstance(node, nodes.Name):
            return self._named(node.name)
        if isinstance(node, nodes.Getattr):
            found, kind = self._kind_of(node.node)
            if found or kind is ANY:
                return found, ANY
            return self._field(kind, node.attr, _written(node.node))
        if isinstance(node, nodes.Getitem):
            found, kind = self._kind_of(node.node)
            return found, kind.kind if isinstance(kind, _ListOf) else ANY
        if isinstance(node, nodes.Call):
            return [_("範本不能呼叫函式。")], ANY
        if isinstance(node, nodes.Filter) and node.name not in self._environment.filters:
            known = "、".join(sorted(self._environment.filters))
            return [_("沒有「{name}」這個篩選。可用的有：{known}。").format(name=node.name, known=known)], ANY
        found = []
        for child in node.iter_child_nodes():
            found += self._kind_of(child)[0]
        return found, ANY

    def _named(self, name: str) -> tuple[list[str], Any]:
        for scope in reversed(self._open):
            if name in scope.names:
                return [], scope.names[name]
        if name in self._extra:
            return [], str
        names = [*self._extra, *(one for scope in self._open for one in scope.names if one != "loop")]
        return self._field(self._view, name, "", others=names)

    def _field(self, kind: Any, name: str, owner: str, *, others: list[str] | None = None) -> tuple[list[str], Any]:
        if isinstance(kind, _ListOf):
            return [_("「{owner}」是清單，請先用 for 逐項列出，再寫欄位。").format(owner=owner)], ANY
        if not is_dataclass(kind):
            return [_("「{owner}」是文字，沒有「{name}」這個欄位。").format(owner=owner, name=name)], ANY
        hints = get_type_hints(kind)
        known = [field.name for field in fields(kind)]
        if name in known:
            return [], _kind(hints[name])
        near = process.extractOne(name, [*known, *(others or [])], scorer=fuzz.ratio, score_cutoff=LEAST_LIKE)
        whole = f"{owner}.{name}" if owner else name
        if near is None:
            told = "、".join([*known, *(others or [])])
            return [_("沒有「{name}」這個欄位。這裡可用：{known}。").format(name=whole, known=told)], ANY
        right = f"{owner}.{near[0]}" if owner else near[0]
        return [_("沒有「{name}」這個欄位，最接近的是「{right}」。").format(name=whole, right=right)], ANY


def _kind(hint: Any) -> Any:
    inner = get_args(hint)
    return _ListOf(inner[0]) if inner else hint


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return "…"


def _parts(content: bytes) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The body, the headers and the footers, each with its paragraphs and their places."""
    document = Document(BytesIO(content))
    yield "", list(_paragraphs(document.element.body, document))
    for section in document.sections:
        for words, part in ((_("頁首"), section.header), (_("頁尾"), section.footer)):
            if not part.is_linked_to_previous:
                yield words, list(_paragraphs(part._element, part))


def _paragraphs(element: Any, parent: Any) -> Iterator[tuple[str, str]]:
    count = tables = 0
    for child in element.iterchildren(qn("w:p"), qn("w:tbl")):
        if child.tag == qn("w:p"):
            count += 1
            yield _("第 {n} 段").format(n=count), Paragraph(child, parent).text
            continue
        tables += 1
        for row, cells in enumerate(Table(child, parent).rows, start=1):
            for column, cell in enumerate(cells.cells, start=1):
                place = _("第 {table} 個表格第 {row} 列第 {column} 格").format(table=tables, row=row, column=column)
                yield place, "\n".join(paragraph.text for paragraph in cell.paragraphs)
