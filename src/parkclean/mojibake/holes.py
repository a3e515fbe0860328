"""Reads bytes of which some were lost: every way to fill the holes is weighed as Chinese, the likeliest is taken.

A byte sequence is a list of numbers; `HOLE` stands for a place where the reader printed U+FFFD, `MARK` for one where
it printed `?`.
How many bytes a hole swallowed depends on the reader, so all counts are tried.
The search keeps a few hypotheses at each place (a beam), so its time is linear.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parkclean.mojibake.model import Pool, Words, bits, common, fold, single

HOLE = -1
MARK = -2
SWALLOWED = "\ufdd0"
"""A noncharacter in a reading: an ASCII character that went with a lost byte, so that one `?` stood for both."""
Pattern = tuple[int | None, ...]

WIDTH = 8
"""Hypotheses kept at each place."""
POOL = 400
"""Characters looked at for one pattern, the most frequent first."""
CHOICES = 10
"""Characters tried for one pattern."""
SURE = 0.7
"""Bits by which a filled character must beat the next best one; below that it stays U+FFFD."""


class Filled(NamedTuple):
    """The likeliest reading of a stretch with holes, and its bits (with those of the character behind it)."""

    text: str
    bits: float


class Reader(NamedTuple):
    """The charset that should have been used, the wrong one, the script to fill with, and what losing bytes costs.

    two: whether a hole may have swallowed two bytes.
    words: pairs of characters that the same text holds elsewhere.
    due: a bracket that was opened, and is closed nowhere else.
    usual: the mark in which most lines of the text end.

    drop: bits for a byte that vanished without a trace in the middle (0: none does); drop_end: the same before ASCII
    or the end.
    """

    charset: str
    wrong: str
    drop: float = 0.0
    drop_end: float = 5.0
    two: bool = True
    traditional: bool = False
    words: Words | None = None
    due: str = ""
    usual: str = ""


class _Way(NamedTuple):
    """A way to take the bytes of one character: pattern, items used, bytes owed, price, ASCII swallowed, kinds."""

    pattern: Pattern
    used: int
    owed: int
    price: float
    swallowed: bool
    kinds: str


class _State(NamedTuple):
    """A hypothesis; `tail` is the first byte of a hole that swallowed two, when the second is still to come."""

    cost: float
    last: str
    text: str
    tail: int = -1


REACH = 4
"""Items that decide how the bytes of one character are taken: three, and whether another follows."""
KNOWN = 3.0
"""Bits off for a pair that the same text holds elsewhere."""
DUE = 14.0
"""Bits off for a bracket that closes what is open."""
USUAL = 5.0
"""Bits off for the mark at the end of a line in which most others end."""
NOT_LOST = 5.0
"""Bits for a hole where the wrong charset would have printed something."""
CP1252_OPEN = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
SINGLE_BYTES = frozenset(
    (
        *("cp1252", "mac_roman", "cp437", "cp850", "cp866", "cp1250", "cp1251", "cp1253", "cp1255", "cp1256"),
        *("koi8_r", "cp874", "iso8859_2", "iso8859_5", "koi8_u", "iso8859_7", "iso8859_11", "cp852", "mac_cyrillic"),
        *("iso8859_15", "cp1254", "cp1257"),
    )
)
"""Wrong charsets that have one byte for each character."""


@lru_cache(200_000)
def lost(wrong: str, byte: int, following: int) -> bool:
    """Whether a reader of the wrong charset had nothing to print for a byte (`following` < 0: nothing follows)."""
    if wrong == "cp1252":
        return byte in CP1252_OPEN
    if wrong in SINGLE_BYTES:
        return bytes((byte,)).decode(wrong, "replace") == "\ufffd"
    if byte in (0x80, 0xFF) or following < 0x40:
        return True
    try:
        bytes((byte, following)).decode(wrong)
    except UnicodeDecodeError:
        return True
    return False


@lru_cache(8)
def _known(charset: str, traditional: bool) -> dict[bytes, str]:
    """The characters that a hole may be filled with, by their bytes."""
    known = {}
    for c in common(6500, traditional):
        try:
            raw = c.encode(charset)
        except UnicodeEncodeError:
            continue
        if 1 < len(raw) <= 3:
            known[raw] = c
    return known


@lru_cache(32)
def _by_byte(charset: str, traditional: bool, place: int, size: int) -> dict[int, list[bytes]]:
    index: dict[int, list[bytes]] = {}
    for raw in _known(charset, traditional):
        if len(raw) == size:
            index.setdefault(raw[place], []).append(raw)
    return index


@lru_cache(1024)
def choices(charset: str, traditional: bool, pattern: Pattern) -> tuple[str, ...]:
    """The likely characters whose bytes fit a pattern, the most frequent first."""
    known = _known(charset, traditional)
    if None not in pattern:
        raw = bytes(b for b in pattern if b is not None)
        try:
            text = raw.decode(charset)
        except UnicodeDecodeError:
            return ()
        return (text,) if len(text) == 1 and text != "\ufffd" and text.isprintable() else ()
    given = [(i, b) for i, b in enumerate(pattern) if b is not None]
    indexed = [_by_byte(charset, traditional, i, len(pattern)).get(b, []) for i, b in given]
    pool = min(indexed, key=len) if indexed else [raw for raw in known if len(raw) == len(pattern)]
    fits = [known[raw] for raw in pool if len(given) < 2 or all(raw[i] == b for i, b in given)]
    return tuple(sorted(fits, key=lambda c: (single(c), c))[:POOL])


def read(reader: Reader, items: Sequence[int], before: str, after: str, goes_on: bool = False) -> Filled | None:
    """The likeliest text behind `items`, standing between `before` and `after`; None if there is none.

    goes_on: whether more bytes above ASCII follow, so that `?` at the end has taken a second byte along, too.
    """
    if len(items) > 4000:
        return None
    start = _State(0.0, before, "")
    only = _only_way(reader, items, goes_on)
    if only is not None:
        found = _ranked(reader, only, start, -1)[:WIDTH]
        return _best(reader, [_State(cost + only.price, c, c) for cost, c in found], before, after)
    beams: list[dict[int, list[_State]]] = [{} for _ in range(len(items) + 1)]
    _put(beams[0], 0, start)
    for at in range(len(items) + 1):
        for owed, states in sorted(beams[at].items()):
            _step(reader, items, at, owed, states, beams, goes_on)
    return _best(reader, beams[len(items)].get(0, []), before, after)


def _only_way(reader: Reader, items: Sequence[int], goes_on: bool) -> _Way | None:
    """The one way to take some items, if there is no other and they make one character."""
    if len(items) >= REACH or not items or items[0] == MARK or 0 <= items[0] < 0x80:
        return None
    ways = _ways(reader.charset, reader.drop, reader.drop_end, reader.two, 0, tuple(items), goes_on)
    return ways[0] if len(ways) == 1 and ways[0].used == len(items) and not ways[0].swallowed else None


def _put(beam: dict[int, list[_State]], owed: int, state: _State) -> None:
    """Keep the cheapest hypotheses, in order."""
    states = beam.setdefault(owed, [])
    if len(states) == WIDTH:
        if state > states[-1]:
            return
        states.pop()
    insort(states, state)


def _best(reader: Reader, ends: list[_State], before: str, after: str) -> Filled | None:
    if not ends:
        return None
    ranked = sorted((s.cost + (bits(s.last, after) if after else 0.0), s.text) for s in ends)
    if after == "\n" and reader.usual:
        ranked = sorted((c - USUAL * t.rstrip(SWALLOWED).endswith(reader.usual), t) for c, t in ranked)
    cost, text = ranked[0]
    return Filled(_unsure(before, text, cost, ranked[1:]), cost)


def _unsure(before: str, text: str, cost: float, others: list[tuple[float, str]]) -> str:
    """The best text with U+FFFD where a reading that is nearly as good differs.

    Not in front of a sentence: there U+FFFD reads as residue, and the likeliest character says more.
    """
    chars = list(text)
    for other_cost, other in others:
        if other_cost - cost < SURE and len(other) == len(text):
            for i, (a, b) in enumerate(zip(text, other, strict=True)):
                if a != b and (text[i - 1] if i else before) >= "\u3400":
                    chars[i] = "\ufffd"
    return "".join(chars)


def _step(
    reader: Reader,
    items: Sequence[int],
    at: int,
    owed: int,
    states: Sequence[_State],
    beams: list[dict[int, list[_State]]],
    goes_on: bool,
) -> None:
    """Every character that may start at `at`; `owed` unknown bytes of a hole are still to be used."""
    if not owed and at < len(items):
        item = items[at]
        if 0 <= item < 0x80 or item == MARK:
            c = "?" if item == MARK else chr(item)
            price = 6.0 if item == MARK else 0.0
            for state in states:
                _put(beams[at + 1], 0, _State(state.cost + bits(state.last, c) + price, c, state.text + c))
    near = tuple(items[at : at + REACH])
    for way in _ways(reader.charset, reader.drop, reader.drop_end, reader.two, owed, near, goes_on):
        end = at + way.used
        behind = items[end] if end < len(items) and not way.swallowed else -1
        kept = beams[end].setdefault(way.owed, [])
        for state in states:
            for cost, c in _ranked(reader, way, state, behind):
                if len(kept) == WIDTH and state.cost + cost + way.price > kept[-1].cost:
                    break  # the others cost more
                raw = c.encode(reader.charset) if way.owed else b""
                new = _State(state.cost + cost + way.price, c, state.text + c, raw[-1] if raw else -1)
                if way.swallowed:
                    new = _State(new.cost + bits(c, "0"), "0", new.text + SWALLOWED)
                _put(beams[end], way.owed, new)


def _ranked(reader: Reader, way: _Way, state: _State, behind: int) -> list[tuple[float, str]]:
    """The likeliest characters for a pattern, each with its bits."""
    tail = state.tail if way.kinds[0] == "3" else -1
    if reader.wrong in SINGLE_BYTES or behind < 0x40 or way.kinds[-1] not in "1d":
        behind = -1  # what follows makes no difference
    a = fold(state.last)
    found = _likeliest(reader.charset, reader.traditional, reader.wrong, way.pattern, way.kinds, tail, behind, a)
    if way.kinds in ("kkk", "kk"):
        return found
    follow = reader.words.behind(state.last) if reader.words else frozenset()
    if reader.due:
        follow |= {reader.due}
    known = follow & _pool(reader.charset, reader.traditional, way.pattern).chars if follow else None
    if not known:
        return found
    wiser = []
    for c in known:
        price = _unlikely(reader.wrong, way.kinds, c.encode(reader.charset), tail, behind)
        wiser.append((bits(state.last, c) + (price - (DUE if c == reader.due else KNOWN)), c))
    wiser += [(price, c) for price, c in found if c not in follow]
    wiser.sort()
    return wiser[:CHOICES]


@lru_cache(8192)
def _likeliest(
    charset: str, traditional: bool, wrong: str, pattern: Pattern, kinds: str, tail: int, behind: int, before: str
) -> list[tuple[float, str]]:
    """The likeliest characters of a pool behind a class of characters, each with its bits.

    Those that would not have been lost cost more: the wrong charset would have printed them.
    """
    if kinds in ("kkk", "kk"):
        return _pool(charset, traditional, pattern).likeliest(before, CHOICES)
    found = []
    for extra, pool in _priced(charset, traditional, wrong, pattern, kinds, tail, behind):
        found += [(price + extra, c) for price, c in pool.likeliest(before, CHOICES)]
    found.sort()
    return found[:CHOICES]


@lru_cache(4096)
def _priced(
    charset: str, traditional: bool, wrong: str, pattern: Pattern, kinds: str, tail: int, behind: int
) -> list[tuple[float, Pool]]:
    """The characters that fit a pattern, parted by what they cost because the wrong charset would have printed them."""
    parts: dict[float, list[str]] = {}
    for c in choices(charset, traditional, pattern):
        parts.setdefault(_unlikely(wrong, kinds, c.encode(charset), tail, behind), []).append(c)
    return [(extra, Pool(parts[extra])) for extra in sorted(parts)]


@lru_cache(2048)
def _pool(charset: str, traditional: bool, pattern: Pattern) -> Pool:
    """The characters that fit a pattern."""
    return Pool(choices(charset, traditional, pattern))


def _unlikely(wrong: str, kinds: str, raw: bytes, tail: int, behind: int) -> float:
    """Bits for every hole in which the wrong charset would have printed what we put there.

    kinds: `k` known; `1` a hole of one byte (`m`: printed as `?`, which would have taken a second byte along);
    `2` and `3` the first and second byte of a hole of two; `d` dropped.
    """
    price = 0.0
    for i, kind in enumerate(kinds):
        following = raw[i + 1] if i + 1 < len(raw) else behind
        if kind == "3" and i == 0:
            if not lost(wrong, tail, raw[0]):
                price += NOT_LOST
        elif kind == "m":
            if raw[i] not in (0x80, 0xFF):
                price += 2 * NOT_LOST
        elif (kind in "1d" or (kind == "2" and i + 1 < len(raw))) and not lost(wrong, raw[i], following):
            price += NOT_LOST
    return price


@lru_cache(8192)
def _ways(
    charset: str, drop: float, drop_end: float, two: bool, owed: int, items: tuple[int, ...], goes_on: bool
) -> tuple[_Way, ...]:
    """The ways to take the bytes of one character from the next items, of which `owed` unknown bytes are in front."""
    found = []
    for size in (3, 2) if charset == "utf-8" else (2,):
        ways = [_Way((), 0, owed, 0.0, False, "")]
        for place in range(size):
            last = place == size - 1
            ways = [new for way in ways for new in _take(charset, drop, drop_end, two, items, way, last, goes_on)]
        for way in ways:
            if (way.used or way.owed != owed) and _has_size(charset, way.pattern) and _goes_on(charset, way, items):
                unknown = all(b is None for b in way.pattern)
                found.append(way._replace(price=way.price + 4.0) if unknown else way)
    return tuple(found)


def _has_size(charset: str, pattern: Pattern) -> bool:
    """Whether the first byte, if it is known, is one of a character of so many bytes."""
    return charset != "utf-8" or pattern[0] is None or (pattern[0] >= 0xE0) == (len(pattern) == 3)


def _goes_on(charset: str, way: _Way, items: tuple[int, ...]) -> bool:
    """Whether a character may start behind a way; `items` end early only where all of them do."""
    if way.used == len(items):
        return not way.owed or len(items) == REACH
    following = items[way.used]
    return way.owed > 0 or following < 0x80 or _fits(charset, following, 0)


def _take(
    charset: str, drop: float, drop_end: float, two: bool, items: tuple[int, ...], way: _Way, last: bool, goes_on: bool
) -> Iterator[_Way]:
    """One byte more: known, out of a hole, or vanished."""
    pattern, at, owed, price, swallowed, kinds = way
    if swallowed:
        return
    hole = (*pattern, None)
    if owed:
        yield _Way(hole, at, owed - 1, price, False, kinds + "3")
        return
    item = items[at] if at < len(items) else None
    if item is not None and item >= 0:
        if _fits(charset, item, len(pattern)):
            yield _Way((*pattern, item), at + 1, 0, price, False, kinds + "k")
    elif item == HOLE:
        yield _Way(hole, at + 1, 0, price + 1.0, False, kinds + "1")
        if two:
            yield _Way(hole, at + 1, 1, price + 2.0, False, kinds + "2")
    elif item == MARK and not two:
        yield _Way(hole, at + 1, 0, price + 1.0, False, kinds + "1")
    elif item == MARK:
        yield _Way(hole, at + 1, 0, price + 1.0, False, kinds + ("1" if at + 1 == len(items) and not goes_on else "m"))
        yield _Way(hole, at + 1, 1, price + 1.0, False, kinds + "2")
        if last:
            yield _Way(hole, at + 1, 0, price + 3.0, True, kinds + "d")
    if any(b is not None for b in pattern):
        if last and (item is None or 0 <= item < 0x80):
            yield _Way(hole, at, 0, price + drop_end, False, kinds + "d")
        elif drop:
            yield _Way(hole, at, 0, price + drop, False, kinds + "d")


def _fits(charset: str, byte: int, place: int) -> bool:
    if charset == "utf-8":
        return 0x80 <= byte < 0xC0 if place else 0xC2 <= byte < 0xF0
    if place:
        return 0x40 <= byte < 0xFF and byte != 0x7F
    return 0x81 <= byte < 0xFF
