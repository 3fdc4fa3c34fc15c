"""The shipped anatomy and a scene of it, made once for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.scene.scene import Scene


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def scene(anatomy: Anatomy) -> Iterator[Scene]:
    scene = Scene(anatomy)
    yield scene
    scene.close()
