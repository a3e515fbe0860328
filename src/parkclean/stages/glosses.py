"""Stage `glosses`: pages of mirrors that put `(pinyin)` behind characters, and what that did to their bytes.

How a mirror damages bytes, the proof and the way back are in `parkclean.straddle`; readings are in `parkclean.han`.
Glosses that people write, for a rare character or in a dictionary, are text and stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from parkclean.edits import Edit, apply
from parkclean.han import readings, reads, simplified, spelling, toneless
from parkclean.kinds import BEYOND, kind, neighbour
from parkclean.kinds import HAN as HAN_KIND
from parkclean.questions import Beside
from parkclean.rules import RuleStage, Seen, rule, split_lines
from parkclean.straddle.damage import STARTS, TORN_LETTERS, prove, starts
from parkclean.straddle.model import Model
from parkclean.straddle.search import repairs
from parkclean.tables import (
    CUT_MARKS,
    FREQUENT,
    GLOSS_BRACKETS,
    HAN,
    PINYIN_CAPITALS,
    PINYIN_LETTERS,
    TONED,
    TRADITIONAL_ONLY,
    TRANSLITERATION,
    ZHUYIN_LETTERS,
)

__all__ = ["STAGE", "prove", "table"]

_SPELLING = f"{PINYIN_LETTERS}{PINYIN_CAPITALS}ａ-ｚ{ZHUYIN_LETTERS}"
_READING = f"[{_SPELLING}]{{1,8}}[1-5]?"
_ROUND = rf"[ \u3000\u00a0]?({_READING})[ \u3000\u00a0]?[)）]"
_LABEL = "(?:[拼注]?音|[读讀]音?|拼音)?[:：]?"
_GLOSSES = {
    opening: re.compile(
        rf"{re.escape(opening)}{_LABEL}[ \u3000\u00a0]?([{_SPELLING}][{_SPELLING}1-5 '·/,，、;；|-]{{0,33}})"
        rf"[ \u3000\u00a0]?[{re.escape(closing)}]"
    )
    for opening, closing in GLOSS_BRACKETS.items()
}
"""One for each bracket: a pattern that starts with a fixed character is ten times as fast as one with a class."""
FAMILIAR = 12.5
"""Bits that a character costs alone; 1,300 cost less."""
_OR = re.compile("[/,，、;；|] ?")
_BETWEEN = re.compile("[ '·-]")
_HAN = re.compile(f"[{HAN}]")
_FREQUENT = frozenset(FREQUENT)
_TRADITIONAL = frozenset(TRADITIONAL_ONLY)
_BEFORE_TERM = frozenset("“‘「『《〈【\"'、，,；;：:。（([")
_AFTER_TERM = frozenset("”’」』》〉】\"'、，,；;：:。）)]指是读讀音")


class Gloss(NamedTuple):
    """`(reading)` at `start:end`, behind `char` or in front of it; `toned` if the reading has its tone.

    `char` may be a word of two to four characters.
    """

    start: int
    end: int
    char: str
    reading: str
    toned: bool


class Page(NamedTuple):
    """What a text shows of a mirror: its list of characters with their readings, the glosses that go, and repairs."""

    table: Mapping[str, str]
    glosses: tuple[Gloss, ...]
    proved: tuple[Edit, ...]
    likely: tuple[Edit, ...]


_NOTHING = Page({}, (), (), ())


def table(text: str) -> Mapping[str, str]:
    """The list of a mirror's page: reading by character; empty if the page is not a mirror's.

    Characters that were seen only in straddled places are in it too.
    """
    return page(text).table


def page(text: str) -> Page:
    """What a text shows of a mirror."""
    glosses = _glosses(text)
    straddled = bool(starts(text))
    mine = _mirrored(text, glosses, straddled) if glosses else ()
    if not mine and not straddled:
        return _NOTHING
    return _Reading(text, mine).page()


def _glosses(text: str) -> list[Gloss]:
    """Every bracket that holds a reading of the character or the word before it, or else of the one behind it."""
    shown = [m for opening, pattern in _GLOSSES.items() if opening in text for m in pattern.finditer(text)]
    found = sorted(filter(None, (_gloss(text, m) for m in shown)))
    if len(found) * 2 < len(shown):
        ahead = sorted(filter(None, (_gloss_ahead(text, m) for m in shown)))
        return max(found, ahead, key=len)
    return found


def _gloss(text: str, m: re.Match[str]) -> Gloss | None:
    start, end = m.span()
    if start and text[start - 1] == " ":
        start -= 1
        end += text.startswith(" ", end)
    if not start or text[start - 1] < "\u3400":
        return None
    said = spelling(m[1].strip())
    ways = _OR.split(said)
    if found := _of_char(text[start - 1], ways):
        return Gloss(start, end, text[start - 1], found[0], found[1] or m[1] >= "ㄅ")
    if len(ways) == 1 and (word := _of_word(text, start, said)):
        return Gloss(start, end, word, said, True)
    return None


def _gloss_ahead(text: str, m: re.Match[str]) -> Gloss | None:
    """A reading in front of its character."""
    char = text[m.end() : m.end() + 1]
    found = _of_char(char, _OR.split(spelling(m[1].strip())))
    return Gloss(*m.span(), char, *found) if found else None


def _of_char(char: str, ways: list[str]) -> tuple[str, bool] | None:
    """The reading that a bracket gives for a character, and whether it has its tone; all that it gives must be one."""
    if char < "\u3400":
        return None
    first = ways[0]
    if all(reads(char, way) for way in ways):
        return first, toneless(first) != first or first in readings(char)
    if all(way[-1].isdigit() and reads(char, toneless(way)) for way in ways):
        return first, True
    return None


def _of_word(text: str, at: int, said: str) -> str:
    """The word of two to four characters before `at` that is read so; empty if there is none."""
    syllables = _BETWEEN.sub("", said)
    for size in (2, 3, 4):
        word = text[max(0, at - size) : at]
        if len(word) < size or word[0] < "\u3400":
            return ""
        if _spells(word, syllables):
            return word
    return ""


def _spells(word: str, syllables: str) -> bool:
    """Whether toned readings of the characters, one behind the other, give the letters."""
    if not word:
        return not syllables
    return any(
        syllables.startswith(reading) and _spells(word[1:], syllables[len(reading) :]) for reading in readings(word[0])
    )


def _mirrored(text: str, glosses: list[Gloss], straddled: bool) -> tuple[Gloss, ...]:
    """The glosses that a mirror has put there.

    A mirror gives frequent characters their usual reading, in running text, again and again.
    People gloss what is rare, or reads otherwise than usual, once; a dictionary glosses what it explains, a primer
    every character.
    """
    starts = split_lines(text).starts
    number = [bisect_right(starts, g.start) for g in glosses]
    terms = [_is_term(text, g) for g in glosses]
    primer = _primer_lines(text, starts, glosses, number)
    evidence = [
        not term and line not in primer and _needless(g) for g, term, line in zip(glosses, terms, number, strict=True)
    ]
    shown = [g for g, e in zip(glosses, evidence, strict=True) if e]
    if not _is_mirror(text, glosses, shown, straddled):
        return ()
    return tuple(_belonging(glosses, number, terms, evidence, primer))


def _is_term(text: str, gloss: Gloss) -> bool:
    """Whether the glossed character stands alone, as in a dictionary: `彧(yù):有文采`, `“翀”(chōng)`, `、区(ōu)、`.

    A word stands alone if anything but a character is beside it: `你好(nǐ hǎo)！`.
    """
    char = gloss.char
    ahead = not text.startswith(char, gloss.start - len(char))
    at = gloss.start if ahead else gloss.start - len(char)
    end = gloss.end + len(char) if ahead else gloss.end
    before, after = text[at - 1 : at] or "\n", text[end : end + 1] or "\n"
    if len(char) > 1:
        return not (_HAN.match(before) and _HAN.match(after))
    alone = before in _BEFORE_TERM or before.isspace()
    return alone and (after in _AFTER_TERM or after.isspace())


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


def _is_mirror(text: str, glosses: list[Gloss], shown: list[Gloss], straddled: bool) -> bool:
    """Whether needless glosses are common enough, and not at the first mention of their character alone."""
    times = Counter(g.char for g in shown)
    if len(times) < 2:
        return False
    if sum(len(g.char) > 1 for g in shown) * 2 > len(shown):
        return _annotates_words(text, times)
    if _contradictions(glosses) * 5 > len({g.char for g in glosses}):
        return False
    again = len(shown) - len(times)
    there = Counter(text) if len(times) > 200 else {char: text.count(char) for char in times}
    bare = sum(there[char] - n for char, n in times.items())
    early = sum(text.find(g.char) < g.start - 1 for g in {g.char: g for g in reversed(shown)}.values())
    if again < 0.15 * (again + bare) and early < 2:
        return False
    toned = sum(g.toned for g in shown) * 2 > len(shown)
    traditional = sum(not _TRADITIONAL.isdisjoint(char) for char in times)
    if not toned:
        return len(times) >= 5 and again >= 2
    if straddled or traditional >= 2:
        return len(times) >= 2 and len(shown) >= 3
    return (len(times) >= 4 and again >= 2) or (len(times) >= 7 and (again + bare == 0 or early >= 2)) or again >= 5


def _annotates_words(text: str, times: Counter[str]) -> bool:
    """A textbook gives the reading of a word once, where the word is new; a mirror wherever the word stands."""
    again = sum(n - 1 for n in times.values())
    return again >= 3 and len(times) >= 3 and again * 2 >= sum(text.count(word) - 1 for word in times)


def _contradictions(glosses: list[Gloss]) -> int:
    """Characters that are glossed in two ways: a text about readings does that, a list cannot."""
    given: dict[str, set[str]] = defaultdict(set)
    for gloss in glosses:
        given[gloss.char].add(gloss.reading)
    return sum(len(ways) > 1 for ways in given.values())


def _belonging(
    glosses: list[Gloss], number: list[int], terms: list[bool], evidence: list[bool], primer: frozenset[int]
) -> Iterator[Gloss]:
    """The glosses of the mirrored part: lines that hold evidence, what lies between them, and its list elsewhere."""
    certain = {line for line, e in zip(number, evidence, strict=True) if e}
    first, last = min(certain), max(certain)
    listed = {(g.char, g.reading) for g, line in zip(glosses, number, strict=True) if line in certain}
    traditional = sum(
        not _TRADITIONAL.isdisjoint(g.char) for g, e in zip(glosses, evidence, strict=True) if e
    ) * 2 > sum(evidence)
    strange = Counter(
        line for g, line in zip(glosses, number, strict=True) if line in primer and (g.char, g.reading) not in listed
    )
    many = Counter(number)
    primer = frozenset(line for line in primer if strange[line] * 3 > many[line])
    touched = {
        line
        for g, line, term in zip(glosses, number, terms, strict=True)
        if not term and ((g.char, g.reading) in listed or (traditional and not _TRADITIONAL.isdisjoint(g.char)))
    }
    for gloss, line, term in zip(glosses, number, terms, strict=True):
        if line in certain or (line in touched and line not in primer):
            yield gloss
        elif line in primer:
            continue
        elif first < line < last and (not term or (traditional and not _TRADITIONAL.isdisjoint(gloss.char))):
            yield gloss


class _Reading:
    """The repairs of a page, with the list that its glosses show."""

    def __init__(self, text: str, glosses: tuple[Gloss, ...]) -> None:
        self.text = text
        self.glosses = glosses
        self.traditional = False
        self.table = {g.char: g.reading for g in glosses if len(g.char) == 1}
        self.lines = split_lines(text)

    def page(self) -> Page:
        proved: list[Edit] = []
        likely: list[Edit] = []
        model = None
        for line, start in self.lines:
            if not starts(line):
                continue
            if model is None:
                model = Model(self.text)
                self.traditional = sum(c in _TRADITIONAL for c in self.text) * 20 > len(self.text)
            found = list(repairs(line, self.table, model, self.traditional))
            for before, repair, after in zip([None, *found], found, [*found[1:], None], strict=False):
                edit = Edit(start + repair.start, start + repair.end, repair.new, "")
                learned = {**self.table, **dict(repair.learned)}
                head = start + before.end if before else start
                tail = start + after.start if after else start + len(line)
                if repair.certain and prove(self._undone(head, tail, edit), self.text[head:tail], learned):
                    self.table = learned
                    proved.append(edit)
                else:
                    likely.append(edit)
        repaired = sorted([*proved, *likely])
        return Page(self.table, tuple(self._outside(repaired)), tuple(proved), tuple(likely))

    def _outside(self, repaired: list[Edit]) -> Iterator[Gloss]:
        """The glosses that no repair has taken with it."""
        for gloss in self.glosses:
            at = bisect_right(repaired, gloss.start, key=lambda e: e.start) - 1
            if at < 0 or repaired[at].end <= gloss.start:
                yield gloss

    def _undone(self, head: int, tail: int, repair: Edit) -> str:
        """The part of a line around a repair, repaired and without glosses."""
        first = bisect_right(self.glosses, head, key=lambda g: g.start)
        last = bisect_right(self.glosses, tail, key=lambda g: g.start)
        gone = [Edit(g.start - head, g.end - head, "", "") for g in self.glosses[first:last]]
        mine = Edit(repair.start - head, repair.end - head, repair.new, "")
        outside = [g for g in gone if g.end <= mine.start or g.start >= mine.end]
        return apply(self.text[head:tail], sorted([*outside, mine]))


_TORN = frozenset("?" + TORN_LETTERS)
_OPEN = kind(GLOSS_BRACKETS)
_LETTER = neighbour(
    "".join(m for m in PINYIN_LETTERS if m not in "a-z") + PINYIN_CAPITALS + " \u00a0\u3000音拼注读讀",
    ("a", "z"),
    ("A", "Z"),
    ("ａ", "ｚ"),
    ("ㄅ", "ㄩ"),
)
_CHARACTER = neighbour(" ", ("\u3400", "\uffff"))
_TORN_LETTER = kind(TORN_LETTERS)
_LOST = kind("?")
_lost_byte = Beside(_LOST, behind=neighbour(CUT_MARKS + "!") | _LETTER)
_letter_in_bracket = Beside(_OPEN, before=_CHARACTER | BEYOND, behind=_LETTER)


def _straddled(seen: Seen) -> bool:
    """Whether a straddle may begin somewhere."""
    if seen.look.present & _TORN_LETTER:
        return bool(starts(seen.text))
    return _lost_byte(seen) and STARTS.search(seen.text) is not None


def _glossed(seen: Seen) -> bool:
    """Whether a bracket with a letter in it stands behind a character that may have a reading."""
    return bool(seen.once(_glosses))


@rule(
    "glosses.straddle_proved",
    "Bytes that a mirror's list hit across two characters are put back, where playing the damage forward proves it.",
    trigger=_TORN,
    when=_straddled,
    proved=True,
)
def straddle_proved(text: str, seen: Seen) -> Iterator[Edit]:
    """A mirror that looks for 請 (D5 88) in bytes finds it inside 日報 (C8 D5 88 F3) and leaves `日?qǐng)?bào)`.

    The characters that were there are put back when every lost byte follows from the page's own list, and damaging
    the repair with that list gives the page again.

    >>> clean("據科技日?qǐng)?bào)記者說(shuō)，這(zhè)個(gè)人來(lái)過(guò)，大家都說(shuō)這(zhè)樣好。")
    '据科技日报记者说，这个人来过，大家都说这样好。'
    >>> clean("真的?!他不信。")
    '真的?!他不信。'
    """
    return iter(seen.once(page).proved)


@rule(
    "glosses.straddle_likely",
    "Bytes that were lost when text was cut at ！ or ？ without looking at character borders are filled by likelihood.",
    trigger=_TORN,
    when=_straddled,
)
def straddle_likely(text: str, seen: Seen) -> Iterator[Edit]:
    """A page cut at the bytes of ！ (A3 A1) loses a byte inside 停。(CD A3 A1 A3), and shows `?！?/p>`.

    A lost byte is filled only where one character is far ahead of the others, by what usually follows and by the
    document itself; where two are close, U+FFFD stands for it.

    >>> clean("大海很蓝，孩子们第一次看见了大?！?/p>")
    '大海很蓝，孩子们第一次看见了大海。'
    >>> clean("真的?！他不信。")
    '真的?！他不信。'
    """
    return iter(seen.once(page).likely)


_TONED = rf"[/^|~*(（]?([{PINYIN_LETTERS}]{{0,5}}[{TONED}][{PINYIN_LETTERS}]{{0,4}})(?![{PINYIN_LETTERS}])[/^|~*)）]?"
_BARE = re.compile(f" {_TONED} ?|{_TONED}")
_HALF = re.compile(rf"[(（]([{_SPELLING}]{{1,8}})(?![{_SPELLING}'·)）-]| ?[)）])")
_LETTERS = re.compile(rf"(?<=[{HAN}])[(（]?([{PINYIN_LETTERS}]{{1,6}})(?![{PINYIN_LETTERS}])[)）]?")
_NUMBERED = re.compile(rf"(?<=[{HAN}])[(（]?([{PINYIN_LETTERS}]{{1,6}}[1-5])(?![{PINYIN_LETTERS}])[)）]?")
_BEHIND = re.compile(f"(?<=[{HAN}])[a-z]+")
_PLAIN_READINGS = 20
"""So many readings without tones show a mirror that puts nothing around them."""
_bare_letters = Beside(kind("g"), behind=HAN_KIND | neighbour("12345)）"), fewest=8)
_beside_toned = Beside(kind(TONED), before=_CHARACTER | _LETTER | neighbour("/^|~"), fewest=3)


def _bare(text: str) -> tuple[Gloss, ...]:
    """The readings of a mirror that uses no brackets, or half of them."""
    return _mirrored_alone(text, (gloss for gloss in _unpaired(text, _BARE) if gloss.toned))


def _half(text: str) -> tuple[Gloss, ...]:
    """The readings of a mirror that lost its closing brackets."""
    if text.count("(") + text.count("（") <= text.count(")") + text.count("）"):
        return ()
    return _mirrored_alone(text, _unpaired(text, _HALF))


def _plain(text: str) -> tuple[Gloss, ...]:
    """The readings of a mirror that uses neither tones nor brackets: most letters behind characters are readings."""
    shown = len(_BEHIND.findall(text))
    if shown < _PLAIN_READINGS:
        return ()
    found = max((list(_unpaired(text, pattern)) for pattern in (_NUMBERED, _LETTERS)), key=len)
    return _mirrored_alone(text, iter(found)) if len(found) * 5 >= shown * 4 and len(found) >= _PLAIN_READINGS else ()


def _unpaired(text: str, pattern: re.Pattern[str]) -> Iterator[Gloss]:
    """Readings behind their characters; a bracket on one side is theirs if most of them have it.

    Those with both are looked at with all others of their kind (`_glosses`).
    """
    shown = [
        m
        for m in pattern.finditer(text)
        if m.start() and text[m.start() - 1] >= "\u3400" and not (m[0][0] in "(（" and m[0][-1] in ")）")
    ]
    opened = sum(m[0][0] in "(（" for m in shown) * 2 > len(shown)
    closed = sum(m[0][-1] in ")）" for m in shown) * 2 > len(shown)
    for m in shown:
        start, end = m.span()
        if not opened and text[start] in "(（":
            continue
        end -= not closed and text[end - 1] in ")）"
        reading = next(filter(None, m.groups()))
        if found := _of_char(text[start - 1], [spelling(reading)]):
            yield Gloss(start, end, text[start - 1], *found)


def _mirrored_alone(text: str, found: Iterator[Gloss]) -> tuple[Gloss, ...]:
    glosses = list(found)
    return _mirrored(text, glosses, False) if glosses else ()


def _annotated(seen: Seen) -> bool:
    """Whether readings stand behind characters, in brackets or bare."""
    bracket = _letter_in_bracket(seen) and (seen.share(_glossed) or seen.once(_half))
    return bool(bracket or (_beside_toned(seen) and seen.once(_bare)) or (_bare_letters(seen) and seen.once(_plain)))


@rule(
    "glosses.pinyin",
    "Readings that a mirror has put behind frequent characters go; a dictionary's and a teacher's stay.",
    trigger=[*GLOSS_BRACKETS, *TONED, "g"],
    when=_annotated,
)
def pinyin(text: str, seen: Seen) -> Iterator[Edit]:
    """A mirror disguises a copied page with `(reading)` behind each character of a list.

    The page is a mirror's when frequent characters have their usual reading behind them, in running text, again and
    again.
    Some write a word's reading, some put it in front, some leave out the brackets or one of them.
    Glosses of rare or unusual readings, of terms that are being explained, and in primers stay.

    >>> clean("长(zhǎng)治的企业说(shuō)，长(zhǎng)期合作会(huì)让大家得到好(hǎo)处，会(huì)上说(shuō)过。")
    '长治的企业说，长期合作会让大家得到好处，会上说过。'
    >>> clean("甪(lù)直是江苏的古镇。")
    '甪(lù)直是江苏的古镇。'
    """
    found = seen.once(page).glosses if _letter_in_bracket(seen) else ()
    half = seen.once(_half) if _letter_in_bracket(seen) and not found else ()
    bare = seen.once(_bare) if _beside_toned(seen) and not half else ()
    plain = seen.once(_plain) if not (found or half or bare) and _bare_letters(seen) else ()
    for gloss in sorted([*found, *half, *bare, *plain]):
        yield Edit(gloss.start, gloss.end, "", "glosses.pinyin")


_INDENT = re.compile(r"(?m)^\?{1,4}(?=[^\x00-\x7f])")
_IN_NAME = re.compile(r"(?<=[^\x00-\x7f])\?(?=[^\x00-\x7f])")


@rule(
    "glosses.lost_mark",
    "A `?` that a mirror's charset left for the dot in a foreign name, or for blanks in front of lines, is put right.",
    trigger="?",
    when=_letter_in_bracket.then(_glossed),
)
def lost_mark(text: str, seen: Seen) -> Iterator[Edit]:
    """A mirror that writes another charset loses `·` and the no-break space, and shows `?`.

    Only in the annotated part of a mirror: between characters that spell foreign names, and in front of two or more
    lines.
    A question stays a question.

    >>> clean("尤里?加(jiā)加(jiā)林說(shuō)，這(zhè)個(gè)人來(lái)過(guò)，大家都說(shuō)這(zhè)好嗎?他說(shuō)好。")
    '尤里·加加林说，这个人来过，大家都说这好吗?他说好。'
    >>> clean("你是加加林?马上就来。")
    '你是加加林?马上就来。'
    """
    glosses = seen.once(page).glosses
    if not glosses:
        return
    begin, end = text.rfind("\n", 0, glosses[0].start) + 1, glosses[-1].end
    indents = list(_INDENT.finditer(text, begin, end))
    if len(indents) > 1:
        yield from (Edit(*m.span(), "", "") for m in indents)
    for m in _IN_NAME.finditer(text, begin, end):
        if _is_name(text, m.start()):
            yield Edit(*m.span(), "·", "")


def _is_name(text: str, at: int) -> bool:
    """Whether two characters on each side spell a foreign name."""
    before = _BRACKETS.sub("", text[max(0, at - 24) : at])[-2:]
    after = _BRACKETS.sub("", text[at + 1 : at + 25])[:2]
    return len(before + after) == 4 and all(simplified(c) in TRANSLITERATION for c in before + after)


_BRACKETS = re.compile(rf"[(（]{_ROUND}")

STAGE = RuleStage("glosses", (straddle_proved, straddle_likely, pinyin, lost_mark))
