"""Search over structures, landmarks and facts, as one types."""

from glutview.atlas.search.search import Found, search

__all__ = ["Found", "search"]
