"""What acts on a block in one pose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glutview.build.block_contact import Obstacle
from glutview.build.block_elements import Elements, Floats, Tissue


@dataclass(frozen=True, eq=False)
class Load:
    """Of a block with n nodes.

    Attributes:
        tissue: stiffnesses.
        elements: at rest at the length that its fibres have there.
        obstacles: what is in the way.
        curve: (n, 3) where its strings run that nothing pushes aside, mm.
        expected: (n, 3) where a smooth motion has the nodes, mm; None if nothing is expected.
    """

    tissue: Tissue
    elements: Elements
    obstacles: Sequence[Obstacle]
    curve: Floats
    expected: Floats | None
