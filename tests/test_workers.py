"""A pool whose process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from glutview.workers import workers

_BUSY = """
import os, pathlib, sys, time
from functools import partial
from glutview.workers import workers

def work(folder, number):
    pathlib.Path(folder, f"{os.getpid()}").touch()
    time.sleep(0 if number else 600)

if __name__ == "__main__":
    with workers(2) as pool:
        list(pool.map(partial(work, sys.argv[1]), (0, 1)))
"""


def _greet(folder: str) -> None:
    Path(folder, str(os.getpid())).write_text("begun")


def test_each_process_begins_as_it_is_told(tmp_path: Path) -> None:
    with workers(2, partial(_greet, str(tmp_path))) as pool:
        assert sorted(pool.map(abs, [-2, 1])) == [1, 2]
    begun = {int(file.name) for file in tmp_path.iterdir()}
    assert begun
    assert os.getpid() not in begun


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_workers_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    script, marks = tmp_path / "busy.py", tmp_path / "marks"
    script.write_text(_BUSY)
    marks.mkdir()
    parent = subprocess.Popen([sys.executable, str(script), str(marks)])
    try:
        # One is at work, and the other has none left.
        _wait(lambda: len(list(marks.iterdir())) == 2)
    finally:
        parent.kill()
        parent.wait()
    children = [int(file.name) for file in marks.iterdir()]
    try:
        _wait(lambda: not any(_alive(child) for child in children))
    finally:
        for child in filter(_alive, children):
            os.kill(child, signal.SIGKILL)


def _wait(until: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
