"""Which rule finds which landmark: bony points that the shape model has no node for (see :mod:`landmark_nodes`).

Right side, seated frame, mm. `python -m glutview.build.landmark_table [bone]` prints them as `annotations.yaml` wants
them, with seated coordinates.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from glutview.build.landmark_rules import Ahead, Furthest, Nearest, Rule, Xyz, found
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.surface_point import positions
from glutview.paths import assets_dir

_H, _F, _S, _C = "hip_bone", "femur", "sacrum", "coccyx"
_HIP: Xyz = (-80.378, -0.869, -0.773)
"""Centre of the hip."""
_TO_LEFT, _TO_RIGHT, _TO_BACK, _TO_FRONT = (1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, -1.0, 0.0)
_UP, _DOWN = (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)
_OUT_OF_SOCKET: Xyz = (-0.723, -0.332, -0.606)
"""Normal of the plane that fits the rim of the socket."""

RULES: Mapping[str, Rule] = {
    # Ilium
    "iliac_fossa": Furthest(_H, (-0.74, 0.49, -0.46), y=(-35, 32), z=(58, 118), hollow=True),
    "auricular_surface_of_ilium": Ahead(_H, (0, 45, 70), _TO_RIGHT),
    "apex_of_auricular_surface_of_ilium": Ahead(_H, (0, 28, 69), _TO_RIGHT),
    "iliac_tuberosity": Ahead(_H, (0, 63, 100), _TO_RIGHT),
    "arcuate_line": Nearest(_H, (-63.0, 4.0, 36.5)),
    "supra_acetabular_groove": Ahead(_H, (-200, 1, 34.5), _TO_LEFT),
    # Ischium
    "lesser_sciatic_notch": Nearest(_H, (-51.0, 48.5, -16.0)),
    "lowest_point_of_ischial_tuberosity": Furthest(_H, _DOWN),
    "upper_part_of_ischial_tuberosity": Ahead(_H, (-66, 120, -28), _TO_FRONT),
    "lower_part_of_ischial_tuberosity": Ahead(_H, (-52, 120, -56), _TO_FRONT),
    "ramus_of_ischium": Ahead(_H, (-37, -150, -54), _TO_BACK),
    "quadrilateral_surface": Ahead(_H, (0, 20, 8), _TO_RIGHT),
    # Pubis
    "upper_end_of_pubic_symphysis": Ahead(_H, (50, -46, -11), _TO_RIGHT),
    "symphysial_surface": Ahead(_H, (50, -36, -24), _TO_RIGHT),
    "lower_end_of_pubic_symphysis": Ahead(_H, (50, -24, -36), _TO_RIGHT),
    "pubic_crest": Furthest(_H, (0, -0.4, 0.9), x=(-11, -8)),
    "pecten_pubis": Furthest(_H, (0, 0.5, 0.87), x=(-38, -34), y=(-60, 0)),
    "superior_pubic_ramus": Ahead(_H, (-42, -150, -1), _TO_BACK),
    "inferior_pubic_ramus": Ahead(_H, (-18, -150, -40), _TO_BACK),
    "iliopubic_eminence": Furthest(_H, (0.2, -0.8, 0.55), x=(-76, -50), z=(0, 28)),
    "obturator_groove": Ahead(_H, (50, -16, -6), _TO_RIGHT),
    "lowest_point_of_obturator_foramen": Nearest(_H, (-44.0, 14.0, -43.5)),
    # Acetabulum
    "superior_point_of_acetabular_rim": Furthest(_H, _OUT_OF_SOCKET, y=(-6, 4), z=(15, 25)),
    "anterior_point_of_acetabular_rim": Furthest(_H, _OUT_OF_SOCKET, x=(-80, -60), y=(-30, -18), z=(2, 6)),
    "posterior_point_of_acetabular_rim": Furthest(_H, _OUT_OF_SOCKET, x=(-100, -80), y=(18, 32), z=(-4, 0)),
    "anterior_horn_of_lunate_surface": Nearest(_H, (-57.7, -11.5, -10.8)),
    "posterior_horn_of_lunate_surface": Nearest(_H, (-70.5, 10.5, -23.0)),
    "acetabular_notch": Nearest(_H, (-56.5, 3.0, -16.5)),
    "lunate_surface": Ahead(_H, _HIP, (0.12, 0.056, 0.99)),
    "acetabular_fossa": Ahead(_H, _HIP, (0.888, 0.408, 0.213)),
    # Head and neck of the femur
    "fovea_of_femoral_head": Ahead(_F, (-23, -4.5, 15.4), (-0.957, 0.06, -0.27)),
    "highest_point_of_femoral_head": Furthest(_F, _UP),
    "superior_head_neck_junction": Nearest(_F, (-100.1, 4.1, 7.2)),
    "anterior_head_neck_junction": Nearest(_F, (-95.1, -14.7, -13.9)),
    "inferior_head_neck_junction": Nearest(_F, (-72.4, -2, -21.2)),
    "posterior_head_neck_junction": Ahead(_F, (-90.1, 120, -8.8), _TO_FRONT),
    "neck_of_femur": Ahead(_F, (-103.1, -120, -17.8), _TO_BACK),
    "saddle_of_femoral_neck": Nearest(_F, (-112.6, 1.1, -6.8)),
    # Greater trochanter
    "anterior_facet_of_greater_trochanter": Nearest(_F, (-127.1, -3.1, -25.2)),
    "lateral_facet_of_greater_trochanter": Nearest(_F, (-138.6, 12.5, -26.8)),
    "superoposterior_facet_of_greater_trochanter": Nearest(_F, (-125.8, 25.7, -7.1)),
    "posterior_facet_of_greater_trochanter": Ahead(_F, (-130.1, 120, -26.8), _TO_FRONT),
    "vastus_tubercle": Nearest(_F, (-137.4, 4.9, -41.8)),
    "tubercle_of_femur": Furthest(_F, _TO_FRONT, x=(-127, -107), z=(-31, -6)),
    "trochanteric_fossa": Nearest(_F, (-114.4, 14.9, -15)),
    "piriformis_insertion_point": Nearest(_F, (-123.1, 12.1, -3.3)),
    "obturator_internus_insertion_point": Nearest(_F, (-121.6, 8.8, -5.8)),
    "obturator_externus_insertion_point": Nearest(_F, (-113.6, 18.4, -18.8)),
    # Between and below the trochanters
    "lower_end_of_intertrochanteric_line": Ahead(_F, (-96.6, -120, -42.3), _TO_BACK),
    "intertrochanteric_crest": Ahead(_F, (-105.6, 120, -42.8), _TO_FRONT),
    "quadrate_tubercle": Furthest(_F, (0.2, 1.0, 0.1), x=(-118, -106), z=(-35, -28)),
    "upper_end_of_gluteal_tuberosity": Ahead(_F, (-124.1, 120, -50.8), _TO_FRONT),
    "lower_end_of_gluteal_tuberosity": Ahead(_F, (-109.1, 120, -120.8), _TO_FRONT),
    "linea_aspera": Ahead(_F, (-89.7, 120, -203), _TO_FRONT),
    # Distal femur
    "popliteal_surface": Ahead(_F, (-65.1, 120, -352), _TO_FRONT),
    "adductor_tubercle": Nearest(_F, (-21.1, 6.3, -374.3)),
    "posterior_point_of_lateral_condyle": Furthest(_F, _TO_BACK, x=(-112, -64), z=(-421, -371)),
    "posterior_point_of_medial_condyle": Furthest(_F, _TO_BACK, x=(-57, -2), z=(-421, -371)),
    "lowest_point_of_lateral_condyle": Furthest(_F, _DOWN, x=(-112, -64)),
    "lowest_point_of_medial_condyle": Furthest(_F, _DOWN, x=(-57, -2)),
    "anterior_point_of_lateral_condyle": Furthest(_F, _TO_FRONT, x=(-112, -67), z=(-421, -366)),
    "intercondylar_fossa": Ahead(_F, (-59.1, 3.1, -500), _UP),
    "patellar_surface": Ahead(_F, (-63.6, -120, -393), _TO_BACK),
    "groove_for_popliteus": Ahead(_F, (-200, 3.1, -402), _TO_LEFT),
    # Sacrum and coccyx
    "sacral_promontory": Ahead(_S, (0, -100, 86.6), _TO_BACK),
    "apex_of_sacrum": Ahead(_S, (0, 87.2, -100), _UP),
    "superior_articular_process_of_sacrum": Furthest(_S, _UP, x=(-33, -18)),
    "ala_of_sacrum": Ahead(_S, (-42, 40, 200), _DOWN),
    "auricular_surface_of_sacrum": Ahead(_S, (-120, 47, 70), _TO_LEFT),
    "sacral_tuberosity": Ahead(_S, (-42, 200, 95), _TO_FRONT),
    "median_sacral_crest": Ahead(_S, (0, 200, 80.5), _TO_FRONT),
    "lateral_sacral_crest": Ahead(_S, (-29, 200, 62), _TO_FRONT),
    "inferolateral_angle_of_sacrum": Nearest(_S, (-30.5, 88.0, 19.0)),
    "apex_of_sacral_hiatus": Nearest(_S, (0.0, 101.0, 31.5)),
    "sacral_horn": Nearest(_S, (-7.8, 100.0, 19.0)),
    "first_posterior_sacral_foramen": Nearest(_S, (-23.5, 70.0, 91.0)),
    "second_posterior_sacral_foramen": Nearest(_S, (-20.5, 81.0, 74.0)),
    "third_posterior_sacral_foramen": Nearest(_S, (-19.5, 92.0, 56.5)),
    "fourth_posterior_sacral_foramen": Nearest(_S, (-19.0, 97.0, 38.0)),
    "first_anterior_sacral_foramen": Nearest(_S, (-15.0, 45.0, 80.0)),
    "second_anterior_sacral_foramen": Nearest(_S, (-15.0, 60.0, 66.0)),
    "third_anterior_sacral_foramen": Nearest(_S, (-14.0, 76.0, 50.0)),
    "fourth_anterior_sacral_foramen": Nearest(_S, (-13.0, 85.0, 36.0)),
    "coccygeal_horn": Furthest(_C, _UP, x=(-15, -3)),
    "transverse_process_of_coccyx": Furthest(_C, _TO_RIGHT),
}


def main(wanted: str | None) -> None:
    """Print the table, of one bone or of all."""
    bones = {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in (_H, _F, _S, _C)}
    for name, rule in RULES.items():
        if wanted in (None, rule.bone):
            point = found(rule, bones)
            weights = ", ".join(f"{weight:.4f}" for weight in point.weights)
            place = positions(bones[rule.bone], [point])[0].round(1).tolist()
            print(f"{name}: {{on: {rule.bone}, at: [{point.triangle}, {weights}]}}  # {place}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
