"""How a mirror damages a page byte by byte, forward and backward.

A mirror works on the GBK bytes of a page.
For each character of its list, in pinyin order, it puts `(reading)` behind the two bytes of that character, wherever
the two bytes stand: also where the first is the second half of one character and the second the first half of the
next. 日報 is C8 D5 88 F3 and holds D5 88, which is 請.
It also cuts text at marks such as ！ (A3 A1), again without looking at borders.
Reading the result as GBK, a lead byte before an ASCII byte below 0x40 gives one `?` for both, and so does a pair that
means nothing; everything up to the next ASCII byte is one byte off.

`forward` is that damage, `prove` compares, `repairs` searches for the text that was there before.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log2
from typing import NamedTuple

from parkclean.han import convert, readings, simplified, spelled, toneless
from parkclean.tables import CLOSING, CUT_MARKS, PINYIN_LETTERS, SENTENCE_END, SIMPLIFIED_ONLY, TRADITIONAL_ONLY

_WIDE = "，：；！？（）"
_FLAT = str.maketrans(_WIDE, ",:;!?()")
_WIDEN = re.compile(r"(?<=[^\x00-\x7f])[,:;!?]|(?<=[^\x00-\x7f])\(|\((?=[^\x00-\x7f])|\)(?=[^\x00-\x7f]|$)")
_TO_WIDE = str.maketrans(",:;!?()", _WIDE)
_CUTS = tuple(mark.encode("gbk") for mark in CUT_MARKS)
_TAG = re.compile(r"/?[a-z]{1,8}[1-6]? ?/?>")
_SWALLOWED_GLOSS = re.compile(rf" ?([{PINYIN_LETTERS}]{{1,8}}[1-5]?) ?[)）]")
_GLOSS = re.compile(rf"[(（] ?([{PINYIN_LETTERS}]{{1,8}}[1-5]?) ?[)）]")
_GLOSS_AT_END = re.compile(rf"[(（] ?[{PINYIN_LETTERS}]{{1,8}}[1-5]? ?[)）]\Z")
STARTS = re.compile(rf"\?(?=[{CUT_MARKS}!]| ?[{PINYIN_LETTERS}]{{1,8}}[1-5]? ?[)）])")
"""Where a straddle may begin: a lost byte before a cut mark or before the rest of a gloss."""

_WIDE_LETTERS = {bytes((0xA8, letter)).decode("gbk"): chr(letter) for letter in range(0x61, 0x7B)}
"""What the second byte of （ (A3 A8) and the first letter of a reading look like together: ╞ for b."""
TORN_LETTERS = "".join(_WIDE_LETTERS)
TORN = re.compile(rf"([{TORN_LETTERS}])([{PINYIN_LETTERS}]{{0,7}})）")
"""A gloss with a full-width bracket that was torn: `浚╩ù）` for the second byte of a character and `（mù）`."""

BEAM = 40
"""Ways to read a run that are followed at the same time."""
CHOICES = 24
"""Characters that are tried for one lost byte."""
STEPS = 60_000
"""Branches grown for one text, beside one for every two characters; what a repair has cost is given back."""
LONGEST = 1200
"""Characters of the longest run that is searched."""
HOPELESS = 45.0
"""Bits behind the likeliest way at which another is not followed."""
FAR = 2000
"""Characters to look back for an open quotation mark."""
MARGIN = 2.0
"""Bits by which a guessed character must beat the next one."""
GAIN = 1.5
"""Bits a character by which a repair must read better than the damage."""
BROKEN = 10.0
"""Bits for a `?` that stands for lost bytes, beside what it costs as a mark."""
SWALLOWED = 6.0
"""Bits for a digit or mark that was swallowed without a trace."""
_SAYS = frozenset("说說道问問答称稱写寫")
UNOPENED = 12.0
"""Bits for a closing quotation mark that nobody opened."""
ENDING = frozenset(SENTENCE_END + CLOSING)
_MARKS_OF_SENTENCES = frozenset("。，、；：？！“”‘’")
_MARKS = frozenset(CUT_MARKS + "!")
_ENDS = frozenset("。！？…")
"""What a lost byte at a cut may be without a guess: the end of a sentence, if a closing quotation mark follows."""
LOST = "parkclean-lost"

_DAMAGED = re.compile(rf"{STARTS.pattern}.*")


def _lost(error: UnicodeError) -> tuple[str, int]:
    """Read an impossible pair as one `?`, as the mirrors' converter does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?", min(error.start + 2, len(error.object))


