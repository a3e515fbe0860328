"""Repeats across the files of a run: paragraphs, or whole documents, that stand in another file too.

Three steps with files between them: `extract` brings together the rows that `grouping` found, `resolve` decides about
those of a batch as `neardup.across` does, `apply_shard` takes what goes out of its text.
Repeats inside one document are the business of the stage `repeats`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from parkclean.api import explain
from parkclean.codespans import code_spans
from parkclean.copies import WEAKER
from parkclean.document import Document
from parkclean.edits import Edit, apply
from parkclean.files import hash_file, replaced, write_error, written_whole
from parkclean.formats import Record, open_records, open_writer, packing
from parkclean.ledger import Entries, Entry, counts, dump, dump_reading, key, to_json
from parkclean.neardup.home import PARAGRAPH
from parkclean.neardup.results import Duplicate
from parkclean.pipeline import ROUNDS, Options
from parkclean.rules import Layer, split_lines
from parkclean.run.grouping import Corpus, batch_rows
from parkclean.run.plan import Settings, Shard, Unit
from parkclean.run.shard import FULL, Done, Lines, Marker, Place, duplicates
from parkclean.run.signing import THRESHOLD
from parkclean.run.signing import load as column
from parkclean.stages.repeats import is_markup, with_breaks

STAGE = "dedup"
"""Of the edits; their rules are `dedup.exact`, `dedup.near` and `dedup.contained`."""

LONGEST_SHOWN = 1000
"""Characters of a repeated document that duplicates.jsonl shows."""

AROUND = 40
"""Rows before and behind a copy that may tell whether it is at home (`home.at_home`)."""

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


def _records(path: Path, unit: Unit, settings: Settings) -> Any:
    kind = settings.plain(unit.source.name)
    return open_records(path, kind, text_key=settings.text_key, encoding="utf-8", max_document=1 << 62)


def texts(place: Place, shard: Shard, done: Sequence[Done]) -> Iterator[Text]:
    """The clean texts of a shard, in order, each with its ledger."""
    with open(place.part("edits"), "rb") as ledger:
        entries = Entries(ledger, order_of(shard))
        for number, (unit, one) in enumerate(zip(shard.units, done, strict=True)):
            if one.rejected:
                continue
            path, file = place.clean(number, unit), unit.source.output
            if not place.settings.kind(unit.source.name).records:
                text = path.read_bytes().decode("utf-8")
                yield Text(number, file, None, text, entries.take(file, None))
                continue
            with _records(path, unit, place.settings) as records:
                for n, record in zip(numbers(unit.first, one.broken), records, strict=False):
                    if record.document is not None:
                        yield Text(number, file, n, record.document.text, entries.take(file, n))


Key = tuple[int, int]
"""Where a document stands in its shard: the number of its unit, and its record."""


def order_of(shard: Shard) -> dict[str, int]:
    """The number of the unit of each file."""
    return {unit.source.output: number for number, unit in enumerate(shard.units)}


# --- extract ------------------------------------------------------------------------------------------------------


def extract(corpus: Corpus, shard: Shard) -> dict[int, tuple[int, int]]:
    """Write the rows of a shard that are in a batch, batch by batch; where the lines of each stand."""
    place = Place(corpus.settings, shard.number)
    done = Marker.load(place.marker("clean"))
    assert done is not None
    places = column(place, "rows")
    wanted: dict[Key, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for row, batch, copies in batch_rows(corpus, shard.number):
        unit, record, start, _ = places[row].tolist()
        wanted[unit, record][start] = (row + int(corpus.starts[shard.number]), batch, copies)
    lines: dict[int, list[str]] = defaultdict(list)
    for text in texts(place, shard, done.units) if wanted else ():
        here = wanted.get((text.unit, text.record or 0))
        if here:
            for batch, line in _extracted(text, here, corpus.settings):
                lines[batch].append(line)
    return _write_slices(place.part("rows"), {batch: lines[batch] for batch in sorted(lines)})


def _write_slices(path: Path, lines: Mapping[int, Iterable[str]]) -> dict[int, tuple[int, int]]:
    found = {}
    with open(path, "wb") as file:
        for part, some in lines.items():
            start = file.tell()
            file.writelines(line.encode("utf-8") + b"\n" for line in some)
            found[part] = start, file.tell() - start
    return found


def _read_slices(paths: Iterable[tuple[Path, int, int]]) -> Iterator[Any]:
    for path, start, size in paths:
        with open(path, "rb") as file:
            file.seek(start)
            yield from map(json.loads, file.read(size).splitlines())


def _extracted(text: Text, wanted: Mapping[int, tuple[int, int, int]], settings: Settings) -> Iterator[tuple[int, str]]:
    """For each batch the rows of one text, with what may stand around them to tell where they are at home."""
    starts: list[int] = []
    if settings.dedup == "documents":
        lines = [(text.text, 0)]
    else:
        lines = [(line, start) for line, start in split_lines(text.text) if line.strip()]
    shown: dict[int, set[int]] = defaultdict(set)
    for n, (line, start) in enumerate(lines):
        if start in wanted:
            _, batch, copies = wanted[start]
            shown[batch].add(n)
            if copies == 2 and len(line) >= PARAGRAPH and settings.dedup == "paragraphs":
                shown[batch].update(_around(lines, n, wanted))
    for batch, some in shown.items():
        rows: list[list[object]] = []
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
        yield batch, to_json([text.file, text.record, rows])


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

    def place(self, prefix: str = "") -> dict[str, object]:
        record: dict[str, object] = {} if self.record is None else {f"{prefix}record": self.record}
        return record | {f"{prefix}line": self.line, f"{prefix}start": self.start, f"{prefix}end": self.end}


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
    for file, record, lines in _read_slices(found):
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
            line = {"row": row.number - int(corpus.starts[shard]), **_decision(one, dropped, row, kept, rows[one.row])}
            by_shard[shard].append((row.number, to_json(line)))
    lines = {shard: [line for _, line in sorted(by_shard[shard])] for shard in sorted(by_shard)}
    followed = {known[n].number: _kept(known[stays[n]]) for n in known if known[n].number in leaders}
    slices = _write_slices(corpus.path(f"b{batch:06d}.decisions"), lines)
    return Resolved(slices, followed, len(result.too_common))


def _kept(row: Row) -> dict[str, object]:
    return {"kept_file": row.file, **row.place("kept_")}


def _decision(one: Duplicate, dropped: bool, row: Row, kept: Row, text: str) -> dict[str, object]:
    return {
        "kind": one.kind,
        "dropped": dropped,
        **row.place(),
        **_kept(kept),
        "similarity": round(one.similarity, 4),
        "differences": [list(pair) for pair in one.differences],
        "text": text[:LONGEST_SHOWN],
    }


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


def _followed(one: dict[str, Any], gone: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """A line of duplicates.jsonl whose kept copy goes, too, names the one that stays; gone: what goes, by its line."""
    further = gone.get(one["kept_line"])
    if further is None:
        return one
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
        self._texts = texts(place, shard, self.done)
        self._text = next(self._texts, None)
        compressed = self.settings.compressed
        self.edits = self.enter_context(Lines(place.part("final.edits"), compressed))
        self.duplicates = self.enter_context(Lines(place.part("final.duplicates")))
        order = order_of(shard)
        self._old_edits = _Copied(place.part("edits"), self.edits, order)
        self.callback(self._old_edits.close)
        self._old_duplicates = _Copied(place.part("duplicates"), self.duplicates, order)
        self.callback(self._old_duplicates.close)
        self.metadata = self.enter_context(Lines(place.part("final.metadata")))
        self._old_metadata = _Copied(place.part("metadata"), self.metadata, order)
        self.callback(self._old_metadata.close)

    def _decisions(
        self, corpus: Corpus, where: Slices, leaders: Mapping[int, dict[str, object]]
    ) -> dict[Key, list[dict[str, Any]]]:
        """Decisions by text, each with the span of its row in the clean text."""
        places = column(self.place, "rows")
        found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
        paths = [(corpus.path(f"b{batch:06d}.decisions"), start, size) for batch, start, size in where]
        for one in _read_slices(paths):
            unit, record, start, end = places[one.pop("row")].tolist()
            found[unit, record].append({"span": (start, end), **one})
        begin, stop = (int(corpus.starts[self.shard.number + n]) for n in (0, 1))
        followers = corpus.load("followers.npy")
        low, high = followers[0].searchsorted([begin, stop])
        for row, leader in followers[:, low:high].T.tolist():
            unit, record, start, end = places[row - begin].tolist()
            exact = {"kind": "exact", "dropped": True, "similarity": 1.0, "differences": [], **leaders[leader]}
            found[unit, record].append({"span": (start, end), **exact})
        return found

    def unit(self, number: int, unit: Unit) -> Done:
        """Write the final file of a unit."""
        done = self.done[number]
        if not done.rejected:
            started = perf_counter()
            self._write(number, unit, done)
            done.seconds += perf_counter() - started
        return done

    def _write(self, number: int, unit: Unit, done: Done) -> None:
        kind = self.settings.kind(unit.source.name)
        final = self.place.final(number, unit)
        if not kind.records:
            document = self._next(number, done)
            if done.left_out:
                final.unlink(missing_ok=True)
            else:
                with written_whole(final) as file, packing(file, kind.compression) as out:
                    out.write(document.text.encode("utf-8"))
                done.output = hash_file(final)
            return
        plain = self.settings.plain(unit.source.name)
        with _records(self.place.clean(number, unit), unit, self.settings) as records, ExitStack() as stack:
            part = stack.enter_context(replaced(final))
            writer = stack.enter_context(open_writer(part, kind if unit.whole else plain, like=records))
            left_out = self.place.part(f"{number}.left_out")
            aside = stack.enter_context(open_writer(left_out, plain, like=records)) if self._leaves_out else None
            for record in records:
                if record.document is None:
                    writer.keep(record)
                    continue
                before = done.left_out
                document = self._next(number, done, record)
                if done.left_out == before:
                    writer.write(record, document.text)
                elif aside is not None:
                    aside.keep(record)
        done.output = hash_file(final)

    @property
    def _leaves_out(self) -> bool:
        return self.settings.dedup == "documents" and self.settings.audit == "full"

    def _next(self, number: int, done: Done, record: Record | None = None) -> Document:
        """The final form of the next text."""
        text = self._text
        assert text is not None
        assert text.unit == number
        self._text = next(self._texts, None)
        here = (text.unit, text.record or 0)
        decisions = _without_markup(text.text, self.decisions.get(here, []), self.settings)
        gone = [one for one in decisions if one["dropped"]]
        whole = self.settings.dedup == "documents" and text.record is not None
        document = Document(text.text, text.text)
        if gone and not whole:
            document = without(text.text, [(*one["span"], one["kind"]) for one in gone], self.settings.options)
        again = [one for one in duplicates(document, text.entry) if one["dropped"]]
        if self.settings.audit == "full":
            decisions = [*_placed(text, decisions), *again]
        self._old_edits.upto(here)
        by_line = {one["line"]: one for one in decisions if one["dropped"] and "line" in one}
        self._old_duplicates.upto(here, partial(_followed, gone=by_line) if by_line else None)
        self._say_meta(text, document.meta)
        if self.settings.audit == "full":
            self._say(text, decisions)
        if not gone:
            return document
        if whole:
            return self._left_out(text, gone, done)
        done.left_out += self.settings.dedup == "documents"
        done.repeats += len(gone) + len(again)
        done.unstable += document.unstable
        done.characters_out += len(document.text) - len(text.text)
        rules = Counter(done.rules) + Counter(counts(document))
        done.changed += not text.entry.layers
        done.rules = dict(sorted(rules.items()))
        if self.settings.audit == "full":
            self.edits.add(dump(document, text.file, self.settings.proved, text.record))
            note = record.note(document.text) if record is not None else None
            if text.record is not None and note is not None:
                self.edits.add([dump_reading(text.file, text.record, "record", note=note)])
        return document

    def _left_out(self, text: Text, gone: Sequence[Mapping[str, Any]], done: Done) -> Document:
        """A record that is left out goes whole, other fields and all, to `_audit/left_out`."""
        done.left_out += 1
        done.repeats += 1
        done.characters_out -= len(text.text)
        rule = f"{STAGE}.{gone[0]['kind']}"
        done.rules = dict(sorted((Counter(done.rules) + Counter([rule])).items()))
        if self.settings.audit == "full":
            assert text.record is not None
            self.edits.add([dump_reading(text.file, text.record, "left_out")])
        return Document(text.text, text.text)

    def _say_meta(self, text: Text, meta: Mapping[str, str]) -> None:
        """What left the text only now stands beside what had left it before."""
        found = self._old_metadata.upto((text.unit, text.record or 0), partial(_joined, meta=meta) if meta else None)
        if meta and not found and self.settings.audit != "none":
            self.metadata.add([to_json({**key(text.file, text.record), "meta": dict(meta)})])

    def _say(self, text: Text, decisions: Iterable[Mapping[str, Any]]) -> None:
        for one in decisions:
            known = {name: value for name, value in one.items() if name != "span"}
            self.duplicates.add([to_json({**key(text.file, text.record), **known})])


def _placed(text: Text, decisions: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Decisions with the place of each row; of one that follows another nobody has looked it up."""
    starts: list[int] = []
    for one in decisions:
        if "line" in one:
            yield one
            continue
        start, end = text.entry.source_span(*one["span"])
        starts = starts or split_lines(text.entry.restore(text.text)).starts
        place = {"line": bisect_right(starts, start), "start": start, "end": end}
        shown = text.text[slice(*one["span"])][:LONGEST_SHOWN]
        yield {"kind": one["kind"], "dropped": one["dropped"], **place, "text": shown, **one}


def _without_markup(text: str, decisions: list[dict[str, Any]], settings: Settings) -> list[dict[str, Any]]:
    """The decisions in the order of their rows; rows in code and tables stay."""
    decisions = sorted(decisions, key=lambda one: (one["span"], not one["dropped"]))
    if not decisions or settings.dedup == "documents":
        return decisions
    code = code_spans(text)
    return [one for one in decisions if not is_markup(text, one["span"][0], one["span"][1], code)]


def without(text: str, gone: Iterable[tuple[int, int, str]], options: Options) -> Document:
    """The text without some of its rows, and cleaned again: what stands side by side now may belong together."""
    gone = list(gone)
    spans = with_breaks(text, [(start, end) for start, end, _ in gone])
    edits = [Edit(*span, "", f"{STAGE}.{kind}") for span, (_, _, kind) in zip(spans, gone, strict=True)]
    again = explain(apply(text, edits), **options)
    later = [layer._replace(round=layer.round + ROUNDS + 1) for layer in again.layers]
    layers = [Layer(ROUNDS + 1, STAGE, edits, text), *later]
    return Document(text, text).with_layers(layers, again.text, again.unstable)
