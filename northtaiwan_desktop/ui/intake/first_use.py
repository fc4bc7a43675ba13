"""The page while nothing is being taken in: what to do first, and what will then be seen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.page import heading, soft

WIDTH = 760


class FirstUse(QScrollArea):
    """Three steps, the two ways to begin, and an example of the comparison."""

    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.files_button = QPushButton(_("選擇縣市寄回的檔案…"))
        self.files_button.setProperty("role", "main")
        self.files_button.clicked.connect(lambda _checked: self.files_wanted.emit())
        self.folder_button = QPushButton(_("選擇整個資料夾…"))
        self.folder_button.clicked.connect(lambda _checked: self.folder_wanted.emit())
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.files_button)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(soft(_("也可以把檔案或資料夾直接拖進這一頁。")), 1)
        self.example = QFrame()
        self.example.setProperty("role", "card")
        self._fill_example()
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(4, 12, 4, 12)
        column.setSpacing(12)
        column.addWidget(heading(_("把各縣市寄回的試算表併進來")))
        for step in (
            _("一、選擇檔案：寄出的填報表、去年的表、對方自己的表都可以；八個縣市的檔案可以一次選。"),
            _("二、逐列比對：每一格都看得到上次寄出、我方現有和來文三邊，要不要採用由您決定。"),
            _("三、按「匯入」才會寫入，而且隨時可以整批收回；原檔會保存下來。"),
        ):
            line = QLabel(step)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addLayout(buttons)
        column.addSpacing(8)
        column.addWidget(soft(_("例如，對方把實際進度改成了 75%，我方這段期間沒有動過（示例）：")))
        column.addWidget(self.example)
        can = _("可讀 xlsx、xlsm、xls、ods、csv、tsv；巨集不會執行。看不懂的儲存格會保留原文並說明原因。")
        column.addWidget(soft(can))
        column.addStretch(1)
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        self.setWidget(outer)

    def _fill_example(self) -> None:
        grid = QGridLayout(self.example)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        colours = present()
        head = (_("欄位"), _("上次寄出"), _("我方現有"), _("來文"), _("結果"))
        lines = (
            (_("≠ 實際進度"), "50%", "50%", "75%", (colours.green, _("有變更，預先勾選"))),
            (_("！ 辦理情形"), _("研擬中"), _("已開會1次"), _("已開會2次"), (colours.yellow, _("衝突，請您決定"))),
            (_("落後原因"), "", "", "", (colours.soft, _("相同"))),
        )
        for column, words in enumerate(head):
            grid.addWidget(soft(words), 0, column)
        for row, (*cells, (colour, result)) in enumerate(lines, 1):
            for column, words in enumerate(cells):
                grid.addWidget(QLabel(words), row, column)
            told = QLabel(result)
            told.setStyleSheet(f"color: {colour}; font-weight: 600")
            grid.addWidget(told, row, len(cells))
        grid.setColumnStretch(len(head) - 1, 1)
