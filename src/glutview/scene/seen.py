"""How much of a structure is seen from the camera, and what lies before it: by rays, so that words claim no more
than the picture shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Final

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats
from glutview.scene.anchors import carried
from glutview.scene.camera import directions, eye, line_of_sight
from glutview.scene.part import Part
from glutview.scene.picking import Hit
from glutview.state.scene_description import WHOLE, Band, FootprintDescription
from glutview.state.seen import Seen, SeenMark
from glutview.state.view_state import CameraState

Look = Callable[[Floats, Floats], Iterator[Hit]]
"""What a ray meets, nearest first: from a place (3,) mm, along a unit vector (3,)."""
Mark = tuple[FootprintDescription, Part, npt.NDArray[np.bool_]]
"""A footprint, what bears it, and which of its drawn vertices lie within."""

_SAMPLES: Final = 160
_MARK_SAMPLES: Final = 60
_CLEAR_MM: Final = 1.0
"""What is no nearer to the eye than this before a vertex is that vertex's own surface, or lies in it."""
_COUNTS: Final = 0.03
"""Share of what is sampled that a structure must be before to be spoken of."""


def seen(
    part: Part,
    band: Band,
    marks: Iterable[Mark],
    camera: CameraState,
    look: Look,
    clear: Callable[[str], bool],
) -> Seen:
    """What is seen of a part and of footprints, from where the camera is.

    Args:
        part: the structure.
        band: of a muscle: the fibres that are meant.
        marks: footprints to be judged with it.
        camera: from where.
        look: shoots a ray at all that is visible.
        clear: whether a structure is drawn as glass.
    """
    points, _ = _facing(part, _of_band(part, band), camera, _SAMPLES)
    solid, glass, open_, counted = Counter[str](), Counter[str](), 0, 0
    for point in points:
        before = _before(point, camera, look)
        if part.id in before:
            continue  # a fold of the structure itself lies before it
        counted += 1
        glass.update(filter(clear, before))
        hiding = [id for id in before if not clear(id)]
        solid.update(hiding[:1])
        open_ += not hiding
    return Seen(
        id=part.id,
        share=open_ / counted if counted else 0.0,
        behind=_often(solid, counted),
        through=_often(glass, counted),
        marks=tuple(_seen_mark(mark, camera, look, clear) for mark in marks),
    )


def _of_band(part: Part, band: Band) -> npt.NDArray[np.intp]:
    """Numbers of the drawn vertices that belong to fibres of a band."""
    if band == WHOLE:
        return np.arange(len(part.points))
    s = part.place[:, 0]
    return np.flatnonzero((s >= band[0]) & (s <= band[1]))


def _seen_mark(mark: Mark, camera: CameraState, look: Look, clear: Callable[[str], bool]) -> SeenMark:
    description, bearer, within = mark
    facing, share = _facing(bearer, np.flatnonzero(within), camera, _MARK_SAMPLES)
    hidden = Counter[str]()
    for point in facing:
        hidden.update([id for id in _before(point, camera, look) if not clear(id)][:1])
    shares = {id: share * count / len(facing) for id, count in hidden.items()}
    shares[bearer.id] = shares.get(bearer.id, 0.0) + 1.0 - share
    return SeenMark(description, max(0.0, 1.0 - sum(shares.values())), _often(shares, 1.0))


def _facing(part: Part, chosen: npt.NDArray[np.intp], camera: CameraState, most: int) -> tuple[Floats, float]:
    """Some of a part's vertices that face the eye, scattered evenly over the picture.

    Returns:
        (k, 3) mm as drawn, and the share that faces the eye of the surface about the chosen vertices.
    """
    points, normals = carried(part, chosen)
    toward = directions(camera)[2] if camera.parallel else eye(camera) - points
    areas = _areas(part)[chosen]
    # What is seen aslant takes little of the picture.
    weights = areas * np.maximum((toward * normals).sum(1) / np.linalg.norm(toward, axis=-1), 0.0)
    total = weights.sum()
    if total == 0:
        return points[:0], 0.0
    some = np.unique(np.searchsorted(weights.cumsum(), (np.arange(most) + 0.5) * total / most))
    return points[some], float(areas[weights > 0].sum() / areas.sum())


def _areas(part: Part) -> Floats:
    """(n,) area of the triangles about each drawn vertex, in three equal shares, mm2."""
    a, b, c = (part.points[part.faces[:, corner]].astype(np.float64) for corner in range(3))
    third = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 6
    return np.asarray(np.bincount(part.faces.ravel(), np.repeat(third, 3), len(part.points)), dtype=np.float64)


def _before(point: Floats, camera: CameraState, look: Look) -> list[str]:
    """Ids of what lies between the eye and a place, the nearest to the eye first."""
    start, along, far = line_of_sight(camera, point)
    return [hit.id for hit in takewhile(lambda hit: hit.distance_mm < far - _CLEAR_MM, look(start, along))]


def _often(weights: Mapping[str, float] | Mapping[str, int], total: float) -> tuple[str, ...]:
    often = sorted(weights, key=lambda id: -weights[id])
    return tuple(id for id in often if weights[id] >= _COUNTS * total > 0)
