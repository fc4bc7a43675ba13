"""Proposals to central government (國建計畫提案) as columns: one row a proposal."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.lists import ContributionLine, ProposalLine
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.book import Book, Paper, Sheet, in_unit, money_unit, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.sheets.contributions import contributions_sheet
from northtaiwan_desktop.sheets.list_marks import marked

LIGHTS = {
    Result.PROPOSED: Light.YELLOW,
    Result.SUBMITTED: Light.YELLOW,
    Result.MERGED: Light.DONE,
    Result.RETURNED: Light.RED,
    Result.APPROVED: Light.GREEN,
    Result.REJECTED: Light.RED,
}
"""The colour of each state on the screen, always beside its word."""

COLUMNS: tuple[Column, ...] = (
    Column(
        name="year",
        title=N_("年度"),
        value=lambda row: row.proposal.year,
        width=7,
        synonyms=("提案年度", "計畫年度", "申請年度", "補助年度"),
    ),
    Column(
        name="name",
        title=N_("計畫名稱"),
        value=lambda row: row.proposal.name,
        width=38,
        synonyms=(
            "提案名稱",
            "提案計畫",
            "提案計畫名稱",
            "案名",
            "計畫案名",
            "提案",
            "申請計畫名稱",
            "規劃案名稱",
            "名稱",
        ),
    ),
    Column(
        name="group",
        title=N_("議題組"),
        value=lambda row: row.group_name,
        width=14,
        synonyms=("議題小組", "議題", "組別", "小組", "提案小組", "提案組別", "所屬議題"),
    ),
    Column(
        name="proposer",
        title=N_("提案縣市"),
        value=lambda row: row.proposer_name,
        width=12,
        synonyms=(
            "提案單位",
            "提案機關",
            "主提縣市",
            "主提單位",
            "主辦縣市",
            "主辦單位",
            "主辦機關",
            "申請機關",
            "申請單位",
            "縣市",
        ),
    ),
    Column(
        name="partners",
        title=N_("合作縣市"),
        value=lambda row: row.partner_names,
        form=Form.LIST,
        width=20,
        synonyms=("參與縣市", "配合縣市", "共同提案縣市", "協辦縣市", "協辦單位", "配合單位", "合作單位", "合作機關"),
    ),
    Column(
        name="priority",
        title=N_("優先順序"),
        value=lambda row: row.proposal.priority,
        form=Form.NUMBER,
        width=9,
        synonyms=("優先序", "排序", "順位", "優先次序", "建議順序", "優先排序"),
    ),
    Column(
        name="requested",
        title=N_("申請金額"),
        value=lambda row: row.proposal.requested,
        form=Form.MONEY,
        width=13,
        synonyms=(
            "提案金額",
            "申請經費",
            "申請補助",
            "申請補助款",
            "申請中央補助",
            "申請中央補助金額",
            "擬申請補助",
            "申請補助金額",
            "申請補助經費",
            "經費需求",
            "所需經費",
            "提案經費",
            "計畫經費",
        ),
    ),
    Column(
        name="approved",
        title=N_("核定金額"),
        value=lambda row: row.proposal.approved,
        form=Form.MONEY,
        width=13,
        synonyms=(
            "核定經費",
            "核定補助金額",
            "核定補助經費",
            "補助金額",
            "核定",
            "核定補助",
            "通過金額",
            "核定數",
            "核定情形",
        ),
    ),
    Column(
        name="result",
        title=N_("審查結果"),
        value=lambda row: row.proposal.result.word,
        data=lambda row: row.proposal.result.value,
        width=10,
        synonyms=("結果", "核定結果", "審議結果", "辦理結果", "初審結果", "是否核定", "審查情形", "狀態"),
        choices=tuple(result.word for result in Result),
        light=lambda row: LIGHTS[row.proposal.result],
    ),
    Column(
        name="comment",
        title=N_("審查意見"),
        value=lambda row: row.proposal.comment,
        width=30,
        synonyms=("意見", "初審意見", "修正意見", "中央審查意見", "審議意見", "說明", "備註"),
    ),
)


SHARED: tuple[Column, ...] = (
    Column(
        name="central",
        title=N_("中央補助"),
        value=lambda row: row.borne_by(Source.CENTRAL),
        form=Form.MONEY,
        width=13,
        synonyms=("中央補助款", "中央補助金額", "中央補助經費", "中央經費", "中央款", "補助款"),
    ),
    Column(
        name="match",
        title=N_("縣市配合款"),
        value=lambda row: row.borne_by(Source.COUNTY),
        form=Form.MONEY,
        width=13,
        synonyms=("配合款", "地方配合款", "地方配合", "縣市配合", "縣市分攤", "分攤款", "配合款金額"),
    ),
    Column(
        name="own",
        title=N_("自籌"),
        value=lambda row: row.borne_by(Source.OWN),
        form=Form.MONEY,
        width=11,
        synonyms=("自籌款", "自籌經費", "自籌金額", "地方自籌", "地方自籌款", "縣市自籌", "自備款"),
    ),
)
"""How the cost is shared, by who bears it."""

BESIDE: tuple[Column, ...] = (
    *SHARED,
    Column(
        name="advance",
        title=N_("墊付"),
        value=lambda row: "墊付" if row.proposal.needs_advance else "",
        data=lambda row: row.proposal.needs_advance,
        width=7,
        synonyms=("是否墊付", "須墊付"),
    ),
)
"""What a list shows beside its own columns: how the cost is shared."""


def proposals_book(
    lines: Sequence[ProposalLine],
    *,
    platform: str,
    year: int,
    today: date,
    contributions: Sequence[ContributionLine] = (),
) -> Book:
    """The proposals of a ROC year as a table, and the year's contributions on a second sheet where there are any."""
    unit, corner = money_unit(
        amount
        for line in lines
        for amount in (line.proposal.requested, line.proposal.approved, *(share.amount for share in line.shares))
    )
    title = f"{platform}{year}年度國家建設總合評估規劃提案一覽表"
    columns = (*COLUMNS, *BESIDE)
    sheet = Sheet(
        name="提案",
        title=(title, f"製表日期：{roc_date.written(today)}　共{len(lines)}案"),
        corner=corner,
        columns=tuple(shown(column) for column in columns),
        rows=tuple(in_unit(row, columns, unit) for row in table(columns, lines)),
        paper=Paper.A3,
        frozen_columns=2,
    )
    sheets = [marked(sheet, (*COLUMNS, *BESIDE), lines, (line.proposal.id for line in lines))]
    if contributions:
        sheets.append(contributions_sheet(contributions, platform=platform, year=year, today=today))
    properties = (("kind", "proposals"), ("year", str(year)))
    return Book(title=title, author=platform, made_on=today, sheets=tuple(sheets), properties=properties)
