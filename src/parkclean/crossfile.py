"""Repeats across the files of a run: paragraphs, or whole documents, that stand in another file too.

What counts as a repeat is decided in `neardup/across.py`; here rows are taken from the clean texts, and what goes
leaves its file.
Repeats inside one file are the business of the stage `repeats`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from parkclean.api import explain
from parkclean.codespans import code_spans
from parkclean.document import Document
from parkclean.edits import Edit, apply
from parkclean.ledger import Entry
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.inside import is_prose
from parkclean.neardup.results import Deduped, Duplicate
from parkclean.pipeline import ROUNDS, Options
from parkclean.rules import Layer, split_lines
from parkclean.stages.repeats import is_markup, with_breaks

Scope = Literal["off", "paragraphs", "documents"]

STAGE = "dedup"
"""Of the edits; their rules are `dedup.exact`, `dedup.near` and `dedup.contained`."""


class Place(NamedTuple):
    """Where a row stands: the number of its text, and its span in it."""

    text: int
    start: int
    end: int


class Repeat(NamedTuple):
    """A row that stands in another text too; `dropped`: False for one that was nearly dropped."""

    place: Place
    kept: Place
    found: Duplicate
    text: str
    dropped: bool


def repeats(texts: Sequence[str], scope: Scope) -> tuple[list[Repeat], list[str]]:
    """What repeats across some texts, in order of place, and what else to say about it.

    scope: "paragraphs" compares lines, "documents" whole texts.
    The copy that stays is the complete one at home, then the first in the order of the texts.
    """
    from parkclean.neardup.across import dedup

    if scope == "documents":
        places = [Place(n, 0, len(text)) for n, text in enumerate(texts)]
        rows = list(texts)
    else:
        rows, places = _paragraphs(texts)
    found = dedup(rows, scope="documents" if scope == "documents" else "paragraphs")
    pairs = [(one, True) for one in found.dropped] + [(one, False) for one in found.borderline(len(rows))]
    repeats = [Repeat(places[one.row], places[one.kept_row], one, rows[one.row], dropped) for one, dropped in pairs]
    repeats = [one for one in repeats if one.place.text != one.kept.text and _counts(one.text, scope)]
    if scope == "paragraphs":
        code = {n: code_spans(texts[n]) for n in {one.place.text for one in repeats}}
        repeats = [
            one
            for one in repeats
            if not is_markup(texts[one.place.text], one.place.start, one.place.end, code[one.place.text])
        ]
    return sorted(repeats, key=lambda one: (one.place, not one.dropped)), _notes(found)


def _paragraphs(texts: Sequence[str]) -> tuple[list[str], list[Place]]:
    """The lines of all texts; an empty one between two texts, which have no common neighbours."""
    rows: list[str] = []
    places: list[Place] = []
    for n, text in enumerate(texts):
        for line, start in split_lines(text):
            if line.strip():
                rows.append(line)
                places.append(Place(n, start, start + len(line)))
        rows.append("")
        places.append(Place(n, len(text), len(text)))
    return rows, places


def _counts(row: str, scope: Scope) -> bool:
    """Documents count unless they are empty; of paragraphs running text: headings and bylines come again."""
    if scope == "documents":
        return bool(row.strip())
    return len(row) >= SHORT and is_prose(row, len(row))


def _notes(found: Deduped) -> list[str]:
    if not found.too_common:
        return []
    return [f"{len(found.too_common):,} rows belong to texts with blanks that are filled in: not all were compared"]


def without(text: str, gone: Sequence[Repeat], options: Options) -> Document:
    """The text without some of its rows, and cleaned again: what stands side by side now may belong together."""
    spans = with_breaks(text, [(one.place.start, one.place.end) for one in gone])
    edits = [Edit(start, end, "", f"{STAGE}.{one.found.kind}") for one, (start, end) in zip(gone, spans, strict=True)]
    again = explain(apply(text, edits), **options)
    later = [layer._replace(round=layer.round + ROUNDS + 1) for layer in again.layers]
    return Document(text, text).with_layers([Layer(ROUNDS + 1, STAGE, edits, text), *later], again.text)


def by_text(found: Sequence[Repeat]) -> Mapping[int, list[Repeat]]:
    """Repeats by the text they stand in."""
    grouped: dict[int, list[Repeat]] = defaultdict(list)
    for one in found:
        grouped[one.place.text].append(one)
    return grouped


class Origins:
    """Places of clean texts in the sources that they were made from."""

    def __init__(self, texts: Sequence[str], entries: Mapping[int, Entry]) -> None:
        self._texts = texts
        self._entries = entries
        self._lines: dict[int, list[int]] = {}

    def of(self, place: Place, prefix: str = "") -> dict[str, object]:
        """Line, start and end of a place in its decoded source."""
        entry = self._entries[place.text]
        if place.text not in self._lines:
            self._lines[place.text] = split_lines(entry.restore(self._texts[place.text])).starts
        start, end = entry.source_span(place.start, place.end)
        line = bisect_right(self._lines[place.text], start)
        return {f"{prefix}line": line, f"{prefix}start": start, f"{prefix}end": end}
