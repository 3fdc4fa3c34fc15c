"""A small anatomy and a scene of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

SIZE = (480, 360)


def load_tiny() -> Any:
    """The module beside this file, whatever the import mode."""
    spec = importlib.util.spec_from_file_location("tiny_anatomy", Path(__file__).with_name("tiny.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def anatomy() -> Any:
    return load_tiny().TinyAnatomy()


@pytest.fixture
def scene(anatomy: Any) -> Iterator[Scene]:
    """The opening arrangement, seen from the right."""
    made = Scene(anatomy)
    made.apply(resolve(anatomy.atlas, ViewState()))
    made.camera = made.opening_view(SIZE, "right")
    yield made
    made.close()
