"""Stage `chars`: characters that are not part of the text: invisible ones, controls, private use, a stray ` and `.

Joiners and marks that a script needs stay; so do emoji sequences and variation selectors.
Nothing is normalised wholesale: NFKC would destroy more than it repairs.
What was dropped into words is told in `dropped.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from parkclean.codespans import code_spans, in_address
from parkclean.edits import Edit
from parkclean.han import lists_characters
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import WIDE_SPANS, kind, neighbour
from parkclean.parted import Needed, fell_by_lot
from parkclean.questions import Beside
from parkclean.rules import RuleStage, Seen, rule, start_of_line
from parkclean.sources import is_manual, is_source
from parkclean.stages.blanks import letter_spaced, random_blank
from parkclean.stages.doubled import doubled
from parkclean.stages.dropped import ANY_UNSEEN, beyond, beyond_basic_plane, is_no_character, stray_mark
from parkclean.stages.look_alikes import look_alike, look_alike_alone
from parkclean.stages.pictographs import emoji, pictograph
from parkclean.stages.strangers import stranger
from parkclean.tables import (
    ABOUT_RADICALS,
    AND_WORDS,
    BIDI,
    CJK_MARKS,
    COMPATIBILITY,
    CONTROLS,
    HAN,
    HANGUL_FILLERS,
    INVISIBLE,
    JOINERS,
    JOINING_SCRIPTS,
    KANGXI,
    LINE_CONTROLS,
    NO_BREAK_SPACE,
    PRIVATE_USE,
    RADICAL_FORMS,
    RIGHT_TO_LEFT,
    SENTENCE_END,
    SOFT_HYPHEN,
)

_INVISIBLE = re.compile(f"[{INVISIBLE}{SOFT_HYPHEN}{HANGUL_FILLERS}{JOINERS}]+")
_UNSEEN = re.compile(
    f"[{INVISIBLE}{SOFT_HYPHEN}{HANGUL_FILLERS}{JOINERS}{BIDI}{LINE_CONTROLS}{re.escape(CONTROLS)}\ue000-\uf8ff]"
)
_JOINED = re.compile(f"[{JOINING_SCRIPTS}]")
_EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_MOJIBAKE = re.compile("[\u00a0-\u024f]")
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_HAN = re.compile(f"[{HAN}]")
_CHARACTER = re.compile(f"[{HAN}{''.join(RADICAL_FORMS)}\u2f00-\u2fd5]")
_RTL = re.compile(f"[{RIGHT_TO_LEFT}]")
_BIDI = re.compile(f"[{BIDI}]")
_CONTROL = re.compile(f"\x1b\\[[0-9;]{{0,20}}[A-Za-z]|[{re.escape(CONTROLS)}]")
_LINE_CONTROL = re.compile(f"[{LINE_CONTROLS}]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TAGS = re.compile("(\U0001f3f4)?[\U000e0000-\U000e007f]+")
_DOTTED = re.compile(f"[{HAN}][{INVISIBLE}{SOFT_HYPHEN}{JOINERS}{BIDI}{re.escape(CONTROLS)}]+[{HAN}]")
_NOISY = re.compile(
    f"(?:^(?!\ufeff)|[{HAN}{CJK_MARKS}])[{INVISIBLE}{SOFT_HYPHEN}{JOINERS}{BIDI}{LINE_CONTROLS}{re.escape(CONTROLS)}]"
)
_STREWN = re.compile(f"(?<=[{HAN}]){SOFT_HYPHEN}(?=[{HAN}])")
_FEWEST_STREWN = 3
_NOISE = frozenset(ANY_UNSEEN)
_NBSP = re.compile("[ \u00a0]*\u00a0[ \u00a0]*")
_FORMS = "".join(RADICAL_FORMS) + KANGXI + COMPATIBILITY
for _characters in (PRIVATE_USE, _FORMS):
    kind(_characters, rare=True)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The nearest visible characters on both sides, at most eight places away."""
    left = start - 1
    while left >= 0 and start - left <= 8 and _UNSEEN.match(text, left):
        left -= 1
    right = end
    while right < len(text) and right - end <= 8 and _UNSEEN.match(text, right):
        right += 1
    return text[left : left + 1] if left >= 0 else "", text[right : right + 1]


