r"""More of stage `entities`: prose written as escapes of a programming language, `\u4e2d\u6587` or `%u4E2D%u6587`.

Programs and data hold such escapes on purpose; a line of prose that holds nothing else was dumped by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind, neighbour
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.tables import ABOUT_CHARSETS, ABOUT_ESCAPES, ABOUT_PROGRAMS, ABOUT_READING, CJK_MARKS, HAN, NAMES_BEFORE

_UNITS = r"[Dd][89ABab][0-9A-Fa-f]{2}"
_BACKSLASH = re.compile(rf"\\u{_UNITS}\\u[Dd][C-Fc-f][0-9A-Fa-f]{{2}}|\\u[0-9A-Fa-f]{{4}}|\\r\\n|\\[nr\"/]")
_PERCENT = re.compile(rf"%u{_UNITS}%u[Dd][C-Fc-f][0-9A-Fa-f]{{2}}|%u[0-9A-Fa-f]{{4}}|%[0-9A-F]{{2}}")
_FEWEST = 12
"""So many escapes stand in a line that shows the damage."""
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_SENTENCE = re.compile("[，。；！？、：]")
_PROGRAM = re.compile(r"[\"'=<>{}$`|\\]|//|%[sd]")
_KEY = re.compile(r"\s{0,20}[A-Za-z_][\w.-]{0,60}\s?:")
_ABOUT = re.compile("|".join(ABOUT_ESCAPES))
_TALK = re.compile(f"{ABOUT_PROGRAMS}|正则|换行|回车|制表|斜[杠线]|LaTeX|字符串")
letter_behind_sign = Beside(kind("<＜&＆\\%"), behind=neighbour('#/／!? \u3000\\"', ("A", "Z"), ("a", "z")))
"""May a tag, a reference or an escape stand in the text? One question for all of them."""


_IN_PROSE = re.compile(
    r"(?:\\{1,2}(?:r\\{1,2}n|[nrt](?![a-zA-Z])|u(?:3000|00[aA]0|200[bB]|201[89cCdD]|2026|2014)|[xX][aA]0|\"))++"
)
_ONE = re.compile(r"\\{1,2}(?:r\\{1,2}n|u([0-9a-fA-F]{4})|[xX]([aA]0)|([nrt\"]))")
_LINE_EDGE = "\r\n"
_SOME = 3
"""So many escapes between Chinese words are no accident."""


class Escaped(NamedTuple):
    """A line that consists of escapes and ASCII: its edits, how many characters they give, and whether it is prose."""

    edits: list[Edit]
    prose: bool


def _escapes(seen: Seen) -> list[Edit]:
    text = seen.text
    found: list[Escaped] = []
    for sign, pattern, decode in (("\\u", _BACKSLASH, _from_backslash), ("%u", _PERCENT, _from_percent)):
        if text.count(sign) < _FEWEST:
            continue
        code = seen.once(code_spans)
        lines = [_escaped(line, start, pattern, decode) for line, start in seen.lines if sign in line]
        lines = [one for one in lines if one is not None and not code.covers(one.edits[0].start)]
        if any(one.prose for one in lines if one):
            found += filter(None, lines)
    if not found and "\\" in text:
        return _in_prose(text)
    if not found or any(is_about(signs, text) for signs in (_ABOUT, ABOUT_CHARSETS, ABOUT_READING)):
        return []
    return sorted(edit for one in found for edit in one.edits)


def _in_prose(text: str) -> list[Edit]:
    r"""Line breaks, blanks and quotes that a program wrote as `\n`, `\u3000`, `\"` between Chinese words."""
    spans = [m.span() for m in _IN_PROSE.finditer(text)]
    wide = [(a, b) for a, b in spans if _beside(text, a - 1) and _beside(text, b) and b - a < len(text)]
    if len(wide) < _SOME or len(wide) * 5 < len(spans) * 4:
        return []
    about = any(is_about(signs, text) for signs in (_ABOUT, ABOUT_CHARSETS, ABOUT_READING, _TALK))
    code = code_spans(text)
    if about or any(code.covers(a) or text.endswith(NAMES_BEFORE, 0, a) for a, _ in wide):
        return []
    return [Edit(a, b, _plain(text, a, b), "entities.escape") for a, b in wide]


def _beside(text: str, at: int) -> bool:
    """Whether a Chinese character or mark stands there, a digit, or the edge of a line."""
    return not 0 <= at < len(text) or text[at] in _LINE_EDGE or text[at].isdigit() or _WIDE.match(text[at]) is not None


def _plain(text: str, start: int, end: int) -> str:
    """What the escapes stand for; at the edge of a line no line breaks and blanks but those of an indent."""
    head = start == 0 or text[start - 1] in _LINE_EDGE
    tail = end == len(text) or text[end] in _LINE_EDGE
    plain = _ONE.sub(_character, text[start:end])
    if tail:
        return plain.strip()
    return plain.lstrip("\n\t\xa0") if head else plain


def _character(m: re.Match[str]) -> str:
    if m[1] or m[2]:
        return chr(int(m[1] or m[2], 16))
    return m[3] if m[3] == '"' else "\t" if m[3] == "t" else "\n"


def _escaped(line: str, start: int, pattern: re.Pattern[str], decode: Callable[[str], str]) -> Escaped | None:
    """The escapes of a line, if it holds them and ASCII without signs of a program."""
    if not line.isascii() or _KEY.match(line) or _PROGRAM.search(pattern.sub("", line)):
        return None
    edits = [Edit(start + m.start(), start + m.end(), decode(m[0]), "entities.escape") for m in pattern.finditer(line)]
    new = "".join(edit.new for edit in edits)
    wide = len(_WIDE.findall(new))
    if not edits or wide * 5 < len(edits) * 4 or not all(c.isprintable() or c.isspace() for c in new):
        return None
    return Escaped(edits, len(edits) >= _FEWEST and _SENTENCE.search(new) is not None)


def _from_backslash(escape: str) -> str:
    if escape[1] != "u":
        return escape[1] if escape[1] in '"/' else "\n"
    return _from_units(escape.split("\\u")[1:])


def _from_percent(escape: str) -> str:
    return _from_units(escape.split("%u")[1:]) if escape[1] == "u" else chr(int(escape[1:], 16))


def _from_units(units: list[str]) -> str:
    return bytes.fromhex("".join(units)).decode("utf-16-be", "surrogatepass")


@rule("entities.escape", r"Prose that a program wrote as `\u4e2d\u6587` is read.", when=letter_behind_sign)
def escape(text: str, seen: Seen) -> Iterator[Edit]:
    r"""Programs write `\uXXXX` (JSON) or `%uXXXX` (JavaScript) for all but ASCII; a page that shows it was not decoded.

    A line is read if it holds only such escapes and ASCII, no sign of a program, and sentences come of it; then so are
    shorter ones of its kind.
    In a line of Chinese, line breaks, blanks and quotes written as `\n`, `\u3000`, `\"` are read where three or more
    stand between Chinese words.
    A text that talks of escapes, encodings or programs, code and JSON stay.

    >>> clean(r"\u6625\u5929\u5230\u4e86\uff0c\u6cb3\u6c34\u6da8\u4e86\uff0c\u71d5\u5b50\u6765\u3002")
    '春天到了，河水涨了，燕子来。'
    >>> clean(r"春天到了。\n\n河水涨了。\n\n燕子来了。\n\n桃花也开了。")
    '春天到了。\n\n河水涨了。\n\n燕子来了。\n\n桃花也开了。'
    >>> clean(r"title=\u6625\u5929\u5230\u4e86\uff0c\u6cb3\u6c34\u6da8\u4e86\uff0c\u71d5\u5b50\u3002")
    'title=\\u6625\\u5929\\u5230\\u4e86\\uff0c\\u6cb3\\u6c34\\u6da8\\u4e86\\uff0c\\u71d5\\u5b50\\u3002'
    """
    return iter(seen.share(_escapes))
