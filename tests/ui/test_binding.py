"""The Qt binding itself: a release of it ended the program after some thousand calls."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def test_calls_that_return_nothing_keep_the_count_of_none(qapp: QApplication, qtbot: QtBot) -> None:
    """PySide6 6.12.0 under Python 3.11 lost one reference to None a call, until there was none left."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.update()
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < 100
