"""The rows as a table to read, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from glutview.measures.figures import FigureSpec
from glutview.measures.rows import Row

HEADINGS = ("", "what", "ours", "literature", "deviation", "keeps", "source")
GROUP_TITLES = {
    "volumes": "Volumes",
    "lengths": "Lengths",
    "footprints": "Footprints",
    "origins": "Origins and the lines that bound them",
    "arms": "Lever arms at the neutral hip",
    "sweeps": "Moment arms at zero flexion, beside those of published models",
    "bones": "Bones",
    "nerves": "Nerves",
    "vessels": "Vessels",
    "bursae": "Bursae",
    "cover": "What covers gluteus medius",
    "layers": "Layers",
    "surfaces": "Surfaces",
}
_DECIMALS = {"cm3": 1, "mm2": 0, "mm": 1, "deg": 1, "%": 1, "": 2, "pairs": 0, "surfaces": 0}
_UNITS = {"mm2": "mm²", "cm3": "cm³", "deg": "°"}


def cells(row: Row) -> tuple[str, str, str, str, str, str, str]:
    """What stands in a row: mark, what is measured, ours, literature, deviation, bound, source."""
    figure = row.figure
    ours = "not in the model" if row.ours is None else _with_unit(number(row.ours, figure), figure)
    return (
        mark(row),
        figure.what,
        ours,
        literature_text(figure),
        deviation_text(row),
        bound_text(figure),
        row.short_source,
    )


def mark(row: Row) -> str:
    """Whether the bound is kept, in a word."""
    if row.within is None:
        return "-"
    return "ok" if row.within else "BROKEN" if row.ours is not None else "MISSING"


def described(row: Row) -> str:
    """What is measured, and where it was found or what it consists of."""
    return f"{row.figure.what} ({row.detail})" if row.detail and row.ours is not None else row.figure.what


def literature_text(figure: FigureSpec) -> str:
    """What the literature has: mean with standard deviation, range."""
    parts = []
    if figure.mean is not None:
        spread = f" ± {figure.sd:g}" if figure.sd is not None else ""
        parts.append(f"{figure.mean:g}{spread}")
    if figure.range is not None:
        parts.append(f"{figure.range[0]:g} to {figure.range[1]:g}")
    return ", ".join(parts)


def deviation_text(row: Row) -> str:
    """How far ours is off, and in standard deviations or per cent of the mean."""
    deviation, figure = row.deviation, row.figure
    if deviation is None:
        return ""
    text = f"{deviation:+.{_DECIMALS[figure.unit]}f}"
    if figure.sd is not None:
        return f"{text} ({deviation / figure.sd:+.1f} SD)"
    return f"{text} ({100 * deviation / figure.mean:+.0f} %)" if figure.mean else text


def bound_text(figure: FigureSpec) -> str:
    """What the model keeps."""
    if figure.bound is None:
        return ""
    low, high = figure.bound
    if low is None or high is None:
        end = low if high is None else high
        return "" if end is None else f"{'≥' if high is None else '≤'} {end:g}"
    return f"{low:g} to {high:g}"


def number(value: float, figure: FigureSpec) -> str:
    """What was measured, as exact as its unit is worth."""
    exact = f"{value:.{_DECIMALS[figure.unit]}f}"
    return exact if float(exact) == value or abs(value) >= 1 else f"{value:.2g}"


_PREFACE = """# The model against the literature

Written by `glutview measure --markdown`; the figures and their bounds stand in `assets/figures.yaml`. Ours is the
right side at rest. The deviation is from the mean, in standard deviations where the literature has them, or from the
nearest end of the range or bound. What has no bound is there to be read.
"""


def plain_table(rows: Sequence[Row]) -> str:
    """A table for the terminal."""
    lines = []
    for group, members in groupby(rows, key=lambda row: row.figure.group):
        table = [HEADINGS, *(_with_detail(row) for row in members)]
        lines += [GROUP_TITLES[group], *(f"  {line}" for line in columns(table)), ""]
    return "\n".join([*lines, summary(rows)])


def columns(table: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, its columns as wide as what stands in them."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in table]


def markdown_page(rows: Sequence[Row]) -> str:
    """The page of the documentation."""
    lines = [_PREFACE, f"{summary(rows)}.", ""]
    for group, members in groupby(rows, key=lambda row: row.figure.group):
        lines += [f"## {GROUP_TITLES[group]}", "", _markdown_line(HEADINGS), _markdown_line(["---"] * len(HEADINGS))]
        lines += [_markdown_line(_with_detail(row)) for row in members]
        lines.append("")
    cited = {source for row in rows for source in row.citations}
    return "\n".join([*lines, "## Sources", "", *(f"- {source}" for source in sorted(cited))])


def _with_detail(row: Row) -> tuple[str, ...]:
    first, _, *others = cells(row)
    return (first, described(row), *others)


def _markdown_line(texts: Iterable[str]) -> str:
    return f"| {' | '.join(text.replace('|', '/') for text in texts)} |"


def summary(rows: Iterable[Row]) -> str:
    """How many figures there are, and how many bounds are broken, in a sentence."""
    rows = list(rows)
    bound = [row for row in rows if row.within is not None]
    missing = sum(row.ours is None for row in rows)
    broken = sum(not row.within for row in bound)
    absent = sum(row.ours is None for row in bound)
    why = f", {absent} of them by what is not in the model" if absent else ""
    return f"{len(rows)} figures, {missing} of what is not in the model; of {len(bound)} bounds {broken} broken{why}"


def json_text(rows: Iterable[Row]) -> str:
    """A list of objects."""
    return json.dumps([_object(row) for row in rows], indent=2, ensure_ascii=False)


def _object(row: Row) -> dict[str, Any]:
    figure = row.figure
    low, high = figure.range or (None, None)
    least, greatest = figure.bound or (None, None)
    return {
        "id": row.id,
        "group": figure.group,
        "what": figure.what,
        "structures": list(figure.of),
        "ours": row.ours,
        "unit": figure.unit,
        "literature": {"mean": figure.mean, "sd": figure.sd, "low": low, "high": high},
        "bound": {"low": least, "high": greatest},
        "deviation": row.deviation,
        "within": row.within,
        "detail": row.detail,
        "note": figure.note,
        "source": row.source,
        "confidence": figure.confidence,
    }


def _with_unit(text: str, figure: FigureSpec) -> str:
    unit = _UNITS.get(figure.unit, figure.unit)
    return f"{text}{unit}" if unit == "°" else f"{text} {unit}".rstrip()
