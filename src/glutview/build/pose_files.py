"""Solutions on disk, a file for each pose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_solver import SolveReport
from glutview.build.deformation_lattice import Angles


@dataclass(frozen=True)
class PoseFiles:
    """The solutions of one setting.

    Attributes:
        folder: where they lie; made when the first is written.
    """

    folder: Path

    def read(self, pose: Angles) -> dict[str, Floats] | None:
        """(ns, nt, nu, 3) nodes of every muscle by stated id; None where the pose was not solved yet."""
        file = self._file(pose)
        if not file.exists():
            return None
        with np.load(file) as held:
            return {name: held[name].astype(np.float64) for name in held.files}

    def write(self, pose: Angles, solved: Mapping[str, tuple[Floats, SolveReport]]) -> None:
        """Tell how the solution came out and keep its nodes."""
        for name, (_, report) in solved.items():
            _tell(name, pose, report)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._file(pose).with_suffix(".part.npz")
        arrays: dict[str, Any] = {name: nodes.astype(np.float32) for name, (nodes, _) in solved.items()}
        np.savez(part, **arrays)
        part.rename(self._file(pose))

    def _file(self, pose: Angles) -> Path:
        return self.folder / f"{'_'.join(f'{x:g}' for x in pose)}.npz"


def stacked(poses: list[dict[str, Floats]]) -> dict[str, Floats]:
    """(p, ns, nt, nu, 3) nodes in several poses, by stated id."""
    return {name: np.stack([nodes[name] for nodes in poses]) for name in poses[0]}


def _tell(name: str, pose: Angles, report: SolveReport) -> None:
    angles = "/".join(f"{angle:g}" for angle in pose)
    note = "" if report.settled else ", NOT settled"
    print(
        f"{name} {angles}: volume {report.volume_error:+.2%}, {report.penetration_mm:.2f} mm deep, "
        f"{report.inverted} inverted, {report.iterations} steps, {report.seconds:.2f} s{note}",
        flush=True,
    )
