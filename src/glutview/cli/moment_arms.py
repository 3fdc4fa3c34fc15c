"""`glutview moment-arms`: lengths and moment arms of muscles along a sweep of a hip's angles, as CSV."""

from __future__ import annotations

import difflib
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.arm_sweep import count_of_steps, grid, points_away, steps
from glutview.biomech.motion_range import AMID, MotionRange
from glutview.biomech.pose import COORDINATES, HIP_COORDINATES, Pose
from glutview.biomech.refusal import stop_words
from glutview.cli.outputs import require_writable_file
from glutview.cli.progress import end_progress, progress
from glutview.errors import GlutviewError, failure
from glutview.export.arm_table import Row, arm_rows, arm_table
from glutview.whole_file import write_bytes

MOST_POSES = 100_000
"""Of one sweep: more take many minutes, and are meant by nobody."""
_FORM = "write it as hip_flexion_r=0:90:10"
_SIDES = {"r": "right", "l": "left"}


def moment_arms(*, muscles: str, sweeps: Sequence[str], pose: str, output: str, annotations: Path | None) -> None:
    """Compute and write the table; poses beyond the range of motion are left out. The error output tells by what.

    Args:
        muscles: ids, parted by commas; without side they are of the side that is swept.
        sweeps: ``coordinate=from:to:step`` each, degrees, all of one hip; several give a grid. The step is below 0
            where `to` is below `from`.
        pose: ``coordinate=degrees,...`` of the same hip, for what is not swept.
        output: file to write, whole or not at all; ``-`` for the standard output.
        annotations: the file to measure; the shipped one if None.

    Raises:
        GlutviewError: whatever is wrong with the arguments, or no pose within the range, before anything is
            computed or written.
    """
    angles = _sweeps(sweeps)
    side = _one_side(angles)
    path = None if output == "-" else Path(output)
    if path is not None:
        require_writable_file(path)
    anatomy = Anatomy.load(annotations)
    base = _base(pose, anatomy, angles, side)
    ids = _muscles(muscles, anatomy, side)
    wanted = grid(base, angles)
    limit = anatomy.motion_range
    allowed = limit.allowed([one.hip(side) for one in wanted])
    poses = [one for one, kept in zip(wanted, allowed, strict=True) if kept]
    stopped = _stopped(wanted, side, limit)
    if not poses:
        raise _all_beyond(wanted, stopped, list(angles), side, limit)
    table = arm_table(_rows(anatomy, ids, poses, side))
    if path is None:
        sys.stdout.write(table)
    else:
        write_bytes(path, table.encode())
        print(f"{path}: {table.count(chr(10)) - 1} rows, {len(poses)} poses")
    if stopped:
        left_out = f"{len(wanted) - len(poses)} of {len(wanted)} poses lie beyond the range of motion"
        print(f"{left_out} and are left out: {stopped}", file=sys.stderr)


def _stopped(wanted: Sequence[Pose], side: str, limit: MotionRange) -> str:
    """What keeps a hip from those poses that are beyond its range, the most frequent first; empty without such."""
    stops = (limit.stop(one.hip(side)) for one in wanted)
    counts = Counter(stop_words(stop, limit) for stop in stops if stop is not None)
    return ", ".join(f"{count} by {words}" for words, count in counts.most_common())


def _all_beyond(
    wanted: Sequence[Pose], stopped: str, swept: Sequence[str], side: str, limit: MotionRange
) -> GlutviewError:
    """That nothing is left of a sweep; the remedy is the stretch that is nearest to it."""
    poses = f"all {len(wanted)} poses lie" if len(wanted) > 1 else "the only pose lies"
    what = f"{poses} beyond the range of motion: {stopped}"
    hip = min((one.hip(side) for one in wanted), key=lambda hip: math.dist(hip, AMID))
    nearest = limit.nearest(hip, [name[:-2] for name in swept])
    name = next((one for one in swept if nearest[_axis(one)] != hip[_axis(one)]), swept[0])
    span = limit.span(nearest, name[:-2])
    if span is None or not limit.allowed(nearest):
        return failure("--sweep", what, "give the joint wider limits: within these the bones leave no room")
    others = {f"{one}_{side}": angle for one, angle in zip(HIP_COORDINATES, nearest, strict=True)}
    del others[name]
    at = ",".join(f"{one}={angle:g}" for one, angle in others.items() if angle)
    remedy = f"sweep within {span[0]:g} to {span[1]:g} deg" + (f", at {at}" if at else "")
    return failure("--sweep", what, remedy, key=name)


def _axis(coordinate: str) -> int:
    return HIP_COORDINATES.index(coordinate[:-2])


