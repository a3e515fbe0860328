r"""One JSON line: where the text stands in it, another text in its place, and the very same line again.

Only the literal of the text is ever touched; spaces, order, numbers like `1E400`, other keys and their escapes stay.
The scanners of the standard library do the reading. Files of such lines are in `records.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, NamedTuple

LARGE = 1 << 20
"""Characters from which a line's nested values are skipped without being built: 64 MB of `[],[],` would be 2 GB."""

_SPACE = "[ \t\n\r]*"
_spaces = re.compile(_SPACE).match
_colon = re.compile(f"{_SPACE}:{_SPACE}").match
_comma = re.compile(f'{_SPACE},{_SPACE}(?=")').match
_closed = re.compile(f"{_SPACE}}}{_SPACE}").fullmatch
_SCALAR = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null|NaN|-?Infinity"
_SIMPLE = r'"[^"\\\x00-\x1f]*+"'
_token = re.compile(
    f"{_SPACE}(?:"
    r'(?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")|'
    rf"(?P<scalar>{_SCALAR})|(?P<mark>[\[\]{{}},:]))"
).match


# Numbers are not built, only measured: an integer of a million digits is valid, and `int` refuses it.
_scan = json.JSONDecoder(object_pairs_hook=len, parse_float=len, parse_int=len, parse_constant=len).scan_once  # type: ignore[attr-defined]


class Found(NamedTuple):
    """What a line holds under the key of the text.

    text: the value, if there is one text to clean; None otherwise, and `reason` says why.
    start, end: where its literal stands in the line, quotes included.
    broken: the line is no record at all.
    """

    text: str | None
    start: int = 0
    end: int = 0
    reason: str = ""
    broken: bool = False


class _BrokenError(Exception):
    """What is wrong, and at which character."""


def find(line: str, key: str) -> Found:
    """Find the text under a top-level key, and check that the whole line is one JSON object.

    >>> find('{"id": 1, "text": "中文"}', "text")
    Found(text='中文', start=18, end=22, reason='', broken=False)
    >>> find('{"text": null}', "text").reason
    '"text" is null, not a text'

    Time is linear in the line; nesting of any depth is no trouble.
    """
    try:
        return _walk(line, key)
    except _BrokenError as error:
        what, at = error.args
        return Found(None, reason=f"broken JSON at character {at + 1}: {what}", broken=True)
    except json.JSONDecodeError as error:
        return Found(None, reason=f"broken JSON at character {error.pos + 1}: {_lower(error.msg)}", broken=True)


def _lower(message: str) -> str:
    """The scanner's message without the words that announce a place."""
    return message.removesuffix(" at").removesuffix(" starting").lower()


@lru_cache(maxsize=16)
def _others(key: str) -> Callable[[str, int], re.Match[str] | None]:
    """Matches members in a row that are not the text and hold nothing but a plain string or number.

    One search for all of them: looking at each with the scanners took twice the time for a line of five members.
    """
    member = f'(?!"{re.escape(key)}"){_SIMPLE}{_SPACE}:{_SPACE}(?:{_SIMPLE}|{_SCALAR}){_SPACE},{_SPACE}(?=")'
    return re.compile(f"(?:{member})*+").match


def _walk(line: str, key: str) -> Found:
    at = _past_space(line, 0)
    if not line.startswith("{", at):
        end = _value(line, at)
        if (more := _past_space(line, end)) < len(line):
            raise _BrokenError("more behind the end of the record", more)
        return Found(None, reason=f"not a JSON object, but {_what(line, at)}", broken=True)
    found = Found(None, reason=f'has no key "{key}" at the top level; name the key of the text with --text-key')
    seen = 0
    others = _others(key)
    at = _past_space(line, at + 1)
    while line.startswith('"', at):
        skipped = others(line, at)
        name, at = scanstring(line, (skipped.end() if skipped else at) + 1)
        colon = _colon(line, at)
        if colon is None:
            raise _BrokenError("a colon is missing", at)
        start = colon.end()
        text = None
        if line.startswith('"', start):
            text, at = scanstring(line, start + 1)
        else:
            at = _value(line, start)
        if name == key:
            seen += 1
            found = Found(text, start, at, "" if text is not None else f'"{key}" is {_what(line, start)}, not a text')
        comma = _comma(line, at)
        if comma is None:
            break
        at = comma.end()
    if _closed(line, at) is None:
        at = _past_space(line, at)
        if line.startswith("}", at):
            raise _BrokenError("more behind the end of the record", _past_space(line, at + 1))
        raise _BrokenError("a comma, a key or the closing brace is missing", at)
    return found if seen < 2 else Found(None, reason=f'has the key "{key}" twice')


def _past_space(line: str, at: int) -> int:
    spaces = _spaces(line, at)
    return spaces.end() if spaces else at


def _what(line: str, at: int) -> str:
    names = {"{": "an object", "[": "a list", '"': "a string", "t": "true", "f": "false", "n": "null"}
    return names.get(line[at], "a number")


def _value(line: str, at: int) -> int:
    """The end of the value that starts here."""
    if len(line) < LARGE:
        try:
            end: int = _scan(line, at)[1]
            return end
        except (StopIteration, RecursionError, ValueError):
            pass  # deep nesting is valid, and what is wrong is told in one way
    return _skip(line, at)


