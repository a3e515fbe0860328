"""The grammar of frame lines: what content systems write about an article, word by word.

`parse` reads a whole line as labelled fields, dates, buttons and footer details, or not at all: one word that it does
not know makes the line text. Where such a line must stand to go is in `frames.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parkclean.tables import (
    BUTTONS,
    COUNTER,
    FAIR_LABELS,
    FILE_LABELS,
    FOOT_LABELS,
    FOOTER,
    FRAME_FOLD,
    FRAME_LABELS,
    HAN,
    MEDIA,
    PROVINCES,
    PUBLISHER,
    STRONG_WIDGETS,
    SURE_LABELS,
    WEAK_WIDGETS,
)

_FREQUENT = "，：；？！（）"
"""Marks that most lines have: `str.replace` is ten times as fast as a call for each."""
_FOLDED = re.compile("[" + "".join(map(re.escape, FRAME_FOLD)) + "]")


class Token(NamedTuple):
    """A piece of a frame line: its kind, its name (a label, or the word itself), and where its value stands."""

    kind: str
    name: str
    start: int
    end: int


def _any(words: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_FIELD_OF = {label: name for name, labels in FRAME_LABELS.items() for label in labels}
_LABELS = _any([*_FIELD_OF, *FOOT_LABELS])
_SPACED = "|".join(f"{label[0]} {label[1]}" for label in _FIELD_OF if len(label) == 2 and not label.isascii())
"""Labels of two characters are set with a blank between them, to be as wide as the others."""
_WORDS = _any([*STRONG_WIDGETS, *WEAK_WIDGETS])
_DAY = r"(?:19|20)[0-9]{2} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2} ?日?"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.:][0-9])?"
_WHEN = rf"{_DAY}(?:[ T,]{{0,2}}(?:星期.|周.|[上下]午)?[ T]?{_CLOCK}(?: ?[台北京]{{2}}时间)?)?"

_SEPARATORS = re.compile(r"[\s|·•/>»\[\]【】()<>,;、○●◎+*_\-—=~:↑↓←→▲▼^]*")
_LABEL = re.compile(
    rf"({_LABELS}|{_SPACED}) ?:[ ]?"
    rf"|(?:文章|本文)?(发布于|发表于|更新于|创建于|刊登于|最后更新于|最后编辑于) ?(?={_WHEN})"
    rf"|(发布时间|发布日期|更新时间|更新日期)[|丨] ?(?={_WHEN})"
    rf"|(责任编辑|责编|校对|网络编辑)[ /]+(?=[{HAN}])"
    rf"|(编辑|责编|校对|审核|作者|来源)[ ]?[/丨|](?=[ ]?[{HAN}])"
    rf"|(编辑|校对|责编|审核) (?=[{HAN}]{{2,4}}(?:[)\])】]?$| ))|(转载自|本文来自|本文转自)(?=[{HAN}])"
)
_MARKDOWN = re.compile(
    r">|[*+-] |#+ |\|.*\|$|\[[^\]]+\](?:\(|\[[0-9])|!\["
)  # quotations, lists, headings, tables, links
_DATE = re.compile(_WHEN)
_SPAN = re.compile(rf"{_DAY}[^0-9]{{0,8}}[0-9]{{1,2}}:[0-9]{{2}} ?[-~—–至到] ?[0-9]{{1,2}}:[0-9]{{2}}")
"""From when to when: a meeting is announced, no page dated."""
_WORD = re.compile(_WORDS)
_COUNT = re.compile(r"(?:共|第) ?[0-9]+ ?页|[0-9][0-9,]{0,9}(?:\.[0-9]+)?万?[+ ]?(?:次|人次|人|条|个)?")
_PAGE = re.compile(
    r"(?:第? ?[A-Z]?[0-9]{1,3} ?版|[A-Z][0-9]{2}(?=:))(?: ?[:\s] ?[^\s:|]{1,12})?|(?:星期|周)[一二三四五六日天]"
)
_FOOTER = re.compile(FOOTER)
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.-]+@[\w.-]+\w", re.ASCII)
_SIZES = re.compile(r"(?:[\s\[\]【】()|/+\-·:]|特?[大中小]号?|超大|标准|默认|放大|缩小|正常|正文|A|T|[0-9]+px)*")
_STOP = re.compile(
    rf"  |\t|\||[\[(【 ]{{0,2}}(?:{_LABELS}) ?[:/丨]|[ \[(【]{{0,2}}{_WHEN}"
    rf"|[ \[(【]{{1,2}}(?:{_WORDS})(?=[\s|\])】\[【]|$)|[\])】] ?[\[(【]|$"
)
_SENTENCE = re.compile(r"[。！？!?;…]")
_STARTS = frozenset(word[:2] for word in (*_FIELD_OF, *FOOT_LABELS, *STRONG_WIDGETS, *WEAK_WIDGETS))
OPENING = " \t[(【<|·•/»*_-—=~"
_FIRST = frozenset(word for word in WEAK_WIDGETS if len(word) == 1) | set(
    "0123456789©第星周互增信广网建您CchwWaA" + PROVINCES
)
_NUMERALS = frozenset("一二三四五六七八九十百千")
"""Articles and chapters have them, pages have figures."""
_NAME = re.compile(
    rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}·[{HAN}]{{1,6}}|[A-Za-z]{{1,12}}[0-9]{{0,6}}|[A-Z]{{0,3}}[0-9]{{1,6}}"
)
_SPREAD = re.compile(rf"(?<=(?<![{HAN}])[{HAN}])  ?(?=[{HAN}](?![{HAN}]))")
"""The blank in a name of two characters, set as wide as one of three: `江 晖`."""
_MEDIA = re.compile(f"(?:{MEDIA})")
_PUBLISHER = re.compile(PUBLISHER)
_MANY = re.compile(r"[0-9]{2}|[0-9]\.?[0-9]* ?万| 0$")
_COUNTER = re.compile(COUNTER)
_OF_PAPER = re.compile("[0-9] ?版|(?:星期|周)[一二三四五六日天]")
_COUNTER_WORD = re.compile("[0-9] ?(?:阅读|浏览|次|人)|(?:阅读|浏览|评论)[ (]{0,2}[0-9]")
_GIVEN = "keywords", "title"
SURE = frozenset(SURE_LABELS)


def fold(line: str) -> str:
    """The line in the form in which it is compared; every character keeps its place."""
    for wide in _FREQUENT:
        line = line.replace(wide, FRAME_FOLD[wide])
    return _FOLDED.sub(_folded, line)  # str.translate takes 300 ns a character that is not in the table


def _folded(m: re.Match[str]) -> str:
    return FRAME_FOLD[m.group()]


def may_open(line: str) -> bool:
    """Whether a folded line starts like a frame line; false for nearly all others, in 0.3 microseconds."""
    line = line.lstrip(OPENING)
    if line[1:2] == " ":
        line = line[0] + line[2:]
    return line[:2] in _STARTS or (line[:1] in _FIRST and not (line[:1] == "第" and line[1:2] in _NUMERALS))


def parse(line: str) -> list[Token] | None:
    """The tokens of a folded line; None if any part of it is something else."""
    tokens: list[Token] = []
    if _MARKDOWN.match(line) or _SPAN.search(line):
        return None
    at = _skip(line, 0)
    if not may_open(line[at : at + 3]):
        return None
    while True:
        at = _skip(line, at)
        if at == len(line):
            return tokens or None
        token = _token(line, at)
        if token is None:
            return None
        tokens.append(token)
        at = max(token.end, at + 1)


def _skip(line: str, at: int) -> int:
    m = _SEPARATORS.match(line, at)
    return m.end() if m else at


def _token(line: str, at: int) -> Token | None:
    if m := _LABEL.match(line, at):
        return _labelled(line, next(filter(None, m.groups())).replace(" ", ""), m.end())
    if m := _FOOTER.match(line, at):
        return Token("footer", "", at, m.end())
    if m := _DATE.match(line, at):
        return Token("date", "date", at, m.end())
    if (m := _WORD.match(line, at)) and not _goes_on(line, m):
        return Token("strong" if m.group() in _STRONG else "word", m.group(), at, m.end())
    for kind, form in (("link", _LINK), ("page", _PAGE), ("count", _COUNT)):
        if m := form.match(line, at):
            return Token(kind, "", at, m.end())
    return None


def _goes_on(line: str, m: re.Match[str]) -> bool:
    """Whether a word is the beginning of another one: the `T` of `T04`."""
    behind = line[m.end() : m.end() + 1]
    return m[0][-1].isascii() and m[0][-1].isalpha() and behind.isascii() and behind.isalnum()


_STRONG = frozenset(STRONG_WIDGETS)


def _labelled(line: str, label: str, at: int) -> Token | None:
    name = _FIELD_OF.get(label, "")
    if name == "size":
        m = _SIZES.match(line, at)
        return Token("field", label, at, m.end()) if m else None
    if name in _GIVEN:
        end = len(line)
    else:
        m = _STOP.search(line, at)
        end = m.start() if m else len(line)
    value = line[at:end].strip(" ,;|/])】")
    if name not in _GIVEN and (len(value) > 60 or _SENTENCE.search(value)):
        return None
    if name and not _fits(name, value):
        return None
    return Token("field" if name else "foot", label, at, end)


def _fits(name: str, value: str) -> bool:
    """Whether the value is one that the label can have."""
    if not value:
        return True
    if name == "date":
        return bool(_DATE.match(value) or re.fullmatch(_CLOCK, value) or re.fullmatch("[0-9]{2}-[0-9]{2}", value))
    if name == "views":
        return bool(
            re.fullmatch(r"[\[(]? ?[0-9][0-9,.]* ?万?\+? ?[次人条个]?[次]? ?[\])]?|加载中.*|\.+|-+|[次人条]", value)
        )
    if name == "editor":
        return all(len(part) <= 12 for part in re.split(r"[\s、,/()\[\]【】]+", value))
    if name == "keywords":
        return len(value) <= 80 and "。" not in value
    return len(value) <= (80 if name in ("title", "link") else 30)


def is_borrowed(tokens: list[Token]) -> bool:
    """Whether only what a book has, too, is said of a file: `格式：16开  页数：320`."""
    files = [token.name for token in tokens if _FIELD_OF.get(token.name) == "file"]
    return bool(files) and FILE_LABELS.issuperset(files)


def is_sure(line: str, tokens: list[Token]) -> bool | None:
    """True: a frame line wherever it stands outside of the text. None: unless it is one of a list of credits."""
    labels = [token.name for token in tokens if token.kind == "field"]
    words = sum(token.kind == "word" for token in tokens)
    if any(token.kind in ("footer", "strong") for token in tokens) or words > 2 or len(labels) > 1:
        return True
    if {"登录", "注册"} <= {token.name for token in tokens}:
        return True
    verbs = sum(token.name in BUTTONS for token in tokens)
    dated = any(token.kind == "date" for token in tokens)
    if dated and labels and len(tokens) > 2:
        return True
    if dated and labels and _FIELD_OF[labels[0]] in ("source", "editor", "views", "size"):
        return True
    if verbs > 1:
        return True
    if not labels and verbs + ("阅读" in {token.name for token in tokens}) and _MANY.search(line):
        return None
    feet = [token.name for token in tokens if token.kind == "foot"]
    if feet:
        return (
            len(feet) > 2
            or feet[0].startswith("版权")
            or (bool({"技术支持", "主办单位", "承办单位", "主办"} & set(feet)) and len(feet) > 1)
        )
    if not labels:
        return False
    if labels[0] in SURE_LABELS:
        return True
    if labels[0] in FAIR_LABELS and _is_fair(line, tokens):
        return None
    return False


def is_counter(flat: str) -> bool:
    """How often a text was read, in words: `本文已被浏览 1203 次`, `阅读 (1203)`."""
    return _COUNTER.match(flat) is not None


def is_stamp(flat: str) -> bool | None:
    """The time to the minute, the page of a paper, or figures of readers, beside the name of a source: what a system
    sets under a title.

    None: it is none; False: it may be the first line of a log.
    """
    m = _DATE.search(flat)
    paper = _OF_PAPER.search(flat) is not None
    if m is None or len(flat) > 60 or not (":" in m[0] or paper or _COUNTER_WORD.search(flat)):
        return None
    rest = [part.strip(" ()[]") for part in re.split(r" +|[|·]", flat[: m.start()] + "|" + flat[m.end() :])]
    names = [part for part in rest if part and not is_counter(part) and parse(part) is None]
    if len(names) > 2 or not all(map(_is_name, names)):
        return None
    if _COUNTER_WORD.search(flat):
        return True
    return paper or "|" in flat if any(map(_PUBLISHER.search, names)) else None


def _is_name(part: str) -> bool:
    return len(part) <= 12 and (part.isalpha() or _LINK.fullmatch(part) is not None)


def _is_fair(line: str, tokens: list[Token]) -> bool:
    token = next(token for token in tokens if token.kind == "field")
    value = line[token.start : token.end].strip(" )]】")
    if _FIELD_OF[token.name] == "source":
        return "](" not in line and bool(_MEDIA.search(value.lower()))  # an author links whom he follows
    if _FIELD_OF[token.name] == "keywords":
        return bool(value)
    value = _SPREAD.sub("", value)
    return all(_NAME.fullmatch(part) for part in re.split(r"[\s、,/()]+", value) if part)


def fields(removed: list[str]) -> dict[str, str]:
    """What removed lines said: source, author, editor, date, views, keywords, title, link; equal names are joined.

    >>> fields(["来源：新华网  责任编辑：张三", "(责编：李四、王五)"])
    {'source': '新华网', 'editor': '张三、李四、王五'}
    """
    found: dict[str, list[str]] = {}
    for text in removed:
        for line in text.splitlines():
            for name, value in _said(line, fold(line)):
                if value not in found.setdefault(name, []):
                    found[name].append(value)
    return {name: "、".join(values) for name, values in found.items() if values}


def _said(line: str, flat: str) -> Iterator[tuple[str, str]]:
    """Names and values of a line; of one that is not read word by word its date."""
    tokens = parse(flat)
    if tokens is None:
        tokens = [Token("date", "date", *m.span()) for m in _DATE.finditer(flat)]
    for token in tokens:
        name = _FIELD_OF.get(token.name, "") if token.kind == "field" else token.name if token.kind == "date" else ""
        value = line[token.start : token.end].strip(" \u3000\xa0,;|/])】）")
        if name and name not in ("size", "file") and value:
            yield name, value
