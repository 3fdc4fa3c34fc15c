"""What annotations.yaml may say of a movement: its angles, where they are from, and which muscles work in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, StrictBool, model_validator

from glutview.atlas.schema_moments import KeyframeSpec, Percent, Spread, TableSpec, order_faults
from glutview.atlas.values import Fault, Fraction, Id, Spec, Text, wrong

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


def _can_be_watched(seconds: float) -> float:
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise wrong(f"nobody can watch a movement of {seconds:g} s", f"give {SHORTEST_S:g} to {LONGEST_S:g} seconds")
    return seconds


Duration: TypeAlias = Annotated[
    float,
    Field(strict=True, json_schema_extra={"minimum": SHORTEST_S, "maximum": LONGEST_S}),
    AfterValidator(_can_be_watched),
]


def _ranges_ascend(ranges: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    ends = [end for start_end in ranges for end in start_end]
    if any(a >= b for a, b in pairwise(ends)):
        raise wrong("the ranges do not ascend", "write [[from, to], ...], in order; split one that passes 100")
    return ranges


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
    low_note: Text | None = None
    """Shown instead of the movement's note where the parameter is 0."""
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
        rows = zip(self.moments, self.table.rows, strict=True)
        return tuple(
            {"at": at, **{name: self.in_degrees(angle) for name, angle in angles.items()}} for at, angles in rows
        )

    @property
    def moments(self) -> tuple[float, ...]:
        """Each moment as a part of the whole."""
        if self.table is None:
            return tuple(keyframe.at for keyframe in self.keyframes or ())
        whole = 100.0 if self.table.percent else self.seconds
        return tuple(moment / whole for moment in self.table.moments)

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
    def _is_whole(self) -> MovementSpec:
        for fault in self.faults():
            raise fault.error()
        return self

    def faults(self, unknown: frozenset[str] = frozenset()) -> Iterator[Fault]:
        """What is wrong between its values.

        Args:
            unknown: its keys that hold something unsound, so that nothing is said which hangs on that.
        """
        if self.keyframes is None and self.table is None:
            empty = [key for key in ("keyframes", "table") if key in self.model_fields_set]
            for key in empty:
                yield Fault(f"`{key}:` is empty", "list its moments with their angles", (key,))
            if not empty:
                yield Fault("a movement has keyframes or a table", "give either `keyframes:` or `table:`")
        elif self.keyframes is not None and self.table is not None:
            yield Fault("a movement has keyframes or a table", "give either `keyframes:` or `table:`")
        if self.table is not None and "units" not in self.model_fields_set:
            yield Fault("the table does not say its units", "add `units: deg` or `units: rad`")
        for i, what, remedy in order_faults([keyframe.at for keyframe in self.keyframes or ()], "keyframes"):
            yield Fault(what, remedy, ("keyframes", i, "at"))
        if self.table is not None and "table" not in unknown:
            for fault in self.table.faults():
                yield Fault(fault.what, fault.remedy, ("table", *fault.at))
        moments = self.moments
        if len(moments) > 1:
            yield from () if "cyclic" in unknown else self._ends_elsewhere(moments)
            if self.parameter is not None:
                yield from _differing(moments, [keyframe.at for keyframe in self.parameter.keyframes])
        yield from self._is_untold(unknown)

    def _ends_elsewhere(self, moments: tuple[float, ...]) -> Iterator[Fault]:
        if math.isnan(moments[-1]):
            return
        last = max(moment for moment in moments if not math.isnan(moment))
        if self.cyclic and last == 1:
            yield Fault("a cycle closes by itself", "leave out its end, which is its beginning again")
        if last == 1 or (self.cyclic and last < 1):
            return
        if self.table is None:
            yield Fault(f"the last keyframe is at {last:g}", "end at 1", ("keyframes", moments.index(last), "at"))
            return
        end, column = (100.0, "percent") if self.table.percent else (self.seconds, "time_s")
        what = f"the moments end at {self.table.moments[moments.index(last)]:g}, and the movement at {end:g}"
        remedy = f"end before {end:g}: it is the beginning again" if self.cyclic else f"end at {end:g}"
        yield Fault(what, remedy, ("table", column))

    def _is_untold(self, unknown: frozenset[str]) -> Iterator[Fault]:
        """What must be said beside the angles, and is not."""
        if self.illustration and self.note is None and not unknown & {"illustration", "note"}:
            yield Fault("an illustration does not say so", "add the words that are shown as `note:`")
        if not (self.illustration or self.sources or unknown & {"illustration", "sources"}):
            remedy = "cite who measured them as `sources:`, or add `illustration: true` and a `note:`"
            yield Fault("nobody is cited for the angles", remedy)
        if self.on_times and not self.cyclic and "cyclic" not in unknown:
            yield Fault("on-times are parts of a cycle", "add `cyclic: true`, or remove `on_times:`")
        if self.other_side is not None and not self.cyclic and "cyclic" not in unknown:
            yield Fault("only a cycle can be shifted", "add `cyclic: true`, or remove `other_side:`")


def _differing(near: tuple[float, ...], far: list[float]) -> Iterator[Fault]:
    """Where the two forms of a movement have other moments."""
    if len(far) < 2:
        return
    known = [(i, a, b) for i, (a, b) in enumerate(zip(near, far, strict=False)) if not math.isnan(a + b)]
    differing = [i for i, a, b in known if a != b]
    if differing or len(near) != len(far):
        at = (differing[0], "at") if differing else ()
        remedy = "give `parameter.keyframes` the same moments `at`"
        yield Fault("the two forms of the movement differ in their moments", remedy, ("parameter", "keyframes", *at))
