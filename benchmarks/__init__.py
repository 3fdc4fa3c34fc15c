"""Ratios that the design promises, each printed beside its target: ``python -m benchmarks``."""
