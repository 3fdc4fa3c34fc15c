"""What the annotations state, on one side of the body each: structures, landmarks, attachments, courses, joints."""

from __future__ import annotations

from dataclasses import dataclass

from glutview.atlas.schema import FibreTemplateSpec, Kind, Role, WhatIfKind, WhatIfSpec
from glutview.atlas.sides import SIDE_WORDS, Side, SurfaceSpot

Xyz = tuple[float, float, float]


class Sided:
    """What has a name and a side of the body."""

    __slots__ = ()
    name: str
    side: Side

    @property
    def sided_name(self) -> str:
        """The name with its side: "Right gluteus medius, anterior part"."""
        if self.side == "midline":
            return self.name
        return f"{SIDE_WORDS[self.side]} {self.name[:1].lower()}{self.name[1:]}"


class Served(Sided):
    """What nerves and vessels serve."""

    __slots__ = ()
    nerves: tuple[str, ...]
    arteries: tuple[str, ...]
    veins: tuple[str, ...]

    @property
    def supply(self) -> tuple[str, ...]:
        """The nerves and vessels that serve it."""
        return *self.nerves, *self.arteries, *self.veins


@dataclass(frozen=True, slots=True)
class Structure(Served):
    """A structure on one side of the body."""

    id: str
    stated_id: str
    side: Side
    kind: Kind
    name: str
    latin: str
    synonyms: tuple[str, ...]
    fma: int | None
    ta2: int | None
    mesh: str
    """As stated: `meshes/<name>`."""
    mirrored: bool
    """Whether its mesh is the mirror image of that file's."""
    colour: str
    moves_with: str | None
    """Body that carries it, "pelvis", "femur_r" or "femur_l"; None for what deforms or follows."""
    nerves: tuple[str, ...]
    arteries: tuple[str, ...]
    veins: tuple[str, ...]
    roots: tuple[str, ...]
    spans: str | None = None
    """The joint that it spans, with its side."""
    rides_on: tuple[str, ...] = ()
    """The structures that it lies on and follows."""
    deforms: bool = False
    """Whether it is stretched between pelvis and femur, as the build solved it for every pose."""

    @property
    def bears_footprints(self) -> bool:
        """Whether muscles can be fixed to it: bones, and the sheets on and between them."""
        return self.moves_with is not None or self.spans is not None or bool(self.rides_on) or self.deforms


@dataclass(frozen=True, slots=True)
class MusclePart(Served):
    """A part of a muscle on one side: a band of its fibres. It has no surface of its own."""

    id: str
    stated_id: str
    side: Side
    muscle: str
    """Id of the muscle, on the same side."""
    own_name: str
    """Within the muscle: "Anterior part"."""
    name: str
    """"Gluteus medius, anterior part"."""
    latin: str
    synonyms: tuple[str, ...]
    fma: int | None
    ta2: int | None
    band: tuple[float, float]
    """Where its fibres begin and end across the muscle's fan, s from 0 to 1."""
    nerves: tuple[str, ...]
    arteries: tuple[str, ...]
    veins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Landmark(Sided):
    """A named point on one side of the body; of several along a line of bone, with the name of that line."""

    id: str
    stated_id: str
    side: Side
    name: str
    latin: str | None
    synonyms: tuple[str, ...]
    line: str | None
    spot: SurfaceSpot


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of an attachment's edge, and the landmark it is, if any."""

    spot: SurfaceSpot
    landmark: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment of a muscle on one side: points run in the order of s, from front to back."""

    id: str
    stated_id: str
    side: Side
    muscle: str
    role: Role
    on: str
    name: str
    superficial: tuple[CurvePoint, ...]
    deep: tuple[CurvePoint, ...]

    @property
    def bearers(self) -> tuple[str, ...]:
        """The structures on which it lies, in the order of its points."""
        return tuple(dict.fromkeys(point.spot.on for point in (*self.superficial, *self.deep)))


@dataclass(frozen=True, slots=True)
class FibreTemplate:
    """How a muscle of one side is grown; points and directions of `spec` are those of the right side."""

    muscle: str
    over: tuple[str, ...]
    mirrored: bool
    spec: FibreTemplateSpec


@dataclass(frozen=True, slots=True)
class MuscleSpot:
    """A place in the block of a muscle."""

    muscle: str
    s: float
    t: float
    u: float


@dataclass(frozen=True, slots=True)
class BranchSpot:
    """A place on the centre line of a branch."""

    structure: str
    branch: str
    at: float
    """The share of its length."""


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A point a nerve or vessel passes, lifted outward from where it lies."""

    place: SurfaceSpot | MuscleSpot | BranchSpot
    lift_mm: float
    landmark: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A nerve or vessel without forks."""

    name: str
    radius_mm: float
    end_radius_mm: float
    points: tuple[Waypoint, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The branches of a nerve or vessel on one side."""

    structure: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Coordinate:
    """An angle of a joint, degrees."""

    id: str
    stated_id: str
    min: float
    max: float
    name: str | None
    opposite: str | None


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint on one side; its coordinates turn in the order given."""

    id: str
    stated_id: str
    side: Side
    name: str
    parent: str
    child: str
    centre_mm: Xyz
    far_centre_mm: Xyz
    coordinates: tuple[Coordinate, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf(Sided):
    """What is lost on one side, and what that takes out there by what the atlas states."""

    id: str
    stated_id: str
    side: Side
    kind: WhatIfKind
    name: str
    structure: str
    """The nerve, artery or muscle, with its side."""
    muscles: tuple[str, ...]
    """Of a nerve those that have no other, of a tendon its muscle: they work no more. Of an artery its territory:
    the muscles that it feeds, alone or with others."""
    anastomoses: tuple[str, ...]
    """The arteries that still reach its territory."""
    spec: WhatIfSpec
