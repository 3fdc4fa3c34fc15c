"""The footprints of muscles on their bones: size, direction, and what bounds them."""

from __future__ import annotations

import numpy as np

from glutview.geometry.surface_point import feet_of_each
from glutview.measures.figures import FigureSpec
from glutview.measures.footprint_form import FootprintForm
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import NotInModelError, Subject


@measure
def footprint_area(subject: Subject, figure: FigureSpec) -> float:
    """Area of an insertion, or of its part on one facet, on the bone, mm2."""
    return insertion_form(subject, figure).area_mm2


@measure
def footprint_length(subject: Subject, figure: FigureSpec) -> float:
    """Distance of the two points of it that lie farthest apart, mm."""
    return insertion_form(subject, figure).length_mm


@measure
def footprint_breadth(subject: Subject, figure: FigureSpec) -> float:
    """Its breadth at the narrowest place of its middle, across the long axis, mm."""
    return float(insertion_form(subject, figure).breadths_mm.min())


@measure
def footprint_diameter(subject: Subject, figure: FigureSpec) -> Measured:
    """Of one that is near round: the mean of its length and its greatest breadth, mm."""
    form = insertion_form(subject, figure)
    long, broad = form.length_mm, float(form.breadths_mm.max())
    return Measured((long + broad) / 2, f"{long:.1f} by {broad:.1f}")


@measure
def footprint_angle(subject: Subject, figure: FigureSpec) -> Measured:
    """Angle of its long axis to the femoral shaft, degrees; negative if it does not run downward and forward."""
    axis = insertion_form(subject, figure).axis
    angle = float(np.degrees(np.arccos(np.clip(abs(axis @ subject.shaft), 0, 1))))
    # Upward it must lead backward, and more so than the shaft does.
    forward = (axis - (axis @ subject.shaft) * subject.shaft)[1] > 0
    return Measured(angle, "downward and forward") if forward else Measured(-angle, "downward and backward")


@measure
def footprint_centre(subject: Subject, figure: FigureSpec) -> float:
    """Distance of its middle from a landmark, mm."""
    mark = subject.landmark(figure.landmarks[0])
    return float(np.linalg.norm(insertion_form(subject, figure).centre - mark))


@measure
def share_borne_by(subject: Subject, figure: FigureSpec) -> float:
    """Of a muscle, `of[0]`: the share of its insertion's breadth that another structure, `of[1]`, bears, %."""
    patches = subject.footprint(figure.of[0], "insertion")
    if figure.of[1] not in patches:
        raise NotInModelError(f"{figure.of[0]} insertion on {figure.of[1]}")
    middle = next(iter(patches.values())).nodes.mean(1)
    length = np.linalg.norm(np.diff(middle, axis=0), axis=1)
    _, gaps = feet_of_each([subject.mesh(bearer) for bearer in patches], middle, np.inf)
    own = gaps.argmin(0) == list(patches).index(figure.of[1])
    return float(100 * length[own[:-1]].sum() / length.sum())


def insertion_form(subject: Subject, figure: FigureSpec) -> FootprintForm:
    """The form of the insertion of `of[0]` on the femur, or on the structure `of[1]`; measured once."""
    bearer = figure.of[1] if len(figure.of) > 1 else "femur"

    def make() -> FootprintForm:
        patches = subject.footprint(figure.of[0], "insertion", figure.parts)
        if bearer not in patches:
            raise NotInModelError(f"{figure.of[0]} insertion on {bearer}")
        return FootprintForm.of(subject.mesh(bearer), patches[bearer])

    form: FootprintForm = subject.once(("form", figure.of[0], bearer, figure.parts), make)
    return form
