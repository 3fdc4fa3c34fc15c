"""How far a long step has come, said on lines of its own: a build of many minutes must not seem to hang."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

_EVERY_S = 10.0


def told(
    done: Iterable[object], sizes: Sequence[int], what: str, clock: Callable[[], float] = time.monotonic
) -> None:
    """Wait until all parts of a work are done, and say from time to time how much is, and how long it will take.

    Args:
        done: yields once for every part that is done, in their order.
        sizes: of the parts, in what is counted.
        what: is counted, as "poses solved".
        clock: seconds.
    """
    total, so_far, start = sum(sizes), 0, clock()
    said = start
    for _, size in zip(done, sizes, strict=True):
        so_far += size
        now = clock()
        if now - said >= _EVERY_S or (so_far == total and said > start):
            said = now
            print(f"{what}: {so_far} of {total}{_left((now - start) * (total - so_far) / so_far)}", flush=True)


def _left(seconds: float) -> str:
    if seconds < 1:
        return ""
    return f", about {seconds / 60:.0f} min left" if seconds >= 90 else f", about {seconds:.0f} s left"
