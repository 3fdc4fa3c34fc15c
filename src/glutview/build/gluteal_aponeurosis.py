"""The gluteal aponeurosis: the strong deep fascia over that part of gluteus medius which maximus leaves free.

It is drawn taut over the muscle's outer face, from the outer lip of the crest to where the muscle becomes tendon and
the iliotibial tract takes it up, and from the muscle's front border to the upper border of maximus. Right side,
seated frame, mm.
"""

from __future__ import annotations

import numpy as np

from glutview.build.shell import grid_faces, shell
from glutview.geometry.block import boundary
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.sheet import Field, Tension, pull_taut, pushed_out, refined, sheet_normals

_ACROSS, _ALONG = 27, 31
# In coordinates of the muscle's block: maximus begins at s = 0.73.
_S, _U = (0.02, 0.72), (0.0, 0.86)
_THICKNESS_MM = 0.8
_GAP_MM = 0.4
_SEATED_MM = 0.3
_ONTO_LIP_MM = 3.5
# v, the share of the way down, and how much of it rides on the bone rather than on the muscle.
_ON_HIP_BONE = ((0.0, 1.0), (0.07, 0.0), (1.0, 0.0))
# How well it covers the muscle: down its length, and how much of that is left at its front and its rear border.
_COVER = ((0.0, 1.0), (0.65, 0.9), (1.0, 0.05))
_BORDER_COVER, _BORDER_SHARE = 0.35, 0.12


def gluteal_aponeurosis(medius: Mesh, drawn: tuple[int, int, int], beneath: Field) -> Mesh:
    """The closed sheet over the right gluteus medius.

    Args:
        medius: the grown muscle.
        drawn: its grid.
        beneath: the muscle and the bone it arises from.
    """
    s, v = np.linspace(0, 1, _ACROSS), np.linspace(0, 1, _ALONG)
    sheet = _on_muscle(medius, drawn)
    half = np.full((_ACROSS, _ALONG), _THICKNESS_MM / 2) * np.clip(0.4 + 8 * v, 0, 1)
    clearance = (_GAP_MM + _THICKNESS_MM / 2) * np.clip(30 * v, 0, 1) * np.ones((_ACROSS, 1))
    # Up onto the lip: at its very edge the muscle swells over the bone.
    upward = sheet[:, 0] - sheet[:, 2]
    sheet[:, 0] += _ONTO_LIP_MM * upward / np.linalg.norm(upward, axis=1, keepdims=True)
    last = lambda grid: pushed_out(grid, beneath, clearance)  # noqa: E731
    sheet[:, -1] += clearance[:, -1:] * _outward(sheet)[:, -1]
    sheet = pull_taut(sheet, last, last, Tension(along=0.4, across=0.4, rounds=14, finish=4))
    for _ in range(6):
        value, slope = beneath.value_and_gradient(sheet[:, 0])
        sheet[:, 0] -= ((value + _SEATED_MM) / np.maximum((slope**2).sum(1), 0.3))[:, None] * slope
    across, down = np.repeat(s, _ALONG), np.tile(v, _ACROSS)
    border = np.clip(np.minimum(across, 1 - across) / _BORDER_SHARE, 0, 1)
    left = _BORDER_COVER + (1 - _BORDER_COVER) * border * border * (3 - 2 * border)
    on_bone = np.interp(down, *np.array(_ON_HIP_BONE).T)
    fields = {
        "s": across,
        "u": down,
        "cover": np.interp(down, *np.array(_COVER).T) * left,
        "on_hip_bone": on_bone,
        "on_gluteus_medius": 1 - on_bone,
    }
    single = {name: values.astype(np.float32) for name, values in fields.items()}
    faces = grid_faces(_ACROSS, _ALONG)
    middle = Mesh(sheet.reshape(-1, 3), faces, single)
    if np.einsum("kx,kx->", middle.vertex_normals(), _outward(sheet).reshape(-1, 3)) < 0:
        middle = Mesh(middle.vertices, faces[:, ::-1], single)
    return shell(middle, half.ravel(), half.ravel())


def _on_muscle(medius: Mesh, drawn: tuple[int, int, int]) -> Floats:
    """(across, along, 3) on the muscle's superficial face."""
    face = medius.vertices[boundary(drawn)[0][:, -1, :]]
    low, high = (round(place * (drawn[0] - 1)) for place in _S)
    end = round(_U[1] * (drawn[2] - 1))
    return refined(face[low : high + 1, : end + 1], _ACROSS, _ALONG)


def _outward(sheet: Floats) -> Floats:
    """(across, along, 3) normals away from the body: the right side lies at x < 0."""
    normal = sheet_normals(sheet)
    return np.asarray(normal if normal[..., 0].mean() < 0 else -normal)
