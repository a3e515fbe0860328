"""Stage `width`: punctuation that a program made ASCII, digits that a program made full-width.

Evidence is taken stretch by stretch: a stretch is a run of lines in which no line writes its marks full-width.
So a clean text behind a damaged one keeps every mark it has.
Quotes, dots and dashes are not here: their ASCII form is ambiguous.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parkclean.codespans import Spans
from parkclean.edits import Edit
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import kind
from parkclean.questions import Beside
from parkclean.rules import Lines, RuleStage, Seen, rule
from parkclean.sources import is_columns
from parkclean.tables import (
    ARTICLE,
    CJK_MARKS,
    CODE_LINE,
    FULL_ALNUM,
    HAN,
    OPENING,
    QUOTES,
    RULED,
    SURVIVORS,
    TONED,
    WIDE,
)

ENOUGH = 8
"""So many marks directly between Chinese characters, of two kinds, are a program's trace."""
SHARE = 0.02
"""Where full-width marks make up this share or more, somebody types them; the text is half-flattened."""
NUMERALS = 4
"""So many numbers of two or more full-width digits are a program's trace."""
ARTICLES = 4
"""So many lines that start with the number of an article or a point make a statute or a contract."""

_MARK = re.compile("[,:;?!()]")
_BARE = re.compile(rf"[,:;?!()](?<=[{HAN}].)(?=[{HAN}])")
_KINDS = re.compile(rf"[,:;?!()](?<=[{HAN}{SURVIVORS}].)(?=[{HAN}{SURVIVORS}])")
DOTTED = 4
"""Where not so many times as many of them are `。`, the marks are a typist's."""
_DOT = re.compile(rf"(?<=[{HAN}])\.(?![\w.])|(?<=[{HAN}])\.(?=[{HAN}])")
"""A full stop that somebody typed in ASCII, too."""
_SPACED = re.compile(rf"[,;?!](?<=[{HAN}].)(?= [{HAN}])")
_WIDE = re.compile("[，：；？！（）]")
_CHINESE = re.compile(f"[{HAN}\u3040-\u30ff{re.escape(CJK_MARKS)}]")  # with HIRAGANA and KATAKANA
_HAN = re.compile(f"[{HAN}]")
_GOES_ON = re.compile(f"[{HAN}{re.escape(OPENING)}]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")  # HIRAGANA and KATAKANA letters
_ARTICLE = re.compile(ARTICLE, re.MULTILINE)
_POINT = re.compile(
    r"^[ \t\u3000]*(?:（[０-９一二三四五六七八九十]{1,3}）|[０-９Ａ-Ｚａ-ｚ一二三四五六七八九十]{1,3}[．、）])|＿{3,}",
    re.MULTILINE,
)
"""How a point of a contract or of minutes starts, and what is to be filled in."""
_TELEGRAM = re.compile("[日讯訊] ?电[（(] ?记者|[０-９]日[电電讯訊]")
"""How the news of an agency starts, which sets its figures full-width."""
_RULED = re.compile(f"[{RULED}]")
_ENTRY = re.compile(
    r"\s*[A-Za-z][^\u3001-\uffef]{0,40}(?:\[[^\[\]]{1,40}\][^\u3001-\uffef]{0,40}?)?"
    r"\b(?:n|v|vt|vi|a|ad|adj|adv|prep|conj|pron|num|art|int)\."
)
_CALL = re.compile(r"[\w.]*(?:\s?[-+*/=,]\s?[\w.]+)*\Z", re.ASCII)
_GLOSS = re.compile(rf"\([a-zü]*[{TONED}]")
_PROTECTED = re.compile(
    r"`[^`\n]+`"  # code
    r"|!?\[[^\[\]\n]*\]\([^()\n]*\)"  # Markdown link or image
    r"|</?[a-zA-Z][^<>\n]*>"  # tag
    r"|:[a-z_]+:"  # emoji short code
)
_CODE = re.compile(rf"\s*(?:{CODE_LINE})", re.IGNORECASE)
_JSON = re.compile(r"""\s*[\[{"'].*["']\s*:""")
_SKIPPED = ",:;?!()"


@dataclass(frozen=True)
class Line:
    """A line with the marks that count: bare ones between Chinese characters, and full-width ones."""

    start: int
    text: str
    bare: str
    full: int

    @property
    def wide(self) -> bool:
        """Somebody typed this line's marks full-width."""
        return self.full > 0 and len(self.bare) <= 3 * self.full


