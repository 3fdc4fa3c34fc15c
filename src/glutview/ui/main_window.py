"""The main window: menus, toolbar, structures, view, card, movement bar, status line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QActionGroup, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.actions import MENUS, ActionSpec
from glutview.ui.icons import icon
from glutview.ui.key_window import KeyWindow
from glutview.ui.order import Order
from glutview.ui.panels.card import Card
from glutview.ui.panels.movement_bar import MovementBar
from glutview.ui.panels.peel_slider import PeelSlider
from glutview.ui.panels.problems import ProblemPanel
from glutview.ui.panels.structure_tree import StructureTree
from glutview.ui.status import StatusLine
from glutview.ui.text_dialog import TextDialog

PROGRAM = "glutview"
_TOOLBAR = ("mode", "view", "edit")
"""The menus whose tools stand in the toolbar, from left to right."""


class MainWindow(KeyWindow):
    """Holds the panels. Knows no atlas and no VTK, so that it is on the screen before either is loaded."""

    ordered = Signal(str)
    """Key of the action that was given."""
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(PROGRAM)
        self.tree = StructureTree()
        self.card = Card()
        self.bar = MovementBar()
        self.peel = PeelSlider()
        self.problems = ProblemPanel()
        self.status = StatusLine()
        self.orders: dict[str, Order] = {}
        self.may_close: Callable[[], bool] = _always
        """Asked before the window closes: about work that is not saved."""
        self._unfitted = False
        self.popup = QMenu(self)
        self._waiting = QLabel("Loading the anatomy…")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setObjectName("muted")
        self._centre = QStackedWidget()
        self._centre.setMinimumSize(240, 200)
        self._centre.addWidget(self._waiting)
        self._centre.addWidget(self.problems)
        self._side = QStackedWidget()
        self._side.addWidget(self.card)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._toolbar = QToolBar("Tools")
        self._lay_out()
        self._make_orders()
        self.set_ready(False)

    # ---------------------------------------------------------------------------------------------- setters

    def set_view(self, view: QWidget | None) -> None:
        """Put a view in the middle, in the place of the one before, which is deleted."""
        if self._view is not None:
            self._centre.removeWidget(self._view)
            self._view.deleteLater()
        self._view = view
        if view is None:
            self._centre.setCurrentWidget(self._waiting)
            return
        self._centre.addWidget(view)
        self._centre.setCurrentWidget(view)
        for order in self.orders.values():
            if order.spec.scope == "view":
                view.addAction(order)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_panel(self, panel: QWidget | None) -> None:
        """Put a mode's panel at the right, in the place of the card; None brings the card back."""
        shown = panel or self.card
        if self._side.indexOf(shown) < 0:
            self._side.addWidget(shown)
        self._side.setCurrentWidget(shown)

    def set_tree_shown(self, shown: bool) -> None:
        """Show the tree of structures, or give its room to the view."""
        self.tree.setVisible(shown)

    @property
    def surroundings(self) -> tuple[QWidget, ...]:
        """All that stands round the view."""
        docks = self.findChildren(QDockWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return (self.menuBar(), self._toolbar, self.tree, self._side, self.bar, self.status, *docks)

    def set_file(self, name: str) -> None:
        """Show in the title which annotations are open."""
        self.setWindowTitle(f"{name} – {PROGRAM}" if name else PROGRAM)

    def set_ready(self, ready: bool) -> None:
        """Let what needs an atlas be used, or not yet."""
        for order in self.orders.values():
            if order.spec.target != "shell":
                order.setEnabled(ready)
        for panel in (self.tree, self.card, self.bar, self.peel):
            panel.setEnabled(ready)
        if ready and self._unfitted:
            # Only now is known how wide the names in the tree are.
            self._unfitted = False
            self.fit_panels()

    def set_enabled(self, key: str, enabled: bool) -> None:
        """Let one action be used or not."""
        self.orders[key].setEnabled(enabled)

    def set_checked(self, key: str, checked: bool) -> None:
        """Show whether a checkable action holds."""
        self.orders[key].setChecked(checked)

    def set_step(self, undo: str, redo: str) -> None:
        """Say in the menu what would be undone and redone; nothing to do for an empty text."""
        for key, word, step in (("edit.undo", "Undo", undo), ("edit.redo", "Redo", redo)):
            self.orders[key].setText(f"&{word} {step}".strip())
            self.orders[key].setIconText(word)
            self.orders[key].setEnabled(bool(step))

    def set_icon_colours(self, colour: str, checked: str) -> None:
        """Draw all icons in a theme's colours of text, and of text on what is checked."""
        for order in self.orders.values():
            if order.spec.icon:
                order.setIcon(icon(order.spec.icon, colour, checked if order.spec.checkable else ""))
        side = self.fontMetrics().height() + 2
        self._toolbar.setIconSize(QSize(side, side))
        self.setWindowIcon(icon("app", "#a2382c"))
        self.bar.set_icon_colours(colour, checked)
        self.tree.refresh_colours()

    def show_problems(self, title: str, problems: list[str]) -> None:
        """Show the problem panel in the middle."""
        self.problems.set_problems(title, problems)
        self.status.set_problem_count(len(problems))
        self._centre.setCurrentWidget(self.problems)
        self.problems.set_focus()

    def hide_problems(self) -> None:
        """Go back to the view."""
        self._centre.setCurrentWidget(self._view or self._waiting)
        if self._view is not None:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_waiting(self, text: str) -> None:
        """Say in the middle what is being waited for, as long as there is no view."""
        self._waiting.setText(text)

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen with the window, or go back."""
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def show_text(self, title: str, html: str) -> None:
        """Show a text to read, in a window that stays until it is closed."""
        TextDialog(title, html, self).show()

    def popup_menu(self, keys: list[str], place: QPoint) -> None:
        """Open a context menu of these actions at a place on the screen; an empty key is a line."""
        self.popup.clear()
        for key in keys:
            if key:
                self.popup.addAction(self.orders[key])
            else:
                self.popup.addSeparator()
        self.popup.popup(place)

    # ------------------------------------------------------------------------------------------------ layout

    def layouts(self) -> dict[str, QByteArray]:
        """Geometry to remember."""
        return {"window": self.saveGeometry(), "splitter": self._splitter.saveState()}

    def restore_layouts(self, saved: Callable[[str], QByteArray]) -> None:
        """Geometry as remembered; a fitting one for the screen if nothing is."""
        if not self.restoreGeometry(saved("window")):
            room = self.screen().availableSize()
            self.resize(min(room.width(), 1440), min(room.height(), 900))
        self._unfitted = not self._splitter.restoreState(saved("splitter"))
        if self._unfitted:
            self.fit_panels()

    def fit_panels(self) -> None:
        """Give the panels the width that their text wishes for, and the view most of the room."""
        wide = self.width()
        tree = min(self.tree.sizeHint().width(), wide * 27 // 100)
        side = self._side.currentWidget() or self.card
        # A mode's panel is what one works with, the card what one reads beside the view.
        card = min(side.sizeHint().width(), wide * (30 if side is self.card else 34) // 100)
        self._splitter.setSizes([tree, wide - tree - card, card])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The panels keep their width when the window shrinks, but not to the last of the view.
        if self._centre.width() < self.width() * 2 // 5:
            self.fit_panels()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()

    def _lay_out(self) -> None:
        for widget in (self.tree, self._centre, self._side):
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        self._splitter.setHandleWidth(6)
        self._splitter.setChildrenCollapsible(True)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.bar)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self._toolbar.setMovable(False)
        self._toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(self._toolbar)

    def _make_orders(self) -> None:
        groups: dict[str, QActionGroup] = {}
        for title, entries in MENUS.values():
            menu = self.menuBar().addMenu(title)
            for entry in entries:
                if not isinstance(entry, ActionSpec):
                    menu.addSeparator()
                    continue
                order = Order(entry, self)
                order.given.connect(self._tell_order)
                self.orders[entry.key] = order
                if entry.group:
                    groups.setdefault(entry.group, QActionGroup(self)).addAction(order)
                self._submenu(menu, entry.submenu).addAction(order)
                if entry.scope == "window":
                    self.addAction(order)
        self._fill_toolbar()
        self.bar.set_actions(self.orders["movement.play"], self.orders["movement.neutral"])

    def _fill_toolbar(self) -> None:
        for menu in _TOOLBAR:
            tools = [o for key, o in self.orders.items() if o.spec.toolbar and key.split(".")[0] == menu]
            for order in tools:
                self._add_tool(order)
                if order.spec.key == "view.peel":
                    self._toolbar.addWidget(self.peel)
            self._toolbar.addSeparator()

    def _add_tool(self, order: Order) -> None:
        self._toolbar.addAction(order)
        button = self._toolbar.widgetForAction(order)
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonIconOnly if order.spec.icon else Qt.ToolButtonStyle.ToolButtonTextOnly
            )
            button.setAccessibleName(order.spec.plain_text)

    def _submenu(self, menu: QMenu, title: str) -> QMenu:
        if not title:
            return menu
        known = menu.findChildren(QMenu, title, Qt.FindChildOption.FindDirectChildrenOnly)
        if known:
            return known[0]
        submenu = menu.addMenu(title)
        submenu.setObjectName(title)
        return submenu

    @Slot(str)
    def _tell_order(self, key: str) -> None:
        self.ordered.emit(key)


def _always() -> bool:
    return True
