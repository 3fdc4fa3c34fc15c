"""The table of points, as Qt's views read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from glutview.atlas.sides import SIDE_WORDS
from glutview.state.points import PointKey, PointRow

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = ("Point", "Where", "L", "P", "S", "")
TIPS: Final = (
    "English and Latin name",
    "The structure that it lies on, and the side of the body",
    "mm to the left (x)",
    "mm to the back (y)",
    "mm upward (z)",
    "State: placed, missing or skipped",
)
NUMBERS: Final = range(2, 5)
STATE: Final = 5
SORTED_BY: Final = Qt.ItemDataRole.UserRole
BELOW: Final = Qt.ItemDataRole.UserRole + 1
"""What stands in the second line."""
_SIGNS = {"placed": "\N{BLACK CIRCLE}", "missing": "\N{WHITE CIRCLE}", "skipped": "\N{EN DASH}"}


class LandmarkModel(QAbstractTableModel):
    """Rows of points."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PointRow, ...] = ()

    @property
    def rows(self) -> tuple[PointRow, ...]:
        """What is shown, in the order of the file."""
        return self._rows

    def set_rows(self, rows: Sequence[PointRow]) -> None:
        """Show these; what stays in its place keeps its selection."""
        old, self._rows = self._rows, tuple(rows)
        if [row.key for row in old] != [row.key for row in self._rows]:
            self.beginResetModel()
            self.endResetModel()
            return
        for number, (before, after) in enumerate(zip(old, self._rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def row_of(self, key: PointKey | None) -> int:
        """The number of a point's row; -1 if there is none."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return {Qt.ItemDataRole.DisplayRole: COLUMNS[section], Qt.ItemDataRole.ToolTipRole: TIPS[section]}.get(
            Qt.ItemDataRole(role)
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if role == SORTED_BY:
            if column in NUMBERS and row.xyz:
                return row.xyz[column - NUMBERS.start]
            return f"{row.name} {row.part_of} {row.side}" if column == 0 else f"{_text(row, column)} {row.side}"
        if role == BELOW:
            return {0: row.latin or row.part_of, 1: SIDE_WORDS[row.side] or "Midline"}.get(column, "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            across = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignHCenter
            return None if column < NUMBERS.start else int(across | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None


class LandmarkFilter(QSortFilterProxyModel):
    """Those rows that hold every word that was typed, and are of the chosen kind."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._kind = "all"
        self.setSortRole(SORTED_BY)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def set_wanted(self, text: str, kind: str) -> None:
        """Show what holds all words of the text; `kind` is "all", a kind of point or an attachment's id."""
        self._words, self._kind = tuple(text.casefold().split()), kind
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, LandmarkModel)
        row = model.rows[source_row]
        if self._kind not in ("all", row.kind, row.outline):
            return False
        said = f"{spoken(row)} {row.key}".casefold()
        return all(word in said for word in self._words)


def spoken(row: PointRow) -> str:
    """A row in words."""
    side = SIDE_WORDS[row.side] or "Midline"
    names = ", ".join(text for text in (row.name, row.latin, row.part_of) if text)
    place = "" if row.xyz is None else " L {:.1f}, P {:.1f}, S {:.1f} mm,".format(*row.xyz)
    return f"{names}; {side}, {row.bone};{place} {row.state}"


def _text(row: PointRow, column: int) -> str:
    if column in NUMBERS:
        return number(row.xyz[column - NUMBERS.start]) if row.xyz else "–"
    return {0: row.name, 1: row.bone, STATE: _SIGNS[row.state]}[column]


def number(mm: float) -> str:
    """A coordinate, with a minus sign that is one."""
    return f"{mm:.1f}".replace("-", "\N{MINUS SIGN}")
