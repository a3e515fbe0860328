"""Readings of mirrors that stand without brackets, or with one of them, behind their characters.

Whether they are a mirror's is decided in `mirrored.py`; the rules are in `glosses.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from parkclean.han import readings, spelling
from parkclean.stages.mirrored import Gloss, mirrored, of_char, of_word
from parkclean.tables import GLOSS_SIGNS, HAN, PINYIN_CAPITALS, PINYIN_LETTERS, TONED, ZHUYIN, ZHUYIN_LETTERS

SPELLING = f"{PINYIN_LETTERS}{PINYIN_CAPITALS}ａ-ｚ{ZHUYIN_LETTERS}"
"""Inside a character class: the letters of readings."""
_SYLLABLE = f"([{PINYIN_LETTERS}]{{0,5}}[{TONED}][{PINYIN_LETTERS}]{{0,4}})"
_OPEN = f"[(（{re.escape(GLOSS_SIGNS)}]?"
_CLOSE = f"[)）{re.escape(GLOSS_SIGNS)}]?"
_TONED = rf"{_OPEN}{_SYLLABLE}(?![{PINYIN_LETTERS}]){_CLOSE}"
_BARE = re.compile(f" {_TONED} ?|{_TONED}")
_HALF = re.compile(rf"[(（]([{SPELLING}]{{1,8}})(?![{SPELLING}'·)）-]| ?[)）])")
_READING = f"[{PINYIN_LETTERS}]{{1,6}}(?:[1-5](?:ng?|[iour])?)?(?![{PINYIN_LETTERS}])"
_LETTERS = re.compile(rf"(?<=[{HAN}]){_OPEN}({_READING}){_CLOSE}")
_SPACED = re.compile(rf"(?<=[{HAN}]) ({_READING}) ?")
_ATONAL = re.compile(rf"(?<=[{HAN}])(?: |{_OPEN})([a-z]{{1,4}})(?![{PINYIN_LETTERS}])(?: |{_CLOSE})")
_WORDS = re.compile(rf"(?<=[{HAN}])( ?)([{PINYIN_LETTERS}][{PINYIN_LETTERS}1-5 '·-]{{0,50}})")
_DIGIT = re.compile("[1-5]")
_TONE = re.compile(f"[{TONED}]")
_AHEAD = re.compile(rf"(?<![{PINYIN_LETTERS}A-Z]){_OPEN}({_READING}){_CLOSE}(?=[{HAN}])")
_SPACED_AHEAD = re.compile(rf"(?<![{PINYIN_LETTERS}A-Z]) ({_READING}) ?(?=[{HAN}])")
_BEHIND = re.compile(f"(?<=[{HAN}]){_OPEN}[a-z]+")
_BEHIND_BLANK = re.compile(f"(?<=[{HAN}]) ?[a-z]+")
_SIGNS = f"(（)）{GLOSS_SIGNS}"
_ZHUYIN_LETTER = "".join(ZHUYIN)
_ZHUYIN_READING = f"(?: |{_OPEN})(˙?[{_ZHUYIN_LETTER}]{{1,3}}[ˊˇˋ˙]?)(?: |{_CLOSE})"
_ZHUYIN = re.compile(f"(?<=[{HAN}]){_ZHUYIN_READING}")
_ZHUYIN_AHEAD = re.compile(f"{_ZHUYIN_READING}(?=[{HAN}])")
FEWEST = 20
"""So many readings without tones show a mirror that puts nothing around them."""


def toned(text: str) -> tuple[Gloss, ...]:
    """The readings of a mirror that uses no brackets, or half of them; those that have no tone, such as de, with it."""
    ways = [
        [gloss for gloss in _unpaired(text, _BARE) if gloss.toned],
        _most_are_words(gloss for gloss in _of_words(text) if gloss.toned),
        [gloss for gloss in _unpaired(text, _AHEAD, ahead=True) if gloss.toned],
    ]
    most: list[Gloss] = max(ways, key=_weight)
    found = _decided(text, most)
    if len(found) < FEWEST:
        return found
    return (*found, *(gloss for gloss in _unpaired(text, _ATONAL) if readings(gloss.char)[0] == gloss.reading))


def half(text: str) -> tuple[Gloss, ...]:
    """The readings of a mirror that lost its closing brackets."""
    if text.count("(") + text.count("（") <= text.count(")") + text.count("）"):
        return ()
    return _decided(text, _unpaired(text, _HALF))


def plain(text: str) -> tuple[Gloss, ...]:
    """The readings of a mirror that uses neither tones nor brackets: most letters behind characters are readings."""
    ways = _unpaired(text, _LETTERS), _unpaired(text, _AHEAD, ahead=True), _most_are_words(_of_words(text))
    return _most(text, _BEHIND, ways)


def spaced(text: str) -> tuple[Gloss, ...]:
    """The same, with a blank on both sides of each reading."""
    ways = _unpaired(text, _SPACED), _unpaired(text, _SPACED_AHEAD, ahead=True), _most_are_words(_of_words(text))
    return _most(text, _BEHIND_BLANK, ways)


def zhuyin(text: str) -> tuple[Gloss, ...]:
    """The readings in zhuyin of a mirror that puts nothing around them."""
    ways = list(_unpaired(text, _ZHUYIN)), list(_unpaired(text, _ZHUYIN_AHEAD, ahead=True))
    return _decided(text, (gloss._replace(toned=True) for gloss in max(ways, key=_weight)))


def _most(text: str, behind: re.Pattern[str], ways: Iterable[Iterable[Gloss]]) -> tuple[Gloss, ...]:
    shown = len(behind.findall(text))
    if shown < FEWEST:
        return ()
    found = max(map(list, ways), key=_weight)
    return _decided(text, found) if len(found) * 5 >= shown * 4 and len(found) >= FEWEST else ()


def _most_are_words(found: Iterable[Gloss]) -> list[Gloss]:
    """The readings, if a third of them are those of words; readings of characters are found better elsewhere."""
    glosses = list(found)
    return glosses if sum(len(gloss.char) > 1 for gloss in glosses) * 3 >= len(glosses) else []


def _of_words(text: str) -> Iterator[Gloss]:
    """Readings behind the words or characters that they spell, and a blank on both sides."""
    for m in _WORDS.finditer(text):
        said = (_DIGIT.split(m[2])[0] if _TONE.search(m[2]) else m[2]).rstrip(" '·-")
        end = m.start(2) + len(said)
        end += bool(m[1]) and text.startswith(" ", end)
        if one := of_char(text[m.start() - 1], [spelling(said)]):
            yield Gloss(m.start(), end, text[m.start() - 1], *one)
        elif known := of_word(text, m.start(), spelling(said)):
            yield Gloss(m.start(), end, known[0], spelling(said), known[1])


def _unpaired(text: str, pattern: re.Pattern[str], *, ahead: bool = False) -> Iterator[Gloss]:
    """Readings behind their characters, or ahead of them.

    A bracket, a sign or a digit at an end is theirs if most of them have one.
    Those with both brackets are looked at with all others of their kind (`glosses.page`).
    """
    shown = [
        m
        for m in pattern.finditer(text)
        if (ahead or text[m.start() - 1 : m.start()] >= "\u3400") and not (m[0][0] in "(（" and m[0][-1] in ")）")
    ]
    heads, tails = (Counter(m[0][at] for m in shown) for at in (0, -1))
    numbered = 2 * sum(_DIGIT.search(m[0]) is not None for m in shown) > len(shown)
    for m in shown:
        start, end = m.span()
        char = text[end if ahead else start - 1]
        start += text[start] in _SIGNS and 2 * heads[text[start]] <= len(shown)
        end -= text[end - 1] in _SIGNS and 2 * tails[text[end - 1]] <= len(shown)
        reading = next(filter(None, m.groups()))
        if reading[-1].isdigit() and not numbered:
            end, reading = m.end(m.lastindex or 0) - 1, reading[:-1]
        if found := of_char(char, [spelling(reading)]):
            yield Gloss(start, end, char, *found)


def _weight(glosses: list[Gloss]) -> int:
    """How much of a text some readings explain."""
    return sum(len(gloss.char) for gloss in glosses)


def _decided(text: str, found: Iterable[Gloss]) -> tuple[Gloss, ...]:
    glosses = list(found)
    return mirrored(text, glosses, False) if glosses else ()
