"""Progress (辦理情形) as columns: one row a doer's line, with its latest report."""

from datetime import date

from northtaiwan_desktop.domain.progress import Light, ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets import titles
from northtaiwan_desktop.sheets.columns import Column, Form

ASKED = (Verdict.CONTINUE.word, Verdict.RELEASE_ASKED.word)
"""What a doer may ask for; the other verdicts are a meeting's."""


def report_words(report: ProgressReport | None) -> str:
    return report.text if report else ""


def round_words(line: TrackedLine) -> str:
    return Round.read(line.latest.round).written if line.latest else ""


def member_of(line: TrackedLine) -> str:
    """The doer without its bureau: 「桃園市」 of 「桃園市政府交通局」; a body outside as it stands."""
    if line.assignment.member_id is None or not line.assignment.office:
        return line.doer_name
    return line.doer_name.removesuffix(line.assignment.office).removesuffix("政府")


def meeting_words(line: TrackedLine) -> str:
    """「103年度第一次副首長會議」 with its day on the next line."""
    if line.meeting is None:
        return ""
    day = line.resolution.decided_on or line.meeting.held_on
    return f"{line.meeting.title}\n{roc_date.written(day)}" if day else line.meeting.title


def due(line: TrackedLine) -> date | str | None:
    """The due day, or the words that stand for it."""
    return line.resolution.due_on or line.resolution.due_text or None


def share_word(line: TrackedLine) -> str:
    return "主辦" if line.assignment.share is Share.LEAD else "協辦"


def review_words(line: TrackedLine) -> str:
    """The latest 管考建議: the verdict that was decided or recommended, and what was said."""
    review = line.latest_review
    if review is None:
        return ""
    verdict = review.decided or review.recommended
    said = line.verdict_word(verdict) + review.directly if verdict else ""
    return "\n".join(part for part in (said, review.text) if part)


COLUMNS: tuple[Column, ...] = (
    Column(
        name="number",
        title=N_("編號"),
        value=lambda line: line.number,
        width=12,
        synonyms=titles.CASE_NUMBER,
    ),
    Column(
        name="text",
        title=N_("決議事項"),
        value=lambda line: line.resolution.text,
        width=36,
        synonyms=titles.RESOLUTION_TEXT,
    ),
    Column(
        name="lead",
        title=N_("主辦單位"),
        value=lambda line: line.doer_name,
        data=member_of,
        width=18,
        synonyms=(
            *titles.LEAD,
            "主（協）辦單位",
            "主辦縣市",
            "主辦機關（單位）",
            "主政機關",
            "權責機關",
            "承辦機關",
            "辦理單位",
            "辦理機關",
            "執行機關",
            "填報單位",
            "填報機關",
            "負責單位",
            "縣市別",
            "縣市",
            "單位",
            "機關",
        ),
    ),
    Column(
        name="report",
        title=N_("辦理情形"),
        value=lambda line: report_words(line.latest),
        width=44,
        synonyms=(
            "目前辦理情形",
            "最新辦理情形",
            "本期辦理情形",
            "辦理情形說明",
            "辦理情形及進度",
            "辦理進度",
            "辦理現況",
            "辦理狀況",
            "辦理說明",
            "辦理進度說明",
            "執行情形",
            "執行現況",
            "執行情形說明",
            "執行狀況",
            "目前進度說明",
            "進度說明",
            "推動情形",
            "各縣市辦理情形",
            "回復說明",
            "回應說明",
            "辦理結果",
        ),
    ),
    Column(
        name="reported_on",
        title=N_("填報日期"),
        value=lambda line: line.latest and line.latest.reported_on,
        form=Form.DAY,
        width=14,
        synonyms=("填表日期", "更新日期", "回報日期", "提報日期", "資料日期", "截止日期", "更新時間", "填報時間"),
    ),
    Column(
        name="round",
        title=N_("填報期別"),
        value=round_words,
        data=lambda line: line.latest.round if line.latest else None,
        width=12,
        synonyms=("期別", "季別", "月別", "填報季別", "填報月份", "填報期間", "列管期別", "年季"),
    ),
    Column(
        name="planned_percent",
        title=N_("預定進度"),
        value=lambda line: line.latest and line.latest.planned_percent,
        form=Form.PERCENT,
        width=9,
        synonyms=("預定進度（%）", "預定執行進度", "預定完成進度", "預計進度", "計畫進度", "預定", "累計預定進度"),
    ),
    Column(
        name="actual_percent",
        title=N_("實際進度"),
        value=lambda line: line.latest and line.latest.actual_percent,
        form=Form.PERCENT,
        width=9,
        synonyms=(
            "實際進度（%）",
            "執行進度",
            "執行進度（%）",
            "實際執行進度",
            "實際完成進度",
            "目前進度",
            "目前執行進度",
            "完成進度",
            "完成百分比",
            "完成度",
            "達成率",
            "累計實際進度",
            "進度",
            "進度（%）",
            "實際",
        ),
    ),
    Column(
        name="delay_reason",
        title=N_("落後原因"),
        value=lambda line: line.latest.delay_reason if line.latest else "",
        width=22,
        synonyms=(
            "落後原因說明",
            "落後原因分析",
            "進度落後原因",
            "未完成原因",
            "未能如期完成原因",
            "延遲原因",
            "困難問題",
            "遭遇困難",
            "遭遇問題",
            "窒礙原因",
        ),
    ),
    Column(
        name="remedy",
        title=N_("改善對策"),
        value=lambda line: line.latest.remedy if line.latest else "",
        width=22,
        synonyms=(
            "因應對策",
            "改善措施",
            "因應措施",
            "因應作為",
            "解決對策",
            "解決方案",
            "改進措施",
            "趕辦措施",
            "精進作為",
        ),
    ),
    Column(
        name="verdict",
        title=N_("是否解除列管"),
        value=lambda line: line.latest.asked.word if line.latest else "",
        data=lambda line: line.latest.asked.value if line.latest else None,
        width=14,
        synonyms=(
            "列管建議",
            "列管情形",
            "列管狀態",
            "列管與否",
            "解除列管與否",
            "是否繼續列管",
            "是否續列",
            "繼續或解除列管",
            "列管決定",
            "自評列管建議",
            "建議列管情形",
            "擬處意見",
        ),
        choices=ASKED,
    ),
)
"""The fields of a report, by which a returned sheet is read."""

