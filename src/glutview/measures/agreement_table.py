"""What a comparison with people found, as a table to read and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from glutview.measures.agreement import Agreement
from glutview.measures.table import columns

_HEADINGS = ("muscle", "person", "mean mm", "95 % mm", "Dice", "ours cm³", "theirs cm³")


def agreement_text(found: Agreement) -> str:
    """A table for the terminal: how the bones lie, each muscle beside each person's, and the indices."""
    lines = [f"{fit.person}: hip bone laid on, {fit.off_mm:.2f} mm off, scale {fit.scale:.3f}" for fit in found.fits]
    rows = [
        (
            one.muscle,
            one.person,
            f"{one.mean_mm:.2f}",
            f"{one.p95_mm:.1f}",
            f"{one.dice:.3f}",
            f"{one.ours_cm3:.0f}",
            f"{one.theirs_cm3:.0f}",
        )
        for one in found.likenesses
    ]
    lines += ["", *columns([_HEADINGS, *rows])]
    if found.indices:
        lines += ["", "Index: mean distance from the persons over their mean distance from each other"]
        lines += columns(
            [
                (one.muscle, f"{one.value:.2f}", f"{one.to_persons_mm:.2f} mm", f"{one.between_persons_mm:.2f} mm")
                for one in found.indices
            ]
        )
    return "\n".join(lines)


def agreement_json(found: Agreement) -> str:
    """An object with `fits`, `muscles` and `indices`."""
    return json.dumps(
        {
            "fits": [asdict(one) for one in found.fits],
            "muscles": [asdict(one) for one in found.likenesses],
            "indices": [{**asdict(one), "index": one.value} for one in found.indices],
        },
        indent=2,
        ensure_ascii=False,
    )
