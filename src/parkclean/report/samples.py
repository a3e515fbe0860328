"""Some changes of every rule as examples for a report, the same ones whatever the order and the number of workers."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from parkclean.document import Document
from parkclean.report import Sample
from parkclean.rules import Layer

KEPT = 5
"""Examples of one rule in a report."""
AROUND = 30
"""Characters beside a change."""
QUOTED = 300
"""Characters of a change; of a longer one the head."""


def samples_of(document: Document, file: str, record: int | None = None) -> list[tuple[str, Sample]]:
    """The first change of every rule in a document, as pairs of rule and example.

    file: the name in the corpus; record: the number of the document in it, if it holds several.
    """
    found: dict[str, Sample] = {}
    for depth, layer in enumerate(document.layers):
        for edit in layer.edits:
            if edit.rule in found:
                continue
            start, end, new, rule = edit
            line = _line(document, start, depth)
            before = layer.before
            found[rule] = Sample(
                file,
                line,
                before[start : min(end, start + QUOTED)],
                new[:QUOTED],
                before[max(0, start - AROUND) : start],
                before[end : end + AROUND],
                record,
            )
    return list(found.items())


def _line(document: Document, at: int, depth: int) -> int:
    """The line of the source that a place in the text of a layer comes from.

    The first change of a rule mostly stands near the head, so the few edits in front of it are walked through; tables
    of offsets would cost more than the rest of the example.
    """
    for layer in reversed(document.layers[:depth]):
        at = _back(layer, at)
    source = document.decoded
    return source.count("\n", 0, at) + 1 + (_lone_returns(source, at) if "\r" in source else 0)


def _back(layer: Layer, at: int) -> int:
    shift = 0
    for start, end, new, _ in layer.edits:
        if at < start + shift:
            break
        if at < start + shift + len(new):
            return start
        shift += len(new) - (end - start)
    return at - shift


def _lone_returns(source: str, at: int) -> int:
    return source.count("\r", 0, at) - source.count("\r\n", 0, at + 1)


class Samples:
    """The examples that a report keeps: of each rule those whose place has the smallest checksum.

    So they come from all over the corpus, and neither the order of work nor the number of workers matters.
    Pages of one site are alike: what looks the same in two files is shown once.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._best: dict[str, dict[tuple[object, ...], tuple[int, Sample]]] = {}

    def add(self, found: Iterable[tuple[str, Sample]]) -> None:
        """Offer what `samples_of` gave for one document."""
        for rule, sample in found:
            rank = crc32(f"{sample.file}\0{sample.record}\0{sample.line}".encode("utf-8", "surrogatepass"))
            best = self._best.setdefault(rule, {})
            looks = sample[2:6]
            mine = (rank, sample)
            best[looks] = min(mine, best.get(looks, mine), key=_rank)
            if len(best) > self._kept:
                del best[max(best, key=lambda one: _rank(best[one]))]

    def result(self) -> dict[str, tuple[Sample, ...]]:
        """By rule, sorted; the examples of one rule in the order of files and lines."""
        return {
            rule: tuple(sorted((s for _, s in self._best[rule].values()), key=_place)) for rule in sorted(self._best)
        }


def _rank(one: tuple[int, Sample]) -> tuple[object, ...]:
    return one[0], *_place(one[1]), one[1][3:6]


def _place(one: Sample) -> tuple[str, int, int, str]:
    return one.file, one.record or 0, one.line, one.before
