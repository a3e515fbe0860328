"""One more rule of stage `boilerplate`: numbers of lines that an editor or a printed page sets in front of each.

Numbers in front of paragraphs may be the author's; those in front of lines that break off in mid-sentence are not.
"""

from __future__ import annotations

import re
from itertools import pairwise

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import BLANK, neighbour
from parkclean.questions import InLine
from parkclean.rules import Seen, rule
from parkclean.tables import ABOUT_PROGRAMS, HAN

FEWEST = 6
"""So many lines with a number in front; blank ones may have one, too."""
LONGEST = 120
"""Characters of such a line."""
WIDTH = 16
"""Characters that a page holds in a line, at least."""
BROKEN = 3
"""So many lines of full width break off."""
MOST = 16.0
WHOLE = 10.2
"""Bits that the first character of a line may need behind the last one of the line above, on average."""
_DIGITS = "-0123456789~·–—•页"
"""A class that another question asks for, too."""
_numbered_lines = InLine(3, LONGEST, first=neighbour(_DIGITS) | BLANK, fewest=FEWEST)
_LINE = re.compile(
    r"(?P<mark>[ \t\u3000]{0,8}(?P<n>[0-9]{1,5})(?:[ \t\u3000|│]{1,4}|[:：.](?:[ \t]{1,4}|$)|$))(?P<text>(?:\S.*)?)"
)
_BROKEN = re.compile(f"[{HAN}，、；]$")
_PROGRAMS = re.compile(ABOUT_PROGRAMS)
_PROSE = re.compile("[，。；！？]")


def _break_off(lines: list[str]) -> bool:
    """Whether most lines of full width are prose that goes on in the next line."""
    from parkclean.mojibake.model import bits

    longest = max(map(len, lines))
    full = [(a, b) for a, b in pairwise(lines) if len(a) * 5 >= longest * 4 and b]
    broken = [(a, b) for a, b in full if len(a) >= WIDTH and _PROSE.search(a) and _BROKEN.search(a)]
    if len(broken) < BROKEN or len(broken) * 5 < len(full) * 3:
        return False
    return sum(min(bits(a[-1], b[0]), MOST) for a, b in broken) < WHOLE * len(broken)


@rule(
    "boilerplate.line_number",
    "Numbers in front of lines that break off in mid-sentence go.",
    when=_numbered_lines,
)
def line_number(text: str, seen: Seen) -> list[Edit]:
    """`  12  …` in front of every line: an editor or a printed page counts them.

    Needs six lines, all with numbers that rise one by one; those of the width of the page break off.
    Numbered paragraphs, lists, tables and programs stay.

    >>> text = "山上的花都开了，河边的草也都绿了，燕子也飞回来了，孩子们在山坡上放着风筝，老人坐在树下看，说今年的"
    >>> text += "春天来得真早，河水也涨了半尺，船工们都在修船，准备下水，桥修好了，灯也亮了。"
    >>> lines = [text[n : n + 16] for n in range(0, len(text), 16)]
    >>> clean("\\n".join(f"{n} {line}" for n, line in enumerate(lines, 1))) == text
    True
    >>> clean("1 花开了。\\n2 草绿了。\\n3 燕子来了。\\n4 人多了。\\n5 灯亮了。\\n6 天晴了。")
    '1 花开了。\\n2 草绿了。\\n3 燕子来了。\\n4 人多了。\\n5 灯亮了。\\n6 天晴了。'
    """
    texts, starts = seen.lines.texts, seen.lines.starts
    found = [(n, m) for n, line in enumerate(texts) if len(line) <= LONGEST and (m := _LINE.fullmatch(line))]
    if len(found) < FEWEST or len(found) * 10 < 9 * sum(1 for line in texts if line.strip()):
        return []
    numbers = [int(m["n"]) for _, m in found]
    if any(b - a != 1 for a, b in pairwise(numbers)):
        return []
    if not _break_off([m["text"].rstrip() for _, m in found]) or _PROGRAMS.search(text):
        return []
    code = seen.once(code_spans)
    marks = [(starts[n], starts[n] + m.end("mark")) for n, m in found]
    return [Edit(a, b, "", "boilerplate.line_number") for a, b in marks if not code.covers(a)]
