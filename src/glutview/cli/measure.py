"""`glutview measure`: every figure of the literature beside the model's own, or the model beside other people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from glutview.biomech.anatomy import Anatomy
from glutview.cli.progress import end_progress, progress
from glutview.errors import failure
from glutview.measures.agreement import agreement
from glutview.measures.agreement_table import agreement_json, agreement_text
from glutview.measures.figures import Group
from glutview.measures.rows import measured
from glutview.measures.subject import Subject
from glutview.measures.table import json_text, markdown_page, plain_table


def measure(*, file: Path | None, only: Sequence[str], as_json: bool, markdown: bool) -> int:
    """Print the table, as text, JSON or Markdown. The exit code: 1 if a bound is broken.

    Raises:
        GlutviewError: the annotations file, a mesh or a name of a group is unsound.
    """
    groups = get_args(Group)
    for name in only:
        if name not in groups:
            raise failure("--only", f"there is no group {name}", f"the groups are {', '.join(groups)}")
    rows = list(measured(Subject(Anatomy.load(file)), only or None, progress))
    end_progress()
    as_text = json_text if as_json else markdown_page if markdown else plain_table
    print(as_text(rows))
    return int(any(row.within is False for row in rows))


def compare(*, file: Path | None, folders: Sequence[Path], as_json: bool) -> int:
    """Print how near the muscles are to those of each folder. The exit code.

    Raises:
        GlutviewError: the annotations file, a mesh or a folder is unsound.
    """
    found = agreement(Subject(Anatomy.load(file)), folders, progress)
    end_progress()
    print(agreement_json(found) if as_json else agreement_text(found))
    return 0
