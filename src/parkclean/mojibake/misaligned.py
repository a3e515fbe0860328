"""GBK text in which every character is made of the second half of one and the first half of the next.

A byte was lost, or the page was cut between the two bytes of a character; up to the next ASCII byte everything is one
byte off.
`送到了92岁` without its first `B5` reads `送搅?2岁`: the `?` swallowed the `9`.
The search walks along a line with two kinds of hypotheses, in step and off by one, and takes the cheaper way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from parkclean.mojibake import model
from parkclean.mojibake.holes import KNOWN, choices, lost
from parkclean.mojibake.model import Pool, Words, bits, fold
from parkclean.straddle.damage import starts

LOSS = 14.0
"""Bits for a lost byte: how rare the accident is."""
CUT = 8.0
"""Bits for a `?` that stands for a lone byte."""
BACK = 16.0
"""Bits for falling in step again without ASCII."""
HOLE = 6.0
"""Bits for falling in step again at a hole, HOLE_LAST at one that ends the run, HOLE_OPEN for going on off by one."""
HOLE_LAST = 2.0
HOLE_OPEN = 1.0
CHOICES = 8
"""Characters tried at each place."""
GUESS = 2.0
"""Bits that a character costs at least of which one byte is guessed: seldom below 4, a known pair taken off."""
WIDTH = 14
"""Hypotheses kept at each place."""
LONGEST = 1500
RARE = 14.5
"""Bits of a pair of characters that prose seldom has."""
BLOCK = 12
MARGIN = 16
"""Characters: how far one looks at a time, and what is added around the stretch that looks odd."""
BEHIND = 7
REACH = 64
"""Characters beside a hole within which a repair must show that it saves something."""
ODD = 11.5
"""Bits of a pair that prose has once in ten."""
GAIN = 22.0
"""Bits that a repair must save."""
GAIN_TAG = 12.0
"""The same where the rest of a tag shows that a `<` was swallowed."""
CHINESE = 13.0
FEW = 12
"""Up to so many characters are a guess unless they read well: beside holes verse costs as much as what chance makes."""
FEW_CHINESE = 9.5
"""Bits a character that these may cost."""

_TAG_REST = re.compile(r"/?(?:p|br|div|span|strong|b|a|td|li|font)\s?/?>")
"""What is left of a tag whose `<` was swallowed."""
TAG = 18.0
"""Bits that such a rest is worth as evidence."""


class Shift(NamedTuple):
    """A stretch of a line and what it should read."""

    start: int
    end: int
    new: str
    gain: float


class _Node(NamedTuple):
    """A hypothesis: its bits, the last true character, the pending first byte (-1 unknown, -2 in step), the way back.

    tail: the byte in front of an unknown pending byte; the two are no character of GBK, for a `?` stands there.
    """

    cost: float
    last: str
    lead: int
    out: str
    at: int
    back: _Node | None
    tail: int = -1


_IN_STEP = -2
_UNKNOWN = -1


@lru_cache(4096)
def _pair(c: str) -> tuple[int, int] | None:
    """The two bytes of a character in GBK."""
    try:
        raw = c.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (raw[0], raw[1]) if len(raw) == 2 else None


_RUN = re.compile("[?\x80-\U0010ffff]+")
_HOLE = re.compile("[?\ufffd]")
_HAN = re.compile("[\u4e00-\u9fff]")


def odd_runs(line: str) -> list[tuple[int, int]]:
    """The stretches without ASCII but `?` in which odd pairs of characters stand beside a hole.

    Where nearly every other character is lost, the charset is another one.
    """
    if line.count("\ufffd") * 4 > len(line):
        return []
    return [m.span() for m in _RUN.finditer(line) if _HOLE.search(line, *m.span()) and _odd(m.group())]


def spots(line: str, odd: Iterable[tuple[int, int]], words: Words) -> Iterator[Shift]:
    """Every stretch of a line that is one byte off.

    odd: its `odd_runs`; words: the pairs that the text holds.
    """
    straddled = frozenset(starts(line))
    for run in odd:
        if not _is_straddle(line, run, straddled):
            for start, end in _windows(line, *run):
                if _may_save(line, start, end, None) and _may_save(line, start, end, words):
                    yield from shifts(line, start, end, words)


def _may_save(line: str, start: int, end: int, words: Words | None) -> bool:
    """Whether reading the characters beside the holes one byte off can save what a repair must save.

    Only upper bounds: most characters of which one byte is unknown cost nothing here.
    words: the pairs that the text holds; None for every pair, which is quicker to ask.
    """
    total = 0.0
    for m in _HOLES.finditer(line, start, end):
        if _TAG_REST.match(line, m.end()):
            return True
        left, right = line[max(start, m.start() - REACH) : m.start()], line[m.end() : min(end, m.end() + REACH)]
        hidden = model.cost(m.group(), left[-1:] or "\n", right[:1] or "\n") + _saved(right, False, words)
        inside = hidden + _saved(left[::-1], True, words) - LOSS
        if inside > GAIN:
            inside -= _in_hole(left)
        total += max(0.0, hidden - CUT, inside)
    return total >= GAIN


def _in_hole(left: str) -> float:
    """The least that a character costs whose first byte ends the part in front of a hole."""
    last = _pair(left[-1:] or "?")
    if last is None or last[1] < 0x81:
        return 0.0
    before = _pair(left[-2]) if len(left) > 1 else None
    true = before and _joint(before[1], last[0])
    if not true:
        return 0.0
    likely, _ = _likely((last[1], None), true)
    return max(0.0, likely[0][1] - KNOWN) if likely else 0.0


def _saved(part: str, backwards: bool, words: Words | None) -> float:
    """The most that reading some characters of a part, from its start on, one byte off can save; never below 0."""
    best = saved = 0.0
    shifted = ""
    for a, b in pairwise(part):
        one, other = _pair(a), _pair(b)
        if one is None or other is None:
            break
        saved += bits(b, a) if backwards else bits(a, b)
        best = max(best, saved)
        true = _joint(other[1], one[0]) if backwards else _joint(one[1], other[0])
        if not true:
            break
        if shifted:
            first, second = (true, shifted) if backwards else (shifted, true)
            saved -= bits(first, second) - (KNOWN if words is None or first + second in words else 0.0)
        shifted = true
    return best


@lru_cache(4096)
def _joint(first: int, second: int) -> str:
    """The character of two bytes in GBK; none if they are no character."""
    return bytes((first, second)).decode("gbk", "ignore")


def _windows(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run around its holes: as far as odd pairs stand close together, and a margin."""
    last: tuple[int, int] | None = None
    for m in _HOLES.finditer(line, start, end):
        left, right = m.span()
        if last is not None and left <= last[1]:
            continue
        while left > start and _many_odd(line[max(start, left - BLOCK) : left]):
            left = max(start, left - BLOCK)
        while right < end and _many_odd(line[right : min(end, right + BLOCK)]):
            right = min(end, right + BLOCK)
        window = (max(start, left - MARGIN), min(end, right + MARGIN))
        if last is not None and window[0] <= last[1]:
            last = (last[0], window[1])
        else:
            if last is not None:
                yield last
            last = window
    if last is not None:
        yield last


