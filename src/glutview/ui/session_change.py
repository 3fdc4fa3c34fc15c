"""From one open atlas to the next, so that one which cannot be shown leaves the one before in its place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from glutview.errors import GlutviewError
from glutview.ui.main_window import MainWindow
from glutview.ui.place import Place, come_back, leave

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy
    from glutview.ui.session import Session


def changed(
    last: Session | None, anatomy: Anatomy, make: Callable[[Anatomy], Session], window: MainWindow
) -> tuple[Session | None, Exception | None]:
    """Show an anatomy in the window, in the place of what is open.

    A session fills the window as it starts, before anybody knows whether it gets to its end. If it does not, the one
    before is made anew, of the anatomy and at the place where it was left; its steps of undo are lost.

    Args:
        last: the session that is open.
        anatomy: what is to be shown.
        make: a session of an anatomy, that is not in the window yet.
        window: of both.

    Returns:
        The session that is open now, and why it is not one of the anatomy.
    """
    try:
        session = make(anatomy)
    except Exception as error:  # a mistake of ours must not take away what is open either
        return last, error
    shown = last.stage.anatomy if last is not None else None
    place = leave(last) if last is not None else None
    try:
        if last is not None:
            session.take_over(last)
        window.set_ready(True)
        session.start()
        if last is not None and place is not None and last.path == session.path:
            come_back(session, place)
    except Exception as error:
        session.close()
        session.stage.deleteLater()  # the window does it only for a view that was put there
        window.set_ready(False)
        window.set_view(None)
        if shown is None or place is None:
            window.set_waiting("Nothing is open. File > Open annotations… opens a file.")
            return None, error
        return _again(make(shown), place, window), error
    return session, None


def _again(session: Session, place: Place, window: MainWindow) -> Session:
    session.model.show_for_now(place.state)
    window.set_ready(True)
    session.start()
    with suppress(GlutviewError):  # it may be the mode that cannot be entered: then one explores
        come_back(session, place)
    return session
