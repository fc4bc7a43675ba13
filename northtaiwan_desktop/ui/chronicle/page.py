"""大事記: what happened, in the order of time, as a list or along the years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.chronicle import COLUMNS, when
from northtaiwan_desktop.storage.chronicle import entries, years
from northtaiwan_desktop.storage.meetings import meetings_about
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
from northtaiwan_desktop.ui.chronicle.kinds_form import KindsForm
from northtaiwan_desktop.ui.chronicle.timeline import Timeline
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

SHOWN = ("since", "text")
FIRST_YEAR = 1911
ENDINGS = (".docx", ".xlsx", ".odt", ".ods", ".pdf")


ALL, YEAR, SPAN = "all", "year", "span"
EMPTY = N_("還沒有大事記。按「新增」寫下第一件，或從「匯入」帶進現有的表；副首長會議、年會定稿時會自己記入。")


@dataclass(frozen=True)
class _Known:
    entries: list[ChronicleEntry]
    years: tuple[int, int] | None


class ChroniclePage(Page):
    """The chronicle as a list, or drawn along the years."""

    title = N_("大事記")
    kinds: ClassVar[frozenset[str]] = frozenset({"ChronicleEntry"})
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.list = ListView(
            [column for column in COLUMNS if column.name in SHOWN],
            name="chronicle",
            title=_("大事記"),
            settings=settings,
            empty=_(EMPTY),
        )
        self.timeline = Timeline(empty=_(EMPTY))
        self.places = QStackedWidget()
        self.places.addWidget(self.list)
        self.places.addWidget(self.timeline)
        self.search = self.add_search(_("搜尋大事記"), self._look_for)
        self.search.left_downward.connect(lambda: self._place.setFocus())
        self.first, self.last = ChoiceBox(none=_("最早")), ChoiceBox(none=_("最晚"))
        self.to = QLabel(_("至"))
        self.first.setAccessibleName(_("起始年度"))
        self.last.setAccessibleName(_("截止年度"))
        self.scope = ChoiceBox([(ALL, _("全部年度")), (YEAR, ""), (SPAN, _("幾年之間"))])
        self.scope.setAccessibleName(_("範圍"))
        for box in (self.scope, self.first, self.last):
            box.chosen.connect(lambda _chosen: self._narrow())
        row = QHBoxLayout()
        for part in (self.scope, self.first, self.to, self.last):
            row.addWidget(part)
        row.addStretch(1)
        self.kinds_button = QPushButton(_("自動記入(&K)…"))
        self.kinds_button.setToolTip(_("哪些會議定稿時自己記入大事記"))
        self.kinds_button.clicked.connect(self._choose_kinds)
        row.addWidget(self.kinds_button)
        self.body.addLayout(row)
        self.timeline_button = self.add_action(_("時間軸(&L)"), self._turn)
        self.timeline_button.setCheckable(True)
        self.export_button = self.add_action(_("匯出(&X)…"), self._export)
        self.delete_button = self.add_action(_("刪除(&D)"), self._delete)
        self.edit_button = self.add_action(_("編輯(&I)…"), self._edit_current)
        self.add_button = self.add_action(_("新增(&N)…"), self._add, main=True, shortcut="Ctrl+N")
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.meeting_button = QPushButton(_("看這場會議(&G)"))
        self.meeting_button.clicked.connect(self._open_meeting)
        self.detail_card = QFrame()
        self.detail_card.setProperty("role", "card")
        inside = QHBoxLayout(self.detail_card)
        inside.addWidget(self.detail, 1)
        inside.addWidget(self.meeting_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.places, 1)
        self.body.addWidget(self.detail_card)
        self.list.opened.connect(self._edit)
        self.timeline.opened.connect(self._edit)
        self.list.chosen_changed.connect(self._on_chosen)
        self.timeline.chosen_changed.connect(self._on_chosen)
        self._show_boxes()
        self._on_chosen()

    def refresh(self) -> None:
        self.scope.set_options(
            [
                (ALL, _("全部年度")),
                (YEAR, _("只看 {year} 年").format(year=self.year.year)),
                (SPAN, _("幾年之間")),
            ]
        )
        first, last = self._years()
        self.ask(partial(_known, first=first, last=last), self._show)

    def show_record(self, id: str) -> None:
        self.timeline.choose(id) if self._is_drawn else self.list.choose(id)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        rows = self.list.shown()
        entry = rows[len(rows) // 2] if rows else None
        return [("entry", EntryForm(self.workbench, self.settings, self.year.year, entry, parent=self))]

    def views(self) -> Iterator[str]:
        self.timeline_button.click()
        yield "timeline"
        self.timeline_button.click()

    def _show(self, known: _Known) -> None:
        if known.years:
            offered = [(year, _("{year}年").format(year=year)) for year in range(known.years[0], known.years[1] + 1)]
            self.first.set_options(offered)
            self.last.set_options(offered)
        self.list.show_rows(known.entries)
        self.timeline.show_entries(known.entries)
        self.subtitle.setText(_("{count} 則").format(count=len(known.entries)))

    def _look_for(self, text: str) -> None:
        self.list.look_for(text)
        self.timeline.look_for(text)

    @property
    def _is_drawn(self) -> bool:
        return self.places.currentWidget() is self.timeline

    @property
    def _place(self) -> ListView | Timeline:
        return self.timeline if self._is_drawn else self.list

    def _turn(self) -> None:
        """Change between the list and the timeline; the chosen entry stays chosen."""
        chosen = self._chosen()
        self.places.setCurrentWidget(self.timeline if self.timeline_button.isChecked() else self.list)
        if chosen:
            self.show_record(chosen[0].id)
        self._place.setFocus()
        self._on_chosen()

    def _narrow(self) -> None:
        self._show_boxes()
        self.renew()

    def _show_boxes(self) -> None:
        for part in (self.first, self.to, self.last):
            part.setVisible(self.scope.value() == SPAN)

    def _years(self) -> tuple[int | None, int | None]:
        """The first and the last ROC year that are wanted; None for no bound."""
        match self.scope.value():
            case "year":
                return self.year.year, self.year.year
            case "span":
                return self.first.value(), self.last.value()
        return None, None

    def _chosen(self) -> list[ChronicleEntry]:
        if not self._is_drawn:
            return self.list.chosen()
        entry = self.timeline.current()
        return [entry] if entry else []

    def _on_chosen(self) -> None:
        chosen = self._chosen()
        self.edit_button.setEnabled(len(chosen) == 1)
        self.delete_button.setEnabled(bool(chosen))
        self.detail_card.setVisible(len(chosen) == 1)
        if len(chosen) == 1:
            entry = chosen[0]
            source = _("\n出處：{source}").format(source=entry.source) if entry.source else ""
            self.detail.setText(f"{when(entry)}　{entry.text}{source}")
            self.meeting_button.setVisible(entry.meeting_id is not None)

    def _open_meeting(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1 and chosen[0].meeting_id:
            self.go.emit("meetings", chosen[0].meeting_id)

    def _add(self) -> None:
        self._open_form(None)

    def _edit(self, entry: ChronicleEntry) -> None:
        self._open_form(entry)

    def _edit_current(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self._edit(chosen[0])

    def _open_form(self, entry: ChronicleEntry | None) -> None:
        """Open the form once the meetings that it offers are known."""
        year = entry.since.year - FIRST_YEAR if entry else self.year.year

        def show(meetings: list[Meeting]) -> None:
            EntryForm(self.workbench, self.settings, year, entry, meetings, parent=self).open()

        self.ask(lambda records: meetings_about(records, year, entry.meeting_id if entry else None), show)

    def _choose_kinds(self) -> None:
        """Open the form once the kinds that it offers are known."""
        self.ask(reference, lambda known: KindsForm(self.workbench, self.settings, known, parent=self).open())

    def _delete(self) -> None:
        ids = [entry.id for entry in self._chosen()]
        if not ids:
            return
        label = _("刪除大事記") if len(ids) == 1 else _("刪除 {count} 則大事記").format(count=len(ids))
        self.do(label, partial(_remove, ids))

    def _export(self) -> None:
        first, last = self._years()
        name = "大事記"
        if first is not None or last is not None:
            name = f"{first}年大事記" if first == last else f"{first or ''}至{last or ''}年大事記"
        today = self.workbench.today()
        self.write_file(name, ENDINGS, lambda path: partial(_written, path=path, today=today, first=first, last=last))


def _known(records: Records, *, first: int | None, last: int | None) -> _Known:
    return _Known(entries=entries(records, first=first, last=last), years=years(records))


def _remove(ids: list[str], work: Work) -> None:
    for id in ids:
        chronicle.remove_entry(work, id)


def _written(records: Records, *, path: Path, today: date, first: int | None, last: int | None) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.chronicle(records, path, today=today, first=first, last=last)
