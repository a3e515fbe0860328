"""Which rows of a corpus may repeat each other: keys of all shards grouped on disk, and components of what is grouped.

A corpus may be larger than memory, so only a few numbers a row are ever held at once.
Keys lie sorted in the files of the shards (`signing`), so a part of all keys is a slice of each file.
The outcome is a superset of what repeats; `resolve` in `crossfile` decides, row by row, with the texts at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from parkclean.neardup import packed, pieces
from parkclean.neardup.cuts import SHORT
from parkclean.run.plan import Settings
from parkclean.run.shard import Place
from parkclean.run.signing import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Packed = NDArray[np.uint64]
    Rows = NDArray[np.uint32]
    Mask = NDArray[np.bool_]

MOST_KEYS = 1 << 22
"""Keys that are sorted at once: 32 MB of them, and eight times as much to tell what they say."""

MOST_COPIES = 256
"""Of more equal rows the later ones follow the first, unseen: they are equal by 64 bits of a hash."""

FEW = 4
"""Of so many equal rows the one at home stays (`across.MOST_PLACES`)."""

BATCH = 4_000_000
"""Folded characters of the components that are resolved together."""

_LOW = np.uint64(0xFFFFFFFF)


class Corpus(NamedTuple):
    """The rows of all shards: row `r` of shard `s` is number `starts[s] + r`."""

    settings: Settings
    shards: int
    starts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        return int(self.starts[-1])

    def path(self, name: str) -> Path:
        return self.settings.work / name

    def load(self, name: str) -> NDArray[np.generic]:
        found: NDArray[np.generic] = np.load(self.path(name), mmap_mode="r")
        return found

    def column(self, name: str, dtype: type[np.generic]) -> NDArray[np.generic]:
        """One number of every row."""
        found = np.empty(self.rows, dtype)
        for shard in range(self.shards):
            found[self.starts[shard] : self.starts[shard + 1]] = load(Place(self.settings, shard), name)
        return found

    def slices(self, name: str, band: int | None, part: int, parts: int) -> Packed:
        """All keys of one band whose upper half lies in the part, each with the number of its row, sorted."""
        found = []
        for shard in range(self.shards):
            keys = cast("Packed", load(Place(self.settings, shard), name))
            if band is not None:
                keys = keys[band]
            if parts > 1:
                keys = keys[_bound(keys, part, parts) : _bound(keys, part + 1, parts)]
            found.append(keys + np.uint64(self.starts[shard]))
        together = np.concatenate([np.zeros(0, np.uint64), *found])
        together.sort()
        return together


def _bound(keys: Packed, part: int, parts: int) -> int:
    """Where a part begins among sorted keys, whose upper halves are spread evenly over the parts."""
    return keys.size if part == parts else int(keys.searchsorted(np.uint64((part << 32) // parts << 32)))


def corpus(settings: Settings, shards: int) -> Corpus:
    """Count the rows of all shards."""
    counts = [load(Place(settings, shard), "sizes").size for shard in range(shards)]
    return Corpus(settings, shards, np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))


def parts(count: int) -> int:
    """In how many parts so many keys are sorted."""
    return max(1, -(-count // MOST_KEYS))


# --- steps: each is a function of a corpus and one task, and leaves a file -------------------------------------------


class Task(NamedTuple):
    """One part of the keys of one band."""

    band: int
    part: int
    parts: int

    @property
    def name(self) -> str:
        return f"{self.band}.{self.part}"


def tasks(bands: Iterable[int], count: int) -> list[Task]:
    return [Task(band, part, parts(count)) for band in bands for part in range(parts(count))]


def equal(corpus: Corpus, task: Task) -> None:
    """Rows with equal digests, group by group: `equal.*` holds row and first row of the group."""
    together = _runs_of(corpus.slices("keys", task.band, task.part, task.parts))
    rows = (together & _LOW).astype(np.uint32)
    digests = _at(corpus, "digests", rows)
    order = np.lexsort((rows, digests))
    rows, digests = rows[order], digests[order]
    new = packed.borders(digests)[:-1]
    first = rows[np.flatnonzero(new)][np.cumsum(new) - 1] if rows.size else rows
    group = np.cumsum(new) - 1
    several = np.bincount(group)[group] > 1 if rows.size else np.zeros(0, np.bool_)
    np.save(corpus.path(f"equal.{task.name}.npy"), np.stack([rows, first])[:, several])


def _at(corpus: Corpus, name: str, rows: Rows) -> Packed:
    """A number of some rows."""
    found = np.empty(rows.size, np.uint64)
    shard = corpus.starts.searchsorted(rows, "right") - 1
    order = shard.argsort(kind="stable")
    edges = shard[order].searchsorted(np.arange(corpus.shards + 1))
    for n in np.unique(shard).tolist():
        some = order[edges[n] : edges[n + 1]]
        found[some] = load(Place(corpus.settings, n), name)[rows[some] - corpus.starts[n]]
    return found


def near(corpus: Corpus, task: Task) -> None:
    """Pairs of rows that share the key of a band and stand beside each other: enough to tell components."""
    keys = corpus.slices("keys", task.band, task.part, task.parts)
    keys = _runs_of(keys[corpus.load("signed.npy")[(keys & _LOW).astype(np.int64)]])
    same = ~packed.borders(packed.above(keys))[1:-1]
    rows = (keys & _LOW).astype(np.uint32)
    np.save(corpus.path(f"near.{task.name}.npy"), np.stack([rows[:-1][same], rows[1:][same]]))


def lonely(corpus: Corpus, task: Task) -> None:
    """Rows that are no pieces: one of their marks is theirs alone, or they are the longest that have it.

    `shared.*` holds the marks that several rows have, which is all that `pieced` asks for.
    """
    marks = _marks(corpus, task)
    rows = (marks & _LOW).astype(np.int64)
    edges = packed.edges(packed.above(marks))
    spread = np.diff(edges)
    sizes = corpus.load("sizes.npy")[rows]
    longest = np.maximum.reduceat(sizes, edges[:-1]) if sizes.size else sizes
    alone = np.repeat(spread == 1, spread) | (sizes == np.repeat(longest, spread))
    found = np.zeros(corpus.rows, np.bool_)
    found[rows[alone]] = True
    np.save(corpus.path(f"lonely.{task.name}.npy"), np.flatnonzero(found).astype(np.uint32))
    np.save(corpus.path(f"shared.{task.name}.npy"), marks[np.repeat(spread > 1, spread)])


def pieced(corpus: Corpus, task: Task) -> None:
    """The marks that rows which may be pieces share with others."""
    marks = np.load(corpus.path(f"shared.{task.name}.npy"))
    maybe = corpus.load("maybe.npy")[(marks & _LOW).astype(np.int64)]
    run = np.cumsum(packed.borders(packed.above(marks))[:-1]) - 1
    wanted = np.zeros(int(run[-1]) + 1 if run.size else 0, np.bool_)
    wanted[run[maybe]] = True
    np.save(corpus.path(f"pieced.{task.name}.npy"), marks[wanted[run]])


def _marks(corpus: Corpus, task: Task) -> Packed:
    """The marks of rows that are not copies of an earlier one, each once a row."""
    marks = corpus.slices("marks", None, task.part, task.parts)
    signed = cast("Mask", corpus.load("signed.npy"))
    return marks[packed.borders(marks)[:-1] & signed[(marks & _LOW).astype(np.int64)]]


def _runs_of(keys: Packed) -> Packed:
    """The keys whose upper half is not alone."""
    return keys[packed.several(packed.above(keys))]


# --- components ---------------------------------------------------------------------------------------------------


def components(count: int, edges: Iterable[NDArray[np.generic]]) -> Rows:
    """For every row the smallest row of its component.

    edges: arrays of shape (2, n); memory is that of one of them, and of two numbers a row.

    >>> components(5, [np.array([[3], [1]]), np.array([[4], [3]])]).tolist()
    [0, 1, 2, 1, 1]
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    label = np.arange(count, dtype=np.uint32)
    for pair in edges:
        ends = label[pair.astype(np.int64)]
        ends = ends[:, ends[0] != ends[1]]
        if not ends.size:
            continue
        some, at = np.unique(ends, return_inverse=True)
        a, b = at.reshape(ends.shape)
        graph = csr_matrix((np.ones(a.size, np.bool_), (a, b)), shape=(some.size, some.size))
        _, found = connected_components(graph, directed=False)
        least = np.full(int(found.max()) + 1, count, np.int64)
        np.minimum.at(least, found, some)
        target = np.arange(count, dtype=np.uint32)
        target[some] = least[found]
        label = target[label]
    return label


