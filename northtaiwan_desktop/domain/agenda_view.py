"""What is sent before a meeting and cut out of its minutes after: the agenda and the extract of one resolution."""

from dataclasses import replace

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.minutes import (
    CarriedRow,
    ItemView,
    MeetingFile,
    MinutesView,
    SectionView,
    carried_rows,
    view,
)
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import numbering
from northtaiwan_desktop.i18n import _

IN_AN_AGENDA = ("時間", "地點", "主席")
IN_AN_EXTRACT = ("時間", "地點", "主席", "紀錄")


def agenda(file: MeetingFile, known: Reference) -> MinutesView:
    """議程: the sections with their items and the carried cases; nothing of what is only said in the room."""
    whole, put = view(file, known), carried_rows(file, with_decisions=False)
    return replace(
        whole,
        paper="會議議程",
        mark="",
        head=tuple(line for line in whole.head if line.label in IN_AN_AGENDA),
        sections=tuple(
            _announced(section, record.title, put)
            for section, record in zip(whole.sections, file.sections, strict=True)
        ),
        note="",
    )


def extract(file: MeetingFile, known: Reference, resolution_id: str) -> MinutesView:
    """決議節錄: one resolution with its item, under the numbers that both bear in the minutes."""
    chosen = next((one for one in file.resolutions if one.id == resolution_id), None)
    item = next((one for one in file.items if chosen and one.id == chosen.item_id), None)
    if chosen is None or item is None:
        raise NotFound(_("「{title}」沒有這一項決議。").format(title=file.meeting.title))
    place = next(place for place, one in enumerate(file.sections) if one.id == item.section_id)
    section = file.sections[place]
    row = [one for one in file.items if one.section_id == section.id].index(item)
    on_item = [one for one in file.resolutions if one.item_id == item.id]
    number = numbering.written(numbering.Level.THREE, on_item.index(chosen) + 1) if len(on_item) > 1 else ""
    alone = replace(file, resolutions=(replace(chosen, text=number + chosen.text),))
    whole = view(alone, known)
    return replace(
        whole,
        paper="會議紀錄（節錄）",
        head=tuple(line for line in whole.head if line.label in IN_AN_EXTRACT),
        sections=(replace(whole.sections[place], items=(whole.sections[place].items[row],), body="", carried=()),),
        note="",
    )


def _announced(section: SectionView, title: str, put: tuple[CarriedRow, ...]) -> SectionView:
    """A section before the meeting: without the hour of its end, what was said, and what was decided."""
    carried = put if section.carried else ()
    return replace(section, title=title, body="", outcomes=(), items=tuple(map(_put, section.items)), carried=carried)


def _put(item: ItemView) -> ItemView:
    return replace(item, outcomes=())
