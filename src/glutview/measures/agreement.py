"""How near the model is to the muscles of other people, laid on its own hip bone.

A person is a folder of closed surfaces, `right_<muscle>.ply`, with `right_hip_bone.ply` to fit on: right side, axes
LPS, any unit of length.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glutview.errors import failure
from glutview.geometry.distance import nodes_inside
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.similarity import laid_on
from glutview.geometry.surface_samples import sampled, spread
from glutview.measures.subject import Subject

BONE = "hip_bone"
_SAMPLES = 6000
_APART_MM = 1.0
_VOXEL_MM = 2.0


@dataclass(frozen=True)
class Fit:
    """How a person's hip bone lies on the model's."""

    person: str
    scale: float
    off_mm: float
    """Mean distance of the person's bone from the model's."""


@dataclass(frozen=True)
class Likeness:
    """A muscle of the model beside a person's."""

    muscle: str
    person: str
    mean_mm: float
    """Mean distance of each surface from the other."""
    p95_mm: float
    """The distance that 95 of 100 points of either surface keep."""
    dice: float
    """Twice the volume in common over the sum of both."""
    ours_cm3: float
    theirs_cm3: float


@dataclass(frozen=True)
class Index:
    """Mean distance of the model from the persons over that of the persons from each other: below 1 it is nearer."""

    muscle: str
    to_persons_mm: float
    between_persons_mm: float

    @property
    def value(self) -> float:
        """The index."""
        return self.to_persons_mm / self.between_persons_mm


@dataclass(frozen=True)
class Agreement:
    """The model beside some people."""

    fits: tuple[Fit, ...]
    likenesses: tuple[Likeness, ...]
    indices: tuple[Index, ...]
    """Of every muscle that at least two people have."""


def agreement(
    subject: Subject,
    folders: Sequence[Path],
    progress: Callable[[float, str], None] = lambda share, what: None,
) -> Agreement:
    """Compare the model's muscles with those of each folder.

    Args:
        subject: the model's right side.
        folders: the persons.
        progress: told the share of the work that is done and what comes next; may raise to stop.

    Raises:
        GlutviewError: a folder is missing, holds no hip bone or no muscle of the model, or a file is unsound.
    """
    persons = [_Person.read(folder, subject) for folder in folders]
    fits = tuple(Fit(person.name, person.scale, person.off_mm) for person in persons)
    likenesses, indices = [], []
    muscles = [m for m in subject.of_kind("muscle") if any(m in person.muscles for person in persons)]
    for number, muscle in enumerate(muscles):
        progress(number / len(muscles), muscle)
        ours = subject.mesh(muscle)
        theirs = {person.name: person.muscles[muscle] for person in persons if muscle in person.muscles}
        alike = [likeness(muscle, name, ours, mesh) for name, mesh in theirs.items()]
        likenesses += alike
        between = [distances(a, b)[0] for a, b in itertools.combinations(theirs.values(), 2)]
        if between:
            indices.append(Index(muscle, float(np.mean([one.mean_mm for one in alike])), float(np.mean(between))))
    return Agreement(fits, tuple(likenesses), tuple(indices))


def likeness(muscle: str, person: str, ours: Mesh, theirs: Mesh) -> Likeness:
    """One muscle beside another, both in mm and in place."""
    mean, far = distances(ours, theirs)
    volumes = ours.volume_mm3() / 1000, theirs.volume_mm3() / 1000
    return Likeness(muscle, person, mean, far, dice(ours, theirs), *volumes)


def distances(one: Mesh, other: Mesh) -> tuple[float, float]:
    """Mean distance of two surfaces from each other, and the distance that 95 of 100 points of either keep, mm."""
    gaps = [_gaps(one, other), _gaps(other, one)]
    return float(np.mean([gap.mean() for gap in gaps])), max(float(np.quantile(gap, 0.95)) for gap in gaps)


def dice(one: Mesh, other: Mesh) -> float:
    """Twice the volume in common over the sum of both, counted at points 2 mm apart."""
    both = np.concatenate([one.vertices, other.vertices])
    axes = [np.arange(low, high, _VOXEL_MM) for low, high in zip(both.min(0) - 2, both.max(0) + 4, strict=True)]
    first, second = nodes_inside(one, axes), nodes_inside(other, axes)
    return float(2 * (first & second).sum() / (first.sum() + second.sum()))


def _gaps(surface: Mesh, other: Mesh) -> Floats:
    """(k,) distance of points spread over a surface from another, mm."""
    from scipy.spatial import cKDTree

    return np.asarray(cKDTree(spread(other, _APART_MM)).query(sampled(surface, _SAMPLES))[0])


@dataclass(frozen=True)
class _Person:
    name: str
    scale: float
    off_mm: float
    muscles: Mapping[str, Mesh]
    """By stated id, laid on the model, mm."""

    @staticmethod
    def read(folder: Path, subject: Subject) -> _Person:
        if not folder.is_dir():
            raise failure(folder, "there is no such folder", f"give a folder that holds right_{BONE}.ply")
        fit, off = laid_on(_outward(read_ply(_file(folder, BONE))), subject.mesh(BONE))
        there = [muscle for muscle in subject.of_kind("muscle") if _file(folder, muscle).exists()]
        if not there:
            what = "it holds no muscle that the model has"
            raise failure(folder, what, "name its files right_<id>.ply, with ids as `glutview list` prints them")
        meshes = ((muscle, _outward(read_ply(_file(folder, muscle)))) for muscle in there)
        muscles = {muscle: mesh.with_vertices(fit.moved(mesh.vertices)) for muscle, mesh in meshes}
        return _Person(folder.name or str(folder), fit.scale, off, muscles)


def _file(folder: Path, structure: str) -> Path:
    return folder / f"right_{structure}.ply"


def _outward(mesh: Mesh) -> Mesh:
    return mesh if mesh.volume_mm3() >= 0 else Mesh(mesh.vertices, mesh.faces[:, [0, 2, 1]])
