"""GBK text in which every character is made of the second half of one and the first half of the next.

A byte was lost, or the page was cut between the two bytes of a character; up to the next ASCII byte everything is one
byte off.
`送到了92岁` without its first `B5` reads `送搅?2岁`: the `?` swallowed the `9`.
The search walks along a line with two kinds of hypotheses, in step and off by one, and takes the cheaper way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from parkclean.mojibake.holes import choices, lost
from parkclean.mojibake.model import bits

LOSS = 14.0
"""Bits for a lost byte: how rare the accident is."""
CUT = 8.0
"""Bits for a `?` that stands for a lone byte."""
BACK = 16.0
"""Bits for falling in step again without ASCII."""
WIDTH = 14
"""Hypotheses kept at each place."""
LONGEST = 1500
RARE = 14.5
"""Bits of a pair of characters that prose seldom has."""
GAIN = 22.0
"""Bits that a repair must save."""
CHINESE = 13.0

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


_RUN = re.compile("[?\x80-\U0010ffff]*[?\ufffd][?\x80-\U0010ffff]*")
_HAN = re.compile("[\u4e00-\u9fff]")


def spots(line: str) -> Iterator[Shift]:
    """Every stretch of a line that is one byte off, looked for only where pairs of characters are odd."""
    for m in _RUN.finditer(line):
        if _odd(m.group()):
            yield from shifts(line, *m.span())


def _odd(run: str) -> bool:
    """Whether a rare pair stands in front of a `?` or behind it."""
    for m in _HOLES.finditer(run):
        near = run[max(0, m.start() - 5) : m.end() + 5]
        if not _HAN.search(near):
            continue
        if len(m.group()) > 1 or any(bits(a, b) > RARE for a, b in zip(near, near[1:], strict=False)):
            return True
    return False


_HOLES = re.compile("[?\ufffd]+[！？。，、：]?")


def shifts(line: str, start: int, end: int) -> Iterator[Shift]:
    """The stretches of `line[start:end]`, a run without ASCII but `?`, that are one byte off."""
    start = max(start, end - LONGEST)
    before = line[start - 1] if start else "\n"
    nodes: list[list[_Node]] = [[] for _ in range(end - start + 2)]
    nodes[0].append(_Node(0.0, before, _IN_STEP, "", 0, None))
    for at in range(end - start + 1):
        for node in _best(nodes[at]):
            _walk(line, start + at, end, node, at, nodes)
    final = _best(nodes[end - start] + nodes[end - start + 1])
    ends = [n for n in final if n.lead == _IN_STEP]
    if ends:
        best = min(ends, key=lambda n: n.cost + bits(n.last, _next(line, start + n.at)))
        yield from _stretches(line, start, best)


def _next(line: str, i: int) -> str:
    """The character behind a run; the rest of a tag is as good as the end of the line."""
    return line[i] if i < len(line) and not _TAG_REST.match(line, i) else "\n"


def _best(nodes: list[_Node]) -> list[_Node]:
    in_step = [n for n in nodes if n.lead == _IN_STEP]
    off = sorted((n for n in nodes if n.lead != _IN_STEP), key=lambda n: n.cost)[:WIDTH]
    return off + ([min(in_step, key=lambda n: n.cost)] if in_step else [])


def _walk(line: str, i: int, end: int, node: _Node, at: int, nodes: list[list[_Node]]) -> None:
    if node.lead == _IN_STEP:
        if i < end:
            _keep(line[i], node, at, nodes)
    elif i >= end:
        _leave(line, i, node, at, nodes)
    else:
        _off(line, i, end, node, at, nodes)


def _keep(c: str, node: _Node, at: int, nodes: list[list[_Node]]) -> None:
    """In step: take the character as it is, or begin to be off."""
    nodes[at + 1].append(_Node(node.cost + bits(node.last, c), c, _IN_STEP, c, at + 1, node))
    if c == "?":
        nodes[at + 1].append(_Node(node.cost + CUT, node.last, _UNKNOWN, "", at + 1, node))
        return
    pair = _pair(c)
    if pair is None:
        return
    first, second = pair
    if second < 0x81:
        return
    for true, cost in _likely((None, first), node.last):
        nodes[at + 1].append(_Node(node.cost + cost + LOSS, true, second, true, at + 1, node))
    for true, cost in _likely((first, None), node.last):
        nodes[at + 1].append(_Node(node.cost + cost + LOSS, true, second, true, at + 1, node))


def _off(line: str, i: int, end: int, node: _Node, at: int, nodes: list[list[_Node]]) -> None:
    """Off by one: the pending byte and the first byte of this character make the true one."""
    c = line[i]
    lead = None if node.lead == _UNKNOWN else node.lead
    if c in "?\ufffd":
        _hole(c, i + 1 >= end, i + 1 < len(line), lead, node, at, nodes)
        return
    pair = _pair(c)
    if pair is None:
        return
    first, second = pair
    for true, cost in _likely((lead, first), node.last, node.tail):
        total = node.cost + cost
        if second >= 0x81:
            nodes[at + 1].append(_Node(total, true, second, true, at + 1, node))
        elif second >= 0x40:
            letter = chr(second)
            nodes[at + 1].append(
                _Node(total + bits(true, letter), letter, _IN_STEP, true + letter, at + 1, node)
            )
    if lead is not None:
        for true, cost in _likely((lead, None), node.last):
            total = node.cost + cost + BACK + bits(true, c)
            nodes[at + 1].append(_Node(total, c, _IN_STEP, true + c, at + 1, node))


def _hole(
    c: str, last: bool, more: bool, lead: int | None, node: _Node, at: int, nodes: list[list[_Node]]
) -> None:
    """A pair that is no character: its second byte is the next first byte, unless it was ASCII."""
    rest = "?" if c == "?" and more else ""
    for true, cost in _likely((lead, None), node.last, node.tail):
        total = node.cost + cost + (2.0 if last else 6.0)
        nodes[at + 1].append(_Node(total, "0" if rest else true, _IN_STEP, true + rest, at + 1, node))
    if last:
        return
    for true, cost in _likely((lead, None), node.last, node.tail, True):
        second = true.encode("gbk")[1]
        nodes[at + 1].append(_Node(node.cost + cost + 1.0, true, _UNKNOWN, true, at + 1, node, second))


def _leave(line: str, i: int, node: _Node, at: int, nodes: list[list[_Node]]) -> None:
    """The run ends off by one: ASCII completes the last character, or its last byte is lost."""
    if node.lead == _UNKNOWN:
        return
    if i < len(line) and "@" <= line[i] <= "~":
        for true, cost in _likely((node.lead, ord(line[i])), node.last):
            nodes[at + 1].append(_Node(node.cost + cost, true, _IN_STEP, true, at + 1, node))
    if i >= len(line):
        for true, cost in _likely((node.lead, None), node.last):
            nodes[at].append(_Node(node.cost + cost + 6.0, true, _IN_STEP, true, at, node))


@lru_cache(50_000)
def _likely(
    pattern: tuple[int | None, int | None], before: str, tail: int = -1, open_: bool = False
) -> list[tuple[str, float]]:
    """The likeliest characters for two bytes; `open_`: the second one and the byte behind it are no character."""
    found: Iterable[str] = choices("gbk", False, pattern)
    if None in pattern and (open_ or tail >= 0):
        found = [c for c in found if _possible(c, tail, open_)]
    elif tail >= 0:
        found = [c for c in found if lost("gbk", tail, c.encode("gbk")[0])]
    ranked = sorted((bits(before, c), c) for c in found)[:8]
    return [(c, cost) for cost, c in ranked]


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
        gain += TAG
    if gain >= GAIN and spent <= CHINESE * len(new) + LOSS:
        yield Shift(start, end, new, gain)
