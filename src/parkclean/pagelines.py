"""Lines at the head and the foot of a printed page: its number, the day, the paper, who made it, word by word.

They and captions are what may stand inside a sentence that goes on on the next page.
"""

from __future__ import annotations

import re

from parkclean.tables import CAPTION, HAN, PAGE_LABELS, PAGE_MARK, PAPERS

MOST_UNKNOWN = 2
"""So many words of such a line may be any: the name of a section, or the title of a paper."""
LONGEST_WORD = 16

INTERRUPTION = 60
"""What stands inside a sentence has at most so many characters."""

_BULLET = re.compile("[-*+] {2,}[0-9]+\\Z")
"""An item of a list in Markdown, and no page number."""
_CAPTION = re.compile(CAPTION)
_MARK = re.compile(PAGE_MARK)
_GAP = re.compile(r"[\s|｜■□●◆▪•·:：/，、]+")
_NUMBER = re.compile(r"[0-9０-９]{1,4}")
_CODE = re.compile(r"(?P<sure>[A-ZＡ-Ｚ][0-9０-９]{1,3})版?|第?[A-Z]?[0-9]{1,3}版|第?[一二三四五六七八九十]{1,3}版")
_ISSUE = re.compile(r"(?:[12][0-9]{3}年)?(?:第[0-9]{1,3}[卷期]){1,2}|[(（]?总第?[0-9]{1,5}期[)）]?")
_DAY = re.compile(r"[12][0-9]{3}(?:年[0-9]{1,2}月[0-9]{1,2}日|([-/.])[0-9]{1,2}\1[0-9]{1,2})")
_WEEKDAY = re.compile("(?:星期|周)[一二三四五六日天]|农历[^，。]{2,8}")
_PAPER = re.compile(f"[{HAN}]{{2,10}}(?:{PAPERS})")
_LABEL = re.compile(f"(?:本[版期])?(?:{PAGE_LABELS})")
_SHAPES = re.compile("[■□●◆▪]")
_MARKS = re.compile("[。！？!?；;…“”《》]")
_CLOCK = re.compile("[0-9]{1,2}[:：][0-9]{2}")
"""A page of a paper has a day; what has an hour, too, is a post."""


def may_interrupt(line: str) -> bool:
    """Whether a line has the size of what interrupts a sentence, and is no item of a list."""
    return 0 < len(line) <= INTERRUPTION and not _BULLET.match(line)


def interrupts(line: str) -> bool:
    """Whether a line may stand inside a sentence: a caption, or what a page has at its head or its foot."""
    return may_interrupt(line) and (
        _CAPTION.match(line) is not None or _MARK.match(line) is not None or is_page_line(line)
    )


def is_page_line(line: str) -> bool:
    """Whether a line says two things that stand at the edge of a page, or a number that only a page of a paper has.

    >>> is_page_line("A03 要闻"), is_page_line("2019年5月4日 星期六 责编：李明 校对：赵一")
    (True, True)
    >>> is_page_line("2019年5月4日"), is_page_line("2019-05-04 08:30 举报"), is_page_line("3 桥的历史")
    (False, False, False)

    A statute counts articles where it breaks its line.

    >>> is_page_line("12、14、15、16、29、34、43")
    False
    """
    if _MARKS.search(line) or _CLOCK.search(line):
        return False
    words = list(filter(None, _GAP.split(line)))
    if max(map(len, words), default=0) > LONGEST_WORD:
        return False
    said: list[str] = []
    unknown = 0
    named = False
    sure = _SHAPES.search(line) is not None and _LABEL.search(line) is not None
    for word in words:
        if named and _LABEL.fullmatch(word) is None:
            named = False
            continue
        kind, strong = _kind(word)
        named = kind == "label"
        sure |= strong
        unknown += not kind
        said += [kind] * bool(kind)
        if unknown > MOST_UNKNOWN:
            return False
    return len(set(said)) > 1 or (sure and unknown < 2)


def _kind(word: str) -> tuple[str, bool]:
    """What a word of such a line is, and whether it alone shows a page."""
    if m := _CODE.fullmatch(word):
        return "page", m["sure"] is not None
    for kind, form in (("label", _LABEL), ("day", _DAY), ("week", _WEEKDAY), ("issue", _ISSUE), ("paper", _PAPER)):
        if form.fullmatch(word):
            return kind, False
    return ("page", False) if _NUMBER.fullmatch(word) else ("", False)
