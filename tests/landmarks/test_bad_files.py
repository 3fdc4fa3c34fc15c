"""Broken files: as much as is sound is read, all that is not is listed, and nothing else happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glutview.errors import GlutviewError
from glutview.landmarks.read import read_landmarks
from glutview.landmarks.reading import Reading
from glutview.landmarks.text_file import SIZE_LIMIT
from glutview.landmarks.write import landmark_text

DATA = Path(__file__).parents[1] / "data" / "landmarks"
SAMPLES = sorted(DATA.iterdir())


def reading_of(tmp_path: Path, name: str, text: str | bytes, axes: str = "", units: str = "") -> Reading:
    """Read a file of that name and content."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_landmarks(path, axes, units)


def markup(**members: object) -> str:
    """A `.mrk.json` with these members of its one list."""
    schema = "https://example.org/markups-schema-v1.0.3.json#"
    return json.dumps({"@schema": schema, "markups": [{"type": "Fiducial", "coordinateSystem": "LPS", **members}]})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.fcsv", "", "empty"),
        ("a.csv", " \n\r\n", "empty"),
        ("a.csv", b"\xef\xbb\xbf", "empty"),
        ("a.csv", b"PK\x03\x04\x00\x00", "not a text"),
        ("a.mrk.json", b"\x89PNG\r\n\x1a\n\x00", "not a text"),
        ("a.mrk.json", '{"markups": [', "not JSON"),
        ("a.mrk.json", '{"markups": [1, }', "a.mrk.json:1: this is not JSON"),
        ("a.mrk.json", "[" * 100_000, "nested too deeply"),
        ("a.mrk.json", '{"a":' * 60 + "1" + "}" * 60, "nested too deeply"),
        ("a.mrk.json", "[]", "holds no list of `markups`"),
        ("a.mrk.json", '{"markups": {}}', "holds no list of `markups`"),
        ("a.mrk.json", '{"markups": []}', "no list of points"),
        ("a.mrk.json", '{"@schema": "x/markups-schema-v2.0.0.json#", "markups": []}', "newer than what is known"),
        ("a.mrk.json", '{"@schema": "https://x/volume-v1.json", "markups": []}', "is not that of markups"),
        ("a.mrk.json", markup(coordinateSystem="IJK"), "IJK"),
        ("a.mrk.json", markup(coordinateSystem="XYZ"), "'XYZ' are not known"),
        ("a.mrk.json", markup(coordinateUnits="furlong"), "'furlong' are not known"),
        ("a.mrk.json", "0,1\n" * 600_000 + "," * 2_000_000, "more than 1,000,000 values"),
        ("a.fcsv", "# Markups fiducial file version = 4.6\n# CoordinateSystem = 7\n", "'7' are not known"),
        ("a.fcsv", "# CoordinateSystem = RAS\n# CoordinateSystem = LPS\n", "line 1 says RAS"),
        ("a.fcsv", "# columns = id,x,y,label\na,1,2,b\n", "the columns lack z"),
        ("a.fcsv", "Dear reader\n", "no line holds a point"),
        ("a.fcsv", "# remarks alone\n", "no point list"),
        ("a.csv", "# remarks alone\n", "nothing but comments"),
        ("a.csv", "name;a;b\nx;1;2\n", "no columns x, y and z"),
        ("a.csv", "ASIS,1.5,2.5,3.5\nPSIS,1,2,3\n", "no header line"),
        ("a.csv", "name,x,y,axes,units\na,1,2,LPS,mm\n", "no columns x, y and z"),
        ("a.csv", "name,x,y,z,axes,units\na,1,2,3,ABC,mm\n", "'ABC' are not known"),
        ("a.csv", "# axes: RAS\nname,x,y,z,axes,units\na,1,2,3,LPS,mm\n", "says RAS, but column axes says LPS"),
        ("a.csv", "name,x_lps_mm,y_ras_mm,z_lps_mm\na,1,2,3\n", "'LPS and RAS' are not known"),
        ("a.csv", "name,x,y,z\n" + "a,1,2,3\n" * 20_001, "more than 20,000 points"),
        ("a.csv", "#\r\n" * 1_000_001, "more than 1,000,000 lines"),
        ("a.csv", "x," * 1001 + "y\n", "more than 1,000 columns"),
        ("a.fcsv", "# columns = " + "x," * 1001 + "y\n", "more than 1,000 columns"),
        ("a.ply", "ply\n", "end in .mrk.json, .fcsv or .csv"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_words(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    with pytest.raises(GlutviewError) as caught:
        reading_of(tmp_path, name, content)
    assert message in str(caught.value)


def test_no_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GlutviewError, match="no such file"):
        read_landmarks(tmp_path / "a.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(GlutviewError, match="folder"):
        read_landmarks(tmp_path / "b.csv")
    huge = tmp_path / "c.fcsv"
    with huge.open("wb") as stream:
        stream.truncate(SIZE_LIMIT + 1)
    with pytest.raises(GlutviewError, match="20 MB"):
        read_landmarks(huge)


def test_the_sound_points_of_markups_are_read(tmp_path: Path) -> None:
    points = [
        {"label": "good", "position": [1, 2, 3]},
        {"label": "short", "position": [1, 2]},
        {"label": "words", "position": ["1", "2", "3"]},
        {"label": "infinite", "position": [1, 2, float("inf")]},
        {"label": "lost", "positionStatus": "defined", "position": None},
        {"label": "odd", "positionStatus": "hidden", "position": [4, 5, 6]},
        {"label": "gone", "positionStatus": "undefined", "position": [4, 5, 6]},
        {"label": "flag", "position": [7, 8, 9], "locked": "yes", "orientation": [1]},
        {"id": 7, "label": ["x"], "position": [0, 0, 0]},
        "no point",
    ]
    reading = reading_of(tmp_path, "a.mrk.json", markup(controlPoints=points))
    assert [(p.name, p.position_mm) for p in reading.landmarks.points] == [
        ("good", (1.0, 2.0, 3.0)),
        ("short", None),
        ("words", None),
        ("infinite", None),
        ("lost", None),
        ("odd", (4.0, 5.0, 6.0)),
        ("gone", None),
        ("flag", (7.0, 8.0, 9.0)),
        ("", (0.0, 0.0, 0.0)),
    ]
    keys = [problem.key for problem in reading.problems]
    numbered = {int(key.split("[")[2].split("]")[0]) for key in keys}
    assert numbered == {1, 2, 3, 4, 5, 6, 7, 8, 9}
    assert reading.landmarks.points[8].id == "7"


def test_a_plane_is_more_than_its_points(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "a.mrk.json", markup(type="Plane", center=[0, 0, 0], controlPoints=[]))
    assert "a Plane is more than its points" in str(reading.problems[0])
    assert reading.landmarks.lists == ({"type": "Fiducial"},)


def test_numbers_and_letters_that_json_does_not_have_are_listed(tmp_path: Path) -> None:
    members = '"name": "a\\ud800", "opacity": NaN, "a": 1, "a": 2, "measurements": [{"value": 1e999}]'
    text = '{"markups": [{"type": "Fiducial", ' + members + "}]}"
    reading = reading_of(tmp_path, "a.mrk.json", text)
    assert reading.landmarks.lists == ({"type": "Fiducial", "name": "a\ufffd", "a": 2, "measurements": [{}]},)
    assert sorted(problem.key for problem in reading.problems) == [
        "a",
        "markups[0].measurements[0].value",
        "markups[0].name",
        "markups[0].opacity",
    ]


def test_the_sound_lines_of_a_point_list_are_read(tmp_path: Path) -> None:
    text = (
        "# Markups fiducial file version = 7.1,,,,\r\n# CoordinateSystem = LPS,,,\r\n"
        "a,1,2,3,0,0,0,1,1,1,0,good,,\r\n"
        "b,1,2\r\n"
        "c,1,x,3,0,0,0,1,1,1,0,words,,\r\n"
        "d,1,2,inf,0,0,0,1,1,1,0,infinite,,\r\n"
        "e,nan,nan,nan,0,0,0,1,1,1,0,absent,,\r\n"
        "f,1,2,3,0,0,0,1,yes,1,0,flag,,\r\n"
        "g,1,2,3,0,0,0,1,1,1,0,status,,,9,0\r\n"
        "h,1,2,3,0,0,0,1,1,1,0,a,b,c,d,e,f\r\n"
    )
    reading = reading_of(tmp_path, "a.fcsv", text)
    assert [(p.name, p.state) for p in reading.landmarks.points] == [
        ("good", "placed"),
        ("words", "missing"),
        ("infinite", "missing"),
        ("absent", "missing"),
        ("flag", "placed"),
        ("status", "placed"),
        ("a", "placed"),
    ]
    assert [problem.line for problem in reading.problems] == [4, 5, 6, 8, 9, 10, 10]
    assert "newer than what is known" in reading.notes[0]


def test_the_sound_rows_of_a_table_are_read(tmp_path: Path) -> None:
    text = (
        "name,x,y,z,state,axes,units,axes\n"
        "good,1,2,3,,RAS,mm\n"
        "good,1,2,3,placed,LPS,mm\n"
        "comma,1,5,2,5,3,5,placed,RAS,mm\n"
        "short,1\n"
        "half,1,,3,,LPS,mm\n"
        "lost,,,,placed,LPS,mm\n"
        "odd,1,2,3,somewhere,LPS,mm\n"
        "both,1,2,3,skipped,LPS,mm\n"
        "far,1e999,2,3,,LPS,m\n"
        "under_score,1_0,2,3,,LPS,mm\n"
        "where,1,2,3,,ABC,mm\n"
        "\n"
        '"open,1,2,3,,LPS,mm\n'
        "after,1,2,3,,LPS,mm\n"
    )
    reading = reading_of(tmp_path, "a.csv", text)
    assert [(p.name, p.position_mm) for p in reading.landmarks.points] == [
        ("good", (-1.0, -2.0, 3.0)),
        ("good", (1.0, 2.0, 3.0)),
        ("short", None),
        ("half", None),
        ("lost", None),
        ("odd", (1.0, 2.0, 3.0)),
        ("both", None),
        ("far", None),
        ("under_score", None),
    ]
    assert [problem.line for problem in reading.problems] == [0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14]
    assert reading.landmarks.duplicates() == ("good",)


def test_decimal_commas_beside_points_are_not_trusted(tmp_path: Path) -> None:
    text = "name;x;y;z\na;1,234;2;3\nb;1.5;2;3\n"
    reading = reading_of(tmp_path, "a.csv", text, "LPS", "mm")
    assert [(p.name, p.position_mm) for p in reading.landmarks.points] == [("a", None), ("b", (1.5, 2.0, 3.0))]
    assert "decimal commas" in str(reading.problems[0])
    alone = reading_of(tmp_path, "a.csv", text.replace("1.5", "1"), "LPS", "mm")
    assert alone.landmarks.points[0].position_mm == (1.234, 2.0, 3.0)


def test_a_table_without_names_is_numbered(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "a.csv", "z\tY\tx\n3\t2\t1\n6\t5\t4\n", "LPS", "mm")
    places = [(p.name, p.position_mm) for p in reading.landmarks.points]
    assert places == [("1", (1.0, 2.0, 3.0)), ("2", (4.0, 5.0, 6.0))]
    assert "numbered" in reading.notes[0]


PIECES = st.sampled_from([b",", b'"', b"\n", b"#", b"-", b"nan", b"[", b"{", b"1e999", b"null"])


def read_or_refused(path: Path, axes: str | None) -> None:
    """Assert that a file is read soundly or refused in words, whatever is in it."""
    try:
        reading = read_landmarks(path, axes)
    except GlutviewError as error:
        refused = error.problems
    else:
        refused = reading.problems
        places = [point.position_mm for point in reading.landmarks.points if point.position_mm]
        assert all(abs(number) < float("inf") for place in places for number in place)
        text = landmark_text(reading.landmarks, reading.format)
        path.write_bytes(text.encode("utf-8"))
        assert not read_landmarks(path).problems
    assert all(problem.what and problem.remedy for problem in refused)


@settings(max_examples=400, deadline=None)
@given(sample=st.sampled_from(SAMPLES), data=st.data())
def test_damaged_samples_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, sample: Path, data: st.DataObject
) -> None:
    raw = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3) | PIECES)
        raw = raw or bytearray(b" ")
    path = tmp_path_factory.getbasetemp() / sample.name
    path.write_bytes(raw)
    read_or_refused(path, data.draw(st.sampled_from([None, "LPS"])))


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=200) | st.text(max_size=100).map(str.encode), data=st.data())
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, data: st.DataObject
) -> None:
    ending = data.draw(st.sampled_from(["csv", "fcsv", "mrk.json"]))
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    path.write_bytes(raw)
    read_or_refused(path, "LPS")
