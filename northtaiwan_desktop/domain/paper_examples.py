"""示例 papers: what a template is tried on, and what the list of its fields shows as examples."""

from dataclasses import replace

from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.minutes import CarriedRow, ItemView, Labelled, MinutesView, OutcomeView, SectionView
from northtaiwan_desktop.domain.notice import NoticeView
from northtaiwan_desktop.domain.signin import SigninGroup, SigninRow, SigninView

PaperView = MinutesView | NoticeView | SigninView

_HEAD = (
    Labelled("時間", "中華民國115年9月8日（星期二）上午10時"),
    Labelled("地點", "第一會議室（示例）"),
    Labelled("主席", "示例主席"),
)
_OUTCOME = OutcomeView(
    word="決議",
    number="115-001",
    text="照案通過，請主辦單位彙整後函送各縣市。",
    doers="主辦：桃園市政府交通局；協辦：新竹縣政府",
    due="115年12月31日",
)
_ITEM = ItemView(
    number="一、",
    title="研商轉乘優惠一案（示例）",
    proposer="交通運輸組",
    parts=(Labelled("說明", "一、依上次會議決議辦理。\n二、詳附件。"), Labelled("擬辦", "討論通過後函送。")),
    outcomes=(_OUTCOME,),
    title_word="案由",
)
_CARRIED = CarriedRow(
    number="115-000",
    text="彙整各縣市需求（示例）。",
    doer="桃園市政府交通局",
    due="115年6月30日",
    report="已完成。",
    percent="100%",
    review="解除列管",
)
_MINUTES = MinutesView(
    platform="北臺區域發展推動委員會",
    title="115年度第1次副首長會議",
    paper="會議紀錄",
    mark="草稿",
    head=(
        *_HEAD,
        Labelled("紀錄", "示例紀錄"),
        Labelled("出席", "桃園市政府交通局　局長示例甲\n基隆市政府　處長示例乙"),
        Labelled("列席", "示例機關　專員示例丙"),
        Labelled("請假", "苗栗縣政府　示例丁"),
    ),
    sections=(
        SectionView(number="壹、", title="主席致詞", body="感謝各縣市代表與會。", items=()),
        SectionView(number="貳、", title="上次會議決議辦理情形", body="", items=(), carried=(_CARRIED,)),
        SectionView(number="參、", title="討論事項", body="", items=(_ITEM,)),
    ),
    note="示例備註",
)
_AGENDA = replace(
    _MINUTES,
    paper="會議議程",
    mark="",
    head=_HEAD,
    sections=(
        SectionView(number="壹、", title="主席致詞", body="", items=()),
        SectionView(
            number="貳、",
            title="上次會議決議辦理情形",
            body="",
            items=(),
            carried=(replace(_CARRIED, review="建議解除列管"),),
        ),
        SectionView(number="參、", title="討論事項", body="", items=(replace(_ITEM, outcomes=()),)),
    ),
    note="",
)
_EXTRACT = replace(
    _MINUTES,
    paper="會議紀錄（節錄）",
    mark="",
    head=(*_HEAD, Labelled("紀錄", "示例紀錄")),
    sections=_MINUTES.sections[-1:],
    note="",
)
_NOTICE = NoticeView(
    sender="苗栗縣政府",
    paper="開會通知單",
    meeting="115年度第1次副首長會議",
    corner=(Labelled("檔號", "115/0101"), Labelled("保存年限", "3年")),
    recipient=Labelled("受文者", "如出（列）席者"),
    small=(
        Labelled("發文日期", "中華民國115年8月20日"),
        Labelled("發文字號", "示例字第1150000001號"),
        Labelled("速別", "普通件"),
        Labelled("密等及解密條件或保密期限", "（示例）"),
        Labelled("附件", "議程1份"),
    ),
    body=(
        Labelled("開會事由", "召開115年度第1次副首長會議"),
        Labelled("開會時間", _HEAD[0].text),
        Labelled("開會地點", _HEAD[1].text),
        Labelled("主持人", "示例主席"),
        Labelled("聯絡人及電話", "示例承辦人　03-0000000"),
        Labelled("出席者", "桃園市政府交通局"),
        Labelled("列席者", "示例機關"),
        Labelled("副本", "基隆市政府"),
        Labelled("備註", "請攜帶資料。"),
    ),
)
_SIGNIN = SigninView(
    platform="北臺區域發展推動委員會",
    title="115年度第1次副首長會議",
    paper="會議簽到表",
    head=_HEAD[:2],
    groups=(SigninGroup("出席", (SigninRow("桃園市政府交通局", "局長", "示例甲"), SigninRow("基隆市政府", "", ""))),),
)


def example(kind: PaperKind) -> PaperView:
    """The 示例 of a kind of paper."""
    examples: dict[PaperKind, PaperView] = {
        PaperKind.NOTICE: _NOTICE,
        PaperKind.AGENDA: _AGENDA,
        PaperKind.SIGNIN: _SIGNIN,
        PaperKind.MINUTES: _MINUTES,
        PaperKind.EXTRACT: _EXTRACT,
    }
    return examples[kind]
