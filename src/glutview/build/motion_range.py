"""The range of motion of the hip: how near femur and hip bone come, over a grid of the three angles.

Between the nodes the clearance is interpolated. Where the border of what is allowed runs through a cell, it is
compared with the bones themselves at many poses within, and the cell's nodes are lowered by what it would promise too
much: what the table allows, the bones allow too.
"""

from __future__ import annotations

import argparse
import hashlib
from itertools import product

import numpy as np
import numpy.typing as npt

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_table import (
    CLEARANCE_MM,
    PER_MM,
    MotionTable,
    motion_range_file,
    read_motion_table,
    write_motion_table,
)
from glutview.biomech.pose import HIP_COORDINATES
from glutview.biomech.spots import placed
from glutview.biomech.transforms import Floats
from glutview.build.bone_parts import LANDMARKS, OF_FEMUR, OF_HIP_BONE, parts_of_femur, parts_of_hip_bone
from glutview.build.bone_range import HEAD_MM, BoneRange
from glutview.build.output import keep_or_bake
from glutview.errors import failure
from glutview.geometry.distance import DistanceField
from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply

STEP_DEG = 2.5
"""So fine that interpolation errs by tenths of a millimetre, and that every limit is a node."""
SPACING_MM = 1.5
_BLOCK = 3
_WITHIN = 4
"""Steps across a cell in which it is compared."""
_UNSURE_MM = 0.6
"""By less than this the interpolation errs."""
_BETWEEN_MM = 0.02
"""By less than this it errs more between the poses compared than at them."""
_APART_MM = 0.02
"""By so much two platforms may differ."""
_VERSION = b"1"


def run(arguments: argparse.Namespace) -> None:
    """The step `range` of `python -m glutview.build`.

    Raises:
        GlutviewError: `--check` finds that the file would change.
    """
    made = motion_table(load_atlas())
    path = motion_range_file()
    share = float((made.hundredths >= CLEARANCE_MM * PER_MM).mean())
    keep_or_bake(
        path,
        "range",
        same=lambda: alike(read_motion_table(path), made),
        write=lambda: write_motion_table(path, made),
        told=f"{share:.1%} allowed",
        check=arguments.check,
    )


def alike(first: MotionTable, second: MotionTable) -> bool:
    """Whether two are the same but for what platforms may differ by."""
    if first.made_from != second.made_from or first.hundredths.shape != second.hundredths.shape:
        return False
    if not (np.array_equal(first.low, second.low) and first.step_deg == second.step_deg):
        return False
    apart = np.abs(first.hundredths.astype(int) - second.hundredths.astype(int))
    return bool(apart.max() <= _APART_MM * PER_MM)


def right_hip(atlas: Atlas) -> HipJoint:
    """The hip as the annotations state it."""
    joint = atlas.stated.joints["hip"]
    return HipJoint.between("r", list(joint.centre_mm), list(joint.far_centre_mm))


def limits(atlas: Atlas) -> Floats:
    """(3, 2) least and greatest flexion, abduction and internal rotation, degrees."""
    stated = atlas.coordinate_limits()
    return np.array([stated[name] for name in HIP_COORDINATES], dtype=np.float64)


def bones(atlas: Atlas) -> dict[str, Mesh]:
    """Hip bone and femur of the right side, by id."""
    return {id: read_ply(atlas.mesh_file(id)) for id in ("hip_bone_r", "femur_r")}


def bone_range(atlas: Atlas, meshes: dict[str, Mesh]) -> BoneRange:
    """The bones that limit the right hip."""
    field = DistanceField.from_mesh(meshes["hip_bone_r"], SPACING_MM)
    return BoneRange.of(right_hip(atlas), meshes["femur_r"].vertices, field)


def made_from(atlas: Atlas, meshes: dict[str, Mesh]) -> str:
    """A fingerprint of all from which the table follows."""
    hip = right_hip(atlas)
    rule = repr((STEP_DEG, SPACING_MM, HEAD_MM, CLEARANCE_MM, dict(OF_HIP_BONE), dict(OF_FEMUR)))
    digest = hashlib.sha256(_VERSION + rule.encode())
    digest.update(" ".join(fingerprint(mesh) for mesh in meshes.values()).encode())
    digest.update(hip.centre_mm.tobytes() + hip.long_axis.tobytes() + limits(atlas).tobytes())
    digest.update(_landmarks_as_array(atlas, meshes).round(2).tobytes())
    return digest.hexdigest()[:32]


