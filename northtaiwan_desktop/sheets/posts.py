"""Posts (職務) as columns: one row a post with its holder."""

from northtaiwan_desktop.domain.people import Body
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(
        name="current",
        title=N_("現況"),
        value=lambda row: _("現任") if row.is_current else _("卸任"),
        data=lambda row: row.is_current,
        width=8,
    ),
    Column(
        name="member",
        title=N_("縣市"),
        value=lambda row: row.member_name,
        width=10,
        synonyms=("縣市別", "縣市政府", "所屬縣市", "代表縣市", "直轄市、縣市"),
    ),
    Column(
        name="body",
        title=N_("職務"),
        value=lambda row: row.post.body.title,
        data=lambda row: row.post.body.value,
        width=16,
        choices=tuple(body.word for body in Body),
        synonyms=("擔任職務", "任務", "身分", "身分別", "平臺職務", "角色", "窗口類別", "委員類別", "組織職務"),
    ),
    Column(
        name="group",
        title=N_("議題組"),
        value=lambda row: row.group_name,
        width=20,
        synonyms=("議題小組", "組別", "小組", "所屬小組", "分組", "負責議題", "議題"),
    ),
    Column(
        name="name",
        title=N_("姓名"),
        value=lambda row: row.person.name,
        width=12,
        synonyms=("聯絡人", "聯絡人姓名", "窗口姓名", "承辦人", "承辦人姓名", "委員姓名", "聯絡窗口", "窗口", "人員"),
    ),
    Column(
        name="bureau",
        title=N_("單位"),
        value=lambda row: row.post.bureau,
        width=16,
        synonyms=("機關", "機關單位", "服務機關", "服務單位", "任職單位", "機關名稱", "單位名稱", "局處", "局處名稱"),
    ),
    Column(
        name="title",
        title=N_("職稱"),
        value=lambda row: row.post.title,
        width=12,
        synonyms=("現職", "職銜", "職稱職級"),
    ),
    Column(
        name="since",
        title=N_("到任日"),
        value=lambda row: row.post.since,
        form=Form.DAY,
        width=14,
        synonyms=("到任日期", "就任日", "就任日期", "起任日", "任期起", "異動日期", "接任日期", "到職日"),
    ),
    Column(
        name="until",
        title=N_("卸任日"),
        value=lambda row: row.post.until,
        form=Form.DAY,
        width=14,
        synonyms=("卸任日期", "離任日", "離任日期", "任期迄", "任期訖", "離職日"),
    ),
    Column(
        name="phone",
        title=N_("電話"),
        value=lambda row: row.person.phone,
        width=18,
        synonyms=("聯絡電話", "公務電話", "辦公室電話", "電話號碼", "連絡電話", "電話（分機）", "電話及分機"),
    ),
    Column(
        name="email",
        title=N_("電子郵件"),
        value=lambda row: row.person.email,
        width=24,
        synonyms=("電子信箱", "email", "e-mail", "電郵", "信箱", "公務信箱", "電子郵件信箱", "mail", "電子郵件地址"),
    ),
)