def _is_flattened(lines: Sequence[Line], mixed: int, glosses: Sequence[int]) -> bool:
    """All of law 2, for lines that stand together; `mixed` counts the bare marks in lines with full-width ones as well.

    glosses: where a mirror's readings have left the text, in order; mirrors flatten marks, so one kind is enough
    among them.
    """
    bare = "".join(line.bare for line in lines)
    if len(bare) < ENOUGH or mixed * 4 > len(bare):
        return False
    text = "\n".join(line.text for line in lines)
    full = sum(line.full for line in lines)
    last = lines[-1]
    mirrored = bisect_left(glosses, last.start + len(last.text)) - bisect_left(glosses, lines[0].start)
    two_kinds = len(set(_KINDS.findall(text))) > 1 and any(mark in text for mark in SURVIVORS)
    return (
        (two_kinds or mirrored >= ENOUGH)
        and full < SHARE * (full + sum(map(text.count, WIDE)))
        and text.count("。") > DOTTED * len(_DOT.findall(text))
        and len(_SPACED.findall(text)) * 2 <= len(bare)
        and len(_KANA.findall(text)) * 20 <= len(text)
    )


_MARK_KIND = kind(WIDE)
_enough = Beside(_MARK_KIND, before=HAN_KIND, behind=HAN_KIND, fewest=ENOUGH)
"""Do so many ASCII marks stand between Chinese characters?"""


@rule("width.flattened", "Full-width punctuation that a program made ASCII comes back.", trigger=WIDE, when=_enough)
def flattened(text: str, seen: Seen) -> Iterator[Edit]:
    """`，：；？！（）` that an earlier normaliser made `,:;?!()` are restored.

    The evidence: at least eight such marks directly between Chinese characters, of two kinds or more, hardly any
    full-width ones, while `。` and one of `、“”《》` survived. That is the trace of a program, not of a typist.
    Where a mirror's readings have left the text, marks of one kind are enough.
    A bracket pair becomes full-width when what stands outside it is Chinese.
    Marks between Latin letters or digits, code, links, times, ratios, tables and JSON stay.

    >>> clean("花开了,草绿了,鱼多了。他问:“去吗?”我说:“去!”山上有桃花、杏花;河(不深)边有人,都笑着,唱着,跳着,玩着。")
    '花开了，草绿了，鱼多了。他问：“去吗？”我说：“去！”山上有桃花、杏花；河（不深）边有人，都笑着，唱着，跳着，玩着。'
    >>> clean("春天来了,花开了。")          # one mark is a slip
    '春天来了,花开了。'
    """
    lines = _lines(seen.lines, _restored(seen))
    mixed = sum(len(line.bare) for line in lines if line.wide)
    glosses = seen.where("glosses")
    for wide, run in groupby(lines, key=lambda line: line.wide):
        together = list(run)
        if not wide and _is_flattened(together, mixed, glosses):
            for line in together:
                yield from _restore(line, "width.flattened")


@rule("width.mixed", "Half-flattened punctuation becomes full-width throughout.", trigger=WIDE, risk="lossy")
def mixed(text: str, seen: Seen) -> Iterator[Edit]:
    """ASCII marks between Chinese characters become full-width even where full-width ones stand beside them.

    Half of the marks are left, so the text cannot show whether a program or a typist made the other half; that is
    why this rule runs only when it is selected.

    >>> clean("春天来了,花开了，草绿了。", select=["width.mixed"])
    '春天来了，花开了，草绿了。'
    >>> clean("春天来了,花开了，草绿了。")
    '春天来了,花开了，草绿了。'
    """
    if _BARE.search(text):
        for line in _lines(seen.lines, []):
            if line.bare:
                yield from _restore(line, "width.mixed")


def _restored(seen: Seen) -> list[int]:
    """Where earlier stages have put characters back in this round: no typist's marks."""
    return seen.where("glosses", "mojibake")


def _lines(rows: Lines, restored: Sequence[int]) -> list[Line]:
    """Every line that is not code, data or a dictionary entry, with its marks counted."""
    lines: list[Line] = []
    fenced = False
    for raw, start in rows:
        if raw.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif raw and not fenced and not _is_data(raw):
            lines.append(_line(start, raw, restored))
    return _without_tables(lines)


def _line(start: int, raw: str, restored: Sequence[int]) -> Line:
    spans = _protected(raw)
    bare = "".join(m.group() for m in _BARE.finditer(raw) if not spans.covers(m.start()))
    full = 0
    for m in _WIDE.finditer(raw):
        at = start + m.start()
        full += bisect_left(restored, at - 3) == bisect_right(restored, at)
    return Line(start, raw, bare, full)


def _is_data(line: str) -> bool:
    """JSON, code, and dictionary entries, whose readings and senses stand among ASCII marks by custom."""
    return bool(
        _GLOSS.search(line)
        or _ENTRY.match(line)
        or _CODE.match(line)
        or (('"' in line or "'" in line) and _JSON.match(line))
    )