def _many_odd(part: str) -> bool:
    """Whether more than one pair in four is rare: prose has one in ten, what is one byte off one in two."""
    return sum(price > ODD for price in model.prices(part)) * 4 > len(part)


def _is_straddle(line: str, run: tuple[int, int], straddled: frozenset[int]) -> bool:
    """Whether the first loss is a cut at a mark or a torn gloss: the stage `glosses` repairs those with proof."""
    return line.find("?", *run) in straddled or run[0] in straddled


def _odd(run: str) -> bool:
    """Whether the pair in front of a `?` is odd, or most of what stands behind it.

    What is one byte off reaches to a `?`, or starts there; a rare name stands alone among common pairs.
    """
    for m in _HOLES.finditer(run):
        near = run[max(0, m.start() - 5) : m.end() + 5]
        if not _HAN.search(near):
            continue
        if len(m.group()) > 1:
            return True
        left = model.prices(run[max(0, m.start() - 5) : m.start()])
        if left and max(left) > RARE and (left[-1] > RARE or sum(left) > ODD * len(left)):
            return True
        right = model.prices(run[m.end() : m.end() + BEHIND])
        if right and max(right) > RARE and sum(right) > ODD * len(right):
            return True
    return False


_HOLES = re.compile("[?\ufffd]+[！？。，、：]?")


