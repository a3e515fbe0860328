"""How much a text looks like Chinese: bits a character, from a table of character pairs.

The table (`data/bigrams.bin`, 0.5 MB) is built by `tests/tools/build_bigrams.py`, which names its sources and their
licences.
It is read when the first damaged text asks for it, in a few milliseconds.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import islice, pairwise
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row = dict[str, float]

SEEN = 0.85
"""How much a pair that was counted is believed; the rest goes to the second character alone."""
MISS = -log2(1 - SEEN)

RARE_HAN = 21.0
"""A Chinese character that the sources never used."""
UNREAD = 22.0
"""Private use, unassigned, replacement characters: no author writes them."""
FOREIGN = 17.0
"""A letter or sign of another script."""
PILE = 10.0
"""One Latin letter with an accent behind another, or a sign: no language piles them up."""
LATIN = "0"
"""The class of Latin letters and digits."""
IN_WORD = 2.0
"""One of them behind another."""
AGAIN = 7.0
"""The same kind of foreign letter once more."""

CHINESE = "\u3001"
"""The first of the characters of which pairs are words."""
_TRADITIONAL, _SIMPLIFIED = 1, 2
SIGNS = "•→℃"
"""Signs that the sources never used, each the one that is usual among those of its first two bytes in UTF-8."""


class _Table:
    """The table as arrays; rows become dictionaries when they are asked for."""

    def __init__(self) -> None:
        raw = files("parkclean").joinpath("data", "bigrams.bin").read_bytes()
        magic, *sizes = struct.unpack_from("<4s6I", raw)
        if magic != b"pcb1":
            raise ValueError("parkclean/data/bigrams.bin is damaged; install the package again")
        body = zlib.decompress(raw[28:])
        parts = []
        at = 0
        for size in sizes:
            parts.append(body[at : at + size])
            at += size
        self.chars = parts[0].decode("utf-8")
        self.single = {c: b / 10 for c, b in zip(self.chars, parts[1], strict=True)}
        pairs = parts[2].decode("utf-8")
        self.fold = dict(zip(pairs[::2], pairs[1::2], strict=True))
        self.simple = set(self.fold.values()) - set(self.fold)
        self.index = {c: i for i, c in enumerate(self.chars)}
        self.starts, self.seconds, self.bits = parts[3:]
        self.rows: dict[str, Row] = {}
        self.known = _Known(self)
        self.most = _Most(self)

    def row(self, first: str) -> Row:
        """The bits of every character that was seen behind `first`."""
        row = self.rows.get(first)
        if row is None:
            row = self.rows[first] = self._row(first)
        return row

    def _row(self, first: str) -> Row:
        i = self.index.get(first)
        if i is None:
            return {}
        starts, seconds, bits = _rows_by_number()
        part = slice(starts[i], starts[i + 1])
        return dict(zip(map(self.chars.__getitem__, seconds[part].tolist()), bits[part].tolist(), strict=True))


class _Known(dict[str, tuple[str, Row, float | None]]):
    """Of every character that was asked for: its class, the row of that class, what it costs alone (see `_alone`)."""

    def __init__(self, table: _Table) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, c: str) -> tuple[str, Row, float | None]:
        b = _fold(c, self._table)
        found = self[c] = b, self._table.row(b), _alone(b, self._table)
        return found


class _Most(dict[str, float]):
    """The most that a character costs behind any other."""

    def __init__(self, table: _Table) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, c: str) -> float:
        alone = self._table.known[c][2]
        found = self[c] = UNREAD if alone is None else alone
        return found


@lru_cache(1)
def _table() -> _Table:
    return _Table()


@lru_cache(1 << 17)
def fold(c: str) -> str:
    """The class in which a character is counted: traditional as simplified, Latin and digits as `0`."""
    return _fold(c, _table())


_QUOTES = dict(zip("「」『』﹁﹂", "“”‘’“”", strict=True))


def _fold(c: str, table: _Table) -> str:
    c = table.fold.get(c, c)
    if c in "\r\n":
        return "\n"
    if c < "\x7f" or c in "\u00a0\u3000":
        return LATIN
    return _QUOTES.get(c, c)


def bits(before: str, c: str) -> float:
    """What `c` costs behind `before`."""
    known = _table().known
    a, row, _ = known[before]
    b, _, alone = known[c]
    got = row.get(b, alone)
    return _foreign(a, b, _table()) if got is None else got


def association(before: str, c: str) -> float:
    """Bits by which the character in front makes `c` likelier: their pointwise mutual information."""
    return single(c) - bits(before, c)


def was_seen(before: str, c: str) -> bool:
    """Whether `c` was ever seen behind `before`."""
    known = _table().known
    return known[c][0] in known[before][1]


class Pool:
    """Characters, so kept that the likeliest behind another are found without a look at all of them.

    A character that was never seen behind the other costs the same behind any: those are sorted once.
    classes: the characters of each class that was counted.
    """

    def __init__(self, chars: Sequence[str]) -> None:
        single = _table().single
        self.classes: dict[str, str] = {}
        self._strange = ""
        alone = []
        for c in chars:
            b = fold(c)
            if b in single and b != LATIN:
                self.classes[b] = self.classes.get(b, "") + c
                alone.append((single[b], c))
            else:
                self._strange += c
        self._alone = [(price + MISS, fold(c), c) for price, c in sorted(alone)]
        self.chars = frozenset(chars)

    def likeliest(self, before: str, count: int) -> list[tuple[float, str]]:
        """The likeliest characters behind a class of characters (see `fold`), each with its bits, in order."""
        row = _table().row(before)
        found = [(row[b], c) for b in row.keys() & self.classes.keys() for c in self.classes[b]]
        found += [(bits(before, c), c) for c in self._strange]
        left = count
        for price, b, c in self._alone:
            if not left:
                break
            if b not in row:
                found.append((price, c))
                left -= 1
        found.sort()
        return found[:count]


def _alone(b: str, table: _Table) -> float | None:
    """What a class costs behind one that it was never seen behind; None where the two together decide."""
    single = table.single.get(b)
    if single is not None:
        return single + MISS
    if "\u4e00" <= b <= "\u9fff" or "\u3400" <= b <= "\u4dbf" or b >= "\U00020000":
        return RARE_HAN
    if "\ue000" <= b <= "\uf8ff" or b == "\ufffd" or "\x7f" <= b <= "\x9f":
        return UNREAD
    return None


def _foreign(a: str, b: str, table: _Table) -> float:
    """What the other classes cost: signs of other scripts."""
    if b == "•":
        return 4.0 if a == "\n" else 14.0
    if "\x80" <= a <= "\xff" and "\x80" <= b <= "\xff":
        return PILE
    return AGAIN if _script(a) == _script(b) else FOREIGN


def _script(c: str) -> int:
    """A rough script: the block of 256 code points; kana, Hangul and Latin are one each."""
    code = ord(c)
    if 0xAC00 <= code <= 0xD7A3:
        return 0xAC
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return 0
    return code >> 8


def cost(text: str, before: str = "\n", after: str = "") -> float:
    """The bits of a text between its neighbours."""
    return sum(prices(before + text + after[:1]), 0.0)


def may_cost_more(text: str, limit: float) -> bool:
    """Whether the bits of a text may be more than so many: a quick look, which says no where each character alone does.

    A character costs the most where it was never seen behind the one in front of it.
    """
    return sum(map(_table().most.__getitem__, text), 0.0) > limit - 1e-6


@lru_cache(1)
def _rows_by_number() -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray[np.float64]]:
    """The rows of all classes: where each starts, the classes seen behind it in order, and what each costs there."""
    import numpy as np

    table = _table()
    seconds = np.frombuffer(table.seconds, "<u2").astype(np.int16)
    singles = np.array([round(10 * table.single[c]) for c in table.chars])
    tenths = np.frombuffer(table.bits, np.uint8).astype(np.int64)
    pairs, which = np.unique(tenths << 8 | singles.take(seconds), return_inverse=True)
    both = [((pair >> 8) / 10, (pair & 255) / 10) for pair in pairs.tolist()]
    prices = [-log2(SEEN * 2**-seen + (1 - SEEN) * 2**-single) for seen, single in both]
    bits, latin = np.array(prices).take(which), table.index[LATIN]
    starts = np.frombuffer(table.starts, "<u4").astype(np.int64)
    row = slice(starts[latin], starts[latin + 1])
    if latin not in seconds[row]:  # the table has no pairs inside words
        at = row.start + seconds[row].searchsorted(latin)
        seconds, bits = np.insert(seconds, at, latin), np.insert(bits, at, IN_WORD)
        starts[latin + 1 :] += 1
    return starts, seconds, bits


def prices(text: str) -> list[float]:
    """What each character but the first costs behind the one in front of it."""
    table = _table()
    return [
        _foreign(a, b, table) if (got := row.get(b, alone)) is None else got
        for (a, row, _), (b, _, alone) in pairwise(map(table.known.__getitem__, text))
    ]


def single(c: str) -> float:
    """What a character costs alone."""
    table = _table()
    return table.single.get(fold(c), RARE_HAN)


def common(count: int, traditional: bool) -> list[str]:
    """The most frequent characters and marks of one script."""
    table = _table()
    kept = [*SIGNS, *islice(table.chars, count)]
    if not traditional:
        return kept
    known = set(kept)
    shared = {c for c in kept if c not in table.simple or c in table.fold}
    return [*shared, *(t for t, s in table.fold.items() if s in known), *"「」『』"]


def traditional(text: str) -> bool:
    """Whether a text has more characters of the traditional script than of the simplified one."""
    one, other = scripts(text)
    return one > other


def scripts(text: str) -> tuple[int, int]:
    """How many characters of a text are of the traditional script only, and how many of the simplified one."""
    import numpy as np

    found = _script_table().take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), mode="clip")
    return int(np.count_nonzero(found == _TRADITIONAL)), int(np.count_nonzero(found == _SIMPLIFIED))


@lru_cache(1)
def _script_table() -> NDArray[np.uint8]:
    """Of which script only every code point up to U+FFFF is; what lies beyond counts as that one, which is of none."""
    import numpy as np

    table = np.zeros(1 << 16, np.uint8)
    for kind, characters in ((_TRADITIONAL, _table().fold), (_SIMPLIFIED, _table().simple)):
        table[list(map(ord, characters))] = kind
    return table


class Words:
    """What stands behind each Chinese character in some texts: what this author writes is likelier than what others do.

    more: other words, whose texts count, too.
    """

    def __init__(self, *texts: str, more: Words | None = None) -> None:
        self._text = "\n".join(texts)
        self._more = more
        self._behind: dict[str, frozenset[str]] = {}

    def behind(self, first: str) -> frozenset[str]:
        """The characters and marks that stand behind one."""
        found = self._behind.get(first)
        if found is None:
            firsts, seconds = self._pairs
            own = frozenset(seconds[bisect_left(firsts, first) : bisect_right(firsts, first)])
            found = self._behind[first] = own if self._more is None else self._more.behind(first) | own
        return found

    def __contains__(self, pair: str) -> bool:
        return pair[1] in self.behind(pair[0])

    @cached_property
    def _pairs(self) -> tuple[str, str]:
        """The first and the second of each two characters that stand side by side, sorted."""
        import numpy as np

        codes = np.frombuffer(self._text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        wide = codes >= ord(CHINESE)
        pairs = (codes[:-1] << np.uint64(32) | codes[1:]).compress(wide[:-1] & wide[1:])
        pairs.sort()
        firsts, seconds = (part.astype(np.uint32).tobytes() for part in (pairs >> np.uint64(32), pairs))
        return firsts.decode("utf-32-le", "surrogatepass"), seconds.decode("utf-32-le", "surrogatepass")
