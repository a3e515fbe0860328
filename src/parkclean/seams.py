"""Seams: whether the second of two paragraphs goes on in the middle of the sentence in which the first one stops.

A cut is plain when a paragraph of running text stops without an end; what continues it is decided by evidence:
a quote that closes, words that stand together elsewhere in the document, pairs of characters that Chinese puts
side by side.
The edits are made by the stage `layout`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise, repeat
from typing import NamedTuple

from parkclean.borders import border
from parkclean.brackets import PARTNER, unclosed, unopened
from parkclean.cuts import (
    BEHIND_END,
    BLANKS,
    COMMA,
    ENDS,
    HEADING,
    IN_BRACKETS,
    LIST,
    OTHER_SCRIPT,
    SHORTEST,
    STOPS,
    ended,
)
from parkclean.elsewhere import SIDE, Elsewhere, stands_inside
from parkclean.formulas import is_formulaic
from parkclean.neardup.purpose import is_exam
from parkclean.pagelines import interrupts, may_interrupt
from parkclean.phrases import Phrases
from parkclean.rules import Lines, line_starts
from parkclean.seambits import CERTAIN, CLEAR, COMMAS, FAIR, NEVER, PLAIN, STRONG, seam_bits
from parkclean.tables import (
    ANSWER_LABELS,
    HAN,
    INTERRUPTIONS,
    NUMBERED_PARAGRAPH,
    OPENERS,
    SENTENCE_END,
)
from parkclean.verse import runs_over

VERSE = 30
"""Two lines with fewer characters each may be verse; verse ends its lines with commas."""

SURE = 40
"""A line of this length with a comma in it is running text, even without a full stop inside."""

COPIED = 20
"""So many characters in front of a seam that end a sentence elsewhere are those of a copy."""

RELIEF = 2.5
"""So many bits fewer do for a seam when two or more others stand in the document, one of them in `NEAR` rows."""
NEAR = 12

SEASONS = "春夏秋冬"
"""Annals begin with the season below the heading of a year."""
PARTICLES = "吗呢吧呀嘛啦呗嗎啊"
"""Nothing but a mark follows these, and some leave it out."""
FEWEST_CLAUSES = 12

MANY = 20
FEW = 12
"""Of so many paragraphs or more, columns cut more than one in so many, and an author forgets fewer marks."""

SAMPLE = 3
WEAK = 8.0
HIGH = 11.0
"""Of so many places where a text may be cut, half of the real ones have more bits than the last figure, and half of
those where marks were forgotten fewer than the other."""

GLUED = 8
"""So few characters behind the last full stop may be a heading that lost its break."""

TOLD = ((6, 6, 40.0), (4, 4, 25.0), (2, 3, 12.0), (3, 2, 12.0), (2, 2, 8.0), (2, 1, 3.0), (1, 2, 3.0))
"""So many characters in front of a seam and behind it stand together elsewhere: what that is worth in bits."""

TOLD_WHOLE = 25.0
"""Eight characters around a seam that stand together elsewhere outweigh everything that speaks against it."""

MOST_PLACES = 16
"""So many places of a phrase are looked at; a phrase that stands more often is nobody's seam."""

TITLE = 40
"""The first line of a text that is no longer may stand once more above its pages, inside a sentence."""

REACH = 12
"""So many lines below the one that stops the other half is looked for."""

SHORTEST_OVERLAP = 10
LONGEST_OVERLAP = 200
FEWEST_HAN = 5
"""So many characters that end one line and begin the next, so many of them Chinese, say that two boxes overlap."""

TAIL = 9
LONGEST_LABEL = 8

