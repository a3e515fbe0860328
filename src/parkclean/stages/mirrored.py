"""Whether the readings in a text are a mirror's: put there by a program, or by somebody who had a reason.

Where they stand is found in `glosses.py` (in brackets) and `unbracketed.py`; both ask here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from parkclean.about import is_about
from parkclean.edits import Edit, apply
from parkclean.han import TRADITIONAL, bare_readings, readings, reads, simplified, toneless
from parkclean.rules import split_lines
from parkclean.tables import ABOUT_LESSONS, FREQUENT, HAN, MODERN_WORDS

FAMILIAR = 12.5
"""Bits that a character costs alone; 1,300 cost less."""
ARTICLE = 200
"""So many characters in a row with a reading each are more than a lesson of a primer."""
ARTICLE_CHARS = 90
MODERN = 0.028
"""The least share of such words as 的 and 了 in modern prose."""
PARAGRAPH = 24
"""Characters of a line that is no verse."""
LATE = 5
"""So many words that have their reading not where they stand first are no vocabulary of a lesson."""
MANY = 20
"""So many words with needless readings are no glossary: between them all go."""
STREWN = 15
"""So many familiar characters with their usual reading show a list that had each of them once."""
SPARSE = 12
"""One in so many characters of an article may have a reading there: who learns to read has more."""
AGAIN = 3
"""A character that has its reading so often, and everywhere, is not explained."""
CONTRADICTING = 5
"""One of so many characters may be glossed in two ways."""

_HAN = re.compile(f"[{HAN}]")
_FREQUENT = frozenset(FREQUENT)
_BEFORE_TERM = frozenset("“‘「『《〈【\"'、，,；;：:。（([")
_AFTER_TERM = frozenset("”’」』》〉】\"'、，,；;：:。）)]—–|指是读讀音")
_ABOUT_LESSONS = re.compile("|".join(ABOUT_LESSONS))


class Gloss(NamedTuple):
    """`(reading)` at `start:end`, behind `char` or in front of it; `toned` if the reading has its tone.

    `char` may be a word of two to four characters.
    """

    start: int
    end: int
    char: str
    reading: str
    toned: bool


_TONE_INSIDE = re.compile("([1-5])(ng?|[iour])$")
"""Some write the number of the tone behind its vowel: `zha3ng`."""


def of_char(char: str, ways: list[str]) -> tuple[str, bool] | None:
    """The reading that a bracket gives for a character, and whether it has its tone; all that it gives must be one."""
    if char < "\u3400" or not all(ways):
        return None
    ways = [_TONE_INSIDE.sub(r"\2\1", way) for way in ways]
    first = ways[0]
    if all(reads(char, way) for way in ways):
        return first, toneless(first) != first or first in readings(char)
    if all(way[-1].isdigit() and reads(char, toneless(way)) for way in ways):
        return first, True
    return None


def with_lost_letter(char: str, said: str) -> str | None:
    """The reading of a character that lost the letter with its tone: `g?ng` behind 刚."""
    way = re.compile("[^a-z]".join(map(re.escape, _LOST.split(said))))
    return next((reading for reading in readings(char) if way.fullmatch(reading)), None)


_LOST = re.compile("[?\ufffd]")
_BETWEEN = re.compile("[ '·-]")
_NUMBERED = re.compile("(?<=[a-zü])[1-5]")
LONGEST_WORD = 8


def of_word(text: str, at: int, said: str) -> tuple[str, bool] | None:
    """The word before `at` that is read so, and whether the reading has its tones."""
    syllables = _BETWEEN.sub("", said)
    numbered = _NUMBERED.search(syllables) is not None
    if numbered:
        syllables = _NUMBERED.sub("", syllables).replace("v", "ü")
    bare = toneless(syllables) == syllables
    for size in range(2, min(LONGEST_WORD, len(syllables), at) + 1):
        word = text[at - size : at]
        if word[0] < "\u3400":
            return None
        if _spells(word, syllables, bare):
            return word, numbered or not bare
    return None


def _spells(word: str, syllables: str, bare: bool) -> bool:
    """Whether readings of the characters, one behind the other, give the letters; bare: without their tones."""
    if not word:
        return not syllables
    known = bare_readings(word[0]) if bare else readings(word[0])
    return any(
        syllables.startswith(reading) and _spells(word[1:], syllables[len(reading) :], bare) for reading in known
    )


def mirrored(text: str, glosses: list[Gloss], straddled: bool) -> tuple[Gloss, ...]:
    """The glosses that a mirror has put there.

    A mirror gives frequent characters their usual reading, in running text, again and again.
    People gloss what is rare, or reads otherwise than usual, once; a dictionary glosses what it explains, a primer
    every character of a lesson, but not of an article.
    """
    starts = split_lines(text).starts
    number = [bisect_right(starts, g.start) for g in glosses]
    terms = [_is_term(text, g) for g in glosses]
    again = _again(text, glosses, terms)
    primer = _primer_lines(text, starts, glosses, number)
    if primer and _is_article(text, glosses):
        primer = frozenset()
    evidence = [
        not term and line not in primer and (g.char in again or _needless(g))
        for g, term, line in zip(glosses, terms, number, strict=True)
    ]
    shown = [g for g, e in zip(glosses, evidence, strict=True) if e]
    if not _is_mirror(text, glosses, shown, straddled):
        return ()
    return tuple(_belonging(glosses, number, terms, evidence, primer))


def _again(text: str, glosses: list[Gloss], terms: list[bool]) -> frozenset[str]:
    """Characters of every school book that have the same toned reading wherever they stand, three times or more.

    Whoever helps a reader with a character does so once.
    """
    times = Counter((g.char, g.reading) for g, term in zip(glosses, terms, strict=True) if g.toned and not term)
    return frozenset(
        char
        for (char, _), count in times.items()
        if count >= AGAIN and len(char) == 1 and text.count(char) == count and _is_taught(char)
    )


def _is_taught(char: str) -> bool:
    """Whether a character is one of the 3,755 that GB 2312 orders by their readings, all others by their radicals."""
    try:
        return b"\xb0" <= simplified(char).encode("gb2312")[:1] < b"\xd8"
    except UnicodeEncodeError:
        return False


def _is_term(text: str, gloss: Gloss) -> bool:
    """Whether the glossed character stands alone: `彧(yù):有文采`, `“翀”(chōng)`, `、区(ōu)、`, `|好|hǎo|good|`.

    A word stands alone if anything but a character is beside it: `你好(nǐ hǎo)！`.
    """
    char = gloss.char
    ahead = not text.startswith(char, gloss.start - len(char))
    at = gloss.start if ahead else gloss.start - len(char)
    end = gloss.end + len(char) if ahead else gloss.end
    before, after = text[at - 1 : at] or "\n", text[end : end + 1] or "\n"
    if len(char) > 1:
        return not (_HAN.match(before) and _HAN.match(after))
    alone = before.isascii() or before in _BEFORE_TERM or before.isspace()
    return alone and (after.isascii() or after in _AFTER_TERM or after.isspace())


def _needless(gloss: Gloss) -> bool:
    """Whether no reader needs the gloss: a frequent character in its usual reading."""
    if not all(map(_familiar, gloss.char)):
        return False
    if len(gloss.char) > 1:
        return True
    usual = readings(gloss.char)[0]
    said = gloss.reading if gloss.toned and not gloss.reading[-1].isdigit() else toneless(gloss.reading)
    return said in (usual, toneless(usual))


def _familiar(char: str) -> bool:
    """Whether every reader knows the character: one of the most frequent 1,300."""
    from parkclean.mojibake.model import single

    return simplified(char) in _FREQUENT or single(char) < FAMILIAR


def _primer_lines(text: str, starts: list[int], glosses: list[Gloss], number: list[int]) -> frozenset[int]:
    """Lines in which nearly every character is glossed."""
    by_line: dict[int, list[Gloss]] = defaultdict(list)
    for gloss, line in zip(glosses, number, strict=True):
        by_line[line].append(gloss)
    primer = []
    for line, mine in by_line.items():
        if len(mine) < 4:
            continue
        end = starts[line] - 1 if line < len(starts) else len(text)
        han = len(_HAN.findall(text, starts[line - 1], end))
        if len(mine) > 0.85 * han:
            primer.append(line)
    return frozenset(primer)


def _is_article(text: str, glosses: list[Gloss]) -> bool:
    """Whether a text in which every character is glossed is modern prose, longer than the lessons of a primer.

    Verse, scripture and old books are annotated for their readers, and so is what speaks of lessons.
    """
    chars = {g.char for g in glosses}
    if len(glosses) < ARTICLE or len(chars) < ARTICLE_CHARS or _contradictions(glosses) * CONTRADICTING > len(chars):
        return False
    first, last = glosses[0].start, glosses[-1].end
    plain = text[:first] + apply(text[first:last], [Edit(g.start - first, g.end - first, "", "") for g in glosses])
    if sum(map(plain.count, MODERN_WORDS)) < MODERN * len(_HAN.findall(plain)):
        return False
    prose = sum(len(line) for line in plain.split("\n") if len(line) >= PARAGRAPH)
    return prose * 2 >= len(plain) and not is_about(_ABOUT_LESSONS, plain)


def _is_mirror(text: str, glosses: list[Gloss], shown: list[Gloss], straddled: bool) -> bool:
    """Whether needless glosses are common enough, and not at the first mention of their character alone."""
    times = Counter(g.char for g in shown)
    if len(times) < 2:
        return False
    if sum(len(g.char) > 1 for g in shown) * 2 > len(shown):
        return _annotates_words(text, glosses, shown)
    again = len(shown) - len(times)
    if _is_about_readings(glosses, again):
        return False
    if _are_strewn(text, glosses, shown, len(times)):
        return True
    there = Counter(text) if len(times) > 200 else {char: text.count(char) for char in times}
    bare = sum(there[char] - n for char, n in times.items())
    early = sum(text.find(g.char) < g.start - 1 for g in {g.char: g for g in reversed(shown)}.values())
    if again < 0.15 * (again + bare) and (early < 2 or is_about(_ABOUT_LESSONS, text)):
        return False
    toned = sum(g.toned for g in shown) * 2 > len(shown)
    traditional = sum(not TRADITIONAL.isdisjoint(char) for char in times)
    if not toned:
        return len(times) >= 5 and (again >= 2 or early >= LATE)
    if straddled or traditional >= 2:
        return len(times) >= 2 and len(shown) >= 3
    if bare == 0 and (again >= 3 or (again and len(times) >= 5)):
        return True
    return (len(times) >= 4 and again >= 2) or (len(times) >= 7 and (again + bare == 0 or early >= 2)) or again >= 5


def _are_strewn(text: str, glosses: list[Gloss], shown: list[Gloss], chars: int) -> bool:
    """Whether an article has the reading of many a character that every reader knows, be it once, and hardly another.

    Whoever writes for those who learn to read says so, or has shorter texts.
    """
    if chars < STREWN or not all(g.toned for g in shown) or len(shown) * 3 < len(glosses) * 2:
        return False
    han = len(_HAN.findall(text))
    return han >= 2 * ARTICLE and han > len(glosses) * SPARSE and not is_about(_ABOUT_LESSONS, text)


def _annotates_words(text: str, glosses: list[Gloss], shown: list[Gloss]) -> bool:
    """A textbook gives the reading of a word once, where the word is new; a mirror wherever the word stands.

    One that leaves out some places gives many a word its reading where it stands for the second time.
    """
    words = {g.char: g for g in reversed(shown)}
    there = {word: text.count(word) for word in words}
    again = sum(g.char in words for g in glosses) - len(words)
    late = sum(text.find(word) < g.start - len(word) for word, g in words.items())
    often = sum(n > 1 for n in there.values())
    if sum(g.toned for g in shown) * 2 <= len(shown) and (len(words) < LATE or again + late < LATE + 2):
        return False
    if again >= 3 and len(words) >= 3 and again * 2 >= sum(there.values()) - len(there):
        return True
    return late >= LATE and late * 5 >= often * 2


def _is_about_readings(glosses: list[Gloss], again: int) -> bool:
    """Whether characters are glossed in two ways more often than a program does that looks up words.

    A program gives most of them the one that is usual, again and again.
    """
    if _contradictions(glosses) * CONTRADICTING <= len({g.char for g in glosses}):
        return False
    rare = sum(ways.total() - max(ways.values()) for ways in _given(glosses).values())
    return again < MANY or rare * CONTRADICTING > len(glosses)


def _contradictions(glosses: list[Gloss]) -> int:
    """Characters that are glossed in two ways: a text about readings does that, a list cannot."""
    return sum(len(ways) > 1 for ways in _given(glosses).values())


def _given(glosses: list[Gloss]) -> dict[str, Counter[str]]:
    """How often each character is glossed in each way."""
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for gloss in glosses:
        given[gloss.char][gloss.reading] += 1
    return given


def _belonging(
    glosses: list[Gloss], number: list[int], terms: list[bool], evidence: list[bool], primer: frozenset[int]
) -> Iterator[Gloss]:
    """The glosses of the mirrored part: lines that hold evidence, what lies between them, and its list elsewhere."""
    certain = {line for line, e in zip(number, evidence, strict=True) if e}
    first, last = min(certain), max(certain)
    listed = {(g.char, g.reading) for g, line in zip(glosses, number, strict=True) if line in certain}
    traditional = sum(
        not TRADITIONAL.isdisjoint(g.char) for g, e in zip(glosses, evidence, strict=True) if e
    ) * 2 > sum(evidence)
    strange = Counter(
        line for g, line in zip(glosses, number, strict=True) if line in primer and (g.char, g.reading) not in listed
    )
    many = Counter(number)
    primer = frozenset(line for line in primer if strange[line] * 3 > many[line])
    touched = {
        line
        for g, line, term in zip(glosses, number, terms, strict=True)
        if not term and ((g.char, g.reading) in listed or (traditional and not TRADITIONAL.isdisjoint(g.char)))
    }
    words = sum(len(g.char) > 1 for g in glosses) * 2 > len(glosses) and sum(evidence) >= MANY
    for gloss, line, term in zip(glosses, number, terms, strict=True):
        if line in certain or (words and first < line < last) or (line in touched and line not in primer):
            yield gloss
        elif line in primer:
            continue
        elif first < line < last and (not term or (traditional and not TRADITIONAL.isdisjoint(gloss.char))):
            yield gloss
