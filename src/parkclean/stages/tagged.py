"""What the rules of stage `markup` share: whether a text means its tags, and lines of which nothing is left."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from parkclean.about import is_about
from parkclean.edits import Edit
from parkclean.phrases import holds_any
from parkclean.rules import split_lines
from parkclean.tables import ABOUT_MARKUP
from parkclean.tasks import sets_task

LIST_MARK = re.compile(r"[ \t]*(?:[•·●○◦▪■\-*+]|\d{1,3}[.、)])?[ \t]*\Z")
_PAGE = re.compile(r"<(?:html|body|!doctype)[\s>]", re.I)
_FRONT = re.compile(r"\A\ufeff?(?:(?:---|\+\+\+)\r?\n[\w-]+\s?[:=]|#{1,6} \S|(?:\d+\r?\n)?[\d:]{7,8}[,.]\d+ --> )")
"""Fields or a heading at the head of a file in Markdown, or the first cue of subtitles, whose tags set type.

One sign is enough, however long the text is.
"""
_MARKDOWN = re.compile(
    r"^\+{4}$|^={1,5} [^=\n]{1,80}$"  # AsciiDoc
    r"|^[ \t]*#\+[A-Za-z]|^\.\. [a-z-]{3,20}::"  # Org, reStructuredText
    r"|^#{1,6} |^```|^~~~|\]\(|^\|? ?:?-{3,}:? ?\||\*\*[^*\n]{1,80}\*\*|^\|[^\n]*\|[ \t]*$",
    re.M,
)
_MARKDOWN_SIGNS = ("++++", "#+", "::", "= ", "# ", "```", "~~~", "](", "---", "**", "|")
"""One of these stands in whatever `_MARKDOWN` finds; a pattern that looks at each place takes twenty times as long."""
_ABOUT = re.compile("|".join((*ABOUT_MARKUP, "CSS", "JavaScript", "前端", "代码如[上下]", "代碼如[上下]")))
_TAGS = re.compile("</?[A-Za-z][^<>]{0,500}>")
_CODED = re.compile("表单|表單|模板|范本|範本|嵌入|网页|網頁|页面|頁面|网站|網站")
"""What is written in markup when somebody is told to make it."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]{1,80}\.s?html?\b")


def is_page(text: str) -> bool:
    """Whether the text is a whole page."""
    return _PAGE.search(text) is not None


def means_tags(text: str) -> bool:
    """Whether the text is a whole page, Markdown, subtitles, about markup, or what somebody was told to make of it.

    What tags and addresses hold does not count.
    """
    if is_page(text) or _FRONT.match(text) or _was_told(text):
        return True
    if holds_any(text, _MARKDOWN_SIGNS) and is_about(_MARKDOWN, text):
        return True
    return _ABOUT.search(text) is not None and is_about(_ABOUT, _ADDRESS.sub("", _TAGS.sub("", text)))


def _was_told(text: str) -> bool:
    """Whether the first line is a task that asks for a form, a template or a page."""
    first, _, rest = text.lstrip().partition("\n")
    return bool(rest.strip()) and _CODED.search(first) is not None and sets_task(first)


def removals(text: str, edits: list[Edit]) -> Iterator[Edit]:
    """The edits; but a line of which they leave nothing goes with its list mark and the blank lines around it."""
    if not edits:
        return
    split = split_lines(text)
    texts, starts = split.texts, split.starts
    lines: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        lines[bisect_right(starts, edit.start) - 1].append(edit)
    gone = {n for n, found in lines.items() if _only(texts[n], starts[n], found)}
    for n, found in lines.items():
        if n not in gone:
            yield from found
    yield from (Edit(a, b, "", edits[0].rule) for a, b in _blocks(text, texts, starts, gone))


def _only(line: str, start: int, edits: list[Edit]) -> bool:
    """Whether the line holds what the edits take out, blanks and at most a list mark in front."""
    at = 0
    for n, edit in enumerate(edits):
        between = line[at : edit.start - start]
        if not (LIST_MARK.match(between) if n == 0 else not between.strip()):
            return False
        at = edit.end - start
    return at <= len(line) and not line[at:].strip()


def _blocks(text: str, texts: list[str], starts: list[int], gone: set[int]) -> Iterator[tuple[int, int]]:
    """Spans of whole lines to delete, so that one of the two separators around them stays."""
    for first, last in _groups(texts, gone):
        above, below = first - 1, last + 1
        while above >= 0 and not texts[above].strip():
            above -= 1
        while below < len(texts) and not texts[below].strip():
            below += 1
        if above < 0:
            yield 0, starts[below] if below < len(texts) else len(text)
        elif below == len(texts):
            # At the end the text keeps its own last line break, if it had one.
            yield starts[above] + len(texts[above]), starts[last] + len(texts[last])
        elif _keeps_first(first - above, below - last):
            yield starts[first], starts[below]
        else:
            yield starts[above + 1], starts[last + 1]


def _keeps_first(above: int, below: int) -> bool:
    """Of two separators, in line breaks, the one that parts paragraphs stays; of two that do, the shorter."""
    return above <= below if min(above, below) > 1 else above >= below


def _groups(texts: list[str], gone: set[int]) -> Iterator[tuple[int, int]]:
    """First and last line of each run of lines that go, blank lines between them included."""
    first = last = -2
    for n in sorted(gone):
        if last >= 0 and not any(text.strip() for text in texts[last + 1 : n]):
            last = n
            continue
        if last >= 0:
            yield first, last
        first = last = n
    if last >= 0:
        yield first, last
