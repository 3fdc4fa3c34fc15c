"""Landmark files of other programs: read, converted and written, with the axes and units that they state."""