BESIDE: tuple[Column, ...] = (
    Column(
        name="meeting",
        title=N_("會議名稱／日期"),
        value=meeting_words,
        width=22,
        synonyms=(
            "會議名稱",
            "會議名稱及日期",
            "會議",
            "會議別",
            "會議日期",
            "會議名稱（日期）",
            "列管會議",
            "來源會議",
        ),
    ),
    Column(
        name="group",
        title=N_("議題組"),
        value=lambda line: line.group_name,
        width=12,
        synonyms=("議題小組", "議題", "組別"),
    ),
    Column(name="share", title=N_("主／協辦"), value=share_word, width=8, synonyms=("主協辦", "主辦或協辦")),
    Column(
        name="co_leads",
        title=N_("協辦單位"),
        value=lambda line: line.co_lead_names if line.assignment.share is Share.LEAD else (),
        form=Form.LIST,
        width=18,
        synonyms=titles.CO_LEADS,
    ),
    Column(
        name="due_on",
        title=N_("預定完成日期"),
        value=due,
        data=lambda line: line.resolution.due_on,
        form=Form.DAY,
        width=14,
        synonyms=titles.DUE_DAY,
    ),
    Column(
        name="light",
        title=N_("燈號"),
        value=lambda line: line.light.word,
        data=lambda line: line.light.value,
        width=8,
        synonyms=("進度燈號", "狀態"),
        choices=tuple(each.word for each in Light),
    ),
    Column(
        name="review",
        title=N_("管考建議"),
        value=review_words,
        width=24,
        synonyms=("管考意見", "審查意見", "研考意見", "審核意見", "列管意見", "幕僚建議", "管考說明", "研處意見"),
    ),
)
"""What the sheet shows beside the report and nobody takes back from it."""

STATE = Column(
    name="state",
    title=N_("列管狀態"),
    value=lambda line: line.state_words,
    data=lambda line: line.assignment.state.value,
    width=16,
)
"""Where a line stands, for the screen."""
