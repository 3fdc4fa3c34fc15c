"""The shape of annotations.yaml: one model for each kind of entry, unknown keys forbidden.

A paired thing is stated once, for the right side of the body; `left:` and `right:` give one side its own
values. What one entry cannot know (that an id exists, say) is checked in :mod:`glutview.atlas.checks`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from glutview.atlas.schema_landmark import LandmarkSide, LandmarkSpec
from glutview.atlas.schema_moments import KeyframeSpec, TableSpec
from glutview.atlas.schema_movement import ActivationSpec, Body, MovementGroup, MovementSpec, OnTimeSpec
from glutview.atlas.schema_part import MusclePartSpec
from glutview.atlas.schema_soft import (
    AttachmentSide,
    AttachmentSpec,
    BranchSpec,
    BursaSpec,
    CourseSpec,
    Curve,
    CurvePoint,
    FibreTemplateSpec,
    GateSpec,
    GridSpec,
    JunctionWaypoint,
    LandmarkWaypoint,
    MuscleWaypoint,
    PointOn,
    ReliefSpec,
    Role,
    SurfaceWaypoint,
    WaypointSpec,
)
from glutview.atlas.schema_statement import DissentSpec, StatementSpec
from glutview.atlas.schema_what_if import IllustrationSpec, WhatIfKind, WhatIfSpec
from glutview.atlas.values import (
    Colour,
    Doi,
    Id,
    MeshPath,
    NerveRoot,
    Number,
    Spec,
    StatedSide,
    Text,
    Url,
    Whole,
    Xyz,
    wrong,
)

__all__ = [
    "ActivationSpec",
    "AtlasFile",
    "AttachmentSide",
    "AttachmentSpec",
    "Body",
    "BranchSpec",
    "BursaSpec",
    "CoordinateSpec",
    "CourseSpec",
    "Curve",
    "CurvePoint",
    "DissentSpec",
    "FactSpec",
    "FibreTemplateSpec",
    "FrameSpec",
    "GateSpec",
    "GridSpec",
    "IllustrationSpec",
    "JointSpec",
    "JunctionWaypoint",
    "KeyframeSpec",
    "Kind",
    "LandmarkSide",
    "LandmarkSpec",
    "LandmarkWaypoint",
    "MovementGroup",
    "MovementSpec",
    "MusclePartSpec",
    "MuscleWaypoint",
    "OnTimeSpec",
    "PointOn",
    "ReliefSpec",
    "Role",
    "SourceSpec",
    "StatementSpec",
    "StructureSide",
    "StructureSpec",
    "SurfaceWaypoint",
    "TableSpec",
    "Topic",
    "WaypointSpec",
    "WhatIfKind",
    "WhatIfSpec",
]

Kind: TypeAlias = Literal[
    "bone", "muscle", "nerve", "artery", "vein", "ligament", "tract", "cartilage", "bursa", "fascia"
]
Topic: TypeAlias = Literal["name", "origin", "insertion", "nerve", "supply", "action", "relation", "clinic", "figure"]


class FrameSpec(Spec):
    """The frame of every coordinate in the file."""

    axes: Literal["LPS"]
    units: Literal["mm"]
    origin: Literal["midway between the hip centres"]
    vertical: Literal["anterior pelvic plane"]


class SourceSpec(Spec):
    """A publication: who wrote what, when and where. Never the copy through which it was read."""

    authors: Annotated[tuple[Text, ...], Field(min_length=1)]
    title: Text
    year: Annotated[int, Field(strict=True, ge=1500, le=2100)] | None = None
    journal: Text | None = None
    volume: Text | None = None
    pages: Text | None = None
    publisher: Text | None = None
    edition: Text | None = None
    doi: Doi | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _says_where_it_appeared(self) -> SourceSpec:
        if not (self.journal or self.publisher or self.doi or self.url):
            raise wrong("it does not say where it appeared", "add `journal:`, `publisher:`, `doi:` or `url:`")
        return self


class StructureSide(Spec):
    """The values of a structure that differ on one side."""

    mesh: MeshPath | None = None
    colour: Colour | None = None
    nerves: tuple[Id, ...] | None = None
    arteries: tuple[Id, ...] | None = None
    veins: tuple[Id, ...] | None = None


class StructureSpec(Spec):
    """Something with a name and a surface."""

    name: Text
    latin: Text
    synonyms: tuple[Text, ...] = ()
    fma: Whole | None = None
    ta2: Whole | None = None
    kind: Kind
    side: StatedSide
    mesh: MeshPath
    colour: Colour
    moves_with: Body | None = None
    """The body that carries a rigid structure; muscles, nerves and vessels have none: they follow."""
    spans: Id | None = None
    """The joint whose two bodies hold it between them: it turns by the share that its mesh states."""
    rides_on: tuple[Id, ...] = ()
    """What it lies on and follows, each by the share that its mesh states."""
    deforms: bool = False
    """Whether it is stretched between pelvis and femur, as the build solved it for every pose."""
    nerves: tuple[Id, ...] = ()
    arteries: tuple[Id, ...] = ()
    veins: tuple[Id, ...] = ()
    roots: tuple[NerveRoot, ...] = ()
    """Of a nerve: the segments of the spinal cord it comes from, in order."""
    left: StructureSide | None = None
    right: StructureSide | None = None


class CoordinateSpec(Spec):
    """The range of an angle, degrees; 0 is the anatomical neutral position."""

    min: Number
    max: Number
    name: Text | None = None
    opposite: Text | None = None
    """What the movement towards negative angles is called."""

    @model_validator(mode="after")
    def _is_a_range_about_neutral(self) -> CoordinateSpec:
        if self.min >= self.max:
            raise wrong(f"min {self.min:g} is not below max {self.max:g}", "make min smaller than max")
        if not self.min <= 0 <= self.max:
            raise wrong("the range leaves out the neutral position, 0", "make it include 0")
        return self


class JointSpec(Spec):
    """A ball joint, turned by the named angles in the order given."""

    name: Text | None = None
    latin: Text | None = None
    side: StatedSide
    parent: Id
    child: Id
    centre_mm: Xyz
    """Centre of the joint at rest."""
    far_centre_mm: Xyz
    """Centre of the child's far joint at rest (of the knee, for a hip): the child's long axis ends there."""
    coordinates: Annotated[dict[Id, CoordinateSpec], Field(min_length=1)]
    sources: tuple[Id, ...] = ()


class FactSpec(StatementSpec):
    """One statement about a structure, part or landmark, with where it stands written."""

    about: Id
    topic: Topic


class AtlasFile(Spec):
    """An annotations file, as it is stated."""

    format: Literal[1]
    frame: FrameSpec
    sources: dict[Id, SourceSpec]
    landmarks: dict[Id, LandmarkSpec]
    structures: Annotated[dict[Id, StructureSpec], Field(min_length=1)]
    parts: Annotated[dict[Id, MusclePartSpec], Field(default_factory=dict)]
    attachments: dict[Id, AttachmentSpec]
    fibre_templates: dict[Id, FibreTemplateSpec]
    courses: dict[Id, CourseSpec]
    bursae: Annotated[dict[Id, BursaSpec], Field(default_factory=dict)]
    joints: dict[Id, JointSpec]
    movements: dict[Id, MovementSpec]
    what_if: Annotated[dict[Id, WhatIfSpec], Field(default_factory=dict)]
    facts: tuple[FactSpec, ...]

    def coordinate_limits(self) -> dict[str, tuple[float, float]]:
        """Least and greatest angle in degrees by coordinate without side."""
        return {name: (c.min, c.max) for joint in self.joints.values() for name, c in joint.coordinates.items()}
