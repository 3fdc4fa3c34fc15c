"""What a long step says of how far it has come."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glutview.build.step_progress import told


def test_it_says_how_much_is_done_and_how_long_the_rest_will_take(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0

    def work() -> Iterator[None]:
        nonlocal now
        for _ in range(4):
            now += 100.0
            yield

    told(work(), [10, 10, 10, 10], "poses solved", clock=lambda: now)
    assert capsys.readouterr().out.splitlines() == [
        "poses solved: 10 of 40, about 5 min left",
        "poses solved: 20 of 40, about 3 min left",
        "poses solved: 30 of 40, about 2 min left",
        "poses solved: 40 of 40",
    ]


def test_what_is_done_at_once_is_not_worth_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    told(iter([None] * 500), [1] * 500, "poses solved", clock=lambda: 0.0)
    assert capsys.readouterr().out == ""


def test_every_part_is_waited_for() -> None:
    with pytest.raises(ValueError, match="longer"):
        told(iter([None]), [1, 1], "poses solved")
