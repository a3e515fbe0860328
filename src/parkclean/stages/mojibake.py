"""Stage `mojibake`: text that was read in the wrong charset is read again in the right one.

How it is done lives in `parkclean.mojibake`; residue that nothing can be read from is `mojibake_residue`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parkclean.edits import Edit
from parkclean.mojibake.judge import repairs
from parkclean.mojibake.recode import BIG5_AS_GBK, GBK_AS_BIG5, GBK_AS_LATIN1, UTF8_AS_GBK, UTF8_AS_LATIN1
from parkclean.rules import RuleStage, Seen, rule
from parkclean.tables import LATIN_LEADS, UTF8_LEADS_AS_GBK, UTF8_MIDS_AS_GBK

_LATIN = "\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_ALL = (UTF8_AS_GBK, UTF8_AS_LATIN1, GBK_AS_LATIN1, GBK_AS_BIG5, BIG5_AS_GBK)


@lru_cache(1)
def _utf8_as_gbk_seed() -> re.Pattern[str]:
    return re.compile(f"[{UTF8_LEADS_AS_GBK}][{UTF8_MIDS_AS_GBK}\ue000-\uf8ff\ufffd?€]")


def _utf8_as_gbk(text: str) -> list[Edit]:
    return repairs(text, UTF8_AS_GBK, _ALL, _utf8_as_gbk_seed(), "mojibake.utf8_as_gbk")


@rule("mojibake.utf8_as_gbk", "UTF-8 that was read as GBK is read again.", trigger=UTF8_LEADS_AS_GBK)
def utf8_as_gbk(text: str, seen: Seen) -> Iterator[Edit]:
    """UTF-8 read as GBK or GB18030 becomes Chinese again; lost bytes are filled where one character is far ahead.

    >>> clean("绗簩澶╂棭涓婏紝闆ㄥ仠浜嗭紝灞变笂鐨勯浘涔熸暎浜嗐��")
    '第二天早上，雨停了，山上的雾也散了。'
    >>> clean("用错了编码，“你好”就成了“浣犲ソ”。")
    '用错了编码，“你好”就成了“浣犲ソ”。'
    """
    yield from seen.once(_utf8_as_gbk)


_LATIN_SEED = re.compile(f"[À-ÿ][{_LATIN}][{_LATIN}\ufffd]")


def _utf8_as_latin1(text: str) -> list[Edit]:
    return repairs(text, UTF8_AS_LATIN1, _ALL, _LATIN_SEED, "mojibake.utf8_as_latin1")


def _gbk_as_latin1(text: str) -> list[Edit]:
    return repairs(text, GBK_AS_LATIN1, _ALL, _LATIN_SEED, "mojibake.gbk_as_latin1")


@rule("mojibake.utf8_as_latin1", "UTF-8 that was read as Latin-1 is read again.", trigger=LATIN_LEADS)
def utf8_as_latin1(text: str, seen: Seen) -> Iterator[Edit]:
    yield from seen.once(_utf8_as_latin1)


@rule("mojibake.gbk_as_latin1", "GBK that was read as Latin-1 is read again.", trigger=LATIN_LEADS)
def gbk_as_latin1(text: str, seen: Seen) -> Iterator[Edit]:
    yield from seen.once(_gbk_as_latin1)


STAGE = RuleStage("mojibake", (utf8_as_gbk, utf8_as_latin1, gbk_as_latin1))
