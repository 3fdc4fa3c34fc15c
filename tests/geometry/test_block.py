"""The block's boundary is a closed, outward surface of every grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.block import Block

counts = st.integers(2, 7)


def brick(shape: tuple[int, int, int], flip: bool = False) -> Block:
    s, t, u = (np.linspace(0, 1, n) for n in shape)
    nodes = np.stack(np.meshgrid(10 * s, 2 * t, 20 * u, indexing="ij"), axis=-1)
    return Block(nodes * ([-1, 1, 1] if flip else [1, 1, 1]), s, t, u)


@given(counts, counts, counts, st.booleans())
def test_surface_is_closed_and_encloses_the_block(ns: int, nt: int, nu: int, flip: bool) -> None:
    mesh = brick((ns, nt, nu), flip).surface()
    assert mesh.is_closed()
    assert mesh.volume_mm3() == pytest.approx(400.0)
    assert len(mesh.faces) == 4 * ((ns - 1) * (nt - 1) + (nt - 1) * (nu - 1) + (ns - 1) * (nu - 1))
    assert mesh.vertices[:, 2] == pytest.approx(20 * mesh.fields["u"])


def test_sampling_keeps_a_trilinear_block() -> None:
    block = brick((3, 4, 5)).sampled(np.linspace(0, 1, 9), np.linspace(0, 1, 2), np.linspace(0, 1, 6))
    assert block.nodes == pytest.approx(brick((9, 2, 6)).nodes)
