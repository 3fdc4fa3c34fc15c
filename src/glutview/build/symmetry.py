"""The one place where left and right are made alike.

The mean of 26 people is not its own mirror image (0.26 mm on average between the hip bones). Here the right side
becomes the mirror image of the left, and the sacrum its own, so that asymmetry can come back only through the
shape model's modes or through what the annotations say of one side.
"""

from __future__ import annotations

from collections.abc import Mapping

from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_mesh, mirror_points
from glutview.geometry.surface_point import closest_points, positions


def make_symmetric(left: Mapping[str, Mesh], midline: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """Right-side meshes of the paired bones, and the midline ones halfway to their own mirror image."""
    paired = {name: mirror_mesh(mesh) for name, mesh in left.items()}
    return paired | {name: _halfway(mesh) for name, mesh in midline.items()}


def _halfway(mesh: Mesh) -> Mesh:
    image = positions(mesh, closest_points(mesh, mirror_points(mesh.vertices)))
    return mesh.with_vertices((mesh.vertices + mirror_points(image)) / 2)
