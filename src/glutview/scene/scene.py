"""The scene: takes differences of what is to be drawn, gives pictures and tells what lies under a pixel.

Knows no widget. Everything happens in the caller's thread, which must always be the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
from vtkmodules.vtkRenderingCore import vtkActor

from glutview.atlas.sided import MusclePart
from glutview.biomech.attachment_footprints import borne_by, footprints
from glutview.biomech.shipped_footprints import shipped_fields
from glutview.geometry.footprint import Footprint
from glutview.geometry.footprint_fields import FootprintFields
from glutview.geometry.mesh import Floats
from glutview.scene.actions import Actions
from glutview.scene.aim import Aim
from glutview.scene.arrays import Singles
from glutview.scene.camera import mm_per_pixels_at
from glutview.scene.cut_faces import FIELDS
from glutview.scene.drawing_order import DrawingOrder
from glutview.scene.fibre_laying import Laying, laying_on
from glutview.scene.footprints import BoneFootprints
from glutview.scene.frame import Frame, Pixels
from glutview.scene.hints import Hints
from glutview.scene.light_level import light_faces
from glutview.scene.looks import light_share
from glutview.scene.part import Part
from glutview.scene.picking import Picker
from glutview.scene.quality import Level, Quality
from glutview.scene.sight import Sight
from glutview.scene.stills import LARGEST_TILE, bands
from glutview.scene.textures import Textures
from glutview.scene.tiles import Tile
from glutview.state.diff import SceneChanges, diff
from glutview.state.scene_description import FootprintDescription, SceneDescription
from glutview.state.view_state import CameraState

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy

Pace = Literal["moving", "rest", "still"]


class Scene(Sight):
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
        self._resting = frozenset(anatomy.soft)
        self._patches: dict[str, dict[str, Footprint]] = {}
        self._footprints: dict[str, BoneFootprints] = {}
        self._marked: set[str] = set()
        self._aim = Aim(self._frame)
        self._muscle_parts = _muscle_parts(anatomy)
        self._actions = Actions(anatomy)
        marked = {bearer for attachment in anatomy.atlas.attachments.values() for bearer in attachment.bearers}
        self._parts = {id: self._part(id, marked=id in marked) for id in anatomy.atlas.structures}
        self._order = DrawingOrder(self._parts.values(), self._muscle_parts, self._frame)
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
        if changes.action or (description.action is not None and changes.pose is not None):
            self._actions.show(self._parts, description)
        if changes.parts:
            revealed = [part for part in description.parts.values() if part.revealed and part.visible]
            self._hints.show_strands(self._parts, revealed)
        if changes:
            self._hints.follow(self._parts, self.camera)
        return changes

    def take(self, anatomy: Anatomy, fields: Mapping[str, FootprintFields]) -> None:
        """Draw an edited anatomy from now on (see :meth:`glutview.biomech.anatomy.Anatomy.changed`).

        Args:
            anatomy: of the same structures.
            fields: by structure, the footprints that are not what they were; made from what the anatomy states.
        """
        self._anatomy = anatomy
        self._muscle_parts = _muscle_parts(anatomy)
        self._actions = Actions(anatomy)
        self._patches.clear()
        for id, part in self._parts.items():
            part.rest = anatomy.rest[id]
        for bone, made in fields.items():
            self._hints.forget(bone)
            self._bear(bone, made)
        if self._drawn is not None:
            self._resting = frozenset()  # the parts were made of the anatomy before
            self._take_pose(self._drawn)
            self._actions.show(self._parts, self._drawn)
            self._mark(self._drawn.footprints)
            self._hints.follow(self._parts, self.camera)

    def arrays(self, id: str) -> tuple[Singles, Singles]:
        """The drawn points and normals (n, 3) of a structure; write into them, then call :meth:`set_moved`."""
        return self._parts[id].moving

    def set_moved(self, id: str) -> None:
        """The structure's arrays were written."""
        self._resting -= {id}
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
        self._hints.follow(self._parts, self.camera)
        scale = self._frame.scale(size, level)
        self._come_near(size, scale)
        self._order.follow(self.camera)
        self._aim.at_whole(self.camera, size, scale, self._actors())
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
        self._hints.follow(self._parts, self.camera)
        level, theme = self.quality.still, self._drawn.theme if self._drawn else "light"
        self._come_near(size, self._frame.scale(size, level))
        self._order.follow(self.camera)
        return bands(self._frame, level, theme, size, aim, transparent=transparent, largest=largest)

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

    def close(self) -> None:
        """Give back what the graphics system holds."""
        self._frame.close()

    def _part(self, id: str, *, marked: bool) -> Part:
        atlas = self._anatomy.atlas
        structure, mesh = atlas.structures[id], self._anatomy.rest[id]
        muscle = structure.kind == "muscle" and mesh.fields.keys() >= {"s", "u"}
        laying = laying_on(mesh, parted=id in self._muscle_parts) if muscle else Laying()
        texture = self._textures.of(structure, mesh, atlas, laying)
        return Part(id, structure.kind, mesh, texture, laying, marked=marked)

    def _lighten(self, part: Part) -> None:
        share = light_share(part.kind)
        if share < 1:
            part.set_light_faces(light_faces(part.points.astype(np.float64), part.normals, part.faces, share))

    def _footprints_of(self, bone: str) -> BoneFootprints:
        if bone not in self._footprints:
            fields = shipped_fields(self._anatomy.atlas, self._anatomy.rest, bone)
            self._bear(bone, self._computed_fields(bone) if fields is None else fields)
        return self._footprints[bone]

    def _within(self, mark: FootprintDescription) -> npt.NDArray[np.bool_]:
        return self._footprints_of(mark.bone_id).within(mark)

    def _computed_fields(self, bone: str) -> FootprintFields:
        patches = {}
        for attachment in borne_by(self._anatomy.atlas, bone):
            if attachment.id not in self._patches:
                self._patches[attachment.id] = footprints(attachment, self._anatomy.rest)
            patches[attachment.id] = self._patches[attachment.id][bone]
        return FootprintFields.of(self._anatomy.rest[bone], patches)

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
        # A bone that is selected itself says enough by the face that bears them: seen from its other face they would
        # seem to lie there.
        drawn = self._drawn.parts if self._drawn else {}
        hidden = {bone: marks for bone, marks in by_bone.items() if not drawn[bone].highlighted}
        self._hints.show_patches(hidden, distances, self._parts)

    def _take_pose(self, description: SceneDescription) -> None:
        transforms = self._anatomy.body_transforms(description.pose, description.fixed)
        carriers: Mapping[str, Floats] = {str(body): transform for body, transform in transforms.items()}
        for id, structure in self._anatomy.atlas.structures.items():
            if structure.moves_with is not None:
                self._parts[id].carry(carriers[structure.moves_with])
        resting = self._anatomy.resting(description.pose, description.fixed)
        kept = resting & self._resting
        arrays = {id: self.arrays(id) for id in self._anatomy.soft}
        self._anatomy.pose_soft(arrays, description.pose, description.fixed, kept=kept)
        for id in arrays.keys() - kept:
            self.set_moved(id)
        self._resting = resting

    def _come_near(self, size: tuple[int, int], scale: float) -> None:
        """Draw fibres and grain of what is so large or so near that they can be told apart."""
        parts = [part for part in self._visible() if part.detailed]
        if not parts:
            return
        low, high = np.array([part.bounds for part in parts]).swapaxes(0, 1)
        radii = np.linalg.norm(high - low, axis=1) / 2
        pixels = mm_per_pixels_at(self.camera, (low + high) / 2, radii, size[1])
        # Fibres whatever the resolution: what is changed for a moving frame is changed back a moment later. Grain
        # costs more than that, and is hardly to be seen in one.
        for part, across, pixel in zip(parts, 2 * radii * max(scale, 1.0) / pixels, pixels / scale, strict=True):
            part.come_near(float(across), float(pixel) if scale >= 1 else math.inf)

    def _actors(self) -> Iterator[vtkActor]:
        yield from (part.actor for part in self._parts.values())
        yield from (self._parts[id].cut for id in self._muscle_parts)
        yield from self._hints.actors


def _muscle_parts(anatomy: Anatomy) -> dict[str, tuple[MusclePart, ...]]:
    """The parts that can be told apart, by muscle."""
    named = dict.fromkeys(part.muscle for part in anatomy.atlas.parts.values())
    muscles = [muscle for muscle in named if anatomy.rest[muscle].fields.keys() >= FIELDS]
    return {muscle: anatomy.atlas.parts_of(muscle) for muscle in muscles}
