"""Anderson acceleration of a fixed-point iteration.

Where a block slides over a curved bone, Newton's steps lack the bone's curvature and creep: each is a fixed share of
the one before. From the last few steps the place they creep to can be told.

Anderson (1965), J ACM 12:547-560; Walker & Ni (2011), SIAM J Numer Anal 49:1715-1735.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from glutview.biomech.transforms import Floats

_WINDOWS = (1, 3)


@dataclass
class Acceleration:
    """The last places and the steps found there."""

    _places: list[Floats] = field(default_factory=list)
    _steps: list[Floats] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew: what was is no guide to what comes."""
        self._places, self._steps = [], []

    def longer_steps(self, place: Floats, step: Floats) -> list[Floats]:
        """Steps (n, 3) that may lead further than the one found.

        Args:
            place: (n, 3) where the iteration is.
            step: (n, 3) its next step.
        """
        kept = max(_WINDOWS)
        self._places = [*self._places[-kept:], place.ravel().copy()]
        self._steps = [*self._steps[-kept:], step.ravel().copy()]
        found = []
        for window in _WINDOWS:
            if len(self._places) <= window:
                continue
            moved = np.diff(np.array(self._places[-window - 1 :]), axis=0).T
            changed = np.diff(np.array(self._steps[-window - 1 :]), axis=0).T
            shares = np.linalg.lstsq(changed, self._steps[-1], rcond=1e-8)[0]
            found.append((self._steps[-1] - (moved + changed) @ shares).reshape(-1, 3))
        return found
