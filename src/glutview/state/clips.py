"""Movements of the atlas as clips that can be played."""

from __future__ import annotations

from glutview.atlas.schema import MovementSpec
from glutview.biomech.clip import Clip


def clip_of(movement: MovementSpec) -> Clip:
    """The clip of a movement. An angle that a keyframe does not name is 0 there, as the file's schema says."""
    named = sorted({name for frame in movement.keyframes for name in frame.angles})
    frames = [
        {"at": frame.at, **{name: frame.angles.get(name, 0.0) for name in named}} for frame in movement.keyframes
    ]
    return Clip.of(movement.name, movement.seconds, movement.easing, frames)
