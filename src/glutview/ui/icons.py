"""The program's own icons: line drawings in a 24 x 24 box, coloured by the theme."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_STROKES: dict[str, str] = {
    "play": '<path d="M8 5.5v13l10.5-6.5z" fill="{c}"/>',
    "pause": '<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3.4"/>',
    "loop": '<path d="M5 11a6 6 0 0 1 6-5h7M15.5 3l3 3-3 3M19 13a6 6 0 0 1-6 5H6M8.5 21l-3-3 3-3"/>',
    "neutral": '<path d="M5 12a7 7 0 1 0 2.3-5.2L5 9M5 4.5V9h4.5"/>',
    "undo": '<path d="M9 14 4.5 9.5 9 5M5 9.5h9a5 5 0 0 1 0 10h-3"/>',
    "redo": '<path d="m15 14 4.5-4.5L15 5M19 9.5h-9a5 5 0 0 0 0 10h3"/>',
    "frame": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/><circle cx="12" cy="12" r="3"/>',
    "hide": '<path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z"/><path d="M5 19 19 5"/>',
    "isolate": '<circle cx="12" cy="12" r="4.2" fill="{c}"/><circle cx="12" cy="12" r="8.5" '
    'stroke-dasharray="2.6 2.6"/>',
    "show_all": '<path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z"/><circle cx="12" cy="12" r="2.8"/>',
    "xray": '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M12 7v10M8 9.5c2 1 6 1 8 0M8 13c2 1 6 1 '
    '8 0"/>',
    "peel": '<path d="M4 16.5 12 20l8-3.5M4 12l8 3.5L20 12M4 7.5 12 4l8 3.5-8 3.5z"/>',
    "labels": '<path d="M4 5h9l4 3.5-4 3.5H4zM12 12v7M12 19h-3"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "tick": '<path d="m5.5 12.5 4.5 4.5 8.5-10" stroke-width="3.2"/>',
    "dash": '<path d="M6 12h12" stroke-width="3.2"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18" stroke-width="2.2"/>',
    "float": '<path d="M9 5h10v10M5 9h10v10H5z"/>',
    "chevron_down": '<path d="m7 10 5 5 5-5" stroke-width="2.2"/>',
    "chevron_up": '<path d="m7 14 5-5 5 5" stroke-width="2.2"/>',
    "chevron_right": '<path d="m10 7 5 5-5 5" stroke-width="2.2"/>',
    "warning": '<path d="M12 4 2.8 20h18.4zM12 10v5M12 17.5v.5"/>',
    "app": '<path d="M4 8c2.5-4 5-4.5 8-2 3-2.5 5.5-2 8 2-1 4.5-3 5-4.5 9-1-1.5-2-2.5-3.5-2.5S9.5 15.5 8.5 17'
    'C7 13 5 12.5 4 8z"/>',
}


def svg(name: str, colour: str) -> bytes:
    """An icon as SVG text, its lines in `colour` ("#rrggbb").

    Raises:
        KeyError: no icon has this name.
    """
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
        f"{_STROKES[name].replace('{c}', colour)}</svg>"
    ).encode()


def icon(name: str, colour: str, checked: str = "") -> QIcon:
    """An icon, sharp at device pixel ratios of 1, 1.5, 2 and 3; in the colour `checked` on a button that is."""
    result = QIcon()
    _add(result, QIcon.State.Off, svg(name, colour))
    if checked:
        _add(result, QIcon.State.On, svg(name, checked))
    return result


@cache
def picture_file(name: str, colour: str) -> str:
    """Path of the icon as a file: Qt's style sheets can show pictures only from files."""
    path = _folder() / f"{name}_{colour.lstrip('#')}.svg"
    path.write_bytes(svg(name, colour))
    return path.as_posix()


def _add(icon: QIcon, state: QIcon.State, picture: bytes) -> None:
    drawing = QSvgRenderer(QByteArray(picture))
    for pixels in (18, 27, 36, 54, 96):
        pixmap = QPixmap(pixels, pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        icon.addPixmap(pixmap, QIcon.Mode.Normal, state)


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="glutview-icons-")


def _folder() -> Path:
    return Path(_temporary().name)
