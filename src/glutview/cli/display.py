"""Whether a window can be opened here: asked before Qt, which would abort the process instead of saying so.

``python -m glutview.cli.display`` tells a script: exit code 0, or 1 with the reason printed.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys

SCREENLESS_PLATFORMS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
"""Qt platform plugins that draw without a display server."""


def why_no_window() -> str:
    """Why no window can be opened; empty if one can. Asks the display server itself, not only a variable."""
    if not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in SCREENLESS_PLATFORMS:
        return ""
    x_display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not x_display and not wayland:
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    if wayland and _wayland_answers(wayland):
        return ""
    if x_display and _x_answers(x_display):
        return ""
    return f"the display {x_display or wayland} does not answer"


def _x_answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # unknown; the missing library is told of elsewhere
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland_answers(display: str) -> bool:
    address = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), display)
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(address)
        except OSError:
            return False
    return True


if __name__ == "__main__":
    reason = why_no_window()
    if reason:
        print(reason)
    sys.exit(bool(reason))
