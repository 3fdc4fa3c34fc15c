"""What stops a joint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LimitStop:
    """A joint at the limit of one of its angles."""

    coordinate: str
    """Without side."""
    limit_deg: float


@dataclass(frozen=True)
class BoneStop:
    """A femur as near to the hip bone as it may come, or nearer."""

    of_hip_bone: str
    """The part that is met, as "ischium"."""
    of_femur: str
    """The part that meets it, as "lesser trochanter"."""
    clearance_mm: float
    """Between them; negative where they run into each other."""

    @property
    def gap(self) -> str:
        """How the femur's part lies to the hip bone's, as "2 mm from", "touching" or "0.4 mm into"."""
        gap_mm = round(self.clearance_mm, 1)
        return f"{abs(gap_mm):g} mm {'from' if gap_mm > 0 else 'into'}" if gap_mm else "touching"


Stop = LimitStop | BoneStop
