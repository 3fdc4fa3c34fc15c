"""The inside of a drawn block: between its two faces, or between all sides, whichever leaves more tissue."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.block import Block
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh import Floats
from glutview.geometry.turned_cells import CellVolumes

SHAPE = (9, 5, 13)
LINES = tuple(np.linspace(0, 1, count) for count in SHAPE)


def slab(bend_mm: float) -> Floats:
    """10 mm thick, 80 by 120 mm; bent across its fibres in the middle, not at its ends."""
    s, t, u = np.meshgrid(*LINES, indexing="ij")
    arch = bend_mm * np.sin(np.pi * s) * np.sin(np.pi * u)
    return np.stack([80 * s, 10 * t + arch, 120 * u], axis=-1)


def without_tissue(nodes: Floats) -> float:
    return float(1 - CellVolumes.of(nodes).counted.mean())


@pytest.mark.parametrize("bend_mm", [0.0, 20.0])
def test_the_inside_is_where_it_was(bend_mm: float) -> None:
    nodes = slab(bend_mm)
    found = drawn_block(Block(nodes, *LINES).surface())
    assert found.shape == SHAPE
    assert np.abs(found.nodes - nodes).max() < 1e-5


def test_an_end_that_is_hollow_folds_nothing_beyond_it() -> None:
    nodes, s = slab(0.0), np.linspace(0, 1, SHAPE[0])
    # Laid on a bone, the end bulges by more than the block is thick; its rims, and both faces, are straight.
    nodes[:, 1:-1, 0, 1] += 12 * np.sin(np.pi * s)[:, None]
    found = drawn_block(Block(nodes, *LINES).surface()).nodes
    assert np.abs(found - nodes)[:, :, 3:].max() < 0.5
    assert without_tissue(found) < 0.1


def test_of_both_ways_to_fill_it_takes_what_leaves_more_tissue() -> None:
    nodes = slab(0.0)
    # Borders that bulge far over their neighbours: what lies between the faces alone does not know.
    bulge = 30 * np.sin(np.pi * LINES[1])[:, None] * np.sin(np.pi * LINES[2])
    nodes[0, ..., 0] += bulge
    found = drawn_block(Block(nodes, *LINES).surface()).nodes
    straight = nodes[:, :1] + (nodes[:, -1:] - nodes[:, :1]) * LINES[1][None, :, None, None]
    straight[[0, -1]] = nodes[[0, -1]]
    straight[..., [0, -1], :] = nodes[..., [0, -1], :]
    assert without_tissue(found) < 0.5 * without_tissue(straight)
