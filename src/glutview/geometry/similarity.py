"""Laying one surface on another: turned, moved and scaled as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_samples import sampled, spread

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

_FEW, _MANY = 600, 3000
"""Points of a surface that are heeded while it is sought how it lies, and for its last fit."""
_KEPT = 0.95
"""The share of points that is heeded: what one bone has and the other lacks must not pull at the rest."""
_ROUGH_ROUNDS, _FINE_ROUNDS = 12, 60
_STILL_MM = 1e-4
_APART_MM = 1.0


@dataclass(frozen=True, eq=False)
class Similarity:
    """`scale * turn @ point + shift`: turn (3, 3) is a rotation, shift (3,) is in mm."""

    scale: float
    turn: Floats
    shift: Floats

    def moved(self, points: Floats) -> Floats:
        """(k, 3) points carried along, mm."""
        return np.asarray(self.scale * points @ self.turn.T + self.shift)

    @staticmethod
    def between(points: Floats, goals: Floats) -> Similarity:
        """The one that brings points (k, 3) nearest to their goals (k, 3), by least squares.

        Umeyama (1991), doi:10.1109/34.88573.
        """
        middle, aim = points.mean(0), goals.mean(0)
        spread_of, spread_to = points - middle, goals - aim
        left, stretch, right = np.linalg.svd(spread_to.T @ spread_of)
        hand = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
        turn = (left * hand) @ right
        scale = float(stretch @ hand / (spread_of**2).sum())
        return Similarity(scale, turn, aim - scale * turn @ middle)


def laid_on(moving: Mesh, fixed: Mesh) -> tuple[Similarity, float]:
    """The similarity that lays a surface on another of the same kind, and how far it then lies off, mm on average.

    Iterated closest points, without the worst twentieth of them, begun from where the surface lies and from the
    four ways to lay its principal axes on those of the other; the best ends are followed to rest.

    Args:
        moving: any size, place and attitude; not a mirror image.
        fixed: mm.
    """
    from scipy.spatial import cKDTree

    source, tree = sampled(moving, _MANY), cKDTree(spread(fixed, _APART_MM))
    few, target = sampled(moving, _FEW, seed=1), sampled(fixed, _MANY, seed=2)
    starts = [_follow(few, tree, start, _ROUGH_ROUNDS) for start in _starts(source, target)]
    best = min(starts, key=lambda one: one[1])[0]
    return _follow(source, tree, best, _FINE_ROUNDS)


def _starts(source: Floats, target: Floats) -> list[Similarity]:
    middle, aim = source.mean(0), target.mean(0)
    scale = float(np.sqrt(((target - aim) ** 2).sum() / ((source - middle) ** 2).sum()))
    own, other = _axes(source - middle), _axes(target - aim)
    turns = [np.eye(3)]
    for first, second in product((1.0, -1.0), repeat=2):
        turns.append(other @ np.diag([first, second, first * second]) @ own.T)
    return [Similarity(scale, turn, aim - scale * turn @ middle) for turn in turns]


def _axes(centred: Floats) -> Floats:
    """(3, 3) principal axes as columns, right-handed."""
    axes = np.linalg.eigh(centred.T @ centred)[1]
    axes[:, 2] *= np.sign(np.linalg.det(axes))
    return np.asarray(axes)


def _follow(source: Floats, tree: cKDTree, start: Similarity, rounds: int) -> tuple[Similarity, float]:
    fit, before = start, np.inf
    for _ in range(rounds):
        gap, nearest = (np.asarray(found) for found in tree.query(fit.moved(source)))
        kept = gap <= np.quantile(gap, _KEPT)
        off = float(gap[kept].mean())
        if abs(before - off) < _STILL_MM:
            break
        before = off
        fit = Similarity.between(source[kept], tree.data[nearest[kept]])
    return fit, float(np.mean(tree.query(fit.moved(source))[0]))
