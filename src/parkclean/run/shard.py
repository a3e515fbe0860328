"""One shard: read, clean, write, and say what was done.

Nothing here knows of other shards, of processes or of an earlier run: the same shard gives the same files every time.
"""

from __future__ import annotations

import errno
import json
import logging
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import IO, Any, NamedTuple

from parkclean.api import explain
from parkclean.copies import copies
from parkclean.decoding import DecodeError
from parkclean.document import Document
from parkclean.edits import Edit, apply
from parkclean.files import hash_file, named, reason, replaced, sha256, shown, write, write_error, written_whole
from parkclean.formats import (
    FileSpan,
    Record,
    Writer,
    as_read,
    hash_content,
    looks_like_lines,
    open_records,
    open_writer,
    packing,
    read_whole,
)
from parkclean.ledger import Entry, counts, dump, dump_reading, key, to_json
from parkclean.pipeline import ROUNDS
from parkclean.report import Sample
from parkclean.report.samples import Samples, samples_of
from parkclean.rules import Layer, split_lines
from parkclean.run.plan import Settings, Shard, Unit

log = logging.getLogger("parkclean")

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
"""Errors after which nothing more can be written."""

NAMED_RECORDS = 100
"""Records set aside that a report names, of each part of a file; all of them are in rejects.jsonl."""


