"""範本: an office's own Word templates for its papers."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind, PaperTemplate
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import outgoing
from northtaiwan_desktop.storage import imports
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

TEMPLATE = TABLES[PaperTemplate].c


def fields(kind: PaperKind) -> list[tuple[str, str]]:
    """Every field of a kind as it is written in a template, with an example."""
    from northtaiwan_desktop.documents import template  # its libraries are loaded when templates are worked with

    return template.listed(kind)


def starter(kind: PaperKind) -> bytes:
    """A template that makes the standard paper, to be changed in Word."""
    from northtaiwan_desktop.documents import starters

    return starters.starter(kind)


def write_starter(kind: PaperKind, path: Path) -> Path:
    """Write a template to begin with."""
    outgoing.require_ending(path, ".docx")
    whole_file.write(path, starter(kind))
    return path


def check(kind: PaperKind, path: Path) -> None:
    """Try a template. RuleBroken says what is wrong with it where."""
    _check(whole_file.read(path), kind, path.name)


def add(work: Work, kind: PaperKind, path: Path, *, choose_it: bool = False) -> PaperTemplate:
    """Take a template in after it was tried; it keeps its file's name, and takes the place of one that bears it.

    RuleBroken says what is wrong with it where.
    """
    content = whole_file.read(path)
    _check(content, kind, path.name)
    digest = sha256(content).hexdigest()
    work.keep_file(digest, content)
    before = named(work, kind, path.name)
    made = PaperTemplate(paper=kind.value, name=path.name, sha256=digest, added_at=work.now)
    made = work.save(replace(before, sha256=digest, added_at=work.now) if before else made)
    return choose(work, made.id) if choose_it else made


def named(records: Records, kind: PaperKind, name: str) -> PaperTemplate | None:
    """The template of a kind that bears this name."""
    return next((one for one in of(records) if one.name == name and one.paper == kind.value), None)


def choose(work: Work, id: str) -> PaperTemplate:
    """Make papers of its kind with this template from now on; it is tried again first."""
    chosen = work.get(PaperTemplate, id)
    _check(content(work, chosen), PaperKind(chosen.paper), chosen.name)
    use_standard(work, PaperKind(chosen.paper))
    return work.save(replace(chosen, is_chosen=True))


def use_standard(work: Work, kind: PaperKind) -> None:
    """Make papers of this kind in the program's own look again."""
    for one in of(work):
        if one.paper == kind.value and one.is_chosen:
            work.save(replace(one, is_chosen=False))


def remove(work: Work, id: str) -> None:
    """Take a template off the list; its bytes stay, so that this can be undone."""
    work.delete(work.get(PaperTemplate, id))


def of(records: Records) -> list[PaperTemplate]:
    """All templates, by kind of paper and name."""
    order = [kind.value for kind in PaperKind]
    return sorted(records.all(PaperTemplate), key=lambda one: (order.index(one.paper), one.name))


def find(records: Records, key: str, kind: PaperKind | None = None) -> PaperTemplate:
    """The template with this id or name; NotFound names those that there are.

    RuleBroken asks for the kind of paper where several kinds have one of this name.
    """
    known = of(records)
    found = [one for one in known if one.id == key] or [
        one for one in known if one.name == key and (kind is None or one.paper == kind.value)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        kinds = "、".join(f"{one.paper}（{PaperKind(one.paper).title}）" for one in found)
        message = _("有 {count} 種文件都有範本「{name}」，請以 --paper 指定：{kinds}。")
        raise RuleBroken(message.format(count=len(found), name=key, kinds=kinds))
    names = "、".join(f"「{one.name}」" for one in known) or _("（無）")
    raise NotFound(_("沒有範本「{key}」。現有範本：{known}。").format(key=key, known=names))


def chosen(records: Records, kind: PaperKind) -> PaperTemplate | None:
    """The template with which papers of this kind are made; None for the program's own look."""
    return next(iter(records.all(PaperTemplate, TEMPLATE.paper == kind.value, TEMPLATE.is_chosen)), None)


def content(records: Records, one: PaperTemplate) -> bytes:
    """The bytes of a template; NotFound where the register has lost them."""
    found = imports.file_content(records, one.sha256)
    if found is None:
        message = _("資料庫裡找不到範本「{name}」的內容。請從備份還原，或移除後重新加入。")
        raise NotFound(message.format(name=one.name))
    return found


def _check(content: bytes, kind: PaperKind, name: str) -> None:
    from northtaiwan_desktop.documents import template

    template.checked(content, kind, name)
