"""Whether a piece of a paragraph shows by itself that it was cut: it starts or ends inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

from parkclean.neardup.decision import Alignment
from parkclean.tables import CLOSING, SENTENCE_END

SHORT = 20
"""Rows with fewer folded characters repeat legitimately: bylines, refrains, answers."""

_ENDS = SENTENCE_END + "．｡"
"""Textbooks of mathematics end sentences with full-width and half-width dots."""
ENDED = re.compile(f"[{_ENDS}][{re.escape(CLOSING)}]*\\s*\\Z")
TAIL = 80
"""Characters at the end of a line in which its end is looked for."""
_TRAILS = re.compile("(?:……?|。{3,6}|\\.{3,6})\\s*\\Z")
"""What a page writes behind the beginning of a text, where a link leads to the rest."""
_START_MARK = re.compile(r"\s*[，。、；：？！,.;:?!”’」』）》)]")
CALL = re.compile("[？！?!][”’」』\"']*\\s*\\Z")
"""How a question or a call ends."""
_MARK_INSIDE = re.compile(r"(?<=\w)[，。、；：？！,.;:?!](?=\s*\w)")
_OPEN_END = re.compile(r"[，,、“「『‘（(《：]\s*\Z")

_SIGNED = re.compile(
    r"\s*[（(\[【〔](?:(?:本报|本网)?(?:见习|实习)?(?:记者|通讯员)|(?:责任|值班|网络)?编辑|责编|来源|稿源|摘自|转自|选自|据|完|返回)"
    r"[^（()）\[\]【】〔〕。！？]{0,20}[）)\]】〕]\s*"
)


def is_cut(
    line: str, size: int, whole: int, found: Alignment, before: str, after: str, beside: Callable[[], bool]
) -> bool:
    """Whether a piece was cut from where it lies, and is no heading and no quotation.

    line: the piece as it stands; size, whole: folded characters of the piece and of the longer text.
    found: where it lies; before, after: what stands there in front of its first and behind its last character.
    beside: whether the longer text is its neighbour, asked only if that decides.
    """
    ended = is_ended(line)
    cut_end = not ended and found.end < whole and not has_end(after)
    cut_start = found.start > 0 and not has_end(before)
    if (found.start > 0 and starts_late(line)) or (found.end < whole and _OPEN_END.search(line)):
        return True
    if cut_end and (any(c in line.strip()[:-1] for c in _ENDS) or _mid_clause(line, size, after, beside)):
        return True
    if not (cut_start and ended):
        return False
    if not before.strip() and size >= 30:
        return True
    return size >= 12 and beside()


def has_more_marks(line: str, inside: str) -> bool:
    """Whether a row has more marks than its longer text at that place: a title that was set in front of it.

    Copying loses marks, and sets none.

    >>> has_more_marks("镇长说：把桥修好", "镇长说把桥修好"), has_more_marks("镇长说，把桥修好", "镇长说，把桥修好")
    (True, False)
    """
    return _inner_marks(line) > _inner_marks(inside)


def _inner_marks(line: str) -> int:
    return len(_MARK_INSIDE.findall(line))


def is_signed(line: str, whole: str) -> bool:
    """Whether a longer line is a line and who wrote it, or where it is from, in brackets behind it.

    >>> is_signed("渡口开了。", "渡口开了。（来源：河口日报）"), is_signed("票价两元。", "票价两元。（不含早餐）")
    (True, False)
    """
    line, whole = line.strip(), whole.strip()
    return whole.startswith(line) and _SIGNED.fullmatch(whole, len(line)) is not None


def is_ended(line: str) -> bool:
    """Whether a line ends as a sentence does; what trails off may go on elsewhere."""
    return ENDED.search(line) is not None and not _TRAILS.search(line)


def signs(line: str) -> int:
    """How many signs a line shows by itself that something is missing: its start, its end, the rest of a clause."""
    tail = line[-TAIL:]
    return starts_late(line) + (not ENDED.search(tail)) + (_OPEN_END.search(tail) is not None)


def starts_late(line: str) -> bool:
    """Whether a line starts with a mark that closes something: nobody writes so."""
    return bool(_START_MARK.match(line))


def _mid_clause(line: str, size: int, after: str, beside: Callable[[], bool]) -> bool:
    """Whether a piece without an end breaks off where no heading would: behind a clause, inside the next one."""
    if clauses(line) < 2:
        return False
    return size >= SHORT or (not after.strip() and beside())


def has_end(text: str) -> bool:
    """Whether some mark ends a sentence, or a wide blank a verse."""
    return any(c in _ENDS for c in text) or "\u3000" in text


def clauses(line: str) -> int:
    """How many parts between commas and stops a line has."""
    return len([part for part in re.split("[，,；;：:。]", line) if part.strip()])
