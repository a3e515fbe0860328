"""Repeats across the files of a run: paragraphs, or whole documents, that stand in another file too.

Three steps with files between them: `extract` brings together the rows that `grouping` found, `resolve` decides about
those of a batch as `neardup.across` does, `apply_shard` takes what goes out of its text.
Repeats inside one document are the business of the stage `repeats`.
"""

from __future__ import annotations

import json
import marshal
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from parkclean.api import explain
from parkclean.codespans import code_spans
from parkclean.copies import WEAKER
from parkclean.document import Document
from parkclean.edits import Edit, apply
from parkclean.files import hash_file, replaced, write_error, written_whole
from parkclean.formats import Record, open_records, open_writer, packing
from parkclean.ledger import Entries, Entry, counts, dump, dump_reading, key, to_json
from parkclean.neardup.home import PARAGRAPH
from parkclean.neardup.results import Duplicate, Kind
from parkclean.pipeline import ROUNDS, Options
from parkclean.rules import Layer, split_lines
from parkclean.run.grouping import Corpus, batch_rows
from parkclean.run.plan import Settings, Shard, Unit
from parkclean.run.shard import FULL, Done, Lines, Marker, Place, duplicates
from parkclean.run.signing import THRESHOLD
from parkclean.run.signing import load as column
from parkclean.stages.repeats import is_markup, with_breaks

if TYPE_CHECKING:
    from numpy.typing import NDArray

STAGE = "dedup"
"""Of the edits; their rules are `dedup.exact`, `dedup.near` and `dedup.contained`."""

LONGEST_SHOWN = 1000
"""Characters of a repeated document that duplicates.jsonl shows."""

UNPLACED = -1
"""Instead of the line of a row that follows another unseen."""

AROUND = 40
"""Rows before and behind a copy that may tell whether it is at home (`home.at_home`)."""

Extracted = tuple[str, int | None, list[list[Any]]]
"""Rows of a text: its file, its record, and lines.

Of a line that is in the batch: its text, the number of the row, and its place in the source (line, start, end); of one
that only stands around: its text; nothing where lines are left out between two.
"""

Slices = Sequence[tuple[int, int, int]]
"""Parts of files: the number of the file, where the part begins, and how long it is."""


class Text(NamedTuple):
    """A clean text of a shard: the number of its unit, its record, and what the ledger says of it."""

    unit: int
    file: str
    record: int | None
    text: str
    entry: Entry


# --- the texts of a shard -----------------------------------------------------------------------------------------


def numbers(first: int, broken: Iterable[int]) -> Iterator[int]:
    """The numbers of the records that are left: those of what was no record are passed over."""
    gone = set(broken)
    number = first
    while True:
        if number not in gone:
            yield number
        number += 1


def clean_records(path: Path, unit: Unit, done: Done, settings: Settings, wanted: Iterable[int]) -> Any:
    """The records of a clean file; those that are not wanted have no document.

    wanted: numbers of records, as the ledger has them.
    """
    kind = settings.plain(unit.source.name)
    # What was no record is not in the clean file, so its lines have smaller numbers.
    only = {n - unit.first - bisect_left(done.broken, n) for n in wanted}
    return open_records(path, kind, text_key=settings.text_key, encoding="utf-8", max_document=1 << 62, only=only)


Key = tuple[int, int]
"""Where a document stands in its shard: the number of its unit, and its record."""


def by_unit(keys: Iterable[Key]) -> dict[int, set[int]]:
    """The records of each unit."""
    found: dict[int, set[int]] = defaultdict(set)
    for unit, record in keys:
        found[unit].add(record)
    return found


def texts(place: Place, shard: Shard, done: Sequence[Done], wanted: Iterable[Key]) -> Iterator[Text]:
    """Some clean texts of a shard, in order, each with its ledger."""
    units = by_unit(wanted)
    with open(place.part("edits"), "rb") as ledger:
        entries = Entries(ledger, order_of(shard))
        for number in sorted(units):
            unit, one = shard.units[number], done[number]
            path, file = place.clean(number, unit), unit.source.output
            if not place.settings.kind(unit.source.name).records:
                text = path.read_bytes().decode("utf-8")
                yield Text(number, file, None, text, entries.take(file, None))
                continue
            with clean_records(path, unit, one, place.settings, units[number]) as records:
                for n, record in zip(numbers(unit.first, one.broken), records, strict=False):
                    if record.document is not None and n in units[number]:
                        yield Text(number, file, n, record.document.text, entries.take(file, n))


