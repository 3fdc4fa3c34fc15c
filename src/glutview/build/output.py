"""Generated files change only when their content does, so that a rebuild leaves the repository clean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from glutview.errors import GlutviewError, failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply, write_ply
from glutview.paths import assets_dir

TOLERANCE_MM = 1e-4
"""Two platforms may differ in the last bit; more than this is a change."""


def difference_mm(first: Mesh, second: Mesh) -> float:
    """Largest difference of any coordinate or field; infinite when the topology differs."""
    if first.vertices.shape != second.vertices.shape or not np.array_equal(first.faces, second.faces):
        return float("inf")
    if list(first.fields) != list(second.fields):
        return float("inf")
    pairs = [(first.vertices, second.vertices), *((first.fields[n], second.fields[n]) for n in first.fields)]
    return max(float(np.abs(np.asarray(a, dtype=np.float32) - b).max()) for a, b in pairs)


def keep_or_write(name: str, mesh: Mesh, *, check: bool = False) -> bool:
    """Write `assets/meshes/<name>` if it is missing or its content changed; say which.

    Args:
        name: file name within the folder of meshes.
        mesh: its new content.
        check: write nothing, but fail where something would have been written.

    Returns:
        Whether the file was (re)written.

    Raises:
        GlutviewError: `check` was asked for and the file is not what the build makes; or it cannot be written.
    """
    path = assets_dir() / "meshes" / name
    change = _change_mm(path, mesh)
    if change <= TOLERANCE_MM:
        print(f"{name}: unchanged", flush=True)
        return False
    if check:
        raise failure(path, f"differs from what the build makes (by {change:.4g} mm)", "run the build again")
    write_ply(path, mesh)
    print(f"{name}: written, {len(mesh.faces)} triangles, changed by {change:.3g} mm", flush=True)
    return True


def keep_or_bake(
    path: Path, step: str, *, same: Callable[[], bool], write: Callable[[], None], told: str = "", check: bool = False
) -> None:
    """Write a baked file if it is missing, damaged or no longer the same; say which.

    Args:
        path: of the file.
        step: of the build that makes it.
        same: whether what stands there is what the build makes; may raise GlutviewError where it cannot be read.
        write: writes it.
        told: what is in it, for the line that is printed.
        check: write nothing, but fail where something would have been written.

    Raises:
        GlutviewError: `check` was asked for and the file is not what the build makes; or it cannot be written.
    """
    try:
        kept = same()
    except GlutviewError:
        kept = False  # missing or damaged: that is what the step is run for
    if kept:
        print(f"{path.name}: unchanged", flush=True)
        return
    if check:
        raise failure(path, "differs from what the build makes", f"run `python -m glutview.build {step}`")
    write()
    print(f"{path.name}: written, {told + ', ' if told else ''}{path.stat().st_size / 1000:.0f} kB", flush=True)


def _change_mm(path: Path, mesh: Mesh) -> float:
    if not path.exists():
        return float("inf")
    try:
        return difference_mm(mesh, read_ply(path))
    except GlutviewError:
        return float("inf")
