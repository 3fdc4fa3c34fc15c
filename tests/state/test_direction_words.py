"""From where one looks, in words: mirrored for the other side, never two directions with one name."""

from __future__ import annotations

import pytest

from glutview.atlas.sides import Side
from glutview.state.direction_words import direction_words


@pytest.mark.parametrize(
    ("azimuth", "elevation", "side", "words"),
    [
        (-90, 0, "r", "from lateral"),
        (90, 0, "r", "from medial"),
        (90, 0, "l", "from lateral"),
        (180, 0, "r", "from behind"),
        (-180, 0, "l", "from behind"),
        (0, 0, "midline", "from in front"),
        (90, 0, "midline", "from the left"),
        (-135, 0, "r", "from lateral and behind, 45 degrees"),
        (135, 0, "l", "from lateral and behind, 45 degrees"),
        (-45, 0, "l", "from medial and in front, 45 degrees"),
        (-67.5, 0, "r", "from lateral, 22.5 degrees to the front"),
        (-112.5, 0, "r", "from lateral, 22.5 degrees to the back"),
        (-157.5, 0, "r", "from behind, 22.5 degrees to lateral"),
        (157.5, 0, "midline", "from behind, 22.5 degrees to the left"),
        (-90, 9, "r", "from lateral, 9 degrees from above"),
        (-123, 9, "r", "from lateral, 33 degrees to the back, 9 degrees from above"),
        (13, 90, "r", "from above"),
        (0, -90, "l", "from below"),
    ],
)
def test_a_direction_is_told_as_in_an_atlas(azimuth: float, elevation: float, side: Side, words: str) -> None:
    assert direction_words(azimuth, elevation, side) == words


@pytest.mark.parametrize("count", [4, 16, 36])
@pytest.mark.parametrize("side", ["r", "l", "midline"])
def test_no_two_of_a_turn_share_a_name(count: int, side: Side) -> None:
    told = [direction_words(i * 360 / count - 180, 0, side) for i in range(count)]
    assert len(set(told)) == count


def test_both_sides_are_told_alike() -> None:
    for i in range(72):
        azimuth = 5 * i - 180
        assert direction_words(azimuth, 3, "r") == direction_words(-azimuth, 3, "l")
