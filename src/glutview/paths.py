"""Where the shipped assets lie, in a wheel as in a checkout."""

from __future__ import annotations

from pathlib import Path

from glutview.errors import failure


def assets_dir() -> Path:
    """The folder of the shipped assets.

    In a wheel it lies inside the package; in a checkout (an editable install) beside ``src``.

    Raises:
        GlutviewError: the installation holds no assets.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "assets", package.parents[1] / "assets"):
        if (folder / "meshes").is_dir():
            return folder
    raise failure(package / "assets", "the shipped assets are missing", "install glutview again")


def shipped_annotations() -> Path:
    """The shipped annotations file; read-only by convention."""
    return assets_dir() / "annotations.yaml"
