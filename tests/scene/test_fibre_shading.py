"""Fibres stay fibres however near one comes: drawn along u, appearing little by little, and only there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.scene.scene import Scene
from glutview.state.view_state import CameraState
from tests.scene.near_view import brightness, near_view

BELLY = CameraState(azimuth_deg=-95, elevation_deg=8, distance_mm=600, focal_mm=(-125.0, 5.0, 60.0))
"""Before the belly of the right gluteus medius, whose fibres run upright there."""


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def scene(anatomy: Anatomy) -> Iterator[Scene]:
    with near_view(anatomy, "gluteus_medius_r", BELLY) as scene:
        yield scene


@pytest.mark.parametrize("distance_mm", [120.0, 70.0, 40.0, 20.0])
def test_striation_follows_the_fibres_at_any_distance(scene: Scene, distance_mm: float) -> None:
    picture = brightness(scene, distance_mm)
    across = np.abs(np.diff(picture, axis=1)).mean()
    along = np.abs(np.diff(picture, axis=0)).mean()
    assert across > 4 * along
    # As many edges to the picture as there are from afar, nearly: it does not blur.
    assert across > 1.2


def test_nothing_pops_up_on_the_way_near(scene: Scene) -> None:
    distances = 120 * 0.96 ** np.arange(45)
    light = [brightness(scene, float(distance)).mean() for distance in distances]
    assert np.abs(np.diff(light)).max() < 2.5
    grain = [np.abs(np.diff(brightness(scene, float(distance)), axis=1)).mean() for distance in distances]
    assert np.abs(np.diff(grain)).max() < 0.25 * np.mean(grain)