def _rows(anatomy: Anatomy, ids: Sequence[str], poses: Sequence[Pose], side: str) -> list[Row]:
    rows = []
    for number, id in enumerate(ids):
        fibres = anatomy.fibres(id)
        for done, pose in enumerate(poses):
            progress((number + done / len(poses)) / len(ids), id)
            hip = pose.hip(side)
            rows += arm_rows(id, fibres.compartments, hip, fibres.compartment_means(hip))
    end_progress()
    return rows


def _sweeps(texts: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """The angles of every swept coordinate."""
    found: dict[str, tuple[float, ...]] = {}
    poses = 1.0
    for text in texts:
        name, equals, span = (word.strip() for word in text.partition("="))
        numbers = span.split(":")
        if not equals or not name or len(numbers) != 3:
            raise failure("--sweep", f"'{text}' is not coordinate=from:to:step", _FORM)
        if name not in COORDINATES:
            near = difflib.get_close_matches(name, COORDINATES, 2)
            remedy = f"did you mean {' or '.join(near)}?" if near else f"use one of {', '.join(COORDINATES)}"
            raise failure("--sweep", "unknown coordinate", remedy, key=name)
        if name in found:
            raise failure("--sweep", "it is swept twice", "sweep it once", key=name)
        start, end, step = (_degrees(number, name) for number in numbers)
        if step == 0:
            raise failure("--sweep", "a step of 0 never arrives", "give a step in degrees, such as 5", key=name)
        if points_away(start, end, step):
            what = f"a step of {step:g} from {start:g} leads away from {end:g}"
            raise failure("--sweep", what, f"write {name}={start:g}:{end:g}:{-step:g}", key=name)
        poses *= count_of_steps(start, end, step)
        if poses > MOST_POSES:
            what = f"about {poses:.0f} poses are more than can be computed"
            raise failure("--sweep", what, f"give longer steps, for {MOST_POSES} at most", key=name)
        found[name] = steps(start, end, step)
    return found


def _degrees(text: str, coordinate: str) -> float:
    try:
        angle = float(text)
    except ValueError:
        raise failure("--sweep", f"'{text.strip()}' is no number", _FORM, key=coordinate) from None
    if not math.isfinite(angle):
        raise failure("--sweep", f"{angle} is no angle", "give degrees as a number", key=coordinate)
    return angle


def _one_side(angles: dict[str, tuple[float, ...]]) -> str:
    sides = {name[-1] for name in angles}
    if len(sides) != 1:
        raise failure("--sweep", "both hips are swept", "sweep the coordinates of one hip, and run it again")
    return sides.pop()


def _base(text: str, anatomy: Anatomy, angles: dict[str, tuple[float, ...]], side: str) -> Pose:
    # The swept angles stand at 0 here, where bones may meet that they keep apart.
    pose = Pose.parse(text, anatomy.motion_range, complete=False)
    for name in (part.partition("=")[0].strip() for part in text.split(",")):
        if name in angles:
            raise failure("--pose", "it is swept", "take it out here or there", key=name)
        if name and name[-1] != side:
            what = f"it turns the {_SIDES[name[-1]]} hip, and the {_SIDES[side]} one is swept"
            raise failure("--pose", what, f"write {name[:-1]}{side}", key=name)
    return pose


def _muscles(text: str, anatomy: Anatomy, side: str) -> list[str]:
    """The ids of the muscles, with side, each once."""
    atlas = anatomy.atlas
    found: dict[str, None] = {}
    names = [name for name in (part.strip() for part in text.split(",")) if name]
    if not names:
        raise failure("--muscle", "no muscle is named", "name one, such as gluteus_medius")
    for name in names:
        id = name if name in atlas else f"{name}_{side}"
        if id in atlas.parts:
            whole = atlas.parts[id].muscle
            what = "this is a part of a muscle"
            raise failure("--muscle", what, f"give {whole}: its parts have rows of their own", key=name)
        if id not in anatomy.muscles:
            remedy = _near(name, anatomy) if id not in atlas else "see `glutview list` for the muscles"
            what = "there is no such muscle" if id not in atlas else "this is no muscle"
            raise failure("--muscle", what, remedy, key=name)
        own = atlas.structures[id].side
        if own != side:
            what = f"it is a muscle of the {_SIDES.get(own, own)} side, and the {_SIDES[side]} hip is swept"
            raise failure("--muscle", what, f"give {name[:-1]}{side}, or sweep the other hip", key=name)
        found[id] = None
    return list(found)


def _near(name: str, anatomy: Anatomy) -> str:
    known = [*anatomy.muscles, *dict.fromkeys(id[:-2] for id in anatomy.muscles)]
    near = difflib.get_close_matches(name, known, 3)
    return f"did you mean {' or '.join(near)}?" if near else "see `glutview list`"
