"""Modes of a block that moved: few tell it all, and those of the strain's metric bend thin cells least."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glutview.biomech.transforms import Floats
from glutview.build.mode_compression import compressed, strain_metric
from glutview.geometry.turned_cells import CellVolumes
from tests.build.test_block_solver import fan

REST = fan((7, 4, 9)).rest
NODES = REST[..., 0].size


def random_modes(count: int, seed: int) -> Floats:
    shapes = np.random.default_rng(seed).normal(0, 1, (count, *REST.shape[:3]))
    shapes[..., [0, -1]] = 0
    return shapes.reshape(count, -1)


@given(st.integers(1, 6), st.integers(0, 1000), st.booleans())
@settings(max_examples=15, deadline=None)
def test_data_of_few_modes_is_told_by_as_many_exactly(count: int, seed: int, strained: bool) -> None:
    random = np.random.default_rng(seed)
    data = np.einsum("pkc,kn->pnc", random.normal(0, 2, (20, count, 3)), random_modes(count, seed))
    shapes, weights = compressed(data, count, np.ones(20), strain_metric(REST) if strained else None)
    assert np.abs(np.einsum("pkc,kn->pnc", weights, shapes) - data).max() < 1e-8
    assert np.abs(shapes @ shapes.T - np.eye(count)).max() < 1e-9
    assert not shapes.reshape(count, *REST.shape[:3])[..., [0, -1]].any()


def test_the_metric_of_an_even_field_is_its_square_and_of_a_slope_more() -> None:
    metric = strain_metric(REST)
    even = np.ones(NODES)
    assert even @ metric @ even == pytest.approx(NODES)
    assert np.linalg.eigvalsh(metric).min() > 1 - 1e-9
    along, across = (REST[..., axis].ravel() - REST[..., axis].mean() for axis in (2, 1))
    for field in (along, across):  # mm: their slope is 1 everywhere
        cells = np.prod(np.array(REST.shape[:3]) - 1)
        assert field @ metric @ field - field @ field == pytest.approx(0.3 * cells, rel=0.05)


def test_fewer_cells_turn_than_with_modes_that_keep_places_alone() -> None:
    random, turned = np.random.default_rng(4), []
    # Folds that nearly turn thin cells, among larger movements that do not.
    large = 8 * random.normal(0, 1, (60, 8, 3)) @ np.diag([1.0, 1.0, 0.3])
    s, t, u = np.meshgrid(*(np.linspace(0, 1, count) for count in REST.shape[:3]), indexing="ij")
    smooth = np.stack([np.sin(np.pi * u) * np.cos(np.pi * (k // 2) * (s if k % 2 else u)) for k in range(8)])
    through = np.stack([np.sin(np.pi * u) * np.cos(np.pi * k * s) * (2 * t - 1) for k in range(6)])
    thick = np.linalg.norm(REST[:, -1] - REST[:, 0], axis=-1)[:, None]
    fine = 0.18 * random.normal(0, 1, (60, 6, 3))
    data = np.einsum("pkc,kstu->pstuc", large, smooth) + np.einsum("pkc,kstu->pstuc", fine, through * thick)
    data[:, :, :, [0, -1]] = 0
    cells = CellVolumes.of(REST)
    rest = sum(cells.turned(REST + one).sum() for one in data)
    for metric in (None, strain_metric(REST)):
        shapes, weights = compressed(data.reshape(60, -1, 3), 9, np.ones(60), metric)
        played = np.einsum("pkc,kn->pnc", weights, shapes).reshape(data.shape)
        turned.append(sum(cells.turned(REST + one).sum() for one in played) - rest)
    assert turned[1] < turned[0]
