"""Write, read, write again: nothing moves, nothing is lost that the format can hold, and the bytes are the same."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glutview.landmarks.axes import AXES, Axes, Frame, Units
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, State
from glutview.landmarks.read import read_landmarks
from glutview.landmarks.reading import Format, Reading
from glutview.landmarks.write import landmark_text, losses, write_landmarks
from tests.landmarks.sets import ANY_TEXT, LINE, NO_EXTRA, NUMBERS, TEXT_EXTRA, landmark_sets

FORMATS: tuple[Format, ...] = get_args(Format)
UNITS: tuple[Units, ...] = ("mm", "m")
SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "markups-schema-v1.0.3.json").read_text())
FRAMES = st.tuples(st.sampled_from(AXES), st.sampled_from(UNITS))


def read_text(folder: Path, text: str, format: Format) -> Reading:
    """Read a text as the file of that format which holds it."""
    path = folder / f"a.{format}"
    path.write_bytes(text.encode("utf-8"))
    return read_landmarks(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files of all examples."""
    return tmp_path_factory.mktemp("landmarks")


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=150, deadline=None)
@given(landmarks=landmark_sets(), frame=FRAMES)
def test_the_second_writing_is_the_first_byte_for_byte(
    folder: Path, format: Format, landmarks: LandmarkSet, frame: tuple[Axes, Units]
) -> None:
    text = landmark_text(landmarks, format, *frame)
    reading = read_text(folder, text, format)
    assert not reading.problems
    assert len(reading.landmarks) == len(landmarks)
    assert landmark_text(reading.landmarks, format, *frame) == text
    if landmarks.points:
        assert (reading.axes, reading.units) == frame


@settings(max_examples=150, deadline=None)
@given(landmarks=landmark_sets(ANY_TEXT), frame=FRAMES)
def test_markups_hold_everything(folder: Path, landmarks: LandmarkSet, frame: tuple[Axes, Units]) -> None:
    bare = dataclasses.replace(landmarks, header={}, comments=())
    points = tuple(p for p in bare.points if p.orientation is None or len(p.orientation) == 9)
    bare = bare.with_points(sorted(points, key=lambda point: point.list))
    assert read_text(folder, landmark_text(bare, "mrk.json", *frame), "mrk.json").landmarks == bare


@settings(max_examples=150, deadline=None)
@given(landmarks=landmark_sets(LINE, TEXT_EXTRA, 1), frame=FRAMES)
def test_a_table_holds_every_point_whole(folder: Path, landmarks: LandmarkSet, frame: tuple[Axes, Units]) -> None:
    text = landmark_text(landmarks, "csv", *frame)
    found = read_text(folder, text, "csv").landmarks
    for point, again in itertools.zip_longest(landmarks.points, found.points):
        kept = {key.strip(): value for key, value in point.extra.items() if value}
        assert dataclasses.replace(point, extra=kept) == again
    assert found.comments == landmarks.comments


@settings(max_examples=150, deadline=None)
@given(landmarks=landmark_sets(LINE, NO_EXTRA, 1), frame=FRAMES)
def test_a_point_list_holds_every_point_whole(
    folder: Path, landmarks: LandmarkSet, frame: tuple[Axes, Units]
) -> None:
    points = (dataclasses.replace(point, orientation=None) for point in landmarks.points)
    bare = dataclasses.replace(landmarks, lists=({},), comments=()).with_points(points)
    assert read_text(folder, landmark_text(bare, "fcsv", *frame), "fcsv").landmarks == bare
    assert len(losses(bare, "fcsv")) == 0


@settings(max_examples=100, deadline=None)
@given(landmarks=landmark_sets(), frame=FRAMES)
def test_our_markups_are_valid_by_slicers_schema(landmarks: LandmarkSet, frame: tuple[Axes, Units]) -> None:
    jsonschema.validate(json.loads(landmark_text(landmarks, "mrk.json", *frame)), SCHEMA)


def test_the_schema_refuses_what_slicers_does() -> None:
    points = [{"position": [1, 2, 3]}]
    good: dict[str, Any] = {"@schema": "s", "markups": [{"type": "Fiducial", "controlPoints": points}]}
    jsonschema.validate(good, SCHEMA)
    for bad in ({"position": ""}, {"positionStatus": "missing"}, {"position": [1, 2]}, {"locked": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, "markups": [{"type": "Fiducial", "controlPoints": [bad]}]}, SCHEMA)


@settings(max_examples=300, deadline=None)
@given(position=st.tuples(NUMBERS, NUMBERS, NUMBERS), steps=st.lists(st.tuples(FRAMES, st.sampled_from(FORMATS))))
def test_a_point_comes_home_exactly_through_any_conversions(
    folder: Path, position: tuple[float, float, float], steps: list[tuple[tuple[Axes, Units], Format]]
) -> None:
    landmarks = LandmarkSet((Landmark("a", position),))
    for frame, format in steps:
        landmarks = read_text(folder, landmark_text(landmarks, format, *frame), format).landmarks
    assert landmarks.points[0].position_mm == position


def test_lps_to_ras_turns_left_and_backward_round_and_metres_are_thousandths() -> None:
    assert Frame("RAS", "m").texts((1.5, -2.0, 3.25)) == ("-0.0015", "0.002", "0.00325")
    assert Frame("RAS", "m").position_mm("-0.0015", "2e-3", "0.00325") == (1.5, -2.0, 3.25)
    assert Frame("LPS", "um").position_mm("1500", "-2000", "3250") == (1.5, -2.0, 3.25)
    assert Frame("RAS").texts((0.0, -0.0, 0.1)) == ("0.0", "0.0", "0.1")


def test_writing_over_the_file_that_was_read_is_safe(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    landmarks = LandmarkSet((Landmark("a", (1.0, 2.0, 3.0)),))
    write_landmarks(path, landmarks)
    write_landmarks(path, read_landmarks(path).landmarks, "RAS", "m")
    assert read_landmarks(path).landmarks == landmarks
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("format", FORMATS)
def test_missing_and_skipped_stay_apart_from_file_to_file(folder: Path, format: Format) -> None:
    states: tuple[State, ...] = ("placed", "missing", "skipped", "missing")
    points = (Landmark(str(i), (1.0, 2.0, 3.0) if s == "placed" else None, s) for i, s in enumerate(states))
    text = landmark_text(LandmarkSet(tuple(points)), format)
    for _ in range(2):
        again = read_text(folder, text, format)
        assert not again.problems
        assert tuple(point.state for point in again.landmarks.points) == states
        assert landmark_text(again.landmarks, format) == text
