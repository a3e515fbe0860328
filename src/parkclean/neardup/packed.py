"""Keys packed with the number of a row, and what the sorted ones say: which are equal, which rows meet.

The one machinery behind the bands and the marks of a corpus and behind the grams of a document.
What a key means is known where it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.unsignedinteger]
    Numbers = NDArray[np.int64]


def borders(keys: Keys | Numbers) -> NDArray[np.bool_]:
    """Where another key begins than the one before; true at the first one, and behind the last one."""
    import numpy as np

    found = np.ones(keys.size + 1, np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=found[1:-1])
    return found


def edges(keys: Keys | Numbers) -> NDArray[np.intp]:
    """Where runs of equal keys start, and the end; `np.diff` and `np.flatnonzero` take three times as long."""
    found: NDArray[np.intp] = borders(keys).nonzero()[0]
    return found


def several(keys: Keys) -> NDArray[np.bool_]:
    """Which of the sorted keys are not alone."""
    import numpy as np

    same = np.zeros(keys.size + 1, np.bool_)
    np.equal(keys[1:], keys[:-1], out=same[1:-1])
    found: NDArray[np.bool_] = (same[1:] | same[:-1])[: keys.size]
    return found


def above(packed: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The keys without their rows."""
    import numpy as np

    return (packed >> np.uint64(32)).astype(np.uint32)


def distinct(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct numbers, sorted; sorts in place."""
    numbers.sort()
    return numbers.take(edges(numbers)[:-1])


def counted(numbers: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Numbers]:
    """The distinct numbers, sorted, and how often each occurs; sorts in place; `np.unique` takes three times that."""
    numbers.sort()
    starts = edges(numbers)
    return numbers.take(starts[:-1]), starts[1:] - starts[:-1]


def pairs(keys: Keys, rows: NDArray[np.integer], most: int) -> NDArray[np.uint64]:
    """Every two rows of each run, the first above the second, once for every key that they share.

    keys: sorted, rising rows in each run; most: runs have at most so many rows; of longer ones some pairs are missing.
    """
    import numpy as np

    found = [np.zeros(0, np.uint64)]
    for step in range(1, most):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        first = rows[: keys.size - step][same].astype(np.uint64)
        found.append((first << np.uint64(32)) | rows[step:][same].astype(np.uint64))
    return np.concatenate(found)
