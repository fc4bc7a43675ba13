"""The 22 counties and cities of Taiwan: a name among them is a county, whether or not it is a member.

Source: the administrative divisions of the Ministry of the Interior (內政部), and the reforms of 2010 and 2014.
"""

from datetime import date
from typing import NamedTuple

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.places import FormerName, PlaceNames

_REFORM = date(2010, 12, 24)


class County(NamedTuple):
    """A county or city, the letter that stands for it among others (北北基), and what it was called before."""

    name: str
    letter: str
    former: tuple[FormerName, ...] = ()

    @property
    def short(self) -> str:
        return self.name[:2]


COUNTIES = (
    County("臺北市", "北"),
    County("新北市", "北", (FormerName("臺北縣", _REFORM),)),
    County("桃園市", "桃", (FormerName("桃園縣", date(2014, 12, 24)),)),
    County("臺中市", "中", (FormerName("臺中縣", _REFORM),)),
    County("臺南市", "南", (FormerName("臺南縣", _REFORM),)),
    County("高雄市", "高", (FormerName("高雄縣", _REFORM),)),
    County("基隆市", "基"),
    County("新竹市", "竹"),
    County("嘉義市", "嘉"),
    County("宜蘭縣", "宜"),
    County("新竹縣", "竹"),
    County("苗栗縣", "苗"),
    County("彰化縣", "彰"),
    County("南投縣", "投"),
    County("雲林縣", "雲"),
    County("嘉義縣", "嘉"),
    County("屏東縣", "屏"),
    County("花蓮縣", "花"),
    County("臺東縣", "東"),
    County("澎湖縣", "澎"),
    County("金門縣", "金"),
    County("連江縣", "馬"),
)
_NAMES = PlaceNames((county.name, (county.short,), county.former) for county in COUNTIES)


def names_a_county(text: str) -> bool:
    """Does a text name one of the counties, or one of its offices? 「金門縣」, 「臺中市政府交通局」, 「花蓮」."""
    try:
        _NAMES.official(text)
    except Unreadable:
        return any(text == county.short for county in COUNTIES)
    return True
