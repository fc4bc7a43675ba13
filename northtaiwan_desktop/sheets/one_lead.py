"""Plans and proposals have one county that leads: of several the first, and the others join it, which is said."""

from collections.abc import Iterator
from typing import Any

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.doers import names_of
from northtaiwan_desktop.sheets.fields import Doer

ROLES = {"plan": ("lead", "co_leads"), "proposals": ("proposer", "partners")}
"""By kind the field of the county that leads, and that of those that join it."""


def settle(lead: str, others: str, values: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Put the doers of a row in their places; gives the field and what is to be said of it."""
    for name in (lead, others):
        outside = names_of(doer for doer in found.get(f"{name}_doers", ()) if doer.member_id is None)
        if outside:
            yield name, _("「{names}」不是這個平臺的縣市，不會記在這一欄，請確認。").format(names="、".join(outside))
    named: tuple[Doer, ...] = tuple(doer for doer in found.get(f"{lead}_doers", ()) if doer.member_id is not None)
    first = named[0] if named else None
    further = tuple(doer for doer in named if first is not None and doer.member_id != first.member_id)
    if first is None or not further:
        return
    joined = (*further, *found.get(f"{others}_doers", ()))
    values[lead], values[others] = first.name, names_of(joined)
    found[f"{lead}_doers"], found[f"{others}_doers"] = (first,), tuple(dict.fromkeys(joined))
    message = _("主辦縣市只有一個：讀為{lead}，{others}列為配合縣市，請確認。")
    yield lead, message.format(lead=first.name, others="、".join(names_of(further)))
