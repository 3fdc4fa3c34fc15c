"""The shape of a landmark's entry."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from glutview.atlas.values import Id, Spec, StatedSide, SurfaceAt, SurfaceCoordinates, Text, wrong


class LandmarkSide(Spec):
    """A landmark on one side, where it is not the mirror image of the other."""

    at: SurfaceAt


class LandmarkSpec(Spec):
    """A named point on the surface of a structure."""

    name: Text
    latin: Text | None = None
    synonyms: tuple[Text, ...] = ()
    line: Text | None = None
    """English name of the line or lip of bone along which it is one of several points."""
    side: StatedSide
    on: Id
    at: SurfaceAt | None = None
    state: Literal["missing", "skipped"] | None = None
    """Of one that has no place: it is still to be put there, or it is known not to be seen on this body."""
    left: LandmarkSide | None = None
    right: LandmarkSide | None = None

    @model_validator(mode="after")
    def _is_placed_or_says_why_not(self) -> LandmarkSpec:
        if self.at is None and self.state is None:
            raise wrong("it has no place", "add `at: [triangle, w0, w1, w2]`, or `state: missing` or `skipped`")
        if self.state is not None and (self.at or self.left or self.right):
            raise wrong(f"it is {self.state}, and has a place", "remove `state:`, or its places")
        return self

    @property
    def place(self) -> SurfaceCoordinates:
        """Where it is; only of one that is placed, as all are that something else is built on (see `checks`)."""
        if self.at is None:
            raise ValueError("the landmark has no place")
        return self.at