@rule(
    "chars.zero_width",
    "Zero-width characters go where no script needs them.",
    trigger=ANY_UNSEEN,
)
def zero_width(text: str) -> Iterator[Edit]:
    """Zero-width spaces, joiners and soft hyphens are dropped into texts to mark or to break copies.

    Joiners stay in emoji and in the scripts that join; so does a soft hyphen between Latin letters, unless others were
    strewn between Chinese characters.

    >>> clean("高\\u200b新\\u200d区")
    '高新区'
    >>> clean("👩\\u200d💻")
    '👩\\u200d💻'
    """
    strewn = len(_STREWN.findall(text)) >= _FEWEST_STREWN
    for m in _INVISIBLE.finditer(text):
        left, right = _around(text, *m.span())
        for i in range(*m.span()):
            if _needless(text[i], left, right) or (strewn and text[i] == SOFT_HYPHEN):
                yield Edit(i, i + 1, "", "chars.zero_width")


def _needless(mark: str, left: str, right: str) -> bool:
    if _JOINED.match(left) or _JOINED.match(right) or (right == "`" and not _WIDE.match(left)):
        return False  # the last: a fence that is quoted
    if mark in JOINERS:
        return not (_EMOJI.match(left) and _EMOJI.match(right))
    if mark == SOFT_HYPHEN:
        return bool(_WIDE.match(left) or _WIDE.match(right)) and not (_LATIN.match(left) or _LATIN.match(right))
    return mark not in HANGUL_FILLERS or bool(_WIDE.match(left) and _WIDE.match(right))


@rule(
    "chars.bidi",
    "Marks for the direction of writing go where nothing is written from right to left.",
    trigger=ANY_UNSEEN,
)
def bidi(text: str, seen: Seen) -> Iterator[Edit]:
    """Direction marks mean nothing in a line without Hebrew or Arabic; pages and file dialogues leave them behind.

    >>> clean("路径是\\u202aC:\\\\temp。")
    '路径是C:\\\\temp。'
    >>> clean("他写下\\u200fשלום\\u200f两个字")
    '他写下\\u200fשלום\\u200f两个字'
    """
    if seen.look.characters.isdisjoint(BIDI):
        return
    for line, start in seen.lines:
        if _BIDI.search(line) and not _RTL.search(line):
            for m in _BIDI.finditer(line):
                yield Edit(start + m.start(), start + m.end(), "", "chars.bidi")


@rule(
    "chars.control",
    "Control characters and code points that are no characters go; what ended a line becomes a line break.",
    trigger=ANY_UNSEEN,
)
def control(text: str, seen: Seen) -> Iterator[Edit]:
    """Control characters carry nothing in a text; tab and line breaks are no damage.

    Beside accented letters a C1 control is the rest of a character that was read wrongly: it stays.
    Pairs of those that Windows has quotation marks for become such around Chinese text.
    A form feed, a line separator or their kin becomes a line break where a sentence ends before it, or before most.

    >>> clean("支出不到\\x0810美元\\x00")
    '支出不到10美元'
    >>> clean("第一行。\\u2028第二行。")
    '第一行。\\n第二行。'
    >>> clean("甲\\t乙")
    '甲\\t乙'
    """
    windows = seen.once(_holds_windows_quotes)
    for m in _CONTROL.finditer(text) if not seen.look.characters.isdisjoint(CONTROLS) else ():
        left, right = _around(text, *m.span())
        if "\x80" <= m[0] <= "\x9f" and (_MOJIBAKE.match(left) or _MOJIBAKE.match(right)):
            continue
        if m[0] < "\x80" and seen.once(code_spans).covers(m.start()):
            continue  # a listing shows bytes as they are
        yield Edit(*m.span(), _WINDOWS_MARKS.get(m[0], "") if windows else "", "chars.control")
    if seen.look.characters.isdisjoint(LINE_CONTROLS):
        return
    newline = "\r\n" if "\r\n" in text else "\n"
    found = [(m, *_around(text, *m.span())) for m in _LINE_CONTROL.finditer(text)]
    found = [(m, a, b) for m, a, b in found if m[0] != "\x85" or not (_MOJIBAKE.match(a) or _MOJIBAKE.match(b))]
    ends = sum(left != "" and left in SENTENCE_END for _, left, _ in found)
    for m, left, right in found:
        breaks = right not in ("", "\n", "\r") and left != "" and (left in SENTENCE_END or ends * 2 > len(found))
        yield Edit(*m.span(), newline if breaks and not seen.once(_dotted) else "", "chars.control")


