"""Corpus runs: files in, clean files and their audit out; and the way back.

The steps of a run are in `run/`, which files are read and where output may go in `files.py`, what a file holds in
`formats/`.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Unpack, cast, get_args

from parkclean.decoding import known_encoding
from parkclean.files import (
    AUDIT,
    AnyPath,
    RefusedError,
    Reject,
    Source,
    WriteError,
    check_output,
    hash_file,
    list_inputs,
    part_name,
    read_manifest,
    shown,
    write_error,
)
from parkclean.formats import FileFormat
from parkclean.pipeline import Options, check_options, pipeline
from parkclean.report import Report
from parkclean.run import audit as auditing
from parkclean.run.engine import Engine, Local, jobs_for
from parkclean.run.plan import (
    COMPRESSED_FROM,
    AuditLevel,
    RecordsIn,
    Scope,
    Settings,
    Shard,
    plan_of,
    refuse_difference,
    same_plan,
    shards,
    write_plan,
)
from parkclean.run.restore import Restored, restore_corpus
from parkclean.run.shard import Marker, Place, clean_shard

log = logging.getLogger("parkclean")

Progress = Callable[[int, int], None]

__all__ = ["Progress", "Report", "Restored", "clean_corpus", "restore_corpus"]


def clean_corpus(
    inputs: AnyPath | Sequence[AnyPath],
    output: AnyPath,
    *,
    dedup: Scope = "off",
    jobs: int | None = None,
    encoding: str | None = None,
    records: RecordsIn = "file",
    text_key: str = "text",
    max_document: int = 64 << 20,
    audit: AuditLevel = "full",
    report: bool = False,
    times: bool = False,
    resume: bool = False,
    progress: Progress | None = None,
    **options: Unpack[Options],
) -> Report:
    """Clean files and folders into the folder `output`, with everything about the run in `output/_audit`.

    inputs: files, and folders of them; the clean text of a file has its name, relative to the folder that was given
        (`page.html` becomes `page.html.txt`). docs/formats.md says what is read.
    dedup: repeats across files, which stay unless they are asked for: "paragraphs" drops those that stand in another
        document, "documents" leaves out whole documents.
    jobs: how many processes; by default one for each core, and none beside this one for small inputs.
    encoding, format: override what each file shows.
    records: "line" takes each line of a text file for a document.
    text_key: of JSON lines the key, and of Parquet the column, that holds the text.
    max_document: bytes of the largest document; a larger one is set aside.
    audit: "full"; "summary" leaves out the edits, without which nothing can be restored; "none" all but the manifest
        and what was set aside.
    report: also write `_audit/report.html`, a page to look at.
    times: the page names the slowest files, too; then it differs from run to run.
    resume: go on with a run that was stopped, if options and inputs are those of that run.
    progress: called with (bytes done, bytes in all); with `dedup` everything is gone through twice.
    Other options as for `clean`.
    What cannot be read is set aside, with the reason in the report and in `_audit/rejects.jsonl`.
    Raises RefusedError (a ValueError) if `output` is an input or holds what no run of parkclean has made, or if there
    is a run but not this one to resume; WriteError (an OSError) if output cannot be written.
    The result is the same, byte for byte, for any number of jobs; only `_audit/run.json` tells time and place.
    """
    started, clock = time.time(), time.perf_counter()
    given = _given(inputs, output)
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is a function of two numbers, got {type(progress).__name__}")
    settings = _settings(
        options,
        output=os.fspath(output),
        encoding=None if encoding is None else known_encoding(encoding),
        records=_one_of("records", records, RecordsIn),
        text_key=text_key,
        max_document=max_document,
        dedup=_one_of("dedup", dedup, Scope),
        audit=_one_of("audit", audit, AuditLevel),
    )
    folder = Path(output)
    old = check_output(given, folder)
    listing = list_inputs(given, folder, settings.format)
    sources, rejects = _without_strangers(listing.sources, listing.rejects, folder, old)
    settings = settings._replace(compressed=sum(source.size for source in sources) >= COMPRESSED_FROM)
    if resume and (again := _finished_before(settings, sources, rejects)) is not None:
        return again
    for line in listing.notes:
        log.warning("%s", line)
    for one in rejects:
        _log_reject(one)
    work = _Run(settings, sources, old, progress)
    jobs = jobs_for(jobs, sum(shard.size for shard in work.shards), len(work.shards))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Local(jobs, folder) as engine:
            work.prepare(resume)
            work.clean(engine)
            said = work.dedup(engine) if dedup != "off" else []
            finished = auditing.Finished(settings, work.shards)
            finished.assemble()
            finished.write_lines(rejects)
            told = _report(finished, rejects, [*listing.notes, *said])
            finished.write_report(told, html=report, times=times)
            notes = (*told.notes, *finished.close(old))
            told = replace(told, notes=notes, seconds=time.perf_counter() - clock, jobs=jobs)
            auditing.write_run(finished.path, told, started)
    except OSError as error:
        raise error if isinstance(error, WriteError) else write_error(error) from None
    for line in told.notes[len(listing.notes) :]:
        log.warning("%s", line)
    return told


def _given(inputs: object, output: object) -> list[str | os.PathLike[str]]:
    """The paths that were named. Raises TypeError for what is none, RefusedError if there are no inputs."""
    named = list(inputs) if isinstance(inputs, Iterable) and not isinstance(inputs, str | bytes) else [inputs]
    for one in (*named, output):
        if not isinstance(one, str | os.PathLike):
            raise TypeError(f"clean_corpus takes paths, got {type(one).__name__}")
    if not named:
        raise RefusedError("no inputs; name files or folders")
    return [one for one in named if isinstance(one, str | os.PathLike)]


def _one_of(name: str, value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        raise RefusedError(f"{name} is one of {', '.join(get_args(kind))}; got {value!r}")
    return value


def _settings(options: Options, **known: Any) -> Settings:
    check_options(options, [*Options.__annotations__, *(clean_corpus.__kwdefaults__ or ())])
    if not isinstance(known["max_document"], int) or known["max_document"] < 1:
        raise RefusedError(f"max_document is a number of bytes from 1 on; got {known['max_document']!r}")
    if not isinstance(known["text_key"], str):
        raise TypeError(f"text_key is the name of a key, a str; got {known['text_key']!r}")
    form = _one_of("format", options.get("format"), FileFormat) if options.get("format") is not None else None
    kept = cast(Options, {key: value for key, value in options.items() if key != "format"})
    proved = frozenset(rule.id for rule in pipeline(kept).rules() if rule.proved)
    return Settings(options=kept, format=form, proved=proved, **known)


def _without_strangers(
    sources: list[Source], rejects: list[Reject], folder: Path, old: dict[str, str]
) -> tuple[list[Source], list[Reject]]:
    """In a folder of ours only files that the manifest names are replaced, and none where a folder must be."""
    kept, rejects = [], list(rejects)
    blocked = cache(partial(_in_the_way, folder))
    for source in sources:
        if file := blocked(os.path.dirname(source.output)):
            why = f"{shown(folder / file)} is a file where a folder has to be; move it away"
            rejects.append(Reject(source.name, why, source.path))
        elif source.output not in old and os.path.lexists(folder / source.output):
            path = shown(folder / source.output)
            why = f"{path} is there already, and not from an earlier run; move it away"
            rejects.append(Reject(source.name, why, source.path))
        else:
            kept.append(source)
    return kept, rejects


def _in_the_way(folder: Path, name: str) -> str:
    """The file that stands where a folder of the output, or one above it, has to be; "" if there is none."""
    if not name:
        return ""
    above = _in_the_way(folder, os.path.dirname(name))
    return above or (name if os.path.lexists(folder / name) and not os.path.isdir(folder / name) else "")


def _log_reject(one: Reject) -> None:
    place = "" if one.record is None else f":{one.record + 1}"
    log.warning("%s%s: set aside: %s", shown(one.path), place, one.reason)


def _report(finished: auditing.Finished, rejects: Iterable[Reject], said: Iterable[str]) -> Report:
    found = list(finished.rejects())
    for one in found:
        _log_reject(one)
    notes = (*said, *finished.notes())
    return Report(
        tuple(finished.counts()),
        tuple(sorted([*rejects, *found], key=lambda one: (one.file, one.record or 0))),
        notes,
        finished.samples(),
        finished.duplicates(),
        file_seconds=finished.seconds(),
    )


def _finished_before(settings: Settings, sources: Sequence[Source], rejects: Iterable[Reject]) -> Report | None:
    """The report of a run that needs no resuming, because it came to its end.

    Raises RefusedError if that was another run.
    """
    manifest = read_manifest(Path(settings.output)) if os.path.isdir(settings.output) else None
    if manifest is None or not manifest["complete"] or settings.audit == "none":
        return None
    lines = Path(settings.output, AUDIT, "rejects.jsonl").read_bytes().splitlines()
    aside = [json.loads(line) for line in lines]
    gone = {one["file"] for one in aside}
    paths = {source.name: source for source in sources}
    old = {key: manifest[key] for key in ("parkclean", "options")}
    kept = [one["input"] for one in manifest["files"]]
    old["inputs"] = [[name, 0] for name in kept]
    gone.difference_update(kept)  # only records of these were set aside
    refuse_difference(settings, old, plan_of(settings, ([name, 0] for name in sorted(paths) if name not in gone)))
    for one in manifest["files"]:
        if one["input_sha256"] != hash_file(paths[one["input"]].path):
            raise RefusedError(_changed(settings, one["input"]))
    read = {**{one.file: one.path for one in rejects}, **{name: source.path for name, source in paths.items()}}
    set_aside = [
        Reject(one["file"], one["reason"], read.get(one["file"], one["file"]), one.get("record")) for one in aside
    ]
    for reject in set_aside:
        _log_reject(reject)
    found = json.loads(Path(settings.output, AUDIT, "report.json").read_bytes())
    return Report.from_dict(found, set_aside)


def _changed(settings: Settings, name: str) -> str:
    return (
        f"cannot resume {shown(settings.output)}: the input {shown(name)} has changed since; "
        "leave --resume out to start anew"
    )


class _Run:
    """A run on its way: its shards, and which of them are done."""

    def __init__(
        self, settings: Settings, sources: Sequence[Source], old: dict[str, str], progress: Progress | None
    ) -> None:
        self.settings = settings
        self.sources = sources
        self.old = old
        self.shards = shards(sources, settings)
        self._progress = progress
        self._done = 0
        passes = 1 if settings.dedup == "off" else 2
        self._total = passes * sum(shard.size for shard in self.shards)

    def prepare(self, resume: bool) -> None:
        """Take up the work of a stopped run, or make room for a new one."""
        if resume and same_plan(self.settings, self.sources):
            self._refuse_changed()
        else:
            shutil.rmtree(self.settings.work, ignore_errors=True)
            auditing.begin(self.settings, self.sources, self.old)
            write_plan(self.settings, self.sources)
        if self.old:
            for source in self.sources:
                part_name(Path(self.settings.output, source.output)).unlink(missing_ok=True)

    def _refuse_changed(self) -> None:
        """What was read before must be there still: its parts would not belong together."""
        for shard in self.shards:
            marker = Marker.load(Place(self.settings, shard.number).marker("clean"))
            for unit, done in zip(shard.units, marker.units if marker else (), strict=False):
                if done.input and hash_file(unit.source.path, unit.start, unit.end) != done.input:
                    raise RefusedError(_changed(self.settings, unit.source.name))

    def clean(self, engine: Engine) -> None:
        """Clean the shards that are not done."""
        self._step(engine, "clean", partial(clean_shard, settings=self.settings))

    def _step(
        self, engine: Engine, name: str, step: Callable[[Any], None], task: Callable[[Shard], Any] = lambda shard: shard
    ) -> None:
        """Do a step for the shards that it has not been done for; task: what the step is told about a shard."""
        left = []
        for shard in self.shards:
            if Place(self.settings, shard.number).marker(name).exists():
                self._tell(shard)
            else:
                left.append(shard)
        for shard, _ in zip(left, engine.map(step, map(task, left)), strict=True):
            self._tell(shard)

    def _tell(self, shard: Shard) -> None:
        self._done += shard.size
        if self._progress is not None:
            self._progress(self._done, self._total)

    def dedup(self, engine: Engine) -> list[str]:
        """Take out what repeats across files; lines for the user."""
        from parkclean.run.dedup import Dedup

        if not self.shards:
            return []
        dedup = Dedup(self.settings, self.shards)
        dedup.decide(engine)
        self._step(engine, "final", dedup.apply, dedup.task)
        return dedup.notes()
