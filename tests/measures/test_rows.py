"""The figures of the literature, measured on the shipped model: finite, the same on both sides, honestly told."""

from __future__ import annotations

import json
import math
from pathlib import Path

import jsonschema
import pytest

from glutview.atlas.load import load_atlas
from glutview.biomech.anatomy import Anatomy
from glutview.errors import GlutviewError
from glutview.measures.figures import FigureSpec, read_figures
from glutview.measures.registry import MEASURES
from glutview.measures.rows import OWN_RULE, RECALLED, Row, figures, measured, measured_row
from glutview.measures.subject import Subject
from glutview.measures.table import cells, json_text, markdown_page, plain_table, summary

DOCS = Path(__file__).resolve().parents[2] / "docs" / "MEASURES.md"
QUICK = ("volumes", "lengths", "footprints", "origins", "arms", "sweeps", "bones", "nerves", "vessels", "bursae")
NUMBER = {"type": ["number", "null"]}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": [
            *("id", "group", "what", "structures", "ours", "unit", "literature", "bound", "deviation", "within"),
            *("detail", "note", "source", "confidence"),
        ],
        "properties": {
            "id": {"type": "string"},
            "group": {"type": "string"},
            "what": {"type": "string"},
            "structures": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "ours": NUMBER,
            "unit": {"enum": ["mm", "mm2", "cm3", "deg", "%", "", "pairs", "surfaces"]},
            "literature": {
                "type": "object",
                "properties": dict.fromkeys(("mean", "sd", "low", "high"), NUMBER),
                "required": ["mean", "sd", "low", "high"],
                "additionalProperties": False,
            },
            "bound": {
                "type": "object",
                "properties": dict.fromkeys(("low", "high"), NUMBER),
                "required": ["low", "high"],
                "additionalProperties": False,
            },
            "deviation": NUMBER,
            "within": {"type": ["boolean", "null"]},
            "detail": {"type": "string"},
            "note": {"type": ["string", "null"]},
            "source": {"type": "string", "minLength": 1},
            "confidence": {"enum": ["verified", "recalled", "rule"]},
        },
    },
}


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def rows(anatomy: Anatomy) -> list[Row]:
    """Of the groups that are measured at once."""
    return list(measured(Subject(anatomy), QUICK))


@pytest.fixture(scope="module")
def every_row(anatomy: Anatomy) -> list[Row]:
    return list(measured(Subject(anatomy)))


@pytest.mark.slow
def test_every_figure_is_measured_once_and_is_a_number(every_row: list[Row], anatomy: Anatomy) -> None:
    assert [row.id for row in every_row] == list(figures(anatomy.atlas.sources))
    assert len(every_row) >= 90
    for row in every_row:
        assert row.ours is None or math.isfinite(row.ours), row.id
        assert row.ours is not None or row.detail.startswith("not in the model: "), row.id


def test_every_measure_is_asked_for() -> None:
    assert {figure.measure for figure in figures(load_atlas().sources).values()} == set(MEASURES)


def test_what_is_there_is_measured(rows: list[Row], anatomy: Anatomy) -> None:
    """Missing is only what the model lacks: a structure, a landmark or a facet."""
    there = {structure.stated_id for structure in anatomy.atlas.structures.values()}
    landmarks = {landmark.stated_id for landmark in anatomy.atlas.landmarks.values()}
    for row in rows:
        if row.ours is None:
            assert set(row.figure.of) - there or set(row.figure.landmarks) - landmarks, (row.id, row.detail)


@pytest.mark.slow
def test_the_left_has_the_same_figures(anatomy: Anatomy, every_row: list[Row]) -> None:
    # Midline bones are their own mirror images as exactly as their files hold them: to a hundred-thousandth.
    for right, left in zip(every_row, measured(Subject(anatomy, "l")), strict=True):
        assert left.ours == (None if right.ours is None else pytest.approx(right.ours, abs=5e-5)), right.id


def test_a_side_is_measured_like_the_other(anatomy: Anatomy, rows: list[Row]) -> None:
    for right, left in zip(rows, measured(Subject(anatomy, "l"), QUICK), strict=True):
        assert left.ours == (None if right.ours is None else pytest.approx(right.ours, abs=1e-6)), right.id


def test_a_recalled_figure_is_told_as_one_and_cites_nobody(rows: list[Row], anatomy: Anatomy) -> None:
    names = {author.split()[0] for source in anatomy.atlas.sources.values() for author in source.authors}
    recalled = [row for row in rows if row.figure.confidence == "recalled"]
    assert recalled
    for row in recalled:
        assert row.source == row.short_source == RECALLED
        assert not names & set(" ".join(cells(row)).split())
    assert all(row.citations for row in rows if row.figure.confidence == "verified")
    assert {row.source for row in rows if row.figure.confidence == "rule"} == {OWN_RULE}


