"""The way back: the input files of a corpus, byte for byte, from its text and `_audit`."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any

from parkclean.files import (
    AUDIT,
    MANIFEST,
    AnyPath,
    RefusedError,
    Reject,
    check_folder,
    hash_file,
    read_manifest,
    reason,
    replaced,
    sha256,
    shown,
    write_error,
    written_whole,
)
from parkclean.formats import (
    Kind,
    Record,
    describe,
    hash_content,
    open_input,
    open_records,
    open_writer,
    packing,
    unpacked,
)
from parkclean.ledger import Entries
from parkclean.run.audit import LEFT_OUT, SET_ASIDE

log = logging.getLogger("parkclean")

DAMAGED = f"{AUDIT}/edits.jsonl does not belong to it; clean the input again"


@dataclass(frozen=True)
class Restored:
    """What `restore_corpus` did: how many files are back, which were refused, and what else to know."""

    documents: int
    refused: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()


def restore_corpus(corpus: AnyPath, output: AnyPath, *, progress: Callable[[int, int], None] | None = None) -> Restored:
    """Rebuild the input files of a corpus, byte for byte, from its text and `_audit`, in the folder `output`.

    Compressed files have the same bytes once they are decompressed; Parquet files hold an equal table.
    A file of the corpus that was edited since the run is refused by name; the others are restored.
    progress: called with (files done, files in all).
    Raises RefusedError (a ValueError) if `corpus` is none of ours, was made without its edits, or `output` is not
    empty; WriteError (an OSError) if output cannot be written.
    """
    folder, target = Path(corpus), Path(output)
    manifest = _manifest(folder)
    check_folder(target)
    if target.exists() and any(target.iterdir()):
        raise RefusedError(f"{shown(target)} is not empty; name a new folder")
    files = manifest["files"]
    refused: list[Reject] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _ledger(folder) as ledger:
            # A file that was set aside late may have left lines of its first parts: it is none of these.
            entries = Entries(ledger, {record["output"]: number for number, record in enumerate(files)})
            for done, record in enumerate(files, 1):
                why = _File(folder, target, record, manifest["options"], entries).restore()
                if why:
                    path = os.fspath(folder / record["output"])
                    refused.append(Reject(record["output"], why, path))
                    log.warning("%s: not restored: %s", shown(path), why)
                if progress is not None:
                    progress(done, len(files))
    except OSError as error:
        raise write_error(error) from None
    return Restored(len(files) - len(refused), tuple(refused), tuple(_set_aside_then(folder)))


def _manifest(folder: Path) -> dict[str, Any]:
    manifest = read_manifest(folder)
    if manifest is None:
        raise RefusedError(f"{shown(folder)} is no corpus: it has no {AUDIT}/{MANIFEST} of ours")
    if not manifest["complete"]:
        raise RefusedError(f"the run that made {shown(folder)} was stopped; go on with --resume first")
    level = manifest["options"].get("audit", "full")
    if level != "full":
        raise RefusedError(f"{shown(folder)} was made with --audit {level}, which keeps no edits to undo")
    return manifest


def _ledger(folder: Path) -> IO[bytes]:
    path = folder / AUDIT / "edits.jsonl"
    return open(path, "rb") if path.exists() else open_input(path.with_name("edits.jsonl.zst"), "zst")


class _File:
    """One file of a corpus."""

    def __init__(
        self, folder: Path, target: Path, record: dict[str, Any], options: dict[str, Any], entries: Entries
    ) -> None:
        self.record = record
        self.name: str = record["output"]
        self.entries = entries
        self.options = options
        self.corpus = folder / self.name
        self.audit = folder / AUDIT
        self.target = target / record["input"]
        self.kind: Kind = describe(record["input"], options.get("format"), options.get("records", "file"))

    def restore(self) -> str:
        """Write the input; the reason if that is refused."""
        try:
            return self._records() if self.kind.records else self._whole()
        except ValueError as error:
            return str(error)

    def _edited(self) -> str:
        try:
            same = hash_file(self.corpus) == self.record["output_sha256"]
        except OSError as error:
            return f"cannot be read: {reason(error)}"
        return "" if same else "edited since the run; put the text of the run back, or clean the input again"

    def _whole(self) -> str:
        """A document that was left out has nothing in the corpus: all of it is in the ledger."""
        entry = self.entries.take(self.name)
        data = b""
        if not self.record.get("left_out"):
            if why := self._edited():
                return why
            with open_input(self.corpus, self.kind.compression) as corpus:
                data = corpus.read()
        try:
            source = entry.restore_bytes(data.decode("utf-8"))
        except (ValueError, LookupError):
            source = b""
        if sha256(source) != (self.record.get("content_sha256") or self.record["input_sha256"]):
            return DAMAGED
        with written_whole(self.target) as file, packing(file, self.kind.compression) as out:
            out.write(source)
        return ""

    def _records(self) -> str:
        if why := self._edited():
            return why
        options = {"text_key": self.options["text_key"], "encoding": "utf-8", "max_document": 1 << 62}
        plain = unpacked(self.name)
        left_out, aside = self.audit / LEFT_OUT / plain, self.audit / SET_ASIDE / plain
        with ExitStack() as stack:
            records = stack.enter_context(open_records(self.corpus, self.kind, **options))
            others: Iterator[Record] = iter(())
            if left_out.exists():
                kind = self.kind._replace(compression="")
                others = iter(stack.enter_context(open_records(left_out, kind, **options)))
            strangers = stack.enter_context(open(aside, "rb")) if aside.exists() else None
            part = stack.enter_context(replaced(self.target))
            writer = stack.enter_context(open_writer(part, self.kind, like=records))
            here = iter(records)
            for number in count():
                entry = self.entries.take(self.name, number)
                if entry.set_aside is not None:
                    if strangers is None:
                        raise ValueError(f"{AUDIT}/{SET_ASIDE}/{shown(plain)} is missing")
                    writer.copy(strangers, entry.set_aside)
                    continue
                record = next(others if entry.left_out else here, None)
                if record is None:
                    break
                text = "" if record.document is None else record.document.text
                writer.restore(record, entry.restore(text), entry.note)
        wanted = self.record.get("content_sha256") or self.record["input_sha256"]
        if self.kind.format != "parquet" and hash_content(self.target, self.kind.compression) != wanted:
            self.target.unlink()
            return DAMAGED
        return ""


def _set_aside_then(folder: Path) -> list[str]:
    try:
        lines = (folder / AUDIT / "rejects.jsonl").read_bytes().splitlines()
    except OSError:
        return []
    found = sum(b'"record":' not in line for line in lines)
    return [f"{found} files were set aside in the run, so they are not in the corpus"] if found else []