def shifts(line: str, start: int, end: int, words: Words | None = None) -> Iterator[Shift]:
    """The stretches of `line[start:end]`, a run without ASCII but `?`, that are one byte off."""
    start = max(start, end - LONGEST)
    best = _Walk(line, start, end, words).best()
    if best is not None:
        yield from _stretches(line, start, best)


def _next(line: str, i: int) -> str:
    """The character behind a run; the rest of a tag is as good as the end of the line."""
    return line[i] if i < len(line) and not _TAG_REST.match(line, i) else "\n"


class _Walk:
    """The hypotheses over one run; `nodes[k]` have read `k` characters of it.

    Of those that are off, only the cheapest of each kind counts: same last character, same pending byte.
    """

    def __init__(self, line: str, start: int, end: int, words: Words | None) -> None:
        self.line = line
        self.start = start
        self.end = end
        self.words = words
        size = end - start
        self.in_step: list[_Node | None] = [None] * (size + 2)
        self.off: list[dict[tuple[str, int, int], _Node]] = [{} for _ in range(size + 2)]
        self.limits = _limits(line, start, end)

    def best(self) -> _Node | None:
        """The cheapest way through the run that ends in step."""
        size = self.end - self.start
        before = self.line[self.start - 1] if self.start else "\n"
        self.put(0, _Node(0.0, before, _IN_STEP, "", 0, None))
        for at in range(size + 1):
            node = self.in_step[at]
            if node is not None and at < size:
                self.keep(self.line[self.start + at], node)
            for node in sorted(self.off[at].values(), key=lambda n: n.cost)[:WIDTH]:
                if at < size:
                    self.read(self.start + at, node)
                else:
                    self.leave(self.end, node)
        ends = [n for n in self.in_step[size:] if n is not None]
        return min(ends, key=lambda n: n.cost + bits(n.last, _next(self.line, self.start + n.at)), default=None)

    def put(self, at: int, node: _Node) -> None:
        if node.lead == _IN_STEP:
            best = self.in_step[at]
            if best is None or node.cost < best.cost:
                self.in_step[at] = node
            return
        if node.cost > self.limits[at]:
            return
        kind = node.last, node.lead, node.tail
        found = self.off[at].get(kind)
        if found is None or node.cost < found.cost:
            self.off[at][kind] = node

    def likely(self, node: _Node, lead: int | None, second: int | None, open_: bool = False) -> list[tuple[str, float]]:
        found, chars = _likely((lead, second), node.last, node.tail, open_)
        if not self.words or not found:
            return found[:CHOICES]
        behind = self.words.behind(node.last)
        if chars.isdisjoint(behind):
            return found[:CHOICES]
        known = [(c, cost - KNOWN if c in behind else cost) for c, cost in found]
        if len(known) > 1:
            known.sort(key=lambda x: x[1])
        return known[:CHOICES]

    def keep(self, c: str, node: _Node) -> None:
        """In step: take the character as it is, or begin to be off."""
        at = node.at + 1
        self.put(at, _Node(node.cost + bits(node.last, c), c, _IN_STEP, c, at, node))
        if c == "?":
            self.put(at, _Node(node.cost + CUT, node.last, _UNKNOWN, "", at, node))
            return
        pair = _pair(c)
        if pair is None or pair[1] < 0x81 or node.cost + LOSS + GUESS > self.limits[at]:
            return
        first, second = pair
        for true, cost in (*self.likely(node, None, first), *self.likely(node, first, None)):
            if node.cost + cost + LOSS <= self.limits[at]:
                self.put(at, _Node(node.cost + cost + LOSS, true, second, true, at, node))

    def read(self, i: int, node: _Node) -> None:
        """Off by one: the pending byte and the first byte of this character make the true one."""
        c = self.line[i]
        lead = None if node.lead == _UNKNOWN else node.lead
        if c in "?\ufffd":
            self.hole(i, lead, node)
            return
        pair = _pair(c)
        if pair is None:
            return
        first, second = pair
        at = node.at + 1
        for true, cost in self.likely(node, lead, first):
            cost += node.cost
            if second >= 0x81:
                if cost > self.limits[at]:
                    break  # so do the others
                self.put(at, _Node(cost, true, second, true, at, node))
            elif second >= 0x40:
                letter = chr(second)
                self.put(at, _Node(cost + bits(true, letter), letter, _IN_STEP, true + letter, at, node))
        straight = self.in_step[at]
        if lead is not None and (straight is None or node.cost + BACK - KNOWN < straight.cost):
            for true, cost in self.likely(node, lead, None):
                cost += node.cost + BACK + bits(true, c)
                self.put(at, _Node(cost, c, _IN_STEP, true + c, at, node))

    def hole(self, i: int, lead: int | None, node: _Node) -> None:
        """A pair that is no character: its second byte is the next first byte, unless it was ASCII."""
        last = i + 1 >= self.end
        rest = "?" if self.line[i] == "?" and i + 1 < len(self.line) else ""
        price = node.cost + HOLE
        if last:
            price = node.cost + HOLE_LAST - (TAG if rest and _TAG_REST.match(self.line, i + 1) else 0.0)
        at = node.at + 1
        for true, cost in self.likely(node, lead, None):
            self.put(at, _Node(price + cost, "0" if rest else true, _IN_STEP, true + rest, at, node))
        if not last:
            for true, cost in self.likely(node, lead, None, True):
                tail = true.encode("gbk")[1]
                self.put(at, _Node(node.cost + cost + HOLE_OPEN, true, _UNKNOWN, true, at, node, tail))

    def leave(self, i: int, node: _Node) -> None:
        """The run ends off by one: ASCII completes the last character, or its last byte is lost."""
        if node.lead == _UNKNOWN:
            return
        at = node.at + 1
        if i < len(self.line) and "@" <= self.line[i] <= "~":
            for true, cost in self.likely(node, node.lead, ord(self.line[i])):
                self.put(at, _Node(node.cost + cost, true, _IN_STEP, true, at, node))
        if i >= len(self.line):
            for true, cost in self.likely(node, node.lead, None):
                self.put(node.at, _Node(node.cost + cost + 6.0, true, _IN_STEP, true, node.at, node))


