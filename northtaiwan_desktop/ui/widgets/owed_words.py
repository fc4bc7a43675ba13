"""What the rhythm still owes, in words: on the home page and above the meetings."""

from collections.abc import Sequence

from northtaiwan_desktop.domain.overview import Owed
from northtaiwan_desktop.i18n import _


def owed_words(owed: Sequence[Owed]) -> list[tuple[str, str]]:
    """What the year still lacks, with its count; then one line a group: 「交通運輸組第1、3季尚未開會」."""
    quarters: dict[str, list[int]] = {}
    whole: list[tuple[str, str]] = []
    for one in owed:
        name = f"{one.group_name}{one.kind_name}"
        if one.quarter is None:
            whole.append((_("{name}本年度尚未開足").format(name=name), f"{one.held}／{one.times}"))
        else:
            quarters.setdefault(name, []).append(one.quarter)
    told = _("{name}第{quarters}季尚未開會")
    return [
        *whole,
        *((told.format(name=name, quarters="、".join(map(str, missed))), "") for name, missed in quarters.items()),
    ]
