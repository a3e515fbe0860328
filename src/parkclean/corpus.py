"""Corpus runs: files in, clean files and their audit out; and the way back.

Which files are read and where output may go is in `files.py`; what a file holds in `formats/`.
"""

from __future__ import annotations

import errno
import logging
import os
import platform
import signal
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Unpack, cast, get_args

import parkclean
from parkclean.api import explain
from parkclean.crossfile import Origins, Repeat, Scope, by_text, repeats, without
from parkclean.decoding import DecodeError, known_encoding
from parkclean.document import Document
from parkclean.files import (
    AUDIT,
    MANIFEST,
    AnyPath,
    RefusedError,
    Reject,
    Source,
    WriteError,
    check_output,
    list_inputs,
    named,
    part_name,
    read_manifest,
    reason,
    remove,
    remove_stale,
    sha256,
    shown,
    write,
    write_error,
    write_json,
)
from parkclean.formats import as_read
from parkclean.ledger import Entry, counts, dump, load, to_json
from parkclean.pipeline import Format, Options, pipeline
from parkclean.report import FileCount, Report
from parkclean.rules import split_lines

log = logging.getLogger("parkclean")

POOL_FROM = 4_000_000
"""Bytes of input from which a process pool pays for its start (0.3 s, at 10 to 100 MB a second)."""
BATCH = 250_000
"""Bytes of input that a process takes at a time."""
LONGEST_SHOWN = 1000
"""Characters of a repeated document that duplicates.jsonl shows."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}

Progress = Callable[[int, int], None]

__all__ = ["Progress", "Report", "Restored", "clean_corpus", "restore_corpus"]


class Settings(NamedTuple):
    """What every file of a run shares."""

    output: str
    options: Options
    encoding: str | None
    format: Format | None
    proved: frozenset[str]
    dedup: Scope = "off"


class Outcome(NamedTuple):
    """What happened to one file: its counts and audit lines, or the reason why it was set aside."""

    source: Source
    rejected: str = ""
    counted: FileCount | None = None
    edits: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    input_hash: str = ""
    output_hash: str = ""

    @property
    def left_out(self) -> bool:
        """Whether the document was not written, because it repeats another one."""
        return self.counted is not None and self.counted.left_out


def clean_corpus(
    inputs: AnyPath | Sequence[AnyPath],
    output: AnyPath,
    *,
    dedup: Scope = "off",
    jobs: int | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    **options: Unpack[Options],
) -> Report:
    """Clean files and folders into the folder `output`, with everything about the run in `output/_audit`.

    inputs: files, and folders of them; the clean text of a file has its name, relative to the folder that was given
        (`page.html` becomes `page.html.txt`).
    dedup: repeats across files, which stay unless they are asked for: "paragraphs" drops those that stand in another
        file, "documents" leaves out whole documents. All clean texts are held in memory.
    jobs: how many processes; by default one for each core, and none beside this one for small inputs.
    encoding, format: override what each file shows.
    progress: called with (files done, files in all).
    Other options as for `clean`.
    A file that cannot be read is set aside, with the reason in the report and in `_audit/rejects.jsonl`.
    Raises RefusedError (a ValueError) if `output` is an input or holds what no run of parkclean has made, WriteError
    (an OSError) if output cannot be written.
    The result is the same, byte for byte, for any number of jobs; only `_audit/run.json` tells time and place.
    """
    started = time.time()
    clock = time.perf_counter()
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    if dedup not in get_args(Scope):
        raise RefusedError(f"dedup is one of {', '.join(get_args(Scope))}; got {dedup!r}")
    settings = _settings(Path(output), encoding, dedup, options)
    folder = Path(output)
    old = check_output(given, folder)
    listing = list_inputs(given, folder)
    sources, rejects = _without_strangers(listing.sources, listing.rejects, folder, old)
    for line in listing.notes:
        log.warning("%s", line)
    for one in rejects:
        _log_reject(one)
    jobs = _jobs(jobs, sources)
    with _Audit(folder, settings) as audit:
        audit.plan(sources, old)
        outcomes: Iterable[Outcome] = _told(_run(sources, settings, jobs), len(sources), progress)
        counted: list[FileCount] = []
        said: list[str] = []
        if dedup != "off":
            outcomes, said = _without_repeats(list(outcomes), settings)
        for outcome in outcomes:
            if outcome.counted is None:
                rejects.append(Reject(outcome.source.name, outcome.rejected, outcome.source.path))
                _log_reject(rejects[-1])
            else:
                counted.append(outcome.counted)
                audit.add(outcome)
        for line in said:
            log.warning("%s", line)
        notes = [*listing.notes, *said, *audit.finish(old, sorted(rejects))]
        seconds = time.perf_counter() - clock
        report = Report(tuple(counted), tuple(sorted(rejects)), tuple(notes), seconds, jobs)
        audit.close(report, started)
    return report


def _told(outcomes: Iterable[Outcome], count: int, progress: Progress | None) -> Iterator[Outcome]:
    for done, outcome in enumerate(outcomes, 1):
        yield outcome
        if progress is not None:
            progress(done, count)


def _settings(output: Path, encoding: str | None, dedup: Scope, options: Options) -> Settings:
    run = pipeline(options)
    kept = cast(Options, {key: value for key, value in options.items() if key != "format"})
    proved = frozenset(rule.id for rule in run.rules() if rule.proved)
    codec = None if encoding is None else known_encoding(encoding)
    return Settings(os.fspath(output), kept, codec, options.get("format"), proved, dedup)


def _without_strangers(
    sources: list[Source], rejects: list[Reject], folder: Path, old: dict[str, str]
) -> tuple[list[Source], list[Reject]]:
    """In a folder of ours only files that the manifest names are replaced."""
    kept, rejects = [], list(rejects)
    for source in sources:
        if source.output not in old and os.path.lexists(folder / source.output):
            path = shown(folder / source.output)
            why = f"{path} is there already, and not from an earlier run; move it away"
            rejects.append(Reject(source.name, why, source.path))
        else:
            kept.append(source)
    return kept, rejects


def _log_reject(one: Reject) -> None:
    log.warning("%s: set aside: %s", shown(one.path), one.reason)


# --- one file -----------------------------------------------------------------------------------------------------


def clean_file(source: Source, settings: Settings) -> Outcome:
    """Read, clean and write one file. Raises WriteError if nothing more can be written."""
    try:
        data = Path(source.path).read_bytes()
    except OSError as error:
        return Outcome(source, f"cannot be read: {reason(error)}")
    try:
        document = as_read(data, source.name, encoding=settings.encoding, format=settings.format)
        document = explain(document, **settings.options)
        clean = document.text.encode("utf-8")
        outcome = _outcome(source, document, settings, sha256(data), sha256(clean))
    except DecodeError as error:
        return Outcome(source, str(error))
    except Exception as error:  # a rule that fails on one text must not stop the run
        log.debug("%s", source.path, exc_info=True)
        return Outcome(source, f"a rule failed on it ({type(error).__name__}: {error}); please report this")
    path = Path(settings.output, source.output)
    try:
        write(path, clean)
    except OSError as error:
        if error.errno in _FULL:
            raise write_error(error, path) from None
        return Outcome(source, f"{shown(path)} cannot be written: {reason(error)}")
    return outcome


def _outcome(source: Source, document: Document, settings: Settings, input_hash: str, output_hash: str) -> Outcome:
    duplicates = list(_duplicates(document))
    count = FileCount(
        source.output,
        len(document.decoded),
        len(document.text),
        counts(document),
        sum(1 for record in duplicates if record["dropped"]),
        document.unstable,
    )
    metadata = (to_json({"v": 1, "file": source.output, "meta": dict(document.meta)}),) if document.meta else ()
    return Outcome(
        source,
        "",
        count,
        tuple(dump(document, source.output, settings.proved)),
        tuple(to_json({"v": 1, "file": source.output, **record}) for record in duplicates),
        metadata,
        input_hash,
        output_hash,
    )


def _duplicates(document: Document) -> Iterator[dict[str, object]]:
    """What the stage `repeats` dropped or nearly dropped, in source coordinates."""
    lines: list[int] = []
    for depth, layer in enumerate(document.layers):
        if layer.stage != "repeats":
            continue
        from parkclean.stages.repeats import findings

        lines = lines or split_lines(document.decoded).starts
        for found in findings(layer.before):
            start, end = document.source_span(found.start, found.end, depth)
            kept_start, kept_end = document.source_span(found.kept_start, found.kept_end, depth)
            yield {
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


# --- repeats across files -----------------------------------------------------------------------------------------


def _without_repeats(outcomes: list[Outcome], settings: Settings) -> tuple[list[Outcome], list[str]]:
    """The outcomes once what repeats across their files is gone, and what to tell the user."""
    folder = Path(settings.output)
    numbers = [n for n, outcome in enumerate(outcomes) if outcome.counted is not None]
    texts = [(folder / outcomes[n].source.output).read_bytes().decode("utf-8") for n in numbers]
    found, notes = repeats(texts, settings.dedup)
    asked = {place.text for one in found for place in (one.place, one.kept)}
    entries = {k: _entry(outcomes[numbers[k]]) for k in asked}
    origins = Origins(texts, entries)
    for k, here in by_text(found).items():
        outcome = outcomes[numbers[k]]
        records = [_repeat_record(one, outcomes, numbers, origins) for one in here]
        gone = [one for one in here if one.dropped]
        if gone:
            outcome = _rewritten(outcome, without(texts[k], gone, settings.options), len(gone), settings)
        lines = tuple(to_json({"v": 1, "file": outcome.source.output, **record}) for record in records)
        outcomes[numbers[k]] = outcome._replace(duplicates=(*outcome.duplicates, *lines))
    return outcomes, notes


def _entry(outcome: Outcome) -> Entry:
    return next(load(outcome.edits), Entry(outcome.source.output, None, ()))


def _repeat_record(one: Repeat, outcomes: list[Outcome], numbers: list[int], origins: Origins) -> dict[str, object]:
    return {
        "kind": one.found.kind,
        "dropped": one.dropped,
        **origins.of(one.place),
        "kept_file": outcomes[numbers[one.kept.text]].source.output,
        **origins.of(one.kept, "kept_"),
        "similarity": round(one.found.similarity, 4),
        "differences": [list(pair) for pair in one.found.differences],
        "text": one.text[:LONGEST_SHOWN],
    }


def _rewritten(outcome: Outcome, document: Document, repeats: int, settings: Settings) -> Outcome:
    """The outcome of a file of which rows are gone; with `documents` the file itself goes."""
    assert outcome.counted is not None
    left_out = settings.dedup == "documents"
    path = Path(settings.output, outcome.source.output)
    clean = document.text.encode("utf-8")
    if left_out:
        remove(path, Path(settings.output))
    else:
        write(path, clean)
    rules = Counter(outcome.counted.rules) + Counter(counts(document))
    counted = outcome.counted._replace(
        characters_out=len(document.text),
        rules=dict(sorted(rules.items())),
        repeats=outcome.counted.repeats + repeats,
        left_out=left_out,
    )
    lines = dump(document, outcome.source.output, settings.proved)
    return outcome._replace(
        counted=counted, edits=(*outcome.edits, *lines), output_hash="" if left_out else sha256(clean)
    )


# --- many files ---------------------------------------------------------------------------------------------------


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _jobs(wanted: int | None, sources: Sequence[Source]) -> int:
    if wanted is None:
        wanted = cores() if sum(source.size for source in sources) >= POOL_FROM else 1
    elif wanted < 1:
        raise RefusedError(f"jobs is at least 1; got {wanted}")
    return max(1, min(wanted, len(sources)))


def _run(sources: Sequence[Source], settings: Settings, jobs: int) -> Iterator[Outcome]:
    """The outcomes in the order of the sources; at most four batches a process are on their way."""
    if jobs == 1:
        for source in sources:
            yield clean_file(source, settings)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting: list[Future[list[Outcome]]] = []
    pool = ProcessPoolExecutor(jobs, initializer=_leave_interrupts)
    try:
        for batch in _batches(sources):
            waiting.append(pool.submit(_clean_files, batch, settings))
            if len(waiting) >= 4 * jobs:
                yield from waiting.pop(0).result()
        while waiting:
            yield from waiting.pop(0).result()
    except BrokenProcessPool:
        raise WriteError("a worker process died, perhaps for want of memory; start it again with --jobs 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _clean_files(batch: list[Source], settings: Settings) -> list[Outcome]:
    return [clean_file(source, settings) for source in batch]


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Neighbouring files of about `BATCH` bytes together: one by one, small files cost more to send than to clean."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += source.size + 1000
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; only the first one answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@dataclass
class _Audit:
    """The files of `_audit`: written while the run goes on, there under their names only when it is over."""

    folder: Path
    settings: Settings

    def __post_init__(self) -> None:
        self.path = self.folder / AUDIT
        self._open: dict[str, IO[bytes]] = {}
        self._files: list[dict[str, object]] = []

    def __enter__(self) -> _Audit:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave no half-written file, whatever happened; a full disk becomes one line."""
        for name, file in self._open.items():
            with suppress(OSError):
                file.close()
            part_name(self.path / name).unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, WriteError):
            raise write_error(error) from None

    def plan(self, sources: Sequence[Source], old: dict[str, str]) -> None:
        """Say first what will be written: if the run is stopped, the next one knows what is ours."""
        planned: list[dict[str, object]] = [{"input": source.name, "output": source.output} for source in sources]
        names = {source.output for source in sources}
        planned += [{"output": name, "output_sha256": old[name]} for name in sorted(old.keys() - names)]
        self._write_manifest(planned, complete=False)
        for name in ("edits.jsonl", "duplicates.jsonl", "metadata.jsonl", "rejects.jsonl"):
            self._open[name] = open(part_name(self.path / name), "wb")  # noqa: SIM115 - closed by __exit__

    def add(self, outcome: Outcome) -> None:
        self._lines("edits.jsonl", outcome.edits)
        self._lines("duplicates.jsonl", outcome.duplicates)
        self._lines("metadata.jsonl", outcome.metadata)
        source = outcome.source
        hashes = {"input_sha256": outcome.input_hash, "output_sha256": outcome.output_hash}
        left_out = {"left_out": True} if outcome.left_out else {}
        self._files.append({"input": source.name, "output": source.output, **hashes, **left_out})

    def _lines(self, name: str, lines: Iterable[str]) -> None:
        try:
            for line in lines:
                self._open[name].write(line.encode("utf-8") + b"\n")
        except OSError as error:
            raise named(error, self.path / name) from None

    def finish(self, old: dict[str, str], rejects: Iterable[Reject]) -> list[str]:
        """Remove what only an earlier run made, and give the audit files their names."""
        self._lines("rejects.jsonl", (to_json({"v": 1, "file": one.file, "reason": one.reason}) for one in rejects))
        written = (str(entry["output"]) for entry in self._files if "left_out" not in entry)
        notes = list(remove_stale(self.folder, old, written))
        for name, file in self._open.items():
            try:
                file.close()
                os.replace(part_name(self.path / name), self.path / name)
            except OSError as error:
                raise named(error, self.path / name) from None
        self._open.clear()
        for line in notes:
            log.warning("%s", line)
        return notes

    def close(self, report: Report, started: float) -> None:
        write_json(self.path / "report.json", report.to_dict())
        write_json(self.path / "run.json", _run_record(report, started))
        self._write_manifest(self._files, complete=True)

    def _write_manifest(self, files: list[dict[str, object]], complete: bool) -> None:
        options: dict[str, object] = {"select": None, "skip": [], "script": "auto", **self.settings.options}
        for key in ("select", "skip"):
            options[key] = None if options[key] is None else list(cast("Sequence[str]", options[key]))
        options |= {"format": self.settings.format, "encoding": self.settings.encoding, "dedup": self.settings.dedup}
        head = {"v": 1, "parkclean": parkclean.__version__, "complete": complete, "options": options}
        write_json(self.path / MANIFEST, {**head, "files": files})


