"""The shipped range of motion, and strategies for angles within and beyond it."""

from __future__ import annotations

from hypothesis import strategies as st

from glutview.atlas.load import load_atlas
from glutview.biomech.coordinates import HIP_COORDINATES
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose

LIMITS = load_atlas().coordinate_limits()
RANGE = MotionRange.load(LIMITS)

anywhere = st.tuples(*(st.floats(LIMITS[name][0] - 20, LIMITS[name][1] + 20) for name in HIP_COORDINATES))
within_limits = st.tuples(*(st.floats(*LIMITS[name]) for name in HIP_COORDINATES))
allowed = within_limits.filter(RANGE.allowed)
coordinates = st.sampled_from(HIP_COORDINATES)
poses = st.tuples(allowed, allowed).map(lambda hips: Pose((*hips[0], *hips[1])))
