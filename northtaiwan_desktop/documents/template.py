"""Papers made with an office's own Word template: its fields are filled, and it can reach nothing else."""

from collections.abc import Mapping
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from docx.exceptions import PythonDocxError
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from northtaiwan_desktop.documents.docx_file import described
from northtaiwan_desktop.documents.template_check import faults
from northtaiwan_desktop.documents.template_fields import TooMuch, extras, given, listed
from northtaiwan_desktop.documents.template_package import Package, opened
from northtaiwan_desktop.documents.template_words import told
from northtaiwan_desktop.domain.errors import FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.notice import NoticeView
from northtaiwan_desktop.domain.paper_examples import PaperView, example
from northtaiwan_desktop.i18n import _

__all__ = ["checked", "filled", "listed"]

MOST_TOLD = 8
LONGEST_MADE = 20_000_000
"""Characters of XML that a part of the paper may have: minutes of two hundred items have about two million."""
ALLOWED_FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
ALLOWED_TESTS = ("defined", "undefined", "none", "even", "odd")


class _Bounded(Template):
    """Gives up where what is made grows beyond any paper, before it fills the memory."""

    def render(self, *args: Any, **given: Any) -> str:
        context, made, size = self.new_context(dict(*args, **given)), [], 0
        for piece in self.root_render_func(context):
            size += len(piece)
            if size > LONGEST_MADE:
                raise TooMuch
            made.append(piece)
        return "".join(made)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Knows the fields and a few harmless filters; calls nothing, and reckons nothing that could grow."""

    intercepted_binops = frozenset({"*", "**", "%", "/", "//"})
    template_class = _Bounded

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.filters = {name: self.filters[name] for name in ALLOWED_FILTERS}
        self.tests = {name: self.tests[name] for name in ALLOWED_TESTS}
        self.globals = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, SimpleNamespace | LoopContext) and not attr.startswith("_")

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"{operator} is not allowed")


def checked(content: bytes, kind: PaperKind, name: str) -> None:
    """Try a template on the 示例 of its kind. RuleBroken names the template, the places in it, and what would be right.

    FileUnreadable where it is no Word file at all.
    """
    view = example(kind)
    package = opened(content, name)
    found = _faults(package, view)
    if found:
        said = "\n".join(f"・{fault}" for fault in found[:MOST_TOLD])
        if len(found) > MOST_TOLD:
            said += "\n" + _("・還有 {count} 處。").format(count=len(found) - MOST_TOLD)
        message = _("範本「{name}」有 {count} 處要修改，沒有採用：\n{told}")
        raise RuleBroken(message.format(name=name, count=len(found), told=said))
    try:
        _filled(package, view)
    except RuleBroken as error:
        raise RuleBroken(_("範本「{name}」無法試填，沒有採用：{reason}").format(name=name, reason=error)) from error
    except FileUnreadable as error:
        raise FileUnreadable(_("範本「{name}」無法試填，沒有採用：{reason}").format(name=name, reason=error)) from error


def filled(content: bytes, view: PaperView) -> bytes:
    """Fill a template with a paper. RuleBroken where it can't be."""
    package = opened(content, view.paper)
    # Taken in by an earlier edition, perhaps, which looked at less.
    if found := _faults(package, view):
        raise RuleBroken("\n".join(found[:MOST_TOLD]))
    return _filled(package, view)


def _faults(package: Package, view: PaperView) -> list[str]:
    return faults(package, type(view), extra=tuple(extras(view)), environment=_Sandbox())


def _filled(package: Package, view: PaperView) -> bytes:
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(package.packed()))
    values: Mapping[str, Any] = given(view)
    try:
        template.render(dict(values), _Sandbox(), autoescape=True)
        author = view.sender if isinstance(view, NoticeView) else view.platform
        described(template.docx, title=values["whole_title"], author=author)
        made = BytesIO()
        template.save(made)
    except TooMuch as error:
        raise RuleBroken(_("填入的內容太多，請減少一層層的迴圈。")) from error
    except (TemplateError, etree.LxmlError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        near = " ".join(" ".join(line.split()) for line in getattr(error, "docx_context", ()) if line.strip())
        message = _("{reason}（在「{near}」附近）") if near else "{reason}"
        raise RuleBroken(message.format(reason=told(error), near=near[:80])) from error
    except (PythonDocxError, KeyError, AttributeError, IndexError) as error:
        # A part that is named and not there, or is not what it is called.
        raise FileUnreadable(_("Word 檔的內容不完整。請在 Word 開啟後另存一份新的 docx。")) from error
    return made.getvalue()
