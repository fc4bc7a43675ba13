"""Minutes to print: a rich one that has every kind of part, and the barest one."""

from dataclasses import replace
from typing import Any

from northtaiwan_desktop.domain.minutes import CarriedRow, ItemView, Labelled, MinutesView, OutcomeView, SectionView

MEMBERS = ("宜蘭縣", "基隆市", "新北市", "臺北市", "桃園縣", "新竹縣", "新竹市", "苗栗縣")

LONG = (
    "鑑於北臺八縣市生活圈日益緊密，跨縣市通勤人次逐年增加，爰請各縣市政府就轄內轉乘設施、票證整合（含電子票證）、"
    "公車動態資訊等3項，於104年3月31日前盤點現況並提出改善需求，經費概估以新臺幣3,270萬元為上限，由主辦縣市彙整後函送"
    "交通部（公路總局）申請補助；未納入當年度預算者，依規定辦理墊付。"
)


def a_bare_view(**changes: Any) -> MinutesView:
    view = MinutesView(
        platform="北臺區域發展推動委員會",
        title="103年度第二次副首長會議補行議程會議",
        paper="會議紀錄",
        mark="草稿",
        head=(),
        sections=(),
    )
    return replace(view, **changes)


def an_outcome(text: str = "照案通過。", **changes: Any) -> OutcomeView:
    return replace(OutcomeView(word="決議", number="", text=text, doers="", due=""), **changes)


def an_item(**changes: Any) -> ItemView:
    item = ItemView(number="一、", title="各議題組工作報告", proposer="", parts=(), outcomes=())
    return replace(item, **changes)


def a_section(number: str, title: str, **changes: Any) -> SectionView:
    return replace(SectionView(number=number, title=title, body="", items=()), **changes)


def a_carried_row(n: int) -> CarriedRow:
    return CarriedRow(
        number=f"103-1-{n:02}",
        text="推動北臺八縣市觀光護照共同行銷，並於年底前完成宣導品印製。",
        doer=f"{MEMBERS[n % 8]}政府觀光旅遊局",
        due="103年12月31日",
        report="已完成2場次說明會。\n宣導品印製中，預計11月底前分送各縣市。",
        percent="80%",
        review="繼續列管",
    )


def a_rich_view(**changes: Any) -> MinutesView:
    offices = "\n".join(
        f"{member}政府{'城鄉發展局' if n % 2 else '計畫處'}　處長○○○、科長○○○" for n, member in enumerate(MEMBERS)
    )
    view = a_bare_view(
        head=(
            Labelled("時間", "中華民國103年9月11日（星期四）上午10時"),
            Labelled("地點", "新竹縣政府2樓簡報室"),
            Labelled("主席", "○○○（○○○代）"),
            Labelled("紀錄", "○○○"),
            Labelled(
                "出席",
                offices
                + "\n桃園縣政府原住民族行政局暨客家事務局聯合辦公室　局長○○○（代○○○）、專門委員○○○、科長○○○、承辦人○○○",
            ),
            Labelled("列席", "國家發展委員會　專門委員○○○\n交通部公路總局　（未具名）"),
            Labelled("請假", "苗栗縣政府文化觀光局　○○○"),
        ),
        sections=(
            a_section("壹、", "主席致詞", body="感謝各縣市代表與會。\n" + LONG),
            a_section(
                "貳、",
                "確認上次會議紀錄",
                items=(),
                outcomes=(an_outcome("紀錄確定。", word="決定"),),
            ),
            a_section(
                "參、",
                "上次會議決議辦理情形",
                carried=tuple(a_carried_row(n) for n in range(1, 5)),
                outcomes=(an_outcome("案號103-1-02解除列管，其餘繼續列管。", word="決定"),),
            ),
            a_section(
                "肆、",
                "報告事項",
                items=(
                    an_item(
                        proposer="防災治安組（新北市政府）",
                        proposer_word="報告單位",
                        parts=(
                            Labelled(
                                "說明",
                                "一、已辦理跨縣市聯合防災演練。\n（一）"
                                + LONG
                                + "\n（二）後續檢討會議訂於10月召開。\n二、治安部分詳附件。",
                            ),
                        ),
                        outcomes=(an_outcome("洽悉。", word="決定"),),
                    ),
                    an_item(
                        number="二、",
                        title="交通運輸組工作報告",
                        proposer="桃園縣政府",
                        proposer_word="報告單位",
                        outcomes=(
                            an_outcome(
                                "請各縣市配合提供資料。",
                                word="裁示",
                                number="103-2-01",
                                doers="主辦：桃園縣政府交通局；協辦：新竹縣政府、新竹市政府",
                                due="103年10月31日",
                            ),
                        ),
                    ),
                ),
            ),
            a_section(
                "伍、",
                "討論事項",
                items=(
                    an_item(
                        title="以北臺區域發展推動委員會名義向交通部爭取公路公共運輸補助經費一案，提請討論",
                        title_word="案由",
                        proposer="新竹縣政府",
                        parts=(
                            Labelled("說明", LONG),
                            Labelled("擬辦", "擬請各縣市同意以平臺名義提案。\n奉核後函送交通部。"),
                        ),
                        outcomes=(
                            an_outcome(
                                "照案通過，由新竹縣政府彙整後函送交通部。",
                                number="103-2-02",
                                doers="主辦：新竹縣政府交通旅遊處；協辦：桃園縣政府、新竹市政府、苗栗縣政府",
                                due="104年1月31日",
                            ),
                            an_outcome(
                                "請各縣市於103年10月15日前提送需求表。",
                                number="103-2-03",
                                doers="主辦：各縣市政府",
                                due="103年10月15日",
                            ),
                        ),
                    ),
                ),
            ),
            a_section("陸、", "臨時動議（無）"),
            a_section("柒、", "散會（上午11時30分）"),
        ),
        note="本紀錄出席人員姓名為示例。",
    )
    return replace(view, **changes)