def _without_tables(lines: list[Line]) -> list[Line]:
    """Drop comma-separated rows: three or more lines in a row, equally many commas, no sentence."""
    kept: list[Line] = []
    for commas, group in groupby(lines, key=lambda line: 0 if "。" in line.text else line.text.count(",")):
        rows = list(group)
        if commas < 2 or len(rows) < 3:
            kept += rows
    return kept


def _protected(line: str) -> Spans:
    """Code, links, tags and codes of emoji."""
    marked = "`" in line or "](" in line or "<" in line or ":" in line
    found = [m.span() for m in _PROTECTED.finditer(line)] if marked else []
    return Spans([start for start, _ in found], [end for _, end in found])


def _restore(line: Line, rule_id: str) -> Iterator[Edit]:
    text = line.text
    spans = _protected(text)
    marks = [m.start() for m in _MARK.finditer(text) if not spans.covers(m.start())]
    pairs = _pairs(text, marks)
    for i in marks:
        if _is_chinese_bracket(text, i, pairs) if text[i] in "()" else _is_chinese_mark(text, i, pairs):
            yield Edit(line.start + i, line.start + i + 1, WIDE[text[i]], rule_id)


def _pairs(text: str, marks: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Bracket position to the pair it belongs to."""
    opened: list[int] = []
    pairs: dict[int, tuple[int, int]] = {}
    for i in marks:
        if text[i] == "(":
            opened.append(i)
        elif text[i] == ")" and opened:
            pair = (opened.pop(), i)
            pairs[pair[0]] = pairs[pair[1]] = pair
    return pairs


def _is_chinese_bracket(text: str, i: int, pairs: dict[int, tuple[int, int]]) -> bool:
    """A pair is Chinese when its outer neighbours are; a lone bracket when both neighbours are, or the line ends."""
    if i not in pairs:
        left, right = text[i - 1 : i], text[i + 1 : i + 2]
        return all(not c.strip() or _CHINESE.match(c) for c in (left, right)) and bool((left + right).strip())
    start, end = pairs[i]
    inner = text[start + 1 : end] if end - start <= 80 else text[start + 1 : start + 41]
    left, right = _left(text, start), _right(text, end)
    if not any(c.isalnum() for c in inner):
        return False
    if _HAN.search(inner):
        return bool(_CHINESE.match(left) or _CHINESE.match(right)) or not (left + right).strip()
    if left.isascii() and (left.isalpha() or left == "_") and _CALL.match(inner):
        return False
    return bool(left != "\\" and (_CHINESE.match(left) or _CHINESE.match(right)))


def _is_chinese_mark(text: str, i: int, pairs: dict[int, tuple[int, int]]) -> bool:
    """A mark is Chinese when it follows Chinese, or when Chinese follows it; a look at what programs write first."""
    after = text[i + 1 : i + 3]
    if after[:1] == "=" or after == "//" or "::" in text[max(0, i - 1) : i + 2]:
        return False
    if text[i] in ":;" and _is_face(text, i, pairs):
        return False
    left, right = _left(text, i), _right(text, i)
    if left and left in QUOTES:
        left = text[max(0, i - 2) : max(0, i - 1)]
    if left and _CHINESE.match(left):
        return True
    if left in "%°" and left and right.isalnum() and after[0] != " ":
        return True
    if not left.strip():
        return text[i] in ",;" and bool(_GOES_ON.match(right))
    if not right:
        return bool(_HAN.search(text, max(0, i - 12), i))
    return bool(_GOES_ON.match(right))


def _is_face(text: str, i: int, pairs: dict[int, tuple[int, int]]) -> bool:
    """`:)`, `;-)`, `:(`: the bracket has no partner."""
    at = i + 2 if text[i + 1 : i + 2] == "-" else i + 1
    return text[at : at + 1] in ("(", ")") and at not in pairs


def _left(text: str, i: int) -> str:
    """The character before the mark and the marks in front of it; empty at the start of the line."""
    for at in range(i - 1, max(-1, i - 6), -1):
        if text[at] not in _SKIPPED:
            return text[at]
    return ""


def _right(text: str, i: int) -> str:
    for at in range(i + 1, min(len(text), i + 6)):
        if text[at] not in _SKIPPED:
            return text[at].replace("\r", "")
    return ""


_FULL_DIGITS = "０１２３４５６７８９"
_FULL_LETTERS = "Ａ-Ｚａ-ｚ"
_FULL_NUMBER = re.compile("(?<=[０-９])[．：－／](?=[０-９])|(?<=[０-９])％")
_ASCII_DIGIT = re.compile(rf"[{HAN}][0-9]|[0-9][{HAN}]")
_NUMBER_MARKS = str.maketrans("．：－／％", ".:-/%")
_ADDRESS = re.compile(r"\S*://\S*|<[^<>\n]*>|\{\{[^{}\n]*\}\}")
"""Where digits and letters stand that no typist wrote."""
FEW = 10
"""Where not so many times as many digits are full-width as are ASCII, some typist chose the width."""


@rule(
    "width.digits",
    "Digits and Latin letters that a program made full-width become ASCII.",
    trigger=_FULL_DIGITS,
)
def digits(text: str, seen: Seen) -> Iterator[Edit]:
    """`２０２４年` and `ＧＤＰ` are ASCII letters and digits that a converter widened.

    The evidence: at least four numbers or words of two or more, twelve characters in all, and hardly any ASCII digits
    in the text, or letters if it is words.  A program widens them all; who types `ＳＡＲＳ` chose to.
    Lines that have ASCII digits beside Chinese, and lines with kana, stay.
    So do Japanese texts, drawn tables, whose columns need the width, and what offices set full-width: statutes, and
    contracts, forms and minutes, whose points are numbered or which have blanks (`＿＿＿`), and telegrams of agencies.

    >>> clean("２０２４年，园区有１０９家企业，比上年多１４家，产值１３０亿元。")
    '2024年，园区有109家企业，比上年多14家，产值130亿元。'
    >>> clean("第１组和第２组")
    '第１组和第２组'
    """
    widened = _widened(text)
    if not widened or _TELEGRAM.search(text):
        return
    if len(_ARTICLE.findall(text)) + len(_POINT.findall(text)) >= ARTICLES:
        return
    if len(_KANA.findall(text)) * 2 > len(_HAN.findall(text)):
        return
    runs = re.compile(f"(?<![{_FULL_DIGITS}{_FULL_LETTERS}])[{widened}]+(?![{_FULL_DIGITS}{_FULL_LETTERS}])")
    lines = [(line, at) for line, at in seen.lines if runs.search(line) and not _keeps_width(line)]
    found = [m.group() for line, _ in lines for m in runs.finditer(line) if len(m.group()) > 1]
    if len(found) < NUMERALS or sum(map(len, found)) < 3 * NUMERALS:
        return
    for line, at in lines:
        for m in runs.finditer(line):
            yield Edit(at + m.start(), at + m.end(), m.group().translate(FULL_ALNUM), "width.digits")
        for m in _FULL_NUMBER.finditer(line) if _FULL_DIGITS in widened else ():
            yield Edit(at + m.start(), at + m.end(), m.group().translate(_NUMBER_MARKS), "width.digits")


def _widened(text: str) -> str:
    """The class of what is hardly ever ASCII in a text: digits, letters, both or neither."""
    typed = _ADDRESS.sub("", text)
    classes = (_FULL_DIGITS, "0-9"), (_FULL_LETTERS, "A-Za-z")
    return "".join(
        full
        for full, narrow in classes
        if len(re.findall(f"[{narrow}]", typed)) * FEW <= len(re.findall(f"[{full}]", typed))
    )


def _keeps_width(line: str) -> bool:
    return any(sign.search(line) for sign in (_ASCII_DIGIT, _KANA, _RULED))


_HALF = dict(zip("｡､｢｣･︐︑︒︓︔︕︖︵︶", "。、「」·，、。：；！？（）", strict=True))
"""The half-width marks of Japan, and marks of vertical lines."""
_HALF_MARK = re.compile(rf"[{''.join(_HALF)}](?:(?<=[{HAN}”’」』）》｣].)|(?=[{HAN}]))")
_HALF_KANA = re.compile("[\uff66-\uff9f]")
_FEWEST_HALF = 3
kind("".join(_HALF), rare=True)


@rule("width.half", "Half-width marks, and marks of vertical lines, become those of Chinese text.", trigger=_HALF)
def half(text: str) -> Iterator[Edit]:
    """`｡､｢｣` are the half-width marks of Japanese machines, `︐︒︓` the forms that vertical lines need.

    Needs three beside Chinese characters; a text with kana of half the width, too, is Japanese and stays.

    >>> clean("花开了､草绿了､燕子来了｡")
    '花开了、草绿了、燕子来了。'
    >>> clean("ﾃﾚﾋﾞ､ﾗｼﾞｵ､車｡本､紙｡")
    'ﾃﾚﾋﾞ､ﾗｼﾞｵ､車｡本､紙｡'
    """
    found = list(_HALF_MARK.finditer(text))
    if len(found) < _FEWEST_HALF or _HALF_KANA.search(text) or len(_KANA.findall(text)) * 20 > len(text):
        return
    for m in found:
        yield Edit(*m.span(), _HALF[m[0]], "width.half")


STAGE = RuleStage("width", (flattened, digits, half, mixed), spares=is_columns)
