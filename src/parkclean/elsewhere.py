"""A quick look whether the characters around a seam stand together elsewhere; what that says is in `seams`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from parkclean.phrases import Phrases

SIDE = 10
"""So many characters in front of a seam, or behind it, that stand elsewhere tell how the text goes on there."""

WINDOW = 20_000
"""So many characters on each side of a line are looked through for what it says once more."""

MANY = 100
"""For so many seams the text is read once for all; for few of them one at a time is cheaper."""


class Elsewhere:
    """The rows of a text, folded when somebody asks, and the halves of sentences that may belong together."""

    def __init__(self, text: str, rows: Sequence[str], pairs: Sequence[tuple[str, str]]) -> None:
        self._text = text
        self._rows = rows
        self._pairs = pairs

    @cached_property
    def folded(self) -> str:
        """The folded rows; U+0001 stands between two."""
        from parkclean.neardup.shingles import fold_str

        return fold_str("\n".join(self._rows))

    @cached_property
    def _phrases(self) -> Phrases:
        sides = (_sides(left[-SIDE:], right[:SIDE]) for left, right in self._pairs)
        return Phrases(self.folded, (part for tail, head in sides for part in _around(tail, head)))

    def may_stand(self, left: str, right: str) -> bool:
        """Whether the characters around a seam may stand together elsewhere; figures need a closer look."""
        left, right = left[-SIDE:], right[:SIDE]
        if any(map(str.isdigit, left + right)):
            return True
        tail, head = _sides(left, right)
        if min(len(tail), len(head)) < 2:
            return True
        if len(self._pairs) < MANY:
            from parkclean.neardup.shingles import stand_together

            if not stand_together(self._text, tail[-1], head[0]):
                return False
        return any(part in self._phrases for part in _around(tail, head))


@lru_cache(256)
def _sides(left: str, right: str) -> tuple[str, str]:
    """The folded characters on both sides of a seam, which is asked about several times."""
    from parkclean.neardup.shingles import fold_str

    tail, _, head = fold_str(left + "\n" + right).partition("\x01")
    return tail, head


def _around(tail: str, head: str) -> Iterator[str]:
    """Three characters around a seam, two of them on one side."""
    if min(len(tail), len(head)) >= 2:
        yield tail[-2:] + head[:1]
        yield tail[-1:] + head[:2]


def stands_inside(text: str, start: int, line: str) -> bool:
    """Whether a line that starts at some place stands once more in a longer one, in the middle of a clause.

    >>> stands_inside("去年在河上修的\\n老渡口去年在河上修的桥", 0, "去年在河上修的")
    True
    """
    at = text.find(line, max(0, start - WINDOW), start)
    if at < 0:
        at = text.find(line, start + len(line), start + WINDOW)
    if at < 0:
        return False
    around = text[max(0, at - 1) : at], text[at + len(line) : at + len(line) + 1]
    return any(c.isalpha() and not c.isascii() for c in around)
