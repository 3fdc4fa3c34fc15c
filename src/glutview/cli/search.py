"""`glutview search`: structures, landmarks and facts that a query may mean."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from glutview.atlas.load import load_atlas
from glutview.atlas.notes import TOPIC_NOTES
from glutview.atlas.search import Found
from glutview.atlas.search import search as found_by

SHOWN = 20
"""Lines for people; programs get everything."""


def search(*, query: str, as_json: bool, annotations: Path | None) -> int:
    """Print what is found, best first, as JSON or as a table. The exit code: 1 if nothing is found.

    Raises:
        GlutviewError: the annotations file is unsound.
    """
    found = found_by(load_atlas(annotations), query, limit=None)
    if as_json:
        print(json.dumps([_row(one) for one in found], indent=2, ensure_ascii=False))
    elif found:
        _print_table(found)
    elif query.strip():
        print(f"nothing is found by '{query.strip()}'", file=sys.stderr)
    else:
        print("nothing is asked for: give a name, an FMA or TA2 id or a nerve root", file=sys.stderr)
    return 0 if found else 1


def _row(one: Found) -> dict[str, str | float]:
    return {"kind": one.kind, "id": one.id, "name": one.name, "matched": one.matched, "score": one.score}


def _print_table(found: tuple[Found, ...]) -> None:
    rows = [("id", "kind", "name", "matched"), *((f.id, f.kind, f.name, f.matched) for f in found[:SHOWN])]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    if len(found) > SHOWN:
        print(f"... and {len(found) - SHOWN} more; --json prints all")
    facts = [one.fact for one in found[:SHOWN] if one.fact is not None]
    for note in dict.fromkeys(TOPIC_NOTES[fact.topic] for fact in facts if fact.topic in TOPIC_NOTES):
        print(note)
