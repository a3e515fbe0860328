"""Stage `repeats`: paragraphs that stand in the document more than once.

How copies are found and judged is in `parkclean.neardup`; here they leave the text.
Repeats across documents are not this stage's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parkclean.codespans import Spans, code_spans
from parkclean.cuts import OTHER_SCRIPT
from parkclean.edits import Edit
from parkclean.formulas import is_formulaic
from parkclean.neardup.results import Finding, Kind
from parkclean.rules import RuleStage, Seen, rule
from parkclean.sources import HEAD, is_data, is_manual
from parkclean.stages.copied import copies, may_repeat
from parkclean.stages.overlaps import overlap
from parkclean.stages.sentences import sentence
from parkclean.tables import HAN
from parkclean.verse import is_sung

_WORD = re.compile(r"[A-Za-z]+!?")
_FIELD = re.compile(r"\s*(?:[-*+|>#:`.]|\d{1,2}[.)] )")
"""What a manual says of one thing as of the other: an item, a cell, a heading, a line that begins with code."""
_HAN = re.compile(f"[{HAN}]")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^()\s]*\)")
_ROW = re.compile(r"^(?=[^\r\n]*\S).", re.MULTILINE)
_NUMBER = re.compile(r"\s{0,8}([0-9]{1,2})[.、．)）]")
_QUOTING = re.compile(r"[^> \t].*", re.S)
_TAG = re.compile(r"\s*</?[A-Za-z][^<>]*>\s*\Z")
_RULED = re.compile(r"\s+(?:-{3,}|\*{3,}|_{3,})\s+")
SIGNS = 40
"""The signs of quotations stand in so many characters at the head of a row."""
KANA = 5
"""One of so many characters is kana or Hangul in Japanese and Korean, numbers and addresses between them or not."""
_UNDERLINE = re.compile(r"\r?\n(?:-{3,}|={3,})[ \t]*(?:[\r\n]|\Z)")


def findings(text: str) -> list[Finding]:
    """What repeats in a text and because of which copy; borderline cases, which stay, with `dropped=False`."""
    if not may_repeat(text):
        return []
    from parkclean.neardup.findings import repeats_in

    return repeats_in(text)


def _drop(text: str, seen: Seen, kind: Kind, name: str) -> Iterator[Edit]:
    """A paragraph goes with the line breaks behind it; at the end of the text with those in front."""
    dropped = seen.share(copies)
    spans = with_breaks(text, [(found.start, found.end) for found in dropped])
    code = seen.once(code_spans)
    fields = sum(_FIELD.match(text, found.start) is not None for found in dropped)
    manual = fields * 2 > len(dropped) and seen.once(is_manual)  # else the page came again as a whole
    if all(code.covers(found.start) or _TAG.match(text, found.start, found.end) for found in dropped):
        return
    gone = _without_broken_lists(text, {found.start for found in dropped})
    for found, (start, end) in zip(dropped, spans, strict=True):
        if (
            found.kind == kind
            and found.start in gone
            and not (manual and _FIELD.match(text, found.start))
            and not is_markup(text, found.start, found.end, code)
            and not code.covers(found.kept_start)
            and not _is_lead(text, found)
            and not _has_its_own(text, found)
            and _is_typed_alike(text[found.start : found.end], text[found.kept_start : found.kept_end])
        ):
            yield Edit(start, end, "", name)


def _without_broken_lists(text: str, gone: set[int]) -> set[int]:
    """Where rows that go start, but for the items of a list behind its first one, if they stay with another first."""
    starts = [m.start() for m in _ROW.finditer(text)] if any(_NUMBER.match(text, start) for start in gone) else []
    left = set(gone)
    kept = -1
    below: dict[int, int] = {}
    for start in reversed(starts):
        below[start] = kept
        kept = kept if start in gone else start
    for above, start in pairwise(starts):
        if start not in gone or above in left or not 0 < _number(text, above) == _number(text, start) - 1:
            continue
        if below[start] < 0 or _number(text, below[start]) != _number(text, start):
            left.discard(start)
    return left


def _number(text: str, start: int) -> int:
    """The number of an item; -1 for other rows."""
    number = _NUMBER.match(text, start)
    return int(number[1]) if number else -1


def _is_lead(text: str, found: Finding) -> bool:
    """Whether nothing but a ruled line parts the copies: the upper one is what a list of articles shows."""
    (_, end), (start, _) = sorted([(found.start, found.end), (found.kept_start, found.kept_end)])
    return _RULED.fullmatch(text, end, start) is not None if end < start else False


def _has_its_own(text: str, found: Finding) -> bool:
    """Whether one of the copies is the caption below a picture, or each has a translation of its own beside it."""
    one, other = _beside(text, found.start, found.end), _beside(text, found.kept_start, found.kept_end)
    if any(_PICTURE.fullmatch(above) for above, _ in (one, other)):
        return True
    return any(a != b and _is_foreign(a) and _is_foreign(b) for a, b in zip(one, other, strict=True))


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The line above some lines and the one below them."""
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    last = text.find("\n", end + 1)
    return above.strip(), text[end + 1 : last if last >= 0 else len(text)].strip()


def _is_foreign(line: str) -> bool:
    return len(_WORD.findall(line)) > 2 and not _HAN.search(line)