class Grouped(NamedTuple):
    """What is left to resolve: so many batches; rows that follow a first one unseen, `[row, first row]`."""

    batches: int
    followers: NDArray[np.uint32]


Map = Callable[[Callable[[Corpus, Task], None], Sequence[Task]], None]


def group(corpus: Corpus, run: Map) -> Grouped:
    """Find the rows that may repeat others; `batch.npy` says in which batch each is resolved, from 1 on.

    run: does a step for many tasks, in any order, in any process.
    """
    digests, bands = _last_band(corpus), range(_last_band(corpus))
    exact = tasks([digests], corpus.rows)
    run(equal, exact)
    first, followers = _firsts(corpus, exact)
    sizes = cast("Rows", corpus.column("sizes", np.uint32))
    np.save(corpus.path("sizes.npy"), sizes)
    np.save(corpus.path("signed.npy"), (first == np.arange(corpus.rows)) & (sizes >= SHORT))
    alike = tasks(bands, corpus.rows)
    run(near, alike)
    marks = tasks([0], _count(corpus, "marks"))
    run(lonely, marks)
    maybe = np.load(corpus.path("signed.npy"))
    for task in marks:
        maybe[np.load(corpus.path(f"lonely.{task.name}.npy"))] = False
    np.save(corpus.path("maybe.npy"), maybe)
    run(pieced, marks)
    pairs = _pieces(corpus, marks, sizes)
    every = (np.load(corpus.path(f"near.{task.name}.npy")) for task in alike)
    copies = np.flatnonzero(first != np.arange(corpus.rows))
    equals = np.stack([copies.astype(np.uint32), first[copies]])
    label = components(corpus.rows, [equals, *every, pairs])
    label[followers[0]] = followers[0]
    return Grouped(_batches(corpus, label, sizes), followers)


