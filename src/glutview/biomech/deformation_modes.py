"""How one muscle's block deforms with the hip: scalar modes over the block, their weights over the angles.

The displacement of node n beyond the linear blend of its bones is ``sum_k modes[k, n] * c_k(angles)``, each c_k a
3-vector: what it is at the solved poses of a lattice, joined by splines (:mod:`pose_splines`). Neutral is one of
these poses, and there it is zero. Modes vanish on both footprints, which therefore ride rigidly on their bones.
Normals are carried by the cofactor of the deformation gradient, compressed the same way: matrices instead of vectors.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from glutview.biomech.pose_splines import LEAST_LINES, PoseSplines
from glutview.errors import failure
from glutview.geometry.baked_file import read_arrays
from glutview.whole_file import write_bytes

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
_WHAT = "how the muscle deforms"
_REMEDY = "run `python -m glutview.build deform`"


@dataclass(frozen=True, eq=False)
class DeformationModes:
    """What a deformation file holds; the right side, mm, pelvis-fixed LPS.

    Attributes:
        s, t, u: grid lines of the coarse block, each rising from 0 to 1.
        modes: (K, ns, nt, nu) scalar modes of displacement.
        coefficients: (K, 3, P) vector weights of the modes at the lattice poses, mm.
        normal_modes: (N, ns, nt, nu) scalar modes of the cofactor of the deformation gradient.
        normal_coefficients: (N, 3, 3, P) matrix weights of those.
        flexion, abduction, rotation: rising lattice lines, degrees; the P poses are their product, flexion slowest.
    """

    s: Singles
    t: Singles
    u: Singles
    modes: Singles
    coefficients: Singles
    normal_modes: Singles
    normal_coefficients: Singles
    flexion: Singles
    abduction: Singles
    rotation: Singles

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of coarse nodes along s, t and u."""
        return len(self.s), len(self.t), len(self.u)

    def weights(self, angles_deg: npt.ArrayLike) -> tuple[Singles, Singles]:
        """Weights of the modes at (3,) angles: vectors (K, 3), mm, and matrices (N, 3, 3)."""
        flexion, abduction, rotation = np.asarray(angles_deg, dtype=np.float64).tolist()
        return _weights(self, flexion, abduction, rotation)

    def beyond(self, angles_deg: npt.ArrayLike) -> Singles:
        """(ns, nt, nu, 3) displacements of the nodes at (3,) angles beyond the blend of their bones, mm."""
        return np.asarray(np.einsum("kijl,kc->ijlc", self.modes, self.weights(angles_deg)[0], optimize=True))

    def slopes(self, angles_deg: npt.ArrayLike) -> Floats:
        """How the weights of displacement change with each of (3,) angles: (3, K, 3) mm per radian."""
        per_degree = self.splines.slopes(angles_deg)
        return np.asarray(np.moveaxis(self.coefficients @ np.degrees(per_degree).T, -1, 0))

    @cached_property
    def splines(self) -> PoseSplines:
        """What joins the lattice poses."""
        return PoseSplines.over(self.lattice)

    @property
    def lattice(self) -> tuple[Singles, Singles, Singles]:
        """Its lines of flexion, abduction and internal rotation, degrees."""
        return self.flexion, self.abduction, self.rotation

    def save(self, path: Path) -> None:
        """Write the file: whole, or not at all; the same modes always give the same bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in fields(self):
                # A fixed time stamp. Numpy's own writer has one too, but would give the shipped files other bytes.
                info = zipfile.ZipInfo(f"{entry.name}.npy", (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(info, "w") as member:
                    np.lib.format.write_array(member, getattr(self, entry.name), allow_pickle=False)
        write_bytes(path, stream.getvalue())

    @staticmethod
    def load(path: Path) -> DeformationModes:
        """Read a deformation file.

        Raises:
            GlutviewError: it is missing, truncated or of another format.
        """
        with read_arrays(path, _WHAT, _REMEDY) as held:
            modes = DeformationModes(**{entry.name: held[entry.name] for entry in fields(DeformationModes)})
        fault = modes._fault()
        if fault:
            raise failure(path, fault, _REMEDY)
        return modes

    def _fault(self) -> str:
        """What is wrong with the arrays, empty where nothing is."""
        for line in self.lattice:
            if line.ndim != 1 or len(line) < LEAST_LINES or np.any(np.diff(line) <= 0):
                return "its lattice lines are not rising angles"
        count = self.splines.count
        wanted = {
            "modes": (len(self.coefficients), *self.shape),
            "coefficients": (len(self.modes), 3, count),
            "normal_modes": (len(self.normal_coefficients), *self.shape),
            "normal_coefficients": (len(self.normal_modes), 3, 3, count),
        }
        for name, shape in wanted.items():
            array = getattr(self, name)
            if array.shape != shape:
                return f"{name} has the shape {array.shape}, not {shape}"
            if not np.isfinite(array).all():
                return f"{name} holds numbers that are not finite"
        if np.any(self.modes[..., [0, -1]]):
            return "its modes move the footprints"
        return ""


# Every structure that rides on a muscle asks for the same weights in the same frame.
@lru_cache(maxsize=64)
def _weights(modes: DeformationModes, flexion: float, abduction: float, rotation: float) -> tuple[Singles, Singles]:
    shares = modes.splines.shares((flexion, abduction, rotation)).astype(np.float32)
    found = modes.coefficients @ shares, modes.normal_coefficients @ shares
    for weights in found:
        weights.setflags(write=False)
    return found
