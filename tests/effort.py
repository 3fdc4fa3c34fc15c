"""How much a call does, counted: the same on every machine, and however busy that is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType


class TooMuchError(AssertionError):
    """A call did more than it may."""


def at_most(calls: int, call: Callable[[], object], *, hangs_s: float = 2.0) -> None:
    """Assert how many functions, Python's or compiled ones, are called until `call` returns.

    Raises:
        TooMuchError: it were more, which is not waited for; or this thread's own processor time was longer than any
            machine takes: a single compiled call, as of a regular expression, counts as one however long it is.
    """
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")
        if count > calls:
            raise TooMuchError(f"more than {calls} calls")

    before, began = sys.getprofile(), time.thread_time()
    sys.setprofile(counted)
    try:
        call()
    finally:
        sys.setprofile(before)
    taken = time.thread_time() - began
    if taken > hangs_s:
        raise TooMuchError(f"{taken:.1f} s of processor time")
