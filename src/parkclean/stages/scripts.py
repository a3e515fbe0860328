"""More rules of stage `markup`: what a template left open, and pictures that a page holds as data.

Only a text that does not speak of programs loses them; what tags hold is in `markup.py`.
"""

from __future__ import annotations

import re

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit, apply
from parkclean.kinds import kind, neighbour
from parkclean.phrases import holds_any
from parkclean.questions import Beside, Either, InLine
from parkclean.rules import Seen, rule
from parkclean.sources import is_manual
from parkclean.stages.escapes import letter_behind_sign
from parkclean.stages.residue import letter_in_bracket
from parkclean.stages.tagged import means_tags, removals
from parkclean.tables import (
    ABOUT_PROGRAMS,
    CJK_MARKS,
    CLOSING,
    DATA_ADDRESS,
    EMPTY_FIELD,
    HAN,
    PLACEHOLDER,
    SENTENCE_END,
)

_ABOUT = re.compile(ABOUT_PROGRAMS)
_SENTENCE = re.compile(f"[{HAN}]{{6}}[{SENTENCE_END}，]")


# --- placeholders -------------------------------------------------------------------------------------------------

_WORDS = (
    *("undefined", "[object ", "{{", "${", "{dede:", "{%", "[!--", "{$", "{pboot:", "[field:", "{:", "<%", "<?php "),
    *("#{", "{/", "{loop", "{if", "[page", "[NextPage]", "[nextpage]", "[--", "{page}", "{nextpage}", "<正>"),
    *("[caption", "[/caption", "[gallery", "[contact-form", "[playlist", "[audio", "[video", "[embed", "[vc_", "[/vc_"),
    *("[et_pb_", "[su_", " on line "),
)
_EDGES = neighbour("ud")
_started = Beside(kind("<"), behind=neighbour("正"))
_may_be_open = Either(letter_in_bracket, _started, InLine(9, first=_EDGES), InLine(9, last=_EDGES))
_START_OF_TEXT = re.compile(rf"(?P<label>\s{{0,4}}(?:摘要[:：]?\s{{0,4}})?)<正>(?=[{HAN}0-9A-Za-z“《〈])")
"""What a library of journals writes where it has no abstract and shows how the text begins."""
_ALONE = re.compile(PLACEHOLDER)
_EMPTY_FIELD = re.compile(EMPTY_FIELD)
_GLUED = re.compile(rf"undefined(?=[{HAN}“《「【])|(?<=[{SENTENCE_END}{re.escape(CLOSING)}])undefined", re.M)


_FILLED = re.compile(r"\$\{[\w.]{1,40}\|")
"""A value with a filter, inside a line."""


@rule("markup.placeholder", "What a template left where a value was missing goes.", when=_may_be_open)
def placeholder(text: str, seen: Seen) -> list[Edit]:
    """`{{title}}`, `[object Object]`, `浏览次数：undefined` alone on a line; `undefined` at the edge of a paragraph.

    So does the `<正>` with which a library of journals starts a text that has no abstract.
    A text that speaks of programs keeps all of it.

    >>> clean('{{source}} {{date}}\\n\\nundefined山上的花都开了，游人也多了起来。')
    '山上的花都开了，游人也多了起来。'
    >>> clean('变量没有值时，脚本会显示：\\n\\nundefined')
    '变量没有值时，脚本会显示：\\n\\nundefined'
    """
    if not holds_any(text, _WORDS):
        return []
    edits: list[Edit] = []
    for line, start in seen.lines:
        if len(line) < 200 and (_ALONE.fullmatch(line) or _EMPTY_FIELD.fullmatch(line)):
            edits.append(Edit(start, start + len(line), "", "markup.placeholder"))
        elif "<正>" in line[:16] and (m := _START_OF_TEXT.match(line)):
            edits.append(Edit(start + m.end("label"), start + m.end(), "", "markup.placeholder"))
        elif "undefined" in line[:9] and (m := _GLUED.match(line)):
            edits.append(Edit(start, start + m.end(), "", "markup.placeholder"))
        if line.endswith("undefined") and (m := _GLUED.search(line, len(line) - 9)):
            edits.append(Edit(start + m.start(), start + m.end(), "", "markup.placeholder"))
    if not edits:
        return []
    rest = apply(text, edits)
    code = seen.once(code_spans)
    if _FILLED.search(rest):  # a template itself
        return []
    if not _SENTENCE.search(rest) or is_about(_ABOUT, rest) or means_tags(rest) or code.covers(edits[0].start):
        return []
    return list(removals(text, edits))


# --- data ---------------------------------------------------------------------------------------------------------

_between_letters = Beside(kind("!(),:;?"), before=letter_behind_sign.behind, behind=letter_behind_sign.behind)
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_DATA = re.compile(DATA_ADDRESS)
_ABOUT_DATA = re.compile(f"{ABOUT_PROGRAMS}|[Bb]ase64|BASE64")


def _stands_alone(text: str, at: int) -> bool:
    """Whether a line starts there, or a Chinese sentence is parted."""
    return not text[max(text.rfind("\n", 0, at) + 1, at - 80) : at].strip() or _WIDE.match(text, at - 1) is not None


def _in_tag(text: str, at: int) -> bool:
    """Whether a tag is open in front of a place."""
    before = text[max(0, at - 400) : at]
    return before.rfind("<") > before.rfind(">")


@rule("markup.data", "Pictures that a page holds as data go.", when=_between_letters)
def data(text: str, seen: Seen) -> list[Edit]:
    """`data:image/png;base64,iVBORw0KGgo…` with the Markdown or the attribute around it.

    A text that speaks of programs or of base64 keeps all of it, and so do pages and JSON.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n![](data:image/png;base64," + "iVBORw0KGgo" * 9 + ")")
    '山上的花都开了，游人也多了起来。'
    >>> clean("图片转成base64，就是这样的一串：\\n\\ndata:image/png;base64," + "iVBORw0KGgo" * 9)[-5:]
    '0KGgo'
    """
    if ";base64," not in text:
        return []
    found = [m for m in _DATA.finditer(text) if m[1] or _stands_alone(text, m.start())]
    if seen.once(means_tags):
        found = [m for m in found if not _in_tag(text, m.start())]
    edits = [Edit(*m.span(), "", "markup.data") for m in found]
    rest = apply(text, edits)
    if (
        not edits
        or not _SENTENCE.search(rest)
        or is_about(_ABOUT_DATA, rest)
        or is_manual(rest)
        or rest.lstrip()[:1] in ("{", "<")
    ):
        return []
    return list(removals(text, edits))
