"""How the window comes up: the shell first, nothing heavy before it; on screens of every sharpness."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LATER = ("vtkmodules", "numpy", "pydantic", "scipy", "pyvista")
"""What must not be imported before the shell is on the screen."""

_SHELL = """
import sys
from glutview.ui.app import application, open_window
app = application()
window, shell = open_window(app, None)
assert window.isVisible()
print([name for name in {later!r} if name in sys.modules])
window.close()
"""

_RATIO = """
import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from glutview.ui.app import application, open_window
app = application()
window, shell = open_window(app, None)
window.resize(900, 700)
def wait(ms):
    # Not QTest.qWait: it keeps the interpreter to itself, and the reading thread waits with it.
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
for _ in range(600):
    wait(50)
    if shell.session is not None:
        break
stage = shell.session.stage
wait(600)
out = []
for screen in QGuiApplication.screens():
    window.move(screen.geometry().topLeft() + QPoint(20, 20))
    wait(700)
    drawn = []
    original = stage.scene.draw
    stage.scene.draw = lambda size, pace="rest": drawn.append(size) or original(size, pace)
    stage.request_frame()
    wait(300)
    stage.scene.draw = original
    image = stage.grab().toImage()
    spots = [QPoint(x, y) for x in range(10, stage.width(), 10) for y in range(10, stage.height(), 10)]
    seen = [p for p in spots if stage.structure_at(p.toPointF()) == "gluteus_maximus_r"]
    spot = seen[len(seen) // (2 + len(out))]  # elsewhere each time: a second click at a place goes deeper
    shell.session.presenter.select("")
    QTest.mouseClick(stage, Qt.MouseButton.LeftButton, pos=spot)
    overlay = stage.overlay
    out.append([stage.devicePixelRatioF(), stage.width(), stage.height(), list(drawn[-1]),
                [image.width(), image.height()], shell.session.model.state.selected,
                [overlay.width(), overlay.height()]])
import json
print(json.dumps(out))
window.close()
"""


def _python(code: str, tmp_path: Path, **environment: str) -> str:
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path), **environment}
    settings.pop("DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_nothing_heavy_is_imported_before_the_shell_shows(tmp_path: Path) -> None:
    assert _python(_SHELL.format(later=LATER), tmp_path) == "[]"


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_picture_has_the_screens_own_pixels(tmp_path: Path, ratio: float) -> None:
    lines = _python(_RATIO, tmp_path, QT_SCALE_FACTOR=str(ratio))
    [[seen, width, height, drawn, grabbed, clicked, overlay]] = json.loads(lines)
    assert seen == ratio
    assert drawn == grabbed == [int(width * ratio + 0.5), int(height * ratio + 0.5)]
    assert clicked == "gluteus_maximus_r"
    assert overlay == [width, height]


def test_it_stays_sharp_when_the_window_moves_to_another_screen(tmp_path: Path) -> None:
    screens = [
        {"name": "plain", "x": 0, "y": 0, "width": 1600, "height": 1200, "logicalDpi": 96, "dpr": 1},
        {"name": "sharp", "x": 1600, "y": 0, "width": 3200, "height": 2400, "logicalDpi": 96, "dpr": 1},
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    lines = _python(
        _RATIO, tmp_path, QT_QPA_PLATFORM=f"offscreen:configfile={config}", QT_SCREEN_SCALE_FACTORS="plain=1;sharp=2"
    )
    for (seen, width, height, drawn, _grabbed, clicked, overlay), ratio in zip(
        json.loads(lines), (1.0, 2.0), strict=True
    ):
        assert seen == ratio
        assert drawn == [round(width * ratio), round(height * ratio)]
        assert clicked == "gluteus_maximus_r"
        assert overlay == [width, height]
