"""Frames of several lines around a text: what a line says counts less than which lines it stands between.

The head of a page above a path, and the foot below an article.
Lines that say alone that they are a frame are in `forms.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parkclean.rules import Lines
from parkclean.stages.frames import WORD, Classify, Frame, Trust, is_text
from parkclean.stages.metadata import fold

LATE = 300
"""So many lines may stand above a path that ends in the text: `首页 > 财经 > 正文`."""

FEWEST_ABOVE = 20
"""So many lines above such a path, nearly all of them words, are the head of a page, whatever the rest of them say."""

FEWEST_BELOW = 12
FEWEST_KNOWN = 4
"""So many lines below an article, so many of them known, are the foot of its page."""

PARAGRAPH = 40

FEWEST_SURE = 3
MOST_BELOW = 25
"""One in so many of them may be a sentence."""

WIDE = 16
"""An entry of a menu that stands in a row with others may be as long as that."""

HEAD = 3000
"""The same in characters."""

EDGE = 320
MOST_PROSE = 10
"""An end of a text with so few line breaks holds no panel."""
HINT = "位置"
"""What stands in front of a path below many words of a menu."""
_SIGNS = frozenset(">»›/")
"""One of them stands in each path."""

_TO_TEXT = frozenset(["正文", "详情"])
_PATH_TO_TEXT = re.compile(
    r"(?:[^>»›，。]{0,8}(?:首页|主页)|[^>»›，。]{1,8} ?[>»›]{1,2} ?[^>»›，。]{1,16})"
    r"(?: ?[>»›]{1,2} ?[^>»›，。]{1,16}){0,5} ?[>»›]{1,2} ?(?:正文|详情)"
)
_ANNEX = re.compile("附[件录表:：]|名单")
"""What an article may have below its credits."""

_BETWEEN = re.compile(r"[\s|·•]+")


def may_have_panels(text: str) -> bool:
    """Whether an end of a text is in short lines and says that a path follows."""
    return any(edge.count("\n") > MOST_PROSE and HINT in edge for edge in (text[1:EDGE], text[-EDGE:-1]))


def panels(text: str, lines: Lines, classify: Classify) -> list[Frame]:
    """The lines of all such frames; none in a text without sentences."""
    hinted = may_have_panels(text)
    pathed = any(sign in text[:HEAD] for sign in _SIGNS)
    footed = text.count("\n", len(text) - EDGE, len(text) - 1) > MOST_PROSE
    if not (hinted or pathed or footed) or not any(map(is_text, lines.texts)):
        return []
    rules: dict[int, str] = {}
    if hinted or pathed:
        rules.update(dict.fromkeys(_head_above(lines.texts), "breadcrumb"))
    if footed:
        rules.update(_foot_below(lines.texts, classify))
    sizes = {n: len(lines.texts[n]) for n in rules}
    return [Frame(lines.starts[n], lines.starts[n] + sizes[n], name, Trust.SURE) for n, name in sorted(rules.items())]


def _head_above(texts: Sequence[str]) -> list[int]:
    """All lines above a path that ends in the text, if a title stands below it and nearly all of them are words."""
    late = (n for n, line in enumerate(texts[:LATE]) if line[-2:] in _TO_TEXT and len(line) <= 120)
    path = next((n for n in late if _PATH_TO_TEXT.fullmatch(fold(texts[n]).strip())), 0)
    above = [n for n, line in enumerate(texts[:path]) if line.strip()]
    below = next((line for line in texts[path + 1 :] if line.strip()), "")
    if len(above) < FEWEST_ABOVE or is_text(below) or any(is_text(texts[n]) for n in above):
        return []
    words = sum(_is_bar(texts[n]) for n in above)
    return above if words * 5 >= len(above) * 4 else []


def _foot_below(texts: Sequence[str], classify: Classify) -> dict[int, str]:
    """From the first sure line behind the last paragraph on all, where next to none is text and some are sure, too.

    What an article has below its credits, an annex or a list of names, has none.
    """
    body = next((n for n in range(len(texts) - 1, -1, -1) if len(texts[n]) >= PARAGRAPH and "。" in texts[n]), -1)
    rows = [n for n in range(body + 1, len(texts)) if texts[n].strip()]
    if body < 0 or len(rows) <= FEWEST_BELOW:
        return {}
    kinds = [classify(texts[n], False, 1) for n in rows]
    sure = [k for k, kind in enumerate(kinds) if kind is not None and kind[1] is Trust.SURE]
    first, last = (sure[0] + 1, sure[-1] + 1) if sure else (0, 0)  # what stands below the last one may be a poem
    foot = rows[first:last]
    text = sum(is_text(texts[n]) and kinds[k] is None for k, n in enumerate(rows) if first <= k < last)
    if len(foot) < FEWEST_BELOW or text * MOST_BELOW > len(foot) or any(_ANNEX.match(texts[n].strip()) for n in foot):
        return {}
    known = sum(kind is not None for kind in kinds[:last])
    if len(sure) < FEWEST_SURE or known <= FEWEST_KNOWN or known * MOST_BELOW < len(foot):
        return {}
    names = {n: "metadata" if kind and kind[0] == "metadata" else "footer" for n, kind in zip(rows, kinds, strict=True)}
    return {n: names[n] for n in rows[first - 1 : last]}


def _words(line: str) -> list[str]:
    return [word for part in _BETWEEN.split(line) if (word := part.strip(">»›"))]


def _is_bar(line: str) -> bool:
    """Nothing but short words without marks: an entry of a menu, or a row of them."""
    words = _words(line)
    if not words or not "".join(words).isalnum():
        return False
    if len(words) > 3:
        return max(map(len, words)) <= WIDE and len("".join(words)) <= len(words) * WORD
    return len(line.strip()) <= WORD
