"""Shipped places stand for those that would be found, and only for the meshes they were found on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glutview.biomech import sheets, shipped_places
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Mesh
from glutview.geometry.places_file import Places

ANATOMY = Anatomy.load()
MOVED = Pose().moved(hip_abduction_r=30.0, hip_flexion_l=40.0)


def pairs() -> Iterator[tuple[str, str]]:
    """Ids of the right sheets, and of what each rides on and deforms."""
    structures = ANATOMY.atlas.structures
    for id in ANATOMY._sheets:
        if structures[id].side == "r":
            yield from ((id, on) for on in structures[id].rides_on if structures[on].moves_with is None)


PAIRS = list(pairs())


def stated(id: str) -> str:
    return ANATOMY.atlas.structures[id].stated_id


def taken(rider: str, mesh: Mesh, carrier: str, beneath: Mesh) -> Places | None:
    return shipped_places.shipped_places(stated(rider), mesh, stated(carrier), beneath)


def raised(mesh: Mesh, vertex: int) -> Mesh:
    vertices = mesh.vertices.copy()
    vertices[vertex, 2] += 1e-3
    return mesh.with_vertices(vertices)


def test_there_are_sheets_that_ride() -> None:
    assert ("gluteal_aponeurosis_r", "gluteus_medius_r") in PAIRS


@pytest.mark.parametrize(("rider", "carrier"), PAIRS)
def test_shipped_places_are_the_nearest_ones(rider: str, carrier: str) -> None:
    mesh, beneath = ANATOMY.rest[rider], ANATOMY.rest[carrier]
    found = taken(rider, mesh, carrier, beneath)
    assert found is not None, "run `python -m glutview.build places`"
    wanted = shipped_places.found_places(mesh, stated(carrier), beneath)
    np.testing.assert_allclose(found.on(beneath), wanted.on(beneath), atol=1e-3)


@pytest.mark.parametrize(("rider", "carrier"), PAIRS)
def test_other_meshes_and_other_shares_are_noticed(rider: str, carrier: str) -> None:
    mesh, beneath = ANATOMY.rest[rider], ANATOMY.rest[carrier]
    assert taken(rider, raised(mesh, 0), carrier, beneath) is None
    assert taken(rider, mesh, carrier, raised(beneath, 5)) is None
    name = shipped_places.PREFIX + stated(carrier)
    fewer = mesh.fields[name].copy()
    fewer[np.flatnonzero(fewer > 0)[0]] = 0
    assert taken(rider, replace(mesh, fields={**mesh.fields, name: fewer}), carrier, beneath) is None


def test_a_sheet_of_ones_own_has_no_shipped_places() -> None:
    rider, carrier = PAIRS[0]
    mesh, beneath = ANATOMY.rest[rider], ANATOMY.rest[carrier]
    assert shipped_places.shipped_places("my_fascia", mesh, stated(carrier), beneath) is None


def test_moved_by_shipped_places_it_is_where_found_ones_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = Anatomy.load().posed_vertices(MOVED)
    monkeypatch.setattr(sheets, "shipped_places", lambda *_: None)
    found = Anatomy.load().posed_vertices(MOVED)
    for id in {rider for rider, _ in PAIRS}:
        for one in (id, f"{id[:-2]}_l"):
            np.testing.assert_allclose(shipped[one], found[one], atol=1e-3)


def test_on_an_edited_muscle_the_places_are_found_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    find = shipped_places.found_places

    def noted(mesh: Mesh, carrier: str, beneath: Mesh) -> Places:
        looked.append(carrier)
        return find(mesh, carrier, beneath)

    monkeypatch.setattr(sheets, "found_places", noted)
    anatomy = Anatomy.load()
    anatomy.posed_vertices(MOVED)
    assert looked == []
    left = ANATOMY.rest["gluteus_medius_l"]
    thicker = left.with_vertices(left.vertices + 0.4 * left.vertex_normals())
    changed = anatomy.changed(anatomy.atlas, {"gluteus_medius_l": thicker})
    before, after = anatomy.posed_vertices(MOVED), changed.posed_vertices(MOVED)
    riders = [rider for rider, carrier in PAIRS if carrier == "gluteus_medius_r"]
    assert looked == ["gluteus_medius"] * len(riders)
    for rider in riders:
        np.testing.assert_array_equal(after[rider], before[rider])


def test_a_missing_file_is_told_of_at_the_first_movement(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shipped_places, "places_file", lambda: tmp_path / "places.npz")
    anatomy = Anatomy.load()
    anatomy.posed_vertices(Pose())
    with pytest.raises(GlutviewError, match=r"places\.npz: where sheets lie on muscles is missing: run"):
        anatomy.posed_vertices(MOVED)