def _last_band(corpus: Corpus) -> int:
    return int(load(Place(corpus.settings, 0), "keys").shape[0]) - 1


def _count(corpus: Corpus, name: str) -> int:
    return sum(load(Place(corpus.settings, shard), name).size for shard in range(corpus.shards))


def _firsts(corpus: Corpus, exact: Sequence[Task]) -> tuple[Rows, NDArray[np.uint32]]:
    """For every row the first of those that equal it; and which rows follow it unseen."""
    first = np.arange(corpus.rows, dtype=np.uint32)
    few = np.zeros(corpus.rows, np.uint8)
    followers = [np.zeros((2, 0), np.uint32)]
    for task in exact:
        rows, leader = np.load(corpus.path(f"equal.{task.name}.npy"))
        first[rows] = leader
        edges = packed.edges(leader)
        spread = np.diff(edges)
        rank = np.arange(leader.size) - np.repeat(edges[:-1], spread)
        late = rank >= MOST_COPIES
        followers.append(np.stack([rows[late], leader[late]]))
        few[rows] = np.where(np.repeat(spread, spread) <= FEW, 2, 1)
    np.save(corpus.path("copies.npy"), few)
    found = np.concatenate(followers, axis=1)
    return first, found[:, found[0].argsort(kind="stable")]


def _pieces(corpus: Corpus, marks: Sequence[Task], sizes: Rows) -> NDArray[np.uint32]:
    """Pairs of a row that may be a piece, and a row that may hold it."""
    found = [np.load(corpus.path(f"pieced.{task.name}.npy")) for task in marks]
    together = np.concatenate([np.zeros(0, np.uint64), *found])
    shared = pieces.Shared(together, ~np.load(corpus.path("maybe.npy")))
    pairs = [np.stack(pair) for pair in pieces.candidates(shared, sizes.astype(np.int64))]
    return np.concatenate([np.zeros((2, 0), np.int64), *pairs], axis=1).astype(np.uint32)


def _batches(corpus: Corpus, label: Rows, sizes: Rows) -> int:
    """Components in order, some together, in batches; a row that is alone is in none."""
    count = np.bincount(label, minlength=corpus.rows)
    together = count[label] > 1
    weight = np.bincount(label[together], weights=sizes[together], minlength=corpus.rows)
    before = np.cumsum(weight) - weight
    batch = np.where(together, (before[label] // BATCH).astype(np.uint32) + 1, 0).astype(np.uint32)
    used = np.unique(batch[together])
    number = np.zeros(int(used[-1]) + 1 if used.size else 1, np.uint32)
    number[used] = np.arange(1, used.size + 1)
    np.save(corpus.path("batch.npy"), number[batch])
    return int(used.size)


def batch_rows(corpus: Corpus, shard: int) -> NDArray[np.int64]:
    """Row, batch, and whether it has copies (2: a few), of the rows of a shard that are in a batch."""
    here = slice(int(corpus.starts[shard]), int(corpus.starts[shard + 1]))
    batch = corpus.load("batch.npy")[here]
    rows = np.flatnonzero(batch)
    return np.stack([rows, batch[rows], corpus.load("copies.npy")[here][rows]], axis=1).astype(np.int64)
