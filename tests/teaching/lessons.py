"""Lessons for tests: one laid out by hand, and a strategy for any."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from glutview.atlas.load import load_atlas
from glutview.biomech.pose import COORDINATES
from glutview.state.view_state import CameraState
from glutview.teaching.lesson import Lesson, Play, Step
from glutview.teaching.lesson_view import camera_of

ATLAS = load_atlas()

BY_HAND = """\
# yaml-language-server: $schema=lesson.schema.json
# For the second term.

format: 1
title:   "The hip"   # short
language: en
steps:
  # Look at the back first.
  - title: Behind
    note: >-
      What lies behind,
      and why.
    camera: {azimuth_deg: 180,  elevation_deg: 5, distance_mm: 900, focal_mm: [0, 10, 20]}
    xray: false
    # todo: a better camera

  - title: 'Side'   # the best one
    camera:
      azimuth_deg: -90
      elevation_deg: 0.0
      distance_mm: 700
      focal_mm: [-80, 0, 0]
    hidden: [gluteus_maximus,
             sacrum]

  # Last, the movement.
  - {title: Moves, movement: {id: abduction, side: l}, note: "See: it moves"}
# the end
"""

_words = st.text(max_size=60).filter(lambda text: "\ufeff" not in text)
_titles = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip(" \t\n\r\f\v\x85\xa0\u2028\u2029")))
_ids = st.sampled_from([*ATLAS.structures, "gluteus_maximus", "femur", "piriformis"])
_prose = st.lists(st.sampled_from(["the", "muscle", "hip", "-", "#", "a:", "'q'", "\n", "  ", "é"]), max_size=60).map(
    " ".join
)


def _number(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda value: round(value, 2))


cameras = st.builds(
    CameraState,
    azimuth_deg=_number(-180, 180),
    elevation_deg=_number(-90, 90),
    distance_mm=_number(12, 8000),
    focal_mm=st.tuples(*[_number(-500, 500)] * 3),
    view_angle_deg=st.sampled_from([20.0, 35.0]),
    parallel=st.booleans(),
)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Any step."""
    values: dict[str, object] = {"title": draw(_titles), "note": draw(st.one_of(_words, _prose))}
    if draw(st.booleans()):
        values["camera"] = camera_of(draw(cameras))
    values[draw(st.sampled_from(["hidden", "only"]))] = draw(st.lists(_ids, unique=True, max_size=6))
    values["selected"] = draw(st.none() | st.sampled_from(list(ATLAS.structures)))
    values["xray"], values["labels"] = draw(st.booleans()), draw(st.booleans())
    values["fixed"] = draw(st.sampled_from(["pelvis", "femur_r", "femur_l"]))
    values["pose"] = draw(st.dictionaries(st.sampled_from(COORDINATES), _number(-20, 30), max_size=3))
    if draw(st.booleans()):
        values["movement"] = Play(id="abduction", speed=draw(_number(0.1, 4)), loop=draw(st.booleans()))
    return Step.model_validate(values)


def lessons() -> st.SearchStrategy[Lesson]:
    """Any lesson whose steps have titles of their own."""
    many = st.lists(steps(), max_size=4, unique_by=lambda step: step.title)
    return st.builds(
        lambda title, language, steps: Lesson(title=title, language=language, steps=tuple(steps)),
        _titles,
        st.sampled_from([None, "en", "pt-BR"]),
        many,
    )


def near(a: CameraState, b: CameraState) -> bool:
    """Whether two cameras differ by rounding at most."""
    pairs = [(a.azimuth_deg, b.azimuth_deg), (a.elevation_deg, b.elevation_deg), (a.distance_mm, b.distance_mm)]
    pairs += list(zip(a.focal_mm, b.focal_mm, strict=True))
    return all(math.isclose(x, y, abs_tol=0.0051) for x, y in pairs)
