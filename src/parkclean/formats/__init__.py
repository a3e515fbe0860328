"""Formats of files: what one is called, holds and gives, one document (`read_whole`) or records (`open_records`).

How text is found in a page is in `formats/html.py`; how bytes become text in `decoding.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from parkclean.decoding import DecodeError, decode, known_encoding
from parkclean.document import Document
from parkclean.formats.jsonline import Note
from parkclean.formats.kinds import FileFormat, Kind, describe, looks_like_lines, output_name, shown_size
from parkclean.formats.packed import read_whole, write_whole
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
from parkclean.pipeline import Format

__all__ = [
    "MAX_DOCUMENT",
    "SUFFIXES",
    "FileFormat",
    "FileSpan",
    "Kind",
    "Note",
    "Record",
    "Records",
    "Writer",
    "as_read",
    "describe",
    "format_of",
    "looks_like_lines",
    "open_records",
    "open_writer",
    "output_name",
    "read_document",
    "read_whole",
    "restored",
    "shown_size",
    "spans",
    "write_whole",
]


def _text(document: Document) -> Document:
    return document


def _html(document: Document) -> Document:
    from parkclean.formats.html import article

    return article(document)


READERS: dict[Format, Callable[[Document], Document]] = {"text": _text, "html": _html}

SUFFIXES: dict[str, Format] = {".html": "html", ".htm": "html", ".xhtml": "html"}
"""Every other suffix is text."""

RECORDS = frozenset({".jsonl", ".ndjson"})
"""Lines that are records: as running text they would be joined and compared with each other."""


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that the suffix names."""
    return SUFFIXES.get(Path(path).suffix.lower(), "text")


def as_read(data: bytes, name: str, *, encoding: str | None = None, format: Format | None = None) -> Document:
    """The document that the bytes of a file hold, before any cleaning.

    format: overrides the suffix of `name`.
    Raises DecodeError for bytes that are no text.
    """
    if format is None and Path(name).suffix.lower() in RECORDS:
        raise DecodeError("holds records, not running text; take the texts out, or read it as it is with --format text")
    chosen = format or format_of(name)
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
    path: str | os.PathLike[str], *, encoding: str | None = None, format: Format | None = None
) -> Document:
    """Read a file; see `parkclean.read`."""
    data = Path(path).read_bytes()
    try:
        return as_read(data, os.fsdecode(path), encoding=encoding, format=format)
    except DecodeError as error:
        raise DecodeError(f"{os.fsdecode(path)}: {error}") from None
