"""How long the fibres of a block are to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.transforms import Floats
from glutview.build.fibre_stretch import stretches

U = np.linspace(0, 1, 21)
TENDON_FROM = 0.7


def block(length: float = 50.0) -> Floats:
    s, t, u = np.meshgrid(np.linspace(0, 1, 3), np.linspace(0, 1, 2), U, indexing="ij")
    return np.asarray(np.stack([length * u, 10 * s, 4 * t], axis=-1))


def along(length: float) -> Floats:
    return stretches(block(length), block(), U, TENDON_FROM).reshape(21, 3, 2)


def test_at_rest_they_keep_their_length() -> None:
    assert np.abs(along(50.0) - 1).max() < 1e-12


@given(st.floats(30.0, 70.0))
def test_the_belly_takes_it_all_and_the_tendon_keeps_its_length(length: float) -> None:
    found = along(length)
    assert np.abs(found[U >= TENDON_FROM + 0.08] - 1).max() < 1e-12
    assert np.ptp(found[U <= TENDON_FROM - 0.1], axis=(0, 1, 2)) < 1e-12
    assert np.trapezoid(found[:, 0, 0], U) == pytest.approx(length / 50, abs=1e-9)


def test_no_fibre_is_to_be_shorter_than_muscle_can_be() -> None:
    assert along(2.0).min() == pytest.approx(0.35)
    assert along(500.0).max() == pytest.approx(2.5)
