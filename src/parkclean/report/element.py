"""Elements of a page, into which text can only enter escaped.

Everything that a report shows is built from `el`; a string among the children is text, never markup.
The names of tags and attributes come from our own code and are checked against short lists, so no value can become
a script, a link out of the page or an event handler.
What a page looks like and does is in `page.css` and `page.js`, the only two pieces that are not escaped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from parkclean.ledger import to_json

_TAG = re.compile(
    r"(?:a|aside|b|bdi|button|caption|circle|code|col|colgroup|dd|details|div|dl|dt|footer|h1|h2|h3|header|i|"
    r"input|label|li|main|mark|nav|ol|p|path|section|small|span|strong|summary|svg|table|tbody|td|th|"
    r"thead|title|tr|ul)\Z"
)
_VOID = frozenset(["col", "input"])

_ATTRIBUTE = re.compile(
    r"(?:class|id|title|lang|dir|href|style|type|placeholder|role|tabindex|hidden|open|scope|colspan|for|value|"
    r"width|height|d|cx|cy|r|(?:data|aria)-[a-z-]+)\Z"
)
_STYLE = re.compile(r"(?:[a-z-]+:[a-z0-9.%-]+;?)*\Z")
_ANCHOR = re.compile(r"#[A-Za-z][A-Za-z0-9-]*\Z")

INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
"""What cannot be seen or may turn the page around, as the inside of a character class (for Python and JavaScript)."""

_SPLIT = re.compile(f"([{INVISIBLE}])")
_HARMLESS = frozenset("\u200c\u200d\ufe0e\ufe0f")  # joiners and emoji selectors: writing needs them, they turn nothing


class Element(NamedTuple):
    """A tag with its attributes and what stands in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]


Node = Element | str
"""An element, or text."""

Value = str | int | float | bool | None


def el(tag: str, *children: Node | None, **attributes: Value) -> Element:
    """An element; `class_` and `data_x` stand for `class` and `data-x`.

    Children that are None, and attributes that are None or False, are left out; True gives an empty attribute.
    Raises ValueError for a tag, an attribute or a value that no page of ours has.

    >>> render(el("b", "1 < 2", title='"'))
    '<b title="&quot;">1 &lt; 2</b>'
    """
    if not _TAG.match(tag):
        raise ValueError(f"no page of ours has a <{tag}>")
    pairs = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        shown = "" if value is True else str(value)
        if not _ATTRIBUTE.match(name) or not _allowed(name, shown):
            raise ValueError(f"no page of ours has {name}={shown!r} in a <{tag}>")
        pairs.append((name, shown))
    return Element(tag, tuple(pairs), tuple(child for child in children if child is not None))


def _allowed(name: str, value: str) -> bool:
    if name == "href":
        return _ANCHOR.match(value) is not None
    return name != "style" or _STYLE.match(value) is not None


def render(node: Node) -> str:
    """The HTML of an element; text is escaped, and what could turn the page around is spelled out."""
    return "".join(_pieces(node))


def _pieces(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield escape(_spelled(node), quote=False)
        return
    yield f"<{node.tag}"
    for name, value in node.attributes:
        yield f' {name}="{escape(_spelled(value))}"'
    yield ">"
    if node.tag in _VOID:
        return
    for child in node.children:
        yield from _pieces(child)
    yield f"</{node.tag}>"


def _spelled(text: str) -> str:
    return _SPLIT.sub(lambda m: m[0] if m[0] in _HARMLESS else f"[{code_point(m[0])}]", text)


def code_point(character: str) -> str:
    """`U+200B`."""
    return f"U+{ord(character):04X}"


def visible(text: str, *, all: bool = False) -> list[Node]:
    """Text with chips in the place of characters that cannot be seen.

    all: also those that writing needs, such as joiners in an emoji, and blanks: for text that a rule has changed.
    """
    nodes: list[Node] = []
    for n, piece in enumerate(_SPLIT.split(text)):
        if n % 2 and (all or piece not in _HARMLESS):
            nodes.append(chip(piece))
        elif piece:
            nodes += _blanks(piece) if all else [piece]
    return nodes


def chip(character: str) -> Element:
    """A small box with the number of a character that cannot be seen; bytes that were not read show their value."""
    if "\udc80" <= character <= "\udcff":
        return el("i", f"0x{ord(character) - 0xDC00:02X}", class_="pk-cp", title="a byte that could not be read")
    name = unicodedata.name(character, "") or unicodedata.category(character)
    return el("i", code_point(character), class_="pk-cp", title=name)


_BLANK = {" ": "␣", "\t": "⇥", "\u3000": "□", "\xa0": "⍽", "\n": "⏎"}
_BLANKS = re.compile("([ \t\u3000\xa0\n])")


def _blanks(text: str) -> Iterator[Node]:
    """Line breaks are shown, and blanks where there is nothing else; inside words those are seen anyhow."""
    alone = not text.strip(" \t\u3000\xa0\n")
    for piece in _BLANKS.split(text):
        if piece == "\n" or (alone and piece):
            yield el("i", _BLANK[piece], class_="pk-ws")
        if piece == "\n" or (not alone and piece):
            yield piece


def join(nodes: Iterable[Node], between: Node) -> list[Node]:
    """Nodes with another one between two of them."""
    joined: list[Node] = []
    for node in nodes:
        joined += [between, node] if joined else [node]
    return joined


def data_block(data: Mapping[str, object]) -> str:
    """Data for the page's script: JSON in which nothing can end the block or be markup."""
    line = _SPLIT.sub(lambda m: json.dumps(m[0])[1:-1], to_json(data))
    for character in "<>&":
        line = line.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="pk-data">{line}</script>'
