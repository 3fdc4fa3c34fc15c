"""Assets made offline: `python -m glutview.build`. Nothing the running viewer needs."""
