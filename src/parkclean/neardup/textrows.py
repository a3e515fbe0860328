"""The rows of one text as a search for repeats sees them: what each says, where it stands, what it is.

What repeats is found in `inside.py`; what a single line tells is in `prose.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection
from functools import cached_property, partial
from itertools import pairwise

from parkclean.brackets import unopened
from parkclean.neardup import purpose
from parkclean.neardup.belongs import fits
from parkclean.neardup.boxes import Box, boxes
from parkclean.neardup.causes import BOX, INTERRUPTION, LONG, MANY, PAGE, has_paragraphs, lies_in
from parkclean.neardup.cuts import ENDED, SHORT, has_end, is_ended, starts_late
from parkclean.neardup.decision import Alignment
from parkclean.neardup.halves import CLEAR, NEVER, PLAIN, STRONG, is_complete, leaked, part_a_sentence, torn
from parkclean.neardup.home import SURELY
from parkclean.neardup.prose import MARKDOWN, blemishes, flaws, is_item, is_prose, number, stands_apart
from parkclean.neardup.provisions import is_statute
from parkclean.neardup.rows import Places, rows_of
from parkclean.neardup.shingles import Folded
from parkclean.neardup.slips import misread, script_of
from parkclean.verse import is_metrical

MISREAD = 1000
"""What a row counts that a machine misread, among other traces of copying."""

WORSE = 2
"""A worse copy has more than so many times as many blemishes."""

SAMPLE = 100_000
"""So many characters of a text tell its script."""

FORMULA = 3
"""So many copies are a formula if nothing beside them is repeated with them."""

TAIL = 300
"""Characters of short rows with which a text ends once more."""

BELOW = 3
"""A heading stands above the paragraph below it, or above the next one."""

AT_COMMAS = 3
OF_ROWS = 16
"""So many rows that stop at a comma, of so many times as many, are written so."""

_COMMAS = frozenset("，、；")
_HEADING = re.compile("#{1,6}[ \t]|:{3}|第[一二三四五六七八九十百千零〇0-9]{1,7}[章节節回卷篇]")
"""What divides a text into parts, which may say the same, at the start of a line, blanks aside."""
_OPENS_HEADING = "#", ":::", "第"


class TextRows:
    """The rows of a text that fold to something, by number and by what they say.

    repaired: where rows start in which characters were repaired.
    """

    def __init__(self, text: str, folded: Folded, repaired: Collection[int] = ()) -> None:
        self.text = text
        self.origin = folded.origin
        self.starts, self.ends, self._keys, self._at = rows_of(text, folded)
        self.places = Places(self._keys)
        self.distinct = self.places.rows()
        worse = misread(self.distinct)
        self.slips = {n for key in worse for n in self.places[key]}
        for n in self.slips:
            self._keys[n] = worse[self._keys[n]]
        if worse:
            self.places = Places(self._keys)
            self.distinct = self.places.rows()
        self.repaired = repaired
        self.prose: dict[str, bool] = {}
        self.differ: dict[str, bool] = {}
        self.parts: dict[str, list[str]] = defaultdict(list)

    def numbers(self, n: int) -> int:
        """The number that a row begins with (`prose.number`)."""
        return number(self.line(n))

    def source(self, n: int, start: int, end: int) -> str:
        """The text behind some characters of a folded row."""
        if start >= end:
            return ""
        at = self._at[n]
        return self.text[self.origin.item(at + start) : self.origin.item(at + end - 1) + 1]

    def span(self, n: int) -> tuple[int, int]:
        """Where a row stands in the text."""
        return self.starts[n], self.ends[n]

    def line(self, n: int) -> str:
        """A row as it stands in the text."""
        return self.text[self.starts[n] : self.ends[n]]

    def _blemishes(self, n: int) -> int:
        """Traces of a worse copy in a row; a misread or converted one is worse than any that was typed."""
        return blemishes(self.line(n)) + self._damage(n)

    def _some_are_worse(self, rows: Collection[int], slips: int = 0) -> bool:
        """Whether some rows have far more blemishes than others: one blank more tells nothing where all have many.

        slips: so many make no difference.
        """
        marks = [self._blemishes(n) for n in rows]
        return max(marks) > WORSE * min(marks) + slips

    def _flaws(self, n: int) -> int:
        """All that makes a row the worse copy."""
        return flaws(self.line(n)) + self._damage(n)

    def _damage(self, n: int) -> int:
        return MISREAD * (n in self.slips or self.starts[n] in self._mended or self._is_converted(n))

    @cached_property
    def _mended(self) -> Collection[int]:
        """Where rows start that were repaired, if those are copies: what damaged other rows, too, tells nothing."""
        rows = zip(self.starts, self._keys, strict=True) if self.repaired else ()
        return self.repaired if all(key in self.places.twice for start, key in rows if start in self.repaired) else ()

    def _is_converted(self, n: int) -> bool:
        """Whether a row that stands elsewhere, too, is in the script that the text is not written in."""
        key = self._keys[n]
        if key not in self.differ:
            self.differ[key] = len({self.line(k) for k in self.places[key]}) > 1
        return self.differ[key] and self._script != 0 and script_of(self.line(n)) == -self._script

    @cached_property
    def _script(self) -> int:
        """The script that most of the text is written in; 0 if neither is clearly the one."""
        return script_of(self.text[:SAMPLE])

    def between(self, n: int, at: int) -> str:
        """What stands in front of folded character `at` of a row and behind the one before it."""
        place = self._at[n] + at
        first = self.starts[n] if at == 0 else self.origin.item(place - 1) + 1
        last = self.ends[n] if at == len(self._keys[n]) else self.origin.item(place)
        return self.text[first:last]

    @cached_property
    def _is_exam(self) -> bool:
        return purpose.is_exam(self.text) or purpose.asks_often([self.line(n) for n in range(len(self._keys))])

    @cached_property
    def _is_statute(self) -> bool:
        return is_statute(self.text)

    def _is_verse(self, line: str) -> bool:
        """Whether a row stops at a comma, and others often do: that is no sign that it was cut."""
        return line.rstrip()[-1:] in _COMMAS and not starts_late(line) and self._stop_at_commas

    @cached_property
    def _stop_at_commas(self) -> bool:
        stops = sum(self.line(n).rstrip()[-1:] in _COMMAS for n in range(len(self._keys)))
        return stops >= AT_COMMAS and stops * OF_ROWS > len(self._keys)

    def _on_one_page(self, a: int, b: int) -> bool:
        """Whether two rows are near each other, with no heading between, unless no author wrote one of them."""
        return abs(a - b) <= PAGE and (not self._are_parted(min(a, b), max(a, b)) or self._is_worn(a, b))

    def _is_worn(self, a: int, b: int) -> bool:
        """Whether one of two long rows of a size has clearly more blemishes; a text may have a part in each script."""
        short, long = sorted((len(self._keys[a]), len(self._keys[b])))
        if short < LONG or long * 9 > short * 10 or self._is_converted(a) != self._is_converted(b):
            return False
        return self._some_are_worse([a, b], 1)

    def _are_parted(self, first: int, last: int) -> bool:
        """Whether a heading stands behind one row, in front of another one or as it."""
        at = bisect_right(self._headings, first)
        return at < len(self._headings) and self._headings[at] <= last

    @cached_property
    def _headings(self) -> list[int]:
        found = []
        for mark in _OPENS_HEADING:
            at = self.text.find(mark)
            while at >= 0:
                n = bisect_right(self.starts, at) - 1
                if (
                    n >= 0
                    and not self.text[self.starts[n] : at].strip()
                    and _HEADING.match(self.text, at, self.ends[n])
                ):
                    found.append(n)
                at = self.text.find(mark, at + 1)
        return sorted(found)

    def _prose(self, key: str) -> bool:
        """Running Chinese text that is long enough to repeat only by accident."""
        if len(key) < SHORT:
            return False
        if key not in self.prose:
            self.prose[key] = self._is_prose(key)
        return self.prose[key]

    def _is_prose(self, key: str) -> bool:
        lines = [self.line(n) for n in self.places[key]]
        return is_prose(lines[0], len(key)) and not (any(map(stands_apart, lines[1:])) or is_metrical(lines[0]))

    def _is_said(self, n: int) -> bool:
        """Whether a row is a sentence, however short, or more."""
        line = self.line(n)
        return ENDED.search(line) is not None and is_prose(line, len(self._keys[n]))

    def _has_its_place(self, places: list[int]) -> bool:
        """Whether copies are answers to questions that differ, or stand in records under the same label."""
        if purpose.are_answers([[self.line(m) for m in range(max(0, n - 2), n)] for n in places]):
            return True
        if all(0 < n < len(self._keys) - 1 and purpose.are_fields(map(self.line, (n - 1, n, n + 1))) for n in places):
            return True
        label = purpose.LABEL.match(self.line(places[0]))
        return label is not None and self._labels[label[0]] > len(places)

    def _is_placed(self, places: list[int]) -> bool:
        """Whether boxes have their place, or stand below headings that differ: offers with the same terms."""
        return self._have_their_headings(places) or self._has_its_place(places)

    def _twice(self, box: Box) -> list[str]:
        """The paragraphs of a box that stand in the text twice and no more."""
        return [
            key
            for key in self._keys[box.first : box.first + box.size]
            if len(self.places[key]) == 2 and self._prose(key) and not self._is_spoken(key)
        ]

    def _sentences(self, box: Box) -> int:
        """How many rows of a box are paragraphs or short sentences."""
        return sum(self._is_said(n) for n in range(box.first, box.first + box.size))

    def _is_text(self, box: Box) -> bool:
        """Whether a box has several paragraphs, under one heading, that nobody quotes."""
        if box.size < BOX or self._is_announced(box) or self._is_statute:
            return False
        said = self._twice(box)
        if not has_paragraphs(said) or self._sentences(box) < BOX:
            return False
        if box.other - box.first > PAGE and max(map(len, said)) < LONG:
            return False
        if self._are_parted(box.first, box.other) and not self._leaked_below(box):
            return False
        return not self._is_placed([box.first, box.other])

    def _leaked_below(self, box: Box) -> bool:
        """Whether a box below another heading leaked from its home: it fits there far better, and is no part like it.

        What parts have in common stands as far below the heading of each.
        """
        said = self._twice(box)
        if len(said) < box.size or sum(map(len, said)) < LONG * BOX:
            return False
        if self._stand_below_headings(box.first, box.other):
            return False
        groups = [range(start, start + box.size) for start in (box.first, box.other)]
        scores = fits([self._keys[n] for n in groups[0]], groups, self._keys, self.copies)
        return max(scores) > SURELY * min(scores)

    def _is_announced(self, box: Box) -> bool:
        """Whether some row of a box, or the one above it, tells who says what follows.

        Nobody quotes very many rows: there somebody speaks in the middle, and only the first rows are asked.
        """
        rows = box.size if box.size <= MANY else 1
        return any(
            purpose.tells_who(self.line(n))
            for start in (box.first, box.other)
            for n in range(max(0, start - 1), start + rows)
        )

    def _have_their_headings(self, places: list[int]) -> bool:
        """Whether rows stand below headings that differ."""
        above = [next((m for m in range(n - 1, max(-1, n - BELOW), -1) if self._is_heading(m)), -1) for n in places]
        return min(above) >= 0 and len({self._keys[m] for m in above}) == len(places)

    def _stand_below_headings(self, n: int, kept: int) -> bool:
        """Whether a row and its copy stand in parts of the text that have headings of their own, which differ."""
        above = [bisect_right(self._headings, m) - 1 for m in (n, kept)]
        if min(above) < 0 or above[0] == above[1]:
            return False
        one, other = (self._headings[at] for at in above)
        return n - one == kept - other and self._keys[one] != self._keys[other]

    def _is_heading(self, n: int) -> bool:
        return len(self._keys[n]) < SHORT and not ENDED.search(self.line(n))

    def _is_spoken(self, key: str) -> bool:
        """Whether a row begins with a quotation mark: it may be said again."""
        return self.line(self.places[key][0]).lstrip()[:1] in ("“", "「", "『", "‘", '"')

    @cached_property
    def _labels(self) -> Counter[str]:
        """How often what could be a label stands at the head of a row."""
        return Counter(m[0] for n in range(len(self._keys)) if (m := purpose.LABEL.match(self.line(n))))

    def _lies_in(self, key: str, whole: str) -> Alignment | None:
        """Where a key lies in a longer one, if nothing but copying sets them apart."""
        line, home = self.line(self.places[key][0]), self.places[whole][0]
        apart = line.rstrip()[-1:] in "：:" or any(c in line for c in "|$")
        if apart or MARKDOWN.match(line) or MARKDOWN.match(self.line(home)):
            return None
        return lies_in(key, line, whole, partial(self.between, home))

    def _is_taken_up(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether the next row takes up what a piece says: damage beside it may still tell that it was cut."""
        n = self.places[key][0]
        below = self._keys[n + 1] if n + 1 < len(self._keys) else ""
        return below == whole and purpose.is_taken_up(self.line(n), found)

    def _leaked_into(self, key: str, whole: str, found: Alignment) -> float:
        """Bits that say that a paragraph stands once more inside a sentence of another one, which goes on behind it."""
        home = self.places[whole][0]
        if found.differences or not self._prose(key) or len(self.places[key]) + len(self.places[whole]) > 2:
            return -NEVER
        if self.between(home, found.start).strip() or not ENDED.search(self.between(home, found.end)):
            return -NEVER
        n = self.places[key][0]
        if abs(n - home) > PAGE or self._is_asked(n, home):
            return -NEVER  # what answers a question was taken out of the sentence
        line = self.line(n)
        return leaked(whole, found.start, found.end) if is_complete(line) and is_ended(line) else -NEVER

    def _is_asked(self, n: int, home: int) -> bool:
        """Whether a row answers a question about a row above it: only options and another answer may stand between."""
        for above in range(n - 1, max(home, n - 1 - purpose.OPTIONS), -1):
            line = self.line(above).rstrip()
            if line[-1:] in ("？", "?") or line.lstrip().startswith(("答案：", "答案:")):
                return True
            if not (is_item(line) or self._is_heading(above) or self._keys[above] in self.parts):
                return False
        return False

    @cached_property
    def _above(self) -> dict[int, int]:
        """For each row that stands in the text already, the last one in front of it that says the same, in order."""
        return dict(sorted((b, a) for places in self.places.twice.values() for a, b in pairwise(places)))

    @cached_property
    def _boxes_found(self) -> list[Box]:
        return list(boxes(self._above))

    @cached_property
    def copies(self) -> set[int]:
        """Rows that have copies elsewhere, or are pieces."""
        pieces = [key for key, wholes in self.parts.items() if any(key in whole for whole in wholes)]
        double = [key for key in self.places.twice if len(key) >= SHORT]
        return {n for key in (*pieces, *double) for n in self.places[key]}

    def _leaked(self, key: str) -> set[int]:
        """The copies of a long paragraph that stand inside a sentence of others; none where all of them do."""
        if len(key) < LONG:
            return set()
        found = {n for n in self.places[key] if self._parts_a_sentence(n)}
        return found if len(found) < len(self.places[key]) else set()

    def _parts_a_sentence(self, n: int, needed: float = PLAIN, cut: bool = False) -> bool:
        """Whether a row, other copies beside it aside, stands between the halves of a sentence."""
        above = next((m for m in range(n - 1, max(-1, n - MANY), -1) if m not in self.copies), -1)
        below = next((m for m in range(n + 1, min(len(self._keys), n + MANY)) if m not in self.copies), -1)
        return min(above, below) >= 0 and part_a_sentence(self.line(above), self.line(n), self.line(below), needed, cut)

    def _interrupts(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a piece, of another paragraph or of the same one, stands between the halves of a sentence."""
        if len(key) < INTERRUPTION or found.differences or len(self.places[key]) > 1:
            return False
        n, home = self.places[key][0], self.places[whole][0]
        if abs(n - home) > PAGE:
            return False
        before = self.between(home, found.start)
        cut = (found.start > 0 and not has_end(before)) or not is_complete(self.line(n))
        return self._parts_a_sentence(n, CLEAR, cut)

    def _torn(self, key: str, whole: str, found: Alignment) -> float:
        """Bits that say that a piece begins in the middle of a word, which no sentence that is taken up does."""
        if unopened(self.line(self.places[key][0])):
            return STRONG
        before = self.between(self.places[whole][0], found.start).strip()
        return 0.0 if before else torn(whole[: found.start], key)

    @cached_property
    def _tail(self) -> int:
        """From which row on a text only says once more what stands in front; behind its last row if it has none.

        A box that leaked from the end of a text is shorter; one that stands there twice begins behind itself.
        """
        tail = first = len(self._keys)
        last = -1
        while first > 0 and (above := self.places[self._keys[first - 1]][0]) < first - 1:
            first -= 1
            last = max(last, above)
            if last < first:
                tail = first
        said = [key for key in self._keys[tail:] if len(key) >= LONG]
        if len({*said, self._keys[tail - 1]}) <= len(said):
            return len(self._keys)
        is_tail = (len(said) >= BOX and self._is_box(tail)) or self._is_long_text(range(tail, len(self._keys)))
        return tail if is_tail else len(self._keys)

    def _is_long_text(self, rows: range) -> bool:
        """Whether so many rows are sentences, mostly, that they are no chorus."""
        size = sum(len(self._keys[n]) for n in rows)
        return len(rows) > MANY and size >= TAIL and sum(map(self._is_said, rows)) * 4 > len(rows) * 3

    def _is_box(self, tail: int) -> bool:
        """Whether long paragraphs from a row on stand near by, too, or one beside a row that stands beside it here."""
        said = {n for n in range(tail, len(self._keys)) if len(self._keys[n]) >= LONG and self._prose(self._keys[n])}
        together = (box for box in self._boxes_found if box.size > 1)
        return sum(n - self._above[n] <= PAGE for n in said) >= BOX or any(
            not said.isdisjoint(range(box.other, box.other + box.size)) for box in together
        )

    def _comes_again(self, key: str) -> bool:
        """Whether a row stands here and there, three times or more, with others between."""
        return sum(b - a > FORMULA for a, b in pairwise(self.places[key])) >= FORMULA - 1

    def _repeated_beside(self, a: int, b: int, step: int) -> bool:
        """Whether one long paragraph stands behind two copies, or in front of them, maybe with a subhead between."""
        for i in (1, 2):
            n, m = a + step * i, b + step * i
            if n < 0 or m >= len(self._keys) or self._keys[n] != self._keys[m]:
                return False
            key = self._keys[n]
            if len(key) >= LONG:
                return self._prose(key) and not self._comes_again(key)
        return False

    def _first_of(self, n: int, whole: str, start: int) -> tuple[int, int]:
        """The first of the rows that hold a paragraph line by line, up to row n, and where it starts in there."""
        for _ in range(MANY):
            if n == 0 or start == 0 or not whole.endswith(self._keys[n - 1], 0, start):
                break
            n -= 1
            start -= len(self._keys[n])
        return n, start

    def _announces(self, n: int) -> bool:
        return purpose.is_announced(self.line(n))

    def _is_read_out(self, places: list[int]) -> bool:
        """Whether the row above some copy announces it: `我们再读一遍：`."""
        return any(n > 0 and purpose.is_announced(self.line(n - 1)) for n in places)
