"""Repeats inside one document: which paragraphs are copies or pieces of others, and which copy stays.

What is told to others of it is in `findings.py`.
Across documents `parkclean.dedup` compares; nothing here knows about files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property, partial
from itertools import pairwise

from parkclean.neardup import purpose
from parkclean.neardup.belongs import fits
from parkclean.neardup.blocks import twins
from parkclean.neardup.boxes import Box, turned
from parkclean.neardup.candidates import FLOOR, candidates, jaccards
from parkclean.neardup.causes import (
    FEWEST_TAILS,
    LONE,
    LONG,
    NEAR_ROWS,
    PAGE,
    SHORTEST_PIECE,
    are_several,
    are_strewn,
    is_cut_piece,
)
from parkclean.neardup.cuts import CALL, ENDED, SHORT, clauses, has_more_marks, is_signed, starts_late
from parkclean.neardup.decision import Alignment, Difference, copying_makes, differences
from parkclean.neardup.halves import BETTER, CLEAR, STRONG, WORSE, is_complete
from parkclean.neardup.home import CLEARLY, SURELY, are_miscounted, at_home, at_home_again, fits_best
from parkclean.neardup.prose import is_item, stands_apart
from parkclean.neardup.rows import Leak, Verdict, beginnings, between, is_near, is_strewn, put_together, with_blocks
from parkclean.neardup.shingles import Folded, grams, jaccard
from parkclean.neardup.textrows import FORMULA, TextRows
from parkclean.neardup.versions import in_two_scripts, said_again
from parkclean.tasks import is_task
from parkclean.verse import is_verse

COPIES = 6
"""So many copies that stand apart are a formula."""

AROUND = 40
"""How far, in rows, damage speaks for a paragraph that stands twice."""

WHOLE = 50
"""Nobody says the sentences of a paragraph with so many characters once more, each in a row of its own."""


class Repeats(TextRows):
    """The search in one text; `verdicts` is the result."""

    def __init__(self, text: str, folded: Folded, repaired: Collection[int] = ()) -> None:
        super().__init__(text, folded, repaired)
        self.dropped: dict[int, Verdict] = {}
        self.pieces: list[tuple[str, str, Alignment]] = []
        self.alone: dict[int, Verdict] = {}
        self.unlike: dict[tuple[str, str], None] = {}
        self.home: dict[str, int] = {}
        self.leaks: list[Leak] = []

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """Every row that repeats another, in order; `dropped` says which of them go."""
        gone = self.gone
        unlike_pairs = sorted(self.unlike, key=lambda pair: (self.places[pair[0]][0], self.places[pair[1]][0]))
        alike = [(a, b) for a, b in unlike_pairs if jaccard(grams(a), grams(b)) >= FLOOR]
        pieces = {n: self._piece(n, *one, False) for one in reversed(self.pieces) for n in self.places[one[0]]}
        unlike = {v.row: v for v in map(self._unlike, reversed(alike))}
        return [v for _, v in sorted({**pieces, **unlike, **self.alone, **gone}.items())]

    @cached_property
    def gone(self) -> dict[int, Verdict]:
        """The rows that go, by number; what else was seen is worked out when somebody asks."""
        near = self._pairs()
        self._boxes_apart()
        gone = self._near(near)
        alone = self._exact(gone)
        self._parts(self.parts, gone)
        self._alone(alone)
        self._put_together()
        self._along_boxes()
        self._with_tail()
        self.dropped.update(between(self.dropped, self._keys))
        self._blocks()
        stay = in_two_scripts(self.dropped, self.line, lambda: self._script)
        unlike = [pair for pair in self.unlike if all(self._is_said(self.places[key][0]) for key in pair)]
        for n in stay or said_again(self.dropped, unlike, self.places, self._prose):
            self.alone[n] = self.dropped.pop(n)._replace(dropped=False)
        return self.dropped

    # --- pairs ----------------------------------------------------------------------------------------------------

    def _pairs(self) -> list[tuple[str, str]]:
        """Near pairs of prose; notes for each key the longer keys it may be a piece of."""
        prose: list[tuple[str, str]] = []
        for a, b in candidates(self.distinct):
            one, other = self.distinct[a], self.distinct[b]
            if self._prose(one) and self._prose(other):
                prose.append((one, other))
            else:
                self.unlike[one, other] = None
            if len(one) != len(other):
                short, whole = sorted((one, other), key=len)
                self.parts[short].append(whole)
        scores = jaccards(prose)
        return [pair for pair, score in zip(prose, scores, strict=True) if score >= FLOOR]

    # --- near -----------------------------------------------------------------------------------------------------

    def _near(self, pairs: list[tuple[str, str]]) -> set[str]:
        """Drop near copies: by rank, a key stays unless a kept one differs from it only as copies do."""
        edges: dict[str, dict[str, tuple[tuple[str, str], ...]]] = defaultdict(dict)
        for a, b in pairs:
            diffs = differences(a, b) if self._prose(a) and self._prose(b) and self._may_be_copies(a, b) else None
            if diffs is None or not all(copying_makes(a[d.i : d.j], b[d.k : d.m]) for d in diffs):
                self.unlike[a, b] = None
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
        if purpose.goes_on(a, b):
            return False
        if min(len(a), len(b)) < LONG and not self._some_are_worse([n for n, _ in places]):
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
        for key, places in self.places.twice.items():
            if key in gone or not self._prose(key) or self._is_formula(key):
                continue
            long = len(key) >= LONG
            if self._repeats_a_box(places) or (long and (self._is_worse_here(places) or self._leaked_near(key))):
                self._drop_copies(key)
            elif long:
                alone.append(key)
        return alone

    def _is_formula(self, key: str) -> bool:
        """Whether a paragraph is meant to come again: a clause of a law or an answer, and no copy stands beside it."""
        beside = any(b - a == 1 for a, b in pairwise(self.places[key]))
        first = self.places[key][0]
        if beside and first and (purpose.says_often(self.line(first - 1)) or (first == 1 and is_task(self.text))):
            return True
        return not beside and (len(self.places[key]) >= COPIES or self._is_statute or self._is_exam)

    def _alone(self, keys: list[str]) -> None:
        """A paragraph that stands twice goes only if damage near it, its length, or others like it speak for it."""
        misplaced = {key for key in keys if self._is_misplaced(key, self.places[key])}
        pairs = {key: self.places[key] for key in misplaced}
        strewn = {key: b - a for key, (a, b) in pairs.items() if is_strewn(self._keys, a, b)}
        several = {*strewn} if are_several(strewn.values()) else set()
        quoted = {key for box in self._boxes_found if self._is_announced(box) for key in self._twice(box)}
        loose = {key for key in misplaced - quoted if not self._is_placed(self.places[key])}
        if are_strewn(loose) and not self._is_statute:
            loose = {key for key in loose if self._fits_best(key)}
            several |= loose if are_strewn(loose) else set()
        stay = {key for key in keys if self._has_its_place(self.places[key])}
        damage = sorted(self.dropped)
        surely = {
            key
            for key in keys
            if key in several
            or any(is_near(damage, n, AROUND) for n in self.places[key])
            or (key in misplaced and len(key) >= LONE and not self._is_read_out(self.places[key]))
        }
        for key in keys:
            if key in surely - stay:
                self._drop_copies(key)
        damage = sorted(self.dropped)
        for key in keys:
            if key in stay or key not in surely | misplaced:
                self._keep_copies(key)
            elif key not in surely:
                beside = any(is_near(damage, n, AROUND) for n in self.places[key])
                (self._drop_copies if beside else self._keep_copies)(key)

    def _keep_copies(self, key: str) -> None:
        first, *others = self.places[key]
        for n in others:
            self.alone[n] = Verdict(n, first, "exact", 1.0, (), False)

    def _fits_best(self, key: str) -> bool:
        return fits_best(self._home(key), self.places[key], self._keys, self.copies)

    def _is_misplaced(self, key: str, places: list[int]) -> bool:
        """Whether a long paragraph stands twice on one page, and neither says it again elsewhere nor opens a list."""
        return len(places) < FORMULA and self._on_one_page(*places) and self.line(places[0]).rstrip()[-1] not in "：:"

    def _drop_copies(self, key: str) -> None:
        stays = self._home(key)
        for n in self.places[key]:
            if n != stays:
                self.dropped[n] = Verdict(n, stays, "exact", 1.0, (), True)

    def _is_worse_here(self, places: list[int]) -> bool:
        """Whether some copies on a page are worse by their marks or numbers: nobody repeats a clause like that."""
        if not all(self._on_one_page(a, b) for a, b in pairwise(places)):
            return False
        return self._some_are_worse(places) or are_miscounted(places, self.numbers, len(self._keys))

    def _repeats_a_box(self, places: list[int]) -> bool:
        """Whether copies stand next to each other, or the rows beside them are repeated with them."""
        if any(b - a == 1 and not self._is_one_of_many(a, b) for a, b in pairwise(places)):
            return True
        return any(b - a > 1 and self._in_a_box(a, b) for a, b in pairwise(places))

    def _leaked_near(self, key: str) -> bool:
        """Whether a copy of a long paragraph stands inside a sentence of others, and another one on its page."""
        leaked = self._leaked(key)
        return any(b - a <= PAGE and not leaked.isdisjoint((a, b)) for a, b in pairwise(self.places[key]))

    def _is_one_of_many(self, a: int, b: int) -> bool:
        """Whether rows in a row stand among others that say nearly the same: one for each time that it happened."""
        key = self._keys[a]
        return a > 0 and b + 1 < len(self._keys) and all(self._is_alike(key, self._keys[n]) for n in (a - 1, b + 1))

    def _is_alike(self, key: str, other: str) -> bool:
        pairs = (key, other), (other, key)
        return any(pair in self.unlike or pair[1] in self.parts.get(pair[0], ()) for pair in pairs)

    def _in_a_box(self, a: int, b: int) -> bool:
        """Whether a long row next to two copies is a copy, too, and hardly anything else stands between the two boxes.

        Whoever quotes a letter of three paragraphs has told something in between.
        """
        if not self._on_one_page(a, b) or sum(n not in self.copies for n in range(a + 1, b)) > 1:
            return False
        return any(self._repeated_beside(a, b, step) for step in (-1, 1))

    def _home(self, key: str) -> int:
        """The row where the copy that stays stands."""
        if key not in self.home:
            places = self.places[key]
            if len(places) > 1:
                marks = [self._flaws(n) for n in places]
                fewest = min(marks)
                leaked = self._leaked(key)
                places = [n for n, count in zip(places, marks, strict=True) if count == fewest and n not in leaked]
                places = places or self.places[key]
            box = self._box_of.get(key)
            if box is not None and len(places) == 2 and box.other < self._tail:
                self.home[key] = places[at_home_again(*box, self._keys, self.copies)]
            else:
                self.home[key] = at_home(places, self._keys, self.copies, numbers=self.numbers, tail=self._tail)
        return self.home[key]

    # --- boxes apart ----------------------------------------------------------------------------------------------

    def _boxes_apart(self) -> None:
        """A box of several paragraphs that stands elsewhere once more goes, in whatever order its rows stand there."""
        for n, stays in turned(self._keys, self._above, self._prose, self._is_said).items():
            if len(self.places[self._keys[n]]) == 2:
                self.home[self._keys[n]] = stays
            self.dropped[n] = Verdict(n, stays, "exact", 1.0, (), True)
        for box in self._boxes_found:
            if box.other in self.dropped or not self._is_text(box):
                continue
            stays, goes = box.first, box.other
            if box.other < self._tail and at_home_again(*box, self._keys, self.copies):
                stays, goes = goes, stays
            for i in range(box.size):
                if len(self.places[self._keys[stays + i]]) == 2:
                    self.home[self._keys[stays + i]] = stays + i
                self.dropped[goes + i] = Verdict(goes + i, stays + i, "exact", 1.0, (), True)

    @cached_property
    def _box_of(self) -> dict[str, Box]:
        """For what stands twice, and stands beside other such rows, the box that they make."""
        some = [box for box in self._boxes_found if box.size > 1]
        return {key: box for box in some for key in self._twice(box)}

    def _along_boxes(self) -> None:
        """The shorter paragraphs of a box go with those beside them."""
        for box in self._boxes_found:
            if box.size == 1:
                continue
            for step in (1, -1):
                apart = 0
                for i in range(box.size)[::step]:
                    n, m = box.first + i, box.other + i
                    for goes, stays in ((n, m), (m, n)):
                        if goes in self.dropped and self.dropped[goes].kept == stays:
                            apart = stays - goes
                    if apart and n not in self.dropped and m not in self.dropped:
                        goes = m if apart < 0 else n
                        if self._prose(self._keys[n]):
                            self.dropped[goes] = Verdict(goes, goes + apart, "exact", 1.0, (), True)
                        else:
                            apart = 0

    def _with_tail(self) -> None:
        """What a text ends with once more goes, headings, bylines and items too, unless somebody quotes it."""
        tail = range(self._tail, len(self._keys))
        if not tail or self._is_statute or self._is_exam or purpose.tells_who(self.line(tail[0] - 1)):
            return
        first = {n: self.places[self._keys[n]][0] for n in tail}
        if self._is_placed([first[tail[0]], tail[0]]):
            return
        self.dropped = {n: one for n, one in self.dropped.items() if one.kept < tail[0]}
        self.dropped.update({n: Verdict(n, first[n], "exact", 1.0, (), True) for n in tail})

    # --- pieces ---------------------------------------------------------------------------------------------------

    def _parts(self, parts: dict[str, list[str]], gone: set[str]) -> None:
        """Drop pieces of kept paragraphs: cut ones first, then those that damage near them speaks for.

        Articles of a statute say the same in more words or fewer, and so do verses, and solutions of exercises.
        """
        if not parts or self._is_statute or self._is_exam or is_verse([self.line(n) for n in range(len(self._keys))]):
            return
        waiting: list[tuple[str, str, Alignment, bool]] = []
        for key in sorted(parts, key=lambda k: (-len(k), self.places[k][0])):
            if key in gone or len(key) < SHORTEST_PIECE or is_item(self.line(self.places[key][0])):
                continue
            for whole in sorted(parts[key], key=lambda k: (-len(k), self.places[k][0])):
                found = None if whole in gone else self._lies_in(key, whole)
                if found is None:
                    continue
                if self._interrupts(key, whole, found) or self._is_unsigned(key, whole):
                    self._drop_piece(key, whole, found)
                    gone.add(key)
                    break
                bits = self._leaked_into(key, whole, found)
                if bits > BETTER:
                    self._drop_leak(key, whole, found)
                    break
                if bits > WORSE or self._is_said_again(key, whole, found):
                    self.pieces.append((key, whole, found))
                    break
                cut = self._is_cut(key, whole, found)
                if self._is_taken_up(key, whole, found) and (bits := self._torn(key, whole, found)) < STRONG:
                    waiting.append((key, whole, found, bits >= CLEAR))
                elif cut and self._lies_near(key, whole) and not self._may_be_summary(key, whole, found):
                    self._drop_piece(key, whole, found)
                    gone.add(key)
                else:
                    waiting.append((key, whole, found, cut))
                break
        self._drop_near_damage(waiting, gone)

    def _is_unsigned(self, key: str, whole: str) -> bool:
        """Whether a long paragraph stands beside itself with the name of who wrote it."""
        n, home = self.places[key][0], self.places[whole][0]
        return len(key) >= LONG and abs(n - home) <= NEAR_ROWS and is_signed(self.line(n), self.line(home))

    def _is_said_again(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a piece is quoted, a call that the next row takes up, or half of a paragraph of its own."""
        n = self.places[key][0]
        line = self.line(n)
        below = self._keys[n + 1] if n + 1 < len(self._keys) else ""
        if (below == whole and CALL.search(line)) or purpose.is_refrain(self.places[key], self._keys):
            return True
        home = self.places[whole][0]
        if self._is_asked(n, home) or (found.start == 0 and (purpose.is_speech(line) or purpose.is_list(line))):
            return True
        behind = self.between(home, found.end)
        if purpose.is_answered(behind) or purpose.ends_otherwise(line, behind):
            return True
        marks = [self.between(home, found.start), behind]
        inside = self.source(home, found.start, found.end)
        if purpose.is_cited(line, n, home) or purpose.quotes(inside.join(marks), line):
            return True
        if purpose.starts_anew(line, whole[: found.start], marks[0]):
            return True
        n, start = self._first_of(n, whole, found.start)
        if purpose.is_quoted(self.line(n), self.between(self.places[whole][0], start)):
            return True
        if purpose.goes_on_alike(whole, start, found.end, self._keys[n - 1] if n else "", below):
            return True
        n -= 1
        while n >= 0 and len(self._keys[n]) < LONG and self._keys[n] in self.parts and not self._announces(n):
            n -= 1
        return n >= 0 and self._announces(n)

    def _drop_leak(self, key: str, whole: str, found: Alignment) -> None:
        """Note which characters of the paragraph go, the mark at their end included."""
        n, home = self.places[key][0], self.places[whole][0]
        start = self.origin.item(self._at[home] + found.start)
        end = self.origin.item(self._at[home] + found.end)
        marks = self.between(home, found.end)
        self.leaks.append(Leak(start, end - len(marks) + len(marks.rstrip()), n))

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
        if clauses(line) == 1 and CALL.search(line):
            return True
        before = self.between(self.places[whole][0], found.start).strip()
        return bool(before and ENDED.search(line)) and not starts_late(line) and not self._reaches(n, whole, -1)

    def _is_cut(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a piece shows by itself that it was cut."""
        n, home = self.places[key][0], self.places[whole][0]
        between, line = partial(self.between, home), self.line(n)
        if self._is_verse(line) or has_more_marks(line, self.source(home, found.start, found.end)):
            return False
        return is_cut_piece(key, line, whole, found, between, lambda: self._beside_whole(n, whole))

    def _drop_near_damage(self, waiting: list[tuple[str, str, Alignment, bool]], gone: set[str]) -> None:
        """A piece of whole sentences, one that could be a heading or is far away goes only beside overlap damage."""
        tails = {key for key, whole, found, _ in waiting if self._is_tail_below(key, whole, found)}
        damage = sorted(self.dropped)
        for key, whole, found, cut in waiting:
            if (len(tails) >= FEWEST_TAILS and key in tails) or self._beside_damage(key, whole, found, damage, cut):
                self._drop_piece(key, whole, found)
                gone.add(key)
            else:
                self.pieces.append((key, whole, found))

    def _is_tail_below(self, key: str, whole: str, found: Alignment) -> bool:
        """Whether a long piece is the end of the paragraph right above it, and stands nowhere else."""
        places = self.places[key]
        return len(places) == 1 and len(key) >= LONG and found.end == len(whole) and self._reaches(places[0], whole, -1)

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
            if not 0 <= m < len(self._keys):
                return False
            key = self._keys[m]
            if key == whole:
                return True
            if m not in self.dropped or key not in whole:
                return False
        return False

    def _drop_piece(self, key: str, whole: str, found: Alignment) -> None:
        for n in self.places[key]:
            self.dropped[n] = self._piece(n, key, whole, found, True)

    def _piece(self, n: int, key: str, whole: str, found: Alignment, dropped: bool) -> Verdict:
        kept = self._home(whole)
        shown = tuple((self.source(n, d.i, d.j), self.source(kept, d.k, d.m)) for d in found.differences)
        score = 1.0 if not found.differences else len(grams(key) & grams(whole)) / max(1, len(grams(key)))
        return Verdict(n, kept, "contained", score, shown, dropped)

    def _put_together(self) -> None:
        """A row that says once more what paragraphs on its page say, put together, goes; sentences beside it do."""
        wholes = {key for keys in self.parts.values() for key in keys if len(self.places[key]) == 1}
        starting = beginnings(wholes, self.parts)
        for whole in sorted(wholes, key=lambda key: self.places[key]):
            n = self.places[whole][0]
            if n in self.dropped or not self._prose(whole):
                continue
            for m in sorted(m for part in starting[whole] for m in self.places[part]):
                if not self._on_one_page(n, m) or m in self.dropped:
                    continue
                end = put_together(whole, m, self._keys)
                if end and not self._fits_better(n, m, end):
                    self.dropped[n] = Verdict(n, m, "exact", 1.0, (), True)
                    break
                end = end or self._sentences_of(whole, m)
                if end and (m == n + 1 or end == n or self._fits_better(n, m, end)):
                    self.dropped.update({k: Verdict(k, n, "contained", 1.0, (), True) for k in range(m, end)})
                    break

    def _fits_better(self, n: int, first: int, end: int) -> bool:
        """Whether a row fits clearly better to its place than rows that say the same, one by one, fit to theirs.

        Two rows are paragraphs, and more of them may be the sentences of one.
        """
        groups = [[n], range(first, end)]
        there, here = fits([self._keys[n]], groups, self._keys, {n, *range(first, end)})
        return there > (SURELY if end - first == 2 else CLEARLY) * here

    def _sentences_of(self, whole: str, first: int) -> int:
        """Behind which row a paragraph ends whose sentences are rows from `first` on; 0 if they are not, or verses."""
        if len(whole) < WHOLE:
            return 0
        size = longest = 0
        for n in range(first, len(self._keys)):
            key = self._keys[n]
            if not whole.startswith(key, size) or not is_complete(self.line(n)) or stands_apart(self.line(n)):
                return 0
            size += len(key)
            longest = max(longest, len(key))
            if size == len(whole):
                return n + 1 if longest >= SHORT else 0
        return 0

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _blocks(self) -> None:
        """A block that stands twice or more in a row stays once; what went because of its copies keeps its reason.

        A copy of which rows went already is not the one that stays.
        """
        gone = twins(self._keys, self.places.twice, self._prose, self._blemishes)
        gone = {n: kept for n, kept in gone.items() if not self._stand_below_headings(n, kept)}
        if gone and self.dropped.keys().isdisjoint(gone.values()):
            self.dropped = with_blocks(self.dropped, gone)
