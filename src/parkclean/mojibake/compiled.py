# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg,call-overload"
"""What the characters of a text cost, compiled by numba: `model.prices` for texts of some length.

Imported only when it is asked for (`quick.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import int64

from parkclean.mojibake.model import alone_by_code, classes_by_code, rows_by_number
from parkclean.neardup.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


class _Known(NamedTuple):
    """By code point: the number of each class and what it costs alone; by class: where the row of each starts.

    seconds: the classes seen behind it, in order; bits: what each costs there.
    """

    classes: NDArray[np.int16]
    alone: NDArray[np.float64]
    starts: NDArray[np.int64]
    seconds: NDArray[np.int16]
    bits: NDArray[np.float64]


def prices(codes: NDArray[np.uint32]) -> NDArray[np.float64] | None:
    """What each character but the first costs behind the one in front of it; None where two decide together."""
    out = np.empty(codes.size - 1, np.float64)
    return out if _prices(codes, *_known(), out) else None


@lru_cache(1)
def _known() -> _Known:
    return _Known(classes_by_code(), alone_by_code(), *rows_by_number())


@compiled
def _prices(codes, classes, alone, starts, seconds, bits, out):  # type: ignore[no-untyped-def]
    last = classes.size - 1
    first = int64(classes[min(codes[0], last)])
    for i in range(1, codes.size):
        code = min(codes[i], last)
        second = classes[code]
        out[i - 1] = alone[code]
        if first >= 0 and second >= 0:
            low, high = starts[first], starts[first + 1]
            while low < high:
                middle = (low + high) >> 1
                if seconds[middle] < second:
                    low = middle + 1
                else:
                    high = middle
            if low < starts[first + 1] and seconds[low] == second:
                out[i - 1] = bits[low]
        if np.isnan(out[i - 1]):
            return False
        first = int64(second)
    return True
