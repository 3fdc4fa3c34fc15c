"""A hip made of a few balls and blocks: everything the scene tells apart, in a few thousand triangles."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.expand import expand
from glutview.atlas.schema import AtlasFile, FibreTemplateSpec
from glutview.biomech.pose import Pose
from glutview.geometry.block import Block
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_mesh
from glutview.geometry.surface_point import closest_points
from glutview.geometry.tube import Limb
from glutview.geometry.tube_tree import tube_tree

_RADIUS = {"hip_bone": 30.0, "femur": 22.0}
_CENTRE = {"hip_bone": (-60.0, 0.0, 40.0), "femur": (-60.0, 0.0, -40.0)}


def ball(centre: tuple[float, float, float], radius: float, rings: int = 40) -> Mesh:
    """A closed sphere."""
    polar = np.linspace(0, np.pi, rings + 1)[1:-1]
    turn = np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    p, t = np.meshgrid(polar, turn, indexing="ij")
    body = np.stack([np.sin(p) * np.cos(t), np.sin(p) * np.sin(t), np.cos(p)], axis=-1).reshape(-1, 3)
    points = np.concatenate([body, [[0, 0, 1], [0, 0, -1]]]) * radius + centre
    i, j = np.meshgrid(np.arange(rings - 2), np.arange(2 * rings), indexing="ij")
    a, b = (i * 2 * rings + j).ravel(), (i * 2 * rings + (j + 1) % (2 * rings)).ravel()
    c, d = b + 2 * rings, a + 2 * rings
    first, last = np.arange(2 * rings), (rings - 2) * 2 * rings + np.arange(2 * rings)
    top, bottom = np.full(2 * rings, len(points) - 2), np.full(2 * rings, len(points) - 1)
    faces = np.concatenate(
        [
            np.column_stack([a, d, c]),
            np.column_stack([a, c, b]),
            np.column_stack([top, first, np.roll(first, -1)]),
            np.column_stack([bottom, np.roll(last, -1), last]),
        ]
    )
    return Mesh(points, faces.astype(np.int32))


def _edge(bone: str, height: float, lift: float = 0.0) -> Floats:
    """A row of points from front to back on the outer side of a bone, at a height above its middle."""
    y = np.linspace(-12, 12, 7)
    radius = _RADIUS[bone] + lift
    x = -np.sqrt(radius**2 - y**2 - height**2)
    return np.asarray(np.column_stack([x, y, np.full(7, height)]) + np.array(_CENTRE[bone]))


def _stated(mesh: Mesh, points: Floats) -> list[list[float]]:
    return [[p.triangle, *(round(w, 6) for w in p.weights)] for p in closest_points(mesh, points)]


def _muscle(high: float, low: float, bulge: float, thick: float) -> Mesh:
    """A block from a patch of the upper ball to one of the lower."""
    s, t, u = np.linspace(0, 1, 17), np.linspace(0, 1, 4), np.linspace(0, 1, 21)
    ends = [
        np.stack([_resampled(_edge(bone, start + step * k), s) for k in t], axis=1)
        for bone, start, step in (("hip_bone", high, 3.0), ("femur", low, -3.0))
    ]
    share = u[None, None, :, None]
    nodes = ends[0][:, :, None] * (1 - share) + ends[1][:, :, None] * share
    nodes = nodes.copy()
    nodes[..., 0] -= np.sin(np.pi * u) ** 0.7 * (bulge + thick * t[None, :, None])
    return Block(nodes, s, t, u).surface()


def _resampled(points: Floats, shares: Floats) -> Floats:
    own = np.linspace(0, 1, len(points))
    return np.column_stack([np.interp(shares, own, points[:, axis]) for axis in range(3)])


def _meshes() -> dict[str, Mesh]:
    line = np.array([[-80.0, y, 12.0 + 0.02 * y * y] for y in np.linspace(-14, 14, 30)])
    return {
        "hip_bone": ball(_CENTRE["hip_bone"], _RADIUS["hip_bone"]),
        "femur": ball(_CENTRE["femur"], _RADIUS["femur"]),
        "gluteus_minimus": _muscle(0, 6, 2.0, 4.0),
        "gluteus_medius": _muscle(10, -4, 14.0, 6.0),
        "superior_gluteal_nerve": _tube(line),
        "superior_gluteal_artery": _tube(line + np.array([0.0, 0.0, 6.0])),
    }


def _structure(kind: str, colour: str, **more: object) -> dict[str, object]:
    return {"name": "X", "latin": "X", "kind": kind, "side": "paired", "colour": colour, **more}


def _atlas(meshes: Mapping[str, Mesh]) -> Atlas:
    supply = {"nerves": ["superior_gluteal_nerve"], "arteries": ["superior_gluteal_artery"]}
    structures: dict[str, Any] = {
        "hip_bone": _structure("bone", "#e6d9bd", moves_with="pelvis"),
        "femur": _structure("bone", "#e6d9bd", moves_with="femur"),
        "gluteus_minimus": _structure("muscle", "#7f2c36", **supply),
        "gluteus_medius": _structure("muscle", "#9c3b31", **supply),
        "superior_gluteal_nerve": _structure("nerve", "#f2c40f"),
        "superior_gluteal_artery": _structure("artery", "#e6331a"),
    }
    for name, structure in structures.items():
        structure["mesh"] = f"meshes/{name}.ply"
    attachments = {}
    templates = {}
    for muscle, high, low, over in (
        ("gluteus_minimus", 0, 6, ["hip_bone"]),
        ("gluteus_medius", 10, -4, ["gluteus_minimus"]),
    ):
        for role, bone, start, step in (("origin", "hip_bone", high, 9), ("insertion", "femur", low, -9)):
            attachments[f"{muscle}_{role}"] = {
                "muscle": muscle,
                "role": role,
                "on": bone,
                "name": "x",
                "deep": _stated(meshes[bone], _edge(bone, start)),
                "superficial": _stated(meshes[bone], _edge(bone, start + step)),
            }
        # How a muscle is grown is no concern of the scene.
        templates[muscle] = FibreTemplateSpec.model_construct(over=tuple(over), tendon_from_u=0.8)
    stated = {
        "format": 1,
        "frame": {
            "axes": "LPS",
            "units": "mm",
            "origin": "midway between the hip centres",
            "vertical": "anterior pelvic plane",
        },
        "structures": structures,
        "attachments": attachments,
        "fibre_templates": templates,
        **{name: {} for name in ("sources", "landmarks", "courses", "joints", "movements")},
        "facts": [],
    }
    return expand(AtlasFile.model_validate(stated), Path("annotations.yaml"))


class TinyAnatomy:
    """Stands in for :class:`glutview.biomech.anatomy.Anatomy`; abduction swings the femur and drags the muscles."""

    soft: tuple[str, ...]

    def __init__(self) -> None:
        meshes = _meshes()
        self.atlas = _atlas(meshes)
        self.rest: dict[str, Mesh] = {}
        for name, mesh in meshes.items():
            self.rest[f"{name}_r"] = mesh
            self.rest[f"{name}_l"] = mirror_mesh(mesh)
        self.soft = tuple(s.id for s in self.atlas.structures.values() if s.moves_with is None)

    def body_transforms(self, pose: Pose, fixed: str = "pelvis") -> dict[str, Floats]:
        carriers = {"pelvis": np.eye(4)}
        for side, sign in (("r", -1.0), ("l", 1.0)):
            carriers[f"femur_{side}"] = np.eye(4)
            carriers[f"femur_{side}"][0, 3] = sign * pose[f"hip_abduction_{side}"]
        back = np.linalg.inv(carriers[fixed])
        return {body: back @ carrier for body, carrier in carriers.items()}

    def prepare(self) -> Iterator[str]:
        """Nothing needs to be made before it moves."""
        return iter(())

    def resting(self, pose: Pose, fixed: str = "pelvis") -> frozenset[str]:
        return frozenset(self.soft) if pose == Pose() else frozenset()

    def pose_soft(
        self,
        arrays: Mapping[str, tuple[Any, Any]],
        pose: Pose,
        fixed: str = "pelvis",
        *,
        kept: Container[str] = frozenset(),
    ) -> None:
        carriers = self.body_transforms(pose, fixed)
        for id in (id for id in self.soft if id not in kept):
            mesh, femur = self.rest[id], carriers[f"femur_{id[-1]}"]
            share = mesh.fields.get("u", np.full(len(mesh.vertices), 0.5))[:, None]
            shift = carriers["pelvis"][:3, 3] * (1 - share) + femur[:3, 3] * share
            arrays[id][0][:] = mesh.vertices + shift
            arrays[id][1][:] = mesh.vertex_normals()


def _tube(line: Floats) -> Mesh:
    return tube_tree([Limb.plain(line, np.full(len(line), 1.5))])
