"""Puts a theme's colours and text size on the whole application."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from glutview.ui.colours import COLOURS, TEXT_SIZES, Colours
from glutview.ui.icons import picture_file

# Qt resolves a widget's look from palette and style sheet together: the palette reaches native parts (menus of
# some platforms, text selections, placeholder text) that a style sheet does not.
_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "raised"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Button, "raised"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.ToolTipBase, "raised"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.Link, "link"),
    (QPalette.ColorRole.LinkVisited, "link"),
    (QPalette.ColorRole.Accent, "accent"),
)
_DISABLED_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def apply_theme(app: QApplication, theme: str, text_size: str) -> None:
    """Give every widget of the application the theme (a key of COLOURS) and size (a key of TEXT_SIZES)."""
    colours = COLOURS[theme]
    font = app.font()
    font.setPointSize(TEXT_SIZES[text_size])
    app.setFont(font)
    palette = QPalette()
    for role, name in _ROLES:
        palette.setColor(role, QColor(getattr(colours, name)))
    faded = QColor(colours.muted)
    faded.setAlpha(150)
    for role in _DISABLED_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    app.setPalette(palette)
    app.setStyleSheet(style_sheet(colours, TEXT_SIZES[text_size]))


def style_sheet(c: Colours, points: int) -> str:
    """The style sheet of a theme, for text of so many points: flat, thin lines, a visible focus ring."""
    tick = picture_file("tick", c.on_accent)
    dash = picture_file("dash", c.on_accent)
    down = picture_file("chevron_down", c.text)
    up = picture_file("chevron_up", c.text)
    right = picture_file("chevron_right", c.muted)
    close, afloat = picture_file("close", c.text), picture_file("float", c.text)
    return f"""
    * {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QMainWindow, QDialog {{ background: {c.window}; }}
    QMainWindow::separator {{ background: {c.window}; width: 5px; height: 5px; }}
    QMainWindow::separator:hover {{ background: {c.accent}; }}
    QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border}; padding: 3px; }}
    QMenuBar {{ background: {c.window}; padding: 1px 4px; }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c.raised}; }}
    QMenu {{ background: {c.surface}; border: 1px solid {c.border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.muted}; background: transparent; }}
    QMenu::separator {{ height: 1px; background: {c.border}; margin: 4px 8px; }}
    QToolBar {{ background: {c.window}; border: none; border-bottom: 1px solid {c.border}; padding: 3px 6px;
               spacing: 2px; }}
    QToolBar::separator {{ background: {c.border}; width: 1px; margin: 4px 6px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 4px 7px; }}
    QToolButton:hover {{ background: {c.raised}; }}
    QToolButton:checked {{ background: {c.accent}; color: {c.on_accent}; }}
    QToolButton:focus, QPushButton:focus {{ border: 1px solid {c.accent}; }}
    QPushButton {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 5px;
                  padding: 4px 12px; }}
    QPushButton:hover {{ background: {c.raised}; }}
    QPushButton:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton:disabled {{ color: {c.muted}; }}
    QToolButton#qt_toolbar_ext_button {{ qproperty-icon: url("{right}"); background: {c.raised};
        padding: 0; min-width: 16px; }}
    QToolButton#plain {{ background: {c.surface}; border: 1px solid {c.border}; padding: 4px 4px; }}
    QToolButton#plain:hover {{ background: {c.raised}; }}
    QToolButton#plain:focus {{ border: 1px solid {c.accent}; }}
    QToolButton#plain:disabled {{ color: {c.muted}; }}
    QLabel#away {{ background: {c.warning_surface}; color: {c.warning}; border-radius: 5px; padding: 3px 8px; }}
    QStatusBar {{ background: {c.window}; border-top: 1px solid {c.border}; }}
    QStatusBar::item {{ border: none; }}
    QWidget#dock_title {{ background: {c.raised}; }}
    QToolButton#dock_float {{ qproperty-icon: url("{afloat}"); padding: 2px; }}
    QToolButton#dock_close {{ qproperty-icon: url("{close}"); padding: 2px; }}
    QFrame#panel, QWidget#panel {{ background: {c.surface}; border: 1px solid {c.border};
                                   border-radius: 6px; }}
    QLabel#stop {{ color: {c.warning}; font-weight: 600; }}
    QLabel#reading {{ padding: 1px 4px; border-radius: 4px; }}
    QLabel#reading[state="pending"] {{ color: {c.muted}; }}
    QLabel#reading[state="broken"] {{ color: {c.warning}; background: {c.warning_surface}; font-weight: 600; }}
    QLabel#heading {{ font-weight: 600; }}
    QLabel#muted {{ color: {c.muted}; }}
    QLabel#prompt {{ font-weight: 600; font-size: {1.25 * points:g}pt; }}
    QPushButton#choice {{ text-align: left; padding: 7px 12px; }}
    QPushButton#choice[verdict="right"] {{ border: 2px solid {c.right}; color: {c.text}; }}
    QPushButton#choice[verdict="wrong"] {{ border: 2px solid {c.wrong}; color: {c.text}; }}
    QLabel#verdict_right, QLabel#verdict_close, QLabel#verdict_wrong {{ font-weight: 600;
        background: {c.raised}; }}
    QLabel#verdict_right {{ border-left: 5px solid {c.right}; }}
    QLabel#verdict_close {{ border-left: 5px solid {c.warning}; }}
    QLabel#verdict_wrong {{ border-left: 5px solid {c.wrong}; }}
    QTreeView, QTextBrowser, QListWidget, QPlainTextEdit {{ background: {c.surface}; border: none;
        outline: none; }}
    QHeaderView {{ background: {c.surface}; }}
    QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none; padding: 2px 6px;
        border-bottom: 1px solid {c.border}; }}
    QTreeView::item {{ padding: 3px 2px; border: none; }}
    QTreeView::item:hover {{ background: {c.raised}; }}
    QTreeView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QTreeView::branch {{ background: {c.surface}; }}
    QTreeView::branch:has-children:closed {{ image: url("{right}"); }}
    QTreeView::branch:has-children:open {{ image: url("{down}"); }}
    QTreeView::indicator, QCheckBox::indicator {{ width: 14px; height: 14px; border-radius: 3px;
        border: 1px solid {c.muted}; background: {c.surface}; }}
    QTreeView::indicator:checked, QCheckBox::indicator:checked {{ background: {c.accent};
        border-color: {c.accent}; image: url("{tick}"); }}
    QTreeView::indicator:indeterminate {{ background: {c.accent}; border-color: {c.accent};
        image: url("{dash}"); }}
    QLineEdit, QComboBox, QDoubleSpinBox, QSpinBox {{ background: {c.surface}; border: 1px solid {c.border};
        border-radius: 5px; padding: 3px 6px; selection-background-color: {c.accent};
        selection-color: {c.on_accent}; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 16px; border: none;
        background: transparent; }}
    QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 11px; height: 11px; }}
    QAbstractSpinBox::down-arrow {{ image: url("{down}"); width: 11px; height: 11px; }}
    QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QLineEdit:focus, QComboBox:focus, QDoubleSpinBox:focus {{ border: 1px solid {c.accent}; }}
    QComboBox::drop-down {{ border: none; width: 18px; }}
    QComboBox::down-arrow {{ image: url("{down}"); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.border};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QSlider::groove:horizontal {{ height: 4px; background: {c.border}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
    QSlider#angle::sub-page:horizontal {{ background: {c.border}; }}
    QSlider::handle:horizontal {{ background: {c.surface}; border: 2px solid {c.accent}; width: 11px;
        margin: -6px 0; border-radius: 7px; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {c.accent}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {c.border}; border-radius: 4px; min-height: 28px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QProgressBar {{ background: {c.border}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    """
