"""Runs glutview as a person does: as a process of its own, watched for processor time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

_MEASURED = """
import pathlib, sys
from glutview.__main__ import main
try:
    code = main()
finally:
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        peak = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        pathlib.Path({report!r}).write_text(peak)
sys.exit(code)
"""


@dataclass(frozen=True)
class Outcome:
    """What a run of the program left."""

    code: int
    out: str
    err: str
    processor_s: float
    """Of all its threads, however busy the machine is."""
    peak_mb: float
    """Most memory held at once; 0 where the system does not tell."""

    def refused(self, *words: str) -> None:
        """Assert that it refused its input as the house promises, telling each of `words`."""
        assert self.code == 2, self
        assert "Traceback" not in self.err + self.out, self
        assert "internal error" not in self.err, self
        lines = self.err.strip().splitlines()
        assert lines, self
        for word in words:
            assert word in self.err, self
        assert self.processor_s < 10, self
        assert self.peak_mb < 500, self


Run = Callable[..., Outcome]


@pytest.fixture
def glutview(tmp_path: Path) -> Run:
    """A function that runs glutview with some arguments in an empty folder of its own."""
    report = tmp_path / "peak"
    folder = tmp_path / "work"
    folder.mkdir()

    def run(*arguments: str | Path, cwd: Path = folder, env: Mapping[str, str | None] | None = None) -> Outcome:
        changed = {**os.environ, **(env or {})}
        environment = {key: value for key, value in changed.items() if value is not None}
        before = _children_s()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED.format(report=str(report)), *map(str, arguments)],
            cwd=cwd,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        peak = int(report.read_text()) / 1024 if report.exists() else 0.0
        return Outcome(done.returncode, done.stdout, done.stderr, _children_s() - before, peak)

    return run


def _children_s() -> float:
    """Processor time of the processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
