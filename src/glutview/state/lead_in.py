"""How a movement begins that does not begin where the hips are: it is led in from there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.state.transition import eased

LEAD_S: Final = 0.5
"""By the clock on the wall."""


@dataclass(frozen=True)
class LeadIn:
    """What is left of the way from where the hips were to a movement that goes on meanwhile.

    Attributes:
        base: a pose whose angles stand for those that the movement does not set.
        off_deg: by how much each angle was off the movement's own when it began, in the order of a pose.
        moment_s: how far the movement has come.
        gone: how much of the way is behind, 0 to 1.
    """

    base: Pose
    off_deg: tuple[float, ...]
    moment_s: float
    gone: float = 0.0

    @staticmethod
    def begun(start: Pose, base: Pose, own: Pose, moment_s: float) -> LeadIn:
        """The way from a pose into a movement whose `own` pose at this moment is another."""
        off = tuple(a - b for a, b in zip(start.angles, own.angles, strict=True))
        return LeadIn(base, off, moment_s)

    def at(self, moment_s: float, duration_s: float, speed: float, *, loop: bool) -> LeadIn:
        """What is left when a movement of this duration, played at a speed, has come to another moment.

        Nothing is left at the end of a movement that is not repeated: it ends with its own last pose.
        """
        passed = (moment_s - self.moment_s) % duration_s if loop else moment_s - self.moment_s
        gone = self.gone + max(passed, 0.0) / speed / LEAD_S
        if not loop:
            left_s = (duration_s - self.moment_s) / speed
            gone = max(gone, self.gone + (1 - self.gone) * passed / speed / left_s if left_s > 0 else 1.0)
        return replace(self, moment_s=moment_s, gone=min(gone, 1.0))

    def led(self, own: Pose, limit: MotionRange) -> Pose:
        """The pose on the way, the movement's own at this moment being given; held within the range of either hip."""
        left = 1 - eased(self.gone)
        if not left or not any(self.off_deg):
            return own
        return Pose(tuple(a + left * b for a, b in zip(own.angles, self.off_deg, strict=True))).held(limit)

    def halted(self) -> LeadIn:
        """Once it is paused nothing is left of the way; but what the movement does not set stays as it was meant."""
        return replace(self, off_deg=(0.0,) * len(self.off_deg))
