"""Colours of the three themes, without Qt, so that cards can be made and tested without a window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of one theme as "#rrggbb"; text on `window` and `surface` has a contrast of 4.5:1 or more."""

    window: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    link: str
    warning: str
    warning_surface: str
    right: str
    wrong: str


COLOURS: dict[str, Colours] = {
    "light": Colours(
        window="#f3f4f6",
        surface="#ffffff",
        raised="#e8ebf0",
        border="#d3d8e0",
        text="#1c2430",
        muted="#566172",
        accent="#1f5fa8",
        on_accent="#ffffff",
        link="#1a56a0",
        warning="#8a4b00",
        warning_surface="#fff3dc",
        right="#1f7a4d",
        wrong="#b3261e",
    ),
    "dark": Colours(
        window="#1d2026",
        surface="#252932",
        raised="#323846",
        border="#3d4452",
        text="#e7eaf0",
        muted="#a6b0c0",
        accent="#7db5f5",
        on_accent="#10161f",
        link="#8cc0ff",
        warning="#ffcc80",
        warning_surface="#3b3020",
        right="#6fd3a0",
        wrong="#ff9d94",
    ),
    "high_contrast": Colours(
        window="#000000",
        surface="#000000",
        raised="#1c1c1c",
        border="#ffffff",
        text="#ffffff",
        muted="#ffffff",
        accent="#ffe14d",
        on_accent="#000000",
        link="#ffe14d",
        warning="#ffe14d",
        warning_surface="#1c1c00",
        right="#66ff99",
        wrong="#ff8080",
    ),
}

TEXT_SIZES: dict[str, int] = {"normal": 10, "large": 13, "projector": 18}
"""Point size of the interface's text; "projector" is readable from the last row."""
