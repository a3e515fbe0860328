"""Parquet files as streams of rows, and back into a file of the same schema, metadata, row groups and compression.

Apache Arrow (the extra `parquet`) reads and writes them; one batch of rows is read at a time, one row group written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self, cast

from parkclean.decoding import DecodeError, Decoding, decode
from parkclean.document import Document
from parkclean.formats.jsonline import Note
from parkclean.formats.kinds import MIB, Kind, shown_size
from parkclean.formats.packed import BOMB_RATIO, BOMB_SIZE, AnyPath
from parkclean.formats.records import Record

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 16 * MIB
"""Bytes of a row group, by its own account, that are read at a time."""
BATCH_ROWS = 4096
GROUP = 256 * MIB
"""Bytes of rows that are held for a row group; a larger one is written as several."""


class RowRecord(Record):
    """A row: `batch` and `row` say where it stands."""

    __slots__ = ("batch", "row")

    def __init__(self, number: int, batch: Batch, row: int, document: Document | None, reason: str) -> None:
        super().__init__(number, document, reason)
        self.batch = batch
        self.row = row

    def pieces(self) -> Iterator[bytes]:
        """The text, which is all of a row that has bytes of its own."""
        value = self.batch.texts[self.row]
        yield value.encode("utf-8") if isinstance(value, str) else value or b""

    def note(self, text: str | None) -> Note | None:
        decoding = self.document.decoding if self.document else None
        return decoding.to_dict() if decoding else None


class Batch:
    """Some neighbouring rows. texts: the values of the text column; bytes where one is not UTF-8."""

    def __init__(self, rows: pa.RecordBatch, group: int, texts: Sequence[str | bytes | None]) -> None:
        self.rows = rows
        self.group = group
        self.texts = texts


@contextmanager
def _told() -> Iterator[None]:
    """Arrow's errors as DecodeError; those of the disk stay what they are."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        what = str(error).partition("\n")[0].rstrip(".")
        raise DecodeError(f"damaged parquet data: {what}; copy or download the file again") from None


