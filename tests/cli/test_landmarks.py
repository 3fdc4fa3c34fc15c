"""`glutview landmarks convert` and `info`, as a person runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from glutview.cli.landmarks import convert, info
from glutview.errors import GlutviewError
from glutview.landmarks.read import read_landmarks
from tests.cli.conftest import Run

TESTS = Path(__file__).parents[1]
DATA = TESTS / "data" / "landmarks"
SCHEMA = json.loads((TESTS / "data" / "markups-schema-v1.0.3.json").read_text(encoding="utf-8"))
SOUND = sorted(path for path in DATA.iterdir() if path.name not in ("plain.csv", "slicer_ijk.fcsv"))


def converted(source: Path, output: Path, **options: Any) -> None:
    """Convert with the options of the command line left out."""
    all_options = {"axes": "LPS", "units": "mm", "from_axes": "", "from_units": "", **options}
    convert(source=source, output=output, **all_options)


@pytest.mark.parametrize("source", SOUND, ids=lambda path: path.name)
@pytest.mark.parametrize("ending", ["mrk.json", "fcsv", "csv"])
def test_every_sample_becomes_every_format_and_stays_where_it_is(source: Path, ending: str, tmp_path: Path) -> None:
    output, back = tmp_path / f"out.{ending}", tmp_path / f"back.{ending}"
    converted(source, output, axes="RAS", units="m")
    before, after = read_landmarks(source), read_landmarks(output)
    assert (after.axes, after.units, after.problems) == ("RAS", "m", ())
    kept = [(p.name, p.position_mm, p.state, p.id, p.description, p.locked) for p in before.landmarks.points]
    assert [(p.name, p.position_mm, p.state, p.id, p.description, p.locked) for p in after.landmarks.points] == kept
    converted(output, back)
    converted(back, tmp_path / f"again.{ending}", axes="RAS", units="m")
    assert (tmp_path / f"again.{ending}").read_bytes() == output.read_bytes()
    if ending == "mrk.json":
        jsonschema.validate(json.loads(output.read_text(encoding="utf-8")), SCHEMA)
        jsonschema.validate(json.loads(back.read_text(encoding="utf-8")), SCHEMA)


def test_the_commands_as_typed(glutview: Run, tmp_path: Path) -> None:
    source = DATA / "slicer_4_6.fcsv"
    done = glutview("landmarks", "convert", source, "-o", "out.csv", "--axes", "ras", "--units", "m")
    assert (done.code, done.err) == (0, "")
    assert "3 points (3 placed, 0 missing, 0 skipped); axes RAS, units m" in done.out
    assert "read as axes RAS (line 2: CoordinateSystem = 0), units mm (default of the format)" in done.out
    with (tmp_path / "work" / "out.csv").open(encoding="utf-8", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert (row["name"], row["x"], row["y"], row["z"]) == ("Right ASIS", "0.11825", "-0.0625", "0.080125")
    assert (row["axes"], row["units"], row["state"], row["locked"]) == ("RAS", "m", "placed", "0")
    told = glutview("landmarks", "info", "out.csv", "--json")
    facts = json.loads(told.out)
    assert (told.code, told.err, facts["points"], facts["axes"], facts["units"]) == (0, "", 3, "RAS", "m")
    assert facts["bounding_box"] == {
        "axes": "LPS",
        "units": "mm",
        "min": [-118.25, -55.75, -20.5],
        "max": [118.25, 62.5, 80.125],
    }


def test_bad_input_is_refused_in_words(glutview: Run, tmp_path: Path) -> None:
    work = tmp_path / "work"
    glutview("landmarks", "info", DATA / "plain.csv").refused("--from-axes", "--from-units")
    glutview("landmarks", "convert", DATA / "plain.csv", "-o", "a.fcsv").refused("--from-axes", "--from-units")
    glutview("landmarks", "info", DATA / "slicer_ijk.fcsv").refused("IJK", "3D Slicer")
    glutview("landmarks", "info", DATA / "slicer_4_6.fcsv", "--from-axes", "LPS").refused("CoordinateSystem = 0")
    glutview("landmarks", "info", "absent.fcsv").refused("no such file")
    sample = DATA / "slicer_4_6.fcsv"
    glutview("landmarks", "convert", sample, "-o", "a.ply").refused(".mrk.json, .fcsv or .csv")
    glutview("landmarks", "convert", sample, "-o", "no/a.csv").refused("no such folder")
    glutview("landmarks", "convert", sample, "-o", "a.csv", "--axes", "LAS").refused("--axes", "LAS")
    glutview("landmarks", "convert", sample, "-o", "a.csv", "--units", "inch").refused("--units", "inch")
    (work / "deep.mrk.json").write_text("[" * 1_000_000, encoding="utf-8")
    glutview("landmarks", "info", "deep.mrk.json").refused("nested too deeply")
    (work / "wide.mrk.json").write_text('{"markups": [' + "0.10," * 900_000 + "1]}", encoding="utf-8")
    glutview("landmarks", "info", "wide.mrk.json").refused("more than 1,000 lists")
    assert not [path for path in work.iterdir() if path.suffix in (".fcsv", ".csv")]


def test_what_is_read_in_part_is_written_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.fcsv"
    source.write_text("name,x,y,z,axes,units\na,1,2,3,LPS,mm\nb,1,x,3,LPS,mm\n", encoding="utf-8")
    output.write_text("as it was", encoding="utf-8")
    with pytest.raises(GlutviewError, match="--partial") as caught:
        converted(source, output)
    assert "in.csv:3: b" in str(caught.value)
    assert output.read_text(encoding="utf-8") == "as it was"
    converted(source, output, partial=True)
    told = capsys.readouterr()
    assert "in.csv:3: b" in told.err
    assert [(p.name, p.state) for p in read_landmarks(output).landmarks.points] == [("a", "placed"), ("b", "missing")]


def test_what_a_poorer_format_loses_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    converted(DATA / "slicer_5_6.mrk.json", tmp_path / "a.csv", units="m")
    assert "not kept: the list's display, fixedNumberOfControlPoints, labelFormat" in capsys.readouterr().err
    converted(DATA / "slicer_5_6.mrk.json", tmp_path / "a.mrk.json", units="m")
    told = capsys.readouterr().err
    assert "in m, is for other programs" in told
    assert 'skipped points (1) become "undefined"' in told
    converted(DATA / "columns_with_units.csv", tmp_path / "a.fcsv")
    assert "not kept: the points' observer" in capsys.readouterr().err


def test_a_file_can_be_converted_onto_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.fcsv"
    path.write_bytes((DATA / "slicer_4_11.fcsv").read_bytes())
    before = read_landmarks(path).landmarks
    converted(path, path, axes="RAS")
    after = read_landmarks(path)
    assert (after.axes, after.landmarks) == ("RAS", before)


def test_info_tells_everything_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,x,y,z,axes,units\na,1,2,3,LPS,mm\na,4,5,6,LPS,mm\nb,,,,LPS,mm\nc,1,,,LPS,mm\n")
    info(file=path, from_axes="", from_units="", as_json=False)
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "format       .csv: CSV table, separated by commas",
        "points       4 points (2 placed, 2 missing, 0 skipped)",
        "axes         LPS (column axes)",
        "units        mm (column units)",
        "extent       x 1.00 to 4.00, y 2.00 to 5.00, z 3.00 to 6.00 (LPS, mm)",
        "duplicates   a",
        "problems     1, on the error output",
    ]
    assert f"{path}:5: c: the coordinates 1; (none); (none) are not three finite numbers" in told.err
    info(file=path, from_axes="", from_units="", as_json=True)
    facts = json.loads(capsys.readouterr().out)
    assert facts["states"] == {"placed": 2, "missing": 2, "skipped": 0}
    assert facts["duplicates"] == ["a"]
    assert [problem["line"] for problem in facts["problems"]] == [5]
