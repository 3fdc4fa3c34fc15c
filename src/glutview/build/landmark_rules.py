"""The rules by which landmarks are found on the committed bones of the right side, in the seated frame.

A landmark is the point that lies furthest in a direction within a region, or the first point of the bone on the way
from a place beside it, or the one nearest to a place. Regions and places were read off pictures of these bones, and
every point was looked at from several sides; an annotator may have moved it since (see `annotations.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from glutview.errors import failure
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint, closest_points

Xyz: TypeAlias = tuple[float, float, float]
Span: TypeAlias = tuple[float, float]
EVERYWHERE: Span = (-1e9, 1e9)
_FACES_BACK = 0.8
"""Cosine."""


@dataclass(frozen=True, slots=True)
class Furthest:
    """The vertex furthest along a direction, of those within a box, mm."""

    bone: str
    along: Xyz
    x: Span = EVERYWHERE
    y: Span = EVERYWHERE
    z: Span = EVERYWHERE
    hollow: bool = False
    """Whether it is the floor of a hollow: of those alone that face back against the direction."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The point nearest to a place, mm."""

    bone: str
    to: Xyz


@dataclass(frozen=True, slots=True)
class Ahead:
    """The point that is met first on the way from a place in a direction: what one sees from there."""

    bone: str
    start: Xyz
    along: Xyz


Rule: TypeAlias = Furthest | Nearest | Ahead


def found(rule: Rule, bones: Mapping[str, Mesh]) -> SurfacePoint:
    """The point of the bone that a rule means.

    Raises:
        GlutviewError: the rule finds nothing on this bone.
    """
    mesh = bones[rule.bone]
    match rule:
        case Nearest():
            return closest_points(mesh, np.array([rule.to]))[0]
        case Furthest():
            return closest_points(mesh, _furthest(mesh, rule)[None])[0]
        case Ahead():
            return _ahead(mesh, rule)


def _furthest(mesh: Mesh, rule: Furthest) -> Floats:
    along = np.array(rule.along) / np.linalg.norm(rule.along)
    inside = mesh.vertex_normals() @ along <= (-_FACES_BACK if rule.hollow else 1.0 + 1e-9)
    for axis, (low, high) in enumerate((rule.x, rule.y, rule.z)):
        inside &= (mesh.vertices[:, axis] >= low) & (mesh.vertices[:, axis] <= high)
    if not inside.any():
        raise failure(rule.bone, "a landmark's region holds nothing of the bone", "correct its rule", key=str(rule))
    region = mesh.vertices[inside]
    return np.asarray(region[np.argmax(region @ along)])


def _ahead(mesh: Mesh, rule: Ahead) -> SurfacePoint:
    """Möller and Trumbore's ray and triangle (doi:10.1080/10867651.1997.10487468), over all triangles at once."""
    along = np.array(rule.along) / np.linalg.norm(rule.along)
    a, b, c = np.moveaxis(mesh.corners(), 1, 0)
    across = np.cross(along, c - a)
    size = np.einsum("kx,kx->k", b - a, across)
    size = np.where(np.abs(size) < 1e-12, np.nan, size)
    off = np.array(rule.start) - a
    second = np.einsum("kx,kx->k", off, across) / size
    turned = np.cross(off, b - a)
    third = turned @ along / size
    way = np.einsum("kx,kx->k", c - a, turned) / size
    hit = (second >= 0) & (third >= 0) & (second + third <= 1) & (way > 0)
    if not hit.any():
        raise failure(rule.bone, "a landmark's ray misses the bone", "correct its rule", key=str(rule))
    first = int(np.flatnonzero(hit)[np.argmin(way[hit])])
    weights = (1 - second[first] - third[first], second[first], third[first])
    return SurfacePoint(first, (float(weights[0]), float(weights[1]), float(weights[2])))
