"""Computes the curves that are wanted behind the window, and keeps those that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from glutview.ui.arm_curves import ArmCurves, CurveKey, CurveMaker
from glutview.ui.latest import Latest

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy


@dataclass(eq=False)
class _Wish:
    """What one run is to compute; the anatomy of then."""

    maker: CurveMaker
    anatomy: Anatomy
    keys: Sequence[CurveKey]

    def __call__(self, tell: Callable[[float], None]) -> tuple[Anatomy, dict[CurveKey, ArmCurves]]:
        return self.anatomy, self.maker.make(self.anatomy, self.keys, tell)


class CurveStore(QObject):
    """One run at a time, which is let end: a hip that turns would else overtake it again and again."""

    filled = Signal(object)
    """A run has ended and made these keys: `want` again what is wanted now."""
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._maker = CurveMaker()
        self._there: dict[CurveKey, ArmCurves] = {}
        self._anatomy: Anatomy | None = None
        self._busy = False
        self._work = Latest(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._take_failure)

    @property
    def busy(self) -> bool:
        """Whether something is being computed."""
        return self._busy

    def want(self, anatomy: Anatomy, keys: Sequence[CurveKey], also: CurveKey | None = None) -> None:
        """Compute what is not there of these; keep these, and one that may still be shown, and no others."""
        if anatomy is not self._anatomy:
            self._anatomy, self._there = anatomy, {}
        self._there = {key: curves for key, curves in self._there.items() if key in (*keys, also)}
        missing = [key for key in keys if key not in self._there]
        if missing and not self._busy:
            self._busy = True
            self._work.start(_Wish(self._maker, anatomy, missing))

    def get(self, key: CurveKey | None) -> ArmCurves | None:
        """The curves, if they are there."""
        return None if key is None else self._there.get(key)

    def release(self) -> None:
        """Nothing is wanted any more."""
        self._work.let_go()

    @Slot(object)
    def _take(self, found: tuple[Anatomy, dict[CurveKey, ArmCurves]]) -> None:
        self._busy = False
        anatomy, made = found
        if anatomy is self._anatomy:
            self._there |= made
        self.filled.emit(tuple(made))

    @Slot(object)
    def _take_failure(self, error: BaseException) -> None:
        self._busy = False
        self.failed.emit(error)