@dataclass
class Done:
    """What became of a unit.

    rejected: why the whole file was set aside; `records`: texts in it that were cleaned.
    input, output: sha256 of what was read and written; content: of what a compressed file held.
    seconds: how long it took.
    """

    rejected: str = ""
    records: int = 0
    changed: int = 0
    unstable: int = 0
    characters_in: int = 0
    characters_out: int = 0
    repeats: int = 0
    left_out: int = 0
    rules: dict[str, int] = field(default_factory=dict)
    input: str = ""
    content: str = ""
    output: str = ""
    set_aside: int = 0
    records_set_aside: list[tuple[int, str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    note: str = ""
    seconds: float = 0.0

    def count(self, document: Document, repeats: int) -> None:
        """Add a document."""
        rules = counts(document)
        self.records += 1
        self.changed += bool(rules)
        self.unstable += document.unstable
        self.characters_in += len(document.decoded)
        self.characters_out += len(document.text)
        self.repeats += repeats
        self.add(rules)

    def add(self, rules: Mapping[str, int]) -> None:
        """Add to how many edits each rule made."""
        for rule, count in rules.items():
            self.rules[rule] = self.rules.get(rule, 0) + count


@dataclass
class Marker:
    """What is known of a shard that is done: its units in order, and some edits of each rule."""

    units: list[Done]
    samples: Mapping[str, Sequence[Sample]]

    def save(self, path: Path) -> None:
        units = [asdict(unit) for unit in self.units]
        write(path, to_json({"units": units, "samples": self.samples}).encode("utf-8"))

    @classmethod
    def load(cls, path: Path) -> Marker | None:
        """The marker; None if the shard is not done."""
        try:
            found = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        samples = {rule: [Sample(*one) for one in some] for rule, some in found["samples"].items()}
        return cls([Done(**unit) for unit in found["units"]], samples)


class Place(NamedTuple):
    """Where the files of a shard are while it is worked on.

    One step writes `clean` files, and with dedup a second one makes `final` ones of them.
    """

    settings: Settings
    shard: int

    def part(self, name: str) -> Path:
        return self.settings.work / f"s{self.shard:06d}.{name}"

    def marker(self, step: str) -> Path:
        return self.part(f"{step}.json")

    def final(self, number: int, unit: Unit) -> Path:
        """Where the output of a unit stands in the end, or until the parts of its file are put together."""
        if unit.whole:
            return Path(self.settings.output, unit.source.output)
        return self.part(f"{number}.final")

    def clean(self, number: int, unit: Unit) -> Path:
        """Where the clean text stands before what repeats across files has gone."""
        return self.final(number, unit) if self.settings.dedup == "off" else self.part(f"{number}.clean")


class Lines(AbstractContextManager["Lines"]):
    """Lines of the audit that a shard adds to one of its files; compressed if the ledger is."""

    def __init__(self, path: Path, compressed: bool = False) -> None:
        self._path = path
        self._stack = ExitStack()
        self._compressed = compressed

    def __enter__(self) -> Lines:
        file = self._stack.enter_context(open(self._path, "wb"))
        self._file: IO[bytes] = file
        if self._compressed:
            self._file = self._stack.enter_context(packing(file, "zst"))
        return self

    def add(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._file.write(line.encode("utf-8") + b"\n")

    def add_bytes(self, line: bytes) -> None:
        self._file.write(line)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, at)


class _Parts(ExitStack):
    """The audit lines of a shard."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        settings = place.settings
        self.full = settings.audit == "full"
        self.edits = self.enter_context(Lines(place.part("edits"), settings.compressed and settings.dedup == "off"))
        self.duplicates = self.enter_context(Lines(place.part("duplicates")))
        self.metadata = self.enter_context(Lines(place.part("metadata")))
        self.rejects = self.enter_context(Lines(place.part("rejects")))


def clean_shard(shard: Shard, settings: Settings) -> None:
    """Clean a shard; its marker appears when everything else is written.

    Raises WriteError if nothing more can be written.
    """
    place = Place(settings, shard.number)
    try:
        with _Parts(place) as parts:
            work = _Work(place, parts)
            units = [work.unit(number, unit) for number, unit in enumerate(shard.units)]
        work.save_rows()
        Marker(units, work.samples.result()).save(place.marker("clean"))
    except OSError as error:
        if error.errno in FULL:
            raise write_error(error) from None
        raise


class _Work:
    """Cleaning the units of one shard."""

    def __init__(self, place: Place, parts: _Parts) -> None:
        self.place = place
        self.settings = place.settings
        self.parts = parts
        self.samples = Samples()
        self.rows: Any = None
        if self.settings.dedup != "off":
            from parkclean.run.signing import Rows

            self.rows = Rows(self.settings.dedup)

    def save_rows(self) -> None:
        """What the texts of the shard are compared by, with those of other shards."""
        if self.rows is not None:
            self.rows.save(self.place)

    def unit(self, number: int, unit: Unit) -> Done:
        """Clean a file, or part of one; whatever is wrong with it sets it aside."""
        started = perf_counter()
        done = Done()
        kind = self.settings.kind(unit.source.name)
        try:
            (self._records if kind.records else self._whole)(number, unit, done)
        except DecodeError as error:
            done = Done(rejected=str(error))
        except OSError as error:
            done = Done(rejected=self._failed(error, number, unit))
        if done.rejected:
            self._reject(unit, done.rejected)
            if self.rows is not None:
                self.rows.forget(number)
        done.seconds = perf_counter() - started
        return done

    def _failed(self, error: OSError, number: int, unit: Unit) -> str:
        """Why a file is set aside that cannot be read, or whose clean text cannot be written.

        Raises WriteError if nothing more can be written. What failed while it was written has another name.
        """
        unnamed = error.filename is None and error.errno == errno.EIO
        if error.filename == unit.source.path or unnamed:
            return f"cannot be read: {reason(error)}"
        if error.errno in FULL:
            raise write_error(error) from None
        return f"{shown(self.place.clean(number, unit))} cannot be written: {reason(error)}"

    def _reject(self, unit: Unit, why: str, record: int | None = None) -> None:
        self.parts.rejects.add([to_json({**key(unit.source.name, record), "reason": why})])

    # --- files that hold one document -----------------------------------------------------------------------------

    def _whole(self, number: int, unit: Unit, done: Done) -> None:
        source, settings = unit.source, self.settings
        kind = settings.kind(source.name)
        data = read_whole(source.path, kind, settings.max_document)
        document = as_read(data, source.name, encoding=settings.encoding, format=kind.format)
        document, why = self._cleaned(document, source.path)
        if why:
            done.rejected = why
            return
        self._say(document, source.output, None, done)
        if self.rows is not None:
            self.rows.add(number, 0, document.text)
        path = self.place.clean(number, unit)
        clean = document.text.encode("utf-8")
        with written_whole(path) as file, packing(file, kind.compression if self.rows is None else "") as out:
            out.write(clean)
        if kind.format == "text" and looks_like_lines(document.decoded):
            done.note = f"{shown(source.path)} looks like one document a line; if it is, use --records line"
        done.output = hash_file(path) if kind.compression else sha256(clean)
        done.input = hash_file(source.path) if kind.compression else sha256(data)
        done.content = sha256(data) if kind.compression else ""

    def _cleaned(self, document: Document, path: str) -> tuple[Document, str]:
        try:
            return explain(document, **self.settings.options), ""
        except Exception as error:  # a rule that fails on one text must not stop the run
            log.debug("%s", path, exc_info=True)
            return document, f"a rule failed on it ({type(error).__name__}: {error}); please report this"

    def _say(self, document: Document, file: str, record: int | None, done: Done, note: object = None) -> None:
        """Count a document and write its audit lines."""
        if document.source is document.text and note is None:  # a clean record has nothing to say
            done.records += 1
            done.characters_in += len(document.text)
            done.characters_out += len(document.text)
            return
        head = key(file, record)
        found = [{**head, **one} for one in duplicates(document)]
        done.count(document, sum(1 for one in found if one["dropped"]))
        self.samples.add(samples_of(document, file, record))
        if document.meta and self.settings.audit != "none":
            self.parts.metadata.add([to_json({**head, "meta": dict(document.meta)})])
        if self.parts.full:
            if record is not None and note is not None:
                self.parts.edits.add([dump_reading(file, record, "record", note=note)])
            self.parts.edits.add(dump(document, file, self.settings.proved, record))
            self.parts.duplicates.add(map(to_json, found))

    # --- files of records -----------------------------------------------------------------------------------------

    def _records(self, number: int, unit: Unit, done: Done) -> None:
        source, settings = unit.source, self.settings
        kind = settings.kind(source.name)
        path = self.place.clean(number, unit)
        span = None if unit.end is None else FileSpan(unit.start, unit.end, unit.first)
        target = kind if path == Path(settings.output, source.output) else settings.plain(source.name)
        with ExitStack() as stack:
            records = stack.enter_context(
                open_records(
                    source.path,
                    kind,
                    text_key=settings.text_key,
                    encoding=settings.encoding,
                    max_document=settings.max_document,
                    span=span,
                )
            )
            aside = stack.enter_context(open(self.place.part(f"{number}.aside"), "wb"))
            part = stack.enter_context(replaced(path))
            writer = stack.enter_context(open_writer(part, target, like=records))
            for record in _named(records, source.path):
                if record.document is None:
                    self._no_text(unit, record, aside, done)
                    if not record.broken:
                        self._keep(unit, record, writer)
                    continue
                self._record(number, unit, record, done, writer)
        done.output = hash_file(path)
        done.input = hash_file(source.path, unit.start, unit.end)
        done.content = hash_content(source.path, kind.compression) if kind.compression else ""

    def _record(self, number: int, unit: Unit, record: Record, done: Done, writer: Writer) -> None:
        """Clean one record, write it, and say what was done."""
        assert record.document is not None
        document, why = self._cleaned(record.document, unit.source.path)
        if self.settings.kind(unit.source.name).format == "lines":
            document = on_one_line(document)
        if not why:
            try:
                writer.write(record, document.text)
            except ValueError as error:
                why = str(error)
        if why:
            self._set_aside(unit, record.number, why, done)
            self._keep(unit, record, writer)
            return
        self._say(document, unit.source.output, record.number, done, record.note(document.text))
        if self.rows is not None:
            self.rows.add(number, record.number, document.text)

    def _keep(self, unit: Unit, record: Record, writer: Writer) -> None:
        """Write a record as it is."""
        writer.keep(record)
        note = record.note(None)
        if note is not None and self.parts.full:
            self.parts.edits.add([dump_reading(unit.source.output, record.number, "record", note=note)])

    def _set_aside(self, unit: Unit, record: int, why: str, done: Done) -> None:
        self._reject(unit, why, record)
        done.set_aside += 1
        if len(done.records_set_aside) < NAMED_RECORDS:
            done.records_set_aside.append((record, why))

    def _no_text(self, unit: Unit, record: Record, aside: IO[bytes], done: Done) -> None:
        """A record without a text stays as it is; what is no record leaves the corpus for `_audit/set_aside`."""
        if record.reason:
            self._set_aside(unit, record.number, record.reason, done)
        if not record.broken:
            return
        done.broken.append(record.number)
        if self.parts.full:
            size = sum(map(aside.write, record.pieces()))
            self.parts.edits.add([dump_reading(unit.source.output, record.number, "set_aside", bytes=size)])


def _named(records: Iterable[Record], path: str) -> Iterator[Record]:
    """The records of a file; an error of reading says so by its name."""
    try:
        yield from records
    except OSError as error:
        raise named(error, path) if error.filename is None else error from None


def on_one_line(document: Document) -> Document:
    """A document of one line stays on one line: a break becomes a blank."""
    text = document.text
    if "\n" not in text:
        return document
    edits = [Edit(i, i + 1, " ", "records.line_break") for i, c in enumerate(text) if c == "\n"]
    return document.with_layers([Layer(ROUNDS + 1, "records", tuple(edits), text)], apply(text, edits))


def duplicates(document: Document, before: Entry | None = None) -> Iterator[dict[str, Any]]:
    """What the stage `repeats` dropped or nearly dropped, in source coordinates.

    before: what had been done to the text that the document begins with.
    """
    lines: list[int] = []

    def span(start: int, end: int, depth: int) -> tuple[int, int]:
        found = document.source_span(start, end, depth)
        return found if before is None else before.source_span(*found)

    for depth, found, _, via in copies(document):
        if not lines:
            lines = split_lines(document.decoded if before is None else before.restore(document.decoded)).starts
        start, end = span(found.start, found.end, depth)
        kept_start, kept_end = span(found.kept_start, found.kept_end, depth)
        record = {
            "kind": found.kind,
            "dropped": found.dropped,
            "line": bisect_right(lines, start),
            "start": start,
            "end": end,
            "kept_line": bisect_right(lines, kept_start),
            "kept_start": kept_start,
            "kept_end": kept_end,
            "similarity": round(found.similarity, 4),
            "differences": [list(pair) for pair in found.differences],
            "text": found.text,
        }
        if via is not None:
            record["via_line"] = bisect_right(lines, span(*via, depth)[0])
        yield record


def total(units: Iterable[Done]) -> Done:
    """The parts of a file as one."""
    units = list(units)
    whole = Done(rejected=next((unit.rejected for unit in units if unit.rejected), ""))
    rules: Counter[str] = Counter()
    for unit in units:
        for name in ("records", "changed", "unstable", "characters_in", "characters_out", "repeats", "left_out"):
            setattr(whole, name, getattr(whole, name) + getattr(unit, name))
        whole.seconds += unit.seconds
        whole.set_aside += unit.set_aside
        whole.records_set_aside += unit.records_set_aside
        whole.note = whole.note or unit.note
        rules.update(unit.rules)
    whole.rules = dict(sorted(rules.items()))
    if len(units) == 1:
        whole.input, whole.content, whole.output = units[0].input, units[0].content, units[0].output
    return whole
