"""Rows with planted near-duplicates for the benchmarks of `dedup`, and an exact answer to what a removal was worth.

Nothing here is timed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import NamedTuple

import common
import numpy as np

from parkclean.neardup import arrays
from parkclean.neardup.shingles import GRAM, fold_row, gram_hashes, grams, jaccard

THRESHOLD = 0.8
SHORTEST, LONGEST = 30, 500
SHORT = ["", "。", "啊", "是", "。。", "本报讯", "完", "！", "1", "第一章"]
"""Rows that nobody may call near-duplicates."""

_SLOTS = 1 << 26
_ROWS_AT_ONCE = 20_000


class Planted(NamedTuple):
    """Two rows, the second one made from the first, and their exact Jaccard."""

    row: int
    mutant: int
    similarity: float


def paragraphs(folders: list[str], mean: int) -> Iterator[str]:
    """Texts, file by file in a shuffled order, cut into paragraphs of 30 to 500 characters; mean: about how long."""
    rng = random.Random(1)
    files = common.files(folders)
    rng.shuffle(files)
    for path in files:
        text = "".join(line.strip() for line in common.read(path).splitlines())
        start = 0
        while len(text) - start >= SHORTEST:
            size = min(LONGEST, SHORTEST + int(rng.expovariate(1 / max(1, mean - SHORTEST))))
            yield text[start : start + size]
            start += size


def mutant(rng: random.Random, row: str, wanted: float) -> tuple[str, float]:
    """A row changed inside, cut or lengthened at its end until its Jaccard comes down to `wanted`; and that Jaccard."""
    first = grams(fold_row(row))
    best, best_score = row, 1.0
    for _ in range(40):
        changed = _edited(rng, best)
        score = jaccard(first, grams(fold_row(changed)))
        if score >= max(THRESHOLD, wanted - 0.01) and score < best_score:
            best, best_score = changed, score
        if best_score <= wanted + 0.01:
            break
    return best, best_score


def _edited(rng: random.Random, row: str) -> str:
    new = chr(rng.randrange(0x4E00, 0x9000))
    kind = rng.randrange(5)
    at = rng.randrange(len(row))
    if kind == 0:
        return row[: len(row) - rng.randrange(1, 4)]
    if kind == 1:
        return row + new
    return row[:at] + new * (kind > 2) + row[at + (kind < 4) :]


def workload(folders: list[str], count: int, mean: int) -> tuple[list[str], list[Planted]]:
    """Rows in random order, and what was planted: a tenth of them are mutants, a hundredth are short or empty."""
    rng = random.Random(2)
    planted, short = count // 10, count // 100
    source = paragraphs(folders, mean)
    rows = [row for row, _ in zip(source, range(count - planted - short), strict=False)]
    originals = rng.sample(range(len(rows)), min(planted, len(rows)))
    rows += [rng.choice(SHORT) for _ in range(short)]
    pairs = []
    for n in originals:
        changed, score = mutant(rng, rows[n], rng.uniform(THRESHOLD, 1))
        pairs.append((n, len(rows), score))
        rows.append(changed)
    order = list(range(len(rows)))
    rng.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    return [rows[old] for old in order], [Planted(place[a], place[b], score) for a, b, score in pairs]


# --- what a removal was worth -----------------------------------------------------------------------------------------


def strangers(rows: list[str], doubted: list[int]) -> set[int]:
    """Those of the doubted rows that have no other row at the threshold: exact, and complete.

    A row that shares `THRESHOLD` of its grams with another one has in common with it one of any fifth of them: so only
    the rarest ones are looked for.
    """
    folded = [fold_row(row) for row in rows]
    wrong = {n for n in doubted if len(folded[n]) < GRAM} - _twins(rows)
    twins = _twins(folded)
    asked = [n for n in doubted if len(folded[n]) >= GRAM and n not in twins]
    keys, owners = _rarest(folded, asked)
    found: set[int] = set()
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = range(start, min(len(rows), start + _ROWS_AT_ONCE))
        hashes, row = _grams(folded, part)
        low, high = keys.searchsorted(hashes), keys.searchsorted(hashes, "right")
        spread = high - low
        at = np.repeat(low, spread) + np.arange(int(spread.sum())) - np.repeat(spread.cumsum() - spread, spread)
        pairs = np.unique(np.stack([owners[at], np.repeat(row, spread)]), axis=1)
        pairs = pairs[:, pairs[0] != pairs[1]]
        found.update(pairs[0][_near(folded, pairs)].tolist())
    return wrong | (set(asked) - found)


def _twins(texts: list[str]) -> set[int]:
    """Rows with an equal one."""
    first: dict[str, int] = {}
    found: set[int] = set()
    for n, text in enumerate(texts):
        if first.setdefault(text, n) != n:
            found |= {n, first[text]}
    return found


def _codes(folded: list[str], numbers: range | list[int]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    texts = [folded[n] for n in numbers]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes, np.fromiter(map(len, texts), np.int64, len(texts))


def _grams(folded: list[str], numbers: range | list[int]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """The grams of rows, and the row of each; those that reach into the next row are harmless here."""
    codes, sizes = _codes(folded, numbers)
    hashes = gram_hashes(codes)
    return hashes, np.repeat(np.array(numbers, np.int64), sizes)[: hashes.size]


def _rarest(folded: list[str], asked: list[int]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Of each asked row the fifth of its grams that is rarest in all rows; sorted, and the row of each."""
    count = np.zeros(_SLOTS, np.uint32)
    for start in range(0, len(folded), _ROWS_AT_ONCE):
        hashes, _ = _grams(folded, range(start, min(len(folded), start + _ROWS_AT_ONCE)))
        np.add.at(count, hashes & (_SLOTS - 1), 1)
    keys, owners = [], []
    for n in asked:
        mine = np.unique(gram_hashes(np.frombuffer(folded[n].encode("utf-32-le", "surrogatepass"), np.uint32)))
        enough = mine.size - math.ceil(mine.size * THRESHOLD - 1e-9) + 1
        rare = mine[count[mine & (_SLOTS - 1)].argsort(kind="stable")[:enough]]
        keys.append(rare)
        owners.append(np.full(rare.size, n))
    if not asked:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = key.argsort(kind="stable")
    return key[order], owner[order]


