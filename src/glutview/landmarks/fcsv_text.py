"""The text of a `.fcsv` as 3D Slicer 4.11 and later write it."""

from __future__ import annotations

from glutview.landmarks.axes import Frame
from glutview.landmarks.fields import one_line, quoted
from glutview.landmarks.landmark_set import Landmark, LandmarkSet
from glutview.landmarks.losses import list_losses
from glutview.landmarks.orientation import UNTURNED_WXYZ, as_angle_axis
from glutview.landmarks.slicer_fcsv import COLUMNS, STATUS_COLUMNS, STATUS_NUMBERS

_NUMBERS = {state: number for number, state in reversed(tuple(STATUS_NUMBERS.items()))}
_VERSION = {False: "4.11", True: "5.4"}
"""Without and with the status of points."""


def fcsv_text(landmarks: LandmarkSet, frame: Frame) -> str:
    """The file's text. The columns of status are there only if a point is not placed: few programs know them."""
    status = any(_has_status(point) for point in landmarks.points)
    lines = [
        f"# Markups fiducial file version = {_VERSION[status]}",
        f"# CoordinateSystem = {frame.axes}",
        *([f"# Units = {frame.units}"] if frame.units != "mm" else []),
        *(f"# {one_line(key)} = {one_line(value)}" for key, value in landmarks.header.items()),
        f"# columns = {','.join((*COLUMNS, *STATUS_COLUMNS) if status else COLUMNS)}",
        *(_line(point, frame, status) for point in landmarks.points),
    ]
    return "\n".join(lines) + "\n"


def fcsv_losses(landmarks: LandmarkSet) -> tuple[str, ...]:
    """What the file does not hold."""
    lost = list_losses(landmarks)
    extra = sorted({key for point in landmarks.points for key in point.extra if key != STATUS_COLUMNS[1]})
    if extra:
        lost.append(f"not kept: the points' {', '.join(extra)}")
    if landmarks.comments:
        lost.append("not kept: comment lines")
    texts = [text for p in landmarks.points for text in (p.id, p.name, p.description, p.associated_node)]
    if broken := sum(one_line(text) != text for text in texts):
        lost.append(f"line breaks in {broken} texts become spaces")
    if turned := sum(_turned(point) is None for point in landmarks.points):
        lost.append(f"not kept: the orientation of {turned} points, which is no rotation")
    return tuple(lost)


def _has_status(point: Landmark) -> bool:
    return point.state != "placed" or STATUS_COLUMNS[1] in point.extra


def _turned(point: Landmark) -> tuple[float, ...] | None:
    return UNTURNED_WXYZ if point.orientation is None else as_angle_axis(point.orientation)


def _line(point: Landmark, frame: Frame, status: bool) -> str:
    # Slicer writes coordinates for these too, which readers that do not know the status take for real.
    position = ("nan",) * 3 if point.position_mm is None else frame.texts(point.position_mm)
    turned = _turned(point) or UNTURNED_WXYZ
    fields = [
        quoted(one_line(point.id)),
        *position,
        *(_short(number) for number in turned),
        *(str(int(flag)) for flag in (point.visible, point.selected, point.locked)),
        *(quoted(one_line(text)) for text in (point.name, point.description, point.associated_node)),
    ]
    if status:
        fields += [_NUMBERS[point.state], quoted(one_line(str(point.extra.get(STATUS_COLUMNS[1], "0"))))]
    return ",".join(fields)


def _short(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e6 else repr(number)
