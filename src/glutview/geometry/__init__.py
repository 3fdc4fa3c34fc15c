"""Surfaces and what can be asked of them: numpy alone, scipy where it is used."""
