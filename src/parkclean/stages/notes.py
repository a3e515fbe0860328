"""One more rule of stage `markup`: numbers of notes that refer to nothing any more.

A copy of a page of an encyclopedia holds `[1]` and `[来源请求]` in its sentences, without the list at its foot.
"""

from __future__ import annotations

import re
from itertools import pairwise

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.rules import Seen, rule
from parkclean.stages.tagged import means_tags, removals
from parkclean.tables import (
    ABOUT_PROGRAMS,
    CLOSING,
    HAN,
    NOTES_HEAD,
    SECTION_LINK,
    WIKI_REQUESTS,
)

_HAN = re.compile(f"[{HAN}]")
_MARK = re.compile(
    r"[\[［【〔](?P<sign>注|註|P|p|第)? ?(?P<n>[0-9]{1,3})(?:[-–, ，、][0-9]{1,3}){0,3}"
    r" ?(?P<page>页|頁)?[\]］】〕](?:[ \u00a0](?![A-Za-z0-9]))?"
)
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_RAISED_SIGNS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBERED = "图圖表式见見献獻题題第如由据據按至到和与與及或选選项項步章节節条條例组組卷"
"""Behind these a number may be the name of a thing: 图[1], 式[2], 见[3]."""
_ENDS = "，。；：、！？,;:!?.\n\r" + CLOSING
_STOPS = "。！？” ”’」』）》"
_NOTES = 3
_STEP = 2
_LIST = re.compile(r"^[ \t\u3000]{0,8}[\[［【〔(（]?(?:注|註)?(?:[0-9]{1,3}[\]］】〕]|[①-⑳⁰¹²³⁴⁵⁶⁷⁸⁹])", re.M)
_HEAD = re.compile(NOTES_HEAD, re.M)
_PROGRAMS = re.compile(ABOUT_PROGRAMS)


def _start(text: str, m: re.Match[str]) -> int:
    """Where a mark starts, with the blank in front of it."""
    return m.start() - (text[m.start() - 1 : m.start()] in (" ", "\u00a0"))


def _behind_text(text: str, at: int) -> bool:
    """Whether Chinese text, or a mark that closes it, stands in front of a place on the same line."""
    before = text[at - 1 : at]
    return bool(before) and (_HAN.match(before) is not None or before in "，。；：、！？”’」』）》%）")


def _ends_clause(text: str, start: int, end: int) -> bool:
    """Whether a mark stands in front of a mark of punctuation, at the end of a line, or behind a sentence."""
    return end == len(text) or text[end] in _ENDS or text[start - 1] in _STOPS


def _opens(text: str, m: re.Match[str]) -> bool:
    """Whether a number stands behind a colon, or by itself between blanks: in front of an item of a list."""
    return text[_start(text, m) - 1] in "：:" or (m[0][0] == "【" and text[m.start() - 1] in " \u00a0")


def _rise(numbers: list[int]) -> bool:
    """Whether numbers rise from the first one or the second on by one or two, some earlier ones in between.

    Where most of them are earlier ones the text goes through its sources again and again: they are named somewhere.
    """
    most = 0
    for n in numbers:
        if n > most + _STEP:
            return False
        most = max(most, n)
    different = len(set(numbers))
    return most >= _NOTES and different >= _NOTES and different * 4 >= most * 3 and different * 2 >= len(numbers)


def _names_a_page(m: re.Match[str]) -> bool:
    return bool(m["page"]) or m["sign"] in ("P", "p", "第")


def _are_pages(found: list[re.Match[str]]) -> bool:
    """Whether the numbers are those of pages: they rise by one or two from anywhere, in the middle of sentences."""
    numbers = [int(m["n"]) for m in found]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(found) >= _NOTES and all(0 < step <= _STEP for step in steps)


