"""Assets made offline: `python -m glutview.build`. Nothing the running viewer needs."""

from __future__ import annotations

import os

# One thread for linear algebra: the build multiplies very many small matrices, at each of which several threads only
# wait for each other. Before numpy is imported, hence here; processes that a step starts inherit it. Whoever wants
# other numbers sets them in the environment.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")
