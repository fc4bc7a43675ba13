"""組織: who leads which group, and the change of hands."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.lists import GroupLine, PostLine
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.organisation.page import OrganisationPage
from northtaiwan_desktop.ui.organisation.post_forms import HandOverForm, PostForm
from northtaiwan_desktop.ui.organisation.role_form import RoleForm
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
