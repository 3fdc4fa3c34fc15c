"""The one table of everything a person can order: menus, toolbar, keys and tests are all made from it.

PageDown, PageUp, F5 and `.` belong to a lecturer's clicker: a lesson and the gallery alone take them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from glutview.ui.action_spec import LINE, ActionSpec, Menu, Separator, order_of
from glutview.ui.gallery_actions import GALLERY_MENU
from glutview.ui.landmark_actions import LANDMARK_MENU
from glutview.ui.lesson_actions import LESSON_MENU
from glutview.ui.quiz_actions import QUIZ_MENU

__all__ = ["LINE", "MENUS", "ActionSpec", "Separator", "action_specs"]

_shell = partial(order_of, "shell")
_movement = partial(order_of, "movement")
_modes = partial(order_of, "modes")
_map = partial(order_of, "action", checkable=True, group="action", submenu="Action &map")


MENUS: dict[str, Menu] = {
    "file": (
        "&File",
        (
            _shell("file.open", "&Open annotations…", "open_annotations", "Ctrl+O"),
            LINE,
            ActionSpec("file.save_picture", "Save &picture…", "save_picture", "Ctrl+Shift+S"),
            LINE,
            _shell("file.quit", "&Quit", "quit", "Ctrl+Q"),
        ),
    ),
    "edit": (
        "&Edit",
        (
            _modes("edit.undo", "&Undo", "undo", "Ctrl+Z", icon="undo", toolbar=True),
            _modes("edit.redo", "&Redo", "redo", "Ctrl+Shift+Z", icon="redo", toolbar=True),
            LINE,
            ActionSpec("edit.search", "&Search", "find", "Ctrl+F", icon="search", more_shortcuts=("/",)),
        ),
    ),
    "view": (
        "&View",
        (
            ActionSpec("view.anterior", "&Anterior", "look_anterior", "1", toolbar=True, tool_text="A"),
            ActionSpec("view.posterior", "&Posterior", "look_posterior", "2", toolbar=True, tool_text="P"),
            ActionSpec("view.left", "&Left", "look_left", "3", toolbar=True, tool_text="L"),
            ActionSpec("view.right", "&Right", "look_right", "4", toolbar=True, tool_text="R"),
            ActionSpec("view.superior", "&Superior", "look_superior", "5", toolbar=True, tool_text="S"),
            ActionSpec("view.inferior", "&Inferior", "look_inferior", "6", toolbar=True, tool_text="I"),
            LINE,
            ActionSpec("view.frame", "&Frame selection", "frame", "F", icon="frame", toolbar=True),
            ActionSpec("view.turn_left", "Turn left", "turn_left", "Left", "view", submenu="&Turn"),
            ActionSpec("view.turn_right", "Turn right", "turn_right", "Right", "view", submenu="&Turn"),
            ActionSpec("view.turn_up", "Turn up", "turn_up", "Up", "view", submenu="&Turn"),
            ActionSpec("view.turn_down", "Turn down", "turn_down", "Down", "view", submenu="&Turn"),
            LINE,
            ActionSpec("view.hide", "&Hide", "hide", "H", icon="hide", toolbar=True, needs_selection=True),
            ActionSpec(
                "view.isolate",
                "Is&olate",
                "isolate",
                "Shift+H",
                icon="isolate",
                toolbar=True,
                needs_selection=True,
            ),
            ActionSpec("view.show_all", "Show a&ll", "show_all", "Alt+H", icon="show_all", toolbar=True),
            ActionSpec("view.xray", "&X-ray", "toggle_xray", "X", icon="xray", checkable=True, toolbar=True),
            ActionSpec("view.peel", "&Peel deeper", "peel_deeper", "]", icon="peel", toolbar=True),
            ActionSpec("view.cover", "&Cover again", "cover_again", "["),
            ActionSpec("view.labels", "La&bels", "toggle_labels", "L", icon="labels", checkable=True, toolbar=True),
            LINE,
            _shell("view.light", "&Light", "theme_light", checkable=True, group="theme", submenu="Th&eme"),
            _shell("view.dark", "&Dark", "theme_dark", checkable=True, group="theme", submenu="Th&eme"),
            _shell(
                "view.high_contrast",
                "&High contrast",
                "theme_high_contrast",
                checkable=True,
                group="theme",
                submenu="Th&eme",
            ),
            _shell(
                "view.text_normal",
                "&Normal",
                "text_normal",
                checkable=True,
                group="text",
                submenu="Text si&ze",
            ),
            _shell("view.text_large", "&Large", "text_large", checkable=True, group="text", submenu="Text si&ze"),
            _shell(
                "view.text_projector",
                "&Projector",
                "text_projector",
                checkable=True,
                group="text",
                submenu="Text si&ze",
            ),
            LINE,
            _shell("view.full_screen", "F&ull screen", "toggle_full_screen", "F11", checkable=True),
            ActionSpec("view.reset", "Rese&t view", "reset", "Ctrl+R"),
            _shell("view.back", "&Back", "back", "Esc"),
        ),
    ),
    "movement": (
        "&Movement",
        (
            _movement("movement.play", "&Play", "toggle_play", "Space", icon="play"),
            _movement("movement.loop", "Repea&t", "toggle_loop", checkable=True),
            _movement("movement.neutral", "Reset to &neutral", "reset_pose", "Ctrl+0"),
            LINE,
            _movement("movement.abduction", "&Abduction", "choose_abduction", "Ctrl+1"),
            _movement("movement.internal_rotation", "&Internal rotation", "choose_internal_rotation", "Ctrl+2"),
            _movement("movement.trendelenburg", "Tren&delenburg sign", "choose_trendelenburg", "Ctrl+3"),
            _movement("movement.gait", "&Gait cycle", "choose_gait", "Ctrl+4"),
            _movement("movement.list", "All move&ments…", "open_list", "Ctrl+5"),
            LINE,
            _movement("movement.right", "&Right hip", "side_right", checkable=True, group="side"),
            _movement("movement.left", "&Left hip", "side_left", checkable=True, group="side"),
            _movement("movement.both", "&Both hips", "side_both", checkable=True, group="side"),
            LINE,
            order_of("leg", "movement.by_hand", "Move legs by &hand", "toggle", "B", checkable=True),
            LINE,
            _movement("movement.pelvis", "Pel&vis fixed", "fix_pelvis", checkable=True, group="fixed"),
            _movement("movement.femur", "&Femur fixed", "fix_femur", checkable=True, group="fixed"),
            LINE,
            order_of("arms", "movement.arms", "&Moment arms", "toggle", "Ctrl+Shift+M", checkable=True),
            _map("action.none", "&None", "show_none", "Ctrl+Shift+0"),
            _map("action.flexion", "&Flexion", "show_flexion", "Ctrl+Shift+1"),
            _map("action.abduction", "&Abduction", "show_abduction", "Ctrl+Shift+2"),
            _map("action.internal_rotation", "&Internal rotation", "show_internal_rotation", "Ctrl+Shift+3"),
            order_of("quality", "movement.quality", "&Quality meter", "toggle", checkable=True),
        ),
    ),
    "structures": (
        "&Structures",
        (
            ActionSpec("structures.next", "&Next", "select_next", "N"),
            ActionSpec("structures.previous", "&Previous", "select_previous", "Shift+N"),
            ActionSpec("structures.other_side", "&Other side", "select_other_side", "O", needs_selection=True),
            LINE,
            order_of("measures", "structures.measures", "&Measures…", "open"),
        ),
    ),
    "annotations": (
        "&Annotations",
        (
            _shell("annotations.copy", "Make &working copy…", "make_working_copy"),
            _shell("annotations.open_copy", "&Open working copy", "open_working_copy"),
            _shell("annotations.compare", "&Compare with shipped…", "compare_with_shipped"),
            _shell("annotations.reset", "&Reset to shipped…", "reset_to_shipped"),
            LINE,
            _shell("annotations.shipped", "Open &shipped annotations", "open_shipped"),
            _shell("annotations.reload", "Read &again from disk", "reload", "Ctrl+Shift+R"),
        ),
    ),
    "mode": (
        "M&ode",
        (
            _modes("mode.explore", "&Explore", "explore", "Alt+1", checkable=True, group="mode", toolbar=True),
            _modes("mode.lesson", "&Lesson", "lesson", "Alt+2", checkable=True, group="mode", toolbar=True),
            _modes("mode.quiz", "&Quiz", "quiz", "Alt+3", checkable=True, group="mode", toolbar=True),
            _modes("mode.landmarks", "Land&marks", "landmarks", "Alt+4", checkable=True, group="mode", toolbar=True),
            _modes("mode.gallery", "&Gallery", "gallery", "Alt+5", checkable=True, group="mode", toolbar=True),
        ),
    ),
    "lesson": LESSON_MENU,
    "quiz": QUIZ_MENU,
    "landmarks": LANDMARK_MENU,
    "gallery": GALLERY_MENU,
    # Not "&Help": Alt+H shows all, as in most programs that hide things.
    "help": (
        "Hel&p",
        (
            _shell("help.shortcuts", "&Keys and mouse", "show_shortcuts", "?"),
            _shell("help.problems", "&Problems", "show_problems"),
            LINE,
            _shell("help.about", "&About glutview", "show_about"),
        ),
    ),
}


def action_specs() -> Iterator[ActionSpec]:
    """Every action, in the order of the menus."""
    for _title, entries in MENUS.values():
        for entry in entries:
            if isinstance(entry, ActionSpec):
                yield entry
