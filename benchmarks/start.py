"""Start-up and memory, each in fresh processes: ``python -m benchmarks.start``.

A person waits by the clock, so here it is wall time; the fewest of several starts, for others use the machine too.
What the libraries alone take is printed beside it: no program that draws with them in a window can be faster.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.ratios import Report

STARTS = 5

NUMPY = "import time; t = time.perf_counter(); import numpy; print(time.perf_counter() - t)"

WINDOW = """
import time
start = time.perf_counter()
from glutview.ui.app import application, open_window
from PySide6.QtCore import QTimer
app = application()
window, shell = open_window(app, None)
window.resize(1280, 800)
app.processEvents()
shown = time.perf_counter() - start

def look():
    if shell.session is not None and shell.session.stage.frames:
        app.exit()  # quit would close the window too

# Polled seldom: a busy loop would hold the interpreter against the thread that reads.
timer = QTimer()
timer.timeout.connect(look)
timer.start(4)
app.exec()
"""

TELL = """
import os
print(shown, time.perf_counter() - start, flush=True)
os._exit(0)
"""

SAVE = """
import os
import sys
from benchmarks.models import save_polygons
save_polygons(sys.argv[1], shell.session.stage.scene, shell.session.stage.pixels)
os._exit(0)
"""

FLOOR = """
import sys
import time
start = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from PySide6.QtGui import QImage, QPainter
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
shown = time.perf_counter() - start
import numpy
import vtkmodules.vtkRenderingOpenGL2
from benchmarks.bare import from_file
picture = from_file(sys.argv[1])

class View(QWidget):
    painted = False

    def paintEvent(self, event):
        pixels = numpy.ascontiguousarray(picture())
        height, width, _ = pixels.shape
        painter = QPainter(self)
        painter.drawImage(0, 0, QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBX8888))
        painter.end()
        self.painted = True

view = View()
window.setCentralWidget(view)
while not view.painted:
    app.processEvents()
"""

MESHES = """
import time
from glutview.atlas.load import load_atlas
from glutview.geometry.mesh_io import read_ply
atlas = load_atlas(None)
files = sorted({atlas.mesh_file(id) for id in atlas.structures})
for file in files:
    read_ply(file)
start = time.process_time()
for file in files:
    read_ply(file)
print(1e3 * (time.process_time() - start), len(files))
"""

MEMORY = """
import os
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication
from benchmarks.models import SIZE, with_triangles
from benchmarks.view import opened, wait
from glutview.biomech.anatomy import Anatomy
from glutview.ui.viewport import Viewport
app = QApplication([])
from benchmarks.models import save_polygons
import sys
scene = opened(with_triangles(Anatomy.load(), 400_000))
view = Viewport(scene)
view.resize(*SIZE)
view.show()
while view._chores is not None:
    wait(500)
save_polygons(sys.argv[1], scene, SIZE)
"""

MEMORY_FLOOR = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from benchmarks.bare import from_file
picture = from_file(sys.argv[1])
picture()
"""

RESIDENT = """
resident = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
print(int(resident) / 1024, flush=True)
import os
os._exit(0)
"""


def environment() -> dict[str, str]:
    """As a person starts the program: an installed one is not compiled anew at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def output(code: str, *arguments: str) -> list[float]:
    """The numbers that a process prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), timeout=600)
    if done.returncode:
        sys.exit(done.stderr)
    return [float(number) for number in done.stdout.split()]


def fewest(codes: Mapping[str, str], *arguments: str, starts: int = STARTS) -> dict[str, list[float]]:
    """The least of each number that each code prints, taking turns over several processes; the first warms up."""
    results: dict[str, list[list[float]]] = {name: [] for name in codes}
    for turn in range(starts + 1):
        for name, code in codes.items():
            numbers = output(code, *arguments)
            if turn:
                results[name].append(numbers)
    return {name: [min(column) for column in zip(*rows, strict=True)] for name, rows in results.items()}


def starts(report: Report) -> None:
    """The window's start, beside that of the libraries alone."""
    with tempfile.TemporaryDirectory() as folder:
        polygons = str(Path(folder) / "polygons.npz")
        output(WINDOW + SAVE, polygons)
        times = fewest({"numpy": NUMPY, "window": WINDOW + TELL, "floor": FLOOR + TELL}, polygons)
    (unit,) = times["numpy"]
    names = ("shell visible / import numpy", "first full frame / import numpy")
    for name, target, taken, least in zip(names, (4, 8), times["window"], times["floor"], strict=True):
        floor = f"the libraries alone {1e3 * least:.0f} ms = {least / unit:.1f} x"
        detail = f"{1e3 * taken:.0f} / {1e3 * unit:.0f} ms; {floor}"
        report.line(name, taken / unit, target, detail=detail)


def memory(report: Report) -> None:
    """What a window holds once everything is prepared, beside the libraries with the same polygons alone."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        polygons = str(Path(folder) / "polygons.npz")
        (held,) = output(MEMORY + RESIDENT, polygons)
        (least,) = output(MEMORY_FLOOR + RESIDENT, polygons)
    detail = f"the libraries alone {least:.0f} MB; in {time.perf_counter() - start:.0f} s"
    report.line("memory with 400k triangles", held, 450, "MB", detail)


def main() -> int:
    """Print the ratios; 1 if a target is missed."""
    report = Report()
    starts(report)
    loading, count = fewest({"": MESHES}, starts=3)[""]
    report.line("loading all shipped meshes", loading, 50, "ms", f"{count:.0f} files")
    if sys.platform.startswith("linux"):
        memory(report)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
