"""Grouping on disk: against plain dictionaries, for any shards and any number of parts."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkclean.neardup.cuts import SHORT
from parkclean.run import grouping
from parkclean.run.plan import Settings
from parkclean.run.shard import Place

BANDS = 3


def made(folder: Path, seed: int, sizes: list[int]) -> grouping.Corpus:
    """Shards of rows with few different keys, so that many meet."""
    rng = np.random.default_rng(seed)
    run = Settings(str(folder), {})
    run.work.mkdir(parents=True)
    for shard, count in enumerate(sizes):
        place = Place(run, shard)
        number = np.arange(count, dtype=np.uint64)
        keys = rng.integers(0, 40, (BANDS + 1, count), dtype=np.uint64) * np.uint64(0x06666666)
        digests = keys[BANDS] << np.uint64(32) | rng.integers(0, 2, count, dtype=np.uint64)
        np.save(place.part("sizes.npy"), rng.integers(SHORT - 1, 90, count).astype(np.uint32))
        np.save(place.part("digests.npy"), digests)
        np.save(place.part("keys.npy"), np.sort(keys << np.uint64(32) | number, axis=1))
        marks = rng.integers(0, 1 << 32, 2 * count, dtype=np.uint64) << np.uint64(32) | np.repeat(number, 2)
        np.save(place.part("marks.npy"), np.sort(marks))
    return grouping.corpus(run, len(sizes))


def plainly(corpus: grouping.Corpus) -> list[set[int]]:
    """The components, by union of everything that shares a digest or a band."""
    parent = list(range(corpus.rows))

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    digests = corpus.column("digests", np.uint64).tolist()
    sizes = corpus.column("sizes", np.uint32).tolist()
    met: dict[object, int] = {}
    firsts: set[int] = set()
    for row, digest in enumerate(digests):
        if digest not in met:
            firsts.add(row)
        parent[root(row)] = root(met.setdefault(digest, row))
    for band in range(BANDS):
        for packed in corpus.slices("keys", band, 0, 1).tolist():
            row = packed & 0xFFFFFFFF
            if row in firsts and sizes[row] >= SHORT:
                parent[root(row)] = root(met.setdefault((band, packed >> 32), row))
    groups: dict[int, set[int]] = defaultdict(set)
    for row in range(corpus.rows):
        groups[root(row)].add(row)
    return [rows for rows in groups.values() if len(rows) > 1]


@pytest.mark.parametrize("most", [1 << 24, 7])
@pytest.mark.parametrize("seed", range(6))
def test_components_are_those_of_a_plain_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, most: int
) -> None:
    monkeypatch.setattr(grouping, "MOST_KEYS", most)
    monkeypatch.setattr(grouping, "BATCH", 1)
    corpus = made(tmp_path, seed, [13, 1, 0, 20])
    found = grouping.group(corpus, lambda step, tasks: [step(corpus, task) for task in tasks])
    batch = np.load(corpus.path("batch.npy"))
    together = [set(np.flatnonzero(batch == n).tolist()) for n in range(1, found.batches + 1)]
    assert sorted(map(sorted, together)) == sorted(map(sorted, plainly(corpus)))
    assert found.followers.size == 0


def test_of_very_many_copies_the_later_ones_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_COPIES", 3)
    run = Settings(str(tmp_path), {})
    run.work.mkdir(parents=True)
    place = Place(run, 0)
    np.save(place.part("sizes.npy"), np.full(6, 50, np.uint32))
    np.save(place.part("digests.npy"), np.full(6, 5, np.uint64))
    np.save(place.part("keys.npy"), np.sort(np.tile(np.arange(6, dtype=np.uint64), (2, 1)), axis=1))
    np.save(place.part("marks.npy"), np.zeros(0, np.uint64))
    corpus = grouping.corpus(run, 1)
    found = grouping.group(corpus, lambda step, tasks: [step(corpus, task) for task in tasks])
    assert found.followers.tolist() == [[3, 4, 5], [0, 0, 0]]
    assert np.load(corpus.path("batch.npy")).tolist() == [1, 1, 1, 0, 0, 0]


@given(st.integers(1, 40), st.lists(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39))), max_size=4))
@settings(max_examples=60, deadline=None)
def test_components_name_the_smallest_row(count: int, edges: list[list[tuple[int, int]]]) -> None:
    edges = [[(a % count, b % count) for a, b in some] for some in edges]
    found = grouping.components(count, (np.array(some, np.uint32).reshape(-1, 2).T for some in edges)).tolist()
    assert all(found[a] == found[b] for some in edges for a, b in some)
    assert all(found[row] <= row and found[found[row]] == found[row] for row in range(count))
    reached = {row: {row} for row in range(count)}
    for _ in range(count):
        for some in edges:
            for a, b in some:
                both = reached[a] | reached[b]
                reached[a], reached[b] = both, both
    assert found == [min(reached[row]) for row in range(count)]
