"""Sets of landmarks for the property tests, of every state and with every kind of text."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from glutview.landmarks.landmark_set import Landmark, LandmarkSet, State
from glutview.landmarks.slicer_json import POINT_KEYS

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
ANY_TEXT = st.text(max_size=12)
LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
"""What every format can hold: no line breaks, no control characters."""
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | NUMBERS | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
JSON_EXTRA = st.dictionaries(ANY_TEXT.filter(lambda key: key not in POINT_KEYS), _JSON, max_size=3)
TEXT_EXTRA = st.dictionaries(st.sampled_from(["observer", "Größe, mm", "p", "label", "#", " x2"]), LINE, max_size=3)
NO_EXTRA: st.SearchStrategy[dict[str, Any]] = st.just({})


def _vectors(count: int) -> st.SearchStrategy[tuple[float, ...]]:
    return st.tuples(*[st.floats(-400, 400)] * count)


@st.composite
def landmarks(
    draw: st.DrawFn, texts: st.SearchStrategy[str], extra: st.SearchStrategy[dict[str, Any]], lists: int = 1
) -> Landmark:
    """A landmark."""
    state: State = draw(st.sampled_from(["placed", "placed", "missing", "skipped"]))
    return Landmark(
        name=draw(texts),
        position_mm=draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)) if state == "placed" else None,
        state=state,
        id=draw(texts),
        description=draw(texts),
        associated_node=draw(texts),
        orientation=draw(st.none() | _vectors(9) | _vectors(4)),
        selected=draw(st.booleans()),
        locked=draw(st.booleans()),
        visible=draw(st.booleans()),
        list=draw(st.integers(0, lists - 1)),
        extra=draw(extra),
    )


@st.composite
def landmark_sets(
    draw: st.DrawFn,
    texts: st.SearchStrategy[str] = ANY_TEXT,
    extra: st.SearchStrategy[dict[str, Any]] = JSON_EXTRA,
    lists: int = 2,
) -> LandmarkSet:
    """A set as a file of several lists, a header and comments would give it."""
    kind = {"type": st.sampled_from(["Fiducial", "Curve"])}
    kinds = st.fixed_dictionaries(kind, optional={"locked": st.booleans()})
    return LandmarkSet(
        tuple(draw(st.lists(landmarks(texts, extra, lists), max_size=4))),
        tuple(draw(st.lists(kinds, min_size=lists, max_size=lists))),
        header=draw(st.dictionaries(st.sampled_from(["symbolScale", "name"]), st.sampled_from(["5", "a b"]))),
        comments=tuple(draw(st.lists(st.sampled_from([" drawn by hand", "x"]), max_size=2))),
    )
