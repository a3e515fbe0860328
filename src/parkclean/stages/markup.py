"""Stage `markup`: tags that were injected into a text, and tags that a page left behind.

Real HTML pages are read by `formats/html.py`; here a text holds a few tags that are not part of it.
A text *about* tags keeps them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind, neighbour
from parkclean.parted import LOOSE, between_characters, parts_words
from parkclean.questions import Beside, Either
from parkclean.rules import RuleStage, Seen, rule
from parkclean.sources import is_source
from parkclean.stages.elements import Element, Tag, elements_of
from parkclean.stages.escapes import letter_behind_sign
from parkclean.stages.notes import note
from parkclean.stages.residue import forum_codes, ruby, style_rules
from parkclean.stages.scripts import data, placeholder
from parkclean.stages.tagged import is_page, means_tags, removals
from parkclean.stages.torn import torn_tag
from parkclean.stages.wedged import LOT, adverts, in_words, runs, stand_in_words, strangers
from parkclean.tables import (
    BLOCK_NAMES,
    CJK_MARKS,
    CLOSING,
    EMBEDDED,
    HAN,
    HIDING_CLASSES,
    HTML_NAMES,
    LINE_NAMES,
    LOOKS,
    MEANINGFUL_EMPTY,
    PART_OF_PAGE,
    PROSE_NAMES,
    READINGS,
    SENTENCE_END,
    TORN_TAG,
    VOID_NAMES,
    WIDE_QUOTES,
    WORD_PREFIXES,
)

_NAME = r"(?P<close>[/／]?)(?P<name>(?:[A-Za-z][A-Za-z0-9]{0,3}:)?[A-Za-z][A-Za-z0-9]{0,19})"
_TAG = re.compile(rf"<{_NAME}(?P<rest>(?:\s[^<>]*)?)/?>")
_VEILED = re.compile(
    rf"(?:＜|[&＆](?:amp[;；]){{0,3}}(?:lt|LT|#60|#[xX]3[cC])[;；]){_NAME}(?P<rest>(?:\s[^<>＜＞]{{0,200}}?)?)[/／]?"
    r"(?:＞|[&＆](?:amp[;；]){0,3}(?:gt|GT|#62|#[xX]3[eE])[;；])"
)
"""A tag whose brackets are references or full-width."""
_COMPONENT = re.compile("[A-Z](?=[A-Z0-9]*[a-z])[a-z0-9]+(?:[A-Z][a-z0-9]*)*$")
_TORN = re.compile(TORN_TAG)
_TAG_END = re.compile(r"[\"']\s?/?>")
_WHOLE_TAG = re.compile(r"<[^<>]{0,480}[\"']\s?/?>")
"""As long as `_LONG_TAG` allows, its end aside."""
_torn_edge = Beside(kind(">"), before=neighbour("\"'/"))
_may_have_tags = Either(letter_behind_sign, _torn_edge)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,20})\s?=\s?(?:"([^"]{0,80})"|'([^']{0,80})'|([^\s"'>]{1,80}))""")
_VALUE = re.compile("\"[^\"\n]*\"|'[^'\n]*'")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{3,32}\Z")
_DRAWN = re.compile(r"\d[A-Za-z]")
_NUMBERED_LETTERS = re.compile(r"[A-Za-z]{2}\d")

_WORD_NAMESPACE = re.compile(r"<\?xml:namespace[^<>]{0,200}>", re.I)
_OFFICE_COMMENT = re.compile(r"<!--\s{0,4}(?:\[if |StartFragment|EndFragment)")
_UNSEEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}0(?![.\d])"
    r"|(?:left|top|text-indent)\s{0,4}:\s{0,4}-\d{3,5}(?:px|em)",
    re.I,
)
_PART_OF_PAGE = re.compile(PART_OF_PAGE)
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_HAN = re.compile(f"[{HAN}]")
_SENTENCE = re.compile("[，。；！？,;]")
_PROSE = re.compile(f"[{HAN}]{{6}}[，。！？]")
_CODE = re.compile("[{}=;]")
_LONG_COMMENT = 5000
_LONG_TAG = 500

