"""What a line of a document is, as far as repeats are concerned: running text, an item of a list, a worse copy.

Lines are looked at one by one; what repeats is found in `inside.py`.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from parkclean.tables import HAN, LIST_START, NUMBERED, NUMBERED_PARAGRAPH, SENTENCE_END

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAD_IN = re.compile(r"^[^。！？!?\n]{0,24}[：:]\s*\Z")
"""What announces an example, a list, a speech: it may come again, and it ends in a colon by design."""

MARKDOWN = re.compile(
    r"\s*(?:>|\[?!\[|~|\||#{1,6}[ \t]|[—─－]{2}|=|<[a-z]|[A-Za-z][\w-]{0,20}[：:]"
    r"|\*{2,3}[^*\n]+\*{2,3}\s*\Z)"
)
"""Pull quotes, pictures with their titles, struck text, tables, headings, tags, what dashes list, formulas,
definitions of terms and bold leads repeat prose on purpose."""

LONG = 40
"""Characters of a numbered sentence from which on it is a paragraph."""

_LIST = re.compile(LIST_START + r"|[ \t\u3000]*[（(]?[A-HＡ-Ｈ][.．、)）]")
"""Items of lists, and the options of a question, which its solution takes up one by one."""
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_NUMBERED = re.compile(NUMBERED)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
INSIDE = 100
"""Added to the numbers `（一）` inside a section, for its own are `一、`; twice to `1.`, three times to `（1）`, ..."""
_PARAGRAPH = re.compile(NUMBERED_PARAGRAPH)
SERIES = re.compile("第?[一二三四五六七八九十0-9]+[章节節回讲講集期弹彈季部篇课課卷册冊辑輯版]?\\Z|[上中下续續]篇?\\Z")

_HAN_RUN = re.compile(f"[{HAN}]+")
_NOT_HAN = re.compile(f"[^{HAN}]+")
_BLEMISH = re.compile(f"(?<=[{HAN}])(?:[ ,.:;?!](?=[{HAN}])|[０-９])|(?<=[0-9０-９]) (?=[0-9０-９])|[囚Φ]")

_BLANK_BEFORE = re.compile("[ \u3000](?=[，。、；])")

_IS_HAN, _IS_END = 1, 2


def is_prose(line: str, size: int) -> bool:
    """Whether a line of so many folded characters is running Chinese text: no list item, table row, title."""
    if not any(c in line for c in SENTENCE_END) or stands_apart(line):
        return False
    found = 0
    return any((found := found + m.end() - m.start()) * 3 >= size for m in _HAN_RUN.finditer(line))


def are_prose(codes: NDArray[np.uint32], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """What `is_prose` says of many lines as they stand, but for what their beginnings say (`stands_apart`).

    codes: their code points, a line break behind each; ends: behind which each ends.
    """
    import numpy as np

    kinds = _kinds()[codes]
    starts = np.concatenate([[0], ends[:-1]])
    han = np.add.reduceat(kinds == _IS_HAN, starts, dtype=np.int64)
    ended = np.maximum.reduceat(kinds, starts) == _IS_END
    found: NDArray[np.bool_] = ended & (han * 3 >= ends - starts - 1) & (han > 0)
    return found


@lru_cache(1)
def _kinds() -> NDArray[np.uint8]:
    """Which code points are Chinese, and which end a sentence."""
    import numpy as np

    kinds = np.zeros(sys.maxunicode + 1, np.uint8)
    every = np.arange(kinds.size, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for m in _HAN_RUN.finditer(every):
        kinds[m.start() : m.end()] = _IS_HAN
    kinds[[ord(c) for c in SENTENCE_END]] = _IS_END
    return kinds


def chinese(line: str) -> int:
    """How many Chinese characters a line has; runs of others are few."""
    return len(line) - sum(map(len, _NOT_HAN.findall(line)))


def is_item(line: str) -> bool:
    """Whether a line is an item of a list, or a clause; paragraphs of several sentences may be numbered, too.

    >>> [is_item(line) for line in ("一、做好检修", "一、做好检修。管网在十月底前修完。", "- 做好检修。不留隐患。")]
    [True, False, True]
    """
    return _LIST.match(line) is not None and not (_PARAGRAPH.match(line) or _is_long(line))


def _is_long(line: str) -> bool:
    """Whether a numbered line is a long sentence of several clauses with its full stop, as no item in a row has."""
    return len(line) >= LONG and "，" in line and any(c in line for c in "。！？") and number(line) > 0


def number(line: str) -> int:
    """The number that a paragraph begins with; 0 if it begins with none.

    >>> number("二十一、做好检修。"), number("（三）做好检修。"), number("4.做好检修。"), number("一位老人说")
    (21, 103, 204, 0)
    >>> number("5）做好检修。"), number("⑥做好检修。")
    (405, 506)
    """
    m = _NUMBERED.match(line)
    if m is None or m.lastindex is None:
        return 0
    return (m.lastindex - 1) * INSIDE + _value(m[m.lastindex])


def _value(written: str) -> int:
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    if written[0] not in _NUMERALS:
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (10 * _NUMERALS.get(tens or "一", 0) if ten else 0) + _NUMERALS.get(ones, 0)


def stands_apart(line: str) -> bool:
    """Whether a line is an item of a list or written in Markdown."""
    return is_item(line) or MARKDOWN.match(line) is not None


def blemishes(line: str) -> int:
    """Traces of a worse copy: blanks and ASCII marks between Chinese characters, full-width figures, look-alikes."""
    return len(_BLEMISH.findall(line))


def flaws(line: str) -> int:
    """Blemishes, and blanks in front of marks, which careless authors set, too: they tell the better copy."""
    return blemishes(line) + len(_BLANK_BEFORE.findall(line))
