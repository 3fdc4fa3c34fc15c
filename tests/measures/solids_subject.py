"""A subject made of solids, so that what is measured is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from glutview.atlas.schema import Kind
from glutview.biomech.anatomy import Anatomy
from glutview.geometry.block import Block
from glutview.geometry.mesh import Floats, Mesh
from glutview.measures import rows  # noqa: F401  registers the measures
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import MEASURES, Measured
from glutview.measures.subject import NotInModelError, Subject


class Solids(Subject):
    """Meshes, landmarks and branches by name, instead of an anatomy."""

    def __init__(
        self,
        meshes: Mapping[str, Mesh],
        landmarks: Mapping[str, tuple[float, float, float]] | None = None,
        kinds: Mapping[str, Kind] | None = None,
        branches: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(cast(Anatomy, None))
        self._meshes.update(meshes)
        self._marks = landmarks or {}
        self._kinds = kinds or {}
        self._branches = branches or {}
        self.bands: Mapping[str, tuple[float, float]] = {}

    def mesh(self, stated: str) -> Mesh:
        if stated not in self._meshes:
            raise NotInModelError(stated)
        return self._meshes[stated]

    def landmark(self, stated: str) -> Floats:
        return np.array(self._marks[stated])

    def band(self, parts: Sequence[str]) -> tuple[float, float]:
        return self.bands[parts[0]] if parts else (0.0, 1.0)

    def of_kind(self, *kinds: Kind) -> list[str]:
        return [name for name, kind in self._kinds.items() if kind in kinds]

    def branches(self, stated: str) -> tuple[str, ...]:
        return self._branches[stated]


def figure(measure: str, *of: str, unit: str = "mm", **more: object) -> FigureSpec:
    """A figure that asks for a measure."""
    stated = {"group": "layers", "what": measure, "measure": measure, "of": of, "unit": unit}
    return FigureSpec.model_validate({**stated, "confidence": "recalled", **more})


def measure(subject: Subject, asked: FigureSpec) -> Measured:
    """What is measured for it."""
    found = MEASURES[asked.measure](subject, asked)
    return found if isinstance(found, Measured) else Measured(found)


def slab(
    low: tuple[float, float, float], high: tuple[float, float, float], shape: tuple[int, int, int] = (21, 5, 25)
) -> Mesh:
    """A muscle like a plank: s along x, t along z (deep is low), u along y."""
    s, t, u = (np.linspace(0.0, 1.0, count) for count in shape)
    grid = np.stack(np.meshgrid(s, t, u, indexing="ij"), axis=-1)[..., [0, 2, 1]]
    return Block(np.array(low) + grid * (np.array(high) - np.array(low)), s, t, u).surface()