def _skip(line: str, at: int) -> int:
    """The end of the value that starts here, without building it and without recursion."""
    closing: list[str] = []
    state = "value"
    while True:
        token = _token(line, at)
        if token is None:
            at = _past_space(line, at)
            raise _BrokenError(f"no valid {'string' if line.startswith(chr(34), at) else 'value'}", at)
        mark = token["mark"]
        if mark is None and state in ("value", "value or the end"):
            state = "comma or the end"
        elif token["string"] and state in ("key", "key or the end"):
            state = "colon"
        elif mark in ("[", "{") and state in ("value", "value or the end"):
            closing.append("]" if mark == "[" else "}")
            state = "value or the end" if mark == "[" else "key or the end"
        elif closing and mark == closing[-1] and state.endswith("the end"):
            closing.pop()
            state = "comma or the end"
        elif mark == ":" and state == "colon":
            state = "value"
        elif closing and mark == "," and state == "comma or the end":
            state = "value" if closing[-1] == "]" else "key"
        else:
            raise _BrokenError(f"a {state} was expected", token.start(token.lastgroup or 0))
        at = token.end()
        if not closing:
            return at


# --- literals -----------------------------------------------------------------------------------------------------

_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_escape = re.compile(rf"{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\.")
_hex = re.compile(r"(\\\\)|\\u[0-9a-f]{4}")
_alone = re.compile("[\ud800-\udfff]")
_split_pair = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Manner(NamedTuple):
    """How a program writes strings.

    ascii: everything beyond ASCII is escaped.
    upper: with capitals: `\\u4E2D`.
    forms: characters that it writes in another way than Python does: `/` as `\\/` by PHP, `<` as `\\u003c` by Go.
    """

    ascii: bool = False
    upper: bool = False
    forms: Mapping[str, str] = {}


def manner(literal: str) -> Manner:
    r"""How a literal was written, as far as it shows.

    >>> manner('"<a>\\/"')
    Manner(ascii=False, upper=False, forms={'/': '\\/'})
    """
    if _has_only_breaks(literal):
        return Manner()
    escapes = {form: scanstring(form + '"', 0)[0] for form in sorted(set(_escape.findall(literal)))}
    ascii = literal.isascii() and not all(map(str.isascii, escapes.values()))
    digits = "".join(form[2:] for form in escapes if form[1] == "u").replace("\\u", "")
    upper = ascii and digits == digits.upper() != digits.lower()
    plain = Manner(ascii, upper)
    forms = {char: form for form, char in escapes.items() if written(char, plain)[1:-1] != form}
    return Manner(ascii, upper, forms)


def _has_only_breaks(literal: str) -> bool:
    """Whether nothing is escaped but line feeds, which every program writes alike; so it is in most texts."""
    return literal.count("\\") == literal.count("\\n")


def written(text: str, manner: Manner) -> str:
    """The text as a JSON literal.

    Lone surrogates are escaped. Raises ValueError where a high one stands before a low one: JSON would join them.
    """
    whole = _is_whole(text)
    if not whole and _split_pair.search(text):
        raise ValueError("a lone high surrogate before a lone low one: JSON cannot hold this text")
    literal = encode_basestring_ascii(text) if manner.ascii else encode_basestring(text)
    if manner.upper:
        literal = _hex.sub(lambda m: m[1] or "\\u" + m[0][2:].upper(), literal)
    if manner.forms:
        literal = _formed(literal, manner)
    return literal if manner.ascii or whole else _alone.sub(lambda m: f"\\u{ord(m[0]):04x}", literal)


def _is_whole(text: str) -> bool:
    """Whether the text has no lone surrogates; encoding it tells that faster than a search."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _formed(literal: str, manner: Manner) -> str:
    """Write the characters that have a form of their own in it."""
    plain = manner._replace(forms={})
    forms = {written(char, plain)[1:-1]: form for char, form in manner.forms.items()}
    single = "".join(re.escape(form) for form in forms if len(form) == 1)
    pattern = rf"{_escape.pattern}|[{single}]" if single else _escape.pattern
    return '"' + re.sub(pattern, lambda m: forms.get(m[0], m[0]), literal[1:-1]) + '"'


def spliced(line: str, found: Found, text: str) -> str:
    """The line with another text; what was the text's literal is written in its manner, nothing else changes."""
    if text == found.text:
        return line
    new = written(text, manner(line[found.start : found.end]))
    return line[: found.start] + new + line[found.end :]


# --- the way back -------------------------------------------------------------------------------------------------

Note = dict[str, Any]
"""What a ledger keeps of a record: JSON values."""


def note(line: str, found: Found) -> Note:
    """What it takes to write the literal of the text again: nothing, where Python's `json` would write it so.

    `ascii`, `upper`, `forms`: its manner; `literal`: itself, if it has none (an escape here, the character there).
    """
    literal = line[found.start : found.end]
    if found.text is None or "\\" not in literal or (_has_only_breaks(literal) and _is_whole(found.text)):
        return {}
    how = manner(literal)
    try:
        if written(found.text, how) != literal:
            return {"literal": literal}
    except ValueError:
        return {"literal": literal}
    return {key: value for key, value in how._asdict().items() if value}


def restored(line: str, found: Found, old: str, kept: Note) -> str:
    """The line that `spliced` was given, from what it gave: `old` is its text, `kept` its note."""
    if found.text is None or found.text == old:
        return line  # a text that did not change has its old literal
    how = Manner(kept.get("ascii", False), kept.get("upper", False), kept.get("forms", {}))
    literal = kept["literal"] if "literal" in kept else written(old, how)
    return line[: found.start] + literal + line[found.end :]


def length(fragment: str) -> int:
    """How many characters a piece of a literal stands for."""
    return len(scanstring(fragment + '"', 0)[0])
