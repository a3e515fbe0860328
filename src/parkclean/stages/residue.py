"""More rules of stage `markup`: readings in `<rt>`, codes of forums, and rules of style that lost their `<style>`.

What is left over from a page as a whole is decided in `markup.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict

from parkclean.about import is_about
from parkclean.codespans import Spans, code_spans
from parkclean.edits import Edit
from parkclean.han import reads, spelling, toneless
from parkclean.kinds import kind
from parkclean.phrases import holds_any
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.stages.escapes import letter_behind_sign
from parkclean.stages.tagged import means_tags, removals
from parkclean.tables import (
    ABOUT_FORUM_CODES,
    FORUM_CODES,
    GLOSS_BRACKETS,
    HAN,
    OFFICE_HEAD,
    OFFICE_STYLES,
    PICTURE_CODES,
    PINYIN_CAPITALS,
    PINYIN_LETTERS,
    RAISED,
    TORN_CODES,
    ZHUYIN_LETTERS,
)

# --- ruby ---------------------------------------------------------------------------------------------------------

_OPEN_RT = rf"<rt(?:\s[^<>]{{0,80}})?>[ \t]?([{PINYIN_LETTERS}{PINYIN_CAPITALS}{ZHUYIN_LETTERS}1-5 '·-]{{1,40}}+)"
"""A reading that may lack its `</rt>`, which HTML allows: it ends where its letters end."""
_RT = re.compile(rf"<rt(?:\s[^<>]{{0,80}})?>([^<>\n]{{1,40}})</rt>|{_OPEN_RT}", re.I)
_RUBY = re.compile(
    r"<(r[tp])(?:\s[^<>]{0,80})?>[^<>\n]{0,40}</\1>|</?(?:ruby|rb|rbc|rtc)(?:\s[^<>]{0,80})?>"
    rf"|{_OPEN_RT}|<rp>[(（]?(?=<)|<rp>[)）]|</?r[tp](?:\s[^<>]{{0,80}})?>",
    re.I,
)
_BASE = re.compile(rf"([{HAN}]{{1,4}})(?:</rb>)?(?:<rp>[^<>]{{0,2}}(?:</rp>)?)?(?:<rtc>)?\Z", re.I)
_BETWEEN = re.compile("[ '·-]+")
_RAISED = re.compile(rf"<({RAISED})(?:\s[^<>]{{0,80}})?>[(（\[]?([^<>()（）\n]{{1,40}})[)）\]]?</\1>", re.I)
_FEWEST_READINGS = 3
_MANY_READINGS = 30
"""So many are no example, whatever the text speaks of."""
letter_in_bracket = Beside(kind(GLOSS_BRACKETS), behind=letter_behind_sign.behind)


def _are_readings(seen: Seen, said: int, found: int) -> bool:
    """Whether so many readings of so many such elements show what the elements are for."""
    if said < _FEWEST_READINGS or said * 5 < found * 4:
        return False
    return said >= _MANY_READINGS or not seen.once(means_tags)


def _raised(seen: Seen) -> list[Edit]:
    """The tags of readings that are set above or below the line; the readings are left to the rule about mirrors."""
    text, code = seen.text, seen.once(code_spans)
    found = [m for m in _RAISED.finditer(text) if not code.covers(m.start())]
    said = [m for m in found if _is_read(text, m.start(), m[2])]
    if not _are_readings(seen, len(said), len(found)):
        return []
    opened = [(m.start(), text.index(">", m.start()) + 1) for m in said]
    closed = [(text.rindex("<", *m.span()), m.end()) for m in said]
    return [Edit(start, end, "", "markup.ruby") for start, end in sorted(opened + closed)]


def _is_read(text: str, start: int, reading: str) -> bool:
    """Whether a reading that stands there is that of the characters in front of it, one syllable for each."""
    base = _BASE.search(text[max(0, start - 40) : start])
    syllables = _BETWEEN.split(spelling(reading.strip()))
    if base is None or len(base[1]) < len(syllables):
        return False
    return all(
        reads(char, way) or (way[-1:].isdigit() and reads(char, toneless(way)))
        for char, way in zip(base[1][-len(syllables) :], syllables, strict=True)
    )


@rule("markup.ruby", "Readings that ruby puts over characters go.", when=letter_behind_sign)
def ruby(text: str, seen: Seen) -> list[Edit]:
    """A page shows `<rt>` above its character; taken out of the page it stands in the sentence.

    Needs three readings that the characters in front of them have; the characters stay.
    Of readings in `<sup>`, `<small>`, `<span>` and the like the tags go, and what they are is asked as without tags.
    Other ruby, as in Japanese, and texts about tags stay.

    >>> clean("春<rt>chūn</rt>天到<rt>dào</rt>了，河<rt>hé</rt>水涨了。")
    '春天到了，河水涨了。'
    >>> clean("<ruby>東京<rt>とうきょう</rt></ruby>と<ruby>京都<rt>きょうと</rt></ruby>")
    '<ruby>東京<rt>とうきょう</rt></ruby>と<ruby>京都<rt>きょうと</rt></ruby>'
    """
    if "<" not in text:
        return []
    raised = _raised(seen) if "</" in text else []
    if not holds_any(text, ("<rt", "<RT")):
        return raised
    code = seen.once(code_spans)
    found = [m for m in _RT.finditer(text) if not code.covers(m.start())]
    if not _are_readings(seen, sum(_is_read(text, m.start(), m[1] or m[2]) for m in found), len(found)):
        return raised
    return raised + [Edit(*m.span(), "", "markup.ruby") for m in _RUBY.finditer(text) if not code.covers(m.start())]


# --- codes of forums ----------------------------------------------------------------------------------------------

_CODE = re.compile(rf"\[(?P<close>/?)(?P<name>{'|'.join(FORUM_CODES)})(?P<value>=[^\[\]\n]{{1,200}})?\]", re.I)
_ABOUT_CODES = re.compile("|".join(ABOUT_FORUM_CODES))
_HAN = re.compile(f"[{HAN}]")
_FEWEST_TORN = 2
"""So many codes that lost the other one of their pair show a forum as one whole pair does."""
_FEWEST_PAIRS = 4
"""So many pairs without a value do, too: one or two may be the author's own signs."""