_HAN = re.compile(f"[{HAN}]")
_STOP = re.compile(f"[{SENTENCE_END}]")
_DATELINE = re.compile("(?:新华社|新華社|中新社|本报|本報|本网|本網)[^，。]{0,24}(?:电|電|讯|訊)")
_ENTRY = re.compile(
    r"(?:n|v|vt|vi|a|ad|adj|adv|prep|conj|pron|num|art|int)\. ?[(\[（\u4e00-\u9fff]"
    r"|[（(](?:[a-hA-H]|[ivx]{1,4})[)）]"
    r"|[A-Za-z][A-Za-z' -]{0,40}(?:\([^()]{1,40}\) ?)?(?:[0-9] ?)?(?:\[| (?:noun|verb|adjective|adverb) )"
)
"""The next word of a dictionary, its next sense, the next item of a list in letters."""
_LABEL = re.compile(f"(?:[{HAN}][ \u3000]{{1,8}}[{HAN}]|{ANSWER_LABELS})[：:]")
"""A label of two characters that is as wide as others begins a line of its own, and so does that of an answer."""
_CLOCK = re.compile("[0-9]{1,2}:[0-9]{2}(?![0-9])")
"""What a transcript puts in front of its lines."""
_VERSE = re.compile(f"([{HAN}]{{1,2}}) ?[0-9]{{1,3}}:[0-9]")
"""The book, chapter and number of a verse (`創8:7`): it stands in front of the one above, too, and of no result."""
_UNIT = re.compile("[年月日岁歲元万萬亿億％%℃多余餘]|世[纪紀]")
"""What goes on with the number above it: that is none of a page."""
_NO_SENTENCE = re.compile("[0-9]-[0-9]{1,8}$|[>»›][^>»›]+[>»›]")
"""A number of an article, a telephone or a book ends a line that no sentence does; another one is a path."""
_NOTE = re.compile("[（(〔\\[][^（）()〔〕\\[\\]\n]*[）)〕\\]]")

_PARAGRAPH = re.compile(NUMBERED_PARAGRAPH)
_OPENER = re.compile(OPENERS)
_STARTS = LIST, _LABEL, _CLOCK, _DATELINE, _ENTRY
"""What begins a line of its own."""
_INNER_BLANK = re.compile(f"[{HAN}][ \u3000]+[{HAN}]")
_SECTION = re.compile("[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}[ \u3000]")
_SPEECH = re.compile(r"\s*[“「『‘][^”」』’]{0,200}[。！？…!?][”」』’]")

IsFrame = Callable[[str], bool]


class Seam(NamedTuple):
    """Line `left` goes on in line `right`; the lines between them interrupt it.

    again: so many characters at the start of `right` are those that `left` ends with.
    """

    left: int
    right: int
    again: int = 0


def seams(
    text: str, lines: Lines, stops: list[int], marks: Sequence[int] = (), is_frame: IsFrame = lambda line: False
) -> list[Seam]:
    """Where sentences were cut, from top to bottom; `stops` are the `cuts` of the text.

    marks: where page marks between lines have left the text, in order.
    is_frame: whether a short line is what pages set around a text, which may stand inside a sentence, too.
    """
    return _Search(text, lines, stops, marks, is_frame).found if stops else []


