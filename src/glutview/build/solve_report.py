"""How a muscle came out in a pose, and the line that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glutview.build.deformation_lattice import Angles


@dataclass(frozen=True)
class SolveReport:
    """How a solution came out.

    Attributes:
        volume_error: relative to the template.
        penetration_mm: deepest sample in bone or layer, bedded or not.
        inverted: corners with a determinant of 0 or less.
        iterations: Newton steps.
        settled: whether the last step fell below the tolerance.
        seconds: time taken.
    """

    volume_error: float
    penetration_mm: float
    inverted: int
    iterations: int
    settled: bool
    seconds: float


def tell(pose: Angles, reports: Mapping[str, SolveReport]) -> None:
    """Print how every muscle came out in a pose, by stated id."""
    angles = "/".join(f"{angle:g}" for angle in pose)
    for name, report in reports.items():
        note = "" if report.settled else ", NOT settled"
        print(
            f"{name} {angles}: volume {report.volume_error:+.2%}, {report.penetration_mm:.2f} mm deep, "
            f"{report.inverted} inverted, {report.iterations} steps, {report.seconds:.2f} s{note}",
            flush=True,
        )