def _limits(line: str, start: int, end: int) -> list[float]:
    """What a hypothesis that is off may have cost in front of each character of a run, and behind the last two.

    One that cost more cannot save what a repair must save.
    The bounds are found from the end of the run on: behind two characters that are read one byte off, all are given up
    to the next hole; those that are guessed cost next to nothing here.
    """
    pairs = [_pair(c) for c in line[start:end]]
    kept = [bits(line[i - 1] if i else "\n", line[i]) for i in range(start, end)]
    kept.append(bits(line[end - 1], line[end]) if end < len(line) else 0.0)
    # What is saved at most from here on: `given` behind a character that is known, `free` behind one that is guessed,
    # `blind` where the pending byte is guessed, too.
    given = free = blind = kept[-1]
    most = [given, given]
    for k in range(end - start - 1, -1, -1):
        c, two, saved = line[start + k], pairs[k], kept[k]
        if c in "?\ufffd":
            tag = TAG + GAIN - GAIN_TAG if _TAG_REST.match(line, start + k + 1) else 0.0
            last = k + 1 == end - start
            given = free = blind = saved + tag - GUESS - (HOLE_LAST if last else min(HOLE, HOLE_OPEN - blind))
        elif two is None:
            given = free = blind = max(0.0, saved - BACK - GUESS)
        else:
            one = pairs[k - 1] if k else None
            true = _joint(one[1], two[0]) if one else ""
            zero = pairs[k - 2] if k > 1 else None
            before = _joint(zero[1], one[0]) if zero and one else ""
            in_step = two[1] < 0x81
            blind = saved + (kept[k + 1] if in_step else free) - GUESS
            free = saved + (kept[k + 1] if in_step else given) if true else 0.0
            given = free - max(0.0, bits(before, true) - KNOWN) if true and before else free
            back = saved - BACK - GUESS
            free, given = max(free, back), max(given, back)
        most.append(max(given, free, blind))
    most.reverse()
    return [spent + save - GAIN for spent, save in zip(accumulate(kept, initial=0.0), most, strict=True)]


