"""What other people's dictionaries know about Chinese characters: their readings, and their form in the other script.

pypinyin and OpenCC are loaded on first use only; neither object is ever kept where it would have to be pickled.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from parkclean.tables import HAN, SAID, SIMPLIFIED_ONLY, TRADITIONAL_ONLY, ZHUYIN, ZHUYIN_LETTERS

Direction = Literal["t2s", "s2t"]

TRADITIONAL, SIMPLIFIED = frozenset(TRADITIONAL_ONLY), frozenset(SIMPLIFIED_ONLY)
"""The characters that only one script has."""

_UNSAFE = re.compile("[\0\ud800-\udfff]")
"""What OpenCC cannot take: NUL ends a C string, a lone surrogate is no UTF-8."""
_RUN = re.compile(f"[{HAN}\u2e80-\u2fd5\uf900-\ufaff]{{30,}}")
_ZHUYIN = re.compile(f"[{ZHUYIN_LETTERS}]+")
_FINALS = (
    ("üeng", "iong"),
    ("ien", "in"),
    ("ieng", "ing"),
    ("ueng", "ong"),
    ("uen", "un"),
    ("üen", "ün"),
    ("iou", "iu"),
    ("uei", "ui"),
    ("iê", "ie"),
    ("üê", "üe"),
)
"""What finals written letter by letter are in pinyin."""
_INITIAL = {"i": "y", "u": "w", "ü": "yu"}
_ALONE = {
    "i": "yi",
    "in": "yin",
    "ing": "ying",
    "iu": "you",
    "iong": "yong",
    "u": "wu",
    "ui": "wei",
    "un": "wen",
    "ong": "weng",
    "ü": "yu",
    "üe": "yue",
    "üan": "yuan",
    "ün": "yun",
}
"""Syllables without an initial that are spelt in their own way."""
_USUAL = str.maketrans("ɡɑăĕĭŏŭ", "gaǎěǐǒǔ")
"""Letters of pinyin as pages write them: the script forms, and the breve for the caron of the third tone."""
_MARKS_OFF = str.maketrans(dict.fromkeys("̀́̄̌"))


@lru_cache(None)
def _readings() -> dict[str, str]:
    """pypinyin's table of readings, read from its data file: importing the package takes 700 ms."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("parkclean needs pypinyin for its table of readings: pip install pypinyin")
    raw: dict[str, str] = json.loads((Path(spec.origin).parent / "pinyin_dict.json").read_bytes())
    return {chr(int(code)): readings for code, readings in raw.items()}


@lru_cache(16384)
def readings(char: str) -> tuple[str, ...]:
    """The readings of a character with tone marks, the usual one first; empty if it has none.

    >>> readings("長")
    ('zhǎng', 'cháng', 'zhàng')
    """
    known = _readings().get(char)
    return tuple(known.split(",")) if known else ()


@lru_cache(16384)
def bare_readings(char: str) -> frozenset[str]:
    """The readings of a character without their tones."""
    return frozenset(map(toneless, readings(char)))


@lru_cache(4096)
def spelled(reading: str) -> str:
    """A reading in the letters pypinyin uses: composed, with a plain g, and a caron for a breve."""
    return unicodedata.normalize("NFC", reading).translate(_USUAL)


@lru_cache(4096)
def spelling(written: str) -> str:
    """Readings in small letters of pinyin, however they are written: in capitals, full-width letters or zhuyin.

    >>> spelling("ＺＨＡＮＧ"), spelling("ㄓㄤˇ"), spelling("ㄌㄩˋ"), spelling("ㄩㄥˇ")
    ('zhang', 'zhang', 'lü', 'yong')
    """
    if written.isascii():
        return spelled(written.lower())
    if _ZHUYIN.search(written):
        return _ZHUYIN.sub(lambda m: _from_zhuyin(m[0]), written)
    return spelled(unicodedata.normalize("NFKC", written).lower())


def _from_zhuyin(syllable: str) -> str:
    """A syllable of zhuyin in pinyin without its tone."""
    letters = "".join(ZHUYIN.get(letter, "") for letter in syllable)
    for written, usual in _FINALS:
        letters = letters.replace(written, usual)
    if letters[:1] in _INITIAL:
        letters = _ALONE.get(letters) or _INITIAL[letters[0]] + letters[1:]
    elif letters in ("zh", "ch", "sh", "r", "z", "c", "s"):
        letters += "i"
    return re.sub("(?<=[jqxy])ü", "u", letters)


@lru_cache(4096)
def toneless(reading: str) -> str:
    """A reading without its tone: `zhǎng` and `zhang3` give `zhang`, `lǜ` and `lv` give `lü`."""
    letters = unicodedata.normalize("NFD", spelled(reading)).translate(_MARKS_OFF).rstrip("12345")
    return unicodedata.normalize("NFC", letters).replace("v", "ü")


@lru_cache(None)
def _converter(direction: Direction) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(direction).convert
    return convert


def convert(text: str, direction: Direction) -> str:
    """OpenCC's conversion; what it cannot take (NUL, lone surrogates) stays as it is."""
    run = _converter(direction)
    if not _UNSAFE.search(text):
        return run(text)
    return "".join(part if _UNSAFE.match(part) else run(part) for part in re.split("([\0\ud800-\udfff])", text))


@lru_cache(16384)
def simplified(char: str) -> str:
    """The simplified form of a single character."""
    return convert(char, "t2s")


def reads(char: str, reading: str) -> bool:
    """Whether a reading, with or without its tone, is one of the character's."""
    known = readings(char)
    wanted = spelled(reading)
    if wanted in known:
        return True
    bare = toneless(wanted)
    return bare == wanted.replace("v", "ü") and bare in bare_readings(char)


def lists_characters(line: str) -> bool:
    """Whether thirty characters stand in a row in which nobody says anything, as in the lists of a font.

    >>> lists_characters("樹" * 40), lists_characters("山上的花都开了" * 6)
    (True, False)
    """
    return any(SAID.isdisjoint(m[0]) for m in _RUN.finditer(line))
