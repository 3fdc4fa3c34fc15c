"""Start-up and memory, each in fresh processes: ``python -m benchmarks.start``.

A person waits by the clock, so here it is wall time; the fewest of several starts, for others use the machine too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

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
        app.quit()

# Polled seldom: a busy loop would hold the interpreter against the thread that reads.
timer = QTimer()
timer.timeout.connect(look)
timer.start(4)
app.exec()
print(shown, time.perf_counter() - start, flush=True)
import os
os._exit(0)
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
scene = opened(with_triangles(Anatomy.load(), 400_000))
view = Viewport(scene)
view.resize(*SIZE)
view.show()
wait(1500)
resident = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
print(int(resident) / 1024)
view.release()
"""


def fewest(code: str, starts: int = STARTS) -> list[float]:
    """The least of each number that the code prints, over several processes; the first one only warms up."""
    results = []
    for _ in range(starts + 1):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        results.append([float(number) for number in done.stdout.split()])
    return [min(column) for column in zip(*results[1:], strict=True)]


def main() -> int:
    """Print the ratios; 1 if a target is missed."""
    report = Report()
    (numpy,) = fewest(NUMPY)
    shown, full = fewest(WINDOW)
    report.line("shell visible / import numpy", shown / numpy, 4, detail=f"{1e3 * shown:.0f} / {1e3 * numpy:.0f} ms")
    report.line("first full frame / import numpy", full / numpy, 8, detail=f"{1e3 * full:.0f} / {1e3 * numpy:.0f} ms")
    loading, count = fewest(MESHES, 3)
    report.line("loading all shipped meshes", loading, 50, "ms", f"{count:.0f} files")
    if sys.platform.startswith("linux"):
        start = time.perf_counter()
        (memory,) = fewest(MEMORY, 1)
        report.line("memory with 400k triangles", memory, 450, "MB", f"in {time.perf_counter() - start:.0f} s")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
