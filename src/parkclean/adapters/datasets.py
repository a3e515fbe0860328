"""Hugging Face datasets: a callable for `Dataset.map`, batched or not, and for `IterableDataset.map`.

Nothing here imports `datasets`: it works on what `map` hands over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from parkclean.adapters.values import Cleaner, changes, is_none, put
from parkclean.pipeline import Options


class BatchCleaner:
    """Cleans one column: `dataset.map(BatchCleaner(text="text"), batched=True, num_proc=2)`.

    >>> BatchCleaner()({"id": [1, 2], "text": ["雨停\\u200b了。", None]})
    {'text': ['雨停了。', None]}

    text: the column's name; other columns are not touched.
    Options as for `parkclean.clean`, checked here and now.
    It can be pickled, and to the same bytes in every process, so that `map` finds its cache again; another version of
    parkclean is another fingerprint.
    """

    def __init__(self, *, text: str = "text", **options: Unpack[Options]) -> None:
        self.text = text
        self.clean = Cleaner(**options)

    def __call__(self, batch: Mapping[str, object]) -> dict[str, object]:
        """The clean column of a batch (a list) or of one example (a str); None stays None.

        A frame of pandas comes back whole.

        Raises KeyError if there is no such column, TypeError for a value that is neither str nor None.
        """
        if hasattr(batch, "schema") and hasattr(batch, "to_pylist"):
            raise TypeError("a batch of format 'arrow' goes to parkclean.adapters.arrow.clean_batch")
        if not hasattr(batch, "keys"):
            raise TypeError(f"a batch is a dict of columns, not {type(batch).__name__}: no input_columns, no format")
        if self.text not in batch:
            raise KeyError(f"no column {self.text!r}, only {', '.join(batch)}; say BatchCleaner(text=...)")
        values = batch[self.text]
        if values is None or isinstance(values, str):
            return {self.text: values if values is None else self.clean(values)}
        if hasattr(batch, "assign"):  # a frame of pandas, whose missing values are NaN or pd.NA
            from parkclean.adapters.pandas import SeriesAccessor

            frame: dict[str, object] = batch.assign(**{self.text: SeriesAccessor(values).clean(**self.clean.options)})
            return frame
        new = changes(values, self.clean, is_none, self._place)  # type: ignore[arg-type]
        return {self.text: put(values, new) if new else values}  # type: ignore[arg-type]

    def _place(self, row: int) -> str:
        return f"row {row} of the batch, column {self.text!r},"

    def __reduce__(self) -> tuple[object, ...]:
        return _batch_cleaner, (self.text, self.clean)

    def __repr__(self) -> str:
        options = "".join(f", {name}={value!r}" for name, value in self.clean.key())
        return f"BatchCleaner(text={self.text!r}{options})"


def _batch_cleaner(text: str, clean: Cleaner) -> BatchCleaner:
    """Undo `BatchCleaner.__reduce__`."""
    return BatchCleaner(text=text, **clean.options)
