"""Real HTML pages: the article comes out, everything else is an edit.

A scanner of our own locates tags, references and text, in linear time whatever the input (on unclosed markup
`html.parser` is quadratic: 20,000 times `<a ` take it 74 seconds).
BeautifulSoup gets a well-formed page made from what the scanner found, and decides which subtree is the article and
which is noise.
The result is one layer of edits over the source, so that a page can be restored.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from parkclean.document import Document
from parkclean.edits import Edit, apply, tidy
from parkclean.rules import Layer
from parkclean.tables import (
    BLOCK_NAMES,
    CJK_MARKS,
    DROPPED_NAMES,
    HAN,
    HTML_NAMES,
    LINE_NAMES,
    NOISE_NAMES,
    NOISE_WORDS,
    RAW_NAMES,
    RELATED_HEADS,
    VOID_NAMES,
)

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

Kind = Literal["text", "space", "open", "close", "hidden"]

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,20})\s{0,4}(?:=\s{0,4}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_KEPT_ATTRIBUTES = frozenset(["id", "class", "style", "role", "itemprop", "hidden", "aria-hidden"])
_SPACE = re.compile(r"[ \t\r\n\f]+|&#(?:32|9|10|13);")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})(?:;|(?![A-Za-z0-9=;]))")
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}\u3040-\u30ff]")
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.I)
_MARK = re.compile("[，。；！？、：“”,.;!?]")


class Token(NamedTuple):
    """A piece of the page: `text`, `space`, a tag (`open`, `close`), or what is never shown (`hidden`)."""

    start: int
    end: int
    kind: Kind
    name: str = ""


def article(document: Document) -> Document:
    """The document with the article taken out of its page, as one layer of edits; a text without tags as it is.

    Paragraphs, headings and list items become lines, paragraphs parted by a blank line; a table is a line for each row.
    Navigation, scripts, styles, forms and footers stay behind, and so does the reading in `<ruby>`.
    The catch: a page that holds no prose at all gives whatever text it shows.
    """
    text = document.text
    tokens = scan(text)
    if not any(token.kind in ("open", "close", "hidden") for token in tokens):
        return document
    edits = _merged(tidy(text, _edits(text, tokens, _decide(text, tokens))))
    if not edits:
        return document
    new = apply(text, edits)
    return document.with_layers([Layer(0, "html", tuple(edits), text)], new)


# --- locate -------------------------------------------------------------------------------------------------------


def scan(text: str) -> list[Token]:
    """Cut a page into tokens that cover it without gaps."""
    tokens: list[Token] = []
    closed = _closed_names(text)
    at = text_from = 0
    ends = _Ends(text)
    while True:
        at = text.find("<", at)
        if at < 0:
            break
        token = _markup(text, at, ends, closed)
        if token is None:
            at += 1
            continue
        tokens += _content(text, text_from, at)
        tokens.append(token)
        at = text_from = token.end
        if token.kind == "open" and token.name in RAW_NAMES:
            end = ends.raw(token.name, at)
            tokens.append(Token(at, end, "hidden", token.name))
            at = text_from = end
    tokens += _content(text, text_from, len(text))
    return [token for token in tokens if token.start < token.end]


class _Ends:
    """Where things end; every answer is remembered, so that asking again from further on costs nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._next: dict[str, int] = {}

    def find(self, what: str, start: int) -> int:
        """The first `what` at or after `start`, or -1."""
        known = self._next.get(what, -2)
        if known == -1 or known >= start:
            return known
        self._next[what] = self.text.find(what, start)
        return self._next[what]

    def raw(self, name: str, start: int) -> int:
        """Where the raw text of a script or style ends: before its closing tag, or at the end."""
        m = re.compile(f"</{name}(?=[\\s/>])", re.I).search(self.text, start)
        return m.start() if m else len(self.text)


