"""The sums of one proposal set beside one another: the whole, what is asked for, and who bears which part."""

from collections.abc import Mapping
from typing import Any

from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import CellValue

SHARES: Mapping[str, Source] = {"central": Source.CENTRAL, "match": Source.COUNTY, "own": Source.OWN}
"""The fields of a proposal's shares, by whom they are borne."""


def settle(values: dict[str, Any], raw: Mapping[str, CellValue]) -> list[str]:
    """Complete what a row says of its sums; returns what is to be said of the total: reckoned, or not adding up."""
    total = values.pop("total", None)
    if total is None:
        return []

    borne = {name: values[name] for name in SHARES if name in values}
    requested = values.get("requested")
    if requested is None and "requested" not in raw:
        central = borne.get("central")
        values["requested"] = total if central is None else central
        if central is not None:
            message = _("沒有申請金額，以中央補助 {central:,}元為申請金額，請確認。")
            return [message.format(central=central), *_gap(total, borne)]
        return []
    if requested is not None and borne and "central" not in borne and requested + sum(borne.values()) == total:
        values["central"] = requested
        return []
    if requested is None or borne:
        return _gap(total, borne if requested is None or "central" in borne else borne | {"central": requested})
    if requested > total:
        message = _("申請金額 {requested:,}元大於總經費 {total:,}元，請確認。")
        return [message.format(requested=requested, total=total)]
    if requested == total:
        return []
    values |= {"central": requested, "match": total - requested}
    message = _("總經費 {total:,}元扣除申請的 {requested:,}元，其餘 {rest:,}元讀為縣市配合款，請確認。")
    return [message.format(total=total, requested=requested, rest=total - requested)]


def _gap(total: int, borne: Mapping[str, int]) -> list[str]:
    whole = sum(borne.values())
    if not borne or whole == total:
        return []
    message = _("總經費 {total:,}元與各來源合計 {whole:,}元不符，總經費沒有另外保存，請確認。")
    return [message.format(total=total, whole=whole)]
