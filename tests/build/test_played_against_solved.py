"""What is played at run time, beside the solver: muscles solved anew in poses that are not of the lattice."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.deformation_lattice import LIMITS, Angles
from glutview.build.solve_report import SolveReport
from glutview.build.tract import TRACT
from tests.build.shipped_motion import moved, played, setting, shipped, tract

MUSCLES = ("gluteus_minimus", "gluteus_medius", "tensor_fasciae_latae")
RMS_MM, P99_MM, MOST_MM = 1.0, 3.0, 6.0
MANY, SEEDS = 100, (78, 79, 80, 81, 82)
CORRECTED_RMS_MM = 0.8
VOLUME, IN_BONE_MM, IN_LAYER_P99_MM = 0.01, 0.5, 1.0


def held_out(count: int, seed: int = 20) -> list[Angles]:
    """Poses of the range, none of which the lattice has."""
    random, found = np.random.default_rng(seed), list[Angles]()
    while len(found) < count:
        flexion, abduction, internal = np.round(random.uniform(*LIMITS.T), 1).tolist()
        if setting().motion_range.allowed((flexion, abduction, internal)):
            found.append((flexion, abduction, internal))
    return found


def but(poses: list[Angles], reason: str, *failing: Angles) -> list[object]:
    """These poses, of which some are known to fail; each must, so that what is mended is noticed."""
    fails = pytest.mark.xfail(reason=reason, strict=True)
    return [pytest.param(pose, marks=fails) if pose in failing else pose for pose in poses]


@pytest.mark.parametrize("pose", but(held_out(5), "the rear border of minimus: 1.1 mm", (-6.1, 48.9, 17.5)), ids=str)
def test_what_is_played_is_what_is_solved(pose: Angles) -> None:
    nodes = {name: played(name, pose) for name in setting().muscles}
    for name in MUSCLES:
        solved, report = setting().solve_one(name, pose, nodes)
        assert report.settled
        assert report.inverted == 0
        assert abs(report.volume_error) <= 0.01
        off = np.linalg.norm(solved - nodes[name], axis=-1)
        assert np.sqrt(np.mean(off**2)) <= RMS_MM, name
        assert np.quantile(off, 0.99) <= P99_MM, name
        assert off.max() <= MOST_MM, name
        # Footprints ride: nothing of them is solved.
        assert np.abs(solved[:, :, 0] - nodes[name][:, :, 0]).max() < 1e-6
        assert np.abs(solved[:, :, -1] - nodes[name][:, :, -1]).max() < 1e-6


@pytest.mark.parametrize("rotation", [18.0, 34.0, 45.0])
def test_medius_lies_nearly_alike_at_the_end_of_abduction_wherever_it_comes_from(rotation: float) -> None:
    # Led up from 40 degrees of abduction it lies at 50 as where it is solved from what is played there: p99 2 mm, but
    # 8 at a corner.
    name, up = "gluteus_medius", (0.0, 40.0, rotation)
    rest = setting().muscles[name].solver.rest
    beyond = played(name, up) - setting().blended(name, rest, up)
    for abduction in range(40, 51):
        pose = (0.0, float(abduction), rotation)
        nodes = {each: played(each, pose) for each in setting().muscles}
        led, report = setting().solve_one(name, pose, {**nodes, name: setting().blended(name, rest, pose) + beyond})
        assert report.settled
        beyond = led - setting().blended(name, rest, pose)
    other, report = setting().solve_one(name, pose, nodes)
    assert report.settled
    apart = np.linalg.norm(led - other, axis=-1)
    assert np.quantile(apart, 0.99) < P99_MM
    assert apart.max() < 10.0


@pytest.mark.xfail(
    reason="the rear border of minimus has several ways to lie: 8 mm at 46 degrees abduction", strict=True
)
@pytest.mark.parametrize("seed", SEEDS)
def test_over_many_poses_all_muscles_are_played_as_they_are_solved(seed: int, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--full"):
        pytest.skip("slow: runs with --full")
    poses = held_out(MANY, seed)
    off: dict[str, list[Floats]] = {name: [] for name in setting().muscles}
    for pose in poses:
        nodes = {name: played(name, pose) for name in setting().muscles}
        for name in nodes:
            solved, _ = setting().solve_one(name, pose, nodes)
            off[name].append(np.linalg.norm(solved - nodes[name], axis=-1)[:, :, 1:-1].ravel())
    for name, found in off.items():
        most = [float(each.max()) for each in found]
        worst = [f"{most[i]:.1f} at {poses[i]}" for i in np.argsort(most)[:-4:-1]]
        print(f"{name}: rms, p99, most {_told(spread(found))} mm; worst {', '.join(worst)}")
    rms, p99, most_mm = spread([each for found in off.values() for each in found])
    print(f"all: rms, p99, most {_told((rms, p99, most_mm))} mm")  # shown by -s -n 0
    assert rms <= RMS_MM
    assert p99 <= P99_MM
    assert most_mm <= MOST_MM


def _told(figures: tuple[float, ...]) -> str:
    return ", ".join(f"{figure:.2f}" for figure in figures)


def spread(off: list[Floats]) -> tuple[float, float, float]:
    """Root mean square, 99th percentile and most of distances (k,) in several poses, mm."""
    every = np.concatenate(off)
    rms, p99, most = np.sqrt(np.mean(every**2)), np.quantile(every, 0.99), every.max()
    return float(rms), float(p99), float(most)


@pytest.mark.parametrize("pose", held_out(5, seed=22), ids=str)
def test_the_tract_is_played_as_it_lies_over_what_is_played(pose: Angles) -> None:
    motion = tract()
    solved = motion.nodes(pose, {name: played(name, pose) for name in setting().muscles})
    off = np.linalg.norm(solved - moved(motion.rest, motion.lines, shipped(TRACT), pose), axis=-1)
    assert np.sqrt(np.mean(off**2)) <= RMS_MM
    assert np.quantile(off, 0.99) <= P99_MM
    assert off.max() <= MOST_MM
    assert off[:, :, [0, -1]].max() < 0.1


BROKEN = held_out(5, seed=21)


@cache
def put_right(pose: Angles) -> dict[str, tuple[Floats, Floats, SolveReport]]:
    """Of every muscle the nodes as they are played, as the solver puts them right, and its report."""
    nodes, found = {name: played(name, pose) for name in setting().muscles}, {}
    for name in setting().muscles:
        before = nodes[name]
        nodes[name], report = setting().solve_one(name, pose, nodes, expected=before)
        found[name] = before, nodes[name], report
    return found


@pytest.mark.parametrize("pose", BROKEN, ids=str)
def test_what_is_put_right_keeps_volume_bones_and_layers(pose: Angles) -> None:
    nodes = {name: found for name, (_, found, _) in put_right(pose).items()}
    for name, (_, _, report) in put_right(pose).items():
        assert report.settled
        assert abs(report.volume_error) <= VOLUME
        samples, x = setting().muscles[name].solver.samples, flatten(nodes[name])
        bones, layers = setting().in_the_way(name, pose, nodes, at_last=True)
        for bone in bones:  # where the template itself lies in one, no deeper than that
            depth = -bone.field.value_and_gradient(samples.positions(x))[0] + np.minimum(bone.margins, 0)
            assert depth.max() <= IN_BONE_MM, name
        for layer in layers:
            depth = -layer.field.value_and_gradient(samples.positions(x))[0]
            assert np.quantile(depth, 0.99) <= IN_LAYER_P99_MM, name


@pytest.mark.parametrize("pose", BROKEN, ids=str)
def test_what_is_put_right_has_no_place_turned(pose: Angles) -> None:
    assert {name: report.inverted for name, (_, _, report) in put_right(pose).items() if report.inverted} == {}


@pytest.mark.parametrize("pose", BROKEN, ids=str)
def test_what_is_played_is_put_right_by_moving_little(pose: Angles) -> None:
    off = {name: found - before for name, (before, found, _) in put_right(pose).items()}
    rms = {name: float(np.sqrt(np.mean(np.sum(away**2, axis=-1)))) for name, away in off.items()}
    assert {name: mm for name, mm in rms.items() if mm > CORRECTED_RMS_MM} == {}
