"""What is wrong with a template, said by its place: each tag is read on its own, so that the place is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any, get_args

from jinja2 import Environment, TemplateSyntaxError, nodes
from rapidfuzz import fuzz, process

from northtaiwan_desktop.documents.template_fields import known
from northtaiwan_desktop.documents.template_package import Package
from northtaiwan_desktop.documents.template_places import Place, places
from northtaiwan_desktop.documents.template_words import told
from northtaiwan_desktop.i18n import _

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BRACKETS = re.compile(r"\{\{|\}\}|\{%|%\}")
_WHOLE = re.compile(r"^\{%(p|tr|tc|r)\s")
_RAW = re.compile(r"^\{\{(?:p|r)\s")
_WIDE = re.compile(r"[{｛][{｛%％#＃][^{}｛｝]*[}｝%％#＃]?[}｝]?")
LEAST_LIKE = 50
MOST_LOOPS = 4
"""Loops inside one another: sections, their items, what was decided on each, its paragraphs."""
LONGEST_JOINT = 20
_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"})
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr),
    *(nodes.Getitem, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter),
    *(nodes.Keyword, nodes.Test, nodes.CondExpr, nodes.Concat, nodes.List, nodes.Tuple),
)
"""What an expression may be made of: nothing that calls, and nothing that multiplies."""
DEEPEST = 8
"""Loops and conditions inside one another: more than any paper needs, fewer than could fill a disk."""


@dataclass(frozen=True)
class _ListOf:
    kind: Any


@dataclass
class _Open:
    """A loop or condition that has not been closed yet."""

    word: str
    place: Place
    tag: str
    names: dict[str, Any]


ANY = object()
"""The kind of a value of which nothing is known: of a filter's result, of a number."""


_SUMS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Pow, nodes.Mod, nodes.Div, nodes.FloorDiv)
LOOP = object()
"""The kind of 「loop」, which tells the place in a loop."""


def faults(package: Package, view: type, *, extra: tuple[str, ...], environment: Environment) -> list[str]:
    """Every fault of a template for this kind of paper, each a sentence that begins with its place."""
    return list(dict.fromkeys(_Check(view, extra, environment).of(package)))