@lru_cache(10_000)
def _likely(
    pattern: tuple[int | None, int | None], before: str, tail: int = -1, open_: bool = False
) -> tuple[list[tuple[str, float]], frozenset[str]]:
    """The likeliest characters for two bytes, each with its bits, in order.

    open_: whether the second one and the byte behind it are no character.
    """
    found = _pool(pattern, tail, open_).likeliest(fold(before), 24)
    return [(c, cost) for cost, c in found], frozenset([c for _, c in found])


@lru_cache(2048)
def _pool(pattern: tuple[int | None, int | None], tail: int, open_: bool) -> Pool:
    found: Sequence[str] = choices("gbk", False, pattern)
    if None in pattern and (open_ or tail >= 0):
        found = [c for c in found if _possible(c, tail, open_)]
    elif tail >= 0:
        found = [c for c in found if lost("gbk", tail, c.encode("gbk")[0])]
    return Pool(found)


def _possible(c: str, tail: int, open_: bool) -> bool:
    first, second = c.encode("gbk")
    if tail >= 0 and not lost("gbk", tail, first):
        return False
    return not open_ or second in _OPEN


_OPEN = frozenset(b for b in range(0x81, 0xFF) if sum(lost("gbk", b, n) for n in range(0xA1, 0xFF)) > 4)
"""First bytes of pairs that GBK leaves open: a `?` begins with one of them."""


def _stretches(line: str, start: int, best: _Node) -> Iterator[Shift]:
    """The parts of the cheapest way that leave the line as it is not."""
    way: list[_Node] = []
    node: _Node | None = best
    while node is not None and node.back is not None:
        way.append(node)
        node = node.back
    way.reverse()
    segment: list[_Node] = []
    at = 0
    begin = 0
    for step in way:
        kept = step.lead == _IN_STEP and step.at == at + 1 and step.out == line[start + at : start + step.at]
        if kept and not segment:
            at = step.at
            begin = at
            continue
        segment.append(step)
        at = step.at
        if step.lead == _IN_STEP:
            yield from _judge(line, start + begin, start + at, segment)
            segment = []
            begin = at


def _judge(line: str, start: int, end: int, segment: list[_Node]) -> Iterator[Shift]:
    new = "".join(n.out for n in segment)
    first = segment[0].back
    assert first is not None
    spent = segment[-1].cost - first.cost
    before = line[start - 1] if start else "\n"
    kept = 0.0
    for c in line[start:end]:
        kept += bits(before, c)
        before = c
    gain = kept - spent
    tag = _TAG_REST.match(line, end)
    if tag and new.endswith("?"):
        new = new[:-1]
        end = tag.end()
    lost = line.count("\ufffd", start, end)
    most = CHINESE if tag or len(new) > FEW or not lost else FEW_CHINESE if lost * 3 < end - start else 0.0
    if gain >= (GAIN_TAG if tag else GAIN) and spent <= most * len(new) + LOSS:
        yield Shift(start, end, new, gain)
