"""What annotations.yaml may say of a movement: its angles, where they are from, and which muscles work in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, model_validator

from glutview.atlas.values import Fraction, Id, Number, Spec, Text, wrong

Body: TypeAlias = Literal["pelvis", "femur"]
MovementGroup: TypeAlias = Literal["joint", "stance", "gait", "landing", "exercise"]
Units: TypeAlias = Literal["deg", "rad"]
Confidence: TypeAlias = Literal["verified", "recalled"]
OTHER_HIP: Final = "_other"
"""Ends a coordinate of the hip that is not the chosen one."""
COORDINATE_ENDINGS: Final = ("_r", "_l", OTHER_HIP)

SHORTEST_S: Final = 0.1
"""Of a movement: less is a jump."""
LONGEST_S: Final = 3600.0
"""Of a movement: in more nobody sees it move."""

Percent: TypeAlias = Annotated[float, Field(strict=True, ge=0, le=100)]
Spread: TypeAlias = Annotated[float, Field(strict=True, ge=0)]


def _can_be_watched(seconds: float) -> float:
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise wrong(f"nobody can watch a movement of {seconds:g} s", f"give {SHORTEST_S:g} to {LONGEST_S:g} seconds")
    return seconds


Duration: TypeAlias = Annotated[
    float,
    Field(strict=True, json_schema_extra={"minimum": SHORTEST_S, "maximum": LONGEST_S}),
    AfterValidator(_can_be_watched),
]


def _out_of_order(moments: Sequence[float], rows: str) -> tuple[int, str, str] | None:
    """The position of the first moment that is, what is wrong with it, and what to do."""
    for i, (a, b) in enumerate(pairwise(moments), start=1):
        if a == b:
            return i, f"{b:g} is given twice", "give each moment once"
        if a > b:
            return i, f"the moments do not ascend: {b:g}, number {i + 1}, follows {a:g}", f"sort the {rows} by time"
    if moments[0] != 0:
        return 0, f"the moments begin at {moments[0]:g}", "begin at 0"
    return None


def _ascends(moments: tuple[float, ...]) -> tuple[float, ...]:
    if found := _out_of_order(moments, "rows"):
        raise wrong(*found[1:])
    return moments


def _ranges_ascend(ranges: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    ends = [end for start_end in ranges for end in start_end]
    if any(a >= b for a, b in pairwise(ends)):
        raise wrong("the ranges do not ascend", "write [[from, to], ...], in order; split one that passes 100")
    return ranges


class KeyframeSpec(Spec):
    """Angles at a moment of a movement; an angle that is not named is 0."""

    # Angles are named by the joints of the file, which this model cannot know.
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Number]

    at: Fraction
    """Moment as a part of the whole duration."""

    @property
    def angles(self) -> dict[str, float]:
        """Angles by coordinate, in the movement's units."""
        return dict(self.__pydantic_extra__)


class TableSpec(Spec):
    """Angles as columns: one list for each coordinate, as long as the list of moments."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, tuple[Number, ...]]

    percent: Annotated[tuple[Percent, ...], Field(min_length=2), AfterValidator(_ascends)] | None = None
    """Moments in percent of the whole."""
    time_s: Annotated[tuple[Number, ...], Field(min_length=2), AfterValidator(_ascends)] | None = None
    """Moments in seconds of the movement's own time."""
    sd: dict[str, tuple[Spread, ...]] = Field(default_factory=dict)
    """Standard deviations, by column."""

    @property
    def columns(self) -> dict[str, tuple[float, ...]]:
        """Angles by coordinate, in the movement's units."""
        return dict(self.__pydantic_extra__)

    @property
    def moments(self) -> tuple[float, ...]:
        """As stated: percent, or seconds."""
        return self.percent or self.time_s or ()

    @model_validator(mode="after")
    def _is_a_table(self) -> TableSpec:
        if (self.percent is None) == (self.time_s is None):
            raise wrong("a table has one list of moments", "give either `percent:` or `time_s:`")
        if not self.columns:
            raise wrong("the table has no angles", "add a list of angles for each coordinate")
        rows = len(self.moments)
        for prefix, columns in (("", self.columns), ("sd.", self.sd)):
            for name, column in columns.items():
                if len(column) != rows:
                    what = f"`{prefix}{name}` has {len(column)} values for {rows} moments"
                    raise wrong(what, "give one value for each moment")
        if loose := [name for name in self.sd if name not in self.columns]:
            raise wrong(f"`sd.{loose[0]}` is the spread of no column", "give the angles too, or remove it")
        return self


