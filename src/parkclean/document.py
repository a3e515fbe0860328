"""A document: source, layers of edits, text.

Layers replay forward, undo backward, and map any character of the text to its origin.
How layers become JSON lines is in `ledger.py`; how bytes become text in `decoding.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from parkclean.edits import Offsets, source_span, undo
from parkclean.rules import Layer

if TYPE_CHECKING:
    from parkclean.decoding import Decoding
    from parkclean.neardup.results import Finding
    from parkclean.rules import Rule


class Change(NamedTuple):
    """One edit in source coordinates: `before` at `start:end` of the source became `after`.

    `before` is what the stage read there, which differs from the source where an earlier stage had changed it.
    For a bytes source the offsets count characters of the decoded text.
    """

    rule: str
    start: int
    end: int
    before: str
    after: str
    round: int


@dataclass(frozen=True)
class Document:
    """A text with its history; made by `explain` and `read`.

    source: what came in, `str` or `bytes`.
    text: what goes out.
    layers: the edits of every round and stage, in order.
    decoding: how bytes were read; None for a str.
    unstable: the text still changed in the last round and is given back as it was.
    """

    source: str | bytes
    text: str
    layers: tuple[Layer, ...] = ()
    decoding: Decoding | None = None
    unstable: bool = False

    def with_layers(self, layers: Sequence[Layer], text: str, unstable: bool = False) -> Document:
        """The document with more layers on top."""
        return replace(self, layers=(*self.layers, *layers), text=text, unstable=self.unstable or unstable)

    @property
    def decoded(self) -> str:
        """The text before the first edit: the source, decoded where it is bytes."""
        return self.layers[0].before if self.layers else self.text

    @cached_property
    def _offsets(self) -> tuple[Offsets, ...]:
        return tuple(Offsets(layer.edits) for layer in self.layers)

    def origin(self, i: int) -> int:
        """Where character `i` of `text` comes from: an offset into the source, in characters.

        A replaced character gives the start of what it replaced, an inserted one the place of insertion.
        Raises IndexError if there is no such character.
        """
        if not -len(self.text) <= i < len(self.text):
            raise IndexError(f"no character {i} in a text of {len(self.text)}")
        return self.source_span(i % len(self.text), i % len(self.text) + 1, len(self.layers))[0]

    def source_span(self, start: int, end: int, depth: int) -> tuple[int, int]:
        """The source span of `start:end` in the text that the first `depth` layers make."""
        return source_span(self._offsets[:depth], start, end)

    def text_span(self, start: int, end: int, depth: int) -> tuple[int, int]:
        """Where the span `start:end` of the text that layer `depth` reads stands in `text`; empty if all of it went."""
        for offsets in self._offsets[depth:]:
            start, end = offsets.forward(start), offsets.forward(end)
        return start, max(start, end)

    def changes(self) -> Iterator[Change]:
        """Every edit in the order it was made, in source coordinates.

        Round 0 is the reading of bytes: `before` holds bytes that could not be read as Python's `surrogateescape` does.
        """
        if self.decoding is not None:
            if self.decoding.bom:
                yield Change("decode.bom", 0, 0, "\ufeff", "", 0)
            for start, end, raw in self.decoding.undecodable(self.decoded):
                before, after = raw.decode("ascii", "surrogateescape"), self.decoded[start:end]
                yield Change("decode.undecodable", start, end, before, after, 0)
        for depth, layer in enumerate(self.layers):
            for edit in layer.edits:
                start, end = self.source_span(edit.start, edit.end, depth)
                yield Change(edit.rule, start, end, layer.before[edit.start : edit.end], edit.new, layer.round)

    def restore(self) -> str | bytes:
        """The source, rebuilt from `text` and the layers alone: the same str, or the same bytes."""
        text = self.text
        for layer in reversed(self.layers):
            text = undo(text, layer.edits, [layer.before[edit.start : edit.end] for edit in layer.edits])
        return text if self.decoding is None else self.decoding.encode(text)

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """What the lines that left the text said about it: source, date, editor, keywords (`boilerplate.metadata`)."""
        removed = [
            layer.before[edit.start : edit.end]
            for layer in self.layers
            for edit in layer.edits
            if edit.rule == "boilerplate.metadata"
        ]
        if not removed:
            return MappingProxyType({})
        from parkclean.stages.boilerplate import fields

        return MappingProxyType(fields(removed))

    def duplicates(self) -> list[Finding]:
        """What the stage `repeats` dropped, and because of which copy that stays; and what it nearly dropped.

        Offsets are those of the text the stage read, which `Finding.text` quotes.
        """
        from parkclean.copies import copies

        return [one.found for one in copies(self)]

    def to_html(self, title: str = "", *, rules: Iterable[Rule] = ()) -> str:
        """Before and after as one page of HTML that needs no network; docs/report.md says what it shows.

        title: what the document is called.
        rules: rules of your own, so that the page can give their reasons (`pipeline.rules()`).
        """
        from parkclean.report.document_page import document_page

        return document_page(self, title, rules)

    def _repr_html_(self) -> str:
        from parkclean.report.cells import document_cell

        return document_cell(self)

    def __repr__(self) -> str:
        edits = sum(len(layer.edits) for layer in self.layers)
        state = ", unstable" if self.unstable else ""
        return f"<Document: {len(self.decoded)} -> {len(self.text)} characters, {edits} edits{state}>"