def _markup(text: str, at: int, ends: _Ends, closed: frozenset[str]) -> Token | None:
    """The tag, comment or declaration that starts at `at`; None if the `<` is text."""
    if text.startswith("<!--", at):
        end = ends.find("-->", at + 4)
        return Token(at, end + 3, "hidden") if end >= 0 else None
    if text.startswith("<![CDATA[", at):
        return Token(at, at + 9, "hidden")
    if text.startswith(("<!", "<?"), at):
        end = ends.find(">", at)
        return Token(at, end + 1, "hidden") if end >= 0 else None
    m = _NAME.match(text, at)
    if m is None:
        return None
    name = m[1].lower()
    end = _tag_end(text, m.end(), ends)
    if end < 0 or not (name in HTML_NAMES or "-" in name or ":" in name or name in closed):
        return None
    return Token(at, end, "close" if text[at + 1] == "/" else "open", name)


def _tag_end(text: str, start: int, ends: _Ends) -> int:
    """Where the tag ends whose attributes start at `start`; -1 if it is none. A quoted `>` does not end it."""
    end = ends.find(">", start)
    if end < 0:
        return -1
    following = ends.find("<", start)
    if 0 <= following < end:
        before = text[start:following]
        if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            return -1
    for _ in range(4):
        inside = text[start:end]
        if inside.count('"') % 2 == 0 or "=" not in inside:
            return end + 1
        further = text.find(">", end + 1, end + 2000)
        if further < 0:
            break
        end = further
    return ends.find(">", start) + 1


def _closed_names(text: str) -> frozenset[str]:
    """Names that the page closes somewhere: they are elements, whatever they are called."""
    return frozenset(name.lower() for name in re.findall(r"</([A-Za-z][A-Za-z0-9:-]{0,40})\s{0,4}>", text))


def _content(text: str, start: int, end: int) -> Iterator[Token]:
    """Text and white space between two tags."""
    at = start
    for m in _SPACE.finditer(text, start, end):
        if m.start() > at:
            yield Token(at, m.start(), "text")
        yield Token(m.start(), m.end(), "space")
        at = m.end()
    if at < end:
        yield Token(at, end, "text")


# --- decide -------------------------------------------------------------------------------------------------------


class Decision(NamedTuple):
    """Numbers of opening tags: noise to leave out, what holds the article, its title, and tables that hold data."""

    noise: frozenset[int]
    roots: frozenset[int]
    tables: frozenset[int]


class _Weight:
    """How much text an element holds, in links and in prose; and how many headings, tables and blocks."""

    __slots__ = ("blocks", "first", "headings", "linked", "links", "prose", "tables", "text")

    def __init__(self, name: str = "") -> None:
        self.text = self.linked = self.prose = 0
        self.first = ""
        self.links = int(name == "a")
        self.headings = int(name in ("h1", "h2"))
        self.tables = int(name == "table")
        self.blocks = int(name in ("p", "div", "h1", "h2"))

    def add(self, other: _Weight) -> None:
        self.headings += other.headings
        self.tables += other.tables
        self.blocks += other.blocks
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.prose += other.prose


def _decide(text: str, tokens: Sequence[Token]) -> Decision:
    """Let BeautifulSoup build the tree of the page, and judge its subtrees."""
    soup = _soup(text, tokens)
    order, weights = _weigh(soup)
    noise = _noise(order, weights)
    inside = _below(order, noise)
    kept = [tag for tag in order if id(tag) not in inside]
    root = _root(kept, _totals(kept, inside))
    title = _title(order, inside, root)
    roots = {number(tag) for tag in (root, title) if tag is not None}
    return Decision(frozenset(map(number, noise)), frozenset(roots) - {-1}, _data_tables(kept, weights))


def number(tag: Tag) -> int:
    """The number of the token that opens the element; -1 for the page itself."""
    return int(str(tag.attrs.get("n", -1)))


def _soup(text: str, tokens: Sequence[Token]) -> BeautifulSoup:
    """A well-formed page for BeautifulSoup: our tokens, each opening tag with its number."""
    from bs4 import BeautifulSoup

    parts = []
    for n, token in enumerate(tokens):
        if token.kind == "open":
            parts.append(f'<{token.name} n="{n}"{_attributes(text[token.start : token.end])}>')
        elif token.kind == "close":
            parts.append(f"</{token.name}>")
        elif token.kind == "space":
            parts.append(" ")
        elif token.kind == "text":
            parts.append(escape(unescape(text[token.start : token.end])))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts.append("\n")  # a short page without breaks or tags is looked at as the name of a file, encoded
        return BeautifulSoup("".join(parts), "html.parser")


