"""Printing a paper from the program, with a look at its pages first."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.i18n import _

DPI = 200
"""Sharp enough for 12 pt Chinese letters, and drawn at once."""


class PrintPreview(QPrintPreviewDialog):
    """The pages of a paper, and the printing of what they show."""

    def __init__(self, pdf: bytes, name: str, parent: QWidget | None = None) -> None:
        # The dialog works with the printer, and does not keep it alive.
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        self._printer.setFullPage(True)
        self._printer.setDocName(name)
        super().__init__(self._printer, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("列印：{name}").format(name=name))
        self.paintRequested.connect(lambda wanted: draw(pdf, wanted))
        self.resize(960, 700)


def draw(pdf: bytes, printer: QPrinter) -> None:
    """Put every page onto the printer's sheets, each as large as its sheet."""
    from northtaiwan_desktop.documents.pages import pictures  # loaded when something is printed

    painter = QPainter(printer)
    try:
        for place, page in enumerate(pictures(pdf, dpi=DPI)):
            if place:
                printer.newPage()
            image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
            sheet = painter.viewport()
            size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(sheet.topLeft(), size), image)
    finally:
        painter.end()