def _notes(seen: Seen) -> list[Edit]:
    """The numbers of notes and pages in sentences, where no list of notes is left."""
    text = seen.text
    every = [m for m in _MARK.finditer(text) if _behind_text(text, _start(text, m))]
    raised = [] if seen.look.vague.isdisjoint(_RAISED_SIGNS) else list(_RAISED.finditer(text))
    if len(every) < _NOTES and len(raised) < _NOTES:
        return []
    pages = [m for m in every if _names_a_page(m)]
    notes = [m for m in every if not _names_a_page(m)]
    if any(_opens(text, m) for m in notes):
        return []
    found: list[tuple[int, int]] = []
    if _are_pages(pages):
        found += [(_start(text, m), m.end()) for m in pages]
    for some in (
        [(_start(text, m), m.end(), int(m["n"])) for m in notes],
        [(m.start(), m.end(), int(m[0].translate(_DIGITS))) for m in raised if _behind_han(text, m)],
    ):
        at_ends = sum(_ends_clause(text, a, b) for a, b, _ in some)
        at_marks = sum(b == len(text) or text[b] in _ENDS for _, b, _ in some)
        meant = sum(text[a - 1] in _NUMBERED for a, _, _ in some)
        if (
            meant * 3 <= len(some)
            and at_ends >= _NOTES
            and at_ends * 4 >= len(some) * 3
            and at_marks * 4 >= len(some)
            and _rise([n for _, _, n in some])
        ):
            found += [(a, b) for a, b, _ in some]
    if not found or seen.once(means_tags) or _LIST.search(text) or _HEAD.search(text) or is_about(_PROGRAMS, text):
        return []
    code = seen.once(code_spans)
    return [Edit(a, b, "", "markup.note") for a, b in sorted(found) if not code.covers(a)]


def _behind_han(text: str, m: re.Match[str]) -> bool:
    return m.start() > 0 and (_HAN.match(text, m.start() - 1) is not None or text[m.start() - 1] in _STOPS)


_REQUEST = re.compile(WIKI_REQUESTS)
_SECTION = re.compile(rf"[ \u3000]{{0,3}}(?:{SECTION_LINK})[ \u3000]{{0,3}}(?=\r?$)", re.M)
_HEADING_WIDTH = 40
"""A heading with the link for editing behind it has at most so many characters; one link says nothing."""
_SOURCE = re.compile(r"【[0-9]{1,3}(?::[0-9]{1,3})?†[^【】\n]{0,60}】")
kind("⁰¹²³⁴⁵⁶⁷⁸⁹†", rare=True)


def _asked(seen: Seen) -> list[Edit]:
    """What readers of a wiki ask for, links for editing behind headings, and sources that a language model names."""
    text = seen.text
    found = [m.span() for m in _SOURCE.finditer(text)] if "†" in text else []
    if "[" in text or "［" in text:
        found += [m.span() for m in _REQUEST.finditer(text) if _behind_text(text, m.start())]
        links = [m.span() for m in _SECTION.finditer(text)]
        links = [(a, b) for a, b in links if b - text.rfind("\n", 0, a) <= _HEADING_WIDTH]
        found += links if len(links) > 1 else []
    code = seen.once(code_spans) if found else None
    edits = [Edit(a, b, "", "markup.note") for a, b in sorted(found) if code and not code.covers(a)]
    return list(removals(text, edits))


@rule(
    "markup.note",
    "Numbers of notes and pages in sentences go where no list of notes is left.",
    trigger="[［【⁰¹²³⁴⁵⁶⁷⁸⁹†",
)
def note(text: str, seen: Seen) -> list[Edit]:
    """A copy of a page keeps `[1]`, `[注2]`, `⁴` and loses what they point to; `[P12]` and `【12页】` turn pages.

    Needs three numbers that rise, nearly all of them at the ends of clauses, and no list of notes below the text.
    `[来源请求]` and `【3†source】` say by themselves what they are; `[编辑]` behind two headings is a link of a wiki.
    Numbers in front of what they count or behind what they name, and texts with notes, references or programs, stay.

    >>> clean("江城始建于明代[1]。城墙长十二里[2]，有七座门[3]。清末城墙拆去，改作马路[4]。")
    '江城始建于明代。城墙长十二里，有七座门。清末城墙拆去，改作马路。'
    >>> clean("江城始建于明代[1]，城墙长十二里[2]，有七座门[3]。\\n\\n[1] 《江城志》\\n[2] 《河口志》\\n[3] 同上")
    '江城始建于明代[1]，城墙长十二里[2]，有七座门[3]。\\n\\n[1] 《江城志》\\n[2] 《河口志》\\n[3] 同上'
    """
    return sorted({*seen.share(_asked), *seen.share(_notes)})
