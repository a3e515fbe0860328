"""Chinese marks that were read as GBK by themselves, each without its last byte: `锛�` for a comma, `銆?` for a stop.

A program read them apart from the text around them, so that only they are damaged.
Which mark it was is known but for that byte; the characters on both sides tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parkclean.edits import Edit
from parkclean.mojibake.judge import CHINESE, Taken, quoted
from parkclean.mojibake.model import bits, cost
from parkclean.phrases import holds_any
from parkclean.rules import Seen

_FIRST = "锛銆鈥"
_TORN = re.compile(f"[{_FIRST}][\ufffd?]")
_PENALTY = {
    "锛": {"，": 0.0, "：": 1.0, "；": 2.5, "？": 3.0, "！": 4.0},
    "銆": {"。": 0.0, "、": -1.0},
}
"""The marks that show such a character, and the bits that each costs: those of titles and brackets are fewer."""
_ENDS = {"锛": "：？！；", "銆": "。"}
"""Those that stand at the end of a line."""
_PAIRS = {"锛": "（）", "銆": "《》"}
IN_PAIRS = 3.0
LONGEST_PAIR = 40
FEWEST = 3
"""So many show that marks were read by themselves."""


def has_torn_marks(seen: Seen) -> bool:
    """Whether a character stands in the text that such marks show."""
    return holds_any(seen.text, _FIRST)


def torn_marks(seen: Seen, rule: str) -> Iterator[Edit]:
    """What the marks were, where there are several and nobody shows them."""
    lines, taken = seen.lines, seen.once(Taken)
    found: dict[int, list[tuple[int, str]]] = {}
    for m in _TORN.finditer(seen.text):
        n = bisect_right(lines.starts, m.start()) - 1
        at = m.start() - lines.starts[n]
        if n not in taken and (n in found or _reads(lines.texts[n])) and not quoted(lines.texts, n, at, at + 2, False):
            found.setdefault(n, []).append((at, m[0][0]))
    if sum(map(len, found.values())) < FEWEST:
        return
    taken.update(found)
    for n, torn in found.items():
        for (at, _), mark in zip(torn, _filled(lines.texts[n], torn), strict=True):
            yield Edit(lines.starts[n] + at, lines.starts[n] + at + 2, mark, rule)


def _reads(line: str) -> bool:
    """Whether a line is Chinese but for such marks."""
    rest = _TORN.sub("，", line)
    return cost(rest) < CHINESE * len(rest)


def _filled(line: str, torn: list[tuple[int, str]]) -> Iterator[str]:
    """The likeliest mark for each place of a line, from left to right; quotes open and close by turns."""
    closing = before = ""
    end = -1
    is_open = False
    for k, (at, shown) in enumerate(torn):
        left = before if end == at else line[at - 1] if at else "\n"
        following = torn[k + 1] if k + 1 < len(torn) else (-1, "")
        is_next = following[0] == at + 2
        right = "" if is_next else line[at + 2] if at + 2 < len(line) else "\n"
        if shown == "鈥":
            mark = "”" if is_open else "“"
            is_open = not is_open
        else:
            if is_next and following[1] == "鈥":
                right = "”" if is_open else "“"
            costs = dict(_PENALTY[shown])
            if closing == _PAIRS[shown][1]:
                costs[closing] = IN_PAIRS
            elif not closing and any(s == shown and at + 2 < a < at + LONGEST_PAIR for a, s in torn[k + 1 :]):
                costs[_PAIRS[shown][0]] = IN_PAIRS
            if right == "\n":
                costs = {mark: cost for mark, cost in costs.items() if mark in _ENDS[shown] + closing}
            mark = min(costs, key=lambda mark: costs[mark] + bits(left, mark) + (bits(mark, right) if right else 0.0))
            if mark == closing:
                closing = ""
            elif mark == _PAIRS[shown][0]:
                closing = _PAIRS[shown][1]
        before, end = mark, at + 2
        yield mark
