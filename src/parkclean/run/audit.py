"""What is said about a run: the files of `_audit`, put together from the parts that the shards left.

They stand there under their names only when the run is over, all but the manifest: it says first what will be written,
so that whoever comes after a stopped run knows what is ours.
"""

from __future__ import annotations

import json
import platform
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

import parkclean
from parkclean.files import (
    AUDIT,
    MANIFEST,
    Reject,
    Source,
    hash_file,
    remove_stale,
    write,
    write_json,
    written_whole,
)
from parkclean.formats import unpacked
from parkclean.ledger import to_json
from parkclean.report import FileCount, Report, Sample
from parkclean.report.samples import Samples
from parkclean.run.plan import Settings, Shard, Unit
from parkclean.run.shard import Done, Marker, Place, total

SET_ASIDE, LEFT_OUT = "set_aside", "left_out"
"""Folders of `_audit`: lines that are no records; records that repeat another one."""

SLOWEST = 100
"""Files that run.json says the time of."""

SHOWN_DUPLICATES = 100
"""Lines of duplicates.jsonl that a report holds."""

LINES = ("edits", "duplicates", "metadata", "rejects")


def begin(settings: Settings, sources: Sequence[Source], old: dict[str, str]) -> None:
    """Write a manifest that names what will be written, and what stands there from an earlier run."""
    planned: list[dict[str, object]] = [{"input": source.name, "output": source.output} for source in sources]
    names = {source.output for source in sources}
    planned += [{"output": name, "output_sha256": old[name]} for name in sorted(old.keys() - names)]
    write_manifest(settings, planned, complete=False)


def write_manifest(settings: Settings, files: list[dict[str, object]], complete: bool) -> None:
    head = {"v": 1, "parkclean": parkclean.__version__, "complete": complete, "options": settings.record()}
    write_json(Path(settings.output, AUDIT, MANIFEST), {**head, "files": files})


