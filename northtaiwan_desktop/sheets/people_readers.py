"""How the cells of a list of people are read: names, posts, offices, telephones, addresses."""

import re

from northtaiwan_desktop.domain.errors import AppError, Unreadable
from northtaiwan_desktop.domain.people import Body
from northtaiwan_desktop.domain.writing import mail_addresses
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.readers import words

_VACANT = {"", "無", "-", "懸缺", "出缺", "待補", "從缺", "未定", "待派"}
# The longer words first: 議題小組窗口 is a window, 推動小組委員 no appointed member.
_BODIES = (
    (Body.CONTACT, ("窗口", "聯絡人", "連絡人", "承辦", "秘書", "幕僚")),
    (Body.CHAIR, ("主任委員",)),
    (Body.EX_OFFICIO, ("當然委員",)),
    (Body.EXECUTIVE, ("執行長",)),
    (Body.TASK_FORCE, ("推動小組",)),
    (Body.GROUP, ("議題小組", "議題組", "小組成員", "組員")),
    (Body.APPOINTED, ("一般委員", "聘任委員", "學者", "專家", "委員")),
)
_OFFICE = re.compile(r"^.{0,8}?[縣市](?:政府|府)?\s*(?P<office>.*)$", re.DOTALL)
_AFTER_GROUP = re.compile(r"(?:聯絡|連絡)?(?:窗口|承辦人?|聯絡人|秘書|成員|組員).*$")
_SEVERAL = re.compile(r"[/／、;；\n]")
"""Between the names of several persons; a comma stands within a foreign name."""
_SHORN = re.compile(r"[2-9]\d{8}")


def name(value: CellValue, setting: Setting) -> Reading:
    """A person's name as typed; a vacant post is no person."""
    text = " ".join(words(value).split())
    if folded(text).strip("()[]") in _VACANT:
        raise Unreadable(_("「{text}」不是姓名。請填接任者的姓名；職務出缺時不必列出。").format(text=text), text)
    if len(_SEVERAL.split(words(value).strip())) > 1:
        raise Unreadable(
            _("「{text}」看來不只一個人。請一人一列；同一人的另一個姓名請寫在括號裡。").format(text=shown(text)), text
        )
    return Reading(values={"name": text})


def member(value: CellValue, setting: Setting) -> Reading:
    """The county; what stands behind it is left to the column of offices."""
    official = setting.places.official(words(value))
    return Reading(values={"member": official}, found={"member_id": setting.reference.find_member(official).id})


def bureau(value: CellValue, setting: Setting) -> Reading:
    """The office without its county; the county counts where no column of its own tells it."""
    text = words(value)
    named = setting.places.found_in(text)
    match = _OFFICE.match(text)
    try:
        official = setting.places.official(text)
    except AppError:
        official = ""
    if not official or match is None or len(named) > 1:
        return Reading(values={"bureau": text})
    return Reading(
        values={"bureau": match["office"].strip(), "member": official},
        found={"bureau_member_id": setting.reference.find_member(official).id},
    )


def body(value: CellValue, setting: Setting) -> Reading:
    """The post in the platform: by its word; 「交通運輸組窗口」 names the group too."""
    text = words(value)
    found = body_in(text)
    if found is None:
        known = "、".join(each.word for each in Body)
        message = _("看不懂的職務「{text}」。請填 {known} 之一。").format(text=shown(value), known=known)
        raise Unreadable(message, shown(value))
    values: dict[str, object] = {"body": found}
    ids: dict[str, object] = {}
    if found in {Body.CONTACT, Body.GROUP} and (bare := _AFTER_GROUP.sub("", text).strip(" ()（）")):
        try:
            group = setting.reference.find_group(bare)
        except AppError:
            group = None
        if group is not None:
            values["group"], ids["body_group_id"] = group.name, group.id
    return Reading(values=values, found=ids)


def body_in(text: str) -> Body | None:
    """The post that a text speaks of; None for none."""
    plain = folded(text)
    return next((each for each, spelled in _BODIES if any(folded(word) in plain for word in spelled)), None)


def phone(value: CellValue, setting: Setting) -> Reading:
    """A telephone as typed; where a number cell has eaten the leading 0, it is given back and said so."""
    text = words(value)
    if isinstance(value, int) and _SHORN.fullmatch(text):
        note = _("「{text}」開頭的0在試算表中遺失，讀為「0{text}」，請確認。").format(text=text)
        return Reading(values={"phone": f"0{text}"}, notes=(note,))
    return Reading(values={"phone": text})


def email(value: CellValue, setting: Setting) -> Reading:
    """Mail addresses as typed; what is none is told."""
    text = words(value)
    doubt = mail_addresses.doubt(text)
    return Reading(values={"email": text}, notes=(doubt,) if doubt else ())
