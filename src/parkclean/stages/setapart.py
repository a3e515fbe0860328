"""What stage `chars` asks of lines with one and the same sign between all their characters: `春·天·到·了`.

Blanks that stand so are in `blanks.py`. A list of single characters (`赵/钱/孙/李`) has such signs, too: what was set
apart is prose, whose characters go together across the sign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from parkclean.codespans import code_spans
from parkclean.cuts import STOPS
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import kind, kinds_of, neighbour
from parkclean.parted import WHOLE, mean_bits
from parkclean.questions import Beside, Either
from parkclean.rules import Seen
from parkclean.tables import HAN

FEWEST = 12
"""So many signs show that a text is set apart, and `SURE` in a line that has marks."""
SURE = 8
SHORTEST = 5
SELDOM = 4
"""One of so many characters of a line is the sign."""
SHARE = 24
"""One of so many characters comes again two places further on, where a good part of a text is set apart."""
MOST = 8
"""Where a sign stands so seldom between two characters that it does not matter, it was set between all others."""

_SIGN = re.compile(r"[^\w\s，。、：；！？]|_")
_CLAUSE = re.compile("[，。；：、！？,;:!?]")
_STOP = re.compile("[，。；！？]")
_TIGHT = re.compile(f"[{HAN}](?=[{HAN}])")
may_be_set_apart = Either(
    Beside(kind("。"), behind=neighbour("-0123456789~·–—•页") | neighbour("/^|~_") | neighbour(STOPS)),
    Beside(kinds_of("*#^~|@$+"), HAN_KIND, HAN_KIND, FEWEST),
)
"""May a sign stand behind a full stop, or often between characters?"""


def set_apart(seen: Seen) -> list[int]:
    """Where the signs stand that were set between all characters of some lines."""
    import numpy as np

    codes = seen.look.codes
    if int(np.count_nonzero(codes[2:] == codes[:-2])) * SHARE < codes.size:
        return []
    lines: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for line, start in seen.lines:
        if len(line) >= SHORTEST and _SIGN.match(sign := _usual(line)):
            lines[sign].append((line, start))
    shown = {sign: found for sign, found in lines.items() if _is_prose([line for line, _ in found], sign)}
    code = seen.once(code_spans) if shown else None
    return sorted(
        start + at
        for sign, found in shown.items()
        for line, start in found
        for at in _signs(line, sign)
        if code and not code.covers(start)
    )


def _usual(line: str) -> str:
    """What stands most often between two characters, as far as the first few show it."""
    return max(line[1:10], key=line.count)


def _signs(line: str, sign: str) -> range | list[int]:
    """Where a sign stands between characters of a line; nowhere if it does not stand between all of them."""
    if line.count(sign) * SELDOM < len(line):
        return []
    if set(line[1::2]) == {sign}:
        return range(1, len(line), 2)
    between = re.compile(f"{re.escape(sign)}(?<=[{HAN}].)(?=[{HAN}])")
    places = [m.start() for m in between.finditer(line)]
    return places if len(places) > MOST * len(_TIGHT.findall(line)) else []


def _is_prose(lines: list[str], sign: str) -> bool:
    """Whether lines without their signs are sentences, and not lists of characters.

    Where signs stand beside marks, too, a program has set them; else characters must go together across them.
    """
    found = [(line, places) for line in lines if (places := _signs(line, sign))]
    said = [_without(line, places) for line, places in found]
    if sum(len(places) for _, places in found) < FEWEST or not any(map(_STOP.search, said)):
        return False
    clauses = {len(clause) for line in said for clause in _CLAUSE.split(line) if clause}
    if len(set().union(*said)) < FEWEST or len(clauses) < 2:
        return False
    if any(len(places) > SURE and _STOP.search(line[2:-1:2]) for line, places in found if isinstance(places, range)):
        return True
    return mean_bits((m[0], line[m.end()]) for line in said for m in _TIGHT.finditer(line)) < WHOLE


def _without(line: str, places: Collection[int]) -> str:
    gone = frozenset(places)
    return "".join(c for n, c in enumerate(line) if n not in gone)
