"""Cartilage of head and socket and the labrum, within the joint space that the bones keep.

Head and socket are spheres about the hip centre, and so are the two gliding faces: they never touch, whatever the
pose. Each shell's back is sunk into its bone. How thick they are follows from the bones' space of 2.4 mm, the rest is
by eye. Left side, seated frame, mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from glutview.build.finish import fossa, fovea_direction
from glutview.build.model_bones import CARTILAGE_SPACE_MM, ModelBones
from glutview.build.plates import plate, rounded_edge, torus
from glutview.build.ray_hits import RayTree
from glutview.geometry.mesh import Floats, Mesh

_HEAD_MM: Final = 1.05
_SOCKET_MM: Final = 1.1
"""Of the space between the bones this leaves a quarter of a millimetre of synovial fluid."""
_SUNK_MM: Final = 0.25
_EDGE_MM: Final = 1.6

_FOVEA_DEG: Final = 17.0
_MARGIN_DEG: Final = 112.0
"""From the pole opposite the neck to the cartilage's margin on the head."""
_HORNS_DEG: Final = (-66.0, 211.0)
"""Azimuth of the ends of the horseshoe, the anterior and the posterior one."""
_NOTCH_DEG: Final = (200, 290)
_OUTERMOST_MM: Final = 30.0


@dataclass(frozen=True)
class SocketAxes:
    """Polar coordinates about the hip centre: from the socket's depth to its rim, and around its opening."""

    centre: Floats
    depth: Floats
    across: Floats
    up: Floats

    @staticmethod
    def of(bones: ModelBones) -> SocketAxes:
        """Those in which the fossa is stated: azimuth 0 to the back, 90 upward."""
        across = np.cross([0.0, 0.0, 1.0], bones.socket_opening)
        across /= np.linalg.norm(across)
        return SocketAxes(bones.head.centre, -bones.socket_opening, across, np.cross(bones.socket_opening, across))

    def directions(self, polar_deg: Floats, azimuth_deg: Floats) -> Floats:
        """(..., 3) unit vectors out of the hip centre."""
        polar, azimuth = np.radians(polar_deg)[..., None], np.radians(azimuth_deg)[..., None]
        side = np.cos(azimuth) * self.across + np.sin(azimuth) * self.up
        return np.asarray(np.sin(polar) * side + np.cos(polar) * self.depth)


def build_hip_cartilage(bones: ModelBones, hip_bone: Mesh, femur: Mesh) -> dict[str, Mesh]:
    """Both cartilages and the labrum of the left hip, from its finished bones."""
    axes = SocketAxes.of(bones)
    socket, head = _Around(axes.centre, hip_bone), _Around(axes.centre, femur)
    rim, radius = _rim(axes, socket)
    return {
        "femoral_head_cartilage": _head_cartilage(bones, head),
        "acetabular_cartilage": _socket_cartilage(bones, axes, socket, rim),
        "acetabular_labrum": _labrum(bones, axes, rim, radius),
    }


class _Around:
    """How far a bone lies from the hip centre in each direction."""

    def __init__(self, centre: Floats, bone: Mesh) -> None:
        self._centre, self._tree = centre, RayTree.of(bone.corners())

    def reach(self, directions: Floats) -> Floats:
        """(...,) mm, infinite where there is nothing within 60."""
        flat = directions.reshape(-1, 3)
        starts = np.repeat(self._centre[None], len(flat), axis=0)
        return np.asarray(self._tree.reached(starts, flat, 60.0).reshape(directions.shape[:-1]))


def _rim(axes: SocketAxes, socket: _Around) -> tuple[Floats, Floats]:
    """(360,) polar angle of the socket's bony edge at each degree of azimuth, and its radius; even over the notch."""
    from scipy.ndimage import gaussian_filter1d

    azimuth, polar = np.arange(360.0), np.arange(60.0, 112.0, 0.5)
    reach = socket.reach(axes.directions(polar[None], azimuth[:, None]))
    held = reach < _OUTERMOST_MM
    last = held.shape[1] - 1 - np.argmax(held[:, ::-1], axis=1)
    solid = held.any(1) & ~((azimuth > _NOTCH_DEG[0]) & (azimuth < _NOTCH_DEG[1]))
    found = []
    for values in (polar[last], reach[np.arange(360), last]):
        whole = np.interp(azimuth, azimuth[solid], values[solid], period=360)
        found.append(gaussian_filter1d(whole, 6.0, mode="wrap"))
    return found[0], found[1]


