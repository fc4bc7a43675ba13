"""How a table looks that is read by rows: no grid, no numbers of rows, one height, and Tab goes on to what follows."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def read_by_rows(view: QTableView, row_height: int) -> None:
    """Give a table this look, its rows `row_height` pixels high and one line each."""
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(row_height)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
