"""glutview: a desktop 3D viewer of the gluteal region."""

__version__ = "0.1.0"
