"""Arrow: arrays, record batches and tables in, the same out; for DuckDB, Ray Data, Spark and whatever speaks Arrow.

| who | how |
|---|---|
| DuckDB | `db.create_function("clean", lambda texts: clean_array(texts), ["VARCHAR"], "VARCHAR", type="arrow")` |
| Ray Data | `dataset.map_batches(clean_batch, batch_format="pyarrow", fn_kwargs={"text": "text"})` |
| Spark | `frame.mapInArrow(partial(clean_batches, text="text"), frame.schema)` |
| readers of Arrow streams | `clean_batches(reader)` |

Text is string, large_string, string_view, and dictionaries of these; type, nulls, names and metadata stay.
DuckDB counts parameters, options included, hence the lambda, which may fill them in.
What did not change is not copied: a batch without damage comes back as the same object, and the other columns of a
damaged one keep their buffers.
Nothing here imports `pyarrow` before it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import is_
from typing import TYPE_CHECKING, TypeVar, Unpack

from parkclean.adapters.values import Cleaner, changes, in_parts, is_none, put
from parkclean.pipeline import Options, unknown

if TYPE_CHECKING:
    import pyarrow as pa

# Names that are there at run time: DuckDB evaluates the signature of a function it is given.
Column = TypeVar("Column", bound="pa.Array | pa.ChunkedArray")
Batch = TypeVar("Batch", bound="pa.RecordBatch | pa.Table")


def clean_array(array: Column, **options: Unpack[Options]) -> Column:
    """Clean an Array or ChunkedArray of text; the same object if no text changed.

    >>> import pyarrow as pa
    >>> clean_array(pa.array(["雨停\\u200b了。", None])).to_pylist()
    ['雨停了。', None]

    Options as for `parkclean.clean`.
    Raises TypeError if it holds no text, ValueError naming the row for bytes that are no UTF-8.
    """
    return _Columns(Cleaner(**options)).clean(array)


def clean_batch(batch: Batch, *, text: str = "text", **options: Unpack[Options]) -> Batch:
    """Clean one column of a RecordBatch or Table; the same object if no text changed.

    text: the column's name.
    Options as for `parkclean.clean`.
    Raises ValueError if there is no such column, or two of them; the rest as for `clean_array`.
    """
    return _clean_batch(batch, text, _Columns(Cleaner(**options)))


def clean_batches(batches: Iterable[Batch], *, text: str = "text", **options: Unpack[Options]) -> Iterator[Batch]:
    """Clean record batches one by one, taking the next only when it is asked for: a generator.

    Arguments and errors as for `clean_batch`; a wrong option is found before the first batch is taken.
    """
    columns = _Columns(Cleaner(**options))
    return (_clean_batch(batch, text, columns) for batch in batches)


def _clean_batch(batch: Batch, text: str, columns: _Columns) -> Batch:
    at = batch.schema.get_all_field_indices(text)
    if not at:
        raise ValueError(unknown("column", text, batch.schema.names))
    if len(at) > 1:
        raise ValueError(f"{len(at)} columns are called {text!r}; rename all but one")
    old = batch.column(at[0])
    new = columns.clean(old)
    found: Batch = batch if new is old else batch.set_column(at[0], batch.schema.field(at[0]), new)
    return found


class _Columns:
    """Cleans arrays one after another; a dictionary that comes again is cleaned once."""

    def __init__(self, clean: Cleaner) -> None:
        self.cleaner = clean
        self._dictionary: pa.Array | None = None
        self._answer: tuple[pa.Array, pa.Array] | None = None

    def clean(self, array: Column) -> Column:
        import pyarrow as pa

        old = array.chunks if isinstance(array, pa.ChunkedArray) else [array]  # each look at chunks makes new objects
        new = [self._array(chunk) for chunk in old]
        if all(map(is_, new, old)):
            return array
        found: Column = pa.chunked_array(new, type=array.type) if isinstance(array, pa.ChunkedArray) else new[0]
        return found

    def _array(self, array: pa.Array) -> pa.Array:
        import pyarrow as pa

        if pa.types.is_null(array.type):
            return array
        if pa.types.is_dictionary(array.type) and _is_text(array.type.value_type):
            return self._encoded(array)
        if not _is_text(array.type):
            raise TypeError(f"not text but {array.type}; cast it to string first")
        new = changes(_values(array), self.cleaner, is_none, "row {}".format)
        return _replaced(array, new) if new else array

    def _encoded(self, array: pa.DictionaryArray) -> pa.DictionaryArray:
        """Clean the dictionary; entries that became equal are merged, because readers want them distinct."""
        import pyarrow as pa

        if self._dictionary is None or not array.dictionary.equals(self._dictionary):
            self._dictionary, self._answer = array.dictionary, self._translate(array)
        if self._answer is None:
            return array
        dictionary, translation = self._answer
        return pa.DictionaryArray.from_arrays(translation.take(array.indices), dictionary, ordered=array.type.ordered)

    def _translate(self, array: pa.DictionaryArray) -> tuple[pa.Array, pa.Array] | None:
        """The clean dictionary, and for each old entry its number there; None if no entry changed."""
        import pyarrow as pa

        new = changes(_values(array.dictionary), self.cleaner, is_none, "dictionary entry {}".format)
        if not new:
            return None
        values = put(_values(array.dictionary), new)
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        return (
            pa.array(list(numbers), type=array.type.value_type),
            pa.array([numbers[value] for value in values], type=array.type.index_type),
        )


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _replaced(array: pa.Array, new: Mapping[int, str]) -> pa.Array:
    """The array with new texts in some rows; what lies between them is copied as it is, and never becomes Python's."""
    import pyarrow as pa

    texts = pa.array(list(new.values()), type=array.type)
    parts = []
    start = 0
    for number, row in enumerate(new):
        parts += [array[start:row], texts[number : number + 1]]
        start = row + 1
    return pa.concat_arrays([*parts, array[start:]])


def _values(array: pa.Array) -> Iterator[object]:
    """The texts as Python objects. Arrow does not check its bytes, so this is where bad ones are found."""
    try:
        yield from in_parts(len(array), lambda part: array[part].to_pylist())
    except UnicodeDecodeError:
        raise ValueError(
            f"row {_bad(array)} is no UTF-8; read it as binary, and give parkclean.explain the bytes"
        ) from None


def _bad(array: pa.Array) -> int:
    for row, value in enumerate(array):
        try:
            value.as_py()
        except UnicodeDecodeError:
            return row
    return -1
