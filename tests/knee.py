"""A joint that an annotator might add, with a coordinate that nothing can turn."""

from __future__ import annotations

KNEE = """  knee:
    side: paired
    parent: femur
    child: femur
    centre_mm: [-60.015, -0.869, -389.323]
    far_centre_mm: [-60.015, -0.869, -700]
    coordinates:
      {}: {{min: 0, max: 140}}
"""
"""Of `joints:`, with a place for the name of its coordinate."""
