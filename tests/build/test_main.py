"""`python -m glutview.build`."""

from __future__ import annotations

import os
import subprocess
import sys
from types import ModuleType

import pytest

from glutview.build import __main__ as command
from glutview.build import bones
from glutview.errors import failure


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """Steps that only note that they ran."""
    ran: list[tuple[str, str | None]] = []
    module = ModuleType("noted_steps")
    for name in command.STEPS:
        setattr(module, name, lambda arguments, name=name: ran.append((name, arguments.only)))
    monkeypatch.setitem(sys.modules, "noted_steps", module)
    monkeypatch.setattr(command, "STEPS", {name: f"noted_steps:{name}" for name in command.STEPS})
    return ran


def test_all_runs_every_step_in_order(steps: list[tuple[str, str | None]]) -> None:
    assert command.main([]) == 0
    after_muscles = ["bursae", "fascia", "places", "courses", "footprints", "deform", "occlusion"]
    expected = ["bones", "range", "ligaments", "muscles", *after_muscles]
    assert [name for name, _ in steps] == expected


def test_one_step_for_one_structure(steps: list[tuple[str, str | None]]) -> None:
    assert command.main(["muscles", "--only", "gluteus_medius"]) == 0
    assert steps == [("muscles", "gluteus_medius")]


def test_problems_go_to_standard_error_with_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise failure("shape model", "is not installed", "pip install it")

    monkeypatch.setattr(bones, "build_bones", missing)
    assert command.main(["bones"]) == 2
    assert capsys.readouterr().err == "shape model: is not installed: pip install it\n"


def test_unknown_bone_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["bones", "--only", "femurr"]) == 2
    assert "--only: femurr: no bone has this id: give one of hip_bone, femur" in capsys.readouterr().err


LINEAR_ALGEBRA = """
import os, sys
from glutview.build import __main__ as command
assert "numpy" not in sys.modules, "too late to say how many threads it shall have"
import numpy, scipy.linalg
def threads():
    square = numpy.eye(700)
    scipy.linalg.cho_factor(square @ square)
    return len(os.listdir("/proc/self/task"))
print(threads())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.cpu_count() == 1, reason="counts threads by /proc")
@pytest.mark.parametrize(("asked", "expected"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "more")])
def test_linear_algebra_has_one_thread_unless_asked_otherwise(asked: dict[str, str], expected: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", LINEAR_ALGEBRA],
        capture_output=True,
        text=True,
        check=False,
        env=environment | asked,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert ("1" if done.stdout.strip() == "1" else "more") == expected