class OtherSideSpec(Spec):
    """How the hip that is not the chosen one follows."""

    shift: Annotated[float, Field(strict=True, gt=0, lt=1)]
    """It makes the same movement, this part of the cycle ahead."""


class ParameterSpec(Spec):
    """What can be set between two forms of a movement: at 0 its own keyframes, at 1 these."""

    name: Text
    low: Text
    """What 0 means."""
    high: Text
    """What 1 means."""
    start: Fraction = 1.0
    keyframes: Annotated[tuple[KeyframeSpec, ...], Field(min_length=2)]


class OnTimeSpec(Spec):
    """When a muscle is active in a cycle."""

    muscle: Id
    percent: Annotated[tuple[tuple[Percent, Percent], ...], Field(min_length=1), AfterValidator(_ranges_ascend)]
    """`[[from, to], ...]` of the cycle of the muscle's own side."""
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    confidence: Confidence


class ActivationSpec(Spec):
    """How active a muscle was in an exercise, in percent of its maximum voluntary contraction."""

    muscle: Id
    part: Id | None = None
    percent_mvic: Spread | None = None
    sd: Spread | None = None
    method: Literal["surface", "fine wire"] | None = None
    """The electrodes: what they give differs about twofold."""
    condition: Text | None = None
    """Load or position, where a study tells several apart."""
    figure: Literal["none found"] | None = None
    """That nobody's figure is known, said outright."""
    sources: tuple[Id, ...] = ()
    confidence: Confidence | None = None

    @model_validator(mode="after")
    def _says_a_figure_or_that_there_is_none(self) -> ActivationSpec:
        given = (self.percent_mvic, self.method, self.confidence)
        if self.figure is not None:
            if any(value is not None for value in (*given, self.sd)) or self.sources:
                raise wrong("a figure, and that there is none", "keep `figure:` or what is measured")
        elif any(value is None for value in given) or not self.sources:
            remedy = "give `percent_mvic:`, `method:`, `sources:` and `confidence:`, or `figure: none found`"
            raise wrong("the figure is not whole", remedy)
        return self


