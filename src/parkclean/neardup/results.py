"""What a search for repeats found, in a form that can be questioned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parkclean.neardup.interchange import Index

Kind = Literal["exact", "contained", "near"]

KINDS: tuple[Kind, ...] = ("exact", "near", "contained")


class Finding(NamedTuple):
    """One paragraph that repeats another one.

    start, end: the span of the repeated paragraph; kept_start, kept_end: the span of the copy that stays, in the same
        text.
    similarity: exact Jaccard of the folded character 5-grams; for contained pieces the containment.
    differences: the spans that differ, as (here, there).
    dropped: False for a borderline case, which was seen and kept.
    """

    kind: Kind
    start: int
    end: int
    text: str
    kept_start: int
    kept_end: int
    similarity: float
    differences: tuple[tuple[str, str], ...]
    dropped: bool


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that repeats a kept row, with the reason.

    row, kept_row: row numbers; kind: how it repeats.
    similarity: exact Jaccard of the folded character 5-grams; for contained pieces 1.0, the containment.
    """

    row: int
    kept_row: int
    kind: Kind
    similarity: float
    _rows: Sequence[str] = field(repr=False, compare=False)

    @property
    def differences(self) -> tuple[tuple[str, str], ...]:
        """The spans that differ, as (this row, the kept row), folded; worked out when asked for."""
        from parkclean.neardup.decision import differences, place
        from parkclean.neardup.shingles import fold_row

        if self.kind == "exact":
            return ()
        a, b = fold_row(self._rows[self.row]), fold_row(self._rows[self.kept_row])
        if self.kind == "contained":
            found = place(a, b)
            return () if found is None else ((("", b[: found.start]), ("", b[found.end :])))
        return tuple((a[d.i : d.j], b[d.k : d.m]) for d in differences(a, b))


@dataclass(frozen=True)
class Deduped:
    """The answer of `parkclean.dedup`: which rows stay, which go because of what, and what was nearly dropped.

    kept: row numbers, rising; `dropped`: one `Duplicate` for every other row.
    too_common: kept rows of a template that stands in so many rows that not all of them were compared.
    threshold, differences: what was asked.

    >>> found = dedup([
    ...     "园区今年新建了三座实验室，全部免费向学生开放。",
    ...     "园区今年新建了三座实验室,全部免费向学生开放.",
    ... ])
    >>> found
    Deduped(2 rows: 1 kept; dropped: 1 exact)
    >>> found.dropped[0]
    Duplicate(row=1, kept_row=0, kind='exact', similarity=1.0)
    """

    rows: Sequence[str] = field(repr=False)
    threshold: float
    differences: Literal["copying", "any"]
    kept_of: NDArray[np.int64] = field(repr=False)
    kinds: NDArray[np.uint8] = field(repr=False)
    scores: NDArray[np.float64] = field(repr=False)
    nearly: dict[int, tuple[int, Kind, float]] = field(repr=False)
    too_common: tuple[int, ...] = field(repr=False)

    @cached_property
    def kept(self) -> list[int]:
        """The numbers of the rows that stay, rising."""
        import numpy as np

        found: list[int] = np.flatnonzero(self.kept_of == np.arange(self.kept_of.size)).tolist()
        return found

    @cached_property
    def dropped(self) -> list[Duplicate]:
        """The rows that go, rising."""
        import numpy as np

        gone = np.flatnonzero(self.kept_of != np.arange(self.kept_of.size))
        there, kinds = self.kept_of[gone].tolist(), self.kinds[gone].tolist()
        return [
            Duplicate(row, kept, KINDS[kind], score, self.rows)
            for row, kept, kind, score in zip(gone.tolist(), there, kinds, self.scores[gone].tolist(), strict=True)
        ]

    @cached_property
    def clusters(self) -> list[list[int]]:
        """Rows that belong together, for reading: a kept row first, then what went because of it."""
        found: dict[int, list[int]] = {}
        for gone in self.dropped:
            found.setdefault(gone.kept_row, [gone.kept_row]).append(gone.row)
        return [found[row] for row in sorted(found)]

    def borderline(self, n: int = 10) -> list[Duplicate]:
        """The `n` rows that were most nearly dropped, the most alike first: they stay because of what differs."""
        order = sorted(self.nearly.items(), key=lambda item: (-item[1][2], item[0]))[: max(0, n)]
        return [Duplicate(row, kept, kind, score, self.rows) for row, (kept, kind, score) in order]

    def index(self) -> Index:
        """The kept rows in a datasketch `MinHashLSH` that tells whether a new row has been seen."""
        from parkclean.neardup.interchange import Index

        return Index.of([self.rows[n] for n in self.kept], keys=self.kept, threshold=self.threshold)

    def __len__(self) -> int:
        return len(self.kept)

    def _repr_html_(self) -> str:
        from parkclean.report.cells import deduped_cell

        return deduped_cell(self)

    def __repr__(self) -> str:
        import numpy as np

        gone = self.kept_of != np.arange(self.kept_of.size)
        counts = np.bincount(self.kinds[gone], minlength=len(KINDS)).tolist()
        dropped = ", ".join(f"{count:,} {kind}" for kind, count in zip(KINDS, counts, strict=True) if count)
        parts = [f"{self.kept_of.size:,} rows: {self.kept_of.size - sum(counts):,} kept"]
        parts += [f"dropped: {dropped}"] if dropped else []
        parts += [f"borderline: {len(self.nearly):,}"] if self.nearly else []
        parts += [f"too common to compare: {len(self.too_common):,}"] if self.too_common else []
        return f"Deduped({'; '.join(parts)})"
