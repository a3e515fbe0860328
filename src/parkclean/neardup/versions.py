"""Repeats that somebody wrote: two versions of a text, a debate that quotes a bill, scripture.

Damage repeats what is the same.  Where what stands beside copies comes again in other words, both times in the same
order, they belong to two versions; where far more comes again in other words than word for word, the text says things
again by its nature.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from parkclean.neardup.rows import Places, Verdict
from parkclean.neardup.slips import script_of

BESIDE = 3
"""So many rows around a copy are looked at."""

APART = 12
"""So many rows may stand between copies of one version."""

SHIFT = 2
"""So many rows more or fewer may one version have between two others."""

MEANT = 2
"""So many times more rows that are said again on purpose than rows that would go make a text that says things again."""

PAIRS = 3
"""So many paragraphs beside their own selves in the other script are a text for readers of both."""


def said_again(
    dropped: Mapping[int, Verdict],
    unlike: Collection[tuple[str, str]],
    places: Places,
    is_prose: Callable[[str], bool],
) -> set[int]:
    """The dropped rows that stay, for somebody wrote both copies.

    unlike: sentences that are alike and say something else; addresses, labels and titles are alike in any text.
    """
    pairs = [(a, b) for a, b in unlike if a not in b and b not in a]
    stay = in_versions(dropped, pairs, places)
    left = dropped.keys() - stay
    return {*dropped} if left and says_things_again(left, pairs, places, is_prose) else stay


def says_things_again(
    gone: set[int],
    unlike: Iterable[tuple[str, str]],
    places: Places,
    is_prose: Callable[[str], bool],
) -> bool:
    """Whether a text says more again on purpose than the search would take for copies.

    gone: the rows that would go; unlike: what is alike and says something else, as keys of rows; places: where each
    key stands.

    >>> places = Places("甲乙丙丁戊己庚辛甲")
    >>> says_things_again({8}, [("乙", "丙"), ("乙", "丁")], places, bool)
    True
    >>> says_things_again({8}, [("乙", "丙")], places, bool)
    False
    """
    twice = [found for key, found in places.twice.items() if is_prose(key)]
    stay = sum(max(0, sum(n not in gone for n in found) - 1) for found in twice)
    reworded = {max(pair, key=lambda key: places[key][0]) for pair in unlike if all(map(is_prose, pair))}
    return stay + sum(not gone.issuperset(places[key]) for key in reworded) >= MEANT * len(gone)


def in_two_scripts(dropped: Mapping[int, Verdict], line: Callable[[int], str], script: Callable[[], int]) -> set[int]:
    """The dropped rows of a text that says everything twice, in one script and right behind it in the other one.

    script: says which one most of the text is written in; a converted copy leaves that as it is.
    """
    pairs = [(n, verdict.kept) for n, verdict in dropped.items() if line(n) != line(verdict.kept)]
    beside = [(n, kept) for n, kept in pairs if abs(n - kept) <= BESIDE]
    if len(beside) < PAIRS or script():
        return set()
    if sum(script_of(line(n)) * script_of(line(kept)) < 0 for n, kept in beside) < PAIRS:
        return set()
    return {n for n, _ in pairs}


def in_versions(dropped: Mapping[int, Verdict], unlike: Iterable[tuple[str, str]], places: Places) -> set[int]:
    """The dropped rows that belong to two versions; unlike: what is alike and says something else, as keys of rows."""
    gone = {n: verdict.kept for n, verdict in dropped.items() if verdict.kind == "exact"}
    if not gone:
        return set()
    pairs = [(places[a], places[b]) for a, b in unlike]
    return told_again(gone, [(one[0], other[0]) for one, other in pairs if len(one) == len(other) == 1])


def told_again(gone: Mapping[int, int], reworded: Iterable[tuple[int, int]]) -> set[int]:
    """The rows that go, of those that belong to a version of their own.

    gone: for each row that goes the equal one that stays; reworded: pairs of rows that say the same in other words.

    >>> sorted(told_again({11: 1, 13: 3, 40: 30}, [(2, 12)]))
    [11, 13]

    A row that stands directly behind its copy is none of another version.

    >>> told_again({11: 10}, [(9, 12)])
    set()
    """
    pairs = sorted(sorted(pair) for pair in reworded)
    firsts = [first for first, _ in pairs]
    rows = sorted(n for n, stays in gone.items() if abs(n - stays) > 1)
    found: set[int] = set()
    for chain in _chains(rows, gone):
        if any(_is_beside(n, gone[n], pairs, firsts) for n in chain):
            found.update(chain)
    return found


def _chains(rows: Sequence[int], gone: Mapping[int, int]) -> Iterable[list[int]]:
    """Rows close to each other whose copies stand as far away."""
    chain: list[int] = []
    for n in rows:
        if chain and not (n - chain[-1] <= APART and abs(n - gone[n] - chain[-1] + gone[chain[-1]]) <= SHIFT):
            yield chain
            chain = []
        chain.append(n)
    if chain:
        yield chain


def _is_beside(n: int, stays: int, pairs: Sequence[Sequence[int]], firsts: Sequence[int]) -> bool:
    """Whether a pair of reworded rows stands beside a row and its copy, one beside each."""
    above, below = sorted((n, stays))
    near = range(bisect_left(firsts, above - BESIDE), bisect_right(firsts, above + BESIDE))
    return any(abs(pairs[k][1] - pairs[k][0] - below + above) <= SHIFT for k in near)
