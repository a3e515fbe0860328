"""The way back: what stood in the straddled parts of a line, by a beam search over the ways to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from parkclean.han import reads
from parkclean.straddle.damage import (
    GLOSS,
    GLOSS_AT_END,
    SWALLOWED_GLOSS,
    TAG,
    TO_WIDE,
    TORN,
    WIDE_LETTERS,
    is_gloss,
    pair,
    starts,
)
from parkclean.straddle.model import Model, is_written, trails, with_lead, with_trail
from parkclean.tables import ANY_CUT_MARK, CLOSING, SENTENCE_END

BEAM = 40
"""Ways to read a run that are followed at the same time."""
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
PIECE = 32
"""Characters of two ways that are compared at once."""
_SAYS = frozenset("说說道问問答称稱写寫")
UNOPENED = 12.0
"""Bits for a closing quotation mark that nobody opened."""
ENDING = frozenset(SENTENCE_END + CLOSING)
_OPENERS = {"”": "“", "’": "‘", "》": "《", "】": "【"}
_BRACKETS = frozenset("".join(_OPENERS) + "".join(_OPENERS.values()))
_MARKS_OF_SENTENCES = frozenset("。，、；：？！“‘").union(_OPENERS)
_MARKS = frozenset(ANY_CUT_MARK)
_ENDS = frozenset("。！？…")
"""What a lost byte at a cut may be without a guess: the end of a sentence, if a closing quotation mark follows."""


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


def repairs(line: str, table: Mapping[str, str], model: Model, traditional: bool) -> Iterator[Repair]:
    """What stood in the straddled parts of a line; parts without one clear answer are left out."""
    at = 0
    for start in starts(line):
        if start < at or not start or model.budget <= 0 or (not table and is_gloss(line, start)):
            continue
        found = _Search(line, start, table, model, traditional).run()
        if found is not None:
            yield found
            at = found.end


class _Search:
    """Beam search over the ways to read one misaligned run."""

    def __init__(self, line: str, start: int, table: Mapping[str, str], model: Model, traditional: bool) -> None:
        self.line, self.start, self.table, self.model, self.traditional = line, start, table, model, traditional
        self.before = _before(line, start)
        self.had = model.budget
        self.floor = 0.0
        self.open = "".join(c for c in line[max(0, start - FAR) : start] if c in _BRACKETS)

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
        if line[at + 1 : at + 2] in WIDE_LETTERS and TORN.match(line, at + 1):
            return self._gloss_torn
        if line[at] in WIDE_LETTERS and TORN.match(line, at):
            return self._gloss_within
        if line[at] == "?":
            if SWALLOWED_GLOSS.match(line, at + 1):
                return self._gloss_lost
            if line[at + 1 : at + 2] in _MARKS and line[at + 1 : at + 2]:
                return self._cut
            if TAG.match(line, at + 1):
                return self._tag
            return self._lost_pair
        if line[at] in "(（" and at > self.start and GLOSS.match(line, at):
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
        if mark in _OPENERS:
            brackets = self.open + out
            due = brackets.count(_OPENERS[mark]) > brackets.count(mark)
            return UNOPENED if not due else -4.0 if mark in "”’" and before in "。！？…" else 0.0
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
            raw = char.encode("gbk", "replace")
            yield 1, branch._replace(score=score, out=branch.out + char, last=raw[1] if len(raw) == 2 else 0)
            return
        raw = b"\x80" if char == "€" else char.encode("gbk", "replace")
        if char < "@" and char in ",;:!()":
            raw = char.translate(TO_WIDE).encode("gbk")
        if raw == b"?":
            return
        pending, last = (raw[1], raw[1]) if len(raw) == 2 else (None, raw[0])
        if branch.pending < 0:
            for lead, whole in self._with_trail(branch, raw[0]):
                if not pair(-branch.pending, lead):
                    yield 1, self._put(branch, whole, pending, last, at + 1, True)
            return
        whole = pair(branch.pending, raw[0])
        if whole:
            yield 1, self._put(branch, whole, pending, last, at + 1)

    def _gloss(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """A gloss that stands where it belongs, or between two bytes of the run: it goes."""
        m = GLOSS.match(self.line, at)
        if m is not None:
            whole = branch.pending is None and branch.closed[0] == at
            closed = (m.end(), len(branch.out)) if whole else branch.closed
            glossed = ((branch.out[-1], m[1]),) if whole and branch.out else ()
            yield m.end() - at, branch._replace(closed=closed, learned=branch.learned + glossed)

    def _gloss_lost(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`?qǐng)`: a lost second byte of the glossed character, which is the first byte of the next one."""
        m = SWALLOWED_GLOSS.match(self.line, at + 1)
        if m is None:
            return
        width = m.end() - at
        if branch.pending is not None and branch.pending < 0:
            for char in self._listed(branch, m[1]):
                raw = char.encode("gbk")
                if not pair(-branch.pending, raw[0]):
                    yield width, self._put(branch, char, None, raw[1], m.end(), True)
            return
        glossed = self._glossed(branch.last, m[1])
        learned = branch.learned
        lead = branch.last
        for lost in glossed:
            guess = len(glossed) > 1
            branch = branch._replace(learned=(*learned, (pair(lead, lost), m[1])))
            if branch.pending is None:
                yield width, branch._replace(pending=lost, last=lost, certain=branch.certain and not guess)
            else:
                whole = pair(branch.pending, lost)
                if whole:
                    yield width, self._put(branch, whole, None, lost, m.end(), guess)

    def _gloss_torn(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`浚╩ù）`: the second byte of the glossed character shows, with the first half of （."""
        m = TORN.match(self.line, at + 1)
        if m is None:
            return
        width = m.end() - at
        raw = self.line[at].encode("gbk", "replace")
        reading = WIDE_LETTERS[m[1]] + m[2]
        if branch.pending is not None and branch.pending < 0:
            for char in self._listed(branch, reading):
                lead, byte = char.encode("gbk")
                torn = raw == bytes((byte, 0xA3)) if len(raw) == 2 else not pair(byte, 0xA3)
                if torn and not pair(-branch.pending, lead):
                    yield width, self._put(branch, char, None, byte, m.end(), True)
            return
        if len(raw) < 2:
            shown = self._glossed(branch.last, reading)
        else:
            char = pair(branch.last, raw[0]) if branch.last else ""
            shown = (raw[0],) if raw[1] == 0xA3 and char and reads(char, reading) else ()
        for byte in shown:
            now = branch._replace(learned=(*branch.learned, (pair(branch.last, byte), reading)))
            guess = len(shown) > 1
            if now.pending is None:
                yield width, now._replace(pending=byte, last=byte, certain=now.certain and not guess)
            elif whole := pair(now.pending, byte):
                yield width, self._put(now, whole, None, byte, m.end(), guess)

    def _gloss_within(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`╠e）` behind the first half of a （ that another gloss has taken: the reading of the character before."""
        m = TORN.match(self.line, at)
        if m is None or branch.pending != 0xA3:
            return
        char, read = branch.out[-1:] or self.before, WIDE_LETTERS[m[1]] + m[2]
        if reads(char, read):
            now = branch._replace(pending=None, closed=(m.end(), len(branch.out)), last=0)
            yield m.end() - at, now._replace(learned=(*branch.learned, (char, read)))

    def _listed(self, branch: _Branch, reading: str) -> list[str]:
        """The characters of the page's list with this reading; without any the likeliest behind what was read."""
        listed = [char for char, read in self.table.items() if read == reading]
        likely = () if listed else self.model.following(branch.out[-1:] or self.before, self.traditional)
        return listed or [char for char in likely if reads(char, reading) and len(char.encode("gbk", "replace")) == 2]

    def _glossed(self, lead: int, reading: str) -> tuple[int, ...]:
        """The second bytes of the characters with this first byte and this reading: in the page's list, or else any."""
        if not lead:
            return ()
        pairs = [(t, pair(lead, t)) for t in trails().get(lead, ())]
        listed = tuple(t for t, c in pairs if self.table.get(c) == reading)
        if listed:
            return listed
        return tuple(t for t, c in pairs if reads(c, reading) and is_written(c, self.traditional))

    def _cut(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`?！`: a lost byte, then the two bytes of the mark."""
        mark = self.line[at + 1].translate(TO_WIDE).encode("gbk")
        if branch.pending is not None:
            for t, whole in self._with_lead(branch):
                yield 2, self._put(self._put(branch, whole, None, t, at + 1, True), self.line[at + 1], None, 0, at + 2)
            return
        for _, whole in self._with_trail(branch, mark[0]):
            put = self._put(branch, whole, mark[1], mark[1], at + 2, whole not in _ENDS)
            yield 2, put._replace(due=whole in _ENDS)

    def _tag(self, branch: _Branch, at: int) -> Iterator[tuple[int, _Branch]]:
        """`?/p>`: a lost second byte with the `<` behind it; the rest of the tag goes."""
        m = TAG.match(self.line, at + 1)
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
            ranked = self.model.ranked(before, with_lead, branch.pending or 0, self.traditional)
            return self._hopeful(branch, ranked)
        lost = -branch.pending
        pairs = ((c.encode("gbk"), c) for c in self.model.following(before, self.traditional))
        return ((raw[1], c) for raw, c in pairs if not pair(lost, raw[0]))

    def _with_trail(self, branch: _Branch, trail: int) -> Iterable[tuple[int, str]]:
        """(lead byte, character) for a known second byte."""
        before = branch.out[-1:] or self.before
        ranked = self.model.ranked(before, with_trail, trail, self.traditional)
        return self._hopeful(branch, ranked)

    def _hopeful(self, branch: _Branch, ranked: tuple[tuple[float, int, str], ...]) -> Iterator[tuple[int, str]]:
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
    return a._replace(unsure=a.unsure.union(_differing(a.out, b.out)))


def _differing(one: str, other: str) -> Iterator[int]:
    """Where two strings of one length differ; what they begin with in common is compared in large pieces."""
    start = 0
    while start < len(one) and one[start : start + PIECE] == other[start : start + PIECE]:
        start += PIECE
    return (i for i in range(start, len(one)) if one[i] != other[i])


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
    while (m := GLOSS_AT_END.search(head)) is not None:
        head = head[: m.start()]
    return head[-1:] or "\n"