def motion_table(atlas: Atlas) -> MotionTable:
    """The table of an atlas' right hip."""
    meshes = bones(atlas)
    real = bone_range(atlas, meshes)
    low, high = limits(atlas).T
    axes = [low[i] + STEP_DEG * np.arange(round((high[i] - low[i]) / STEP_DEG) + 1) for i in range(3)]
    if any(axis[-1] != end for axis, end in zip(axes, high, strict=True)):
        what = f"the limits of the hip are not whole steps of {STEP_DEG:g} deg apart"
        raise failure(atlas.path, what, "give limits that are", key="coordinates")
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    clearance, points = _at_nodes(real, grid)
    names, meeting = _meetings(real, grid, points, _landmarks(atlas, meshes))
    stored = _lowered(real, grid, clearance)
    return MotionTable(low, STEP_DEG, stored, meeting, names, made_from(atlas, meshes))


def _at_nodes(real: BoneRange, grid: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """The least distance at each node (nf, na, nr), and the number of the femur's point there."""
    clearance, points = np.empty(grid.shape[:3]), np.empty(grid.shape[:3], dtype=np.intp)
    for first in product(*(range(0, size, _BLOCK) for size in grid.shape[:3])):
        block = tuple(slice(i, i + _BLOCK) for i in first)
        shape = clearance[block].shape
        value, point = real.nearest(grid[block].reshape(-1, 3))
        clearance[block], points[block] = value.reshape(shape), point.reshape(shape)
    return clearance, points


def _lowered(real: BoneRange, grid: Floats, clearance: Floats) -> npt.NDArray[np.int16]:
    """The clearance at the nodes as it is kept, hundredths of mm."""
    share = np.linspace(0, 1, _WITHIN + 1)
    weights = np.array([1 - share, share])
    by = np.zeros_like(clearance)
    for first in product(*(range(size - 1) for size in clearance.shape)):
        cell = tuple(slice(i, i + 2) for i in first)
        corners = clearance[cell]
        if corners.min() > CLEARANCE_MM + _UNSURE_MM or corners.max() < CLEARANCE_MM - _UNSURE_MM:
            continue
        told = np.einsum("abc,ai,bj,ck->ijk", corners, weights, weights, weights).ravel()
        start = grid[first]
        within = start + STEP_DEG * np.stack(np.meshgrid(share, share, share, indexing="ij"), axis=-1)
        true = real.nearest(within.reshape(-1, 3))[0]
        matters = (true < CLEARANCE_MM + 2 * _BETWEEN_MM) & (told > CLEARANCE_MM - _BETWEEN_MM)
        excess = float((told - true)[matters].max(initial=-_BETWEEN_MM)) + _BETWEEN_MM
        by[cell] = np.maximum(by[cell], excess)
    return np.floor((clearance - by) * PER_MM).astype(np.int16)


def _meetings(
    real: BoneRange, grid: Floats, points: npt.NDArray[np.intp], landmarks: dict[str, Floats]
) -> tuple[tuple[tuple[str, str], ...], npt.NDArray[np.uint8]]:
    """Which parts come nearest at each node: their names, and the number of the pair at each."""
    centre, numbers = real.hip.centre_mm, points.ravel()
    of_hip_bone = parts_of_hip_bone(real.touched(grid.reshape(-1, 3), numbers), centre, landmarks)
    of_femur = parts_of_femur(real.femur_points[numbers], centre, landmarks)
    pairs = list(zip(of_hip_bone, of_femur, strict=True))
    names = tuple(sorted(set(pairs)))
    number = {pair: i for i, pair in enumerate(names)}
    return names, np.array([number[pair] for pair in pairs], dtype=np.uint8).reshape(points.shape)


def _landmarks(atlas: Atlas, meshes: dict[str, Mesh]) -> dict[str, Floats]:
    return dict(zip(LANDMARKS, _landmarks_as_array(atlas, meshes), strict=True))


def _landmarks_as_array(atlas: Atlas, meshes: dict[str, Mesh]) -> Floats:
    return placed([atlas.landmarks[f"{id}_r"].spot for id in LANDMARKS], meshes)
