"""Memory that work needed and left behind."""

from __future__ import annotations

import ctypes
import sys


def give_back_spare() -> None:
    """Let the system have what was freed: of tens of megabytes glibc would keep all for a later need.

    Takes some milliseconds. Other C libraries give memory back by themselves, and have no such call.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
