"""Where one text ends as another one begins."""

from __future__ import annotations


def border(text: str) -> int:
    """How long the longest end of a text is that is its beginning, too.

    >>> border("abcxab"), border("abc")
    (2, 0)
    """
    ends = [0] * len(text)
    size = 0
    for n in range(1, len(text)):
        while size and text[n] != text[size]:
            size = ends[size - 1]
        size += text[n] == text[size]
        ends[n] = size
    return size