_WINDOWS_MARKS = {chr(byte): bytes((byte,)).decode("cp1252") for byte in (0x91, 0x92, 0x93, 0x94, 0x96, 0x97)}
_WINDOWS_QUOTE = re.compile("\x93[^\x93\x94\r\n]{1,400}\x94")


def _holds_windows_quotes(text: str) -> bool:
    """Whether all controls that Windows has quotation marks for enclose Chinese text, two by two."""
    quotes = [quote for quote in _WINDOWS_QUOTE.findall(text) if _HAN.search(quote)]
    return len(quotes) > 0 and len(quotes) == text.count("\x93") == text.count("\x94")


def _dotted(text: str) -> bool:
    """Whether invisible characters other than line controls were dropped between Chinese characters of the text."""
    return _DOTTED.search(text) is not None


@rule(
    "chars.private_use",
    "Private-use characters go where invisible noise was dropped into the text.",
    trigger=PRIVATE_USE,
)
def private_use(text: str, seen: Seen) -> Iterator[Edit]:
    """A private-use character may stand for a character that has no other place: by itself it stays.

    Between Chinese characters of a text that holds other invisible noise it is noise as well, and so is one of the
    symbol fonts (U+F020 to U+F0FF) in the middle of a sentence.
    So are several that part characters which stand side by side elsewhere, on the evidence of `chars.pictograph`.

    >>> clean("园\\u200b区的下一步\\ue863打算")
    '园区的下一步打算'
    >>> clean("他叫刘\\ue863。")
    '他叫刘\\ue863。'
    """
    noisy = _is_noisy(seen) or is_no_character(text, [m.span() for m in _PRIVATE.finditer(text)])
    for m in _PRIVATE.finditer(text):
        if in_address(text, m.start()):
            continue
        left, right = _around(text, *m.span())
        symbol = "\uf020" <= m[0] <= "\uf0ff" and bool(_WIDE.match(left) and _WIDE.match(right))
        if noisy or (symbol and _PROSE.search(text, *_line_at(text, m.start()))):
            yield Edit(*m.span(), "", "chars.private_use")


def _is_noisy(seen: Seen) -> bool:
    """Whether any invisible character was dropped into the Chinese of the text."""
    return not _NOISE.isdisjoint(seen.look.vague) and _NOISY.search(seen.text) is not None


@rule("chars.tags", "Tag characters go outside flags.", when=beyond_basic_plane)
def tags(text: str, seen: Seen) -> Iterator[Edit]:
    """Tag characters are invisible and can hide text; only a flag needs them, from a black flag to CANCEL TAG.

    >>> clean("正文\\U000e0068\\U000e0069")
    '正文'
    >>> clean("苏格兰🏴\\U000e0067\\U000e0062\\U000e0073\\U000e007f")
    '苏格兰🏴\\U000e0067\\U000e0062\\U000e0073\\U000e007f'
    """
    for m in _TAGS.finditer(text):
        if m[1] and m[0].endswith("\U000e007f"):
            continue
        yield Edit(m.end(1) if m[1] else m.start(), m.end(), "", "chars.tags")


