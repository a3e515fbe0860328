"""What a file is, by its name: format, compression, whether it holds records; and what its clean text is called.

Nothing is opened here: the name and the caller say what a file is, its content is never asked.
"""

from __future__ import annotations

import os
from typing import Literal, NamedTuple

FileFormat = Literal["text", "html", "jsonl", "parquet", "lines"]
"""`lines` is a text with one document a line; no suffix names it, only `records="line"` does."""
Compression = Literal["", "gz", "zst"]

FORMATS: dict[str, FileFormat] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
"""Every other suffix is text."""

COMPRESSIONS: dict[str, Compression] = {".gz": "gz", ".zst": "zst"}

MIB = 1 << 20


class Kind(NamedTuple):
    """How a file is read and written.

    compression: what its bytes are packed in; "" for nothing.
    records: whether it holds many documents (`open_records`) or is one (`read_whole`).
    """

    format: FileFormat
    compression: Compression = ""
    records: bool = False


def describe(name: str, format: FileFormat | None = None, records: Literal["file", "line"] = "file") -> Kind:
    """What the file of this name is.

    >>> describe("a.jsonl.gz")
    Kind(format='jsonl', compression='gz', records=True)
    >>> describe("novel.txt", records="line").format
    'lines'

    format: overrides the suffix; the compression is always that of the suffix.
    records: "line" makes a text one document a line; other formats say themselves what they hold.
    """
    stem, compression = _unpacked(name)
    chosen = format or FORMATS.get(os.path.splitext(stem)[1].lower(), "text")
    if chosen == "text" and records == "line":
        chosen = "lines"
    return Kind(chosen, compression, chosen in ("jsonl", "parquet", "lines"))


def output_name(name: str, format: FileFormat | None = None) -> str:
    """What the clean text of a file is called.

    >>> output_name("page.html"), output_name("page.html.gz"), output_name("rows.jsonl.zst")
    ('page.html.txt', 'page.html.txt.gz', 'rows.jsonl.zst')

    format: what the file is read as, where that is not what its suffix says.
    """
    if describe(name, format).format != "html":
        return name
    stem, _ = _unpacked(name)
    return f"{stem}.txt{name[len(stem) :]}"


def unpacked(name: str) -> str:
    """The name without the suffix of its compression: `rows.jsonl` for `rows.jsonl.gz`."""
    return _unpacked(name)[0]


def _unpacked(name: str) -> tuple[str, Compression]:
    """The name without the suffix of its compression, and the compression."""
    stem, suffix = os.path.splitext(name)
    compression = COMPRESSIONS.get(suffix.lower(), "")
    return (stem if compression else name), compression


def shown_size(size: int) -> str:
    """A size in bytes for a message, rounded up: `812 MB`, where MB is 1,048,576 bytes.

    >>> shown_size(64 * MIB), shown_size(64 * MIB + 1), shown_size(1536 * MIB), shown_size(17)
    ('64 MB', '65 MB', '1.5 GB', '17 bytes')
    """
    for unit, name in ((MIB << 10, "GB"), (MIB, "MB"), (1 << 10, "KB")):
        if size >= unit:
            tenths = -(-size * 10 // unit)
            return (
                f"{tenths // 10}.{tenths % 10} {name}" if tenths < 100 and tenths % 10 else f"{-(-size // unit)} {name}"
            )
    return f"{size} bytes"


def enough(size: int) -> str:
    """The next round value of `--max-document` that is at least `size`: `1G` for 812 MB."""
    limit = MIB
    while limit < size:
        limit *= 2
    return f"{limit // MIB}M" if limit < MIB << 10 else f"{limit // (MIB << 10)}G"


_STOPS = "。！？…；!?;”」』）"


def looks_like_lines(text: str) -> bool:
    """Whether a text looks like one document a line: over 1,000 lines, no blank one, most ending in a full stop.

    A hint for a message, never a decision.
    """
    if text.count("\n", 0) < 1000 or "\n\n" in text or "\n\r\n" in text:
        return False
    lines = text.removesuffix("\n").split("\n")
    if len(lines) <= 1000 or not all(map(str.strip, lines)):
        return False
    return sum(line.rstrip().endswith(tuple(_STOPS)) for line in lines) * 2 > len(lines)
