"""What a line of a document is, as far as repeats are concerned: running text, an item of a list, a worse copy.

Lines are looked at one by one; what repeats is found in `inside.py`.
"""

from __future__ import annotations

import re

from parkclean.tables import HAN, LIST_START, SENTENCE_END

LEAD_IN = re.compile(r"^[^。！？!?\n]{0,24}[：:]\s*\Z")
"""What announces an example, a list, a speech: it may come again, and it ends in a colon by design."""

MARKDOWN = re.compile(r"\s*(?:>|\[?!\[|~|\||#{1,6}[ \t]|[A-Za-z][\w-]{0,20}[：:])")
"""Pull quotes, pictures with their titles, struck text, tables, headings and definitions of terms repeat prose on
purpose."""

LIST = re.compile(LIST_START + r"|[ \t\u3000]*[（(]?[A-HＡ-Ｈ][.．、)）]")
"""Items of lists, and the options of a question, which its solution takes up one by one."""
SERIES = re.compile("[一二三四五六七八九十0-9]+\\Z")

_HAN_RUN = re.compile(f"[{HAN}]+")
_NOT_HAN = re.compile(f"[^{HAN}]+")
_BLEMISH = re.compile(f"(?<=[{HAN}])[ ,.:;?!](?=[{HAN}])|[囚Φ]")


def is_prose(line: str, size: int) -> bool:
    """Whether a line of so many folded characters is running Chinese text: no list item, table row, title."""
    if not any(c in line for c in SENTENCE_END) or stands_apart(line):
        return False
    found = 0
    return any((found := found + m.end() - m.start()) * 3 >= size for m in _HAN_RUN.finditer(line))


def chinese(line: str) -> int:
    """How many Chinese characters a line has; runs of others are few."""
    return len(line) - sum(map(len, _NOT_HAN.findall(line)))


def stands_apart(line: str) -> bool:
    """Whether a line is an item of a list or written in Markdown."""
    return bool(LIST.match(line) or MARKDOWN.match(line))


def blemishes(line: str) -> int:
    """Traces of a worse copy: blanks and ASCII marks directly between Chinese characters, look-alikes."""
    return len(_BLEMISH.findall(line))
