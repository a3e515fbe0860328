"""Stage `script`: a mirror's traditional text goes back to simplified, strays go, and the caller's wish is done.

OpenCC does the conversion; what is decided here is where it may.
`t2s` over simplified text does harm (`汽车被打坏` gives `打坯`), so it never changes a character that is right in
simplified text, and never a line that is not traditional.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parkclean.about import is_about
from parkclean.edits import Edit, diff
from parkclean.han import SIMPLIFIED, TRADITIONAL, Direction, convert, simplified
from parkclean.kinds import kind
from parkclean.phrases import holds_any
from parkclean.rules import RuleStage, Seen, rule
from parkclean.sources import is_source
from parkclean.stages.paragraphs import turned
from parkclean.stages.woven import in_traditional, woven
from parkclean.tables import (
    ABOUT_SCRIPTS,
    HAN,
    NOT_STRAY,
    OLD_FORMS,
    RIGHTLY_TURNED,
    SIMPLIFIED_ONLY,
    TRADITIONAL_ONLY,
    WRONGLY_TURNED,
    ZHU_AFTER,
    ZHU_BEFORE,
    ZHU_VERBS,
)

_THERE = re.compile(r"\.(?:hk|tw|mo)\b|香港|台[湾灣]|臺灣|澳[门門]|本港")
"""Where traditional characters are written: what comes from there is quoted as it is."""
_OTHER_SCRIPT = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
"""Kana and Hangul: Japanese and Korean have their own forms of characters."""
_ABOUT = re.compile("|".join(ABOUT_SCRIPTS))
_NAMED = re.compile(r"\[([^\[\]\n]{1,60})\]\(|@(\w{1,30})")
"""What a link leads to is called as the page there is, and a user as he calls himself."""
_SPOKEN_OF = re.compile("[个個的这這那此”’」][ \u3000]?([^\\W漢錯數單寫題練簽認個幾識測這兩])字")
"""`两个湊字`: a text speaks of a character as it is written; 錯字 and its like are words."""
_ADDRESS = re.compile(r"://[^\s，。；<>]+")
_CANTONESE = re.compile("[哋嘅喺嗰]")
"""Words of Cantonese only: a text that quotes some of them leaves them in the script of Hong Kong."""
LIST = 5
"""Of so many lines of a list one may be a sentence."""
_PROSE = re.compile("[，。！？；]")
_QUOTED = re.compile("[“‘「『《〈]([^“”‘’「」『』《》〈〉\n]{1,40})[”’」』》〉]")
_ZHU = re.compile("著")
_STRAY = TRADITIONAL_ONLY + "".join(OLD_FORMS)
_STRAYS = frozenset(_STRAY)
_STRAY_KIND = kind(_STRAYS)
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(f"[{HAN}]+")
_SENTENCE = re.compile("[^。！？\n]{1,400}[。！？]?")
_SAID = re.compile("[：:] ?[“「『‘]|[“「『‘][^”」』’]{40}")
"""A speech, or a long quotation."""
WORD = 3.3
"""Bits by which a neighbour makes a simplified character likelier, if the two are a word; 各级 has 7, 王蒙 none."""
SURE_WORD = 6.0
OTHERS = 2
"""Where a text has twice as many traditional characters as are taken for strays, it quotes the others."""

LIKELY = 4
"""Of so many strays one must make a word: damaged prose has two or three, an old book none."""
HABIT = 3
COMPANY = 2
"""So many different strays that leave no choice speak for all the others, too."""
GB2312_FREQUENT = b"\xd8"
BIG5_FREQUENT = b"\xc9"
"""Where the second level of each charset begins: its characters are for names and old books."""
NAME = 6
"""So many characters are looked at on both sides for a word that stands in both scripts."""
PASSAGE = 5
"""Three traditional characters and more, one of so many, are a passage."""
SENTENCES = 3
PARAGRAPHS = 2
EACH = 3
"""So many sentences in so many paragraphs, each with so many characters that only one script has."""
WRONG = 4
"""So many words with a wrong character, of two such characters at least, are a converter's."""
THROUGHOUT = 4
"""For so many of them one right word of the kind may stand in a text: more are an author's, who made slips."""
TITLE = 40
"""Characters of a title that stands in front of the first annotated line."""


