"""`dedup`: repeats across the rows of a corpus; exact ones, near ones, and pieces of longer rows.

Candidates come from sorted keys (`bands`, marks of `arrays`), every one is checked exactly, and every removal names a
kept row.
Nothing here knows about files, or about the inside of a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

import numpy as np

from parkclean.neardup import bands, pieces, scan
from parkclean.neardup.choose import asked_by_rank, choose
from parkclean.neardup.cuts import ENDED, SHORT, TAIL, is_cut, signs
from parkclean.neardup.decision import Alignment, copied, skeleton
from parkclean.neardup.gramsets import GramSets
from parkclean.neardup.home import PARAGRAPH, at_home
from parkclean.neardup.results import KINDS, Deduped, Kind
from parkclean.neardup.shingles import BREAK, GRAM, fold
from parkclean.tables import CLOSING, SENTENCE_END

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

NEARLY = 0.1
"""Pairs so far below the threshold are listed as borderline."""

MOST_PLACES = 4
"""A paragraph in more places is a template's, which has no home: the earliest stays."""

_FOLDED_AT_ONCE = 1000

_BESIDE = 2
"""Rows before and behind a copy that are folded with it; the few others that are asked for cost more, one by one."""

_VERY_LONG = 100_000
"""Rows of so many characters are searched by a table of their grams, which is made once."""

_ASKED_AT_ONCE = 32
"""Kept rows that a row is compared with at once; the first one or two often decide."""

_ENDS = np.array([ord(c) for c in SENTENCE_END], np.uint32)
_MAY_FOLLOW = np.array([*map(ord, CLOSING), *(n for n in range(0x3001) if chr(n).isspace())], np.uint32)
"""Brackets and blanks behind an end."""

_NEAR = KINDS.index("near")


def dedup(
    rows: Iterable[str],
    *,
    threshold: float = 0.8,
    differences: Literal["copying", "any"] = "copying",
    scope: Literal["paragraphs", "documents"] = "paragraphs",
    contained: bool | None = None,
    kernel: scan.KernelName = "auto",
    batch: int = scan.BATCH,
    threads: int = 1,
) -> Deduped:
    """Say which rows repeat another one, and because of what.

    Rows are compared folded (width, script, punctuation, blanks); short and empty ones only as they stand.

    rows: texts, one a row.
    threshold: exact Jaccard of character 5-grams from which two rows are near-duplicates.
    differences: "copying" drops a near-duplicate only if all that differs is what copying leaves behind (a mark, a 的,
        mojibake); any other difference, a figure or a name, makes another text, listed by `borderline`.
        "any" is plain Jaccard.
    scope: what a row is. Paragraphs stand in order, and of equal ones that stays which its neighbours continue;
        documents have no neighbours.
    contained: whether pieces of longer rows go; with "copying" those that are cut, with "any" all.
        None: with "copying" only.
    kernel: "numba" needs `parkclean[fast]`; all give the same result, and so does any batch and number of threads.
    batch: rows read at once; threads: batches read at the same time.

    A row goes only because of a row that stays, and a second run drops nothing.
    Raises TypeError for a row that is not a str, ValueError for a threshold outside (0, 1].
    Method: MinHash with bands (Broder 1997; Leskovec, Rajaraman, Ullman, ch. 3), winnowing for pieces.

    >>> one = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"
    >>> found = dedup([one, one.replace("建的", "建"), one.replace("三", "五")])
    >>> found.kept, [(gone.row, gone.kept_row, gone.kind, gone.differences) for gone in found.dropped]
    ([0, 2], [(1, 0, 'near', (('', '的'),))])
    >>> [(seen.row, seen.differences) for seen in found.borderline()]
    [(2, (('五', '三'),))]
    """
    _check(threshold, differences, scope, batch, threads)
    texts = scan.listed(rows)
    search = _Search(
        scan.Source(texts, scan.load_kernel(kernel, texts), batch=batch, threads=threads),
        float(threshold),
        differences == "copying",
        scope == "paragraphs",
    )
    search.run(differences == "copying" if contained is None else contained)
    return Deduped(
        texts,
        float(threshold),
        differences,
        search.kept_of,
        search.kinds,
        search.scores,
        search.nearly,
        tuple(sorted(row for row in search.too_common if search.kept_of[row] == row)),
    )


