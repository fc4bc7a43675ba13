"""What a remembered heading or text may mean: a field of the kind, or what that field's reader can read."""

from collections.abc import Mapping
from dataclasses import replace

from northtaiwan_desktop.domain.errors import RuleBroken, Unreadable
from northtaiwan_desktop.domain.plan import Source, Term
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import NOT_USED, About, Decision
from northtaiwan_desktop.domain.writing.fold import clean, folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Field, Kind, Setting
from northtaiwan_desktop.sheets.interpreting import SEVERAL
from northtaiwan_desktop.sheets.kinds import KINDS

_NOT_USED_WORDS = {"", "-", "不使用", "空白", "無"}
_CODES: Mapping[str, type[Term] | type[Result] | type[Source]] = {"term": Term, "result": Result, "source": Source}
_SHOWN = 40
_VERDICTS = (Verdict.CONTINUE, Verdict.RELEASE_ASKED, Verdict.SELF, Verdict.MERGED, Verdict.WITHDRAWN)
_STATES = (Verdict.CONTINUE, Verdict.RELEASED, Verdict.SELF, Verdict.MERGED, Verdict.WITHDRAWN)


def checked(decision: Decision, reference: Reference) -> Decision:
    """Return the decision with its meaning in the form in which it is kept.

    RuleBroken where the kind is unknown or nothing was written; Unreadable where the meaning is no field of the kind,
    or its field could not read it.
    """
    kind = _kind(decision.kind)
    wrote = clean(decision.wrote)
    if not folded(wrote):
        raise RuleBroken(_("請寫出他們的欄名或他們寫的內容。"))
    if decision.about is About.COLUMN:
        return replace(decision, field="", wrote=wrote, meant=_field_name(kind, decision.meant))
    field = field_of(kind, decision.field)
    return replace(decision, field=field.name, wrote=wrote, meant=_cell(field, decision.meant, reference))


def field_of(kind: Kind, text: str) -> Field:
    """The field with this name or heading that can be taken in; Unreadable lists them."""
    wanted = folded(text)
    for field in readable(kind):
        if wanted in {folded(field.name), *map(folded, field.titles)}:
            return field
    known = "、".join(f"{field.name}（{_(field.titles[0])}）" for field in readable(kind))
    message = _("「{text}」不是{kind}的欄位。欄位為：{known}。")
    raise Unreadable(message.format(text=text, kind=_(kind.title), known=known), text)


def readable(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind that are taken in, in the order of its list."""
    return tuple(field for field in kind.fields if field.read is not None)


def choices(field_name: str, reference: Reference) -> tuple[str, ...]:
    """The texts among which a person chooses a field's meaning; empty where it is typed."""
    match field_name:
        case "lead" | "co_leads" | "proposer" | "partners" | "member":
            return tuple(member.name for member in reference.members)
        case "group":
            return tuple(group.name for group in reference.groups)
        case "verdict":
            return tuple(verdict.word for verdict in _VERDICTS)
        case "state":
            return tuple(verdict.word for verdict in _STATES)
        case "axes":
            return tuple(axis.name for axis in reference.axes)
        case _:
            return tuple(one.word for one in _CODES.get(field_name, ()))


def is_typed(field_name: str) -> bool:
    """May the meaning be something else than what is offered? Bodies outside, several names in one cell."""
    return field_name not in {"group", "verdict", "state", "term", "result"}


def meant_words(decision: Decision) -> str:
    """What a decision means, as people read it."""
    if decision.meant == NOT_USED:
        return _("不使用") if decision.about is About.COLUMN else _("視為空白")
    return field_title(decision.kind, decision.meant) if decision.about is About.COLUMN else decision.meant


def field_title(kind: str, field_name: str) -> str:
    """A field's Chinese heading; its name where the kind knows it no longer."""
    known = KINDS[kind].field(field_name) if kind in KINDS else None
    return _(known.titles[0]) if known else field_name


def _kind(name: str) -> Kind:
    if name not in KINDS:
        message = _("沒有「{kind}」這一種表，可用的是 {known}。")
        raise RuleBroken(message.format(kind=name, known="、".join(KINDS)))
    return KINDS[name]


def _field_name(kind: Kind, meant: str) -> str:
    return NOT_USED if folded(meant) in _NOT_USED_WORDS else field_of(kind, meant).name


def _cell(field: Field, meant: str, reference: Reference) -> str:
    """The meaning as it could stand in the cell, proved by the field's own reader."""
    text = clean(meant)
    if folded(text) in _NOT_USED_WORDS:
        return NOT_USED
    text = _worded(field.name, text)
    assert field.read is not None
    reading = field.read(text, Setting(reference=reference))
    if reading.notes and field.name in SEVERAL:
        raise Unreadable(reading.notes[0], text)
    if not reading.values and not reading.found:
        message = _("「{text}」不能當作「{title}」的內容。")
        raise Unreadable(message.format(text=text[:_SHOWN], title=_(field.titles[0])), text)
    return text


def _worded(field_name: str, text: str) -> str:
    """A code of the command line (`continue`, `short`) as the word that offices write."""
    if field_name in {"verdict", "state"}:
        return next((verdict.word for verdict in Verdict if verdict.value == folded(text)), text)
    return next((one.word for one in _CODES.get(field_name, ()) if one.value == folded(text)), text)
