"""What is to be drawn, as plain values: the one thing that the state hands to the scene.

Frozen and comparable part by part, so that two descriptions can be diffed and all of it tested without a GPU.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from glutview.biomech.pose import Pose
from glutview.state.palette import Theme

Style = Literal["solid", "glass", "outline"]
Role = Literal["origin", "insertion"]
Fixed = Literal["pelvis", "femur_r", "femur_l"]
"""The body that stands still while the others move."""
Loss = Literal["none", "silent", "torn", "cut", "blocked", "territory"]
"""What a what-if makes of a structure: a muscle without nerve, or torn from its insertion; a nerve cut; an artery
blocked, and a muscle that it feeds."""
Band = tuple[float, float]
"""Fibres of a muscle, from where to where across its fan."""
WHOLE: Final[Band] = (0.0, 1.0)


@dataclass(frozen=True)
class PartDescription:
    """One structure as it is drawn."""

    id: str
    kind: str
    colour: str
    """``#rrggbb``."""
    visible: bool = True
    style: Style = "solid"
    highlighted: bool = False
    """Selected: drawn with a bright rim."""
    active: bool = False
    """A muscle that works at the moment of the movement that is shown: drawn lit."""
    revealed: bool = False
    """Shown because of the selection; hinted at where something hides it, so that it is found from any side."""
    band: Band = WHOLE
    """Of a muscle: the fibres of the part that is selected; the others step back."""
    loss: Loss = "none"


@dataclass(frozen=True, order=True)
class FootprintDescription:
    """The patch of one bone (or tract, or ligament) on which a muscle arises or ends."""

    attachment_id: str
    """With its side: ``gluteus_medius_origin_r``."""
    bone_id: str
    role: Role
    band: Band = WHOLE
    """Of the muscle's fibres, whose ends alone it shows."""


@dataclass(frozen=True)
class SceneDescription:
    """Everything the scene draws, the camera apart: moving the camera edits nothing."""

    parts: Mapping[str, PartDescription]
    footprints: tuple[FootprintDescription, ...]
    pose: Pose
    fixed: Fixed = "pelvis"
    theme: Theme = "light"
    action: int | None = None
    """The axis (0 to 2) about which muscles are coloured by their moment arms."""
    note: str = ""
    """A line that belongs to the picture wherever it goes."""