codecs.register_error(LOST, _lost)


def forward(text: str, table: Mapping[str, str]) -> bytes:
    """The bytes of the damaged page: `(reading)` behind the bytes of every character of `table`, in pinyin order."""
    data = text.encode("gbk", "replace")
    for char in sorted(table, key=lambda c: (table[c], c)):
        pair = char.encode("gbk", "replace")
        if len(pair) == 2:
            data = data.replace(pair, pair + f"({table[char]})".encode("gbk", "ignore"))
    return data


def prove(repaired: str, damaged: str, table: Mapping[str, str]) -> bool:
    """Whether damaging `repaired` with the page's table gives exactly `damaged`.

    table: reading by character, as the page annotates, for example `{"請": "qǐng", "報": "bào"}`.
    Texts are compared line by line; a line's own `</p>` shows only where a straddle has swallowed its start.
    If the page's full-width marks were flattened to ASCII, so is the result before it is compared.

    >>> prove("日報記者", "日?qǐng)?bào)記者", {"請": "qǐng", "報": "bào"})
    True
    >>> prove("日期記者", "日?qǐng)?bào)記者", {"請": "qǐng", "報": "bào"})
    False
    """
    ours, theirs = repaired.splitlines(), damaged.splitlines()
    if len(ours) != len(theirs) or _outside_gbk(repaired) != _outside_gbk(damaged):
        return False
    flat = damaged.translate(_FLAT) == damaged
    return all(_line_proved(a, b, table, flat) for a, b in zip(ours, theirs, strict=True))


def _line_proved(repaired: str, damaged: str, table: Mapping[str, str], flat: bool) -> bool:
    end = "</p>" if damaged.endswith("?/p>") else ""
    variants = [repaired + end]
    if flat:
        variants.append(_WIDEN.sub(lambda m: m[0].translate(_TO_WIDE), repaired) + end)
    return any(_gives(forward(text, table), damaged, flat) for text in variants)


def _gives(data: bytes, damaged: str, flat: bool) -> bool:
    """Whether `data`, cut at some of its marks and read as GBK, is `damaged`."""
    at = i = 0
    while i < len(damaged):
        if damaged[i] == "?" and data[at + 1 : at + 3] in _CUTS and data[at] > 0x80:
            mark = data[at + 1 : at + 3].decode("gbk")
            if damaged[i + 1 : i + 2] in (mark, mark.translate(_FLAT)):
                at, i = at + 3, i + 2
                continue
        size = 2 if data[at : at + 1] > b"\x80" else 1
        char = data[at : at + size].decode("gbk", LOST)
        shown = char.translate(_FLAT) if flat else char
        if shown != damaged[i] and (char != "?" or _in_gbk(damaged[i])):
            return False
        at, i = at + size, i + 1
    return at >= len(data)


def _in_gbk(char: str) -> bool:
    return char.encode("gbk", "replace") != b"?" or char == "?"


def _outside_gbk(text: str) -> str:
    """The characters that the damage cannot touch, because the page could not hold them as bytes."""
    return "".join(c for c in text if c > "\x7f" and not _in_gbk(c))


class Repair(NamedTuple):
    """`text[start:end]` was `new`; `certain` if no lost byte had to be guessed.

    learned: characters of the page's list that the run gave away, with their readings.
    """

    start: int
    end: int
    new: str
    certain: bool
    learned: tuple[tuple[str, str], ...]