class Finished:
    """A run whose shards are all done: its counts, and its audit."""

    def __init__(self, settings: Settings, shards: Sequence[Shard]) -> None:
        self.settings = settings
        self.step = "clean" if settings.dedup == "off" else "final"
        self.shards = shards
        self.path = Path(settings.output, AUDIT)
        self.files: list[tuple[Source, Done]] = []
        self._samples = Samples()
        self._parts: dict[Source, list[tuple[Place, int, Unit]]] = {}
        units = ((shard, number, unit, done) for shard in shards for number, unit, done in self._units(shard))
        for source, some in groupby(units, key=lambda one: one[2].source):
            group = list(some)
            self.files.append((source, total(done for _, _, _, done in group)))
            self._parts[source] = [(Place(settings, shard.number), number, unit) for shard, number, unit, _ in group]

    def _units(self, shard: Shard) -> Iterator[tuple[int, Unit, Done]]:
        marker = Marker.load(Place(self.settings, shard.number).marker(self.step))
        assert marker is not None
        self._samples.add((rule, sample) for rule, some in marker.samples.items() for sample in some)
        for number, (unit, done) in enumerate(zip(shard.units, marker.units, strict=True)):
            yield number, unit, done

    # --- outputs --------------------------------------------------------------------------------------------------

    def assemble(self) -> None:
        """Put the parts of large files together, and gather what left them."""
        for source, done in self.files:
            parts = self._parts[source]
            output = Path(self.settings.output, source.output)
            if done.rejected:
                if len(parts) > 1 or self.settings.dedup != "off":
                    output.unlink(missing_ok=True)
                continue
            if len(parts) > 1:
                with written_whole(output) as file:
                    _append(file, (place.final(number, unit) for place, number, unit in parts))
                done.input, done.output = hash_file(source.path), hash_file(output)
            for part, folder in (("aside", SET_ASIDE), ("left_out", LEFT_OUT)):
                found = [place.part(f"{number}.{part}") for place, number, _ in parts]
                found = [path for path in found if path.exists() and path.stat().st_size]
                if found:
                    name = unpacked(source.output)
                    with written_whole(self.path / folder / name) as file:
                        _append(file, found)

    # --- audit ----------------------------------------------------------------------------------------------------

    def write_lines(self, rejects: Iterable[Reject]) -> None:
        """Put the lines of all shards together, in their order."""
        wanted = {"full": LINES, "summary": LINES[2:], "none": LINES[3:]}[self.settings.audit]
        for name in LINES:
            target = self.path / (self.settings.ledger if name == "edits" else f"{name}.jsonl")
            if name not in wanted:
                target.unlink(missing_ok=True)
                continue
            again = "final." if self.step == "final" and name in LINES[:3] else ""
            parts = (Place(self.settings, shard.number).part(again + name) for shard in self.shards)
            with written_whole(target) as file:
                if name == "rejects":
                    for one in sorted(rejects):
                        file.write(to_json({"v": 1, "file": one.file, "reason": one.reason}).encode("utf-8") + b"\n")
                _append(file, parts)
        other = "edits.jsonl" if self.settings.compressed else "edits.jsonl.zst"
        (self.path / other).unlink(missing_ok=True)

    def counts(self) -> Iterator[FileCount]:
        for source, done in self.files:
            if not done.rejected:
                yield FileCount(
                    source.output,
                    done.characters_in,
                    done.characters_out,
                    done.rules,
                    done.repeats,
                    done.unstable,
                    done.left_out,
                    done.records,
                    done.changed,
                )

    def seconds(self) -> dict[str, float]:
        """How long each file took, the processes of its parts together."""
        return {source.output: done.seconds for source, done in self.files if not done.rejected}

    def rejects(self) -> Iterator[Reject]:
        """Files and records that were set aside; of the records of a file the first ones."""
        for source, done in self.files:
            if done.rejected:
                yield Reject(source.name, done.rejected, source.path)
            for record, why in done.records_set_aside:
                yield Reject(source.name, why, source.path, record)

    def notes(self) -> Iterator[str]:
        yield from (done.note for _, done in self.files if done.note)
        for source, done in self.files:
            more = done.set_aside - len(done.records_set_aside)
            if more:
                yield f"{source.name}: {more:,} more records were set aside, see {AUDIT}/rejects.jsonl"

    def samples(self) -> dict[str, tuple[Sample, ...]]:
        """Some edits of each rule."""
        return self._samples.result()

    def duplicates(self) -> list[dict[str, Any]]:
        """The first lines of duplicates.jsonl."""
        if self.settings.audit != "full":
            return []
        with open(self.path / "duplicates.jsonl", "rb") as file:
            return [json.loads(line) for line in islice(file, SHOWN_DUPLICATES)]

    def write_report(self, report: Report, html: bool, times: bool) -> None:
        """Write report.json, and the page if it is asked for; times: it says what took longest."""
        page = self.path / "report.html"
        page.unlink(missing_ok=True)
        if self.settings.audit == "none":
            (self.path / "report.json").unlink(missing_ok=True)
        else:
            write_json(self.path / "report.json", report.to_dict())
        if html:
            write(page, report.to_html(times=times).encode("utf-8"))

    def close(self, old: dict[str, str]) -> list[str]:
        """Remove what only an earlier run made, and give the manifest its last form; lines on what could not go."""
        files: list[dict[str, object]] = []
        for source, done in self.files:
            if done.rejected:
                continue
            record: dict[str, object] = {"input": source.name, "output": source.output, "input_sha256": done.input}
            if done.content:
                record["content_sha256"] = done.content
            record["output_sha256"] = done.output
            if done.left_out and not self.settings.kind(source.name).records:
                record |= {"output_sha256": "", "left_out": True}
            files.append(record)
        written = (str(one["output"]) for one in files if "left_out" not in one)
        notes = list(remove_stale(Path(self.settings.output), old, written))
        shutil.rmtree(self.settings.work, ignore_errors=True)
        write_manifest(self.settings, files, complete=True)
        return notes


def _append(file: IO[bytes], parts: Iterable[Path]) -> None:
    for path in parts:
        with open(path, "rb") as part:
            shutil.copyfileobj(part, file, 1 << 20)


def write_run(path: Path, report: Report, started: float) -> None:
    """run.json: when, where, how long; the one file that differs between equal runs."""
    record = {
        "v": 1,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "seconds": round(report.seconds, 3),
        "characters_per_second": round(report.characters_in / report.seconds) if report.seconds else 0,
        "jobs": report.jobs,
        "host": platform.node(),
        "python": platform.python_version(),
        "slowest": [{"file": file, "seconds": round(seconds, 3)} for file, seconds in report.slowest(SLOWEST)],
    }
    write_json(path / "run.json", record)
