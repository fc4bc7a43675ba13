"""The few rules by which the window departs from Fusion: quiet lines, round corners, room to breathe."""

from pathlib import Path

from northtaiwan_desktop.ui.widgets.colours import DARK, Colours

_RULES = """
QMainWindow, QDialog {{ background: {ground}; }}
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {line}; padding: 4px 6px; }}

QLabel[role="title"] {{ font-size: 17pt; font-weight: 600; color: {text}; }}
QLabel[role="heading"] {{ font-size: 12pt; font-weight: 600; color: {text}; }}
QLabel[role="soft"] {{ color: {soft}; }}
QLabel[role="complaint"] {{ color: {red}; }}
QLabel[role="figure"] {{ font-size: 22pt; font-weight: 600; color: {text}; }}

QPushButton {{
    background: {raised}; color: {text}; border: 1px solid {strong_line}; border-radius: 5px;
    padding: 5px 14px; min-height: 20px;
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {faint}; border-color: {line}; background: {ground}; }}
QPushButton:default, QPushButton[role="main"] {{
    background: {accent}; color: {on_accent}; border-color: {accent};
}}
QPushButton:default:hover, QPushButton[role="main"]:hover {{ background: {accent_hover}; }}
QPushButton:default:focus, QPushButton[role="main"]:focus {{ border: 2px solid {text}; }}
QPushButton:default:disabled, QPushButton[role="main"]:disabled {{
    background: {line}; color: {soft}; border-color: {line};
}}
QPushButton[role="undecided"] {{ color: {yellow}; border-color: {yellow}; background: {yellow_ground}; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; color: {accent}; padding: 4px 10px; }}
QPushButton[role="quiet"]:hover {{ background: {hover}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {accent}; padding: 3px 9px; }}
QPushButton:checked {{ background: {chosen}; border-color: {accent}; }}
QPushButton::menu-indicator {{ subcontrol-position: right center; subcontrol-origin: padding; right: 8px; }}

QLineEdit, QPlainTextEdit, QTextEdit {{
    background: {sheet}; color: {text}; border: 1px solid {strong_line}; border-radius: 5px; padding: 4px 8px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit {{ min-height: 20px; }}
QLineEdit[role="cell"], QComboBox[role="cell"] {{ border-radius: 0; padding: 0 4px; min-height: 0; }}
QTextBrowser[role="paper"] {{ background: #ffffff; color: #000000; border: 1px solid {line}; padding: 0; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {red}; padding: 3px 7px; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {ground}; border-color: {line}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {faint}; background: {ground}; border-color: {line}; }}
QComboBox {{
    background: {raised}; color: {text}; border: 1px solid {strong_line}; border-radius: 5px;
    padding: 4px 8px; min-height: 20px;
}}
QComboBox:hover {{ background: {hover}; }}
QComboBox:focus, QComboBox:on {{ border: 2px solid {accent}; padding: 3px 7px; }}
QComboBox:disabled {{ color: {faint}; background: {ground}; border-color: {line}; }}
QComboBox::drop-down {{ border: none; width: 24px; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url({icons}/chevron.svg); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{
    background: {raised}; color: {text}; border: 1px solid {strong_line}; outline: 0; padding: 4px;
    selection-background-color: {chosen}; selection-color: {text};
}}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 6px; }}
QSpinBox, QDoubleSpinBox {{ min-height: 26px; }}
QCheckBox, QRadioButton {{ spacing: 8px; color: {text}; }}
QCheckBox:disabled {{ color: {faint}; }}
QCheckBox::indicator, QTableView::indicator {{
    width: 15px; height: 15px; border: 1px solid {strong_line}; border-radius: 4px; background: {sheet};
}}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 13px; height: 13px; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url({icons}/{tick}.svg);
}}

QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {strong_line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QListWidget#pages {{
    background: {side}; border: none; border-right: 1px solid {line}; outline: 0; padding: 8px 8px; font-size: 11pt;
}}
QListWidget#pages::item {{ height: 40px; border-radius: 6px; padding: 0 10px; color: {text}; margin: 1px 0; }}
QListWidget#pages::item:hover {{ background: {hover}; }}
QListWidget#pages::item:selected {{ background: {chosen}; color: {text}; }}
QListWidget#pages::item:focus {{ border: 1px solid {accent}; }}
QWidget#side {{ background: {side}; border-right: 1px solid {line}; }}
QWidget#side QListWidget#pages {{ border-right: none; }}

QListWidget#gaps {{ background: {sheet}; border: 1px solid {line}; border-radius: 6px; outline: 0; padding: 4px; }}
QListWidget#gaps:focus {{ border: 1px solid {accent}; }}
QListWidget#gaps::item:selected {{ background: {chosen}; }}

QTableView {{
    background: {sheet}; alternate-background-color: {stripe}; color: {text}; border: 1px solid {line};
    border-radius: 6px; gridline-color: {line}; outline: 0;
    selection-background-color: {chosen}; selection-color: {text};
}}
QTableView::item {{ padding: 4px 5px; border: none; border-bottom: 1px solid {line}; }}
QTableView::item:selected {{ background: {chosen}; color: {text}; }}
QTableView::item:focus {{ border: 1px solid {accent}; }}
QTableView:focus {{ border: 1px solid {accent}; }}
QHeaderView {{ background: {sheet}; border: none; }}
QHeaderView::section {{
    background: {sheet}; color: {soft}; border: none; border-bottom: 1px solid {strong_line};
    padding: 7px 8px; font-weight: 600;
}}
QHeaderView::section:hover {{ background: {hover}; color: {text}; }}
QTableCornerButton::section {{ background: {sheet}; border: none; }}

QTreeView {{
    background: {sheet}; color: {text}; border: 1px solid {line}; border-radius: 6px; outline: 0;
    selection-background-color: {chosen}; selection-color: {text};
}}
QTreeView::item {{ min-height: 28px; padding: 1px 6px; border-bottom: 1px solid {line}; }}
QTreeView::item:selected {{ background: {chosen}; color: {text}; }}
QTreeView:focus {{ border: 1px solid {accent}; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {line}; top: -1px; padding-top: 10px; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {soft}; border: none; border-bottom: 3px solid transparent;
    padding: 8px 16px 6px 16px; margin-right: 4px;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ border-bottom-color: {accent_hover}; color: {accent}; }}

QMenuBar {{ background: {side}; color: {text}; border-bottom: 1px solid {line}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 5px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {strong_line}; padding: 5px; }}
QMenu::item {{ padding: 6px 28px 6px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; color: {text}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QStatusBar {{ background: {side}; color: {soft}; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{
    border: 1px solid {line}; border-radius: 5px; background: {sheet}; text-align: center; color: {text};
    min-height: 18px;
}}
QProgressBar::chunk {{ background: {chosen}; border-radius: 4px; }}
QGroupBox {{ border: none; margin-top: 26px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; padding: 2px 0; color: {text}; }}

QFrame[role="card"] {{ background: {sheet}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="notice"] {{ background: {sheet}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="notice"][tone="done"] {{ background: {green_ground}; border-color: {green}; }}
QFrame[role="notice"][tone="note"] {{ background: {yellow_ground}; border-color: {yellow}; }}
QFrame[role="notice"][tone="error"] {{ background: {red_ground}; border-color: {red}; }}
"""


def sheet(colours: Colours, icons: Path) -> str:
    """The style sheet in these colours; `icons` is the folder of its few drawings."""
    tick = "tick-dark" if colours is DARK else "tick"
    return _RULES.format(**vars(colours), icons=icons.as_posix(), tick=tick)
