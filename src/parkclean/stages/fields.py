"""One more rule of stage `markup`: codes of fields that Word shows where a file was taken out of it as text.

A field is an instruction and its result; the result is text and stays, the instruction goes.
"""

from __future__ import annotations

import re

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.phrases import holds_any
from parkclean.rules import Seen, rule
from parkclean.stages.tagged import means_tags, removals
from parkclean.tables import ABOUT_FIELDS

_BACKSLASH = kind("\\")
_SIGNS = '\\"_#'
kind(_SIGNS, rare=True)
"""Every code has one of them; hardly any text of Chinese has."""
_SWITCHES = r"(?:[ \t]{0,4}\\[a-z*@#](?:[ \t]{0,4}(?:\"[^\"\n]{0,120}\"|[A-Za-z0-9-]{1,24}))?){0,8}"
_ALONE = r"(?<![A-Za-z\\])"
_FIELD = re.compile(
    rf"(?:[-—–][ \t]?)?{_ALONE}(?:NUMPAGES|SECTIONPAGES|PAGE)[ \t]{{1,4}}\\\*[ \t]{{0,4}}[A-Za-z]{{5,14}}"
    r"[ \t]{0,4}[0-9]{0,4}(?:[ \t]?[-—–](?=\s|\Z))?"
    rf"|{_ALONE}HYPERLINK[ \t]{{1,4}}(?:\\l[ \t]{{1,4}})?\"[^\"\n]{{1,400}}\"{_SWITCHES}[ \t]?"
    rf"|{_ALONE}TOC(?:[ \t]{{1,4}}\\[a-z](?:[ \t]{{0,4}}\"[^\"\n]{{0,60}}\")?){{1,8}}"
    rf"|{_ALONE}(?:PAGE)?REF[ \t]{{1,4}}_[A-Z][a-z]{{2,4}}[0-9]{{2,12}}{_SWITCHES}"
    r"(?:[ \t]{1,4}[0-9]{1,4}(?=\s|\Z))?"
    rf"|{_ALONE}SEQ[ \t]{{1,4}}\S{{1,12}}[ \t]{{1,4}}\\\*[ \t]{{0,4}}[A-Za-z]{{5,14}}[ \t]?"
    rf"|{_ALONE}(?:EMBED|INCLUDEPICTURE)[ \t]{{1,4}}"
    rf"(?:\"[^\"\n]{{1,400}}\"|[A-Z][A-Za-z.]{{3,40}}\.[0-9A-Za-z]{{1,12}}){_SWITCHES}"
    r"|[ \t]?\\\*[ \t]{0,4}MERGEFORMAT(?:INET)?(?![A-Za-z])"
    r"|_x000[ADad]_|_ueditor_page_break_tag_|#p#[^#\n]{0,40}#e#"
    r"|[ \t]?(?<![A-Za-z0-9_])_(?:Toc|Ref)[0-9]{4,12}(?![A-Za-z0-9_])"
)
"""What each field does is said in ISO/IEC 29500, part 1, section 17.16."""
_NAMES = "PAGE", "TOC", "REF", "SEQ", "EMBED", "INCLUDEPICTURE", "MERGEFORMAT", "_Ref"
"""One of these is in each of them, `HYPERLINK` and those of `_has_codes` aside."""
_UNDERLINED = ("_Toc", "_x000", "_ueditor")
_ABOUT = re.compile("|".join(ABOUT_FIELDS))


def _has_codes(text: str) -> bool:
    """Whether codes without a backslash may stand in the text."""
    return ("_" in text and any(code in text for code in _UNDERLINED)) or ("#" in text and "#p#" in text)


def _instead(text: str, start: int, end: int) -> str:
    """A line break for one that Excel escaped, if the line goes on."""
    return "\n" if text.startswith("_x000", start) and text[end : end + 1] not in ("", "\n", "\r", "_") else ""


@rule("markup.field", "Codes of fields that Word wrote go; what they show stays.", trigger=_SIGNS)
def field(text: str, seen: Seen) -> list[Edit]:
    """`HYPERLINK "http://…"`, `PAGE \\* MERGEFORMAT 3`, `TOC \\o "1-3"` taken out of a Word file.

    So do the line breaks of Excel (`_x000D_`) and the page breaks of editors of web pages (`#p#…#e#`).

    >>> clean('HYPERLINK "http://www.example.com/a.htm" 山上的花都开了。')
    '山上的花都开了。'
    >>> clean('Word 的域代码写成 HYPERLINK "http://www.example.com"。')
    'Word 的域代码写成 HYPERLINK "http://www.example.com"。'
    """
    linked = '"' in text and "HYPERLINK" in text
    if not linked and not (seen.look.present & _BACKSLASH and holds_any(text, _NAMES)) and not _has_codes(text):
        return []
    found = [m.span() for m in _FIELD.finditer(text)]
    if not found or _ABOUT.search(text) or seen.once(means_tags):
        return []
    code = seen.once(code_spans)
    edits = [Edit(a, b, _instead(text, a, b), "markup.field") for a, b in found if not code.covers(a)]
    return list(removals(text, edits))
