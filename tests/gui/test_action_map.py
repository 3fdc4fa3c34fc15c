"""The action map in the window: ordered from the menu, live while the hip turns, undone, gone in a quiz."""

from __future__ import annotations

import numpy as np

from tests.gui.conftest import Desk


def acting(desk: Desk) -> dict[str, bool]:
    return {key: desk.window.orders[f"action.{key}"].isChecked() for key in ("none", "flexion", "abduction")}


def axis(desk: Desk) -> int | None:
    return desk.session.model.state.action


def high(desk: Desk) -> str:
    """What the legend calls the right end of its bar; empty without a legend."""
    legend = desk.stage.overlay.legend
    return "" if legend is None else legend.high


def test_it_is_shown_and_undone_from_the_menu(desk: Desk) -> None:
    assert acting(desk) == {"none": True, "flexion": False, "abduction": False}
    assert high(desk) == ""
    desk.window.orders["action.abduction"].trigger()
    assert axis(desk) == 1
    assert acting(desk) == {"none": False, "flexion": False, "abduction": True}
    assert high(desk) == "Abduction"
    desk.window.orders["edit.undo"].trigger()
    assert axis(desk) is None
    assert acting(desk)["none"]
    assert high(desk) == ""
    desk.window.orders["edit.redo"].trigger()
    desk.window.orders["action.none"].trigger()
    assert axis(desk) is None


def test_it_is_live_while_the_slider_turns(desk: Desk) -> None:
    desk.session.action.show_internal_rotation()
    part = desk.stage.scene._parts["gluteus_medius_r"]
    before = part.arm.copy()
    desk.session.movement.turn("hip_flexion", 60.0)
    assert part.arm.mean() > before.mean() + 20
    wanted = desk.session._anatomy.action_map("gluteus_medius_r").arms((60.0, 0.0, 0.0), 2)
    assert np.abs(part.arm - wanted).max() < 1e-4
    desk.session.movement.settle()


def test_a_question_is_not_answered_by_it(desk: Desk) -> None:
    desk.session.action.show_flexion()
    desk.session.modes.quiz()
    desk.session.modes.active.begin("action", 3)  # type: ignore[union-attr]
    assert axis(desk) is None
    assert high(desk) == ""