class _Search:
    def __init__(self, text: str, lines: Lines, stops: list[int], marks: Sequence[int], is_frame: IsFrame) -> None:
        self.text = text
        self.is_frame = is_frame
        self.texts = lines.texts
        self.starts = lines.starts
        self.paged = {bisect_right(lines.starts, at) - 1 for at in marks}
        self.stops = stops

    @cached_property
    def lines(self) -> list[str]:
        """The lines without the blanks at their ends."""
        return list(map(str.strip, self.texts, repeat(BLANKS)))

    @cached_property
    def rows(self) -> list[int]:
        """The lines that are not blank."""
        return [n for n, line in enumerate(self.lines) if line]

    def _number(self, n: int) -> int:
        """Which of the rows a line is."""
        return bisect_left(self.rows, n)

    @cached_property
    def found(self) -> list[Seam]:
        """All seams: those that show by themselves, then weaker ones in their neighbourhood."""
        first = self._accepted([])
        found = self._accepted([self._number(seam.left) for seam in first]) if len(first) > 1 else first
        return [] if found and self._is_verse(len(found)) else found

    def _is_verse(self, seams: int) -> bool:
        """Whether the text is a poem whose sentences run over the ends of its lines."""
        rows = [self.lines[n] for n in self.rows if not LIST.match(self.lines[n])]
        return runs_over(rows, [len(row) for row in rows if not ended(row)], seams, len(self.stops))

    def _accepted(self, damage: list[int]) -> list[Seam]:
        """The seams with enough evidence; the left side of one may itself have been continued before."""
        found: list[Seam] = []
        grown: dict[int, str] = {}
        for n, right in self._rights.items():
            left = grown.get(n, "") + self.lines[n]
            if (again := overlap(left, self.lines[right])) and not self._says_again:
                found.append(Seam(n, right, again))
                grown[right] = left[-400:]
                continue
            needed = self._needed(n, left, right)
            if needed >= CERTAIN and not self._worth_a_look(left, self.lines[right], needed):
                continue
            needed -= RELIEF if _close(damage, self._number(n)) else 0.0
            if self._evidence(n, left, right, needed) >= needed and not self._is_copy(n, left, right):
                found.append(Seam(n, right))
                grown[right] = left[-400:]
        return found

    def _worth_a_look(self, left: str, right: str, needed: float) -> bool:
        """A cheap look at what may be a heading, before the rest of the document is asked."""
        if needed >= TOLD_WHOLE:
            return left[-3:] + right[:3] in self._standing
        return seam_bits(left, right) >= CLEAR

    def _is_copy(self, n: int, left: str, right: int) -> bool:
        """Whether the left line is a copy that lost its end: elsewhere a sentence ends behind the same words.

        Somebody broke lines that have none between them, or says the same again and again.
        """
        return right > n + 1 and left[-COPIED:] in self._endings and not self._says_again

    @cached_property
    def _endings(self) -> frozenset[str]:
        """The last characters of all sentences."""
        return frozenset(self.text[m.start() - COPIED : m.start()] for m in _STOP.finditer(self.text, COPIED))

    # --- refusals -------------------------------------------------------------------------------------------------

    @cached_property
    def _rights(self) -> dict[int, int]:
        """For each line that stops short the line that may go on with it."""
        return {n: right for n in self.stops if (right := self._continuation(n)) is not None}

    def _continuation(self, n: int) -> int | None:
        """The next line that is no caption or page mark, if it may go on with a sentence."""
        skipped, mark, above = 0, "", ""
        for right in range(n + 1, min(n + 1 + REACH, len(self.texts))):
            line = self.texts[right].strip(BLANKS)
            between = self._interrupts(line)
            page = between or line == self._title or self._is_pulled(n, right)
            if line and (skipped == INTERRUPTIONS or line[0] == mark or not page):
                break
            skipped, mark = skipped + bool(line), line[:1] or mark  # lines with one mark are a list
            above = line or above
        else:
            return None
        if OTHER_SCRIPT.search(line) or any(start.match(line) for start in _STARTS):
            return None
        if 2 <= line.find("：") == self.lines[n].find("：") <= LONGEST_LABEL:  # entries of a list
            return None
        if (verse := _VERSE.match(line)) and self.lines[n].startswith(verse[1]):
            return None
        if between or IN_BRACKETS.match(line) or (above[-1:].isdigit() and _UNIT.match(line)):
            return None
        if not _HAN.search(line[:60]) or not (ended(line) or (len(line) >= SHORTEST and COMMA.search(line))):
            return None
        # A single break where paragraphs stand apart: the lines of a verse or a list, or wrapped text.
        return None if right == n + 1 and self._apart and not self.paged & {n, right} else right

    def _interrupts(self, line: str) -> bool:
        """Whether a line may stand inside a sentence here."""
        if not may_interrupt(line):
            return False
        # `***` parts scenes, a time two notes, `A` answers
        return interrupts(line) or (self.is_frame(line) and sum(map(str.isalpha, line)) > 1)

    def _is_pulled(self, n: int, right: int) -> bool:
        """Whether a line says once more what the halves around it say, or a longer line: it was pulled out of them."""
        left, line, *behind = map(str.strip, (self.texts[n], *self.texts[right : right + 3]), repeat(BLANKS))
        below = next(filter(None, behind), "")
        if len(line) < SHORTEST or not below or not _HAN.search(line):
            return False
        said = line.strip("“”「」" + BLANKS)
        if ended(line) and said not in left + below:
            return False
        bits = seam_bits(left, below)
        if not _HAN.match(left[-1]) or bits <= seam_bits(left, line):
            return False
        if said == left.strip(BLANKS) and bits < CLEAR:  # somebody says it twice
            return False
        before, stands, _ = (left + below).partition(said)
        if stands and not below.startswith(said) and not _HAN.match(before[-1:]):
            return not self._says_again
        if ended(line) or bits <= seam_bits(line, below) or not stands_inside(self.text, self.starts[right], line):
            return False
        return not self._says_again

    @cached_property
    def _says_again(self) -> bool:
        """Whether a text says on purpose what it has said: set phrases, or the options of a question."""
        return is_exam(self.text) or is_formulaic(self.text)

    @cached_property
    def _title(self) -> str:
        """What stands above the text, if it may stand above every page."""
        first = next(filter(None, map(str.strip, self.texts, repeat(BLANKS))), "")
        return first if 2 <= len(first) <= TITLE and not ended(first) else "\n"

    @cached_property
    def _apart(self) -> bool:
        """Whether blank lines separate the paragraphs."""
        rows = self.rows
        if rows[-1] - rows[0] == len(rows) - 1:
            return False
        gaps = [b - a > 1 for a, b in pairwise(rows)]
        return sum(gaps) * 2 > len(gaps)

    # --- evidence -------------------------------------------------------------------------------------------------

    def _needed(self, n: int, left: str, right: int) -> float:
        """How much evidence the two sides call for."""
        tail = _after_last_stop(left)
        if 2 <= len(tail) < HEADING and tail != left and tail in self.lines[right]:
            return NEVER  # a heading behind a paragraph, and what it is about
        if _NO_SENTENCE.search(left):
            return TOLD_WHOLE
        left = _NOTE.sub("", left) or left
        inner = any(c in left[:-1] for c in SENTENCE_END)
        if not inner and self._apart and _SECTION.match(left) and len(left) < SURE:
            return NEVER  # `1.1 …`: a heading, however long
        comma = bool(COMMA.search(left))
        short = len(self.lines[n]) < VERSE and len(self.lines[right]) < VERSE
        if left[-1] in COMMAS and (short or self._clauses):
            return NEVER
        if self._doubtful:
            return STRONG if (comma or inner) and left[-1] not in COMMAS and not _is_glued(tail, left) else CERTAIN
        first = n < self._body and not inner and len(left) < SURE
        if not inner and (not comma or _INNER_BLANK.search(left) or (first and len(left) < 20)):
            return CERTAIN if len(left) >= HEADING and not _INNER_BLANK.search(left) else TOLD_WHOLE
        if first or (LIST.match(self.lines[n]) and not _PARAGRAPH.match(self.lines[n])):
            return STRONG if first or inner else CERTAIN
        if short:
            return STRONG
        if (inner and len(left) >= 20) or (comma and len(left) >= SURE):
            return PLAIN
        if not inner and self._may_be_heading(n):
            return HIGH
        return FAIR if len(left) >= 20 else CLEAR

    @cached_property
    def _body(self) -> int:
        """The line below the first one that is no word or two, which may be the title."""
        return next((n for n in self.rows if len(self.lines[n]) >= SHORTEST), self.rows[0]) + 1

    def _may_be_heading(self, n: int) -> bool:
        """Whether a line without a full stop stands below a sentence that ends, where no blank lines part the rows."""
        i = self._number(n)
        return not self._apart and i > 0 and ended(self.lines[self.rows[i - 1]])

    @cached_property
    def _clauses(self) -> bool:
        """Whether the lines are clauses: what cuts sentences elsewhere cuts few of them at a comma."""
        many = len(self.stops)
        return many >= FEWEST_CLAUSES and sum(self.lines[n][-1] in COMMAS for n in self.stops) * 2 > many

    @cached_property
    def _doubtful(self) -> bool:
        """Whether the author may have forgotten the marks where lines stop short.

        That is so where most paragraphs lack them, where next to none do, and where what follows mostly fits badly.
        """
        bits = sorted(seam_bits(self.lines[n], self.lines[right]) for n, right in self._rights.items())
        middle = bits[len(bits) // 2] if len(bits) >= SAMPLE else None
        if middle is not None and middle < WEAK:
            return True
        paragraphs = sum([len(line) >= SHORTEST for line in self.lines])
        seldom = paragraphs >= MANY and len(self.stops) * FEW < paragraphs
        return (seldom and (middle is None or middle < HIGH)) or self._sloppy

    @cached_property
    def _sloppy(self) -> bool:
        """Whether the author leaves out the end of most paragraphs."""
        long = [line for line in self.lines if len(line) >= 20]
        open_ended = sum(COMMA.search(line) is not None for line in long if line[-1] not in STOPS and not ended(line))
        return open_ended > 0 and open_ended * 3 > sum(COMMA.search(line) is not None for line in long) * 2

    def _evidence(self, n: int, left: str, right: int, needed: float) -> float:
        """Bits for a seam; far below zero where something speaks against it, or there cannot be enough of them."""
        line = self.lines[right]
        against = -100.0
        opened, closed = unclosed(left), unopened(line)
        if closed and (not opened or opened[-1] != PARTNER[closed[0]]):
            return against
        if not closed and opened and ended(line) and not self._closes_later(right):
            return against
        own = (15.0 if closed else 0.0) + seam_bits(left, line)
        if own < needed and not self._elsewhere.may_stand(left, line):
            return against
        told = self._told(n, right)
        if told <= against:
            return against
        bits = told + own
        opens = (_OPENER.match(line) and left[-1] not in COMMAS) or left[-1] in PARTICLES
        opens = opens or (left[-1] == "年" and line[0] in SEASONS)
        if bits < CERTAIN and (opens or _SPEECH.match(line)):
            return against
        return bits

    def _closes_later(self, right: int) -> bool:
        """Whether the line behind closes what is open: a sentence cut twice."""
        i = self._number(right) + 1
        return False if i >= len(self.rows) else bool(unopened(self.lines[self.rows[i]]))

    # --- the rest of the document ---------------------------------------------------------------------------------

    @cached_property
    def _standing(self) -> Phrases:
        pairs = ((self.lines[n], self.lines[right]) for n, right in self._rights.items())
        return Phrases(self.text, (left[-3:] + right[:3] for left, right in pairs))

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        pairs = [(self.lines[n], self.lines[right]) for n, right in self._rights.items()]
        return Elsewhere(self.text, [self.lines[n] for n in self.rows], pairs)

    @cached_property
    def _index(self) -> tuple[str, dict[int, int]]:
        """The folded text, and where each of its lines starts."""
        folded = self._elsewhere.folded
        starts = line_starts(folded.split("\x01"))
        return folded, dict(zip(self.rows, starts, strict=True))

    def _sides(self, n: int, right: int) -> tuple[str, str]:
        """The folded characters in front of a seam and behind it."""
        folded, starts = self._index
        end = folded.find("\x01", starts[n])
        stop = folded.find("\x01", starts[right])
        head = folded[starts[right] : min(starts[right] + 12, stop if stop >= 0 else len(folded))]
        return folded[max(starts[n], end - 12) : end], head

    @cached_property
    def _known(self) -> tuple[Phrases, Phrases]:
        """Where the sides of all seams stand in the folded text, alone and together, and in it without its breaks."""
        sides = [self._sides(n, right) for n, right in self._rights.items()]
        whole = {_fits(left, head, a, b) for left, head in sides for a, b, _ in TOLD}
        return (
            Phrases(self._index[0], whole | {head[:SIDE] for _, head in sides}),
            Phrases(self._flowing[0], {left[-TAIL:] for left, _ in sides}),
        )

    def _told(self, n: int, right: int) -> float:
        """What the rest of the document says: the seam stands there whole, or its two sides go on otherwise."""
        left, head = self._sides(n, right)
        bits = next((bits for a, b, bits in TOLD if _fits(left, head, a, b) in self._known[0]), 0.0)
        if bits >= TOLD_WHOLE:
            return bits
        start = self._index[1][right]
        if self._goes_on_otherwise(left[-TAIL:], head) or self._comes_from_elsewhere(head[:SIDE], start, left):
            return -100.0
        return bits

    def _goes_on_otherwise(self, tail: str, head: str) -> bool:
        """The end of the left side stands elsewhere, be it over another cut, and something else follows there."""
        if len(tail) < TAIL:
            return False
        flowing, borders = self._flowing
        for at in self._known[1].places(tail, MOST_PLACES):
            behind = at + len(tail)
            stop = next((i for i in range(behind, behind + 3) if i in borders or i >= len(flowing)), behind + 3)
            if not head.startswith(flowing[behind:stop]):
                return True
        return False

    @cached_property
    def _flowing(self) -> tuple[str, set[int]]:
        """The folded text without its line breaks, and where lines start in it."""
        folded, starts = self._index
        return folded.replace("\x01", ""), {start - i for i, start in enumerate(starts.values())}

    def _comes_from_elsewhere(self, head: str, start: int, left: str) -> bool:
        """The start of the right side stands elsewhere, behind something else."""
        folded, _ = self._index
        if len(head) < SIDE:
            return False
        for at in self._known[0].places(head, MOST_PLACES):
            if at == start:
                continue
            if at == 0 or folded[at - 1] == "\x01":
                if folded[max(0, at - 4) : max(0, at - 1)] != left[-3:]:
                    return True
            elif folded[at - 1] != left[-1:]:
                return True
        return False


def overlap(left: str, right: str) -> int:
    """How many characters two boxes share where the second one begins before the first one ends; 0 if too few.

    >>> overlap("园区变了样。旧厂房空了十年，今年春天等来了一位新的主", "春天等来了一位新的主人，是一家小公司。")
    10

    A title behind a sentence, and a clause that the next line takes up, are no overlap.
    """
    head = right[:LONGEST_OVERLAP]
    tail = left[-LONGEST_OVERLAP:]
    if head[:SHORTEST_OVERLAP] not in tail:
        return 0
    size = border(head + "\n" + tail)
    again = head[:size]
    if size < SHORTEST_OVERLAP or size >= min(len(left), len(right)) or len(set(_HAN.findall(again))) < FEWEST_HAN:
        return 0
    if not (any(c in left[:-size] for c in SENTENCE_END) or COMMA.search(again if len(left) < SURE else left)):
        return 0  # a title, and what it is about
    before = left[-size - 1]
    inside = before not in ENDS and before not in COMMAS
    return size if inside or (size >= HEADING and COMMA.search(again)) else 0


def _after_last_stop(line: str) -> str:
    """What stands behind the last sentence of a line."""
    at = max(line.rfind(c) for c in SENTENCE_END)
    return line[at + 1 :].strip(BEHIND_END)


def _is_glued(tail: str, left: str) -> bool:
    """Whether what stands behind the last sentence may be a heading."""
    return tail != left and 0 < len(tail) <= GLUED and not COMMA.search(tail)


def _close(damage: list[int], n: int) -> bool:
    """Whether some other row of a sorted list is near."""
    at = bisect_left(damage, n)
    return any(m != n and abs(m - n) <= NEAR for m in damage[max(0, at - 1) : at + 2])


def _fits(left: str, head: str, a: int, b: int) -> str:
    """The characters around a seam; something that stands nowhere if there are not so many."""
    return left[-a:] + head[:b] if len(left) >= a and len(head) >= b else "\x02"