def test_what_is_missing_breaks_its_bound(rows: list[Row]) -> None:
    for row in rows:
        if row.figure.bound is None:
            assert row.within is None
        elif row.ours is None:
            assert row.within is False
            assert cells(row)[0] == "MISSING"
        else:
            low, high = row.figure.bound
            kept = (low is None or row.ours >= low) and (high is None or row.ours <= high)
            assert row.within is kept
            assert cells(row)[0] == ("ok" if kept else "BROKEN")


def test_the_json_keeps_its_form(rows: list[Row]) -> None:
    told = json.loads(json_text(rows))
    jsonschema.validate(told, SCHEMA)
    assert [one["ours"] for one in told] == [row.ours for row in rows]


def test_the_table_tells_every_figure_and_how_many_are_broken(rows: list[Row]) -> None:
    text = plain_table(rows)
    assert all(row.figure.what in text for row in rows)
    broken = sum(row.within is False for row in rows)
    assert f"of {sum(row.within is not None for row in rows)} bounds {broken} broken" in summary(rows)


@pytest.mark.slow
def test_the_page_of_the_documentation_is_current(every_row: list[Row]) -> None:
    assert DOCS.read_text(encoding="utf-8") == markdown_page(every_row) + "\n", (
        "run `glutview measure --markdown > docs/MEASURES.md`"
    )


def row(ours: float | None, **stated: object) -> Row:
    spec = {"group": "lengths", "what": "A length", "measure": "volume", "of": ["femur"], "unit": "mm"}
    return Row("length", FigureSpec.model_validate({**spec, "confidence": "recalled", **stated}), ours, "", RECALLED)


@pytest.mark.parametrize(
    ("ours", "stated", "deviation", "within"),
    [
        (12.0, {"mean": 10.0}, 2.0, None),
        (12.0, {"mean": 10.0, "range": (8.0, 11.0), "bound": (9.0, 12.0)}, 2.0, True),
        (12.1, {"mean": 10.0, "bound": (9.0, 12.0)}, 2.1, False),
        (7.0, {"range": (8.0, 11.0)}, -1.0, None),
        (9.0, {"range": (8.0, 11.0)}, 0.0, None),
        (13.0, {"range": (8.0, 11.0), "bound": (None, 12.0)}, 2.0, False),
        (1.4, {"bound": (None, 1.5)}, 0.0, True),
        (1.6, {"bound": (None, 1.5)}, 0.1, False),
        (90.0, {"bound": (100.0, None)}, -10.0, False),
        (None, {"mean": 10.0, "bound": (9.0, 12.0)}, None, False),
        (None, {"mean": 10.0}, None, None),
    ],
)
def test_deviation_and_bound(
    ours: float | None, stated: dict[str, object], deviation: float | None, within: bool | None
) -> None:
    made = row(ours, **stated)
    assert made.deviation == (None if deviation is None else pytest.approx(deviation))
    assert made.within is within


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("confidence: verified", "a verified figure without source"),
        ("confidence: rule, sources: [gray_1918], bound: [1, 2]", "a rule has a bound and no sources"),
        ("confidence: recalled, bound: [3, 2]", "3 is more than 2"),
        ("confidence: recalled, bound: [null, null]", "neither end is given"),
        ("confidence: recalled, sd: 2", "a deviation without a mean"),
        ("confidence: recalled, sources: [grey_1918]", "there is no source `grey_1918`: did you mean `gray_1918`"),
        ("confidence: recalled, measure: volum", "there is no measure `volum`: did you mean `volume`"),
        ("confidence: recalled, colour: red", "colour"),
        ("confidence: recalled, measure: lever_arm", "a lever arm is that of a movement: write `group: arms`"),
        ("confidence: recalled, movement: flexion", "a lever arm is that of a movement: write `group: arms`"),
    ],
)
def test_what_is_wrong_with_a_figure_is_told_with_its_line(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "figures.yaml"
    measure = "" if "measure:" in entry else "measure: volume, "
    stated = f"group: volumes, what: One, {measure}of: [femur], unit: cm3, {entry}"
    path.write_text(f"format: 1\nfigures:\n  one:\n    {{{stated}}}\n")
    with pytest.raises(GlutviewError) as caught:
        read_figures(path, load_atlas().sources, MEASURES)
    problem = str(caught.value)
    assert message in problem
    assert f"{path}:" in problem


def test_a_structure_that_is_not_there_is_told(anatomy: Anatomy) -> None:
    asked = row(None, of=["appendix"]).figure
    found = measured_row(Subject(anatomy), "appendix_volume", asked, {})
    assert (found.ours, found.detail) == (None, "not in the model: appendix")
