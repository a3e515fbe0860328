"""One pass over the rows of a corpus: checked, folded, and turned into digests, band keys and marks, batch by batch.

Nothing of a row is kept but these numbers; whoever needs its folded text folds it again (`Source.folded`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

from parkclean.neardup.bands import Shape
from parkclean.neardup.shingles import decode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parkclean.neardup.home import Shared

KernelName = Literal["auto", "numpy", "numba"]

BATCH = 16_384
"""Rows a batch at most."""

BATCH_CHARACTERS = 1 << 19
"""Characters a batch at most, a longer row aside; a batch then stays in the cache of the processor."""

_FOLDED_AT_ONCE = 1 << 19
"""Characters folded together."""

_MEASURED = 1024
"""Rows measured at once."""

WORTH_COMPILING = 2_000_000
"""With fewer characters numpy is done before numba is loaded."""

_COMPILED = "parkclean.neardup.compiled"

_SHORT_SALT = 0xA24BAED4963EE407
"""Sets the digests of short rows, which are those of the row as it stands, apart from those of folded rows."""


class Kernel(Protocol):
    """The functions of `arrays` and `compiled`."""

    NAME: str

    @property
    def choose(self) -> Callable[..., int] | None: ...

    def fold(
        self, codes: NDArray[np.uint32], ends: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]: ...

    def digests(self, codes: NDArray[np.uint32], sizes: NDArray[np.int64]) -> NDArray[np.uint64]: ...

    def band_keys(
        self, codes: NDArray[np.uint32], sizes: NDArray[np.int64], shape: Shape, out: NDArray[np.uint32]
    ) -> None: ...

    def jaccards(
        self, codes: NDArray[np.uint32], sizes: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]
    ) -> NDArray[np.float64]: ...

    def gram_sets(
        self, codes: NDArray[np.uint32], sizes: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64]]: ...

    def jaccards_of(
        self, grams: NDArray[np.uint64], kept: NDArray[np.uint64], starts: NDArray[np.int64], some: NDArray[np.int64]
    ) -> NDArray[np.float64]: ...

    def fingerprints(
        self, codes: NDArray[np.uint32], sizes: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]: ...

    def words_with(self, row: str) -> Shared: ...


class Scan(NamedTuple):
    """What is known of every row.

    sizes: folded characters; lasts: the last character as it stands, 0 if there is none.
    digests: equal for equal rows; keys: shape (bands, rows).
    marks: packed with the row number, in no order.
    """

    sizes: NDArray[np.int64]
    lasts: NDArray[np.uint32]
    digests: NDArray[np.uint64]
    keys: NDArray[np.uint32]
    marks: NDArray[np.uint64]


def load_kernel(name: KernelName, rows: Sequence[str]) -> Kernel:
    """The kernel of that name; "auto": numba where it is loaded already, or installed and worth loading."""
    if name == "auto":
        loaded = _COMPILED in sys.modules
        name = "numba" if loaded or (find_spec("numba") is not None and _is_large(rows)) else "numpy"
    if name == "numpy":
        return cast(Kernel, import_module("parkclean.neardup.arrays"))
    if name != "numba":
        raise ValueError(f'kernel must be "auto", "numpy" or "numba", not {name!r}')
    try:
        return cast(Kernel, import_module(_COMPILED))
    except ImportError as error:
        raise ImportError("kernel=\"numba\" needs numba: pip install 'parkclean[fast]'") from error


def _is_large(rows: Sequence[str]) -> bool:
    size = start = 0
    while start < len(rows) and size < WORTH_COMPILING:
        part = rows[start : start + _MEASURED]
        refuse(part, start)
        size += sum(map(len, part))
        start += _MEASURED
    return size >= WORTH_COMPILING


def checked(rows: Iterable[str], what: str = "dedup") -> Sequence[str]:
    """The rows as a sequence of str; anything else is refused, the first wrong row by number."""
    found = listed(rows, what)
    refuse(found, 0, what)
    return found


def listed(rows: Iterable[str], what: str = "dedup") -> Sequence[str]:
    """The rows as a sequence, none of them looked at."""
    if isinstance(rows, (str, bytes, bytearray)):
        raise TypeError(f"{what} needs a sequence of rows, not one {type(rows).__name__}")
    return rows if isinstance(rows, (list, tuple)) else list(rows)


def refuse(rows: Sequence[str], first: int, what: str = "dedup") -> None:
    """Refuse what is no str, by number, which is `first` for the first of the rows."""
    if all(issubclass(kind, str) for kind in set(map(type, rows))):
        return
    n, wrong = next((n, row) for n, row in enumerate(rows) if not isinstance(row, str))
    hint = "; decode it first" if isinstance(wrong, (bytes, bytearray)) else "; leave it out or pass an empty string"
    raise TypeError(f"{what}: row {first + n} is {_named(wrong)}, not str{hint}")


def _named(value: object) -> str:
    return "None" if value is None else type(value).__name__


class Source:
    """The rows of a corpus, as a kernel reads them."""

    def __init__(self, rows: Sequence[str], kernel: Kernel, *, batch: int = BATCH, threads: int = 1) -> None:
        self.rows = rows
        self.kernel = kernel
        self.batch = batch
        self.threads = threads

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Characters of each row; those of the batches that were read."""
        import numpy as np

        return np.zeros(len(self.rows), np.int64)

    def batches(self) -> Iterator[slice]:
        """Runs of rows that are read together.

        Rows are checked and measured as they come: the first look at a text on its way into the cache costs more than
        all that is asked of it then.
        """
        start = known = 0
        while start < len(self.rows):
            most = min(len(self.rows), start + self.batch)
            while known < most and int((self.lengths[start:known] + 1).sum()) <= BATCH_CHARACTERS:
                known = self._measure(known)
            ends = (self.lengths[start : min(known, most)] + 1).cumsum()
            stop = start + max(1, int(ends.searchsorted(BATCH_CHARACTERS, "right")))
            yield slice(start, stop)
            start = stop

    def _measure(self, start: int) -> int:
        """Check and measure some rows; where the next ones start."""
        import numpy as np

        rows = self.rows[start : start + _MEASURED]
        refuse(rows, start)
        self.lengths[start : start + len(rows)] = np.fromiter(map(len, rows), np.int64, len(rows))
        return start + len(rows)

    def read(self, rows: Sequence[str], lengths: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Code points of rows, a line break behind each, and where each ends."""
        import numpy as np

        text = "\n".join(rows) + "\n"
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), np.cumsum(lengths + 1)

    def fold(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Some rows folded, one behind the other, and how long each is."""
        rows = [self.rows[n] for n in numbers.tolist()]
        return self.kernel.fold(*self.read(rows, self.lengths[numbers]))

    def parts(self, numbers: NDArray[np.int64], others: NDArray[np.int64] | None = None) -> Iterator[slice]:
        """Cut some rows, or pairs of rows, into parts that are folded together."""
        import numpy as np

        work = self.lengths[numbers] if others is None else self.lengths[numbers] + self.lengths[others]
        upto = np.cumsum(work)
        start = 0
        while start < numbers.size:
            before = int(upto[start - 1]) if start else 0
            stop = max(start + 1, int(upto.searchsorted(before + _FOLDED_AT_ONCE, "right")))
            yield slice(start, stop)
            start = stop

    def folded(self, numbers: NDArray[np.int64]) -> list[str]:
        """The folded text of some rows."""
        if not numbers.size:
            return []
        codes, sizes = self.fold(numbers)
        text = decode(codes)
        ends = sizes.cumsum().tolist()
        return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def scan(self, *, short: int, shape: Shape | None, marks_from: int | None) -> Scan:
        """Read all rows once.

        short: rows with fewer folded characters are equal only as they stand, and their band keys say nothing.
        shape: of the bands, None for no near-duplicates; marks_from: rows of so many folded characters have marks.
        """
        import numpy as np

        count = len(self.rows)
        sizes = np.zeros(count, np.int64)
        lasts = np.zeros(count, np.uint32)
        digests = np.zeros(count, np.uint64)
        keys = np.zeros((shape.bands if shape else 0, count), np.uint32)

        def work(part: slice) -> NDArray[np.uint64]:
            lengths = self.lengths[part]
            codes, ends = self.read(self.rows[part], lengths)
            lasts[part] = np.where(lengths > 0, codes.take(ends - 2, mode="clip"), np.uint32(0))
            folded, size = self.kernel.fold(codes, ends)
            sizes[part] = size
            digests[part] = self._digests(codes, lengths, folded, size, short)
            if shape:
                # Short rows are signed too, for nothing: to take them out first costs half of the signing.
                self.kernel.band_keys(folded, size, shape, keys[:, part])
            if marks_from is None:
                return np.zeros(0, np.uint64)
            marks, owners = self.kernel.fingerprints(folded, size)
            long = size[owners] >= marks_from
            owner = (owners[long] + part.start).astype(np.uint64)
            packed: NDArray[np.uint64] = (marks[long].astype(np.uint64) << np.uint64(32)) | owner
            return packed

        found = list(self._each(work))
        return Scan(sizes, lasts, digests, keys, np.concatenate([np.zeros(0, np.uint64), *found]))

    def _each(self, work: Callable[[slice], NDArray[np.uint64]]) -> Iterator[NDArray[np.uint64]]:
        if self.threads == 1:
            yield from map(work, self.batches())
            return
        with ThreadPoolExecutor(self.threads) as pool:
            yield from pool.map(work, self.batches())

    def _digests(
        self,
        codes: NDArray[np.uint32],
        lengths: NDArray[np.int64],
        folded: NDArray[np.uint32],
        sizes: NDArray[np.int64],
        short: int,
    ) -> NDArray[np.uint64]:
        """Digests of the folded rows; those of short ones of the rows as they stand."""
        import numpy as np

        digests = self.kernel.digests(folded, sizes)
        small = sizes < short
        if small.any():
            standing = np.repeat(small, lengths + 1)
            plain = self.kernel.digests(codes[standing], lengths[small] + 1)
            digests[small] = plain ^ np.uint64(_SHORT_SALT)
        return digests
