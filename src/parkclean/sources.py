"""Whether a text is a program, its data or its messages: source code, JSON, XML, SQL, locale files.

There the Chinese stands in comments, in strings and behind keys, and every other character means what it is:
a tag, a reference, a line that comes again, the end of a line. What repairs prose has no business there.
So it is in manuals that are written as programs are: XML of its own names, LaTeX, roff; no page shows those.
Prose with some code in it is prose (see `codespans.py` for its code), and so are Markdown and its like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from operator import itemgetter

from parkclean.tables import FEED_TAGS, FILES_BY_FIRST_LINE, FRAME_NAMES, HAN, HTML_NAMES, PROGRAM_LINES

_HAN = re.compile(f"[{HAN}]")
_SIGNS = re.compile(r"[{}()\[\]<>=;:\"'|&\\$@]")
_CODE_BEFORE = re.compile(_SIGNS.pattern + r"|^\s*\w+,\s*$", re.A)
"""What stands in front of a comment on the line of a statement, a value or a name in a list."""
_PLAIN = re.compile(rf"^[ \t\u3000]*[{HAN}“「（《][^\n\"'`#/*<>={{}};|]*$", re.M)
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_COMMENT = re.compile(r"//.*|[/(]\*.*|\s#.*|--\s.*|<!--(?:(?!-->).){0,2000}(?:-->)?|;;.*|[\s;]%.*|\s;.*|\s'[^']*$")
"""What stands behind code up to the end of a line."""
_COMMENT_LINE = re.compile(
    r"\s*(?://|[/(]\*|\*[/)]|#|--\s|;|%|<!--(?:(?!-->).){0,2000}(?:-->)?\s*$|\"\"\"|'''|'[^'\n]*$|\{[^{}\n]*\}\s*$)"
)
_KEY = re.compile(r"\s*(?:-\s)?[\"']?[A-Za-z_][\w.$/-]*[\"'?]?\s?(?:=|:\s|:$)")
"""The key of an entry in YAML, properties and their like."""
_LEAF = re.compile(r"<([A-Za-z][\w.:-]*)[^<>]*>[^<>]*</\1>")
"""An element of XML with its text."""
_TEXT_OPENS = re.compile(r"[=(:,+]\s?`|return `|`\s*$")
"""Where JavaScript opens a string of several lines."""
_QUOTE_OPENS = re.compile(r"=\s?\"[^\"]*$")
"""Where other languages do, that may hold a manual in tags."""
_COMPONENT = re.compile(r"^<script\b[^>]*>\s*(?:\n|.){0,400}?\b(?:import|export|const|define\w+)\b", re.M)
_PART = re.compile(r"</?template\b")
_DIRECTED = re.compile(
    r"<%[-=_]|<%\s*(?:include\b|if\b|for\b|\})|\{%-?\s*(?:if|for|include|else|elsif|endif|endfor|assign)\b"
    r"|=\"\{\{ ?[A-Za-z][^{}\"]{0,80}\}\}|(?:=\"|>)\{[A-Za-z]\w{2,30}\}(?!\})"
    r"|#(?:parse|foreach|if|set) ?\(|<\?(?:php\b|=)|\{/?(?:if|else(?:if)?|foreach|template:\w+)\b[^{}\n]{0,80}\}"
    r"|\s(?:v-(?:if|for|show|else|model)\b|@(?:click|change|input)[.=]|:[a-z-]{2,20}=\""
    r"|(?:ng-[a-z]{2,12}|(?:th|wx|a)[:-](?:if|for|each|text))=)"
)
"""What ERB, Jinja, Velocity, PHP, Smarty, Vue and their kin write between the tags of a page.