class _Check:
    def __init__(self, view: type, extra: tuple[str, ...], environment: Environment) -> None:
        self._view, self._extra, self._environment = view, extra, environment
        self._open: list[_Open] = []

    def of(self, package: Package) -> Iterator[str]:
        part = package.main
        for place in places(package):
            if place.part != part:
                yield from self._left_open()
                part = place.part
            yield from self._paragraph(place)
        yield from self._left_open()

    def _left_open(self) -> Iterator[str]:
        for left in self._open:
            message = _("{place}「{tag}」沒有對應的 {end}。")
            yield message.format(place=left.place.words, tag=left.tag, end=f"{{% end{left.word} %}}")
        self._open.clear()

    def _paragraph(self, place: Place) -> Iterator[str]:
        text = place.text
        for wide in _WIDE.finditer(text):
            if any(sign in wide[0] for sign in "｛｝％＃"):
                right = wide[0].translate(str.maketrans("｛｝％＃", "{}%#"))
                message = _("{place}「{text}」用了全形的括號，不會填入。請改用半形：{right}。")
                yield message.format(place=place.words, text=wide[0], right=right)
        if not place.is_filled:
            if _BRACKETS.search(text):
                message = _(
                    "{place}「{text}」寫在不會填入的地方（例如替代文字、功能變數、章節附註）。請移到一般的文字裡。"
                )
                yield message.format(place=place.words, text=text[:40])
            return
        if _BRACKETS.search(_TAG.sub("", text)):
            message = _("{place}「{text}」有沒成對的大括號。標記要寫在同一段裡，例如 {example}。")
            yield message.format(place=place.words, text=text[:40], example="{{ title }}")
        for tag in _TAG.findall(text):
            if tag.startswith("{#"):
                continue
            try:
                yield from (f"{place.words}「{tag}」：{fault}" for fault in self._tag(place, tag))
            except TemplateSyntaxError as error:
                message = _("{place}「{tag}」寫法有誤：{reason}。")
                yield message.format(place=place.words, tag=tag, reason=told(error))

    def _tag(self, place: Place, tag: str) -> Iterator[str]:
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
            yield from self._end(place, tag, word.removeprefix("end"))
        elif word in ("else", "elif"):
            if not self._open:
                yield _("前面沒有對應的 if。")
            if word == "elif":
                yield from self._expression(f"{{{{ {rest} }}}}")
        else:
            yield _("範本只能用 for、if、elif、else 與它們的結尾，不能用「{word}」。").format(word=word)

    def _begin(self, place: Place, tag: str, word: str, inner: str) -> Iterator[str]:
        tree = self._environment.parse(f"{{% {inner} %}}{{% end{word} %}}")
        yield from _forbidden(tree)
        node = tree.body[0]
        names: dict[str, Any] = {}
        if len(self._open) >= DEEPEST:
            yield _("迴圈與條件最多 {count} 層。").format(count=DEEPEST)
        if isinstance(node, nodes.For):
            if sum(one.word == "for" for one in self._open) >= MOST_LOOPS:
                yield _("迴圈裡面最多再放 {count} 層迴圈。").format(count=MOST_LOOPS - 1)
            found, kind = self._kind_of(node.iter)
            yield from found
            if not found and not isinstance(kind, _ListOf):
                yield _("「{name}」不是清單，不能逐項列出。").format(name=_written(node.iter))
            target = node.target.name if isinstance(node.target, nodes.Name) else ""
            names = {target: kind.kind if isinstance(kind, _ListOf) else ANY, "loop": LOOP}
        elif isinstance(node, nodes.If):
            yield from self._kind_of(node.test)[0]
        self._open.append(_Open(word, place, tag, names))
        if isinstance(node, nodes.For) and node.test is not None:
            yield from self._kind_of(node.test)[0]

    def _end(self, place: Place, tag: str, word: str) -> Iterator[str]:
        if not self._open:
            yield _("前面沒有對應的 {word}。").format(word=word)
        elif self._open[-1].word != word:
            begun = self._open.pop()
            yield _("這裡應先結束{place}的「{tag}」。").format(place=begun.place.words, tag=begun.tag)
        else:
            begun = self._open.pop()
            kind = _whole(begun.tag)
            if kind != _whole(tag) or begun.place.holder(kind) is not place.holder(kind):
                message = _("它與{place}的「{tag}」要寫成同一種，並放在同一個表格或儲存格裡，例如都用 {kind}。")
                yield message.format(place=begun.place.words, tag=begun.tag, kind=f"{{%{kind or 'p'} … %}}")

    def _expression(self, tag: str) -> Iterator[str]:
        tree = self._environment.parse(tag)
        if found := list(_forbidden(tree)):
            yield from found
            return
        output = tree.body[0]
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
            if not found and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return self._field(kind, node.arg.value, _written(node.node))
            found += self._kind_of(node.arg)[0]
            return found, kind.kind if isinstance(kind, _ListOf) else ANY
        if isinstance(node, nodes.Const):
            return [], str
        if isinstance(node, nodes.Filter):
            return self._filtered(node)
        found = []
        for child in node.iter_child_nodes():
            found += self._kind_of(child)[0]
        return found, ANY

    def _filtered(self, node: nodes.Filter) -> tuple[list[str], Any]:
        if node.name not in self._environment.filters:
            names = "、".join(sorted(self._environment.filters))
            return [_("沒有「{name}」這個篩選。可用的有：{known}。").format(name=node.name, known=names)], ANY
        if node.node is None:
            return [_("「{name}」前面沒有欄位。").format(name=node.name)], ANY
        found, kind = self._kind_of(node.node)
        given = [*node.args, *(one.value for one in node.kwargs)]
        # What is given to a filter is written out: a field there could make long texts out of short ones.
        if any(not isinstance(one, nodes.Const) or len(str(one.value)) > LONGEST_JOINT for one in given):
            found.append(_("「{name}」的括號裡只能寫短的文字。").format(name=node.name))
        if found:
            return found, ANY
        if node.name == "join":
            return self._joined(node, kind)
        if node.name in ("first", "last"):
            return [], kind.kind if isinstance(kind, _ListOf) else str
        return [], str

    def _joined(self, node: nodes.Filter, kind: Any) -> tuple[list[str], Any]:
        """What `join` makes of a list: of its texts, or of one field of each of its entries."""
        named = next((one.value for one in node.kwargs if one.key == "attribute"), None)
        named = node.args[1] if len(node.args) > 1 else named
        if not isinstance(kind, _ListOf):
            return [_("join 只能用在清單。")], ANY
        if isinstance(named, nodes.Const):
            return self._field(kind.kind, str(named.value), _written(node.node) if node.node else "")
        if is_dataclass(kind.kind):
            return [_("join 要指定欄位，例如 {example}。").format(example="head|join('、', attribute='text')")], ANY
        return [], str

    def _named(self, name: str) -> tuple[list[str], Any]:
        for scope in reversed(self._open):
            if name in scope.names:
                return [], scope.names[name]
        if name in self._extra:
            return [], str
        names = [*self._extra, *(one for scope in self._open for one in scope.names if one != "loop")]
        return self._field(self._view, name, "", others=names)

    def _field(self, kind: Any, name: str, owner: str, *, others: list[str] | None = None) -> tuple[list[str], Any]:
        if kind is LOOP:
            return ([], str) if name in _LOOP else ([_("「loop」沒有「{name}」。").format(name=name)], ANY)
        if isinstance(kind, _ListOf):
            return [_("「{owner}」是清單，請先用 for 逐項列出，再寫欄位。").format(owner=owner)], ANY
        if not is_dataclass(kind):
            return [_("「{owner}」是文字，沒有「{name}」這個欄位。").format(owner=owner, name=name)], ANY
        fields = known(kind if isinstance(kind, type) else type(kind))
        if name in fields:
            return [], _kind(fields[name])
        names = list(dict.fromkeys([*fields, *(others or [])]))
        near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE)
        whole = f"{owner}.{name}" if owner else name
        if near is None:
            said = "、".join(names)
            return [_("沒有「{name}」這個欄位。這裡可用：{known}。").format(name=whole, known=said)], ANY
        right = f"{owner}.{near[0]}" if owner else near[0]
        return [_("沒有「{name}」這個欄位，最接近的是「{right}」。").format(name=whole, right=right)], ANY


def _kind(hint: Any) -> Any:
    inner = get_args(hint)
    return _ListOf(inner[0]) if inner else hint


def _whole(tag: str) -> str:
    """What a tag takes away with itself: its paragraph (p), row (tr) or cell (tc); nothing within a line."""
    found = _WHOLE.match(tag)
    return found[1] if found else ""


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return "…"


def _forbidden(tree: nodes.Template) -> Iterator[str]:
    """What no template may do, wherever in a tag it stands."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Call):
            yield _("範本不能呼叫函式。")
        elif isinstance(node, _SUMS):
            yield _("範本不能做加減乘除。")
        elif not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
            yield _("範本不能用這種寫法，請對照「欄位一覽」。")
        else:
            continue
        return
