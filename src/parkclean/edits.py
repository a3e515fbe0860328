"""Edits: the only way text changes.

A rule proposes edits, `tidy` turns proposals into a sorted list without overlaps, `apply` builds the new text in one
join, and `Offsets` maps positions through the list in both directions.
Nothing here knows what damage is.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` by `new`; offsets are those of the text the stage read, in code points."""

    start: int
    end: int
    new: str
    rule: str


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Build the edited text in one join; without edits the very same object comes back.

    `edits` are sorted and do not overlap (`tidy` makes them so).
    Raises ValueError on an edit that lies outside the text or overlaps the one before.
    """
    if not edits:
        return text
    parts: list[str] = []
    at = 0
    for start, end, new, rule in edits:
        if not at <= start <= end <= len(text):
            raise ValueError(f"edit {start}:{end} of {rule} overlaps its neighbour or leaves the text")
        parts.append(text[at:start])
        parts.append(new)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def undo(text: str, edits: Sequence[Edit], old: Sequence[str]) -> str:
    """Give back the text that `edits` were applied to; `old` holds what each one replaced."""
    parts: list[str] = []
    at = 0
    shift = 0
    for (start, _, new, _), was in zip(edits, old, strict=True):
        here = start + shift
        parts.append(text[at:here])
        parts.append(was)
        at = here + len(new)
        shift += len(new) - len(was)
    parts.append(text[at:])
    return "".join(parts)


def tidy(text: str, proposals: Iterable[Edit]) -> list[Edit]:
    """Sort proposals, drop those that change nothing, trim what both sides share; the first proposed wins an overlap.

    Two insertions at one place keep the order in which they were proposed.
    """
    trimmed = [edit for edit in (_trim(text, p) for p in proposals) if edit is not None]
    if all(a.end <= b.start for a, b in pairwise(trimmed)):
        return trimmed
    order = sorted(range(len(trimmed)), key=lambda i: (trimmed[i].start, trimmed[i].end, i))
    chosen: list[Edit] = []
    cluster: list[int] = []
    reach = 0
    for i in order:
        if cluster and trimmed[i].start >= reach:
            chosen += _first_proposed(trimmed, cluster)
            cluster = []
        cluster.append(i)
        reach = max(reach, trimmed[i].end)
    return chosen + _first_proposed(trimmed, cluster)


def _first_proposed(edits: list[Edit], cluster: list[int]) -> list[Edit]:
    """Of edits that overlap in a chain, keep each one unless an earlier proposal has part of its characters."""
    if len(cluster) < 2:
        return [edits[i] for i in cluster]
    taken: list[tuple[int, int, int]] = []
    for i in sorted(cluster):
        start, end = edits[i].start, edits[i].end
        at = bisect_right(taken, (start, end, i))
        if at and taken[at - 1][1] > start:
            continue
        if at < len(taken) and taken[at][0] < end:
            continue
        taken.insert(at, (start, end, i))
    return [edits[i] for _, _, i in taken]


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """The edits that do at once what `first` does to the text and `second` to the result.

    Where the two meet, one edit does the work of both, under the name of the first.
    """
    middle = apply(text, first)
    shifts = accumulate((len(e.new) - (e.end - e.start) for e in first), initial=0)
    spans = [(e.start + shift, e.start + shift + len(e.new), e, True) for e, shift in zip(first, shifts, strict=False)]
    spans += [(e.start, e.end, e, False) for e in second]
    spans.sort(key=lambda span: span[:2])
    shift = 0
    done: list[Edit] = []
    for low, high, group in _meeting(spans):
        own = [edit for edit, is_first in group if is_first]
        later = [edit._replace(start=edit.start - low, end=edit.end - low) for edit, is_first in group if not is_first]
        start = low - shift
        shift += sum(len(e.new) - (e.end - e.start) for e in own)
        if later:
            rule = own[0].rule if own else later[0].rule
            done.append(Edit(start, high - shift, apply(middle[low:high], later), rule))
        else:
            done += own
    return tidy(text, done)


def _meeting(spans: list[tuple[int, int, Edit, bool]]) -> Iterator[tuple[int, int, list[tuple[Edit, bool]]]]:
    """Runs of spans that overlap, or touch where one of the two is empty."""
    group: list[tuple[Edit, bool]] = []
    low = high = empty = -1
    for start, end, edit, is_first in spans:
        if group and not (start < high or (start == high and high in (end, empty))):
            yield low, high, group
            group = []
        if not group:
            low = high = start
            empty = -1
        group.append((edit, is_first))
        high = max(high, end)
        empty = end if start == end else empty
    if group:
        yield low, high, group


def _trim(text: str, edit: Edit) -> Edit | None:
    start, end, new, rule = edit
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"edit {start}:{end} of {rule} leaves the text (length {len(text)})")
    if start == end or not new:
        return edit if new or start < end else None
    old = text[start:end]
    if old == new:
        return None
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    if not head and not tail:
        return edit
    return Edit(start + head, end - tail, new[head : len(new) - tail], rule)


def _shared(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def diff(before: str, after: str, rule: str, offset: int = 0) -> Iterator[Edit]:
    """Small edits that turn `before` into `after`, for converters that only return a new string.

    Equal lengths are compared character by character, the rest with difflib.
    `offset` is where `before` starts in the text.
    """
    if before == after:
        return
    if len(before) == len(after):
        yield from _by_character(before, after, rule, offset)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield Edit(offset + i, offset + j, after[k:m], rule)


def _by_character(before: str, after: str, rule: str, offset: int) -> Iterator[Edit]:
    start = -1
    for i, (x, y) in enumerate(zip(before, after, strict=True)):
        if x != y:
            start = i if start < 0 else start
        elif start >= 0:
            yield Edit(offset + start, offset + i, after[start:i], rule)
            start = -1
    if start >= 0:
        yield Edit(offset + start, offset + len(before), after[start:], rule)


class Offsets:
    """Where a position goes when edits are applied (`forward`), and where it came from (`back`)."""

    __slots__ = ("_edits", "_ends", "_new_ends", "_shifts")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._ends = [edit.end for edit in edits]
        self._shifts = list(accumulate((len(new) - end + start for start, end, new, _ in edits), initial=0))
        self._new_ends = list(map(add, self._ends, self._shifts[1:]))

    def back(self, i: int) -> tuple[int, int]:
        """The half-open span of the old text that character `i` of the new text came from.

        An unchanged character gives a span of one, a replaced one the whole span of its edit, an inserted one an
        empty span.
        """
        k = bisect_right(self._new_ends, i)
        if k < len(self._edits) and i >= self._edits[k].start + self._shifts[k]:
            return self._edits[k].start, self._edits[k].end
        return i - self._shifts[k], i - self._shifts[k] + 1

    def forward(self, i: int) -> int:
        """Where position `i` of the old text stands in the new one; inside an edit: where its replacement starts."""
        k = bisect_right(self._ends, i)
        if k < len(self._edits) and i > self._edits[k].start:
            return self._edits[k].start + self._shifts[k]
        return i + self._shifts[k]

    def forwards(self, places: Iterable[int]) -> list[int]:
        """`forward` of places in rising order; many of them take half of the time."""
        edits, ends, shifts = self._edits, [*self._ends, sys.maxsize], self._shifts
        found = []
        k = 0
        for i in places:
            while ends[k] <= i:
                k += 1
            inside = k < len(edits) and i > edits[k].start
            found.append((edits[k].start if inside else i) + shifts[k])
        return found


def source_span(layers: Sequence[Offsets], start: int, end: int) -> tuple[int, int]:
    """The span of the first text that `start:end` of the last one comes from, through layers of edits."""
    for offsets in reversed(layers):
        first = offsets.back(start)
        end = max(first[0], offsets.back(end - 1)[1]) if end > start else first[0]
        start = first[0]
    return start, end
