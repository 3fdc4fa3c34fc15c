"""The bar below the view: which movement, its playing, the three angles of the chosen hip, what stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.catalogue import AngleRow
from glutview.ui.icons import icon
from glutview.ui.panels.angle_control import AngleControl
from glutview.ui.panels.choice_box import ChoiceBox
from glutview.ui.panels.cycle_strip import CycleStrip
from glutview.ui.panels.moment_label import MomentLabel
from glutview.ui.panels.movement_chooser import MovementChooser
from glutview.ui.panels.movement_note import MovementNotePanel
from glutview.ui.panels.row_fitting import RowFitting
from glutview.ui.panels.side_buttons import SideButtons

if TYPE_CHECKING:
    from glutview.teaching.movement_notes import MovementNote, MovementRow

SPEEDS: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0)
_SCRUB_STEPS = 1000
_GAP = 8


class MovementBar(QWidget):
    """Setters show, signals tell; nothing here knows a pose or a clip."""

    movement_chosen = Signal(str)
    side_chosen = Signal(str)
    loop_chosen = Signal(bool)
    speed_chosen = Signal(float)
    scrub_started = Signal()
    scrubbed = Signal(float)
    """Share of the movement, 0 to 1."""
    scrub_ended = Signal()
    angle_changed = Signal(str, float)
    """Coordinate without side, degrees; many in one drag."""
    angle_committed = Signal()
    """The drag or entry is over: one step of the history."""
    amount_changed = Signal(float)
    """Of the movement's parameter, 0 to 1; many in one drag."""
    amount_committed = Signal()
    fixed_chosen = Signal(str)
    """"pelvis" or "femur"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Movement")
        self._chooser = MovementChooser()
        self._note = MovementNotePanel()
        self._strip = CycleStrip()
        self._upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body = QHBoxLayout()
        self._sides = SideButtons()
        self._play = QToolButton()
        self._loop = QToolButton()
        self._neutral = QToolButton()
        self._speed = ChoiceBox("Speed", [(f"{speed:g} ×", speed) for speed in SPEEDS])
        self._scrub = QSlider(Qt.Orientation.Horizontal)
        self._time = MomentLabel()
        self._fixed = ChoiceBox("What stands still", [("Pelvis fixed", "pelvis"), ("Femur fixed", "femur")])
        self._angles: dict[str, AngleControl] = {}
        self._angle_row = QHBoxLayout()
        self._colour = "#1c2430"
        self._checked_colour = "#ffffff"
        self._playing = False
        self._build()
        self._connect()

    # ---------------------------------------------------------------------------------------------- setters

    def set_movements(self, movements: Sequence[MovementRow]) -> None:
        """List the movements."""
        self._chooser.set_rows(movements)

    def set_note(self, note: MovementNote | None) -> None:
        """Show what there is to say of the chosen movement."""
        self._note.set_note(note)
        self._strip.set_cycle(note.cycle if note else None)
        self._time.set_cyclic(bool(note and note.cyclic))
        self._sides.allow_both(not (note and note.one_leads))

    def set_amount(self, amount: float) -> None:
        """Show where the movement's parameter stands, 0 to 1."""
        self._note.set_amount(amount)

    def set_shares(self, shares: Mapping[str, float]) -> None:
        """Show where each hip is in its cycle, 0 to 1, by "R" and "L", the chosen one first."""
        self._strip.set_shares(shares)

    def set_active(self, words: str) -> None:
        """Tell which muscles are active now."""
        self._strip.set_active(words)

    def open_movements(self) -> None:
        """Open the list of all movements."""
        self._chooser.open_list()

    def set_coordinates(self, rows: Sequence[AngleRow]) -> None:
        """Make one control for each angle."""
        for old in self._angles.values():
            self._angle_row.removeWidget(old)
            old.deleteLater()
        self._angles = {}
        for place, row in enumerate(rows):
            control = AngleControl(row)
            control.changed.connect(self.angle_changed)
            control.committed.connect(self.angle_committed)
            self._angles[row.id] = control
            self._angle_row.insertWidget(place, control, 1)

    def set_movement(self, key: str | None) -> None:
        """Show which movement is chosen."""
        self._chooser.set_current(key)

    def set_side(self, side: str) -> None:
        """Show which hip moves: "r", "l" or "both"."""
        self._sides.set_side(side)

    def set_fixed(self, body: str) -> None:
        """Show what stands still: "pelvis" or "femur"."""
        self._fixed.show_value(body)

    def set_angles(self, angles: Mapping[str, float]) -> None:
        """Show the angles in degrees by coordinate without side."""
        for key, control in self._angles.items():
            control.set_degrees(angles[key])

    def set_spans(self, spans: Mapping[str, tuple[float, float] | None]) -> None:
        """Show between which angles each can move while the others stay; None: nowhere."""
        for key, control in self._angles.items():
            control.set_span(spans[key])

    def set_stop(self, key: str, short: str, full: str) -> None:
        """Show beside an angle what stops it, and beside no other; nothing for empty texts."""
        for other, control in self._angles.items():
            control.set_stop(*(short, full) if other == key else ("", ""))

    def set_playing(self, playing: bool) -> None:
        """Show whether the movement runs."""
        self._playing = playing
        self._show_icons()

    def set_loop(self, loop: bool) -> None:
        """Show whether the movement repeats."""
        self._loop.setChecked(loop)

    def set_speed(self, speed: float) -> None:
        """Show the speed, 1 being the movement's own."""
        self._speed.show_value(speed)

    def set_time(self, seconds: float, duration: float) -> None:
        """Show how far the movement has come."""
        if not self._scrub.isSliderDown():
            self._scrub.blockSignals(True)
            self._scrub.setValue(round(_SCRUB_STEPS * seconds / duration) if duration else 0)
            self._scrub.blockSignals(False)
        self._time.set_moment(seconds, duration)

    def set_icon_colours(self, colour: str, checked: str) -> None:
        """Draw the icons in a theme's colours of text, and of text on what is checked."""
        side = self.fontMetrics().height() + 4
        for button in (self._play, self._loop, self._neutral):
            button.setIconSize(QSize(side, side))
        self._colour = colour
        self._checked_colour = checked
        self._show_icons()

    def set_actions(self, play: QAction, neutral: QAction) -> None:
        """Give the buttons their actions, so that key, menu and button are one thing."""
        self._play.setDefaultAction(play)
        self._neutral.setDefaultAction(neutral)
        self._play.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._neutral.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._show_icons()

    # ------------------------------------------------------------------------------------------------ build

    def _build(self) -> None:
        self._play.setAccessibleName("Play or pause")
        self._neutral.setAccessibleName("Reset to neutral")
        self._loop.setCheckable(True)
        self._loop.setToolTip("Repeat")
        self._loop.setAccessibleName("Repeat the movement")
        self.set_speed(1.0)
        self._scrub.setRange(0, _SCRUB_STEPS)
        self._scrub.setPageStep(_SCRUB_STEPS // 10)
        self._scrub.setAccessibleName("Position in the movement")
        self._scrub.setMinimumWidth(90)
        self._fixed.setToolTip("Pelvis fixed: the thigh moves. Femur fixed: the pelvis tilts over the standing leg.")

        running = QHBoxLayout()
        running.setSpacing(_GAP)
        running.addWidget(self._chooser)
        for widget in (self._play, self._loop, self._speed, self._scrub):
            running.addWidget(widget, 1 if widget is self._scrub else 0)
        running.addWidget(self._time)
        body = self._body
        body.setSpacing(_GAP)
        body.addWidget(self._sides)
        body.addWidget(self._fixed)
        body.addWidget(self._neutral)
        body.addStretch(1)
        self._upper.setSpacing(14)
        self._upper.addLayout(running, 1)
        self._upper.addLayout(body)
        self._angle_row.setSpacing(22)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 5)
        layout.setSpacing(4)
        layout.addLayout(self._upper)
        layout.addWidget(self._strip)
        layout.addWidget(self._note)
        layout.addLayout(self._angle_row)
        self._rows = RowFitting(self._strip, self._note, (self._upper, self._angle_row), layout)

    def _connect(self) -> None:
        self._chooser.chosen.connect(self.movement_chosen)
        self._sides.chosen.connect(self.side_chosen)
        self._note.amount_changed.connect(self.amount_changed)
        self._note.amount_committed.connect(self.amount_committed)
        self._loop.toggled.connect(self.loop_chosen)
        self._speed.picked.connect(self.speed_chosen.emit)
        self._fixed.picked.connect(self.fixed_chosen.emit)
        self._scrub.sliderPressed.connect(self.scrub_started)
        self._scrub.valueChanged.connect(self._tell_scrub)
        self._scrub.sliderReleased.connect(self.scrub_ended)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._wrap()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        # Asked for when anything within changed its size, as after another text size.
        if event.type() == QEvent.Type.LayoutRequest:
            self._wrap()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        # As narrow as the two halves of the upper row one below the other, without the buttons that can give way.
        upper = max(self._chooser.width_with(0) + self._beside_chooser(), self._body.minimumSize().width())
        return QSize(upper + 30, self._rows.least(self.width()))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._rows.most(self.width()))

    def hasHeightForWidth(self) -> bool:
        # Else the window would hold the wrapped note to be the least that there can be.
        return False

    def _wrap(self) -> None:
        """At projector size one row cannot hold everything: what concerns the body goes below."""
        room = self.width() - 30 - self._beside_chooser()
        beside_body = room - 30 - self._body.sizeHint().width()
        narrow = self._chooser.width_with(0) > beside_body
        # The name of what plays comes first, then the words beside the time; what is left is the slider's.
        left = self._chooser.fit(room if narrow else beside_body)
        self._time.fit(self._time.least + left)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._upper.direction() != way:
            self._upper.setDirection(way)
            self._upper.setSpacing(4 if narrow else 14)
        self._rows.fit(self.width(), self.height())
        self.updateGeometry()

    def _beside_chooser(self) -> int:
        """Pixels that the rest of its row needs; summed up, for a layout may still know those of the last size."""
        wide = [widget.sizeHint().width() for widget in (self._play, self._loop, self._speed)]
        wide += [self._scrub.minimumWidth(), self._time.least]
        return sum(wide) + _GAP * len(wide)

    def _show_icons(self) -> None:
        self._loop.setIcon(icon("loop", self._colour, self._checked_colour))
        shown = ("pause", "Pause") if self._playing else ("play", "Play")
        for action in self._play.actions():
            action.setIcon(icon(shown[0], self._colour))
            action.setText(shown[1])
        for action in self._neutral.actions():
            action.setIcon(icon("neutral", self._colour))

    @Slot(int)
    def _tell_scrub(self, value: int) -> None:
        self.scrubbed.emit(value / _SCRUB_STEPS)
        if not self._scrub.isSliderDown():  # a key or a click beside the handle is a whole drag at once
            self.scrub_ended.emit()
