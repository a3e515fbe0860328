"""Folding and grams: what two texts are compared by.

A text is folded (width, script, case; no blanks, no punctuation outside numbers) and cut into character 5-grams, each
of them a 32-bit number.
How grams become signatures is in `minhash.py`, which pairs are worth a look in `candidates.py`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from parkclean.tables import COPY_VARIANTS, NUMBER_MARKS, PUNCTUATION_DROPPED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAM = 5
"""Characters a gram: mean Jaccard after one edit of a Chinese paragraph is .93 with 5, .70 with 24."""

LONG_GRAM = 12
"""Characters of the runs that a first look at a text is taken by."""

_ONE, _TWO = 0x85EBCA77, 0x9E3779B1
MULTIPLIERS = tuple(k & 0xFFFFFFFF for k in (_ONE * _TWO * _TWO, _TWO * _TWO, _ONE * _TWO, _TWO, 1))
"""A gram is `sum(ord(c) * multiplier) mod 2**32`; these five need three multiplications (`gram_hashes`)."""

TAG = "parkclean-gram5-v1"
"""Names gram length, constants and folding; signatures with another tag must not be compared."""

BREAK = 1
"""What a line break folds to: no gram reaches over it."""

IN_NUMBER = 1 << 30
"""Flag of marks that count inside a number only."""

_AROUND = (-1, 1, 2, 3, 4)


class Folded(NamedTuple):
    """A folded text: code points (uint32, line breaks as `BREAK`), and where each one stood in the text (int64)."""

    codes: NDArray[np.uint32]
    origin: NDArray[np.int64]


@lru_cache(1)
def fold_table() -> NDArray[np.uint32]:
    """The folded form of every code point; 0 is dropped, number marks carry a flag."""
    import numpy as np
    import opencc

    table = np.arange(0x110000, dtype=np.uint32)
    han = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(map(chr, han))).split("\n")
    table[han] = [ord(new) if len(new) == 1 else code for new, code in zip(simplified, han, strict=True)]
    for code in (*range(0x3400), *range(0xA000, 0xAC00), *range(0xD7B0, 0xD800), *range(0xF900, 0x10000)):
        table[code] = _plain(chr(code))
    for c, plain in COPY_VARIANTS.items():
        table[ord(c)] = ord(plain)
    table[[ord(c) for c in PUNCTUATION_DROPPED]] = 0
    for c, plain in NUMBER_MARKS.items():
        table[ord(c)] = ord(plain) | IN_NUMBER
    table[[10, 13]] = BREAK
    table.flags.writeable = False
    return table


def _plain(c: str) -> int:
    """Half width, lower case; blanks, controls and combining marks are nothing."""
    wide = unicodedata.normalize("NFKC", c)
    c = wide if len(wide) == 1 else c
    low = c.lower()
    c = low if len(low) == 1 else c
    return 0 if unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn") else ord(c)


@lru_cache(1)
def _written() -> dict[str, str]:
    """The other characters that fold to one."""
    table = fold_table()[:0x10000]
    written: dict[str, str] = defaultdict(str)
    for code in (table != range(0x10000)).nonzero()[0].tolist():
        if BREAK < table[code] < IN_NUMBER:
            written[chr(table[code])] += chr(code)
    return dict(written)


def _may_be_dropped(c: str) -> bool:
    return not c.isalnum() or c in "\uff9e\uff9f"  # marks of half-width kana count as letters


def stand_together(text: str, first: str, second: str) -> bool:
    """Whether two folded characters may stand side by side in a folded text, marks between them aside.

    Much quicker than to fold the text.
    """
    seconds = second + _written().get(second, "")
    for c in first + _written().get(first, ""):
        at = text.find(c)
        while at >= 0:
            behind = at + 1
            while behind < len(text) and text[behind] not in "\n\r" and _may_be_dropped(text[behind]):
                behind += 1
            if text[behind : behind + 1] in seconds and behind < len(text):
                return True
            at = text.find(c, at + 1)
    return False


def fold(text: str) -> Folded:
    """Fold a text.

    >>> fold("３.5 億元，同比增長。").codes.tobytes().decode("utf-32-le")
    '3.5亿元同比增长'
    """
    return fold_codes(code_points(text))


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates included."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def fold_codes(points: NDArray[np.uint32]) -> Folded:
    """Fold a text that is given as its code points."""
    import numpy as np

    codes = _looked_up(points)
    # Neither what is dropped nor a mark: 0 becomes the largest number.
    origin = (codes - np.uint32(1) < np.uint32(IN_NUMBER - 1)).nonzero()[0]
    return Folded(codes.take(origin), origin)


def _looked_up(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The folded form of every code point: what is dropped is 0, a mark outside numbers `IN_NUMBER` or more."""
    import numpy as np

    # `take` costs half of what an index does.
    found = fold_table().take(codes)
    marks = (found >= np.uint32(IN_NUMBER)).nonzero()[0]
    if marks.size:
        marks = marks[found.take(marks + 1, mode="clip") - np.uint32(48) < np.uint32(10)]
        if marks.size:
            _number_marks(found, marks)
    return found


