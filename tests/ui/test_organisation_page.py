"""組織: who leads which group, and the change of hands."""

import zipfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.lists import GroupLine, PostLine
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.platform import MeetingSlot
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rotation import Carry
from northtaiwan_desktop.services import years
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.reference_files import read_reference
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.organisation.carry_form import CarryForm
from northtaiwan_desktop.ui.organisation.open_year_form import OpenYearForm
from northtaiwan_desktop.ui.organisation.page import OrganisationPage, year_to_open
from northtaiwan_desktop.ui.organisation.post_forms import HandOverForm, PostForm
from northtaiwan_desktop.ui.organisation.role_form import RoleForm
from northtaiwan_desktop.ui.organisation.slots_tab import MonthForm
from tests.ui.bench_of_pages import TODAY, settled, shown

LEFT = Qt.MouseButton.LeftButton


def _group(page: OrganisationPage, name: str) -> GroupLine:
    return next(line for line in page.groups.list.shown() if line.group.name == name)


def test_a_group_gets_its_leader_and_partners_by_one_action(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, store, tmp_path, year=116) as page:
        group = _group(page, "交通運輸")
        page.groups.list.choose(group.group.id)
        qtbot.mouseClick(page.groups.set_button, LEFT)
        form = page.window().findChild(RoleForm)
        assert isinstance(form, RoleForm)
        form.lead.set_text("新北市")
        form.partners.set_text("基隆市\n桃園市")
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: _group(page, "交通運輸").leader_name == "新北市")
        assert _group(page, "交通運輸").cooperating_names == ("基隆市", "桃園市")
        page.workbench.undo()
        qtbot.waitUntil(lambda: _group(page, "交通運輸").leader_name == "")


def test_a_new_year_takes_over_last_years_leaders(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, sample_store, tmp_path, year=103) as page:
        before = {line.group.name: line.leader_name for line in page.groups.list.shown()}
    with shown(qtbot, OrganisationPage, sample_store, tmp_path, year=104) as page:
        assert {line.leader_name for line in page.groups.list.shown()} == {""}
        qtbot.mouseClick(page.groups.last_year_button, LEFT)
        settled(qtbot, page)
        qtbot.waitUntil(lambda: {line.group.name: line.leader_name for line in page.groups.list.shown()} == before)
        assert not page.groups.last_year_button.isEnabled()


def test_a_post_is_registered_and_handed_over(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.posts)
        qtbot.mouseClick(page.posts.add_button, LEFT)
        form = page.window().findChild(PostForm)
        assert isinstance(form, PostForm)
        form.editor("name").setText("林小華")  # type: ignore[union-attr]
        form.editor("member").set_text("桃園市")  # type: ignore[union-attr]
        form.editor("since").set_text("103/1/1")  # type: ignore[union-attr]
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: len(page.posts.list.shown()) == 1)
        line: PostLine = page.posts.list.shown()[0]
        assert (line.person.name, line.member_name, line.post.since) == ("林小華", "桃園市", date(2014, 1, 1))

        page.posts.list.choose(line.post.id)
        qtbot.mouseClick(page.posts.hand_over_button, LEFT)
        over = page.window().findChild(HandOverForm)
        assert isinstance(over, HandOverForm)
        over.editor("name").setText("陳大文")  # type: ignore[union-attr]
        qtbot.mouseClick(over.save_button, LEFT)
        qtbot.waitUntil(lambda: [row.person.name for row in page.posts.list.shown()] == ["陳大文"])
        page.posts.current_only.setChecked(False)
        held = {row.person.name: (row.post.since, row.post.until) for row in page.posts.list.shown()}
        assert held == {"陳大文": (TODAY, None), "林小華": (date(2014, 1, 1), date(2014, 11, 2))}


def test_the_members_show_their_former_names(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, store, tmp_path) as page:
        names = {line.member.name: line.former_names for line in page.members.list.shown()}
        assert list(names)[:3] == ["宜蘭縣", "基隆市", "新北市"]
        assert names["新北市"] == ("臺北縣",)
        page.search.setText("臺北縣")
        qtbot.waitUntil(lambda: [line.member.name for line in page.members.list.shown()] == ["新北市"])


