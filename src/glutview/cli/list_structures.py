"""`glutview list`: what there is to be selected and played."""

from __future__ import annotations

import json
from pathlib import Path

from glutview.atlas.load import load_atlas


def list_structures(file: Path | None, *, as_json: bool = False) -> int:
    """Print what there is with id, kind, name and Latin name, as JSON or as a table. The exit code.

    A movement that has no Latin name is printed with an empty one.

    Raises:
        GlutviewError: the annotations file is unsound.
    """
    atlas = load_atlas(file)
    rows = []
    for s in atlas.structures.values():
        rows.append({"id": s.id, "kind": s.kind, "name": s.name, "latin": s.latin})
        rows += [{"id": p.id, "kind": "part", "name": p.name, "latin": p.latin} for p in atlas.parts_of(s.id)]
    for id, m in atlas.movements.items():
        rows.append({"id": id, "kind": "movement", "name": m.name, "latin": m.latin or ""})
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    # Plain columns, whole in a pipe as on a screen: a drawn table would cut ids where the screen is narrow.
    table = [{key: key for key in rows[0]}, *rows]
    widths = {key: max(len(row[key]) for row in table) for key in rows[0]}
    for row in table:
        print("  ".join(text.ljust(widths[key]) for key, text in row.items()).rstrip())
    return 0