def _check(threshold: float, differences: str, scope: str, batch: int, threads: int) -> None:
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)):
        raise TypeError(f"threshold must be a number, not {type(threshold).__name__}")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must be above 0 and at most 1, not {threshold}")
    if differences not in ("copying", "any"):
        raise ValueError(f'differences must be "copying" or "any", not {differences!r}')
    if scope not in ("paragraphs", "documents"):
        raise ValueError(f'scope must be "paragraphs" or "documents", not {scope!r}')
    for name, value in (("batch", batch), ("threads", threads)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"{name} must be a whole number from 1 on, not {value!r}")


class _Edges(NamedTuple):
    """Pairs of rows, the earlier one in `a`, and their exact Jaccard."""

    a: Numbers
    b: Numbers
    scores: NDArray[np.float64]

    def only(self, wanted: NDArray[np.bool_]) -> _Edges:
        return _Edges(self.a[wanted], self.b[wanted], self.scores[wanted])


class _Search:
    """One run; `kept_of` says for every row which row stays in its place, itself or another."""

    def __init__(self, source: scan.Source, threshold: float, copying: bool, in_order: bool) -> None:
        self.source = source
        self.rows = source.rows
        self.threshold = threshold
        self.copying = copying
        self.in_order = in_order and copying
        self.short = SHORT if copying else GRAM
        self.kept_of = np.arange(len(source.rows))
        self.kinds = np.zeros(len(source.rows), np.uint8)
        self.scores = np.ones(len(source.rows))
        self.nearly: dict[int, tuple[int, Kind, float]] = {}
        self.too_common: set[int] = set()
        self.late: NDArray[np.bool_] | None = None
        self._folded: dict[int, str] = {}
        self._places: dict[int, pieces.Places] = {}
        self._judged: set[int] = set()
        self._skeletons: dict[int, int] = {}
        self._numbered: dict[str, int] = {}

    def run(self, contained: bool) -> None:
        """Exact, then near, then contained, each among the rows that the one before has kept."""
        shape = bands.shape(self.threshold)
        found = self.source.scan(short=self.short, shape=shape, marks_from=SHORT if contained else None)
        self.lasts = found.lasts
        self._exact(found.digests, found.sizes)
        where = np.flatnonzero(self._staying() & (found.sizes >= max(self.short, GRAM)))
        self._near(found.keys, where)
        if contained:
            self._contained(found)
        self._settle()

    def _contained(self, found: scan.Scan) -> None:
        """Drop pieces; rows that were near to one of them are compared once more, with the rows that stay.

        Each round takes out at least one row for good, so there is an end.
        """
        marks = pieces.Marks(found.marks)
        self._pieces(marks.shared(self._staying()), found.sizes)
        compared = np.flatnonzero(found.sizes >= max(self.short, GRAM))
        while True:
            first = self.kept_of
            orphans = np.flatnonzero((self.kinds == _NEAR) & (first != np.arange(first.size)) & (first[first] != first))
            if not orphans.size:
                return
            self.kept_of[orphans] = orphans
            self.scores[orphans] = 1.0
            self.kinds[orphans] = 0
            self.late = np.zeros(first.size, np.bool_)
            self.late[orphans] = True
            near = bands.beside(found.keys, compared, orphans)
            self._near(found.keys, near[self.kept_of[near] == near])
            back = orphans[self.kept_of[orphans] == orphans]
            if back.size:
                self._pieces(marks.shared_with(self._marks(back), self._staying()), found.sizes)

    def _staying(self) -> NDArray[np.bool_]:
        staying: NDArray[np.bool_] = self.kept_of == np.arange(self.kept_of.size)
        return staying

    def _marks(self, rows: Numbers) -> NDArray[np.uint32]:
        """The marks of some rows."""
        parts = [self.source.fold(rows[part]) for part in self.source.parts(rows)]
        return np.concatenate([self.source.kernel.fingerprints(*part)[0] for part in parts])

    def _settle(self) -> None:
        """What went because of a row that went itself follows it to the row that stays."""
        first = self.kept_of
        moved = self.kept_of[first] != first
        while moved.any():
            self.kinds[moved] = self.kinds[first[moved]]
            self.scores[moved] = self.scores[first[moved]]
            first = np.where(moved, self.kept_of[first], first)
            moved = self.kept_of[first] != first
        self.kept_of = first
        for row in [
            row for row in self.nearly if first[row] != row or first[self.nearly[row][0]] != self.nearly[row][0]
        ]:
            del self.nearly[row]

    def _drop(self, row: int, kept: int, kind: Kind, score: float) -> None:
        self.kept_of[row] = kept
        self.kinds[row] = KINDS.index(kind)
        self.scores[row] = score

    def _almost(self, row: int, kept: int, kind: Kind, score: float) -> None:
        """Remember the most alike of the rows because of which a row nearly went."""
        if row not in self.nearly or self.nearly[row][2] < score:
            self.nearly[row] = kept, kind, score

    def _cut_offs(self, rows: Numbers) -> NDArray[np.bool_]:
        """Complete rows come before those without an end; most tell by their last character."""
        lasts = self.lasts[rows]
        cut = ~np.isin(lasts, _ENDS)
        for n in np.flatnonzero(cut & np.isin(lasts, _MAY_FOLLOW)).tolist():
            cut[n] = not ENDED.search(self.rows[int(rows[n])][-TAIL:])
        return cut

    def _ranked(self, rows: Numbers) -> Numbers:
        """Complete before cut, then earliest; what comes back because of whom it went for stands behind what stayed."""
        late = np.zeros(rows.size, np.bool_) if self.late is None else self.late[rows]
        return rows[np.lexsort((rows, self._cut_offs(rows), late))]

    def _fold(self, row: int) -> str:
        """The folded text of a row, remembered."""
        if row not in self._folded:
            self._folded[row] = self.source.folded(np.array([row]))[0]
        return self._folded[row]

    # --- exact --------------------------------------------------------------------------------------------------------

    def _exact(self, digests: NDArray[np.uint64], sizes: Numbers) -> None:
        """Of equal rows one stays."""
        groups = list(self._groups(digests, sizes))
        if self.in_order:
            self.copies = np.zeros(len(self.rows), np.bool_)
            for places in groups:
                self.copies[places] = True
        for start in range(0, len(groups), _FOLDED_AT_ONCE):
            some = groups[start : start + _FOLDED_AT_ONCE]
            self._fold_around([places for places in some if self._may_have_home(places, sizes)])
            for places in some:
                self.kept_of[places] = self._stays(places, sizes)
            self._folded.clear()

    def _groups(self, digests: NDArray[np.uint64], sizes: Numbers) -> Iterator[list[int]]:
        """Rows with the same digest that are equal."""
        above = digests & np.uint64(0xFFFFFFFF00000000)
        above |= np.arange(digests.size, dtype=np.uint64)
        above.sort()
        shared = np.sort((bands.shared(above) & np.uint64(0xFFFFFFFF)).astype(np.int64))
        order = shared[digests[shared].argsort(kind="stable")]
        same = digests[order[1:]] == digests[order[:-1]]
        edges = np.flatnonzero(np.concatenate([[True], ~same, [True]]))
        numbers = order.tolist()
        mixed: list[int] = []
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            if end - start > 1:
                places = numbers[start:end]
                first = self.rows[places[0]]
                if all(self.rows[n] == first for n in places):
                    yield places
                else:
                    mixed += places
        yield from self._equal(mixed, sizes)

    def _equal(self, places: list[int], sizes: Numbers) -> Iterator[list[int]]:
        """Groups of equal rows among rows that are not written alike."""
        classes: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for start in range(0, len(places), scan.BATCH):
            part = places[start : start + scan.BATCH]
            for n, text in zip(part, self.source.folded(np.array(part)), strict=True):
                short = bool(sizes[n] < self.short)
                classes[short, self.rows[n] if short else text].append(n)
        yield from (found for found in classes.values() if len(found) > 1)

    def _stays(self, places: list[int], sizes: Numbers) -> int:
        """Fewest signs that something is missing, at home before leaked, then earliest."""
        first = self.rows[places[0]]
        if not all(self.rows[n] == first for n in places):
            missing = [signs(self.rows[n]) for n in places]
            fewest = min(missing)
            places = [n for n, count in zip(places, missing, strict=True) if count == fewest]
        if not self._may_have_home(places, sizes):
            return places[0]
        return at_home(places, _Folded(self), _Copies(self.copies), 0, self.source.kernel.words_with)

    def _may_have_home(self, places: list[int], sizes: Numbers) -> bool:
        return self.in_order and 1 < len(places) <= MOST_PLACES and bool(sizes[places[0]] >= PARAGRAPH)

    def _fold_around(self, groups: list[list[int]]) -> None:
        """Remember the folded text of some equal rows and of those beside them."""
        places = np.array([n for places in groups for n in places], np.int64)
        beside = np.concatenate([places + n for n in range(-_BESIDE, _BESIDE + 1)])
        self._fold_together(beside[(beside >= 0) & (beside < len(self.rows))])

    # --- near ---------------------------------------------------------------------------------------------------------

    def _near(self, keys: NDArray[np.uint32], where: Numbers) -> None:
        """By rank, a row stays unless an exact edge joins it to a row that stays."""
        runs = bands.runs(keys, where)
        edges = self._edges(runs.pairs)
        busy = np.bincount(np.concatenate([edges.a, edges.b]), minlength=len(self.rows)) > 1
        busy[runs.members] = True
        several = busy[edges.a] | busy[edges.b]
        self._two(edges.only(~several))
        if self.copying or self.source.kernel.choose is None:
            self._many(edges.only(several), runs)
        else:
            self._choose(edges.only(several), runs)

    def _two(self, edges: _Edges) -> None:
        """Rows that have no other candidate but each other: of most pairs the second one goes."""
        count = edges.a.size
        both = np.concatenate([edges.a, edges.b])
        cut = self._cut_offs(both).astype(np.int64)
        if self.late is not None:
            cut += 2 * self.late[both]
        first = cut[:count] <= cut[count:]
        kept, gone = np.where(first, edges.a, edges.b), np.where(first, edges.b, edges.a)
        goes = edges.scores >= self.threshold
        if self.copying:
            self._copied_pairs(gone, kept, goes)
        self.kept_of[gone[goes]] = kept[goes]
        self.kinds[gone[goes]] = _NEAR
        self.scores[gone[goes]] = edges.scores[goes]
        almost = zip(gone[~goes].tolist(), kept[~goes].tolist(), edges.scores[~goes].tolist(), strict=True)
        self.nearly.update((row, (other, "near", score)) for row, other, score in almost)

    def _copied_pairs(self, gone: Numbers, kept: Numbers, goes: NDArray[np.bool_]) -> None:
        """Take back of some pairs those that differ otherwise than copies do."""
        asked = np.flatnonzero(goes)
        for part in self.source.parts(gone[asked], kept[asked]):
            some = asked[part]
            self._fold_together(np.concatenate([gone[some], kept[some]]))
            goes[some] = list(map(self._copied, gone[some].tolist(), kept[some].tolist()))
            self._forget()

    def _many(self, found: _Edges, runs: bands.Runs) -> None:
        """Rows with several candidates, by rank; what is kept has a number, so numbers rise with the rank."""
        edges: dict[int, dict[int, float]] = defaultdict(dict)
        for x, y, score in zip(found.a.tolist(), found.b.tolist(), found.scores.tolist(), strict=True):
            edges[x][y] = edges[y][x] = score
        long = runs.by_row()
        ranked = self._ranked(np.array(sorted({*edges, *long}), np.int64)).tolist()
        kept = _Kept(GramSets(self.source, [row for row in ranked if row in long]), runs.starts.size - 1)
        for n, row in enumerate(ranked):
            if self.copying and n % _FOLDED_AT_ONCE == 0:
                self._fold_together(np.array(ranked[n : n + _FOLDED_AT_ONCE]))
            mine = long.get(row, ())
            asked = self.late is None or self.late[row]
            if asked and self._goes(row, edges.get(row, {}), mine, kept):
                continue
            if kept.add(row, mine, self._skeleton(row) if self.copying else 0):
                self.too_common.add(row)
        self._forget()

    def _choose(self, edges: _Edges, runs: bands.Runs) -> None:
        """The same, decided by the kernel."""
        rows = self._ranked(np.unique(np.concatenate([edges.a, edges.b, runs.members])))
        ranks = np.empty(len(self.rows), np.int64)
        ranks[rows] = np.arange(rows.size)
        asked = np.ones(rows.size, np.bool_) if self.late is None else self.late[rows]
        found = choose(
            self.source, rows, asked_by_rank(ranks, asked, edges, runs), self.threshold, self.threshold - NEARLY
        )
        gone = np.flatnonzero(found.by >= 0)
        self.kept_of[rows[gone]] = rows[found.by[gone]]
        self.kinds[rows[gone]] = _NEAR
        self.scores[rows[gone]] = found.scores[gone]
        self.too_common.update(rows[found.common].tolist())
        near = np.flatnonzero(found.near >= 0)
        columns = rows[near], rows[found.near[near]], found.near_scores[near]
        for row, other, score in zip(*(column.tolist() for column in columns), strict=True):
            self._almost(row, other, "near", score)

    def _goes(self, row: int, edges: dict[int, float], runs: Sequence[int], kept: _Kept) -> bool:
        """Drop a row because of the first kept row, by rank, that it differs from as it may."""
        others, known = kept.beside(edges, runs)
        for start in range(0, len(others), _ASKED_AT_ONCE):
            some = others[start : start + _ASKED_AT_ONCE]
            if self.copying and row in self.nearly:
                some = kept.alike(self._skeleton(row), some, known)
            for number, score in zip(some, kept.scores(row, some, known), strict=True):
                if score < self.threshold - NEARLY:
                    continue
                other = kept.rows[number]
                # A row of a template nearly goes because of many rows; to name one of them is enough.
                if self.copying and number not in known and row in self.nearly and not self._alike(row, other):
                    continue
                if score >= self.threshold and (not self.copying or self._copied(row, other)):
                    self._drop(row, other, "near", score)
                    return True
                self._almost(row, other, "near", score)
        return False

    def _copied(self, row: int, other: int) -> bool:
        return self._alike(row, other) and copied(self._fold(row), self._fold(other))

    def _alike(self, row: int, other: int) -> bool:
        """Whether two rows may be copies; much cheaper than to ask where they differ."""
        one, two = self._skeleton(row), self._skeleton(other)
        return one == two or one < 0 or two < 0

    def _skeleton(self, row: int) -> int:
        """A number for what copying leaves of a row; -1 if lost characters left something behind."""
        if row not in self._skeletons:
            left = skeleton(self._fold(row))
            self._skeletons[row] = -1 if left is None else self._numbered.setdefault(left, len(self._numbered))
        return self._skeletons[row]

    def _forget(self) -> None:
        """Nothing of a row is kept longer than it is needed."""
        self._folded.clear()
        self._skeletons.clear()
        self._numbered.clear()

    def _edges(self, pairs: NDArray[np.uint64]) -> _Edges:
        """The candidates that are near enough to speak of, with their exact Jaccard."""
        a = (pairs >> np.uint64(32)).astype(np.int64)
        b = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        if self.late is not None:
            asked = self.late[a] | self.late[b]
            a, b = a[asked], b[asked]
        scores = np.zeros(a.size)
        for part in self.source.parts(a, b):
            some, at = np.unique(np.concatenate([a[part], b[part]]), return_inverse=True)
            codes, sizes = self.source.fold(some)
            scores[part] = self.source.kernel.jaccards(codes, sizes, *at.reshape(2, -1))
        return _Edges(a, b, scores).only(scores >= self.threshold - NEARLY)

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _pieces(self, shared: pieces.Shared, sizes: Numbers) -> None:
        """Drop rows whose folded text lies in that of a longer row that stays, the longest pieces first."""
        for rows, wholes in pieces.candidates(shared, sizes):
            for part in self.source.parts(rows, wholes):
                self._folded = {n: text for n, text in self._folded.items() if len(text) >= _VERY_LONG}
                self._fold_together(np.concatenate([rows[part], wholes[part]]))
                for row, whole in zip(rows[part].tolist(), wholes[part].tolist(), strict=True):
                    if self.kept_of[row] != row or self.kept_of[whole] != whole or row in self._judged:
                        continue
                    start = self._place(row, whole)
                    if start >= 0:
                        self._judge(row, whole, start)
                        self._judged.add(row)
        self._folded.clear()
        self._judged.clear()
        self._places.clear()

    def _fold_together(self, rows: Numbers) -> None:
        """Remember the folded text of some rows."""
        new = np.array(sorted({*rows.tolist()}.difference(self._folded)), np.int64)
        self._folded.update(zip(new.tolist(), self.source.folded(new), strict=True))

    def _place(self, row: int, whole: int) -> int:
        """Where a piece stands in a longer row, -1 if nowhere."""
        key, text = self._fold(row), self._fold(whole)
        if len(text) < _VERY_LONG:
            return text.find(key)
        if whole not in self._places:
            self._places[whole] = pieces.Places(text)
        return self._places[whole].find(key)

    def _judge(self, row: int, whole: int, start: int) -> None:
        """A piece goes if it is cut; whole sentences may be a summary or a quotation."""
        size, total = len(self._fold(row)), len(self._fold(whole))
        missing = total - size
        if not self.copying or (
            missing >= 2 and (missing >= 6 or start == 0) and self._cut(row, whole, start, size, total)
        ):
            self._drop(row, whole, "contained", 1.0)
        else:
            self._almost(row, whole, "contained", 1.0)

    def _cut(self, row: int, whole: int, start: int, size: int, total: int) -> bool:
        text = self.rows[whole]
        codes, origin = fold(text)
        origin = origin[codes != BREAK]
        end = start + size
        before = text[int(origin[start - 1]) + 1 if start else 0 : int(origin[start])]
        after = text[int(origin[end - 1]) + 1 : int(origin[end]) if end < total else len(text)]
        line = self.rows[row]
        beside = self.in_order and abs(row - whole) == 1
        return is_cut(line, size, total, Alignment(start, end, ()), before, after, lambda: beside)


