"""The sacrospinous ligament: a fan from the edge of lower sacrum and coccyx to the ischial spine.

It lies in front of the sacrotuberous ligament and parts the greater from the lesser sciatic foramen. Right side,
seated frame, mm.
"""

from __future__ import annotations

import numpy as np

from glutview.build.shell import grid_faces, shell
from glutview.geometry.curve import resample
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, positions

# From above downward, on the front of the bones' edge; laid onto the bone named, as deep as it is seated.
_BASE = (
    ("sacrum", (-29.0, 84.0, 19.0)),
    ("sacrum", (-22.0, 86.0, 10.0)),
    ("coccyx", (-13.0, 86.5, -2.5)),
    ("coccyx", (-9.0, 84.5, -9.0)),
)
_SPINE = ((-48.5, 52.5, 2.5), (-48.0, 53.6, -1.9), (-48.0, 52.5, -6.0))
_SEATED_MM = 0.4
_ALONG, _ACROSS = 21, 11
_THICKNESS_MM = 2.6
_SAG_MM = 1.5


def sacrospinous_ligament(hip_bone: Mesh, sacrum: Mesh, coccyx: Mesh) -> Mesh:
    """The closed ligament: u from sacrum to spine, s from its upper to its lower border."""
    bones = {"sacrum": sacrum, "coccyx": coccyx}
    s, u = np.linspace(0, 1, _ACROSS), np.linspace(0, 1, _ALONG)
    base = resample(np.vstack([_seated(bones[name], place) for name, place in _BASE]), s)
    spine = resample(np.vstack([_seated(hip_bone, place) for place in _SPINE]), s)
    share = u[:, None, None]
    # The outer fibres sag a little towards the middle ones.
    narrow = np.sin(np.pi * share) * _SAG_MM * (2 * s - 1)[:, None] * np.array([0.0, 0.0, 1.0])
    grid = (1 - share) * base + share * spine + narrow
    fields = {"s": np.tile(s, _ALONG), "u": np.repeat(u, _ACROSS)}
    single = {name: values.astype(np.float32) for name, values in fields.items()}
    sheet = Mesh(grid.reshape(-1, 3), grid_faces(_ALONG, _ACROSS), single)
    round_off = np.sqrt(np.clip(1 - (2 * fields["s"] - 1) ** 2, 0.02, 1))
    half = _THICKNESS_MM / 2 * round_off * np.interp(fields["u"], (0, 0.12, 0.85, 1), (0.3, 0.9, 1, 0.6))
    return shell(sheet, half, half)


def _seated(bone: Mesh, place: tuple[float, float, float]) -> Floats:
    """(1, 3) the bone's nearest place, a little beneath its surface."""
    point = closest_points(bone, np.array([place]))
    normal = bone.face_normals()[[point[0].triangle]]
    return np.asarray(positions(bone, point) - _SEATED_MM * normal)
