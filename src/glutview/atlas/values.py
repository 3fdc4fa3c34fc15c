"""The smallest values of an annotations file: numbers, ids, colours, paths, places on a surface."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError

WEIGHT_TOLERANCE = 1e-3
"""By how much the three weights of a place may miss a sum of 1 (they are written with few decimals)."""

ID_PATTERN = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
COLOUR_PATTERN = r"^#[0-9a-fA-F]{6}$"
DOI_PATTERN = r"^10\.\d{4,9}/\S+$"
URL_PATTERN = r"^https?://\S+$"
ROOT_PATTERN = r"^([CTLS]\d{1,2}|Co)$"
MESH_PATTERN = r"^meshes/[A-Za-z0-9_-][A-Za-z0-9_.-]*$"


class Spec(BaseModel):
    """What a mapping of the file may hold: these keys and no others, never changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def wrong(what: str, remedy: str, *, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """The error of a validator, with the remedy that is shown beside it.

    Args:
        what: is wrong.
        remedy: to be followed.
        at: keys and positions that lead to the place from the value that is validated.
    """
    return PydanticCustomError("glutview", "{what}", {"what": what, "remedy": remedy, "at": at})


class Fault(NamedTuple):
    """What is wrong between the values of an entry, each of which is sound in itself."""

    what: str
    remedy: str
    at: tuple[str | int, ...] = ()
    """Keys and positions that lead from the entry to where it is told."""

    def error(self) -> PydanticCustomError:
        """As the error of a validator."""
        return wrong(self.what, self.remedy, at=self.at)


# Strict: neither "5" nor `true` is a number, neither 5.5 nor 5.0 a count.
Number: TypeAlias = Annotated[float, Strict()]
Whole: TypeAlias = Annotated[int, Strict(), Field(ge=0)]
Positive: TypeAlias = Annotated[float, Strict(), Field(gt=0)]
Fraction: TypeAlias = Annotated[float, Strict(), Field(ge=0, le=1)]
Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]

Id: TypeAlias = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Colour: TypeAlias = Annotated[str, StringConstraints(pattern=COLOUR_PATTERN)]
Doi: TypeAlias = Annotated[str, StringConstraints(pattern=DOI_PATTERN)]
Url: TypeAlias = Annotated[str, StringConstraints(pattern=URL_PATTERN)]
NerveRoot: TypeAlias = Annotated[str, StringConstraints(pattern=ROOT_PATTERN)]

StatedSide: TypeAlias = Literal["paired", "midline", "right", "left"]
"""`paired`: stated once, for the right side of the body, and there on both."""

Xyz: TypeAlias = tuple[Number, Number, Number]
"""A point in mm, LPS (x to the left, y to the back, z up); of a paired thing on the right side (x < 0)."""


def _inside_the_assets(path: str) -> str:
    if re.match(MESH_PATTERN, path):
        return path
    parts = re.split(r"[\\/]", path)
    if ".." in parts or path.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", path):
        raise wrong(f"the path '{path}' leads out of the asset folder", "write meshes/<name>.ply")
    raise wrong(f"'{path}' is not a path of a mesh", "write meshes/<name>.ply")


MeshPath: TypeAlias = Annotated[
    str, AfterValidator(_inside_the_assets), Field(json_schema_extra={"pattern": MESH_PATTERN})
]


class SurfaceCoordinates(NamedTuple):
    """`[triangle, w0, w1, w2]`: number of a triangle, from 0, and the weights of its three corners."""

    triangle: Whole
    w0: Fraction
    w1: Fraction
    w2: Fraction


def _is_a_place(at: Any) -> Any:
    if not isinstance(at, list | tuple) or len(at) != 4:
        raise wrong("this is not a place on a surface", "write [triangle, w0, w1, w2]")
    return at


def _weights_sum_to_one(at: SurfaceCoordinates) -> SurfaceCoordinates:
    total = at.w0 + at.w1 + at.w2
    if abs(total - 1) > WEIGHT_TOLERANCE:
        raise wrong(f"the weights sum to {total:g}", "make the three weights sum to 1")
    return at


SurfaceAt: TypeAlias = Annotated[
    SurfaceCoordinates, BeforeValidator(_is_a_place), AfterValidator(_weights_sum_to_one)
]


def _profile_ascends(profile: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    if any(later[0] <= earlier[0] for earlier, later in pairwise(profile)):
        raise wrong("the positions of the profile do not ascend", "sort its [u, value] pairs by u")
    return profile


Profile: TypeAlias = Annotated[
    tuple[tuple[Fraction, Annotated[float, Strict(), Field(ge=0)]], ...],
    Field(min_length=2),
    AfterValidator(_profile_ascends),
]
"""`[[u, value], ...]` along the fibre from origin (u = 0) to insertion (u = 1), interpolated between."""
