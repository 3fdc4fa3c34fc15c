"""Area, length, breadth and direction of a patch whose form is known: an ellipse on a tilted plane."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.footprint import Footprint
from glutview.geometry.mesh import Floats, Mesh
from glutview.measures.footprint_form import FootprintForm
from tests.geometry.test_footprint import grid_mesh

LONG, BROAD = 17.4, 8.0
"""Half axes, as large as the lateral facet's footprint."""


def ellipse(degrees: float, tilt: float) -> tuple[Mesh, Footprint, Floats]:
    """A sheet, an ellipse on it whose long axis is turned so far from x, and that axis; all tilted about x."""
    angle = np.linspace(0.001, np.pi - 0.001, 120)
    upper = np.column_stack([LONG * np.cos(angle), BROAD * np.sin(angle), 0 * angle])
    t = np.linspace(0, 1, 17)[None, :, None]
    nodes = (upper * [1, -1, 1])[:, None] * (1 - t) + upper[:, None] * t
    turned, tilted = np.radians([degrees, tilt])
    flat = np.array([[np.cos(turned), -np.sin(turned), 0], [np.sin(turned), np.cos(turned), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, np.cos(tilted), -np.sin(tilted)], [0, np.sin(tilted), np.cos(tilted)]])
    sheet = grid_mesh(80.0, 41)
    bone = Mesh((sheet.vertices - [40.3, 39.6, 0]) @ lean.T, sheet.faces)
    return bone, Footprint(nodes @ (lean @ flat).T), lean @ flat @ np.array([1.0, 0, 0])


@pytest.mark.parametrize("degrees", [0, 37, 90, 143])
@pytest.mark.parametrize("tilt", [0, 35, 80])
def test_an_ellipse_is_measured_as_it_is(degrees: float, tilt: float) -> None:
    bone, patch, axis = ellipse(degrees, tilt)
    form = FootprintForm.of(bone, patch)
    assert form.area_mm2 == pytest.approx(np.pi * LONG * BROAD, rel=0.01)
    assert form.length_mm == pytest.approx(2 * LONG, rel=0.01)
    assert form.breadths_mm.max() == pytest.approx(2 * BROAD, rel=0.03)
    assert np.degrees(np.arccos(np.minimum(np.abs(form.axis @ axis), 1))) < 1.0
    assert np.linalg.norm(form.centre) < 0.1


def test_the_narrowest_place_of_the_middle_is_found() -> None:
    bone, patch, _ = ellipse(20, 30)
    waist = Footprint(patch.nodes.copy())
    # Drawn in to half its breadth amid its length, and not elsewhere.
    across = np.array([-np.sin(np.radians(20)), np.cos(np.radians(20)), 0])
    lean = np.array([across[0], across[1] * np.cos(np.radians(30)), across[1] * np.sin(np.radians(30))])
    along = np.abs(np.linspace(-1, 1, waist.nodes.shape[0]))
    share = 1 - 0.5 * np.exp(-((along / 0.15) ** 2))
    off = waist.nodes @ lean
    waist.nodes[:] += ((share[:, None] - 1) * off)[..., None] * lean
    breadths = FootprintForm.of(bone, waist).breadths_mm
    assert breadths.min() == pytest.approx(BROAD, rel=0.15)
    assert breadths.max() > 1.5 * BROAD
