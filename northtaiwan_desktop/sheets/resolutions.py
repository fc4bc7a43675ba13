"""Resolutions (決議事項) as columns: one row a case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.lists import CaseLine
from northtaiwan_desktop.domain.resolution import PARTLY_MERGED, State
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets import titles
from northtaiwan_desktop.sheets.book import Book, Paper, Sheet, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.sheets.list_marks import marked


def due(row: CaseLine) -> date | str | None:
    """The due day, or the words that stand for it."""
    return row.resolution.due_on or row.resolution.due_text or None


COLUMNS: tuple[Column, ...] = (
    Column(
        name="number",
        title=N_("編號"),
        value=lambda row: row.resolution.number,
        width=12,
        synonyms=titles.CASE_NUMBER,
    ),
    Column(
        name="meeting",
        title=N_("會議名稱"),
        value=lambda row: row.meeting_title,
        width=28,
        synonyms=(
            "會議名稱／日期",
            "會議名稱及日期",
            "會議名稱（日期）",
            "會議",
            "會議別",
            "列管會議",
            "來源會議",
            "會議名稱及會次",
        ),
    ),
    Column(
        name="decided_on",
        title=N_("會議日期"),
        value=lambda row: row.resolution.decided_on,
        form=Form.DAY,
        width=14,
        synonyms=("決議日期", "列管日期", "開會日期", "裁示日期", "會議時間", "日期", "指示日期", "交辦日期"),
    ),
    Column(
        name="group",
        title=N_("議題組"),
        value=lambda row: row.group_name,
        width=14,
        synonyms=titles.GROUP,
    ),
    Column(
        name="text",
        title=N_("決議事項"),
        value=lambda row: row.resolution.text,
        width=44,
        synonyms=titles.RESOLUTION_TEXT,
    ),
    Column(
        name="lead",
        title=N_("主辦單位"),
        value=lambda row: row.lead_offices,
        data=lambda row: "、".join(row.lead_names),
        form=Form.LIST,
        width=18,
        synonyms=(
            *titles.LEAD,
            "主辦縣市",
            "主辦機關（單位）",
            "主政機關",
            "權責機關",
            "承辦機關",
            "辦理單位",
            "負責單位",
        ),
    ),
    Column(
        name="co_leads",
        title=N_("協辦單位"),
        value=lambda row: row.co_lead_offices,
        data=lambda row: row.co_lead_names,
        form=Form.LIST,
        width=18,
        synonyms=titles.CO_LEADS,
    ),
    Column(
        name="due_on",
        title=N_("預定完成日期"),
        value=due,
        data=lambda row: row.resolution.due_on,
        form=Form.DAY,
        width=14,
        synonyms=titles.DUE_DAY,
    ),
    Column(
        name="state",
        title=N_("列管狀態"),
        value=lambda row: row.resolution.state_words,
        data=lambda row: row.resolution.state.value,
        width=11,
        synonyms=("列管情形", "列管與否", "狀態", "案件狀態", "列管決定", "是否解除列管", "是否列管", "解除列管與否"),
    ),
)

STATE_WORDS = {
    State.DRAFT: "草稿",
    State.NOTED: "不列管",
    State.OPEN: "列管中",
    State.RELEASED: "解除列管",
    State.SELF: "自行列管",
    State.MERGED: "併案列管",
    State.WITHDRAWN: "撤銷列管",
}
"""The states as papers write them: always Chinese, whatever language the screen speaks."""


def _state_word(row: CaseLine) -> str:
    return STATE_WORDS[row.resolution.state] + (PARTLY_MERGED if row.resolution.is_partly_merged else "")


_PRINTED = tuple(replace(column, value=_state_word) if column.name == "state" else column for column in COLUMNS)


def resolutions_book(rows: Sequence[CaseLine], *, platform: str, year: int | None, today: date) -> Book:
    """The cases as a table, of one ROC year or of all."""
    title = f"{platform}{f'{year}年度' if year is not None else ''}會議決議事項一覽表"
    sheet = Sheet(
        name="決議事項",
        title=(title, f"製表日期：{roc_date.written(today)}　共{len(rows)}案"),
        columns=tuple(shown(column) for column in _PRINTED),
        rows=table(_PRINTED, rows),
        paper=Paper.A3,
        frozen_columns=1,
    )
    sheet = marked(sheet, COLUMNS, rows, (row.resolution.id for row in rows))
    properties = (("kind", "resolutions"), *((("year", str(year)),) if year is not None else ()))
    return Book(title=title, author=platform, made_on=today, sheets=(sheet,), properties=properties)
