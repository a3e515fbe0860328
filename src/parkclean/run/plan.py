"""The plan of a run: settings, and the inputs cut into shards.

A shard is the unit of work, of resuming and of the audit: some small files, or a part of a large one.
It is cut by the listing alone, so any number of processes gives the same shards and the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import parkclean
from parkclean.files import AUDIT, RefusedError, Source, shown, write_json
from parkclean.formats import FileFormat, Kind, describe, spans
from parkclean.pipeline import Options

Scope = Literal["off", "paragraphs", "documents"]
AuditLevel = Literal["full", "summary", "none"]
RecordsIn = Literal["file", "line"]

WORK = "work"
"""The folder in `_audit` that holds what is not finished; it goes at the end of a run."""

FILES_AT_ONCE = 1_000_000
"""Bytes of small files that make one shard: one by one they cost more to send than to clean."""

PART = 4_000_000
"""Bytes of the parts into which a large file of records is cut."""

COMPRESSED_FROM = 16_000_000
"""Bytes of input from which the ledger is compressed; smaller ones are for looking at."""


class Settings(NamedTuple):
    """What every shard of a run shares."""

    output: str
    options: Options
    encoding: str | None = None
    format: FileFormat | None = None
    records: RecordsIn = "file"
    text_key: str = "text"
    max_document: int = 64 << 20
    dedup: Scope = "off"
    audit: AuditLevel = "full"
    compressed: bool = False
    proved: frozenset[str] = frozenset()

    def kind(self, name: str) -> Kind:
        """What a file of this name holds."""
        return describe(name, self.format, self.records)

    @property
    def work(self) -> Path:
        return Path(self.output, AUDIT, WORK)

    @property
    def ledger(self) -> str:
        return "edits.jsonl.zst" if self.compressed else "edits.jsonl"

    def plain(self, name: str) -> Kind:
        """The same before it is compressed."""
        return self.kind(name)._replace(compression="")

    def record(self) -> dict[str, object]:
        """The options as the manifest holds them."""
        options: dict[str, Any] = {"select": None, "skip": [], "script": "auto", **self.options}
        for key in ("select", "skip"):
            options[key] = None if options[key] is None else list(options[key])
        for key in ("format", "encoding", "records", "text_key", "max_document", "dedup", "audit"):
            options[key] = getattr(self, key)
        return options


class Unit(NamedTuple):
    """A file, or the part of one that stands between two offsets; `first`: the number of the first record there."""

    source: Source
    start: int = 0
    end: int | None = None
    first: int = 0

    @property
    def whole(self) -> bool:
        return self.end is None


class Shard(NamedTuple):
    """Work for one process."""

    number: int
    units: tuple[Unit, ...]

    @property
    def size(self) -> int:
        return sum(unit.source.size if unit.end is None else unit.end - unit.start for unit in self.units)


def shards(sources: Iterable[Source], settings: Settings) -> list[Shard]:
    """The sources in order, cut into shards."""
    return [Shard(number, tuple(units)) for number, units in enumerate(_grouped(_units(sources, settings)))]


def _units(sources: Iterable[Source], settings: Settings) -> Iterator[Unit]:
    for source in sources:
        kind = settings.kind(source.name)
        if not kind.records or kind.compression or kind.format == "parquet" or source.size <= PART:
            yield Unit(source)
            continue
        try:
            parts = spans(source.path, kind, PART)
        except OSError:  # whoever cleans it says why
            yield Unit(source)
            continue
        if len(parts) == 1:
            yield Unit(source)
        else:
            yield from (Unit(source, *part) for part in parts)


def _grouped(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Neighbouring files together, parts of a file alone."""
    group: list[Unit] = []
    size = 0
    for unit in units:
        if group and (not unit.whole or size + unit.source.size > FILES_AT_ONCE):
            yield group
            group, size = [], 0
        if not unit.whole:
            yield [unit]
            continue
        group.append(unit)
        size += unit.source.size + 1000
    if group:
        yield group


# --- resuming -----------------------------------------------------------------------------------------------------


def write_plan(settings: Settings, sources: Sequence[Source]) -> None:
    """Say what the shards in the work folder belong to."""
    settings.work.mkdir(parents=True, exist_ok=True)
    write_json(settings.work / "plan.json", _plan(settings, sources))


def plan_of(settings: Settings, inputs: Iterable[Sequence[object]]) -> dict[str, Any]:
    """What a run must agree in with the one that it goes on with; inputs: name and size of each."""
    return {"parkclean": parkclean.__version__, "options": settings.record(), "inputs": list(inputs)}


def _plan(settings: Settings, sources: Sequence[Source]) -> dict[str, Any]:
    return plan_of(settings, ([source.name, source.size] for source in sources))


def same_plan(settings: Settings, sources: Sequence[Source]) -> bool:
    """Whether a stopped run with this plan left its work; False if there is none.

    Raises RefusedError, which names the difference, if the work is that of another plan.
    """
    try:
        old = json.loads((settings.work / "plan.json").read_bytes())
    except (OSError, ValueError):
        return False
    refuse_difference(settings, old, _plan(settings, sources))
    return True


def refuse_difference(settings: Settings, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Raise RefusedError if two plans differ."""
    difference = _difference(old, json.loads(json.dumps(new)))
    if difference:
        raise RefusedError(
            f"cannot resume {shown(settings.output)}: {difference}; run the command of the stopped run, "
            "or leave --resume out to start anew"
        )


def _difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    if old["parkclean"] != new["parkclean"]:
        return f"it was begun by parkclean {old['parkclean']}, this is {new['parkclean']}"
    for name in sorted({*old["options"], *new["options"]}):
        was, now = (plan["options"].get(name) for plan in (old, new))
        if was != now:
            return f"{name} was {json.dumps(was, ensure_ascii=False)}, now it is {json.dumps(now, ensure_ascii=False)}"
    before, after = (dict(cast("list[tuple[str, int]]", plan["inputs"])) for plan in (old, new))
    for name in sorted({*before, *after}):
        if name not in after:
            return f"the input {shown(name)} is gone"
        if name not in before:
            return f"the input {shown(name)} is new"
        if before[name] != after[name]:
            return f"the input {shown(name)} had {before[name]:,} bytes, now it has {after[name]:,}"
    return ""
