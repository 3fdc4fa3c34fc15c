"""What a frame costs in the view: ``python -m benchmarks.view``."""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.models import SIZE, bare, with_triangles
from benchmarks.ratios import Report, interleaved
from glutview.biomech.anatomy import Anatomy
from glutview.scene.camera import turned
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.ui.viewport import Viewport


def opened(anatomy: Anatomy) -> Scene:
    """A scene at the opening view, everything prepared."""
    scene = Scene(anatomy)
    scene.apply(resolve(anatomy.atlas, ViewState()))
    scene.camera = scene.opening_view(SIZE)
    for _ in scene.prepare():
        pass
    return scene


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def frame(report: Report, anatomy: Anatomy) -> None:
    scene = opened(anatomy)
    view = Viewport(scene)
    view.resize(*SIZE)
    view.show()
    while view._chores is not None:
        wait(200)
    plain = bare(scene, antialiased=scene.quality.rest.fxaa)

    def app() -> None:
        view.request_frame()
        view.repaint()

    ms = interleaved({"app": app, "bare": plain.draw})
    detail = f"{ms['app']:.0f} / {ms['bare']:.0f} ms"
    report.line("app frame / bare off-screen VTK, same polygons", ms["app"] / ms["bare"], 1.10, detail=detail)

    frames, requests = view.frames, 7
    for _ in range(requests):
        for _ in range(10):
            view.request_frame()
        wait(60)
    report.line("renders per requested frame (ten queued moves each)", (view.frames - frames) / requests, 1.0)

    frames, start, clock = view.frames, time.process_time(), time.perf_counter()
    wait(3000)
    used = 100 * (time.process_time() - start) / (time.perf_counter() - clock)
    report.line("idle processor time", used, 1.0, "%", f"{view.frames - frames} frames drawn in 3 s")
    view.release()


def drag(report: Report, anatomy: Anatomy) -> None:
    scene = opened(with_triangles(anatomy, 500_000))
    plain = bare(scene, antialiased=scene.quality.rest.fxaa)

    def moving() -> None:
        scene.camera = turned(scene.camera, 1.0, 0.0)
        scene.draw(SIZE, "moving")

    ms = interleaved({"moving": moving, "bare": plain.draw})
    count = sum(len(part.faces) for part in scene._parts.values())
    detail = f"{ms['moving']:.0f} / {ms['bare']:.0f} ms, {count} triangles"
    report.line("drag frame / full bare frame at 500k triangles", ms["moving"] / ms["bare"], 0.20, detail=detail)
    scene.close()


def pick(report: Report, anatomy: Anatomy) -> None:
    scene = opened(anatomy)
    places = [(x, y) for x in range(300, 1000, 35) for y in range(100, 700, 30)]
    found = [scene.pick(place, SIZE) for place in places]
    start = time.process_time()
    for place in places:
        scene.pick(place, SIZE)
    ms = 1e3 * (time.process_time() - start) / len(places)
    hit = sum(place is not None for place in found)
    report.line("hover pick", ms, 1.0, "ms", f"{hit} of {len(places)} rays hit")

    plain, medius, current = ViewState(), ViewState(selected="gluteus_medius_r"), [""]

    def click() -> None:
        # Alternating, so that every one is a change.
        current[0] = "" if current[0] else "gluteus_maximus_r"
        state = ViewState(selected=current[0]) if current[0] else medius
        scene.apply(resolve(anatomy.atlas, state))
        scene.draw(SIZE)

    def still() -> None:
        scene.draw(SIZE)

    other = opened(anatomy)
    other.apply(resolve(anatomy.atlas, plain))
    ms_by = interleaved({"click": click, "plain": lambda: other.draw(SIZE)})
    detail = f"{ms_by['click']:.0f} / {ms_by['plain']:.0f} ms"
    report.line("click to highlighted frame / plain frame", ms_by["click"] / ms_by["plain"], 1.15, detail=detail)
    scene.close()
    other.close()


def main() -> int:
    """Print the ratios; 1 if a target is missed."""
    _app = QApplication.instance() or QApplication([])
    report, anatomy = Report(), Anatomy.load()
    frame(report, anatomy)
    pick(report, anatomy)
    drag(report, anatomy)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
