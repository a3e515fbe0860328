"""The ledger: what was done to a file, as JSON lines, and the source again from text and ledger.

One line per file, round, stage and rule; equal replacements are grouped, and their places are delta-coded code-point
positions in the text that the stage read. How a file was read is a line of round 0. docs/audit.md explains each field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, NamedTuple, cast

from parkclean.decoding import Decoding
from parkclean.document import Document
from parkclean.edits import Edit, Offsets, source_span, undo

VERSION = 1

READ = "read"
"""The stage that says what happened to a record beside its text."""

# What cannot be seen, what some readers take for the end of a line, and what UTF-8 does not hold.
_ESCAPED = re.compile("[\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb]")
_SPLIT_PAIR = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Text = str | list[str]
"""A string in JSON: in pieces where a lone high surrogate stands before a lone low one, which JSON would join."""


class Undo(NamedTuple):
    """The edits of one stage, and what each one replaced."""

    edits: list[Edit]
    old: list[str]


@dataclass(frozen=True)
class Entry:
    """What the ledger says about one document: a file, or a record of one.

    note: how a record was written, where that is not plain; set_aside: bytes of a line that was no record, None
    otherwise; left_out: the record repeats another one and is not in the corpus.
    """

    file: str
    decoding: Decoding | None
    layers: tuple[Undo, ...]
    record: int | None = None
    note: dict[str, Any] | None = None
    set_aside: int | None = None
    left_out: bool = False

    def restore(self, text: str) -> str:
        """The decoded text that `text` was made from."""
        for edits, old in reversed(self.layers):
            text = undo(text, edits, old)
        return text

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the clean text comes from, in the decoded text."""
        return source_span([Offsets(layer.edits) for layer in self.layers], start, end)

    def restore_bytes(self, text: str) -> bytes:
        """The bytes that `text` was made from; without a line on how they were read they are UTF-8."""
        return (self.decoding or Decoding("utf-8")).encode(self.restore(text))


def to_json(value: object) -> str:
    """One line of JSON: Chinese stays readable, invisible characters and lone surrogates are escaped."""
    line = _encode(value)
    if line.isprintable():  # most lines are, and this takes half the time of the search
        return line
    return _ESCAPED.sub(lambda m: f"\\u{ord(m.group()):04x}", line)


def key(file: str, record: int | None = None) -> dict[str, object]:
    """How a line of the audit begins: which document it is about."""
    found: dict[str, object] = {"v": VERSION, "file": file}
    return found if record is None else {**found, "record": record}


def dump(document: Document, file: str, proved: Iterable[str] = (), record: int | None = None) -> Iterator[str]:
    """The lines of the ledger for one document; none if the text is the source, read as plain UTF-8.

    file: the name of the file in the corpus; record: the number of the document in it, if it holds several.
    proved: ids of the rules whose edits are marked as proved.
    """
    proved = frozenset(proved)
    if record is None and document.decoding is not None and not document.decoding.plain:
        reading = {"round": 0, "stage": "decode", "rule": "decode.encoding", **document.decoding.to_dict()}
        yield to_json({**key(file), **reading})
    for layer in document.layers:
        for rule, _, edits in _by_rule(layer.edits):
            line = {**key(file, record), "round": layer.round, "stage": layer.stage, "rule": rule}
            if rule in proved:
                line["proved"] = True
            line["edits"] = _grouped(edits, layer.before)
            yield to_json(line)


def dump_reading(file: str, record: int, rule: str, **what: object) -> str:
    """The line on how a record was read (`read.record`), or that it is not in the corpus (`read.set_aside`,
    `read.left_out`)."""
    return to_json({**key(file, record), "round": 0, "stage": READ, "rule": f"{READ}.{rule}", **what})


def _by_rule(edits: Iterable[Edit]) -> Iterator[tuple[str, int, list[Edit]]]:
    """Edits by rule; the second insertion at one place goes into a second line, which keeps their order."""
    groups: dict[tuple[int, str], list[Edit]] = {}
    before: Edit | None = None
    rank = 0
    for edit in edits:
        rank = rank + 1 if before and before[:2] == edit[:2] else 0
        groups.setdefault((rank, edit.rule), []).append(edit)
        before = edit
    for rank, rule in sorted(groups):
        yield rule, rank, groups[rank, rule]


