"""datatrove: a formatter that cleans, and a step that drops near-duplicates."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Unpack

from parkclean.adapters.values import Cleaner, DedupOptions, absent
from parkclean.pipeline import Options

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.formatters.base import BaseFormatter
    from datatrove.utils.logging import logger
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise absent("datatrove", "datatrove", error) from error

if TYPE_CHECKING:
    from datatrove.pipeline.writers.disk_base import DiskWriter

    from parkclean.neardup.results import Duplicate


class CleanFormatter(BaseFormatter):
    """`parkclean.clean` over the text of every document; how many changed is in the statistics (`changed`).

    >>> CleanFormatter().format("雨停\\u200b了。")
    '雨停了。'

    Options as for `parkclean.clean`, checked here and now.
    """

    name = "parkclean"

    def __init__(self, **options: Unpack[Options]) -> None:
        super().__init__()
        self.clean = Cleaner(**options)

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The documents, each clean. Raises TypeError naming the document whose text is none."""
        yield from super().run(map(_with_text, data), rank, world_size)

    def format(self, text: str) -> str:
        """The clean text; the same object if there is nothing to do."""
        found = self.clean(text)
        if found is not text:
            self.stat_update("changed")
        return found


class DedupFilter(PipelineStep):
    """Drop documents that repeat another document of the same task (`parkclean.dedup`, `scope="documents"`).

    exclusion_writer: a datatrove writer for what is dropped; its metadata then say why: `duplicate_of` (the id of the
    document that stays), `duplicate_kind` and `duplicate_similarity`.
    Options as for `parkclean.dedup`.
    The catch: a task holds all its documents in memory, and documents of other tasks are not compared; run this step
    with one task, and it says so if there are more.
    """

    type = "🫂 - DEDUPS"
    name = "parkclean"

    def __init__(self, *, exclusion_writer: DiskWriter | None = None, **options: Unpack[DedupOptions]) -> None:
        super().__init__()
        self.exclusion_writer = exclusion_writer
        from parkclean.neardup.across import dedup

        self.options: DedupOptions = {"scope": "documents", **options}
        dedup([], **self.options)  # a wrong option is found here, not after a day of cleaning

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Pass on what stays, in order."""
        from parkclean.neardup.across import dedup

        if world_size > 1:
            logger.warning(f"{world_size} tasks: only documents of the same task are compared; use tasks=1 for all")
        documents = list(map(_with_text, data))
        with self.track_time("task"):
            found = dedup([document.text for document in documents], **self.options)
        gone = {duplicate.row: duplicate for duplicate in found.dropped}
        with self.exclusion_writer or contextlib.nullcontext() as writer:
            for row, document in enumerate(documents):
                self.stat_update(StatHints.total)
                if row not in gone:
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(document)
                    yield document
                    continue
                self.stat_update(StatHints.dropped, f"dropped_{gone[row].kind}")
                if writer is not None:
                    _say_why(document, gone[row], documents)
                    writer.write(document, rank)


def _with_text(document: Document) -> Document:
    """The document: datatrove knows none without a text, and the run that stops should say which it was."""
    if not isinstance(document.text, str):
        raise TypeError(f"the text of document {document.id!r} is {type(document.text).__name__}, not str")
    return document


def _say_why(document: Document, duplicate: Duplicate, documents: list[Document]) -> None:
    document.metadata["duplicate_of"] = documents[duplicate.kept_row].id
    document.metadata["duplicate_kind"] = duplicate.kind
    document.metadata["duplicate_similarity"] = duplicate.similarity
