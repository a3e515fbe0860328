"""Questions about a text that cost next to nothing: what stands beside a mark, how lines start and end.

A rule names one as its `when`; where the answer is no, the rule has nothing to do.
Each is answered by numpy here, one by one when a rule asks; `quick_compiled.py` answers all of them in one pass.
A question may say yes too often, never no where a rule would act: the rule looks for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from operator import or_
from string import digits
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from parkclean.kinds import BREAK, HAN, WHITE, Look, Span, neighbour, tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parkclean.kinds import Bits, Flags, Places
    from parkclean.rules import Seen, When

    Codes = TypeVar("Codes", int, NDArray[Any])
    Allowed = dict["Place", Flags]

Place = Literal["mark", "before", "behind", "first", "last", "size", "below"]
"""Where a question asks something of a character; `size` and `below` are the sizes of a line and of the next one."""

MOST = 62
"""The answers to so many questions fit into one number; any other is answered by numpy."""

LONGEST = 1 << 40

PAIR_BITS = 18


def pair_number(first: Codes, second: Codes) -> Codes:
    """A number below `1 << PAIR_BITS` for two code points, or for two arrays of them."""
    number: Codes = ((first * 0x9E3779B1 + second * 0x85EBCA77) & 0xFFFFFFFF) >> (32 - PAIR_BITS)
    return number


class Then:
    """A question, and what to ask if its answer is yes."""

    def __init__(self, first: Question | Either, second: When) -> None:
        self.first, self.second = first, second

    def __call__(self, seen: Seen) -> object:
        return self.first(seen) and seen.share(self.second)


class Either:
    """Some questions, of which one must have the answer yes; its bits are theirs."""

    def __init__(self, *questions: Question) -> None:
        self.questions = questions
        self.bit = reduce(or_, (one.bit for one in questions)) if all(one.bit for one in questions) else 0

    def __call__(self, seen: Seen) -> bool:
        if self.bit and not seen.look.answers & self.bit:
            return False
        return any(one(seen) for one in self.questions)

    def then(self, second: When) -> Then:
        """What to ask if one answer is yes."""
        return Then(self, second)


class Question:
    """A question that a look at a text answers; `bit` is its place among the answers.

    scope: what is looked at for it: each mark, each line, each two lines in a row; None for anything else.
    is_sure: whether the answer is yes where `allows` allows everything.
    """

    every: ClassVar[list[Question]] = []
    scope: ClassVar[Literal["mark", "line", "two"] | None] = None
    is_sure = False

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.bit = 1 << len(self.every) if len(self.every) < MOST else 0
        if self.bit:
            self.every.append(self)

    def __call__(self, seen: Seen) -> bool:
        look = seen.look
        if not self.bit:
            return self.of(seen)
        return bool(look.answers & self.bit) and (bool(look.sure & self.bit) or self.of(seen))

    def then(self, second: When) -> Then:
        """What to ask if the answer is yes."""
        return Then(self, second)

    def of(self, seen: Seen) -> bool:
        """The answer of numpy."""
        raise NotImplementedError

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        """Which characters there may be, by their kinds, and which sizes; everything where nothing is said."""
        return {}


def _has(kinds: Bits, wanted: int) -> Flags:
    """Which characters are of some kinds (0: any)."""
    found: Flags = (kinds & wanted) != 0 if wanted else kinds == kinds
    return found


class Beside(Question):
    """Do `fewest` marks have neighbours of some kinds in front of them and behind (0: any)?

    easy: the rule itself looks as fast as numpy does, so numpy only asks whether there are such marks.
    """

    scope = "mark"

    def __init__(self, marks: int, before: int = 0, behind: int = 0, fewest: int = 1, *, easy: bool = False) -> None:
        super().__init__(marks, before, behind, fewest)
        self.marks, self.before, self.behind, self.fewest = marks, before, behind, fewest
        self.easy = easy
        self.is_sure = fewest == 1

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        asked: dict[Place, int] = {"mark": self.marks, "before": self.before, "behind": self.behind}
        return {place: (kinds & wanted) != 0 for place, wanted in asked.items() if wanted}

    def of(self, seen: Seen) -> bool:
        look = seen.look
        if self.easy or not look.present & self.marks:
            return bool(look.present & self.marks)
        at = look.places(self.marks)
        if self.before:
            at = look.with_neighbour(at, -1, self.before)
        if self.behind:
            at = look.with_neighbour(at, 1, self.behind)
        return at.size >= self.fewest


class Close(Question):
    """Do two marks stand at most `reach` apart?"""

    def __init__(self, marks: int, reach: int) -> None:
        super().__init__(marks, reach)
        self.marks, self.reach = marks, reach

    def of(self, seen: Seen) -> bool:
        look = seen.look
        at = look.places(self.marks)
        return bool((at[1:] - at[:-1] <= self.reach).any())


class Near(Question):
    """Do two neighbours of some kinds, or two with one between them, stand within reach of a mark?

    Two ways to say what the neighbours are, the second one with a gap.
    """

    def __init__(self, marks: int, reach: int, pair: tuple[int, int], gapped: tuple[int, int]) -> None:
        super().__init__(marks, reach, *pair, *gapped)
        self.marks, self.reach, self.pair, self.gapped = marks, reach, pair, gapped

    def of(self, seen: Seen) -> bool:
        return bool(seen.look.present & self.marks)  # the rule itself looks as fast as numpy does


class Alternating(Question):
    """Are there `fewest` marks, and `times` characters of some kind that stand alone between two of them?"""

    def __init__(self, marks: int, between: int, fewest: int, times: int) -> None:
        super().__init__(marks, between, fewest, times)
        self.marks, self.between, self.fewest, self.times = marks, between, fewest, times

    def of(self, seen: Seen) -> bool:
        look = seen.look
        at = look.places(self.marks)
        if at.size < self.fewest:
            return False
        alone = at[:-1][at[1:] - at[:-1] == 2]
        return alone.size >= self.times and look.with_neighbour(alone, 1, self.between).size >= self.times


class Again(Question):
    """Does a mark stand behind the same characters as one of the `reach` marks in front of it, four of the last 13?

    shortest: so many characters must lie between the two, more than 13.
    """

    STEPS: ClassVar[tuple[int, ...]] = (1, 5, 9, 13)

    def __init__(self, marks: int, reach: int, shortest: int) -> None:
        super().__init__(marks, reach, shortest)
        self.marks, self.reach, self.shortest = marks, reach, shortest

    def of(self, seen: Seen) -> bool:
        look = seen.look
        at = look.places(self.marks)
        at = at.compress(at >= self.STEPS[-1])
        keys = look.codes.take(at - self.STEPS[0], mode="clip").astype("uint64")
        for step in self.STEPS[1:]:
            keys = (keys << 16) ^ look.codes.take(at - step, mode="clip")
        ordered = keys.copy()
        ordered.sort()
        return bool((ordered[1:] == ordered[:-1]).any()) and any(
            ((keys[n:] == keys[:-n]) & (at[n:] - at[:-n] >= self.shortest)).any()
            for n in range(1, min(self.reach, at.size - 1) + 1)
        )


class Recurs(Question):
    """Does the same odd character, or pair of them, stand `fewest` times behind a Chinese one, openers with the next?

    common, others: characters, and ranges of them, that are not odd; nor are blanks and digits.
    Few numbers stand for all pairs, so the answer is yes too often.
    """

    BUCKETS: ClassVar[int] = 1 << 10
    CHINESE: ClassVar[int] = 2
    ODD: ClassVar[int] = 4
    OPENER: ClassVar[int] = 8

    def __init__(self, common: str, others: Iterable[Span], openers: str, fewest: int) -> None:
        super().__init__(0, fewest)
        self.common, self.others, self.openers, self.fewest = common, tuple(others), openers, fewest

    @cached_property
    def table(self) -> NDArray[np.uint8]:
        """What every code point is."""
        import numpy as np

        kinds = tables().kinds
        odd = (kinds & (HAN | WHITE | BREAK)) == 0
        odd[list(map(ord, self.common + digits))] = False
        odd[-1] = False
        for first, last in self.others:
            odd[ord(first) : ord(last) + 1] = False
        table: NDArray[np.uint8] = odd * np.uint8(self.ODD) + ((kinds & HAN) != 0) * np.uint8(self.CHINESE)
        table[list(map(ord, self.openers))] |= self.OPENER
        return table

    def of(self, seen: Seen) -> bool:
        import numpy as np

        codes = seen.look.codes
        kinds = self.table.take(codes, mode="clip")
        at = (kinds[1:-1] >= self.ODD).nonzero()[0] + 1
        at = at.compress((kinds.take(at) & self.ODD).astype(bool) & ((kinds.take(at - 1) & self.CHINESE) != 0))
        if at.size < self.fewest:
            return False
        together = (kinds.take(at) & self.OPENER) | (kinds.take(at + 1) & self.ODD)
        first, second = codes.take(at).astype(np.int64), codes.take(at + 1).astype(np.int64)
        keys = pair_number(first, np.where(together, second, 0))
        return bool(np.bincount(keys & (self.BUCKETS - 1)).max() >= self.fewest)


class InLine(Question):
    """Do `fewest` lines have a size, a kind of first character (0: any), a last one of some kinds and not of others?

    opening: characters that must not be the first: by themselves, for a kind may share its bit with others.
    enclosed: kinds of a first and a last one that must not stand together.
    behind: kinds of which one stands near the end, with so many characters behind it, and so many at most; numpy does
    not ask that.
    """

    scope = "line"

    def __init__(
        self,
        shortest: int = 0,
        longest: int = LONGEST,
        *,
        first: int = 0,
        last: int = 0,
        other: int = 0,
        opening: str = "",
        enclosed: tuple[int, int] = (0, 0),
        behind: tuple[int, int, int] = (0, 0, 0),
        fewest: int = 1,
    ) -> None:
        super().__init__(shortest, longest, first, last, other, len(opening), *enclosed, fewest, *behind)
        self.shortest, self.longest, self.first, self.last, self.other = shortest, longest, first, last, other
        self.opening, self.enclosed, self.fewest = [*map(ord, opening)], enclosed, fewest
        self.behind = behind
        self.is_sure = fewest == 1 and not enclosed[0]

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        first = _has(kinds, self.first)
        first[self.opening] = False
        return {
            "first": first,
            "last": _has(kinds, self.last) & ((kinds & self.other) == 0),
            "size": (sizes >= self.shortest) & (sizes <= self.longest),
        }

    def of(self, seen: Seen) -> bool:
        look = seen.look
        if (self.first and not look.leading & self.first) or (self.last and not look.trailing & self.last):
            return False
        return self.lines(look).size >= self.fewest

    def lines(self, look: Look) -> NDArray[np.int64]:
        """The numbers of these lines."""
        return self.chosen(look).nonzero()[0]

    def chosen(self, look: Look) -> Flags:
        """Which lines these are."""
        found: Flags = look.sizes >= self.shortest
        if self.longest < LONGEST:
            found &= look.sizes <= self.longest
        if self.first:
            found &= (look.firsts & self.first) != 0
        if self.last:
            found &= (look.lasts & self.last) != 0
        if self.other:
            found &= (look.lasts & self.other) == 0
        if self.opening and found.any():
            first = look.codes.take(look.starts, mode="clip")
            for code in self.opening:
                found &= first != code
        if self.enclosed[0]:
            found &= ((look.firsts & self.enclosed[0]) == 0) | ((look.lasts & self.enclosed[1]) == 0)
        return found


class Gap(Question):
    """Are two lines in a row empty, or have they characters of some kinds at both ends?"""

    scope = "two"
    is_sure = True

    def __init__(self, kinds: int) -> None:
        super().__init__(kinds)
        self.kinds = kinds

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        blank = (kinds & (self.kinds | BREAK)) != 0  # the edges of an empty line are line breaks
        return {"first": blank, "last": blank, "below": sizes < 0}

    def of(self, seen: Seen) -> bool:
        look = seen.look
        blank = (look.sizes == 0) | ((look.firsts & look.lasts & self.kinds) != 0)
        return bool((blank[1:] & blank[:-1]).any())


class GoesOn(Question):
    """Do `fewest` lines of a size end without a mark right above a line that is not empty, and not longer than that?"""

    scope = "two"

    def __init__(self, shortest: int, longest: int, ends: int, fewest: int = 1) -> None:
        super().__init__(shortest, longest, ends, fewest)
        self.shortest, self.longest, self.ends, self.fewest = shortest, longest, ends, fewest
        self.is_sure = fewest == 1

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        return {
            "last": (kinds & self.ends) == 0,
            "size": (sizes >= self.shortest) & (sizes <= self.longest),
            "below": (sizes > 0) & (sizes <= self.longest),
        }

    def of(self, seen: Seen) -> bool:
        look = seen.look
        sizes = look.sizes
        above = (sizes[:-1] >= self.shortest) & (sizes[1:] > 0) & (look.lasts[:-1] & self.ends == 0)
        above &= (sizes[:-1] <= self.longest) & (sizes[1:] <= self.longest)
        return bool(above.sum() >= self.fewest)


class _Pairs(Question):
    """A question about two characters that some words start with; found by a number that other pairs may have, too."""

    def __init__(self, starts: Iterable[str], *numbers: int) -> None:
        super().__init__(*numbers)
        self.starts = frozenset(starts)

    @cached_property
    def table(self) -> NDArray[np.bool_]:
        """Which numbers the pairs have, as a flag for each."""
        import numpy as np

        table = np.zeros(1 << PAIR_BITS, np.bool_)
        table[[pair_number(*map(ord, start)) for start in self.starts]] = True
        return table


class AtEdges(_Pairs):
    """Do two characters that some word starts with stand among the first or last `reach` ones of a text?"""

    def __init__(self, starts: Iterable[str], reach: int) -> None:
        super().__init__(starts, 0, reach)
        self.reach = reach

    def of(self, seen: Seen) -> bool:
        edges = seen.text[: self.reach + 1] + "\n" + seen.text[-self.reach - 1 :]
        return any(start in edges for start in self.starts)


class Opens(_Pairs):
    """Does a line of at most `most` characters start with two characters that some frame line starts with?

    Lines of at most `longest` characters may have an indent of some kinds in front of them, and any white behind that.
    """

    scope = "line"

    def __init__(self, starts: Iterable[str], indent: int, longest: int, most: int) -> None:
        super().__init__(starts, indent, WHITE, longest, most)
        self.indent, self.longest, self.most = indent, longest, most

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        first = (kinds & self.indent) != 0
        first[[ord(start[0]) for start in self.starts]] = True
        return {"first": first, "size": (sizes > 1) & (sizes <= self.most)}

    def of(self, seen: Seen) -> bool:
        texts = seen.lines.texts
        if not self.starts.isdisjoint([line[:2] for line in texts]):
            return True
        indented = bool(seen.look.leading & self.indent)
        return indented and not self.starts.isdisjoint([line.lstrip()[:2] for line in texts])


class Stamps(Question):
    """May one string stand `times` times alone on a short line, or at the end of a line behind a sentence?

    Or do most paragraphs, `HEADED` at least, begin or end alike?

    short, open_ended: which lines are short, and which have something behind their last sentence.
    sentence: the marks that end a sentence; code: kinds of those that no stamp has.
    """

    scope = "line"
    HEAD: ClassVar[int] = 4
    HEADED: ClassVar[int] = 4
    PARAGRAPH: ClassVar[int] = 20

    def __init__(self, short: InLine, open_ended: InLine, sentence: str, code: int, longest: int, times: int) -> None:
        numbers = short.shortest, short.longest, open_ended.shortest, open_ended.other
        super().__init__(*numbers, WHITE, neighbour(sentence), code, longest, times)
        self.short, self.open_ended, self.sentence, self.times = short, open_ended, sentence, times

    def allows(self, kinds: Bits, sizes: Places) -> Allowed:
        return {"size": sizes > self.PARAGRAPH}  # and what `short` and `open_ended` allow

    @classmethod
    def shared_edge(cls, paragraphs: Sequence[str], part: slice) -> str:
        """What most paragraphs, `HEADED` at least, have at their head or end; empty if there is no such thing."""
        edges = [text[part] for text in paragraphs]
        if len(edges) < cls.HEADED or len(set(edges)) * 2 > len(edges) + 1:
            return ""  # counting takes longer
        edge, times = Counter(edges).most_common(1)[0]
        return edge if times >= cls.HEADED and times * 2 > len(edges) else ""

    def of(self, seen: Seen) -> bool:
        """Whether `times` short lines are alike, white aside, or end alike without a mark.

        A stamp has four characters.
        """
        longest = self.short.longest
        lines = [line.rstrip() for line in seen.lines.texts if line]
        paragraphs = [bare for line in lines if len(bare := line.lstrip()) > self.PARAGRAPH]
        if any(self.shared_edge(paragraphs, part) for part in (slice(self.HEAD), slice(-self.HEAD, None))):
            return True
        some = [line for line in lines if line and (len(line) <= longest or line[-1] not in self.sentence)]
        alike = [line.lstrip() if line[-1] in self.sentence else line[-4:] for line in some]
        return len(alike) - len(set(alike)) >= self.times - 1 and max(Counter(alike).values()) >= self.times