class RowRecords:
    """The rows of a file; see `parkclean.formats.records.open_records`."""

    def __init__(self, path: AnyPath, kind: Kind, *, text_key: str, limit: int) -> None:
        if kind.compression:
            raise DecodeError(f"parquet inside {kind.compression}: unpack it first; it is compressed by itself")
        try:
            import pyarrow.parquet
        except ImportError:
            raise DecodeError("parquet needs pyarrow: pip install 'parkclean[parquet]'") from None
        self.path = path
        self.key = text_key
        self._limit = limit
        self._open = pyarrow.parquet.ParquetFile

    def __enter__(self) -> Self:
        with open(self.path, "rb"):
            pass  # the system's words if there is no such file
        with _told():
            self.file = self._open(os.fspath(cast("str", self.path)))
            self.schema: pa.Schema = self.file.schema_arrow
        try:
            self._check()
        except DecodeError:
            self.file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()

    def _check(self) -> None:
        """Raise DecodeError if there is no column of texts, or the data is far larger than its file."""
        import pyarrow as pa

        places = self.schema.get_all_field_indices(self.key)
        if not places:
            names = ", ".join(self.schema.names[:20])
            raise DecodeError(f'has no column "{self.key}"; name the column of the text with --text-key: {names}')
        if len(places) > 1:
            raise DecodeError(f'has the column "{self.key}" twice')
        self.column: int = places[0]
        kind = self.schema.field(self.column).type
        value = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not any(
            test(value)
            for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
        ):
            raise DecodeError(f'the column "{self.key}" holds {kind}, not text; name another one with --text-key')
        meta = self.file.metadata
        size = sum(meta.row_group(n).total_byte_size for n in range(meta.num_row_groups))
        if size > max(BOMB_SIZE, BOMB_RATIO * os.path.getsize(self.path)):
            sizes = f"{shown_size(size)} from {shown_size(os.path.getsize(self.path))}"
            raise DecodeError(f"a decompression bomb: {sizes} of parquet; unpack it first if it is sound")

    def __iter__(self) -> Iterator[Record]:
        number = 0
        for batch in self._batches():
            for row, text in enumerate(batch.texts):
                yield self._record(number, batch, row, text)
                number += 1

    def _batches(self) -> Iterator[Batch]:
        meta = self.file.metadata
        for group in range(meta.num_row_groups):
            info = meta.row_group(group)
            if not info.num_rows:
                continue
            rows = max(1, min(BATCH_ROWS, BATCH * info.num_rows // max(1, info.total_byte_size)))
            batches = self.file.iter_batches(rows, row_groups=[group], use_threads=False)
            while True:
                with _told():
                    batch = next(batches, None)
                    if batch is None:
                        break
                    texts = _texts(batch.column(self.column))
                yield Batch(batch, group, texts)

    def _record(self, number: int, batch: Batch, row: int, text: str | bytes | None) -> Record:
        if text is None:
            return RowRecord(number, batch, row, None, f'"{self.key}" is null, not a text')
        # Three bytes a character are the most that a text of two gigabytes in Arrow can have on average.
        if len(text) * 4 > self._limit and (size := _size(text)) > self._limit:
            reason = f"text of {shown_size(size)}: larger than --max-document ({shown_size(self._limit)})"
            return RowRecord(number, batch, row, None, reason)
        if isinstance(text, str):
            return RowRecord(number, batch, row, Document(text, text), "")
        try:
            return RowRecord(number, batch, row, decode(text), "")
        except DecodeError as error:
            return RowRecord(number, batch, row, None, str(error))


def _size(text: str | bytes) -> int:
    return len(text if isinstance(text, bytes) else text.encode("utf-8"))


def _texts(column: pa.Array) -> Sequence[str | bytes | None]:
    """The values of a column; bytes where one is not UTF-8, which Arrow does not check."""
    import pyarrow as pa

    try:
        return cast("list[str | None]", column.to_pylist())
    except UnicodeDecodeError:
        values = (column.dictionary_decode() if pa.types.is_dictionary(column.type) else column).cast(pa.large_binary())
        return [_text(value) for value in values.to_pylist()]


def _text(value: bytes | None) -> str | bytes | None:
    try:
        return None if value is None else value.decode("utf-8")
    except UnicodeDecodeError:
        return value


# --- writing ------------------------------------------------------------------------------------------------------


class RowWriter:
    """See `parkclean.formats.records.open_writer`."""

    def __init__(self, path: AnyPath, like: RowRecords) -> None:
        self._path = path
        self._like = like
        self._batch: Batch | None = None
        self._kept: list[int] = []
        self._new: dict[int, str | bytes] = {}
        self._group: list[pa.RecordBatch] = []
        self._group_size = 0

    def __enter__(self) -> Self:
        import pyarrow.parquet

        self._file = open(self._path, "wb")
        try:
            self._writer = pyarrow.parquet.ParquetWriter(self._file, self._like.schema, **_options(self._like))
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._end_batch()
                self._end_group()
            self._writer.close()
        finally:
            self._file.close()

    def write(self, record: Record, text: str | None) -> None:
        document = record.document
        if text is None:
            self._go_to(cast(RowRecord, record).batch)
        elif document is None or text == document.text:
            self.keep(record)
        else:
            text.encode("utf-8")  # raises for a lone surrogate, which no column holds
            self._keep(cast(RowRecord, record), text)

    def keep(self, record: Record) -> None:
        document = record.document
        new = document.text if document is not None and document.decoding is not None else None
        self._keep(cast(RowRecord, record), new)

    def restore(self, record: Record, old: str, note: Note | None) -> None:
        if note and "encoding" in note:
            self._keep(cast(RowRecord, record), Decoding.from_dict(note).encode(old))
        else:
            self.write(record, old)

    def copy(self, stream: IO[bytes], size: int) -> None:
        raise ValueError("a table has no rows that are no records")

    def _keep(self, record: RowRecord, new: str | bytes | None) -> None:
        self._go_to(record.batch)
        self._kept.append(record.row)
        if new is not None:
            self._new[record.row] = new

    def _go_to(self, batch: Batch) -> None:
        before = self._batch
        if batch is before:
            return
        self._end_batch()
        if before is not None and before.group != batch.group:
            self._end_group()
        self._batch = batch

    def _end_batch(self) -> None:
        """Put the rows that stay, with their new texts, into the row group."""
        batch = self._batch
        if batch is None:
            return
        rows = batch.rows
        if self._new:
            column, like = self._like.column, self._like
            texts = [self._new.get(row, text) for row, text in enumerate(batch.texts)]
            field = like.schema.field(column)
            rows = rows.set_column(column, field, _column(texts, field.type))
        for start, end in _runs(self._kept):
            self._group.append(rows.slice(start, end - start))
        self._group_size += rows.nbytes
        self._batch, self._kept, self._new = None, [], {}
        if self._group_size > GROUP:
            self._end_group()

    def _end_group(self) -> None:
        import pyarrow as pa

        if self._group:
            table = pa.Table.from_batches(self._group, self._like.schema)
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._group, self._group_size = [], 0


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring numbers together, as start and end."""
    start = 0
    for n in range(1, len(rows) + 1):
        if n == len(rows) or rows[n] != rows[n - 1] + 1:
            yield rows[start], rows[n - 1] + 1
            start = n


def _column(texts: Sequence[str | bytes | None], kind: pa.DataType) -> pa.Array:
    """A column of this type; bytes that are not UTF-8 go into it as they are."""
    import pyarrow as pa

    dictionary = pa.types.is_dictionary(kind)
    value = kind.value_type if dictionary else kind
    if any(isinstance(text, bytes) for text in texts):
        like = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}.get(value, pa.binary_view())
        column = pa.array([text.encode("utf-8") if isinstance(text, str) else text for text in texts], like).view(value)
    else:
        column = pa.array(texts, value)
    if not dictionary:
        return column
    coded = column.dictionary_encode()
    indices = coded.indices.cast(kind.index_type)
    return pa.DictionaryArray.from_arrays(indices, coded.dictionary, ordered=kind.ordered)


def _options(like: RowRecords) -> dict[str, object]:
    """How to write the file as the other one was written, as far as its metadata tells."""
    meta = like.file.metadata
    options: dict[str, object] = {
        "store_schema": b"ARROW:schema" in (meta.metadata or {}),
        # Elements of lists keep the name they have; the other setting would rename them.
        "use_compliant_nested_type": False,
    }
    if meta.num_row_groups:
        group = meta.row_group(0)
        columns = [group.column(n) for n in range(group.num_columns)]
        options["compression"] = {c.path_in_schema: _CODECS.get(c.compression, "NONE") for c in columns}
        options["use_dictionary"] = [c.path_in_schema for c in columns if c.has_dictionary_page]
        options["write_statistics"] = [c.path_in_schema for c in columns if c.is_stats_set]
        options["use_deprecated_int96_timestamps"] = any(c.physical_type == "INT96" for c in columns)
    return options


_CODECS = {name: name for name in ("SNAPPY", "GZIP", "BROTLI", "LZ4", "ZSTD")}
