"""Where a person is in an atlas, so that they are still there when its file is read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glutview.atlas.atlas import Atlas
from glutview.biomech.motion_range import MotionRange
from glutview.state.view_state import Mode, ViewState

if TYPE_CHECKING:
    from glutview.ui.session import Session


@dataclass(frozen=True)
class Place:
    """What is seen, in which mode, and where in that."""

    state: ViewState
    """As it is outside of any mode."""
    mode: Mode
    in_mode: object
    """What the mode itself wants to know (see :meth:`glutview.ui.mode.ModePresenter.place`)."""


def leave(session: Session) -> Place:
    """Where a person is in a session that is about to end; its mode is left, with what it covers shown again."""
    mode, active = session.modes.mode, session.modes.active
    in_mode = active.place() if active is not None else None
    session.modes.enter("explore")
    return Place(session.model.state, mode, in_mode)


def fitting(state: ViewState, atlas: Atlas) -> ViewState:
    """The state without what an atlas does not have, and in a pose that it allows."""
    return replace(
        state,
        selected=state.selected if state.selected in atlas else None,
        hidden=state.hidden & atlas.structures.keys(),
        what_if=state.what_if if state.what_if in atlas.what_ifs else None,
        clip=state.clip if state.clip in atlas.movements else None,
        pose=state.pose.within(MotionRange.load(atlas.coordinate_limits())),
    )


def come_back(session: Session, place: Place) -> None:
    """Look from where one looked, in the mode in which one was."""
    session.modes.enter(place.mode)
    active, selected = session.modes.active, session.model.state.selected
    if active is not None:
        active.return_to(place.in_mode)
    # Whatever the mode chose again may have selected something.
    session.model.look(replace(session.model.state, selected=selected))
    if place.state.camera is not None:
        session.stage.set_camera(place.state.camera)
