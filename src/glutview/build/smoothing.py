"""Smoothing that both the finish and the relief of the bones use."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh


def smooth_seams(mesh: Mesh, rounds: int = 8, weight: Floats | None = None) -> Mesh:
    """Without the creases between patches, which meet without a common tangent.

    Taubin's alternating smoothing (doi:10.1145/218380.218473): it takes creases, but no volume.

    Args:
        mesh: any closed mesh.
        rounds: pairs of a shrinking and a swelling step.
        weight: (n,) share of the smoothing that each vertex takes, all of it where not given.
    """
    start, end = mesh.edges().T
    both, other = np.concatenate([start, end]), np.concatenate([end, start])
    degree = np.bincount(both, minlength=len(mesh.vertices))[:, None]
    share = np.ones((len(mesh.vertices), 1)) if weight is None else weight[:, None]
    vertices = mesh.vertices
    for factor in (0.5, -0.53) * rounds:
        vertices = vertices + factor * share * (_sum_at(both, vertices[other], len(vertices)) / degree - vertices)
    return mesh.with_vertices(vertices)


def smooth_step(x: Floats) -> Floats:
    """0 below 0, 1 above 1, smooth between."""
    held = np.clip(x, 0, 1)
    return np.asarray(held * held * (3 - 2 * held))


def _sum_at(index: npt.NDArray[np.int64], values: Floats, count: int) -> Floats:
    return np.column_stack([np.bincount(index, weights=values[:, axis], minlength=count) for axis in range(3)])
