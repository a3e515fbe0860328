# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg"
"""The shared words of `home.py` once more, compiled by numba (`pip install 'parkclean[fast]'`): the same words.

Imported only with the kernel of `compiled.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, uint64

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from parkclean.neardup.home import Shared

_compiled = njit(cache=True, nogil=True, error_model="numpy")

_WIDTH = np.uint64(21)
"""Bits of a code point: three of them are one number."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(1)


def words_with(row: str) -> Shared:
    """`home.words_with`; a word goes by its place in a table."""
    table = _table(_codes(row))
    return lambda other: set(_shared(_codes(other), table).tolist())


def _codes(row: str) -> NDArray[np.uint32]:
    return np.frombuffer(row.encode("utf-32-le", "surrogatepass"), np.uint32)


@_compiled
def _slot(number, table):  # type: ignore[no-untyped-def]
    """Where a number stands in a table at most half full, or would stand."""
    last = uint64(table.size - 1)
    at = ((number * _SPREAD) >> uint64(32)) & last
    while table[at] != 0 and table[at] != number:
        at = (at + _ONE) & last
    return at


@_compiled
def _pair(codes, i):  # type: ignore[no-untyped-def]
    """Two characters as one number; none is 0, so that three are another number than two."""
    return ((uint64(codes[i]) + _ONE) << _WIDTH) | (uint64(codes[i + 1]) + _ONE)


@_compiled
def _table(codes):  # type: ignore[no-untyped-def]
    """The words of a row."""
    size = 8
    while size < 4 * codes.size:
        size *= 2
    table = np.zeros(size, np.uint64)
    for i in range(codes.size - 1):
        pair = _pair(codes, i)
        table[_slot(pair, table)] = pair
        if i + 2 < codes.size:
            triple = (pair << _WIDTH) | (uint64(codes[i + 2]) + _ONE)
            table[_slot(triple, table)] = triple
    return table


@_compiled
def _shared(codes, table):  # type: ignore[no-untyped-def]
    """The places of the words that a row has, too; a triple is shared only where its first pair is."""
    found = np.empty(2 * codes.size, np.int64)
    count = 0
    for i in range(codes.size - 1):
        pair = _pair(codes, i)
        at = _slot(pair, table)
        if table[at] == 0:
            continue
        found[count] = at
        count += 1
        if i + 2 < codes.size:
            triple = (pair << _WIDTH) | (uint64(codes[i + 2]) + _ONE)
            at = _slot(triple, table)
            if table[at] != 0:
                found[count] = at
                count += 1
    return found[:count]
