"""What a what-if makes of a surface: told from the healthy one and from each other, without colours too."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.scene_description import Loss, SceneDescription
from glutview.state.view_state import ViewState

SIZE = (480, 360)
MUSCLE = "gluteus_medius_r"


def with_loss(anatomy: Any, id: str, loss: Loss) -> SceneDescription:
    drawn = resolve(anatomy.atlas, ViewState())
    return replace(drawn, parts={**drawn.parts, id: replace(drawn.parts[id], loss=loss)})


def picture(scene: Scene, description: SceneDescription) -> npt.NDArray[np.int_]:
    scene.apply(description)
    return scene.draw(SIZE)[..., :3].astype(int)


def bright(image: npt.NDArray[np.int_]) -> npt.NDArray[np.float64]:
    return np.asarray(image @ np.array([0.30, 0.59, 0.11]), dtype=np.float64)


def test_each_is_told_from_the_others_without_colours(scene: Scene, anatomy: Any) -> None:
    losses: tuple[Loss, ...] = ("none", "silent", "torn", "territory")
    pictures = {loss: picture(scene, with_loss(anatomy, MUSCLE, loss)) for loss in losses}
    muscle = np.abs(pictures["silent"] - pictures["none"]).max(-1) > 12
    assert muscle.mean() > 0.02
    for one, other in combinations(losses, 2):
        differ = np.abs(bright(pictures[one]) - bright(pictures[other])) > 15
        assert differ[muscle].mean() > 0.1, (one, other)
    assert np.median(np.ptp(pictures["none"][muscle], axis=1)) > 40
    assert np.median(np.ptp(pictures["silent"][muscle], axis=1)) < 20


@pytest.mark.parametrize("loss", ["silent", "torn", "territory"])
def test_nothing_else_changes_and_it_goes_again(scene: Scene, anatomy: Any, loss: Loss) -> None:
    healthy = with_loss(anatomy, MUSCLE, "none")
    plain = picture(scene, healthy)
    changed = np.abs(picture(scene, with_loss(anatomy, MUSCLE, loss)) - plain).max(-1) > 12
    rows, columns = (found[::53] for found in np.nonzero(changed))
    places = [(float(column), float(row)) for row, column in zip(rows, columns, strict=True)]
    hits = [found.id for place in places if (found := scene.pick(place, SIZE)) is not None]
    # But for its outline, where a pixel shows two things.
    assert hits.count(MUSCLE) > 0.95 * len(places)
    np.testing.assert_array_equal(picture(scene, healthy), plain)


def test_a_tear_greys_the_insertion_more_than_the_origin(scene: Scene, anatomy: Any) -> None:
    plain = picture(scene, with_loss(anatomy, MUSCLE, "none"))
    torn = picture(scene, with_loss(anatomy, MUSCLE, "torn"))
    rows, columns = np.nonzero(np.abs(torn - plain).max(-1) > 12)
    # Seen from the right the muscle arises above and ends below.
    low, high = np.quantile(rows, [0.3, 0.7])
    colour = np.ptp(torn[rows, columns], axis=1) / np.maximum(np.ptp(plain[rows, columns], axis=1), 1)
    assert np.median(colour[rows > high]) < np.median(colour[rows < low])


def test_a_cut_nerve_is_dashed_where_it_shines_through_too(scene: Scene, anatomy: Any) -> None:
    nerve = next(s.id for s in anatomy.atlas.structures.values() if s.kind == "nerve" and s.side == "r")
    drawn = resolve(anatomy.atlas, ViewState(selected=nerve))
    whole = picture(scene, drawn)
    cut = replace(drawn, parts={**drawn.parts, nerve: replace(drawn.parts[nerve], loss="cut")})
    dashed = picture(scene, cut)
    darker = bright(whole) - bright(dashed)
    assert (darker > 40).sum() > 20
    assert (darker < -12).sum() == 0
    np.testing.assert_array_equal(picture(scene, drawn), whole)
