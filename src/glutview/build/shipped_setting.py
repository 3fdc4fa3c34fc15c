"""What the solver works on, read from the committed assets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from glutview.atlas.load import read_atlas
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_range import MotionRange
from glutview.build.block_elements import Tissue
from glutview.build.block_solver import BlockSolver
from glutview.build.capsule_ties import CapsuleTies
from glutview.build.deformation_setting import END_FROM_U, TAUT_FROM_U, Muscle, Setting, slender
from glutview.errors import GlutviewError, failure
from glutview.geometry.distance import DistanceField
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir, shipped_annotations

_SPACING_MM = 1.5
_SLAB_MM = 10.0
_NEAR_END_MM = 12.0
# A slender muscle has little tissue for its surface: stiffer strings keep its neighbours from folding it.
_SLENDER = Tissue(tension=100.0, perimysium=100.0)


def load_setting() -> Setting:
    """The setting of the shipped atlas.

    Raises:
        GlutviewError: the atlas is wrong, or an asset is missing.
    """
    reading = read_atlas(shipped_annotations())
    atlas = reading.stated
    if reading.problems or atlas is None:
        raise GlutviewError(reading.problems)
    meshes = assets_dir() / "meshes"
    joint = atlas.joints["hip"]
    hip = HipJoint.between("r", list(joint.centre_mm), list(joint.far_centre_mm))
    solid = {name: read_ply(meshes / f"{name}.ply") for name in ("hip_bone", "femur", "sacrum", "coccyx")}
    fields = {name: DistanceField.from_mesh(mesh, _SPACING_MM) for name, mesh in solid.items()}
    solved = list(atlas.fibre_templates)
    inserted = [attachment for attachment in atlas.attachments.values() if attachment.role == "insertion"]
    held = {attachment.muscle for attachment in inserted if attachment.on == "femur"}
    drawn = {name: read_ply(meshes / f"{name}.ply") for name in solved}
    muscles = {}
    for name in deepest_first({name: atlas.fibre_templates[name].over for name in solved}):
        spec = atlas.fibre_templates[name]
        block = drawn_block(drawn[name], spec.grid.solved)
        over = tuple(other for other in spec.over if other in drawn)
        lines = (block.s, block.t, block.u)
        tissue = _SLENDER if slender(drawn[name]) else Tissue()
        gate_u = spec.gate.u if spec.gate else 0.0
        hold = spec.capsule_hold
        capsule = CapsuleTies.of(block.nodes, block.u, hip.centre_mm, fields["femur"], hold) if hold else None
        solver = BlockSolver(block.nodes, lines, tissue, spec.tendon_from_u, gate_u, capsule)
        under = tuple(
            other
            for other in solved
            if name in atlas.fibre_templates[other].over
            and (other in held or _ends_within(drawn[other], drawn[name], _NEAR_END_MM))
        )
        slab = None if spec.form == "spindle" else _SLAB_MM
        taut = TAUT_FROM_U if name in held else END_FROM_U
        muscles[name] = Muscle(name, drawn[name], solver, over, under, slab, taut)
    return Setting(
        hip,
        {name: field for name, field in fields.items() if name != "femur"},
        fields["femur"],
        MotionRange.load(reading.atlas().coordinate_limits()),
        muscles,
    )


def _ends_within(first: Mesh, second: Mesh, mm: float) -> bool:
    """Whether the insertion of one muscle at rest comes that near to another."""
    from scipy.spatial import cKDTree

    end = first.vertices[first.fields["u"] == first.fields["u"].max()]
    gaps = np.asarray(cKDTree(second.vertices).query(end)[0])
    return bool(gaps.min() < mm)


def deepest_first(over: Mapping[str, Iterable[str]]) -> list[str]:
    """Muscles in an order in which each comes after those it lies on.

    Raises:
        GlutviewError: two lie on each other.
    """
    order: list[str] = []
    waiting = dict(over)
    while waiting:
        ready = [name for name, below in waiting.items() if not any(other in waiting for other in below)]
        if not ready:
            names = ", ".join(waiting)
            raise failure("fibre_templates", f"{names} lie on each other in a circle", "correct 'over'", key="over")
        order += ready
        waiting = {name: below for name, below in waiting.items() if name not in ready}
    return order