def _run_record(report: Report, started: float) -> dict[str, object]:
    return {
        "v": 1,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "seconds": round(report.seconds, 3),
        "characters_per_second": round(report.characters_in / report.seconds) if report.seconds else 0,
        "jobs": report.jobs,
        "host": platform.node(),
        "python": platform.python_version(),
    }


# --- the way back -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Restored:
    """What `restore_corpus` did: how many files are back, which were refused, and what else to know."""

    documents: int
    refused: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()


def restore_corpus(corpus: AnyPath, output: AnyPath, *, progress: Progress | None = None) -> Restored:
    """Rebuild the input files of a corpus, byte for byte, from its text and `_audit`, in the folder `output`.

    A file of the corpus that was edited since the run is refused by name; the others are restored.
    Raises RefusedError (a ValueError) if `corpus` is none of ours or `output` is not empty, WriteError (an OSError) if
    output cannot be written.
    """
    folder, target = Path(corpus), Path(output)
    manifest = read_manifest(folder)
    if manifest is None:
        raise RefusedError(f"{shown(folder)} is no corpus: it has no {AUDIT}/{MANIFEST} of ours")
    if not manifest["complete"]:
        raise RefusedError(f"the run that made {shown(folder)} was stopped; clean the inputs again first")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RefusedError(f"{shown(target)} is not empty; name a new folder")
    files = manifest["files"]
    refused: list[Reject] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with open(folder / AUDIT / "edits.jsonl", "rb") as ledger:
            entries = _Entries(ledger)
            for done, record in enumerate(files, 1):
                why = _restore_file(folder, target, record, entries)
                if why:
                    path = os.fspath(folder / record["output"])
                    refused.append(Reject(record["output"], why, path))
                    log.warning("%s: not restored: %s", shown(path), why)
                if progress is not None:
                    progress(done, len(files))
    except OSError as error:
        raise write_error(error) from None
    notes = _set_aside_then(folder)
    return Restored(len(files) - len(refused), tuple(refused), tuple(notes))


