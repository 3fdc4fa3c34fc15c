"""Which points are shown over the view: landmarks and lines of bone always, of the outlines those of the chosen
point's attachment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from glutview.atlas.atlas import Atlas
from glutview.atlas.landmark_edits import EDGES
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import normals
from glutview.state.point_edits import surface_point
from glutview.state.points import LandmarkKey, OutlineKey, PointKey, PointRow, edge_of, shaped_by, spot_of
from glutview.ui.point_layer import Dot, DotKind, PointLayer
from glutview.ui.scene_widget import SceneWidget


class PointDots:
    """Feeds the layer."""

    def __init__(self, view: SceneWidget) -> None:
        self.layer = PointLayer(view)
        self._dots: dict[PointKey, Dot] = {}

    def set_rows(self, rows: Sequence[PointRow], atlas: Atlas, rest: Mapping[str, Mesh]) -> None:
        """These are all the points that there are."""
        known, fresh = self._dots, dict[str, list[PointRow]]()
        self._dots = {}
        for row in rows:
            old = known.get(row.key)
            if old is not None and old.rest == row.xyz and old.on == row.on:
                self._dots[row.key] = old
            elif row.xyz is not None:
                fresh.setdefault(row.on, []).append(row)
        for on, some in fresh.items():
            spots = [spot for row in some if (spot := spot_of(atlas, row.key)) is not None]
            outward = normals(rest[on], [surface_point(spot, rest) for spot in spots])
            for row, (x, y, z) in zip(some, outward, strict=True):
                assert row.xyz is not None
                kind: DotKind = "landmark"
                if isinstance(row.key, OutlineKey):
                    kind = atlas.attachments[row.key.attachment].role
                self._dots[row.key] = Dot(row.key, on, row.xyz, (float(x), float(y), float(z)), kind)

    def dot_of(self, key: PointKey) -> Dot:
        """A point as it is shown."""
        return self._dots[key]

    def show(self, row: PointRow | None, atlas: Atlas, label: str, *, held: bool) -> None:
        """Show the landmarks, and the outlines that the chosen point shapes."""
        shown = [dot for key, dot in self._dots.items() if isinstance(key, LandmarkKey)]
        lines = lines_of_bone(shown, atlas)
        for id in shaped_by(atlas, row.key) if row is not None else ():
            for edge in EDGES:
                count = len(edge_of(atlas.attachments[id], edge))
                lines.append(tuple(range(len(shown), len(shown) + count)))
                shown += [self._dots[OutlineKey(id, edge, index)] for index in range(count)]
        self.layer.set_dots(shown, lines)
        self.layer.set_selected(row.key if row is not None else None, label, held=held)

    def show_moved(self, key: PointKey, on: str, place: Floats) -> None:
        """The point in hand is here now."""
        dot = self._dots.get(key)
        if dot is not None:
            rest = (float(place[0]), float(place[1]), float(place[2]))
            self.layer.move_dot(key, replace(dot, on=on, rest=rest))

    def show_import(self, dots: Sequence[Dot], chosen: str | None, label: str) -> None:
        """Show the points of a file over the landmarks that there are."""
        self.layer.set_dots([*(d for k, d in self._dots.items() if isinstance(k, LandmarkKey)), *dots])
        self.layer.set_selected(chosen, label, held=False)


def lines_of_bone(dots: Sequence[Dot], atlas: Atlas) -> list[tuple[int, ...]]:
    """Through the landmarks that are points of one line on one side, by their numbers in the row."""
    lines: dict[tuple[str, str], list[int]] = {}
    for number, dot in enumerate(dots):
        one = atlas.landmarks[dot.key.id] if isinstance(dot.key, LandmarkKey) else None
        if one is not None and one.line is not None:
            lines.setdefault((one.line, one.side), []).append(number)
    return [tuple(numbers) for numbers in lines.values()]
