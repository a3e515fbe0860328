"""Formats of files, by suffix: how one is read, and what its clean text is called.

How text is found in a page is in `formats/html.py`; how bytes become text in `decoding.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from parkclean.decoding import DecodeError, decode, known_encoding
from parkclean.document import Document
from parkclean.pipeline import Format


class Reader(NamedTuple):
    """How a format gives its document, and what its clean text gets behind the name of the file."""

    read: Callable[[Document], Document]
    suffix: str = ""


def _text(document: Document) -> Document:
    return document


def _html(document: Document) -> Document:
    from parkclean.formats.html import article

    return article(document)


READERS: dict[Format, Reader] = {"text": Reader(_text), "html": Reader(_html, ".txt")}

SUFFIXES: dict[str, Format] = {".html": "html", ".htm": "html", ".xhtml": "html"}
"""Every other suffix is text."""

RECORDS = frozenset({".jsonl", ".ndjson"})
"""Lines that are records: as running text they would be joined and compared with each other."""


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that the suffix names."""
    return SUFFIXES.get(Path(path).suffix.lower(), "text")


def output_name(name: str) -> str:
    """What the clean text of a file is called: `page.html` becomes `page.html.txt`, a text keeps its name."""
    return name + READERS[format_of(name)].suffix


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
    return READERS[chosen].read(document)


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