class MovementSpec(Spec):
    """A movement that can be played.

    A coordinate without ending moves the chosen hip, one with `_other` the hip beside it, one with `_r` or `_l`
    that hip whatever is chosen.
    """

    name: Text
    latin: Text | None = None
    synonyms: tuple[Text, ...] = ()
    group: MovementGroup = "joint"
    quick: StrictBool = False
    """Whether it has a button of its own beside the list of all."""
    seconds: Duration
    units: Units = "deg"
    """Of all its angles. A table says it: its numbers are from elsewhere, where they are often radians."""
    easing: Literal["cosine", "linear", "smooth"] | None = None
    """Between moments; `smooth` runs through them without a halt. Keyframes: `cosine`, tables: `smooth`."""
    cyclic: StrictBool = False
    """Whether its end is its beginning: what is stated then stops short of the end."""
    fixed: Body = "pelvis"
    """The body that stands still: the femur is that of the chosen side."""
    keyframes: Annotated[tuple[KeyframeSpec, ...], Field(min_length=2)] | None = None
    table: TableSpec | None = None
    other_side: OtherSideSpec | None = None
    parameter: ParameterSpec | None = None
    illustration: StrictBool = False
    """Whether its angles are nobody's measurement."""
    note: Text | None = None
    """What is shown while it is chosen: a few words. {side} and {other} stand for the chosen side and the other."""
    detail: Text | None = None
    """What else there is to say."""
    on_times: tuple[OnTimeSpec, ...] = ()
    activation: tuple[ActivationSpec, ...] = ()
    sources: tuple[Id, ...] = ()

    @property
    def frames(self) -> tuple[dict[str, float], ...]:
        """Each moment: `at` as a part of the whole, and degrees by coordinate."""
        if self.table is None:
            return self._degrees(self.keyframes or ())
        whole = 100.0 if self.table.percent else self.seconds
        rows = zip(*self.table.columns.values(), strict=True)
        named = [dict(zip(self.table.columns, row, strict=True)) for row in rows]
        return tuple(
            {"at": moment / whole, **{name: self.in_degrees(angle) for name, angle in angles.items()}}
            for moment, angles in zip(self.table.moments, named, strict=True)
        )

    @property
    def far_frames(self) -> tuple[dict[str, float], ...]:
        """Each moment where the parameter is 1; empty without one."""
        return self._degrees(self.parameter.keyframes) if self.parameter else ()

    @property
    def eased(self) -> str:
        """How it goes between moments, said or not."""
        return self.easing or ("smooth" if self.table else "cosine")

    def in_degrees(self, angle: float) -> float:
        """An angle of this movement, degrees."""
        return math.degrees(angle) if self.units == "rad" else angle

    def _degrees(self, keyframes: tuple[KeyframeSpec, ...]) -> tuple[dict[str, float], ...]:
        return tuple({"at": k.at, **{n: self.in_degrees(a) for n, a in k.angles.items()}} for k in keyframes)

    @model_validator(mode="after")
    def _has_angles(self) -> MovementSpec:
        if (self.keyframes is None) == (self.table is None):
            raise wrong("a movement has keyframes or a table", "give either `keyframes:` or `table:`")
        if self.table is not None and "units" not in self.model_fields_set:
            raise wrong("the table does not say its units", "add `units: deg` or `units: rad`")
        moments = [frame["at"] for frame in self.frames]
        if self.keyframes is not None and (found := _out_of_order(moments, "keyframes")):
            raise wrong(*found[1:], at=("keyframes", found[0], "at"))
        self._ends_at_the_end(moments[-1])
        if self.parameter is not None:
            self._far_form_keeps(moments, [keyframe.at for keyframe in self.parameter.keyframes])
        return self

    def _ends_at_the_end(self, last: float) -> None:
        if self.cyclic and last == 1:
            raise wrong("a cycle closes by itself", "leave out its end, which is its beginning again")
        if last == 1 or (self.cyclic and last < 1):
            return
        if self.table is None:
            at = ("keyframes", len(self.keyframes or ()) - 1, "at")
            raise wrong(f"the last keyframe is at {last:g}", "end at 1", at=at)
        end, column = (100.0, "percent") if self.table.percent else (self.seconds, "time_s")
        what = f"the moments end at {self.table.moments[-1]:g}, and the movement at {end:g}"
        remedy = f"end before {end:g}: it is the beginning again" if self.cyclic else f"end at {end:g}"
        raise wrong(what, remedy, at=("table", column))

    def _far_form_keeps(self, moments: list[float], far: list[float]) -> None:
        differing = [i for i, pair in enumerate(zip(moments, far, strict=False)) if pair[0] != pair[1]]
        if differing or len(moments) != len(far):
            at = (differing[0], "at") if differing else ()
            remedy = "give `parameter.keyframes` the same moments `at`"
            raise wrong(
                "the two forms of the movement differ in their moments", remedy, at=("parameter", "keyframes", *at)
            )

    @model_validator(mode="after")
    def _says_what_it_is(self) -> MovementSpec:
        if self.illustration and self.note is None:
            raise wrong("an illustration does not say so", "add the words that are shown as `note:`")
        if not self.illustration and not self.sources:
            remedy = "cite who measured them as `sources:`, or add `illustration: true` and a `note:`"
            raise wrong("nobody is cited for the angles", remedy)
        if self.on_times and not self.cyclic:
            raise wrong("on-times are parts of a cycle", "add `cyclic: true`, or remove `on_times:`")
        if self.other_side is not None and not self.cyclic:
            raise wrong("only a cycle can be shifted", "add `cyclic: true`, or remove `other_side:`")
        return self
