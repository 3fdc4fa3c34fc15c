"""The shape of what lies between bones: attachments, fibre templates, courses of nerves and vessels."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from glutview.atlas.values import Fraction, Id, Number, Positive, Profile, Spec, SurfaceAt, Text, Xyz, wrong

Role: TypeAlias = Literal["origin", "insertion"]


class PointOn(Spec):
    """A place on another structure than the one the curve lies on."""

    on: Id
    at: SurfaceAt


def _kind_of_point(point: Any) -> str | None:
    match point:
        case str():
            return "<landmark>"
        case list() | tuple():
            return "<at>"
        case dict() | PointOn():
            return "<point>"
        case _:
            return None


CurvePoint: TypeAlias = Annotated[
    Annotated[Id, Tag("<landmark>")] | Annotated[SurfaceAt, Tag("<at>")] | Annotated[PointOn, Tag("<point>")],
    Discriminator(
        _kind_of_point,
        custom_error_type="curve_point",
        custom_error_message="this is not a point of a curve",
    ),
]
"""A landmark's id, `[triangle, w0, w1, w2]` on the attachment's structure, or `{on: id, at: [...]}`."""
Curve: TypeAlias = Annotated[tuple[CurvePoint, ...], Field(min_length=2)]


class AttachmentSide(Spec):
    """The curves of an attachment on one side, where they are not the mirror image of the other."""

    superficial: Curve
    deep: Curve


class AttachmentSpec(Spec):
    """Where a muscle is fixed: the patch between the edge of its superficial and of its deep fibres.

    Points run in the order of s, from front to back.
    """

    muscle: Id
    role: Role
    on: Id
    name: Text
    superficial: Curve
    deep: Curve
    left: AttachmentSide | None = None
    right: AttachmentSide | None = None


class ReliefSpec(Spec):
    """The bundles that are seen on a muscle's surface."""

    amplitude_mm: Annotated[float, Field(strict=True, ge=0)]
    bundles: Annotated[int, Field(strict=True, ge=1)]


GridSize: TypeAlias = tuple[
    Annotated[int, Field(strict=True, ge=2, le=2000)],
    Annotated[int, Field(strict=True, ge=2, le=2000)],
    Annotated[int, Field(strict=True, ge=2, le=2000)],
]


class GridSpec(Spec):
    """Numbers of nodes along s, t and u: of the surface drawn and of the block the solver moves."""

    drawn: GridSize
    solved: GridSize


class GateSpec(Spec):
    """What holds the fibres together on their way: an edge of bone over which they turn, say.

    Points run in the order of s; a template's gate is one of the right side, mirrored for the left.
    """

    u: Annotated[float, Field(strict=True, gt=0, lt=1)]
    on: Id
    points: Annotated[tuple[SurfaceAt, ...], Field(min_length=2)]


class ArchSpec(Spec):
    """How far the front (s = 0) and the hind border (s = 1) of a sheet lie off their taut lines midway.

    In mm, LPS, of the right side.
    """

    front: Xyz = (0.0, 0.0, 0.0)
    hind: Xyz = (0.0, 0.0, 0.0)


