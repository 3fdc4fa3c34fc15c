"""`glutview list`: what there is, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glutview.cli.list_structures import list_structures
from glutview.errors import GlutviewError

SAMPLE = Path(__file__).parents[1] / "atlas" / "sample.yaml"


def test_json_is_a_list_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    assert list_structures(SAMPLE, as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 10
    assert rows[-1] == {"id": "abduction", "kind": "movement", "name": "Abduction", "latin": ""}
    assert rows[1] == {"id": "hip_bone_l", "kind": "bone", "name": "Hip bone", "latin": "Os coxae"}


def test_the_shipped_atlas_lists_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    list_structures(None, as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert {"gluteus_medius_r", "gluteus_medius_l", "sacrum", "superior_gluteal_nerve_r"} <= {r["id"] for r in rows}
    assert all(set(row) == {"id", "kind", "name", "latin"} for row in rows)
    assert all(value for row in rows for key, value in row.items() if (row["kind"], key) != ("movement", "latin"))
    assert {"gait", "trendelenburg", "clamshell"} <= {row["id"] for row in rows if row["kind"] == "movement"}


def test_parts_follow_their_muscle(capsys: pytest.CaptureFixture[str]) -> None:
    list_structures(None, as_json=True)
    rows = json.loads(capsys.readouterr().out)
    ids = [row["id"] for row in rows]
    place = ids.index("gluteus_medius_l")
    names = ("anterior", "middle", "posterior")
    assert ids[place + 1 : place + 4] == [f"gluteus_medius_{name}_part_l" for name in names]
    assert {row["kind"] for row in rows if "_part_" in row["id"]} == {"part"}
    assert rows[place + 1]["latin"] == "Musculus gluteus medius, pars anterior"


def test_the_table_holds_every_structure_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    list_structures(SAMPLE)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert lines[0].split() == ["id", "kind", "name", "latin"]
    assert all(line.index("  ") < lines[0].index("kind") for line in lines)


def test_an_unsound_file_is_not_listed(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(GlutviewError):
        list_structures(file)
