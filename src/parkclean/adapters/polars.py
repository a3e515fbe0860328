"""polars: `import parkclean.adapters.polars`, and every Series and expression has `.parkclean`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Unpack

from parkclean.adapters.values import Cleaner, DedupOptions, absent, changes, dedup_values, in_parts, is_none
from parkclean.api import explain
from parkclean.document import Document
from parkclean.neardup.results import Deduped
from parkclean.pipeline import Options, pipeline

try:
    import polars as pl
except ImportError as error:
    raise absent("polars", "polars", error) from error


@pl.api.register_series_namespace("parkclean")
class SeriesNamespace:
    """What `series.parkclean` is, for String; nulls stay null.

    >>> import polars as pl
    >>> pl.Series("text", ["雨停\\u200b了。", None]).parkclean.clean().to_list()
    ['雨停了。', None]
    """

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def clean(self, **options: Unpack[Options]) -> pl.Series:
        """A Series of clean texts of the same name; the same buffers if no text changed.

        Options as for `parkclean.clean`.
        Raises TypeError if the Series is not of String.
        """
        return _clean(self._series, Cleaner(**options))

    def explain(self, **options: Unpack[Options]) -> list[Document | None]:
        """A `Document` for each text, None for null; options and errors as for `clean`."""
        pipeline(options)
        return [None if text is None else explain(text, **options) for text in _texts(self._series)]

    def dedup(self, **options: Unpack[DedupOptions]) -> Deduped:
        """Which rows repeat another one: `frame[found.kept]` are those that stay.

        Nulls are kept and repeat nothing.
        Options and the rest as for `parkclean.dedup`; errors as for `clean`.
        """
        return dedup_values(_texts(self._series), is_none, "row {}".format, options)


@pl.api.register_expr_namespace("parkclean")
class ExpressionNamespace:
    """What `pl.col("text").parkclean` is; works in lazy frames, too.

    >>> import polars as pl
    >>> frame = pl.LazyFrame({"text": ["雨停\\u200b了。", None]})
    >>> frame.with_columns(pl.col("text").parkclean.clean()).collect()["text"].to_list()
    ['雨停了。', None]

    To drop repeats all rows must be there: collect, and ask the Series (`frame[frame["text"].parkclean.dedup().kept]`).
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def clean(self, **options: Unpack[Options]) -> pl.Expr:
        """Clean texts, row by row, so that the engine may stream; nulls stay null.

        Options and errors as for `Series.parkclean.clean`; polars passes the error on as its own ComputeError.
        """
        work = partial(_clean, clean=Cleaner(**options))
        return self._expression.map_batches(work, return_dtype=pl.String, is_elementwise=True)


def _clean(series: pl.Series, clean: Cleaner) -> pl.Series:
    new = changes(_texts(series), clean, is_none, "row {}".format)
    found = series.cast(pl.String)  # shares the buffers
    return found.scatter(list(new), list(new.values())) if new else found


def _texts(series: pl.Series) -> Iterator[str | None]:
    if series.dtype not in (pl.String, pl.Null):
        raise TypeError(f"column {series.name!r} is {series.dtype}, not String; cast it first: .cast(pl.String)")
    return in_parts(len(series), lambda part: series[part].to_list())  # type: ignore[return-value]
