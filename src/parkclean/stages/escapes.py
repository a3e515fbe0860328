r"""More of stage `entities`: prose written as escapes of a program, `\u4e2d\u6587`, `%E4%B8%AD` or `=E4=B8=AD`.

Programs and data hold such escapes on purpose; a line of prose that holds nothing else was dumped by one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind, neighbour
from parkclean.questions import Beside, InLine
from parkclean.rules import Seen, rule
from parkclean.sources import front_matter
from parkclean.stages.embedded import embedded
from parkclean.stages.escape_forms import (
    ADDRESS,
    BARE_FORMS,
    CODE_POINTS,
    FEWEST,
    FORMS,
    MUCH,
    Form,
    Reading,
    are_many,
    from_backslash,
    is_much,
    reading,
)
from parkclean.tables import ABOUT_BREAKS, ABOUT_CHARSETS, ABOUT_ESCAPES, ABOUT_READING, CJK_MARKS, HAN, INVISIBLE

_AROUND = 4
"""Lines on each side that may talk of what is shown, those that are escaped and empty ones aside."""
_FAR = 40
_QUOTING = 8
"""So many times the length of all that is not escaped has a line of prose that holds quotation marks."""
_KEY = re.compile(r"\s{0,20}[A-Za-z_][\w.-]{0,60}\s?:")
_PATH = re.compile(r"\s{0,20}[\w.-]{0,60}/")
_RUN = re.compile("\0+")
_STRING = re.compile(r"(?m)[\"'=]\0|\(\s?[\"'][^\"'\n\0]{0,80}\0|^\s*[\w.-]+\s?:\s?\0")
"""How an escape stands in a program: in quotation marks, or behind a name."""
_STATEMENT_LINE = re.compile(r"(?m)^\s*[\w.$-]+\s?=|[;{}]\s*$")
PROSE = 10
"""One run of escapes, or one line, in so many may look so in prose."""
_QUOTES = re.compile("[\"'](?!\\s*:)")
_ABOUT = re.compile("|".join(ABOUT_ESCAPES))

kind("+", rare=True)
kind("#", rare=True)
_SIGN = kind("<＜&＆\\%")
_EQUALS = kind("=")
letter_behind_sign = Beside(_SIGN, behind=neighbour("#＃/／!? \u3000", ("A", "Z"), ("a", "z")))
"""May a tag, a reference or an escape stand in the text? One question for all of them."""
_signs = Beside(_SIGN, fewest=FEWEST)
_equals = Beside(_EQUALS, behind=letter_behind_sign.behind, fewest=FEWEST)


def _all_escapes(seen: Seen, forms: Sequence[Form]) -> list[Edit]:
    """Those of lines that hold nothing else, and those inside other prose."""
    forms = _shown_in(seen.text, forms)
    alone = _read(seen, forms)
    inside = embedded(seen, forms)
    return sorted({*alone, *inside}) if inside else alone


def _whole(text: str, form: Form) -> list[Edit]:
    """All escapes of a text of sentences that holds little else, be it markup; data and strings of programs stay."""
    bare = form.escape.sub("\0", text)
    program = PROSE * len(_STRING.findall(bare)) > len(_RUN.findall(bare))
    program |= PROSE * len(_STATEMENT_LINE.findall(bare)) > bare.count("\n") + 1
    if program or len(bare.split()) > text.count(form.sign):
        return []
    found = reading(text, 0, form)
    return found.edits if found and found.prose and found.wide >= MUCH else []


def _shown_in(text: str, forms: Iterable[Form]) -> list[Form]:
    """Which ways to write characters a text may show often enough."""
    return [form for form in forms if text.count(form.sign) >= FEWEST and form.escape.search(text)]


def _read(seen: Seen, forms: Iterable[Form], starts: tuple[str, ...] = ("",)) -> list[Edit]:
    """starts: what a line must begin with."""
    found: dict[int, Reading] = {}
    lines = seen.lines
    plain = starts == ("",) and seen.text.isascii() and not seen.text.lstrip().startswith(("{", "["))
    for form in forms:
        if plain and form.other is not ADDRESS and (whole := _whole(seen.text, form)):
            return whole
        if not form.soft and sum(line.count(form.sign[0]) for line in lines.texts if line.isascii()) < FEWEST:
            continue  # no lines of them can be prose
        code = seen.once(code_spans)
        read = [
            _escaped(line, start, form)
            for line, start in _joined(seen, form)
            if form.sign in line and line.startswith(starts)
        ]
        new = [one for one in read if one and one.edits[0].start not in found and not code.covers(one.edits[0].start)]
        if any(one.prose for one in new) or are_many(new):
            found.update((one.edits[0].start, one) for one in new)
    numbers = {bisect_right(lines.starts, at) - 1: one for at, one in found.items()}
    much = is_much(seen.text, numbers.values())
    return sorted(
        edit
        for n, one in numbers.items()
        if (much and one.prose) or not _shown(lines.texts, n, numbers)
        for edit in one.edits
    )


def _shown(lines: Sequence[str], n: int, escaped: Container[int]) -> bool:
    """Whether the lines around a line talk of escapes, or announce an example."""
    for step in (-1, 1):
        raw = [k for k in range(n + step, n + step * _FAR, step) if 0 <= k < len(lines) and k not in escaped]
        near = [lines[k] for k in raw if lines[k].strip()][:_AROUND]
        if any(_ABOUT.search(line) or ABOUT_CHARSETS.search(line) or ABOUT_READING.search(line) for line in near):
            return True
        if step < 0 and near and near[0].rstrip().endswith(("：", ":")):
            return True
    return False


def _joined(seen: Seen, form: Form) -> Iterable[tuple[str, int]]:
    """The lines, and where they start; lines that a soft break parts are one."""
    if not form.soft:
        yield from seen.lines
        return
    first = -1
    for line, start in seen.lines:
        first = start if first < 0 else first
        if not line.endswith(form.soft):
            yield seen.text[first : start + len(line)], first
            first = -1


def _escaped(line: str, start: int, form: Form) -> Reading | None:
    """The escapes of a line, if it holds them and ASCII without signs of a program."""
    if not line.isascii() or _KEY.match(line) or (form.other is ADDRESS and _PATH.match(line)):
        return None
    rest = form.escape.sub("", line)
    if form.other.search(_QUOTES.sub("", rest) if len(rest) * _QUOTING < len(line) and _opens(line, form) else rest):
        return None
    return reading(line, start, form)


def _opens(line: str, form: Form) -> bool:
    """Whether a line begins with an escape, as no statement of a program does, and ends without a quotation mark."""
    return form.escape.match(line) is not None and line.rstrip()[-1] not in "\"'"


@rule(
    "entities.escape",
    r"Prose that a program wrote as `\u4e2d\u6587` or in bytes is read.",
    trigger="<＜&＆\\%=",
)
def escape(text: str, seen: Seen) -> list[Edit]:
    r"""Programs write `\uXXXX` (JSON), `%uXXXX` (JavaScript) or bytes for all but ASCII; some page was not decoded.

    A line is read if it holds only such escapes and ASCII, no sign of a program, and sentences come of it; then so are
    shorter ones of its kind. So is a sentence inside a line of Chinese.
    A text that talks of escapes or encodings, addresses, code and JSON stay; but nobody shows several long sentences.

    >>> clean(r"\u6625\u5929\u5230\u4e86\uff0c\u6cb3\u6c34\u6da8\u4e86\uff0c\u71d5\u5b50\u6765\u3002")
    '春天到了，河水涨了，燕子来。'
    >>> clean(r"title=\u6625\u5929\u5230\u4e86\uff0c\u6cb3\u6c34\u6da8\u4e86\uff0c\u71d5\u5b50\u3002")
    'title=\\u6625\\u5929\\u5230\\u4e86\\uff0c\\u6cb3\\u6c34\\u6da8\\u4e86\\uff0c\\u71d5\\u5b50\\u3002'
    """
    return _all_escapes(seen, FORMS) if _signs(seen) or _equals(seen) else []


@rule("entities.code_point", "Prose that was written in the numbers of its characters is read.", trigger="#+\\")
def code_point(text: str, seen: Seen) -> list[Edit]:
    r"""`U+4F60`, `#20320;` and `\4f60` are what lists, references without their `&` and style sheets write for 你.

    Needs lines that hold nothing else but ASCII, or many such numbers in the middle of Chinese sentences.
    A text that talks of Unicode or encodings, code and JSON stay.

    >>> clean("U+6625U+5929U+5230U+4E86U+FF0CU+6CB3U+6C34U+6DA8U+4E86U+FF0CU+71D5U+5B50U+6765U+3002")
    '春天到了，河水涨了，燕子来。'
    >>> clean("“你”的Unicode码位是U+4F60，“好”是U+597D。")
    '“你”的Unicode码位是U+4F60，“好”是U+597D。'
    """
    return _all_escapes(seen, CODE_POINTS)


_starts_with_u = InLine(60, first=neighbour("ud"))
"""Does a line begin as a longer escape without its backslash does?"""


@rule(
    "entities.bare_escape",
    r"Prose that a program wrote as `\u4e2d\u6587`, and that lost its backslashes, is read.",
    when=_starts_with_u,
)
def bare_escape(text: str, seen: Seen) -> list[Edit]:
    """A data base or a program took the backslashes of `\\uXXXX` for its own.

    A line is read if it begins with one and holds only such escapes and ASCII, and sentences come of it; then so are
    shorter ones.

    >>> clean("u6625u5929u5230u4e86uff0cu6cb3u6c34u6da8u4e86uff0cu71d5u5b50u6765u3002")
    '春天到了，河水涨了，燕子来。'
    >>> clean("uacce90beefuadd1u2002 und dann u3002")
    'uacce90beefuadd1u2002 und dann u3002'
    """
    return _read(seen, _shown_in(text, BARE_FORMS), ("u", "d"))


_BREAKS = re.compile(
    rf"(?:(?<=[{CJK_MARKS}])|(?<=\\\")|(?<=[{HAN}])(?=\\[nr](?:[\\{HAN}{CJK_MARKS}]|$)))"
    r"((?:\\r\\n|\\[nr])+)(?:\\t|\\u3000|[ \u3000])*",
    re.MULTILINE,
)
_HAN = re.compile(f"[{HAN}]")
_CONTROLS = re.compile(r"\\[nrt]")
_ABOUT_BREAKS = re.compile("|".join(ABOUT_BREAKS))
_FEWEST_BREAKS = 3
_STATEMENT = re.compile(r"[{}=;$]|\(\s?[\"'`]|(?<!:)//")
_BESIDE = 60
"""Characters on each side in which signs of a program are looked for."""
_ESCAPED_QUOTE = re.compile(r'\\"')
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))


_UNSEEN = r"\\(?:u3000|u00a0|xa0|u200[0-9a-f]|u202f|u2060|ufeff)"
_UNSEEN_ESCAPE = re.compile(_UNSEEN, re.IGNORECASE)
_UNSEEN_ESCAPES = re.compile(
    rf"(?:^(?P<indent>)(?=(?:{_UNSEEN})+(?:[\w“‘「『《【（(]|$))|(?<=[{HAN}{CJK_MARKS}])(?<![“‘「『《【（])"
    rf"(?=(?:{_UNSEEN})+(?:[{HAN}{CJK_MARKS}]|$)))(?:{_UNSEEN})+",
    re.MULTILINE | re.IGNORECASE,
)
_ABOUT_BLANKS = re.compile("空格|空白|不可见|不可見")


@rule(
    "entities.line_break",
    r"Line breaks and blanks that a program wrote as `\n` and `\u3000` are such again.",
    trigger="\\",
    when=letter_behind_sign,
)
def line_break(text: str, seen: Seen) -> Iterator[Edit]:
    r"""A dump of a program shows its line breaks as `\n` or `\r\n`, and quotation marks in it as `\"`.

    Needs three that stand behind Chinese sentences, and hardly any elsewhere; code, and a text that talks of strings or
    line breaks, stay.
    Blanks and invisible characters (`\u3000`, `\xa0`, `\u200b`) need two in front of a line, or three between words.

    >>> clean(r"雨停了。\n山上的雾也散了。\n\n河水涨了。\n船工们都来了。")
    '雨停了。\n山上的雾也散了。\n\n河水涨了。\n船工们都来了。'
    >>> clean(r"文件在D:\new和E:\render里，命令是\section。")
    '文件在D:\\new和E:\\render里，命令是\\section。'
    """
    breaks = _program_breaks(text, seen)
    for m in breaks:
        yield Edit(*m.span(), "\n" * m[1].replace("\\r\\n", "\\n").count("\\"), "entities.line_break")
    for m in _ESCAPED_QUOTE.finditer(text) if breaks else ():
        yield Edit(m.start(), m.start() + 1, "", "entities.line_break")
    for m in _program_blanks(text, seen):
        new = "".join(map(from_backslash, map(str.lower, _UNSEEN_ESCAPE.findall(m[0]))))
        yield Edit(*m.span(), new.translate(_INVISIBLE), "entities.line_break")


def _program_breaks(text: str, seen: Seen) -> list[re.Match[str]]:
    """The line breaks of a program, with blanks behind them, if the text is its dump."""
    if text.count("\\n") + text.count("\\r") < _FEWEST_BREAKS:
        return []
    code = seen.once(code_spans)
    places = _BREAKS.finditer(text, front_matter(text))
    found = [m for m in places if not code.covers(m.start()) and not _in_statement(text, m)]
    every = len(_CONTROLS.findall(text))
    if len(found) < _FEWEST_BREAKS or sum(len(_CONTROLS.findall(m[0])) for m in found) * 5 < every * 4:
        return []
    if all(_HAN.match(text[m.start() - 1]) for m in found):
        return []  # no sentence ends in front of any: the text names them
    return [] if is_about(_ABOUT_BREAKS, text) else found


def _program_blanks(text: str, seen: Seen) -> list[re.Match[str]]:
    """Blanks and invisible characters of a program, if nearly all escapes in the text are such."""
    if "\\u" not in text and "\\x" not in text:
        return []
    code = seen.once(code_spans)
    found = [m for m in _UNSEEN_ESCAPES.finditer(text) if not code.covers(m.start()) and not _in_statement(text, m)]
    sizes = [len(_UNSEEN_ESCAPE.findall(m[0])) for m in found]
    indents = [size for m, size in zip(found, sizes, strict=True) if m["indent"] is not None]
    if max(indents, default=0) < 2 and sum(sizes) < _FEWEST_BREAKS:
        return []
    about = _ABOUT_BLANKS.search(text) or any(is_about(words, text) for words in (_ABOUT_BREAKS, _ABOUT))
    return [] if about else found


def _in_statement(text: str, m: re.Match[str]) -> bool:
    """Whether signs of a program stand beside a break, on its line."""
    before = text[max(0, m.start() - _BESIDE) : m.start()].rpartition("\n")[2]
    after = text[m.end() : m.end() + _BESIDE].partition("\n")[0]
    return _STATEMENT.search(before) is not None or _STATEMENT.search(after) is not None
