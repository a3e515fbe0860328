"""Repeats that somebody wrote: a debate that quotes a bill, scripture, a text in both scripts.

Damage repeats what is the same: where far more comes again in other words than word for word, the text says things
again by its nature.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from parkclean.neardup.rows import Places, Verdict
from parkclean.neardup.slips import script_of

BESIDE = 3
"""So many rows around a copy are looked at."""

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
    return {*dropped} if dropped and says_things_again({*dropped}, pairs, places, is_prose) else set()


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