def _attributes(tag: str) -> str:
    """The attributes that decisions rest on, quoted properly."""
    body = tag[len(tag.split(None, 1)[0]) : -1]
    found: dict[str, str] = {}
    for name, a, b, c in _ATTRIBUTE.findall(body):
        if name.lower() in _KEPT_ATTRIBUTES:
            found.setdefault(name.lower(), a or b or c)
    return "".join(f' {name}="{escape(value)}"' for name, value in found.items())


def _weigh(soup: BeautifulSoup) -> tuple[list[Tag], dict[int, _Weight]]:
    """Every element in document order, and its weight; one pass down and one up, without recursion."""
    from bs4.element import NavigableString, Tag

    order: list[Tag] = [soup]
    linked: set[int] = set()
    weights = {id(soup): _Weight()}
    for node in soup.descendants:
        parent = node.parent
        if isinstance(node, Tag):
            order.append(node)
            weights[id(node)] = _Weight(node.name)
            if node.name == "a" or id(parent) in linked:
                linked.add(id(node))
        elif isinstance(node, NavigableString) and parent is not None:
            size = len(node.strip())
            weight = weights[id(parent)]
            weight.text += size
            above: Tag | None = parent if size else None
            while above is not None and not weights[id(above)].first:
                weights[id(above)].first = node.strip()[:20]
                above = above.parent
            if id(parent) in linked:
                weight.linked += size
            elif _MARK.search(node) or size >= 20:
                weight.prose += size
    return order, _summed(order, weights)


def _summed(order: Sequence[Tag], weights: dict[int, _Weight]) -> dict[int, _Weight]:
    for tag in reversed(order):
        if tag.parent is not None and id(tag.parent) in weights:
            weights[id(tag.parent)].add(weights[id(tag)])
    return weights


def _noise(order: Sequence[Tag], weights: dict[int, _Weight]) -> list[Tag]:
    """Subtrees that are not text of the page: by name, by what they are called, and lists of links."""
    prose = max(1, weights[id(order[0])].prose)
    found = []
    for tag in order[1:]:
        weight = weights[id(tag)]
        if tag.name in DROPPED_NAMES or _invisible(tag):
            found.append(tag)
        elif weight.prose * 2 >= prose:
            continue
        elif _framed(tag, weight) or _called_noise(tag) or _headed(weight):
            found.append(tag)
    return found


def _framed(tag: Tag, weight: _Weight) -> bool:
    """Whether the name of the element, or a want of anything but links, makes it part of the frame."""
    if tag.name in NOISE_NAMES:
        return not (tag.name == "header" and weight.headings)
    return tag.name in ("ul", "ol", "dl", "div", "table", "p", "section") and _links(weight)


def _headed(weight: _Weight) -> bool:
    """Whether the element starts with words like 相关阅读 and holds links."""
    return weight.links >= 2 and weight.first.startswith(RELATED_HEADS)


def _links(weight: _Weight) -> bool:
    """Whether there is little in the element but links."""
    return weight.links >= 3 and weight.linked * 10 >= weight.text * 7 and weight.prose * 10 <= weight.text


def _invisible(tag: Tag) -> bool:
    if "hidden" in tag.attrs or tag.attrs.get("aria-hidden") == "true":
        return True
    return _HIDDEN.search(str(tag.attrs.get("style", ""))) is not None


def _called_noise(tag: Tag) -> bool:
    """Whether id, class or role say what it is: `breadcrumb`, `footer`, `share-box`."""
    if tag.name in ("body", "html", "article", "main"):
        return False
    names = [str(tag.attrs.get("id", "")), str(tag.attrs.get("role", ""))]
    classes = tag.attrs.get("class", "")
    names += [classes] if isinstance(classes, str) else [str(one) for one in classes]
    return any(word.lower() in NOISE_WORDS for name in names for word in _WORD.findall(name))


