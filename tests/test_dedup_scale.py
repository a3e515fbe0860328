"""`dedup` on very many, very long and very similar rows: right, and in linear time.

The long ones are of full size: 10 million equal rows, a row of 100 MB, a chain of 100,000, 10,000 notices.
"""

from __future__ import annotations

import random
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from bench import dedup_table
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.neardup import pieces
from parkclean.neardup.shingles import fold_row, grams, jaccard

KERNELS = ["numpy"] + (["numba"] if find_spec("numba") else [])
ROOT = Path(__file__).parent.parent
ONE = "园区今年新建了三座实验室，全部免费向学生开放，已有九个团队入驻，明年再增加两座。"


def test_the_measured_table_is_that_of_the_result_files() -> None:
    page = (ROOT / "docs" / "deduplication.md").read_text("utf-8")
    for result in sorted((ROOT / "tests" / "bench" / "results").glob("dedup*.json")):
        if "tools" in result.read_text("utf-8"):
            assert dedup_table.table(result.stem) in page


def letters(rng: random.Random, size: int) -> str:
    return "".join(map(chr, rng.choices(range(0x4E00, 0x8000), k=size)))


def chain(size: int) -> list[str]:
    """Rows of 60 characters, each moved on by two against the one before: near to its neighbours, and to no other."""
    text = letters(random.Random(1), 2 * size + 60)
    return [text[2 * n : 2 * n + 60] for n in range(size)]


def notices(size: int) -> list[str]:
    return [
        f"经审核，第{n:05}号申请材料齐全，符合法定条件，现予受理，请于五日内到窗口领取通知书。" for n in range(size)
    ]


def seconds(rows: list[str], **options: object) -> float:
    start = time.process_time()
    parkclean.dedup(rows, **options)  # type: ignore[arg-type]
    return time.process_time() - start


@pytest.mark.parametrize("size", [10_000, pytest.param(10_000_000, marks=pytest.mark.long)])
def test_equal_rows(size: int) -> None:
    found = parkclean.dedup([ONE] * size)
    assert found.kept == [0]
    assert int(np.count_nonzero(found.kept_of)) == 0


@pytest.mark.parametrize("differences", ["copying", "any"])
@pytest.mark.parametrize("size", [300_000, pytest.param(34_000_000, marks=pytest.mark.long)])
def test_a_very_long_row(size: int, differences: str) -> None:
    """100 MB of UTF-8 are 34 million characters."""
    block = letters(random.Random(2), 50_000)
    text = (block * (size // len(block) + 1))[:size]
    rows = [text, block[100:200] + "。", "", text, letters(random.Random(3), 80)]
    found = parkclean.dedup(rows, differences=differences, contained=True)  # type: ignore[arg-type]
    assert [gone.row for gone in found.dropped] == [1, 3]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("size", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_a_chain(size: int, kernel: str) -> None:
    rows = chain(size)
    found = parkclean.dedup(rows, differences="any", kernel=kernel)  # type: ignore[arg-type]
    assert len(found.kept) < 0.7 * size
    for gone in found.dropped:
        assert jaccard(grams(fold_row(rows[gone.row])), grams(fold_row(rows[gone.kept_row]))) == gone.similarity >= 0.8
    assert parkclean.dedup([rows[n] for n in found.kept], differences="any").dropped == []


@pytest.mark.parametrize("size", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_notices_that_differ_in_a_figure_stay(size: int) -> None:
    found = parkclean.dedup(notices(size))
    assert found.kept == list(range(size))
    assert found.too_common


@pytest.mark.long
@pytest.mark.parametrize("make", [chain, notices])
def test_time_grows_with_the_rows(make: object) -> None:
    small, large = make(5_000), make(20_000)  # type: ignore[operator]
    seconds(small)
    assert seconds(large) < 8 * seconds(small) + 1


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_removal_holds_against_brute_force(data: st.DataObject) -> None:
    """Rows cut from few letters, so that most are near to some and pieces of others."""
    rng = random.Random(data.draw(st.integers(0, 10**6)))
    text = letters(rng, 160)
    rows = []
    for _ in range(data.draw(st.integers(2, 25))):
        start = rng.randrange(100)
        row = text[start : start + rng.randrange(18, 60)]
        at = rng.randrange(len(row))
        rows.append(row[:at] + rng.choice(["", "", "的", "九"]) + row[at + rng.randrange(2) :])
    found = parkclean.dedup(rows, differences="any", contained=True, threshold=0.6)
    folded = [fold_row(row) for row in rows]
    kept = set(found.kept)
    for gone in found.dropped:
        a, b = folded[gone.row], folded[gone.kept_row]
        assert gone.kept_row in kept
        if gone.kind == "contained":
            assert a in b
        elif gone.kind == "exact":
            assert a == b
        else:
            assert jaccard(grams(a), grams(b)) == gone.similarity >= 0.6
    assert (
        parkclean.dedup([rows[n] for n in found.kept], differences="any", contained=True, threshold=0.6).dropped == []
    )
    for n in kept:
        wholes = [m for m in kept if len(folded[m]) > len(folded[n]) >= 20 and folded[n] in folded[m]]
        assert not wholes


@given(st.text("甲乙丙", min_size=12, max_size=400), st.integers(0, 380), st.integers(12, 60), st.booleans())
@settings(max_examples=200, deadline=None)
def test_places_are_those_of_find(text: str, start: int, size: int, other: bool) -> None:
    piece = text[start : start + size]
    if len(piece) < 12:
        piece = text[:12]
    if other:
        piece += "丁"
    assert (pieces.Places(text).find(piece) >= 0) == (text.find(piece) >= 0)
    at = pieces.Places(text).find(piece)
    assert at < 0 or text.startswith(piece, at)


def test_clusters_name_the_kept_row_first() -> None:
    rows = [ONE[:-1], "别的事情。", ONE, ONE.replace("，", ","), ONE + "啊"]
    found = parkclean.dedup(rows, differences="any")
    assert found.clusters == [[2, 0, 3, 4]]
    assert sorted(n for cluster in found.clusters for n in cluster[1:]) == [gone.row for gone in found.dropped]


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_was_near_to_a_piece_is_compared_again(kernel: str) -> None:
    """The second row goes as a piece of the first; the third is near to it, but no piece.

    It stays, unless it is near to a row that stayed all the time.
    """
    rng = random.Random(8)
    whole, other = letters(rng, 200), letters(rng, 80)
    piece = whole[20:100]
    near = piece[:40] + "九" + piece[41:]
    found = parkclean.dedup([whole, piece, near, other], differences="any", contained=True, kernel=kernel)  # type: ignore[arg-type]
    assert [(gone.row, gone.kept_row, gone.kind) for gone in found.dropped] == [(1, 0, "contained")]
    again = near[:60] + "八" + near[61:]
    found = parkclean.dedup([whole, piece, near, again], differences="any", contained=True, kernel=kernel)  # type: ignore[arg-type]
    assert [(gone.row, gone.kept_row, gone.kind) for gone in found.dropped] == [(1, 0, "contained"), (2, 3, "near")]
