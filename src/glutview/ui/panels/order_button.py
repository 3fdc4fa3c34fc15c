"""Buttons of panels that give orders of the menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton


def order_button(order: QAction) -> QToolButton:
    """A button of a panel that gives an order of the menu."""
    button = QToolButton()
    button.setObjectName("plain")
    button.setDefaultAction(order)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setAccessibleName(order.toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return button


def order_row(orders: Mapping[str, QAction], keys: Sequence[str]) -> QHBoxLayout:
    """Buttons beside each other, all as wide, for the orders of these keys."""
    row = QHBoxLayout()
    row.setSpacing(4)
    for key in keys:
        row.addWidget(order_button(orders[key]), 1)
    return row
