"""What an office calls each kind of record, for sentences that have no better name for one."""

from northtaiwan_desktop.i18n import N_, _

WORDS = {
    "Platform": N_("平臺"),
    "Thresholds": N_("門檻設定"),
    "Member": N_("成員縣市"),
    "FormerName": N_("縣市舊名"),
    "IssueGroup": N_("議題組"),
    "Axis": N_("願景主軸"),
    "PlatformYear": N_("年度主政"),
    "GroupRole": N_("議題分工"),
    "MeetingSlot": N_("預定會議"),
    "SetPhrase": N_("固定用語"),
    "Person": N_("人員"),
    "Post": N_("職務"),
    "MeetingKind": N_("會議種類"),
    "Meeting": N_("會議"),
    "Section": N_("會議章節"),
    "Attendance": N_("出席紀錄"),
    "MinutesVersion": N_("紀錄版本"),
    "Correction": N_("紀錄更正"),
    "Notice": N_("開會通知"),
    "AgendaItem": N_("議案"),
    "Resolution": N_("決議"),
    "Assignment": N_("辦理單位"),
    "ProgressReport": N_("辦理情形"),
    "Review": N_("管考紀錄"),
    "PlanItem": N_("行動方案"),
    "QuarterTarget": N_("各季進度"),
    "Milestone": N_("查核點"),
    "BudgetLine": N_("經費"),
    "PlanVersion": N_("行動方案版本"),
    "Proposal": N_("提案"),
    "ProposalReview": N_("初審意見"),
    "ProposalShare": N_("經費分攤"),
    "ProposalTotal": N_("歷年合計"),
    "FiscalTier": N_("財力級次"),
    "MatchRate": N_("配合款比率"),
    "Contribution": N_("年度分攤款"),
    "ChronicleEntry": N_("大事記"),
    "Attachment": N_("附件"),
    "PaperTemplate": N_("文件範本"),
    "Import": N_("匯入紀錄"),
    "Remembered": N_("記住的對照"),
}


def word_of(kind: type) -> str:
    """The office's word for a kind of record."""
    return _(WORDS[kind.__name__])
