"""A small sound annotations file, with nothing of the shipped one in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas, read_atlas
from glutview.errors import Problem

SAMPLE = Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8")
Problems = Callable[[str, str], tuple[Problem, ...]]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    path = tmp_path / "annotations.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


@pytest.fixture
def atlas(sample: Path) -> Atlas:
    """The sample's atlas."""
    return load_atlas(sample)


@pytest.fixture
def problems_after(sample: Path) -> Problems:
    """What is found once a piece of the sample's text, which is there exactly once, is replaced."""

    def after(old: str, new: str) -> tuple[Problem, ...]:
        assert SAMPLE.count(old) == 1, f"{old!r} is there {SAMPLE.count(old)} times"
        sample.write_text(SAMPLE.replace(old, new), encoding="utf-8")
        return read_atlas(sample).problems

    return after
