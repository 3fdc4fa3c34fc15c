"""The wheel and the source archive: what they carry, and that the wheel works wherever it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="needs the checkout")


def _build(target: str, folder: Path) -> Path:
    # No isolation, so that the test needs no network: the build backend is among the test tools.
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _stated_assets() -> set[str]:
    return {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}


def test_the_wheel_carries_every_asset_and_nothing_beside_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    inside = {name.removeprefix("glutview/assets/") for name in names if name.startswith("glutview/assets/")}
    assert inside == _stated_assets()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"glutview"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "glutview/py.typed" in names


def test_the_source_archive_carries_what_a_rebuild_and_a_test_need(tmp_path: Path) -> None:
    with tarfile.open(_build("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    expected = {"pyproject.toml", "README.md", "LICENSE", "scripts/run", "scripts/test", "tests/test_packaging.py"}
    assert expected | {f"assets/{name}" for name in _stated_assets()} <= names


@pytest.mark.parametrize("command", [("check",), ("list", "--json")])
def test_an_installed_wheel_finds_its_assets_from_any_folder(
    installed: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    where = "import glutview, sys; sys.stderr.write(glutview.__file__)"
    origin = subprocess.run(
        [sys.executable, "-c", where], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(origin.stderr).is_relative_to(installed)
    done = subprocess.run(
        [sys.executable, "-m", "glutview", *command],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_shipped_license_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "APPENDIX: How to apply the Apache License to your work" in text
