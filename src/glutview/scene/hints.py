"""Hints of what the selection shows but something hides: its footprints, nerve and vessels, seen through all.

Drawn over the model, yet only where the model lies before them: what is seen anyway stays as it is, and what a
bone hides shines through it, so that a selected muscle's ends are found from any side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer

from glutview.scene.arrays import Singles
from glutview.scene.looks import LOOKS
from glutview.scene.part import Part, mapper_over
from glutview.scene.shading import prepare, set_look, set_veil, shade_hidden
from glutview.state.palette import rgb
from glutview.state.scene_description import FootprintDescription, PartDescription

Key = tuple[str, str, str | tuple[FootprintDescription, ...]]
"""Whether a strand or a patch, of which structure, and in which colour or with which footprints."""

_STRAND: Final = (0.5, 0.5)
_FOOTPRINT: Final = (0.62, 0.95)
"""Opacity between the lines of the hatching, and on them and the outline."""
_GREATER, _NOT_GREATER: Final = 0x0204, 0x0203
"""OpenGL's names of what a fragment's depth must be, compared with what was drawn before."""


class Hints:
    """The actors of the renderer that is drawn over the model."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._made: dict[Key, vtkActor] = {}
        self._shown: dict[Key, vtkActor] = {}
        renderer.SetPreserveDepthBuffer(True)
        renderer.AddObserver("StartEvent", _draw_what_is_hidden)
        renderer.AddObserver("EndEvent", _draw_what_is_seen)
        renderer.DrawOff()

    def show_strands(self, parts: Mapping[str, Part], shown: Iterable[PartDescription]) -> None:
        """Hint at these nerves and vessels, and at no others."""
        self._put_away("strand")
        for description in shown:
            part, key = parts[description.id], ("strand", description.id, description.colour)
            if key not in self._made:
                self._made[key] = self._add(part, description.colour, _STRAND)
                self._made[key].SetMapper(mapper_over(part.data, marked=False))
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
                self._made[key] = self._add(part, "#ffffff", _FOOTPRINT)
                self._made[key].SetMapper(mapper_over(part.with_faces(np.ascontiguousarray(faces)), marked=True))
            self._shown[key] = self._made[key]

    def follow(self, parts: Mapping[str, Part]) -> None:
        """Carry every hint along with its structure."""
        for (_, id, _), actor in self._shown.items():
            actor.SetUserMatrix(parts[id].actor.GetUserMatrix())
            actor.SetVisibility(parts[id].actor.GetVisibility())
        # An empty renderer would still cost its share of a frame.
        self._renderer.SetDraw(bool(self._shown))

    @property
    def actors(self) -> list[vtkActor]:
        """All that is hinted at."""
        return list(self._shown.values())

    def _put_away(self, kind: str) -> None:
        # Kept, for whoever clicks to and fro: an actor that leaves the renderer loses its buffers.
        for key in [key for key in self._shown if key[0] == kind]:
            self._shown.pop(key).VisibilityOff()

    def _add(self, part: Part, colour: str, opacity: tuple[float, float]) -> vtkActor:
        look = LOOKS[part.kind]
        actor = vtkActor()
        prepare(actor, textured=False)
        shade_hidden(actor, footprints=part.marked)
        # Edges that darken would take a patch's colour from it where it is seen aslant.
        set_look(actor, look.gloss, look.sharpness, 0.0 if part.marked else look.edges, 0.0)
        set_veil(actor, *opacity, 0.0)
        actor.GetProperty().SetColor(*rgb(colour))
        # A footprint on the far side of a bone shows its back.
        actor.GetProperty().SetBackfaceCulling(not part.marked)
        # In the opaque pass, where the depth of the model still stands; it is blended all the same.
        actor.ForceOpaqueOn()
        self._renderer.AddActor(actor)
        return actor


def _draw_what_is_hidden(renderer: vtkRenderer, _: str) -> None:
    renderer.GetRenderWindow().GetState().vtkglDepthFunc(_GREATER)


def _draw_what_is_seen(renderer: vtkRenderer, _: str) -> None:
    renderer.GetRenderWindow().GetState().vtkglDepthFunc(_NOT_GREATER)
