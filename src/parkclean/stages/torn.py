"""Rules about signs that lost a part: tags without one of their brackets, references without their `&`.

Tags that lost all but their attributes are in `markup.py`, codes of forums in `residue.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.parted import LOOSE, parts_words
from parkclean.phrases import holds_any
from parkclean.rules import Seen, rule
from parkclean.stages.tagged import means_tags, removals
from parkclean.tables import CJK_MARKS, HAN, TORN_NAMES, TORN_REFERENCES, TORN_TAG

kind("<")
kind(">")
"""One by one, as other rules ask for them: both together would be a kind of their own."""

_WIDE = f"{HAN}{CJK_MARKS}“”‘’"
_OPEN = re.compile(rf"(?<=[{_WIDE}])(?:</?(?:{TORN_NAMES})(?: ?/| style=\"?)?[ \t]{{0,4}}(?=[\r\n]|\Z))+")
"""`</p`, `<br /` at the end of a line."""
_BARE_LOOKS = r"(?:(?:align|valign|target|class|color|face|bgcolor|border)=[A-Za-z0-9_#%-]{1,30} ?)+"
_CLOSE = re.compile(
    rf"(?<=[{_WIDE}])(?:/(?:{TORN_NAMES})>|(?:br|hr) ?/>|(?:{TORN_NAMES})>(?=[\r\n]|\Z)"
    r"|[a-z-]{4,16}:[^<>\"'\n]{2,40};?\"?>)"
    rf"|(?:^|(?<=[\r\n])|(?<=[{_WIDE}]))(?:{TORN_NAMES}) [a-z-]{{2,12}}="
    rf"(?:\"[^\"<>\n]{{0,200}}\"|'[^'<>\n]{{0,200}}')[^<>\n{HAN}]{{0,80}}>"
    rf"|(?:^|(?<=[\r\n])|(?<=[{_WIDE}])) ?{_BARE_LOOKS}>"
)
"""`/p>`, `br/>`, `align=center>` behind Chinese, `p style="…">` in front of it."""
_PAIR = r"[ \t]{1,2}[a-z-]{2,16} ?= ?(?:\"[^\"<>\n]{0,200}\"|'[^'<>\n]{0,200}')"
_LINE = re.compile(
    rf"^[ \t]{{0,8}}(?P<piece></(?:{TORN_NAMES})|<(?:{TORN_NAMES})(?P<pairs>(?:{_PAIR})*+)"
    rf"(?P<open>[ \t]{{1,2}}[a-z-]{{2,16}} ?= ?[\"'][^\"'<>\n，。；！？]{{0,200}})? ?/?"
    rf"|/(?:{TORN_NAMES})>|(?:{TORN_NAMES}) ?/?>|(?P<last>(?=[!-~]){TORN_TAG}))[ \t]{{0,8}}(?=\r?$)",
    re.MULTILINE,
)
"""A line of nothing but a tag without its last bracket, or the end of one without its first."""
_FEWEST_LINES = 2
_SURE = re.compile(
    r"[。！？…”’）】](?:</|<[a-z]{1,8}[0-9]? ?/?[ \t]{0,4}(?:[\r\n]|\Z)|/[a-z])"
    rf"|[\r\n]?(?:{TORN_NAMES}) [a-z-]{{2,12}}=|[。！？…”’）】\r\n]? ?{_BARE_LOOKS}>"
)
"""What shows by itself where a tag was torn: the end of a sentence or the head of a line beside it."""
_FEWEST_TORN = 3
_BRACKET = re.compile("[<>]")
_LONGEST = 300


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """What may be a piece of a tag: a `<` at the end of a line, what stands in front of a `>` that nothing opens."""
    last = 0
    opened = -1
    for m in _BRACKET.finditer(text):
        at = m.start()
        if text[at] == "<":
            opened = at
            if (piece := _OPEN.match(text, at)) is not None:
                yield piece.span()
                opened = -1
            continue
        if opened < 0 or text.find("\n", opened, at) >= 0:
            start = max(last, text.rfind("\n", last, at), at - _LONGEST)
            yield from (piece.span() for piece in _CLOSE.finditer(text, start, at + 2))
        opened, last = -1, at + 1


def _is_open(text: str, at: int) -> bool:
    """Whether a tag that began on a line above goes on there."""
    opened = text.rfind("<", max(0, at - _LONGEST), at)
    return opened >= 0 and text[opened + 1].isalpha() and ">" not in text[opened:at]


def _lines(text: str) -> list[tuple[int, int]]:
    """Lines that are pieces of tags: two of them, or one with an attribute."""
    found = [m for m in _LINE.finditer(text) if not (m["last"] and _is_open(text, m.start()))]
    if len(found) < _FEWEST_LINES and not any(m["pairs"] or m["open"] or m["last"] for m in found):
        return []
    return [m.span("piece") for m in found]


@rule("markup.torn_tag", "Tags that lost a bracket go.", trigger="<>")
def torn_tag(text: str, seen: Seen) -> list[Edit]:
    """`</p` at the ends of lines, `/p>` and `br/>` behind Chinese, `p style="…">` in front of a paragraph.

    Needs one at the end of a sentence, at the head of a line or in the middle of a word, two lines that are nothing
    else, or one such line with an attribute; texts about tags keep them.

    >>> clean("山上的花都开了。</p\\n河边的草都绿了。</p")
    '山上的花都开了。\\n河边的草都绿了。'
    >>> clean("温度<br时不开机，他写道。")
    '温度<br时不开机，他写道。'
    """
    lines = _lines(text)
    found = sorted({*_pieces(text), *lines})
    if not found or seen.once(means_tags):
        return []
    code = seen.once(code_spans)
    spans = [span for span in found if not code.covers(span[0])]
    sure = bool(lines) or len(spans) >= _FEWEST_TORN or any(_SURE.match(text, a - 1 if a else 0) for a, _ in spans)
    if not sure and not parts_words(text, spans, 1, LOOSE):
        return []
    return list(removals(text, [Edit(a, b, "", "markup.torn_tag") for a, b in spans]))


_BARE = re.compile(rf"(?:(?<![&＆A-Za-z0-9#;])|(?=r[ds]quo))(?<![&＆])(?:(?:{'|'.join(TORN_REFERENCES)})[;；])+")
_ONE = re.compile("[a-z]+")
_REFERENCES = tuple(f"{name};" for name in TORN_REFERENCES)
_FEWEST = 2

_CHINESE = re.compile(f"[{_WIDE}]")
kind(";", rare=True)


def _may_be_bare(seen: Seen) -> bool:
    """Whether the names of references stand in the text."""
    return holds_any(seen.text, _REFERENCES)


def _bare(seen: Seen) -> list[Edit]:
    """References that lost their `&`, beside Chinese or at the edge of a line, two or more."""
    text = seen.text
    code = seen.once(code_spans)
    bare = (m for a, b in sorted(_named_lines(text)) for m in _BARE.finditer(text, a, b))
    found = [m for m in bare if _beside_chinese(text, *m.span()) and not code.covers(m.start())]
    if sum(len(_ONE.findall(m[0])) for m in found) < _FEWEST or seen.once(means_tags):
        return []
    return [Edit(*m.span(), _decoded(m[0]), "entities.torn_reference") for m in found]


def _named_lines(text: str) -> set[tuple[int, int]]:
    """The lines that hold the name of a reference."""
    found: set[tuple[int, int]] = set()
    for name in TORN_REFERENCES:
        at = text.find(name)
        while at >= 0:
            end = text.find("\n", at) + 1 or len(text)
            found.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(name, end)
    return found


def _beside_chinese(text: str, start: int, end: int) -> bool:
    """Whether Chinese stands on one side, or the line begins with blanks; on the other one stands no code."""
    before, after = text[start - 1 : start] if start else "\n", text[end : end + 1] or "\n"
    if before in "\r\n" and after.isalnum():
        return True
    wide = [_CHINESE.match(side) is not None for side in (before, after)]
    return any(wide) and all(
        one or side.isalnum() or side.isspace() for one, side in zip(wide, (before, after), strict=True)
    )


def _decoded(references: str) -> str:
    """What they stand for; blanks are layout."""
    return "".join(TORN_REFERENCES[name] for name in _ONE.findall(references))


@rule(
    "entities.torn_reference",
    "Character references that lost their `&` are decoded.",
    trigger=";",
    when=_may_be_bare,
)
def torn_reference(text: str, seen: Seen) -> Iterator[Edit]:
    """`nbsp;nbsp;` in front of a paragraph, `ldquo;` and `rdquo;` around words: two or more beside Chinese.

    >>> clean("nbsp;nbsp;他说ldquo;再等等rdquo;，便走了。")
    '他说“再等等”，便走了。'
    >>> clean("网页里的空格是HTML的nbsp;，引号是ldquo;。")
    '网页里的空格是HTML的nbsp;，引号是ldquo;。'
    """
    return iter(_bare(seen))