@rule(
    "chars.no_break_space",
    "A no-break space beside Chinese becomes a blank, or goes at the edge of a line.",
    trigger=NO_BREAK_SPACE,
)
def no_break_space(text: str) -> Iterator[Edit]:
    """Pages lay text out with no-break spaces; between Latin letters and figures they are typography and stay.

    >>> clean("▶ \\xa0樊晨")
    '▶ 樊晨'
    >>> clean("约10\\xa0km")
    '约10\\xa0km'
    """
    for m in _NBSP.finditer(text):
        left = text[m.start() - 1 : m.start()] if m.start() else ""
        right = text[m.end() : m.end() + 1]
        edge = left in ("", "\n", "\r") or right in ("", "\n", "\r")
        if edge:
            yield Edit(*m.span(), "", "chars.no_break_space")
        elif _WIDE.match(left) or _WIDE.match(right):
            yield Edit(*m.span(), " ", "chars.no_break_space")


_BEFORE_AND = re.compile(f"[{HAN}”」）]")
_AFTER_AND = re.compile(f"[{HAN}“「]")
_PROSE = re.compile(f"[，。；、：！？]|(?<=[{HAN}])[,;:!?](?=[{HAN}])")
_TITLE = re.compile("《[^《》\n]{0,60}》")
_SMALL = "or|not|but|is|the|of|with|for|to|in|on|by|xor|if"
_ENGLISH = re.compile(f"(?<=[{HAN}]) (?:{_SMALL}) (?=[{HAN}])")
_ANY_SMALL = re.compile(
    f"(?<=[{HAN}{CJK_MARKS}]) (?:{_SMALL}|and|an?|as|at|from|that|this|are|was|be|it|we|have) (?=[{HAN}{CJK_MARKS}])"
)
_LOGIC = frozenset({" and ", " or ", " not ", " xor "})
"""Between conditions somebody writes nothing else."""
_DROPPED = Needed(5, 1.5, 0.2)
"""Hardly any text has small English words between Chinese characters five times."""
_WORDS = re.compile("[a-z]{2,}")
AROUND = 60
MANY_WORDS = 4
"""So many English words so near say that the sentence, or the entry of a dictionary, speaks of English."""
_ABOUT_AND = re.compile("|".join(AND_WORDS))


_may_be_and = Beside(
    kind(" "), before=HAN_KIND | neighbour("“”‘’", *WIDE_SPANS), behind=neighbour("abfhinotwx"), easy=True
)


@rule(
    "chars.stray_english",
    "A stray ` and ` between Chinese words becomes 和; small English words inside of words go.",
    trigger=" ",
    when=_may_be_and,
)
def stray_english(text: str, seen: Seen) -> Iterator[Edit]:
    """A careless replacement turned some 和 into ` and `; it is undone in Chinese sentences.

    Titles, quoted names, code, lines that talk about the word, and lines without punctuation stay.
    Where five small words part Chinese ones (`山上的桃 with 花都开了`) as chance has it, all go; those of logic alone
    stay.

    >>> clean("一批知名企业 and 项目入驻，产业聚集。")
    '一批知名企业和项目入驻，产业聚集。'
    >>> clean("Python用关键字 and 连接两个条件，都成立才算成立。")
    'Python用关键字 and 连接两个条件，都成立才算成立。'
    """
    small = [m.span() for m in _ANY_SMALL.finditer(text)]
    if not _LOGIC.issuperset(text[a:b] for a, b in small) and fell_by_lot(seen, small, _DROPPED):
        yield from (Edit(a, b, "", "chars.stray_english") for a, b in small if not seen.once(code_spans).covers(a))
        return
    at = text.find(" and ")
    while at >= 0:
        end = at + len(" and ")
        wide = at and _BEFORE_AND.match(text, at - 1) and _AFTER_AND.match(text, end)
        if wide and not _meant(text, at, end) and not seen.once(code_spans).covers(at):
            yield Edit(at, end, "和", "chars.stray_english")
        at = text.find(" and ", end - 1)


def _line_at(text: str, i: int) -> tuple[int, int]:
    start = start_of_line(text, i, max(0, i - 2000))
    end = text.find("\n", i, i + 2000)
    return max(start, i - 2000, 0), end if end >= 0 else min(len(text), i + 2000)