A lesson begins with words.
"""
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_SET_IN = re.compile(r"^([ \t]+)</?(?!(?:table|tbody|thead|t[rdh])\b)[A-Za-z#]", re.M)
NESTED = 3
"""So many depths of tags are no indent of paragraphs."""
FRAMES = 6
FRAMED = 6
"""So many tags of a frame for each comma or stop: pieces to read have at most 5, front pages and forms 8 and more."""
STATEMENTS = 4
"""So many statements of a template stand in its source; a page of which it went wrong shows fewer."""
_BRACES = re.compile(r"[{}()]")
DENSER = 0.05
RARE = 30
"""Packed JavaScript: one of twenty characters is a bracket, and one of thirty at most is Chinese."""
_STATEMENT = re.compile(r"=>|\$\{|\(\?[:=!]|[A-Za-z_]\(.{0,200};\s*$|[A-Za-z_] ?= ?[^=].{0,200};\s*$")
_MODULE = re.compile(PROGRAM_LINES, re.M)
_MARKDOWN = re.compile(r"^#{1,6} |^```|^~~~|\]\(|^={3,}$|^-{3,}$|^\.\. ", re.M)
MODULES = 3
_YAML_HEAD = re.compile(r"\ufeff?\s*(?:#[^\n]*\n\s*|---\s+)*[\"']?[A-Za-z_][\w./-]*[\"']?:(?:\s|$)")
_YAML_LINE = re.compile(r"[ \t#-]|\.\.\.$|[\"']?[A-Za-z_][\w./-]*[\"']?:(?:\s|$)|[\]}]")
_YAML_KEY = re.compile(r" *(?:- )?[\"']?[A-Za-z_][\w./-]*[\"']?:(?:\s|$)")
KEYS = 5
SORTED_LINES = 200
SORTED = 0.98
SORTED_LENGTH = 16
_FIRST_LINE = [(re.compile(head), re.compile(lines, re.M), fewest) for head, lines, fewest in FILES_BY_FIRST_LINE]
_ROOT = re.compile(
    r"(?:\s|<\?(?:(?!\?>).){0,300}\?>|<!--(?:(?!-->).){0,2000}-->"
    r"|<![A-Z][^<>\[]{0,300}(?:\[[^\[\]]{0,2000}\]\s{0,9})?>)*<([A-Za-z][\w.:-]{0,40})[\s>]",
    re.S,
)
"""The first element of XML, below its declaration and its notes."""
_PAGE = re.compile(
    r"(?:\s|<\?(?:(?!\?>).){0,300}\?>|<!--(?:(?!-->).){0,2000}-->)*<(?:!doctype html|html)[\s>]", re.S | re.I
)
_OPENING = re.compile(r"\s*<(?:!--|[A-Za-z][A-Za-z0-9]*[\s>])")
_CLOSES = re.compile(r"\n</([A-Za-z][\w.:-]{0,40})>\Z")
_NOTE = re.compile(r"<!--(?:(?!-->).){0,2000}-->", re.S)
_NO_ROOT = HTML_NAMES.difference(["template"]) | frozenset(FEED_TAGS.lower().split("|"))
_CODE_END = (*"{}[](),;:\\\"'>", "' +", '" +')
_BLOCK_COMMENTS = (("/*", "*/"), ("(*", "*)"))
_DOC_MARKS = ('"""', "'''")

HEAD = 3000
"""The characters at the head of a file that say what it is; the end of XML stands in so many at its end."""
ALL_BUT = 0.9
"""So many of the Chinese characters stand where code holds them."""
MOST = 0.6
"""So many of the other lines look like code."""
FEWEST = 4
"""So many lines of code are more than a quotation."""
DENSE = 0.05
"""A program without line breaks: one of twenty characters is a sign."""
LEAST = 400
"""Characters of such a line."""
ROWS = 6
"""A table has so many rows."""
COLUMNS = 3
"""So many commas in row after row are no prose."""
NEARLY = 0.7
"""So many rows have the same number of cells, or a number and a comma at their head."""
_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)")
_QUOTED_CODE = re.compile(
    r"^[ \t]*(?:```|~~~|#\+(?:begin|BEGIN)_|\[source).*\n?.*|(?<!`)(``?)[^`\n]{1,80}\1(?!`)",
    re.M,
)
_DIRECTIVE = re.compile(r"^\.\. [a-z-]{3,20}::", re.M)
"""Only reStructuredText has it."""
QUOTES = 3
SPACED = 4000
"""A manual quotes so many pieces of code, other ones each time, and one in so many characters."""
_CONDITIONAL = re.compile(r"^(?:ifdef|ifndef|ifeval)::|^::: ?(?:moniker|zone)\b|^\.\. [a-z]{1,4}:\w+::", re.M)
"""AsciiDoc and DocFX that say a thing once for each edition, reStructuredText once for each function."""
_NUMBER = re.compile(r"-?[0-9]{1,9},[^\s,]")
_FRONT_FIELD = re.compile(r"---\r?\n[\w.-]+:")
FRONT = 20_000
"""So many characters those fields have at most."""