class _Branch(NamedTuple):
    """One way to read a misaligned run so far.

    pending: the lead byte that waits for its second byte, or None between two characters.
    last: the byte before, which a gloss in the middle of two characters refers to.
    closed: the place in the text where the run was last whole, and how long `out` was there.
    unsure: places in `out` where another way is nearly as good.
    due: a sentence end was put before a cut, which only the closing quotation mark behind it makes certain.
    """

    score: float
    out: str
    pending: int | None
    last: int
    certain: bool
    closed: tuple[int, int]
    learned: tuple[tuple[str, str], ...] = ()
    due: bool = False
    unsure: frozenset[int] = frozenset()


@lru_cache(None)
def _trails() -> dict[int, tuple[int, ...]]:
    """By lead byte: the second bytes that make a character of GBK."""
    table: dict[int, list[int]] = {}
    for lead in range(0x81, 0xFF):
        good = []
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            if _char(lead, trail):
                good.append(trail)
        table[lead] = good
    return {lead: tuple(good) for lead, good in table.items()}


@lru_cache(None)
def _char(lead: int, trail: int) -> str:
    """The character of two bytes; empty if they make none."""
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


@lru_cache(4096)
def _likely(lead: int, traditional: bool) -> tuple[tuple[int, str], ...]:
    """(trail, character) for a known lead byte and a lost second byte: characters that people write."""
    return tuple((t, _char(lead, t)) for t in _trails().get(lead, ()) if _written(_char(lead, t), traditional))


@lru_cache(4096)
def _likely_before(trail: int, traditional: bool) -> tuple[tuple[int, str], ...]:
    """(lead, character) for a lost lead byte and a known second byte."""
    pairs = ((lead, _char(lead, trail)) for lead in range(0x81, 0xFE))
    return tuple((lead, c) for lead, c in pairs if c and _written(c, traditional))


def _written(char: str, traditional: bool) -> bool:
    """Whether a lost character may be filled with this one."""
    if char in "。，、；：？！“”‘’《》（）…—":
        return True
    if char < "\u3400" or char in (SIMPLIFIED_ONLY if traditional else TRADITIONAL_ONLY):
        return False
    form = simplified(char) if traditional else char
    try:
        return 0xB0 <= form.encode("gb2312")[0] <= 0xF7 and len(form) == 1
    except UnicodeEncodeError:
        return False


def repairs(line: str, table: Mapping[str, str], model: Model, traditional: bool) -> Iterator[Repair]:
    """What stood in the straddled parts of a line; parts without one clear answer are left out."""
    at = 0
    for start in starts(line):
        if start < at or not start or model.budget <= 0 or (not table and _is_gloss(line, start)):
            continue
        found = _Search(line, start, table, model, traditional).run()
        if found is not None:
            yield found
            at = found.end


def starts(text: str) -> list[int]:
    """Where straddles may begin, in order."""
    found = [m.start() for m in STARTS.finditer(text)]
    if "）" in text and any(letter in text for letter in TORN_LETTERS):
        found += [m.start() - 1 for m in TORN.finditer(text) if m.start()]
    return sorted(found)


def _is_gloss(line: str, start: int) -> bool:
    """Whether a straddle begins with a gloss; only the page of a mirror has those."""
    return _SWALLOWED_GLOSS.match(line, start + 1) is not None or TORN.match(line, start + 1) is not None