def _grouped(edits: list[Edit], before: str) -> list[list[object]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for edit in edits:
        groups.setdefault((before[edit.start : edit.end], edit.new), []).append(edit.start)
    return [[_text(old), _text(new), _deltas(starts)] for (old, new), starts in groups.items()]


def _deltas(starts: list[int]) -> list[int]:
    return [starts[0], *(b - a for a, b in pairwise(starts))]


def _text(text: str) -> Text:
    return _SPLIT_PAIR.split(text) if _SPLIT_PAIR.search(text) else text


def load(lines: Iterable[str | bytes]) -> Iterator[Entry]:
    """The entries of a ledger, one for each document, in the order of the lines.

    Raises ValueError, with the number of the line, for a line that is not of this format.
    """
    for (file, record), found in groupby(_records(lines), key=lambda line: (line["file"], line.get("record"))):
        yield _entry(cast(str, file), record, list(found))


class Entries:
    """The entries of a ledger, asked for in its order.

    order: where each file stands in it; entries of other files do not count.
    """

    def __init__(self, lines: Iterable[bytes], order: Mapping[str, int]) -> None:
        self._order = order
        self._entries = (entry for entry in load(lines) if entry.file in order)
        self._next = next(self._entries, None)

    def take(self, file: str, record: int | None = None) -> Entry:
        """What the ledger says of a document, past all earlier ones; one that it does not name was not changed."""
        wanted = (self._order[file], record or 0)
        while self._next is not None and (self._order[self._next.file], self._next.record or 0) < wanted:
            self._next = next(self._entries, None)
        entry = self._next
        if entry is None or (entry.file, entry.record) != (file, record):
            return Entry(file, None, (), record)
        self._next = next(self._entries, None)
        return entry


def _records(lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            known = record["v"] == VERSION and isinstance(record["file"], str)
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"line {number} of the ledger is damaged; clean the inputs again") from None
        if not known:
            raise ValueError(f"line {number} of the ledger has version {record['v']!r}; this parkclean reads {VERSION}")
        yield record


def _entry(file: str, number: int | None, records: list[dict[str, Any]]) -> Entry:
    decoding = None
    reading: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    layers: list[Undo] = []
    for (_, stage), group in groupby(records, key=lambda record: (record["round"], record["stage"])):
        if stage == "decode":
            decoding = Decoding.from_dict(next(group))
            continue
        if stage == READ:
            for line in group:
                reading[line["rule"].removeprefix(f"{READ}.")] = line
                notes += [line["note"]] if "note" in line else []
            continue
        # Sorting is stable: two insertions at one place keep the order of the lines.
        pairs = sorted((pair for record in group for pair in _edits(record)), key=lambda pair: pair[0][:2])
        layers.append(Undo([edit for edit, _ in pairs], [old for _, old in pairs]))
    # What an earlier step knew of the record comes before what a later one saw.
    note = {name: value for one in reversed(notes) for name, value in one.items()} if notes else None
    aside = reading["set_aside"]["bytes"] if "set_aside" in reading else None
    return Entry(file, decoding, tuple(layers), number, note, aside, "left_out" in reading)


def _edits(record: dict[str, Any]) -> Iterator[tuple[Edit, str]]:
    for was, now, deltas in record["edits"]:
        old, new = "".join(was), "".join(now)
        at = 0
        for delta in deltas:
            at += delta
            yield Edit(at, at + len(old), new, record["rule"]), old


def counts(document: Document) -> dict[str, int]:
    """How many edits each rule made, `decode.*` included, sorted by rule."""
    found: dict[str, int] = {}
    decoding = document.decoding
    if decoding is not None and not decoding.plain:
        if {decoding.encoding, *(span.source for span in decoding.spans if isinstance(span.source, str))} != {"utf-8"}:
            found["decode.encoding"] = 1
        if decoding.bom:
            found["decode.bom"] = 1
        if bad := sum(1 for _ in decoding.undecodable(document.decoded)):
            found["decode.undecodable"] = bad
    for layer in document.layers:
        for edit in layer.edits:
            found[edit.rule] = found.get(edit.rule, 0) + 1
    return dict(sorted(found.items()))
