"""The atlas as pure data: what annotations.yaml says, checked, and expanded to both sides of the body."""
