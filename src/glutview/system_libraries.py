"""Which libraries of the operating system Qt and VTK need on Linux, and the package of each.

Standard library only and no import of the package: ``scripts/run`` executes this very file with the system's
Python before anything is installed, so that the table exists once.

Qt and VTK do not name what they miss: VTK crashes without a GL library, Qt aborts and always blames the same
one. So glutview looks for itself first, by loading each library as the two would.
"""

from __future__ import annotations

import ctypes
import shutil
import sys

GL = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
}
"""What VTK draws with: libGL on an X screen, libEGL without a screen."""

QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
}
"""What Qt's widgets are linked with on every platform plugin."""

QT_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt's X11 plugin is linked with besides."""

VTK_X11 = {
    "libXcursor.so.1": "libxcursor1",
}
"""What VTK looks for at its start, even without a screen; it warns where it does not find it."""


def loadable(name: str) -> bool:
    """Whether the dynamic loader finds this library and everything that it needs in turn."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages(*tables: dict[str, str]) -> list[str]:
    """Debian packages of the libraries in `tables` that cannot be loaded; always empty off Linux."""
    if not sys.platform.startswith("linux"):
        return []
    merged = {name: package for table in tables for name, package in table.items()}
    return sorted({package for name, package in merged.items() if not loadable(name)})


def install_line(packages: list[str]) -> str:
    """What a person types to add `packages` on a Debian-like system."""
    return "sudo apt-get install -y " + " ".join(packages)


def main(arguments: list[str]) -> int:
    """Print the missing packages, one a line; with ``--tests`` also what the test suite needs."""
    packages = missing_packages(GL, QT, QT_X11, VTK_X11)
    if "--tests" in arguments and shutil.which("Xvfb") is None:
        packages.append("xvfb")
    for package in packages:
        print(package)  # noqa: T201  the shell reads it
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
