"""Papers made with an office's own Word template: its fields are filled, and it can reach nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import BadZipFile, ZipFile

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from northtaiwan_desktop.documents.template_check import faults
from northtaiwan_desktop.domain.errors import FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.paper_examples import PaperView, example
from northtaiwan_desktop.i18n import _

LARGEST = 10 * 2**20
LARGEST_UNPACKED = 100 * 2**20
MOST_TOLD = 8
ALLOWED_FILTERS = ("default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Knows the fields and a few harmless filters; repeats no text without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.filters = {name: self.filters[name] for name in ALLOWED_FILTERS}
        self.globals = {}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise TemplateError(f"{operator} is not allowed")


def checked(content: bytes, kind: PaperKind, name: str) -> None:
    """Try a template on the 示例 of its kind. RuleBroken names the template, the places in it, and what would be right.

    FileUnreadable where it is no Word file at all.
    """
    _require_harmless(content, name)
    view = example(kind)
    found = faults(content, type(view), extra=tuple(_extras(view)), environment=_Sandbox())
    if found:
        told = "\n".join(f"・{fault}" for fault in found[:MOST_TOLD])
        message = _("範本「{name}」有 {count} 處要修改，沒有採用：\n{told}")
        raise RuleBroken(message.format(name=name, count=len(found), told=told))
    try:
        filled(content, view)
    except RuleBroken as error:
        raise RuleBroken(_("範本「{name}」無法試填，沒有採用：{reason}").format(name=name, reason=error)) from error


def filled(content: bytes, view: PaperView) -> bytes:
    """Fill a template with a paper. RuleBroken where it can't be."""
    from docxtpl import DocxTemplate

    given = vars(_plain(view)) | _extras(view)
    template = DocxTemplate(BytesIO(content))
    try:
        template.render(given, _Sandbox(), autoescape=True)
        made = BytesIO()
        template.save(made)
    except (TemplateError, etree.XMLSyntaxError, ValueError, TypeError, ArithmeticError) as error:
        near = " ".join(" ".join(line.split()) for line in getattr(error, "docx_context", ()) if line.strip())
        message = _("{reason}（在「{near}」附近）") if near else "{reason}"
        raise RuleBroken(message.format(reason=error, near=near[:80])) from error
    return made.getvalue()


def listed(kind: PaperKind) -> list[tuple[str, str]]:
    """Every field of a kind as it is written in a template, with an example."""
    view = example(kind)
    return [*((f"{{{{ {name} }}}}", text) for name, text in _extras(view).items()), *_fields([view], "")]


def _fields(alike: Sequence[Any], prefix: str) -> Iterator[tuple[str, str]]:
    """The fields of a record, each with the first example that one of these gives."""
    for field in fields(alike[0]):
        parts = [part for one in alike if (part := getattr(one, field.name))] or [getattr(alike[0], field.name)]
        name = f"{prefix}{field.name}"
        if isinstance(parts[0], tuple):
            one = _one_of(field.name)
            yield f"{{%p for {one} in {name} %}} … {{%p endfor %}}", ""
            if entries := [entry for part in parts for entry in part]:
                yield from _fields(entries, f"{one}.")
        elif is_dataclass(parts[0]):
            yield from _fields(parts, f"{name}.")
        else:
            yield f"{{{{ {name} }}}}", str(parts[0])


def _one_of(name: str) -> str:
    """What one entry of a list is called in the example of its loop: 「section」 of 「sections」."""
    return {"carried": "row", "head": "line", "corner": "line", "small": "line", "body": "line"}.get(
        name, name.removesuffix("s")
    )


def _extras(view: PaperView) -> dict[str, str]:
    """What a template can use beside the fields of the paper."""
    from northtaiwan_desktop.documents.minutes import whole_title

    title = getattr(view, "title", None)
    return {"whole_title": whole_title(title, view.paper)} if title is not None else {}


def _plain(value: Any) -> Any:
    """The paper as plain names and texts: a template gets no object of the program in hand."""
    if is_dataclass(value):
        return SimpleNamespace(**{field.name: _plain(getattr(value, field.name)) for field in fields(value)})
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _require_harmless(content: bytes, name: str) -> None:
    """Refuse what is too large, no docx, or brings along a macro or something from outside."""
    if len(content) > LARGEST:
        message = _("範本「{name}」有 {size} MB，超過 {limit} MB，沒有採用。請移除其中的大圖。")
        raise RuleBroken(message.format(name=name, size=len(content) // 2**20, limit=LARGEST // 2**20))
    no_docx = _("「{name}」不是 Word 的 docx 檔，沒有採用。請在 Word 另存為「Word 文件（*.docx）」。").format(name=name)
    try:
        with ZipFile(BytesIO(content)) as file:
            if sum(part.file_size for part in file.infolist()) > LARGEST_UNPACKED:
                raise RuleBroken(_("範本「{name}」解開後太大，沒有採用。").format(name=name))
            names = file.namelist()
            relations = {part: file.read(part) for part in names if part.endswith(".rels")}
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileUnreadable(no_docx) from error
    if "word/document.xml" not in names:
        raise FileUnreadable(no_docx)
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in names):
        raise RuleBroken(_("範本「{name}」含有巨集，沒有採用。請另存為不含巨集的 docx。").format(name=name))
    for relation in relations.values():
        for target in _outside(relation, no_docx):
            message = _("範本「{name}」連到外部的「{target}」，沒有採用。請在 Word 中斷這個連結。")
            raise RuleBroken(message.format(name=name, target=target))


def _outside(relation: bytes, no_docx: str) -> Iterator[str]:
    try:
        tree = etree.fromstring(relation, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise FileUnreadable(no_docx) from error
    for one in tree:
        if one.get("TargetMode") == "External":
            yield str(one.get("Target"))
