"""Fields of the tables that we write."""

from __future__ import annotations

import re

# Lines would end, or the file not be known as text, with these in it.
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]+")


def one_line(text: str) -> str:
    """A text without line breaks and control characters, a space in their place."""
    return _BREAKS.sub(" ", text)


def printable(text: str) -> str:
    """A text without control characters, line breaks kept."""
    return _CONTROL.sub(" ", text)


def quoted(text: str) -> str:
    """A field of a table, in quotes where it must be."""
    if not text or not (text[0] in "# \"" or text[-1] == " " or any(letter in text for letter in ',"\r\n')):
        return text
    return '"' + text.replace('"', '""') + '"'
