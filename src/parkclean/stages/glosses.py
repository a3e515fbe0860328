"""Stage `glosses`: pages of mirrors that put `(pinyin)` behind characters, and what that did to their bytes.

How a mirror damages bytes, the proof and the way back are in `parkclean.straddle`; readings are in `parkclean.han`.
Glosses that people write, for a rare character or in a dictionary, are text and stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from parkclean.edits import Edit, apply
from parkclean.han import TRADITIONAL, simplified, spelling
from parkclean.kinds import BEYOND, kind, neighbour
from parkclean.kinds import HAN as HAN_KIND
from parkclean.questions import Beside
from parkclean.rules import RuleStage, Seen, rule, split_lines
from parkclean.sources import is_source
from parkclean.stages import unbracketed
from parkclean.stages.mirrored import Gloss, mirrored, of_char, of_word, with_lost_letter
from parkclean.straddle.damage import STARTS, TORN_LETTERS, prove, starts
from parkclean.straddle.model import Model
from parkclean.straddle.search import repairs
from parkclean.tables import (
    ANY_CUT_MARK,
    GLOSS_BRACKETS,
    GLOSS_SIGNS,
    PINYIN_CAPITALS,
    PINYIN_LETTERS,
    TONED,
    TRANSLITERATION,
    ZHUYIN,
)

__all__ = ["STAGE", "prove", "table"]

_SPELLING = unbracketed.SPELLING
_READING = f"[{_SPELLING}]{{1,8}}[1-5]?"
_ROUND = rf"[ \u3000\u00a0]?({_READING})[ \u3000\u00a0]?[)）]"
_LABEL = "(?:[拼注]?音|[读讀]音?|拼音)?[:：]?"
_GLOSSES = {
    opening: re.compile(
        rf"{re.escape(opening)}{_LABEL}[ \u3000\u00a0\n]?([{_SPELLING}][{_SPELLING}1-5 '·/,，、;；|\n-]{{0,33}})"
        rf"[ \u3000\u00a0\n]?[{re.escape(closing)}]"
    )
    for opening, closing in GLOSS_BRACKETS.items()
}
"""One for each bracket: a pattern that starts with a fixed character is ten times as fast as one with a class."""
_WITHOUT_TONE = re.compile(r"[(（\[]([a-zü]{0,4}[?\ufffd][a-z]{0,3})[)）\]]")
WRAPPED = 12
"""A reading may begin the next line, or go on there, where so many characters were wrapped."""
_OR = re.compile("[/,，、;；|] ?")


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
    mine = mirrored(text, glosses, straddled) if glosses else ()
    if not mine and not straddled:
        return _NOTHING
    return _Reading(text, mine).page()


def _glosses(text: str) -> list[Gloss]:
    """Every bracket that holds a reading of the character or the word before it, or else of the one behind it."""
    shown = [m for opening, pattern in _GLOSSES.items() if opening in text for m in pattern.finditer(text)]
    found = sorted([*filter(None, (_gloss(text, m) for m in shown)), *_without_tone(text)])
    if len(found) * 2 < len(shown):
        ahead = sorted(filter(None, (_gloss_ahead(text, m) for m in shown)))
        return max(found, ahead, key=len)
    return found


def _without_tone(text: str) -> Iterator[Gloss]:
    """Readings whose letter with the tone a charset did not have: `刚(g?ng)`."""
    if "?" not in text and "\ufffd" not in text:
        return
    for m in _WITHOUT_TONE.finditer(text):
        if m.start() and (reading := with_lost_letter(text[m.start() - 1], m[1])):
            yield Gloss(*m.span(), text[m.start() - 1], reading, True)


def _gloss(text: str, m: re.Match[str]) -> Gloss | None:
    start, end = m.span()
    if start and text[start - 1] == " ":
        start -= 1
        end += text.startswith(" ", end)
    wrapped = start > WRAPPED and text[start - 1] == "\n" and "\n" not in text[start - WRAPPED : start - 1]
    before = text[start - 1 - wrapped : start - wrapped]
    if before < "\u3400" or m[0].count("\n") > 1 - wrapped:
        return None
    said = spelling(m[1].replace("\n", "").strip())
    ways = _OR.split(said)
    if found := of_char(before, ways):
        return Gloss(start, end, before, found[0], found[1] or m[1] >= "ㄅ")
    if len(ways) == 1 and (known := of_word(text, start, said)):
        word, toned = known
        return Gloss(start, end, word, said, toned) if toned or m[1].islower() else None
    return None


def _gloss_ahead(text: str, m: re.Match[str]) -> Gloss | None:
    """A reading in front of its character."""
    char = text[m.end() : m.end() + 1]
    found = of_char(char, _OR.split(spelling(m[1].strip())))
    return Gloss(*m.span(), char, *found) if found else None


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
                self.traditional = sum(c in TRADITIONAL for c in self.text) * 20 > len(self.text)
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
        gone = [Edit(g.start - head, g.end - head, "", "") for g in self.glosses[first:last] if g.end <= tail]
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
_lost_byte = Beside(_LOST, behind=neighbour(ANY_CUT_MARK) | _LETTER)
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


_bare_letters = Beside(kind("g"), behind=HAN_KIND | neighbour(f"12345)）{GLOSS_SIGNS}"), fewest=6)
_spaced_letters = Beside(kind("g"), behind=neighbour(" "), fewest=8)
_BESIDE = neighbour(GLOSS_SIGNS)
_beside_toned = Beside(kind(TONED), before=_CHARACTER | _LETTER | _BESIDE, fewest=3)
_ZHUYIN_LETTERS = "".join(ZHUYIN)
_zhuyin_letter = Beside(kind(_ZHUYIN_LETTERS, rare=True), before=_CHARACTER | _BESIDE, fewest=3)


_BETWEEN = list(map(ord, f" {GLOSS_SIGNS}"))


def _words_behind(seen: Seen) -> int:
    """How many rows of small letters stand behind a Chinese character, a blank or a sign between them aside."""
    import numpy as np

    look = seen.look
    small = look.codes - 97 < 26
    places = (small[1:] > small[:-1]).nonzero()[0]
    between = look.codes.take(places)
    places -= np.isin(between, _BETWEEN)
    return int(((look.kinds(places) & HAN_KIND) != 0).sum())


def _annotated(seen: Seen) -> bool:
    """Whether readings stand behind characters, in brackets or bare."""
    bracket = _letter_in_bracket(seen) and (seen.share(_glossed) or seen.once(unbracketed.half))
    return bool(bracket or (_beside_toned(seen) and seen.once(unbracketed.toned)) or _plain(seen))


def _plain(seen: Seen) -> tuple[Gloss, ...]:
    """Readings without tones and brackets."""
    if not (_bare_letters(seen) or _spaced_letters(seen)) or seen.share(_words_behind) < unbracketed.FEWEST:
        return ()
    return seen.once(unbracketed.plain) or seen.once(unbracketed.spaced)


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
    Glosses of rare or unusual readings, of terms that are being explained, and in primers stay; a long article of
    modern prose in which every character has its reading is no primer.

    >>> clean("长(zhǎng)治的企业说(shuō)，长(zhǎng)期合作会(huì)让大家得到好(hǎo)处，会(huì)上说(shuō)过。")
    '长治的企业说，长期合作会让大家得到好处，会上说过。'
    >>> clean("甪(lù)直是江苏的古镇。")
    '甪(lù)直是江苏的古镇。'
    """
    found = seen.once(page).glosses if _letter_in_bracket(seen) else ()
    half = seen.once(unbracketed.half) if _letter_in_bracket(seen) and not found else ()
    bare = seen.once(unbracketed.toned) if _beside_toned(seen) and not half else ()
    plain = _plain(seen) if not (found or half or bare) else ()
    every = sorted([*found, *half, *bare, *plain], key=lambda gloss: (gloss.start, -gloss.end))
    blank = _with_blanks(text, every)
    last = 0
    for gloss in every:
        if gloss.start < last:
            continue
        last = gloss.end + (blank and text.startswith(" ", gloss.end))
        yield Edit(gloss.start, last, "\n" if "\n" in text[gloss.start : gloss.end] else "", "glosses.pinyin")


