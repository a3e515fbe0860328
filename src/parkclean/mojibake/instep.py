"""Bytes of a charset of two bytes a character, of which some were lost: each loss puts what follows one byte off.

Every byte may be one of a character, or stand alone where the other one was lost; the cheapest way through them is
taken, so time is linear.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from parkclean.mojibake.holes import HOLE, Reader, choices, read
from parkclean.mojibake.model import bits, prices

LOSS = 14.0
"""Bits for a lost byte: how rare the accident is."""
GUESS = 6.0
"""Bits of the character that lost one, before it is known which it was."""
RAREST = 18.0
"""Bits that a character costs at most: one rare character is no loss, only several in a row are."""
UNKNOWN = "的"
"""What stands for it meanwhile."""
WINDOW = 5
OFF = 14.5
"""Bits a character that so many in a row cost only where they are one byte off."""
_BLANK = "\u3000"
CHINESE = 12.0
"""Bits a character, losses included, above which it is another charset that is one byte off."""


class Part(NamedTuple):
    """A stretch of bytes with its reading; exact: it has all its bytes."""

    start: int
    end: int
    text: str
    exact: bool


def is_off(text: str) -> bool:
    """Whether characters stand in a row that only chance puts together."""
    costs = prices(text)
    total = sum(costs[:WINDOW])
    for gone, more in zip(costs, costs[WINDOW:], strict=False):
        if total > WINDOW * OFF:
            return True
        total += more - gone
    return total > WINDOW * OFF and len(costs) >= WINDOW


@lru_cache(1 << 16)
def _char(charset: str, pair: bytes) -> str:
    if pair.decode(charset, "ignore") == _BLANK:  # in front of paragraphs
        return _BLANK
    found = choices(charset, False, tuple(pair))
    return found[0] if found else ""


def in_step(reader: Reader, run: bytes) -> list[Part] | None:
    """The characters of a run of bytes; None where they do not read as Chinese."""
    best: list[tuple[float, str, int]] = [(0.0, "\n", -1)]
    best += [(float("inf"), "", -1)] * len(run)
    for at, byte in enumerate(run):
        spent, last, _ = best[at]
        steps = [(1, chr(byte), 0.0)] if byte < 0x80 else [(1, UNKNOWN, LOSS + GUESS)]
        if byte >= 0x80 and (c := _char(reader.charset, run[at : at + 2])):
            steps.append((2, c, min(bits(last, c), RAREST)))
        for size, c, price in steps:
            if at + size <= len(run):
                best[at + size] = min(best[at + size], (spent + (price or bits(last, c)), c, at))
    way = []
    end = len(run)
    while end > 0:
        _, c, start = best[end]
        way.append((start, end, c))
        end = start
    return list(_parts(reader, run, way[::-1])) if best[-1][0] <= CHINESE * len(way) else None


def _parts(reader: Reader, run: bytes, way: list[tuple[int, int, str]]) -> list[Part]:
    """The way with what is known together, and the likeliest character for each byte that stands alone."""
    parts: list[Part] = []
    for n, (start, end, c) in enumerate(way):
        whole = end - start == 2 or run[start] < 0x80
        if whole and parts and parts[-1].exact:
            parts[-1] = parts[-1]._replace(end=end, text=parts[-1].text + c)
            continue
        if not whole:
            before = parts[-1].text[-1] if parts else "\n"
            after = way[n + 1][2] if n + 1 < len(way) else "\n"
            halves = (read(reader, items, before, after) for items in ([run[start], HOLE], [HOLE, run[start]]))
            found = min(filter(None, halves), key=lambda one: one.bits, default=None)
            c = found.text if found else "\ufffd"
        parts.append(Part(start, end, c, whole))
    return parts
