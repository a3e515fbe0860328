r"""More of stage `entities`: sentences written as escapes of a program, inside other prose.

What stands in a line of its own is read in `escapes.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from parkclean.about import is_about
from parkclean.codespans import Spans, code_spans
from parkclean.edits import Edit
from parkclean.mojibake.model import cost
from parkclean.rules import Seen
from parkclean.stages.escape_forms import Form, Reading, is_much, reading
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
    found: list[Reading] = []
    code: Spans | None = None
    for form in forms:
        code = code or seen.once(code_spans)
        runs = [run for m in _runs_of(form).finditer(text) if (run := _run(seen, m, form, code))]
        long = [run for run in runs if run.wide >= _SHORTEST]
        if len(runs) - len(long) >= _MANY and _fit(text, runs):
            found += runs
        elif any(run.prose for run in long):
            found += long
    if not found or (is_about(_ABOUT, text) and not is_much(text, found)):
        return []
    return sorted(edit for run in found for edit in run.edits)


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
