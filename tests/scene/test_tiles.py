"""A picture in tiles is the picture: without seams, and smaller in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from glutview.scene.camera import directions, eye, project
from glutview.scene.quality import GPU, SOFTWARE, Quality
from glutview.scene.scene import Scene
from glutview.scene.tiles import Tile, projection, rows_of_tiles
from glutview.state.resolve import resolve
from glutview.state.view_state import CameraState, ViewState

SIZE = (334, 251)


def test_tiles_cover_the_picture_once() -> None:
    seen = np.zeros((251, 334), dtype=int)
    for row in rows_of_tiles(SIZE, (100, 64)):
        for tile in row:
            assert tile.width <= 100
            assert tile.height <= 64
            seen[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width] += 1
    assert (seen == 1).all()


@pytest.mark.parametrize("parallel", [False, True])
def test_a_tile_sees_its_part_of_the_view(parallel: bool) -> None:
    state = CameraState(azimuth_deg=20, elevation_deg=10, distance_mm=500, focal_mm=(1, 2, 3), parallel=parallel)
    tile = Tile(100, 64, 80, 50, SIZE)
    points = np.random.default_rng(1).uniform(-60, 60, (20, 3))
    pixels = project(state, points, SIZE)
    seen = (points - eye(state)) @ np.array(directions(state)).T
    clip = np.column_stack([seen, np.ones(20)]) @ projection(state, tile, 300.0, 700.0).T
    place = clip[:, :3] / clip[:, 3:]
    np.testing.assert_allclose(tile.left + (place[:, 0] + 1) / 2 * tile.width, pixels[:, 0], atol=1e-6)
    np.testing.assert_allclose(tile.top + (1 - place[:, 1]) / 2 * tile.height, pixels[:, 1], atol=1e-6)
    assert (np.abs(place[:, 2]) < 1).all()


@pytest.mark.parametrize("still", [SOFTWARE, GPU])
@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("selected", [None, "gluteus_medius_r"])
def test_it_equals_the_picture_in_one_piece(
    anatomy: Any, selected: str | None, parallel: bool, still: Quality
) -> None:
    scene = Scene(anatomy, replace(SOFTWARE, still=still.still))
    try:
        scene.apply(resolve(anatomy.atlas, ViewState(selected=selected, theme="dark")))
        scene.camera = replace(scene.opening_view(SIZE), parallel=parallel)
        whole = scene.render_image(SIZE).astype(int)
        bands = list(scene.render_bands(SIZE, largest=(150, 120)))
        assert len(bands) > 2
        tiled = np.concatenate(bands).astype(int)
        assert tiled.shape == whole.shape
        away = np.abs(tiled - whole).max(2)
        # The background is dithered by a level, and a border of bone may round to the next pixel. A seam would be
        # seen along whole rows.
        assert (away > 2).mean() < 2e-3
        assert (away > 2).mean(1).max() < 0.05
        assert (away > 2).mean(0).max() < 0.05
        # What the window draws next is the whole view again, on the whole background.
        np.testing.assert_array_equal(scene.render_image(SIZE).astype(int), whole)
        drawn = scene.draw(SIZE)[..., :3].astype(int)
        assert np.abs(drawn - whole[..., :3]).mean() < 3
    finally:
        scene.close()


def test_without_background_too(scene: Scene, anatomy: Any) -> None:
    scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_r")))
    whole = scene.render_image(SIZE, transparent=True).astype(int)
    tiled = np.concatenate(list(scene.render_bands(SIZE, transparent=True, largest=(150, 120)))).astype(int)
    assert (np.abs(tiled - whole).max(2) > 2).mean() < 2e-3
    assert (whole[..., 3] == 0).any()
    assert (whole[..., 3] == 255).any()


def test_flat_tiles_leave_no_layer_of_glass_out(anatomy: Any) -> None:
    scene = Scene(anatomy, replace(SOFTWARE, still=replace(SOFTWARE.still, resolution=1.0)))
    try:
        scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_r", xray=True)))
        scene.camera = scene.opening_view(SIZE)
        whole = scene.render_image(SIZE).astype(int)
        tiled = np.concatenate(list(scene.render_bands(SIZE, largest=(167, 5)))).astype(int)
        # A layer that depth peeling leaves out of a tile is missed in all of its rows.
        away: float = (np.abs(tiled - whole).max(2) > 8).mean(1).max()
        assert away < 0.02
    finally:
        scene.close()
