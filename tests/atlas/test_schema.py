"""Each mistake that an entry can hold is found, with its line, its key and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from glutview.atlas.json_schema import FILE_NAME, json_schema
from glutview.errors import Problem
from glutview.paths import assets_dir, shipped_annotations

Problems = Callable[[str, str], tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "remedy"),
    [
        ("fma: 22315", "fna: 22315", "structures.gluteus_medius.fna", "unknown key", "`fma`"),
        ("fma: 22315", "fma: '22315'", "structures.gluteus_medius.fma", "whole number", "whole number"),
        ("fma: 22315", "fma: 1.5", "structures.gluteus_medius.fma", "whole number", "whole number"),
        ("fma: 22315, ", "fma: true, ", "structures.gluteus_medius.fma", "whole number", "whole number"),
        ("name: Hip bone, ", "", "structures.hip_bone.name", "missing", "add `name:`"),
        ("name: Hip bone", "name: 5", "structures.hip_bone.name", "text", "quotes"),
        ("name: Hip bone", "name: ' '", "structures.hip_bone.name", "blank", "text"),
        ('"#9c3b31"', "red", "structures.gluteus_medius.colour", "not a colour", "#rrggbb"),
        ('"#9c3b31"', '"#9c3b3"', "structures.gluteus_medius.colour", "not a colour", "#rrggbb"),
        ("kind: nerve", "kind: nerf", "structures.superior_gluteal_nerve.kind", "allowed", "'nerve'"),
        ("meshes/sacrum.ply", "/etc/passwd", "structures.sacrum.mesh", "out of the asset", "meshes/"),
        ("meshes/sacrum.ply", "meshes/../../x.ply", "structures.sacrum.mesh", "out of the asset", "meshes/"),
        ("meshes/sacrum.ply", "C:/x.ply", "structures.sacrum.mesh", "out of the asset", "meshes/"),
        ("meshes/sacrum.ply", "sacrum.ply", "structures.sacrum.mesh", "not a path", "meshes/"),
        ("at: [0, 1, 0, 0]", "at: [0, 1, 0]", "landmarks.sacral_apex.at", "not a place", "triangle"),
        ("at: [0, 1, 0, 0]", "at: [0, 1, 0, 0, 0]", "landmarks.sacral_apex.at", "not a place", "triangle"),
        ("at: [0, 1, 0, 0]", "at: [0.5, 1, 0, 0]", "landmarks.sacral_apex.at[0]", "whole", "whole"),
        ("at: [0, 1, 0, 0]", "at: [-1, 1, 0, 0]", "landmarks.sacral_apex.at[0]", "less than 0", ""),
        ("at: [0, 1, 0, 0]", "at: [0, 1, 0.2, 0]", "landmarks.sacral_apex.at", "sum to 1.2", "sum to 1"),
        ("at: [0, 1, 0, 0]", "at: [0, 1.5, -0.5, 0]", "landmarks.sacral_apex.at[2]", "less than 0", ""),
        ("at: [0, 1, 0, 0]", "at: [0, .nan, 0, 0]", "landmarks.sacral_apex.at[1]", "finite", "finite"),
        ("at: [0, 1, 0, 0]", "at: 5", "landmarks.sacral_apex.at", "not a place", "triangle"),
        ("sacral_apex: {", "Sacral_Apex: {", "landmarks.Sacral_Apex", "not an id", "small letters"),
        ("sacral_apex: {", "5: {", "landmarks.5", "not an id", "small letters"),
        ("[ischial_spine,", "[5,", "attachments.gluteus_medius_origin.superficial[0]", "point of a curve", "{on"),
        ("deep: [[1, 0.2, 0.3, 0.5], sacral_horn]", "deep: [sacral_horn]", "deep", "at least 2", "missing"),
        ("volume_cm3: 323", "volume_cm3: 0", "fibre_templates.gluteus_medius.volume_cm3", "greater", ""),
        ("along: [[0, 0.5], [0.5, 1]", "along: [[0.5, 0.5], [0.5, 1]", "along", "ascend", "sort"),
        (
            "bow_mm: [-10, 5, 0]",
            "bow_mm: [-10, 5, 0]\n    form: spindle\n    arch_mm: {front: [0, -3, 0]}",
            "fibre_templates.gluteus_medius.arch_mm",
            "no borders",
            "form: sheet",
        ),
        ("{landmark: ischial_spine, lift_mm: 3}", "{lift_mm: 3}", "points[0]", "not a waypoint", "landmark"),
        ("u: 0.3, lift", "u: 1.3, lift", "courses.superior_gluteal_nerve.branches[0].points[2].u", "than 1", ""),
        ("{min: -20, max: 120}", "{min: 120, max: -20}", "coordinates.hip_flexion", "not below", "smaller"),
        ("{min: -20, max: 120}", "{min: 20, max: 120}", "coordinates.hip_flexion", "neutral", "include 0"),
        ("[{at: 0}, ", "[{at: 0.1}, ", "movements.abduction.keyframes[0].at", "begin at 0.1", "begin at 0"),
        (
            "sources: [gray_1918], confidence: verified",
            "confidence: verified",
            "facts[0]",
            "without source",
            "recalled",
        ),
        ("preferred_because: The page cites nothing.", "", "facts[0]", "disagree", "preferred_because"),
        ("text: It is sharp.", "text: It is sharp, too", "facts[1].too", "unknown key", "quotes"),
        ("publisher: Lea & Febiger", "edition: '20'", "sources.gray_1918", "where it appeared", "doi"),
        ('"https://example.org/hip"', "www", "sources.page.url", "web address", "https"),
        ("axes: LPS", "axes: RAS", "frame.axes", "allowed", "LPS"),
        ("movements:\n  abduction: {", "movement:\n  abduction: {", "movement", "unknown key", "`movements`"),
    ],
)
def test_a_mistake_in_an_entry(
    problems_after: Problems, old: str, new: str, key: str, what: str, remedy: str
) -> None:
    found = [p for p in problems_after(old, new) if p.key.endswith(key)]
    assert found, problems_after(old, new)
    assert what in found[0].what
    assert remedy in found[0].remedy
    assert found[0].line > 0


def test_a_sheet_may_arch_and_a_spindle_may_say_that_it_does_not(problems_after: Problems) -> None:
    bow = "bow_mm: [-10, 5, 0]"
    assert problems_after(bow, f"{bow}\n    arch_mm: {{front: [0, -3, 0]}}") == ()
    assert problems_after(bow, f"{bow}\n    form: spindle\n    arch_mm: {{front: [0, 0, 0]}}") == ()


def test_lines_are_those_of_the_text(problems_after: Problems) -> None:
    (problem,) = problems_after("at: [0, 1, 0, 0]", "at: [0, 1, 0.2, 0]")
    assert problem.line == 12
    assert str(problem).endswith(
        "annotations.yaml:12: landmarks.sacral_apex.at: the weights sum to 1.2: make the three weights sum to 1"
    )


def test_the_committed_schema_is_current_and_referenced() -> None:
    committed = (assets_dir() / FILE_NAME).read_text(encoding="utf-8")
    assert committed == json_schema(), "run python -m glutview.atlas.json_schema"
    first_line = shipped_annotations().read_text(encoding="utf-8").split("\n", 1)[0]
    assert first_line == f"# yaml-language-server: $schema={FILE_NAME}"


def test_the_schema_forbids_unknown_keys_and_knows_ids() -> None:
    schema = json.loads(json_schema())
    definitions = schema["$defs"]
    assert schema["additionalProperties"] is False
    open_ended = {name for name, d in definitions.items() if d.get("additionalProperties", d) is not False}
    assert open_ended == {"KeyframeSpec", "TableSpec", "SurfaceCoordinates"}
    assert definitions["KeyframeSpec"]["additionalProperties"] == {"type": "number"}
    assert definitions["TableSpec"]["additionalProperties"] == {"type": "array", "items": {"type": "number"}}
    assert definitions["SurfaceCoordinates"]["maxItems"] == 4
