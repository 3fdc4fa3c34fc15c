"""`glutview moment-arms`, as a person runs it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.coordinates import HIP_COORDINATES
from glutview.biomech.stops import BoneStop, LimitStop
from glutview.cli.moment_arms import moment_arms
from glutview.errors import GlutviewError
from tests.cli.conftest import Run

HEADING = (
    "muscle,compartment,hip_flexion_deg,hip_abduction_deg,hip_internal_rotation_deg,"
    "flexion_arm_mm,abduction_arm_mm,internal_rotation_arm_mm,length_mm"
)


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(autouse=True)
def _loaded_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "anatomy" in request.fixturenames:
        loaded = request.getfixturevalue("anatomy")
        monkeypatch.setattr(Anatomy, "load", staticmethod(lambda path=None: loaded))


def written(path: Path, **options: Any) -> list[dict[str, str]]:
    """The rows of a sweep."""
    moment_arms(**{"pose": "", "output": str(path), "annotations": None, **options})
    return list(csv.DictReader(io.StringIO(path.read_text())))


def test_the_command_as_typed(glutview: Run, tmp_path: Path) -> None:
    options = ("--muscle", "gluteus_medius_r,piriformis", "--sweep", "hip_flexion_r=-30:25:20")
    done = glutview("moment-arms", *options, "--pose", "hip_abduction_r=10", "-o", "arms.csv")
    assert done.code == 0
    assert done.out == "arms.csv: 12 rows, 3 poses\n"
    beyond = "1 of 4 poses lie beyond the range of motion and are left out"
    assert done.err == f"{beyond}: 1 by the limit of hip flexion (-20 to 120 deg)\n"
    text = (tmp_path / "work" / "arms.csv").read_text()
    assert text.splitlines()[0] == HEADING
    rows = list(csv.DictReader(io.StringIO(text)))
    medius = [("gluteus_medius_r", part) for part in ("anterior", "middle", "posterior")]
    assert [(row["muscle"], row["compartment"]) for row in rows] == medius * 3 + [("piriformis_r", "whole")] * 3
    assert [row["hip_flexion_deg"] for row in rows] == ["-10"] * 3 + ["10"] * 3 + ["25"] * 3 + ["-10", "10", "25"]
    assert {(row["hip_abduction_deg"], row["hip_internal_rotation_deg"]) for row in rows} == {("10", "0")}
    printed = glutview("moment-arms", *options, "--pose", "hip_abduction_r=10")
    assert (printed.code, printed.out) == (0, text)


def test_the_numbers_are_those_of_the_fibres(anatomy: Anatomy, tmp_path: Path) -> None:
    rows = written(
        tmp_path / "a.csv",
        muscles="gluteus_maximus",
        sweeps=["hip_flexion_l=0:60:30", "hip_abduction_l=0:10:10"],
        pose="hip_internal_rotation_l=5",
    )
    fibres = anatomy.fibres("gluteus_maximus_l")
    assert len(rows) == 2 * 3 * 2
    for row in rows:
        at = [float(row[name]) for name in HEADING.split(",")[2:5]]
        means = fibres.compartment_means(at)
        number = fibres.compartments.index(row["compartment"])
        told = [float(row[name]) for name in HEADING.split(",")[5:]]
        assert told == pytest.approx([*means.arms_mm[number], means.lengths_mm[number]], abs=6e-4)


def test_arms_of_a_written_sweep_are_the_slopes_of_its_lengths(anatomy: Anatomy, tmp_path: Path) -> None:
    every = ",".join(id for id in anatomy.muscles if id.endswith("_r"))
    for axis in ("flexion", "abduction", "internal_rotation"):
        rows = written(tmp_path / f"{axis}.csv", muscles=every, sweeps=[f"hip_{axis}_r=-10:30:1"])
        for name in dict.fromkeys((row["muscle"], row["compartment"]) for row in rows):
            own = [row for row in rows if (row["muscle"], row["compartment"]) == name]
            lengths = np.array([float(row["length_mm"]) for row in own])
            arms = np.array([float(row[f"{axis}_arm_mm"]) for row in own])
            stepped = -(lengths[2:] - lengths[:-2]) / np.radians(2)
            assert np.abs(stepped - arms[1:-1]).max() < 0.25, (axis, name)


def test_a_descending_sweep_is_the_ascending_one_backwards(anatomy: Anatomy, tmp_path: Path) -> None:
    down = written(tmp_path / "down.csv", muscles="piriformis", sweeps=["hip_flexion_r=20:0:-5"])
    assert [row["hip_flexion_deg"] for row in down] == ["20", "15", "10", "5", "0"]
    assert down[::-1] == written(tmp_path / "up.csv", muscles="piriformis", sweeps=["hip_flexion_r=0:20:5"])


def test_bones_are_asked_for_in_the_poses_of_the_sweep_and_not_at_its_zero(anatomy: Anatomy, tmp_path: Path) -> None:
    limit = anatomy.motion_range
    assert not limit.allowed((0, 0, -45))
    options = {"muscles": "piriformis", "sweeps": ["hip_flexion_r=30:60:10"], "pose": "hip_internal_rotation_r=-45"}
    rows = written(tmp_path / "a.csv", **options)
    assert [row["hip_flexion_deg"] for row in rows] == ["30", "40", "50", "60"]


def test_what_stops_the_hip_is_counted(anatomy: Anatomy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    limit = anatomy.motion_range
    rows = written(
        tmp_path / "a.csv",
        muscles="piriformis",
        sweeps=["hip_flexion_r=-40:50:10"],
        pose="hip_internal_rotation_r=-45",
    )
    stops = [limit.stop((flexion, 0, -45)) for flexion in range(-40, 60, 10)]
    bones = Counter(f"the {stop.of_femur} at the {stop.of_hip_bone}" for stop in stops if isinstance(stop, BoneStop))
    assert len(bones) > 1
    assert stops.count(LimitStop("hip_flexion", -20.0)) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith(f"{10 - len(rows)} of 10 poses lie beyond the range of motion and are left out: ")
    counted = told.partition("left out: ")[2].split(", ")
    expected = [f"{count} by {words}" for words, count in bones.items()]
    assert sorted(counted) == sorted([*expected, "2 by the limit of hip flexion (-20 to 120 deg)"])
    numbers = [int(one.split()[0]) for one in counted]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    ("sweeps", "pose", "remedy"),
    [
        (["hip_flexion_r=0:10:5"], "hip_internal_rotation_r=-45", "sweep within LOW to HIGH deg, at POSE"),
        (["hip_flexion_r=5:5:1"], "hip_internal_rotation_r=-45", "sweep within LOW to HIGH deg, at POSE"),
        (["hip_flexion_r=200:210:5"], "", "sweep within LOW to HIGH deg"),
    ],
)
def test_a_sweep_of_which_nothing_is_left_is_an_error(
    anatomy: Anatomy, tmp_path: Path, sweeps: list[str], pose: str, remedy: str
) -> None:
    with pytest.raises(GlutviewError) as refused:
        written(tmp_path / "a.csv", muscles="piriformis", sweeps=sweeps, pose=pose)
    assert not (tmp_path / "a.csv").exists()
    (problem,) = refused.value.problems
    assert (problem.where, problem.key) == ("--sweep", "hip_flexion_r")
    assert re.match(r"(all 3 poses lie|the only pose lies) beyond the range of motion: \d by the ", problem.what)
    span = anatomy.motion_range.span((10, 0, -45 if pose else 0), "hip_flexion")
    assert span is not None
    assert problem.remedy == remedy.replace("LOW", f"{span[0]:g}").replace("HIGH", f"{span[1]:g}").replace(
        "POSE", pose
    )
    # What it says to sweep can be swept.
    assert written(
        tmp_path / "b.csv", muscles="piriformis", sweeps=[f"hip_flexion_r={span[0]}:{span[1]}:200"], pose=pose
    )


def test_of_a_grid_of_which_nothing_is_left_a_stretch_is_told(anatomy: Anatomy, tmp_path: Path) -> None:
    sweeps = ["hip_internal_rotation_l=-45:-40:1", "hip_abduction_l=-30:-20:5"]
    with pytest.raises(GlutviewError) as refused:
        written(tmp_path / "a.csv", muscles="piriformis", sweeps=sweeps)
    (problem,) = refused.value.problems
    assert problem.what.startswith("all 18 poses lie beyond the range of motion: ")
    told = re.fullmatch(r"sweep within (\S+) to (\S+) deg, at (\w+)_l=(\S+)", problem.remedy)
    assert told is not None
    low, high, other, angle = told.groups()
    places = {name: HIP_COORDINATES.index(name) for name in (problem.key[:-2], other)}
    for end in (low, high):
        hip = [0.0, 0.0, 0.0]
        hip[places[problem.key[:-2]]], hip[places[other]] = float(end), float(angle)
        assert anatomy.motion_range.allowed(hip), hip


def test_a_sweep_beyond_the_range_as_typed(glutview: Run) -> None:
    done = glutview("moment-arms", "--muscle", "piriformis", "--sweep", "hip_flexion_r=200:210:5")
    done.refused("--sweep: hip_flexion_r: all 3 poses lie beyond", "sweep within -20 to 120 deg")
    assert done.out == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"muscles": "gluteus_medus"},
            "--muscle: gluteus_medus: there is no such muscle: did you mean gluteus_medius",
        ),
        ({"muscles": "xyz"}, "--muscle: xyz: there is no such muscle: see `glutview list`"),
        ({"muscles": "femur_r"}, "--muscle: femur_r: this is no muscle"),
        ({"muscles": "sacrum"}, "--muscle: sacrum: this is no muscle"),
        ({"muscles": " , "}, "--muscle: no muscle is named"),
        (
            {"muscles": "gluteus_medius_l"},
            "a muscle of the left side, and the right hip is swept: give gluteus_medius_r",
        ),
        ({"muscles": "gluteus_medius_anterior_part"}, "a part of a muscle: give gluteus_medius_r"),
        (
            {"sweeps": ["hip_flexio=0:1:1"]},
            "hip_flexio: unknown coordinate: did you mean hip_flexion_r or hip_flexion_l?",
        ),
        ({"sweeps": ["knee=0:1:1"]}, "knee: unknown coordinate: use one of hip_flexion_r"),
        ({"sweeps": ["hip_flexion_r=0:1:0"]}, "hip_flexion_r: a step of 0 never arrives: give a step in degrees"),
        (
            {"sweeps": ["hip_flexion_r=0:20:-5"]},
            "hip_flexion_r: a step of -5 from 0 leads away from 20: write hip_flexion_r=0:20:5",
        ),
        (
            {"sweeps": ["hip_flexion_r=20:0:5"]},
            "hip_flexion_r: a step of 5 from 20 leads away from 0: write hip_flexion_r=20:0:-5",
        ),
        ({"sweeps": ["hip_flexion_r=0:nan:1"]}, "hip_flexion_r: nan is no angle"),
        ({"sweeps": ["hip_flexion_r=0:inf:1"]}, "hip_flexion_r: inf is no angle"),
        ({"sweeps": ["hip_flexion_r=0:1:x"]}, "hip_flexion_r: 'x' is no number: write it as hip_flexion_r=0:90:10"),
        ({"sweeps": ["hip_flexion_r=0:1"]}, "'hip_flexion_r=0:1' is not coordinate=from:to:step"),
        ({"sweeps": ["hip_flexion_r"]}, "'hip_flexion_r' is not coordinate=from:to:step"),
        ({"sweeps": ["hip_flexion_r=0:9:1", "hip_flexion_r=0:1:1"]}, "hip_flexion_r: it is swept twice"),
        ({"sweeps": ["hip_flexion_r=0:9:1", "hip_abduction_l=0:1:1"]}, "--sweep: both hips are swept"),
        ({"sweeps": ["hip_flexion_r=0:100:0.00001"]}, "poses are more than can be computed: give longer steps"),
        ({"pose": "hip_abduction_l=3"}, "hip_abduction_l: it turns the left hip, and the right one is swept"),
        ({"pose": "hip_flexion_r=3"}, "--pose: hip_flexion_r: it is swept: take it out"),
        ({"pose": "hip_abduction_r=300"}, "300 deg is beyond the range of motion"),
        ({"output": "/nowhere/a.csv"}, "/nowhere: there is no such folder"),
        ({"output": "/dev"}, "/dev: this is a folder"),
        ({"output": "/dev/null"}, "/dev/null: this is not an ordinary file"),
    ],
)
def test_what_is_refused(anatomy: Anatomy, tmp_path: Path, options: dict[str, Any], words: str) -> None:
    usual = {"muscles": "piriformis", "sweeps": ["hip_flexion_r=0:10:5"], "output": str(tmp_path / "a.csv")}
    with pytest.raises(GlutviewError) as refused:
        moment_arms(**{"pose": "", "annotations": None, **usual, **options})
    assert words in str(refused.value)
    assert not (tmp_path / "a.csv").exists()


def test_a_protected_file_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine", encoding="utf-8")
    path.chmod(0o444)
    sweeps, none = ["hip_flexion_r=0:10:5"], tmp_path / "none.yaml"
    # Also before the annotations are read: these are not there.
    with pytest.raises(GlutviewError, match="protected against writing"):
        moment_arms(muscles="piriformis", sweeps=sweeps, pose="", output=str(path), annotations=none)
    assert path.read_text(encoding="utf-8") == "mine"
