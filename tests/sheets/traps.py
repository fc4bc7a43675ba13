"""One workbook for each trap that tables of real offices set, and what has to be read from it.

`docs/foreign-files.md` has the same list for readers; a test holds the two together.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.writing.span import Precision
from tests.sheets.hostile import label_record, number_record, ods, ods_cell, ods_row, parts_of, record, xls
from tests.sheets.hostile import packed as packed_parts

Rows = Sequence[Sequence[Any]]
HEAD = ("編號", "決議事項", "主辦單位", "辦理情形", "實際進度", "填報日期")
LIST = ("案號", "決議事項", "主辦單位", "預定完成日期")
CASE = ("115-003", "研擬方案", "桃園市", "115/12/31")
OF_SEVERAL = {"number": "115-003", "text": "研擬方案", "lead": "桃園市、宜蘭縣", "due_on": date(2026, 12, 31)}
EVENT = {"since": date(2026, 9, 28), "until": date(2026, 9, 28), "precision": Precision.DAY, "text": "召開會議"}
ROW = ("115-003", "研擬方案", "桃園市", "已召開會議", "80%", "115/09/28")
READ = {
    "number": "115-003",
    "text": "研擬方案",
    "lead": "桃園市",
    "report": "已召開會議",
    "actual_percent": 80,
    "reported_on": date(2026, 9, 28),
}


@dataclass(frozen=True)
class Trap:
    """A file, and what is read from it: the fields of its first row of data, and what the rest says."""

    make: Callable[[], bytes]
    file: str = "回報.xlsx"
    kind: str = "progress"
    fields: Mapping[str, Any] = field(default_factory=lambda: READ)
    said: tuple[str, ...] = ()
    """Words of its problems and notes."""
    aside: tuple[str, ...] = ()
    """Why rows, or sheets, are set aside."""
    year: int | None = None
    round: str = ""
    sender: str = ""


def xlsx(rows: Rows, *merges: str, sheet: str = "工作表1", edit: Callable[[Any], None] | None = None) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for merge in merges:
        page.merge_cells(merge)
    if edit:
        edit(page)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def with_cell(column: str, value: Any) -> bytes:
    cells = dict(zip(HEAD, ROW, strict=True)) | {column: value}
    return xlsx([list(cells), list(cells.values())])


def read(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in {**READ, **changed}.items() if value is not None}


def plan(*rows: Sequence[Any], sheet: str = "工作表1") -> bytes:
    return xlsx(rows, sheet=sheet)


def two_sheets(name: str, *, hidden: bool = False) -> bytes:
    book = Workbook()
    page, other = book.active, book.create_sheet(name)
    assert page is not None
    for each in (page, other):
        each.append(HEAD)
        each.append(ROW)
    other["A2"] = "999-999"
    if hidden:
        other.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def percent_cells(value: float = 1) -> bytes:
    def edit(page: Any) -> None:
        page["E2"], page["E2"].number_format = value, "0%"

    return xlsx([HEAD, ROW], edit=edit)


def wingdings() -> bytes:
    def edit(page: Any) -> None:
        page["G1"], page["G2"], page["G2"].font = "是否解除列管", "ü", Font(name="Wingdings")

    return xlsx([HEAD, ROW], edit=edit)


def formulas() -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ROW)
    page.write_formula("D2", '=A2&"已辦"', value="")
    page.write_formula("E2", "=1/0", value="#DIV/0!")
    page.write_formula("C2", '="桃園"&"市"', value="桃園市")
    book.close()
    return data.getvalue()


def old_excel(*, struck: bool = False) -> bytes:
    font = record(0x31, bytes((200, 0, 8 if struck else 0, 0)) + bytes(10) + bytes((1, 0)) + b"A")
    styles = font + record(0xE0, bytes(20)) + record(0xE0, bytes((0, 0, 9, 0)) + bytes(16))
    cells = b"".join(label_record(0, at, text) for at, text in enumerate(HEAD))
    cells += b"".join(label_record(1, at, text) for at, text in enumerate(ROW) if at != 4)
    return xls(cells + number_record(1, 4, 0.8, style=1), globals_=styles)


def long_ods() -> bytes:
    rows = b"".join(ods_row(b"".join(ods_cell(text) for text in row)) for row in (HEAD, ROW))
    return ods(rows + ods_row(b"<table:table-cell/>", 'table:number-rows-repeated="1000000"'))


def text_file(encoding: str, delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in (HEAD, ROW)).encode(encoding)


def damaged_text(encoding: str, gone: str, *, before: str = "") -> bytes:
    """A text file in which one byte was written over, that of `gone` where it follows `before`."""
    data = bytearray(text_file(encoding))
    data[data.index((before + gone).encode(encoding)) + len(before.encode(encoding))] = 0xFF
    return bytes(data)


def linked_outside() -> bytes:
    parts = parts_of(xlsx([HEAD, ROW]))
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = b'<Relationships><Relationship Target="file://x/y"/></x>'
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 not to be run"
    return packed_parts(parts)


TITLED = [["桃園市政府115年第3季決議事項辦理情形"], ["填表日期：115年9月30日"], []]
TALL = [
    ["項\n次", "決議\n事項", "主辦\n機關", "辦理\n情形", "執行進度", None],
    [None, None, None, None, "預 定", "實　際"],
]

# One line a trap: a table is read by its lines.
# ruff: noqa: E501
TRAPS: Mapping[str, Trap] = {
    "臺 and 台, half and full width": Trap(lambda: xlsx([["編　號", *HEAD[1:]], ["１１５－００３", "研擬方案", "台 北 市", *ROW[3:]]]), fields=read(number="１１５－００３", lead="臺北市")),
    "spaces and line breaks in a header": Trap(lambda: xlsx([["編 號", "決議\n事項", "主 辦　單 位", "辦理\n情形", "實 際\n進 度", "填報　日期"], ROW])),
    "title rows above the table": Trap(lambda: xlsx([*TITLED, HEAD, ROW], "A1:F1"), year=115, round="115Q3", sender="桃園市"),
    "a header of two merged rows": Trap(lambda: xlsx([*TALL, [*ROW[:4], "90%", "80%"]], "A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"), fields=read(planned_percent=90, reported_on=None)),
    "columns in another order, by another name": Trap(lambda: xlsx([["執行進度", "執行情形", "主政機關", "裁示事項", "案號"], ["80%", "已召開會議", "桃園市", "研擬方案", "115-003"]]), fields=read(reported_on=None)),
    "last round's column beside this one's": Trap(lambda: xlsx([["編號", "前次辦理情形", "本次辦理情形"], ["115-003", "舊", "已召開會議"]]), fields={"number": "115-003", "report": "已召開會議"}),
    "one column for each quarter": Trap(lambda: xlsx([["編號", "第1季辦理情形", "第2季辦理情形", "實際進度"], ["115-003", "舊", "已召開會議", "80%"], ["115-004", "舊", "乙", "70%"]]), fields={"number": "115-003", "actual_percent": 80}),
    "a second table under the first": Trap(lambda: xlsx([HEAD, ROW, [], ["實際進度", "編號", "辦理情形"], ["70%", "115-004", "乙"]]), aside=("空白列", "另一個表", "另一個表")),
    "a text struck through": Trap(lambda: xlsx([HEAD, ROW], edit=lambda page: setattr(page["D2"], "font", Font(strike=True))), said=("刪除線", "已召開會議")),
    "a part of a text struck through": Trap(lambda: xlsx([HEAD, ROW], edit=lambda page: setattr(page["D2"], "value", CellRichText(TextBlock(InlineFont(strike=True), "未"), "已召開會議"))), fields=read(report="未已召開會議"), said=("刪除線",)),
    "a text struck through in old Excel": Trap(lambda: old_excel(struck=True), file="回報.xls", said=("刪除線",)),
    "年, 月 and 日 in three columns": Trap(lambda: xlsx([["編號", "決議事項", "主辦單位", "辦理情形", "實際進度", "填報日期", None, None], [None, None, None, None, None, "年", "月", "日"], [*ROW[:5], 115, 9, 28]], *(f"{column}1:{column}2" for column in "ABCDE"), "F1:H1")),
    "a start and an end in one cell": Trap(lambda: plan(["行動方案", "議題組", "執行期間"], ["月票", "交通", "115.1~115.12"]), kind="plan", fields={"name": "月票", "group": "交通運輸", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}),
    "a group that only a title names": Trap(lambda: plan(["交通運輸組　行動方案"], ["行動方案", "主辦縣市", "期程"], ["月票", "桃園市", "短期"]), kind="plan", fields={"name": "月票", "group": "交通運輸", "lead": "桃園市", "term": Term.SHORT}),
    "本府, of a sender that is known": Trap(lambda: xlsx([["桃園市政府決議事項辦理情形"], HEAD, [*ROW[:2], "本府交通局", *ROW[3:]]], "A1:F1"), sender="桃園市"),
    "an issue group as the doer": Trap(lambda: with_cell("主辦單位", "交通運輸組"), fields=read(lead="交通運輸組"), said=("議題組（交通運輸）",)),
    "a place that names a county": Trap(lambda: xlsx([["會議地點：新竹縣政府"], HEAD, ROW], "A1:F1")),
    "the rate at which money is spent: 經費執行率": Trap(lambda: xlsx([["編號", "辦理情形", "經費執行率(%)", "主辦單位意見"], ["115-003", "已召開會議", 45, "新北市無意見"]]), fields={"number": "115-003", "report": "已召開會議"}),
    "the day on which it was done: 實際完成日期": Trap(lambda: xlsx([["案號", "決議事項", "主辦單位", "實際完成日期"], [*CASE[:3], "115/12/31"]]), kind="resolutions", fields={"number": "115-003", "text": "研擬方案", "lead": "桃園市"}),
    "累計進度 beside 本期進度": Trap(lambda: xlsx([["編號", "辦理情形", "本期進度", "累計進度"], ["115-003", "已召開會議", "20%", "80%"]]), fields={"number": "115-003", "report": "已召開會議", "actual_percent": 80}),
    "a year alone in a row of a chronicle": Trap(lambda: xlsx([["日期", "記事"], ["115年"], ["9月28日", "召開會議"]]), kind="chronicle", fields=EVENT, said=("沒有寫年",), aside=("年的標題",)),
    "年度 beside 日期 in a chronicle": Trap(lambda: xlsx([["年度", "日期", "記事"], [115, "9月28日", "召開會議"], [None, "10月1日", "另一件"]], "A2:A3"), kind="chronicle", fields=EVENT),
    "several counties where one leads": Trap(lambda: plan(["行動方案", "議題組", "主辦縣市"], ["月票", "交通", "桃園市、新北市"]), kind="plan", fields={"name": "月票", "group": "交通運輸", "lead": "桃園市", "co_leads": ("新北市",)}, said=("只有一個",)),
    "修正後通過": Trap(lambda: xlsx([["計畫名稱", "提案縣市", "審查情形"], ["海岸", "新竹縣", "修正後通過"]]), kind="proposals", fields={"name": "海岸", "proposer": "新竹縣", "result": Result.APPROVED}),
    "the match of one county: 新竹縣配合款": Trap(lambda: xlsx([["計畫名稱", "提案縣市", "申請金額", "新竹縣配合款", "苗栗縣配合款"], ["海岸", "新竹縣", "400元", "60元", "40元"]]), kind="proposals", fields={"name": "海岸", "proposer": "新竹縣", "requested": 400}),
    "a column without heading": Trap(lambda: xlsx([["編號", None, "辦理情形"], ["115-003", "桃園市", "已召開會議"], *([f"115-{at:03}", "新竹縣", "乙"] for at in range(4, 12))]), fields={"number": "115-003", "report": "已召開會議", "lead": "桃園市"}),
    "a hidden column with the same heading": Trap(lambda: xlsx([["編號", "辦理情形", "辦理情形"], ["115-003", "舊", "已召開會議"]], edit=lambda page: setattr(page.column_dimensions["B"], "hidden", True)), fields={"number": "115-003", "report": "已召開會議"}),
    "hidden rows": Trap(lambda: xlsx([HEAD, ROW], edit=lambda page: setattr(page.row_dimensions[2], "hidden", True)), said=("隱藏",)),
    "one value merged down many rows": Trap(lambda: xlsx([HEAD, ["115-002", "甲", "桃園市", "乙", "70%", None], [*ROW[:2], None, *ROW[3:]]], "C2:C3"), fields={"number": "115-002", "text": "甲", "lead": "桃園市", "report": "乙", "actual_percent": 70}),
    "totals, notes, blank and repeated header rows": Trap(lambda: xlsx([HEAD, ROW, ["合　計", "1案"], [], ["註：每季填報"], HEAD, ["填表人：王"], ["以下空白"]]), aside=("合計列", "空白列", "附註列", "重複的表頭", "附註列", "附註列")),
    "an example row": Trap(lambda: xlsx([HEAD, ["範例", *ROW[1:]], ROW]), aside=("範例列",)),
    "a row that counts the columns": Trap(lambda: xlsx([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ROW]), aside=("欄號列",)),
    "a sheet of examples": Trap(lambda: two_sheets("填寫範例"), aside=("範例",)),
    "a code list": Trap(lambda: two_sheets("代碼表"), aside=("代碼",)),
    "a hidden sheet": Trap(lambda: two_sheets("舊資料", hidden=True), aside=("隱藏",)),
    "units in a corner": Trap(lambda: plan(["115年度行動方案", None, "單位：千元"], ["行動方案", "議題組", "經費"], ["月票", "交通", "1,200"]), kind="plan", fields={"name": "月票", "group": "交通運輸", "budget": 1_200_000}, year=115),
    "units in the header": Trap(lambda: plan(["行動方案", "議題組", "經費（萬元）"], ["月票", "交通", 5]), kind="plan", fields={"name": "月票", "group": "交通運輸", "budget": 50_000}),
    "units in a row of their own": Trap(lambda: plan(["行動方案", "議題組", "經費"], [None, None, "(千元)"], ["月票", "交通", 1200]), kind="plan", fields={"name": "月票", "group": "交通運輸", "budget": 1_200_000}),
    "an amount that names its own unit": Trap(lambda: plan([None, None, "單位：千元"], ["行動方案", "議題組", "經費"], ["月票", "交通", "1億1,890萬元"]), kind="plan", fields={"name": "月票", "group": "交通運輸", "budget": 118_900_000}),
    "words in a column of amounts": Trap(lambda: plan(["行動方案", "議題組", "經費"], ["月票", "交通", "設計：800"]), kind="plan", fields={"name": "月票", "group": "交通運輸"}, said=("設計：800", "1,200")),
    "shares in a column of sources: 中央50%、地方50%": Trap(lambda: plan(["行動方案", "議題組", "經費來源"], ["月票", "交通", "中央50%、地方50%"]), kind="plan", fields={"name": "月票", "group": "交通運輸", "source": "中央補助、其他"}, said=("「50%、50%」沒有讀入", "「地方」不是")),
    "a sheet for each group, named short": Trap(lambda: plan(["行動方案", "期程", "主辦縣市"], ["月票", "短期", "桃園市"], sheet="原客新移"), kind="plan", fields={"name": "月票", "group": "原住民客家族群及新移民", "lead": "桃園市", "term": Term.SHORT}),
    "a date as a whole number": Trap(lambda: with_cell("填報日期", 1040604), fields=read(reported_on=date(2015, 6, 4))),
    "a true Excel date": Trap(lambda: with_cell("填報日期", datetime(2026, 9, 28))),
    "a date with its weekday": Trap(lambda: with_cell("填報日期", "105.10.21(五)"), fields=read(reported_on=date(2016, 10, 21))),
    "a weekday that does not agree": Trap(lambda: with_cell("填報日期", "105.10.21(一)"), fields=read(reported_on=None), said=("星期五",)),
    "a two-figure year": Trap(lambda: with_cell("填報日期", "99.10.21"), fields=read(reported_on=date(2010, 10, 21)), said=("兩位數", "民國99年")),
    "a two-figure year that tells none": Trap(lambda: with_cell("填報日期", "15/9/8"), fields=read(reported_on=None), said=("民國15年", "2015年")),
    "a month without a year": Trap(lambda: with_cell("填報日期", "9月8日"), fields=read(reported_on=None), said=("沒有年",)),
    "1/12": Trap(lambda: with_cell("填報日期", "1/12"), file="115年回報.xlsx", fields=read(reported_on=date(2026, 1, 12)), said=("沒有寫年", "115年1月12日"), year=115),
    "a day that no calendar has": Trap(lambda: with_cell("填報日期", "115年2月30日"), fields=read(reported_on=None), said=("28",)),
    "a serial number of Excel as text": Trap(lambda: with_cell("填報日期", 42948), fields=read(reported_on=None), said=("日期序號",)),
    "八成, 約80%, 80﹪": Trap(lambda: with_cell("實際進度", "約八成")),
    "a percentage with a remark": Trap(lambda: with_cell("實際進度", "100％(已完成)"), fields=read(actual_percent=100)),
    "0.8": Trap(lambda: with_cell("實際進度", 0.8)),
    "a bare 1": Trap(lambda: with_cell("實際進度", 1), fields=read(actual_percent=None), said=("1%", "100%")),
    "1 in the format of percentages": Trap(percent_cells, fields=read(actual_percent=100)),
    "80 in the format of percentages (8000%)": Trap(lambda: percent_cells(80), said=("8000%",)),
    "已完成, 尚未開始, 一半": Trap(lambda: with_cell("實際進度", "已完成"), fields=read(actual_percent=100), said=("已完成",)),
    "過半, 進行中": Trap(lambda: with_cell("實際進度", "過半"), fields=read(actual_percent=None), said=("過半", "60%")),
    "—, 無 in a column of percentages": Trap(lambda: with_cell("實際進度", "—"), fields=read(actual_percent=None), said=("沒有填寫",)),
    "0.8 in a column of 80": Trap(lambda: xlsx([HEAD, [*ROW[:4], 0.8, ROW[5]], ["115-004", *ROW[1:4], 80, ROW[5]]]), fields=read(actual_percent=None), said=("不猜",)),
    "a tick before one of two words": Trap(lambda: xlsx([[*HEAD, "列管建議"], [*ROW, "□提請解除列管 ■繼續列管"]]), fields=read(verdict=Verdict.CONTINUE)),
    "a tick behind the word": Trap(lambda: xlsx([[*HEAD, "列管建議"], [*ROW, "提請解除列管(V) 繼續列管( )"]]), fields=read(verdict=Verdict.RELEASE_ASKED)),
    "two ticks": Trap(lambda: xlsx([[*HEAD, "列管建議"], [*ROW, "■解除列管 ■繼續列管"]]), said=("只勾選一項",)),
    "a tick in Wingdings": Trap(wingdings, fields=read(verdict=Verdict.RELEASE_ASKED)),
    "several names in one cell": Trap(lambda: with_cell("主辦單位", "桃園縣政府交通局、台北市\n新竹縣"), fields=read(lead="桃園市、臺北市、新竹縣")),
    "a county of another platform": Trap(lambda: with_cell("主辦單位", "臺南市"), fields=read(lead=None), said=("臺南市", "桃園市")),
    "a line for each doer of a case": Trap(lambda: xlsx([LIST, CASE, [*CASE[:2], "宜蘭縣", CASE[3]], ["115-004", "另一案", "苗栗縣"]]), kind="resolutions", fields=OF_SEVERAL, said=("第2、3列是同一案",), aside=("已併入該列",)),
    "a line for each doer, the case said once": Trap(lambda: xlsx([LIST, CASE, [None, None, "宜蘭縣"]]), kind="resolutions", fields=OF_SEVERAL, said=("第2、3列是同一案",), aside=("已併入該列",)),
    "a line for each doer, the case merged down": Trap(lambda: xlsx([LIST, CASE, [None, None, "宜蘭縣"]], "A2:A3", "B2:B3", "D2:D3"), kind="resolutions", fields=OF_SEVERAL, said=("第2、3列是同一案",), aside=("已併入該列",)),
    "several roles in one cell: 主辦：… 協辦：…": Trap(lambda: xlsx([LIST, [*CASE[:2], "主辦：新北市\n協辦：臺北市、基隆市", CASE[3]]]), kind="resolutions", fields={**OF_SEVERAL, "lead": "新北市", "co_leads": ("臺北市", "基隆市")}, said=("主辦新北市；協辦臺北市、基隆市",)),
    "a role of no known word, or of two: 督導, 主協辦": Trap(lambda: with_cell("主辦單位", "主辦：桃園市\n督導：新北市"), fields=read(lead=None), said=("督導", "主辦或協辦")),
    "北北基, 桃竹苗: several members in one word": Trap(lambda: with_cell("主辦單位", "北北基桃、竹苗"), fields=read(lead="臺北市、新北市、基隆市、桃園市、新竹市、新竹縣、苗栗縣"), said=("「北北基桃」讀為臺北市、新北市、基隆市、桃園市", "「竹苗」讀為")),
    "北基: one of two members, not told which": Trap(lambda: with_cell("主辦單位", "北基"), fields=read(lead=None), said=("臺北市、新北市",)),
    "金門縣, a county outside as any other": Trap(lambda: with_cell("主辦單位", "金門縣政府"), fields=read(lead=None), said=("金門縣", "桃園市")),
    "a formula without result, and an error value": Trap(formulas, fields=read(report=None, actual_percent=None), said=("公式沒有存下", "#DIV/0!")),
    "a text that begins like a formula": Trap(lambda: xlsx([HEAD, [*ROW[:3], "x", *ROW[4:]]], edit=lambda page: (setattr(page["D2"], "value", "=cmd|'/c calc'!A1"), setattr(page["D2"], "data_type", "s"))), fields=read(report="=cmd|'/c calc'!A1")),
    "private-use characters": Trap(lambda: with_cell("辦理情形", "王\ue123局長"), fields=read(report="王\ue123局長")),
    "the year and round in the sheet's name": Trap(lambda: xlsx([HEAD, ROW], sheet="115年第2季"), year=115, round="115Q2"),
    "the year and sender in the file's name": Trap(lambda: xlsx([HEAD, ROW]), file="114Q4_竹縣.xlsx", year=114, round="114Q4", sender="新竹縣"),
    "old Excel (xls)": Trap(old_excel, file="回報.xls"),
    "a million empty rows in ods": Trap(long_ods, file="回報.ods"),
    "CSV in UTF-8": Trap(lambda: text_file("utf-8"), file="回報.csv"),
    "CSV in UTF-8 with a mark": Trap(lambda: text_file("utf-8-sig"), file="回報.csv"),
    "CSV in UTF-16, by tabs": Trap(lambda: text_file("utf-16", "\t"), file="回報.csv"),
    "CSV in Big5, by semicolons": Trap(lambda: text_file("cp950", ";"), file="回報.csv"),
    "CSV with a broken byte": Trap(lambda: damaged_text("utf-8", "會", before="已召開"), file="回報.csv", fields=read(report=None), said=("已召開\ufffd", "損壞的字元")),
    "CSV in Big5 with a broken byte": Trap(lambda: damaged_text("cp950", "會", before="已召開"), file="回報.csv", fields=read(report=None), said=("已召開\ufffd議", "損壞的字元")),
    "CSV with a broken delimiter": Trap(lambda: damaged_text("cp950", ",", before="已召開會議"), file="回報.csv", fields=read(report=None, actual_percent=None, reported_on=None), said=("損壞的字元", "欄數不對", "115/09/28")),
    "CSV under the name of Excel": Trap(lambda: text_file("utf-8"), file="回報.xls"),
    "Excel under the name of CSV": Trap(lambda: xlsx([HEAD, ROW]), file="回報.csv"),
    "macros and links to outside": Trap(linked_outside, file="回報.xlsm"),
    "a name with a path in it": Trap(lambda: xlsx([HEAD, ROW]), file="..\\..\\回報.xlsx"),
}  # fmt: skip