def _mirrored(seen: Seen) -> list[Edit]:
    """The edits of the rule `mirror`: once in a round, for `t2s` over its own result does harm."""
    if seen.script != "auto" or seen.count("script.mirror"):
        return []
    if not seen.count("glosses") and not _is_badly_turned(seen):
        return []
    lines = _mirrored_lines(seen.text, seen) if seen.count("glosses") else iter(seen.lines)
    return [edit for line, start in lines if _leans_traditional(line) for edit in _converted(line, start)]


@rule("script.mirror", "The traditional text of a mirror becomes simplified again.", trigger=_STRAYS, when=_mirrored)
def mirror(text: str, seen: Seen) -> Iterator[Edit]:
    """A mirror turns a simplified page into traditional characters before it annotates it; 着 becomes 著.

    Only traditional lines of the annotated part are converted, and lines at its edge that hold none of its list.
    著 stays in words of its own (著作, 显著); a traditional page that nobody has annotated stays as it is.
    Where a converter took the wrong characters throughout (隻是, 後麵, 經曆), no author wrote them: all goes back.

    >>> clean("長(zhǎng)治的企業(yè)說(shuō)，大家看著區(qū)里的著名企業(yè)長(zhǎng)大，說(shuō)得都好。")
    '长治的企业说，大家看着区里的著名企业长大，说得都好。'
    >>> clean("長治的企業說，大家看著區裡的著名企業長大。")
    '長治的企業說，大家看著區裡的著名企業長大。'
    """
    yield from seen.share(_mirrored)


def _is_badly_turned(seen: Seen) -> bool:
    """Whether a converter took the wrong one of several traditional characters again and again: 隻是, 後麵, 經曆."""
    if not holds_any(seen.text, "隻麵曆誌製"):
        return False
    found = Counter(m[m.lastindex or 0] for m in WRONGLY_TURNED.finditer(seen.text))
    return (
        found.total() >= WRONG
        and len(found) > 1
        and len(RIGHTLY_TURNED.findall(seen.text)) * THROUGHOUT <= found.total()
        and not _OTHER_SCRIPT.search(seen.text)
        and not is_about(_ABOUT, seen.text)
    )


def _mirrored_lines(text: str, seen: Seen) -> Iterator[tuple[str, int]]:
    """The lines between the first and the last gloss, and those at the edges that belong to them."""
    places = seen.where("glosses")
    annotated = {i - 1 for i in seen.where("glosses.pinyin")}
    listed = frozenset(text[i] for i in annotated)
    inside, head, tail = [], [], []
    for line, start in seen.lines:
        if start + len(line) < places[0]:
            head.append((line, start))
        elif start > places[-1]:
            tail.append((line, start))
        else:
            inside.append((line, start))
    turned = any(c in TRADITIONAL for c in listed)
    return iter(inside + [line for edge in (head, tail) if turned and _belongs(edge, listed) for line in edge])


def _belongs(edge: list[tuple[str, int]], listed: frozenset[str]) -> bool:
    """Whether lines at an edge are the mirror's: a title, or lines in which its list would have been annotated."""
    text = "".join(line for line, _ in edge)
    if _OTHER_SCRIPT.search(text):
        return False
    if len(text) <= TITLE:
        return not any(mark in text for mark in "。！？!?")
    return len(text) < 300 and listed.isdisjoint(text)


def _leans_traditional(line: str) -> bool:
    found = len(_any_of(TRADITIONAL_ONLY).findall(line))
    return found > 0 and found > len(_any_of(SIMPLIFIED_ONLY).findall(line))


def _converted(line: str, start: int) -> Iterator[Edit]:
    """The edits of `t2s` on a traditional line, and those that it leaves out; none on what is simplified already."""
    for edit in diff(line, convert(line, "t2s"), "", start):
        if SIMPLIFIED.isdisjoint(line[edit.start - start : edit.end - start]):
            yield edit
    for m in _ZHU.finditer(line):
        if not _is_zhu(line, m.start()):
            yield Edit(start + m.start(), start + m.end(), "着", "")
    for old, new in OLD_FORMS.items():
        for m in re.finditer(old, line):
            yield Edit(start + m.start(), start + m.end(), new, "")


def _is_zhu(line: str, at: int) -> bool:
    """Whether 著 stands in a word of its own: 著作, 显著."""
    return line[at + 1 : at + 2] in ZHU_AFTER or (at > 0 and line[at - 1] in ZHU_BEFORE)


def _asked(seen: Seen) -> bool:
    return seen.script in ("simplified", "traditional")


