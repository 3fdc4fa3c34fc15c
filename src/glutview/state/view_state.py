"""One immutable value that says everything about what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from glutview.biomech.pose import Pose

Fixed = Literal["pelvis", "femur_r", "femur_l"]
"""The body that stands still while the others move."""
Side = Literal["r", "l", "both"]
ThemeName = Literal["light", "dark", "high_contrast"]


@dataclass(frozen=True, slots=True)
class CameraState:
    """Where a turntable camera stands, in LPS.

    Azimuth 0 degrees looks from anterior, 90 from the left, 180 from posterior, -90 from the right;
    elevation 90 looks from superior. `height_mm` is how much of the model the picture's height shows at the
    target: a zoom, and the same for every picture size.
    """

    target_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    azimuth_deg: float = 0.0
    elevation_deg: float = 0.0
    height_mm: float = 600.0


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is selected, seen, posed and playing. Every edit makes a new one (see `view_edits`)."""

    selected: str | None = None
    """Id of the selected structure."""
    hidden: frozenset[str] = frozenset()
    """Ids of structures that the user has hidden."""
    xray: bool = False
    """Whether everything but the selection is drawn as glass."""
    pose: Pose = field(default_factory=Pose)
    fixed: Fixed = "pelvis"
    clip: str | None = None
    """Key of the chosen movement in the atlas; whether it runs is the player's affair, not the state's."""
    clip_side: Side = "r"
    camera: CameraState | None = None
    """None until the view has framed the model."""
    theme: ThemeName = "light"


def restored(snapshot: ViewState, current: ViewState) -> ViewState:
    """What undo shows: the snapshot's arrangement in today's camera, theme and selection.

    Turning the model or choosing a structure edits nothing, so undo must not take it back.
    """
    return replace(snapshot, camera=current.camera, theme=current.theme, selected=current.selected)
