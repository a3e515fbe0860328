"""Kinds of characters, and the one look at a text that finds them.

A kind is a set of characters with a bit of its own in a table by code point.
One look at a text finds the few characters that some rule asks for, its *marks*, with their bits; what stands beside a
mark, or at the edge of a line, is looked up when a rule asks.
So a question such as "does a `?` stand behind a Chinese character?" is an operation on a few numbers, where a pattern
would read the text again.
What the answers mean is the business of the rules; nothing here proposes an edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from parkclean.quick import compiled
from parkclean.tables import HAN as HAN_CLASS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.uint32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

Span = tuple[str, str]
"""First and last of a range of characters."""

MOST = 63
"""Kinds with a bit of their own; rare ones and what is asked for beyond share the last bit, which makes them vague."""

BEYOND_ALL = 0x10000
"""The place in tables by code point that all beyond U+FFFF share."""
_FEW_BLANKS = 3
"""At the end of a line; so many are passed over in all lines at once."""
_known: dict[tuple[str, tuple[Span, ...]], int] = {}
_marks: set[int] = set()
RARE = 1 << MOST


def kind(characters: Iterable[str], *, rare: bool = False) -> int:
    """A kind whose characters are marks: a number with one bit set. The same characters are the same kind.

    rare: hardly any text has one of them, so the kind may share its bit with others.

    Characters beyond U+FFFF share one place in the table: for a kind that has some, any of them counts (`vague`).

    >>> kind("，。") == kind("。，")
    True
    """
    one = neighbour(characters, rare=rare)
    _marks.add(one)
    return one


def kinds_of(characters: Iterable[str]) -> int:
    """The kinds of marks that together have just these characters; a new kind, if those that are known have not."""
    wanted = frozenset(characters)
    mask, rest = 0, set(wanted)
    for (known, ranges), one in _known.items():
        if one in _marks and not ranges and wanted.issuperset(known):
            mask |= one
            rest.difference_update(known)
    return mask if not rest else kind(wanted)


def neighbour(characters: Iterable[str] = "", *spans: Span, rare: bool = False) -> int:
    """A kind that is asked for beside marks and at the edges of lines only; `spans` are ranges of characters."""
    key = "".join(sorted(set(characters))), spans
    if key not in _known:
        own = sum(not bit >> MOST for bit in _known.values())
        _known[key] = RARE if rare else 1 << min(own, MOST)
    return _known[key]


def vague(kinds: int) -> int:
    """Those of some kinds that may be found where none of their characters stands: they share a bit, or a place."""
    shared = (bit for (characters, _), bit in _known.items() if bit & kinds and max(characters, default="") > "\uffff")
    return reduce(or_, shared, kinds & RARE)


def spans(members: str) -> tuple[Span, ...]:
    """The ranges of a class such as `tables.HAN`."""
    return tuple((a, b) for a, b in re.findall("(.)-(.)", members))


BREAK = kind("\n\r")
RETURN = kind("\r")
BEYOND = kind("\U0010ffff")
"""Any character beyond U+FFFF."""
BLANK = neighbour(" \t\u00a0\u3000\u202f\u205f", ("\u2000", "\u200a"))
WHITE = neighbour(" \t\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", ("\u2000", "\u200a"))
"""What `str.strip` takes off a line."""
HAN = neighbour("", *spans(HAN_CLASS))
WIDE_SPANS: tuple[Span, ...] = (("\u4e00", "\u9fff"), ("\uff00", "\uffef"), ("\u3000", "\u303f"))
"""What Chinese text consists of, quotation marks aside."""


@dataclass(frozen=True, eq=False)
class Tables:
    """What is known of every code point up to U+FFFF, and of all others in one place behind them.

    vague: the kinds of marks that are (`vague`).
    """

    kinds: Bits
    marks: Flags
    vague: int


def tables() -> Tables:
    """What is known of every code point now."""
    return _tables(len(_known), len(_marks))


@lru_cache(1)
def _tables(kinds: int, marks: int) -> Tables:
    """kinds, marks: how many there are of both; another one makes other tables."""
    import numpy as np

    table = np.zeros(BEYOND_ALL + 1, np.uint64)
    for (characters, ranges), bit in _known.items():
        codes = np.frombuffer(characters.encode("utf-32-le", "surrogatepass"), np.uint32)
        table[np.minimum(codes, BEYOND_ALL)] |= np.uint64(bit)
        for a, b in ranges:
            table[min(ord(a), BEYOND_ALL) : ord(b) + 1] |= np.uint64(bit)
    table.flags.writeable = False
    return Tables(table, (table & np.uint64(sum(_marks))) != 0, vague(sum(_marks)))


class Look:
    """What one look at a text shows.

    codes: its code points; present: the kinds of all its marks together.
    answers: bits of the questions (`questions.py`) to which the answer is yes or perhaps; sure: those to which it is
    yes then.
    """

    __slots__ = (
        "_bits",
        "_characters",
        "_ends",
        "_firsts",
        "_last_places",
        "_lasts",
        "_leading",
        "_places",
        "_sizes",
        "_starts",
        "_table",
        "_trailing",
        "_vague",
        "answers",
        "codes",
        "present",
        "sure",
    )

    def __init__(self, text: str) -> None:
        import numpy as np

        self._table = tables()
        self._places: Places | None = None
        self._bits: Bits | None = None
        self._characters: frozenset[str] | None = None
        self._vague: frozenset[str] | None = None
        self._starts: Places | None = None
        self._ends: Places | None = None
        self._sizes: Places | None = None
        self._firsts: Bits | None = None
        self._lasts: Bits | None = None
        self._last_places: Places | None = None
        self._leading: int | None = None
        self._trailing: int | None = None
        self.codes: Codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        quick = compiled(len(text))
        if quick is None:
            from parkclean.quick_numpy import answers

            self.present = int(np.bitwise_or.reduce(self.bits))
            self.answers, self.sure = answers(self)
        else:
            self.present, self.answers, self._places, self._bits, self._starts, self._ends = quick.look(self.codes)
            self.sure = -1

    @property
    def at(self) -> Places:
        """Where the marks stand."""
        if self._places is None:
            self._find_marks()
        assert self._places is not None
        return self._places

    @property
    def bits(self) -> Bits:
        """The kinds of each mark."""
        if self._bits is None:
            self._find_marks()
        assert self._bits is not None
        return self._bits

    def _find_marks(self) -> None:
        # `take` costs half of what an index does; a flag for each character, and bits for the few that are marks, cost
        # a third of what bits for each do.
        self._places = self._table.marks.take(self.codes, mode="clip").nonzero()[0]
        self._bits = self.kinds(self._places) if self.codes.size else self._table.kinds[:0]

    @property
    def characters(self) -> frozenset[str]:
        """Which marks stand in the text, and all characters beyond U+FFFF if some kind has one there."""
        if self._characters is None:
            self._characters = frozenset(map(chr, set(self.codes.take(self.at).tolist())))
        return self._characters

    def places(self, marks: int) -> Places:
        """Where marks of some kinds stand."""
        return self.at.compress(self.bits & marks)

    def kinds(self, places: Places) -> Bits:
        """The kinds of the characters at some places; behind the edges of the text those of the nearest one."""
        if not self.codes.size:
            return self._table.kinds[[10] * places.size]
        return self._table.kinds.take(self.codes.take(places, mode="clip"), mode="clip")

    def with_neighbour(self, places: Places, step: int, kinds: int) -> Places:
        """The places that have a character of some kinds so many steps behind them (in front, if `step` < 0)."""
        found = places.compress(self.kinds(places + step) & kinds)
        if found.size and (found[0] + step < 0 or found[-1] + step >= self.codes.size):
            found = found[(found + step >= 0) & (found + step < self.codes.size)]
        return found

    @property
    def vague(self) -> frozenset[str]:
        """Which characters of vague kinds stand in the text, and all others that share their bit or place."""
        if self._vague is None:
            self._vague = self.found(self._table.vague)
        return self._vague

    def found(self, marks: int) -> frozenset[str]:
        """Which marks of some kinds stand in the text, and all beyond U+FFFF if some kind has one there."""
        if not self.present & marks:
            return frozenset()
        return frozenset(map(chr, set(self.codes.take(self.places(marks)).tolist())))

    # --- lines --------------------------------------------------------------------------------------------------------

    @property
    def starts(self) -> Places:
        """Where each line starts; LF, CR and CR LF end one."""
        if self._starts is None:
            self._find_lines()
        assert self._starts is not None
        return self._starts

    @property
    def ends(self) -> Places:
        """Where each line ends, its break left out."""
        if self._ends is None:
            self._find_lines()
        assert self._ends is not None
        return self._ends

    def _find_lines(self) -> None:
        import numpy as np

        behind = before = self.places(BREAK) if self.present & BREAK else np.zeros(0, np.int64)
        if self.present & RETURN:
            chars = self.codes.take(before)
            pairs = (chars[:-1] == 13) & (chars[1:] == 10) & (before[1:] - before[:-1] == 1)
            behind = before[np.append(~pairs, [True] * (before.size > 0))]
            before = before[np.append([True] * (before.size > 0), ~pairs)]
        self._starts = np.zeros(behind.size + 1, np.int64)
        np.add(behind, 1, out=self._starts[1:])
        self._ends = np.empty(before.size + 1, np.int64)
        self._ends[:-1], self._ends[-1] = before, self.codes.size

    def lines_of(self, places: Places) -> list[int]:
        """The numbers of the lines that hold some places, which are sorted; each once."""
        numbers: list[int] = (self.starts.searchsorted(places, "right") - 1).tolist()
        return list(dict.fromkeys(numbers))

    @property
    def sizes(self) -> Places:
        """How many characters each line has."""
        if self._sizes is None:
            self._sizes = self.ends - self.starts
        return self._sizes

    @property
    def firsts(self) -> Bits:
        """The kinds of the first character of each line; of an empty line those of a line break."""
        if self._firsts is None:
            self._firsts = self.kinds(self.starts)
        return self._firsts

    @property
    def lasts(self) -> Bits:
        """The kinds of the last character of each line that is no `BLANK`; of a blank line those of its first."""
        if self._lasts is None:
            self._lasts = self.kinds(self.last_places)
        return self._lasts

    @property
    def last_places(self) -> Places:
        """Where the last character of each line stands that is no `BLANK`; of a blank line the first, of an empty one
        a line break."""
        if self._last_places is None:
            self._last_places = self.ends - 1
            self._skip_blanks(self._last_places)
        return self._last_places

    def _skip_blanks(self, places: Places) -> None:
        """Move places at the ends of lines to the front, over blanks."""
        starts = self.starts
        rows = (self.kinds(places) & BLANK).nonzero()[0]
        for _ in range(_FEW_BLANKS):
            rows = rows.compress(places.take(rows) > starts.take(rows))
            if not rows.size:
                return
            places[rows] -= 1
            rows = rows.compress(self.kinds(places.take(rows)) & BLANK)
        for n in rows.tolist():
            line = self._table.kinds.take(self.codes[starts[n] : places[n] + 1], mode="clip")
            filled = ((line & BLANK) == 0).nonzero()[0]
            places[n] = starts[n] + (filled[-1] if filled.size else 0)

    @property
    def leading(self) -> int:
        """The kinds of the first characters of all lines together."""
        import numpy as np

        if self._leading is None:
            self._leading = int(np.bitwise_or.reduce(self.firsts))
        return self._leading

    @property
    def trailing(self) -> int:
        """The kinds of `lasts` together."""
        import numpy as np

        if self._trailing is None:
            self._trailing = int(np.bitwise_or.reduce(self.lasts))
        return self._trailing

    @property
    def edges(self) -> int:
        """The kinds of the first and last characters of all lines together, blanks included."""
        import numpy as np

        return int(np.bitwise_or.reduce(self.firsts | self.kinds(self.ends - 1)))
