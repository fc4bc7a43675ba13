"""首頁: what a deputy head sees."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.lists import MeetingFilter
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.plan import Milestone
from northtaiwan_desktop.domain.progress import Light, Verdict
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.domain.rhythm import Beat
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.services.resolutions import decide
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.overview import proposal_sums
from northtaiwan_desktop.storage.plan import items_of, open_milestones
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.home.bars import Bar
from northtaiwan_desktop.ui.home.cards import Card
from northtaiwan_desktop.ui.home.groups_grid import BeatCell, CasesCell
from northtaiwan_desktop.ui.home.page import SUM, HomePage
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.meetings.printing import PrintPreview
from northtaiwan_desktop.ui.proposals.page import ProposalsPage
from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.colours import DARK, LIGHT
from tests.ui.bench_of_pages import TODAY, settled, shown


def test_the_balance_adds_up_as_it_is_read(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        before, added, released, remaining = (int(figure.number.text()) for figure in page.figures)
        assert before + added - released == remaining > 0
        assert page.mismatch.isHidden()


def test_counties_stand_in_the_committees_order(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        told = [row.accessibleName().partition(" ")[0] for row in page.members.rows]
        places = [told.index(name) for name in ("宜蘭縣", "基隆市", "新北市", "臺北市", "新竹縣", "苗栗縣")]
        assert places == sorted(places)


def test_a_late_case_opens_at_a_click(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert "逾期" in page.late.lines[0].accessibleName()
        with qtbot.waitSignal(page.go) as gone:
            qtbot.mouseClick(page.late.lines[0], Qt.MouseButton.LeftButton)
        assert gone.args is not None
        assert gone.args[0] == "resolutions"
        assert gone.args[1]


def test_a_number_opens_its_list_by_keyboard(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page, qtbot.waitSignal(page.go) as gone:
        qtbot.keyClick(page.figures[3], Qt.Key.Key_Space)
    assert gone.args == ["resolutions", CaseFilter(watch=Watch.REMAINING)]


def number_at_end(words: str) -> int:
    return int(words.removesuffix(" 列").rsplit(" ", 1)[1])


def test_every_number_opens_as_many_as_it_says(qtbot: QtBot, window: MainWindow) -> None:
    """The window on the sample year: each count of the home page against the list that opens."""

    def home() -> HomePage:
        page = window.open_page("home")
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        assert isinstance(page, HomePage)
        return page

    def opened() -> ResolutionsPage:
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        assert isinstance(window.page, ResolutionsPage)
        return window.page

    for place, figure in enumerate(home().figures):
        qtbot.mouseClick(home().figures[place], Qt.MouseButton.LeftButton)
        cases = {line.resolution.id for line in opened().list.shown()}
        assert len(cases) == int(figure.number.text().replace(",", ""))
    for light in home().lights.buttons:
        button = home().lights.buttons[light]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(opened().list.shown()) == number_at_end(button.text())
    for place in range(len(home().members.rows)):
        row = home().members.rows[place]
        share = row.accessibleName().partition(" ")[2]
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        count = len(opened().list.shown())
        assert count == (int(share.partition("／")[2].partition(" 列")[0]) if "／" in share else 0)


def test_a_groups_cells_open_its_meetings_and_its_cases(qtbot: QtBot, window: MainWindow) -> None:
    def settle() -> None:
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)

    def home() -> HomePage:
        page = window.open_page("home")
        settle()
        assert isinstance(page, HomePage)
        return page

    for place in range(len(home().groups.rows)):
        cases = home().groups.rows[place][-1]
        assert isinstance(cases, CasesCell)
        qtbot.mouseClick(cases, Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, ResolutionsPage)
        assert len(window.page.list.shown()) == cases.share.open
        beat = home().groups.rows[place][2]
        assert isinstance(beat, BeatCell)
        held = int(beat.accessibleName().rsplit("已開", 1)[1].partition("場")[0])
        group_id = cases.share.group_id
        qtbot.mouseClick(beat, Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, MeetingsPage)
        assert window.page.filters.wanted == MeetingFilter(kind_id="group", group_id=group_id, quarter=3)
        days = [row.meeting.held_on for row in window.page.list.shown()]
        assert all(day.month in (7, 8, 9) for day in days)
        assert sum(day <= TODAY for day in days) == held


def test_the_grid_is_walked_by_arrows_and_opens_by_enter(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        page.groups.rows[0][0].setFocus()
        qtbot.keyClick(page.groups.rows[0][0], Qt.Key.Key_Down)
        qtbot.keyClick(page.groups.rows[1][0], Qt.Key.Key_Right)
        cell = page.groups.rows[1][1]
        qtbot.waitUntil(lambda: page.focusWidget() is cell)
        tabbed = [one for row in page.groups.rows for one in row if one.focusPolicy() is Qt.FocusPolicy.StrongFocus]
        assert tabbed == [cell]
        with qtbot.waitSignal(page.go) as gone:
            qtbot.keyClick(cell, Qt.Key.Key_Return)
        assert gone.args is not None
        assert gone.args[0] == "meetings"
        assert gone.args[1].group_id == "safety"


def test_a_state_is_a_word_as_well_as_a_colour(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        told = [cell.accessibleName() for row in page.groups.rows for cell in row[:-1]]
        assert all(any(beat.title in words for beat in Beat) for words in told)


def test_the_order_of_counties_is_chosen_and_kept(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        page.order_box.setFocus()
        qtbot.keyClick(page.order_box, Qt.Key.Key_Down)
        settled(qtbot, page)
        assert page.members.rows[0].accessibleName().startswith("新竹縣")
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert page.order_box.value() is MemberOrder.HOST
        assert page.members.rows[0].accessibleName().startswith("新竹縣")


def test_the_sums_of_the_proposals_are_those_of_the_year(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        sums = sample_store.ask(partial(proposal_sums, year=103))
        told = [figure.number.text() for figure in page.proposals]
        wanted = [sums.requested_sum[0], "870萬元"]
        assert page.asked_remark.text() == "申請金額：未登錄；另整併、退回430萬元"
        assert page.asked_remark.isVisible()
        assert page.proposals[-1].name.text().endswith("（彙總數）")
        assert told == [str(sums.count), str(sums.approved_count), *wanted]


def test_what_waits_is_told_for_who_one_is_and_the_choice_is_kept(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert page.desk_box.text() == "我是：秘書（主政縣市）"
        told = [line.accessibleName() for line in page.waiting.lines]
        assert any("催辦" in words for words in told)
        page.desk_box.setFocus()
        while page.desk_box.text() != "我是：新竹市承辦人":
            qtbot.keyClick(page.desk_box, Qt.Key.Key_Down)
            settled(qtbot, page)
        told = [line.accessibleName() for line in page.waiting.lines]
        assert any(words.startswith("本期要填報") for words in told)
        assert not any("催辦" in words for words in told)
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert page.desk_box.text() == "我是：新竹市承辦人"


def test_whose_name_holds_a_countys_post_is_taken_for_its_officer(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    def enter(work: Work) -> None:
        person = work.save(Person(name="示例承辦"))
        work.save(Post(person_id=person.id, body=Body.CONTACT, member_id="10018", group_id="health"))

    sample_store.do("示例", enter)
    Settings(tmp_path / "settings.json").keep(user="示例承辦")
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert page.desk_box.text() == "我是：新竹市承辦人"


@pytest.mark.parametrize("desk", ["secretary", "10018", "65000"])
def test_what_waits_opens_as_many_as_it_says(qtbot: QtBot, window: MainWindow, desk: str) -> None:
    window.open_page("settings")
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    home.settings.keep(desk=desk)
    home.renew()
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    for place, line in enumerate(home.waiting.lines):
        told = line.accessibleName()
        if not told.endswith((" 列", " 場")):
            continue
        qtbot.mouseClick(home.waiting.lines[place], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        page = window.page
        assert isinstance(page, ResolutionsPage | MeetingsPage)
        assert len(page.list.shown()) == int(told.split(" ")[-2])
        window.open_page("home")
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)


@pytest.mark.parametrize("place", range(4))
def test_the_proposals_open_as_many_as_they_say(qtbot: QtBot, window: MainWindow, place: int) -> None:
    """Whatever the page was narrowed to before, and whatever tab of it was in sight."""
    before = window.open_page("proposals")
    assert isinstance(before, ProposalsPage)
    before.proposals.filters.put({"member": "yilan"})
    before.tabs.setCurrentWidget(before.totals)
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    qtbot.mouseClick(home.proposals[place], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    page = window.page
    assert isinstance(page, ProposalsPage)
    assert page.tabs.currentWidget() is page.proposals
    shown_lines = page.proposals.list.shown()
    assert str(len(shown_lines)) == home.proposals[place % 2].number.text()
    if place % 2:
        assert {line.proposal.result for line in shown_lines} == {Result.APPROVED}


@pytest.mark.parametrize("name", ["drafts", "coming"])
def test_the_count_of_meetings_opens_as_many(qtbot: QtBot, window: MainWindow, name: str) -> None:
    coming = Meeting(kind_id="group", group_id="transport", year=103, title="下一場", held_on=TODAY + timedelta(days=9))
    window.workbench.do("新增會議", lambda work: work.save(coming))
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    button = getattr(home, name).all_button
    assert button.isVisible()
    told = button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    page = window.page
    assert isinstance(page, MeetingsPage)
    assert f"{len(page.list.shown())} 場" == told


def test_what_has_no_list_shows_all_of_itself(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path, year=101) as page:
        counted = int(page.owed.count.text().partition(" ")[0])
        assert not page.owed.all_button.isVisible()
        assert page.owed.rest_button is not None
        assert len(page.owed.lines) < counted
        qtbot.mouseClick(page.owed.rest_button, Qt.MouseButton.LeftButton)
        assert len(page.owed.lines) == counted
        assert page.focusWidget() in page.owed.lines


@pytest.mark.parametrize("how", ["red", "button", "key"])
def test_the_late_part_of_a_bar_opens_the_late_ones(qtbot: QtBot, window: MainWindow, how: str) -> None:
    def home() -> HomePage:
        page = window.open_page("home")
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        assert isinstance(page, HomePage)
        return page

    late = 0
    for place in range(len(home().members.rows)):
        row = home().members.rows[place]
        if row.part_button is None:
            continue
        told = int(row.part_button.text().rpartition(" ")[2])
        if how == "red":
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.part_rect().center().toPoint())
        elif how == "button":
            qtbot.mouseClick(row.part_button, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(row.part_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        page = window.page
        assert isinstance(page, ResolutionsPage)
        assert page.filters.wanted.watch is Watch.LATE
        assert len(page.list.shown()) == told
        late += told
    assert f"{late} 列" == home().late.all_button.text()


def test_bodies_outside_have_a_bar_so_that_all_adds_up(qtbot: QtBot, window: MainWindow, sample_store: Store) -> None:
    line = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))[0]
    body = Assignment(resolution_id=line.resolution.id, office="國家公園管理處", position=9)
    window.workbench.do("增列協辦", lambda work: work.save(body))
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    last = home.members.rows[-1]
    assert last.accessibleName().startswith("中央及其他機關")
    told = [row.accessibleName().partition("／")[2].partition(" ")[0] for row in home.members.rows]
    lights = [number_at_end(button.text()) for button in home.lights.buttons.values()]
    assert sum(int(one) for one in told if one) == sum(lights)
    qtbot.mouseClick(last, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    page = window.page
    assert isinstance(page, ResolutionsPage)
    found = page.list.shown()
    assert body.id in {one.assignment.id for one in found}
    assert {one.assignment.member_id for one in found} == {None}


def test_what_is_late_is_in_sight_at_once(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1366, 720)
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle and bool(home.late.lines), timeout=20_000)
    port = home.columns.viewport()
    qtbot.waitUntil(lambda: home.late.lines[-1].height() > 0 and home.columns.is_narrow is False)
    last = home.late.lines[-1]
    assert last.mapTo(port, last.rect().bottomLeft()).y() < port.height()


def test_tab_goes_down_one_column_and_then_the_other(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        page.renew()
        settled(qtbot, page)
        # A widget that is put into a layout is shown in the next turn of the loop.
        qtbot.waitUntil(lambda: bool(page.late.lines) and all(line.isVisible() for line in page.late.lines))
        inner = page.columns.widget()
        assert inner is not None
        first = page.desk_box
        at: QWidget | None = first.nextInFocusChain()
        passed: list[QWidget] = [first]
        while at is not None and at is not first:
            if at.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and inner.isAncestorOf(at) and at.isVisible():
                passed.append(at)
            at = at.nextInFocusChain()
        cards = []
        for one in passed:
            while not isinstance(one, Card):
                one = one.parentWidget()
            cards += [one] if one not in cards[-1:] else []
        places = [card.mapTo(inner, card.rect().topLeft()) for card in cards]
        assert [(at.x(), at.y()) for at in places] == sorted((at.x(), at.y()) for at in places)
        assert [one for one in passed if one in page.late.lines] == page.late.lines


def test_a_milestone_past_its_day_says_so(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    item = sample_store.ask(partial(items_of, year=103))[0]
    stone = Milestone(plan_item_id=item.id, title="期中檢討", due_on=TODAY - timedelta(days=1), position=9)
    sample_store.do("增列查核點", lambda work: work.save(stone), by="王小明")
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        missed = sample_store.ask(partial(open_milestones, year=103, until=TODAY - timedelta(days=1), today=TODAY))
        told = [line.accessibleName() for line in page.milestones.lines]
        assert sum(words.endswith("逾期") for words in told) == min(len(missed), len(told)) > 0


@pytest.mark.parametrize(("width", "is_narrow"), [(1170, False), (760, True)])
def test_cards_stand_in_one_column_where_two_would_be_cut(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, width: int, is_narrow: bool
) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        page.resize(width, 600)
        qtbot.waitUntil(lambda: page.columns.is_narrow is is_narrow)
        inner = page.columns.widget()
        assert inner is not None
        qtbot.waitUntil(lambda: inner.width() <= page.columns.viewport().width())
        for card in (page.balance, page.late, page.milestones):
            right = card.mapTo(inner, card.rect().topRight()).x()
            assert right <= page.columns.viewport().width()


def test_the_page_is_looked_at_and_printed(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(page.findChildren(PrintPreview)), timeout=20_000)
        preview = page.findChildren(PrintPreview)[0]
        assert preview.isVisible()
        assert "推動概況" in preview.windowTitle()
        for one in page.findChildren(PrintPreview):
            one.close()


@pytest.mark.parametrize("year", [102, 103, 104])
def test_the_balance_opens_its_cases_in_whatever_year_is_chosen(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, year: int
) -> None:
    """With a case released in the present round; of a year gone by it is the balance of that year's last round."""
    lines = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))
    of_one = [line.id for line in lines if line.resolution.id == lines[0].resolution.id]
    words = {"reason": "已完成", "direct_reason": "示例"}
    done = partial(decide, assignment_ids=of_one, verdict=Verdict.RELEASED, today=TODAY, **words)
    sample_store.do("解除列管", done, by="王小明")
    with shown(qtbot, HomePage, sample_store, tmp_path, year=year) as home:
        told = {watch: int(figure.number.text()) for watch, figure in zip(SUM, home.figures, strict=True)}
        assert home.past.isVisible() is (year == 102)
        assert home.balance.title.text() == ("102年第4季列管（案）" if year == 102 else "本期列管（案）")
        assert home.subtitle.text().startswith("102年第4季" if year == 102 else "103年第4季")
    with shown(qtbot, ResolutionsPage, sample_store, tmp_path, year=year) as page:
        found = {}
        for watch in SUM:
            page.show_filtered(CaseFilter(watch=watch))
            settled(qtbot, page)
            found[watch] = len({line.resolution.id for line in page.list.shown()})
        assert page.balance.text().startswith("102年第4季" if year == 102 else "103年第4季")
    assert found == told
    assert told[Watch.RELEASED] == (0 if year == 102 else 1)