FEWEST_BLANKS = 5
"""So many readings with a blank behind each are no chance."""


def _with_blanks(text: str, glosses: Sequence[Gloss]) -> bool:
    """Whether the mirror put a blank behind each of its readings: an author has blanks behind some characters only."""
    return len(glosses) >= FEWEST_BLANKS and all(text.startswith(" ", gloss.end) for gloss in glosses)


@rule(
    "glosses.zhuyin",
    "Readings in zhuyin that a mirror has put behind frequent characters without brackets go.",
    trigger=_ZHUYIN_LETTERS,
    when=_zhuyin_letter,
)
def zhuyin(text: str, seen: Seen) -> Iterator[Edit]:
    """`長ㄓㄤˇ治`: the evidence is that of `glosses.pinyin`, and so is what stays.

    >>> clean("長ㄓㄤˇ治的企業說ㄕㄨㄛ，長ㄓㄤˇ期合作會ㄏㄨㄟˋ讓大家得到好ㄏㄠˇ處，會ㄏㄨㄟˋ上說ㄕㄨㄛ過。")
    '长治的企业说，长期合作会让大家得到好处，会上说过。'
    >>> clean("「ㄅ」讀作「玻」，「ㄆ」讀作「坡」。")
    '「ㄅ」讀作「玻」，「ㄆ」讀作「坡」。'
    """
    for gloss in seen.once(unbracketed.zhuyin):
        yield Edit(gloss.start, gloss.end, "", "glosses.zhuyin")


_INDENT = re.compile(r"(?m)^\?{1,4}(?=[^\x00-\x7f])")
_NUMBERED = re.compile(r"(?m)^[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\?(?=[^\x00-\x7f])")
_CODE_LINE = re.compile(r"(?m)^(?=[!->@-~]*\?)[!-~]+$")
"""ASCII without a blank, but with what may have been one."""
_ADDRESS = re.compile(r"://|\?\w+=")
_FEWEST_LINES = 3
_IN_NAME = re.compile(r"(?<=[^\x00-\x7f])\?(?=[^\x00-\x7f])")


@rule(
    "glosses.lost_mark",
    "A `?` that a mirror's charset left for the dot in a foreign name, or for blanks in front of lines, is put right.",
    trigger="?",
    when=_letter_in_bracket.then(_glossed),
)
def lost_mark(text: str, seen: Seen) -> Iterator[Edit]:
    """A mirror that writes another charset loses `·` and the no-break space, and shows `?`.

    Only in the annotated part of a mirror: between characters that spell foreign names, in front of two or more
    lines, behind the number of a heading (`2.3?`), and for every blank in lines of code.
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
    code = [m for m in _CODE_LINE.finditer(text, begin, end) if not _ADDRESS.search(m[0])]
    if len(code) >= _FEWEST_LINES:
        yield from (Edit(at, at + 1, " ", "") for m in code for at in range(*m.span()) if text[at] == "?")
    yield from (Edit(m.end() - 1, m.end(), " ", "") for m in _NUMBERED.finditer(text, begin, end))
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

STAGE = RuleStage("glosses", (straddle_proved, straddle_likely, pinyin, zhuyin, lost_mark), spares=is_source)
