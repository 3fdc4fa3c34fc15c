"""From values at the poses of a lattice to any pose between: products of cubic splines in the three angles.

Along each angle the spline is twice continuously differentiable and has no knot at the last lattice line but one, so
that it follows a cubic exactly. Its value is a weighted sum of the values at the lattice poses; here are the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_ROUNDING_DEG = 1e-6
LEAST_LINES = 4


@dataclass(frozen=True, eq=False)
class PoseSplines:
    """The weights over one lattice.

    Attributes:
        lines_deg: rising angles of the lattice for flexion, abduction and internal rotation, at least four each.

    Raises:
        ValueError: a line has too few angles, or they do not rise.
    """

    lines_deg: tuple[Floats, ...]
    _bends: tuple[Floats, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for line in self.lines_deg:
            if len(line) < LEAST_LINES or np.any(np.diff(line) <= 0):
                raise ValueError(f"a lattice line needs {LEAST_LINES} rising angles, not {line.tolist()}")
        object.__setattr__(self, "_bends", tuple(_bends(line) for line in self.lines_deg))

    @staticmethod
    def over(lines_deg: Sequence[npt.ArrayLike]) -> PoseSplines:
        """The weights over lattice lines of any type."""
        return PoseSplines(tuple(np.asarray(line, dtype=np.float64) for line in lines_deg))

    @property
    def count(self) -> int:
        """Number of lattice poses."""
        return int(np.prod([len(line) for line in self.lines_deg]))

    def shares(self, angles_deg: npt.ArrayLike) -> Floats:
        """(count,) weights of the lattice poses, flexion slowest, at (3,) angles; beyond the lattice those of its
        border."""
        flexion, abduction, rotation = (values for values, _ in self._along(angles_deg))
        return _product(flexion, abduction, rotation)

    def slopes(self, angles_deg: npt.ArrayLike) -> Floats:
        """(3, count) how the weights change with each angle, per degree; at a border as they do on its inner side."""
        (f, df), (a, da), (r, dr) = self._along(angles_deg)
        return np.stack([_product(df, a, r), _product(f, da, r), _product(f, a, dr)])

    def _along(self, angles_deg: npt.ArrayLike) -> list[tuple[Floats, Floats]]:
        """For each angle the weights of its lattice lines, and their slopes per degree."""
        angles = np.asarray(angles_deg, dtype=np.float64)
        return [
            _cardinal(line, bends, float(angle))
            for line, bends, angle in zip(self.lines_deg, self._bends, angles, strict=True)
        ]


def _product(flexion: Floats, abduction: Floats, rotation: Floats) -> Floats:
    return np.asarray((flexion[:, None, None] * abduction[:, None] * rotation).ravel())


def _cardinal(line: Floats, bends: Floats, angle: float) -> tuple[Floats, Floats]:
    """(n,) weights of the lattice lines at an angle, and their slopes."""
    held = min(max(angle, line[0]), line[-1])
    low = min(max(int(np.searchsorted(line, held, side="right")) - 1, 0), len(line) - 2)
    width = line[low + 1] - line[low]
    x = (held - line[low]) / width
    y = 1 - x
    values = bends[low] * ((y**3 - y) * width**2 / 6) + bends[low + 1] * ((x**3 - x) * width**2 / 6)
    values[low] += y
    values[low + 1] += x
    if abs(held - angle) > _ROUNDING_DEG:  # nothing changes any more beyond a border, where the angle is held
        return values, np.zeros(len(line))
    slopes = bends[low] * ((1 - 3 * y**2) * width / 6) + bends[low + 1] * ((3 * x**2 - 1) * width / 6)
    slopes[low] -= 1 / width
    slopes[low + 1] += 1 / width
    return values, slopes


def _bends(line: Floats) -> Floats:
    """(n, n) second derivatives of the spline at the lattice lines, of the values there."""
    n, step = len(line), np.diff(line)
    matrix, right = np.zeros((n, n)), np.zeros((n, n))
    for i in range(1, n - 1):
        before, after = step[i - 1], step[i]
        matrix[i, i - 1 : i + 2] = before / 6, (before + after) / 3, after / 6
        right[i, i - 1 : i + 2] = 1 / before, -1 / before - 1 / after, 1 / after
    # The third derivative is the same on both sides of the last line but one.
    matrix[0, :3] = -1 / step[0], 1 / step[0] + 1 / step[1], -1 / step[1]
    matrix[-1, -3:] = -1 / step[-2], 1 / step[-2] + 1 / step[-1], -1 / step[-1]
    return np.asarray(np.linalg.solve(matrix, right))
