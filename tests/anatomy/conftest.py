"""The shipped anatomy, read once; what is expensive to make is made once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Mesh

BONES = ("hip_bone", "femur", "sacrum", "coccyx")
MUSCLES = ("gluteus_minimus", "gluteus_medius", "gluteus_maximus")


@pytest.fixture(scope="session")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="session")
def right(anatomy: Anatomy) -> Mapping[str, Mesh]:
    """Meshes of the right side by stated id."""
    return {
        stated: anatomy.rest[f"{stated}_r" if f"{stated}_r" in anatomy.rest else stated]
        for stated in anatomy.atlas.stated.structures
    }


@pytest.fixture(scope="session")
def fields(right: Mapping[str, Mesh]) -> Mapping[str, DistanceField]:
    """Distance fields of bones and muscles of the right side at rest."""
    return {name: DistanceField.from_mesh(right[name]) for name in (*BONES, *MUSCLES)}


SHORTFALLS = {
    "test_medius_is_a_fan": "58 degrees since its insertion is as broad as its facets",
}
"""What the anatomy is known to fall short of, and why. Each must fail: what is mended leaves the list."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect the shortfalls, strictly."""
    for item in items:
        if "tests/anatomy" in item.nodeid and item.name in SHORTFALLS:
            item.add_marker(pytest.mark.xfail(reason=SHORTFALLS[item.name], strict=True))
