r"""More of stage `entities`: sentences written as escapes of a program, and encoded words of mail, inside other prose.

What stands in a line of its own is read in `escapes.py`.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from parkclean.about import is_about
from parkclean.codespans import Spans, code_spans
from parkclean.edits import Edit
from parkclean.mojibake.model import cost
from parkclean.rules import Seen
from parkclean.stages.escape_forms import FEWEST, Form, Reading, reading
from parkclean.tables import ABOUT_CHARSETS, ABOUT_ESCAPES, ABOUT_READING, CJK_MARKS, HAN

_GAP = "[0-9A-Za-z .,:;()-]{0,24}"
"""ASCII of a sentence between two escapes: figures and Latin words."""
_LONGEST = 24
"""ASCII that may stand between Chinese and the first escape, or the last one: the rest of the sentence."""
_NEAR = 400
"""Characters on each side among which some must be Chinese."""
_SHORTEST = 4
"""Chinese characters and marks that come of a run; a shorter one is a word that somebody shows."""
_MANY = 8
"""So many shorter runs, each in the middle of a sentence, are no words that somebody shows."""
_FITS = 26.0
"""Bits that a character inside a sentence and the next one may cost on average."""
_WIDE = re.compile(f"[{HAN}{CJK_MARKS}]")
_SENTENCE = re.compile("[，。；！？、]")
_BEFORE = re.compile(rf"(?:^|[{HAN}，。；！？、”’》）…])[0-9A-Za-z ]{{0,{_LONGEST}}}$")
_BEHIND = re.compile(rf"[0-9A-Za-z .,%]{{0,{_LONGEST}}}(?:$|[{HAN}，。；：！？、“‘《（…])")
_ABOUT = re.compile(
    "|".join((*ABOUT_ESCAPES, ABOUT_CHARSETS.pattern, ABOUT_READING.pattern, "URL", "网址", "十六进制"))
)


@lru_cache(32)
def _runs_of(form: Form) -> re.Pattern[str]:
    return re.compile(rf"(?:{form.escape.pattern})(?:{_GAP}(?:{form.escape.pattern}))*")


def embedded(seen: Seen, forms: Iterable[Form]) -> list[Edit]:
    """The escapes inside lines of prose, if sentences come of them and the text speaks of nothing of the kind."""
    text = seen.text
    found: list[Edit] = []
    code: Spans | None = None
    for form in forms:
        code = code or seen.once(code_spans)
        runs = [run for m in _runs_of(form).finditer(text) if (run := _run(seen, m, form, code))]
        long = [run for run in runs if run.wide >= _SHORTEST]
        if len(runs) - len(long) >= _MANY and _fit(text, runs):
            found += [edit for run in runs for edit in run.edits]
        elif any(run.wide >= FEWEST and _SENTENCE.search(run.new) for run in long):
            found += [edit for run in long for edit in run.edits]
    return [] if not found or is_about(_ABOUT, text) else sorted(found)


def _run(seen: Seen, m: re.Match[str], form: Form, code: Spans) -> Reading | None:
    """The run, if it stands beside Chinese text in its line and reads as Chinese."""
    text, lines = seen.text, seen.lines
    start = lines.starts[bisect_right(lines.starts, m.start()) - 1]
    last = bisect_right(lines.starts, m.end() - 1) - 1
    end = lines.starts[last] + len(lines.texts[last])
    before, behind = text[max(start, m.start() - _NEAR) : m.start()], text[m.end() : min(end, m.end() + _NEAR)]
    if (before + behind).isascii() or code.covers(m.start()):
        return None
    if not _BEFORE.search(before[-_LONGEST - 1 :]) or not _BEHIND.match(behind):
        return None
    return reading(m[0], m.start(), form)


def _fit(text: str, runs: Sequence[Reading]) -> bool:
    """Whether what the runs stand for makes Chinese together with the characters beside it, in sentences."""
    price = 0.0
    apart = 0
    for run in runs:
        before, behind = (
            text[run.edits[0].start - 1 : run.edits[0].start],
            text[run.edits[-1].end : run.edits[-1].end + 1],
        )
        if run.wide < _SHORTEST and (run.new in (before, behind) or not (_WIDE.match(before) and _WIDE.match(behind))):
            apart += 1  # a list of characters and their numbers has both side by side
        price += cost(run.new, before or "\n", behind or "\n") / (len(run.new) + 1)
    return apart * 4 <= len(runs) and price * 2 <= _FITS * len(runs)


_WORD = re.compile(
    r"=\?(?P<charset>[A-Za-z][A-Za-z0-9_-]{1,19})(?:\*[A-Za-z-]{1,9})?\?(?P<way>[BbQq])\?(?P<data>[!->@-~]{0,300})\?="
)
_BETWEEN = re.compile(r"\s{0,4}")
_ABOUT_MAIL = re.compile(rf"{_ABOUT.pattern}|MIME|RFC|[Bb]ase64|邮件头|郵件頭")
_QUOTED_PRINTABLE = re.compile(b"=([0-9A-Fa-f]{2})")


def encoded_words(seen: Seen) -> Iterator[Edit]:
    """Runs of encoded words that become Chinese, each with the blanks that part its words."""
    text = seen.text
    if "=?" not in text or is_about(_ABOUT_MAIL, _WORD.sub("", text)):
        return
    code = seen.once(code_spans)
    run: list[re.Match[str]] = []
    for m in [*_WORD.finditer(text), None]:
        if run and (m is None or not _BETWEEN.fullmatch(text, run[-1].end(), m.start())):
            new = _decoded(run)
            if _WIDE.search(new) and not code.covers(run[0].start()):
                yield Edit(run[0].start(), run[-1].end(), new, "entities.encoded_word")
            run = []
        run += [m] if m is not None else []


def _decoded(run: list[re.Match[str]]) -> str:
    """What the words say: bytes of one charset go on in the next word; nothing if a part of it cannot be read."""
    parts: list[tuple[str, bytes]] = []
    for m in run:
        raw = _bytes(m["way"].upper(), m["data"].encode())
        charset = m["charset"].lower()
        if parts and parts[-1][0] == charset:
            raw = parts.pop()[1] + raw
        parts.append((charset, raw))
    try:
        new = "".join(raw.decode("gb18030" if charset.startswith("gb") else charset) for charset, raw in parts)
    except (UnicodeDecodeError, LookupError):
        return ""
    return new if all(c.isprintable() or c.isspace() for c in new) else ""


def _bytes(way: str, data: bytes) -> bytes:
    if way == "Q":
        return _QUOTED_PRINTABLE.sub(lambda m: bytes.fromhex(m[1].decode()), data.replace(b"_", b" "))
    try:
        return b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except Error:
        return b"\xff"
