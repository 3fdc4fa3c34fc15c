"""The scene: takes differences of what is to be drawn, gives pictures and tells what lies under a pixel.

Knows no widget. Everything happens in the caller's thread, which must always be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
from vtkmodules.vtkRenderingCore import vtkActor

from glutview.biomech.attachment_footprints import footprints
from glutview.biomech.pose import Pose
from glutview.geometry.footprint import Footprint
from glutview.geometry.mesh import Floats
from glutview.scene.aim import Aim
from glutview.scene.anchors import anchors, carried
from glutview.scene.arrays import Singles
from glutview.scene.camera import directions, eye, framed, opening, project, ray
from glutview.scene.footprints import BoneFootprints, FootprintFields, borne_by
from glutview.scene.frame import Frame, Pixels
from glutview.scene.hints import Hints
from glutview.scene.light_level import light_faces
from glutview.scene.part import IDENTITY, Part
from glutview.scene.picking import Hit, Picker
from glutview.scene.quality import Level, Quality
from glutview.scene.stills import LARGEST_TILE, bands
from glutview.scene.textures import Textures
from glutview.scene.tiles import Tile
from glutview.state.diff import SceneChanges, diff
from glutview.state.scene_description import FootprintDescription, SceneDescription
from glutview.state.view_state import CameraState

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy

Pace = Literal["moving", "rest", "still"]
_ON_BONE_MM = 0.8
"""A point no deeper than this beneath what the eye sees of a bone lies on its face."""
_THROUGH_GLASS = ("nerve", "artery", "vein")


class Scene:
    """The anatomy, drawn.

    Attributes:
        camera: where it is seen from; set it and draw again.
        renderer_name: what draws it, as OpenGL says.
        quality: how each kind of frame is drawn.
    """

    def __init__(self, anatomy: Anatomy, quality: Quality | None = None) -> None:
        self._anatomy = anatomy
        self._frame = Frame(quality)
        self.quality = self._frame.quality
        self.renderer_name = self._frame.renderer_name
        self.camera = CameraState()
        self._textures = Textures(mipmaps=self.quality.mipmaps)
        self._picker = Picker()
        self._hints = Hints(self._frame.hints)
        self._drawn: SceneDescription | None = None
        self._posed = False
        self._patches: dict[str, dict[str, Footprint]] = {}
        self._footprints: dict[str, BoneFootprints] = {}
        self._marked: set[str] = set()
        self._aim = Aim(self._frame)
        self._parts = {id: self._part(id) for id in anatomy.atlas.structures}
        self._frame.set_theme("light")

    @property
    def description(self) -> SceneDescription | None:
        """What is drawn now."""
        return self._drawn

    def apply(self, description: SceneDescription) -> SceneChanges:
        """Draw this from now on; only what differs is touched."""
        changes = diff(self._drawn, description)
        self._drawn = description
        for part in changes.parts:
            self._parts[part.id].draw_as(part)
        if changes.theme is not None:
            self._frame.set_theme(changes.theme)
        if changes.footprints is not None:
            self._mark(changes.footprints)
        if changes.pose is not None and changes.fixed is not None:
            self._take_pose(description)
        if changes.parts:
            revealed = [part for part in description.parts.values() if part.revealed and part.visible]
            self._hints.show_strands(self._parts, revealed)
        if changes:
            self._hints.follow(self._parts)
        return changes

    def take(self, anatomy: Anatomy, fields: Mapping[str, FootprintFields]) -> None:
        """Draw an edited anatomy from now on (see :meth:`glutview.biomech.anatomy.Anatomy.changed`).

        Args:
            anatomy: of the same structures.
            fields: by structure, the footprints that are not what they were; made from what the anatomy states.
        """
        self._anatomy = anatomy
        self._patches.clear()
        for id, part in self._parts.items():
            part.rest = anatomy.rest[id]
        for bone, made in fields.items():
            self._hints.forget(bone)
            self._bear(bone, made)
        if self._drawn is not None:
            self._posed = True  # the parts were made of the anatomy before
            self._take_pose(self._drawn)
            self._mark(self._drawn.footprints)
            self._hints.follow(self._parts)

    def arrays(self, id: str) -> tuple[Singles, Singles]:
        """The drawn points and normals (n, 3) of a structure; write into them, then call :meth:`set_moved`."""
        part = self._parts[id]
        return part.points, part.normals

    def set_moved(self, id: str) -> None:
        """The structure's arrays were written."""
        self._parts[id].moved()
        self._picker.forget(id)

    def set_vertices(self, id: str, vertices: Floats | Singles, normals: Floats | Singles) -> None:
        """Move a structure's vertices and normals, (n, 3) each, mm."""
        points, directions_ = self.arrays(id)
        points[:], directions_[:] = vertices, normals
        self.set_moved(id)

    def draw(self, size: tuple[int, int], pace: Pace = "rest") -> Pixels:
        """A picture of `size` pixels, or at a lower resolution if the pace asks for it.

        Returns:
            (h, w, 4) RGBA, first row on top; the next call overwrites it.
        """
        level: Level = getattr(self.quality, pace)
        for part in self._parts.values():
            part.use_light(level.light_meshes and part.id not in self._marked)
        self._aim.at_whole(self.camera, size, self._frame.scale(size, level), self._actors())
        return self._frame.draw(size, level)

    def render_image(self, size: tuple[int, int], *, transparent: bool = False) -> Pixels:
        """A picture to keep, at the best quality: (h, w, 4) RGBA, first row on top.

        Args:
            size: width and height, pixels.
            transparent: leave out the background; alpha is straight then, as in PNG. It takes twice as long.
        """
        pieces = list(self.render_bands(size, transparent=transparent))
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def render_bands(
        self, size: tuple[int, int], *, transparent: bool = False, largest: tuple[int, int] = LARGEST_TILE
    ) -> Iterator[Pixels]:
        """The picture of :meth:`render_image` in bands from the top, (h, w, 4) each: never all of it at once.

        Args:
            size: width and height, pixels.
            transparent: leave out the background.
            largest: width and height drawn at once, pixels; a picture that is smaller is one band.
        """

        def aim(tile: Tile, scale: float) -> None:
            self._aim.at_tile(self.camera, tile, scale, self._actors())

        for part in self._parts.values():
            part.use_light(False)
        level, theme = self.quality.still, self._drawn.theme if self._drawn else "light"
        return bands(self._frame, level, theme, size, aim, transparent=transparent, largest=largest)

    def hits(self, pixel: tuple[float, float], size: tuple[int, int]) -> list[Hit]:
        """Everything visible under a pixel (from left and top), in the order in which clicks reach it.

        Nearest first, but a nerve or vessel that glass shows comes before the glass.
        """
        start, along = ray(self.camera, pixel, size)
        found = self._picker.hits(self._visible(), start, along)
        clear = 0
        while clear < len(found) and self._style(found[clear].id) != "solid":
            clear += 1
        if clear < len(found) and self._parts[found[clear].id].kind in _THROUGH_GLASS:
            found.insert(0, found.pop(clear))
        return found

    def pick(self, pixel: tuple[float, float], size: tuple[int, int], after: str | None = None) -> Hit | None:
        """The structure that a click on a pixel means.

        Args:
            pixel: from the picture's left and top.
            size: of the picture.
            after: what the last click at this place gave; the next one deeper is meant then, and after the
                deepest the first again.
        """
        found = self.hits(pixel, size)
        if not found:
            return None
        ids = [hit.id for hit in found]
        return found[(ids.index(after) + 1) % len(found) if after in ids else 0]

    def covered(self, points: Floats) -> npt.NDArray[np.bool_]:
        """(k,) whether a visible bone lies before each of points (k, 3), mm as drawn, that do not lie on its face."""
        bones = [part for part in self._visible() if part.kind == "bone"]
        away = np.zeros(len(points), dtype=bool)
        back = directions(self.camera)[2]
        for row, point in enumerate(points):
            start = point + 2000.0 * back if self.camera.parallel else eye(self.camera)
            along = point - start
            far = float(np.linalg.norm(along))
            found = self._picker.hits(bones, start, along / far)
            away[row] = bool(found) and found[0].distance_mm < far - _ON_BONE_MM
        return away

    def frame_on(self, size: tuple[int, int], ids: tuple[str, ...] = ()) -> CameraState:
        """The camera that shows these structures, or all that is visible, from the present direction."""
        parts = [self._parts[id] for id in ids] or list(self._visible())
        points = [_carried(part) for part in parts]
        return framed(self.camera, np.concatenate(points), size) if points else self.camera

    def opening_view(self, size: tuple[int, int], view: str | None = None) -> CameraState:
        """Where the window opens: pelvis and upper thighs in frame, at rest.

        Args:
            size: width and height of the picture.
            view: one of the standard views; the right hip from behind and the side if None.
        """
        points = np.concatenate([part.points for part in self._parts.values()]).astype(np.float64)
        return opening(points, size, view)

    def prepare(self) -> Iterator[str]:
        """Work that a first click, drag or hover would else wait for, in short steps; each tells its structure."""
        yield from self._anatomy.prepare()
        for id, part in self._parts.items():
            if part.marked and id not in self._footprints:
                self._footprints_of(id)
                yield id
        for id, part in self._parts.items():
            if self.quality.moving.light_meshes:
                self._lighten(part)
            self._picker.prepare(part)
            yield id

    def anchors(self, size: tuple[int, int]) -> Iterator[tuple[str, int | None]]:
        """A vertex of each structure for its label to point at, None where nothing is seen of it; step by step."""

        def seen(id: str, pixel: tuple[float, float]) -> bool:
            for hit in self.hits(pixel, size):
                if hit.id == id:
                    return True
                if self._style(hit.id) == "solid":
                    return False
            return False

        return anchors(list(self._visible()), self.camera, size, seen)

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

    def close(self) -> None:
        """Give back what the graphics system holds."""
        self._frame.close()

    def _part(self, id: str) -> Part:
        atlas = self._anatomy.atlas
        structure, mesh = atlas.structures[id], self._anatomy.rest[id]
        texture = self._textures.of(structure, mesh, atlas)
        part = Part(id, structure.kind, mesh, texture, marked=bool(borne_by(atlas, id)))
        self._frame.model.AddActor(part.actor)
        return part

    def _lighten(self, part: Part) -> None:
        part.set_light_faces(light_faces(part.points.astype(np.float64), part.normals, part.faces))

    def _footprints_of(self, bone: str) -> BoneFootprints:
        if bone not in self._footprints:
            patches = {}
            for attachment in borne_by(self._anatomy.atlas, bone):
                if attachment.id not in self._patches:
                    self._patches[attachment.id] = footprints(attachment, self._anatomy.rest)
                patches[attachment.id] = self._patches[attachment.id][bone]
            self._bear(bone, FootprintFields.of(self._parts[bone].rest, patches))
        return self._footprints[bone]

    def _bear(self, bone: str, fields: FootprintFields) -> None:
        self._footprints[bone] = BoneFootprints(self._parts[bone], fields)
        self._picker.forget(bone)

    def _mark(self, shown: tuple[FootprintDescription, ...]) -> None:
        by_bone: dict[str, tuple[FootprintDescription, ...]] = {}
        for description in shown:
            by_bone[description.bone_id] = (*by_bone.get(description.bone_id, ()), description)
        distances = {
            bone: self._footprints_of(bone).show(by_bone.get(bone, ()))
            for bone in sorted(set(by_bone) | self._marked)
        }
        self._marked = set(by_bone)
        self._hints.show_patches(by_bone, distances, self._parts)

    def _take_pose(self, description: SceneDescription) -> None:
        transforms = self._anatomy.body_transforms(description.pose, description.fixed)
        carriers: Mapping[str, Floats] = {str(body): transform for body, transform in transforms.items()}
        for id, structure in self._anatomy.atlas.structures.items():
            if structure.moves_with is not None:
                self._parts[id].carry(carriers[structure.moves_with])
        neutral = description.pose == Pose()
        if neutral and not self._posed:
            return  # as every part was made
        self._posed = not neutral
        arrays = {id: self.arrays(id) for id in self._anatomy.soft}
        self._anatomy.pose_soft(arrays, description.pose, description.fixed)
        for id in arrays:
            self.set_moved(id)

    def _visible(self) -> Iterator[Part]:
        return (part for part in self._parts.values() if part.actor.GetVisibility())

    def _style(self, id: str) -> str:
        return self._drawn.parts[id].style if self._drawn else "solid"

    def _actors(self) -> Iterator[vtkActor]:
        yield from (part.actor for part in self._parts.values())
        yield from self._hints.actors


def _carried(part: Part) -> Floats:
    points = part.points.astype(np.float64)
    if part.transform is IDENTITY:
        return points
    return np.asarray(points @ part.transform[:3, :3].T + part.transform[:3, 3])
