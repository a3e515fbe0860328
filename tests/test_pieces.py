"""Pieces and repeated rows against a suffix array, which finds every one; and in any order of the rows."""

from __future__ import annotations

import random
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.neardup.candidates import candidates, jaccards
from parkclean.neardup.shingles import fold_row, grams, jaccard

KERNELS = ["numpy"] + (["numba"] if find_spec("numba") else [])


def letters(rng: random.Random, size: int, first: int = 0x4E00, count: int = 3000) -> str:
    return "".join(map(chr, rng.choices(range(first, first + count), k=size)))


def held(rows: list[str]) -> dict[int, set[int]]:
    """For every row that occurs in other ones, in which, by a suffix array of all rows."""
    pydivsufsort = pytest.importorskip("pydivsufsort")
    codes = [[*map(ord, row), 0x110000 + n] for n, row in enumerate(rows)]
    text = np.array([code for row in codes for code in row], np.int64)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in codes])
    order = pydivsufsort.divsufsort(text)
    common = pydivsufsort.kasai(text, order)
    rank = np.empty(text.size, np.int64)
    rank[order] = np.arange(text.size)
    starts = np.cumsum([0, *map(len, codes)])[:-1]
    found: dict[int, set[int]] = {}
    for n, row in enumerate(rows):
        for step in (-1, 1):
            at = int(rank[starts[n]])
            while 0 <= at + step < text.size and common[min(at, at + step)] >= len(row) > 0:
                at += step
                if owner[order[at]] != n:
                    found.setdefault(n, set()).add(int(owner[order[at]]))
    return found


def mixed(seed: int, few: bool) -> list[str]:
    """Rows, pieces of them from anywhere, copies; few: from so few letters that much repeats by chance."""
    rng = random.Random(seed)
    rows = [letters(rng, rng.randrange(20, 90), count=3 if few else 3000) for _ in range(40)]
    for _ in range(60):
        one = rng.choice(rows)
        start = rng.randrange(len(one) - 5)
        rows.append(one[start : start + rng.randrange(6, 60)])
    rng.shuffle(rows)
    return rows


@pytest.mark.parametrize("few", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_a_suffix_array_finds_no_other_piece_inside_a_text(seed: int, few: bool) -> None:
    rows = list(dict.fromkeys(mixed(seed, few)))
    pairs = {frozenset(pair) for pair in candidates(rows)}
    wanted = {n: some for n, some in held(rows).items() if len(rows[n]) >= 6}
    assert len(wanted) > 5
    common = {gram for gram in set().union(*map(grams, rows)) if sum(gram in row for row in rows) > 32}
    for n, some in wanted.items():
        if not common & grams(rows[n]):
            assert all(frozenset((n, m)) in pairs for m in some)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("few", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_a_suffix_array_finds_no_other_piece_in_a_corpus(seed: int, few: bool, kernel: str) -> None:
    rows = mixed(seed, few)
    found = parkclean.dedup(rows, differences="any", threshold=1.0, contained=True, kernel=kernel)  # type: ignore[arg-type]
    holders = held(rows)
    pieces = [one for one in found.dropped if one.kind == "contained"]
    assert pieces
    for one in pieces:
        assert one.kept_row in holders[one.row]
        assert rows[one.row] in rows[one.kept_row]
    kept = set(found.kept)
    for n in kept:
        if len(rows[n]) >= 20:
            assert not {m for m in holders.get(n, set()) & kept if rows[m] != rows[n]}


def test_the_oracle_finds_what_is_planted() -> None:
    assert held(["甲乙丙丁", "乙丙", "丙乙", "丁", "甲乙丙丁"]) == {0: {4}, 1: {0, 4}, 3: {0, 4}, 4: {0}}


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_pieces_go_in_any_order_of_rows(seed: int) -> None:
    """Of a text, near copies of it and pieces of what these have in common, one stays, whatever comes first.

    Pieces are near and equal to other pieces.
    Those that are near to the whole are left out here: they may stand for it, if they come first.
    """
    rng = random.Random(seed)
    rows: list[tuple[int, str]] = []
    for n in range(rng.randrange(1, 6)):
        whole = letters(rng, rng.randrange(80, 140))
        rows += [(n, whole), (n, whole[:4] + "甲" + whole[5:])][: rng.randrange(1, 3)]
        for _ in range(rng.randrange(5)):
            start = rng.choice([8, 9, rng.randrange(8, 50)])
            rows.append((n, whole[start : start + rng.randrange(25, len(whole) * 2 // 3)]))
        rows += rng.sample(rows, rng.randrange(min(3, len(rows))))
    for _ in range(3):
        rng.shuffle(rows)
        texts = [row for _, row in rows]
        found = parkclean.dedup(texts, differences="any", threshold=0.8, contained=True)
        assert sorted(rows[n][0] for n in found.kept) == sorted({n for n, _ in rows})
        for gone in found.dropped:
            assert rows[gone.row][0] == rows[gone.kept_row][0]
        longest = {n: max(len(row) for m, row in rows if m == n) for n, _ in rows}
        assert all(len(texts[n]) == longest[rows[n][0]] for n in found.kept)


def test_pairs_are_compared_alike_one_by_one_and_together() -> None:
    rng = random.Random(2)
    rows = [fold_row(letters(rng, rng.randrange(5, 60), count=4)) for _ in range(40)]
    pairs = [(rng.choice(rows), rng.choice(rows)) for _ in range(100)]
    expected = [jaccard(grams(a), grams(b)) for a, b in pairs]
    assert jaccards(pairs) == expected
    assert jaccards(pairs[:3]) == expected[:3]
    assert jaccards([]) == []
