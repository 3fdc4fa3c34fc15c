"""Measuring and reporting, the same for every benchmark."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 15


class Report:
    """Prints each quantity beside its target."""

    def __init__(self) -> None:
        self.missed = 0

    def line(self, quantity: str, value: float, target: float, unit: str = "x", detail: str = "") -> None:
        """One quantity that must not exceed its target."""
        met = value <= target
        self.missed += not met
        verdict = "ok" if met else "MISSED"
        print(
            f"{quantity:<58} {value:8.2f} {unit:<4} target <= {target:g} {unit:<4} {verdict:<7} {detail}", flush=True
        )


def interleaved(cases: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median processor time (ms, all threads) of each case, the cases taking turns; two rounds warm up."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(rounds + 2):
        for name, case in cases.items():
            start = time.process_time()
            case()
            if turn >= 2:
                times[name].append(1e3 * (time.process_time() - start))
    return {name: median(values) for name, values in times.items()}