class _Search:
    """Beam search over the ways to read one misaligned run."""

    def __init__(self, line: str, start: int, table: Mapping[str, str], model: Model, traditional: bool) -> None:
        self.line, self.start, self.table, self.model, self.traditional = line, start, table, model, traditional
        self.before = _before(line, start)
        self.had = model.budget
        self.floor = 0.0
        self.open = "".join(c for c in line[max(0, start - FAR) : start] if c in "“”‘’")

    def run(self) -> Repair | None:
        last = self.before.encode("gbk", "replace")[-1]
        if last < 0x40:
            last = 0
        beam = [_Branch(0.0, "", None, last, True, (self.start, 0))]
        at = self.start
        while beam and at < len(self.line):
            if at > self.start and all(b.pending is None and at - b.closed[0] > 5 for b in beam):
                break
            if self.model.budget < 0 or at - self.start > LONGEST:
                return None
            self.floor = beam[0].score - HOPELESS
            step = self._step(at)
            grown: dict[tuple[str, int | None], _Branch] = {}
            width = 1
            for branch in beam:
                for size, new in step(branch, at):
                    width = size
                    self.model.budget -= 1
                    key = (new.out[-3:], new.pending)
                    grown[key] = _better(grown[key], new) if key in grown else new
            beam = _best(grown.values())
            at += width
        return self._answer([b for b in beam if b.pending is None and b.closed[0] > self.start])

    def _step(self, at: int) -> Callable[[_Branch, int], Iterator[tuple[int, _Branch]]]:
        """How the token at `at` is read; every branch takes the same number of characters for it."""
        line = self.line
        if line[at + 1 : at + 2] in _WIDE_LETTERS and TORN.match(line, at + 1):
            return self._gloss_torn
        if line[at] == "?":
            if _SWALLOWED_GLOSS.match(line, at + 1):
                return self._gloss_lost
            if line[at + 1 : at + 2] in _MARKS and line[at + 1 : at + 2]:
                return self._cut
            if _TAG.match(line, at + 1):
                return self._tag
            return self._lost_pair
        if line[at] in "(（" and at > self.start and _GLOSS.match(line, at):
            return self._gloss
        return self._plain

    def _put(self, branch: _Branch, char: str, pending: int | None, last: int, at: int, guess: bool = False) -> _Branch:
        """The branch with one more character, which ends before `at` of the line."""
        out = branch.out + char
        score = branch.score - self.model.cost(branch.out[-1:] or self.before, char)
        wrong = self._misplaced(branch.out, char) if char in _MARKS_OF_SENTENCES else 0.0
        score -= wrong
        if branch.due and not (char in "”’" and wrong < 0):
            guess = True
        closed = (at, len(out)) if pending is None else branch.closed
        certain = branch.certain and not guess
        return _Branch(score, out, pending, last, certain, closed, branch.learned, False, branch.unsure)

    def _misplaced(self, out: str, mark: str) -> float:
        """Bits for a mark that opens or closes nothing here, or stands twice; less than none for one that is due."""
        before = (self.before + out)[-1]
        if mark in "”’":
            quotes = self.open + out
            due = quotes.count("“" if mark == "”" else "‘") > quotes.count(mark)
            return UNOPENED if not due else -4.0 if before in "。！？…" else 0.0
        if mark in "“‘":
            return -5.0 if before == "：" or (before == "，" and (self.before + out)[-2:-1] in _SAYS) else 0.0
        return 8.0 if before == mark and mark != "…" else 0.0

    def _is_open(self, out: str) -> bool:
        quotes = self.open + out
        return quotes.count("“") > quotes.count("”")

    def _plain(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        char = self.line[at]
        if branch.pending is None:
            score = branch.score - self.model.cost(branch.out[-1:] or self.before, char)
            yield 1, branch._replace(score=score, out=branch.out + char, last=0)
            return
        raw = b"\x80" if char == "€" else char.encode("gbk", "replace")
        if char < "@" and char in ",;:!()":
            raw = char.translate(_TO_WIDE).encode("gbk")
        if raw == b"?":
            return
        pending, last = (raw[1], raw[1]) if len(raw) == 2 else (None, raw[0])
        if branch.pending < 0:
            for lead, whole in self._with_trail(branch, raw[0]):
                if not _char(-branch.pending, lead):
                    yield 1, self._put(branch, whole, pending, last, at + 1, True)
            return
        whole = _char(branch.pending, raw[0])
        if whole:
            yield 1, self._put(branch, whole, pending, last, at + 1)

    def _gloss(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """A gloss that stands where it belongs, or between two bytes of the run: it goes."""
        m = _GLOSS.match(self.line, at)
        if m is not None:
            whole = branch.pending is None and branch.closed[0] == at
            closed = (m.end(), len(branch.out)) if whole else branch.closed
            glossed = ((branch.out[-1], m[1]),) if whole and branch.out else ()
            yield m.end() - at, branch._replace(closed=closed, learned=branch.learned + glossed)

    def _gloss_lost(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`?qǐng)`: a lost second byte of the glossed character, which is the first byte of the next one."""
        m = _SWALLOWED_GLOSS.match(self.line, at + 1)
        if m is None:
            return
        width = m.end() - at
        if branch.pending is not None and branch.pending < 0:
            for char in self._listed(m[1]):
                raw = char.encode("gbk")
                if not _char(-branch.pending, raw[0]):
                    yield width, self._put(branch, char, None, raw[1], m.end(), True)
            return
        glossed = self._glossed(branch.last, m[1])
        learned = branch.learned
        lead = branch.last
        for lost in glossed:
            guess = len(glossed) > 1
            branch = branch._replace(learned=(*learned, (_char(lead, lost), m[1])))
            if branch.pending is None:
                yield width, branch._replace(pending=lost, last=lost, certain=branch.certain and not guess)
            else:
                whole = _char(branch.pending, lost)
                if whole:
                    yield width, self._put(branch, whole, None, lost, m.end(), guess)

    def _gloss_torn(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`浚╩ù）`: the second byte of the glossed character shows, with the first half of （."""
        m = TORN.match(self.line, at + 1)
        if m is None or (branch.pending is not None and branch.pending < 0):
            return
        width = m.end() - at
        raw = self.line[at].encode("gbk", "replace")
        reading = _WIDE_LETTERS[m[1]] + m[2]
        if len(raw) < 2:
            shown = self._glossed(branch.last, reading)
        else:
            char = _char(branch.last, raw[0]) if branch.last else ""
            shown = (raw[0],) if raw[1] == 0xA3 and char and reads(char, reading) else ()
        for byte in shown:
            now = branch._replace(learned=(*branch.learned, (_char(branch.last, byte), reading)))
            guess = len(shown) > 1
            if now.pending is None:
                yield width, now._replace(pending=byte, last=byte, certain=now.certain and not guess)
            elif whole := _char(now.pending, byte):
                yield width, self._put(now, whole, None, byte, m.end(), guess)

    def _listed(self, reading: str) -> list[str]:
        """The characters of the page's list with this reading."""
        return [char for char, read in self.table.items() if read == reading]

    def _glossed(self, lead: int, reading: str) -> tuple[int, ...]:
        """The second bytes of the characters with this first byte and this reading: in the page's list, or else any."""
        if not lead:
            return ()
        pairs = [(t, _char(lead, t)) for t in _trails().get(lead, ())]
        listed = tuple(t for t, c in pairs if self.table.get(c) == reading)
        if listed:
            return listed
        return tuple(t for t, c in pairs if reads(c, reading) and _written(c, self.traditional))

    def _cut(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`?！`: a lost byte, then the two bytes of the mark."""
        mark = self.line[at + 1].translate(_TO_WIDE).encode("gbk")
        if branch.pending is not None:
            for t, whole in self._with_lead(branch):
                yield 2, self._put(self._put(branch, whole, None, t, at + 1, True), self.line[at + 1], None, 0, at + 2)
            return
        for _, whole in self._with_trail(branch, mark[0]):
            put = self._put(branch, whole, mark[1], mark[1], at + 2, whole not in _ENDS)
            yield 2, put._replace(due=whole in _ENDS)

    def _tag(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`?/p>`: a lost second byte with the `<` behind it; the rest of the tag goes."""
        m = _TAG.match(self.line, at + 1)
        if m is None or branch.pending is None:
            return
        for t, whole in self._with_lead(branch):
            if whole not in "“‘《（，、；：":
                put = self._put(branch, whole, None, t, m.end(), whole not in "”’")
                yield m.end() - at, put._replace(score=put.score - self._ending(put.out))

    def _line_end(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """A `?` at the end of a line: a lead byte with nothing behind it."""
        for t, whole in self._with_lead(branch):
            put = self._put(branch, whole, None, t, at + 1, whole not in "”’")
            yield 1, put._replace(score=put.score - self._ending(put.out))

    def _ending(self, out: str) -> float:
        """Bits for a paragraph that ends like this."""
        bits = self.model.cost(out[-1], "\n") + (0.0 if out[-1] in ENDING else 5.0)
        return bits + (8.0 if self._is_open(out) else 0.0)

    def _lost_pair(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """A lone `?` in the run: two bytes that make no character, or a lead byte and an ASCII mark or digit."""
        if branch.pending is None:
            yield from self._plain(branch, at)
            return
        if at + 1 == len(self.line):
            yield from self._line_end(branch, at)
            return
        for t, whole in self._with_lead(branch):
            first = self._put(branch, whole, None, t, at, True)
            yield 1, self._put(first, "?", None, 0, at + 1)._replace(score=first.score - SWALLOWED)
            if t >= 0x80:
                yield 1, first._replace(pending=-t, last=0, closed=branch.closed)

    def _with_lead(self, branch: _Branch) -> Iterable[tuple[int, str]]:
        """(second byte, character) for the pending lead byte; if that one is lost too, what often follows."""
        before = branch.out[-1:] or self.before
        if branch.pending is None or branch.pending >= 0:
            lead = branch.pending or 0
            ranked = self.model.ranked(before, ("lead", lead), lambda: _likely(lead, self.traditional))
            return self._hopeful(branch, ranked)
        lost = -branch.pending
        pairs = ((c.encode("gbk"), c) for c in self.model.following(before, self.traditional))
        return ((raw[1], c) for raw, c in pairs if not _char(lost, raw[0]))

    def _with_trail(self, branch: _Branch, trail: int) -> Iterable[tuple[int, str]]:
        """(lead byte, character) for a known second byte."""
        before = branch.out[-1:] or self.before
        ranked = self.model.ranked(before, ("trail", trail), lambda: _likely_before(trail, self.traditional))
        return self._hopeful(branch, ranked)

    def _hopeful(
        self, branch: _Branch, ranked: tuple[tuple[float, int, str], ...]
    ) -> Iterator[tuple[int, str]]:
        """The candidates that do not fall hopelessly behind."""
        for cost, byte, char in ranked:
            if branch.score - cost < self.floor:
                return
            yield byte, char

    def _is_weak(self, new: str, end: int) -> bool:
        """Whether the evidence is `?!` alone, which people write too: no mirror, no swallowed tag, and a short run."""
        shown = self.line[self.start : end]
        if self.table or shown.endswith(">"):
            return False
        return self.before in "!?！？" or sum(c >= "\u3400" for c in new) < 4

    def _answer(self, ends: list[_Branch]) -> Repair | None:
        if not ends:
            return None
        best = max(ends, key=lambda b: b.score)
        for other in ends:
            best = _better(best, other)
        end, length = best.closed
        new = best.out[:length]
        if best.certain:
            self.model.budget = self.had
            return Repair(self.start, end, new, True, best.learned)
        old = self.line[self.start : end]
        if self._is_weak(new, end):
            return None
        price = self.model.text_cost(self.before, old) + BROKEN * old.count("?")
        if self.model.text_cost(self.before, new) + GAIN * len(new) > price:
            return None
        self.model.budget = self.had
        return Repair(self.start, end, _without(self.before, new, best.unsure), False, best.learned)


def _best(branches: Iterable[_Branch]) -> list[_Branch]:
    """The likeliest ways to go on; those that are whole keep a share, for they cannot die."""
    ranked = sorted(branches, key=lambda b: -b.score)
    torn = [b for b in ranked if b.pending is not None][:BEAM]
    return torn + [b for b in ranked if b.pending is None][: BEAM // 4]


def _better(a: _Branch, b: _Branch) -> _Branch:
    """The likelier of two ways; where the other is nearly as likely, it is unsure where they differ."""
    if a.score < b.score:
        a, b = b, a
    if a.score - b.score >= MARGIN or a.out == b.out:
        return a
    if len(a.out) != len(b.out):
        return a._replace(unsure=frozenset(range(len(a.out))))
    return a._replace(unsure=a.unsure.union(i for i, (x, y) in enumerate(zip(a.out, b.out, strict=True)) if x != y))


def _without(before: str, text: str, unsure: frozenset[int]) -> str:
    """The text with U+FFFD in the places that are unsure.

    Not behind a mark: there U+FFFD reads as residue in front of a sentence, and the likeliest character says more.
    """
    chars = list(text)
    for i in sorted(unsure):
        if i < len(chars) and (chars[i - 1] if i else before) >= "\u3400":
            chars[i] = "\ufffd"
    return "".join(chars)


def _before(line: str, start: int) -> str:
    """The character before a run; a gloss between them does not count."""
    head = line[max(0, start - 64) : start]
    while (m := _GLOSS_AT_END.search(head)) is not None:
        head = head[: m.start()]
    return head[-1:] or "\n"


def reads(char: str, reading: str) -> bool:
    """Whether a reading, with or without its tone, is one of the character's."""
    known = readings(char)
    wanted = spelled(reading)
    if wanted in known:
        return True
    bare = toneless(wanted)
    return bare == wanted.replace("v", "ü") and any(toneless(r) == bare for r in known)


@lru_cache(512)
def _following(before: str) -> tuple[str, ...]:
    """The simplified characters that follow most often."""
    from parkclean.mojibake.model import bits, common

    return tuple(sorted(common(2500, False), key=lambda c: bits(before, c))[:60])


class Model:
    """How likely a character is behind another: in general, and in this document."""

    def __init__(self, text: str) -> None:
        from parkclean.mojibake.model import bits, fold

        self.budget = STEPS + len(text) // 2
        self._bits, self._fold = bits, fold
        plain = convert(_GLOSS.sub("", _DAMAGED.sub("", text)), "t2s")
        self._pairs = Counter(pairwise(plain))
        self._single = Counter(plain)
        self._cost: dict[tuple[str, str], float] = {}
        self._ranked: dict[tuple[str, tuple[str, int]], tuple[tuple[float, int, str], ...]] = {}

    def cost(self, before: str, char: str) -> float:
        """Bits."""
        pair = (before, char)
        known = self._cost.get(pair)
        if known is None:
            known = self._cost[pair] = self._weighed(before, char)
        return known

    def _weighed(self, before: str, char: str) -> float:
        a, b = self._fold(before), self._fold(char)
        general = self._bits(before, char)
        seen = self._pairs.get((a, b), 0)
        return -log2(0.7 * 2**-general + 0.3 * seen / (self._single[a] + 1)) if seen else general + 0.5

    def ranked(
        self, before: str, known: tuple[str, int], candidates: Callable[[], tuple[tuple[int, str], ...]]
    ) -> tuple[tuple[float, int, str], ...]:
        """The likeliest candidates behind a character, with their bits; `known` names the byte that they share."""
        key = (before, known)
        if key not in self._ranked:
            found = sorted((self.cost(before, char), byte, char) for byte, char in candidates())
            self._ranked[key] = tuple(found[:CHOICES])
        return self._ranked[key]

    def text_cost(self, before: str, text: str) -> float:
        """Bits of a text behind a character."""
        return sum(self.cost(a, b) for a, b in zip(before + text, text, strict=False))

    def following(self, before: str, traditional: bool) -> list[str]:
        """Characters that often follow, in the script of the page."""
        first = self._fold(before)
        found = Counter({b: n for (a, b), n in self._pairs.items() if a == first})
        likely = [c for c, _ in found.most_common(20)] + list(_following(first))
        form = convert("".join(likely), "s2t") if traditional else "".join(likely)
        return [c for c in dict.fromkeys(form) if len(c.encode("gbk", "replace")) == 2]