def _is_typed_alike(gone: str, kept: str) -> bool:
    """Whether two rows have the same Latin words: `y F` and `Y F`, `:put` and `:put!` are other commands.

    A row with more signs of a quotation in front (`> > `) is what an answer quotes.
    """
    if _QUOTING.sub("", gone[:SIGNS]).count(">") != _QUOTING.sub("", kept[:SIGNS]).count(">"):
        return False
    here, there = "".join(_WORD.findall(gone)), "".join(_WORD.findall(kept))
    return here == there or here.replace("!", "").lower() != there.replace("!", "").lower()


def with_breaks(text: str, lines: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What goes with each of some lines: the breaks behind it; at the end of the text those in front."""
    last = len(text.rstrip("\r\n"))
    spans = []
    for start, end in reversed(lines):
        if end == last:
            while start > 0 and text[start - 1] in "\r\n":
                start -= 1
            last = start
        else:
            while end < len(text) and text[end] in "\r\n":
                end += 1
        spans.append((start, end))
    return spans[::-1]


def is_markup(text: str, start: int, end: int, code: Spans) -> bool:
    """Whether a repeated line stands in code, or is a heading that a line of dashes follows."""
    return code.covers(start) or _UNDERLINE.match(text, end) is not None


@rule("repeats.exact", "A paragraph that stands in the document twice stays once, where it belongs.", when=copies)
def exact(text: str, seen: Seen) -> Iterator[Edit]:
    """Overlapping text boxes and careless copying put whole paragraphs into a page several times; one copy stays.

    Compared are the characters, whatever the width, script, blanks and punctuation.
    The copy that stays is the complete one at home, where its neighbours continue it.
    Where a machine took characters for others of their shape (`曰` for 日), the one with sensible words stays.

    >>> two = '园区今年新建了三座实验室，全部免费开放，已有九个团队入驻，预计明年再增加两座。'
    >>> clean(two + '\\n\\n' + two + '\\n\\n下一步，园区将完善配套。') == two + '\\n\\n下一步，园区将完善配套。'
    True

    Short lines repeat legitimately: bylines, refrains, answers; so do list items, rows of tables and code.
    So do stanzas of songs, captions below pictures, sentences with a translation each, what a manual says once for
    each edition, and texts in Japanese and Korean.
    In a text that says far more again in other words than word for word (a debate that quotes a bill) all of it stays.
    Numbered paragraphs of several sentences (`一、…。…`) are paragraphs, too.
    Where several paragraphs stand again right behind themselves, they go with them; three of them go wherever they
    stand, unless who says them stands beside them.

    >>> clean('本报记者 黎明\\n\\n园区新建了实验室。\\n\\n本报记者 黎明')
    '本报记者 黎明\\n\\n园区新建了实验室。\\n\\n本报记者 黎明'
    """
    return _drop(text, seen, "exact", "repeats.exact")


@rule("repeats.contained", "A cut piece of a paragraph that stands whole elsewhere goes.", when=copies)
def contained(text: str, seen: Seen) -> Iterator[Edit]:
    """A box that overlaps another repeats the tail of a paragraph, or its head, as a paragraph of its own.

    A piece goes if it was cut (it starts or ends inside a sentence) and the whole stands elsewhere; a piece of whole
    sentences goes only beside other damage of this kind, or with all others of its paragraph.
    So does a paragraph that leaked into a sentence of another one.

    >>> whole = '园区今年新建了三座实验室，全部免费开放，已有九个团队入驻。预计明年再增加两座。'
    >>> clean(whole + '\\n\\n室，全部免费开放，已有九个团队入驻。预计明年再增加两座。') == whole
    True

    A lone piece of whole sentences is a summary or a quotation; a cut paragraph without a whole one is all there is.

    >>> summary = '预计明年再增加两座。\\n\\n' + whole
    >>> clean(summary) == summary
    True
    """
    return _drop(text, seen, "contained", "repeats.contained")


@rule("repeats.near", "A copy that differs only as copies do goes.", when=copies)
def near(text: str, seen: Seen) -> Iterator[Edit]:
    """A copy may have lost or gained what copyists lose and gain: a mark, a blank, a 的; it goes.

    >>> one = '园区今年新建的三座实验室全部免费开放，已有九个团队入驻，预计明年再增加两座。'
    >>> other = '园区今年新建三座实验室全部免费开放,已有九个 团队入驻，预计明年再增加两座。'
    >>> clean(one + '\\n\\n' + other) == one
    True

    Any other difference makes another text, however alike the two are: a figure, a name, 应当 and 可以, a negation.

    >>> figures = one + '\\n\\n' + one.replace('三', '五')
    >>> clean(figures) == figures
    True
    """
    return _drop(text, seen, "near", "repeats.near")


def _repeats_on_purpose(text: str) -> bool:
    return is_data(text) or is_sung(text) or is_formulaic(text) or _is_in_another_language(text)


def _is_in_another_language(text: str) -> bool:
    """Whether a text is Japanese or Korean: what copying changes there is not known."""
    start = text[:HEAD]
    return len(OTHER_SCRIPT.findall(start)) * KANA > len(start)


STAGE = RuleStage("repeats", (exact, contained, near, sentence, overlap), spares=_repeats_on_purpose)
