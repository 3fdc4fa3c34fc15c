"""The figures of the literature, as `assets/figures.yaml` states them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationError, model_validator

from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.messages import findings
from glutview.atlas.schema import SourceSpec
from glutview.atlas.values import Id, Number, Positive, Spec, Text, wrong
from glutview.errors import GlutviewError, Problem
from glutview.paths import assets_dir
from glutview.yaml_file import Document, read_yaml

Group: TypeAlias = Literal[
    "volumes",
    "lengths",
    "footprints",
    "origins",
    "arms",
    "sweeps",
    "bones",
    "nerves",
    "vessels",
    "bursae",
    "cover",
    "layers",
    "surfaces",
]
Confidence: TypeAlias = Literal["verified", "recalled", "rule"]
Movement: TypeAlias = Literal["flexion", "abduction", "internal rotation"]
"""In the order of the hip's angles."""


def _ascends(between: tuple[float | None, float | None]) -> tuple[float | None, float | None]:
    low, high = between
    if low is None and high is None:
        raise wrong("neither end is given", "write [least, greatest], with null for an open end")
    if low is not None and high is not None and low > high:
        raise wrong(f"{low:g} is more than {high:g}", "write [least, greatest]")
    return between


class FigureSpec(Spec):
    """One figure: what is measured, what the literature has for it, and what the model must keep."""

    group: Group
    what: Text
    measure: Id
    """The function that measures it (see :mod:`glutview.measures.registry`)."""
    of: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Stated ids of the structures it is measured on; the first is what the figure is about."""
    landmarks: tuple[Id, ...] = ()
    parts: tuple[Id, ...] = ()
    """Of a muscle: the parts beneath which a course is measured, or that end on the facet that is measured."""
    branches: tuple[Text, ...] = ()
    """Of a nerve or vessel: words in the names of the branches that are measured; all of them where not given."""
    within_mm: Positive | None = None
    movement: Movement | None = None
    """Of the measure `lever_arm`: what the muscle is asked to do."""
    unit: Literal["mm", "mm2", "cm3", "deg", "%", "", "pairs", "surfaces"]
    mean: Number | None = None
    sd: Positive | None = None
    range: tuple[Number, Number] | None = None
    """Of the literature: from the least to the greatest that was found, or given."""
    bound: tuple[Number | None, Number | None] | None = None
    """What the model keeps; without it the figure is there to be read."""
    note: Text | None = None
    sources: tuple[Id, ...] = ()
    confidence: Confidence
    """`recalled`: nobody looked the figure up; it is printed as such. `rule`: the model's own, of no publication."""

    @model_validator(mode="after")
    def _is_whole(self) -> FigureSpec:
        for between in (self.range, self.bound):
            if between is not None:
                _ascends(between)
        if self.confidence == "verified" and not self.sources:
            raise wrong("a verified figure without source", "add `sources:` or say `confidence: recalled`")
        if self.confidence == "rule" and (self.sources or self.bound is None):
            raise wrong("a rule has a bound and no sources", "add `bound:`, or say whose figure it is")
        if self.sd is not None and self.mean is None:
            raise wrong("a deviation without a mean", "add `mean:`")
        if len({self.measure == "lever_arm", self.movement is not None, self.group == "arms"}) > 1:
            remedy = "write `group: arms`, `measure: lever_arm` and `movement:`, or none of them"
            raise wrong("a lever arm is that of a movement", remedy)
        return self


class _FiguresFile(Spec):
    format: Literal[1]
    figures: dict[Id, FigureSpec]


def shipped_figures() -> Path:
    """The file of the figures."""
    return assets_dir() / "figures.yaml"


def read_figures(
    path: Path, sources: Mapping[str, SourceSpec], measures: Mapping[str, object]
) -> dict[str, FigureSpec]:
    """The figures of a file by id, in its order.

    Args:
        path: the file.
        sources: publications that may be cited.
        measures: the measures there are, by name.

    Raises:
        GlutviewError: everything that is wrong with it.
    """
    document = read_yaml(path)
    try:
        figures = _FiguresFile.model_validate(document.data).figures
    except ValidationError as error:
        raise GlutviewError(as_problems(findings(error), document)) from None
    if problems := _problems(document, figures, sources, measures):
        raise GlutviewError(problems)
    return figures


def _problems(
    document: Document,
    figures: Mapping[str, FigureSpec],
    sources: Mapping[str, SourceSpec],
    measures: Mapping[str, object],
) -> list[Problem]:
    found = []
    for id, figure in figures.items():
        if figure.measure not in measures:
            what = f"there is no measure `{figure.measure}`"
            found.append(Finding(("figures", id, "measure"), what, "name one", figure.measure, tuple(measures)))
        for i, source in enumerate(figure.sources):
            if source not in sources:
                what = f"there is no source `{source}`"
                remedy = "state it under `sources:` of the annotations"
                found.append(Finding(("figures", id, "sources", i), what, remedy, source, tuple(sources)))
    return as_problems(found, document)
