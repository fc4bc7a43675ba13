"""Arranging a draft's agenda: sections and items are added, moved and removed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Section, SectionRole
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services.meetings import require_draft
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

P = TypeVar("P", Section, AgendaItem)
SECTION, ITEM = TABLES[Section].c, TABLES[AgendaItem].c


def add_section(work: Work, meeting_id: str, *, role: SectionRole, after: str = "", id: str = "") -> Section:
    """Add a section with its usual title, after the section `after`, else before the closing one."""
    require_draft(work, meeting_id)
    made = Section(meeting_id=meeting_id, position=0, role=role, title=role.usual_title)
    made = replace(made, id=id) if id else made
    sections = _sections(work, meeting_id)
    closing = next((place for place, one in enumerate(sections) if one.role is SectionRole.CLOSING), len(sections))
    place = next((place + 1 for place, one in enumerate(sections) if one.id == after), closing)
    _keep_order(work, [*sections[:place], made, *sections[place:]])
    return work.get(Section, made.id)


def place_section(work: Work, section_id: str, place: int) -> None:
    """Put a section at this place among its meeting's sections, counted from 0; its items go along."""
    section = work.get(Section, section_id)
    require_draft(work, section.meeting_id)
    others = [one for one in _sections(work, section.meeting_id) if one.id != section_id]
    place = max(0, min(len(others), place))
    _keep_order(work, [*others[:place], section, *others[place:]])


def remove_section(work: Work, section_id: str) -> None:
    """Take a section off; one that still has items is refused."""
    section = work.get(Section, section_id)
    require_draft(work, section.meeting_id)
    if work.all(AgendaItem, ITEM.section_id == section_id):
        message = _("「{title}」裡還有議案，不能移除。請先把議案移到別的章節，或移除議案。")
        raise RuleBroken(message.format(title=section.title))
    work.delete(section)
    _keep_order(work, _sections(work, section.meeting_id))


def place_item(work: Work, item_id: str, *, section_id: str, place: int) -> None:
    """Put an item at this place, counted from 0, of a section of the same meeting."""
    item, section = work.get(AgendaItem, item_id), work.get(Section, section_id)
    require_draft(work, item.meeting_id)
    if section.meeting_id != item.meeting_id:
        raise RuleBroken(_("議案不能直接移到別的會議。請用「提送其他會議」。"))
    others = [one for one in _items(work, section_id) if one.id != item_id]
    place = max(0, min(len(others), place))
    _keep_order(work, [*others[:place], replace(item, section_id=section_id), *others[place:]])
    if item.section_id != section_id:
        _keep_order(work, _items(work, item.section_id))


def place_resolution(work: Work, resolution_id: str, place: int) -> None:
    """Put what was decided on an item at this place, counted from 0, among all that was decided on it."""
    resolution = work.get(Resolution, resolution_id)
    if resolution.meeting_id is None or resolution.item_id is None:
        return
    require_draft(work, resolution.meeting_id)
    table = TABLES[Resolution].c
    of_item = work.all(Resolution, table.item_id == resolution.item_id, order=(table.position,))
    positions = [one.position for one in of_item]
    others = [one for one in of_item if one.id != resolution_id]
    place = max(0, min(len(others), place))
    for position, one in zip(positions, [*others[:place], resolution, *others[place:]], strict=True):
        work.save(replace(one, position=position))


def _sections(work: Work, meeting_id: str) -> list[Section]:
    return work.all(Section, SECTION.meeting_id == meeting_id, order=(SECTION.position,))


def _items(work: Work, section_id: str) -> list[AgendaItem]:
    return work.all(AgendaItem, ITEM.section_id == section_id, order=(ITEM.position,))


def _keep_order(work: Work, parts: Sequence[P]) -> None:
    for position, part in enumerate(parts):
        work.save(replace(part, position=position))
