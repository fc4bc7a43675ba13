"""`template`: an office's own Word templates: their fields, a file to begin with, trying, choosing."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from pathlib import Path

from northtaiwan_desktop.commands.exporting import add_existing, deliver
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind, PaperTemplate
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import outgoing, templates
from northtaiwan_desktop.storage.work import Work

KINDS = tuple(kind.value for kind in PaperKind)


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("template", help=_("文件範本：欄位、起始檔、試填、採用"))
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, help, run in (
        ("list", _("列出範本"), run_list),
        ("fields", _("列出一種文件可用的欄位與例子"), run_fields),
        ("starter", _("寫出可在 Word 修改的起始範本"), run_starter),
        ("check", _("試填一份範本，指出要修改的地方"), run_check),
        ("add", _("加入範本"), run_add),
        ("use", _("採用一份範本，或以 --standard 改回標準格式"), run_use),
        ("remove", _("移除範本"), run_remove),
    ):
        step = steps.add_parser(name, help=help)
        if name in ("fields", "starter", "check", "add"):
            step.add_argument("paper", choices=KINDS, help=_("文件種類"))
        if name in ("check", "add"):
            step.add_argument("file", type=Path, metavar="FILE", help=_("Word 範本（docx 或 dotx）"))
        if name == "starter":
            step.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=_("要寫出的檔案"))
            add_existing(step)
        if name == "add":
            step.add_argument("--use", action="store_true", help=_("加入後就採用"))
        if name == "use":
            step.add_argument("name", nargs="?", metavar="NAME", help=_("範本的檔名或識別碼"))
            step.add_argument("--standard", choices=KINDS, help=_("這種文件改回標準格式"))
        if name == "remove":
            step.add_argument("name", metavar="NAME", help=_("範本的檔名或識別碼"))
        if name in ("use", "remove"):
            step.add_argument("--paper", choices=KINDS, help=_("文件種類；不同文件有同名的範本時須指定"))
        step.add_argument("--json", action="store_true")
        step.set_defaults(run=run)


def run_list(session: Session, words: Namespace) -> None:
    """The templates that the register keeps, with the chosen ones marked."""
    kept = session.ask(templates.of)
    if session.as_json:
        session.give([{"id": o.id, "paper": o.paper, "name": o.name, "is_chosen": o.is_chosen} for o in kept])
        return
    for one in kept:
        print("\t".join((one.paper, one.name, _("採用中") if one.is_chosen else "")), file=session.out)


def run_fields(session: Session, words: Namespace) -> None:
    """Each field as it is written in a template, with an example."""
    rows = templates.fields(PaperKind(words.paper))
    if session.as_json:
        session.give([{"field": field, "example": example} for field, example in rows])
        return
    for field, example in rows:
        print("\t".join((field, " ".join(example.split()))), file=session.out)


def run_starter(session: Session, words: Namespace) -> None:
    """Write a template that makes the standard paper."""
    kind = PaperKind(words.paper)
    outgoing.require_ending(words.output, ".docx")
    deliver(session, words, kind.value, lambda _records, path: outgoing.put(templates.starter(kind), path))


def run_check(session: Session, words: Namespace) -> None:
    """Try a template without keeping it."""
    templates.check(PaperKind(words.paper), words.file)
    session.answer({"file": str(words.file)}, _("「{name}」可以使用。").format(name=words.file.name))


def run_add(session: Session, words: Namespace) -> None:
    """Keep a template after it was tried."""
    made: list[PaperTemplate] = []
    kind = PaperKind(words.paper)
    before = session.ask(partial(templates.named, kind=kind, name=words.file.name))

    def action(work: Work) -> None:
        made.append(templates.add(work, kind, words.file, choose_it=words.use))

    session.do(_("取代範本") if before else _("加入範本"), action)
    one = made[0]
    told = _("已加入範本「{name}」，並採用於{paper}。") if one.is_chosen else _("已加入範本「{name}」。")
    if before:
        told = _("已以新的內容取代{paper}的範本「{name}」。")
    answer = {"id": one.id, "is_chosen": one.is_chosen, "replaced": before is not None}
    session.answer(answer, told.format(name=one.name, paper=kind.title))


def run_use(session: Session, words: Namespace) -> None:
    """Choose a template, or the standard look."""
    if words.standard:
        kind = PaperKind(words.standard)
        session.do(_("改回標準格式"), partial(templates.use_standard, kind=kind))
        session.answer({"paper": kind.value}, _("{paper}已改回標準格式。").format(paper=kind.title))
        return
    if not words.name:
        raise RuleBroken(_("請指定範本，或以 --standard 指定要改回標準格式的文件。"))
    one = _named(session, words)
    session.do(_("採用範本"), lambda work: templates.choose(work, one.id) and None)
    session.answer({"id": one.id}, _("已採用範本「{name}」。").format(name=one.name))


def run_remove(session: Session, words: Namespace) -> None:
    """Take a template off the list."""
    one = _named(session, words)
    session.do(_("移除範本"), partial(templates.remove, id=one.id))
    told = _("已移除範本「{name}」。")
    if one.is_chosen:
        told = _("已移除範本「{name}」；{paper}改回標準格式。")
    session.answer({"id": one.id}, told.format(name=one.name, paper=PaperKind(one.paper).title))


def _named(session: Session, words: Namespace) -> PaperTemplate:
    kind = PaperKind(words.paper) if words.paper else None
    return session.ask(partial(templates.find, key=words.name, kind=kind))
