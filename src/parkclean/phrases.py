"""Where short strings stand in a text: many of them in a long text are looked for together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

AT_ONCE = 20_000_000
"""Characters times strings from which on the text is read once for all strings of one length."""

_FACTOR = 0x9E3779B97F4A7C15
"""Odd, so that no character of a string loses its weight modulo 2 to the power of 64."""


def holds_any(text: str, signs: Iterable[str]) -> bool:
    """Whether one of some strings stands in a text: to look for the first character of each takes a tenth of that."""
    for sign in signs:  # noqa: SIM110 (a generator takes twice as long)
        if sign[0] in text and sign in text:
            return True
    return False


class Phrases:
    """The places of short strings in a text; every string may be asked for, `known` ones are cheap in a long text."""

    def __init__(self, text: str, known: Iterable[str]) -> None:
        self._text = text
        wanted = set(known)
        self._known = wanted if len(text) * len(wanted) > AT_ONCE else frozenset[str]()
        self._places = _places(text, wanted) if self._known else {}

    def __contains__(self, part: str) -> bool:
        return part in self._places if part in self._known else part in self._text

    def places(self, part: str, most: int) -> list[int]:
        """The first places of a string, so that none lies in another."""
        if part not in self._known:
            return _found(self._text, part, most)
        places: list[int] = []
        for at in self._places.get(part, ()):
            if len(places) == most:
                break
            if not places or at >= places[-1] + len(part):
                places.append(at)
        return places


def _found(text: str, part: str, most: int) -> list[int]:
    places: list[int] = []
    at = text.find(part)
    while at >= 0 and len(places) < most:
        places.append(at)
        at = text.find(part, at + len(part))
    return places


def _places(text: str, wanted: set[str]) -> dict[str, list[int]]:
    """All places of each string that stands in a text, by a hash of every run of its length."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    found: dict[str, list[int]] = defaultdict(list)
    for size in sorted({len(part) for part in wanted}):
        parts = {part for part in wanted if len(part) == size}
        if not size or size > codes.size:
            continue
        hashes = np.zeros(codes.size - size + 1, np.uint64)
        for n in range(size):
            hashes *= np.uint64(_FACTOR)
            hashes += codes[n : n + hashes.size]
        asked = np.array([_hash(part) for part in parts], np.uint64)
        tops = np.zeros(1 << 16, np.bool_)
        tops[asked >> np.uint64(48)] = True
        some = np.flatnonzero(tops.take(hashes >> np.uint64(48)))  # a search among all hashes costs ten times as much
        for at in some[np.isin(hashes[some], asked)].tolist():
            part = text[at : at + size]
            if part in parts:
                found[part].append(at)
    return found


def _hash(part: str) -> int:
    total = 0
    for c in part:
        total = (total * _FACTOR + ord(c)) & 0xFFFFFFFFFFFFFFFF
    return total
