"""From solved poses to modes (:mod:`mode_compression`), and their weights at the poses of a lattice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from glutview.biomech.deformation import femur_share
from glutview.biomech.deformation_modes import DeformationModes, Singles
from glutview.biomech.transforms import Floats, apply
from glutview.build.deformation_lattice import LATTICE, Angles
from glutview.build.mode_compression import compressed, strain_metric
from glutview.build.pose_smoothing import PoseSmoothing

MODES = 96
NORMAL_MODES = 12
# Enough to fill in what was not solved, and a held-out pose is found better than with less.
_SMOOTHING = 1e-3
# What is mended afterwards: it need not go through each pose, but should lose little, and be slow, between them.
KEPT_SMOOTHING = 1e-2
# Of mm: a node moves by far less than the weight of a mode, and rounded numbers take half the room.
_ROUNDING = 2.0**-6
_SHAPE_ROUNDING = 2.0**-18


def fit(
    poses: Sequence[Angles],
    solved: Floats,
    rest: Floats,
    lines: tuple[Floats, Floats, Floats],
    femur_at: Callable[[Angles], Floats],
    modes: int = MODES,
    trust: Floats | None = None,
    keep: Callable[[Floats, Floats], Floats] | None = None,
    *,
    smoothing: float = _SMOOTHING,
    goes_on: bool = False,
) -> DeformationModes:
    """Compress solved poses.

    Args:
        poses: solved poses, neutral not necessarily among them.
        solved: (p, ns, nt, nu, 3) nodes in these poses, pelvis fixed, mm.
        rest: (ns, nt, nu, 3) solved nodes at neutral.
        lines: grid lines s, t, u.
        femur_at: pose to (4, 4) femur transform.
        modes: how many modes of displacement to keep.
        trust: (p,) weight of each pose; 1 for all where not given. Poses the bones forbid get little, but some:
            they tell how to go on just beyond the range. Where the lattice has none, they are filled in smoothly.
        keep: makes better weights (P, K, 3) at the lattice's poses of modes (K, ns, nt, nu) and the weights found;
            None to keep these.
        smoothing: of the weights over the angles, as of :class:`glutview.build.pose_smoothing.PoseSmoothing`.
        goes_on: whether the structure goes on beyond its last layer, riding on the femur: there its normals do too.
    """
    share = femur_share(lines[2])[:, None]
    femurs = [femur_at(pose) for pose in poses]
    blended = np.stack([(1 - share) * rest + share * _moved(rest, femur) for femur in femurs])
    beyond = (solved - blended).reshape(len(poses), -1, 3)
    # Footprints ride exactly: whatever rounding is left there must not enter the modes.
    ends = np.zeros(rest.shape[:3], dtype=bool)
    ends[..., [0, -1]] = True
    beyond[:, ends.ravel()] = 0
    trust = np.ones(len(poses)) if trust is None else trust
    shapes, weights = compressed(beyond, modes, trust, strain_metric(rest))
    turns = np.stack([cofactors(nodes, rest) for nodes in solved])
    rotations = np.stack([femur[:3, :3] for femur in femurs])
    turns -= (1 - share[..., None]) * np.eye(3) + share[..., None] * rotations[:, None, None, None]
    if goes_on:
        turns[:, :, :, -1] = 0
    normal_shapes, normal_weights = compressed(turns.reshape(len(poses), -1, 9), NORMAL_MODES, trust, rounds=1)
    shape = rest.shape[:3]
    rounded = _rounded(shapes, _SHAPE_ROUNDING).reshape(-1, *shape)
    smoother = PoseSmoothing(LATTICE, smoothing)
    lattice = smoother.through(poses, weights, trust)
    normals = np.moveaxis(smoother.through(poses, normal_weights, trust), 0, -1)
    if keep is not None:
        lattice = keep(rounded.astype(np.float64), lattice)
    s, t, u, flexion, abduction, rotation = (np.array(line, dtype=np.float32) for line in (*lines, *LATTICE))
    return DeformationModes(
        s,
        t,
        u,
        rounded,
        _rounded(np.moveaxis(lattice, 0, -1), _ROUNDING),
        _rounded(normal_shapes, _SHAPE_ROUNDING).reshape(-1, *shape),
        _rounded(normals, _ROUNDING / 16).reshape(len(normal_shapes), 3, 3, -1),
        flexion,
        abduction,
        rotation,
    )


def cofactors(nodes: Floats, rest: Floats) -> Floats:
    """(ns, nt, nu, 3, 3) cofactors of the deformation gradient, which carry normals, scaled to a rotation's size."""
    now, then = _frames(nodes), _frames(rest)
    gradient = now @ np.linalg.pinv(then, rcond=1e-3)
    first, second, third = np.moveaxis(gradient, -1, 0)
    cofactor = np.stack([np.cross(second, third), np.cross(third, first), np.cross(first, second)], axis=-1)
    size = np.linalg.norm(cofactor, axis=(-2, -1), keepdims=True)
    return np.asarray(np.sqrt(3) * cofactor / np.maximum(size, 1e-9))


def _frames(nodes: Floats) -> Floats:
    return np.stack([np.gradient(nodes, axis=axis) for axis in range(3)], axis=-1)


def _moved(nodes: Floats, femur: Floats) -> Floats:
    return apply(femur, nodes.reshape(-1, 3)).reshape(nodes.shape)


def _rounded(values: Floats, to: float) -> Singles:
    return np.asarray(np.round(values / to) * to, dtype=np.float32)
