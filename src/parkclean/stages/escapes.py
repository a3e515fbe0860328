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
from parkclean.tables import ABOUT_CHARSETS, ABOUT_ESCAPES, ABOUT_READING, CJK_MARKS, HAN

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
letter_behind_sign = Beside(kind("<＜&＆\\%"), behind=neighbour("#/／!? \u3000", ("A", "Z"), ("a", "z")))
"""May a tag, a reference or an escape stand in the text? One question for all of them."""


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
    if not found or any(is_about(signs, text) for signs in (_ABOUT, ABOUT_CHARSETS, ABOUT_READING)):
        return []
    return sorted(edit for one in found for edit in one.edits)


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
    A text that talks of escapes or encodings, code and JSON stay.

    >>> clean(r"\u6625\u5929\u5230\u4e86\uff0c\u6cb3\u6c34\u6da8\u4e86\uff0c\u71d5\u5b50\u6765\u3002")
    '春天到了，河水涨了，燕子来。'
    >>> clean(r"title=\u6625\u5929\u5230\u4e86\uff0c\u6cb3\u6c34\u6da8\u4e86\uff0c\u71d5\u5b50\u3002")
    'title=\\u6625\\u5929\\u5230\\u4e86\\uff0c\\u6cb3\\u6c34\\u6da8\\u4e86\\uff0c\\u71d5\\u5b50\\u3002'
    """
    return iter(seen.share(_escapes))
