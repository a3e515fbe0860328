"""What an ASCII character was that a reader of GBK took for the second byte of a character, and printed as one `?`.

Windows does so where a lost byte stands in front of a character below `@`: blanks, digits, quotes, brackets, marks.
The line tells which it was where something is open there, or begins behind it; otherwise the `?` stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENDS = "。！？；…"
_CLOSES = ".,:;)]}，。：；）、] "
_MARKER = re.compile(r"(?:#{1,6} |\d{1,3}\. |```|[-*] (?=\S)| {2}|\t)")
"""How a line begins that is no text alone."""
_ITEM = re.compile(r"[ \t]*([-*]|\d{1,3}\.) ")
_HEADING = re.compile("#{1,6} ")
_COMMENT = re.compile(r"[ \t]*(?://|#(?!#* )|--)|.*[;,{(] *(?://|# )")
_UNTIL_END = r"[^。！？；]{0,16}\Z"
_QUESTION = re.compile(rf"[吗呢么]\Z|什么{_UNTIL_END}|[为怎多哪谁几如]{_UNTIL_END}|[是能可会][否不]{_UNTIL_END}")
REACH = 2000
"""Characters on each side of a place that are looked at."""
_QUOTE = re.compile("[\"'](?=[^\"']*\\Z)")


def swallowed(line: str, places: Sequence[int]) -> Iterator[str | None]:
    """What stood at some places of a line, in order; nothing where a line break did behind which the line ends.

    >>> list(swallowed('标题："晨报?, 作者', [6]))
    ['"']
    >>> list(swallowed("- 第一项?- 第二项", [5]))
    ['\\n']
    >>> list(swallowed("共?3个", [1]))
    [None]
    """
    start = 0
    for n, at in enumerate(places):
        end = places[n + 1] if n + 1 < len(places) else len(line)
        was = _swallowed(line[max(start, at - REACH) : at], line[at + 1 : at + 1 + REACH], end - at - 1)
        if was == "\n":
            start = at + 1
        yield was


def _swallowed(before: str, after: str, known: int) -> str | None:
    """What stood between two parts of a line, of which the second is known up to some place."""
    return _opened(before, after[:known]) or _break(before, after) or _blank(before, after)


def _opened(before: str, after: str) -> str | None:
    """What closes something that is open."""
    if not after or after[0] in _CLOSES:
        quote = _QUOTE.search(before)
        if quote and before.count(quote[0]) % 2 and not before[: quote.start()][-1:].isalnum():
            return quote[0]
        if before.count("(") > before.count(")"):
            return ")"
    return None


def _break(before: str, after: str) -> str | None:
    """A line break; nothing of it where the line ends behind it."""
    if not after.strip():
        return None if _QUESTION.search(before) else ""
    marker = _MARKER.match(after)
    if marker:
        item = _ITEM.match(before)
        listed = item is not None or before[-1:] in f"{_ENDS}：，" or _HEADING.match(before) is not None
        return "\n" if listed or after[0] not in "-*" else " "
    return "\n" if before[-1:] in _ENDS and not after[0].isspace() else None


def _blank(before: str, after: str) -> str | None:
    """A blank between Chinese and another script, or beside an arrow; behind a comment a line break."""
    if not after:
        return None
    if before[-1:] == "→" or after[0] == "→":
        return " "
    if after[0].isascii() and (after[0].isalpha() or after[0] in "([{&$`\\"):
        return "\n" if _COMMENT.match(before) and after[0] not in "([`" else " "
    return None
