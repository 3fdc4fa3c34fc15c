"""The door to the shape-model package."""

from __future__ import annotations

import io
import pickle
from importlib import util

import numpy as np
import pytest

from glutview.build import shape_model
from glutview.errors import GlutviewError


def test_pickles_that_name_anything_but_numpy_are_refused() -> None:
    harmful = pickle.dumps(print)
    with pytest.raises(GlutviewError, match=r"builtins\.print"):
        shape_model._NumpyOnly(io.BytesIO(harmful)).load()


def test_modes_are_orthonormal_and_ordered() -> None:
    modes = shape_model.modes()
    vectors, weights = modes["modes"], modes["weights"]
    assert modes["mean"].shape == (vectors.shape[0],)
    np.testing.assert_allclose(vectors[:, :5].T @ vectors[:, :5], np.eye(5), atol=1e-6)
    assert (np.diff(weights[:20]) <= 0).all()


def test_missing_package_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    with pytest.raises(GlutviewError, match=r"pip install musculoskeletal-models==0\.2\.4"):
        shape_model.modes()
