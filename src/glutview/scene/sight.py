"""What is seen of a scene from where it is seen: picking, framing, labels' anchors. It changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from glutview.atlas.sided import MusclePart
from glutview.geometry.mesh import Floats
from glutview.scene.anchors import anchors, carried
from glutview.scene.camera import framed, line_of_sight, opening, project, ray, without_shank
from glutview.scene.part import IDENTITY, Part
from glutview.scene.picking import Hit, Picker
from glutview.scene.seen import seen
from glutview.state.resolve import STRANDS
from glutview.state.scene_description import WHOLE, FootprintDescription, SceneDescription
from glutview.state.seen import Seen
from glutview.state.view_state import CameraState

_ON_BONE_MM: Final = 0.8
"""A point no deeper than this beneath what the eye sees of a bone lies on its face."""
_BENEATH_MM: Final = 25.0
"""What lies deeper beneath a clear sheet is not what it covers."""
_AROUND: Final = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))


class Sight:
    """The scene's questions; the scene itself keeps what they are asked about.

    Attributes:
        camera: where it is seen from.
    """

    camera: CameraState
    _parts: dict[str, Part]
    _picker: Picker
    _drawn: SceneDescription | None
    _muscle_parts: Mapping[str, tuple[MusclePart, ...]]
    """By muscle, in the order of its fibres."""

    def hits(self, pixel: tuple[float, float], size: tuple[int, int]) -> list[Hit]:
        """Everything visible under a pixel (from left and top), in the order in which clicks reach it.

        Nearest first, but what lies next behind a clear sheet comes before the sheet, and a nerve or vessel that
        glass shows before the glass.
        """
        found = self._behind_sheets(list(self._met(pixel, size)))
        clear = 0
        while clear < len(found) and self._style(found[clear].id) != "solid":
            clear += 1
        if clear < len(found) and self._is_strand(found[clear]):
            found.insert(0, found.pop(clear))
        return found

    def _met(self, pixel: tuple[float, float], size: tuple[int, int]) -> Iterator[Hit]:
        start, along = ray(self.camera, pixel, size)
        return self._picker.hits(self._visible(), start, along)

    def _sheets_of(self, found: list[Hit]) -> int:
        """How many of what a ray met, nearest first, are sheets through which the next is seen."""
        sheets = 0
        while sheets < len(found) and self._parts[found[sheets].id].lets_through(found[sheets].triangle):
            sheets += 1
        return sheets

    def _behind_sheets(self, found: list[Hit]) -> list[Hit]:
        """Fascia is looked through: a click means what it covers, if that lies close behind it."""
        sheets = self._sheets_of(found)
        if 0 < sheets < len(found) and found[sheets].distance_mm - found[0].distance_mm < _BENEATH_MM:
            return [found[sheets], *found[:sheets], *found[sheets + 1 :]]
        return found

    def pick(
        self,
        pixel: tuple[float, float],
        size: tuple[int, int],
        after: str | None = None,
        reach_px: float = 0.0,
        wanted: Collection[str] = (),
    ) -> Hit | None:
        """The structure that a click on a pixel means.

        Args:
            pixel: from the picture's left and top.
            size: of the picture.
            after: what the last click at this place gave; the next one deeper is meant then, and after the
                deepest the first again.
            reach_px: how far beside a nerve or vessel a click still means it: they are thinner than a hand is steady.
            wanted: ids that are looked for; a clear sheet among them is meant before what is seen through it.
        """
        if wanted:
            met = list(self._met(pixel, size))
            sheet = next((hit for hit in met[: self._sheets_of(met)] if hit.id in wanted), None)
            if sheet is not None:
                return sheet
        found = self.hits(pixel, size)
        if reach_px and not (found and self._is_strand(found[0])):
            found = [*self._strands_beside(pixel, size, reach_px), *found]
        if not found:
            return None
        ids = [hit.id for hit in found]
        return found[(ids.index(after) + 1) % len(found) if after in ids else 0]

    def meant(
        self, pixel: tuple[float, float], size: tuple[int, int], after: str | None = None, reach_px: float = 0.0
    ) -> str:
        """Id of the structure or part that a click on a pixel selects; empty for nothing.

        On the muscle that is selected already, with nothing but glass before it, it means the part of it there; else
        the structure of :meth:`pick`. Again at the same place: first a muscle's part there, then what lies behind.

        Args:
            pixel: from the picture's left and top.
            size: of the picture.
            after: what the last click at this place meant.
            reach_px: how far beside a nerve or vessel a click still means it.
        """
        found = self.hits(pixel, size)
        if reach_px and not (found and self._is_strand(found[0])):
            found = [*self._strands_beside(pixel, size, reach_px), *found]
        if after is not None:
            ladder = [id for hit in found for id in (hit.id, self._part_there(hit)) if id]
            if after in ladder:
                return ladder[(ladder.index(after) + 1) % len(ladder)]
        for hit in found:
            described = self._drawn.parts[hit.id] if self._drawn else None
            if described is not None and described.highlighted and (part := self._part_there(hit)):
                return part
            if self._is_strand(hit) or described is None or described.style == "solid":
                break
        return found[0].id if found else ""

    def _part_there(self, hit: Hit) -> str:
        """Id of the part of a muscle at the place of it that was hit; empty where it has no parts."""
        parts = self._muscle_parts.get(hit.id, ())
        if not parts:
            return ""
        s = self._parts[hit.id].across(hit.triangle, np.array(hit.point))
        return next(part.id for part in reversed(parts) if s >= part.band[0])

    def _is_strand(self, hit: Hit) -> bool:
        return self._parts[hit.id].kind in STRANDS

    def _strands_beside(self, pixel: tuple[float, float], size: tuple[int, int], reach_px: float) -> list[Hit]:
        """The nerve or vessel that is seen nearest to a pixel, if one is within reach."""
        for away in (reach_px / 2, reach_px):
            for right, down in _AROUND:
                found = self.hits((pixel[0] + away * right, pixel[1] + away * down), size)
                if found and self._is_strand(found[0]):
                    return found[:1]
        return []

    def covered(self, points: Floats) -> npt.NDArray[np.bool_]:
        """(k,) whether a visible bone lies before each of points (k, 3), mm as drawn, that do not lie on its face."""
        bones = [part for part in self._visible() if part.kind == "bone"]
        away = np.zeros(len(points), dtype=bool)
        for row, point in enumerate(points):
            start, along, far = line_of_sight(self.camera, point)
            first = next(self._picker.hits(bones, start, along), None)
            away[row] = first is not None and first.distance_mm < far - _ON_BONE_MM
        return away

    def seen(self, id: str, marks: Iterable[FootprintDescription] = ()) -> Seen:
        """How much of a visible structure is seen, and of footprints; what lies before them.

        Args:
            id: of the structure; of a muscle, the part that is selected is meant.
            marks: footprints, shown or not.
        """
        visible = list(self._visible())
        borne = [(mark, self._parts[mark.bone_id], self._within(mark)) for mark in marks]
        return seen(
            self._parts[id],
            self._drawn.parts[id].band if self._drawn else WHOLE,
            borne,
            self.camera,
            look=lambda start, along: self._picker.hits(visible, start, along),
            clear=lambda other: self._style(other) != "solid",
        )

    def frame_on(self, size: tuple[int, int], ids: tuple[str, ...] = ()) -> CameraState:
        """The camera that shows these structures, or all that is visible, from the present direction.

        Of everything it leaves the shank out.
        """
        parts = [self._parts[id] for id in ids] or list(self._visible())
        if not parts:
            return self.camera
        points = np.concatenate([_carried(part) for part in parts])
        kept = np.full(len(points), True) if ids else without_shank(np.concatenate([part.points for part in parts]))
        return framed(self.camera, points[kept], size)

    def opening_view(self, size: tuple[int, int], view: str | None = None) -> CameraState:
        """Where the window opens: pelvis and upper thighs in frame, at rest.

        Args:
            size: width and height of the picture.
            view: one of the standard views; the right hip from behind and the side if None.
        """
        points = np.concatenate([part.moving[0] for part in self._parts.values()]).astype(np.float64)
        return opening(points, size, view)

    def anchors(self, size: tuple[int, int], aside: Mapping[str, float]) -> Iterator[tuple[str, int | None]]:
        """A vertex of each structure for its label to point at, None where nothing is seen of it; step by step.

        Args:
            size: of the picture, pixels.
            aside: for each structure to be named, how far its label reaches in from the picture's side, pixels.
        """

        def seen(id: str, pixel: tuple[float, float]) -> bool:
            for hit in self._met(pixel, size):
                if hit.id == id:
                    # Nor is a sheet pointed at where it fades out.
                    return not self._parts[id].fades_at(hit.triangle)
                if self._style(hit.id) == "solid" and not self._parts[hit.id].lets_through(hit.triangle):
                    return False
            return False

        shown = [part for part in self._visible() if part.id in aside]
        bands = {id: part.band for id, part in self._drawn.parts.items()} if self._drawn else {}
        return anchors(shown, self.camera, size, seen, aside, bands)

    def anchor_pixels(self, chosen: Mapping[str, int], size: tuple[int, int]) -> dict[str, tuple[float, float]]:
        """Where such vertices are in the picture now, pixels from its left and top."""
        pixels = {}
        for id, vertex in chosen.items():
            part = self._parts[id]
            if part.actor.GetVisibility():
                point, _ = carried(part, np.array([vertex]))
                x, y, depth = project(self.camera, point, size)[0]
                if depth > 0:
                    pixels[id] = (float(x), float(y))
        return pixels

    def place(self, id: str, rest: Floats) -> Floats:
        """Where points (k, 3) of a rigid structure at rest are in the pose that is drawn, mm."""
        transform = self._parts[id].transform
        return np.asarray(rest @ transform[:3, :3].T + transform[:3, 3])

    def at_rest(self, id: str, drawn: Floats) -> Floats:
        """Where points (k, 3) of a rigid structure, as drawn, are at rest, mm."""
        transform = self._parts[id].transform
        return np.asarray((drawn - transform[:3, 3]) @ transform[:3, :3])

    def _within(self, mark: FootprintDescription) -> npt.NDArray[np.bool_]:
        """(n,) which drawn vertices of its bearer lie within a footprint."""
        raise NotImplementedError

    def _visible(self) -> Iterator[Part]:
        return (part for part in self._parts.values() if part.actor.GetVisibility())

    def _style(self, id: str) -> str:
        return self._drawn.parts[id].style if self._drawn else "solid"


def _carried(part: Part) -> Floats:
    points = part.points.astype(np.float64)
    if part.transform is IDENTITY:
        return points
    return np.asarray(points @ part.transform[:3, :3].T + part.transform[:3, 3])
