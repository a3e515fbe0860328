"""What repeats inside one document, told as findings in the source; the search itself is in `inside.py`.

`repeats_in(text)` is a pure function of the text; the stage `repeats` drops what it finds, `Document.duplicates`
shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from parkclean.neardup.inside import Repeats
from parkclean.neardup.provisions import by_right
from parkclean.neardup.results import Finding
from parkclean.neardup.rows import Leak, Verdict
from parkclean.neardup.shingles import BREAK, Folded, code_points, decode, fold_codes, fold_table
from parkclean.neardup.slips import alike, shapes
from parkclean.neardup.whole import put_down_again, said_again
from parkclean.neardup.worth import look, worth_a_search
from parkclean.rules import start_of_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_EDGE = chr(BREAK)


def repeats_in(text: str) -> list[Finding]:
    """Every paragraph that repeats another one, in order of place; borderline cases with `dropped=False`."""
    folded = look(code_points(text))
    if folded is None:
        return []
    found = Repeats(text, folded)
    return _whole(found, folded) or by_right(text, _with_leaks(found, [_finding(found, v) for v in found.verdicts]))


def copies_in(text: str, codes: NDArray[np.uint32], repaired: Sequence[int] = ()) -> list[Finding]:
    """The paragraphs that go: what `repeats_in` gives without borderline cases.

    codes: the text's code points; repaired: where lines start in which characters were repaired: the worse copies.
    """
    folded = look(codes) if repaired else worth_a_search(text, codes)
    if folded is None:
        return []
    found = Repeats(text, folded, frozenset(repaired))
    gone = _with_leaks(found, [_finding(found, v) for _, v in sorted(found.gone.items())])
    return _whole(found, folded) or [one for one in by_right(text, gone) if one.dropped]


def are_copies(text: str, codes: NDArray[np.uint32], lines: Sequence[str], starts: Sequence[int]) -> bool:
    """Whether each of some lines stands elsewhere, too, blank ones aside.

    codes: the code points of the text; starts: where the lines start in it.
    """
    alone, said = _of_no_other(), dict.fromkeys("".join(lines))
    # Frequent characters are found at once from both sides.
    if any("\u4e00" <= c <= "\u9fff" and text.find(c) == text.rfind(c) and alone.item(ord(c)) for c in said):
        return False  # seen in a twentieth of the time that it takes to fold the text
    folded = alike(fold_codes(codes))
    content = decode(folded.codes) + _EDGE
    times = Counter(content.split(_EDGE))
    firsts = map(int, folded.origin.searchsorted(starts))
    return all(times[key] > 1 for first in firsts if (key := content[first : content.find(_EDGE, first)]))


@lru_cache(1)
def _of_no_other() -> NDArray[np.bool_]:
    """Which characters up to U+FFFF no other one is folded to, nor has the shape of."""
    import numpy as np

    folded = shapes().take(fold_table()[: 1 << 16], mode="clip")
    found: NDArray[np.bool_] = np.bincount(folded).take(folded) == 1
    return found


def _whole(found: Repeats, folded: Folded) -> list[Finding]:
    """The lines of a text that was put down twice, whatever else was found in it."""
    again = put_down_again(folded) if found.gone else put_down_again(folded, titles=1)
    return said_again(found.text, again) if again else []


def _with_leaks(found: Repeats, rows: list[Finding]) -> list[Finding]:
    """The rows that were found, and what leaked into others that stay, in order."""
    gone = {one.start for one in rows if one.dropped}
    leaks = [_leak(found, one) for one in found.leaks if start_of_line(found.text, one.start) not in gone]
    return sorted([*rows, *leaks], key=lambda one: one.start) if leaks else rows


def _leak(found: Repeats, leak: Leak) -> Finding:
    line, kept = found.text[leak.start : leak.end], found.span(leak.kept)
    return Finding("contained", leak.start, leak.end, line, *kept, 1.0, (), True)


def _finding(found: Repeats, v: Verdict) -> Finding:
    kept = found.span(v.kept)
    return Finding(v.kind, *found.span(v.row), found.line(v.row), *kept, v.similarity, v.differences, v.dropped)
