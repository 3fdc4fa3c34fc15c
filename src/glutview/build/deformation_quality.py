"""How well a drawn muscle keeps its promises in a pose: measured on the surface that is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.biomech.deformation import Deformer, femur_share
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats, apply
from glutview.build.block_contact import MovedField
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import Setting


@dataclass(frozen=True)
class Quality:
    """One muscle in one pose.

    Attributes:
        volume_error: against the drawn surface at rest.
        drift_mm: largest distance of a footprint vertex from where its bone carries it.
        bone_mm, bone_p99_mm: deepest vertex in bone, and the 99th percentile of all vertices' depths.
        fit_rms_mm, fit_max_mm: how far the played block is from the solved one.
        normal_deg: mean angle between played and true normals.
    """

    volume_error: float
    drift_mm: float
    bone_mm: float
    bone_p99_mm: float
    fit_rms_mm: float
    fit_max_mm: float
    normal_deg: float

    def __str__(self) -> str:
        return (
            f"volume {self.volume_error:+.2%}, bone {self.bone_mm:.2f} mm (p99 {self.bone_p99_mm:.2f}), "
            f"drift {self.drift_mm:.1e} mm, fit rms {self.fit_rms_mm:.2f} max {self.fit_max_mm:.2f} mm, "
            f"normals off by {self.normal_deg:.1f} deg"
        )


def quality(setting: Setting, name: str, pose: Angles, modes: DeformationModes, solved: Floats) -> Quality:
    """Measure one muscle of the right side.

    Args:
        setting: bones and hip.
        name: stated id.
        pose: degrees.
        modes: what is played.
        solved: (ns, nt, nu, 3) its solved nodes in that pose.
    """
    muscle = setting.muscles[name]
    mesh, femur = muscle.mesh, setting.femur_at(pose)
    deformer = Deformer.of(mesh, "r", modes)
    posed = mesh.with_vertices(deformer.positions(np.eye(4), femur, pose).astype(np.float64))
    u = mesh.fields["u"]
    carried = np.where((u == 1)[:, None], apply(femur, mesh.vertices), mesh.vertices)
    ends = (u == 0) | (u == 1)
    fields = [*setting.pelvis, MovedField(setting.femur, femur)]
    depth = np.maximum(0, -np.min([field.value_and_gradient(posed.vertices)[0] for field in fields], axis=0))
    depth[ends] = 0
    played = _played(setting, name, pose, modes)
    off = np.linalg.norm(played - solved, axis=-1)
    normals = deformer.normals(np.eye(4), femur, pose).astype(np.float64)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    cosine = np.einsum("kx,kx->k", normals, posed.vertex_normals())
    return Quality(
        posed.volume_mm3() / mesh.volume_mm3() - 1,
        float(np.linalg.norm(posed.vertices - carried, axis=1)[ends].max()),
        float(depth.max()),
        float(np.percentile(depth, 99)),
        float(np.sqrt(np.mean(off**2))),
        float(off.max()),
        float(np.degrees(np.arccos(np.clip(cosine, -1, 1))).mean()),
    )


def _played(setting: Setting, name: str, pose: Angles, modes: DeformationModes) -> Floats:
    """Coarse nodes as played, from the template: what the solver itself moved at neutral counts as error too."""
    solver = setting.muscles[name].solver
    share = femur_share(solver.lines[2])[:, None]
    moved = apply(setting.femur_at(pose), solver.rest.reshape(-1, 3)).reshape(solver.rest.shape)
    beyond = np.einsum("kijl,kc->ijlc", modes.modes, modes.weights(pose)[0])
    return np.asarray((1 - share) * solver.rest + share * moved + beyond)
