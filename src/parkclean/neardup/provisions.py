"""What stands twice in a text by right, although it is alike: provisions of a statute, rows of forms and tables, the
wrapped halves of a sentence that is said twice.

What repeats is found in `inside.py`; here some of it is told apart from copies.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from parkclean.neardup.results import Finding
from parkclean.rules import start_of_line
from parkclean.tables import ARTICLE, CONTINUES, RULED, SENTENCE_END

FEWEST_ARTICLES = 4
"""So many lines that start with the number of an article make a statute."""

SIDE = 2
HEAD = 6
"""So many characters in front of a piece, and at its start, tell whether the line above goes on with it."""

TITLE = 20
"""A line of so many characters or fewer may be a title, which ends without a mark."""

ARTICLE_HEAD = 12
"""So many characters of a row may stand in front of the number of its article."""

_ARTICLE = re.compile(ARTICLE, re.MULTILINE)
_NUMBER = re.compile("第 ?[一二三四五六七八九十百千零〇0-9-]{1,7} ?[条條]")
_FORM = re.compile(f"[{RULED}]|[_＿]{{3}}")
_STOPS = SENTENCE_END + "”’」』：:；;"
_BLANK = re.compile(r"\s+")
_INK = re.compile(r"\S")


def is_statute(text: str) -> bool:
    """Whether several rows are numbered articles or change one: `第三条`, `七、将刑法第六条修改为`."""
    if max(text.count("条"), text.count("條")) < FEWEST_ARTICLES:
        return False
    found = set()
    for m in _NUMBER.finditer(text):
        start = start_of_line(text, m.start(), max(0, m.start() - ARTICLE_HEAD - 1))
        if m.start() - start <= ARTICLE_HEAD:
            found.add(start)
            if len(found) == FEWEST_ARTICLES:
                return True
    return False


def by_right(text: str, found: Sequence[Finding]) -> list[Finding]:
    """The findings of a search; those that stand there by right are no longer `dropped`."""
    gone = [one for one in found if one.dropped]
    if not gone:
        return list(found)
    starts = {_behind(text, one.start) for one in gone}
    ends = {_before(text, one.end) for one in gone}
    articles = _articles(text)

    def stays(one: Finding) -> bool:
        if one.kind != "contained" and _ask_otherwise(one.text, text[one.kept_start : one.kept_end]):
            return True
        above, below = _before(text, one.start), _behind(text, one.end)
        if _FORM.search(one.text) and above not in ends and below not in starts:
            return True  # to be filled in, or the row of a drawn table, and nothing beside it is a copy
        return _is_of_other_article(one, articles) or (above not in ends and _goes_on(text, one, above, bool(articles)))

    return [one._replace(dropped=False) if one.dropped and stays(one) else one for one in found]


def _ask_otherwise(one: str, other: str) -> bool:
    """Whether one of two paragraphs of about one length asks what the other one says."""
    ends = {line.rstrip()[-1:] in ("？", "?") for line in (one, other)}
    return len(ends) > 1 and abs(len(one) - len(other)) * 5 <= len(one)


def _before(text: str, at: int) -> int:
    """Behind the last character in front of a place that is no blank."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _behind(text: str, at: int) -> int:
    """The first character from a place on that is no blank."""
    m = _INK.search(text, at)
    return m.start() if m else len(text)


def _articles(text: str) -> list[tuple[int, str]]:
    """Where the articles of a statute start, and their numbers; none in another text."""
    found = [(m.start(), _BLANK.sub("", m[1])) for m in _ARTICLE.finditer(text)]
    return found if len(found) >= FEWEST_ARTICLES else []


def _is_of_other_article(one: Finding, articles: list[tuple[int, str]]) -> bool:
    """Whether two paragraphs stand in articles of different numbers: each article says what it says."""
    here, there = (bisect_right(articles, (at, "\U0010ffff")) for at in (one.start, one.kept_start))
    if not here or not there or articles[here - 1][0] == one.start:
        return False
    return articles[here - 1][1] != articles[there - 1][1]


def _goes_on(text: str, one: Finding, above: int, statute: bool) -> bool:
    """Whether the line above a piece, which ends at `above`, stops inside the sentence that the piece goes on with.

    In a statute any line that stops short does: there other authorities and other sums stand in front of equal words.
    """
    if one.kind != "contained" or not above or text[above - 1] in _STOPS:
        return False
    piece = one.text.strip()
    if piece[:1] in CONTINUES:
        return True
    if above - text.rfind("\n", 0, above) <= TITLE:
        return False
    if statute:
        return True
    seam = text[max(0, above - SIDE) : above] + piece[:HEAD]
    return seam in _BLANK.sub("", text[one.kept_start : one.kept_end])
