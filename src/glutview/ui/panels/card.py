"""The card: what is known of the selected structure, with the source of every statement."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glutview.ui.panels.reader import Reader

STRUCTURE_SCHEME = "structure"
"""Links to other structures are written `structure:<id>`."""
WHAT_IF_SCHEME = "what-if"
"""Links to what can be lost are written `what-if:<id>`."""

_ENOUGH = 40


class Card(QWidget):
    """Shows HTML that somebody else made, and tells which link was followed."""

    structure_chosen = Signal(str)
    what_if_chosen = Signal(str)
    page_chosen = Signal(str)
    """Address of a publication on the web."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = Reader()
        self._text.setAccessibleName("Card of the selected structure")
        # Links are ours to follow: left to itself the browser would try to load "structure:" as a file.
        self._text.setOpenLinks(False)
        self._text.document().setDocumentMargin(10)
        self._text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._text)
        self._text.anchorClicked.connect(self._follow)

    def set_html(self, html: str, *, keep_place: bool = False) -> None:
        """Show a card, from its top unless `keep_place`."""
        bar = self._text.verticalScrollBar()
        place = bar.value()
        self._text.setHtml(html)
        bar.setValue(place if keep_place else 0)

    def plain_text(self) -> str:
        """What a reader reads, without markup."""
        return self._text.toPlainText()

    def show_statement(self, text: str) -> bool:
        """Bring a statement into view and mark it; whether it is there."""
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        # The card breaks a sentence where it cites, so its beginning is looked for.
        return self._text.find(text[:_ENOUGH])

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        if url.scheme() == STRUCTURE_SCHEME:
            self.structure_chosen.emit(url.path())
        elif url.scheme() == WHAT_IF_SCHEME:
            self.what_if_chosen.emit(url.path())
        elif url.scheme() in ("http", "https"):
            self.page_chosen.emit(url.toString())
        elif url.hasFragment():
            self._text.scrollToAnchor(url.fragment())

    def sizeHint(self) -> QSize:
        return QSize(50 * self.fontMetrics().averageCharWidth() + 30, 400)
