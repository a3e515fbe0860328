"""Which rows stay among rows that have several candidates, decided by a compiled kernel (`compiled.choose`).

Only for plain Jaccard: where differences decide, `across` asks for them row by row, and so it does with numpy.
Both give the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from parkclean.neardup import bands, gramsets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from parkclean.neardup import scan

    Numbers = NDArray[np.int64]


class Lists(NamedTuple):
    """What belongs to each rank: `values[ends[rank]:ends[rank + 1]]`."""

    ends: Numbers
    values: Numbers


class Asked(NamedTuple):
    """What is known by rank, which is the order in which rows are decided.

    asked: False for rows that stay in any case.
    edges: the ranks that an edge joins to each, and their exact Jaccard beside it; runs: the long runs of each.
    places: where the kept rows of each run go, and the end.
    """

    asked: NDArray[np.bool_]
    edges: Lists
    scores: NDArray[np.float64]
    runs: Lists
    places: Numbers


class Kept(NamedTuple):
    """The rows that stay: their grams, `grams[starts[rank]:ends[rank]]`, and those that stand in each run.

    found, found_scores, seen: scratch.
    """

    grams: NDArray[np.uint64]
    starts: Numbers
    ends: Numbers
    in_run: Numbers
    filled: Numbers
    found: Numbers
    found_scores: NDArray[np.float64]
    seen: Numbers


class Chosen(NamedTuple):
    """The answer by rank.

    by: the rank of the kept row because of which a row goes, -1 if it stays; scores: their Jaccard.
    near: the rank of the most alike of the rows because of which it nearly went, or -1; near_scores: their Jaccard.
    common: whether a row stays for which some long run has no place.
    """

    by: Numbers
    scores: NDArray[np.float64]
    near: Numbers
    near_scores: NDArray[np.float64]
    common: NDArray[np.bool_]


def asked_by_rank(
    ranks: Numbers, asked: NDArray[np.bool_], edges: tuple[Numbers, Numbers, NDArray[np.float64]], runs: bands.Runs
) -> Asked:
    """Candidates by rank.

    ranks: the rank of every row that has one; edges: pairs of rows and their Jaccard.
    """
    count = asked.size
    a, b = ranks[edges[0]], ranks[edges[1]]
    ends, order = _sorted(np.concatenate([a, b]), count)
    sizes = np.diff(runs.starts)
    places = np.zeros(runs.starts.size, np.int64)
    np.cumsum(np.minimum(sizes, bands.MOST_KEPT), out=places[1:])
    run_ends, run_order = _sorted(ranks[runs.members], count)
    return Asked(
        asked,
        Lists(ends, np.concatenate([b, a])[order]),
        np.concatenate([edges[2], edges[2]])[order],
        Lists(run_ends, np.repeat(np.arange(sizes.size), sizes)[run_order]),
        places,
    )


def _sorted(ranks: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Where what belongs to each rank ends, and the order that puts it there."""
    ends = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(ranks, minlength=count), out=ends[1:])
    return ends, ranks.argsort(kind="stable")


def choose(source: scan.Source, rows: Numbers, asked: Asked, threshold: float, nearly: float) -> Chosen:
    """By rank, a row stays unless it reaches the threshold with a row that stays.

    It is compared with the rows that an edge joins it to, and with the first `MOST_KEPT` kept ones of its long runs.
    rows: row numbers by rank; nearly: pairs from this Jaccard on are told of, too.
    """
    count = rows.size
    # A row has at most so many others beside it.
    most = int((np.diff(asked.edges.ends) + bands.MOST_KEPT * np.diff(asked.runs.ends)).max(initial=0))
    kept = Kept(
        np.zeros(1 << 16, np.uint64),
        np.zeros(count, np.int64),
        np.zeros(count, np.int64),
        np.zeros(int(asked.places[-1]), np.int64),
        np.zeros(asked.places.size - 1, np.int64),
        np.zeros(most, np.int64),
        np.zeros(most),
        np.full(count, -1, np.int64),
    )
    chosen = Chosen(
        np.full(count, -1, np.int64),
        np.zeros(count),
        np.full(count, -1, np.int64),
        np.zeros(count),
        np.zeros(count, np.bool_),
    )
    used = 0
    assert source.kernel.choose is not None
    for part, grams, ends in gramsets.blocks(source, rows):
        if used + grams.size > kept.grams.size:
            room = np.zeros(max(2 * kept.grams.size, used + grams.size), np.uint64)
            room[:used] = kept.grams[:used]
            kept = kept._replace(grams=room)
        used = source.kernel.choose((part.start, used), grams, ends, asked, kept, chosen, (threshold, nearly))
    return chosen
