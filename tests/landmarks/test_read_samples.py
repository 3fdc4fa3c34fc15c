"""Files as every generation of Slicer and other programs write them: points, states, axes, units, who says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.errors import GlutviewError
from glutview.landmarks.axes import UnstatedFrameError
from glutview.landmarks.landmark_set import Landmark, LandmarkSet
from glutview.landmarks.read import read_landmarks
from glutview.landmarks.write import landmark_text, losses

DATA = Path(__file__).parents[1] / "data" / "landmarks"
RIGHT, LEFT, TIP = (-118.25, 62.5, 80.125), (118.25, 62.5, 80.125), (0.0, -55.75, -20.5)


def points(name: str) -> tuple[Landmark, ...]:
    """The points of a sample that is sound."""
    reading = read_landmarks(DATA / name)
    assert not reading.problems
    return reading.landmarks.points


@pytest.mark.parametrize(
    ("name", "axes", "said_by"),
    [
        ("slicer3.fcsv", "RAS", "default of the format: no CoordinateSystem line"),
        ("slicer_unversioned.fcsv", "RAS", "default of the format: no CoordinateSystem line"),
        ("slicer_4_6.fcsv", "RAS", "line 2: CoordinateSystem = 0"),
        ("slicer_4_10_lps.fcsv", "LPS", "line 2: CoordinateSystem = 1"),
        ("slicer_4_11.fcsv", "LPS", "line 2: CoordinateSystem = LPS"),
    ],
)
def test_every_generation_of_point_lists_gives_the_same_places(name: str, axes: str, said_by: str) -> None:
    reading = read_landmarks(DATA / name)
    assert [point.position_mm for point in reading.landmarks.points] == [RIGHT, LEFT, TIP]
    assert (reading.axes, reading.axes_by, reading.units, reading.format) == (axes, said_by, "mm", "fcsv")
    right, left, tip = reading.landmarks.points
    assert (right.visible, left.visible, tip.selected) == (True, False, False)
    assert not reading.problems


def test_slicer_3_keeps_its_display_settings_and_says_what_it_is() -> None:
    reading = read_landmarks(DATA / "slicer3.fcsv")
    assert reading.generation == "3D Slicer 3 fiducial list"
    assert reading.landmarks.header["selectedColor"] == "1,0.5,0.5"
    assert "# symbolScale = 5\n" in landmark_text(reading.landmarks, "fcsv")
    assert any("symbolScale" in loss for loss in losses(reading.landmarks, "mrk.json"))


def test_slicer_4_fields() -> None:
    right, left, tip = points("slicer_4_6.fcsv")
    assert (right.id, right.name) == ("vtkMRMLMarkupsFiducialNode_0", "Right ASIS")
    assert (right.description, right.associated_node) == ("most prominent point", "vtkMRMLModelNode4")
    assert (right.orientation, tip.orientation, tip.locked, left.locked) == (None, (90.0, 0.0, 0.0, 1.0), True, False)


def test_slicer_4_11_quotes_commas() -> None:
    right, left, _ = points("slicer_4_11.fcsv")
    assert (right.name, right.description) == ("ASIS, right", 'the "most prominent" point')
    assert left.orientation == (1.0, 0.0, 0.0, 0.0)


def test_slicer_5_tells_states_in_columns_without_names_and_its_false_coordinates_are_not_read() -> None:
    crossed, locked, editing = points("slicer_5_4.fcsv")
    assert [(p.name, p.state, p.position_mm) for p in (crossed, locked, editing)] == [
        ("crossed", "skipped", None),
        ("locked", "placed", RIGHT),
        ("editing", "missing", None),
    ]
    assert locked.locked


def test_markups_of_slicer_5() -> None:
    reading = read_landmarks(DATA / "slicer_5_6.mrk.json")
    right, crossed, editing = reading.landmarks.points
    assert (right.position_mm, right.locked, right.visible) == (RIGHT, True, False)
    assert right.orientation == (-1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0)
    assert (crossed.state, editing.state, editing.selected) == ("skipped", "missing", False)
    assert (reading.axes, reading.axes_by) == ("RAS", "markups[0].coordinateSystem")
    assert reading.generation == "3D Slicer markups, schema 1.0.3"
    assert reading.landmarks.lists[0]["display"]["selectedColor"][1] == 0.5000076295109483
    assert not reading.problems


def test_lists_of_one_file_have_their_own_axes_and_units() -> None:
    reading = read_landmarks(DATA / "slicer_two_lists.mrk.json")
    assert [point.position_mm for point in reading.landmarks.points] == [(1.0, 2.0, 3.0), (-1.0, -2.0005, -3.00025)]
    assert (reading.axes, reading.units) == ("LPS and RAS", "mm and um")
    text = landmark_text(reading.landmarks, "mrk.json", "RAS")
    assert '"type": "Curve"' in text
    assert '"name": "crest"' in text
    assert '"side": "right"' in text
    assert any("2 lists" in loss for loss in losses(reading.landmarks, "csv"))


def test_slicers_own_table() -> None:
    reading = read_landmarks(DATA / "slicer_table.csv")
    right, crossed = reading.landmarks.points
    assert (right.position_mm, right.description) == (RIGHT, "most prominent point")
    assert (crossed.state, reading.axes, reading.units) == ("missing", "LPS", "mm")


def test_tables_of_other_programs() -> None:
    right, left, tip = points("columns_with_units.csv")
    assert (right.position_mm, left.state, tip.state, tip.extra) == (RIGHT, "missing", "missing", {"observer": "B"})
    german = points("spreadsheet_german.csv")
    assert [(p.name, p.position_mm) for p in german] == [("Spina; rechts", RIGHT), ("Spina links", LEFT)]
    assert german[0].extra == {"Bemerkung": "gut"}
    assert points("spreadsheet_utf16.csv")[0].position_mm == RIGHT
    french = read_landmarks(DATA / "latin1.csv")
    assert [(p.name, p.position_mm) for p in french.landmarks.points] == [("Épine iliaque", (15.0, 25.0, 35.0))]
    assert "Latin-1" in french.notes[0]


def test_what_a_file_does_not_say_must_be_said() -> None:
    with pytest.raises(UnstatedFrameError, match="--from-axes") as caught:
        read_landmarks(DATA / "plain.csv")
    assert caught.value.axes
    assert caught.value.units
    assert "--from-units" in str(caught.value)
    with pytest.raises(UnstatedFrameError) as caught:
        read_landmarks(DATA / "plain.csv", from_axes="lps")
    assert (caught.value.axes, caught.value.units) == (False, True)
    reading = read_landmarks(DATA / "plain.csv", from_axes="RAS", from_units="m")
    assert reading.landmarks.points[0].position_mm == (118250.0, -62500.0, 80125.0)
    assert reading.how == "axes RAS (--from-axes RAS), units m (--from-units m)"


def test_a_persons_word_replaces_the_formats_default_but_not_the_files_word() -> None:
    assert read_landmarks(DATA / "slicer3.fcsv", from_axes="LPS").landmarks.points[0].position_mm == (
        118.25,
        -62.5,
        80.125,
    )
    for name, axes, told in (
        ("slicer_4_6.fcsv", "LPS", "CoordinateSystem = 0"),
        ("slicer_5_6.mrk.json", "LPS", "markups[0].coordinateSystem"),
        ("spreadsheet_german.csv", "LPS", "axes: RAS"),
        ("columns_with_units.csv", "RAS", "x_lps_mm"),
    ):
        with pytest.raises(GlutviewError, match="--from-axes") as caught:
            read_landmarks(DATA / name, from_axes=axes)
        assert told in str(caught.value)
    assert read_landmarks(DATA / "slicer_4_6.fcsv", from_axes="RAS").axes == "RAS"
    with pytest.raises(GlutviewError, match="--from-units m"):
        read_landmarks(DATA / "slicer_5_6.mrk.json", from_units="m")


def test_voxel_indices_are_refused_whatever_is_said() -> None:
    with pytest.raises(GlutviewError, match="IJK"):
        read_landmarks(DATA / "slicer_ijk.fcsv")
    with pytest.raises(GlutviewError, match="IJK"):
        read_landmarks(DATA / "slicer_ijk.fcsv", from_axes="LPS")


def test_the_content_counts_more_than_the_name(tmp_path: Path) -> None:
    renamed = tmp_path / "a.csv"
    renamed.write_bytes((DATA / "slicer_4_6.fcsv").read_bytes())
    assert read_landmarks(renamed).format == "fcsv"
    renamed.write_bytes((DATA / "slicer_5_6.mrk.json").read_bytes())
    assert read_landmarks(renamed).format == "mrk.json"


def test_orientations_come_through_the_list_of_angles() -> None:
    landmarks = read_landmarks(DATA / "slicer_5_6.mrk.json").landmarks
    line = landmark_text(landmarks, "fcsv", "RAS").splitlines()[3]
    assert line.startswith("1,118.25,-62.5,80.125,90,1,0,0,")  # a quarter turn about the axis to the right


def test_a_set_counts_its_points_and_finds_its_box() -> None:
    landmarks = read_landmarks(DATA / "slicer_4_11.fcsv").landmarks
    assert landmarks.bounding_box_mm() == ((-118.25, -55.75, -20.5), (118.25, 62.5, 80.125))
    assert LandmarkSet().bounding_box_mm() is None
    twice = landmarks.with_points([*landmarks.points, landmarks.points[1]])
    assert (twice.duplicates(), len(twice), twice.count("placed")) == (("Left ASIS",), 4, 4)
    with pytest.raises(ValueError, match="position"):
        Landmark("a", None, "placed")
