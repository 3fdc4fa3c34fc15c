"""The window: PySide6 widgets that hold setters and signals, and the presenter that joins them to the state."""