def _head_cartilage(bones: ModelBones, head: _Around, around: int = 50, along: int = 17, hidden: int = 8) -> Mesh:
    """A cap without the fovea, along great circles from there to the margin."""
    pole = -_neck(bones, head)
    start = fovea_direction()
    first = np.cross(start, pole)
    first /= np.linalg.norm(first)
    second = np.cross(start, first)
    azimuth = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    side = np.cos(azimuth) * first + np.sin(azimuth) * second
    steps = np.radians(np.arange(40.0, 175.0, 0.5))
    fan = np.cos(steps)[None, :, None] * start + np.sin(steps)[None, :, None] * side[:, None]
    end = steps[np.argmax(fan @ pole < np.cos(np.radians(_MARGIN_DEG)), axis=1)]
    begin = np.radians(_FOVEA_DEG)

    def grid(share: Floats) -> tuple[Floats, Floats, Floats]:
        angle = begin + share[None] * (end[:, None] - begin)
        way = np.cos(angle)[..., None] * start + np.sin(angle)[..., None] * side[:, None]
        border = bones.head.radius * np.minimum(angle - begin, end[:, None] - angle)
        return way, border, head.reach(way)

    way, border, bone = grid(_crowded(along))
    most = bones.head.radius + _HEAD_MM
    full = np.maximum(np.minimum(bone + _HEAD_MM, most), bone + 0.2)
    low = bone - _SUNK_MM
    face = (low + (full - low) * rounded_edge(border, _EDGE_MM))[..., None] * way
    way, _, bone = grid(np.linspace(0, 1, hidden + 2)[-2:0:-1])
    back = (bone - _SUNK_MM - 0.05)[..., None] * way
    return torus(bones.head.centre + np.concatenate([face, back], axis=1))


def _neck(bones: ModelBones, head: _Around) -> Floats:
    """(3,) from the head into the neck: where the bone reaches farthest, as the finish takes it."""
    relative = bones.femur.mesh.vertices - bones.head.centre
    distance = np.linalg.norm(relative, axis=1)
    neck = relative[(distance > 30) & (distance < 45)].mean(0)
    return np.asarray(neck / np.linalg.norm(neck))


def _socket_cartilage(
    bones: ModelBones, axes: SocketAxes, socket: _Around, rim: Floats, along: int = 59, across: int = 12
) -> Mesh:
    """The horseshoe on the lunate surface, between the fossa and the rim."""
    from scipy.ndimage import gaussian_filter1d

    azimuth = np.arange(_HORNS_DEG[0], _HORNS_DEG[1] + 0.5)
    polar = np.arange(0.0, 90.0, 0.5)
    way = axes.directions(polar[None], azimuth[:, None])
    deep = fossa(way.reshape(-1, 3), bones).reshape(way.shape[:2]) > 0.05
    inner = polar[-1] - np.argmax(deep[:, ::-1], axis=1) * 0.5 + 1.5
    outer = np.interp(azimuth, np.arange(360.0), rim, period=360) - 5.0
    inner = np.minimum(inner, outer - 8.0)
    inner, outer = (gaussian_filter1d(values, 4.0, mode="nearest") for values in (inner, outer))
    place = azimuth[0] + (azimuth[-1] - azimuth[0]) * np.linspace(0, 1, along)
    arc = np.radians(bones.head.radius)
    to_end = arc * np.minimum(place - azimuth[0], azimuth[-1] - place)
    # The horns end round.
    width = 0.3 + 0.7 * rounded_edge(to_end, 9.0)
    low, high = np.interp(place, azimuth, inner), np.interp(place, azimuth, outer)
    middle, half = (low + high) / 2, (high - low) / 2 * width
    share = 2 * _crowded(across)[None] - 1
    angle = middle[:, None] + half[:, None] * share
    way = axes.directions(angle, np.broadcast_to(place[:, None], angle.shape))
    bone = np.minimum(socket.reach(way), 26.8) + _SUNK_MM
    border = np.minimum(arc * half[:, None] * (1 - np.abs(share)), to_end[:, None])
    glide = bones.head.radius + CARTILAGE_SPACE_MM - _SOCKET_MM
    face = bone - (bone - glide) * rounded_edge(border, _EDGE_MM)
    back = bone + 0.05 * (border > 0)
    return plate(axes.centre + face[..., None] * way, axes.centre + back[..., None] * way)


def _labrum(bones: ModelBones, axes: SocketAxes, rim: Floats, radius: Floats, around: int = 96) -> Mesh:
    """A ring of triangular section on the rim; over the notch it goes on as the transverse ligament."""
    azimuth = np.linspace(0, 360, around, endpoint=False)
    edge = np.interp(azimuth, np.arange(360.0), rim, period=360)[:, None]
    outer = np.interp(azimuth, np.arange(360.0), radius, period=360)[:, None]
    glide = bones.head.radius + CARTILAGE_SPACE_MM - _SOCKET_MM + 0.15
    # From the base along the gliding face to the free margin, and back over the outside, in degrees past the rim.
    polar = edge + np.array([-5.0, -1.0, 3.0, 4.6, 5.4, 5.0, 3.2, 1.0, -1.5, -4.5, -6.5])[None]
    thick = np.array([0.1, 0.0, 0.0, 0.05, 0.3, 0.75, 1.4])[None] + 0 * edge
    base = np.maximum(outer, glide + 2.2)
    back = base + np.array([0.5, 0.6, -0.6, -1.9])[None]
    distance = np.concatenate([glide + thick, back], axis=1)
    distance = np.maximum(distance, glide)
    way = axes.directions(polar, np.broadcast_to(azimuth[:, None], polar.shape))
    return torus(axes.centre + distance[..., None] * way)


def _crowded(count: int) -> npt.NDArray[np.float64]:
    """Shares from 0 to 1, closer together at both ends, where the edge is rounded."""
    even = np.linspace(0, 1, count)
    return 0.45 * even + 0.55 * (1 - np.cos(np.pi * even)) / 2
