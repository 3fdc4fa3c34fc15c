"""What the pictures round a structure show, in words, as a file beside them: for a page that is made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from glutview.atlas.sided import MusclePart, Structure
from glutview.teaching.turn_words import TurnPicture
from glutview.whole_file import part


def write_turn_index(
    folder: Path, structure: Structure | MusclePart, paths: Sequence[Path], pictures: Sequence[TurnPicture]
) -> Path:
    """Write `<id>.json` into a folder: of each picture its file, title, caption and alternative text.

    Args:
        folder: where the pictures are.
        structure: that they show, or part of a muscle.
        paths: of the pictures.
        pictures: what they show, in the same order.

    Raises:
        GlutviewError: the file cannot be written.
    """
    listed = [
        {"file": path.name, "title": picture.step.title, "caption": picture.step.note, "alt": picture.alt}
        for path, picture in zip(paths, pictures, strict=True)
    ]
    data = {"id": structure.id, "name": structure.sided_name, "latin": structure.latin, "pictures": listed}
    path = folder / f"{structure.id}.json"
    with part(path) as place:
        place.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
