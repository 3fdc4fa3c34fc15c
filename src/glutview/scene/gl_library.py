"""Is there an OpenGL library? VTK crashes without one, so this is asked before VTK is imported."""

from __future__ import annotations

import os
import sys

from glutview.errors import failure
from glutview.system_libraries import GL, install_line, loadable, missing_packages

_WITHOUT_DISPLAY = ("libEGL.so.1", "libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so")
_ON_A_DISPLAY = ("libGL.so.1",)


def require_gl() -> None:
    """Make sure that VTK can draw.

    Raises:
        GlutviewError: no OpenGL library that it could use can be loaded; the remedy is the line that installs
            them.
    """
    if not sys.platform.startswith("linux"):
        return  # the systems carry it themselves
    usable = _WITHOUT_DISPLAY + (_ON_A_DISPLAY if os.environ.get("DISPLAY") else ())
    if not any(loadable(name) for name in usable):
        what = f"no OpenGL library can be loaded (looked for {', '.join(GL)})"
        raise failure("OpenGL", what, f"install it: {install_line(missing_packages(GL))}")