def _known(store: Store) -> Reference:
    return store.ask(reference)


def test_a_cell_of_the_table_is_turned_by_a_key_and_by_a_click(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, OrganisationPage, sample_store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.matrix)
        table = page.matrix.table
        row = [group.id for group in _known(sample_store).groups].index("transport")
        table.setCurrentCell(row, 0)
        for words in ("配合", "主政"):
            qtbot.keyClick(table, Qt.Key.Key_Space)
            qtbot.waitUntil(lambda words=words: table.item(row, 0).text() == words)
        assert _known(sample_store).leader_of("transport", 103) == "10002"
        cells = [table.item(row, column).text() for column in range(table.columnCount())]
        assert cells.count("主政") == 1
        assert table.currentRow() == row
        place = table.visualItemRect(table.item(row, 0)).center()
        qtbot.mouseClick(table.viewport(), LEFT, pos=place)
        qtbot.mouseDClick(table.viewport(), LEFT, pos=place)
        qtbot.waitUntil(lambda: table.item(row, 0).text() == "")


def test_the_leads_are_carried_with_a_preview_and_not_twice(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, sample_store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.matrix)
        qtbot.mouseClick(page.matrix.carry_button, LEFT)
        form = page.window().findChild(CarryForm)
        assert isinstance(form, CarryForm)
        assert "交通運輸：新北市 → 新竹市" in form.preview.text()
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: _known(sample_store).leader_of("transport", 104) == "10018")
        settled(qtbot, page)
        qtbot.mouseClick(page.matrix.carry_button, LEFT)
        again = next(one for one in page.window().findChildren(CarryForm) if one.isVisible())
        again.carry.set_value(Carry.COPY)
        assert "交通運輸：新北市（" in again.preview.text()
        qtbot.mouseClick(again.save_button, LEFT)
        qtbot.waitUntil(again.notice.isVisible)
        assert "104年度已經設定主政與配合" in again.notice.label.text()
        again.replace.setChecked(True)
        qtbot.mouseClick(again.save_button, LEFT)
        qtbot.waitUntil(lambda: _known(sample_store).leader_of("transport", 104) == "65000")


def test_the_next_year_is_opened_after_a_look_and_once(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    sample_store.do(
        "示例", lambda work: work.save(replace(work.get(PlanItem, "103-leisure-01"), ends_on=date(2014, 12, 31)))
    )
    with shown(qtbot, OrganisationPage, sample_store, tmp_path) as page:
        qtbot.mouseClick(page.open_year_button, LEFT)
        form = page.findChild(OpenYearForm)
        assert isinstance(form, OpenYearForm)
        qtbot.waitUntil(lambda: "主政：新北市（第12屆，依輪值順序）" in form.preview.text())
        assert "完成日期早於開啟的年度，延長到104年12月31日：103-休憩-01（原103年12月31日）" in form.preview.text()
        form.host.set_text("基隆市")
        qtbot.waitUntil(lambda: "主政：基隆市（第12屆，改派）" in form.preview.text())
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: _known(sample_store).host_of(104) == "10017")
        settled(qtbot, page)
        qtbot.mouseClick(page.open_year_button, LEFT)
        again = next(one for one in page.findChildren(OpenYearForm) if one.isVisible())
        qtbot.waitUntil(lambda: "104年度已經開啟過了" in again.preview.text())
        assert not again.save_button.isEnabled()
        again.reject()
        page.workbench.undo()
        qtbot.waitUntil(lambda: _known(sample_store).host_of(104) == "65000")
        assert sample_store.ask(lambda records: records.all(MeetingSlot)) == []


def test_a_new_register_begins_with_this_year_and_goes_on_with_the_next(
    qtbot: QtBot, store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, OrganisationPage, store, tmp_path, year=103) as page:
        page.workbench.today = lambda: date(2014, 1, 6)
        page.renew()
        settled(qtbot, page)
        assert page.open_year_button.text() == "開啟103年度(&Y)…"
        qtbot.mouseClick(page.open_year_button, LEFT)
        form = page.findChild(OpenYearForm)
        assert isinstance(form, OpenYearForm)
        qtbot.waitUntil(lambda: "102年度沒有分工可以帶入" in form.preview.text())
        qtbot.mouseClick(form.save_button, LEFT)
        settled(qtbot, page)
        months = [line.slot.month for line in page.slots.list.shown() if line.slot.kind_id == "deputies"]
        assert months == [5, 11]
        assert page.open_year_button.text() == "開啟下一年度(&Y)…"


