"""What was found in poses, on disk: a file for each pose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import Angles


@dataclass(frozen=True)
class PoseFiles:
    """What was found of every muscle with one setting.

    Attributes:
        folder: where they lie; made when the first is written.
    """

    folder: Path

    def holds(self, pose: Angles) -> bool:
        """Whether the pose was written."""
        return self._file(pose).exists()

    def read(self, pose: Angles, names: Iterable[str] | None = None) -> dict[str, Floats] | None:
        """Of every muscle, or of those named, by stated id; None where the pose was not written yet."""
        if not self.holds(pose):
            return None
        with np.load(self._file(pose)) as held:
            return {name: held[name].astype(np.float64) for name in names or held.files}

    def write(self, pose: Angles, found: Mapping[str, Floats]) -> None:
        """Keep what was found of every muscle, by stated id, in single precision."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._file(pose).with_suffix(".part.npz")
        arrays: dict[str, Any] = {name: values.astype(np.float32) for name, values in found.items()}
        np.savez(part, **arrays)
        part.rename(self._file(pose))

    def _file(self, pose: Angles) -> Path:
        return self.folder / f"{'_'.join(f'{x:g}' for x in pose)}.npz"


def stacked(poses: list[dict[str, Floats]]) -> dict[str, Floats]:
    """(p, ns, nt, nu, 3) nodes in several poses, by stated id."""
    return {name: np.stack([nodes[name] for nodes in poses]) for name in poses[0]}
