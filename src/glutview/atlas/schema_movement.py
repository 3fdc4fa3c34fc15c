"""What annotations.yaml may say of a movement: its angles, where they are from, and which muscles work in it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, model_validator

from glutview.atlas.values import Fraction, Id, Number, Positive, Spec, Text, wrong

Body: TypeAlias = Literal["pelvis", "femur"]
MovementGroup: TypeAlias = Literal["joint", "stance", "gait", "landing", "exercise"]
Units: TypeAlias = Literal["deg", "rad"]
Confidence: TypeAlias = Literal["verified", "recalled"]
OTHER_HIP: Final = "_other"
"""Ends a coordinate of the hip that is not the chosen one."""
COORDINATE_ENDINGS: Final = ("_r", "_l", OTHER_HIP)

Percent: TypeAlias = Annotated[float, Field(strict=True, ge=0, le=100)]
Spread: TypeAlias = Annotated[float, Field(strict=True, ge=0)]


def _ascends(moments: tuple[float, ...]) -> tuple[float, ...]:
    for i, (a, b) in enumerate(pairwise(moments), start=1):
        if a == b:
            raise wrong(f"{b:g} is given twice", "give each moment once")
        if a > b:
            raise wrong(f"the moments do not ascend: {b:g}, number {i + 1}, follows {a:g}", "sort the rows by time")
    if moments[0] != 0:
        raise wrong(f"the moments begin at {moments[0]:g}", "begin at 0")
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
    seconds: Positive
    units: Units | None = None
    """Of all its angles; degrees if not said. A table says it."""
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

    def in_degrees(self, angle: float) -> float:
        """An angle of this movement, degrees."""
        return math.degrees(angle) if self.units == "rad" else angle

    def _degrees(self, keyframes: tuple[KeyframeSpec, ...]) -> tuple[dict[str, float], ...]:
        return tuple({"at": k.at, **{n: self.in_degrees(a) for n, a in k.angles.items()}} for k in keyframes)

    @model_validator(mode="after")
    def _has_angles(self) -> MovementSpec:
        if (self.keyframes is None) == (self.table is None):
            raise wrong("a movement has keyframes or a table", "give either `keyframes:` or `table:`")
        if self.table is not None and self.units is None:
            raise wrong("the table does not say its units", "add `units: deg` or `units: rad`")
        self._runs_from_start_to_end([frame["at"] for frame in self.frames])
        if self.parameter is not None:
            far = [keyframe.at for keyframe in self.parameter.keyframes]
            if far != [frame["at"] for frame in self.frames]:
                remedy = "give `parameter.keyframes` the same moments `at`"
                raise wrong("the two forms of the movement differ in their moments", remedy)
        return self

    def _runs_from_start_to_end(self, moments: list[float]) -> None:
        ascending = all(b > a for a, b in pairwise(moments))
        if moments[0] != 0 or not ascending or moments[-1] > 1 or (moments[-1] != 1 and not self.cyclic):
            where = "the moments `at` do not ascend from 0 to 1"
            if self.table is not None:
                where = f"the moments do not ascend from 0 to {'100' if self.table.percent else f'{self.seconds:g}'}"
            raise wrong(where, "begin at 0, end at the end, and sort them")
        if self.cyclic and moments[-1] == 1:
            raise wrong("a cycle closes by itself", "leave out its end, which is its beginning again")

    @model_validator(mode="after")
    def _says_what_it_is(self) -> MovementSpec:
        if self.illustration and self.note is None:
            raise wrong("an illustration does not say so", "add the words that are shown as `note:`")
        if self.on_times and not self.cyclic:
            raise wrong("on-times are parts of a cycle", "add `cyclic: true`, or remove `on_times:`")
        if self.other_side is not None and not self.cyclic:
            raise wrong("only a cycle can be shifted", "add `cyclic: true`, or remove `other_side:`")
        return self
