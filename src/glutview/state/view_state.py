"""One immutable value that says everything about what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from glutview.biomech.clip import ClipSide
from glutview.biomech.pose import Pose
from glutview.state.palette import Theme
from glutview.state.scene_description import Fixed


@dataclass(frozen=True)
class CameraState:
    """All that a saved view needs of a turntable camera, in LPS.

    Azimuth 0 looks from in front, 90 from the person's left, 180 from behind, -90 from the right;
    elevation 90 looks straight down from above.
    """

    azimuth_deg: float = 0.0
    elevation_deg: float = 0.0
    distance_mm: float = 1200.0
    """From the turning point to the eye; also states the zoom."""
    focal_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """The turning point, in the middle of the picture."""
    view_angle_deg: float = 20.0
    """Of the whole height of the picture."""
    parallel: bool = False
    """Whether it is drawn without perspective, at the scale of the turning point."""


Mode = Literal["explore", "lesson", "quiz", "landmarks", "gallery"]
"""What the window is used for now."""


@dataclass(frozen=True)
class ViewState:
    """What is selected, seen, posed and chosen to play. Every edit makes a new one (see `view_edits`)."""

    selected: str | None = None
    """Id of the selected structure, or part of a muscle."""
    hidden: frozenset[str] = frozenset()
    """Ids of the structures that the user has hidden."""
    xray: bool = False
    """Whether everything but the selection is drawn as glass."""
    whole: bool = False
    """Whether a selected muscle is drawn solid, as itself, and not as what belongs to it."""
    labels: bool = False
    """Whether what is seen carries its names."""
    action: int | None = None
    """The axis of the hip, 0 to 2, about which muscles are coloured by their moment arms; None: as they are."""
    what_if: str | None = None
    """Id of the what-if in force, with its side."""
    pose: Pose = field(default_factory=Pose)
    fixed: Fixed = "pelvis"
    clip: str | None = None
    """Id of the chosen movement; whether it runs is the player's affair, not the state's."""
    clip_amount: float = 1.0
    """Where the chosen movement's parameter stands, 0 to 1; of one that has none, without meaning."""
    clip_side: ClipSide = "r"
    """The hip that the movement and the angle sliders move."""
    active: frozenset[str] = frozenset()
    """Ids of the muscles that are active at the moment of the movement that is shown."""
    camera: CameraState | None = None
    """None until the view has framed the model."""
    theme: Theme = "light"
    mode: Mode = "explore"


def restored(snapshot: ViewState, current: ViewState) -> ViewState:
    """What undo shows: the snapshot's arrangement in today's camera, theme, mode, selection and chosen movement.

    Looking round and choosing what to look at edit nothing, so undo must not take them back.
    """
    return replace(
        snapshot,
        camera=current.camera,
        theme=current.theme,
        selected=current.selected,
        clip=current.clip,
        clip_amount=current.clip_amount,
        mode=current.mode,
    )
