"""What is left of Western marks that were read in the wrong charset: accents, quotes and no-break spaces.

ftfy decides about words, one by one and with its encoding step alone: its defaults would flatten Chinese punctuation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from unicodedata import combining

from parkclean.edits import Edit, diff
from parkclean.kinds import kind, neighbour
from parkclean.mojibake.judge import Taken, quoted
from parkclean.phrases import holds_any
from parkclean.questions import Beside, Either, InLine
from parkclean.rules import Seen, rule
from parkclean.sources import is_source
from parkclean.tables import CJK_MARKS, HAN, TRADITIONAL_ONLY

_WORD = re.compile("[^\\s\u2e80-\uffff\U00010000-\U0010ffff]{1,200}")
"""A run without blanks and without anything Asian."""
_TORN = re.compile("[Ã-ßÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\x80€]")
_QUOTE = re.compile("â€(?:[\x9d\ufffd]|(?=[^\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\\Z))")
"""A closing quotation mark whose last byte Windows-1252 leaves open."""
_MIXED = re.compile("[\x80-\xff].*[\u0180-\u07ff]|[\u0180-\u07ff].*[\x80-\xff]")
"""Letters of another alphabet beside bytes that are still torn: text of another charset, in which two bytes fit."""


kind("ÂÃâ", rare=True)


@rule("mojibake.western", "Western letters that were read in the wrong charset are read again.", trigger="ÂÃâ")
def western(text: str, seen: Seen) -> Iterator[Edit]:
    """UTF-8 read as Latin-1 or Windows-1252 tears the accents and quotes of Western words in two.

    A word is repaired where ftfy finds it implausible as it stands; one that an article quotes as an example stays.

    >>> clean("他们约在CafÃ© de Flore见面，点了两杯crÃ¨me。")
    '他们约在Café de Flore见面，点了两杯crème。'
    >>> clean("SÃO PAULO和“CafÃ©”：后者是把编码弄错的乱码。")
    'SÃO PAULO和“CafÃ©”：后者是把编码弄错的乱码。'
    """
    first = _TORN.search(text)
    if first is None or seen.once(is_source):
        return
    import ftfy

    lines, taken = seen.lines, seen.once(Taken)
    for m in _WORD.finditer(text):
        if not _TORN.search(m[0]):
            continue
        n = bisect_right(lines.starts, m.start()) - 1
        if n in taken:
            continue
        fixed = ftfy.fix_encoding(_QUOTE.sub("”", m[0]) if "â€œ" in text else m[0])
        at = m.start() - lines.starts[n]
        if any(map(combining, fixed)) or _MIXED.search(fixed):  # no word of the West comes of it
            continue
        if fixed != m[0] and not quoted(lines.texts, n, at, at + len(m[0]), False):
            yield from diff(m[0], fixed, "mojibake.western", m.start())


_NBSP = kind("Â聽", rare=True)
_asks_first = InLine(2, first=neighbour("!?’”…。」』！？"))
"""Do lines begin with a question mark?"""

_INDENT = re.compile("(?m)^[ \u00a0\u3000]*(?:聽[ \u3000]*){2,}|^[ \u3000]*(?:Â[ \u00a0]+)+")
_INSIDE = re.compile(f"(?<=[{HAN}{CJK_MARKS}])(?:聽+|(?:Â[ \u00a0]+)+)(?=[{HAN}{CJK_MARKS}]|$)", re.MULTILINE)
_PARAGRAPH = re.compile("[^\\n\\t]{8}|[^\\n\\t]{0,7}[。！？]")
"""What is indented: words of a list are not."""
_FEWEST = 2
"""So many show that no-break spaces were read wrongly."""
_LOST_INDENT = re.compile(f"(?m)^(?:(?P<mark>[?？])(?P=mark){{1,7}})(?=[“「《（【]?[{HAN}])")
_LONG = 24
"""Characters of a paragraph that is no cry of somebody who asks."""


@rule(
    "mojibake.blank",
    "No-break spaces that were read in the wrong charset go.",
    when=Either(Beside(_NBSP, behind=neighbour("聽 \u00a0")), _asks_first),
)
def blank(text: str, seen: Seen) -> Iterator[Edit]:
    """A page indents its paragraphs with no-break spaces; read as Latin-1 they are `Â `, read as GBK 聽聽.

    Needs several, of 聽聽 at the head of lines; in a line with other traditional characters somebody wrote it.
    A charset that has none of these blanks shows `????` in front of most long paragraphs.

    >>> clean("聽聽雨停了，山上的雾散了。\\n聽聽河水涨了。")
    '雨停了，山上的雾散了。\\n河水涨了。'
    >>> clean("聽聽那冷雨，看看那冷雨。\\n聽聽風聲。")
    '聽聽那冷雨，看看那冷雨。\\n聽聽風聲。'
    """
    yield from _lost_indents(seen)
    if not holds_any(text, "Â聽"):
        return
    at_head = [m for m in _INDENT.finditer(text) if _is_blank(seen, m)]
    inside = [m for m in _INSIDE.finditer(text) if _is_blank(seen, m)]
    for char in "Â聽":
        heads, found = ([m for m in some if char in m[0]] for some in (at_head, inside))
        paragraphs = [m for m in heads if char == "Â" or _PARAGRAPH.match(text, m.end())]
        if len(paragraphs) + len(found) * (char == "Â") >= _FEWEST:
            yield from (Edit(*m.span(), "", "mojibake.blank") for m in (*heads, *found))


def _lost_indents(seen: Seen) -> list[Edit]:
    """Equal rows of `?` in front of two long paragraphs, and of half of all: no question starts so."""
    if not holds_any(seen.text, ("??", "？？")):
        return []
    found = list(_LOST_INDENT.finditer(seen.text))
    long = [m for m in found if "\n" not in seen.text[m.end() : m.end() + _LONG] and m.end() + _LONG <= len(seen.text)]
    alike = Counter(m[0] for m in long).most_common(1)
    if not alike or alike[0][1] < max(_FEWEST, sum(len(line) > _LONG for line in seen.lines.texts) / 2):
        return []
    return [Edit(*m.span(), "", "mojibake.blank") for m in found if m[0] == alike[0][0]]


def _is_blank(seen: Seen, m: re.Match[str]) -> bool:
    """Whether a line has no other traditional character, and nobody shows the damage."""
    lines = seen.lines
    n = bisect_right(lines.starts, m.start()) - 1
    line = lines.texts[n]
    if quoted(lines.texts, n, m.start() - lines.starts[n], m.end() - lines.starts[n], False):
        return False
    return "聽" not in m[0] or not any(c in TRADITIONAL_ONLY for c in line.replace("聽", ""))
