"""Sheets of fibres pulled taut over what lies beneath: grids (ns, nu, 3) whose rows along u are fibres."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glutview.geometry.distance import DistanceField, Distances, UnionField
from glutview.geometry.mesh import Floats

Field = DistanceField | UnionField
Constraint = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Tension:
    """How a sheet is pulled: shares of each smoothing step along and across the fibres, and how often."""

    along: float = 0.5
    across: float = 0.3
    rounds: int = 60
    finish: int = 12


def sheet_normals(sheet: Floats) -> Floats:
    """(ns, nu, 3) unit normals; they point to the side from which s, u turn counter-clockwise."""
    along = np.gradient(sheet, axis=1)
    across = np.gradient(sheet, axis=0)
    normal = np.cross(across, along)
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9))


def smoothed(sheet: Floats, along: float, across: float, borders: bool = True) -> Floats:
    """One smoothing step with both ends (u = 0, 1) held; the borders (s = 0, 1) move along u alone."""
    result = sheet.copy()
    result[:, 1:-1] += along * (0.5 * (sheet[:, :-2] + sheet[:, 2:]) - sheet[:, 1:-1])
    inner = result[1:-1, 1:-1] + across * (
        0.5 * (sheet[:-2, 1:-1] + sheet[2:, 1:-1]) - sheet[1:-1, 1:-1]
    )
    result[1:-1, 1:-1] = inner
    if not borders:
        result[[0, -1]] = sheet[[0, -1]]
    return result


def pushed_out(sheet: Floats, field: Distances, clearance: Floats) -> Floats:
    """The sheet moved out of `field` until every inner node keeps its clearance (ns, nu), mm."""
    inner = sheet[:, 1:-1].reshape(-1, 3)
    value, slope = field.value_and_gradient(inner)
    lack = np.maximum(clearance[:, 1:-1].reshape(-1) - value, 0.0)
    length = np.maximum(np.linalg.norm(slope, axis=1), 0.3)
    result = sheet.copy()
    result[:, 1:-1] = (inner + (lack / length**2)[:, None] * slope).reshape(sheet[:, 1:-1].shape)
    return result


def pull_taut(
    sheet: Floats, constraint: Constraint, last: Constraint, tension: Tension, borders: bool = True
) -> Floats:
    """Smooth and constrain in turns; then smooth out the marks of the constraint and apply only the last one.

    Without that finish the sheet would show every crease of the distance field beneath it.
    """
    for _ in range(tension.rounds):
        sheet = constraint(smoothed(sheet, tension.along, tension.across, borders))
    for _ in range(tension.finish):
        sheet = last(smoothed(sheet, tension.along, tension.across, borders))
    return sheet


def refined(sheet: Floats, ns: int, nu: int) -> Floats:
    """The sheet on another grid: cubic along both directions, the corners kept."""
    from scipy.interpolate import CubicSpline

    for axis, count in ((0, ns), (1, nu)):
        if sheet.shape[axis] != count:
            old = np.linspace(0.0, 1.0, sheet.shape[axis])
            sheet = CubicSpline(old, sheet, axis=axis)(np.linspace(0.0, 1.0, count))
    return np.array(sheet)
