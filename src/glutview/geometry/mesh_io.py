"""Binary PLY, the one mesh format of the project: read in a fraction of a millisecond, opened by every viewer.

Written: little endian, vertices as float (x, y, z and the mesh's fields), faces as uchar-counted int lists.
Read: the same, with further properties of vertices and faces, as other programs write them; those of vertices that
are float or double become fields.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import numpy as np

from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.whole_file import write_bytes

_INDICES = {"int": "<i4", "int32": "<i4", "uint": "<u4", "uint32": "<u4"}
_SHORTER = {"char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1"}
_SHORT = {"short": "<i2", "int16": "<i2", "ushort": "<u2", "uint16": "<u2"}
_FRACTIONS = {"float": "<f4", "float32": "<f4", "double": "<f8", "float64": "<f8"}
_SCALARS = _FRACTIONS | _INDICES | _SHORT | _SHORTER
_HEADER_LIMIT = 65536
_REMEDY = "give a closed triangle mesh as binary little-endian PLY"


def read_ply(path: Path) -> Mesh:
    """Read a triangle mesh from a binary little-endian PLY file.

    Raises:
        GlutviewError: the file is missing, of another format, truncated, empty, or holds values that are
            not finite or faces that point at no vertex.
    """
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except FileNotFoundError:
        raise failure(path, "the mesh is missing", "put it there or correct the path") from None
    except OSError as error:
        raise failure(path, f"the mesh cannot be read ({error.strerror})", "check the file") from None
    vertex_type, count, faces_type, face_count, start = _header(path, data)
    face_start = start + count * vertex_type.itemsize
    if len(data) < face_start + face_count * faces_type.itemsize:
        _bad(path, "the file ends before its last face: it is truncated", "restore it from a whole copy")
    raw = np.frombuffer(data, vertex_type, count, start)
    polygons = np.frombuffer(data, faces_type, face_count, face_start)
    if count == 0 or face_count == 0:
        _bad(path, "the mesh is empty")
    if (polygons["count"] != 3).any():
        _bad(path, "it has faces that are not triangles")
    vertices = np.column_stack([raw[axis] for axis in "xyz"]).astype(np.float64)
    faces = polygons["index"]
    if not np.isfinite(vertices).all():
        _bad(path, "it holds coordinates that are not finite (NaN or infinite)")
    if int(faces.max()) >= count or int(faces.min()) < 0:
        _bad(path, "a face points at a vertex that is not there")
    kept = [name for name in vertex_type.names or () if name not in "xyz" and vertex_type[name].kind == "f"]
    fields = {name: np.ascontiguousarray(raw[name]) for name in kept}
    return Mesh(vertices, faces.astype(np.int32), fields)


def ply_bytes(mesh: Mesh) -> bytes:
    """The PLY file of a mesh, as bytes: the same mesh always gives the same bytes."""
    names = ["x", "y", "z", *mesh.fields]
    columns = [*mesh.vertices.T, *mesh.fields.values()]
    table = np.column_stack(columns).astype("<f4")
    polygons = np.empty(len(mesh.faces), dtype=[("count", "u1"), ("index", "<i4", 3)])
    polygons["count"], polygons["index"] = 3, mesh.faces
    header = [
        "ply",
        "format binary_little_endian 1.0",
        "comment mm, LPS: +x left, +y posterior, +z superior",
        f"element vertex {len(table)}",
        *(f"property float {name}" for name in names),
        f"element face {len(polygons)}",
        "property list uchar int vertex_indices",
        "end_header\n",
    ]
    return "\n".join(header).encode("ascii") + table.tobytes() + polygons.tobytes()


def write_ply(path: Path, mesh: Mesh) -> None:
    """Write a mesh as binary PLY: whole, or not at all.

    Raises:
        GlutviewError: the file cannot be written.
    """
    write_bytes(Path(path), ply_bytes(mesh))


def _header(path: Path, data: bytes) -> tuple[np.dtype[np.void], int, np.dtype[np.void], int, int]:
    end = data.find(b"end_header", 0, _HEADER_LIMIT)
    if not data.startswith(b"ply") or end < 0:
        _bad(path, "this is not a PLY file")
    start = data.index(b"\n", end) + 1 if b"\n" in data[end : end + 13] else len(data)
    lines = [line.split() for line in data[:end].decode("latin-1").splitlines()]
    if ["format", "binary_little_endian", "1.0"] not in lines:
        _bad(path, "the PLY file is not binary little endian")
    counts: dict[str, int] = {}
    vertex: list[tuple[str, str]] = []
    face: list[tuple[str, str] | tuple[str, str, int]] = []
    element = ""
    for words in lines:
        match words:
            case ["element", name, number] if number.isdigit():
                element, counts[name] = name, int(number)
            case ["property", "list", ("uchar" | "uint8"), kind, _] if element == "face" and kind in _INDICES:
                face += [("count", "u1"), ("index", _INDICES[kind], 3)]
            case ["property", kind, name] if element == "vertex" and kind in _SCALARS:
                vertex.append((name, _SCALARS[kind]))
            case ["property", kind, name] if element == "face" and kind in _SCALARS:
                face.append((f"its {name}", _SCALARS[kind]))
            case ["property", *_]:
                _bad(path, f"unknown property '{' '.join(words[1:])}' of {element or 'nothing'}")
    if list(counts) != ["vertex", "face"] or not {"x", "y", "z"} <= {name for name, _ in vertex} or len(face) < 2:
        _bad(path, "it does not hold vertices x, y, z followed by faces")
    if len({name for name, _ in vertex}) != len(vertex):
        _bad(path, "a vertex property is named twice")
    if len({entry[0] for entry in face}) != len(face):
        _bad(path, "a face property is named twice")
    return np.dtype(vertex), counts["vertex"], np.dtype(face), counts["face"], start


def _bad(path: Path, what: str, remedy: str = _REMEDY) -> NoReturn:
    raise failure(path, what, remedy)
