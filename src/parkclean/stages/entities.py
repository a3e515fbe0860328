"""Stage `entities`: character references that a program escaped once too often, or forgot to decode.

A reference is decoded where the text shows the damage: a paragraph that starts with `&nbsp;&nbsp;`, quotation marks and
dashes as references between Chinese characters.
A text *about* references (code, JSON, a line that talks of HTML) keeps them; what tags do is in `markup.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice, pairwise
from typing import NamedTuple

from parkclean.codespans import Spans, code_spans
from parkclean.edits import Edit
from parkclean.rules import RuleStage, Seen, rule
from parkclean.sources import is_written
from parkclean.stages.escape_forms import MUCH
from parkclean.stages.escapes import bare_escape, code_point, escape, letter_behind_sign, line_break
from parkclean.stages.tagged import means_tags
from parkclean.stages.torn import torn_reference
from parkclean.stages.written import line_end, quotation
from parkclean.tables import (
    ABOUT_MARKUP,
    BARE_REFERENCES,
    BLANK_REFERENCES,
    CJK_MARKS,
    HAN,
    HTML_NAMES,
    INVISIBLE,
    JOINERS,
    NAMES_AFTER,
    NAMES_BEFORE,
    SYNTAX_REFERENCES,
)

_BARE_NUMBERS = r"#[xX](?:[4-9][0-9A-Fa-f]{3}|(?:20|30|[Ff]{2})[0-9A-Fa-f]{2})|#(?:[23]\d|1[3-9]|6[0-5])\d{3}(?=[\d&])"
"""Numbers of Chinese characters and their marks without a semicolon, whatever stands behind them: with one figure more
they are no characters."""
_REFERENCE = re.compile(
    r"[&＆](?P<amps>(?:amp[;；]|#38[;；]|#[xX]26[;；])*)"
    r"(?:(?P<name>[#＃]\d{1,7}|[#＃][xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})[;；]"
    rf"|(?P<apart>{'|'.join(BARE_REFERENCES)}|#\d{{2,5}})[ \u3000][;；]"
    rf"|(?P<bare>(?:{'|'.join(BARE_REFERENCES)}|#\d{{4,5}})(?![A-Za-z0-9=])|{_BARE_NUMBERS})"
    rf"|[ \u3000](?P<spaced>{'|'.join(BARE_REFERENCES)}|#\d{{2,5}})[;；])"
)
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}\u3040-\u30ff]")
_RAW = re.compile('[<>"]|&(?![#A-Za-z])')
_ABOUT = re.compile("|".join(ABOUT_MARKUP))
_NEAR = 4
_WRITTEN = 12
"""References to so many Chinese characters in a line: it was written in references as a whole."""
_TONES = frozenset("āēīōūǎěǐǒǔǖǘǚǜăĕĭŏŭ")
"""Letters of pinyin that no European language near Chinese text has in number."""
_FEWEST_TONES = 3
_BYTE = re.compile("[\xa1-\xff]")
_FEWEST_BYTES = 6
"""So many references to letters of Latin-1 in a row are bytes of Chinese; no word has so many."""
_NOTHING = INVISIBLE + JOINERS
_SEEN = re.compile(rf"[^\s{INVISIBLE}]")
_FEWEST_LEFT = 6
"""An author of Markdown writes a dash or a sign as a reference now and then."""
_CLOSING_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9_]{0,15})>")
_FEWEST_CLOSING = 3
"""So many ends of elements in Markdown: references beside them are meant as they are."""


class Reference(NamedTuple):
    """A reference: `depth` says how often it was escaped, `char` what it stands for, `name` its last name."""

    start: int
    end: int
    depth: int
    char: str
    name: str

    @property
    def blank(self) -> bool:
        return self.char in BLANK_REFERENCES

    @property
    def syntax(self) -> bool:
        return self.char in SYNTAX_REFERENCES

    def peeled(self, times: int) -> str:
        """What is left when the last `times` escapes are undone."""
        if times >= self.depth:
            return self.char
        return "&" + "amp;" * (self.depth - times - 1) + self.name + ";"


class Row(NamedTuple):
    """A line with the references in it; whether it talks about markup, and whether it holds a raw `<`.

    broken: whether Markdown breaks the line in front of it on purpose, with a backslash.
    """

    start: int
    text: str
    references: list[Reference]
    about: bool
    raw: bool
    broken: bool = False


def references(text: str) -> list[Reference]:
    """Every character reference of the text whose name the HTML standard knows, in order."""
    found = []
    for m in _REFERENCE.finditer(text):
        name = m["name"] or m["apart"] or m["bare"] or m["spaced"]
        name = name.replace("＃", "#")
        char = unescape(f"&{name};")
        if char.startswith("&") and name != "amp":
            continue
        amps = m["amps"].count("&") + len(re.findall("[;；]", m["amps"]))
        found.append(Reference(m.start(), m.end(), amps + 1, char, name))
    return found


def _rows(seen: Seen) -> dict[int, Row]:
    """The lines that hold references, by their numbers."""
    found: dict[int, list[Reference]] = {}
    for one in references(seen.text):
        found.setdefault(bisect_right(seen.lines.starts, one.start) - 1, []).append(one)
    lines = seen.lines
    return {
        n: Row(
            lines.starts[n],
            lines.texts[n],
            mine,
            _ABOUT.search(lines.texts[n]) is not None,
            "<" in lines.texts[n],
            n > 0 and lines.texts[n - 1].endswith("\\"),
        )
        for n, mine in found.items()
    }


def _indent(row: Row) -> list[Reference]:
    """The blank references that start the line, right before its text.

    Other blanks may stand with two of them in front of Chinese.
    """
    if row.broken:
        return []
    found: list[Reference] = []
    at = row.start
    for one in row.references:
        if not one.blank or _SEEN.search(row.text, at - row.start, one.start - row.start):
            break
        at = one.end
        found.append(one)
    behind = row.text[at - row.start :]
    rest = behind.lstrip()
    apart = len(rest) < len(behind) or any(a.end < b.start for a, b in pairwise(found))
    if not rest or rest.startswith("<!--") or (apart and (len(found) == 1 or not _WIDE.search(rest))):
        return []
    return found


def _named(row: Row, one: Reference) -> bool:
    """Whether the words around the reference speak of it."""
    before = row.text[max(0, one.start - row.start - _NEAR) : one.start - row.start].rstrip(" “\"'")
    after = row.text[one.end - row.start : one.end - row.start + _NEAR].lstrip(" ”\"'")
    return before.endswith(NAMES_BEFORE) or after.startswith(NAMES_AFTER)


def _evident(row: Row, code: Spans, foreign: bool, elsewhere: bool) -> list[Reference]:
    """The references of a line that only damage explains; elsewhere: whether another line was written in them."""
    indent = len(_indent(row))
    found = list(row.references[:indent]) if indent > 1 or (indent and not row.about) else []
    if row.about or row.broken:
        return found
    written = foreign or _is_written(row) or (elsewhere and not _WIDE.search(row.text))
    touching = [True] * len(row.references) if written else _touching(row)
    for n, one in enumerate(row.references[indent:], indent):
        if one.syntax or not touching[n] or code.covers(one.start) or _named(row, one) or one.char in _NOTHING:
            continue
        found.append(one)
    return found


def _is_written(row: Row) -> bool:
    """Whether a line was written in references as a whole."""
    return sum(_WIDE.match(one.char) is not None for one in row.references) >= _WRITTEN


def _is_foreign(rows: dict[int, Row]) -> bool:
    """Whether references spell readings of a mirror, or bytes of Chinese that were read as Latin-1."""
    if sum(one.char in _TONES for row in rows.values() for one in row.references) >= _FEWEST_TONES:
        return True
    for row in rows.values():
        run = 0
        for before, one in pairwise(row.references):
            run = run + 1 if before.end == one.start and _BYTE.match(before.char) and _BYTE.match(one.char) else 0
            if run >= _FEWEST_BYTES:
                return True
    return False


def _touching(row: Row) -> list[bool]:
    """Which references stand beside a Chinese character, or beside another one that does."""
    text, start = row.text, row.start
    wide = [
        bool(_WIDE.match(_before(text, one.start - start)) or _WIDE.match(_behind(text, one.end - start)))
        for one in row.references
    ]
    for order in (range(1, len(wide)), range(len(wide) - 2, -1, -1)):
        for n in order:
            step = -1 if order.step > 0 else 1
            left, right = sorted((n, n + step))
            if wide[n + step] and row.references[left].end == row.references[right].start:
                wide[n] = True
    return wide


def _decoded(seen: Seen) -> list[Edit]:
    """All edits of this stage."""
    rows = _rows(seen)
    whole = bool(rows) and _is_whole(seen.text, rows)
    if not rows or (_is_markup(seen, rows) and not whole):
        return []
    code = Spans([], []) if whole else seen.once(code_spans)
    lone = _lone_ones(rows, code)
    if any(m[1].lower() not in HTML_NAMES for m in _CLOSING_TAG.finditer(seen.text)):
        lone = {one for one in lone if one.depth > 1 or one.char not in "<>"}  # a text with own elements needs them
    foreign = whole or _is_foreign(rows)
    elsewhere = any(map(_is_written, rows.values()))
    told = {n: row._replace(about=row.about and not whole) for n, row in rows.items()}
    evidence = {n: _evident(row, code, foreign, elsewhere) for n, row in told.items()}
    edits: list[Edit] = []
    region = _region(seen.lines.texts, rows, evidence)
    for n, row in rows.items():
        depth = region.depth if region.first <= n <= region.last else 0
        edits += _in_row(row, set(evidence[n]), depth, lone, code)
    return [] if edits and not whole and _is_half(seen, rows, edits, code) else edits


def _is_whole(text: str, rows: dict[int, Row]) -> bool:
    """Whether a text has more of its Chinese in references than as it is, and more than anybody shows."""
    every = [one for row in rows.values() for one in row.references]
    size = sum(_WIDE.match(one.char) is not None for one in every)
    size = max(size, sum(_BYTE.match(one.char) is not None for one in every) // 3)
    return size >= MUCH and size > len(_WIDE.findall(text))


def _is_half(seen: Seen, rows: dict[int, Row], edits: list[Edit], code: Spans) -> bool:
    """Whether a text in Markdown, where each reference is right, has few of them, or some would stay beside others."""
    every = [one for row in rows.values() for one in row.references if not code.covers(one.start)]
    if any(one.depth > 1 for one in every) or not seen.once(means_tags):
        return False
    indents = sum(edit.rule == "entities.indent" for edit in edits)
    nested = len({edit.end - edit.start for edit in edits}) > 1
    filled = sum(_WIDE.search(line) is not None for line in seen.lines.texts)
    if all(one.syntax for one in every):
        return True  # `<`, `>` and `&` are written so
    if len(every) < _FEWEST_LEFT or (indents == len(edits) and (nested or indents * 3 < filled)):
        return True  # some lines are set in: Markdown would drop the blanks
    done = [(edit.start, edit.end) for edit in edits]
    at = [bisect_right(done, (one.start, len(seen.text))) - 1 for one in every]
    return not all(k >= 0 and one.start < done[k][1] for k, one in zip(at, every, strict=True))


def _is_markup(seen: Seen, rows: dict[int, Row]) -> bool:
    """Whether elements stand in a text that means them, as in Markdown, and some reference beside a tag of theirs."""
    text = seen.text
    every = (one for row in rows.values() for one in row.references)
    if not any(text[one.start - 1 : one.start] == ">" or text[one.end : one.end + 1] == "<" for one in every):
        return False
    found = _CLOSING_TAG.finditer(text)
    return len(list(islice(found, _FEWEST_CLOSING))) == _FEWEST_CLOSING and seen.once(means_tags)


def _lone_ones(rows: dict[int, Row], code: Spans) -> set[Reference]:
    """The references to syntax characters that are left over in prose.

    Where only some brackets of a text could be, they are meant: it is not half decoded.
    """
    lone: set[Reference] = set()
    whole = True
    for row in rows.values():
        for one in row.references:
            if _lone(row, one, code):
                lone.add(one)
            elif one.char in "<>" and not code.covers(one.start):
                whole = False
    return lone if whole else {one for one in lone if one.char not in "<>"}


class Region(NamedTuple):
    """The lines from `first` to `last` were escaped as a whole, `depth` times."""

    first: int
    last: int
    depth: int


def _region(lines: Sequence[str], rows: dict[int, Row], evidence: dict[int, list[Reference]]) -> Region:
    """Where the text was escaped as a whole: from the first evident line to the last, and on while nothing is raw.

    A `<` or `>` that stands there unescaped shows that only some references were left over.
    """
    every = [one for found in evidence.values() for one in found]
    if len(every) < 3:
        return Region(0, -1, 0)
    depth = Counter(one.depth for one in every).most_common(1)[0][0]
    evident = [n for n, found in evidence.items() if found]
    first, last = evident[0], evident[-1]
    while first > 0 and _escaped(lines[first - 1], rows.get(first - 1), depth):
        first -= 1
    while last + 1 < len(lines) and _escaped(lines[last + 1], rows.get(last + 1), depth):
        last += 1
    if any("<" in line or ">" in line for line in lines[first : last + 1]):
        return Region(0, -1, 0)
    return Region(first, last, depth)


def _escaped(line: str, row: Row | None, depth: int) -> bool:
    """Whether nothing in the line contradicts that it was escaped `depth` times; row: its references, if it has any."""
    if row is None:
        return depth > 1 and not _RAW.search(line)
    return not any(one.depth < depth for one in row.references) and not _RAW.search(line)


def _in_row(row: Row, evident: set[Reference], depth: int, lone: set[Reference], code: Spans) -> Iterator[Edit]:
    indent = _indent(row)
    if indent and indent[0] in evident:
        end = indent[-1].end
        blanks = len(row.text) - len(row.text[end - row.start :].lstrip()) - (end - row.start)
        yield Edit(indent[0].start, end + blanks, "", "entities.indent")
    else:
        indent = []
    ends = _run_ends(row.references)
    blank_until = -1
    for n, one in enumerate(row.references[len(indent) :], len(indent)):
        if one in evident:
            new = one.char
        elif depth and one.depth >= depth:
            new = one.peeled(depth)
        elif one in lone:
            new = one.char
        else:
            continue
        if new in BLANK_REFERENCES and not code.covers(one.start):
            new = _blank(row, one, one.start == blank_until, ends[n])
            blank_until = one.end
        yield Edit(one.start, one.end, new, "entities.reference")


def _before(line: str, at: int) -> str:
    """The character before a place that can be seen: what cannot goes in the stage `chars`."""
    while at and line[at - 1] in INVISIBLE:
        at -= 1
    return line[at - 1] if at else ""


def _behind(line: str, at: int) -> str:
    while at < len(line) and line[at] in INVISIBLE:
        at += 1
    return line[at : at + 1]


def _run_ends(references: list[Reference]) -> list[int]:
    """For each reference, where the run of blank references ends that starts with it."""
    ends = [one.end for one in references]
    for n in range(len(references) - 2, -1, -1):
        if references[n + 1].blank and references[n + 1].start == references[n].end:
            ends[n] = ends[n + 1]
    return ends


def _blank(row: Row, one: Reference, inside: bool, run_end: int) -> str:
    """One blank for a run of blank references; none at the edge of a line or beside another blank."""
    before, after = _before(row.text, one.start - row.start), _behind(row.text, run_end - row.start)
    if inside or not before.strip() or not after.strip():
        return ""
    return " "


def _lone(row: Row, one: Reference, code: Spans) -> bool:
    """Whether a reference to a syntax character is a left-over: in prose, between words, and no tag comes of it."""
    if not one.syntax or row.about or code.covers(one.start) or _named(row, one) or row.raw:
        return False
    before = row.text[one.start - row.start - 1 : one.start - row.start] if one.start > row.start else ""
    after = row.text[one.end - row.start : one.end - row.start + 1]
    if one.char == "&":
        return (
            bool(before and after)
            and not before.isdigit()
            and after not in "#;&"
            and (before.isalpha() or before == " ")
        )
    if one.char in "\"'":
        return bool(_WIDE.match(before) or _WIDE.match(after)) or (
            one.char == "'" and before.isalpha() and after.isalpha()
        )
    return before not in ("", "&", "=") and (after.isdigit() or after == " " or after == "=")


@rule(
    "entities.indent",
    "Blank references at the head of a paragraph go.",
    when=letter_behind_sign,
)
def indent(text: str, seen: Seen) -> Iterator[Edit]:
    """A page lays its paragraphs out with `&nbsp;&nbsp;`; where the references were escaped they stand in the text.

    >>> clean("&nbsp;&nbsp;今年春天，桃花开得早。")
    '今年春天，桃花开得早。'
    >>> clean("HTML里的空格写成&nbsp;，不会换行。")
    'HTML里的空格写成&nbsp;，不会换行。'
    """
    return (edit for edit in seen.share(_decoded) if edit.rule == "entities.indent")


@rule(
    "entities.reference",
    "Character references that the page should have decoded are decoded.",
    when=letter_behind_sign,
)
def reference(text: str, seen: Seen) -> Iterator[Edit]:
    """References between Chinese characters are left over from a page; escaped several times they are decoded at once.

    Where three such references or more stand in a text, everything between them was escaped with them, code included.
    What a text says about references stays, and so do those of Markdown beside its tags, or if some others would stay.

    >>> clean("他说&amp;ldquo;再等等&amp;rdquo;，便走了。")
    '他说“再等等”，便走了。'
    >>> clean("转义两次，`&lt;`就成了`&amp;lt;`。")
    '转义两次，`&lt;`就成了`&amp;lt;`。'
    """
    return (edit for edit in seen.share(_decoded) if edit.rule == "entities.reference")


STAGE = RuleStage(
    "entities",
    (
        indent,
        reference,
        torn_reference,
        escape,
        code_point,
        bare_escape,
        line_break,
        quotation,
        line_end,
    ),
    spares=is_written,
)
