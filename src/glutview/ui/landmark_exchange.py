"""Landmark files in and out: an import is shown on the bones, with the axes and units it takes, before it counts."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from glutview.errors import GlutviewError
from glutview.geometry.mesh import Floats
from glutview.geometry.surface_point import normals
from glutview.landmarks.axes import UnstatedFrameError
from glutview.landmarks.read import format_of, read_landmarks
from glutview.landmarks.write import losses, write_landmarks
from glutview.state.atlas_steps import AtlasSteps
from glutview.state.landmark_import import ImportChoice, ImportRow, exported, import_rows, imported
from glutview.ui.colours import COLOURS
from glutview.ui.landmark_files import LandmarkFiles
from glutview.ui.mode import Desk
from glutview.ui.panels.import_panel import ImportPanel
from glutview.ui.point_layer import Dot

_READ = "Landmarks (*.mrk.json *.json *.fcsv *.csv *.tsv *.txt);;All files (*)"
_WRITTEN = "3D Slicer markups (*.mrk.json);;3D Slicer fiducials (*.fcsv);;Table (*.csv)"


class LandmarkExchange(QObject):
    """One file at a time."""

    changed = Signal()
    """There is something else to show, or nothing any more."""

    def __init__(self, desk: Desk, steps: AtlasSteps, files: LandmarkFiles) -> None:
        super().__init__()
        self._desk, self._steps, self._files = desk, steps, files
        self.panel = ImportPanel()
        self._path: Path | None = None
        self._rows: tuple[ImportRow, ...] = ()
        self._chosen = -1
        self.panel.frame_chosen.connect(self._read)
        self.panel.accepted.connect(self._accept)
        self.panel.refused.connect(self.end)
        self.panel.row_chosen.connect(self._choose)

    @property
    def under_way(self) -> bool:
        """Whether a file is shown that is not accepted yet."""
        return self._path is not None

    @property
    def chosen(self) -> str | None:
        """The key of the dot whose row is marked."""
        return f"import:{self._chosen}" if 0 <= self._chosen < len(self._rows) else None

    @property
    def label(self) -> str:
        """The name of the marked point."""
        return self._rows[self._chosen].name if self.chosen else ""

    def dots(self) -> list[Dot]:
        """The points of the file, where the axes and units put them: on the bones, or beside them."""
        up = (0.0, 0.0, 0.0)
        return [
            Dot(f"import:{number}", row.on, row.position_mm, up, "import")
            for number, row in enumerate(self._rows)
            if row.position_mm is not None
        ]

    def begin(self) -> None:
        """Ask for a file and show it."""
        path = self._desk.window.ask_open(self._desk.settings.folder, "Import landmarks", _READ)
        if path is not None:
            self._desk.settings.folder = path.parent
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """Show a file.

        Raises:
            GlutviewError: nothing of it can be read.
        """
        with suppress(UnstatedFrameError):  # the panel asks
            read_landmarks(path)
        self._path = path
        self.panel.begin(path.name, COLOURS[self._desk.model.state.theme].warning)
        self._read("", "")
        self.panel.focus_first()

    @Slot()
    def end(self) -> None:
        """Take nothing of it."""
        self._path, self._rows, self._chosen = None, (), -1
        self.changed.emit()

    def export(self) -> None:
        """Ask for a file and write all landmarks into it, in LPS mm."""
        window, settings = self._desk.window, self._desk.settings
        place = window.ask_save("Export landmarks", settings.folder / "landmarks.mrk.json", _WRITTEN)
        if place is None:
            return
        place = place if "." in place.name else place.with_name(f"{place.name}.mrk.json")
        landmarks = exported(self._steps.atlas, self._desk.anatomy.rest)
        lost = losses(landmarks, format_of(place, write=True))
        write_landmarks(place, landmarks)
        settings.folder = place.parent
        note = f" ({'; '.join(lost)})" if lost else ""
        window.status.set_hover(f"Exported {len(landmarks)} landmarks to {place.name}, LPS mm{note}")

    @Slot(str, str)
    def _read(self, axes: str, units: str) -> None:
        assert self._path is not None
        self._rows, self._chosen = (), -1
        try:
            reading = read_landmarks(self._path, axes or None, units or None)
        except UnstatedFrameError as error:
            missing = " and ".join(word for word, open_ in (("axes", error.axes), ("units", error.units)) if open_)
            self.panel.set_refused(f"The file does not say its {missing}: please choose below.")
        except GlutviewError as error:
            self.panel.set_refused("<br>".join(f"{problem.what}: {problem.remedy}" for problem in error.problems))
        else:
            atlas, rest = self._steps.atlas, self._desk.anatomy.rest
            self._rows = import_rows(atlas, rest, reading.landmarks)
            how = f"{reading.how[:1].upper()}{reading.how[1:]}"
            self.panel.set_reading(how, [*reading.notes, *(str(problem) for problem in reading.problems)][:6])
            self.panel.set_rows(self._rows)
        self.changed.emit()

    @Slot(ImportChoice)
    def _accept(self, choice: ImportChoice) -> None:
        if self._path is None or not self._files.own():
            return
        try:
            atlas = imported(self._steps.atlas, self._desk.anatomy.rest, self._rows, choice)
        except GlutviewError as error:
            self._desk.report("The landmarks could not be imported", error)
            return
        name = self._path.name
        self.end()
        if atlas is self._steps.atlas:
            self._desk.window.status.set_hover(f"{name} changes nothing: it says what is here already")
            return
        self._steps.edit(atlas, f"Import {name}")

    @Slot(int)
    def _choose(self, row: int) -> None:
        self._chosen = row
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        if found is not None and found.position_mm is not None and found.point is not None:
            self._desk.stage.approach_point(found.on, np.array(found.position_mm), _normal(self._desk, found), 260.0)
        self.changed.emit()


def _normal(desk: Desk, row: ImportRow) -> Floats:
    assert row.point is not None
    return np.asarray(normals(desk.anatomy.rest[row.on], [row.point])[0])
