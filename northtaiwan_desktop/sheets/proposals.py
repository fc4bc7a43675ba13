"""Proposals to central government (國建計畫提案) as columns: one row a proposal."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.lists import ProposalLine
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.book import Book, Sheet, cells, in_unit, money_unit, shown
from northtaiwan_desktop.sheets.columns import Column, Form

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
            "申請補助金額",
            "申請補助經費",
            "經費需求",
            "所需經費",
            "提案經費",
            "總經費",
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
    ),
    Column(
        name="comment",
        title=N_("審查意見"),
        value=lambda row: row.proposal.comment,
        width=30,
        synonyms=("意見", "初審意見", "修正意見", "中央審查意見", "審議意見", "說明", "備註"),
    ),
)


def proposals_book(lines: Sequence[ProposalLine], *, platform: str, year: int, today: date) -> Book:
    """The proposals of a ROC year as a table."""
    unit, corner = money_unit(amount for line in lines for amount in (line.proposal.requested, line.proposal.approved))
    title = f"{platform}{year}年度國家建設總合評估規劃提案一覽表"
    sheet = Sheet(
        name="提案",
        title=(title, f"製表日期：{roc_date.written(today)}　共{len(lines)}案"),
        corner=corner,
        columns=tuple(shown(column) for column in COLUMNS),
        rows=tuple(in_unit(cells(COLUMNS, line), COLUMNS, unit) for line in lines),
        frozen_columns=2,
    )
    properties = (("kind", "proposals"), ("year", str(year)))
    return Book(title=title, author=platform, made_on=today, sheets=(sheet,), properties=properties)
