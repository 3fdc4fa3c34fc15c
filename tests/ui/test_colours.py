"""Contrast of text in every theme, by the WCAG 2 formula."""

from __future__ import annotations

import pytest

from glutview.ui.colours import COLOURS

PAIRS = [
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("muted", "window"),
    ("muted", "surface"),
    ("link", "surface"),
    ("on_accent", "accent"),
    ("text", "warning_surface"),
    ("link", "warning_surface"),
    ("warning", "surface"),
]


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_can_be_read(theme: str, ink: str, paper: str) -> None:
    colours = COLOURS[theme]
    pair = sorted((_luminance(getattr(colours, ink)), _luminance(getattr(colours, paper))))
    needed = 7.0 if theme == "high_contrast" else 4.5
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= needed