def _number_marks(codes: NDArray[np.uint32], at: NDArray[np.int64]) -> None:
    """Marks in front of a digit stay inside a number (`3.5`, `2:1`, `-5`), where they change its value.

    A comma of thousands goes.
    """
    import numpy as np

    plain = codes.take(at)
    codes[at] = 0
    # Places behind the text give the last character again, which must not count as another digit.
    around = at[:, None] + _AROUND
    digit = codes.take(around, mode="clip") - np.uint32(48) < np.uint32(10)
    digit &= around < codes.size
    before, behind, second, third, fourth = digit.T
    plain ^= np.uint32(IN_NUMBER)
    thousands = (plain == 44) & second & third & ~fourth
    kept = behind & ((before & ~thousands) | (plain == 45))
    codes[at[kept]] = plain[kept]


def fold_str(text: str) -> str:
    """The folded text as a str, line breaks as U+0001."""
    return decode(fold(text).codes)


def fold_row(text: str) -> str:
    """The folded text of a row of a corpus, in which line breaks are blanks like any other.

    >>> fold_row("３.5 億元，\\n同比增長。")
    '3.5亿元同比增长'
    """
    codes = fold(text).codes
    return decode(codes[codes != BREAK])


def fold_rows(codes: NDArray[np.uint32], ends: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Fold many rows at once: `fold_row` of each, one behind the other, and how long each became.

    codes: code points of the rows, a line break behind each; ends: where each row ends, its break included.
    """
    import numpy as np

    table = _looked_up(codes)
    # Neither what is dropped, nor a break, nor a mark: 0 becomes the largest number.
    kept = table - np.uint32(BREAK + 1) < np.uint32(IN_NUMBER - BREAK - 1)
    total = np.zeros(table.size + 1, np.int64)
    np.cumsum(kept, out=total[1:])
    upto = total[ends]
    return table[kept], np.diff(upto, prepend=0)


def decode(codes: NDArray[np.uint32]) -> str:
    """Code points as a str."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def gram_hashes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The number of the gram that starts at each place, for all but the last four places."""
    import numpy as np

    size = codes.size - GRAM + 1
    if size <= 0:
        return np.zeros(0, np.uint32)
    pairs = codes[:-1] * np.uint32(_ONE)
    pairs += codes[1:]
    total = pairs[:size] * np.uint32(_TWO)
    total += pairs[2 : size + 2]
    total *= np.uint32(_TWO)
    total += codes[4:]
    return total


def long_gram_hashes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The number of the run of `LONG_GRAM` characters that starts at each place; for a first look only."""
    import numpy as np

    if codes.size < LONG_GRAM:
        return np.zeros(0, np.uint32)
    two = codes[:-1] * np.uint32(_ONE)
    two += codes[1:]
    four = two[:-2] * np.uint32(_TWO)
    four += two[2:]
    eight = four[:-4] * np.uint32(_ONE)
    eight += four[4:]
    twelve = eight[: codes.size - LONG_GRAM + 1] * np.uint32(_TWO)
    twelve += four[8:]
    return twelve


def gram_hash(gram: str) -> int:
    """The number of one gram, as `datasketch` may call it (`hashfunc=gram_hash`); a shorter text counts as one gram.

    >>> gram_hash("高新区实现")
    3795379740
    """
    return sum(ord(c) * k for c, k in zip(gram, MULTIPLIERS, strict=False)) & 0xFFFFFFFF


def grams(folded: str) -> set[str]:
    """The distinct grams of a folded row; a row shorter than a gram is one gram, an empty one has none."""
    if len(folded) <= GRAM:
        return {folded} if folded else set()
    return {folded[i : i + GRAM] for i in range(len(folded) - GRAM + 1)}


def jaccard(a: set[str], b: set[str]) -> float:
    """Shared grams over all grams; 0.0 for two empty sets, which share nothing that could be compared."""
    both = len(a & b)
    union = len(a) + len(b) - both
    return both / union if union else 0.0
