"""The sender is answered, mends the workbook, and sends it back: only the rest is taken in."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from northtaiwan_desktop import i18n, paths
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import ProgressReport, Round
from northtaiwan_desktop.domain.remembered import About, Decision
from northtaiwan_desktop.services import answering, export, intake
from northtaiwan_desktop.services.answering import Reply
from northtaiwan_desktop.services.intake import Preview
from northtaiwan_desktop.services.outgoing import Existing
from northtaiwan_desktop.sheets.answer import SUMMARY, Severity
from northtaiwan_desktop.sheets.batch import UNDECIDED, Batch, taken
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from tests.journeys.returned_form import fill_in_all
from tests.services import one_workbook
from tests.services.one_workbook import Looked
from tests.sheets.workbooks import accepted, edited, saved

TODAY = date(2015, 1, 20)
ROUND = Round.quarter(103, 4)
NEW_TAIPEI = "65000"
UNREADABLE = "差不多了"


@pytest.fixture
def desk(sample_store: Store) -> Store:
    """A register with a window who can be reached."""

    def add(work: Work) -> None:
        person = work.save(Person(name="示例窗口\r\nBcc: x@example.org", email="a@example.org；無"))
        work.save(Post(person_id=person.id, body=Body.CONTACT, member_id=NEW_TAIPEI))

    sample_store.do("窗口", add, by="王小明")
    return sample_store


@pytest.fixture
def form(desk: Store, tmp_path: Path) -> Path:
    """A form as it comes back: all filled in, one cell of the first line unreadable."""
    path = tmp_path / "新北市103年第4季.xlsx"
    desk.ask(partial(export.form, path=path, today=TODAY, member_id=NEW_TAIPEI, round=ROUND))
    assert fill_in_all(path, {"辦理情形": "已召開會議。", "預定進度": "100%", "實際進度": "95%"}) >= 3
    return edited(path, lambda sheet: _put(sheet, UNREADABLE), sheet="填報表")


def _cell(sheet: Any) -> Any:
    header = next(row for row in sheet.iter_rows() if any(cell.value == "辦理情形" for cell in row))
    column = next(cell.column for cell in header if str(cell.value).startswith("實際進度"))
    return sheet.cell(header[0].row + 1, column)


def _put(sheet: Any, value: Any) -> None:
    _cell(sheet).value = value


def look(store: Store, path: Path, **stated: Any) -> Looked:
    return one_workbook.look(store, path, today=TODAY, **stated)


def take(store: Store, previewed: Looked, choice: str = "safe") -> Import:
    return one_workbook.take(store, previewed, choice, today=TODAY)


def replied(store: Store, previewed: Preview, **more: Any) -> Reply:
    return store.ask(partial(answering.reply, previewed=previewed, today=TODAY, **more))


def write(store: Store, made: Reply, path: Path) -> Path:
    path.write_bytes(answering.marked_copy(made, path.suffix))
    return path


def states(previewed: Preview) -> dict[RowState, int]:
    return {state: count for state, count in previewed.review.counts.items() if count and state is not RowState.IGNORED}


def test_the_mended_form_brings_only_the_rest(desk: Store, form: Path, tmp_path: Path) -> None:
    first = look(desk, form)
    assert states(first) == {RowState.CHANGED: len(accepted(first.review, "all"))}
    marked = write(desk, replied(desk, first), tmp_path / "新北市103年第4季（審閱）.xlsx")
    taken = take(desk, first)
    assert taken.changed == len(accepted(first.review, "all")) - 1

    edited(marked, lambda sheet: _put(sheet, "97%"), sheet="填報表")
    second = look(desk, marked)
    assert second.earlier is None
    assert states(second) == {RowState.CHANGED: 1, RowState.SAME: taken.changed}
    same = [row for row in second.review.rows if row.state is RowState.SAME]
    assert all("已於" in row.match.why for row in same if row.match)
    (rest,) = accepted(second.review, "safe")
    assert rest.row.fields["actual_percent"] == 97
    before = len(desk.ask(lambda records: records.all(ProgressReport)))
    assert take(desk, second).changed == 1
    assert len(desk.ask(lambda records: records.all(ProgressReport))) == before + 1
    assert states(look(desk, marked)) == {RowState.SAME: taken.changed + 1}


def test_a_row_that_was_taken_in_and_is_mended_once_more_is_a_change_and_no_conflict(
    desk: Store, form: Path, tmp_path: Path
) -> None:
    edited(form, lambda sheet: _put(sheet, "90%"), sheet="填報表")
    first = look(desk, form)
    marked = write(desk, replied(desk, first), tmp_path / "新北市103年第4季（審閱）.xlsx")
    take(desk, first)
    edited(marked, lambda sheet: _put(sheet, "99%"), sheet="填報表")
    (row,) = accepted(look(desk, marked).review, "safe")
    assert row.problems == ()
    assert [(each.field, each.theirs, each.ours) for each in row.differences] == [("actual_percent", 99, 90)]


def test_a_row_of_the_mended_form_that_is_edited_in_the_review_is_still_set_beside_what_was_taken_in(
    desk: Store, form: Path, tmp_path: Path
) -> None:
    edited(form, lambda sheet: _put(sheet, "90%"), sheet="填報表")
    first = look(desk, form)
    marked = write(desk, replied(desk, first), tmp_path / "新北市103年第4季（審閱）.xlsx")
    take(desk, first)
    edited(marked, lambda sheet: _put(sheet, "99%"), sheet="填報表")
    batch = look(desk, marked).batch
    (place,) = taken(batch, UNDECIDED)

    def settled(name: str, text: str) -> Batch:
        return intake.settle(desk.ask, batch, UNDECIDED.with_edit(place, name, text), today=TODAY)

    other = settled("report", "已召開兩次會議。").row(place)
    assert other.state is RowState.CHANGED
    assert other.problems == ()
    same = settled("actual_percent", "90%").row(place)
    assert same.state is RowState.SAME
    assert same.match is not None
    assert "已於" in same.match.why
    assert intake.compare_anew(desk.ask, settled("report", "甲"), UNDECIDED, today=TODAY).counts == batch.counts


def test_what_was_changed_here_since_is_not_undone_by_the_mended_file(desk: Store, tmp_path: Path) -> None:
    head = ["編號", "年度", "議題組", "方案名稱", "主政縣市", "指標"]
    rows = [
        head,
        ["", 103, "交通運輸", "示例跨域公車", "新北市", "甲"],
        ["", 103, "航太", "示例自行車道", "新北市", "乙"],
    ]
    path = saved(tmp_path / "新北市103年度行動方案.xlsx", rows)
    first = look(desk, path)
    assert first.review.recognised.kind == "plan"
    marked = write(desk, replied(desk, first), tmp_path / "新北市103年度行動方案（審閱）.xlsx")
    assert take(desk, first).new == 1

    def correct(work: Work) -> None:
        item = next(one for one in work.all(PlanItem) if one.name == "示例跨域公車")
        work.save(replace(item, indicator="我們改過的"))

    desk.do("更正", correct)
    edited(marked, lambda sheet: setattr(sheet["C3"], "value", "休閒遊憩"), sheet="工作表1")
    second = look(desk, marked)
    kept, mended = second.review.rows
    assert kept.state is RowState.IGNORED
    assert "登記之後另有更動" in kept.row.ignored
    assert mended.state is RowState.NEW
    place = next(iter(second.batch.rows()))[0]
    anew = intake.settle(desk.ask, second.batch, UNDECIDED.with_edit(place, "indicator", "丙"), today=TODAY)
    assert anew.row(place).state is RowState.CHANGED
    back = intake.settle(desk.ask, second.batch, UNDECIDED.with_edit(place, "indicator", "甲"), today=TODAY)
    assert back.row(place).state is RowState.IGNORED
    assert intake.compare_anew(desk.ask, second.batch, UNDECIDED, today=TODAY).counts == second.batch.counts
    assert take(desk, second).new == 1
    items = {one.name: one.indicator for one in desk.ask(lambda records: records.all(PlanItem))}
    assert (items["示例跨域公車"], items["示例自行車道"]) == ("我們改過的", "乙")


def test_a_mended_file_is_known_by_the_words_that_were_decided_on(desk: Store, tmp_path: Path) -> None:
    head = ["編號", "年度", "議題組", "方案名稱", "主政縣市", "指標"]
    rows = [head, ["", 103, "外星組", "示例跨域公車", "新北市", "甲"]]
    path = saved(tmp_path / "新北市103年度行動方案.xlsx", rows)
    decision = Decision(about=About.VALUE, field="group", wrote="外星組", meant="交通運輸")
    assert take(desk, look(desk, path, decisions={path: [decision]})).new == 1

    def correct(work: Work) -> None:
        (item,) = (one for one in work.all(PlanItem) if one.name == "示例跨域公車")
        work.save(replace(item, indicator="我們改過的"))

    desk.do("更正", correct)
    again = saved(tmp_path / "新北市103年度行動方案（更正）.xlsx", [*rows, ["", 103, "外星組", "示例自行車道", "", ""]])
    kept, new = look(desk, again).review.rows
    assert "登記之後另有更動" in kept.row.ignored
    assert new.state is RowState.NEW


def test_a_list_of_people_comes_back_mended_too(desk: Store, tmp_path: Path) -> None:
    head = ["縣市", "議題組", "姓名", "職稱", "電話"]
    rows = [head, ["新北市", "文化教育", "示例甲", "科員", "02-1"], ["新北市", "航太組", "示例乙", "科員", "02-2"]]
    path = saved(tmp_path / "新北市聯絡窗口.xlsx", rows)
    first = look(desk, path)
    marked = write(desk, replied(desk, first), tmp_path / "新北市聯絡窗口（審閱）.xlsx")
    take(desk, first)
    edited(marked, lambda sheet: setattr(sheet["B3"], "value", "環境資源"), sheet="工作表1")
    second = look(desk, marked)
    assert [row.state for row in second.review.rows] == [RowState.SAME, RowState.NEW]
    assert take(desk, second).new == 1


def test_the_mail_says_what_to_mend_by_when_and_brings_the_marked_copy(desk: Store, form: Path) -> None:
    made = replied(desk, look(desk, form))
    mail = message_from_bytes(answering.draft(made), policy=default)
    assert isinstance(mail, EmailMessage)
    assert mail["X-Unsent"] == "1"
    assert mail["Bcc"] is None
    assert "a@example.org" in mail["To"]
    assert form.name in mail["Subject"]
    assert "104年1月27日前" in mail["Subject"]
    body = mail.get_body()
    assert body is not None
    text = body.get_content()
    for words in (
        "新北市窗口您好",
        form.name,
        "有變更",
        "看不懂1處",
        UNREADABLE,
        "請填",
        "104年1月27日前",
        "新北市政府",
    ):
        assert words in text
    (copy,) = mail.iter_attachments()
    assert copy.get_filename() == "新北市103年第4季（審閱）.xlsx"
    assert load_workbook(io.BytesIO(copy.get_content())).sheetnames[0] == SUMMARY


def test_a_file_without_faults_is_answered_with_thanks(desk: Store, form: Path) -> None:
    edited(form, lambda sheet: _put(sheet, "95%"), sheet="填報表")
    made = replied(desk, look(desk, form))
    assert "無須更正" in made.subject
    assert "無須更正" in made.body


def test_a_county_that_is_far_behind_is_asked_for_its_reason(desk: Store, form: Path) -> None:
    edited(form, lambda sheet: _put(sheet, "80%"), sheet="填報表")
    previewed = look(desk, form)
    assert "進度落後 20 個百分點（達 10 以上）。請補落後原因、改善對策。" in replied(desk, previewed).body
    assert previewed.review.rows[0].is_safe


def test_to_confirm_is_no_advice_by_itself(desk: Store, form: Path) -> None:
    edited(form, lambda sheet: _put(sheet, "80%"), sheet="填報表")

    def confirm(sheet: Any) -> None:
        header = next(row for row in sheet.iter_rows() if any(cell.value == "辦理情形" for cell in row))
        column = next(cell.column for cell in header if cell.value == "預定進度")
        sheet.cell(header[0].row + 1, column).value = 0.1

    edited(form, confirm, sheet="填報表")
    marks = replied(desk, look(desk, form)).answer.marks
    (told,) = [mark for mark in marks if "低於先前填報" in mark.reason]
    assert told.advice == "讀法無誤就不必更改；有誤請直接更正。"


def test_the_mail_is_opened_by_an_address_that_is_never_too_long(desk: Store, form: Path) -> None:
    made = replied(desk, look(desk, form))
    address = answering.mailto(made, body=made.body + "甲" * 5_000)
    assert address.startswith("mailto:a@example.org?subject=")
    assert len(address) <= 1_900
    assert "其餘見所附標示檔" in unquote(address)
    assert "\n" not in address


def test_rows_that_a_person_refused_are_marked_as_such(desk: Store, form: Path) -> None:
    previewed = look(desk, form)
    refused = accepted(previewed.review, "safe")[:1]
    made = replied(desk, previewed, refused=refused)
    severities = [mark.severity for mark in made.answer.marks]
    assert severities.count(Severity.REFUSED) == 1
    assert "1列經審閱未採用" in made.body


def test_an_import_already_done_is_answered_from_the_kept_file(desk: Store, form: Path) -> None:
    done = take(desk, look(desk, form))
    form.unlink()
    previewed, left = desk.ask(partial(answering.of_import, import_id=done.id, today=TODAY))
    assert [row.row.problems[0].value for row in left] == [UNREADABLE]
    made = replied(desk, previewed, refused=left)
    assert "與登記相同" in made.body
    with pytest.raises(NotFound, match="沒有這個"):
        desk.ask(partial(answering.of_import, import_id="沒有這個", today=TODAY))


def test_the_senders_own_file_is_never_overwritten(desk: Store, form: Path) -> None:
    made = replied(desk, look(desk, form))
    with pytest.raises(RuleBroken, match="來源檔"):
        desk.ask(partial(answering.place_for, reply=made, path=form, source=form))


def test_a_file_that_was_changed_since_it_was_read_is_told(desk: Store, form: Path, tmp_path: Path) -> None:
    made = replied(desk, look(desk, form))
    edited(form, lambda sheet: _put(sheet, "1%"), sheet="填報表")
    with pytest.raises(RuleBroken, match="讀入之後有人修改過"):
        desk.ask(partial(answering.place_for, reply=made, path=tmp_path / "b.xlsx", source=form))


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        (Existing.KEEP, lambda path: None),
        (Existing.BESIDE, lambda path: path.with_name("b (2).xlsx")),
        (Existing.REPLACE, lambda path: path),
    ],
)
def test_what_lies_there_is_asked_about(
    desk: Store, form: Path, tmp_path: Path, existing: Existing, expected: Callable[[Path], Path | None]
) -> None:
    made = replied(desk, look(desk, form))
    target = tmp_path / "b.xlsx"
    target.write_bytes(b"work of somebody")
    with pytest.raises(RuleBroken, match="--existing"):
        desk.ask(partial(answering.place_for, reply=made, path=target, source=form))
    question = partial(answering.place_for, reply=made, path=target, source=form, existing=existing)
    assert desk.ask(question) == expected(target)


def test_a_day_that_has_passed_is_no_day_to_answer_by(desk: Store, form: Path) -> None:
    with pytest.raises(RuleBroken, match="104年1月19日"):
        replied(desk, look(desk, form), return_by=TODAY - timedelta(days=1))


def test_the_county_is_written_to_in_chinese_whatever_the_language_of_the_window(desk: Store, form: Path) -> None:
    i18n.use("en", paths.locale())
    try:
        previewed = look(desk, form)
        assert "not understood" in previewed.review.rows[0].problems[0].message
        made = replied(desk, previewed, refused=accepted(previewed.review, "safe")[:1])
    finally:
        i18n.use("zh_TW", paths.locale())
    assert "看不懂的百分比" in made.body
    assert [mark.severity for mark in made.answer.marks] == [Severity.UNREADABLE, Severity.REFUSED]


def test_a_draft_of_another_format_is_refused(desk: Store, form: Path, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="eml 或 txt"):
        answering.written(replied(desk, look(desk, form)), tmp_path / "a.docx")


def test_a_form_that_nobody_filled_in_is_asked_for_once_more(desk: Store, tmp_path: Path) -> None:
    path = tmp_path / "新北市103年第4季.xlsx"
    desk.ask(partial(export.form, path=path, today=TODAY, member_id=NEW_TAIPEI, round=ROUND))
    made = replied(desk, look(desk, path))
    assert "沒有填寫任何內容" in made.body
    assert "無須更正" not in made.body
    assert made.subject.startswith("請更正")
    sheet = load_workbook(io.BytesIO(answering.marked_copy(made, ".xlsx")))[SUMMARY]
    told = [str(row[0].value) for row in sheet.iter_rows() if row[0].value]
    assert any("沒有填寫任何內容" in text for text in told)
    assert "沒有需要更正的儲存格。" not in told


SECRETARYS = ("逐列勾選", "再匯入", "先登錄這一案", "要不要採用", "還沒有決定", "向來文單位")
"""Words that tell the secretary what to do in the window, where a county has none."""


def test_the_sender_is_not_told_what_the_secretary_has_to_do(desk: Store, form: Path) -> None:
    def spoil(sheet: Any) -> None:
        header = next(row for row in sheet.iter_rows() if any(cell.value == "辦理情形" for cell in row))
        place = {str(cell.value): cell.column for cell in header}
        first = header[0].row + 1
        sheet.row_dimensions[first].hidden = True
        sheet.cell(first + 1, place["辦理情形"]).value = "已召開\ufffd議。"
        sheet.cell(first + 2, place["編號"]).value = "999-999"
        sheet.cell(first + 2, place["決議事項"]).value = "另一個平臺的事項"
        for column in range(sheet.max_column, 0, -1):
            if str(sheet.cell(header[0].row, column).value) in {"assignment_id", "line_id", "stamp"}:
                sheet.cell(first + 2, column).value = None

    edited(form, spoil, sheet="填報表")
    made = replied(desk, look(desk, form))
    told = "\n".join(mark.comment for mark in made.answer.marks)
    assert len(made.answer.marks) >= 4
    assert all(word in told for word in ("隱藏", "損壞的字元", "與本平臺窗口聯絡"))
    assert not [words for words in SECRETARYS if words in told + made.body]
