"""Which of several equal paragraphs is at home: where its neighbours continue it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from parkclean.neardup.belongs import HEADING, fits, words_of
from parkclean.neardup.prose import INSIDE

PARAGRAPH = 40
"""Shorter rows may be headings."""

MARGIN = 3
PLUS = 6
"""Across documents another place wins with three times the shared words of the usual one, and six more."""

CLEARLY = 1.2
"""Inside a document it wins if it fits so many times better.

Measured on 60 public texts with one paragraph copied to a random place: the last place is chosen for 81 of 100 that
belong there, an earlier one for 73 of 100; for 91 and 81 where the text has two articles.
"""

SURELY = 3.0
"""So many times better where a text only ends with what stands in front of there."""

NEAR = 12
"""So many rows on each side are looked through for a number."""

Shared = Callable[[str], AbstractSet[object]]
"""Says which words of one row another one has, too; a word may go by any name."""


def words_with(row: str) -> Shared:
    """Which words one row shares with another; `home_compiled` has the same."""
    mine = words_of(row)
    return lambda other: mine & words_of(other)


def at_home(
    places: Sequence[int],
    rows: Sequence[str],
    copies: Container[int],
    otherwise: int = -1,
    words: Callable[[str], Shared] = words_with,
    numbers: Callable[[int], int] | None = None,
    tail: int | None = None,
) -> int:
    """The row at home among equal rows.

    Copies with nothing but other copies between them stand at one place, where the earliest stays.
    A numbered paragraph is at home where the numbers beside it go on with its own.
    Of several places the last one wins, because a box that leaks is emitted before the text that it belongs to; unless
    the neighbours of an earlier place share clearly more with the paragraph.
    Across documents no place comes first for that reason: there `otherwise` is 0, the earliest.
    words: how shared words are told; numbers: which one a row begins with, if that is known (`prose.number`).
    tail: from which row on a text only says once more what stands in front, in whatever order.
    """
    groups = _groups(places, rows, copies)
    tried = groups if len(groups) > 1 else [[n] for n in places]
    in_order = [_fits(group, numbers, len(rows)) if numbers else 0 for group in tried]
    if in_order.count(max(in_order)) == 1:
        return tried[in_order.index(max(in_order))][0]
    if len(groups) == 1:
        return places[0]
    if otherwise:
        return _best(groups, rows, copies, len(rows) if tail is None else tail)
    usual = groups.pop(0)
    shared = words(rows[places[0]])
    around = [_around(group, rows, copies, shared) for group in groups]
    if max(map(len, around)) < PLUS:
        return usual[0]
    there = _around(usual, rows, copies, shared)
    everywhere = there.intersection(*around)
    scores = [len(words - everywhere) for words in around]
    best = scores.index(max(scores))
    clear = scores[best] >= MARGIN * len(there - everywhere) + PLUS
    return (groups[best] if clear else usual)[0]


def _best(groups: Sequence[Sequence[int]], rows: Sequence[str], copies: Container[int], tail: int) -> int:
    """The place to which a paragraph fits clearly best, or the usual one, the last.

    What overlaps stands several times in one place, and what leaks does not.
    """
    if groups[-1][0] >= tail:
        return groups[0][0]
    usual, clearly = len(groups) - 1, CLEARLY
    sizes = [len(group) for group in groups]
    if _is_turned(groups, rows):
        usual, clearly = 0, SURELY
    elif sizes.count(max(sizes)) == 1:
        return groups[sizes.index(max(sizes))][0]
    scores = fits([rows[groups[0][0]]], groups, rows, copies)
    best = scores.index(max(scores))
    return groups[best if scores[best] > max(0.0, clearly * scores[usual]) else usual][0]


def fits_best(home: int, places: Sequence[int], rows: Sequence[str], copies: Container[int]) -> bool:
    """Whether a paragraph fits best to the place where it stays."""
    scores = fits([rows[home]], [[n] for n in places], rows, copies)
    return scores[places.index(home)] == max(scores)


def at_home_again(first: int, other: int, size: int, rows: Sequence[str], copies: Container[int]) -> bool:
    """Whether so many rows are at home where they stand once more; what a text ends with is put down again."""
    groups = [range(first, first + size), range(other, other + size)]
    one, again = fits(rows[other : other + size], groups, rows, copies)
    return again > (SURELY if other + size == len(rows) else 1.0) * one


def _is_turned(groups: Sequence[Sequence[int]], rows: Sequence[str]) -> bool:
    """Whether nothing but another paragraph stands between two places, twice: A B B A."""
    (*_, first), (last, *_) = groups[0], groups[-1]
    return last - first == 3 and rows[first + 1] == rows[first + 2]


def are_miscounted(places: Sequence[int], numbers: Callable[[int], int], size: int) -> bool:
    """Whether the number of equal rows, of so many, goes on with those beside it at one of their places only."""
    return sum(_fits([n], numbers, size) > 0 for n in places) == 1


def _fits(group: Sequence[int], numbers: Callable[[int], int], size: int) -> int:
    """How well the number of a row goes on with those beside it; see `prose.number`.

    Sections do not count those inside them, but the first one of these stands behind the section that has them.
    """
    own = numbers(group[0])
    if not own:
        return 0
    above = [*map(numbers, range(group[0] - 1, max(0, group[0] - NEAR) - 1, -1))]
    below = [*map(numbers, range(group[-1] + 1, min(size, group[-1] + 1 + NEAR)))]
    first = next(filter(None, below), 0)
    opens = first % INSIDE == 1 and first // INSIDE > own // INSIDE
    return (_nearest(own, above) == own - 1) + (_nearest(own, below) == own + 1) + opens


def _nearest(own: int, numbers: Iterable[int]) -> int:
    """The first other number of its kind, or of one further out; 0 if there is none, as above the first section."""
    return next((n for n in numbers if n and n != own and n // INSIDE <= own // INSIDE), 0)


def _groups(places: Sequence[int], rows: Sequence[str], copies: Container[int]) -> list[list[int]]:
    """Split the places where a stranger stands between two of them: a row that has no copy outside.

    One paragraph does not count, for what leaks goes further; nor does one closing row where the rows before or behind
    the two copies are equal, too: the box holds several paragraphs.
    """
    groups = [[places[0]]]
    for a, b in pairwise(places):
        strangers = _strangers(a, b, rows, copies)
        behind = b + 1 < len(rows) and rows[a + 1] == rows[b + 1]
        before = a > 0 and rows[a - 1] == rows[b - 1]
        close = strangers == 1 and all(len(row) >= HEADING for row in rows[a + 1 : b])
        if strangers > (behind or before or close):
            groups.append([b])
        else:
            groups[-1].append(b)
    return groups


def _strangers(a: int, b: int, rows: Sequence[str], copies: Container[int]) -> int:
    """How many rows between two copies belong there alone; beyond 40 rows it does not matter."""
    if b - a == 1 or b - a > 40:
        return b - a - 1
    between = rows[a + 1 : b]
    outside = {*rows[max(0, a - 40) : a], *rows[b + 1 : b + 41]}
    return sum(rows[n] not in outside and (n not in copies or between.count(rows[n]) > 1) for n in range(a + 1, b))


def _around(group: Sequence[int], rows: Sequence[str], copies: Container[int], shared: Shared) -> set[object]:
    """The shared words next to a place: back to the last paragraph, headings on the way included; ahead to the next
    one.

    A heading that follows opens another section and says nothing.
    """
    found: set[object] = set()
    for n in range(group[0] - 1, max(-1, group[0] - 40), -1):
        if n not in copies:
            row = rows[n]
            found |= shared(row)
            if len(row) >= PARAGRAPH:
                break
    behind = next((n for n in range(group[-1] + 1, min(len(rows), group[-1] + 40)) if n not in copies), None)
    if behind is not None and len(rows[behind]) >= PARAGRAPH:
        found |= shared(rows[behind])
    return found
