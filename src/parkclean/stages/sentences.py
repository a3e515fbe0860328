"""One more rule of stage `repeats`: a sentence that stands twice in a row, or a few of them.

Paragraphs and pieces of them are compared in `parkclean.neardup`; here nothing is looked for but the same again, at
once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.neardup.halves import STRONG, torn
from parkclean.neardup.prose import stands_apart
from parkclean.questions import Again
from parkclean.rules import Seen, rule
from parkclean.tables import CLOSING
from parkclean.tasks import is_task
from parkclean.verse import is_metrical

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONG = 24
"""A sentence of so many characters is not said twice in a row, as a shorter one is in songs and tales."""

SHORT = 16
"""One of so many goes where it is not the only one."""

FEWEST = 3
"""So many different sentences that stand twice show that the page does it."""

TOGETHER = 3
"""So many sentences are compared with those behind them: a speaker is named behind what he says."""

KINDS = 8
"""So many different characters say something."""

STOP = kind("。")
_ends_again = Again(STOP, TOGETHER, SHORT)
"""Does a sentence end as one close in front of it does?"""
_BEFORE = frozenset("。！？…”’」』\n\r \t\u3000")
"""What stands in front of a sentence."""
_BREAKS = "\n\r \t\u3000"


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that do not overlap, in order; of those that do the first one, and the shortest."""
    last = 0
    for start, end in sorted(spans):
        if start >= last:
            last = end
            yield start, end


def _alike(places: NDArray[np.int64], ends: NDArray[np.int64], count: int) -> list[tuple[int, int]]:
    """The stops in front of which, and so many stops behind them, a sentence ends with the same two characters.

    Each with the characters between the two; ends: the two characters in front of each stop, as a number.
    """
    some = (ends[count:] == ends[:-count]).nonzero()[0]
    if not some.size:
        return []
    at = places.take(some)
    sizes = places.take(some + count) - at
    long = sizes >= SHORT
    return list(zip(at.compress(long).tolist(), sizes.compress(long).tolist(), strict=True))


def _span(text: str, at: int, size: int) -> tuple[int, int] | None:
    """The sentence behind a stop, if it is the one in front of it; it may begin the next line."""
    end = at + 1 + size
    sentence = text[at + 1 : end].lstrip(_BREAKS)
    first = end - len(sentence)
    size, apart = len(sentence), first - at - 1
    start = at + 1 - size
    if start < 0 or size < SHORT or text[start : at + 1] != sentence or any(c in sentence for c in "\n\r|│"):
        return None
    if sentence[0] in CLOSING or not _is_said(sentence):
        return None  # the end of what somebody says, and of what another one says
    if (sentence + sentence).find(sentence, 1) < size:
        return None  # a shorter one that stands four times or more: a refrain is no long sentence
    before = text[start - 1] if start else "\n"
    if apart:
        if _is_quoted(text, start) and not _is_quoted(text, first):
            return None
        inside = before not in "\n\r" and text[end : end + 1] not in ("", "\n", "\r")
        return (first, end) if inside and before in _BEFORE and _is_prose(sentence) else None
    if before in _BEFORE or (size >= LONG and torn(text[max(0, start - 1) : start], sentence) >= STRONG):
        return first, end
    return None


def _is_quoted(text: str, at: int) -> bool:
    """Whether the line in which something stands has the sign of a quotation: what is quoted is taken up below it."""
    return text.startswith(">", text.rfind("\n", 0, at) + 1)


def _is_prose(sentence: str) -> bool:
    """Whether a sentence is no label and no item that rows have in common."""
    return "：" not in sentence and not stands_apart(sentence)


def _is_said(sentence: str) -> bool:
    """Whether a sentence says something: `____，____。` is to be filled in, `平仄仄平平，仄平平。` is a metre.

    A stanza (`is_metrical`) may be a refrain.
    """
    said = sum(map(str.isalpha, sentence)) * 2 > len(sentence) and len(set(sentence)) >= KINDS
    return said and not is_metrical(sentence)


@rule("repeats.sentence", "A sentence that stands twice in a row stays once.", when=_ends_again)
def sentence(text: str, seen: Seen) -> Iterator[Edit]:
    """Boxes that overlap by a line, and careless copying, put the same long sentence down twice.

    Where three different ones or more stand twice the shorter ones go, too.
    One of them may end a line, and the other begin the next one.

    >>> clean("园区今年新建了三座实验室，全部免费开放，已有九个团队入驻。" * 2 + "明年再建两座。")
    '园区今年新建了三座实验室，全部免费开放，已有九个团队入驻。明年再建两座。'
    >>> clean("河水弯弯流过我的家。河水弯弯流过我的家。")
    '河水弯弯流过我的家。河水弯弯流过我的家。'
    """
    codes, at = seen.look.codes, seen.look.places(STOP)
    if at.size < 2:
        return
    ends = codes.take(at - 1).astype("int64") << 32 | codes.take(at - 2)
    alike = [one for count in range(1, TOGETHER + 1) for one in _alike(at, ends, count)]
    found = list(_apart([span for at, size in alike if (span := _span(text, at, size))]))
    if len({text[a:b] for a, b in found}) < FEWEST:
        found = [(a, b) for a, b in found if b - a >= LONG]
    if not found:
        return
    code, told = seen.once(code_spans), seen.once(is_task)
    for start, end in found:
        given = told and text[start - 1] in "\n\r"  # the one ends what a task gives, the other begins its answer
        if not given and not code.covers(start):
            yield Edit(start, end, "", "repeats.sentence")
