"""What no table of points holds."""

from __future__ import annotations

from glutview.landmarks.landmark_set import LandmarkSet


def list_losses(landmarks: LandmarkSet) -> list[str]:
    """What is lost of the lists themselves: which point stands in which, and their properties."""
    lost = []
    properties = sorted({key for one in landmarks.lists for key in one if key != "type"} | set(landmarks.document))
    kinds = {one.get("type", "Fiducial") for one in landmarks.lists} - {"Fiducial"}
    if len(landmarks.lists) > 1:
        lost.append(f"not kept: which of the {len(landmarks.lists)} lists a point stands in")
    if properties or kinds:
        lost.append(f"not kept: the list's {', '.join([*properties, *(f'type {kind}' for kind in sorted(kinds))])}")
    return lost
