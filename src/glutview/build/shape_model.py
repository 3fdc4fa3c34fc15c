"""The one door to the shape-model package `musculoskeletal-models` (MPL-2.0, Auckland Bioengineering Institute).

It gives the mean pelvis and left femur of a CT population, and the modes in which they vary together, as
Lagrange patches. The package is needed to build the bones only; the viewer never imports it.
"""

from __future__ import annotations

import io
import json
import pickle
from dataclasses import dataclass
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np

from glutview.build.patches import Patch
from glutview.errors import failure
from glutview.geometry.mesh import Floats

PACKAGE = "musculoskeletal-models==0.2.4"
_KINDS = {
    "tri10": (True, (3, 3)),
    "quad44": (False, (3, 3)),
    "tri15": (True, (4, 4)),
    "quad55": (False, (4, 4)),
    "quad54": (False, (4, 3)),
}
_NUMPY_GLOBALS = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy.core.multiarray", "scalar"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
}


@dataclass(frozen=True)
class PatchModel:
    """Patches of one file of the package and the mean positions of their nodes (nodes, 3), mm, LPS."""

    patches: tuple[Patch, ...]
    nodes: Floats

    def part(self, first: int, last: int) -> tuple[Patch, ...]:
        """The patches numbered first to last, both included."""
        return self.patches[first : last + 1]


@cache
def pelvis() -> PatchModel:
    """Patches 0-72 right hip bone, 73-145 left hip bone, 146-259 sacrum."""
    return _read("pelvis_combined_cubic_flat", "pelvis_combined_cubic_mean_rigid_LLP26")


@cache
def left_femur() -> PatchModel:
    """The left femur. The package's right femur is its mirror image laid on the left thigh: not used."""
    return _read("femur_left_quartic_flat", "femur_left_mean_rigid_LLP26")


@cache
def left_shank() -> PatchModel:
    """The left tibia and fibula, in one frame."""
    return _read("tibia_fibula_left_cubic_flat", "tibia_fibula_cubic_left_mean_rigid_LLP26")


@cache
def left_patella() -> PatchModel:
    """The left patella."""
    return _read("patella_11_left", "patella_left_mean_rigid_LLP26")


def modes() -> dict[str, Any]:
    """Mean and principal components over all bones' nodes, as the package stores them.

    Returns:
        `modes` (3 nodes, 26), `mean` (3 nodes,), `weights` (26,) and further arrays.
    """
    path = _folder() / "shape_models" / "LLP26_rigid.pc"
    loaded = _NumpyOnly(io.BytesIO(_bytes(path))).load()
    if not isinstance(loaded, dict):
        raise failure(path, "the shape modes are not a table of arrays", f"install {PACKAGE} again")
    return loaded


class _NumpyOnly(pickle.Unpickler):
    """A pickle can run any code: let it name nothing but what rebuilds a numpy array."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _NUMPY_GLOBALS:
            raise failure("shape model", f"its pickle names {module}.{name}", f"install {PACKAGE} again")
        return super().find_class(module.replace("numpy.core", "numpy._core"), name)


def _read(topology: str, geometry: str) -> PatchModel:
    folder = _folder() / "atlas_meshes"
    mesh = json.loads(_bytes(folder / f"{topology}.mesh"))
    field = json.loads(_bytes(folder / f"{geometry}.geof"))["field_parameters"]
    nodes = np.zeros((len(field), 3))
    for name, values in field.items():
        nodes[int(name.split()[1])] = [float(values[f"dim {axis}"]) for axis in range(3)]
    return PatchModel(_patches(mesh), nodes)


def _patches(mesh: dict[str, Any]) -> tuple[Patch, ...]:
    """Number the nodes as the package does: by element and place, a shared place keeping its first number."""
    number: dict[str, int] = {}
    count = 0
    patches: list[Patch] = []
    for element in range(len(mesh["elements"])):
        triangle, degrees = _KINDS[mesh["elements"][str(element)].split()[1]]
        across, up = degrees
        size = (across + 1) * (across + 2) // 2 if triangle else (across + 1) * (up + 1)
        nodes: list[int] = []
        for place in range(size):
            key = f"{element}_{place}"
            shared = [number[other] for other in mesh["connectivity"][key].split() if other in number]
            if not shared:
                number[key], count = count, count + 1
            else:
                number[key] = shared[0]
            nodes.append(number[key])
        patches.append(Patch(triangle, degrees, tuple(nodes)))
    return tuple(patches)


def _folder() -> Path:
    spec = util.find_spec("musculoskeletal")
    found = list(spec.submodule_search_locations or []) if spec else []
    if not found:
        raise failure("shape model", "the bones' shape model is not installed", f"pip install {PACKAGE}")
    return Path(found[0]) / "models"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise failure(path, f"cannot be read ({error.strerror})", f"install {PACKAGE} again") from None
