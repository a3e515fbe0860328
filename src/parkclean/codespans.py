"""Where a text quotes code: fenced blocks, code spans, lines of JSON and of hashes, URLs.

What stands there is meant literally, so rules about markup, references and words leave it alone.
Nothing here proposes an edit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from parkclean.phrases import holds_any
from parkclean.rules import split_lines

_FENCE = re.compile(r"[ \t]{0,12}(?:[-*+>] |\d{1,3}\. )?[ \t]*(```|~~~|#\+(?=(?i:begin|end)_(?i:src|example)))")
_SIGNS = ("`", "~~~", "://", "www.", '"', "#+")
"""One of these stands in every line that a span begins or ends in."""
_TICKS = re.compile(r"`+")
_URL = re.compile(r"(?:https?|ftp)://[!-~]+|www\.[!-~]+")
_EDGE = re.compile("[\\s\"'<>()，。]")
LONG_ADDRESS = 400
_JSON = re.compile(r"\s{0,20}(?:\{\s?[\"'}]|\[\s?[\[{\"]|[\"'][\w$-]{1,40}[\"']\s?(?::|=>))")


class Spans(NamedTuple):
    """Half-open spans, sorted, not overlapping."""

    starts: list[int]
    ends: list[int]

    def covers(self, i: int) -> bool:
        """Whether position `i` stands in one of the spans."""
        k = bisect_right(self.starts, i) - 1
        return k >= 0 and i < self.ends[k]


def code_spans(text: str) -> Spans:
    """Where `text` quotes code; linear in its length."""
    if not holds_any(text, _SIGNS):
        return Spans([], [])
    found: list[tuple[int, int]] = []
    fence = -1
    mark = ""
    for line, start in _with_signs(text):
        m = _FENCE.match(line) if "```" in line or "~~~" in line or "#+" in line else None
        if m and (fence < 0 or m[1] == mark):
            if fence < 0:
                fence, mark = start, m[1]
            else:
                found.append((fence, start + len(line)))
                fence = -1
        elif fence < 0:
            found += _in_line(line, start)
    if fence >= 0:
        found.append((fence, len(text)))
    found = _merged(found)
    return Spans([a for a, _ in found], [b for _, b in found])


def in_address(text: str, at: int) -> bool:
    """Whether a place lies in the address of a page or a file, of whatever characters it is made."""
    return "://" in _EDGE.split(text[max(0, at - LONG_ADDRESS) : at])[-1]


def _with_signs(text: str) -> Iterable[tuple[str, int]]:
    """The lines in which a span may begin or end, and where each one starts."""
    if "\r" in text:
        return split_lines(text)
    ends: dict[int, int] = {}
    for sign in _SIGNS:
        at = text.find(sign) if sign[0] in text else -1
        while at >= 0:
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            ends[text.rfind("\n", 0, at) + 1] = end
            at = text.find(sign, end)
    return [(text[start:end], start) for start, end in sorted(ends.items())]


def _in_line(line: str, start: int) -> list[tuple[int, int]]:
    if '"' in line and _JSON.match(line):
        return [(start, start + len(line))]
    found = []
    if "`" in line:
        found += [(start + a, start + b) for a, b in _ticked(line)]
    if "://" in line or "www." in line:
        found += [(start + m.start(), start + m.end()) for m in _URL.finditer(line)]
    return found


def _ticked(line: str) -> list[tuple[int, int]]:
    """Code spans as CommonMark pairs them: a run of backticks closes the nearest open run of the same length."""
    runs = [m.span() for m in _TICKS.finditer(line)]
    following: dict[int, int] = {}
    partner = [-1] * len(runs)
    for i in range(len(runs) - 1, -1, -1):
        length = runs[i][1] - runs[i][0]
        partner[i] = following.get(length, -1)
        following[length] = i
    found = []
    i = 0
    while i < len(runs):
        if partner[i] >= 0:
            found.append((runs[i][0], runs[partner[i]][1]))
            i = partner[i]
        i += 1
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged
