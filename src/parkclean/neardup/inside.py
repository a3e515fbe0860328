"""Repeats inside one document: which paragraphs are copies or pieces of others, and which copy stays.

`repeats_in(text)` is a pure function of the text; the stage `repeats` drops what it finds, `Document.duplicates`
shows it.
Across documents `parkclean.dedup` compares; nothing here knows about files.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property, partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from parkclean.neardup import purpose
from parkclean.neardup.blocks import twins
from parkclean.neardup.candidates import FLOOR, candidates, jaccards
from parkclean.neardup.causes import LONE, LONG, NEAR_ROWS, PAGE, SHORTEST_PIECE, are_several, is_cut_piece, lies_in
from parkclean.neardup.cuts import ENDED, SHORT, clauses, starts_late
from parkclean.neardup.decision import Alignment, Difference, copying_makes, differences
from parkclean.neardup.home import are_miscounted, at_home
from parkclean.neardup.prose import MARKDOWN, blemishes, flaws, is_item, is_prose, number, stands_apart
from parkclean.neardup.provisions import FEWEST_ARTICLES, by_right
from parkclean.neardup.results import Finding
from parkclean.neardup.rows import Verdict, beginnings, is_near, is_strewn, put_together, rows_of
from parkclean.neardup.shingles import Folded, code_points, grams, jaccard
from parkclean.neardup.slips import misread
from parkclean.neardup.whole import put_down_again, said_again
from parkclean.neardup.worth import look, worth_a_search
from parkclean.verse import is_verse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COPIES = 6
"""So many copies that stand apart are a formula."""

FORMULA = 3
"""So many do if nothing beside them is repeated with them."""

AROUND = 40
"""How far, in rows, damage speaks for a paragraph that stands twice."""

MISREAD = 1000
"""What a row counts that a machine misread, among other traces of copying."""

MANY = 12
"""So many rows in front of a piece are looked at."""

_ARTICLE = re.compile("[^\\n]{0,12}?第 ?[一二三四五六七八九十百千零〇0-9-]{1,7} ?[条條]")
_CALL = re.compile("[？！?!][”’」』\"']*\\s*\\Z")
_HEADING = re.compile("\\s*(?:#{1,6}[ \t]|:{3}|第[一二三四五六七八九十百千零〇0-9]{1,7}[章节節回卷篇])")
"""What divides a text into parts, which may say the same."""


class Repeats:
    """The search in one text; `verdicts` is the result."""

    def __init__(self, text: str, folded: Folded) -> None:
        self.text = text
        self.origin = folded.origin
        self.rows = rows_of(text, folded)
        worse = misread({row.key for row in self.rows})
        self.slips = {n for n, row in enumerate(self.rows) if row.key in worse}
        for n in self.slips:
            self.rows[n] = self.rows[n]._replace(key=worse[self.rows[n].key])
        self.places: dict[str, list[int]] = defaultdict(list)
        for n, row in enumerate(self.rows):
            self.places[row.key].append(n)
        self.keys = list(self.places)
        self.dropped: dict[int, Verdict] = {}
        self.borderline: dict[int, Verdict] = {}
        self.alone: dict[int, Verdict] = {}
        self.unlike: list[tuple[str, str]] = []
        self.home: dict[str, int] = {}
        self.numbers = [number(self.line(n)) for n in range(len(self.rows))]
        self.parts: dict[str, list[str]] = defaultdict(list)
        self.prose: dict[str, bool] = {}

    def source(self, n: int, start: int, end: int) -> str:
        """The text behind some characters of a folded row."""
        row = self.rows[n]
        if start >= end:
            return ""
        return self.text[int(self.origin[row.at + start]) : int(self.origin[row.at + end - 1]) + 1]

    def line(self, n: int) -> str:
        """A row as it stands in the text."""
        return self.text[self.rows[n].start : self.rows[n].end]

    def _blemishes(self, n: int) -> int:
        """Traces of a worse copy in a row; a misread one is worse than any that was typed."""
        return blemishes(self.line(n)) + MISREAD * (n in self.slips)

    def _flaws(self, n: int) -> int:
        """All that makes a row the worse copy."""
        return flaws(self.line(n)) + MISREAD * (n in self.slips)

    def between(self, n: int, at: int) -> str:
        """What stands in front of folded character `at` of a row and behind the one before it."""
        row = self.rows[n]
        first = row.start if at == 0 else int(self.origin[row.at + at - 1]) + 1
        last = row.end if at == len(row.key) else int(self.origin[row.at + at])
        return self.text[first:last]

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """Every row that repeats another, in order; `dropped` says which of them go."""
        gone = self.gone
        unlike_pairs = sorted(self.unlike, key=lambda pair: (self.places[pair[0]][0], self.places[pair[1]][0]))
        alike = [(a, b) for a, b in unlike_pairs if jaccard(grams(a), grams(b)) >= FLOOR]
        unlike = {v.row: v for v in map(self._unlike, reversed(alike))}
        return [v for _, v in sorted({**self.borderline, **unlike, **self.alone, **gone}.items())]

    @cached_property
    def gone(self) -> dict[int, Verdict]:
        """The rows that go, by number; what else was seen is worked out when somebody asks."""
        near = self._pairs()
        gone = self._near(near)
        alone = self._exact(gone)
        self._parts(self.parts, gone)
        self._alone(alone)
        self._put_together()
        self._between_copies()
        self._blocks()
        return self.dropped

    # --- pairs ----------------------------------------------------------------------------------------------------

    def _pairs(self) -> list[tuple[str, str]]:
        """Near pairs of prose; notes for each key the longer keys it may be a piece of."""
        prose: list[tuple[str, str]] = []
        for a, b in candidates(self.keys):
            one, other = self.keys[a], self.keys[b]
            if self._prose(one) and self._prose(other):
                prose.append((one, other))
            else:
                self.unlike.append((one, other))
            if len(one) != len(other):
                short, whole = sorted((one, other), key=len)
                self.parts[short].append(whole)
        scores = jaccards(prose)
        return [pair for pair, score in zip(prose, scores, strict=True) if score >= FLOOR]

    @cached_property
    def copies(self) -> set[int]:
        """Rows that have copies elsewhere, or are pieces."""
        pieces = [key for key, wholes in self.parts.items() if any(key in whole for whole in wholes)]
        double = [key for key, places in self.places.items() if len(places) > 1 and len(key) >= SHORT]
        return {n for key in (*pieces, *double) for n in self.places[key]}

    # --- near -----------------------------------------------------------------------------------------------------

    def _near(self, pairs: list[tuple[str, str]]) -> set[str]:
        """Drop near copies: by rank, a key stays unless a kept one differs from it only as copies do."""
        edges: dict[str, dict[str, tuple[tuple[str, str], ...]]] = defaultdict(dict)
        for a, b in pairs:
            diffs = differences(a, b) if self._prose(a) and self._prose(b) and self._may_be_copies(a, b) else None
            if diffs is None or not all(copying_makes(a[d.i : d.j], b[d.k : d.m]) for d in diffs):
                self.unlike.append((a, b))
                continue
            shown = self._shown(a, b, diffs)
            edges[a][b] = shown
            edges[b][a] = tuple((y, x) for x, y in shown)
        gone: set[str] = set()
        kept: set[str] = set()
        for key in sorted(edges, key=self._rank):
            over = [other for other in edges[key] if other in kept]
            if not over:
                kept.add(key)
                continue
            gone.add(key)
            stays = self._home(over[0])
            for n in self.places[key]:
                score = jaccard(grams(key), grams(over[0]))
                self.dropped[n] = Verdict(n, stays, "near", score, edges[key][over[0]], True)
        return gone

    def _may_be_copies(self, a: str, b: str) -> bool:
        """Whether near copies stand on one page; short ones side by side, or with one that is the worse by its marks.

        An author who says it again in other words leaves marks and blanks as they should be.
        """
        places = sorted((n, key) for key in (a, b) for n in self.places[key])
        if any(m - n == 1 and one != other for (n, one), (m, other) in pairwise(places)):
            return True
        if len(a) < LONG or len(b) < LONG:
            marks = {self._blemishes(n) for key in (a, b) for n in self.places[key]}
            if len(marks) == 1:
                return False
        return any(self._on_one_page(n, m) for n in self.places[a] for m in self.places[b])

    def _rank(self, key: str) -> tuple[bool, int, int, int]:
        """Complete before cut, few blemishes before many, more words before fewer, earliest first."""
        n = self.places[key][0]
        return not ENDED.search(self.line(n)), self._flaws(n), -len(key), n

    def _unlike(self, pair: tuple[str, str]) -> Verdict:
        """Two keys that are alike, and still say different things."""
        a, b = pair
        shown = self._shown(a, b, differences(a, b))
        return Verdict(self.places[b][0], self.places[a][0], "near", jaccard(grams(a), grams(b)), shown, False)

    def _shown(self, a: str, b: str, diffs: Sequence[Difference]) -> tuple[tuple[str, str], ...]:
        """Differences between two keys as they stand in the text."""
        one, other = self.places[a][0], self.places[b][0]
        return tuple((self.source(one, d.i, d.j), self.source(other, d.k, d.m)) for d in diffs)

    # --- exact ----------------------------------------------------------------------------------------------------

    def _exact(self, gone: set[str]) -> list[str]:
        """Keep one copy of every long paragraph; what stands alone is given back."""
        alone: list[str] = []
        for key, places in self.places.items():
            if len(places) < 2 or key in gone or not self._prose(key) or self._is_formula(key):
                continue
            long = len(key) >= LONG
            if self._repeats_a_box(places) or (long and self._is_worse_here(places)):
                self._drop_copies(key)
            elif long:
                alone.append(key)
        return alone

    def _is_formula(self, key: str) -> bool:
        """Whether a paragraph is meant to come again: a clause of a law or an answer, and no copy stands beside it."""
        beside = any(b - a == 1 for a, b in pairwise(self.places[key]))
        first = self.places[key][0]
        if beside and first and purpose.says_often(self.line(first - 1)):
            return True
        return not beside and (len(self.places[key]) >= COPIES or self._is_statute or self._is_exam)

    @cached_property
    def _is_statute(self) -> bool:
        """Whether several rows are numbered articles or change one: `第三条`, `七、将刑法第六条修改为`."""
        if max(self.text.count("条"), self.text.count("條")) < FEWEST_ARTICLES:
            return False
        return sum(bool(_ARTICLE.match(self.line(n))) for n in range(len(self.rows))) >= FEWEST_ARTICLES

    @cached_property
    def _is_exam(self) -> bool:
        return purpose.is_exam(self.text)

    def _alone(self, keys: list[str]) -> None:
        """A paragraph that stands twice goes only if damage near it, its length, or others like it speak for it."""
        damage = sorted(self.dropped)
        misplaced = {key for key in keys if self._is_misplaced(key, self.places[key])}
        pairs = {key: self.places[key] for key in misplaced}
        strewn = {key: b - a for key, (a, b) in pairs.items() if is_strewn(self._keys, a, b)}
        several = strewn if are_several(strewn.values()) else ()
        for key in keys:
            places = self.places[key]
            if not self._has_its_place(places) and (
                any(is_near(damage, n, AROUND) for n in places)
                or key in several
                or (key in misplaced and len(key) >= LONE)
            ):
                self._drop_copies(key)
            else:
                for n in places[1:]:
                    self.alone[n] = Verdict(n, places[0], "exact", 1.0, (), False)

    def _is_misplaced(self, key: str, places: list[int]) -> bool:
        """Whether a long paragraph stands twice on one page, and neither says it again elsewhere nor opens a list."""
        return len(places) < FORMULA and self._on_one_page(*places) and self.line(places[0]).rstrip()[-1] not in "：:"

    def _has_its_place(self, places: list[int]) -> bool:
        """Whether copies are answers to questions that differ, or stand in records under the same label."""
        if purpose.are_answers([[self.line(m) for m in range(max(0, n - 2), n)] for n in places]):
            return True
        if all(0 < n < len(self.rows) - 1 and purpose.are_fields(map(self.line, (n - 1, n, n + 1))) for n in places):
            return True
        label = purpose.LABEL.match(self.line(places[0]))
        return label is not None and self._labels[label[0]] > len(places)

    @cached_property
    def _labels(self) -> Counter[str]:
        """How often what could be a label stands at the head of a row."""
        return Counter(m[0] for n in range(len(self.rows)) if (m := purpose.LABEL.match(self.line(n))))

    def _drop_copies(self, key: str) -> None:
        stays = self._home(key)
        for n in self.places[key]:
            if n != stays:
                self.dropped[n] = Verdict(n, stays, "exact", 1.0, (), True)

    def _is_worse_here(self, places: list[int]) -> bool:
        """Whether some copies on a page are worse by their marks or numbers: nobody repeats a clause like that."""
        if not all(self._on_one_page(a, b) for a, b in pairwise(places)):
            return False
        return len({self._blemishes(n) for n in places}) > 1 or are_miscounted(places, self.numbers)

    def _repeats_a_box(self, places: list[int]) -> bool:
        """Whether copies stand next to each other, or the rows beside them are repeated with them."""
        return any(b - a == 1 or self._in_a_box(a, b) for a, b in pairwise(places))

    def _in_a_box(self, a: int, b: int) -> bool:
        """Whether a long row next to two copies is a copy, too, and hardly anything else stands between the two boxes.

        Whoever quotes a letter of three paragraphs has told something in between.
        """
        strangers = self._strangers[b] - self._strangers[a + 1]
        return strangers <= 1 and self._on_one_page(a, b) and any(self._repeated_beside(a, b, step) for step in (-1, 1))

    @cached_property
    def _strangers(self) -> list[int]:
        """How many rows in front of each are no copies and no pieces."""
        copies = self.copies
        return [0, *accumulate(n not in copies for n in range(len(self.rows)))]

    def _repeated_beside(self, a: int, b: int, step: int) -> bool:
        """Whether one long paragraph stands behind two copies, or in front of them, maybe with a subhead between."""
        for i in (1, 2):
            n, m = a + step * i, b + step * i
            if n < 0 or m >= len(self.rows) or self.rows[n].key != self.rows[m].key:
                return False
            key = self.rows[n].key
            if len(key) >= LONG:
                return self._prose(key) and not self._comes_again(key)
        return False

    def _comes_again(self, key: str) -> bool:
        """Whether a row stands here and there, three times or more, with others between."""
        return sum(b - a > FORMULA for a, b in pairwise(self.places[key])) >= FORMULA - 1

    def _on_one_page(self, a: int, b: int) -> bool:
        """Whether two rows are near each other, with no heading between."""
        first, last = min(a, b), max(a, b)
        at = bisect_right(self._headings, first)
        return last - first <= PAGE and (at == len(self._headings) or self._headings[at] > last)

    @cached_property
    def _headings(self) -> list[int]:
        return [n for n in range(len(self.rows)) if _HEADING.match(self.line(n))]

    def _prose(self, key: str) -> bool:
        """Running Chinese text that is long enough to repeat only by accident."""
        if len(key) < SHORT:
            return False
        if key not in self.prose:
            self.prose[key] = self._is_prose(key)
        return self.prose[key]

    def _is_prose(self, key: str) -> bool:
        lines = [self.line(n) for n in self.places[key]]
        return is_prose(lines[0], len(key)) and not any(map(stands_apart, lines[1:]))

    @cached_property
    def _keys(self) -> list[str]:
        return [row.key for row in self.rows]

    def _home(self, key: str) -> int:
        """The row where the copy that stays stands."""
        if key not in self.home:
            places = self.places[key]
            if len(places) > 1:
                marks = [self._flaws(n) for n in places]
                fewest = min(marks)
                places = [n for n, count in zip(places, marks, strict=True) if count == fewest]
            self.home[key] = at_home(places, self._keys, self.copies, numbers=self.numbers)
        return self.home[key]

    # --- pieces ---------------------------------------------------------------------------------------------------

    def _parts(self, parts: dict[str, list[str]], gone: set[str]) -> None:
        """Drop pieces of kept paragraphs: cut ones first, then those that damage near them speaks for.

        Articles of a statute say the same in more words or fewer, and so do verses, and solutions of exercises.
        """
        if self._is_statute or self._is_exam or is_verse([self.line(n) for n in range(len(self.rows))]):
            return
        waiting: list[tuple[str, str, Alignment, bool]] = []
        for key in sorted(parts, key=lambda k: (-len(k), self.places[k][0])):
            if key in gone or len(key) < SHORTEST_PIECE or is_item(self.line(self.places[key][0])):
                continue
            for whole in sorted(parts[key], key=lambda k: (-len(k), self.places[k][0])):
                found = None if whole in gone else self._lies_in(key, whole)
                if found is None:
                    continue
                if self._is_said_again(key, whole, found):
                    self._keep_piece(key, whole, found)
                    break
                cut = self._is_cut(key, whole, found)
                if self._is_taken_up(key, whole, found):
                    waiting.append((key, whole, found, False))
                elif cut and self._lies_near(key, whole) and not self._may_be_summary(key, whole, found):
                    self._drop_piece(key, whole, found)
                    gone.add(key)
                else:
                    waiting.append((key, whole, found, cut))
                break
        self._drop_near_damage(waiting, gone)

    def _is_said_again(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a piece is quoted, a call that the next row takes up, or half of a paragraph of its own."""
        n = self.places[key][0]
        line = self.line(n)
        below = self.rows[n + 1].key if n + 1 < len(self.rows) else ""
        if (below == whole and _CALL.search(line)) or purpose.is_refrain(self.places[key], self._keys):
            return True
        home = self.places[whole][0]
        marks = [self.between(home, found.start), self.between(home, found.end)]
        inside = self.source(home, found.start, found.end)
        if purpose.is_cited(line, n, home) or purpose.quotes(inside.join(marks), line):
            return True
        if purpose.starts_anew(line, whole[: found.start], marks[0]):
            return True
        n, start = self._first_of(n, whole, found.start)
        if purpose.is_quoted(self.line(n), self.between(self.places[whole][0], start)):
            return True
        if purpose.goes_on_alike(whole, start, found.end, self.rows[n - 1].key if n else "", below):
            return True
        n -= 1
        while n >= 0 and len(self.rows[n].key) < LONG and self.rows[n].key in self.parts:
            n -= 1
        return n >= 0 and purpose.is_announced(self.line(n))

    def _is_taken_up(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether the next row takes up what a piece says: damage beside it may still tell that it was cut."""
        n = self.places[key][0]
        below = self.rows[n + 1].key if n + 1 < len(self.rows) else ""
        return below == whole and purpose.is_taken_up(self.line(n), found)

    def _first_of(self, n: int, whole: str, start: int) -> tuple[int, int]:
        """The first of the rows that hold a paragraph line by line, up to row n, and where it starts in there."""
        for _ in range(MANY):
            if n == 0 or start == 0 or not whole.endswith(self.rows[n - 1].key, 0, start):
                break
            n -= 1
            start -= len(self.rows[n].key)
        return n, start

    def _lies_near(self, key: str, whole: str) -> bool:
        """Whether a piece stands on the page of its whole, a short one close behind it."""
        home = self._home(whole)
        return all(
            self._on_one_page(n, home) and (len(key) >= SHORT or 0 < n - home <= NEAR_ROWS) for n in self.places[key]
        )

    def _may_be_summary(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a piece could be written for itself: a clause at the end of a sentence, with its full stop.

        Directly behind its whole nobody writes it, unless it is a question or a call that is said twice.
        """
        n = self.places[key][0]
        line = self.line(n)
        if clauses(line) == 1 and _CALL.search(line):
            return True
        before = self.between(self.places[whole][0], found.start).strip()
        return bool(before and ENDED.search(line)) and not starts_late(line) and not self._reaches(n, whole, -1)

    def _lies_in(self, key: str, whole: str) -> Alignment | None:
        """Where a key lies in a longer one, if nothing but copying sets them apart."""
        line, home = self.line(self.places[key][0]), self.places[whole][0]
        apart = line.rstrip()[-1:] in "：:" or any(c in line for c in "|$")
        if apart or MARKDOWN.match(line) or MARKDOWN.match(self.line(home)):
            return None
        return lies_in(key, line, whole, partial(self.between, home))

    def _is_cut(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a piece shows by itself that it was cut."""
        n, home = self.places[key][0], self.places[whole][0]
        between = partial(self.between, home)
        return is_cut_piece(key, self.line(n), whole, found, between, lambda: self._beside_whole(n, whole))

    def _drop_near_damage(self, waiting: list[tuple[str, str, Alignment, bool]], gone: set[str]) -> None:
        """A piece of whole sentences, one that could be a heading or is far away goes only beside overlap damage."""
        damage = sorted(self.dropped)
        for key, whole, found, cut in waiting:
            if self._beside_damage(key, whole, found, damage, cut):
                self._drop_piece(key, whole, found)
                gone.add(key)
            else:
                self._keep_piece(key, whole, found)

    def _beside_damage(self, key: str, whole: str, found: Alignment, damage: list[int], cut: bool) -> bool:
        """Whether every copy of a piece stands beside dropped rows; a short one beside its own whole, too.

        Damage further away speaks for what was cut or starts inside a clause.
        """
        inside = found.start > 0 and len(key) >= 12 and not self.between(self.places[whole][0], found.start).strip()
        inside = inside or cut
        reach = AROUND if cut else 3 * NEAR_ROWS if inside else NEAR_ROWS
        for n in self.places[key]:
            if not is_near(damage, n, reach):
                return False
            if not inside and len(key) < LONG and not self._beside_whole(n, whole):
                return False
        return True

    def _beside_whole(self, n: int, whole: str) -> bool:
        """Whether the row in front, other pieces of the same paragraph aside, is that paragraph.

        The row behind counts, too, for what has two clauses: with one it may be a heading.
        """
        steps = (-1, 1) if clauses(self.line(n)) > 1 else (-1,)
        return any(self._reaches(n, whole, step) for step in steps)

    def _reaches(self, n: int, whole: str, step: int) -> bool:
        for m in range(n + step, n + step * (NEAR_ROWS + 2), step):
            if not 0 <= m < len(self.rows):
                return False
            key = self.rows[m].key
            if key == whole:
                return True
            if m not in self.dropped or key not in whole:
                return False
        return False

    def _keep_piece(self, key: str, whole: str, found: Alignment) -> None:
        for n in self.places[key]:
            self.borderline.setdefault(n, self._piece(n, key, whole, found, False))

    def _drop_piece(self, key: str, whole: str, found: Alignment) -> None:
        for n in self.places[key]:
            self.dropped[n] = self._piece(n, key, whole, found, True)

    def _piece(self, n: int, key: str, whole: str, found: Alignment, dropped: bool) -> Verdict:
        kept = self._home(whole)
        shown = tuple((self.source(n, d.i, d.j), self.source(kept, d.k, d.m)) for d in found.differences)
        score = 1.0 if not found.differences else len(grams(key) & grams(whole)) / max(1, len(grams(key)))
        return Verdict(n, kept, "contained", score, shown, dropped)

    def _put_together(self) -> None:
        """A row that says once more what paragraphs on its page say, put together, goes."""
        wholes = {key for keys in self.parts.values() for key in keys if len(self.places[key]) == 1}
        starting = beginnings(wholes, self.parts)
        for whole in sorted(wholes, key=lambda key: self.places[key]):
            n = self.places[whole][0]
            if n in self.dropped or not self._prose(whole):
                continue
            for m in sorted(m for part in starting[whole] for m in self.places[part]):
                if self._on_one_page(n, m) and m not in self.dropped and put_together(whole, m, self._keys):
                    self.dropped[n] = Verdict(n, m, "exact", 1.0, (), True)
                    break

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _blocks(self) -> None:
        """A block that stands twice or more in a row stays once; what went because of its copies keeps its reason."""
        gone = twins(self._keys, self._blemishes)
        if not gone:
            return
        for n, kept in gone.items():
            self.dropped[n] = Verdict(n, kept, "exact", 1.0, (), True)
        stays = set(gone.values())
        for n, verdict in list(self.dropped.items()):
            kept = gone.get(verdict.kept, verdict.kept)
            if n in stays and kept == n:
                del self.dropped[n]
            else:
                self.dropped[n] = verdict._replace(kept=kept)

    # --- short rows -----------------------------------------------------------------------------------------------

    def _between_copies(self) -> None:
        """A short row repeated between two dropped copies goes with them: the box was repeated as a whole."""
        for n in range(1, len(self.rows) - 1):
            if n in self.dropped or not (n - 1 in self.dropped and n + 1 in self.dropped):
                continue
            before, after = self.dropped[n - 1], self.dropped[n + 1]
            if before.kind != "exact" or after.kind != "exact":
                continue
            twin = before.kept + 1
            if twin == after.kept - 1 and twin != n and self.rows[twin].key == self.rows[n].key:
                self.dropped[n] = Verdict(n, twin, "exact", 1.0, (), True)


def repeats_in(text: str) -> list[Finding]:
    """Every paragraph that repeats another one, in order of place; borderline cases with `dropped=False`."""
    folded = look(code_points(text))
    if folded is None:
        return []
    found = Repeats(text, folded)
    return _whole(found, folded) or by_right(text, [_finding(found, v) for v in found.verdicts])


def copies_in(text: str, codes: NDArray[np.uint32]) -> list[Finding]:
    """The paragraphs that go: what `repeats_in` gives without borderline cases; `codes`: the text's code points."""
    folded = worth_a_search(text, codes)
    if folded is None:
        return []
    found = Repeats(text, folded)
    gone = [_finding(found, v) for _, v in sorted(found.gone.items())]
    return _whole(found, folded) or [one for one in by_right(text, gone) if one.dropped]


def _whole(found: Repeats, folded: Folded) -> list[Finding]:
    """The lines of a text that was put down twice; asked only where some row goes, whichever way the text is read."""
    again = put_down_again(folded) if found.gone else None
    return said_again(found.text, again) if again else []


def _finding(found: Repeats, v: Verdict) -> Finding:
    row, kept = found.rows[v.row], found.rows[v.kept]
    line = found.line(v.row)
    return Finding(v.kind, row.start, row.end, line, kept.start, kept.end, v.similarity, v.differences, v.dropped)
