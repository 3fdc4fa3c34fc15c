"""How one muscle's block deforms with the hip: scalar modes over the block, coefficients over the angles.

The displacement of node n beyond the linear blend of its bones is ``sum_k modes[k, n] * c_k(angles)``, each c_k a
3-vector of Chebyshev polynomials of flexion, abduction and internal rotation that vanishes at neutral. Modes
vanish on both footprints, which therefore ride rigidly on their bones. Normals are carried by the cofactor of the
deformation gradient, compressed the same way: matrices instead of vectors.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from numpy.polynomial.chebyshev import chebder, chebvander

from glutview.errors import failure
from glutview.geometry.baked_file import read_arrays
from glutview.whole_file import write_bytes

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
_ROUNDING = 1e-6
_WHAT = "how the muscle deforms"
_REMEDY = "run `python -m glutview.build deform`"


@dataclass(frozen=True, eq=False)
class DeformationModes:
    """What a deformation file holds; the right side, mm, pelvis-fixed LPS.

    Attributes:
        s, t, u: grid lines of the coarse block, each rising from 0 to 1.
        modes: (K, ns, nt, nu) scalar modes of displacement.
        coefficients: (K, 3, T) vector weights of the modes, mm.
        normal_modes: (N, ns, nt, nu) scalar modes of the cofactor of the deformation gradient.
        normal_coefficients: (N, 3, 3, T) matrix weights of those.
        degrees: (T, 3) Chebyshev degrees in flexion, abduction and internal rotation.
        limits: (3, 2) degrees of angle that are scaled to -1 and 1.
    """

    s: Singles
    t: Singles
    u: Singles
    modes: Singles
    coefficients: Singles
    normal_modes: Singles
    normal_coefficients: Singles
    degrees: npt.NDArray[np.int32]
    limits: Singles

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of coarse nodes along s, t and u."""
        return len(self.s), len(self.t), len(self.u)

    def weights(self, angles_deg: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Weights of the modes at (3,) angles: vectors (K, 3), mm, and matrices (N, 3, 3)."""
        terms = polynomials(np.asarray(angles_deg, dtype=np.float64), self.degrees, self.limits)
        return self.coefficients @ terms, self.normal_coefficients @ terms

    def slopes(self, angles_deg: npt.ArrayLike) -> Floats:
        """How the weights of displacement change with each of (3,) angles: (3, K, 3) mm per radian."""
        per_degree = polynomial_slopes(np.asarray(angles_deg, dtype=np.float64), self.degrees, self.limits)
        return np.asarray(np.moveaxis(self.coefficients @ np.degrees(per_degree).T, -1, 0))

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
        count = len(self.degrees)
        wanted = {
            "modes": (len(self.coefficients), *self.shape),
            "coefficients": (len(self.modes), 3, count),
            "normal_modes": (len(self.normal_coefficients), *self.shape),
            "normal_coefficients": (len(self.normal_modes), 3, 3, count),
            "degrees": (count, 3),
            "limits": (3, 2),
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


def polynomials(angles_deg: Floats, degrees: npt.NDArray[np.int32], limits: npt.ArrayLike) -> Floats:
    """Products of Chebyshev polynomials of the three angles, less their value at neutral.

    Args:
        angles_deg: (..., 3).
        degrees: (T, 3).
        limits: (3, 2) degrees scaled to -1 and 1.

    Returns:
        (..., T), zero at neutral.
    """
    return _products(angles_deg, degrees, limits) - _products(np.zeros(3), degrees, limits)


def polynomial_slopes(angles_deg: Floats, degrees: npt.NDArray[np.int32], limits: npt.ArrayLike) -> Floats:
    """How :func:`polynomials` change with each angle, per degree; at a limit as they do on its inner side.

    Args:
        angles_deg: (..., 3).
        degrees: (T, 3).
        limits: (3, 2) degrees scaled to -1 and 1.

    Returns:
        (..., 3, T), the angle before the polynomial.
    """
    low, high = np.asarray(limits, dtype=np.float64).T
    scaled = (2 * angles_deg - low - high) / (high - low)
    held = np.clip(scaled, -1, 1)
    most = int(degrees.max(initial=0))
    values = chebvander(held, most)
    slopes = chebvander(held, max(most - 1, 0)) @ chebder(np.eye(most + 1))
    # Nothing changes any more beyond a limit, where the angle is held.
    slopes *= ((2 / (high - low)) * (np.abs(scaled) <= 1 + _ROUNDING))[..., None]
    axes = np.arange(3)
    taken = np.repeat(values[..., None, axes, degrees], 3, axis=-3)
    taken[..., axes, :, axes] = np.moveaxis(slopes[..., axes, degrees], -1, 0)
    return np.asarray(np.prod(taken, axis=-1))


def _products(angles_deg: Floats, degrees: npt.NDArray[np.int32], limits: npt.ArrayLike) -> Floats:
    low, high = np.asarray(limits, dtype=np.float64).T
    # Angles beyond the limits have no data behind them; rounding may bring one there.
    scaled = np.clip((2 * angles_deg - low - high) / (high - low), -1, 1)
    return np.asarray(np.prod(np.cos(degrees * np.arccos(scaled)[..., None, :]), axis=-1))