def _quoted(text: str, code: Spans, i: int) -> bool:
    """Whether a place stands in quoted code; an address does not end at a bracket, so it counts not."""
    k = bisect_right(code.starts, i) - 1
    return k >= 0 and i < code.ends[k] and not text.startswith(("http", "ftp:", "www."), code.starts[k])


def _is_address(inside: str) -> bool:
    return 0 < len(inside) < 300 and not _HAN.search(inside) and not any(map(str.isspace, inside))


@rule(
    "markup.forum_codes",
    "Codes of forums such as `[size=3]` go; what they set off stays.",
    when=letter_in_bracket,
)
def forum_codes(text: str, seen: Seen) -> list[Edit]:
    """Forums write `[b]`, `[color=red]`, `[url=…]` for tags; a copy that was not shown by the forum keeps them.

    Needs one that has a value, or an `[img]`, and is closed, or four without a value, or two like `[/color]` that lost
    their beginnings.
    Pictures and attachments go with their addresses.
    A text that talks about such codes keeps them.

    >>> clean("[size=3][b]春天到了[/b]，[color=#333]河水涨了。[/color][/size]")
    '春天到了，河水涨了。'
    >>> clean("他在书上注了[b]和[/b]两处。")
    '他在书上注了[b]和[/b]两处。'
    """
    if "[/" not in text:
        return []
    code = seen.once(code_spans)
    opened: dict[str, list[re.Match[str]]] = defaultdict(list)
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    torn: list[re.Match[str]] = []
    for m in _CODE.finditer(text):
        name = m["name"].lower()
        if _quoted(text, code, m.start()):
            continue
        if not m["close"]:
            opened[name].append(m)
        elif opened[name]:
            pairs.append((opened[name].pop(), m))
        elif name in TORN_CODES:
            torn.append(m)
    torn += [m for some in opened.values() for m in some if m["value"]]
    pictures = [
        (a, b) for a, b in pairs if a["name"].lower() in PICTURE_CODES and _is_address(text[a.end() : b.start()])
    ]
    shown = pictures or len(torn) >= _FEWEST_TORN or len(pairs) >= _FEWEST_PAIRS
    if not shown and not any(a["value"] for a, _ in pairs):
        return []
    if is_about(_ABOUT_CODES, text) or seen.once(means_tags):
        return []
    edits = {Edit(a.start(), b.end(), "", "markup.forum_codes") for a, b in pictures}
    held = {m for pair in pictures for m in pair}
    edits |= {Edit(*m.span(), "", "markup.forum_codes") for pair in pairs for m in pair if m not in held}
    edits |= {Edit(*m.span(), "", "markup.forum_codes") for m in torn}
    return list(removals(text, sorted(edits)))