@rule(
    "script.chosen",
    "Text is converted to the script that the caller asks for; what is already in it stays.",
    when=_asked,
)
def chosen(text: str, seen: Seen) -> Iterator[Edit]:
    """`script="simplified"` and `script="traditional"` convert what is not in that script yet.

    A line that is mostly in the other script is converted as a whole, in any other line only its stray characters.
    Lines with kana or Hangul stay.

    >>> clean("發展與創新", script="simplified")
    '发展与创新'
    >>> clean("汽车被打坏", script="simplified")
    '汽车被打坏'
    """
    if not _asked(seen):
        return
    direction: Direction = "t2s" if seen.script == "simplified" else "s2t"
    foreign, own = _scripts(direction)
    for line, start in seen.lines:
        there = sum(c in foreign for c in line)
        if not there or _OTHER_SCRIPT.search(line):
            continue
        whole = there > sum(c in own for c in line)
        if whole and direction == "t2s":
            yield from _converted(line, start)
            continue
        yield from _exchanged(line, start, direction, whole=whole)


def _scripts(direction: Direction) -> tuple[frozenset[str], frozenset[str]]:
    """The characters that are to be converted, and those that are right."""
    return (TRADITIONAL, SIMPLIFIED) if direction == "t2s" else (SIMPLIFIED, TRADITIONAL)


def _exchanged(line: str, start: int, direction: Direction, *, whole: bool = False) -> Iterator[Edit]:
    """The edits of a conversion that touch no character of the script that is wanted.

    whole: also those of characters that both scripts have.
    """
    foreign, own = _scripts(direction)
    for edit in diff(line, convert(line, direction), "", start):
        old = line[edit.start - start : edit.end - start]
        if own.isdisjoint(old) and (whole or not foreign.isdisjoint(old)):
            yield edit


def _may_be_sure(seen: Seen) -> bool:
    """Whether the text has a stray that is sure: an old form, one that makes a word, or 著 beside another one."""
    if seen.script != "auto" or seen.share(_mirrored):
        return False
    text = seen.text
    if "著" in text and any(text[m.start() - 1 : m.start()] in ZHU_VERBS for m in _ZHU.finditer(text)):
        return True
    strays = (at for at in seen.look.places(_STRAY_KIND).tolist() if text[at] in _STRAYS)
    return any(text[at] not in NOT_STRAY and _is_sure(text, at) for at in strays)


@rule(
    "script.stray",
    "Single traditional characters in simplified text become simplified.",
    trigger=_STRAYS,
    when=_may_be_sure,
)
def stray(text: str, seen: Seen) -> Iterator[Edit]:
    """A converter that missed some characters, or a page put together from two, leaves 各級科技型企业.

    Only characters that are never right in simplified text, in a paragraph that is clearly simplified, and only if
    a quarter of them or more become part of an everyday word: 各級 is 各级, but 山內溥 is a name.
    A form that is one of several for the simplified character may be the author's (汙 and 悽 stand in old books): it
    needs company that leaves no choice.
    Whole sentences go back, too, where several stand between simplified ones of the same paragraphs, paragraphs
    where OpenCC turned several of a modern text, and all of a text in which 国 and 國 alternate within sentences.
    Traditional quotations and titles stay, in a text full of them all characters; so does a text that speaks about the
    two scripts, and so do Japanese and Korean.

    >>> clean("各級科技型企业达到九百五十六家，比去年增长两成，创业环境继续变好。")
    '各级科技型企业达到九百五十六家，比去年增长两成，创业环境继续变好。'
    >>> clean("“發”和“髮”简化以后都写作“发”，查繁体字典时要留意。")
    '“發”和“髮”简化以后都写作“发”，查繁体字典时要留意。'
    """
    if seen.script != "auto" or seen.share(_mirrored) or seen.once(is_source):
        return
    numbers = seen.look.lines_of(seen.look.places(_STRAY_KIND))
    lines = [(seen.lines.texts[n], seen.lines.starts[n]) for n in numbers]
    if sum(len(line) for line, _ in lines) * 2 > len(text) and not _any_of(SIMPLIFIED_ONLY).search(text):
        return
    if (paragraphs := turned(text, list(seen.lines))) and not is_about(_ABOUT, text):
        for paragraph, start in paragraphs:
            yield from _converted(paragraph, start)
        return
    if sentences := _traditional_sentences(seen, lines):
        for sentence, start in sentences:
            yield from _converted(sentence, start)
        return
    if woven(line for line, _ in lines) and not _OTHER_SCRIPT.search(text) and not is_about(_ABOUT, text):
        for line, start in lines:
            yield from _exchanged(line, start, "t2s", whole=True)
        return
    found = [stray for line, start in lines if _may_have_strays(line, seen) for stray in _strays(line, start)]
    spoken_of = set(_SPOKEN_OF.findall(text)) if found else set()
    found = [stray for stray in found if text[stray.edit.start] not in spoken_of]
    if not found or seen.once(_is_list):  # of names
        return
    found = _without_habits(text, found)
    if not found or len(_any_of(TRADITIONAL_ONLY).findall(text)) >= OTHERS * len(found) or _CANTONESE.search(text):
        return
    if sum(stray.sure for stray in found) * LIKELY >= len(found) and not is_about(_ABOUT, text):
        company = len({stray.edit.new for stray in found if stray.only and stray.sure})
        for stray in found:
            if company >= COMPANY or (stray.proper and stray.only) or (stray.sure and company):
                yield stray.edit