def order_of(shard: Shard) -> dict[str, int]:
    """The number of the unit of each file."""
    return {unit.source.output: number for number, unit in enumerate(shard.units)}


def _places(place: Place, rows: NDArray[np.int64]) -> list[list[int]]:
    """Where some rows of a shard stand: unit, record, start and end."""
    found: list[list[int]] = column(place, "rows")[rows].tolist()
    return found


# --- extract ------------------------------------------------------------------------------------------------------


def extract(corpus: Corpus, shard: Shard) -> dict[int, tuple[int, int]]:
    """Write the rows of a shard that are in a batch, batch by batch; where the lines of each stand."""
    place = Place(corpus.settings, shard.number)
    done = Marker.load(place.marker("clean"))
    assert done is not None
    found = batch_rows(corpus, shard.number)
    first = int(corpus.starts[shard.number])
    wanted: dict[Key, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for (row, batch, copies), (unit, record, start, _) in zip(found.tolist(), _places(place, found[:, 0]), strict=True):
        wanted[unit, record][start] = (row + first, batch, copies)
    rows: dict[int, list[Extracted]] = defaultdict(list)
    for text in texts(place, shard, done.units, wanted) if wanted else ():
        for batch, some in _extracted(text, wanted[text.unit, text.record or 0], corpus.settings):
            rows[batch].append((text.file, text.record, some))
    # A stopped run extracts again, so no other Python reads this; JSON takes several times as long.
    return _write_slices(place.part("rows"), {batch: marshal.dumps(rows[batch]) for batch in sorted(rows)})


def _write_slices(path: Path, parts: Mapping[int, bytes]) -> dict[int, tuple[int, int]]:
    found = {}
    with open(path, "wb") as file:
        for part, data in parts.items():
            found[part] = file.tell(), file.write(data)
    return found


def _read_slices(paths: Iterable[tuple[Path, int, int]]) -> Iterator[bytes]:
    for path, start, size in paths:
        with open(path, "rb") as file:
            file.seek(start)
            yield file.read(size)


def _extracted(
    text: Text, wanted: Mapping[int, tuple[int, int, int]], settings: Settings
) -> Iterator[tuple[int, list[list[Any]]]]:
    """For each batch the rows of one text, with what may stand around them to tell where they are at home."""
    whole = split_lines(text.text)
    starts = [] if text.entry.layers else whole.starts
    lines = [(text.text, 0)]
    if settings.dedup == "paragraphs":
        lines = [(line, start) for line, start in whole if line.strip()]
    shown: dict[int, set[int]] = defaultdict(set)
    for n, (line, start) in enumerate(lines):
        if start in wanted:
            _, batch, copies = wanted[start]
            shown[batch].add(n)
            if copies == 2 and len(line) >= PARAGRAPH and settings.dedup == "paragraphs":
                shown[batch].update(_around(lines, n, wanted))
    for batch, some in shown.items():
        rows: list[list[Any]] = []
        last = -1
        for n in sorted(some):
            line, start = lines[n]
            if rows and n != last + 1:
                rows.append([])
            last = n
            if start not in wanted or wanted[start][1] != batch:
                rows.append([line])
                continue
            starts = starts or split_lines(text.entry.restore(text.text)).starts
            begin, end = text.entry.source_span(start, start + len(line))
            rows.append([line, wanted[start][0], bisect_right(starts, begin), begin, end])
        yield batch, rows


def _around(lines: Sequence[tuple[str, int]], n: int, wanted: Mapping[int, tuple[int, int, int]]) -> Iterator[int]:
    """The rows next to a copy: back to the last paragraph that is none, and ahead to the next row that is none."""
    for m in range(n - 1, max(-1, n - AROUND), -1):
        yield m
        if len(lines[m][0]) >= PARAGRAPH and not _is_copy(lines[m][1], wanted):
            break
    for m in range(n + 1, min(len(lines), n + AROUND)):
        yield m
        if not _is_copy(lines[m][1], wanted):
            break


def _is_copy(start: int, wanted: Mapping[int, tuple[int, int, int]]) -> bool:
    return start in wanted and wanted[start][2] > 0


# --- resolve ------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row of a batch: its number in the corpus, and its place in its source."""

    number: int
    file: str
    record: int | None
    line: int
    start: int
    end: int

    def kept(self) -> dict[str, object]:
        """The row as what stays for another one."""
        record: dict[str, object] = {} if self.record is None else {"kept_record": self.record}
        place = {"kept_line": self.line, "kept_start": self.start, "kept_end": self.end}
        return {"kept_file": self.file, **record, **place}


class Resolved(NamedTuple):
    """Where the decisions about the rows of each shard stand; what stays for rows that others follow; how many rows
    were not compared with all that are like them."""

    slices: dict[int, tuple[int, int]]
    leaders: dict[int, dict[str, object]]
    too_common: int


def resolve(corpus: Corpus, batch: int, where: Slices) -> Resolved:
    """Decide about the rows of a batch; where: the slices of the shards' files that hold it."""
    from parkclean.neardup.across import dedup

    leaders = frozenset(corpus.load("followers.npy")[1].tolist())

    found = [(Place(corpus.settings, shard).part("rows"), start, size) for shard, start, size in where]
    rows: list[str] = []
    known: dict[int, Row] = {}
    for file, record, lines in chain.from_iterable(map(marshal.loads, _read_slices(found))):
        for line in lines:
            if len(line) > 1:
                known[len(rows)] = Row(line[1], file, record, *line[2:])
            rows.append(line[0] if line else "")
        rows.append("")
    documents = corpus.settings.dedup == "documents"
    result = dedup(rows, scope="documents" if documents else "paragraphs", threshold=THRESHOLD)
    pairs = [(one, True) for one in result.dropped] + [(one, False) for one in result.borderline(len(rows))]
    by_shard: dict[int, list[tuple[int, str]]] = defaultdict(list)
    stays = {n: n for n in known}
    for one, dropped in pairs:
        if one.row not in known or one.kept_row not in known:
            continue
        row, kept = known[one.row], known[one.kept_row]
        if dropped:
            stays[one.row] = one.kept_row
        if (row.file, row.record) != (kept.file, kept.record):
            shard = bisect_right(corpus.starts, row.number) - 1
            said = to_json(_decision(one, dropped, row, kept, rows[one.row]))
            head = f"{row.number - int(corpus.starts[shard])} {row.line} {one.kind} {dropped:d}"
            by_shard[shard].append((row.number, f"{head} {said}"))
    followed = {known[n].number: known[stays[n]].kept() for n in known if known[n].number in leaders}
    lines = {shard: "\n".join(line for _, line in sorted(some)) for shard, some in sorted(by_shard.items())}
    decisions = {shard: some.encode("utf-8") for shard, some in lines.items()}
    slices = _write_slices(corpus.path(f"b{batch:06d}.decisions"), decisions)
    return Resolved(slices, followed, len(result.too_common))


def _decision(one: Duplicate, dropped: bool, row: Row, kept: Row, text: str) -> dict[str, object]:
    return {
        "kind": one.kind,
        "dropped": dropped,
        "line": row.line,
        "start": row.start,
        "end": row.end,
        **kept.kept(),
        "similarity": round(one.similarity, 4),
        "differences": [list(pair) for pair in one.differences],
        "text": text[:LONGEST_SHOWN],
    }


class Decision(NamedTuple):
    """What is decided about a row.

    start, end: its span in the clean text; line: where it stands in its source.
    said: the rest of its line of duplicates.jsonl, in JSON.
    """

    start: int
    end: int
    line: int
    kind: Kind
    dropped: bool
    said: str


def _read_decisions(place: Place, paths: Iterable[tuple[Path, int, int]]) -> Iterator[tuple[Key, Decision]]:
    """What batches decided about the rows of a shard."""
    found = [line.split(" ", 4) for some in _read_slices(paths) for line in some.decode("utf-8").split("\n")]
    rows = np.array([line[0] for line in found], np.int64)
    for (_, line, kind, dropped, said), (unit, record, start, end) in zip(found, _places(place, rows), strict=True):
        yield (unit, record), Decision(start, end, int(line), cast("Kind", kind), dropped == "1", said)


# --- apply --------------------------------------------------------------------------------------------------------


def apply_shard(corpus: Corpus, shard: Shard, where: Slices, leaders: Mapping[int, dict[str, object]]) -> None:
    """Write the final files of a shard: what repeats is gone, and the ledger says so; then the marker.

    where: the slices of the batches' files that hold decisions about its rows.
    leaders: for rows of other shards that rows here follow, the copy that stays.
    Raises WriteError if nothing more can be written.
    """
    place = Place(corpus.settings, shard.number)
    try:
        with _Applying(corpus, place, shard, where, leaders) as applying:
            units = [applying.unit(number, unit) for number, unit in enumerate(shard.units)]
        Marker(units, applying.samples).save(place.marker("final"))
    except OSError as error:
        if error.errno in FULL:
            raise write_error(error) from None
        raise


_PLACE = re.compile(rb'\{"v":1,"file":("(?:[^"\\]|\\.)*")(?:,"record":(\d+))?,')


class _Copied:
    """Lines of an audit file that go on into another one, document by document."""

    def __init__(self, path: Path, into: Lines, order: Mapping[str, int]) -> None:
        self._file = open(path, "rb")  # noqa: SIM115 - closed by its owner
        self._into = into
        self._order = order
        self._line = self._file.readline()

    def upto(self, last: Key, change: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> bool:
        """Copy the lines about all documents up to this one, of which they may change; whether it had any."""
        found = False
        while self._line and (here := self._key()) <= last:
            found = here == last
            line = self._line
            if found and change is not None:
                one = json.loads(line)
                changed = change(one)
                line = line if changed is one else to_json(changed).encode("utf-8") + b"\n"
            self._into.add_bytes(line)
            self._line = self._file.readline()
        return found

    def _key(self) -> Key:
        found = _PLACE.match(self._line)
        assert found is not None
        return self._order[json.loads(found[1])], int(found[2] or 0)

    def close(self) -> None:
        """Copy the rest."""
        self.upto((len(self._order), 0))
        self._file.close()


def _followed(one: dict[str, Any], gone: Mapping[int, str]) -> dict[str, Any]:
    """A line of duplicates.jsonl whose kept copy goes, too, names the one that stays; gone: what goes, by its line."""
    said = gone.get(one["kept_line"])
    if said is None:
        return one
    further = json.loads(said)
    kept = {name: value for name, value in further.items() if name.startswith("kept_")}
    kind = max(one["kind"], further["kind"], key=WEAKER.index)
    similarity = min(one["similarity"], further["similarity"])
    differs = [*one["differences"], *further["differences"]]
    via = {"via_line": one.get("via_line", one["kept_line"])}
    return {**one, "kind": kind, **kept, "similarity": similarity, "differences": differs, **via}


def _joined(one: Mapping[str, Any], meta: Mapping[str, str]) -> dict[str, Any]:
    """A line of metadata.jsonl with what left the text later."""
    found = dict(one["meta"])
    for name, value in meta.items():
        found[name] = "、".join(dict.fromkeys([*filter(None, found.get(name, "").split("、")), *value.split("、")]))
    return {**one, "meta": found}


class _Applying(ExitStack):
    """Taking what repeats out of the texts of one shard."""

    def __init__(
        self,
        corpus: Corpus,
        place: Place,
        shard: Shard,
        where: Slices,
        leaders: Mapping[int, dict[str, object]],
    ) -> None:
        super().__init__()
        self.place, self.settings, self.shard = place, place.settings, shard
        marker = Marker.load(place.marker("clean"))
        assert marker is not None
        self.done, self.samples = marker.units, marker.samples
        self.decisions = self._decisions(corpus, where, leaders)
        self.wanted = by_unit(self.decisions)
        order = order_of(shard)
        self._entries = Entries(self.enter_context(open(place.part("edits"), "rb")), order)  # noqa: SIM115
        compressed = self.settings.compressed
        self.edits = self.enter_context(Lines(place.part("final.edits"), compressed))
        self.duplicates = self.enter_context(Lines(place.part("final.duplicates")))
        self._old_edits = _Copied(place.part("edits"), self.edits, order)
        self.callback(self._old_edits.close)
        self._old_duplicates = _Copied(place.part("duplicates"), self.duplicates, order)
        self.callback(self._old_duplicates.close)
        self.metadata = self.enter_context(Lines(place.part("final.metadata")))
        self._old_metadata = _Copied(place.part("metadata"), self.metadata, order)
        self.callback(self._old_metadata.close)

    def _decisions(
        self, corpus: Corpus, where: Slices, leaders: Mapping[int, dict[str, object]]
    ) -> dict[Key, list[Decision]]:
        """Decisions by text."""
        found: dict[Key, list[Decision]] = defaultdict(list)
        paths = [(corpus.path(f"b{batch:06d}.decisions"), start, size) for batch, start, size in where]
        for document, one in _read_decisions(self.place, paths):
            found[document].append(one)
        begin, stop = (int(corpus.starts[self.shard.number + n]) for n in (0, 1))
        followers = corpus.load("followers.npy")
        low, high = followers[0].searchsorted([begin, stop])
        rows, first = followers[:, low:high].astype(np.int64)
        for (unit, record, start, end), leader in zip(_places(self.place, rows - begin), first.tolist(), strict=True):
            kept = to_json({"similarity": 1.0, "differences": [], **leaders[leader]})
            found[unit, record].append(Decision(start, end, UNPLACED, "exact", True, kept))
        return found

    def unit(self, number: int, unit: Unit) -> Done:
        """Write the final file of a unit."""
        done = self.done[number]
        if not done.rejected:
            started = perf_counter()
            self._write(number, unit, done)
            done.rules = dict(sorted(done.rules.items()))
            done.seconds += perf_counter() - started
        return done

    def _write(self, number: int, unit: Unit, done: Done) -> None:
        kind = self.settings.kind(unit.source.name)
        final = self.place.final(number, unit)
        clean, wanted = self.place.clean(number, unit), self.wanted.get(number, set())
        if not kind.records:
            data = clean.read_bytes()
            if wanted:
                data = self._final(number, unit, done, data.decode("utf-8")).text.encode("utf-8")
            if done.left_out:
                final.unlink(missing_ok=True)
            else:
                with written_whole(final) as file, packing(file, kind.compression) as out:
                    out.write(data)
                done.output = hash_file(final)
            return
        plain = self.settings.plain(unit.source.name)
        with clean_records(clean, unit, done, self.settings, wanted) as records, ExitStack() as stack:
            part = stack.enter_context(replaced(final))
            writer = stack.enter_context(open_writer(part, kind if unit.whole else plain, like=records))
            left_out = self.place.part(f"{number}.left_out")
            aside = stack.enter_context(open_writer(left_out, plain, like=records)) if self._leaves_out else None
            for n, record in zip(numbers(unit.first, done.broken), records, strict=False):
                if n not in wanted:
                    writer.keep(record)
                    continue
                before = done.left_out
                document = self._final(number, unit, done, record.document.text, n, record)
                if done.left_out == before:
                    writer.write(record, document.text)
                elif aside is not None:
                    aside.keep(record)
        done.output = hash_file(final)

    @property
    def _leaves_out(self) -> bool:
        return self.settings.dedup == "documents" and self.settings.audit == "full"

    def _final(
        self, number: int, unit: Unit, done: Done, clean: str, n: int | None = None, record: Record | None = None
    ) -> Document:
        """The final form of a text about which something is decided."""
        text = Text(number, unit.source.output, n, clean, self._entries.take(unit.source.output, n))
        here = (number, n or 0)
        full = self.settings.audit == "full"
        decisions = _without_markup(clean, self.decisions[here], self.settings)
        gone = [one for one in decisions if one.dropped]
        whole = self.settings.dedup == "documents" and n is not None
        document = Document(clean, clean)
        if gone and not whole:
            document = without(clean, [(one.start, one.end, one.kind) for one in gone], self.settings.options)
        again = [one for one in duplicates(document, text.entry) if one["dropped"]]
        said = [*_placed(text, decisions), *((one["line"], True, to_json(one)) for one in again)] if full else []
        self._old_edits.upto(here)
        by_line = {line: one for line, dropped, one in said if dropped}
        self._old_duplicates.upto(here, partial(_followed, gone=by_line) if by_line else None)
        self._say_meta(text, document.meta)
        self._say(text, (one for _, _, one in said))
        if not gone:
            return document
        if whole:
            return self._left_out(text, gone, done)
        done.left_out += self.settings.dedup == "documents"
        done.repeats += len(gone) + len(again)
        done.unstable += document.unstable
        done.characters_out += len(document.text) - len(clean)
        done.changed += not text.entry.layers
        done.add(counts(document))
        if full:
            self.edits.add(dump(document, text.file, self.settings.proved, n))
            note = record.note(document.text) if record is not None else None
            if n is not None and note is not None:
                self.edits.add([dump_reading(text.file, n, "record", note=note)])
        return document

    def _left_out(self, text: Text, gone: Sequence[Decision], done: Done) -> Document:
        """A record that is left out goes whole, other fields and all, to `_audit/left_out`."""
        done.left_out += 1
        done.repeats += 1
        done.characters_out -= len(text.text)
        done.add({f"{STAGE}.{gone[0].kind}": 1})
        if self.settings.audit == "full":
            assert text.record is not None
            self.edits.add([dump_reading(text.file, text.record, "left_out")])
        return Document(text.text, text.text)

    def _say_meta(self, text: Text, meta: Mapping[str, str]) -> None:
        """What left the text only now stands beside what had left it before."""
        found = self._old_metadata.upto((text.unit, text.record or 0), partial(_joined, meta=meta) if meta else None)
        if meta and not found and self.settings.audit != "none":
            self.metadata.add([to_json({**key(text.file, text.record), "meta": dict(meta)})])

    def _say(self, text: Text, said: Iterable[str]) -> None:
        head = to_json(key(text.file, text.record))[:-1]
        self.duplicates.add(f"{head},{one[1:]}" for one in said)


def _placed(text: Text, decisions: Iterable[Decision]) -> Iterator[tuple[int, bool, str]]:
    """Line, whether it goes, and what is said of each row; the place of one that follows another is looked up now."""
    starts: list[int] = []
    for one in decisions:
        if one.line != UNPLACED:
            yield one.line, one.dropped, one.said
            continue
        start, end = text.entry.source_span(one.start, one.end)
        starts = starts or split_lines(text.entry.restore(text.text)).starts
        line = bisect_right(starts, start)
        shown = text.text[one.start : one.end][:LONGEST_SHOWN]
        place = {"kind": one.kind, "dropped": one.dropped, "line": line, "start": start, "end": end, "text": shown}
        yield line, one.dropped, to_json(place)[:-1] + "," + one.said[1:]


def _without_markup(text: str, decisions: list[Decision], settings: Settings) -> list[Decision]:
    """The decisions in the order of their rows; rows in code and tables stay."""
    decisions = sorted(decisions, key=lambda one: (one.start, one.end, not one.dropped))
    if not decisions or settings.dedup == "documents":
        return decisions
    code = code_spans(text)
    return [one for one in decisions if not is_markup(text, one.start, one.end, code)]


def without(text: str, gone: Iterable[tuple[int, int, str]], options: Options) -> Document:
    """The text without some of its rows, and cleaned again: what stands side by side now may belong together."""
    gone = list(gone)
    spans = with_breaks(text, [(start, end) for start, end, _ in gone])
    edits = [Edit(*span, "", f"{STAGE}.{kind}") for span, (_, _, kind) in zip(spans, gone, strict=True)]
    again = explain(apply(text, edits), **options)
    later = [layer._replace(round=layer.round + ROUNDS + 1) for layer in again.layers]
    layers = [Layer(ROUNDS + 1, STAGE, edits, text), *later]
    return Document(text, text).with_layers(layers, again.text, again.unstable)
