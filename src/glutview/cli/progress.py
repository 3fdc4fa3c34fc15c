"""Progress of a long command: one line that is written over, on a terminal alone."""

from __future__ import annotations

import sys


def progress(share: float, what: str) -> None:
    """Tell how much is done, 0 to 1, and what comes next."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{100 * share:3.0f} %  {what[:70]}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    """Take the line away."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
