"""示例 papers: what a template is tried on, and what the list of its fields shows as examples."""

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
    head=(*_HEAD, Labelled("紀錄", "示例紀錄"), Labelled("出席", "桃園市政府交通局　局長示例甲")),
    sections=(
        SectionView(number="壹、", title="主席致詞", body="感謝各縣市代表與會。", items=()),
        SectionView(number="貳、", title="上次會議決議辦理情形", body="", items=(), carried=(_CARRIED,)),
        SectionView(number="參、", title="討論事項", body="", items=(_ITEM,)),
    ),
    note="示例備註",
)
_NOTICE = NoticeView(
    sender="苗栗縣政府",
    paper="開會通知單",
    meeting="115年度第1次副首長會議",
    corner=(Labelled("檔號", "115/0101"), Labelled("保存年限", "3年")),
    recipient=Labelled("受文者", "如出（列）席者"),
    small=(Labelled("發文日期", "中華民國115年8月20日"), Labelled("速別", "普通件")),
    body=(Labelled("開會事由", "召開115年度第1次副首長會議"), *_HEAD[:2], Labelled("主持人", "示例主席")),
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
    if kind is PaperKind.NOTICE:
        return _NOTICE
    return _SIGNIN if kind is PaperKind.SIGNIN else _MINUTES
