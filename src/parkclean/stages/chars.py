"""Stage `chars`: characters that are not part of the text: invisible ones, controls, private use, a stray ` and `.

Joiners and marks that a script needs stay; so do emoji sequences and variation selectors.
Nothing is normalised wholesale: NFKC would destroy more than it repairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.rules import RuleStage, Seen, rule
from parkclean.tables import (
    AND_WORDS,
    BIDI,
    CJK_MARKS,
    CONTROLS,
    HAN,
    HANGUL_FILLERS,
    INVISIBLE,
    JOINERS,
    JOINING_SCRIPTS,
    LINE_CONTROLS,
    NO_BREAK_SPACE,
    PRIVATE_USE,
    RIGHT_TO_LEFT,
    SENTENCE_END,
    SOFT_HYPHEN,
    TAG_CHARACTERS,
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
_RTL = re.compile(f"[{RIGHT_TO_LEFT}]")
_BIDI = re.compile(f"[{BIDI}]")
_CONTROL = re.compile(f"\x1b\\[[0-9;]{{0,20}}[A-Za-z]|[{re.escape(CONTROLS)}]")
_LINE_CONTROL = re.compile(f"[{LINE_CONTROLS}]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TAGS = re.compile("(\U0001f3f4)?[\U000e0000-\U000e007f]+")
_DOTTED = re.compile(f"[{HAN}][{INVISIBLE}{SOFT_HYPHEN}{JOINERS}{BIDI}{re.escape(CONTROLS)}]+[{HAN}]")
_NOISY = re.compile(
    f"(?:^|[{HAN}{CJK_MARKS}])[{INVISIBLE}{SOFT_HYPHEN}{JOINERS}{BIDI}{LINE_CONTROLS}{re.escape(CONTROLS)}]"
)
_NBSP = re.compile("[ \u00a0]*\u00a0[ \u00a0]*")


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
    trigger=INVISIBLE + SOFT_HYPHEN + HANGUL_FILLERS + JOINERS,
)
def zero_width(text: str) -> Iterator[Edit]:
    """Zero-width spaces, joiners and soft hyphens are dropped into texts to mark or to break copies.

    Joiners stay in emoji and in the scripts that join; so does a soft hyphen between Latin letters.

    >>> clean("高\\u200b新\\u200d区")
    '高新区'
    >>> clean("👩\\u200d💻")
    '👩\\u200d💻'
    """
    for m in _INVISIBLE.finditer(text):
        left, right = _around(text, *m.span())
        for i in range(*m.span()):
            if _needless(text[i], left, right):
                yield Edit(i, i + 1, "", "chars.zero_width")


def _needless(mark: str, left: str, right: str) -> bool:
    if _JOINED.match(left) or _JOINED.match(right):
        return False
    if mark in JOINERS:
        return not (_EMOJI.match(left) and _EMOJI.match(right))
    if mark == SOFT_HYPHEN:
        return bool(_WIDE.match(left) or _WIDE.match(right)) and not (_LATIN.match(left) or _LATIN.match(right))
    if mark in HANGUL_FILLERS:
        return bool(_WIDE.match(left) and _WIDE.match(right))
    return True


@rule("chars.bidi", "Marks for the direction of writing go where nothing is written from right to left.", trigger=BIDI)
def bidi(text: str, seen: Seen) -> Iterator[Edit]:
    """Direction marks mean nothing in a line without Hebrew or Arabic; pages and file dialogues leave them behind.

    >>> clean("路径是\\u202aC:\\\\temp。")
    '路径是C:\\\\temp。'
    >>> clean("他写下\\u200fשלום\\u200f两个字")
    '他写下\\u200fשלום\\u200f两个字'
    """
    for line, start in zip(*seen.lines, strict=True):
        if _BIDI.search(line) and not _RTL.search(line):
            for m in _BIDI.finditer(line):
                yield Edit(start + m.start(), start + m.end(), "", "chars.bidi")


@rule(
    "chars.control",
    "Control characters go; those that ended a line become a line break.",
    trigger=CONTROLS + LINE_CONTROLS,
)
def control(text: str, seen: Seen) -> Iterator[Edit]:
    """Control characters carry nothing in a text; tab and line breaks are no damage.

    Beside accented letters a C1 control is the rest of a character that was read wrongly: it stays.
    A form feed, a line separator or their kin becomes a line break where a sentence ends before it.

    >>> clean("支出不到\\x0810美元\\x00")
    '支出不到10美元'
    >>> clean("第一行。\\u2028第二行。")
    '第一行。\\n第二行。'
    """
    for m in _CONTROL.finditer(text):
        left, right = _around(text, *m.span())
        if "\x80" <= m[0] <= "\x9f" and (_MOJIBAKE.match(left) or _MOJIBAKE.match(right)):
            continue
        yield Edit(*m.span(), "", "chars.control")
    newline = "\r\n" if "\r\n" in text else "\n"
    for m in _LINE_CONTROL.finditer(text):
        left, right = _around(text, *m.span())
        if m[0] == "\x85" and (_MOJIBAKE.match(left) or _MOJIBAKE.match(right)):
            continue
        ends = left != "" and left in SENTENCE_END and right not in ("", "\n", "\r")
        yield Edit(*m.span(), newline if ends and not seen.once(_dotted) else "", "chars.control")


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

    >>> clean("园\\u200b区的下一步\\ue863打算")
    '园区的下一步打算'
    >>> clean("他叫刘\\ue863。")
    '他叫刘\\ue863。'
    """
    noisy = seen.once(_noisy)
    for m in _PRIVATE.finditer(text):
        left, right = _around(text, *m.span())
        symbol = "\uf020" <= m[0] <= "\uf0ff" and bool(_WIDE.match(left) and _WIDE.match(right))
        if symbol or noisy:
            yield Edit(*m.span(), "", "chars.private_use")