def test_a_year_gone_by_tells_of_its_last_round_and_of_what_is_left_of_it(
    qtbot: QtBot, window: MainWindow, sample_store: Store
) -> None:
    """In 104, with a case of 103 released in the last round of 103 and one of 104 late: each number as its list."""

    def settle() -> None:
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)

    def home() -> HomePage:
        page = window.open_page("home")
        assert isinstance(page, HomePage)
        settle()
        return page

    window.workbench.today = lambda: date(2015, 3, 10)
    open_now = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))
    of_one = [line.id for line in open_now if line.resolution.id == open_now[0].resolution.id]
    other = replace(open_now[-1].resolution, id="104", number="104-001", year=104, decided_on=date(2015, 1, 5))

    def later(work: Work) -> None:
        decide(work, of_one, verdict=Verdict.RELEASED, reason="已完成", today=TODAY, direct_reason="示例")
        work.save(replace(other, due_on=date(2015, 2, 1)))
        work.save(Assignment(resolution_id="104", member_id="65000"))

    window.workbench.do("示例", later)
    settle()
    page = home()
    before, added, released, remaining = (int(figure.number.text()) for figure in page.figures)
    assert (before + added - released, released) == (remaining, 1)
    assert page.past.isVisible()
    assert "103年度已結束" in page.past.text()
    late = int(page.late.all_button.text().partition(" ")[0])
    qtbot.mouseClick(page.late.all_button, Qt.MouseButton.LeftButton)
    settle()
    register = window.page
    assert isinstance(register, ResolutionsPage)
    assert register.filters.years_box.text() == "只看本年度決議"
    assert len(register.list.shown()) == late > 0
    assert {line.resolution.year for line in register.list.shown()} == {103}
    for place, figure in enumerate(home().figures):
        qtbot.mouseClick(home().figures[place], Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, ResolutionsPage)
        cases = {line.resolution.id for line in window.page.list.shown()}
        assert len(cases) == int(figure.number.text())
    for light in home().lights.buttons:
        button = home().lights.buttons[light]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, ResolutionsPage)
        assert len(window.page.list.shown()) == number_at_end(button.text())
    for place in range(len(home().members.rows)):
        share = home().members.rows[place].accessibleName().partition(" ")[2]
        qtbot.mouseClick(home().members.rows[place], Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, ResolutionsPage)
        count = len(window.page.list.shown())
        assert count == (int(share.partition("／")[2].partition(" 列")[0]) if "／" in share else 0)


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "mouse"])
def test_the_count_of_late_cases_opens_as_many(qtbot: QtBot, window: MainWindow, by_key: bool) -> None:
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle and home.late.all_button.isVisible(), timeout=20_000)
    button = home.late.all_button
    if by_key:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page = window.page
    assert isinstance(page, ResolutionsPage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    assert page.filters.wanted == CaseFilter(watch=Watch.LATE)
    assert f"{len(page.list.shown())} 列" == button.text()


def test_the_dots_follow_the_look(qtbot: QtBot, window: MainWindow) -> None:
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    button = home.lights.buttons[Light.RED]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app, "light")
    for look, colours in (("dark", DARK), ("light", LIGHT)):
        theme.choose(look)
        assert button.icon().pixmap(14, 14).toImage().pixelColor(7, 7).name() == colours.red


