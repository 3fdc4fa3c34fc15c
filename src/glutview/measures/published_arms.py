"""The moment arms of published models at zero flexion, as `assets/literature/moment_arms.csv` has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from glutview.errors import GlutviewError, failure
from glutview.geometry.mesh import Floats
from glutview.paths import assets_dir

ANGLES = ("hip_flexion_deg", "hip_abduction_deg", "hip_internal_rotation_deg")
ARMS = ("flexion_arm_mm", "abduction_arm_mm", "internal_rotation_arm_mm")
SOURCES = ("delp_1990", "rajagopal_2016", "opensim_2023")
"""Whose the models are: ids of publications of the annotations."""


@dataclass(frozen=True, eq=False)
class PublishedArms:
    """What the models have for one compartment.

    Attributes:
        angles_deg: (p, 3) poses: flexion, abduction, internal rotation.
        arms_mm: (models, p, 3) about the same axes.
    """

    angles_deg: Floats
    arms_mm: Floats

    @property
    def least(self) -> Floats:
        """(p, 3) of all models."""
        return np.asarray(self.arms_mm.min(0))

    @property
    def greatest(self) -> Floats:
        """(p, 3) of all models."""
        return np.asarray(self.arms_mm.max(0))

    def along(self, coordinate: int) -> PublishedArms:
        """Those of the poses in which no angle but one is turned, in the order of that angle."""
        others = [axis for axis in range(3) if axis != coordinate]
        rows = np.flatnonzero(~self.angles_deg[:, others].any(1))
        rows = rows[np.argsort(self.angles_deg[rows, coordinate])]
        return PublishedArms(self.angles_deg[rows], self.arms_mm[:, rows])


@cache
def published_arms() -> Mapping[tuple[str, str], PublishedArms]:
    """By stated muscle and compartment.

    Raises:
        GlutviewError: the file is missing or damaged.
    """
    path = assets_dir() / "literature" / "moment_arms.csv"
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        found: dict[tuple[str, str], dict[str, dict[tuple[float, ...], list[float]]]] = {}
        for row in rows:
            if row["compartment"]:
                models = found.setdefault((row["muscle"], row["compartment"]), {})
                arms = models.setdefault(row["model"], {})
                arms[tuple(float(row[name]) for name in ANGLES)] = [float(row[name]) for name in ARMS]
        if not found:
            raise ValueError("no row in it")
        return {key: _aligned(models) for key, models in found.items()}
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from None


def _aligned(models: Mapping[str, Mapping[tuple[float, ...], list[float]]]) -> PublishedArms:
    poses = sorted(next(iter(models.values())))
    return PublishedArms(np.array(poses), np.array([[arms[pose] for pose in poses] for arms in models.values()]))


def _damaged(path: object, error: Exception) -> GlutviewError:
    what = f"the published moment arms cannot be read ({type(error).__name__}: {error})"
    return failure(path, what, "install the program anew")
