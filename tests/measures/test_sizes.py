from __future__ import annotations

import numpy as np
import pytest

from glutview.measures.sizes import face_grid, fibre_lengths
from glutview.measures.subject import NotInModelError
from tests.geometry.solids import box
from tests.measures.solids_subject import Solids, figure, measure, slab


def plank() -> Solids:
    """s along x, 36 mm; u along y, 160 mm; 15 mm thick."""
    return Solids({"muscle": slab((0, 0, 0), (36, 160, 15)), "crate": box((0, 0, 0), (200, 100, 2))})


def test_a_plank_is_as_long_broad_and_thick_as_it_is() -> None:
    solids = plank()
    assert measure(solids, figure("volume", "muscle", unit="cm3")).value == pytest.approx(36 * 160 * 15 / 1000)
    assert measure(solids, figure("volume", "muscle", "crate", unit="cm3")).value == pytest.approx(86.4 + 40)
    assert measure(solids, figure("belly_width", "muscle")).value == pytest.approx(36)
    assert measure(solids, figure("belly_thickness", "muscle")).value == pytest.approx(15)
    assert fibre_lengths(solids, "muscle") == pytest.approx(np.full(42, 160.0))
    assert fibre_lengths(solids, "muscle", 0.8) == pytest.approx(np.full(42, 128.0))


def test_an_oblique_origin_makes_a_muscle_no_broader() -> None:
    mesh = plank().mesh("muscle")
    oblique = mesh.with_vertices(mesh.vertices + np.outer(mesh.vertices[:, 0], [0, 1.2, 0]))
    solids = Solids({"muscle": oblique})
    assert measure(solids, figure("belly_width", "muscle")).value == pytest.approx(36)


def test_faces_are_laid_out_by_their_fibres() -> None:
    face = face_grid(plank().mesh("muscle"), "t", 1.0)
    assert face.shape == (21, 25, 3)
    assert face[-1, -1].tolist() == [36, 160, 15]
    assert (face[..., 2] == 15).all()
    with pytest.raises(NotInModelError):
        face_grid(plank().mesh("crate"), "t", 1.0)


def test_a_sheet_is_as_thick_as_its_volume_tells() -> None:
    thin = measure(plank(), figure("sheet_thickness", "crate")).value
    assert thin == pytest.approx(2, rel=0.04)  # its rim counts as area


def test_the_slope_of_fibres_is_told_from_behind() -> None:
    solids = plank()
    mesh = solids.mesh("muscle")
    down = np.radians(40)
    # u, which ran along y, runs outward and down.
    turned = np.column_stack(
        [-np.cos(down) * mesh.vertices[:, 1], mesh.vertices[:, 0], -np.sin(down) * mesh.vertices[:, 1]]
    )
    sloping = Solids({"muscle": mesh.with_vertices(turned)})
    assert measure(sloping, figure("fibre_slope", "muscle", unit="deg")).value == pytest.approx(40)