class _Entries:
    """The ledger, read once: the files of the manifest stand in the same order."""

    def __init__(self, ledger: IO[bytes]) -> None:
        self._entries = load(ledger)
        self._next = next(self._entries, None)

    def take(self, file: str) -> Entry:
        entry = self._next
        if entry is None or entry.file != file:
            return Entry(file, None, ())
        self._next = next(self._entries, None)
        return entry


def _restore_file(folder: Path, target: Path, record: dict[str, str], entries: _Entries) -> str:
    """Restore one file; the reason if that is refused.

    Of a document that was left out nothing is in the corpus: all of it is in the ledger.
    """
    try:
        entry = entries.take(record["output"])
    except ValueError as error:
        return str(error)
    try:
        data = b"" if record.get("left_out") else (folder / record["output"]).read_bytes()
    except OSError as error:
        return f"cannot be read: {reason(error)}"
    if not record.get("left_out") and sha256(data) != record["output_sha256"]:
        return "edited since the run; put the text of the run back, or clean the input again"
    try:
        source = entry.restore_bytes(data.decode("utf-8"))
    except (ValueError, LookupError):
        source = b""
    if sha256(source) != record["input_sha256"]:
        return f"{AUDIT}/edits.jsonl does not belong to it; clean the input again"
    write(target / record["input"], source)
    return ""


def _set_aside_then(folder: Path) -> list[str]:
    try:
        count = len((folder / AUDIT / "rejects.jsonl").read_bytes().splitlines())
    except OSError:
        return []
    return [f"{count} files were set aside in the run, so they are not in the corpus"] if count else []