SPAM_NAMES = 3
"""So many different empty elements with one value, or side by side, are no accident."""
_FEWEST_LOTS = 2
_SHORTEST_LOT = 5
_FEWEST_VEILED = 2
_HOLDING = MEANINGFUL_EMPTY - {"i", "span"}
_MEANINGLESS_EMPTY = HTML_NAMES - MEANINGFUL_EMPTY
_FEWEST_HELD = 4
"""So many tokens in elements are no formulas and no notes."""


def _tags(seen: Seen) -> list[Tag]:
    """Every tag outside quoted code."""
    code = seen.once(code_spans)
    raw = [_tag(m) for m in _TAG.finditer(seen.text) if not code.covers(m.start()) and not _is_other(m)]
    if "＜" not in seen.text and "&" not in seen.text and "＆" not in seen.text:
        return raw
    veiled = [_tag(m, veiled=True) for m in _VEILED.finditer(seen.text) if not code.covers(m.start())]
    return sorted([*raw, *veiled])


def _is_other(m: re.Match[str]) -> bool:
    """Whether the match is a component of a program (`<ItemLink id="ring" />`), or no tag at all."""
    return _holds_text(m["rest"]) or (_COMPONENT.match(m["name"]) is not None and m["name"].lower() not in HTML_NAMES)


def _holds_text(rest: str) -> bool:
    """Whether a sentence stands where attributes should: the tag lost its bracket, and another one closes it.

    The value of an attribute may be a sentence, but not one that goes over the end of its line.
    """
    if not rest or _PROSE.search(rest) is None:
        return False
    return "=" not in rest or ("\n" in rest and _PROSE.search(_VALUE.sub("", rest)) is not None)


def _tag(m: re.Match[str], *, veiled: bool = False) -> Tag:
    rest = unescape(unescape(m["rest"])).translate(WIDE_QUOTES) if veiled else m["rest"]
    attributes = tuple((a.lower(), b or c or d) for a, b, c, d in _ATTRIBUTE.findall(rest))
    return Tag(m.start(), m.end(), m["name"].lower(), bool(m["close"]), attributes, veiled)


def _elements(seen: Seen) -> list[Element]:
    """What all tags make."""
    return elements_of(seen.text, seen.share(_tags))


def _adverts(seen: Seen) -> list[tuple[int, int]]:
    """Where links and elements of no known name part words together with what they hold."""
    return adverts(seen.text, seen.share(_elements))


def _spam(seen: Seen) -> list[Tag]:
    """The tags that somebody injected to disguise a copy, in order."""
    tags = seen.share(_tags)
    bare = strangers(seen, tags, seen.share(_adverts))
    if sum(bool(tag.attributes) for tag in tags) < _FEWEST_LOTS or is_page(seen.text):
        return bare
    elements = seen.share(_elements)
    bare += _lots(seen, elements) or _idle(seen, tags, elements)
    if len({tag.name for tag in tags if tag.attributes}) < SPAM_NAMES:
        return sorted(set(bare))
    empty = [element for element in elements if element.empty]
    values = _spam_values(elements)
    shapes = _spam_shapes(empty)
    spam = {
        tag
        for element in elements
        if any(pair in values for pair in element.attributes) or (element.empty and _shape(element) in shapes)
        for tag in element.tags
        if len(element.tags) > 1 or element.name in VOID_NAMES or _worthless(element)
    }
    spam |= {tag for tag in tags if tag.closing and tag.name in VOID_NAMES and spam}
    return sorted(spam.union(bare))


def _lots(seen: Seen, elements: list[Element]) -> list[Tag]:
    """Empty elements alone on lines or in the middle of sentences, two or more, with nothing but a value drawn by lot.

    Those that have a place in a page, and parts of a line of code, are none.
    """
    bare = [e for e in elements if e.empty and len(e.attributes) == 1 and e.name in _MEANINGLESS_EMPTY]
    times = Counter(e.attributes[0] for e in bare)
    found = [
        e
        for e in bare
        if (_is_lot(e.attributes[0][1]) or (times[e.attributes[0]] > 1 and _is_shared(*e.attributes[0])))
        and _stands_alone(seen.text, e.tags[0].start, e.tags[-1].end)
    ]
    if len(found) < _FEWEST_LOTS or seen.once(means_tags):
        return []
    return [tag for e in found for tag in e.tags]