class FibreTemplateSpec(Spec):
    """How a muscle is grown between its attachments (see :mod:`glutview.geometry.fibre_template`)."""

    volume_cm3: Positive
    form: Literal["sheet", "spindle"] = "sheet"
    """Whether it lies as a sheet on what is beneath it, or runs free between its ends, round in section."""
    over: tuple[Id, ...] = ()
    """The structures beneath it, on which it lies, deepest first."""
    belly_mm: Positive
    """What the superficial face keeps from what lies beneath at full belly, before the volume is solved for; of a
    spindle, its thickness there."""
    along: Profile
    """The belly along the fibre, as a part of `belly_mm`: `[[u, share], ...]`."""
    across: Profile
    """The belly across the fan: `[[s, share], ...]`."""
    border_mm: Positive
    """Thickness of the front and the back border."""
    taper_mm: Positive
    """Over which width the belly falls off to the borders."""
    tendon_mm: Positive
    """Thickness at the insertion."""
    tendon_length_mm: Positive
    """Over which length before the insertion the muscle is no thicker than that."""
    tendon_from_u: Fraction
    bow_mm: Xyz
    """Where the fibres are pulled taut from: so far off the straight line; mm, LPS, right side. A spindle's
    superficial face looks that way."""
    arch_mm: ArchSpec = ArchSpec()
    """Of a sheet only: how far its borders lie off their taut lines."""
    gate: GateSpec | None = None
    capsule_hold: Positive | None = None
    """How firmly it is tied to the capsule of the hip beside the femur: shear moduli of its tissue per mm2. Left out
    where it is not."""
    relief: ReliefSpec
    grid: GridSpec

    @field_validator("arch_mm")
    @classmethod
    def _only_a_sheet_arches(cls, arch: ArchSpec, info: ValidationInfo) -> ArchSpec:
        # `form` stands above it; where it is wrong itself, that is told.
        if info.data.get("form") == "spindle" and arch != ArchSpec():
            raise wrong("a spindle has no borders that could arch", "take out `arch_mm:`, or write `form: sheet`")
        return arch


class BursaSpec(Spec):
    """How the bursa of the same id lies: within an outline on a bone (see :mod:`glutview.build.bursae`)."""

    on: Id
    over: tuple[Id, ...] = ()
    """What else it covers there: tendons, where it reaches beyond the bare bone."""
    outline: Annotated[tuple[SurfaceAt, ...], Field(min_length=4)]
    """Places on `on`, in turning order."""
    thickness_mm: Positive


class LandmarkWaypoint(Spec):
    """Above a landmark."""

    landmark: Id
    lift_mm: Number = 0.0


class SurfaceWaypoint(Spec):
    """Above a place on a surface."""

    on: Id
    at: SurfaceAt
    lift_mm: Number = 0.0


class MuscleWaypoint(Spec):
    """At a place in the block of a muscle, lifted outward from its face."""

    muscle: Id
    s: Fraction
    t: Fraction
    u: Fraction
    lift_mm: Number = 0.0


class JunctionWaypoint(Spec):
    """On the centre line of another branch, where this one leaves it or ends in it."""

    branch: Text
    of: Id | None = None
    """The nerve or vessel that it is a branch of; where none is named, this very one."""
    at: Fraction
    """The share of its length, from its first point."""


def _kind_of_waypoint(point: Any) -> str | None:
    match point:
        case JunctionWaypoint() | {"branch": _}:
            return "<branch>"
        case LandmarkWaypoint() | {"landmark": _}:
            return "<landmark>"
        case SurfaceWaypoint() | {"on": _} | {"at": _}:
            return "<on>"
        case MuscleWaypoint() | {"muscle": _}:
            return "<muscle>"
        case _:
            return None


WaypointSpec: TypeAlias = Annotated[
    Annotated[JunctionWaypoint, Tag("<branch>")]
    | Annotated[LandmarkWaypoint, Tag("<landmark>")]
    | Annotated[SurfaceWaypoint, Tag("<on>")]
    | Annotated[MuscleWaypoint, Tag("<muscle>")],
    Discriminator(
        _kind_of_waypoint,
        custom_error_type="waypoint",
        custom_error_message="this is not a waypoint",
    ),
]


class BranchSpec(Spec):
    """A nerve or vessel without forks: a tube through its waypoints, in order."""

    name: Text
    radius_mm: Positive
    """At its first point; of a flat one, half its breadth."""
    end_radius_mm: Positive | None = None
    """At its last point, evenly reached; the same where it is not given."""
    flatness: Annotated[float, Field(strict=True, gt=0, le=1)] = 1.0
    """Thickness as a part of the breadth, which lies on what the waypoints lie on; 1 is round."""
    over: tuple[Id, ...] = ()
    """What it is kept out of, besides bone."""
    points: Annotated[tuple[WaypointSpec, ...], Field(min_length=2)]


class CourseSpec(Spec):
    """The course of the nerve or vessel of the same id."""

    branches: Annotated[tuple[BranchSpec, ...], Field(min_length=1)]
