"""What every test runs under: one thread for linear algebra, settings of its own, no widget left behind."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# Before numpy is imported anywhere, as the program does it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

# Deterministic, so that a change is judged by the same examples as the one before; --full looks further.
settings.register_profile(
    "glutview",
    deadline=None,
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "full", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the tests marked slow")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("full" if config.getoption("--full") else "glutview")
    # A test must neither read nor write the settings or working copies of whoever runs it; its
    # subprocesses inherit this.
    home = tempfile.mkdtemp(prefix="glutview-test-home-")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(Path(home) / variable.lower())


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: runs with --full"))


@pytest.fixture(autouse=True)
def _no_widget_survives(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that opened windows leaves none behind: a survivor paints, ticks and crashes in a later test."""
    uses_qt = "qtbot" in request.fixturenames or "qapp" in request.fixturenames
    if not uses_qt:
        yield
        return
    widgets = sys.modules.get("PySide6.QtWidgets")
    before = set() if widgets is None else {id(w) for w in widgets.QApplication.topLevelWidgets()}
    yield
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in before]
    names = [f"{type(w).__name__} {w.objectName() or w.windowTitle()!r}" for w in left]
    assert not left, f"top-level widgets survive the test: {names}"