def is_source(text: str) -> bool:
    """Whether nearly all Chinese stands in comments, strings and values, among lines of code.

    >>> is_source('/** 用户名 */\\nString name;\\n/** 年龄 */\\nint age;\\nvoid run() {\\n}\\n')
    True
    >>> is_source('<p>山上的花都开了。</p>\\n<script>\\nvar a = 1;\\nvar b = 2;\\nrun(a);\\nrun(b);\\n</script>')
    False
    """
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    if _says_what_it_is(text) or _is_sorted(text):
        return True
    if _is_prose(text):
        return False
    if _is_template(text) or _is_module(text) or _is_yaml(text):
        return True
    held = free = code = tags = plain = 0
    inside = ""
    for line in text.split("\n"):
        if not line.strip():
            continue
        han = len(_HAN.findall(line))
        was_inside, inside = inside, _opened(line, inside)
        if not han:
            if was_inside or _looks_like_code(line):
                code += 1
                tags += "<" in line
            else:
                plain += 1
        elif was_inside or _COMMENT_LINE.match(line):
            held += han
        else:
            bare = 0 if _holds(line) else len(_HAN.findall(_STRING.sub("", line)))
            held += han - bare
            free += bare
            code += bare < han
    if (held + free) * RARE < len(text) and (
        len(_BRACES.findall(text)) > DENSER * len(text) or (_OPENING.match(text) and 2 * (code - tags) >= code + plain)
    ):
        return True
    if not held or held < ALL_BUT * (held + free):
        return False
    if code < FEWEST:
        return len(text) >= LEAST and len(_SIGNS.findall(text)) >= DENSE * len(text)
    return code >= MOST * (code + plain)


def _says_what_it_is(text: str) -> bool:
    """Whether a text is a file that tells by its first line what it is, and by more such lines that it quotes none.

    Whatever was cut out of a page begins with words, with the tags of a page or with those of a feed.
    """
    start = text[:HEAD].lstrip("\ufeff \t\r\n")
    if start.startswith("<") and not start.startswith("<?php"):
        root = _ROOT.match(text, text.index("<"))
        if root is None or root[1].lower() == "html":
            return False
        declared = start.startswith("<?xml") or " xmlns" in start
        if root[1].lower() in _NO_ROOT:
            if not declared:
                return False
        elif start.startswith("<?xml"):
            return True
        rest = _NOTE.sub("", text[-HEAD:]).rstrip()
        last = _CLOSES.search(rest)
        return rest.endswith(f"</{root[1]}>") or (
            last is not None and re.search(rf"\n<{re.escape(last[1])}[\s>]", text) is not None
        )
    return any(
        head.match(start) and sum(1 for _ in islice(lines.finditer(text), fewest)) == fewest
        for head, lines, fewest in _FIRST_LINE
    )


def _is_prose(text: str) -> bool:
    """Whether half of a text stands in lines that begin with Chinese and hold no sign of code, seen at once."""
    left = len(text) // 2
    for m in _PLAIN.finditer(text):
        left -= m.end() - m.start()
        if left < 0:
            return True
    return False


def is_written(text: str) -> bool:
    """Whether a text is a source, or a whole page, in which references and lines mean what they are in HTML.

    `format="html"` reads a page; there what readers saw is repaired.

    >>> is_written("<!DOCTYPE html>\\n<html><body><p>山上的花都开了。</p></body></html>")
    True
    """
    return _PAGE.match(text, text[:1] == "\ufeff") is not None or is_source(text)


def front_matter(text: str) -> int:
    """Where the fields end with which a file of Markdown begins; 0 if it has none."""
    if not _FRONT_FIELD.match(text):
        return 0
    return text.find("\n---", 4, FRONT) + 1


