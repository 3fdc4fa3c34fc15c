"""Hints of what the selection shows but something veils: its footprints, nerve and vessels, seen through all.

Nerves and vessels shine evenly through whatever lies over them. Footprints are brightened where glass dulls them;
where bone or muscle hides them, their outline and hatching stand out from its surface, which shows between the
lines. So a selected muscle's ends are found from any side, and what lies in front still reads as in front.

The renderer keeps the model's depth and draws only what lies farther away: what is to be drawn over the model is
put beyond it, nerves and vessels farthest, so that no footprint is drawn over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from vtkmodules.vtkCommonCore import vtkCommand
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer
from vtkmodules.vtkRenderingOpenGL2 import vtkOpenGLRenderWindow

from glutview.atlas.sides import other_side
from glutview.scene.arrays import Singles
from glutview.scene.camera import directions
from glutview.scene.looks import LOOKS
from glutview.scene.part import Part, mapper_over
from glutview.scene.shading import Place, prepare, set_look, set_veil, shade_hint
from glutview.state.palette import rgb
from glutview.state.scene_description import FootprintDescription, PartDescription
from glutview.state.view_state import CameraState

Key = tuple[str, str, str | tuple[FootprintDescription, ...]]
"""Whether a strand, a dashed one or a patch, of which structure, and in which colour or with which footprints."""

_STRAND: Final = (0.75, 0.75)
"""So much that a vein over red muscle stays blue."""
_SEEN: Final = (0.44, 0.44)
_HIDDEN: Final = (0.40, 0.92)
"""Opacity of a footprint between the lines of its hatching, and on them and the outline."""
_ACROSS: Final = 0.35
"""Sine of how far beyond the median plane the eye must be to be on the other side."""
_GREATER: Final = 0x0204
_NOT_GREATER: Final = 0x0203
"""OpenGL's names of what a fragment's depth must be, compared with what was drawn before."""


class Hints:
    """The actors of the renderer that is drawn over the model."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._made: dict[Key, tuple[vtkActor, ...]] = {}
        self._shown: dict[Key, tuple[vtkActor, ...]] = {}
        renderer.SetPreserveDepthBuffer(True)
        renderer.AddObserver(vtkCommand.StartEvent, _draw_what_is_farther)
        renderer.AddObserver(vtkCommand.EndEvent, _draw_what_is_nearer)
        renderer.DrawOff()

    def show_strands(self, parts: Mapping[str, Part], shown: Iterable[PartDescription]) -> None:
        """Hint at these nerves and vessels, and at no others."""
        self._put_away("strand", "dashed")
        for description in shown:
            dashed = description.loss != "none"
            part = parts[description.id]
            key: Key = ("dashed" if dashed else "strand", description.id, description.colour)
            if key not in self._made:
                actor = self._add(part, part.data, "first", description.colour, _STRAND, dashed=dashed)
                self._made[key] = (actor,)
            self._shown[key] = self._made[key]

    def show_patches(
        self,
        shown: Mapping[str, tuple[FootprintDescription, ...]],
        distances: Mapping[str, Singles],
        parts: Mapping[str, Part],
    ) -> None:
        """Hint at the footprints on these bones, and at no others.

        Args:
            shown: footprints by bone.
            distances: by bone, (n,) mm into them, negative inside.
            parts: every part by id.
        """
        self._put_away("patch")
        for bone, footprints in shown.items():
            part, key = parts[bone], ("patch", bone, footprints)
            if key not in self._made:
                faces = part.faces[(distances[bone][part.faces] < 0).any(1)]
                data = part.with_faces(np.ascontiguousarray(faces))
                self._made[key] = (
                    self._add(part, data, "over", "#ffffff", _SEEN),
                    self._add(part, data, "behind", "#ffffff", _HIDDEN),
                )
            self._shown[key] = self._made[key]

    def forget(self, id: str) -> None:
        """A structure's triangles are others now: hints are made anew when they are next shown."""
        for key in [key for key in self._made if key[1] == id]:
            self._shown.pop(key, None)
            for actor in self._made.pop(key):
                self._renderer.RemoveActor(actor)

    def follow(self, parts: Mapping[str, Part], camera: CameraState) -> None:
        """Carry every hint along with its structure; seen from the body's other side it is left out.

        There it would seem to lie on what it is the mirror image of, where that is shown.
        """
        toward_left = float(directions(camera)[2][0])
        any_seen = False
        for key, actors in self._shown.items():
            part = parts[key[1]]
            twin = parts.get(other_side(key[1]))
            far = _beyond(_side(key), toward_left) and (twin is None or twin.actor.GetVisibility())
            seen = bool(part.actor.GetVisibility()) and not far
            any_seen |= seen
            for actor in actors:
                actor.SetUserMatrix(part.actor.GetUserMatrix())
                actor.SetVisibility(seen)
        # An empty renderer would still cost its share of a frame, and smooth nothing.
        self._renderer.SetDraw(any_seen)

    @property
    def actors(self) -> list[vtkActor]:
        """All that is hinted at."""
        return [actor for actors in self._shown.values() for actor in actors]

    def _put_away(self, *kinds: str) -> None:
        # Kept, for whoever clicks to and fro: an actor that leaves the renderer loses its buffers.
        for key in [key for key in self._shown if key[0] in kinds]:
            for actor in self._shown.pop(key):
                actor.VisibilityOff()

    def _add(
        self,
        part: Part,
        data: vtkPolyData,
        place: Place,
        colour: str,
        opacity: tuple[float, float],
        *,
        dashed: bool = False,
    ) -> vtkActor:
        look, patch = LOOKS[part.kind], place != "first"
        actor = vtkActor()
        actor.SetMapper(mapper_over(data))
        prepare(actor, textured=False)
        shade_hint(actor, place, footprints=patch, dashed=dashed)
        # Edges that darken would take a patch's colour from it where it is seen aslant.
        set_look(actor, look.gloss, look.sharpness, 0.0 if patch else look.edges, 0.0)
        set_veil(actor, *opacity, 0.0)
        actor.GetProperty().SetColor(*rgb(colour))
        # A footprint on the far side of a bone shows its back.
        actor.GetProperty().SetBackfaceCulling(not patch)
        # All are blended; the opaque pass comes first, so that footprints heed the depth that strands leave.
        actor.SetForceOpaque(not patch)
        actor.SetForceTranslucent(patch)
        self._renderer.AddActor(actor)
        return actor


def _side(key: Key) -> str:
    """ "r", "l" or "" of what is hinted at; a footprint on a midline bone has its muscle's."""
    id = key[2][0].attachment_id if not isinstance(key[2], str) and key[2] else key[1]
    return id[-1] if id.endswith(("_r", "_l")) else ""


def _beyond(side: str, toward_left: float) -> bool:
    """Whether the eye is clearly on the other side of the body; `toward_left` of a unit vector that points to it."""
    return side != "" and (toward_left if side == "r" else -toward_left) > _ACROSS


def _draw_what_is_farther(renderer: vtkRenderer, _: str) -> None:
    _compare(renderer, _GREATER)


def _draw_what_is_nearer(renderer: vtkRenderer, _: str) -> None:
    _compare(renderer, _NOT_GREATER)


def _compare(renderer: vtkRenderer, depth: int) -> None:
    window = renderer.GetRenderWindow()
    assert isinstance(window, vtkOpenGLRenderWindow)
    window.GetState().vtkglDepthFunc(depth)
