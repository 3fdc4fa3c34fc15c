"""Every screen that people see, as pictures in a folder, to be looked at: ``scripts/screens FOLDER``.

Each mode at two sizes, light and dark. Nothing is compared: eyes judge whether anything is cut off or overlaps.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
LONGEST_S = 60.0

Act = Callable[[Any, Any, Any], None]
"""Of window, shell and session."""


def _wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def _until(happened: Callable[[], bool]) -> None:
    """Wait for something; a screen that never comes is an error, not an endless wait."""
    end = monotonic() + LONGEST_S
    while not happened():
        if monotonic() > end:
            raise TimeoutError("the screen did not come")
        _wait(30)


def _opening(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("")


def _selected(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("gluteus_medius_r")


def _labels(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("gluteus_medius_r")
    session.presenter.toggle_labels()
    _until(lambda: not session.stage.labels.searching)


def _every_label(window: Any, shell: Any, session: Any) -> None:
    session.presenter.toggle_labels()
    _until(lambda: not session.stage.labels.searching)


def _deep(window: Any, shell: Any, session: Any) -> None:
    """A small muscle beneath the others, with its far ends."""
    session.presenter.select("obturator_internus_r")
    session.presenter.frame()


def _xray(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("gluteus_minimus_r")
    session.presenter.toggle_xray()


def _moved(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("gluteus_medius_r")
    session.movement.turn("hip_abduction", 35.0)
    session.movement.settle()


def _arms(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("gluteus_minimus_r")
    session.arms.toggle()
    _until(lambda: not session.arms.busy)
    session.arms.keep()
    session.presenter.select("gluteus_medius_r")
    session.movement.turn("hip_abduction", 15.0)
    session.movement.settle()
    _until(lambda: not session.arms.busy)


def _action(window: Any, shell: Any, session: Any) -> None:
    session.action.show_internal_rotation()
    session.movement.turn("hip_flexion", 20.0)
    session.movement.settle()


def _what_if(id: str, movement: int | None = None, share: float = 0.5) -> Act:
    def act(window: Any, shell: Any, session: Any) -> None:
        session.what_if.begin(id)
        session.stage.look("right")
        if movement is None:
            # What it plays at once would stand at another moment in every picture.
            session.movement.reset_pose()
        else:
            session.what_if.show_movement(movement)
            session.player.pause()
            session.movement.scrub(share)
        _wait(1500)

    return act


def _movement(id: str, share: float) -> Act:
    def act(window: Any, shell: Any, session: Any) -> None:
        session.movement.play_movement(id)
        session.player.pause()
        session.movement.scrub(share)
        _wait(1500)

    return act


def _search(window: Any, shell: Any, session: Any) -> None:
    window.tree._field.setText("gluteus med")


def _problems(window: Any, shell: Any, session: Any) -> None:
    with TemporaryDirectory() as folder:
        broken = Path(folder) / "broken.yaml"
        broken.write_text("format: 1\nstructures: {no_such: {colour_of_eyes: blue}}\n", encoding="utf-8")
        shell.open(broken)
        _until(lambda: not shell.busy)


def _asked(kind: str, answer: bool) -> Act:
    def act(window: Any, shell: Any, session: Any) -> None:
        session.modes.quiz()
        quiz = session.modes.active
        quiz.seed = 3
        quiz.begin(kind, 5)
        if answer:
            quiz.tell()

    return act


def _lesson(window: Any, shell: Any, session: Any) -> None:
    session.modes.lesson()
    _wait(1500)
    session.modes.active.go(1)
    _wait(2500)


def _presenting(window: Any, shell: Any, session: Any) -> None:
    _lesson(window, shell, session)
    session.modes.active.present_here()
    _wait(2500)


def _landmarks(window: Any, shell: Any, session: Any) -> None:
    session.modes.landmarks()
    _wait(500)
    session.modes.active.next_point()
    session.modes.active.fly()


def _gallery(window: Any, shell: Any, session: Any) -> None:
    session.presenter.select("gluteus_medius_r")
    session.modes.gallery()
    gallery = session.modes.active
    _until(lambda: not gallery.pictures.busy)
    gallery.go(14)
    _wait(2500)


def _slideshow(window: Any, shell: Any, session: Any) -> None:
    _gallery(window, shell, session)
    session.modes.active.play()
    _wait(3000)


SCREENS: dict[str, Act] = {
    "explore": _opening,
    "explore-selected": _selected,
    "explore-labels": _labels,
    "explore-every-label": _every_label,
    "explore-deep": _deep,
    "explore-xray": _xray,
    "explore-moved": _moved,
    "explore-arms": _arms,
    "explore-action": _action,
    "movement-joint": _movement("abduction", 0.5),
    "movement-stance": _movement("trendelenburg", 0.5),
    "movement-gait": _movement("gait", 0.12),
    "movement-landing": _movement("dynamic_valgus", 0.5),
    "movement-exercise": _movement("side_lying_raise", 0.5),
    "what-if-nerve": _what_if("superior_gluteal_nerve_cut_r"),
    "what-if-inferior": _what_if("inferior_gluteal_nerve_cut_r"),
    "what-if-artery": _what_if("superior_gluteal_artery_blocked_r"),
    "what-if-tendon": _what_if("gluteus_medius_tendon_torn_r"),
    "what-if-stance": _what_if("superior_gluteal_nerve_cut_r", 0),
    "what-if-gait": _what_if("superior_gluteal_nerve_cut_r", 1, 0.12),
    "explore-search": _search,
    "problems": _problems,
    "quiz-begin": lambda window, shell, session: session.modes.quiz(),
    "quiz-choices": _asked("innervation", False),
    "quiz-answer": _asked("action", True),
    "quiz-insertion": _asked("attachment", True),
    "lesson": _lesson,
    "presenting": _presenting,
    "landmarks": _landmarks,
    "gallery": _gallery,
    "slideshow": _slideshow,
}


def grab(app: QApplication, folder: Path, name: str, size: tuple[int, int], theme: str) -> Path:
    """Open the window, bring it to a screen, save its picture."""
    from glutview.ui.app import open_window

    window, shell = open_window(app, None)
    window.resize(*size)
    _until(lambda: shell.session is not None)
    shell.set_theme(theme)
    shell.set_text_size("normal")
    window.fit_panels()
    _wait(500)
    SCREENS[name](window, shell, shell.session)
    _wait(700)
    path = folder / f"{name}-{size[0]}x{size[1]}-{theme}.png"
    window.grab().save(str(path))
    window.close()
    window.deleteLater()
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return path


def main(arguments: list[str]) -> int:
    """Save every screen, or those whose names begin with the words given after the folder."""
    if not arguments:
        print("give a folder: scripts/screens FOLDER [NAME...]", file=sys.stderr)
        return 2
    folder, wanted = Path(arguments[0]), tuple(arguments[1:]) or ("",)
    folder.mkdir(parents=True, exist_ok=True)
    # Nobody's own settings: neither read nor changed.
    own = TemporaryDirectory()
    os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = own.name
    from glutview.ui.app import application

    app = application()
    for theme in THEMES:
        for size in SIZES:
            for name in SCREENS:
                if name.startswith(wanted):
                    print(grab(app, folder, name, size, theme), flush=True)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # Qt and VTK, taken down in whatever order Python ends, may crash
