"""The architecture as a test: floors, lengths of files, and who may know what."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "glutview"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 300

LONGER_WITH_REASON: dict[str, str] = {}
"""Files over the limit, with the reason that a reader would accept."""

pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="needs the checkout")


def _imports(path: Path) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _imports_at_load(path: Path) -> set[str]:
    """The modules imported when the file is loaded: not those inside functions, nor those for types only."""
    found: set[str] = set()
    open_nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            open_nodes.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        open_nodes.extend(ast.iter_child_nodes(node))
    return found


def _floor(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _package(module: str) -> str:
    return module.split(".")[0]


def test_imports_go_down_the_floors() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([tool, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    too_long = {name: n for name, n in lengths.items() if n > LONGEST and name not in LONGER_WITH_REASON}
    assert not too_long, "split them, or give a reason in LONGER_WITH_REASON"
    needless = [name for name in LONGER_WITH_REASON if lengths.get(name, 0) <= LONGEST]
    assert not needless, "these are short enough without a reason"


def test_slow_libraries_are_loaded_only_where_used() -> None:
    """They cost up to two seconds: whoever needs one imports it inside the function that does."""
    lazy_everywhere = {"scipy", "pyvista", "trimesh", "numba", "matplotlib"}
    at_load = {
        (str(path.relative_to(SOURCE)), module)
        for path in MODULES
        if _floor(path) != "build"
        for module in _imports_at_load(path)
        if _package(module) in lazy_everywhere
    }
    assert not at_load


def test_heavy_mesh_libraries_serve_the_build_and_exports_alone() -> None:
    users = {
        str(path.relative_to(SOURCE))
        for path in MODULES
        for module in _imports(path)
        if _package(module) in {"pyvista", "trimesh"} and _floor(path) not in {"build", "export", "landmarks"}
    }
    assert not users


def test_the_chart_is_loaded_only_when_its_panel_is_opened() -> None:
    """Its library takes 45 MB, which a window without it need not spend."""

    def loading(module: str) -> set[str]:
        return {path.name for path in MODULES if any(found.startswith(module) for found in _imports_at_load(path))}

    assert loading("pyqtgraph") == {"arm_chart.py"}
    assert loading("glutview.ui.panels.arm_chart") == {"arms_panel.py", "curve_list.py"}
    assert loading("glutview.ui.panels.curve_list") == {"arms_panel.py"}
    assert loading("glutview.ui.panels.arms_panel") == set()


def test_never_all_of_vtk() -> None:
    assert not [path for path in MODULES if "vtk" in _imports(path)]


def test_the_viewport_alone_joins_qt_and_the_scene() -> None:
    """Only ui/viewport.py knows that the picture in the window is VTK's."""
    knowing = [
        path.name
        for path in MODULES
        if _floor(path) == "ui" and any(module.startswith("vtkmodules") for module in _imports(path))
    ]
    assert not knowing


def test_the_build_alone_knows_the_shape_model_package() -> None:
    knowing = {
        str(path.relative_to(SOURCE))
        for path in MODULES
        if re.search(r"musculoskeletal\.models|import musculoskeletal", path.read_text(encoding="utf-8"))
    }
    assert knowing <= {"build/shape_model.py"}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(SOURCE))
        for path in MODULES
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_local_function_is_connected_to_a_signal() -> None:
    """A lambda or partial connected to a Qt signal keeps what it closes over alive, or crashes after it."""
    connected = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in MODULES
        if _floor(path) == "ui"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and any(isinstance(a, ast.Lambda) or "partial" in ast.dump(a) for a in node.args)
    ]
    assert not connected
