"""Asks where a picture or a film shall be written, and how large it shall be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

Kind = Literal["picture", "film"]

_SIZES: Final = ((1280, 720, "HD"), (1920, 1080, "Full HD"), (2560, 1440, "QHD"), (3840, 2160, "4K"))
_OWN: Final = "Other size"
_LARGEST: Final = {"picture": 16_384, "film": 4096}
_FILTERS: Final = {"picture": "PNG picture (*.png)", "film": "MP4 film (*.mp4);;GIF film (*.gif)"}
_ENDINGS: Final = {"picture": (".png",), "film": (".mp4", ".gif")}


@dataclass(frozen=True)
class Wish:
    """What somebody wants written."""

    path: Path
    size: tuple[int, int]
    """Width and height, pixels."""
    transparent: bool = False
    labels: bool = False
    """Whether the names that the view carries come along."""
    fps: int = 25


class ExportDialog(QDialog):
    """`size` is that of the view; `labels` says whether it carries names."""

    def __init__(
        self, title: str, kind: Kind, place: Path, size: tuple[int, int], parent: QWidget, *, labels: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._kind = kind
        self._screen = size
        self._path = QLineEdit(str(place))
        self._path.setAccessibleName("File")
        self._browse = QPushButton("&Browse…")
        self._presets = QComboBox()
        self._presets.setAccessibleName("Size")
        self._width, self._height = (self._side(name) for name in ("Width in pixels", "Height in pixels"))
        self._fps = QSpinBox()
        self._fps.setAccessibleName("Frames a second")
        self._fps.setRange(1, 60)
        self._fps.setValue(25)
        self._transparent = QCheckBox("&Transparent background")
        self._labels = QCheckBox("With the &names that the view shows")
        self._labels.setChecked(labels)
        self._labels.setEnabled(labels)
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        self._fill_presets()
        self._lay_out()
        self._browse.clicked.connect(self._choose)
        self._presets.activated.connect(self._take_preset)
        self._width.valueChanged.connect(self._own_size)
        self._height.valueChanged.connect(self._own_size)
        self._path.textChanged.connect(self._judge)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._take_preset(0)
        self._judge()

    def wish(self) -> Wish:
        """What was chosen; a file name without ending gets one."""
        path = Path(self._path.text().strip()).expanduser()
        if path.suffix.lower() not in _ENDINGS[self._kind]:
            path = path.with_name(path.name + _ENDINGS[self._kind][0])
        size = (self._width.value(), self._height.value())
        if self._kind == "film":
            size = (size[0] - size[0] % 2, size[1] - size[1] % 2)
        labels = self._labels.isChecked() and self._labels.isEnabled()
        return Wish(path, size, self._transparent.isChecked(), labels, self._fps.value())

    def _side(self, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setAccessibleName(name)
        box.setRange(16, _LARGEST[self._kind])
        box.setSingleStep(2)
        box.setSuffix(" px")
        return box

    def _fill_presets(self) -> None:
        wide, high = self._screen
        if self._kind == "picture":
            self._presets.addItem(f"As on the screen ({wide} × {high})", self._screen)
            self._presets.addItem(f"Twice the screen ({2 * wide} × {2 * high})", (2 * wide, 2 * high))
        for width, height, name in _SIZES:
            self._presets.addItem(f"{name} ({width} × {height})", (width, height))
        self._presets.addItem(_OWN, None)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        file = QHBoxLayout()
        file.addWidget(self._path, 1)
        file.addWidget(self._browse)
        form.addRow("&File", file)
        form.labelForField(file).setBuddy(self._path)  # type: ignore[attr-defined]
        form.addRow("&Size", self._presets)
        sides = QHBoxLayout()
        sides.addWidget(self._width)
        sides.addWidget(QLabel("×"))
        sides.addWidget(self._height)
        sides.addStretch(1)
        form.addRow("", sides)
        if self._kind == "film":
            form.addRow("F&rames a second", self._fps)
        else:
            form.addRow("", self._transparent)
            form.addRow("", self._labels)
        form.addRow(self._buttons)
        self.setMinimumWidth(70 * self.fontMetrics().averageCharWidth())

    @Slot(int)
    def _take_preset(self, index: int) -> None:
        size = self._presets.itemData(index)
        if size is not None:
            for box, value in zip((self._width, self._height), size, strict=True):
                with QSignalBlocker(box):
                    box.setValue(value)

    @Slot()
    def _own_size(self) -> None:
        self._presets.setCurrentIndex(self._presets.count() - 1)

    @Slot()
    def _judge(self) -> None:
        name = Path(self._path.text().strip()).name
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(name))

    @Slot()
    def _choose(self) -> None:
        # Whoever asked asks about replacing a file, once and for typed names too.
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.windowTitle(),
            self._path.text(),
            _FILTERS[self._kind],
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self._path.setText(name)
