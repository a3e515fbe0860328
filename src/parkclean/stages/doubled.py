"""A rule of stage `chars`: lines in which every character stands twice, as bold print in PDF files comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkclean.cuts import STOPS
from parkclean.edits import Edit
from parkclean.kinds import kind, neighbour
from parkclean.mojibake.model import cost
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.tables import HAN

_HAN = re.compile(f"[{HAN}]")
_MARK = re.compile("[，。；：、]")
_SHARE = 16
"""One of so many characters is the same as the one in front of it where a good part of a text is doubled."""
_FEWEST = 10
"""Characters of a line that shows the damage: 红红火火 and its like are words."""
_stop_twice = Beside(kind("。"), behind=neighbour(STOPS))
_TIMES = (4, 3, 2)
_RUN = re.compile(r"([，。、；：！？])\1+|，[,，]+|(?:；;|：:|！!|？\?|。\.)(?!\.)")
"""The same mark again, or its ASCII twin."""
_FEWEST_COMMAS = 4
_SOME = 20
"""So many commas stand twice, and one in so few runs or single ones of them: two or three are slips."""
_PAUSES = 8
"""One of so many runs of commas is longer than two where an author writes as he speaks."""
_CHINESE = 13.0
"""Bits a character above which the line does not read as Chinese without the doubles."""


def _many_twins(seen: Seen) -> bool:
    """Whether many characters are the same as the one in front of them."""
    import numpy as np

    codes = seen.look.codes
    if codes.size < 2 * _FEWEST:
        return False
    return int(np.count_nonzero(codes[1:] == codes[:-1])) * _SHARE >= codes.size


def _times(line: str) -> int:
    """How often each character of a line stands in a row; 1 if not all stand equally often."""
    for times in _TIMES:
        first = line[::times]
        if len(line) % times == 0 and all(line[n::times] == first for n in range(1, times)):
            return times
    return 1


def _shows(line: str, times: int) -> bool:
    """Whether a line is prose with each of its marks as often as its characters, which no author writes."""
    once = line[::times]
    if len(once) < _FEWEST or not _MARK.search(once) or len(_HAN.findall(once)) * 2 < len(once):
        return False
    return len(set(once)) * 2 > len(once) and cost(once) <= _CHINESE * len(once)


def _doubled(seen: Seen) -> list[tuple[int, int, int]]:
    """Start, end and number of times of each line in which every character stands more than once."""
    if not _many_twins(seen):
        return []
    found = [(line, start, _times(line)) for line, start in seen.lines if len(line) > 1]
    found = [one for one in found if one[2] > 1 and not one[0].isspace()]
    if not any(_shows(line, times) for line, _, times in found):
        return []
    return [(start, start + len(line), times) for line, start, times in found if _HAN.search(line) and len(line) > 3]


def _marks(text: str) -> list[re.Match[str]]:
    """The marks that stand twice or more, where many commas do: no author writes `，，`, though some write `。。。`
    and `，，，`."""
    runs = list(_RUN.finditer(text))
    commas = sum(m[0][0] == "，" for m in runs)
    if commas < _FEWEST_COMMAS or commas * _SOME < text.count("，"):
        return []
    if sum(m.end() - m.start() > 2 for m in runs if m[0][0] == "，") * _PAUSES > commas:
        return []  # a pause, as `……` is: what doubles marks makes two of each
    stops = [m for m in runs if m[0][0] == "。"]
    if not stops:
        return []  # what doubles commas doubles full stops, too
    dots = sum(m.end() - m.start() > 2 for m in stops)
    return [m for m in runs if m[0][0] != "。" or dots * 2 <= len(stops)]


@rule(
    "chars.doubled",
    "Lines in which every character stands twice or more, and marks that do, are read once.",
    when=_stop_twice,
)
def doubled(text: str, seen: Seen) -> Iterator[Edit]:
    """Bold print is often the same letter twice with a shift, and comes out of a PDF file as two letters.

    Where only marks stand twice (`，，`), many commas must do so.
    A line shows it if its commas and full stops stand twice, too; headings without any go with such a line.

    >>> clean("今今天天的的雨雨停停了了，，山山上上的的雾雾也也散散了了。。")
    '今天的雨停了，山上的雾也散了。'
    >>> clean("寻寻觅觅，冷冷清清，凄凄惨惨戚戚。")
    '寻寻觅觅，冷冷清清，凄凄惨惨戚戚。'
    """
    lines = _doubled(seen)
    for start, end, times in lines:
        for at in range(start, end, times):
            yield Edit(at + 1, at + times, "", "chars.doubled")
    for m in () if lines else _marks(text):
        yield Edit(m.start() + 1, m.end(), "", "chars.doubled")
