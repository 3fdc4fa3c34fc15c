"""Relief on hip bone and femur: to be seen, yet too little for a muscle to notice."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glutview.build.femur_relief import FACETS, with_femur_relief
from glutview.build.finish import finish_femur, finish_hip_bone
from glutview.build.hip_bone_relief import with_hip_bone_relief
from glutview.build.model_bones import model_bones
from glutview.build.muscles import stated_atlas
from glutview.build.relief import MOST_MM
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, closest_points, normals, positions
from glutview.paths import assets_dir


@cache
def pair(name: str) -> tuple[Mesh, Mesh]:
    """Without and with relief, left side."""
    if name == "femur":
        plain = finish_femur(model_bones())
        return plain, with_femur_relief(plain)
    plain = finish_hip_bone(model_bones())
    return plain, with_hip_bone_relief(plain)


def raised_by(name: str) -> Floats:
    plain, carved = pair(name)
    return np.asarray(np.einsum("kx,kx->k", carved.vertices - plain.vertices, plain.vertex_normals()))


@pytest.mark.parametrize("name", ["hip_bone", "femur"])
def test_relief_is_bounded_and_leaves_the_topology(name: str) -> None:
    plain, carved = pair(name)
    away = np.linalg.norm(carved.vertices - plain.vertices, axis=1)
    assert 0.6 < away.max() <= MOST_MM
    assert np.array_equal(plain.faces, carved.faces)


@pytest.mark.parametrize("line", ["anterior", "posterior", "inferior"])
def test_gluteal_lines_stand_out_where_the_landmarks_say(line: str) -> None:
    atlas, plain = stated_atlas(), pair("hip_bone")[0]
    shipped = read_ply(assets_dir() / "meshes" / "hip_bone.ply")
    at = [mark.at for id, mark in atlas.landmarks.items() if id.startswith(f"{line}_gluteal_line_")]
    places = positions(shipped, [SurfacePoint(p.triangle, (p.w0, p.w1, p.w2)) for p in at if p is not None])
    lift, points = raised_by("hip_bone"), mirror_points(places)
    gap = np.linalg.norm(plain.vertices[:, None] - points[None], axis=2)
    on_line, beside = gap.min(1) < 2.0, (gap.min(1) > 6.5) & (gap.min(1) < 7.5)
    assert lift[on_line].mean() > lift[beside].mean() + 0.25


@pytest.mark.parametrize("facet", FACETS)
def test_facets_are_flatter_than_the_model_left_them(facet: str) -> None:
    # A disc of 6 mm: what is left of a curved surface in its plane.
    off = [_unevenness(mesh, facet) for mesh in pair("femur")]
    assert off[1] < 0.6 * off[0]


def _unevenness(mesh: Mesh, facet: str) -> float:
    foot = closest_points(mesh, np.array([FACETS[facet].centre]))
    centre, up = positions(mesh, foot)[0], normals(mesh, foot)[0]
    near = np.linalg.norm(mesh.vertices - centre, axis=1) < 6.0
    local = mesh.vertices[near & (mesh.vertex_normals() @ up > 0.5)] - centre
    return float(np.linalg.svd(local - local.mean(0), compute_uv=False)[2] / np.sqrt(len(local)))


def test_facets_face_as_their_names_say() -> None:
    carved = pair("femur")[1]
    facing = {
        name: normals(carved, closest_points(carved, np.array([facet.centre])))[0] for name, facet in FACETS.items()
    }
    assert facing["anterior"][1] < -0.6
    assert facing["lateral"][0] > 0.8
    assert facing["posterior"][1] > 0.6
    assert facing["superoposterior"][1] > 0.3
    assert facing["superoposterior"][2] > 0.4
