"""Coming back to a file that was changed meanwhile."""

from __future__ import annotations

from glutview.atlas.load import load_atlas
from glutview.biomech.pose import Pose
from glutview.state.view_state import ViewState
from glutview.ui.place import fitting
from tests.biomech.ranges import RANGE


def test_what_the_atlas_no_longer_allows_is_left_behind() -> None:
    pose = Pose().moved(hip_flexion_r=110, hip_internal_rotation_r=45, hip_flexion_l=200)
    state = ViewState(selected="gone", hidden=frozenset({"femur_r", "gone"}), clip="walking", pose=pose)
    found = fitting(state, load_atlas())
    assert (found.selected, found.hidden, found.clip) == (None, frozenset({"femur_r"}), None)
    assert found.pose.hip("r") == RANGE.nearest((110, 0, 45))
    assert found.pose.hip("l") == (120, 0, 0)