def _noisy(text: str) -> bool:
    """Whether any invisible character was dropped into the Chinese of the text."""
    return _NOISY.search(text) is not None


@rule("chars.tags", "Tag characters go outside flags.", trigger=TAG_CHARACTERS)
def tags(text: str) -> Iterator[Edit]:
    """Tag characters are invisible and can hide text; only a flag needs them, from a black flag to CANCEL TAG.

    >>> clean("正文\\U000e0068\\U000e0069")
    '正文'
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


_AND = re.compile(f"(?<=[{HAN}”」）]) and (?=[{HAN}“「])")
_PROSE = re.compile("[，。；、：！？,;:!?]")
_TITLE = re.compile("《[^《》\n]{0,60}》")
_ENGLISH = re.compile(f"(?<=[{HAN}]) (?:or|not|but|is|the|of|with|for|to|in|on|by|xor|if) (?=[{HAN}])")
_ABOUT_AND = re.compile("|".join(AND_WORDS))


@rule("chars.stray_english", "A stray ` and ` between Chinese words becomes 和.")
def stray_english(text: str, seen: Seen) -> Iterator[Edit]:
    """A careless replacement turned some 和 into ` and `; it is undone in Chinese sentences.

    Titles, quoted names, code, lines that talk about the word, and lines without punctuation stay.

    >>> clean("一批知名企业 and 项目入驻，产业聚集。")
    '一批知名企业和项目入驻，产业聚集。'
    >>> clean("Python用关键字 and 连接两个条件，都成立才算成立。")
    'Python用关键字 and 连接两个条件，都成立才算成立。'
    """
    if " and " not in text:
        return
    for m in _AND.finditer(text):
        line = _line_at(text, m.start())
        if _meant(text, m.start(), m.end(), *line) or seen.once(code_spans).covers(m.start()):
            continue
        yield Edit(m.start(), m.end(), "和", "chars.stray_english")


def _line_at(text: str, i: int) -> tuple[int, int]:
    start = max(text.rfind("\n", max(0, i - 2000), i), text.rfind("\r", max(0, i - 2000), i)) + 1
    end = text.find("\n", i, i + 2000)
    return max(start, i - 2000, 0), end if end >= 0 else min(len(text), i + 2000)


def _meant(text: str, start: int, end: int, line_start: int, line_end: int) -> bool:
    """Whether the author wrote `and` on purpose."""
    line = text[line_start:line_end]
    if not _PROSE.search(line) or _ABOUT_AND.search(line) or _ENGLISH.search(line):
        return True
    at = start - line_start
    return any(m.start() < at < m.end() for m in _TITLE.finditer(line)) or _short_quote(line, at, end - line_start)


def _short_quote(line: str, start: int, end: int) -> bool:
    """Whether the words stand in quotation marks or brackets as a name, without punctuation in between."""
    before = re.search("[“「『（(【\"'‘][^，。；、：！？,;:!?“”「」]{0,12}\\Z", line[max(0, start - 14) : start])
    after = re.match("[^，。；、：！？,;:!?“”「」]{0,12}[”」』）)】\"'’]", line[end : end + 14])
    return before is not None and after is not None


STAGE = RuleStage("chars", (zero_width, bidi, control, private_use, tags, no_break_space, stray_english))
