"""A line for an amount, in every spelling that budgets use."""

from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.writing.money import read_money, written_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField


class MoneyField(ParsedField):
    """金額: 2,500,000, 250萬元… in whole NT dollars; how it is understood stands beneath."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(
            read_money, lambda sum: f"{sum:,}", tell=written_money, prompt=_("例如 250萬元"), parent=parent
        )


class CountField(ParsedField):
    """件數: a whole number that is not negative."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(read_money, lambda count: f"{count:,}", prompt=_("例如 18"), parent=parent)
