"""Files of many documents as streams: JSON lines, and texts with one document a line.

One record is held at a time. What stands in a JSON line is the business of `jsonline.py`, tables that of `table.py`,
and what becomes of a record that holds no text is decided by whoever reads it.
"""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack
from itertools import pairwise
from types import TracebackType
from typing import IO, NamedTuple, Protocol, Self, cast

from parkclean.decoding import DecodeError, Decoding, Span, decode, decode_line, known_encoding
from parkclean.document import Document
from parkclean.formats import jsonline
from parkclean.formats.jsonline import Note
from parkclean.formats.kinds import MIB, Kind, shown_size
from parkclean.formats.packed import BLOCK, AnyPath, open_input, open_output

MAX_DOCUMENT = 64 * MIB
HEAD = 256 << 10
"""Bytes from which the encoding of a file is told, for lines that do not show their own."""
_BOM = b"\xef\xbb\xbf"
WIDE = {"utf-16-le", "utf-16-be"}
"""Encodings in which a line feed is two bytes, either of which may be half of another character (上 is 0A 4E)."""


class Record:
    """One record of a file.

    number: its place in the file, from 0. In files of lines blank ones count: it is the number of the line less one.
    document: its text before any cleaning; None if there is none to clean. Where its bytes were not plain UTF-8,
        `document.decoding` says how they were read.
    reason: why there is no document; "" as well for a blank line, which is written as it is.
    broken: True for what is no record at all and leaves the corpus: broken JSON, a line beyond the limit.
        False with a reason: a record without a text, which passes through unchanged.
    """

    __slots__ = ("broken", "document", "number", "reason")

    def __init__(self, number: int, document: Document | None, reason: str = "", broken: bool = False) -> None:
        self.number = number
        self.document = document
        self.reason = reason
        self.broken = broken

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the record as they stand in its file, a block at a time."""
        raise NotImplementedError

    def note(self, text: str | None) -> Note | None:
        """What it takes beside the edits to write this record's bytes again, as JSON values; None if nothing.

        text: the text that is written in its place; None for a record that is kept as it is.
        """
        raise NotImplementedError


class LineRecord(Record):
    """A record that is a line, held in memory; one document a line.

    raw: its bytes; line: the same decoded, with its end.
    decoding: how the bytes before the end were read, if they are not plain UTF-8.
    """

    __slots__ = ("decoding", "line", "raw")

    def __init__(self, number: int, raw: bytes, line: str, decoding: Decoding | None) -> None:
        super().__init__(number, None)
        self.raw = raw
        self.line = line
        self.decoding = decoding

    def pieces(self) -> Iterator[bytes]:
        yield self.raw

    def note(self, text: str | None) -> Note | None:
        kept: Note = self.decoding.to_dict() if self.decoding else {}
        if text is not None and self.document is not None and text != self.document.text:
            kept |= self._literal_note()
        if not _ending(self.line) and not (self.line if text is None else text):
            kept["end"] = ""  # nothing at all would be no record, so a line is written
        return kept or None

    def encoded(self, text: str | None) -> bytes:
        """The bytes to write: in UTF-8, with `text` in place of the old one; None keeps that."""
        if text is None or self.document is None or text == self.document.text:
            return self.raw if self.decoding is None else self.line.encode("utf-8") or b"\n"
        return self._with(text).encode("utf-8") or b"\n"

    def restored(self, old: str, note: Note | None) -> bytes:
        """The bytes of the record that this one was written for: the inverse of `encoded`."""
        note = note or {}
        end = _ending(self.line)
        line = self._restored(old, note)
        decoding = Decoding.from_dict({"encoding": "utf-8", **note})
        return decoding.encode(line[: len(line) - len(end)]) + str(note.get("end", end)).encode(decoding.encoding)

    def _with(self, text: str) -> str:
        end = _ending(self.line)
        if "\n" in text or (text.endswith("\r") and end == "\n"):
            raise ValueError("a text with a line break cannot be written as one line")
        return text + end

    def _literal_note(self) -> Note:
        return {}

    def _restored(self, old: str, note: Note) -> str:
        return old + _ending(self.line)


class JsonRecord(LineRecord):
    """A JSON line; found: where its text stands."""

    __slots__ = ("found",)

    def __init__(self, number: int, raw: bytes, line: str, decoding: Decoding | None, found: jsonline.Found) -> None:
        super().__init__(number, raw, line, decoding)
        self.found = found
        self.reason = found.reason
        self.broken = found.broken
        if found.text is not None:
            self.document = Document(found.text, found.text) if decoding is None else _value(found, line, decoding)

    def _with(self, text: str) -> str:
        return jsonline.spliced(self.line, self.found, text)

    def _literal_note(self) -> Note:
        return jsonline.note(self.line, self.found)

    def _restored(self, old: str, note: Note) -> str:
        return jsonline.restored(self.line, self.found, old, note)


class LongRecord(Record):
    """A line beyond the limit: where it stands, so that it can be read again."""

    __slots__ = ("end", "source", "start")

    def __init__(self, number: int, reason: str, source: LineRecords, start: int, end: int) -> None:
        super().__init__(number, None, reason, True)
        self.source = source
        self.start = start
        self.end = end

    def pieces(self) -> Iterator[bytes]:
        return self.source.again(self.start, self.end)

    def note(self, text: str | None) -> Note | None:
        return None


def _ending(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""


def _value(found: jsonline.Found, line: str, decoding: Decoding) -> Document:
    """The document of a text inside a line; its decoding is that of the line, in offsets of the text."""
    text = cast(str, found.text)
    spans = []
    at, size = found.start + 1, 0
    for start, end, source in decoding.spans:
        if at <= start and end < found.end:
            size += jsonline.length(line[at:start])
            spans.append(Span(size, size + end - start, source))
            size += end - start
            at = end
    inner = Decoding(decoding.encoding, decoding.bom, tuple(spans))
    try:
        return Document(inner.encode(text), text, decoding=inner)
    except UnicodeError:  # an escape gives what the encoding does not hold: there are no bytes of this text alone
        return Document(text, text)


def _base(head: bytes, encoding: str | None) -> str:
    """The encoding of a file's lines, without a byte order mark in its name.

    Raises DecodeError if it is neither UTF-16 nor one in which a line ends with the byte of a line feed.
    """
    codec = known_encoding(encoding) if encoding else _detected(head)
    if codec == "utf-16":
        codec = "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    codec = codec.removesuffix("-sig")
    if '{"\n'.encode(codec) != b'{"\n' and codec not in WIDE:
        raise DecodeError(f"records in {codec} are not read; make it UTF-8 first: iconv -f {codec} -t utf-8")
    return codec


def _detected(head: bytes) -> str:
    """The encoding of the head of a file; a few lines that are no text do not make it unreadable."""
    if b"\0" in head and not _is_utf8(head):  # UTF-16: two bytes a character
        head = head[: len(head) & ~1]
    elif len(head) >= HEAD:  # a character may be cut
        head = head[: head.rfind(b"\n") + 1] or head.rstrip(bytes(range(128, 256))) or head
    try:
        return cast(Decoding, decode(head).decoding).encoding
    except DecodeError:
        good = b"\n".join(line for line in head.split(b"\n") if _is_utf8(line))
        if len(good) * 2 < len(head):
            raise
        return cast(Decoding, decode(good).decoding).encoding


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- reading ------------------------------------------------------------------------------------------------------


class FileSpan(NamedTuple):
    """A stretch of an uncompressed file that starts and ends with a line, in bytes, and the number of its first."""

    start: int
    end: int
    number: int = 0


class Records(Protocol):
    """A stream of records: a context manager that is iterated once. DecodeError where the file is damaged."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def __iter__(self) -> Iterator[Record]: ...