def _idle(seen: Seen, tags: list[Tag], elements: list[Element]) -> list[Tag]:
    """Empty elements alone on lines of prose or inside its sentences, each with one token, where hardly a tag is other.

    A page and a sketch of one have tags that hold something.
    """
    found = [
        e
        for e in elements
        if e.empty and len(e.tags) > 1 and e.name not in MEANINGFUL_EMPTY and len(e.attributes) == 1
        if _TOKEN.match(e.attributes[0][1]) and _stands_alone(seen.text, e.tags[0].start, e.tags[1].end)
    ]
    if len(found) < SPAM_NAMES or len(found) * 3 < len(tags) or not _PROSE.search(seen.text):
        return []
    return [] if seen.once(means_tags) else [tag for e in found for tag in e.tags]


def _is_lot(value: str) -> bool:
    return len(value) >= _SHORTEST_LOT and LOT.match(value) is not None


def _is_shared(name: str, value: str) -> bool:
    """Whether two elements of a page cannot have the same value of an attribute: a word that is no name of a class."""
    return name != "class" and len(value) >= _SHORTEST_LOT and value.isascii() and value.isalnum() and value.islower()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but Chinese, tags and breaks stands beside a tag."""
    before, behind = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    return all(c in "<>&;\r\n \t\u3000" or _WIDE.match(c) for c in (before, behind))


def _worthless(element: Element) -> bool:
    """An unclosed element is only taken with a token for its sole attribute."""
    return len(element.attributes) == 1 and _TOKEN.match(element.attributes[0][1]) is not None


def _spam_values(elements: list[Element]) -> set[tuple[str, str]]:
    """Attributes with one and the same token on empty elements of several names.

    An id is unique in a page that people made: one that looks drawn by lot counts on elements with text, too.
    """
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for element in elements:
        for pair in element.attributes:
            if _TOKEN.match(pair[1]) and (element.empty or (pair[0] == "id" and _DRAWN.search(pair[1]))):
                names[pair].add(element.name)
    return {pair for pair, found in names.items() if len(found - MEANINGFUL_EMPTY) >= SPAM_NAMES}


def _shape(element: Element) -> tuple[str, ...]:
    """The attribute names of an element whose values are tokens; what spam tags have in common when values differ."""
    if not element.attributes or not all(_TOKEN.match(value) for _, value in element.attributes):
        return ("",)
    return tuple(name for name, _ in element.attributes)


def _spam_shapes(empty: list[Element]) -> set[tuple[str, ...]]:
    """Shapes of empty elements of several names whose values look drawn by lot, each its own."""
    names: dict[tuple[str, ...], set[str]] = defaultdict(set)
    values: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for element in empty:
        shape = _shape(element)
        names[shape].add(element.name)
        values[shape] += [value for _, value in element.attributes]
    names.pop(("",), None)
    shapes = {shape for shape, found in names.items() if _by_lot(found, values[shape])}
    if len(names) > SPAM_NAMES:
        drawn = [shape for shape in names if any(map(_DRAWN.search, values[shape]))]
        found = {name for shape in drawn for name in names[shape]}
        if _by_lot(found, [value for shape in drawn for value in values[shape]]):
            shapes.update(drawn)
    return shapes


def _by_lot(names: set[str], values: list[str]) -> bool:
    """Whether a third of the values look drawn by lot, on elements of several names."""
    drawn = sum(_DRAWN.search(value) is not None for value in values)
    return drawn * 3 >= len(values) and len(names - MEANINGFUL_EMPTY) + (not names <= HTML_NAMES) > SPAM_NAMES


def _has_tags(seen: Seen) -> bool:
    """Whether a tag, the end of one or a comment stands in the text, whatever its brackets."""
    text = seen.text
    if _torn_edge(seen):
        return True
    if "<" in text and ("<!--" in text or _TAG.search(text)):
        return True
    return ("＜" in text or "&" in text or "＆" in text) and _VEILED.search(text) is not None


@rule(
    "markup.spam_tags",
    "Empty tags that were injected to disguise a copy go.",
    when=_may_have_tags.then(_has_tags),
)
def spam_tags(text: str, seen: Seen) -> Iterator[Edit]:
    """Empty elements that share one random id, or are of no known name, go with the list marks in front of them.

    >>> clean('<samp id="k3xq9"></samp>\\n  • <delect id="k3xq9"><sup id="k3xq9"></sup></delect>\\n\\n春天到了。')
    '春天到了。'
    >>> clean("删除线的标签是<del>，不是<delete>。")
    '删除线的标签是<del>，不是<delete>。'
    """
    return removals(text, [Edit(tag.start, tag.end, "", "markup.spam_tags") for tag in seen.share(_spam)])


# --- what a page left behind --------------------------------------------------------------------------------------


def _left_over(seen: Seen) -> list[Edit]:
    """Tags, scripts and comments of a page, where the text shows that it was cut out of one.

    A whole page is for `formats/html.py`; Markdown may hold tags; a text that talks about markup means them.
    """
    text = seen.text
    tags = [tag for tag in seen.share(_tags) if tag.name in HTML_NAMES or tag.name.startswith(WORD_PREFIXES)]
    veiled = [tag for tag in tags if tag.veiled]
    if sum(_evident(text, tag) for tag in veiled) < _FEWEST_VEILED and not in_words(text, veiled):
        tags = [tag for tag in tags if not tag.veiled]
    every = seen.share(_elements)
    elements = every if len(tags) == len(seen.share(_tags)) else elements_of(text, tags)
    unseen = [
        *_hidden(text, tags, elements),
        *_held_at_random(text, every),
        *seen.share(_adverts),
        *(m.span() for m in _WORD_NAMESPACE.finditer(text)),
    ]
    comments = list(_comments(text))
    readings = [(e.tags[0].start, e.tags[1].end) for e in elements if e.name in READINGS and len(e.tags) > 1]
    torn = _torn(seen) if _torn_edge(seen) else []
    inside = _outermost(sorted([*unseen, *comments, *readings, *torn]))
    shown = [tag for tag in tags if not _covered(inside, tag.start)]
    seldom = not unseen and not torn and not _no_notes(text, comments) and not any(_evident(text, tag) for tag in shown)
    dropped = in_words(text, shown)
    if (seldom and not dropped) or (seen.once(means_tags) and not stand_in_words(text, comments)):
        return []
    parts = frozenset(torn)
    edits = [
        Edit(a, _line_end(text, a, b), "", "markup.left_over" if (a, b) in parts else "markup.hidden")
        for a, b in inside
    ]
    edits += [Edit(tag.start, tag.end, "", "markup.left_over") for tag in shown]
    apart = [run for run in runs(shown) if not dropped or _may_break(text, run)]
    names = {tag.start: tag.name for run in apart for tag in run}
    return list(removals(text, _with_breaks(text, sorted(edits), names)))


def _may_break(text: str, run: tuple[Tag, ...]) -> bool:
    """Whether tags that stand among dropped ones may still be the break of a line: they are no empty element, and do
    not part two characters."""
    return (len(run) == 1 or run[0].closing) and not between_characters(text, run[0].start, run[-1].end)


def _torn(seen: Seen) -> list[tuple[int, int]]:
    """Ends of tags whose beginning is lost, behind Chinese characters or in front of a line: `" target="_blank">`."""
    text = seen.text
    first = min((at for quote in "\"'" if (at := text.find(quote)) >= 0), default=len(text))
    if len(_TAG_END.findall(text, first, text.rfind(">") + 1)) == len(_WHOLE_TAG.findall(text)):
        return []
    found = [(m.start() + (text[m.start()] in "\r\n"), m.end()) for m in _TORN.finditer(text)]
    spans = [(a, b) for a, b in found if _is_torn(text, a, b)]
    code = seen.once(code_spans)
    near = [max(0, a - _LONG_TAG) for a, _ in spans]
    return [
        (a, b)
        for (a, b), first in zip(spans, near, strict=True)
        if text.rfind("<", first, a) <= text.rfind(">", first, a) and not code.covers(a)
    ]


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether Chinese stands in front of what may be the end of a tag, or behind one that begins a line."""
    if start and text[start - 1] not in "\r\n":
        return _WIDE.match(text, start - 1) is not None
    return _HAN.match(text, end) is not None