def _without_habits(text: str, found: list[_Stray]) -> list[_Stray]:
    """The strays without forms that come again while the simplified one never stands (愛 of a parish)."""
    times = Counter(text[stray.edit.start] for stray in found)
    own = {stray.edit.new for stray in found if times[text[stray.edit.start]] >= HABIT and stray.edit.new not in text}
    return [stray for stray in found if stray.edit.new not in own or text[stray.edit.start] in OLD_FORMS]


def _traditional_sentences(seen: Seen, lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Sentences in traditional characters between simplified ones, in several paragraphs, each with its start.

    Nobody changes scripts there; a paragraph of its own, or one in quotes, may be quoted.
    """
    found = [list(_sentences_apart(line, start)) for line, start in lines]
    some = [sentence for one in found for sentence in one]
    paragraphs = sum(map(bool, found))
    if len(some) < SENTENCES or paragraphs < PARAGRAPHS or is_about(_ABOUT, seen.text):
        return []
    return some if seen.once(_is_half_simplified) else []


def _is_half_simplified(text: str) -> bool:
    return len(_any_of(SIMPLIFIED_ONLY).findall(text)) * 2 >= len(_any_of(TRADITIONAL_ONLY).findall(text))


def _sentences_apart(line: str, start: int) -> Iterator[tuple[str, int]]:
    """The traditional sentences of a paragraph that has simplified ones, if it has nothing between the two."""
    parts = [m for m in _SENTENCE.finditer(line) if _HAN.search(m[0])]
    if len(parts) < 2 or _OTHER_SCRIPT.search(line) or _THERE.search(line):
        return
    counts = [
        (len(_any_of(TRADITIONAL_ONLY).findall(m[0])), len(_any_of(SIMPLIFIED_ONLY).findall(m[0]))) for m in parts
    ]
    if any(old and new for old, new in counts) or not any(new >= EACH for _, new in counts):
        return
    for m, (old, _) in zip(parts, counts, strict=True):
        if old >= EACH and not _SAID.search(m[0]) and all(m[0].count(a) == m[0].count(b) for a, b in ("“”", "「」")):
            yield m[0], start + m.start()


def _is_list(text: str) -> bool:
    """Whether next to no line of a text in Chinese has a mark."""
    lines = [line for line in text.split("\n") if _HAN.search(line)]
    return len(lines) >= LIST and sum(_PROSE.search(line) is not None for line in lines) * LIST < len(lines)


@lru_cache(4096)
def _is_only_form(old: str, new: str) -> bool:
    """Whether traditional text writes the simplified character just so: 陽 for 阳, while 毁 is 毀 and not 燬."""
    return convert(new, "s2t") == old


def _may_have_strays(line: str, seen: Seen) -> bool:
    return _is_clearly_simplified(line) or (_is_simplified_title(line) and seen.once(_is_clearly_simplified))


@lru_cache(None)
def _any_of(characters: str) -> re.Pattern[str]:
    """A class of thousands of characters, compiled when a text first asks for it."""
    return re.compile(f"[{characters}]")


def _is_clearly_simplified(text: str) -> bool:
    return len(_any_of(SIMPLIFIED_ONLY).findall(text)) >= 4 + 4 * len(_any_of(TRADITIONAL_ONLY).findall(text))


def _is_simplified_title(line: str) -> bool:
    """A short line that leans to simplified, in a document that does clearly."""
    traditional = len(_any_of(TRADITIONAL_ONLY).findall(line))
    return traditional <= 1 + len(line) // 8 and len(_any_of(SIMPLIFIED_ONLY).findall(line)) >= traditional


class _Stray(NamedTuple):
    """A traditional character in simplified text.

    sure: the simplified one makes a word with its neighbour.
    only: it is the form that traditional text has for the simplified one, not a variant.
    proper: it is sure, or traditional text never writes the simplified one, as it does 斗 and 凄.
    """

    edit: Edit
    sure: bool
    only: bool
    proper: bool


def _strays(line: str, start: int) -> Iterator[_Stray]:
    if _OTHER_SCRIPT.search(line):
        return
    quoted = {i for m in _QUOTED.finditer(line) if _is_quotation(m[0]) for i in range(*m.span(1))}
    if "](" in line or "@" in line:
        named = (m for m in _NAMED.finditer(line) if not _any_of(SIMPLIFIED_ONLY).search(m[0]))
        quoted |= {i for m in named for i in range(*m.span())}
    if "://" in line:
        quoted |= {i for m in _ADDRESS.finditer(line) for i in range(*m.span())}
    for group in _groups(line):
        if len(group) > 2 and len(group) * PASSAGE > group[-1] - group[0]:
            continue
        for at in group:
            char = line[at]
            if at in quoted or char in NOT_STRAY or _is_named_twice(line, at):
                continue
            new = OLD_FORMS.get(char) or simplified(char)
            sure = _is_sure(line, at)
            only = char in OLD_FORMS or (_is_only_form(char, new) and _is_everyday(char, "big5", BIG5_FREQUENT))
            yield _Stray(Edit(start + at, start + at + 1, new, ""), sure, only, sure or not in_traditional(new))
    if _any_of(TRADITIONAL_ONLY).search(line):
        for edit in _stray_zhu(line, start):
            yield _Stray(edit, True, True, True)


def _is_named_twice(line: str, at: int) -> bool:
    """Whether the simplified word stands beside the traditional one, with a sign between them: `汉语/漢語`."""
    first, end = max(0, at - NAME), at + NAME
    start, end = next(m.span() for m in _WORD.finditer(line, first, end) if m.end() > at)
    other = "".join(map(simplified, line[start:end]))
    return len(other) > 1 and (line.startswith(other, end + 1) or line.endswith(other, 0, max(0, start - 1)))


def _groups(line: str) -> Iterator[list[int]]:
    """Where traditional characters stand with no simplified one between them: many close together are a passage."""
    group: list[int] = []
    for m in _any_of(_STRAY + SIMPLIFIED_ONLY).finditer(line):
        if m[0] not in SIMPLIFIED:
            group.append(m.start())
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_quotation(quote: str) -> bool:
    """Whether a quotation or title is meant to be traditional: a title, a word of one or two, or several characters."""
    if _any_of(SIMPLIFIED_ONLY).search(quote):
        return False
    return quote[0] in "《〈" or len(quote) <= 4 or len(_any_of(TRADITIONAL_ONLY).findall(quote)) > 1


def _is_sure(line: str, at: int) -> bool:
    """Whether a traditional character is an old form, or its simplified one makes a word with a neighbour."""
    return line[at] in OLD_FORMS or _makes_a_word(line, at, line[at], simplified(line[at]))


def _makes_a_word(line: str, at: int, old: str, new: str) -> bool:
    """Whether both are everyday characters and the simplified one is at home beside a neighbour.

    A lone character in a name or in an old book has no such neighbour.
    A simplified form that traditional text writes, too (蒙 for 濛), needs more.
    """
    if not _is_everyday(old, "big5", BIG5_FREQUENT) or not _is_everyday(new, "gb2312", GB2312_FREQUENT):
        return False
    from parkclean.mojibake.model import association

    needed = WORD if not _is_everyday(new, "big5", BIG5_FREQUENT) else SURE_WORD
    before, after = line[at - 1 : at] or "\n", line[at + 1 : at + 2] or "\n"
    left = association(before, new) if _HAN.match(before) else 0.0
    right = association(new, after) if _HAN.match(after) else 0.0
    return max(left, right) >= needed


@lru_cache(16384)
def _is_everyday(char: str, charset: str, end: bytes) -> bool:
    """Whether a charset has a character in its first level."""
    try:
        return char.encode(charset) < end
    except UnicodeEncodeError:
        return False


def _stray_zhu(line: str, start: int) -> Iterator[Edit]:
    """写著 in a line with other strays."""
    for m in _ZHU.finditer(line):
        at = m.start()
        if at and line[at - 1] in ZHU_VERBS and not _is_zhu(line, at):
            yield Edit(start + at, start + at + 1, "着", "")


STAGE = RuleStage("script", (mirror, chosen, stray), passes=2)
