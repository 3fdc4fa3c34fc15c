"""What acts on a block in one pose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glutview.build.block_contact import Obstacle
from glutview.build.block_elements import Elements, Floats, Tissue
from glutview.build.springs import Springs


@dataclass(frozen=True, eq=False)
class Held:
    """Springs, and where (n, 3) they hold the nodes, mm."""

    springs: Springs
    places: Floats


@dataclass(frozen=True, eq=False)
class Load:
    """Of a block with n nodes.

    Attributes:
        tissue: stiffnesses.
        elements: at rest at the length that its fibres have there.
        obstacles: what is in the way.
        held: all springs.
        at_last: whether a smooth motion is put right, so that nothing may stay inside out.
    """

    tissue: Tissue
    elements: Elements
    obstacles: Sequence[Obstacle]
    held: Sequence[Held]
    at_last: bool
