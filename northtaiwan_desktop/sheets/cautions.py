"""What a person is told of a row before it is taken in: not wrong in itself, but seldom meant."""

from enum import Enum

from northtaiwan_desktop.i18n import N_, _


class Caution(Enum):
    """In the order in which they are told."""

    CLOSED = "closed"
    LATER_ROUND = "later_round"
    OURS_NEWER = "ours_newer"
    OTHER_COUNTY = "other_county"
    TWICE = "twice"
    OLDER = "older"

    @property
    def title(self) -> str:
        """What the rows have in common: 「已解除列管的案件」."""
        return _(
            {
                Caution.CLOSED: N_("案件已結案"),
                Caution.LATER_ROUND: N_("已有較晚一期"),
                Caution.OURS_NEWER: N_("登記的較新"),
                Caution.OTHER_COUNTY: N_("別的縣市的案件"),
                Caution.TWICE: N_("同一筆出現兩次"),
                Caution.OLDER: N_("填報表送出後有更動"),
            }[self]
        )
