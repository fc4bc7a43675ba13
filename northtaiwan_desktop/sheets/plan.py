"""The year's action plan (年度行動方案) as columns: one row an item."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.book import Book, Paper, Sheet, cells, in_unit, money_unit, shown
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(
        name="number",
        title=N_("編號"),
        value=lambda row: row.item.number,
        width=11,
        synonyms=("方案編號", "計畫編號", "行動方案編號", "項次", "序號", "案號"),
    ),
    Column(
        name="year",
        title=N_("年度"),
        value=lambda row: row.item.year,
        width=7,
        synonyms=("計畫年度", "方案年度", "執行年度", "辦理年度"),
    ),
    Column(
        name="group",
        title=N_("議題組"),
        value=lambda row: row.group_name,
        width=13,
        synonyms=("議題小組", "議題", "組別", "小組", "議題別", "所屬議題", "所屬小組", "分組"),
    ),
    Column(
        name="name",
        title=N_("行動方案"),
        value=lambda row: row.item.name,
        width=32,
        synonyms=(
            "方案名稱",
            "行動方案名稱",
            "計畫名稱",
            "行動計畫",
            "工作項目",
            "合作項目",
            "合作計畫",
            "合作議題",
            "推動項目",
            "方案",
            "名稱",
            "行動方案項目",
        ),
    ),
    Column(
        name="term",
        title=N_("期程"),
        value=lambda row: row.item.term.word,
        data=lambda row: row.item.term.value,
        width=7,
        synonyms=("短中長期", "短／中／長期", "期程別", "期程分類", "計畫期程別", "類別"),
        choices=tuple(term.word for term in Term),
    ),
    Column(
        name="lead",
        title=N_("主辦縣市"),
        value=lambda row: row.lead_name,
        width=12,
        synonyms=(
            "主辦單位",
            "主辦機關",
            "主辦",
            "主政縣市",
            "主政單位",
            "主責單位",
            "主責機關",
            "權責單位",
            "承辦單位",
            "執行單位",
            "提案縣市",
        ),
    ),
    Column(
        name="co_leads",
        title=N_("配合縣市"),
        value=lambda row: row.co_lead_names,
        form=Form.LIST,
        width=18,
        synonyms=(
            "協辦縣市",
            "協辦單位",
            "協辦機關",
            "協辦",
            "配合單位",
            "配合機關",
            "合作縣市",
            "參與縣市",
            "共同辦理縣市",
        ),
    ),
    Column(
        name="starts_on",
        title=N_("開始日期"),
        value=lambda row: row.item.starts_on,
        form=Form.DAY,
        width=14,
        synonyms=("起日", "起始日期", "開始時間", "起始時間", "預定開始日期", "計畫起日", "起始日"),
    ),
    Column(
        name="ends_on",
        title=N_("結束日期"),
        value=lambda row: row.item.ends_on,
        form=Form.DAY,
        width=14,
        synonyms=(
            "迄日",
            "完成日期",
            "結束時間",
            "預定完成日期",
            "預定完成期限",
            "計畫迄日",
            "截止日期",
            "完成期限",
            "結束日",
        ),
    ),
    Column(
        name="budget",
        title=N_("經費"),
        value=lambda row: row.budget,
        form=Form.MONEY,
        width=12,
        synonyms=(
            "經費需求",
            "預算",
            "預算金額",
            "經費預算",
            "所需經費",
            "總經費",
            "經費（千元）",
            "經費概估",
            "金額",
            "預估經費",
        ),
    ),
    Column(
        name="source",
        title=N_("經費來源"),
        value=lambda row: row.sources,
        data=lambda row: "、".join(row.sources),
        form=Form.LIST,
        width=12,
        synonyms=("預算來源", "財源", "經費來源別", "財源籌措"),
    ),
    Column(
        name="axes",
        title=N_("願景主軸"),
        value=lambda row: row.axis_names,
        form=Form.LIST,
        width=12,
        synonyms=("主軸", "NT-FACE", "願景", "發展主軸", "面向", "策略主軸", "對應主軸"),
    ),
    Column(
        name="indicator",
        title=N_("績效指標"),
        value=lambda row: row.item.indicator,
        width=24,
        synonyms=("指標", "衡量指標", "關鍵績效指標", "KPI", "預期效益", "預期成果", "目標值", "衡量標準"),
    ),
    Column(
        name="planned_percent",
        title=N_("預定進度"),
        value=lambda row: row.planned_percent,
        form=Form.PERCENT,
        width=9,
        synonyms=("預定進度（%）", "預定執行進度", "預計進度", "累計預定進度", "計畫進度"),
    ),
    Column(
        name="actual_percent",
        title=N_("實際進度"),
        value=lambda row: row.actual_percent,
        form=Form.PERCENT,
        width=9,
        synonyms=(
            "實際進度（%）",
            "執行進度",
            "執行進度（%）",
            "實際執行進度",
            "累計實際進度",
            "目前進度",
            "完成進度",
            "達成率",
        ),
    ),
)


def plan_book(lines: Sequence[PlanLine], *, platform: str, year: int, today: date) -> Book:
    """The action plan of a ROC year as a table; the year stands in the title and in each row."""
    unit, corner = money_unit(line.budget for line in lines)
    title = f"{platform}{year}年度行動方案"
    sheet = Sheet(
        name="行動方案",
        title=(title, f"製表日期：{roc_date.written(today)}　共{len(lines)}項"),
        corner=corner,
        columns=tuple(shown(column) for column in COLUMNS),
        rows=tuple(in_unit(cells(COLUMNS, line), COLUMNS, unit) for line in lines),
        paper=Paper.A3,
        frozen_columns=1,
    )
    properties = (("kind", "plan"), ("year", str(year)))
    return Book(title=title, author=platform, made_on=today, sheets=(sheet,), properties=properties)