def _below(order: Sequence[Tag], noise: Sequence[Tag]) -> set[int]:
    """The ids of all elements that are noise or stand inside it."""
    inside = {id(tag) for tag in noise}
    for tag in order:
        if tag.parent is not None and id(tag.parent) in inside:
            inside.add(id(tag))
    return inside


def _totals(kept: Sequence[Tag], inside: set[int]) -> dict[int, int]:
    """How much prose each element holds, noise left out."""
    from bs4.element import NavigableString, Tag

    weights = {id(tag): _Weight() for tag in kept}
    for tag in kept:
        for node in tag.children:
            if isinstance(node, NavigableString) and not isinstance(node, Tag):
                size = len(node.strip())
                if tag.name != "a" and (_MARK.search(node) or size >= 20):
                    weights[id(tag)].prose += size
    _summed(kept, weights)
    return {key: weight.prose for key, weight in weights.items()}


def _root(kept: Sequence[Tag], prose: dict[int, int]) -> Tag:
    """The smallest element that holds three quarters of the prose: from the page down, while one child holds them."""
    from bs4 import Tag

    tag = kept[0]
    enough = prose[id(tag)] * 3
    while enough:
        heavy = [c for c in tag.children if isinstance(c, Tag) and prose.get(id(c), 0) * 4 >= enough]
        if not heavy or heavy[0].name in ("p", "pre", "blockquote", "h1", "h2", "h3", "tr", "span", "font"):
            break
        tag = heavy[0]
    return tag


def _title(order: Sequence[Tag], inside: set[int], root: Tag) -> Tag | None:
    """The last first-level heading before the article, if the article has none of its own."""
    if root.find("h1") is not None:
        return None
    title = None
    for tag in order:
        if tag is root:
            return title
        if tag.name == "h1" and id(tag) not in inside and tag.get_text(strip=True):
            title = tag
    return None


def _data_tables(kept: Sequence[Tag], weights: dict[int, _Weight]) -> frozenset[int]:
    """Tables that hold data, not the layout of the page: no table inside, no cell with several blocks or much text."""
    nearest: dict[int, int] = {}
    layout: set[int] = set()
    for tag in kept:
        table = nearest.get(id(tag.parent), -1)
        weight = weights[id(tag)]
        if tag.name in ("td", "th") and (weight.blocks > 2 or weight.text > 300):
            layout.add(table)
        if tag.name == "table":
            table = number(tag)
            if weight.tables > 1:
                layout.add(table)
        nearest[id(tag)] = table
    return frozenset(nearest.values()) - layout - {-1}


