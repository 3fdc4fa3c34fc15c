"""A menu entry, button or key that tells the key of its order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from glutview.ui.actions import ActionSpec


class Order(QAction):
    """One row of the action table as Qt's action."""

    given = Signal(str)

    def __init__(self, spec: ActionSpec, parent: QObject) -> None:
        super().__init__(spec.text, parent)
        self.spec = spec
        self.setObjectName(spec.key)
        self.setCheckable(spec.checkable)
        keys = [QKeySequence(key) for key in (spec.shortcut, *spec.more_shortcuts) if key]
        self.setShortcuts(keys)
        if spec.scope == "view":
            # The window adds these to the view as well, where alone their keys act.
            self.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        plain = spec.plain_text
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        self.setToolTip(f"{plain} ({shown})" if shown else plain)
        self.setIconText(spec.tool_text or plain)
        # Qt would guess "Quit", "About" and "Preferences" into a macOS menu by their translated text.
        self.setMenuRole(_ROLES.get(spec.key, QAction.MenuRole.NoRole))
        self.triggered.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.given.emit(self.spec.key)


_ROLES = {"file.quit": QAction.MenuRole.QuitRole, "help.about": QAction.MenuRole.AboutRole}
