"""What belongs to this PC and its user: name, language, look, and where the register lies."""

from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop import __version__
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import LANGUAGES, N_, _
from northtaiwan_desktop.settings import THEMES, Settings
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.outside import open_outside
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench

THEME_WORDS = {"system": N_("跟隨系統"), "light": N_("淺色"), "dark": N_("深色")}
FIELD = 340


class ThisPcTab(QWidget):
    def __init__(self, workbench: Workbench, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._workbench, self._settings, self._theme = workbench, settings, theme
        chosen = settings.choices
        self.user = QLineEdit(chosen.user)
        self.user.setPlaceholderText(_("例如 桃園市 王小明"))
        self.language = ChoiceBox(list(LANGUAGES.items()))
        self.language.set_value(chosen.language)
        self.language_note = soft(_("下次開啟程式時改用新的語言。"))
        self.language_note.hide()
        self.look = ChoiceBox([(name, _(THEME_WORDS[name])) for name in THEMES])
        self.look.set_value(theme.choice)
        self.store = QLineEdit()
        self.store.setReadOnly(True)
        self.folder_button = QPushButton(_("開啟所在資料夾"))
        self.file = soft(_("設定檔：{path}\n版本：{version}").format(path=settings.path, version=__version__))

        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(14)
        for words, field, note in (
            (_("使用者姓名(&U)"), self.user, soft(_("寫進修改紀錄，讓別人知道是誰做的。"))),
            (_("語言(&L)"), self.language, self.language_note),
            (_("佈景(&T)"), self.look, None),
        ):
            field.setFixedWidth(FIELD)
            place = QWidget()
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(3)
            column.addWidget(field)
            if note is not None:
                column.addWidget(note)
            form.addRow(words, place)
            _name_from_label(form, field, place)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.store.setFixedWidth(FIELD)
        row.addWidget(self.store)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        form.addRow(_("資料庫"), row)
        self.store.setAccessibleName(_("資料庫"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 8, 2, 0)
        layout.setSpacing(20)
        layout.addLayout(form)
        layout.addWidget(self.file)
        layout.addStretch(1)

        self.user.editingFinished.connect(lambda: settings.keep(user=self.user.text().strip()))
        self.language.chosen.connect(self._choose_language)
        self.look.chosen.connect(self._choose_look)
        self.folder_button.clicked.connect(self._open_folder)
        theme.changed.connect(self._on_look)

    def show_register(self) -> None:
        self.store.setText(self._workbench.location)
        self.folder_button.setVisible(not is_server(self._workbench.location))

    def _choose_language(self, language: str) -> None:
        self._settings.keep(language=language)
        self.language_note.show()

    def _choose_look(self, look: str) -> None:
        self._theme.choose(look)
        self._settings.keep(theme=look)

    def _on_look(self) -> None:
        self.look.set_value(self._theme.choice)

    def _open_folder(self) -> None:
        open_outside(Path(self._workbench.location).parent)


def _name_from_label(form: QFormLayout, field: QWidget, place: QWidget) -> None:
    """Let the row's label lead to the field inside it, by its mnemonic and for readers."""
    label = form.labelForField(place)
    label.setBuddy(field)  # type: ignore[attr-defined]
    field.setAccessibleName(label.text().partition("(&")[0])  # type: ignore[attr-defined]
