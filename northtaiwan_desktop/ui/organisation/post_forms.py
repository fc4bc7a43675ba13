"""The forms of a post: who holds it and since when, and its change of hands."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import mail_addresses
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import people
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.people import open_work
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

NAMED = 6
"""Of the cases that go over, so many are named."""


class PostForm(FormDialog):
    """A person and the post that he or she holds: new, or the ones that are given."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        line: PostLine | None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("編輯職務") if line else _("新增職務")
        super().__init__(title, settings, draft=f"post/{line.post.id if line else ''}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        self.add("name", _("姓名"), QLineEdit(), required=True)
        self.add("body", _("職務"), ChoiceBox([(body, body.title) for body in Body]), required=True)
        self.add("member", _("縣市"), ChoiceBox([(m.id, m.name) for m in reference.members], none=_("（無）")))
        self.add("group", _("議題組"), ChoiceBox([(g.id, g.name) for g in reference.groups], none=_("（無）")))
        self.add("bureau", _("單位"), QLineEdit())
        self.add("title", _("職稱"), QLineEdit())
        self.add("since", _("到任日"), RocDateField())
        self.add("until", _("卸任日"), RocDateField(), hint=_("任期中留空白"))
        self.add("phone", _("電話"), QLineEdit())
        self.add("email", _("電子郵件"), email_field())
        self.start(_values(line) if line else {"body": Body.CONTACT, "since": workbench.today()}, self._store)

    def _store(self, values: Values) -> None:
        person = self._line.person if self._line else Person(name="")
        post = self._line.post if self._line else Post(person_id=person.id, body=Body.CONTACT)
        person = replace(person, name=values["name"], phone=values["phone"], email=values["email"] or "")
        post = replace(
            post,
            body=values["body"],
            member_id=values["member"],
            group_id=values["group"],
            bureau=values["bureau"],
            title=values["title"],
            since=values["since"],
            until=values["until"],
        )
        words = _("修改「{name}」的職務") if self._line else _("登記「{name}」的職務")
        action = partial(people.hold_post, person=person, post=post)
        self._workbench.do(words.format(name=person.name), action, then=self.kept, failed=self.refuse)


class HandOverForm(FormDialog):
    """交接: the holder's last day is the day before the successor's first."""

    def __init__(self, workbench: Workbench, settings: Settings, line: PostLine, parent: QWidget | None = None) -> None:
        super().__init__(
            _("交接職務"), settings, draft=f"hand-over/{line.post.id}", save_words=_("交接"), parent=parent
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        office = " ".join(
            part for part in (line.member_name, line.group_name, line.post.body.title, line.post.title) if part
        )
        self.add_part(
            soft(
                _("「{name}」（{office}）的職務交給接任的人；原任期到接任日的前一天。").format(
                    name=line.person.name, office=office
                )
            )
        )
        self.cases = soft(_("正在找移交的未結案件…"))
        self.add_part(self.cases)
        self.add("name", _("接任者姓名"), QLineEdit(), required=True)
        self.add("on", _("接任日"), RocDateField(), required=True)
        self.add("phone", _("電話"), QLineEdit())
        self.add("email", _("電子郵件"), email_field())
        self.start({"on": workbench.today()}, self._store)
        workbench.ask(partial(open_work, post=line.post, today=workbench.today()), self._show_cases, owner=self)

    def _show_cases(self, cases: list[TrackedLine]) -> None:
        """Say what goes over to the successor."""
        if not cases:
            self.cases.setText(_("這個職務目前沒有未結案件。"))
            return
        named = "、".join(line.number for line in cases[:NAMED])
        told = (
            _("一併移交未結案件 {count} 件：{named}。")
            if len(cases) <= NAMED
            else _("一併移交未結案件 {count} 件：{named}等。")
        )
        self.cases.setText(told.format(count=len(cases), named=named))

    def _store(self, values: Values) -> None:
        successor = Person(name=values["name"], phone=values["phone"], email=values["email"] or "")
        label = _("「{before}」交接給「{after}」").format(before=self._line.person.name, after=successor.name)
        action = partial(people.hand_over, post_id=self._line.post.id, successor=successor, on=values["on"])
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def email_field() -> ParsedField:
    """A line for mail addresses. What is none is told, and kept all the same."""
    return ParsedField(str, str, tell=mail_addresses.doubt)


def _values(line: PostLine) -> Values:
    post, person = line.post, line.person
    return {
        "name": person.name,
        "body": post.body,
        "member": post.member_id,
        "group": post.group_id,
        "bureau": post.bureau,
        "title": post.title,
        "since": post.since,
        "until": post.until,
        "phone": person.phone,
        "email": person.email,
    }