class _Kept:
    """The rows that stay, numbered as they come, and which of them stand in which long run."""

    def __init__(self, grams: GramSets, runs: int) -> None:
        self.rows: list[int] = []
        self._skeletons: list[int] = []
        self._grams = grams
        self._numbers: dict[int, int] = {}
        self._in_run: list[list[int]] = [[] for _ in range(runs)]

    def add(self, row: int, runs: Sequence[int], skeleton: int) -> bool:
        """Keep a row; True if one of its runs has too many kept rows already."""
        self._skeletons.append(skeleton)
        open_runs = [run for run in runs if len(self._in_run[run]) < bands.MOST_KEPT]
        number = self._grams.keep(self._grams.of(row) if open_runs else None)
        self.rows.append(row)
        self._numbers[row] = number
        for run in open_runs:
            self._in_run[run].append(number)
        return len(open_runs) < len(runs)

    def beside(self, edges: dict[int, float], runs: Sequence[int]) -> tuple[list[int], dict[int, float]]:
        """The numbers of the kept rows that an edge or a run joins to a row, rising; and the scores of the edges."""
        known = {self._numbers[other]: score for other, score in edges.items() if other in self._numbers}
        return sorted({*known}.union(*[self._in_run[run] for run in runs])), known

    def alike(self, skeleton: int, others: list[int], known: dict[int, float]) -> list[int]:
        """Those of some kept rows that may be copies of a row, or whose Jaccard is known."""
        if skeleton < 0:
            return others
        theirs = self._skeletons
        return [n for n in others if theirs[n] == skeleton or theirs[n] < 0 or n in known]

    def scores(self, row: int, others: list[int], known: dict[int, float]) -> list[float]:
        """The exact Jaccard of a row with kept ones, some of which are known."""
        new = [number for number in others if number not in known] if known else others
        if not new:
            return [known[number] for number in others]
        found = self._grams.jaccards(self._grams.of(row), new)
        if len(new) == len(others):
            return found
        scores = {**known, **dict(zip(new, found, strict=True))}
        return [scores[number] for number in others]


class _Copies:
    """The rows that have copies, as `at_home` asks for them."""

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.mask = mask

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and bool(self.mask[row])


class _Folded(Sequence[str]):
    """The rows, each folded when it is first looked at."""

    def __init__(self, search: _Search) -> None:
        self.search = search

    def __len__(self) -> int:
        return len(self.search.rows)

    @overload
    def __getitem__(self, n: int) -> str: ...
    @overload
    def __getitem__(self, n: slice) -> list[str]: ...
    def __getitem__(self, n: int | slice) -> str | list[str]:
        if isinstance(n, slice):
            return self.search.source.folded(np.arange(len(self))[n])
        return self.search._fold(n)