# --- rules of style -----------------------------------------------------------------------------------------------

_STYLES = re.compile(
    rf"(?m)(?:^|(?<=\}})|(?<=\*/))[!-z|~ \t]{{0,200}}(?:{OFFICE_STYLES})[!-z|~ \t]{{0,200}}\{{[^{{}}]{{0,2000}}\}}"
)
_MORE_STYLES = re.compile(r"\s{0,8}(?:/\*[^*{}]{0,80}\*/\s{0,8})?[!-z|~ \t]{1,300}\{[^{}]{0,2000}\}")
_NEAR_HEAD = 40
_HEAD = re.compile(OFFICE_HEAD)
_DECLARATION = re.compile(r"\s*[A-Za-z-]{2,40}\s?:\s?[^:]{1,200}\s*")


def _is_style(found: str) -> bool:
    """Whether declarations stand between the braces."""
    inside = found[found.index("{") + 1 : -1].split(";")
    filled = [one for one in inside if one.strip()]
    return bool(filled) and all(map(_DECLARATION.fullmatch, filled))


@rule(
    "markup.style_rules",
    "Rules of style that Word or a publisher's system left go.",
    when=letter_in_bracket,
)
def style_rules(text: str, seen: Seen) -> list[Edit]:
    """`.TRS_Editor P{margin-top:0;}` stood in a `<style>` that was taken away without what it held.

    Only selectors that no person writes show it; a text about style sheets keeps its rules.

    >>> clean(".TRS_Editor P{line-height:2;font-family:宋体;}\\n\\n春天到了。")
    '春天到了。'
    >>> clean("p{line-height:2;}\\n\\n春天到了。")
    'p{line-height:2;}\\n\\n春天到了。'
    """
    if not holds_any(text, ("TRS_", "Mso", "Style Definitions")):
        return []
    code = seen.once(code_spans)
    spans: list[tuple[int, int]] = []
    for m in _STYLES.finditer(text):
        if (spans and m.start() < spans[-1][1]) or code.covers(m.start()) or not _is_style(m[0]):
            continue
        end = m.end()
        while (more := _MORE_STYLES.match(text, end)) and _is_style(more[0]):
            end = more.end()
        spans.append((m.start(), end))
    starts = [a for a, _ in spans]
    for m in _HEAD.finditer(text):
        at = bisect_right(starts, m.start())
        if at < len(starts) and starts[at] <= m.end() + _NEAR_HEAD:
            spans[at] = m.start(), spans[at][1]
    if not spans or seen.once(means_tags):
        return []
    return list(removals(text, [Edit(a, b, "", "markup.style_rules") for a, b in sorted(spans)]))