def _meant(text: str, start: int, end: int) -> bool:
    """Whether the author wrote `and` on purpose."""
    line_start, line_end = _line_at(text, start)
    line = text[line_start:line_end]
    if text[end : end + 1] == "的":
        return True  # nobody says 和的: the word is the thing itself
    if _OPERATION.search(text) and is_manual(text):
        return True  # the operation that the code has
    if not _HAN.search(text, max(line_start, start - 12), min(line_end, end + 12)):
        return True
    if not _PROSE.search(line) or _ABOUT_AND.search(line) or _ENGLISH.search(line):
        return True
    around = text[max(line_start, start - AROUND) : start] + "\n" + text[end : min(line_end, end + AROUND)]
    if len(_WORDS.findall(around)) >= MANY_WORDS:
        return True
    at = start - line_start
    return any(m.start() < at < m.end() for m in _TITLE.finditer(line)) or _short_quote(line, at, end - line_start)


def _short_quote(line: str, start: int, end: int) -> bool:
    """Whether the words stand in quotation marks or brackets as a name, without punctuation in between."""
    before = re.search("[“「『（(【\"'‘][^，。；、：！？,;:!?“”「」]{0,12}\\Z", line[max(0, start - 14) : start])
    after = re.match("[^，。；、：！？,;:!?“”「」]{0,12}[”」』）)】\"'’]", line[end : end + 14])
    return before is not None and after is not None


# --- forms, look-alikes -------------------------------------------------------------------------------------------

_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af\u1100-\u11ff]")
_FORM = re.compile(f"[{''.join(RADICAL_FORMS)}\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
_OPERATION = re.compile(r"\bAND\b| & ")
_DESCRIBED = re.compile("[\u2ff0-\u2fff]")
_ABOUT_RADICALS = re.compile("|".join(map(re.escape, ABOUT_RADICALS)))


@rule(
    "chars.form",
    "Radicals and compatibility forms that stand for a character become that character.",
    trigger=_FORMS,
)
def form(text: str, seen: Seen) -> Iterator[Edit]:
    """PDF extraction gives `⼀⼈⾼` for 一人高; only the unified character can be searched for.

    One by one, never NFKC, and only beside a Chinese character or between figures (`3⽉15日`).
    Lines in Japanese or Korean, lines about radicals and lists of characters stay.

    >>> clean("草长得有⼀⼈⾼，⻢也⻅不着。")
    '草长得有一人高，马也见不着。'
    >>> clean("部首⼈写在左边时作亻。")
    '部首⼈写在左边时作亻。'
    """
    if _DESCRIBED.search(text):
        return  # characters are described by their parts
    twice = seen.once(_beside_themselves)
    for line, start in seen.lines:
        found = list(_FORM.finditer(line))
        if not found or _KANA_OR_HANGUL.search(line) or _ABOUT_RADICALS.search(line) or lists_characters(line):
            continue
        for m in found:
            new = _unified(m[0])
            before, behind = line[max(0, m.start() - 1) : m.start()], line[m.end() : m.end() + 1]
            beside = _CHARACTER.match(before) or _CHARACTER.match(behind) or (before.isdigit() and behind.isdigit())
            if new != m[0] and beside:
                yield Edit(start + m.start(), start + m.end(), "" if twice else new, "chars.form")


def _beside_themselves(text: str) -> bool:
    """Whether each form stands in front of its character, as in files that hold what is drawn and what is meant."""
    twice = [text.startswith(_unified(m[0]), m.end()) for m in _FORM.finditer(text)]
    return len(twice) > 1 and all(twice)


def _unified(c: str) -> str:
    return RADICAL_FORMS.get(c) or unicodedata.normalize("NFKC" if c in KANGXI else "NFC", c)


STAGE = RuleStage(
    "chars",
    (
        doubled,
        letter_spaced,
        random_blank,
        zero_width,
        bidi,
        control,
        private_use,
        stray_mark,
        beyond,
        tags,
        pictograph,
        stranger,
        emoji,
        form,
        look_alike,
        look_alike_alone,
        no_break_space,
        stray_english,
    ),
    spares=is_source,
)
