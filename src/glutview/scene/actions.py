"""Which way the muscles turn the thigh in a pose: their moment arms, as colours on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from glutview.biomech.action_map import ActionMap
from glutview.scene.part import Part
from glutview.state.scene_description import SceneDescription

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy


class Actions:
    """The map of every muscle, made when it is first shown; computed anew only for the hip that has moved."""

    def __init__(self, anatomy: Anatomy) -> None:
        self._anatomy = anatomy
        self._maps: dict[str, ActionMap] = {}
        self._shown: dict[str, tuple[int, tuple[float, float, float]]] = {}

    def show(self, parts: Mapping[str, Part], description: SceneDescription) -> None:
        """Colour all muscles as described, or let them be as they are."""
        axis = description.action
        for id in self._anatomy.muscles:
            if axis is None:
                parts[id].act(None)
                continue
            hip = description.pose.hip("l" if self._anatomy.atlas.structures[id].side == "l" else "r")
            if self._shown.get(id) != (axis, hip):
                self._shown[id] = axis, hip
                if id not in self._maps:
                    self._maps[id] = self._anatomy.action_map(id)
                parts[id].act(self._maps[id].arms(hip, axis))
        if axis is None:
            self._shown.clear()
