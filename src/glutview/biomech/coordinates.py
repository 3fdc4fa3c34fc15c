"""The angles of the joints, by name."""

from __future__ import annotations

from collections.abc import Mapping

HIP_COORDINATES = ("hip_flexion", "hip_abduction", "hip_internal_rotation")
COORDINATES = tuple(f"{name}_{side}" for side in "rl" for name in HIP_COORDINATES)

Limits = Mapping[str, tuple[float, float]]
"""Least and greatest angle in degrees by coordinate without side: ``{"hip_flexion": (-20, 120), ...}``."""
