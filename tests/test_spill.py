"""Grouping on disk against a dictionary, whatever the order, the writers, the parts and the pieces."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkclean.neardup import spill
from parkclean.neardup.spill import Radix, components, groups

TOP = 2**64 - 1


def ids(numbers: list[int]) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(numbers, np.uint64)


def write(folder: Path, records: list[tuple[int, int]], parts: int, writers: int = 1) -> None:
    """Records in blocks of three, dealt out to the writers."""
    radixes = [Radix(folder, parts, f"s{n:04}") for n in range(writers)]
    for n in range(0, len(records), 3):
        keys, rows = zip(*records[n : n + 3], strict=True)
        radixes[n // 3 % writers].add(ids(list(keys)), ids(list(rows)))
    for radix in radixes:
        radix.close()


def found(folder: Path, parts: int, at_once: int = spill.SORTED_AT_ONCE) -> list[list[int]]:
    """The groups of all parts, in the order in which they come."""
    lists = []
    for part in range(parts):
        for some in groups(folder, part, at_once):
            assert some.starts[0] == 0
            assert some.starts[-1] == some.rows.size
            lists += [
                some.rows[a:b].tolist()
                for a, b in zip(some.starts[:-1].tolist(), some.starts[1:].tolist(), strict=True)
            ]
    return lists


def by_dictionary(records: list[tuple[int, int]]) -> list[list[int]]:
    rows: dict[int, set[int]] = defaultdict(set)
    for key, row in records:
        rows[key].add(row)
    return sorted(sorted(some) for some in rows.values() if len(some) > 1)


RECORDS = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 5, 1 << 40, TOP - 1, TOP]), st.one_of(st.integers(0, 9), st.just(TOP))),
    max_size=60,
)


@given(RECORDS, st.sampled_from([1, 2, 64]), st.integers(1, 4), st.randoms())
@settings(max_examples=100, deadline=None)
def test_groups_are_those_of_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[int, int]],
    parts: int,
    writers: int,
    rng: random.Random,
) -> None:
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    write(one, records, parts)
    rng.shuffle(records)
    write(other, records, parts, writers)
    assert sorted(found(one, parts)) == by_dictionary(records)
    assert found(one, parts) == found(other, parts)


@pytest.mark.parametrize("at_once", [1, 7, 100, 10_000])
def test_pieces_of_a_part_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(spill, "HELD", 50)
    rng = random.Random(1)
    records = [(rng.randrange(200) << rng.choice([0, 56]), rng.randrange(1000)) for _ in range(900)]
    write(tmp_path, records, 4, 2)
    assert sorted(found(tmp_path, 4, at_once)) == by_dictionary(records)
    assert found(tmp_path, 4, at_once) == found(tmp_path, 4)


def test_pieces_are_small(tmp_path: Path) -> None:
    with Radix(tmp_path, 2) as radix:
        radix.add(np.arange(20_000, dtype=np.uint64) // np.uint64(2), np.arange(20_000, dtype=np.uint64))
    sizes = [some.rows.size for part in range(2) for some in groups(tmp_path, part, 1000)]
    assert sum(sizes) == 20_000
    assert max(sizes) < 1200


def test_a_writer_that_starts_again_begins_from_nothing(tmp_path: Path) -> None:
    write(tmp_path, [(1, 1), (1, 2), (2, 3)], 2, 2)
    with Radix(tmp_path, 2, "s0000") as radix:
        radix.add(ids([2]), ids([9]))
    assert found(tmp_path, 2) == []
    with Radix(tmp_path, 2, "s0001") as radix:
        radix.add(ids([2]), ids([8]))
    assert found(tmp_path, 2) == [[8, 9]]


def test_what_failed_is_not_written(tmp_path: Path) -> None:
    def work() -> None:
        with Radix(tmp_path, 1) as radix:
            radix.add(ids([1, 1]), ids([1, 2]))
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert found(tmp_path, 1) == []


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    write(tmp_path, [(1, 1), (1, 2)], 1)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ValueError) as error:  # noqa: PT011
        found(tmp_path, 1)
    assert str(error.value) == f"{path}: ends inside a record; its writer was stopped, let it write again"


def test_numbers_of_parts_do_not_mix(tmp_path: Path) -> None:
    write(tmp_path, [(1, 1)], 1)
    with Radix(tmp_path, 2, "other") as radix:
        radix.add(ids([1]), ids([2]))
    with pytest.raises(ValueError) as error:  # noqa: PT011
        found(tmp_path, 1)
    message = f"{tmp_path}: holds radix files of 1 and 2 parts; keep runs in folders of their own"
    assert str(error.value) == message


def test_wrong_use_is_refused(tmp_path: Path) -> None:
    for parts in (0, 3, 8192, True):
        with pytest.raises(ValueError, match=rf"^parts must be a power of two up to 4096, not {parts}$"):
            Radix(tmp_path, parts)
    with pytest.raises(ValueError, match=r"^a writer's name has up to 64 letters, digits, - and _, not '\.\./x'$"):
        Radix(tmp_path, 1, "../x")
    radix = Radix(tmp_path, 1)
    with pytest.raises(TypeError, match=r"must be uint64 of one length, not int64 \(1,\), uint64 \(1,\)$"):
        radix.add(np.zeros(1, np.int64), ids([1]))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"must be uint64 of one length, not uint64 \(2,\), uint64 \(1,\)$"):
        radix.add(ids([1, 2]), ids([1]))
    write(tmp_path, [(1, 1)], 2)
    with pytest.raises(ValueError, match=r"^part must be from 0 to 1, not 2$"):
        found(tmp_path, 3)
    with pytest.raises(FileNotFoundError):
        found(tmp_path / "nowhere", 1)


# --- components -------------------------------------------------------------------------------------------------------


def by_walking(edges: list[tuple[int, int]]) -> dict[int, int]:
    """The smallest row of every component, by the plainest union there is."""
    smallest = {row: row for edge in edges for row in edge}
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            least = min(smallest[a], smallest[b])
            changed |= smallest[a] != least or smallest[b] != least
            smallest[a] = smallest[b] = least
    return smallest


def joined(edges: list[tuple[int, int]], piece: int) -> dict[int, int]:
    pieces = [edges[n : n + piece] for n in range(0, len(edges), piece)]
    known, smallest = components((ids([a for a, _ in some]), ids([b for _, b in some])) for some in pieces)
    assert known.dtype == smallest.dtype == np.uint64
    assert known.tolist() == sorted(set(known.tolist()))
    return dict(zip(known.tolist(), smallest.tolist(), strict=True))


EDGES = st.lists(st.tuples(*[st.one_of(st.integers(0, 30), st.integers(TOP - 3, TOP))] * 2), max_size=40)


@given(EDGES, st.integers(1, 50), st.sampled_from([1, 2, 5, 1000]))
@settings(max_examples=150, deadline=None)
def test_components_are_right(edges: list[tuple[int, int]], piece: int, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spill, "JOINED_AT_ONCE", at_once)
        assert joined(edges, piece) == by_walking(edges)


def test_a_long_chain_hangs_together() -> None:
    order = np.random.default_rng(1).permutation(100_000).astype(np.uint64)
    known, smallest = components([(order[:-1], order[1:])])
    assert known.size == 100_000
    assert not smallest.any()


def test_an_edge_has_two_ends() -> None:
    with pytest.raises(ValueError, match=r"^an edge has two ends: 2 rows against 1$"):
        components([(ids([1, 2]), ids([1]))])
