"""A muscle that works is drawn lit, and nothing else is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_edits import set_pose
from glutview.state.view_state import ViewState

SIZE = (480, 360)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_muscle_that_works_is_lit_and_nothing_else(scene: Scene, anatomy: Any, theme: Any) -> None:
    muscle = "gluteus_medius_r"
    rest = ViewState(theme=theme)
    scene.apply(resolve(anatomy.atlas, rest))
    plain = scene.draw(SIZE).copy().astype(int)
    changes = scene.apply(resolve(anatomy.atlas, set_pose(rest, rest.pose, frozenset({muscle}))))
    assert [part.id for part in changes.parts] == [muscle]
    assert changes.pose is None
    lit = scene.draw(SIZE).copy().astype(int)
    changed = np.abs(lit - plain)[..., :3].max(-1) > 12
    # As told apart from a distance: the muscle as a whole is much brighter.
    assert changed.mean() > 0.02
    assert (lit[changed][:, :3].sum(-1) - plain[changed][:, :3].sum(-1)).mean() > 60
    rows, columns = np.nonzero(changed)
    hits = [
        found.id
        for row, column in zip(rows[::97], columns[::97], strict=True)
        if (found := scene.pick((float(column), float(row)), SIZE)) is not None
    ]
    # But for its outline, where a pixel shows two things.
    assert hits.count(muscle) > 0.95 * len(rows[::97])
    scene.apply(resolve(anatomy.atlas, rest))
    np.testing.assert_array_equal(scene.draw(SIZE).astype(int), plain)
