"""Bony landmarks by the shape model's node numbers, as places on the committed right-side meshes.

`python -m glutview.build.landmark_nodes` prints them as `annotations.yaml` wants them, with seated coordinates.
"""

from __future__ import annotations

from glutview.build.bones import build_bones
from glutview.build.model_bones import ModelBone, model_bones
from glutview.geometry.mesh import Floats
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, closest_points, positions

HIP_BONE_NODES = {
    "anterior_superior_iliac_spine": 1004,
    "posterior_superior_iliac_spine": 924,
    "pubic_tubercle": 642,
    "pubic_symphysis": 630,
    "ischial_spine": 773,
    "ischial_tuberosity": 566,
}
FEMUR_NODES = {
    "greater_trochanter": 172,
    "lesser_trochanter": 276,
    "medial_epicondyle": 630,
    "lateral_epicondyle": 550,
}


def landmarks() -> dict[str, tuple[str, SurfacePoint, Floats]]:
    """Of each landmark: mesh (right side), place on it and position (3,), mm, seated frame.

    Raises:
        GlutviewError: the shape-model package is missing.
    """
    bones, model = build_bones(), model_bones()
    found: dict[str, tuple[str, SurfacePoint, Floats]] = {}
    sides: tuple[tuple[str, ModelBone, dict[str, int]], ...] = (
        ("hip_bone", model.hip_bone, HIP_BONE_NODES),
        ("femur", model.femur, FEMUR_NODES),
    )
    for name, bone, nodes in sides:
        # The place on the model's surface: smoothing has since moved the vertices a little along it.
        at = positions(bone.mesh, [bone.tessellation.node_points[node] for node in nodes.values()])
        right = closest_points(bones[name], mirror_points(at))
        for landmark, point, position in zip(nodes, right, positions(bones[name], right), strict=True):
            found[landmark] = (name, point, position)
    # The plateau's foremost midline point moves with the sacrum's own topology: nearest point only.
    top = closest_points(bones["sacrum"], model.sacral_plateau[None] * [0.0, 1.0, 1.0])
    found["sacral_plateau"] = ("sacrum", top[0], positions(bones["sacrum"], top)[0])
    return found


def main() -> None:
    """Print the table."""
    for name, (mesh, point, position) in landmarks().items():
        weights = ", ".join(f"{weight:.4f}" for weight in point.weights)
        print(f"{name}: {{on: {mesh}, at: [{point.triangle}, {weights}]}}  # {position.round(2).tolist()}")
    model = model_bones()
    print("right hip centre", mirror_points(model.head.centre).round(3).tolist())
    print("head radius", round(model.head.radius, 3), "socket residual", round(model.socket.residual, 3))
    print("right knee centre", mirror_points(model.knee_centre).round(3).tolist())


if __name__ == "__main__":
    main()
