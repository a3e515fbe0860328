"""pandas: `import parkclean.adapters.pandas`, and every Series of text has `.parkclean`.

A DataFrame has none: name the column (`frame["text"].parkclean`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from parkclean.adapters.values import Cleaner, DedupOptions, absent, changes, checked, dedup_values, in_parts
from parkclean.api import explain
from parkclean.neardup.results import Deduped
from parkclean.pipeline import Options, pipeline

try:
    import pandas as pd
except ImportError as error:
    raise absent("pandas", "pandas", error) from error


@pd.api.extensions.register_series_accessor("parkclean")
class SeriesAccessor:
    """What `series.parkclean` is, for dtype object, str and string (kept in Python or in Arrow).

    >>> import pandas as pd
    >>> texts = pd.Series(["雨停\\u200b了。", None], index=["a", "b"], name="text")
    >>> texts.parkclean.clean().tolist()
    ['雨停了。', nan]

    Missing values (None, NaN, pd.NA) stay as they are; of categories that are text the result is text, as with `.str`.
    Raises AttributeError for a Series of another dtype, as `.str` does.
    """

    def __init__(self, series: pd.Series) -> None:
        if isinstance(series.dtype, pd.CategoricalDtype):
            series = series.astype(series.cat.categories.dtype)
        if series.dtype != object and series.dtype.type is not str:
            raise AttributeError(f"Can only use .parkclean with text (object, str, string), not {series.dtype}")
        self._series = series

    def clean(self, **options: Unpack[Options]) -> pd.Series:
        """A Series of clean texts with the same index, name and dtype; the data itself is shared if no text changed.

        Options as for `parkclean.clean`.
        Raises TypeError that names the index label of a value that is neither text nor missing.
        """
        new = changes(self._values(), Cleaner(**options), pd.isna, self._place)
        found = self._series.copy()  # of references: texts, and buffers of Arrow, are not copied
        if new:
            found.iloc[list(new)] = list(new.values())
        return found

    def explain(self, **options: Unpack[Options]) -> pd.Series:
        """A Series of `Document`, with the same index and name, dtype object; options and errors as for `clean`."""
        pipeline(options)
        found = [
            explain(value, **options) if isinstance(value, str) else checked(value, row, pd.isna, self._place)
            for row, value in enumerate(self._values())
        ]
        return pd.Series(found, index=self._series.index, dtype=object, name=self._series.name)

    def dedup(self, **options: Unpack[DedupOptions]) -> Deduped:
        """Which rows repeat another one; row numbers are positions: `frame.iloc[found.kept]`.

        Missing values are kept and repeat nothing.
        Options and the rest as for `parkclean.dedup`; errors as for `clean`.
        """
        return dedup_values(self._values(), pd.isna, self._place, options)

    def _values(self) -> Iterator[object]:
        return in_parts(len(self._series), lambda part: self._series.iloc[part].to_numpy(dtype=object).tolist())

    def _place(self, row: int) -> str:
        label = self._series.index[row : row + 1].tolist()[0]  # of Python's types: 5, not np.int64(5)
        return f"the value at index label {label!r}"
