"""Processes that work for this one, and end when it does, however that comes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def workers(jobs: int, first: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """A pool of so many processes.

    A process that is killed cannot end its pool; what is left of that would go on working, for minutes and unseen.

    Args:
        jobs: how many.
        first: what each does before all else; a function of a module, or a part of one, as it is sent to them.
    """
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (first,))


def _begin(first: Callable[[], None] | None) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if first is not None:
        first()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        # No other way ends a process from a thread that is not its first.
        os._exit(1)
