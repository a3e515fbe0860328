"""The grouping of `bands` on disk, for more rows than memory holds: which rows share a key, and what hangs together.

Keys and rows go into *radix files* by the top bits of the mixed key, so equal keys meet in one file; each file is then
sorted in memory, piece by piece.
The answer depends on what was added alone: not on the order, not on how many writers there were.
What a key means (a band, a mark, a digest) and whether rows that share one are alike is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from parkclean.neardup.arrays import LAST, TURN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ids = NDArray[np.uint64]

MOST_PARTS = 4096

HELD = 1 << 20
"""Records that a writer holds before it writes: 16 MB."""

SORTED_AT_ONCE = 1 << 21
"""Records that are sorted at once: 32 MB, and some 150 MB to sort them."""

JOINED_AT_ONCE = 1 << 20
"""Edges that are joined at once, or as many as there are ids if these are more."""

_RECORD = 16
_NAME = re.compile(r"(\d{4})-of-(\d{4})\.([A-Za-z0-9_-]+)\.radix")
_WRITER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Groups(NamedTuple):
    """Rows that share a key: the rows of group `n` are `rows[starts[n]:starts[n + 1]]`.

    rows: uint64, rising within a group, each once, two or more a group; starts: int64, one more than there are groups.
    """

    rows: Ids
    starts: NDArray[np.int64]


class Radix:
    """Writes keys and rows into the radix files of a folder.

    folder: made if it is missing; parts: how many files a writer has, a power of two up to 4096.
    writer: names the files; processes that write at the same time need names of their own, and a writer that starts
    again begins from nothing: what its files held is gone.
    Raises ValueError for other numbers of parts and for names that are no plain words.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Radix(Path(folder), 1) as radix:
    ...         radix.add(np.array([7, 8, 7], np.uint64), np.array([30, 20, 10], np.uint64))
    ...     [found.rows.tolist() for found in groups(Path(folder), 0)]
    [[10, 30]]
    """

    def __init__(self, folder: Path, parts: int, writer: str = "one") -> None:
        if isinstance(parts, bool) or not isinstance(parts, int) or not 0 < parts <= MOST_PARTS or parts & (parts - 1):
            raise ValueError(f"parts must be a power of two up to {MOST_PARTS}, not {parts!r}")
        if not _WRITER.fullmatch(writer):
            raise ValueError(f"a writer's name has up to 64 letters, digits, - and _, not {writer!r}")
        self.folder = Path(folder)
        self.parts = parts
        self.writer = writer
        self._held = np.empty((HELD, 2), "<u8")
        self._count = 0
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob(f"*.{writer}.radix"):
            path.unlink()

    def add(self, keys: Ids, rows: Ids) -> None:
        """Take rows and a key of each; both uint64, of one length, any values."""
        if keys.dtype != np.uint64 or rows.dtype != np.uint64 or keys.shape != rows.shape or keys.ndim != 1:
            shown = ", ".join(f"{side.dtype} {side.shape}" for side in (keys, rows))
            raise TypeError(f"keys and rows must be uint64 of one length, not {shown}")
        start = 0
        while start < keys.size:
            stop = min(keys.size, start + HELD - self._count)
            free = self._held[self._count : self._count + stop - start]
            free[:, 0] = _mixed(keys[start:stop])
            free[:, 1] = rows[start:stop]
            self._count += stop - start
            start = stop
            if self._count == HELD:
                self._write()

    def close(self) -> None:
        """Write what is still held."""
        self._write()

    def _write(self) -> None:
        held = self._held[: self._count]
        part = _top(held[:, 0], self.parts.bit_length() - 1).astype(np.uint16)
        ordered = held[part.argsort(kind="stable")]
        ends = np.bincount(part, minlength=self.parts).cumsum().tolist()
        for n, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            if end > start:
                with (self.folder / f"{n:04}-of-{self.parts:04}.{self.writer}.radix").open("ab") as file:
                    file.write(ordered[start:end].data)
        self._count = 0

    def __enter__(self) -> Radix:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


def groups(folder: Path, part: int, at_once: int = SORTED_AT_ONCE) -> Iterator[Groups]:
    """The rows of one part that share a key, in pieces; all writers must be closed.

    part: from 0 up to the number of parts; at_once: records sorted at once, about, which bounds the memory whatever
    the size of the part (not if one key has more).
    No group is cut, and groups come in an order that is theirs alone.
    Raises ValueError if the folder holds files for several numbers of parts, or one that ends inside a record.
    """
    paths, parts = _files(folder, part)
    skip = parts.bit_length() - 1
    total = sum(path.stat().st_size // _RECORD for path in paths)
    bits = max(0, (total - 1) // at_once).bit_length()
    for wanted in range(1 << bits):
        found = _grouped(np.concatenate([np.empty((0, 2), np.uint64), *_records(paths, skip, bits, wanted)]))
        if found.rows.size:
            yield found


def _files(folder: Path, part: int) -> tuple[list[Path], int]:
    """The files of a part, in order, and the number of parts."""
    paths: list[Path] = []
    seen: set[int] = set()
    for path in sorted(Path(folder).iterdir()):
        match = _NAME.fullmatch(path.name)
        if not match:
            continue
        seen.add(int(match[2]))
        if int(match[1]) == part:
            paths.append(path)
            rest = path.stat().st_size % _RECORD
            if rest:
                raise ValueError(f"{path}: ends inside a record; its writer was stopped, let it write again")
    if len(seen) > 1:
        numbers = " and ".join(map(str, sorted(seen)))
        raise ValueError(f"{folder}: holds radix files of {numbers} parts; keep runs in folders of their own")
    parts = max(seen, default=1)
    if seen and not 0 <= part < parts:
        raise ValueError(f"part must be from 0 to {parts - 1}, not {part}")
    return paths, parts


def _records(paths: list[Path], skip: int, bits: int, wanted: int) -> Iterator[Ids]:
    """The records whose key goes on with some bits behind the first `skip`."""
    for path in paths:
        with path.open("rb") as file:
            while data := file.read(HELD * _RECORD):
                block = np.frombuffer(data, "<u8").reshape(-1, 2)
                # Shifting left drops the bits that all keys of the part share.
                yield block[_top(block[:, 0] << np.uint64(skip), bits) == wanted] if bits else block


def _top(keys: Ids, bits: int) -> Ids:
    """The first bits of keys, as a number; numpy leaves a shift by 64 undefined."""
    return keys >> np.uint64(64 - bits) if bits else np.zeros_like(keys)


def _grouped(records: Ids) -> Groups:
    """What shares a key among some records; only that little is sorted by row, too."""
    keys = np.ascontiguousarray(records[:, 0])
    order = keys.argsort()
    order = order[_shared(keys[order])]
    keys, rows = keys[order], records[order, 1]
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    again = np.zeros(keys.size, np.bool_)
    again[1:] = (keys[1:] == keys[:-1]) & (rows[1:] == rows[:-1])
    keys, rows = keys[~again], rows[~again]
    together = _shared(keys)
    keys, rows = keys[together], rows[together]
    edges = np.ones(keys.size + 1, np.bool_)
    edges[1:-1] = keys[1:] != keys[:-1]
    return Groups(rows, np.flatnonzero(edges) if keys.size else np.zeros(1, np.int64))


def _shared(keys: Ids) -> NDArray[np.bool_]:
    """Which of the sorted keys are not alone."""
    same = np.zeros(keys.size + 1, np.bool_)
    np.equal(keys[1:], keys[:-1], out=same[1:-1])
    shared: NDArray[np.bool_] = (same[1:] | same[:-1])[: keys.size]
    return shared


def _mixed(keys: Ids) -> Ids:
    """The finalizer of SplitMix64, which is one to one: every bit of a key has a say in the first ones."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(TURN)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(LAST)
    mixed: Ids = keys ^ (keys >> np.uint64(31))
    return mixed


