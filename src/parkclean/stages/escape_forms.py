r"""The ways in which programs write characters: `\u4e2d`, `%E4%B8%AD`, `=E4=B8=AD` and others, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from parkclean.edits import Edit
from parkclean.mojibake.model import cost
from parkclean.tables import CJK_MARKS, HAN

FEWEST = 12
"""So many escapes, and so many characters of Chinese that come of them, show the damage."""
_CHINESE = 13.0
"""Bits a character above which bytes do not read as Chinese; a short line has some room."""
_ROOM = 30.0
PROGRAM = re.compile(r"[\"'=<>{}$`|\\]|//|%[sd]")
ADDRESS = re.compile(r"[?&#@]|://|www\.|\.(?:com|cn|net|org)\b/|\.(?:html?|php|aspx?|jsp)\b")
MUCH = 80
"""So many characters of Chinese sentences, in two places or more, nobody shows as an example."""
MANY = 4
_HAN = re.compile(f"[{HAN}]")
_SENTENCE = re.compile("[，。；！？、：]")
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_NUMBER = re.compile("[0-9A-Fa-f]{4,6}")
_BYTE = re.compile(r"(?:=|%(?:25){0,3}|\\x|\\')([0-9A-Fa-f]{2})|\\([0-3][0-7]{2})")
_PAIR = r"[Dd][89ABab][0-9A-Fa-f]{2}"
_TAIL = "[Dd][C-Fc-f][0-9A-Fa-f]{2}"


def from_backslash(escape: str) -> str:
    if "u" in escape:
        return _from_units(escape.split("\\u")[1:])
    if "x" in escape:
        return chr(int(escape[-2:], 16))
    return escape[-1] if escape[-1] in '"/' else "\n"


def _from_percent(escape: str) -> str:
    return _from_units(escape.split("%u")[1:]) if escape[1] == "u" else chr(int(escape[1:], 16))


def _from_units(units: list[str]) -> str:
    return bytes.fromhex("".join(unit.rstrip("\\") for unit in units)).decode("utf-16-be", "surrogatepass")


def _from_number(escape: str) -> str:
    """The number of the character stands in it as it is."""
    m = _NUMBER.search(escape)
    number = int(m[0], 16) if m else 0
    return chr(number) if number <= 0x10FFFF else ""


def _from_reference(escape: str) -> str:
    number = escape[1:-1].lower()
    code = int(number[1:], 16) if number[0] == "x" else int(number)
    return chr(code) if code <= 0x10FFFF else ""


def _from_bare(escapes: str) -> str:
    return _from_units([escapes[at : at + 4] for at in range(1, len(escapes), 5)])


def _from_rtf(escape: str) -> str:
    return chr(int(escape[2:].rstrip("? ")) % 0x10000) if escape[1] == "u" else _from_bytes(escape)


def _from_bytes(escapes: str) -> str:
    """Bytes of UTF-8, or else of GBK, which nearly any bytes may be; nothing if they are neither."""
    raw = bytes(int(hexa, 16) if hexa else int(octal, 8) for hexa, octal in _BYTE.findall(escapes))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return "" if "\ufffd" in text else text


class Form(NamedTuple):
    """A way to write characters: a string that all its escapes have, the escapes, and what each stands for.

    other: what a line that holds it does not have beside it; soft: what joins a line with the next one.
    """

    sign: str
    escape: re.Pattern[str]
    decode: Callable[[str], str]
    other: re.Pattern[str] = PROGRAM
    soft: str = ""


FORMS = (
    Form(
        "\\u",
        re.compile(
            rf"\\{{1,2}}u{_PAIR}\\{{1,2}}u{_TAIL}|\\{{1,2}}u[0-9A-Fa-f]{{4}}|\\{{1,2}}x[0-9A-Fa-f]{{2}}"
            r'|\\{1,2}r\\{1,2}n|\\{1,2}[nr"/]'
        ),
        from_backslash,
    ),
    Form("%u", re.compile(rf"%u{_PAIR}%u{_TAIL}|%u[0-9A-Fa-f]{{4}}|%[0-9A-F]{{2}}"), _from_percent),
    Form("\\u{", re.compile(r"\\u\{[0-9A-Fa-f]{4,6}\}"), _from_number),
    Form("\\x{", re.compile(r"\\x\{[0-9A-Fa-f]{4,6}\}"), _from_number),
    Form("<U+", re.compile(r"<U\+[0-9A-F]{4,6}>"), _from_number),
    Form("%", re.compile(r"(?:%(?:25){0,3}[0-9A-Fa-f]{2})+"), _from_bytes, ADDRESS),
    Form("\\x", re.compile(r"(?:\\{1,2}x[0-9A-Fa-f]{2})+"), _from_bytes),
    Form("\\", re.compile(r"(?:\\[0-3][0-7]{2})+"), _from_bytes),
    Form("\\'", re.compile(r"(?:\\'[0-9A-Fa-f]{2})+"), _from_bytes),
    Form("\\u", re.compile(r"\\u-?\d{1,5}[? ]"), _from_rtf),
    Form("=", re.compile(r"(?:=[0-9A-F]{2}|=\r?\n)+"), _from_bytes, PROGRAM, "="),
)
CODE_POINTS = (
    Form("U+", re.compile(r"U\+(?:2[0-9A-F]{4}(?![0-9A-Fa-f])|[0-9A-F]{4})(?: (?=U\+|\n|\Z))?"), _from_number),
    Form("#", re.compile(r"(?<!&)(?<!&amp;)#(?:[0-9]{4,6}|[xX][0-9A-Fa-f]{4,6});"), _from_reference),
    Form("\\", re.compile(r"\\[0-9A-Fa-f]{4}(?: (?=[0-9A-Fa-f]))?"), _from_number),
)
"""Numbers of characters as lists of them, references without their `&`, and style sheets write them."""
BARE_FORMS = (Form("u", re.compile(r"(?:u[0-9A-Fa-f]{4})+"), _from_bare),)
"""`\\u4e2d` without its backslash."""


class Reading(NamedTuple):
    """What escapes stand for: an edit for each, all of it together, its Chinese characters and marks."""

    edits: list[Edit]
    new: str
    wide: int

    @property
    def prose(self) -> bool:
        """Whether it is a sentence, and long enough to be no word that somebody shows."""
        return self.wide >= FEWEST and _SENTENCE.search(self.new) is not None


def is_much(text: str, found: Iterable[Reading]) -> bool:
    """Whether more sentences came of escapes than anybody shows who writes about them, and more than he writes."""
    sizes = [one.wide for one in found if one.prose]
    return len(sizes) > 1 and sum(sizes) >= max(MUCH, len(_HAN.findall(text)))


def are_many(found: Sequence[Reading]) -> bool:
    """Whether lines without a sentence, as those of poems are, are more than an example."""
    return len(found) >= MANY and sum(one.wide for one in found) >= MUCH // 2


def reading(escaped: str, start: int, form: Form) -> Reading | None:
    """The escapes of a string that starts at a place of the text, if what they stand for reads as Chinese."""
    edits = []
    for m in form.escape.finditer(escaped):
        new = form.decode(m[0])
        if not new and m[0].strip("=\r\n"):
            return None
        edits.append(Edit(start + m.start(), start + m.end(), new, ""))
    new = "".join(edit.new for edit in edits)
    wide = len(_WIDE.findall(new))
    if not wide or wide * 2 < len(new) or not all(c.isprintable() or c.isspace() for c in new):
        return None
    if form.decode is _from_bytes and cost(new) > _CHINESE * len(new) + _ROOM:
        return None
    return Reading(edits, new, wide)
