"""The player keeps the time of the clock on the wall."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from glutview.ui.player import Player


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(qapp: QApplication, clock: Clock) -> Player:
    player = Player(clock=clock)
    player.set_duration(4.0)
    return player


def test_slow_frames_skip_time_but_do_not_stretch_it(player: Player, clock: Clock) -> None:
    player.play()
    for _ in range(3):
        clock.now += 0.5
        player.tick()
    assert player.seconds == pytest.approx(1.5)
    player.pause()


def test_speed_scales_time(player: Player, clock: Clock) -> None:
    player.speed = 0.25
    player.play()
    clock.now += 2.0
    player.tick()
    assert player.seconds == pytest.approx(0.5)
    player.pause()


def test_a_loop_goes_round(player: Player, clock: Clock) -> None:
    player.play()
    clock.now += 4.5
    player.tick()
    assert player.seconds == pytest.approx(0.5)
    assert player.playing
    player.pause()


def test_without_loop_it_ends_on_the_last_moment_and_begins_anew(player: Player, clock: Clock) -> None:
    told: list[bool] = []
    player.playing_changed.connect(told.append)
    player.loop = False
    player.play()
    clock.now += 9.0
    player.tick()
    assert (player.seconds, player.playing, told) == (4.0, False, [True, False])
    player.play()
    assert player.seconds == 0.0
    player.pause()


def test_time_spent_in_pause_does_not_count(player: Player, clock: Clock) -> None:
    player.play()
    clock.now += 1.0
    player.tick()
    player.pause()
    clock.now += 60.0
    player.play()
    clock.now += 0.5
    player.tick()
    assert player.seconds == pytest.approx(1.5)
    player.pause()


def test_seeking_tells_the_moment_and_stays_inside(player: Player) -> None:
    told: list[float] = []
    player.ticked.connect(told.append)
    player.seek(2.0)
    player.seek(-5.0)
    player.seek(50.0)
    assert told == [2.0, 0.0, 4.0]
