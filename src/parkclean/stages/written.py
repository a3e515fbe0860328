"""More rules of stage `entities`: quotation marks and line ends that a program wrote in its own way.

`\\"`, `""` and LaTeX's ``` `` ``` and `''` stand for quotation marks; `^M`, `¶`, `↵` and `%0A` for the end of a line.
"""

from __future__ import annotations

import re

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.phrases import holds_any
from parkclean.rules import Seen, rule
from parkclean.tables import ABOUT_BREAKS, ABOUT_PROGRAMS, CJK_MARKS, HAN

_HAN = re.compile(f"[{HAN}]")
_ABOUT = re.compile("|".join((*ABOUT_BREAKS, ABOUT_PROGRAMS, "LaTeX|TeX|CSV|引号|引號")))
_FEWEST = 2
"""So many pairs of quotation marks are no slip."""
_ESCAPED = re.compile(r'(?P<open>\\{1,3})"(?P<shown>[^"\\\n]{1,200})(?P=open)"')
_DOUBLED = re.compile(r'(?<!")""(?P<shown>[^"\n]{1,200})""(?!")')
_LATEX = re.compile(r"(?<!`)``(?P<shown>[^`'\n]{1,200})''(?!')")
_STATEMENT = re.compile(r"[{}=;$<>]|^\s*[\"'\[]", re.M)
kind('"', rare=True)
kind("`", rare=True)


def _pairs(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    return [m for m in pattern.finditer(text) if _HAN.search(m["shown"])]


@rule(
    "entities.quotation",
    'Quotation marks that a program wrote as `\\\\"`, `""` or LaTeX\'s two ticks are such again.',
    trigger='"`',
)
def quotation(text: str, seen: Seen) -> list[Edit]:
    r"""A program's string, a cell of CSV and a source of LaTeX write quotation marks in their own way.

    Needs two pairs around Chinese words, no others, and no sign of a program; a text that talks of such things stays.

    >>> clean('他说\\"花开了\\"，大家说\\"草绿了\\"，都笑了。')
    '他说"花开了"，大家说"草绿了"，都笑了。'
    >>> clean('字符串里的引号要转义，写作\\"春\\"和\\"秋\\"。')
    '字符串里的引号要转义，写作\\"春\\"和\\"秋\\"。'
    """
    for sign, pattern, new in (('\\"', _ESCAPED, '""'), ('""', _DOUBLED, '""'), ("``", _LATEX, "“”")):
        if not holds_any(text, (sign,)):
            continue
        found = _pairs(text, pattern)
        if len(found) < _FEWEST:
            continue
        rest = pattern.sub("", text)
        if '"' in rest or "``" in rest or _STATEMENT.search(rest) or is_about(_ABOUT, rest):
            continue
        edits = []
        for m in found:
            a, b = m.span("shown")
            edits += [Edit(m.start(), a, new[0], ""), Edit(b, m.end(), new[1], "")]
        return edits
    return []


_LINE_END = re.compile(r"(?:\^M|[¶↵⏎↩])[ \t]{0,4}(?=[\r\n]|\Z)")
_FILLED = re.compile(r"[^\r\n]*\S[^\r\n]*")
_PERCENT = re.compile(rf"(?<=[{HAN}{CJK_MARKS}])[ \t]?((?:(?:%0D)?%0A)+)(?:%09|%20|\u3000){{0,4}}", re.I)
_EDITION = re.compile(r"^#\+[A-Z]", re.M)
"""Lines of Org at the head of a digital edition, which marks the ends of its lines itself."""
_FEWEST_LINES = 3
kind("^", rare=True)
kind("¶↵⏎↩", rare=True)
kind("%", rare=True)


def _shows_ends(text: str) -> bool:
    return "^M" in text or any(mark in text for mark in "¶↵⏎↩")


@rule(
    "entities.line_end",
    "Ends of lines that an editor or an address shows as `^M`, `¶`, `↵` or `%0A` are such again.",
    trigger="^¶↵⏎↩%",
)
def line_end(text: str, seen: Seen) -> list[Edit]:
    """Marks for the end of a line get into a copy from an editor that shows them, `%0A` from an address.

    Needs three, of the marks at the ends of half of the lines.

    >>> clean("雨停了。^M\\n山上的雾也散了。^M\\n河水涨了。^M")
    '雨停了。\\n山上的雾也散了。\\n河水涨了。'
    >>> clean("文章的段落用¶表示。\\n第二段。\\n第三段。")
    '文章的段落用¶表示。\\n第二段。\\n第三段。'
    """
    if not _shows_ends(text) and "%0" not in text:
        return []
    code = seen.once(code_spans)
    edits: list[Edit] = []
    marks = [m for m in _LINE_END.finditer(text) if not code.covers(m.start())] if _shows_ends(text) else []
    several = len(marks) >= _FEWEST_LINES and len(marks) * 2 >= len(_FILLED.findall(text))
    if several and not is_about(_ABOUT, text) and not _EDITION.search(text):
        edits += [Edit(*m.span(), "", "") for m in marks]
    breaks = [m for m in _PERCENT.finditer(text) if not code.covers(m.start())] if "%0" in text else []
    if len(breaks) >= _FEWEST_LINES and not is_about(_ABOUT, text):
        edits += [Edit(*m.span(), "\n" * m[1].lower().count("%0a"), "") for m in breaks]
    return sorted(edits)
