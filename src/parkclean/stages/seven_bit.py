"""More rules of stage `mojibake`: text in charsets of seven bits that nobody decoded, and bytes taken two by two.

HZ and UTF-7 carry Chinese in ASCII; a reader that does not know them shows letters and signs.
UTF-16 in the wrong order of bytes, and UTF-8 taken for UTF-16, show other characters, one for every two bytes.
All of them are read whole or not at all: what is written back in the same charset gives the damaged text again.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.mojibake.model import bits, common, cost, single
from parkclean.rules import Seen, rule
from parkclean.tables import ABOUT_CHARSETS, ABOUT_READING, CJK_MARKS, HAN, PRIVATE_USE

HAN_FIRST = "\u4e00"
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


def _runs(seen: Seen) -> list[Edit]:
    """The runs of HZ or of UTF-7, if the text that comes of all of them together is Chinese."""
    text = seen.text
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


def _escapes(seen: Seen, found: list[tuple[re.Match[str], str]]) -> list[re.Match[str]]:
    """The escapes of HZ in the lines of its runs; elsewhere `~~` is drawn out, as in 好~~."""
    numbers = {bisect_right(seen.lines.starts, m.start()) for m, _ in found}
    every = _HZ_ESCAPE.finditer(seen.text)
    return [m for m in every if bisect_right(seen.lines.starts, m.start()) in numbers]


kind("~+", rare=True)


@rule("mojibake.seven_bit", "Chinese in a charset of seven bits is read.", trigger="~+", when=_runs)
def seven_bit(text: str, seen: Seen) -> Iterator[Edit]:
    """HZ (`~{VPND~}`) and UTF-7 (`+Ti1lhw-`) of old mail and news become Chinese again.

    All runs together must read as Chinese; a text that talks of charsets keeps them.

    >>> clean("~{=qLl4:Ll@4AK#,:SK.UGAK#,Q`WS7I@4AK!#~}")
    '今天春天来了，河水涨了，燕子飞来了。'
    >>> clean("HZ编码以~{开头，以~}结尾，~{VPND~}就是“中文”。")
    'HZ编码以~{开头，以~}结尾，~{VPND~}就是“中文”。'
    """
    yield from seen.share(_runs)


_SWAPPED = "".join(c.encode("utf-16-le").decode("utf-16-be") for c in "，。“”\n")
"""Chinese marks and the line break with their two bytes exchanged: characters of scripts that stand beside no other."""
kind(_SWAPPED, rare=True)
_FEWEST_MARKS = 2
_TWO_BY_TWO = re.compile("[\ue400-\ue9ff]")
_ORDERS = ("utf-16-le", "utf-16-be")
_SAVED = 1.4
"""So many times the bits of the Chinese text the other one must have."""
_HOLE = "\ufffd"
_STAND_IN = "\u1e30"
"""A character that stands for a hole, and with its bytes exchanged for another one that no text has."""
MISSING = "\u3013"
"""GETA MARK, which printers set for a character that they lack; U+FFFD would look like bytes of GBK that were lost."""
_SURE = 6.0
"""Bits by which a character that fills a hole must beat the next one."""


def _swapped(text: str) -> str | None:
    """The text with the two bytes of each character exchanged, if that is Chinese and nothing else was."""
    raw = text.replace(_HOLE, _STAND_IN).encode("utf-16-le", "surrogatepass")
    new = raw.decode("utf-16-be", "replace").replace(_STAND_IN.encode("utf-16-le").decode("utf-16-be"), _HOLE)
    wide = len(_WIDE.findall(new))
    if wide < FEWEST or wide * 3 < len(new):
        return None
    price = cost(new)
    return _filled(new) if price <= CHINESE * len(new) + ROOM and price * _SAVED < cost(text) else None


@lru_cache(1)
def _surrogates() -> list[str]:
    """Frequent characters whose last byte makes half of a pair of UTF-16 in the wrong order, and so was lost."""
    return [c for c in common(3000, False) if c >= HAN_FIRST and 0xD8 <= ord(c) & 0xFF <= 0xDF]


def _filled(new: str) -> str:
    """The text with the characters of which a half pair was made: where one is far ahead, or else as missing."""
    parts = re.split(f"(?<!{_HOLE}){_HOLE}(?!{_HOLE})", new)
    parts = [part.replace(_HOLE, MISSING) for part in parts]
    done = parts[0]
    for part in parts[1:]:
        before, after = done[-1:] or "\n", part[:1] or "\n"
        ranked = sorted((bits(before, c) + bits(c, after), c) for c in _surrogates())
        done += (ranked[0][1] if ranked[1][0] - ranked[0][0] >= _SURE else MISSING) + part
    return done


def _two_by_two(text: str) -> str | None:
    """UTF-8 that was taken for UTF-16, if all of its bytes but the last ones make Chinese."""
    for order in _ORDERS:
        raw = text.encode(order, "surrogatepass")
        for cut in range(3):
            try:
                new = raw[: len(raw) - cut].decode()
            except UnicodeDecodeError:
                continue
            if _reads(new):
                return new
    return None


def _utf16(seen: Seen) -> str | None:
    text = seen.text
    if sum(map(text.count, _SWAPPED)) >= _FEWEST_MARKS:
        return _swapped(text)
    return _two_by_two(text) if len(_TWO_BY_TWO.findall(text)) >= FEWEST else None


@rule(
    "mojibake.utf16",
    "UTF-16 in the wrong order of bytes, and UTF-8 taken for UTF-16, are read again.",
    trigger=_SWAPPED + PRIVATE_USE,
    when=_utf16,
)
def utf16(text: str, seen: Seen) -> Iterator[Edit]:
    """A file whose bytes were taken two by two, in the wrong order or where they are no pairs, becomes Chinese again.

    The whole text must read as Chinese then, and not before; a character that was lost is filled where one is far
    ahead, and else stands as 〓.

    >>> clean("\\uca4e\\u2959\\u2566\\u2959\\u6567\\u864e\\u0cff\\ub36c\\u346c\\ua86d\\u864e\\u0230")
    '今天春天来了，河水涨了。'
    >>> clean("İstanbul’da Ȱ harfi yoktur.")
    'İstanbul’da Ȱ harfi yoktur.'
    """
    new = seen.share(_utf16)
    if new is not None:
        yield Edit(0, len(text), new, "mojibake.utf16")
