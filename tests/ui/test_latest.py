"""Of work in another thread only the newest counts."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from glutview.ui.latest import Job, Latest


@pytest.fixture
def latest(qtbot: QtBot) -> Iterator[Latest]:
    parent = QObject()
    work = Latest(parent)
    yield work
    work.wait()


def waiting(gate: threading.Event, result: str) -> Job:
    """A job that goes on until the gate opens, and looks whether it is still wanted."""

    def job(progress: Callable[[float], None]) -> str:
        while not gate.wait(0.005):
            progress(0.5)
        return result

    return job


def test_it_tells_what_was_done(latest: Latest, qtbot: QtBot) -> None:
    with qtbot.waitSignal(latest.done, timeout=5000) as told:
        latest.start(lambda progress: 42)
    assert told.args == [42]
    qtbot.waitUntil(lambda: not latest.busy)


def test_a_newer_job_stops_the_one_that_runs(latest: Latest, qtbot: QtBot) -> None:
    results: list[object] = []
    latest.done.connect(results.append)
    latest.start(waiting(threading.Event(), "old"))
    latest.start(waiting(threading.Event(), "never begun"))
    with qtbot.waitSignal(latest.done, timeout=5000):
        latest.start(lambda progress: "new")
    qtbot.waitUntil(lambda: not latest.busy)
    assert results == ["new"]


def test_what_is_cancelled_tells_nothing(latest: Latest, qtbot: QtBot) -> None:
    gate, results = threading.Event(), list[object]()
    latest.done.connect(results.append)
    latest.start(waiting(gate, "unwanted"))
    latest.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not latest.busy)
    assert results == []


def test_a_mistake_reaches_the_window(latest: Latest, qtbot: QtBot) -> None:
    def wrong(progress: Callable[[float], None]) -> None:
        raise ValueError("a mistake")

    with qtbot.waitSignal(latest.failed, timeout=5000) as told:
        latest.start(wrong)
    assert str(told.args[0]) == "a mistake"


def deaf(gate: threading.Event) -> Job:
    """A job that tells nothing, and so hears nothing, until the gate opens."""

    def job(progress: Callable[[float], None]) -> str:
        gate.wait(20)
        progress(0.5)
        return "done"

    return job


def test_what_is_let_go_is_not_waited_for(latest: Latest, qtbot: QtBot) -> None:
    gate, results = threading.Event(), list[object]()
    latest.done.connect(results.append)
    latest.progress.connect(results.append)
    latest.start(deaf(gate))
    latest.let_go()
    assert not gate.is_set()
    assert not latest.busy
    with qtbot.waitSignal(latest.done, timeout=5000):
        latest.start(lambda progress: "another")
    gate.set()
    qtbot.waitUntil(lambda: not latest.busy)
    qtbot.wait(50)
    assert results == ["another"]


def test_a_program_that_ends_with_a_thread_under_way_ends_in_peace() -> None:
    code = """
import threading, time
from PySide6.QtCore import QCoreApplication, QObject
from glutview.ui.latest import Latest

begun, gate = threading.Event(), threading.Event()

def job(progress):
    begun.set()
    gate.wait()
    time.sleep(0.5)
    progress(0.5)
    print("never")

app = QCoreApplication([])
parent = QObject()
work = Latest(parent)
work.start(job)
begun.wait()
work.let_go()
del work, parent
print("not waited for")
gate.set()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "not waited for\n", "")
