"""MinHash signatures of many rows at once, bit for bit those of datasketch 2.0.

A row of the matrix is what `datasketch.MinHash(scheme="affine32", seed=1, hashfunc=gram_hash)` holds after every gram
of the row went in, so datasketch stays the format in which signatures are kept and exchanged (`lean`).
Which signatures are compared, and what a pair means, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from parkclean.neardup.shingles import GRAM, MULTIPLIERS, gram_hashes

if TYPE_CHECKING:
    import numpy as np
    from datasketch import LeanMinHash
    from numpy.typing import NDArray

PERMUTATIONS = 128
SEED = 1
SCHEME = "affine32"

EMPTY = 0xFFFFFFFF
"""Every value of the signature of an empty row; two of them look equal, so empty rows are handled apart."""

BATCH = 16_384
"""Rows a batch; a batch also ends at `_BATCH_CHARACTERS`, so that its buffers stay in the cache of the processor."""

_BATCH_CHARACTERS = 1 << 18


@lru_cache(4)
def permutations(count: int = PERMUTATIONS) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Multipliers (odd) and addends of datasketch's `affine32` permutations for seed 1, uint32."""
    import numpy as np

    random = np.random.RandomState(SEED)
    a = random.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    b = random.randint(0, 1 << 32, count, dtype=np.uint32)
    return a, b


def mix(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The finalizer of MurmurHash3 (Appleby 2011), which datasketch applies to every hash before permuting."""
    import numpy as np

    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def signatures(rows: Sequence[str], count: int = PERMUTATIONS) -> NDArray[np.uint32]:
    """The signatures of folded rows: shape (rows, count), uint32.

    rows: texts that are folded already (`shingles.fold_str`), without line breaks.
    An empty row has `EMPTY` everywhere; a row shorter than a gram is one gram.

    >>> signatures(["高新区实现产值", ""], count=4).tolist()[1] == [EMPTY] * 4
    True
    """
    import numpy as np

    matrix = np.full((len(rows), count), EMPTY, np.uint32)
    start = 0
    for batch in _batches(rows):
        _fill(matrix[start : start + len(batch)], batch)
        start += len(batch)
    return matrix


def _batches(rows: Sequence[str]) -> Iterator[Sequence[str]]:
    start = size = 0
    for n, row in enumerate(rows):
        size += len(row) + 1
        if size >= _BATCH_CHARACTERS or n - start + 1 >= BATCH:
            yield rows[start : n + 1]
            start, size = n + 1, 0
    if start < len(rows):
        yield rows[start:]


def _fill(matrix: NDArray[np.uint32], rows: Sequence[str]) -> None:
    """Write the signatures of a batch of folded rows."""
    import numpy as np

    codes = np.frombuffer("".join(rows).encode("utf-32-le", "surrogatepass"), np.uint32)
    fill(matrix, codes, np.fromiter(map(len, rows), np.int64, len(rows)))


def fill(matrix: NDArray[np.uint32], codes: NDArray[np.uint32], sizes: NDArray[np.int64]) -> None:
    """Write signatures.

    codes: folded rows one behind the other; sizes: how long each is.
    """
    matrix[:] = columns(codes, sizes, matrix.shape[1]).T


def columns(codes: NDArray[np.uint32], sizes: NDArray[np.int64], count: int = PERMUTATIONS) -> NDArray[np.uint32]:
    """Signatures, shape (count, rows): hash all grams, then one permutation at a time its minimum a row."""
    import numpy as np

    found = np.full((count, sizes.size), EMPTY, np.uint32)
    at, starts, owners = gram_places(sizes)
    if not owners.size:
        return found
    hashes = gram_hashes(np.concatenate([codes, np.zeros(GRAM, np.uint32)]))[at]
    short = sizes[owners] < GRAM
    if short.any():
        hashes[starts[short]] = _short_grams(codes, at[starts[short]], sizes[owners[short]])
    mixed = mix(hashes)
    a, b = permutations(count)
    permuted = np.empty_like(mixed)
    for k in range(count):
        np.multiply(mixed, a[k], out=permuted)
        np.add(permuted, b[k], out=permuted)
        if owners.size == sizes.size:
            np.minimum.reduceat(permuted, starts, out=found[k])
        else:
            found[k, owners] = np.minimum.reduceat(permuted, starts)
    return found


def _short_grams(codes: NDArray[np.uint32], begins: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
    """`gram_hash` of rows shorter than a gram."""
    import numpy as np

    total = np.zeros(begins.size, np.uint32)
    for n, k in enumerate(MULTIPLIERS[: GRAM - 1]):
        total += np.where(sizes > n, codes.take(begins + n, mode="clip"), np.uint32(0)) * np.uint32(k)
    return total


def gram_places(sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where the grams of rows that stand one behind the other start; where each row's begin; which rows have any.

    A row shorter than a gram is one gram, an empty row has none.
    """
    import numpy as np

    counts = np.where(sizes >= GRAM, sizes - GRAM + 1, np.minimum(sizes, 1))
    ends = np.cumsum(counts)
    begins = np.cumsum(sizes) - sizes
    at = np.arange(int(ends[-1]) if sizes.size else 0) + np.repeat(begins - (ends - counts), counts)
    owners = np.flatnonzero(counts)
    return at, (ends - counts)[owners], owners


def lean(matrix: NDArray[np.uint32]) -> Iterable[LeanMinHash]:
    """The rows of a matrix as datasketch's `LeanMinHash`, for `MinHashLSH` and for keeping."""
    from datasketch import LeanMinHash

    return (LeanMinHash(seed=SEED, hashvalues=row, scheme=SCHEME) for row in matrix)
