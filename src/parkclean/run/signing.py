"""What the rows of a shard are compared by, saved so that other steps can read a slice of it.

A row is a paragraph, or a whole document.
Its number counts the rows of its shard; `grouping` turns that into a number of its own in the whole corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from parkclean.neardup import scan
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.prose import are_prose, stands_apart
from parkclean.rules import split_lines
from parkclean.run.plan import Scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parkclean.run.shard import Place

THRESHOLD = 0.8

SIFTED_AT_ONCE = 1 << 19
"""Characters of paragraphs that are told apart together: one by one it takes three times as long."""


class Row(NamedTuple):
    """Where a row stands: the number of the unit in its shard, the record in the unit, the span in the clean text."""

    unit: int
    record: int
    start: int
    end: int


def rows_of(text: str, scope: Scope) -> list[tuple[int, int]]:
    """The spans of a text that may be compared with other texts.

    Documents count unless they are empty; of paragraphs those that are not short, if they are `running_text`.
    """
    if scope == "documents":
        return [(0, len(text))] if text.strip() else []
    return [(start, start + len(line)) for line, start in split_lines(text) if len(line) >= SHORT]


def running_text(lines: Sequence[str]) -> list[bool]:
    """Which lines are prose: headings and bylines come again, so they are not compared."""
    source = scan.Source(lines, scan.load_kernel("numpy", lines))
    found: list[bool] = []
    for part in source.batches():
        some = lines[part]
        likely = are_prose(*source.read(some, source.lengths[part])).tolist()
        found += [yes and not stands_apart(line) for yes, line in zip(likely, some, strict=True)]
    return found


class Rows:
    """The rows of a shard."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._texts: list[str] = []
        self._places: list[Row] = []
        self._sifted = 0
        self._new = 0

    def add(self, unit: int, record: int, text: str) -> None:
        """Add the rows of a clean text."""
        for start, end in rows_of(text, self.scope):
            self._texts.append(text[start:end])
            self._places.append(Row(unit, record, start, end))
            self._new += end - start
        if self._new >= SIFTED_AT_ONCE:
            self._sift()

    def _sift(self) -> None:
        """Of the paragraphs that were added since the last time, leave those that are running text."""
        if self.scope == "paragraphs":
            texts, places = self._texts[self._sifted :], self._places[self._sifted :]
            wanted = running_text(texts)
            self._texts[self._sifted :] = compress(texts, wanted)
            self._places[self._sifted :] = compress(places, wanted)
        self._sifted, self._new = len(self._texts), 0

    def forget(self, unit: int) -> None:
        """Drop the rows of the last unit: its file is set aside, so nothing can go because of them."""
        while self._places and self._places[-1].unit == unit:
            self._places.pop()
            self._texts.pop()
        self._sifted = min(self._sifted, len(self._texts))

    def save(self, place: Place) -> None:
        """Write places, sizes and sorted keys."""
        import numpy as np

        from parkclean.neardup import bands

        self._sift()
        shape = bands.shape(THRESHOLD)
        source = scan.Source(self._texts, scan.load_kernel("auto", self._texts))
        found = source.scan(short=SHORT, shape=shape, marks_from=SHORT)
        places = np.array(self._places, np.int64).reshape(-1, 4)
        np.save(place.part("rows.npy"), places)
        np.save(place.part("sizes.npy"), found.sizes.astype(np.uint32))
        np.save(place.part("digests.npy"), found.digests)
        number = np.arange(found.sizes.size, dtype=np.uint64)
        packed = [(band.astype(np.uint64) << np.uint64(32)) | number for band in found.keys]
        packed.append((found.digests & np.uint64(0xFFFFFFFF00000000)) | number)
        np.save(place.part("keys.npy"), np.sort(np.array(packed, np.uint64).reshape(len(packed), -1), axis=1))
        np.save(place.part("marks.npy"), np.sort(found.marks))


def load(place: Place, name: str) -> NDArray[np.generic]:
    """One of the arrays of a shard; nothing of it is read until it is used."""
    import numpy as np

    found: NDArray[np.generic] = np.load(place.part(f"{name}.npy"), mmap_mode="r")
    return found
