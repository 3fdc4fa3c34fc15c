from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import PchipInterpolator

from glutview.geometry.pchip import pchip


@pytest.mark.parametrize("count", [2, 3, 4, 25])
def test_agrees_with_scipy(count: int) -> None:
    random = np.random.default_rng(count)
    at = np.cumsum(random.uniform(0.1, 3.0, count))
    values = random.normal(0, 20, (count, 3)).round()  # rounded, so that some rises are level
    values[:, 2] = np.arange(count) ** 2
    wanted = np.concatenate([at, np.linspace(at[0], at[-1], 301)])
    found = pchip(at, values, wanted)
    np.testing.assert_allclose(found, PchipInterpolator(at, values)(wanted), rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(found[:count], values, rtol=1e-12, atol=1e-11)


def test_does_not_overshoot() -> None:
    at = np.arange(6.0)
    values = np.array([0.0, 0.0, 0.0, 10.0, 10.0, 10.0])[:, None]
    found = pchip(at, values, np.linspace(0, 5, 500))
    assert found.min() >= 0
    assert found.max() <= 10 + 1e-12
    assert (np.diff(found[:, 0]) >= -1e-12).all()
