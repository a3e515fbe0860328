"""Residue of lost text: 锟斤拷, U+FFFD, 烫烫烫烫. Nothing can be read from it.

It goes only where it carries nothing: alone on its line, in front of a sentence, or dropped into words by lot.
Elsewhere inside a sentence it marks a place where something is missing, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind, neighbour
from parkclean.mojibake.judge import Taken, quoted
from parkclean.parted import FEWEST, parts_words
from parkclean.phrases import holds_any
from parkclean.questions import Beside
from parkclean.rules import Lines, Seen, rule
from parkclean.tables import CJK_MARKS, HAN, RESIDUE_ALONE, RESIDUE_IN_FRONT, RESIDUE_MARKS

RULE = "mojibake.residue"
_SURE_SIGNS = "锟锘ï\ufffd"
_SURE = kind(_SURE_SIGNS, rare=True)
_IF_DOUBLED = kind("烫屯葺")
_doubled = Beside(_IF_DOUBLED, behind=neighbour("烫屯葺"))


_INSIDE = {
    ("锟斤", "斤拷"): re.compile("(?:锟斤|斤拷)[锟斤拷]*"),
    ("ï¿½",): re.compile("(?:ï¿½)+"),
    ("\ufffd",): re.compile("\ufffd+"),
    ("烫烫", "屯屯", "锘锘", "葺葺"): re.compile("烫{2,}|屯{2,}|锘{2,}|葺{2,}"),
}
"""By what one of stands in each."""
NOTHING_LOST = 9.2
"""Bits that pairs of characters beside residue may need on average: running text has 7.4, with one character left out
10.9."""
_TEXT = re.compile(f"[{HAN}{CJK_MARKS}]")


def _shown(seen: Seen) -> bool:
    """Whether some mark of residue is one by itself, or stands twice in a row."""
    return not seen.look.vague.isdisjoint(_SURE_SIGNS) or (_doubled(seen) and any(c + c in seen.text for c in "烫屯葺"))


@rule(RULE, "Residue of lost text that carries nothing goes.", trigger=RESIDUE_MARKS, when=_shown)
def residue(text: str, seen: Seen) -> Iterator[Edit]:
    """锟斤拷, U+FFFD and 烫烫烫烫 go where they stand alone on a line or in front of a sentence.

    Inside a sentence they mark a gap and stay, unless the characters on both sides of most belong together, so that
    nothing is missing there; so do code, 锟 in a name, 烫 in 烫烫的, and an article about it.

    >>> clean("锟斤拷锟斤拷雨停了。")
    '雨停了。'
    >>> clean("满屏的“锟斤拷”是乱码里最出名的。")
    '满屏的“锟斤拷”是乱码里最出名的。'
    """
    lines = seen.lines
    code = seen.once(code_spans)
    yield from _strewn(seen)
    done = -1
    for n in seen.look.lines_of(seen.look.places(_SURE | _IF_DOUBLED)):
        line, start = lines.texts[n], lines.starts[n]
        found = [] if n <= done else list(RESIDUE_IN_FRONT.finditer(text, start, start + len(line)))
        if not found or code.covers(start) or quoted(lines.texts, n, 0, 1):
            continue
        if RESIDUE_ALONE.fullmatch(line):
            edit, done = _alone(text, lines, n)
            yield edit
            continue
        lost = start + line.rfind("\ufffd")
        for m in found:
            if lost < m.end():
                yield Edit(m.start(1), m.end(1), "", RULE)


def _strewn(seen: Seen) -> Iterator[Edit]:
    """Residue inside sentences that parts words: nothing was lost there, it was dropped in."""
    text, lines, code = seen.text, seen.lines, seen.once(code_spans)
    for signs, pattern in _INSIDE.items():
        if not holds_any(text, signs):
            continue
        found = [m.span() for m in pattern.finditer(text)]
        if {bisect_right(lines.starts, a) - 1 for a, _ in found} <= seen.once(Taken):
            continue
        if sum(b - a > 2 or text[a] == "\ufffd" for a, b in found) * 2 <= len(found):
            continue  # 烫烫的 is hot
        if len(found) < FEWEST or not parts_words(text, found, whole=NOTHING_LOST):
            continue
        for a, b in found:
            n = bisect_right(lines.starts, a) - 1
            at = a - lines.starts[n]
            if not at or not _TEXT.match(text, a - 1) or not _TEXT.match(text, b):
                continue
            if n not in seen.once(Taken) and not code.covers(a) and not quoted(lines.texts, n, at, at + b - a):
                yield Edit(a, b, "", RULE)


def _alone(text: str, lines: Lines, n: int) -> tuple[Edit, int]:
    """Lines of nothing but residue go, with the shorter of the gaps around them; gives the last of them."""
    first = last = n
    after = n + 1
    while after < len(lines.texts) and (not lines.texts[after].strip() or RESIDUE_ALONE.fullmatch(lines.texts[after])):
        if lines.texts[after].strip():
            last = after
        after += 1
    before = first - 1
    while before >= 0 and not lines.texts[before].strip():
        before -= 1
    start, end = lines.starts[first], lines.starts[last] + len(lines.texts[last])
    head = lines.starts[before] + len(lines.texts[before]) if before >= 0 else 0
    tail = lines.starts[after] if after < len(lines.texts) else len(text)
    if after >= len(lines.texts):
        span = (head, end)
    elif before < 0 or tail - end <= start - head:
        span = (start, tail)
    else:
        span = (head, end)
    return Edit(*span, "", RULE), last
