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
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)

from glutview.ui.settings import PictureHabit

Kind = Literal["picture", "film"]

_SIZES: Final = ((1280, 720, "HD"), (1920, 1080, "Full HD"), (2560, 1440, "QHD"), (3840, 2160, "4K"))
_SMALL: Final = (640, 360)
_RATE, _GIF_RATE = 25, 12
_OWN: Final = "Other size"
_LARGEST: Final = {"picture": 16_384, "film": 4096}
_FILTERS: Final = {"picture": "PNG picture (*.png)", "film": "MP4 film (*.mp4);;GIF film (*.gif)"}
_BY_SCREEN: Final = ("screen", "twice")
"""Sizes of a picture that follow that of the view, as in `PictureHabit`."""
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
    sizing: str = "screen"
    """How the size was chosen, as in `PictureHabit`."""


class ExportDialog(QDialog):
    """`size` is that of the view; `labels` says whether it carries names, `remark` what is to be known before."""

    def __init__(
        self,
        title: str,
        kind: Kind,
        place: Path,
        size: tuple[int, int],
        parent: QWidget,
        *,
        labels: bool = False,
        habit: PictureHabit | None = None,
        remark: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        habit = habit or PictureHabit()
        self._kind = kind
        self._remark = remark
        self._suits = True
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
        self._fps.setValue(_RATE)
        self._transparent = QCheckBox("&Transparent background, without scale bar and orientation figure")
        self._transparent.setChecked(habit.transparent)
        self._labels = QCheckBox("With the &names that the view shows")
        self._labels.setChecked(labels and habit.names)
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
        self._take_habit(habit.size)
        self._fps.valueChanged.connect(self._keep)
        self._presets.activated.connect(self._keep)
        self._judge()

    def accept(self) -> None:
        """Close, unless a file would be replaced that somebody wants to keep: then another name can be given."""
        path = self.wish().path
        if path.exists() and not self._may_replace(path):
            self._path.setFocus()
            return
        super().accept()

    def wish(self) -> Wish:
        """What was chosen; a file name without ending gets one."""
        path = Path(self._path.text().strip()).expanduser()
        if path.suffix.lower() not in _ENDINGS[self._kind]:
            path = path.with_name(path.name + _ENDINGS[self._kind][0])
        size = (self._width.value(), self._height.value())
        if self._kind == "film":
            size = (size[0] - size[0] % 2, size[1] - size[1] % 2)
        labels = self._labels.isChecked() and self._labels.isEnabled()
        chosen = self._presets.currentIndex()
        named = self._kind == "picture" and chosen < len(_BY_SCREEN)
        sizing = _BY_SCREEN[chosen] if named else f"{size[0]}x{size[1]}"
        return Wish(path, size, self._transparent.isChecked(), labels, self._fps.value(), sizing)

    def _may_replace(self, path: Path) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), f"Replace {path.name}?", parent=self)
        agree = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        agreed = box.clickedButton() is agree
        box.deleteLater()
        return agreed

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
        if self._kind == "film":
            self._presets.addItem("Small ({} × {})".format(*_SMALL), _SMALL)
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
        if self._remark:
            remark = QLabel(self._remark)
            remark.setWordWrap(True)
            form.addRow(remark)
        form.addRow(self._buttons)
        self.setMinimumWidth(70 * self.fontMetrics().averageCharWidth())

    def _take_habit(self, size: str) -> None:
        """Choose the size that was chosen last; what makes no sense counts as never chosen."""
        wide, _, high = size.partition("x")
        if self._kind == "film" or size in _BY_SCREEN or not (wide.isdecimal() and high.isdecimal()):
            self._choose_preset(_BY_SCREEN.index(size) if self._kind == "picture" and size in _BY_SCREEN else 0)
            return
        self._width.setValue(int(wide))
        self._height.setValue(int(high))
        sizes = [self._presets.itemData(i) for i in range(len(_BY_SCREEN), self._presets.count())]
        pair = (self._width.value(), self._height.value())
        if pair in sizes:
            self._choose_preset(len(_BY_SCREEN) + sizes.index(pair))

    def _choose_preset(self, index: int) -> None:
        self._presets.setCurrentIndex(index)
        self._take_preset(index)

    @Slot()
    def _keep(self) -> None:
        """Somebody chose: a name that ends otherwise changes nothing about it."""
        self._suits = False

    def _suit(self, *, gif: bool) -> None:
        """Take the size and the speed that suit the kind of film: every frame of a GIF is kept almost whole."""
        self._choose_preset(self._presets.findData(_SMALL) if gif else 0)
        with QSignalBlocker(self._fps):
            self._fps.setValue(_GIF_RATE if gif else _RATE)

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
        self._suits = False

    @Slot()
    def _judge(self) -> None:
        name = Path(self._path.text().strip()).name
        if self._kind == "film" and self._suits:
            self._suit(gif=name.lower().endswith(".gif"))
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
