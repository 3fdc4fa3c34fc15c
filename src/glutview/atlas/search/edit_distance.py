"""How many slips of the hand lie between two words.

The distance of Damerau (1964), in the form that edits no letter twice: a letter left out, added, exchanged
for another, or two neighbours swapped, each count one.
"""

from __future__ import annotations


def edit_distance(typed: str, word: str, bound: int, *, prefix: bool = False) -> int | None:
    """Slips between what was typed and a word, or None if there are more than `bound`.

    Args:
        typed: what was typed.
        word: the word that may be meant.
        bound: most slips that are looked for.
        prefix: whether `typed` may be the beginning of the word alone.
    """
    width = len(word)
    if len(typed) - width > bound or (not prefix and width - len(typed) > bound):
        return None
    if prefix and width > len(typed) + bound:
        word, width = word[: len(typed) + bound], len(typed) + bound
    before: list[int] = []
    above = list(range(width + 1))
    last = ""
    for row, letter in enumerate(typed, start=1):
        line = [row] + [bound + 1] * width
        for column in range(max(1, row - bound), min(width, row + bound) + 1):
            other = word[column - 1]
            if letter == other:
                fewest = above[column - 1]
            else:
                fewest = 1 + min(above[column - 1], above[column], line[column - 1])
            if row > 1 and column > 1 and letter == word[column - 2] and last == other:
                fewest = min(fewest, before[column - 2] + 1)
            line[column] = fewest
        if min(line) > bound:
            return None
        before, above, last = above, line, letter
    distance = min(above) if prefix else above[width]
    return distance if distance <= bound else None


def letters_of(word: str) -> int:
    """The letters of a word as a set of bits; words with many unlike bits need not be compared."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
