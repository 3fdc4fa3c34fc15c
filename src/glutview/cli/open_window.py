"""``glutview [FILE]``: open the window."""

from __future__ import annotations

from pathlib import Path

from glutview.cli.display import why_no_window
from glutview.errors import failure
from glutview.system_libraries import QT, QT_X11, install_line, missing_packages


def open_window(annotations: Path | None) -> int:
    """Open the window on an annotations file (the shipped one, or the working copy, if None); its exit code.

    Raises:
        GlutviewError: there is no display, or a library of the system is missing.
    """
    reason = why_no_window()
    if reason:
        raise failure(
            "glutview", f"no window can be opened: {reason}", "for a picture: glutview render -o glutview.png"
        )
    missing = missing_packages(QT, QT_X11)
    if missing:
        raise failure(
            "glutview", f"system libraries that the window needs are missing ({', '.join(missing)})",
            install_line(missing),
        )  # fmt: skip
    from glutview.scene.gl_library import require_gl

    require_gl()
    from glutview.ui.app import run

    return run(annotations)
