"""The table: every figure of the literature beside the model's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from glutview.atlas.citations import cited, cited_shortly
from glutview.atlas.load import load_atlas
from glutview.atlas.schema import SourceSpec
from glutview.measures import arms, bones, courses, cover, footprints, layers, origins, sizes, surfaces
from glutview.measures.figures import FigureSpec, read_figures, shipped_figures
from glutview.measures.registry import MEASURES, Measured
from glutview.measures.subject import NotInModelError, Subject

_MODULES = (arms, bones, courses, cover, footprints, layers, origins, sizes, surfaces)
"""Imported so that their measures are registered."""

RECALLED = "recalled, not verified"
OWN_RULE = "the model's own rule"


@dataclass(frozen=True)
class Row:
    """One figure, measured."""

    id: str
    figure: FigureSpec
    ours: float | None
    """In the figure's unit; None if what it is about is not in the model."""
    detail: str
    short_source: str
    """Who has the figure; of a recalled one that it is recalled."""
    citations: tuple[str, ...] = ()
    """The publications in full; none of a recalled figure."""

    @property
    def source(self) -> str:
        """The publications in full, or what there is instead."""
        return "; ".join(self.citations) or self.short_source

    @property
    def deviation(self) -> float | None:
        """From the mean, or from the nearest end of the range, of the bound where the literature has neither."""
        between = self.figure.range or self.figure.bound
        if self.ours is None or (self.figure.mean is None and between is None):
            return None
        if self.figure.mean is not None:
            return self.ours - self.figure.mean
        low, high = between or (None, None)
        if low is not None and self.ours < low:
            return self.ours - low
        return self.ours - high if high is not None and self.ours > high else 0.0

    @property
    def within(self) -> bool | None:
        """Whether the bound is kept; what is missing keeps none. None for a figure without one."""
        if self.figure.bound is None:
            return None
        if self.ours is None:
            return False
        low, high = self.figure.bound
        return (low is None or self.ours >= low) and (high is None or self.ours <= high)


def figures(sources: Mapping[str, SourceSpec]) -> dict[str, FigureSpec]:
    """The shipped figures by id, which cite these publications.

    Raises:
        GlutviewError: everything that is wrong with their file.
    """
    return read_figures(shipped_figures(), sources, MEASURES)


def measured(
    subject: Subject,
    groups: Iterable[str] | None = None,
    progress: Callable[[float, str], None] = lambda share, what: None,
) -> Iterator[Row]:
    """Measure every figure, in the order of their file.

    Args:
        subject: the anatomy.
        groups: only these; all where not given.
        progress: told the share of the work that is done and what comes next; may raise to stop.

    Raises:
        GlutviewError: the file of the figures is unsound.
    """
    sources = load_atlas().sources
    wanted = None if groups is None else set(groups)
    asked = {id: figure for id, figure in figures(sources).items() if wanted is None or figure.group in wanted}
    for number, (id, figure) in enumerate(asked.items()):
        progress(number / len(asked), figure.what)
        yield measured_row(subject, id, figure, sources)


def measured_row(subject: Subject, id: str, figure: FigureSpec, sources: Mapping[str, SourceSpec]) -> Row:
    """Measure one figure."""
    try:
        for structure in figure.of:
            subject.mesh(structure)
        found = MEASURES[figure.measure](subject, figure)
        taken = found if isinstance(found, Measured) else Measured(found)
        ours, detail = taken.value, taken.detail
    except NotInModelError as missing:
        ours, detail = None, f"not in the model: {str(missing).replace('_', ' ')}"
    if figure.confidence == "verified":
        works = [sources[source] for source in figure.sources]
        shortly = "; ".join(cited_shortly(work) for work in works)
        return Row(id, figure, ours, detail, shortly, tuple(cited(work).text for work in works))
    return Row(id, figure, ours, detail, RECALLED if figure.confidence == "recalled" else OWN_RULE)
