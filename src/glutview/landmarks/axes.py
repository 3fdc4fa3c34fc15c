"""In which axes and units coordinates are, who said so, and the way to LPS mm and back without loss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from glutview.errors import GlutviewError, Problem, failure
from glutview.landmarks.landmark_set import Xyz

Axes: TypeAlias = Literal["LPS", "RAS"]
Units: TypeAlias = Literal["mm", "m", "cm", "um"]
AXES: tuple[Axes, ...] = ("LPS", "RAS")
WRITTEN_UNITS: tuple[Units, ...] = ("mm", "m")
_POWER: dict[Units, int] = {"mm": 0, "m": 3, "cm": 1, "um": -3}
_UNIT_WORDS: dict[str, Units] = {
    **dict.fromkeys(("mm", "millimeter", "millimeters", "millimetre", "millimetres"), "mm"),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("cm", "centimeter", "centimeters", "centimetre", "centimetres"), "cm"),
    **dict.fromkeys(("um", "\u00b5m", "\u03bcm", "micrometer", "micrometers", "micrometre", "micrometres"), "um"),
}


class UnstatedFrameError(GlutviewError):
    """Neither the file nor the person says in which axes or units the coordinates are: ask, and read again."""

    def __init__(self, problems: Iterable[Problem], *, axes: bool, units: bool) -> None:
        super().__init__(problems)
        self.axes = axes
        """Whether the axes are unstated."""
        self.units = units
        """Whether the units are unstated."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Axes or units, and what says so."""

    value: str
    by: str
    """In words: "line 2: CoordinateSystem = LPS"."""
    line: int = 0
    default: bool = False
    """Whether the format says so, not the file."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Axes and units of coordinates, and what says so."""

    axes: Axes = "LPS"
    units: Units = "mm"
    axes_by: str = ""
    units_by: str = ""

    def position_mm(self, x: str, y: str, z: str) -> Xyz:
        """Coordinates, as they are written, in LPS mm; infinite where they are too large."""
        sign = 1.0 if self.axes == "LPS" else -1.0
        first, second, third = (_shifted(text, _POWER[self.units]) for text in (x, y, z))
        return sign * first + 0.0, sign * second + 0.0, third + 0.0

    def texts(self, position_mm: Xyz) -> tuple[str, str, str]:
        """A position in LPS mm as text in these axes and units, every digit kept."""
        sign = 1.0 if self.axes == "LPS" else -1.0
        # Adding zero makes of -0.0, which nobody wrote, 0.0.
        x, y, z = sign * position_mm[0] + 0.0, sign * position_mm[1] + 0.0, position_mm[2] + 0.0
        power = _POWER[self.units]
        return _text(x, power), _text(y, power), _text(z, power)


def as_axes(text: str) -> Axes | None:
    """The axes that a word names, in any case; None for another word."""
    word = text.strip().upper()
    return next((axes for axes in AXES if axes == word), None)


def as_units(text: str) -> Units | None:
    """The units that a word names; None for another word."""
    word = text.strip()
    return _UNIT_WORDS.get(word) or _UNIT_WORDS.get(word.casefold())


def require_axes(text: str, where: str) -> Axes:
    """The axes that an option names.

    Raises:
        GlutviewError: it names none.
    """
    if axes := as_axes(text):
        return axes
    raise failure(where, f"there are no axes {text!r}", "give LPS (left, posterior, superior) or RAS")


def require_units(text: str, where: str, known: tuple[Units, ...] = tuple(_POWER)) -> Units:
    """The units that an option names.

    Raises:
        GlutviewError: it names none of those known.
    """
    if (units := as_units(text)) in known and units:
        return units
    raise failure(where, f"there are no units {text!r}", f"give {' or '.join(WRITTEN_UNITS)}")


def settle_frame(
    where: str, axes: Stated | None, units: Stated | None, from_axes: str | None, from_units: str | None
) -> Frame:
    """The frame of a file, from what it states and what a person states of it.

    What the format alone says yields to a person's word; what the file says does not.

    Raises:
        UnstatedFrameError: nobody states the axes, or the units.
        GlutviewError: file and person contradict each other, or the file names axes or units that cannot be read.
    """
    flagged_axes = require_axes(from_axes, "--from-axes") if from_axes else None
    flagged_units = require_units(from_units, "--from-units") if from_units else None
    said_axes = _settled(where, "axes", axes, flagged_axes)
    said_units = _settled(where, "units", units, flagged_units)
    unstated = [
        Problem(where, 0, "", f"the file does not say in which {what} its coordinates are", remedy)
        for what, remedy, said in (
            ("axes", "say it with --from-axes LPS or --from-axes RAS", said_axes),
            ("units", "say it with --from-units mm or --from-units m", said_units),
        )
        if said is None
    ]
    if said_axes is None or said_units is None:
        raise UnstatedFrameError(unstated, axes=said_axes is None, units=said_units is None)
    known_axes, known_units = as_axes(said_axes.value), as_units(said_units.value)
    if known_axes is None:
        raise _unreadable_axes(where, said_axes)
    if known_units is None:
        what = f"the units {said_units.value!r} are not known ({said_units.by})"
        raise failure(where, what, "mm, m, cm and um are", line=said_units.line)
    return Frame(known_axes, known_units, said_axes.by, said_units.by)


def _settled(where: str, what: str, stated: Stated | None, flag: str | None) -> Stated | None:
    if not flag:
        return stated
    option = f"--from-{what} {flag}"
    if stated is None:
        return Stated(flag, option)
    read = as_axes(stated.value) if what == "axes" else as_units(stated.value)
    if read == flag:
        return stated
    if stated.default:
        return Stated(flag, f"{option} (without it, {stated.value}: {stated.by})")
    contradiction = f"the file says {stated.value} ({stated.by}), but {option} was given"
    raise failure(where, contradiction, f"leave --from-{what} away, or correct the file", line=stated.line)


def _unreadable_axes(where: str, stated: Stated) -> GlutviewError:
    if stated.value.strip().upper() == "IJK":
        what = f"the coordinates count voxels of an image (IJK; {stated.by}), which alone can place them"
        return failure(where, what, "open it with that image in 3D Slicer and save it as LPS", line=stated.line)
    what = f"the axes {stated.value!r} are not known ({stated.by})"
    return failure(where, what, "LPS and RAS are", line=stated.line)


def _shifted(number: str, power: int) -> float:
    """A decimal number times a power of ten, rounded once."""
    if not power:
        return float(number)
    mantissa, _, exponent = number.strip().lower().partition("e")
    return float(f"{mantissa}e{int(exponent or 0) + power}")


def _text(value: float, power: int) -> str:
    if not power:
        return repr(value)
    shifted = Decimal(repr(value)).scaleb(-power)  # exact: a float has 17 digits at most
    if not shifted or -8 < shifted.adjusted() < 17:
        text = format(shifted, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(shifted).replace("E", "e")
