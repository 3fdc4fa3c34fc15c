"""Which point of a structure its label points at: one that is seen, near the middle of what is seen of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats
from glutview.scene.camera import eye, project
from glutview.scene.part import IDENTITY, Part
from glutview.state.scene_description import WHOLE, Band
from glutview.state.view_state import CameraState

Seen = Callable[[str, tuple[float, float]], bool]
"""Whether a structure is what is seen at a pixel."""
Indices = npt.NDArray[np.intp]

_SAMPLES = 600
_TRIES = 14
_EDGE = 0.03
"""Share of the picture at its edges where nothing is ever pointed at."""
_MIDDLE = 0.3
"""Share of the picture's width, half of it on either side, that is left to point at however wide the labels."""


def anchors(
    parts: Iterable[Part],
    camera: CameraState,
    size: tuple[int, int],
    seen: Seen,
    aside: Mapping[str, float],
    bands: Mapping[str, Band],
) -> Iterator[tuple[str, int | None]]:
    """For one part after the other a vertex that is seen, None if nothing of the part is.

    Args:
        parts: those that are visible and have a label.
        camera: from where.
        size: of the picture, pixels.
        seen: whether a part is what is seen at a pixel.
        aside: by structure, how far its label reaches in from either side of the picture, pixels. What lies clear of
            all labels is pointed at before what lies clear of its own alone, and that before the rest.
        bands: by structure, the fibres alone that are pointed at, of a muscle of which a part is selected.
    """
    widest = max(aside.values(), default=0.0)
    for part in parts:
        chosen = _sample(part, bands.get(part.id, WHOLE))
        points, normals = carried(part, chosen)
        facing = ((eye(camera) - points) * normals).sum(1) > 0
        pixels = project(camera, points, size)
        found, known = None, dict[int, bool]()

        def sight(vertex: int, places: Floats = pixels, id: str = part.id, known: dict[int, bool] = known) -> bool:
            # What lies in the middle of the picture is asked for with every reach.
            if vertex not in known:
                known[vertex] = seen(id, (float(places[vertex, 0]), float(places[vertex, 1])))
            return known[vertex]

        for reach in (widest, aside[part.id], 0.0):
            edge = max(min(reach, (1 - _MIDDLE) / 2 * size[0]), _EDGE * size[0])
            margin = np.array([edge, _EDGE * size[1]])
            inside = (pixels[:, :2] > margin).all(1) & (pixels[:, :2] < np.array(size) - margin).all(1)
            candidates = np.flatnonzero(facing & inside & (pixels[:, 2] > 0))
            vertex = _first_seen(candidates, pixels[:, :2], sight)
            if vertex is not None:
                found = int(chosen[vertex])
                break
        yield part.id, found


def _first_seen(candidates: Indices, places: Floats, seen: Callable[[int], bool]) -> int | None:
    """One of the candidates (numbers of rows of `places`, pixels) that is seen, near their middle; None for none."""
    if not len(candidates):
        return None
    away = np.linalg.norm(places[candidates] - np.median(places[candidates], axis=0), axis=1)
    order = candidates[np.argsort(away, kind="stable")]
    # The middle first, then ever farther: what covers the middle of a structure seldom covers all of it.
    tried = order[np.unique(np.geomspace(1, len(order), _TRIES).astype(int) - 1)]
    return next((one for one in tried.tolist() if seen(one)), None)


def carried(part: Part, chosen: Indices) -> tuple[Floats, Floats]:
    """Points and normals (k, 3) of some of a part's vertices, as drawn, mm."""
    points, normals = part.points[chosen].astype(np.float64), part.normals[chosen].astype(np.float64)
    if part.transform is IDENTITY:
        return points, normals
    turn = part.transform[:3, :3].T
    return np.asarray(points @ turn + part.transform[:3, 3]), np.asarray(normals @ turn)


def _sample(part: Part, band: Band) -> Indices:
    rows = np.arange(len(part.points))
    if band != WHOLE:
        s = part.place[:, 0]
        rows = np.flatnonzero((s > band[0]) & (s < band[1]))
    return np.asarray(np.unique(rows[np.linspace(0, len(rows) - 1, _SAMPLES).astype(np.intp)]))
