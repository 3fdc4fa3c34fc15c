"""``glutview export meshes``: every structure as a mesh file, at rest or posed."""

from __future__ import annotations

from pathlib import Path

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.cli.outputs import make_folder, require_possible_folder
from glutview.geometry.mesh_io import write_ply


def export_meshes(*, output: Path, pose: str, annotations: Path | None) -> None:
    """Write each structure as one binary PLY, ``<id>.ply``, in mm and LPS axes with the pelvis at rest.

    Vertices and faces keep number and order in every pose, so that two poses can be subtracted.

    Args:
        output: folder, made if absent; files of the same name are replaced, each whole or not at all.
        pose: ``coordinate=degrees,...``, empty for neutral.
        annotations: the file that says what there is; the shipped one if None.

    Raises:
        GlutviewError: whatever is wrong with the arguments, or a file cannot be written.
    """
    require_possible_folder(output)
    anatomy = Anatomy.load(annotations)
    vertices = anatomy.posed_vertices(Pose.parse(pose, anatomy.motion_range))
    # The folder last, so that a mistake elsewhere leaves no empty one behind.
    make_folder(output)
    for id, mesh in anatomy.rest.items():
        write_ply(output / f"{id}.ply", mesh.with_vertices(vertices[id]))
    print(f"{output}: {len(anatomy.rest)} meshes written")