def _hidden(text: str, tags: list[Tag], elements: list[Element]) -> list[tuple[int, int]]:
    """Scripts, styles and elements that their style hides, with what they hold."""
    found = []
    closing = {name: [tag for tag in tags if tag.closing and tag.name == name] for name in ("script", "style")}
    for tag in tags:
        if tag.name in closing and not tag.closing:
            at = bisect_right(closing[tag.name], tag)
            if at < len(closing[tag.name]) and not _is_prose(text[tag.end : closing[tag.name][at].start]):
                found.append((tag.start, closing[tag.name][at].end))
    prose = _PROSE.search(text) is not None
    for element in elements:
        if len(element.tags) < 2:
            continue
        start, end = element.tags[0].start, element.tags[1].end
        style, kind = (dict(element.attributes).get(name, "") for name in ("style", "class"))
        held = kind in HIDING_CLASSES or (element.name in EMBEDDED and not _HAN.search(text, start, end))
        if _UNSEEN.search(style) or (prose and held):
            found.append((start, end))
    return found


def _held_at_random(text: str, elements: list[Element]) -> list[tuple[int, int]]:
    """Elements in the middle of sentences that hold a few letters and figures each, other ones nearly every time."""
    found, named = [], 0
    for element in elements:
        if len(element.tags) < 2 or element.name in _HOLDING:
            continue
        opened, closed = element.tags
        beside = opened.start and _WIDE.match(text, opened.start - 1) and _WIDE.match(text, closed.end)
        if beside and _TOKEN.match(text[opened.end : closed.start]):
            found.append((opened.start, opened.end, closed.start, closed.end))
            named += any(_is_lot(value) for _, value in opened.attributes)
    held = {text[b:c] for _, b, c, _ in found}
    if not found or len(held) * 3 < len(found) * 2:
        return []
    drawn = sum(map(_is_drawn, held))
    spans = [(a, d) for a, _, _, d in found]
    by_lot = len(held) >= (_FEWEST_LOTS if named * 3 >= len(found) * 2 else _FEWEST_HELD) and drawn * 2 >= len(held)
    return spans if by_lot or (len(held) > 1 and parts_words(text, spans, 2, LOOSE)) else []