def is_manual(text: str) -> bool:
    """Whether a text quotes code again and again, in the marks of Markdown, reStructuredText, AsciiDoc or Org.

    Its author has made lists of fields that are alike, has said when a version came out, and may write commas as in
    code; one line that looks like the frame of a page or one kind of mark is no damage there.

    >>> is_manual("## 参数\\n\\n- `block`: 是否等待\\n- `temp`: 是否只做一次\\n- `rule`: 规则")
    True
    """
    if _DIRECTIVE.search(text):
        return True
    return len({m[0] for m in _QUOTED_CODE.finditer(text)}) >= max(QUOTES, len(text) // SPACED)


def is_data(text: str) -> bool:
    """Whether a text is written for programs (`is_written`) or a table: columns of tabs or commas, a record a line.

    Cells repeat one another, stop where they must and are no frame of a page; a wrong charset is wrong in them, too.

    >>> is_data("编号\\t词\\n" + "".join(f"{n}\\t花开\\n" for n in range(9)))
    True
    """
    return (
        is_written(text)
        or _is_table(text, "\t")
        or _is_table(text, ",")
        or ("::" in text and _CONDITIONAL.search(text) is not None)
    )


def is_columns(text: str) -> bool:
    """Whether a text is a source, a manual or a table parted by tabs: commas may be those of flattened prose."""
    return is_source(text) or _is_table(text, "\t") or is_manual(text)


def _is_table(text: str, sign: str) -> bool:
    if sign not in text or (
        '"' not in text and text.count(sign) < NEARLY * sum(map(bool, map(str.strip, text.split("\n"))))
    ):
        return False  # fewer signs than there must be rows that have one
    lines = list(_records(text))
    if len(lines) < ROWS:
        return False
    fewest = COLUMNS if sign == "," else 1
    often = Counter(line.count(sign) for line in lines)
    number, times = max(((n, k) for n, k in often.items() if n >= fewest), key=itemgetter(1), default=(0, 0))
    if number and times >= NEARLY * len(lines):
        return True
    return sign == "," and sum(map(bool, map(_NUMBER.match, lines))) >= NEARLY * len(lines)


def _records(text: str) -> Iterator[str]:
    """The filled lines of a text without what they quote; a cell in quotes may hold breaks."""
    open_quote = False
    for line in text.split("\n"):
        inside, open_quote = open_quote, open_quote ^ (line.count('"') % 2 > 0)
        if not line.strip() or (inside and open_quote):
            continue
        if inside:
            line = line[line.index('"') :]
        line = line.strip()  # a tab in front of a paragraph is its indent
        yield _QUOTED.sub('""', line) if '"' in line else line


def _is_template(text: str) -> bool:
    """Whether a text is the source of a page: a template with statements, a component, a frame with nothing to read."""
    opens = "<%" in text or text.lstrip("\ufeff \t\r\n").startswith(("<", "{", "---\n", "#parse("))
    if opens and len(_DIRECTED.findall(text)) >= (2 if "<%" in text or "<?php" in text else STATEMENTS):
        return True
    frame = sum(name.lower() in FRAME_NAMES for name in _TAG.findall(text)) + _set_in(text)
    if frame >= FRAMES and frame > FRAMED * sum(map(text.count, "，。！？；")):
        return True
    return len(_PART.findall(text)) > 1 and _COMPONENT.search(text) is not None


def _set_in(text: str) -> int:
    """How many lines begin with a tag, no cell of a table, set in as deep as it is nested."""
    indents = _SET_IN.findall(text)
    return len(indents) if len(set(indents)) >= NESTED else 0


def _is_yaml(text: str) -> bool:
    """Whether each line is an entry, a note or set in, and several keys without any Chinese begin lines.

    What is cut out of a page begins its lines with words.
    """
    if not _YAML_HEAD.match(text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    return all(map(_YAML_LINE.match, lines)) and sum(map(bool, map(_YAML_KEY.match, lines))) >= KEYS


def _is_sorted(text: str) -> bool:
    """Whether a long list of words is in the order of code points: only a program puts it so, to look them up."""
    many = text.count("\n")
    if len(text) > many * SORTED_LENGTH or (text.count("，") + text.count("。")) * RARE > many:
        return False  # numbered sentences are in order, too
    lines = [line for line in text.split("\n") if line]
    return len(lines) >= SORTED_LINES and sum(a < b for a, b in pairwise(lines)) >= SORTED * len(lines)


def _is_module(text: str) -> bool:
    """Whether a text is a file of a program whatever its strings hold, such as a page that a program draws."""
    if len(_MODULE.findall(text)) < MODULES or _MARKDOWN.search(text):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(map(_looks_like_code, lines)) >= MOST * len(lines)


def _opened(line: str, inside: str) -> str:
    """What holds the next line: a comment of several lines or a string in three quotes (its end), or nothing."""
    if '\\"' in line:
        line = line.replace('\\"', "")
    if inside:
        return "" if inside in line else inside
    for mark in _DOC_MARKS:
        if line.count(mark) % 2:
            return mark
    if "`" in line and "```" not in line and line.count("`") % 2 and _TEXT_OPENS.search(line):
        return "`"
    if _QUOTE_OPENS.search(line) and line.count('"') % 2:
        return '"'
    for opens, closes in _BLOCK_COMMENTS:
        at = line.rfind(opens)
        if at >= 0 and closes not in line[at:]:
            return closes
    return ""


def _looks_like_code(line: str) -> bool:
    line = line.rstrip()
    if line.endswith(_CODE_END) or "=" in line or '"' in line:
        return True
    return _COMMENT_LINE.match(line) is not None or _KEY.match(line) is not None


def _holds(line: str) -> bool:
    """Whether the Chinese of a line stands in strings, behind a comment's mark or a key, or in an element of XML."""
    rest = _STRING.sub('""', line)
    if rest != line and not _HAN.search(rest):
        return rest.isascii()
    m = _COMMENT.search(rest)
    if m and not _HAN.search(rest[: m.start()] + rest[m.end() :]) and _CODE_BEFORE.search(rest, 0, m.start()):
        return True
    if _KEY.match(line) or _STATEMENT.search(line):
        return True
    leaf = _LEAF.sub(lambda m: m[0] if m[1].lower() in HTML_NAMES else "", line)
    return leaf != line and not _HAN.search(leaf)
