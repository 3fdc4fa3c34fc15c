"""Tibia, fibula and patella, set under the seated femur as in full extension.

The package lays them roughly under its own femur, tibia within condyles. Here the tibia's mechanical axis (middle of
the plateau to middle of the ankle) carries on the femur's, the plateau lies under the condyles at the distance that
cartilages and menisci fill, the fibula keeps its place beside the tibia, and the patella stands before the trochlea's
groove. The gaps are by eye. Left side, seated frame, mm.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from glutview.build import shape_model
from glutview.build.model_bones import ModelBones
from glutview.build.patches import tessellate
from glutview.build.relief import Ridge, with_ridges
from glutview.build.seating import ADDUCTION_DEG, Rigid
from glutview.build.smoothing import smooth_seams
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh

KNEE_SPACE_MM: Final = 5.5
"""Between condyles and plateau, where they come nearest: both cartilages and the menisci's edges."""
PATELLA_SPACE_MM: Final = 4.5

_TIBIA, _FIBULA = (0, 45), (46, 87)
_TIBIA_SUBDIVISIONS, _FIBULA_SUBDIVISIONS, _PATELLA_SUBDIVISIONS = 11, 9, 12
_PLATEAU_BEHIND_MM: Final = -2.0
"""Of the middle of the plateau, behind the knee's transverse axis."""
_PATELLA_ASIDE: Final = (-3.5, 0.0, 0.0)
"""From where the package has it to the groove."""
_FIBULA_OFF: Final = (0.5, 0.4, 0.0)
"""The package's fibula touches its tibia at both ends."""
_STEP_MM: Final = 0.01

# Gerdy's tubercle, where the iliotibial tract ends, and the tibial tuberosity: higher than the mean has left them.
_RIDGES: Final = (
    Ridge(((85.1, -20.9, -432.8), (82.1, -22.9, -438.8)), 2.2, 8.0, taper_mm=3.0),
    Ridge(((67.1, -32.9, -448.8), (65.1, -32.9, -464.8)), 2.0, 7.0, taper_mm=6.0),
)


@cache
def _shank(subdivisions: tuple[int, int]) -> tuple[Mesh, Mesh]:
    model = shape_model.left_shank()
    tibia = tessellate(model.part(*_TIBIA), model.nodes, subdivisions[0])
    fibula = tessellate(model.part(*_FIBULA), model.nodes, subdivisions[1])
    return smooth_seams(tibia.mesh(model.nodes)), smooth_seams(fibula.mesh(model.nodes))


def build_shank(bones: ModelBones, femur: Mesh) -> dict[str, Mesh]:
    """The left tibia, fibula and patella.

    Args:
        bones: where the femur was seated.
        femur: the finished left femur, mm, seated frame.
    """
    tibia, fibula = _shank((_TIBIA_SUBDIVISIONS, _FIBULA_SUBDIVISIONS))
    seat = _shank_seat(bones, tibia)
    tibia, fibula = (mesh.with_vertices(seat(mesh.vertices)) for mesh in (tibia, fibula))
    model = shape_model.left_patella()
    patella = smooth_seams(tessellate(model.patches, model.nodes, _PATELLA_SUBDIVISIONS).mesh(model.nodes))
    patella = patella.with_vertices(bones.femur_seat(patella.vertices) + np.array(_PATELLA_ASIDE))
    knee = bones.knee_centre
    reach = np.array([60.0, 70.0, 65.0])
    field = DistanceField.from_mesh(femur, 1.0, bounds=(knee - reach, knee + reach))
    down = _until_clear(field, tibia.vertices, np.array([0.0, 0.0, -1.0]), KNEE_SPACE_MM)
    forward = _until_clear(field, patella.vertices, np.array([0.0, -1.0, 0.0]), PATELLA_SPACE_MM)
    return {
        "tibia": with_ridges(tibia.with_vertices(tibia.vertices + down), _RIDGES),
        "fibula": fibula.with_vertices(fibula.vertices + down + _FIBULA_OFF),
        "patella": patella.with_vertices(patella.vertices + forward),
    }


def _shank_seat(bones: ModelBones, tibia: Mesh) -> Rigid:
    """From the package's frame: the tibia's axis on the femur's, its plateau still at its own height."""
    first = bones.femur_seat
    vertices = first(tibia.vertices)
    plateau, ankle = _plateau(vertices, tibia.with_vertices(vertices).vertex_normals()), _ankle(vertices)
    own = (ankle - plateau) / np.linalg.norm(ankle - plateau)
    angle = np.radians(ADDUCTION_DEG)
    wanted = np.array([-np.sin(angle), 0.0, -np.cos(angle)])
    turn = _shortest_turn(own, wanted)
    # On the femur's own axis, at the plateau's height.
    below = (plateau[2] - bones.knee_centre[2]) / wanted[2]
    target = bones.knee_centre + below * wanted + [0.0, _PLATEAU_BEHIND_MM, 0.0]
    return Rigid(turn @ first.rotation, turn @ (first.shift - plateau) + target)


def _plateau(vertices: Floats, normals: Floats) -> Floats:
    up = (normals[:, 2] > 0.7) & (vertices[:, 2] > vertices[:, 2].max() - 28)
    low, high = vertices[up].min(0), vertices[up].max(0)
    return np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, np.median(vertices[up][:, 2])])


def _ankle(vertices: Floats) -> Floats:
    """The middle of the lower end, malleolus and all."""
    end = vertices[vertices[:, 2] < vertices[:, 2].min() + 18]
    return np.asarray((end.min(0) + end.max(0)) / 2)


def _shortest_turn(start: Floats, end: Floats) -> Floats:
    axis, cosine = np.cross(start, end), float(start @ end)
    x, y, z = axis
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


def _until_clear(field: DistanceField, points: Floats, way: Floats, space_mm: float) -> Floats:
    """The shift (3,) along a way at which points are `space_mm` from a bone where they come nearest."""
    low, high = -30.0, 60.0
    while high - low > _STEP_MM:
        middle = (low + high) / 2
        low, high = (low, middle) if field.value(points + middle * way).min() > space_mm else (middle, high)
    return np.asarray(high * way)