def components(edges: Iterable[tuple[Ids, Ids]]) -> tuple[Ids, Ids]:
    """What hangs together: every row that an edge names, rising, and the smallest row of its component.

    edges: pairs of arrays, `a[n]` and `b[n]` joined; they may come in any order and any number of pieces.
    Memory grows with the rows, not with the edges: these are joined by the million, each time together with what is
    known; time grows with the edges.

    >>> ids, smallest = components([(np.array([5, 9], np.uint64), np.array([7, 5], np.uint64))])
    >>> ids.tolist(), smallest.tolist()
    ([5, 7, 9], [5, 5, 5])
    """
    ids, smallest = np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    held: list[tuple[Ids, Ids]] = []
    count = 0
    for a, b in edges:
        if a.shape != b.shape:
            raise ValueError(f"an edge has two ends: {a.size} rows against {b.size}")
        for start in range(0, a.size, JOINED_AT_ONCE):
            held.append((a[start : start + JOINED_AT_ONCE], b[start : start + JOINED_AT_ONCE]))
            count += held[-1][0].size
            # Never before as much is new as is known: each edge then pays for a bounded number of joins.
            if count >= max(JOINED_AT_ONCE, ids.size):
                ids, smallest = _joined([(ids, smallest), *held])
                held, count = [], 0
    return _joined([(ids, smallest), *held])


def _joined(edges: list[tuple[Ids, Ids]]) -> tuple[Ids, Ids]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b = (np.concatenate(side) for side in zip(*edges, strict=True))
    ids, at = np.unique(np.concatenate([a, b]), return_inverse=True)
    ends = at.astype(np.int32 if ids.size < 1 << 31 else np.int64).reshape(2, -1)
    joined = coo_array((np.ones(a.size, np.int8), (ends[0], ends[1])), shape=(ids.size, ids.size))
    if not ids.size:
        return ids, ids
    labels = connected_components(joined, directed=False)[1]
    first = np.empty(ids.size, ids.dtype)
    # Of several values for one place the last one stays: the first row of the component.
    first[labels[::-1]] = ids[::-1]
    return ids, first[labels]
