"""The lecturer's orders: making a lesson, showing it in class, filming it.

PageDown, PageUp, F5 and `.` are what a clicker sends.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import LINE, Menu, order_of

_order = partial(order_of, "lesson")
_inside = partial(order_of, "lesson", in_mode=True)
_FILM = "&Film"
_EDIT = "&Edit steps"

LESSON_MENU: Final[Menu] = (
    "&Lesson",
    (
        _order("lesson.new", "&New lesson", "new", "Ctrl+N", tool_text="New"),
        _order("lesson.open", "&Open lesson…", "open", "Ctrl+Shift+O", tool_text="Open…"),
        _order("lesson.shipped", "Open the &shipped lesson", "open_shipped"),
        _inside("lesson.save", "Save lesson", "save", "Ctrl+S", tool_text="Save"),
        _inside("lesson.save_as", "Save lesson &as…", "save_as", "Ctrl+Alt+S", tool_text="Save as…"),
        LINE,
        _inside("lesson.add", "Add s&tep", "add_step", "Ctrl+M", tool_text="Add step"),
        _inside("lesson.update", "&Update step from view", "update_step", "Ctrl+U", tool_text="Update"),
        _inside("lesson.rename", "&Rename step", "rename_step", "F2", submenu=_EDIT, tool_text="Rename"),
        _inside("lesson.note", "Write &note", "write_note", "Ctrl+J", submenu=_EDIT),
        _inside("lesson.move_up", "Move step &up", "move_up", "Ctrl+Up", submenu=_EDIT, tool_text="Up"),
        _inside("lesson.move_down", "Move step &down", "move_down", "Ctrl+Down", submenu=_EDIT, tool_text="Down"),
        _inside("lesson.remove", "De&lete step", "remove_step", "Ctrl+Del", submenu=_EDIT, tool_text="Delete"),
        LINE,
        _order("lesson.present", "&Present", "present", "F5"),
        _order("lesson.present_here", "Present from this step", "present_here", "Shift+F5"),
        _inside("lesson.next", "Ne&xt step", "next", "PgDown"),
        _inside("lesson.previous", "Pre&vious step", "previous", "PgUp"),
        _inside("lesson.first", "F&irst step", "first", "Home", scope="view"),
        _inside("lesson.last", "Last step", "last", "End", scope="view"),
        _inside("lesson.return", "Return to the step", "come_back", "Backspace", tool_text="Return"),
        LINE,
        _inside("lesson.black", "Bla&ck screen", "toggle_black", ".", checkable=True),
        _inside("lesson.laser", "Laser pointer", "toggle_laser", "Ctrl+L", checkable=True),
        _inside("lesson.big", "Bi&g labels", "toggle_big", "Ctrl+B", checkable=True),
        _inside("lesson.caption", "Caption while presenting", "toggle_caption", "Ctrl+K", checkable=True),
        _inside("lesson.smooth", "S&mooth transitions", "toggle_smooth", checkable=True),
        LINE,
        _inside("lesson.film", "Film this &lesson…", "film_lesson", submenu=_FILM),
        _inside("lesson.film_movement", "Film this &movement…", "film_movement", submenu=_FILM),
    ),
)
