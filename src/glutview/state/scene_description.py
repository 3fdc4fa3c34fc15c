"""What is to be drawn, as plain values: the one thing that the state hands to the scene.

Frozen and comparable part by part, so that two descriptions can be diffed and all of it tested without a GPU.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from glutview.biomech.pose import Pose
from glutview.state.palette import Theme

Style = Literal["solid", "glass", "outline"]
Role = Literal["origin", "insertion"]
Fixed = Literal["pelvis", "femur_r", "femur_l"]
"""The body that stands still while the others move."""


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
    revealed: bool = False
    """Shown because of the selection; hinted at where something hides it, so that it is found from any side."""


@dataclass(frozen=True, order=True)
class FootprintDescription:
    """The patch of one bone (or tract, or ligament) on which a muscle arises or ends."""

    attachment_id: str
    """With its side: ``gluteus_medius_origin_r``."""
    bone_id: str
    role: Role


@dataclass(frozen=True)
class SceneDescription:
    """Everything the scene draws, the camera apart: moving the camera edits nothing."""

    parts: Mapping[str, PartDescription]
    footprints: tuple[FootprintDescription, ...]
    pose: Pose
    fixed: Fixed = "pelvis"
    theme: Theme = "light"
