"""What the panel of moment arms shows of the curves that are there. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.citations import cited_shortly
from glutview.export.arm_table import Row, arm_rows, arm_table
from glutview.geometry.mesh import Floats
from glutview.ui.arm_curves import LENGTH, ArmCurves, Band, published_bands
from glutview.ui.catalogue import AngleRow

STYLES_OF_SET = 3
"""No muscle has more compartments: so many styles has each set of curves."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One curve as it is drawn."""

    name: str
    angles_deg: Floats
    values: Floats
    style: int
    slot: int
    """As of :class:`CurveSet`."""
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One curve in the list."""

    name: str
    value: str
    style: int


@dataclass(frozen=True, slots=True)
class SetRow:
    """The curves of a muscle in a pose, as listed."""

    name: str
    pose: tuple[str, ...]
    """The angles that stay."""
    lines: tuple[LineRow, ...]
    slot: int
    """As of :class:`CurveSet`."""


@dataclass(frozen=True, eq=False)
class CurveSet:
    """Curves that are there, and where they stand among those that are kept: 0 is the present one."""

    curves: ArmCurves
    slot: int

    def style(self, number: int) -> int:
        """How the curve of a compartment is drawn: as no other one."""
        return STYLES_OF_SET * self.slot + number


@dataclass(frozen=True, eq=False)
class ArmView:
    """Sets of curves, seen as one quantity along one angle.

    Attributes:
        sets: the present one first, if it is there.
        quantity: arm about one of the three axes, or length.
        angles: the three angles, in the order of the axes.
    """

    atlas: Atlas
    sets: tuple[CurveSet, ...]
    quantity: int
    angles: Sequence[AngleRow]

    def drawn(self) -> list[Curve]:
        """Every curve; the present ones with what published models have."""
        found = []
        for one in self.sets:
            key = one.curves.key
            stated = self.atlas.structures[key.muscle].stated_id
            bands = published_bands(stated, key, self.quantity) if one.slot == 0 else {}
            for number, name in enumerate(one.curves.compartments):
                values = one.curves.values[:, number, self.quantity]
                style, band = one.style(number), bands.get(name)
                found.append(Curve(name, one.curves.angles_deg, values, style, one.slot, band))
        return found

    def listed(self, at_deg: float) -> list[SetRow]:
        """Every set, with its values at an angle."""
        rows = []
        for one in self.sets:
            values = one.curves.at(at_deg, self.quantity)
            lines = (
                LineRow(name.capitalize(), _mm(value), one.style(number))
                for number, (name, value) in enumerate(zip(one.curves.compartments, values, strict=True))
            )
            rows.append(SetRow(self._name(one), self._pose(one), tuple(lines), one.slot))
        return rows

    def note(self) -> str:
        """What is to be known of what is shown."""
        if self.quantity == LENGTH or not self.sets or self.sets[0].slot > 0:
            return ""
        if any(curve.band is not None for curve in self.drawn()):
            return f"pale: published models ({self._models()}), least to greatest"
        return ""

    def table(self) -> str:
        """All curves as CSV, one row a pose and compartment; without what lies beyond the range of motion."""
        rows: list[Row] = []
        # The present curves may be kept too.
        for curves in {one.curves.key: one.curves for one in self.sets}.values():
            for number, angle in enumerate(curves.angles_deg):
                if np.isfinite(curves.values[number]).all():
                    hip = curves.key.turned(float(angle))
                    rows += arm_rows(curves.key.muscle, curves.compartments, hip, curves.arms(number))
        return arm_table(rows)

    def _models(self) -> str:
        """Whose the published models are: "Delp et al. 1990, ..."; of an atlas that does not cite them, how many."""
        from glutview.measures.published_arms import SOURCES

        known = self.atlas.sources
        if not all(id in known for id in SOURCES):
            return f"{len(SOURCES)}"
        return ", ".join(cited_shortly(known[id]) for id in SOURCES)

    def _name(self, one: CurveSet) -> str:
        """Of a kept set with the number that stands on its curves."""
        name = self.atlas.structures[one.curves.key.muscle].sided_name
        return f"{one.slot}: {name}" if one.slot else name

    def _pose(self, one: CurveSet) -> tuple[str, ...]:
        key = one.curves.key
        others = (axis for axis in range(LENGTH) if axis != key.coordinate)
        return tuple(f"{self.angles[axis].name.lower()} {key.at_deg[axis]:.0f}°".replace("-", "−") for axis in others)


def axis_title(angle: AngleRow) -> str:
    """What stands below the chart."""
    return f"{angle.name} (°)"


def quantity_title(angles: Sequence[AngleRow], quantity: int) -> str:
    """What stands beside the chart."""
    return "Length (mm)" if quantity == LENGTH else f"{angles[quantity].name} arm (mm)"


def sign_words(angles: Sequence[AngleRow], quantity: int) -> str:
    """What the sign of the values means; empty for lengths."""
    if quantity == LENGTH or not angles[quantity].opposite:
        return ""
    return f"+ {angles[quantity].name.lower()}, − {angles[quantity].opposite.lower()}"


def _mm(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.1f} mm".replace("-", "−")