class LineRecords:
    """The lines of a file; see `open_records`."""

    def __init__(
        self,
        path: AnyPath,
        kind: Kind,
        *,
        text_key: str,
        encoding: str | None,
        limit: int,
        span: FileSpan | None,
        only: Container[int] | None,
    ) -> None:
        self.path = path
        self.kind = kind
        self._key = text_key
        self._encoding = encoding
        self._limit = limit
        self._span = span if span is not None and not kind.compression else None
        self._only = only
        self._opened = ExitStack()
        self._second: io.BufferedReader | None = None
        self._second_at = 0

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self._file = opened.enter_context(open_input(self.path, self.kind.compression))
            self._codec = _base(self._file.peek(HEAD)[:HEAD], self._encoding)
            self._wide = self._codec in WIDE
            self._line_feed = "\n".encode(self._codec)
            if self._span is not None:
                self._file.seek(self._span.start)
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def __iter__(self) -> Iterator[Record]:
        start, end, number = self._span or FileSpan(0, -1)
        readline, limit = self._readline, self._limit
        make = self._json if self.kind.format == "jsonl" else self._line
        while start != end:
            raw = readline(limit + len(self._line_feed))
            if not raw:
                return
            if len(raw) > limit and not raw.endswith(self._line_feed):
                size = len(raw) + self._skip()
                reason = f"line of {shown_size(size)}: larger than --max-document ({shown_size(limit)})"
                yield LongRecord(number, reason, self, start, start + size)
            else:
                size = len(raw)
                passed = self._only is not None and number not in self._only
                yield LineRecord(number, raw, "", None) if passed else make(number, raw)
            start += size
            number += 1

    @property
    def _readline(self) -> Callable[[int], bytes]:
        """What gives the next bytes of a line, so many at most."""
        return self._wide_line if self._wide else self._file.readline

    def _wide_line(self, size: int) -> bytes:
        """The same in whole characters of UTF-16, where the byte of a line feed may be half of another one."""
        raw = bytearray()
        size &= ~1
        while len(raw) < size and (piece := self._file.readline(size - len(raw))):
            raw += piece
            if len(raw) % 2:
                raw += self._file.read(1)
            if raw.endswith(self._line_feed) and len(raw) % 2 == 0:
                break
        return bytes(raw)

    def _skip(self) -> int:
        """Read to the end of the line; how many bytes these are."""
        size = 0
        while piece := self._readline(BLOCK):
            size += len(piece)
            if piece.endswith(self._line_feed):
                break
        return size

    def _json(self, number: int, raw: bytes) -> Record:
        line, decoding = self._decoded(raw)
        found = jsonline.find(line, self._key)
        if found.broken and decoding is None and raw.startswith(_BOM):
            line, decoding = self._slowly(raw)
            found = jsonline.find(line, self._key)
        if found.broken and not line.strip():
            found = jsonline.Found(None)
        return JsonRecord(number, raw, line, decoding, found)

    def _line(self, number: int, raw: bytes) -> Record:
        line, decoding = self._slowly(raw) if number == 0 and raw.startswith(_BOM) else self._decoded(raw)
        record = LineRecord(number, raw, line, decoding)
        text = line[: len(line) - len(_ending(line))]
        if text:
            source = text if decoding is None else decoding.encode(text)
            record.document = Document(source, text, decoding=decoding)
        return record

    def _decoded(self, raw: bytes) -> tuple[str, Decoding | None]:
        """The line, and how it was read if it is not plain UTF-8."""
        if self._codec == "utf-8" or (raw.isascii() and not self._wide):
            try:
                return raw.decode("utf-8"), None
            except UnicodeDecodeError:
                pass
        return self._slowly(raw)

    def _slowly(self, raw: bytes) -> tuple[str, Decoding | None]:
        body = raw
        if raw.endswith(self._line_feed) and not (self._wide and len(raw) % 2):
            body = raw.removesuffix(self._line_feed).removesuffix("\r".encode(self._codec))
        document = decode(body, self._codec) if self._encoding or self._wide else decode_line(body, self._codec)
        decoding = cast(Decoding, document.decoding)
        line = document.text + raw[len(body) :].decode(self._codec)
        return line, None if decoding.plain else decoding

    def again(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes of a stretch that was read before, by a second stream; forward if it can, for packed data."""
        packed = self.kind.compression
        if self._second is None or (packed and start < self._second_at):
            self._second = self._opened.enter_context(open_input(self.path, packed))
            self._second_at = 0
        if not packed:
            self._second_at = self._second.seek(start)
        while self._second_at < end:
            wanted = (start if self._second_at < start else end) - self._second_at
            piece = self._second.read(min(BLOCK, wanted))
            if not piece:
                raise DecodeError("the file became shorter while it was read; start the run again")
            self._second_at += len(piece)
            if self._second_at > start:
                yield piece


def open_records(
    path: AnyPath,
    kind: Kind,
    *,
    text_key: str = "text",
    encoding: str | None = None,
    max_document: int = MAX_DOCUMENT,
    span: FileSpan | None = None,
    only: Container[int] | None = None,
) -> Records:
    """The records of a file, one after another: a context manager to iterate once.

    text_key: the key at the top level, or the column, that holds the text; lines need none.
    encoding: overrides detection, as for `decode`.
    max_document: bytes of the longest line; a longer one is a broken record and never held in memory.
    span: reads these lines only; see `spans`.
    only: numbers of lines; the others are not looked into, so they have no document.
    Raises OSError if the file cannot be read; DecodeError, also while it is iterated, if it is damaged or no text;
    ValueError for an encoding that nobody knows.
    """
    if kind.format == "parquet":
        from parkclean.formats.table import RowRecords

        return RowRecords(path, kind, text_key=text_key, limit=max_document)
    return LineRecords(path, kind, text_key=text_key, encoding=encoding, limit=max_document, span=span, only=only)


def spans(path: AnyPath, kind: Kind, size: int) -> list[FileSpan]:
    """The file in stretches of whole lines of about `size` bytes each; one, where it cannot be cut.

    Packed files, tables and UTF-16 cannot.

    Raises OSError if the file cannot be read.
    """
    total = os.stat(path).st_size
    if kind.compression or kind.format not in ("jsonl", "lines"):
        return [FileSpan(0, total)]
    found: list[FileSpan] = []
    number = 0
    with open(path, "rb", buffering=BLOCK) as file:
        if b"\0" in file.read(HEAD):  # UTF-16: the byte of a line feed may be half of a character
            return [FileSpan(0, total)]
        ends = [*_cuts(file, total, size), total]
        file.seek(0)
        for start, end in pairwise([0, *ends]):
            found.append(FileSpan(start, end, number))
            if end < total:
                number += sum(file.read(min(BLOCK, end - at)).count(b"\n") for at in range(start, end, BLOCK))
    return found


def _cuts(file: IO[bytes], total: int, size: int) -> Iterator[int]:
    """The first end of a line behind every `size` bytes, that of the last line left out."""
    at = 0
    while at + size < total:
        file.seek(at + size - 1)
        while (piece := file.readline(BLOCK)) and not piece.endswith(b"\n"):
            pass
        at = file.tell()
        if at < total:
            yield at


def restored(line: bytes, old: str, note: Note | None, *, text_key: str = "text") -> bytes:
    """The JSON line that a line of a corpus was written for.

    old: its text before any edit; note: what `Record.note` gave.
    Raises ValueError if the line holds no text under the key.
    """
    text = line.decode("utf-8")
    return JsonRecord(0, line, text, None, jsonline.find(text, text_key)).restored(old, note)


# --- writing ------------------------------------------------------------------------------------------------------


class Writer(Protocol):
    """Where records go: a context manager. OSError where the file cannot be written."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def write(self, record: Record, text: str | None) -> None:
        """Write the record with this text; None leaves it out.

        The same text as that of its document gives the same bytes, if they are UTF-8.
        Raises ValueError for a text that the format cannot hold; nothing is written then.
        """

    def keep(self, record: Record) -> None:
        """Write the record as it is: one without a document, or one that is not to be changed."""

    def restore(self, record: Record, old: str, note: Note | None) -> None:
        """Write what the record was made from: `old` is its text before any edit, `note` what `Record.note` gave."""

    def copy(self, stream: IO[bytes], size: int) -> None:
        """Write so many bytes of what was no record. Raises ValueError if there are fewer."""


class LineWriter:
    """See `open_writer`."""

    def __init__(self, path: AnyPath, kind: Kind) -> None:
        self._output = open_output(path, kind.compression)

    def __enter__(self) -> Self:
        self._write = self._output.__enter__().write
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._output.__exit__(kind, error, trace)

    def write(self, record: Record, text: str | None) -> None:
        if text is not None:
            self._write(cast(LineRecord, record).encoded(text))

    def keep(self, record: Record) -> None:
        if isinstance(record, LineRecord):
            self._write(record.encoded(None))
        else:
            for piece in record.pieces():
                self._write(piece)

    def restore(self, record: Record, old: str, note: Note | None) -> None:
        self._write(cast(LineRecord, record).restored(old, note))

    def copy(self, stream: IO[bytes], size: int) -> None:
        while size:
            piece = stream.read(min(BLOCK, size))
            if not piece:
                raise ValueError("fewer bytes were set aside than the ledger says; clean the input again")
            self._write(piece)
            size -= len(piece)


def open_writer(path: AnyPath, kind: Kind, like: Records) -> Writer:
    """Where the records of `like` are written to, in order: a context manager.

    like: the open records; a table takes its columns from them.
    """
    if kind.format == "parquet":
        from parkclean.formats.table import RowRecords, RowWriter

        return RowWriter(path, cast(RowRecords, like))
    return LineWriter(path, kind)
