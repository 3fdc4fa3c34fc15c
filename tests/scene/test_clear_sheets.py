"""Fascia is seen through as it is, and clicked through to the muscle it covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.mesh import Floats
from glutview.scene.camera import project
from glutview.scene.frame import Pixels
from glutview.scene.looks import SOLID, veil_of
from glutview.scene.quality import SOFTWARE
from glutview.scene.scene import Pace, Scene
from glutview.state.resolve import resolve
from glutview.state.scene_description import PartDescription
from glutview.state.view_state import CameraState, ViewState

SIZE, LARGE = (320, 260), (900, 700)
PACES: tuple[Pace, Pace] = ("rest", "moving")
SHEET, MUSCLE = "gluteal_aponeurosis_r", "gluteus_medius_r"


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture
def scene(anatomy: Anatomy) -> Iterator[Scene]:
    made = Scene(anatomy)
    made.apply(resolve(anatomy.atlas, ViewState()))
    made.camera = made.opening_view(SIZE, "right")
    yield made
    made.close()


def place_on_sheet(scene: Scene, anatomy: Anatomy) -> tuple[float, float]:
    """A pixel amid the sheet, between the iliotibial tract and gluteus maximus."""
    fields = anatomy.rest[SHEET].fields
    row = int(np.argmin(np.abs(fields["s"] - 0.72) + np.abs(fields["u"] - 0.3)))
    x, y, _ = project(scene.camera, anatomy.rest[SHEET].vertices[[row]], SIZE)[0]
    return float(x), float(y)


@pytest.mark.parametrize("kind", ["fascia", "bursa"])
def test_thin_kinds_are_clear_unselected_and_clearer_than_selected(kind: str) -> None:
    plain = veil_of(PartDescription("x", kind, "#ffffff"))
    chosen = veil_of(PartDescription("x", kind, "#ffffff", highlighted=True))
    assert 0.2 < plain.facing < chosen.facing < 1
    assert veil_of(PartDescription("x", "ligament", "#ffffff")) == SOLID


def test_a_click_goes_through_the_aponeurosis_to_the_muscle_and_the_next_click_means_the_sheet(
    scene: Scene, anatomy: Anatomy
) -> None:
    pixel = place_on_sheet(scene, anatomy)
    ids = [hit.id for hit in scene.hits(pixel, SIZE)]
    assert ids[:2] == [MUSCLE, SHEET]
    first = scene.pick(pixel, SIZE)
    assert first is not None
    assert first.id == MUSCLE
    second = scene.pick(pixel, SIZE, after=MUSCLE)
    assert second is not None
    assert second.id == SHEET


def test_a_sheet_that_is_looked_for_is_found_where_it_lies_and_nowhere_else(scene: Scene, anatomy: Anatomy) -> None:
    pixel = place_on_sheet(scene, anatomy)
    for wanted, meant in (({SHEET}, SHEET), ({"gluteal_aponeurosis_l"}, MUSCLE), ({"gluteus_minimus_r"}, MUSCLE)):
        found = scene.pick(pixel, SIZE, wanted=wanted)
        assert found is not None
        assert found.id == meant


def test_a_sheet_with_nothing_close_behind_is_clicked_itself(scene: Scene, anatomy: Anatomy) -> None:
    others = frozenset(id for id in anatomy.atlas.structures if id != SHEET)
    scene.apply(resolve(anatomy.atlas, replace(ViewState(), hidden=others)))
    found = scene.pick(place_on_sheet(scene, anatomy), SIZE)
    assert found is not None
    assert found.id == SHEET


def test_the_muscle_is_seen_through_the_sheet_and_the_sheet_is_seen(scene: Scene, anatomy: Anatomy) -> None:
    x, y = (round(value) for value in place_on_sheet(scene, anatomy))

    def colour(hidden: frozenset[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scene.apply(resolve(anatomy.atlas, replace(ViewState(), hidden=hidden)))
        picture = np.asarray(scene.draw(SIZE), dtype=np.float64)
        return np.asarray(picture[y - 3 : y + 4, x - 3 : x + 4, :3].mean((0, 1)))

    tract = frozenset({"iliotibial_tract_r"})
    covered, bare = colour(tract), colour(tract | {SHEET})
    # Redder than it is blue, as muscle is; but paler than bare muscle.
    assert covered[0] - covered[2] > 25
    assert (bare[0] - bare[2]) - (covered[0] - covered[2]) > 10


def test_while_it_is_turned_the_muscle_does_not_come_through_the_sheet(anatomy: Anatomy) -> None:
    scene = Scene(anatomy, SOFTWARE)
    try:
        scene.apply(resolve(anatomy.atlas, ViewState()))
        scene.camera = scene.opening_view(LARGE)
        for _ in scene.prepare():
            pass
        pixels = project(scene.camera, anatomy.rest[SHEET].vertices[::2], LARGE)[:, :2]
        # Off the outlines of what lies over it, which are rougher while the model turns.
        about = [(0, 0), (-6, 0), (6, 0), (0, -6), (0, 6)]
        met = [[_seen(scene, x + dx, y + dy) for dx, dy in about] for x, y in pixels.tolist()]
        over = pixels[[ids == [[MUSCLE, SHEET]] * len(about) for ids in met]]
        assert len(over) > 100
        still, turned = (_colours(scene.draw(LARGE, pace), over) for pace in PACES)
        # Of bare muscle there is less green and blue by 50.
        assert (still[:, 1:3].mean(1) - turned[:, 1:3].mean(1) > 25).mean() < 0.02
    finally:
        scene.close()


def test_a_saved_close_up_keeps_the_sheet_behind_a_sheet_in_every_tile(anatomy: Anatomy) -> None:
    scene, size = Scene(anatomy, SOFTWARE), (480, 320)
    try:
        tract = "iliotibial_tract_r"

        def rows(shown: set[str], largest: int) -> Floats:
            hidden = frozenset(anatomy.atlas.structures) - shown
            scene.apply(resolve(anatomy.atlas, replace(ViewState(), hidden=hidden)))
            # So near that something solid lies behind all of the fascia that is seen.
            scene.camera = CameraState(-60.0, 5.0, 120.0, (-134.0, -20.0, 30.0))
            picture = np.concatenate(list(scene.render_bands(size, largest=(4096, largest))))
            return np.asarray(picture[..., :3], dtype=np.float64)

        whole, cut = (rows({MUSCLE, SHEET, tract}, largest) for largest in (4096, 160))
        assert np.abs(whole - cut).mean() < 0.2
        without = rows({MUSCLE, tract}, 4096)
        over = slice(120, 200), slice(76, 116)  # where the tract lies before the sheet
        assert (whole - without)[over].mean() > 5
    finally:
        scene.close()


def _seen(scene: Scene, x: float, y: float) -> list[str]:
    """What a click at a pixel means first and next."""
    return [hit.id for hit in scene.hits((x, y), LARGE)][:2]


def _colours(picture: Pixels, pixels: Floats) -> Floats:
    """(k, 4) of a picture, which may be drawn smaller, at pixels (k, 2) of the large one."""
    columns, rows = (pixels * len(picture) / LARGE[1]).astype(int).T
    return np.asarray(picture[rows, columns], dtype=np.float64)


@pytest.mark.parametrize(("view", "near", "far"), [("right", "_r", "_l"), ("left", "_l", "_r")])
def test_nothing_of_the_far_side_shows_through_the_near_tract(
    scene: Scene, anatomy: Anatomy, view: str, near: str, far: str
) -> None:
    scene.camera = scene.opening_view(LARGE, view)
    mesh = anatomy.rest[f"iliotibial_tract{near}"]
    toward = mesh.vertex_normals()[:, 0] * (-1 if near == "_r" else 1) > 0.8
    covering = toward & (mesh.fields["cover"] > 0.999)
    x, y, _ = project(scene.camera, mesh.vertices[covering], LARGE).T.round().astype(int)
    inside = (x >= 0) & (x < LARGE[0]) & (y >= 0) & (y < LARGE[1])
    assert inside.sum() > 200
    pictures = []
    for hidden in (frozenset[str](), frozenset(id for id in anatomy.rest if id.endswith(far))):
        scene.apply(resolve(anatomy.atlas, ViewState(hidden=hidden)))
        pictures.append(scene.render_image(LARGE)[y[inside], x[inside], :3].astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 2
