"""A plain sacrotuberous ligament: a twisted fan from ilium, sacrum and coccyx to the ischial tuberosity.

It is here because gluteus maximus arises from it. Its borders rest on the finished bones; the waist lies
behind the ischial spine.
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Fields, Floats, Mesh
from glutview.geometry.surface_point import closest_points, positions

# Left side, seated frame, mm, from the lateral border to the medial one; laid onto the bone named.
_ORIGIN = (
    ("hip_bone", (45.5, 80.0, 57.0)),
    ("sacrum", (40.0, 86.0, 39.0)),
    ("sacrum", (34.0, 89.0, 26.0)),
    ("sacrum", (26.0, 90.0, 16.0)),
    ("coccyx", (12.5, 90.0, -3.0)),
    ("coccyx", (7.5, 88.0, -11.0)),
)
_INSERTION = (
    ("hip_bone", (53.0, 46.0, -35.0)),
    ("hip_bone", (50.0, 42.0, -44.0)),
    ("hip_bone", (46.0, 37.0, -53.0)),
    ("hip_bone", (41.0, 24.0, -62.0)),
)
_WAIST = (41.0, 58.5, -19.0)
_WAIST_AT = 0.6
_WAIST_WIDTH_MM = 16.0
_THICKNESS_MM = 3.6
_END_THICKNESS_MM = 1.8
_ACROSS, _ALONG = 24, 49


def build_sacrotuberous_ligament(hip_bone: Mesh, sacrum: Mesh, coccyx: Mesh) -> Mesh:
    """The left ligament, closed, from the finished left and midline bones; with s, t and u of its fibres."""
    bones = {"hip_bone": hip_bone, "sacrum": sacrum, "coccyx": coccyx}
    origin, insertion = _on_bone(_ORIGIN, bones), _on_bone(_INSERTION, bones)
    angle = 2 * np.pi * np.arange(_ACROSS) / _ACROSS
    share = (1 - np.cos(angle)) / 2
    along = np.linspace(0, 1, _ALONG)
    sheet = _sheet(origin, insertion, share, along)
    normal = _sheet_normal(origin, insertion, share, along)
    half = (_END_THICKNESS_MM + (_THICKNESS_MM - _END_THICKNESS_MM) * np.sin(np.pi * along) ** 0.6) / 2
    # A flat oval in section: the borders are round, the faces nearly parallel.
    swell = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.6
    rings = sheet + normal * (half[:, None] * swell)[..., None]
    s, t = (np.broadcast_to(values, rings.shape[:2]) for values in (share, (1 - swell) / 2))
    u = np.broadcast_to(along[:, None], rings.shape[:2])
    return _tube(rings, {name: values.ravel() for name, values in (("s", s), ("t", t), ("u", u))})


def _on_bone(places: tuple[tuple[str, tuple[float, float, float]], ...], bones: dict[str, Mesh]) -> Floats:
    found = [positions(bones[name], closest_points(bones[name], np.array([place]))) for name, place in places]
    return np.vstack(found)


def _sheet(origin: Floats, insertion: Floats, share: Floats, along: Floats) -> Floats:
    """(along, share, 3) the middle surface: a parabola for every fibre, through its place in the waist."""
    start, end = _curve(origin, share), _curve(insertion, share)
    fibre = insertion.mean(0) - origin.mean(0)
    across = (origin[-1] - origin[0]) / 2 + (insertion[-1] - insertion[0]) / 2
    across = across - (across @ fibre) / (fibre @ fibre) * fibre
    across /= np.linalg.norm(across)
    waist = np.array(_WAIST) + np.outer((share - 0.5) * _WAIST_WIDTH_MM, across)
    t, w = along[:, None, None], _WAIST_AT
    first = (t - w) * (t - 1) / w
    middle = t * (t - 1) / (w * (w - 1))
    last = t * (t - w) / (1 - w)
    return np.asarray(first * start + middle * waist + last * end)


def _sheet_normal(origin: Floats, insertion: Floats, share: Floats, along: Floats) -> Floats:
    step = 1e-3
    low, high = np.clip(share - step, 0, 1), np.clip(share + step, 0, 1)
    over = _sheet(origin, insertion, high, along) - _sheet(origin, insertion, low, along)
    down = _sheet(origin, insertion, share, along + step) - _sheet(origin, insertion, share, along - step)
    normal = np.cross(over, down)
    return np.asarray(normal / np.linalg.norm(normal, axis=-1, keepdims=True))


def _curve(corners: Floats, share: Floats) -> Floats:
    """Points (k, 3) at shares of the length of a smooth curve through the corners."""
    from scipy.interpolate import PchipInterpolator

    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    return np.asarray(PchipInterpolator(length / length[-1], corners)(share))


def _tube(rings: Floats, fields: Fields) -> Mesh:
    """Rings (rows, k, 3) joined, with fields (rows * k,), and closed at both ends.

    The ends are curved: a strip from face to face closes each.
    """
    rows, k = rings.shape[:2]
    at = np.arange(rows * k).reshape(rows, k)
    a, b = at[:-1], np.roll(at, -1, axis=1)[:-1]
    c, d = at[1:], np.roll(at, -1, axis=1)[1:]
    faces = [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([b, d, c], -1).reshape(-1, 3)]
    for ring in (at[0, ::-1], at[-1]):
        ring = np.roll(ring, 1) if ring[0] > ring[1] else ring
        near, far = ring[: k // 2 + 1], np.roll(ring[::-1], 1)[: k // 2 + 1]
        faces.append(np.column_stack([near[:-1], near[1:], far[1:]])[:-1])
        faces.append(np.column_stack([near[:-1], far[1:], far[:-1]])[1:])
    mesh = Mesh(rings.reshape(-1, 3), np.vstack(faces).astype(np.int32), fields)
    return mesh if mesh.volume_mm3() > 0 else Mesh(mesh.vertices, mesh.faces[:, [0, 2, 1]], fields)