def _is_drawn(token: str) -> bool:
    """Whether letters and figures stand in a token as in no formula: `q9w`, `kx2`, but not `H2`."""
    return bool(_DRAWN.search(token) or _NUMBERED_LETTERS.search(token))


def _is_prose(inside: str) -> bool:
    """Whether a script or style holds sentences and no code: somebody put a paragraph into it."""
    return len(_HAN.findall(inside)) * 2 > len(inside) and not _CODE.search(inside)


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Comments, unless they are so long that an unclosed one may have swallowed the text."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        if end - at < _LONG_COMMENT:
            yield at, end + 3
        at = text.find("<!--", end + 3)


def _no_notes(text: str, comments: list[tuple[int, int]]) -> bool:
    """Whether the comments are no notes of an author: they name parts of a page, Word wrote them, or they are tokens in
    the middle of words or drawn by lot."""
    tokens = [text[a + 4 : b - 3].strip() for a, b in comments]
    words = sum(
        bool(a and _TOKEN.match(token) and _HAN.match(text, a - 1) and _HAN.match(text, b))
        for (a, b), token in zip(comments, tokens, strict=True)
    )
    drawn = sum(bool(_TOKEN.match(token) and _DRAWN.search(token)) for token in tokens)
    marks = any(map(_PART_OF_PAGE.match, tokens))
    return marks or words >= 2 or drawn * 3 >= len(tokens) > 2 or _OFFICE_COMMENT.search(text) is not None


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without those that begin inside another."""
    found: list[tuple[int, int]] = []
    for a, b in spans:
        if not found or a >= found[-1][1]:
            found.append((a, b))
    return found


def _line_end(text: str, start: int, end: int) -> int:
    """Where to stop, so that something of several whole lines takes its last line break along."""
    if "\n" not in text[start:end] or text[start - 1 : start] != "\n":
        return end
    return end + (2 if text.startswith("\r\n", end) else int(text.startswith("\n", end)))


def _covered(spans: list[tuple[int, int]], i: int) -> bool:
    at = bisect_right(spans, (i, len(spans) and spans[-1][1])) - 1
    return at >= 0 and spans[at][0] <= i < spans[at][1]


def _evident(text: str, tag: Tag) -> bool:
    """Whether the tag stands where only a page puts it: behind the end of a sentence, at the head of a paragraph, or
    with the looks of a link or a font beside a Chinese character."""
    before = text[max(0, tag.start - 4) : tag.start].rstrip(" \t\u3000\xa0")
    if tag.name == "o:p" or tag.name.startswith("st1:"):
        return True
    if tag.name == "br" or (tag.closing and tag.name in PROSE_NAMES):
        return before[-1:] in SENTENCE_END + CLOSING and before != "" and _WIDE.match(before[-1]) is not None
    if tag.closing:
        return False
    if any(name in LOOKS for name, _ in tag.attributes):
        return bool(_HAN.match(before[-1:]) or _HAN.match(text, tag.end)) or _is_picture(text, tag)
    if tag.name not in PROSE_NAMES or before[-1:] not in ("", "\n", "\r"):
        return False
    line = text[tag.end : tag.end + 200].partition("\n")[0]
    return len(_HAN.findall(line)) >= 15 and _SENTENCE.search(line) is not None


def _is_picture(text: str, tag: Tag) -> bool:
    """Whether the tag is a picture from the web on a line of its own."""
    source = dict(tag.attributes).get("src", "")
    if tag.name != "img" or not source.startswith(("http://", "https://", "/")):
        return False
    return text[tag.start - 1 : tag.start] in ("\n", "\r") and text.startswith(("\n", "\r"), tag.end)


def _with_breaks(text: str, edits: list[Edit], names: dict[int, str]) -> list[Edit]:
    """A block or `<br>` in the middle of a line leaves a line break."""
    newline = "\r\n" if "\r\n" in text else "\n"
    done: list[Edit] = []
    for group in _neighbours(text, edits):
        start, end = group[0].start, group[-1].end
        middle = text[start - 1 : start] not in ("", "\n", "\r") and text[end : end + 1] not in ("", "\n", "\r")
        found = [names.get(edit.start, "") for edit in group]
        breaks = 2 if any(name in BLOCK_NAMES for name in found) else min(2, sum(name in LINE_NAMES for name in found))
        inner = [Edit(a.end, b.start, "", "markup.left_over") for a, b in pairwise(group) if breaks and a.end < b.start]
        if middle and start and breaks:
            group = [group[0]._replace(new=newline * breaks), *group[1:]]
        done += sorted([*group, *inner])
    return done


def _neighbours(text: str, edits: list[Edit]) -> Iterator[list[Edit]]:
    """Edits with only blanks between them, on one line."""
    group: list[Edit] = []
    for edit in edits:
        if group and text[group[-1].end : edit.start].strip(" \t"):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


@rule(
    "markup.left_over",
    "Tags of a page that stand in the text go; a block or `<br>` leaves a line break.",
    when=_may_have_tags.then(_has_tags),
)
def left_over(text: str, seen: Seen) -> Iterator[Edit]:
    """A text cut out of a page keeps some of its tags: `</p>` behind a sentence, `<br>` between two, a link, a font, or
    the end of one (`" target="_blank">`).

    Nothing happens in Markdown, in a whole page (use `format="html"`), or where the text talks about markup.

    >>> clean("<p>春天到了。</p><p>河水涨了。<br/>燕子来了。</p>")
    '春天到了。\\n\\n河水涨了。\\n燕子来了。'
    >>> clean("段落用<p>开头，用</p>结尾。")
    '段落用<p>开头，用</p>结尾。'
    """
    return (edit for edit in seen.share(_left_over) if edit.rule == "markup.left_over")


@rule(
    "markup.hidden",
    "Scripts, styles, comments and hidden elements of a page go with what they hold.",
    when=_may_have_tags.then(_has_tags),
)
def hidden(text: str, seen: Seen) -> Iterator[Edit]:
    """What the page never showed is no text; decided together with `markup.left_over`, and refused where that is.

    So are films, drawings and other pages that it held (`<iframe>`, `<svg>`), and comments that name its parts.

    >>> clean('春天<span style="display:none">k3j2</span>到了。')
    '春天到了。'
    >>> clean("写成`<span style='display:none'>甲</span>`就看不见。")
    "写成`<span style='display:none'>甲</span>`就看不见。"
    """
    return (edit for edit in seen.share(_left_over) if edit.rule == "markup.hidden")


STAGE = RuleStage(
    "markup",
    (
        note,
        spam_tags,
        ruby,
        left_over,
        hidden,
        torn_tag,
        forum_codes,
        style_rules,
        placeholder,
        data,
    ),
    passes=2,
    spares=is_source,
)
