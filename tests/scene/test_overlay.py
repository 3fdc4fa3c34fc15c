"""The orientation figure and the scale bar in pictures that are saved."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from glutview.scene.camera import STANDARD_VIEWS, mm_per_pixel
from glutview.scene.overlay import Disc, Line, Words, note_marks, orientation_figure, picture_unit, scale_marks
from glutview.scene.overlay_raster import paint, paint_figure
from glutview.state.view_state import CameraState

Pixels = npt.NDArray[np.uint8]
SIZE = (640, 400)


def grey(size: tuple[int, int] = SIZE) -> Pixels:
    return np.full((size[1], size[0], 4), (150, 150, 150, 255), dtype=np.uint8)


def changed(picture: Pixels) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(picture[..., :3].astype(int) - 150).max(2) > 20)


def camera(view: str) -> CameraState:
    azimuth, elevation = STANDARD_VIEWS[view]
    return CameraState(azimuth_deg=azimuth, elevation_deg=elevation)


@pytest.mark.parametrize(
    ("view", "right", "above"), [("anterior", "L", "S"), ("right", "A", "S"), ("superior", "L", "P")]
)
def test_the_figure_points_where_the_body_does(view: str, right: str, above: str) -> None:
    letters = [mark for mark in orientation_figure(camera(view), SIZE, 16.0) if isinstance(mark, Words)]
    assert max(letters, key=lambda mark: mark.place[0]).text == right
    assert min(letters, key=lambda mark: mark.place[1]).text == above
    assert {mark.text for mark in letters} == set("RLAPSI")


def test_the_bar_is_as_long_as_it_says() -> None:
    state = camera("anterior")
    scale = mm_per_pixel(state, SIZE[1])
    marks = scale_marks(scale, SIZE, 16.0)
    bar = max((m for m in marks if isinstance(m, Line)), key=lambda m: abs(m.end[0] - m.start[0]))
    (label,) = [mark.text for mark in marks if isinstance(mark, Words)]
    number, unit = label.split()
    assert abs(bar.end[0] - bar.start[0]) * scale == pytest.approx(float(number) * {"cm": 10, "mm": 1}[unit])


@pytest.mark.parametrize("width", [240, 279, 320, 640])
def test_the_bar_leaves_the_figure_its_corner(width: int) -> None:
    unit = 26.0
    figure = [mark for mark in orientation_figure(camera("anterior"), (width, 470), unit) if isinstance(mark, Disc)]
    bar = [mark for mark in scale_marks(0.9, (width, 470), unit) if isinstance(mark, Line)]
    assert max(disc.centre[0] + disc.radius for disc in figure) < min(line.start[0] for line in bar)


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_it_is_painted_in_the_lower_corners_alone(theme: str) -> None:
    picture = grey()
    paint_figure(picture, camera("anterior"), theme)  # type: ignore[arg-type]
    touched = changed(picture)
    assert touched[-90:, :90].sum() > 500
    assert touched[-40:, -140:].sum() > 100
    assert not touched[:-100].any()
    assert (picture[..., 3] == 255).all()
    again = grey()
    paint_figure(again, camera("anterior"), theme)  # type: ignore[arg-type]
    np.testing.assert_array_equal(picture, again)


def test_letters_are_told_apart() -> None:
    pictures = []
    for letter in "RLAPSI":
        picture = grey((40, 40))
        paint(picture, [Words(letter, (20.0, 20.0), 30.0, bold=True)], "light")
        rows, columns = np.nonzero(changed(picture))
        assert abs(rows.mean() - 20) < 3
        assert abs(columns.mean() - 20) < 3
        pictures.append(changed(picture))
    for i, one in enumerate(pictures):
        assert all((one != other).sum() > 15 for other in pictures[:i])


def test_marks_beyond_the_border_are_cut() -> None:
    whole = grey((200, 100))
    marks = [*scale_marks(1.0, (200, 100), 14.0), *orientation_figure(camera("left"), (200, 100), 14.0)]
    paint(whole, marks, "dark")
    part = grey((120, 60))
    shifted = [*scale_marks(1.0, (200, 100), 14.0), *orientation_figure(camera("left"), (200, 100), 14.0)]
    paint(part, shifted, "dark")
    np.testing.assert_array_equal(part, whole[:60, :120])
    paint(grey((3, 3)), [Words("far", (-900.0, -900.0), 10.0), Line((-50.0, -50.0), (-40.0, -40.0), 3.0)], "light")


def test_bands_together_are_the_picture() -> None:
    whole = grey()
    paint_figure(whole, camera("left"), "light")
    bands = grey()
    for top, bottom in ((0, 300), (300, 355), (355, 400)):
        paint_figure(bands[top:bottom], camera("left"), "light", top=top, height=SIZE[1])
    np.testing.assert_array_equal(bands, whole)


def test_it_grows_with_the_picture_and_is_left_out_of_a_tiny_one() -> None:
    assert picture_unit((1280, 800)) == pytest.approx(picture_unit((800, 1280)))
    assert picture_unit((8192, 8192)) > 5 * picture_unit((1280, 800))  # type: ignore[operator]
    assert picture_unit((100, 100)) is None
    tiny = grey((100, 100))
    paint_figure(tiny, camera("left"), "light")
    assert not changed(tiny).any()
    huge = grey((4096, 4096))
    paint_figure(huge, camera("left"), "light")
    assert changed(huge)[-800:, :800].sum() > 20_000


def test_a_note_stands_in_the_upper_left_corner_or_is_left_out_of_a_tiny_picture() -> None:
    note = "What if: right superior gluteal nerve cut. By rules, not by simulation."
    words = [mark.text for mark in note_marks(note, (1280, 800), 18.0) if isinstance(mark, Words)]
    assert words == ["What if: right superior gluteal nerve cut.", "By rules, not by simulation."]
    plain, noted = grey((1280, 800)), grey((1280, 800))
    paint_figure(plain, camera("left"), "light")
    paint_figure(noted, camera("left"), "light", note=note)
    rows, columns = np.nonzero((plain != noted).any(-1))
    assert len(rows) > 2000
    assert rows.max() < 120
    assert columns.max() < 640
    assert note_marks("", (1280, 800), 18.0) == []
    assert note_marks(note, (200, 150), 18.0) == []
