"""The entry of the console script and of ``python -m glutview``."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run glutview with the process's arguments; the exit code."""
    # One thread for linear algebra: two compete with the software renderer (a frame takes thrice as long).
    # Before numpy is imported, hence here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from glutview.cli.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
