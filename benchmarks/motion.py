"""What movement costs: ``python -m benchmarks.motion``."""

from __future__ import annotations

import itertools
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.models import SIZE, with_moving_vertices
from benchmarks.ratios import Report, interleaved
from benchmarks.view import opened
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.ui.app import application, open_window
from glutview.ui.session import Session

_SCRUBS = 60
_BETWEEN_MS = 7
_PATIENCE_S = 120
# Of the movement: on its way out no pose is like another.
_PART = 0.4


def animate(report: Report, anatomy: Anatomy) -> None:
    """Frames in which every muscle of both sides moves, and what of them comes before VTK is asked to draw."""
    many = with_moving_vertices(anatomy, 200_000)
    moving, resting = opened(many), opened(many)
    angles = itertools.cycle(range(40))

    def posed() -> None:
        pose = Pose().moved(hip_abduction_r=next(angles), hip_internal_rotation_l=next(angles))
        moving.apply(resolve(many.atlas, ViewState(pose=pose)))

    def animated() -> None:
        posed()
        moving.draw(SIZE)

    ms = interleaved({"animated": animated, "posed": posed, "static": lambda: resting.draw(SIZE)})
    count = sum(len(many.rest[id].vertices) for id in many.soft)
    detail = f"{ms['animated']:.0f} / {ms['static']:.0f} ms, {count} moving vertices"
    ratio = ms["animated"] / ms["static"]
    report.line("animated frame / static frame, 200k moving vertices", ratio, 1.25, detail=detail)
    ratio, detail = ms["posed"] / ms["static"], f"{ms['posed']:.0f} / {ms['static']:.0f} ms"
    report.line("processor before upload / static frame", ratio, 0.15, detail=detail)
    moving.close()
    resting.close()


def scrub(report: Report, app: QApplication) -> None:
    """A pointer on the scrub bar that moves on faster than frames are drawn."""
    window, shell = open_window(app, None)
    window.resize(1280, 800)
    while shell.session is None or not shell.session.stage.frames:
        app.processEvents()
    session: Session = shell.session
    bar, stage = window.bar, session.stage
    session.movement.choose_side("r")
    moved: list[tuple[int, Pose]] = []
    """Frames drawn before the pointer moved, and the pose that it asked for."""
    lags: list[int] = []

    def move() -> None:
        bar.scrubbed.emit(_PART * (len(moved) + 1) / _SCRUBS)
        moved.append((stage.frames, session.model.state.pose))
        if len(moved) < _SCRUBS:
            QTimer.singleShot(_BETWEEN_MS, move)

    drawn = stage.frames
    bar.scrub_started.emit()
    QTimer.singleShot(0, move)
    seen = 0
    late = time.monotonic() + _PATIENCE_S
    while seen < _SCRUBS:
        app.processEvents()
        if time.monotonic() > late:
            raise RuntimeError(f"only {seen} of {_SCRUBS} moves on the scrub bar were drawn: is the window frozen?")
        if stage.frames == drawn:
            continue
        drawn = stage.frames
        shown = stage.scene.description
        poses = [pose for _, pose in moved]
        while shown is not None and shown.pose in poses[seen:]:
            lags.append(drawn - moved[seen][0])
            seen += 1
    bar.scrub_ended.emit()
    detail = f"{_SCRUBS} moves of the pointer, one in {_BETWEEN_MS} ms"
    report.line("frames from a move on the scrub bar to its picture", float(max(lags)), 1.0, "", detail)
    window.close()


def main() -> int:
    """Print the ratios; 1 if a target is missed."""
    app = application()
    report = Report()
    animate(report, Anatomy.load())
    scrub(report, app)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
