"""Formats of files: what one is called, holds and gives, one document (`read_whole`) or records (`open_records`).

How text is found in a page is in `formats/html.py`; how bytes become text in `decoding.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from parkclean.decoding import DecodeError, decode, known_encoding
from parkclean.document import Document
from parkclean.formats.jsonline import Note
from parkclean.formats.kinds import (
    COMPRESSIONS,
    FORMATS,
    FileFormat,
    Kind,
    describe,
    looks_like_lines,
    output_name,
    shown_size,
    unpacked,
)
from parkclean.formats.packed import hash_content, open_input, packing, read_whole, write_whole
from parkclean.formats.records import (
    MAX_DOCUMENT,
    FileSpan,
    Record,
    Records,
    Writer,
    open_records,
    open_writer,
    restored,
    spans,
)

__all__ = [
    "COMPRESSIONS",
    "FORMATS",
    "MAX_DOCUMENT",
    "FileFormat",
    "FileSpan",
    "Kind",
    "Note",
    "Record",
    "Records",
    "Writer",
    "as_read",
    "describe",
    "hash_content",
    "looks_like_lines",
    "open_input",
    "open_records",
    "open_writer",
    "output_name",
    "packing",
    "read_document",
    "read_whole",
    "restored",
    "shown_size",
    "spans",
    "unpacked",
    "write_whole",
]


def _text(document: Document) -> Document:
    return document


def _html(document: Document) -> Document:
    from parkclean.formats.html import article

    return article(document)


READERS: dict[FileFormat, Callable[[Document], Document]] = {"text": _text, "html": _html}


def as_read(data: bytes, name: str, *, encoding: str | None = None, format: FileFormat | None = None) -> Document:
    """The document that the bytes of a file hold, before any cleaning.

    format: overrides the suffix of `name`.
    Raises DecodeError for bytes that are no text.
    """
    chosen = format or describe(name).format
    if chosen not in READERS:
        raise DecodeError("holds records, not running text; clean it with clean_corpus, or read it with format='text'")
    try:
        document = decode(data, encoding)
    except DecodeError:
        declared = _declared(data) if chosen == "html" and encoding is None else None
        if declared is None:
            raise
        document = decode(data, declared)
    return READERS[chosen](document)


def _declared(data: bytes) -> str | None:
    """The encoding that a page names itself: only asked where its content does not show one, for it is often wrong."""
    found = re.search(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", data[:4096], re.IGNORECASE)
    if found is None:
        return None
    try:
        return known_encoding(found[1].decode("ascii", "replace"))
    except ValueError:
        return None


def read_document(
    path: str | os.PathLike[str], *, encoding: str | None = None, format: FileFormat | None = None
) -> Document:
    """Read a file; see `parkclean.read`."""
    name = os.fsdecode(path)
    try:
        return as_read(read_whole(path, describe(name, format), 1 << 40), name, encoding=encoding, format=format)
    except DecodeError as error:
        raise DecodeError(f"{name}: {error}") from None
