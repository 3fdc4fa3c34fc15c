"""What is asked of the drawn muscles in every pose that the hip can take: one table of bounds.

Run time, command and tests judge by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quantity = Literal[
    "drift_mm",
    "volume_percent",
    "bone_mm",
    "bone_p99_mm",
    "layer_mm",
    "layer_p99_mm",
    "turned_percent",
    "motion_mm_deg",
]


@dataclass(frozen=True)
class Bound:
    """What one quantity keeps.

    Attributes:
        what: it is, in words.
        unit: of the quantity.
        most: of any muscle in any pose.
        most_p99: of 99 in 100 muscles in poses; None where only the worst is bounded.
    """

    what: str
    unit: str
    most: float
    most_p99: float | None = None

    def kept(self, value: float) -> bool:
        """Whether the quantity of one muscle in one pose is within its bound; what is no number is not."""
        return value <= self.most


BOUNDS: dict[Quantity, Bound] = {
    # Rigid on its bone but for the rounding of single precision.
    "drift_mm": Bound("drift of the footprints", "mm", 1e-3),
    "volume_percent": Bound("error of volume", "%", 3.0, most_p99=2.0),
    "bone_mm": Bound("deepest vertex in bone", "mm", 1.5),
    "bone_p99_mm": Bound("99th percentile of depth in bone", "mm", 0.5),
    "layer_mm": Bound("deepest vertex in a deeper muscle", "mm", 3.0),
    "layer_p99_mm": Bound("99th percentile of depth in deeper muscles", "mm", 1.5),
    "turned_percent": Bound("cells turned inside out", "%", 0.2),
    "motion_mm_deg": Bound("motion beyond the bones' blend", "mm/°", 2.0),
}
