"""The front door: `clean`, `explain`, `read`. Each is a few lines over a pipeline."""

from __future__ import annotations

import os
from typing import Unpack

from parkclean.document import Document
from parkclean.pipeline import Options, as_document, as_text, pipeline


def clean(text: str, **options: Unpack[Options]) -> str:
    """Give back what the author wrote.

    >>> clean("長(zhǎng)治高新區(qū)的經(jīng)濟(jì)增長(zhǎng)")
    '长治高新区的经济增长'

    Text that is not damaged comes back as the very same object.
    Options: `select`, `skip`, `script`, `format`; see `Options`.
    Raises TypeError if `text` is not a str or an option is unknown, ValueError for an unknown rule or script.
    The catch: what a rule needs as evidence must stand in `text`, so give it whole documents, not lines.
    """
    if options.get("format", "text") == "text":
        return pipeline(options)(text)
    return explain(as_text(text), **options).text


def explain(text: str | bytes | Document, **options: Unpack[Options]) -> Document:
    """Clean, and keep everything that was done: a `Document` with `.text`, `.changes()`, `.origin(i)`, `.restore()`.

    >>> for change in explain("一\\n\\n\\n\\n二").changes():
    ...     print(change.rule, change.start, change.end)
    layout.blank_lines 3 5

    `bytes` are decoded first; a `Document` (from `read`) gets its layers on top of those it has.
    Options and errors as for `clean`; DecodeError for bytes that are no text.
    """
    run = pipeline(options)
    document = as_document(text)
    if options.get("format", "text") == "html":
        from parkclean.formats.html import article

        document = article(document)
    return run.explain(document)


def read(path: str | os.PathLike[str], *, encoding: str | None = None) -> Document:
    """Read a file as text, before any cleaning; of a page (`.html`, `.htm`) the article.

    encoding: overrides detection.
    `explain(read(path))` cleans it.
    Raises OSError if the file cannot be read, DecodeError if it is no text.
    """
    from parkclean.formats import read_document

    return read_document(path, encoding=encoding)
