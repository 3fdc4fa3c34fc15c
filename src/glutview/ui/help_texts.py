"""Texts of the help menu, made from the action table and the program's own facts."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import glutview
from glutview.ui.actions import MENUS, ActionSpec

if TYPE_CHECKING:
    from glutview.atlas.working_copy import Difference

_MOUSE = (
    ("Left drag", "turn"),
    ("Middle drag, Shift + left drag", "move sideways"),
    ("Right drag, wheel", "zoom towards the pointer"),
    ("Click", "select; on nothing: deselect"),
    ("Click on the selected muscle", "select its part there"),
    ("Click again at the same place", "select what lies behind"),
    ("Double click", "centre, and turn about that place"),
    ("Right click", "menu of the structure"),
    ("Two fingers, pinch", "move sideways, zoom"),
    ("Ctrl + left drag on a leg's bone", "move the leg; with a femur fixed, the pelvis by its own bones"),
    ("Ctrl + Shift + left drag there", "turn it about its long axis"),
    ("Left drag on a landmark in hand", "move it over its bone"),
)
_IN_HAND = (
    ("Arrows", "move it by 0.1 mm along the bone"),
    ("Shift + arrows", "move it by 1 mm"),
    ("Enter, Esc", "lay it down"),
)
_IN_GALLERY = (
    ("Arrows, then Enter", "choose a small picture, and fly there"),
    ("F5", "slideshow"),
    ("PageDown, PageUp", "next, previous view"),
    ("Space", "pause the slideshow, go on"),
    (".", "black screen"),
    ("Esc, any other key", "end the slideshow"),
)


def shortcuts_html() -> str:
    """All keys and what the mouse does."""
    parts = [_table("Mouse", _MOUSE)]
    for title, entries in MENUS.values():
        rows = [
            (" or ".join((spec.shortcut, *spec.more_shortcuts)), spec.plain_text)
            for spec in entries
            if isinstance(spec, ActionSpec) and spec.shortcut
        ]
        if rows:
            parts.append(_table(title.replace("&", ""), rows))
    parts.append(_table("With a landmark in hand", _IN_HAND))
    parts.append(_table("In the gallery", _IN_GALLERY))
    note = (
        "<p>Keys act wherever the focus is, except while a text is written. Arrows, Home and End act in the view; "
        "Space and Enter press a button that has the focus. Tab moves the focus.</p>"
    )
    return note + "".join(parts)


def about_html() -> str:
    """Version, licences, what it stands on."""
    return (
        f"<h2>glutview {glutview.__version__}</h2>"
        "<p>A desktop 3D viewer of the gluteal region: bones, muscles that move, nerves and vessels.</p>"
        "<p><b>For teaching and learning. Not a medical device.</b></p>"
        "<h3>Licences</h3>"
        "<p>The program is under the Apache License 2.0. The bone meshes derive from a statistical shape model and "
        "are under the Mozilla Public License 2.0; assets/meshes/SOURCES.md says where every mesh comes from.</p>"
        "<p>Built with Qt and PySide6 (LGPL 3), VTK (BSD 3-clause), NumPy and SciPy (BSD 3-clause), pydantic, "
        "PyYAML, psygnal, platformdirs, typer and rich (MIT, BSD).</p>"
        f"<p>Python {platform.python_version()} on {escape(platform.system())}.</p>"
    )


def differences_html(differences: Sequence[Difference]) -> str:
    """Where a working copy differs from the shipped atlas."""
    if not differences:
        return "<p>The open annotations say the same as the shipped ones.</p>"
    rows = "".join(
        f"<tr><td><b>{escape(d.key)}</b></td><td>{_said(d.shipped)}</td><td>{_said(d.own)}</td></tr>"
        for d in differences
    )
    head = "<tr><td></td><td><b>Shipped</b></td><td><b>Here</b></td></tr>"
    count = f"{len(differences)} entr{'y differs' if len(differences) == 1 else 'ies differ'}."
    return f"<p>{count}</p><table cellpadding='5' width='100%'>{head}{rows}</table>"


def _said(value: object, longest: int = 240) -> str:
    if value is None:
        return "<i>not there</i>"
    text = str(value)
    return escape(text if len(text) <= longest else text[:longest] + "…")


def _table(title: str, rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td width='200'><b>{escape(key)}</b></td><td>{escape(what)}</td></tr>" for key, what in rows
    )
    return f"<h3>{escape(title)}</h3><table cellpadding='3'>{cells}</table>"
