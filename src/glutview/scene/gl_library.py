"""Is there an OpenGL library? VTK crashes without one, so this is asked before VTK is imported."""

from __future__ import annotations

import sys

from glutview.errors import failure
from glutview.system_libraries import GL, install_line, loadable, missing_packages


def require_gl() -> None:
    """Make sure that VTK can draw.

    Raises:
        GlutviewError: no OpenGL library can be loaded; the remedy is the line that installs them.
    """
    if not sys.platform.startswith("linux"):
        return  # the systems carry it themselves
    if not any(loadable(name) for name in GL):
        raise failure(
            "OpenGL",
            f"no OpenGL library can be loaded ({' or '.join(GL)})",
            f"install one: {install_line(missing_packages(GL))}",
        )