def _near(folded: list[str], pairs: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Which pairs reach the threshold."""
    sizes = np.fromiter(map(len, folded), np.int64, len(folded))
    near = np.zeros(pairs.shape[1], np.bool_)
    for start in range(0, pairs.shape[1], _ROWS_AT_ONCE):
        part = pairs[:, start : start + _ROWS_AT_ONCE]
        long = np.flatnonzero((sizes[part] >= GRAM).all(0))
        some, at = np.unique(part[:, long], return_inverse=True)
        codes, lengths = _codes(folded, some.tolist())
        one, other = at.reshape(2, -1)
        near[start + long] = arrays.jaccards(codes, lengths, one, other) >= THRESHOLD
    return near


def quality(kept: list[int], pairs: list[Planted], wrong: set[int], total: int) -> dict[str, object]:
    """Recall by exact Jaccard of the planted pairs; precision of the removals."""
    stay = set(kept)
    gone = [n for n in range(total) if n not in stay]
    result: dict[str, object] = {"dropped": len(gone)}
    for low, high in ((0.8, 0.85), (0.85, 0.9), (0.9, 1.01)):
        inside = [pair for pair in pairs if low <= pair.similarity < high]
        found = sum(not (pair.row in stay and pair.mutant in stay) for pair in inside)
        result[f"recall {low:.2f}"] = round(found / max(1, len(inside)), 4)
        result[f"pairs {low:.2f}"] = len(inside)
    bad = sum(n in wrong for n in gone)
    result["wrong_removals"] = bad
    result["precision"] = round(1 - bad / max(1, len(gone)), 6)
    return result