def test_the_rhythm_says_which_group_has_not_met(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert any("季尚未開會" in line.accessibleName() for line in page.owed.lines)


def test_what_is_owed_opens_the_meetings_that_it_is_about(qtbot: QtBot, window: MainWindow) -> None:
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: bool(home.owed.lines), timeout=20_000)
    line = next(one for one in home.owed.lines if "季尚未開會" in one.accessibleName())
    line.click()
    page = window.page
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    wanted = page.filters.wanted
    assert wanted.kind_id == "group"
    assert wanted.group_id is not None
    assert {row.meeting.group_id for row in page.list.shown()} <= {wanted.group_id}


def test_an_empty_register_says_what_to_do_first(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, store, tmp_path, year=115) as page:
        assert "請先到「組織」開啟年度" in page.first.text()
        assert page.first.isVisible()


def test_another_year_asks_again(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert "新竹縣" in page.subtitle.text()
        page.year.choose(104)
        settled(qtbot, page)
        assert "新北市" in page.subtitle.text()


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(2, 9, "2／9 列（22%）"), (0, 3, "0／3 列（0%）"), (0, 0, "無未結案件")]
)
def test_a_bar_gives_count_and_share(part: int, whole: int, share: str) -> None:
    assert Bar("宜蘭縣", part, whole, lambda: None, lambda: None).share == share
