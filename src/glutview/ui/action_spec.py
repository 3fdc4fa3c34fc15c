"""One row of the action table: where an order stands, which key gives it, and which method carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["window", "view"]
Target = Literal[
    "shell",
    "presenter",
    "movement",
    "arms",
    "action",
    "quality",
    "leg",
    "modes",
    "measures",
    "lesson",
    "quiz",
    "landmarks",
    "gallery",
]
"""Whose method carries it out; the last four are modes, which their orders enter."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One order: where it stands in the menus, which key gives it, and which method carries it out."""

    key: str
    """Menu and name, as "view.frame"."""
    text: str
    command: str
    """Name of a method without arguments, of the target."""
    shortcut: str = ""
    scope: Scope = "window"
    """"view": arrows, Home and End act only while the view has the focus, for most controls use them themselves. All
    other keys act in the whole window, but for those that the focused control needs (:mod:`key_window`)."""
    target: Target = "presenter"
    icon: str = ""
    checkable: bool = False
    group: str = ""
    """Actions of one group exclude each other."""
    toolbar: bool = False
    tool_text: str = ""
    """On the toolbar's button, where the menu's words are too long; an icon needs none."""
    submenu: str = ""
    needs_selection: bool = False
    more_shortcuts: tuple[str, ...] = ()
    in_mode: bool = False
    """Can be given only in its mode: elsewhere its key does nothing."""

    @property
    def plain_text(self) -> str:
        """What is read aloud, and stands on a button."""
        return self.text.replace("&", "").rstrip("…")


@dataclass(frozen=True, slots=True)
class Separator:
    """A line in a menu."""


def order_of(target: Target, key: str, text: str, command: str, shortcut: str = "", **more: object) -> ActionSpec:
    """An order for one target."""
    return ActionSpec(key, text, command, shortcut, target=target, **more)  # type: ignore[arg-type]


LINE = Separator()

Menu = tuple[str, tuple[ActionSpec | Separator, ...]]
"""Title, and what stands under it."""
