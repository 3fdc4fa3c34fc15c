"""Orders of the menu that say one thing of a movement: which one, which hip, what stands still."""

from __future__ import annotations

from PySide6.QtCore import QObject


class MovementCommands(QObject):
    """Each by the name that the menu's table calls; who carries them out inherits from it."""

    def play_movement(self, movement: str) -> None:
        """Choose a movement and play it."""
        raise NotImplementedError

    def choose_side(self, side: str) -> None:
        """Choose the hip that moves: "r", "l" or "both"."""
        raise NotImplementedError

    def fix(self, body: str) -> None:
        """Hold the "pelvis" or the "femur" still."""
        raise NotImplementedError

    def choose_abduction(self) -> None:
        self.play_movement("abduction")

    def choose_internal_rotation(self) -> None:
        self.play_movement("internal_rotation")

    def choose_trendelenburg(self) -> None:
        self.play_movement("trendelenburg")

    def choose_gait(self) -> None:
        self.play_movement("gait")

    def side_right(self) -> None:
        self.choose_side("r")

    def side_left(self) -> None:
        self.choose_side("l")

    def side_both(self) -> None:
        self.choose_side("both")

    def fix_pelvis(self) -> None:
        self.fix("pelvis")

    def fix_femur(self) -> None:
        self.fix("femur")
