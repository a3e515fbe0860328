"""What every adapter needs: a cleaner that travels, and columns of texts with missing values among them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from parkclean.pipeline import Options, pipeline

if TYPE_CHECKING:
    from parkclean.neardup.results import Deduped
    from parkclean.neardup.scan import KernelName

Missing = Callable[[object], bool]
Place = Callable[[int], str]

PART = 32
"""Rows that become Python objects together."""

_turn = RLock()
"""Held by the thread that cleans: polars and DuckDB call from several, and threads that pass Python's own lock to and
fro at each operation of numpy take up to half as much time again."""


def _new_turn() -> None:
    global _turn
    _turn = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_new_turn)  # the thread that held it is not there


class DedupOptions(TypedDict, total=False):
    """The options of `parkclean.dedup`."""

    threshold: float
    differences: Literal["copying", "any"]
    scope: Literal["paragraphs", "documents"]
    contained: bool | None
    kernel: KernelName
    batch: int
    threads: int


class Cleaner:
    """`parkclean.clean` with its options, which are checked once: a callable on `str` that can be pickled.

    Two with the same options are equal and are pickled to the same bytes, in any process: caches may go by them.
    The version is among the bytes, because another version may clean otherwise.
    Raises TypeError for an unknown option, ValueError for an unknown rule or script.
    """

    def __init__(self, **options: Unpack[Options]) -> None:
        run = pipeline(options)
        self.options = options
        self._run: Callable[[str], str] = run
        if options.get("format", "text") != "text":
            from parkclean.api import clean

            self._run = partial(clean, **options)

    def __call__(self, text: str) -> str:
        """The clean text; the same object if there is nothing to do."""
        return self._run(text)

    def key(self) -> tuple[tuple[str, object], ...]:
        """The options in one order; how they were written, and defaults, make no difference."""
        told: dict[str, object] = {}
        for name, value in self.options.items():
            if isinstance(value, str) or value is None:
                told[name] = value
            elif isinstance(value, Iterable):
                told[name] = tuple(sorted(set(value)))
        defaults = {"select": None, "skip": (), "script": "auto", "format": "text"}
        return tuple(sorted((name, value) for name, value in told.items() if value != defaults[name]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cleaner) and self.key() == other.key()

    def __hash__(self) -> int:
        return hash(self.key())

    def __reduce__(self) -> tuple[object, ...]:
        from parkclean import __version__

        return _cleaner, (self.key(), __version__)

    def __repr__(self) -> str:
        return f"Cleaner({', '.join(f'{name}={value!r}' for name, value in self.key())})"


def _cleaner(key: tuple[tuple[str, object], ...], version: str) -> Cleaner:
    """Undo `Cleaner.__reduce__`; the version only tells caches apart."""
    return Cleaner(**dict(key))  # type: ignore[arg-type]


def changes(values: Iterable[object], clean: Callable[[str], str], missing: Missing, place: Place) -> dict[int, str]:
    """The clean texts of the rows that changed; missing values are passed over.

    missing: whether a value that is no str stands for nothing.
    place: what to call a row in the error.
    Raises TypeError for a value that is neither text nor missing.
    """
    found: dict[int, str] = {}
    numbered = enumerate(values)
    while part := list(islice(numbered, PART)):
        with _turn:
            for row, value in part:
                if not isinstance(value, str):
                    checked(value, row, missing, place)
                elif (new := clean(value)) is not value:
                    found[row] = new
    return found


def put(values: Iterable[object], new: Mapping[int, str]) -> list[object]:
    """The values, with new ones in some rows."""
    found = list(values)
    for row, text in new.items():
        found[row] = text
    return found


def in_parts(size: int, read: Callable[[slice], Iterable[object]]) -> Iterator[object]:
    """The values of a column whose texts are no Python objects yet, a few at a time.

    Texts that are made, cleaned and forgotten stay in the cache; to make all of them first takes twice as long.
    """
    for start in range(0, size, PART):
        yield from read(slice(start, start + PART))


def checked(value: object, row: int, missing: Missing, place: Place) -> object:
    """The value, if it is missing. Raises TypeError if it is not."""
    if not missing(value):
        raise TypeError(f"{place(row)} is {type(value).__name__}, not text; convert it to str, or drop it")
    return value


def is_none(value: object) -> bool:
    """None alone is missing: Arrow and polars have no other."""
    return value is None


def dedup_values(values: Iterable[object], missing: Missing, place: Place, options: DedupOptions) -> Deduped:
    """`parkclean.dedup` over the texts; row numbers count the missing values, which stay and repeat nothing."""
    from parkclean.neardup.across import dedup

    texts: list[str] = []
    rows: list[int] = []
    size = 0
    for row, value in enumerate(values):
        size += 1
        if isinstance(value, str):
            texts.append(value)
            rows.append(row)
        else:
            checked(value, row, missing, place)
    found = dedup(texts, **options)
    return found if size == len(rows) else _spread(found, rows, size)


def _spread(found: Deduped, rows: list[int], size: int) -> Deduped:
    """The same answer with other row numbers: row n of `found` is `rows[n]` of `size`."""
    from dataclasses import replace

    import numpy as np

    where = np.array(rows, np.int64)
    texts = [""] * size
    for row, text in zip(rows, found.rows, strict=True):
        texts[row] = text
    kept_of, kinds, scores = np.arange(size), np.zeros(size, np.uint8), np.ones(size)
    kept_of[where], kinds[where], scores[where] = where[found.kept_of], found.kinds, found.scores
    return replace(
        found,
        rows=texts,
        kept_of=kept_of,
        kinds=kinds,
        scores=scores,
        nearly={rows[row]: (rows[kept], kind, score) for row, (kept, kind, score) in found.nearly.items()},
        too_common=tuple(rows[row] for row in found.too_common),
    )


def absent(library: str, extra: str, error: ImportError) -> ImportError:
    """One sentence for a library that is not installed, or lacks a part."""
    return ImportError(
        f"parkclean.adapters.{extra} needs {library} ({error}): pip install 'parkclean[{extra}]'", name=error.name
    )
