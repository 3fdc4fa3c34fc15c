"""Hints of what the selection shows but something hides: its footprints, nerve and vessels, drawn faintly over all.

What is seen anyway keeps its colour (the hint has the same); what a bone hides shines through it, so that a
selected muscle's ends are found from any side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer

from glutview.scene.arrays import Singles
from glutview.scene.looks import LOOKS
from glutview.scene.part import Part, mapper_over
from glutview.scene.shading import prepare, set_hint, set_look, shade
from glutview.state.palette import rgb
from glutview.state.scene_description import PartDescription

_STRAND: Final = 0.5
_FOOTPRINT: Final = 0.55


class Hints:
    """The actors of the renderer that is drawn over the model."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._strands: dict[str, vtkActor] = {}
        self._patches: dict[str, vtkActor] = {}
        renderer.DrawOff()

    def show_strands(self, parts: Mapping[str, Part], shown: Iterable[PartDescription]) -> None:
        """Hint at these nerves and vessels, and at no others."""
        self._clear(self._strands)
        for description in shown:
            part = parts[description.id]
            actor = self._add(part, description.colour, _STRAND)
            actor.SetMapper(mapper_over(part.data, marked=False))
            self._strands[part.id] = actor

    def show_patches(self, distances: Mapping[str, Singles], parts: Mapping[str, Part]) -> None:
        """Hint at the footprints on these bones: (n,) mm into them, negative inside; and at no others."""
        self._clear(self._patches)
        for bone, distance in distances.items():
            part = parts[bone]
            faces = part.faces[(distance[part.faces] < 0).any(1)]
            if len(faces):
                actor = self._add(part, "#ffffff", _FOOTPRINT)
                actor.SetMapper(mapper_over(part.with_faces(np.ascontiguousarray(faces)), marked=True))
                self._patches[bone] = actor

    def follow(self, parts: Mapping[str, Part]) -> None:
        """Carry every hint along with its structure."""
        for shown in (self._strands, self._patches):
            for id, actor in shown.items():
                actor.SetUserMatrix(parts[id].actor.GetUserMatrix())
                actor.SetVisibility(parts[id].actor.GetVisibility())
        # An empty renderer would still cost its share of a frame.
        self._renderer.SetDraw(bool(self._strands or self._patches))

    @property
    def actors(self) -> list[vtkActor]:
        """All that is hinted at."""
        return [*self._strands.values(), *self._patches.values()]

    def _add(self, part: Part, colour: str, opacity: float) -> vtkActor:
        look = LOOKS[part.kind]
        actor = vtkActor()
        prepare(actor, textured=False)
        if part.marked:
            shade(actor, textured=False, footprints=True)
        set_look(actor, look.gloss, look.sharpness, look.edges, 0.0)
        set_hint(actor, opacity)
        actor.GetProperty().SetColor(*rgb(colour))
        # A footprint on the far side of a bone shows its back.
        actor.GetProperty().SetBackfaceCulling(not part.marked)
        # In the opaque pass the nearest hint alone is kept, whatever the order; it is blended all the same.
        actor.ForceOpaqueOn()
        self._renderer.AddActor(actor)
        return actor

    def _clear(self, shown: dict[str, vtkActor]) -> None:
        for actor in shown.values():
            self._renderer.RemoveActor(actor)
        shown.clear()
