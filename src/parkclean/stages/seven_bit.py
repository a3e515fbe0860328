"""More rules of stage `mojibake`: text in charsets of seven bits that nobody decoded.

HZ and UTF-7 carry Chinese in ASCII; a reader that does not know them shows letters and signs.
Both are read whole or not at all: what is written back in the same charset gives the damaged text again.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from bisect import bisect_right

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.mojibake.model import cost, single
from parkclean.rules import Seen, rule
from parkclean.tables import ABOUT_CHARSETS, ABOUT_READING, CJK_MARKS, HAN

FEWEST = 8
"""So many Chinese characters must come of a text."""
CHINESE = 12.5
"""Bits a character above which what comes of it does not read as Chinese."""
ROOM = 20.0

SHORT = 4
"""A run of so few characters may be a word behind a plus sign; its characters must be frequent."""
UNUSUAL = 15.0

_HZ = re.compile(r"~\{((?:[!-w][!-~]){1,4000})~\}")
_UTF7 = re.compile(r"\+([A-Za-z0-9/+]{3,20000}+)-?")
_HZ_ESCAPE = re.compile(r"~~|~\n")
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_HAN = re.compile(f"[{HAN}]")
_ABOUT = re.compile(rf"{ABOUT_CHARSETS.pattern}|{ABOUT_READING.pattern}|\bHZ\b|UTF-?7|UTF-?16|[Bb]ase64")


def _reads(new: str) -> bool:
    """Whether a text is Chinese: frequent characters, in an order that Chinese has."""
    wide = len(_WIDE.findall(new))
    return wide >= FEWEST and bool(_HAN.search(new)) and cost(new) <= CHINESE * len(new) + ROOM


def _hz(m: re.Match[str]) -> str:
    try:
        return bytes(ord(c) | 0x80 for c in m[1]).decode("gb2312")
    except UnicodeDecodeError:
        return ""


def _utf7(m: re.Match[str]) -> str:
    """The characters of a run of UTF-7; nothing if the run is not what is written for them."""
    data = m[1]
    try:
        raw = b64decode(data + "=" * (-len(data) % 4), validate=True)
        new = raw[: len(raw) // 2 * 2].decode("utf-16-be")
    except ValueError:
        return ""
    whole = b64encode(new.encode("utf-16-be")).decode().rstrip("=")
    if whole != data or not all(map(_is_text, new)):
        return ""
    return new if len(new) > SHORT or all(c > "\x7f" and single(c) < UNUSUAL for c in new) else ""


def _is_text(c: str) -> bool:
    return (c > "\x7f" and c.isprintable()) or c in ' \u3000\n\r\t&+@#=<>~^*%$`\\{}|_!"-[];/'


def _escapes(seen: Seen, found: list[tuple[re.Match[str], str]]) -> list[re.Match[str]]:
    """The escapes of HZ in the lines of its runs; elsewhere `~~` is drawn out, as in 好~~."""
    numbers = {bisect_right(seen.lines.starts, m.start()) for m, _ in found}
    every = _HZ_ESCAPE.finditer(seen.text)
    return [m for m in every if bisect_right(seen.lines.starts, m.start()) in numbers]


kind("~+", rare=True)


@rule("mojibake.seven_bit", "Chinese in a charset of seven bits is read.", trigger="~+")
def seven_bit(text: str, seen: Seen) -> list[Edit]:
    """HZ (`~{VPND~}`) and UTF-7 (`+Ti1lhw-`) of old mail and news become Chinese again.

    All runs together must read as Chinese; a text that talks of charsets keeps them.

    >>> clean("~{=qLl4:Ll@4AK#,:SK.UGAK#,Q`WS7I@4AK!#~}")
    '今天春天来了，河水涨了，燕子飞来了。'
    >>> clean("HZ编码以~{开头，以~}结尾，~{VPND~}就是“中文”。")
    'HZ编码以~{开头，以~}结尾，~{VPND~}就是“中文”。'
    """
    for sign, pattern, read in (("~{", _HZ, _hz), ("+", _UTF7, _utf7)):
        if sign not in text:
            continue
        found = [(m, new) for m in pattern.finditer(text) if (new := read(m)) and _WIDE.search(new)]
        if not _reads("".join(new for _, new in found)):
            continue
        code = seen.once(code_spans)
        rest = pattern.sub("", text)
        if code.covers(found[0][0].start()) or is_about(_ABOUT, rest):
            continue
        edits = [Edit(*m.span(), new, "") for m, new in found]
        if sign == "~{":
            edits += [Edit(*m.span(), m[0][1:].strip("\n"), "") for m in _escapes(seen, found)]
        return sorted(edits)
    return []
