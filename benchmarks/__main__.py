"""Run every benchmark, or those named: ``python -m benchmarks [view] [motion] [start] [film] [regrow]``.

1 if a target is missed. Ratios are of processor time in one run, but for lag, which is counted in frames; machines
differ, ratios hardly do. Close other programs all the same.
"""

from __future__ import annotations

import os
import subprocess
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
NAMES = ("view", "motion", "start", "film", "regrow")


def main(names: list[str]) -> int:
    """Each in a process of its own: what one loads must not flatter the next."""
    missed = 0
    for name in names or NAMES:
        if name not in NAMES:
            print(f"there is no benchmark '{name}': give some of {', '.join(NAMES)}")
            return 2
        missed += subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
