"""Which part of hip bone or femur a place belongs to: that of the nearest landmark.

The grown hip bone shows no border between ilium, ischium and pubis, so their landmarks stand for them; what lies
about the socket or next to the head is told by its distance from the hip centre.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glutview.geometry.mesh import Floats

JOINT_MM = 35.0
"""Within this of the hip centre the hip bone is the socket's rim, and the femur its neck."""
RIM, NECK = "acetabular rim", "femoral neck"
OF_HIP_BONE: Mapping[str, tuple[str, ...]] = {
    "ilium": (
        "anterior_superior_iliac_spine",
        "anterior_inferior_iliac_spine",
        "supra_acetabular_groove",
        "apex_of_greater_sciatic_notch",
        "arcuate_line",
        "iliac_tubercle",
    ),
    "ischium": (
        "ischial_spine",
        "lesser_sciatic_notch",
        "ischial_tuberosity",
        "upper_part_of_ischial_tuberosity",
        "lower_part_of_ischial_tuberosity",
        "lowest_point_of_ischial_tuberosity",
        "ramus_of_ischium",
        "posterior_horn_of_lunate_surface",
        "lowest_point_of_obturator_foramen",
    ),
    "pubis": (
        "iliopubic_eminence",
        "pecten_pubis",
        "pubic_tubercle",
        "superior_pubic_ramus",
        "inferior_pubic_ramus",
        "obturator_groove",
        "anterior_horn_of_lunate_surface",
    ),
}
OF_FEMUR: Mapping[str, tuple[str, ...]] = {
    NECK: (
        "neck_of_femur",
        "saddle_of_femoral_neck",
        "superior_head_neck_junction",
        "anterior_head_neck_junction",
        "inferior_head_neck_junction",
        "posterior_head_neck_junction",
    ),
    "greater trochanter": (
        "tip_of_greater_trochanter",
        "lateral_point_of_greater_trochanter",
        "anterior_facet_of_greater_trochanter",
        "lateral_facet_of_greater_trochanter",
        "superoposterior_facet_of_greater_trochanter",
        "posterior_facet_of_greater_trochanter",
        "trochanteric_fossa",
    ),
    "intertrochanteric line": ("tubercle_of_femur", "lower_end_of_intertrochanteric_line"),
    "intertrochanteric crest": ("intertrochanteric_crest", "quadrate_tubercle"),
    "lesser trochanter": ("lesser_trochanter",),
    "femoral shaft": (
        "upper_end_of_gluteal_tuberosity",
        "lower_end_of_gluteal_tuberosity",
        "linea_aspera",
    ),
}
LANDMARKS = tuple(id for parts in (OF_HIP_BONE, OF_FEMUR) for ids in parts.values() for id in ids)
"""All that are asked, by stated id."""


def parts_of_hip_bone(places: Floats, hip_centre: Floats, landmarks: Mapping[str, Floats]) -> list[str]:
    """The part at each of the places (k, 3) of its surface.

    Args:
        places: mm, right side.
        hip_centre: (3,), mm.
        landmarks: place (3,) of each of :data:`LANDMARKS`.
    """
    return _parts(places, hip_centre, RIM, OF_HIP_BONE, landmarks)


def parts_of_femur(places: Floats, hip_centre: Floats, landmarks: Mapping[str, Floats]) -> list[str]:
    """As :func:`parts_of_hip_bone`, of the femur at rest."""
    return _parts(places, hip_centre, NECK, OF_FEMUR, landmarks)


def _parts(
    places: Floats,
    hip_centre: Floats,
    at_joint: str,
    parts: Mapping[str, tuple[str, ...]],
    landmarks: Mapping[str, Floats],
) -> list[str]:
    names = [name for name, ids in parts.items() for _ in ids]
    marks = np.array([landmarks[id] for ids in parts.values() for id in ids])
    nearest = np.linalg.norm(places[:, None] - marks, axis=-1).argmin(1)
    joint = np.linalg.norm(places - hip_centre, axis=1) < JOINT_MM
    return [at_joint if near else names[i] for near, i in zip(joint, nearest, strict=True)]