@pytest.mark.parametrize(
    ("year", "day", "opened"),
    [(115, date(2026, 1, 5), 115), (115, date(2026, 10, 1), 116), (114, date(2026, 1, 5), 115)],
)
def test_a_late_register_begins_with_the_next_year(year: int, day: date, opened: int) -> None:
    known = read_reference(paths.reference())
    known = replace(known, roles=tuple(role for role in known.roles if role.year != year))
    assert year_to_open(year, known, [], day) == opened


def test_a_planned_meeting_gets_another_month(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    sample_store.do("開啟", partial(years.open_year, year=104, today=TODAY))
    with shown(qtbot, OrganisationPage, sample_store, tmp_path, year=104) as page:
        page.tabs.setCurrentWidget(page.slots)
        first = page.slots.list.shown()[0]
        page.slots.list.choose(first.slot.id)
        qtbot.mouseClick(page.slots.move_button, LEFT)
        form = page.window().findChild(MonthForm)
        assert isinstance(form, MonthForm)
        form.month.set_value(12)
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: page.slots.list.shown()[-1].slot.id == first.slot.id)


def test_a_post_shows_its_holders_and_leads_to_its_cases(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, sample_store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.posts)
        line = next(row for row in page.posts.list.shown() if "健康社福組窗口" in row.person.name)
        page.posts.list.choose(line.post.id)
        qtbot.waitUntil(lambda: "（示例）健康社福組前任窗口" in page.posts.detail.toPlainText())
        assert "未結案件（1 件）" in page.posts.detail.toPlainText()
        with qtbot.waitSignal(page.go) as gone:
            page.posts.detail.anchorClicked.emit(QUrl("some-case"))
        assert gone.args == ["resolutions", "some-case"]
        qtbot.mouseClick(page.posts.hand_over_button, LEFT)
        over = page.window().findChild(HandOverForm)
        assert isinstance(over, HandOverForm)
        qtbot.waitUntil(lambda: "移交未結案件 1 件：103-副首長-1-02" in over.cases.text())
        over.reject()


def test_a_member_shows_its_years(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, sample_store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.members)
        page.members.list.choose("65000")
        qtbot.waitUntil(lambda: "至99年12月24日稱臺北縣" in page.members.detail.toPlainText())
        told = page.members.detail.toPlainText()
        assert "112年、104年、96年" in told
        assert "103年 交通運輸" in told


def test_the_package_is_made_behind_the_window_and_can_be_stopped(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "交接.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (str(path), ""))
    with shown(qtbot, OrganisationPage, sample_store, tmp_path) as page:
        with qtbot.waitSignal(page.told, timeout=20_000) as told:
            qtbot.mouseClick(page.handover_button, LEFT)
            assert page.job.isVisible()
            assert not page.handover_button.isEnabled()
            qtbot.mouseClick(page.job.stop_button, LEFT)
        assert "沒有留下檔案" in told.args[0]
        assert not path.exists()
        with qtbot.waitSignal(page.made, timeout=30_000):
            qtbot.mouseClick(page.handover_button, LEFT)
        assert zipfile.is_zipfile(path)
        assert page.handover_button.isEnabled()


def test_what_is_no_mail_address_is_told_and_kept(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, OrganisationPage, store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.posts)
        qtbot.mouseClick(page.posts.add_button, LEFT)
        form = page.window().findChild(PostForm)
        assert isinstance(form, PostForm)
        form.editor("name").setText("示例")  # type: ignore[union-attr]
        field = form.editor("email")
        qtbot.keyClicks(field.line, "a@b.tw;a@@b.tw")  # type: ignore[union-attr]
        assert "「a@@b.tw」不是電子郵件地址" in field.note.text()  # type: ignore[union-attr]
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: len(page.posts.list.shown()) == 1)
        assert page.posts.list.shown()[0].person.email == "a@b.tw;a@@b.tw"
