"""The action table: keys that are free, commands that exist, no key of a lecturer's clicker."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from glutview.ui.action_presenter import ActionPresenter
from glutview.ui.actions import MENUS, ActionSpec, action_specs
from glutview.ui.arms_presenter import ArmsPresenter
from glutview.ui.gallery_presenter import GalleryPresenter
from glutview.ui.landmark_presenter import LandmarkPresenter
from glutview.ui.leg_presenter import LegPresenter
from glutview.ui.lesson_presenter import LessonPresenter
from glutview.ui.measures_presenter import MeasuresPresenter
from glutview.ui.modes import Modes
from glutview.ui.movement_presenter import MovementPresenter
from glutview.ui.presenter import Presenter
from glutview.ui.quality_presenter import QualityPresenter
from glutview.ui.quiz_presenter import QuizPresenter
from glutview.ui.shell import Shell

SPECS = list(action_specs())
TARGETS = {
    "shell": Shell,
    "presenter": Presenter,
    "movement": MovementPresenter,
    "arms": ArmsPresenter,
    "action": ActionPresenter,
    "quality": QualityPresenter,
    "leg": LegPresenter,
    "modes": Modes,
    "measures": MeasuresPresenter,
    "lesson": LessonPresenter,
    "quiz": QuizPresenter,
    "landmarks": LandmarkPresenter,
    "gallery": GalleryPresenter,
}
CLICKER = {QKeySequence(key).toString() for key in ("PgDown", "PgUp", "F5", ".")}


def _keys() -> list[str]:
    keys = [key for spec in SPECS for key in (spec.shortcut, *spec.more_shortcuts) if key]
    return [QKeySequence(key).toString() for key in keys]


def test_every_key_of_the_table_is_unique() -> None:
    assert len({spec.key for spec in SPECS}) == len(SPECS)


def test_every_command_is_a_method_of_its_target() -> None:
    missing = [spec.key for spec in SPECS if not callable(getattr(TARGETS[spec.target], spec.command, None))]
    assert missing == []


def test_no_two_actions_that_can_be_given_together_share_a_key() -> None:
    by_key: dict[str, list[ActionSpec]] = {}
    for spec in SPECS:
        for key in filter(None, (spec.shortcut, *spec.more_shortcuts)):
            by_key.setdefault(QKeySequence(key).toString(), []).append(spec)
    shared = {key: specs for key, specs in by_key.items() if len(specs) > 1}
    # Two modes never hold at once.
    clashing = {
        key: [spec.key for spec in specs]
        for key, specs in shared.items()
        if not all(spec.in_mode for spec in specs) or len({spec.target for spec in specs}) < len(specs)
    }
    assert clashing == {}


def test_every_key_is_one_that_qt_knows() -> None:
    assert all(_keys())


def test_a_clickers_keys_belong_to_what_is_shown_to_a_class() -> None:
    others = [s for s in SPECS if s.target not in ("lesson", "gallery")]
    taken = {QKeySequence(key).toString() for s in others for key in (s.shortcut, *s.more_shortcuts) if key}
    assert CLICKER.isdisjoint(taken)


def test_keys_that_most_controls_need_act_in_the_view_alone() -> None:
    needed = {"Left", "Right", "Up", "Down", "Home", "End"}
    assert {s.shortcut for s in SPECS if s.scope == "view"} == needed
    assert {s.scope for s in SPECS if s.shortcut in needed} == {"view"}


def test_the_conventional_keys_are_bound() -> None:
    bound = {spec.shortcut: spec.key for spec in SPECS}
    wanted = {
        "F": "view.frame",
        "H": "view.hide",
        "Shift+H": "view.isolate",
        "Alt+H": "view.show_all",
        "X": "view.xray",
        "Space": "movement.play",
        "N": "structures.next",
        "Shift+N": "structures.previous",
        "1": "view.anterior",
        "6": "view.inferior",
        "Ctrl+Z": "edit.undo",
        "Ctrl+Shift+Z": "edit.redo",
        "Ctrl+F": "edit.search",
        "F11": "view.full_screen",
        "?": "help.shortcuts",
        "Esc": "view.back",
    }
    assert {key: bound.get(key) for key in wanted} == wanted


def test_no_menus_letter_takes_an_actions_key() -> None:
    letters = [title[title.index("&") + 1].upper() for title, _ in MENUS.values()]
    assert len(set(letters)) == len(letters)
    assert {f"Alt+{letter}" for letter in letters}.isdisjoint(_keys())