# --- edit ---------------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """What becomes of a token: kept text, white space, or something that goes and may part lines.

    `breaks`: 0 nothing, 1 a new cell, 2 a new line, 3 a new paragraph.
    """

    start: int
    end: int
    rule: str
    breaks: int


def _edits(text: str, tokens: Sequence[Token], decision: Decision) -> Iterator[Edit]:
    """Edits that leave the article."""
    gap: list[Piece] = []
    written = False
    for piece in _pieces(text, tokens, decision):
        if piece.rule:
            gap.append(piece)
            continue
        yield from _close_gap(text, gap, written, True)
        gap = []
        written = True
        yield from _references(text, piece)
    yield from _close_gap(text, gap, written, False)


def _merged(edits: Sequence[Edit]) -> list[Edit]:
    """Neighbours that only delete, by the same rule, become one edit."""
    merged: list[Edit] = []
    for edit in edits:
        last = merged[-1] if merged else None
        if last and last.end == edit.start and last.rule == edit.rule and not last.new and not edit.new:
            merged[-1] = last._replace(end=edit.end)
        else:
            merged.append(edit)
    return merged


def _pieces(text: str, tokens: Sequence[Token], decision: Decision) -> Iterator[Piece]:
    """Go through the tokens with a stack of open elements, as BeautifulSoup nests them."""
    stack: list[tuple[str, int]] = []
    count: dict[str, int] = {}
    skip = root = pre = table = -1
    for n, token in enumerate(tokens):
        breaks = 0
        if token.kind == "open":
            breaks = _breaks(token.name)
            depth = len(stack)
            if token.name not in VOID_NAMES:
                stack.append((token.name, n))
                count[token.name] = count.get(token.name, 0) + 1
            if n in decision.roots and root < 0:
                root = depth
            if n in decision.noise and skip < 0 and token.name not in VOID_NAMES:
                skip = depth
            if token.name == "pre" and pre < 0:
                pre = depth
            if n in decision.tables and table < 0:
                table = depth
        shown = skip < 0 and (root >= 0 or not decision.roots)
        if token.kind == "close":
            breaks = _breaks(token.name)
            if count.get(token.name):
                while stack:
                    name, _ = stack.pop()
                    count[name] -= 1
                    if name == token.name:
                        break
                skip, root, pre, table = (-1 if len(stack) <= depth else depth for depth in (skip, root, pre, table))
        if table >= 0 and breaks:
            breaks = {"tr": 2, "td": 1, "th": 1, "caption": 2, "table": 3}.get(token.name, 0)
        if pre >= 0 and token.kind == "space" and shown:
            yield from _preformatted(text, tokens, n)
        else:
            yield _piece(token, breaks, shown)


def _preformatted(text: str, tokens: Sequence[Token], n: int) -> Iterator[Piece]:
    """White space inside `<pre>` is text, except the break behind the opening tag and what ends the element."""
    start, end, *_ = tokens[n]
    if tokens[n - 1].kind == "open" and "\n" in text[start:end]:
        first = text.index("\n", start) + 1
        yield Piece(start, first, "html.space", 0)
        start = first
    if n + 1 < len(tokens) and tokens[n + 1].kind == "close":
        yield Piece(start, end, "html.space", 0)
    elif start < end:
        yield Piece(start, end, "", 0)


def _piece(token: Token, breaks: int, shown: bool) -> Piece:
    if not shown:
        return Piece(token.start, token.end, "html.noise", breaks)
    if token.kind == "text":
        return Piece(token.start, token.end, "", 0)
    if token.kind == "space":
        return Piece(token.start, token.end, "html.space", 0)
    return Piece(token.start, token.end, "html.noise" if token.kind == "hidden" else "html.markup", breaks)


def _breaks(name: str) -> int:
    if name in BLOCK_NAMES:
        return 3
    return 2 if name in LINE_NAMES else 0


def _references(text: str, piece: Piece) -> Iterator[Edit]:
    if "&" in text[piece.start : piece.end]:
        for m in _REFERENCE.finditer(text, piece.start, piece.end):
            yield Edit(m.start(), m.end(), unescape(m[0]), "html.entity")


def _close_gap(text: str, gap: Sequence[Piece], before: bool, after: bool) -> Iterator[Edit]:
    """Replace what stands between two pieces of text by a break, a blank or nothing."""
    if not gap:
        return
    new = _separator(text, gap) if before and after else ""
    spaces = [piece for piece in gap if piece.rule == "html.space"]
    home = next((piece for piece in spaces if new and new in text[piece.start : piece.end]), None)
    for piece in gap:
        if piece is home:
            at = text.index(new, piece.start)
            yield Edit(piece.start, at, "", piece.rule)
            yield Edit(at + len(new), piece.end, "", piece.rule)
        elif home is None and new and piece is (spaces[0] if spaces else gap[0]):
            yield Edit(piece.start, piece.end, new, "html.break")
        else:
            yield Edit(piece.start, piece.end, "", piece.rule)


def _separator(text: str, gap: Sequence[Piece]) -> str:
    breaks = max(piece.breaks for piece in gap)
    lines = sum(piece.breaks == 2 and text.startswith(("<br", "<BR"), piece.start) for piece in gap)
    if breaks == 3 or lines > 1:
        return "\n\n"
    if breaks:
        return "\n" if breaks == 2 else "\t"
    white = "".join(text[piece.start : piece.end] for piece in gap if piece.rule == "html.space")
    if not white:
        return ""
    # A page that wraps its source in the middle of a Chinese sentence means nothing by it.
    wrapped = "\n" in white and _WIDE.match(text, gap[0].start - 1) and _WIDE.match(text, gap[-1].end)
    return "" if wrapped else " "
