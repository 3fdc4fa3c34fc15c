"""Starts the window: the shell first, then everything heavy behind it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from types import TracebackType

# Linear algebra in two threads competes with software OpenGL for the cores; set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What is imported stays: to look through it for garbage meanwhile takes a twentieth of the time.
gc.disable()

from PySide6.QtCore import QCoreApplication, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from glutview.ui.main_window import PROGRAM, MainWindow  # noqa: E402
from glutview.ui.settings import Settings  # noqa: E402
from glutview.ui.shell import Shell  # noqa: E402

gc.enable()


def run(path: Path | None) -> int:
    """Open the window on an annotations file (None: the working copy or the shipped one); its exit code."""
    app = application()
    window, shell = open_window(app, path)
    guard = _Guard(shell)
    sys.excepthook = guard
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the program, as people expect
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    window.deleteLater()
    return code


def application() -> QApplication:
    """The one application of the process."""
    QCoreApplication.setApplicationName(PROGRAM)
    QCoreApplication.setOrganizationName(PROGRAM)
    app = QApplication.instance() or QApplication([PROGRAM])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    return app


def open_window(app: QApplication, path: Path | None) -> tuple[MainWindow, Shell]:
    """Show the shell window and begin to read the atlas behind it."""
    settings = Settings()
    window = MainWindow()
    shell = Shell(app, window, settings)
    window.restore_layouts(settings.layout)
    window.show()
    # The shell is painted before reading begins: imports hold the interpreter even in another thread.
    starter = QTimer(window)
    starter.setSingleShot(True)
    starter.timeout.connect(shell.start)
    shell.path = path
    starter.start(0)
    return window, shell


class _Guard:
    """A mistake of the program shows in the problem panel, and in the terminal for whoever reports it."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        self._shell.report("Something went wrong", error)
