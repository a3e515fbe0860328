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
from parkclean.neardup.cuts import ENDED, SHORT, is_cut
from parkclean.neardup.decision import Alignment, copied, skeleton
from parkclean.neardup.home import PARAGRAPH, at_home
from parkclean.neardup.results import KINDS, Deduped, Kind
from parkclean.neardup.shingles import BREAK, GRAM, fold, grams, jaccard
from parkclean.tables import CLOSING, SENTENCE_END

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

NEARLY = 0.1
"""Pairs so far below the threshold are listed as borderline."""

MOST_PLACES = 4
"""A paragraph in more places is a template's, which has no home: the earliest stays."""

_AT_ONCE = 1 << 22
"""Characters compared at once."""

_PIECES_AT_ONCE = 5_000

_VERY_LONG = 100_000
"""Rows of so many characters are searched by a table of their grams, which is made once."""

_TAIL = 80

_ENDS = frozenset(SENTENCE_END)

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
    texts = scan.checked(rows)
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
        self._skeletons: dict[int, str | None] = {}

    def run(self, contained: bool) -> None:
        """Exact, then near, then contained, each among the rows that the one before has kept."""
        shape = bands.shape(self.threshold)
        found = self.source.scan(short=self.short, shape=shape, marks_from=SHORT if contained else None)
        self._exact(found.digests, found.sizes)
        alone = self.kept_of == np.arange(len(self.rows))
        where = np.flatnonzero(alone & (found.sizes >= max(self.short, GRAM)))
        self._near(found.keys, where)
        if contained:
            self._contained(found)
        self._settle()

    def _contained(self, found: scan.Scan) -> None:
        """Drop pieces; rows that were near to one of them are compared once more, with the rows that stay.

        Each round takes out at least one row for good, so there is an end.
        """
        found.marks.sort()
        self._pieces(found, None)
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
            stays = self.kept_of == np.arange(first.size)
            stays &= (found.sizes >= max(self.short, GRAM)) & bands.beside(found.keys, orphans)
            self._near(found.keys, np.flatnonzero(stays))
            back = np.zeros(first.size, np.bool_)
            back[orphans[self.kept_of[orphans] == orphans]] = True
            if back.any():
                self._pieces(found, back)

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

    def _cut_off(self, row: int) -> bool:
        """Complete rows come before those without an end."""
        last = self.rows[row][-1:]
        if last in _ENDS:
            return last == ""
        return not (last in CLOSING or last.isspace()) or not ENDED.search(self.rows[row][-_TAIL:])

    def _rank(self, row: int) -> tuple[bool, bool, int]:
        """What comes back because of whom it went for stands behind what stayed; then complete before cut."""
        return self.late is not None and bool(self.late[row]), self._cut_off(row), row

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
        for places in groups:
            kept = self._stays(places, sizes)
            self.kept_of[places] = kept

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
        """Complete before cut, at home before leaked, then earliest."""
        first = self.rows[places[0]]
        if not all(self.rows[n] == first for n in places):
            ranks = [self._cut_off(n) for n in places]
            places = [n for n, rank in zip(places, ranks, strict=True) if rank == min(ranks)]
        if not self.in_order or not 1 < len(places) <= MOST_PLACES or sizes[places[0]] < PARAGRAPH:
            return places[0]
        return at_home(places, _Folded(self), _Copies(self.copies), otherwise=0)

    # --- near ---------------------------------------------------------------------------------------------------------

    def _near(self, keys: NDArray[np.uint32], where: Numbers) -> None:
        """By rank, a row stays unless an exact edge joins it to a row that stays."""
        runs = bands.runs(keys, where)
        edges = self._edges(runs.pairs)
        busy = np.bincount(np.concatenate([edges.a, edges.b]), minlength=len(self.rows)) > 1
        busy[runs.members] = True
        several = busy[edges.a] | busy[edges.b]
        self._two(edges.only(~several))
        self._many(edges.only(several), runs)

    def _two(self, edges: _Edges) -> None:
        """Rows that have no other candidate but each other: of most pairs the second one goes."""
        count = edges.a.size
        both = np.concatenate([edges.a, edges.b])
        cut = np.fromiter(map(self._cut_off, both.tolist()), np.int64, 2 * count)
        if self.late is not None:
            cut += 2 * self.late[both]
        first = cut[:count] <= cut[count:]
        kept, gone = np.where(first, edges.a, edges.b), np.where(first, edges.b, edges.a)
        goes = edges.scores >= self.threshold
        if self.copying:
            asked = np.flatnonzero(goes)
            goes[asked] = list(map(self._copied, gone[asked].tolist(), kept[asked].tolist()))
        self.kept_of[gone[goes]] = kept[goes]
        self.kinds[gone[goes]] = _NEAR
        self.scores[gone[goes]] = edges.scores[goes]
        almost = zip(gone[~goes].tolist(), kept[~goes].tolist(), edges.scores[~goes].tolist(), strict=True)
        self.nearly.update((row, (other, "near", score)) for row, other, score in almost)

    def _many(self, found: _Edges, runs: bands.Runs) -> None:
        """Rows with several candidates, one by one."""
        edges: dict[int, dict[int, float]] = defaultdict(dict)
        for x, y, score in zip(found.a.tolist(), found.b.tolist(), found.scores.tolist(), strict=True):
            edges[x][y] = edges[y][x] = score
        long: dict[int, list[int]] = defaultdict(list)
        for run, (start, end) in enumerate(zip(runs.starts[:-1].tolist(), runs.starts[1:].tolist(), strict=True)):
            for row in runs.members[start:end].tolist():
                long[row].append(run)
        kept: set[int] = set()
        kept_in: dict[int, list[int]] = defaultdict(list)
        sets: dict[int, set[str]] = {}
        ranked = sorted({*edges, *long}, key=self._rank)
        self.rank = {row: rank for rank, row in enumerate(ranked)}
        for row in ranked:
            asked = self.late is None or self.late[row]
            if asked and self._goes(row, edges.get(row, {}), kept, [kept_in[run] for run in long.get(row, ())], sets):
                continue
            kept.add(row)
            for run in long.get(row, ()):
                if len(kept_in[run]) < bands.MOST_KEPT:
                    kept_in[run].append(row)
                else:
                    self.too_common.add(row)

    def _goes(
        self,
        row: int,
        edges: dict[int, float],
        kept: set[int],
        runs: list[list[int]],
        sets: dict[int, set[str]],
    ) -> bool:
        """Drop a row because of the first kept row, by rank, that it differs from as it may."""
        others = [other for other in edges if other in kept]
        if runs:
            others = list({*others}.union(*runs))
        if len(others) > 1:
            others.sort(key=self.rank.__getitem__)
        for other in others:
            # A row of a template nearly goes because of many rows; to name one of them is enough.
            if other not in edges and row in self.nearly and self.copying and not self._alike(row, other):
                continue
            score = edges[other] if other in edges else self._score(row, other, sets)
            if score < self.threshold - NEARLY:
                continue
            if score >= self.threshold and (not self.copying or self._copied(row, other)):
                self._drop(row, other, "near", score)
                sets.pop(row, None)
                return True
            self._almost(row, other, "near", score)
        if not runs:
            sets.pop(row, None)
        return False

    def _copied(self, row: int, other: int) -> bool:
        return self._alike(row, other) and copied(self._fold(row), self._fold(other))

    def _alike(self, row: int, other: int) -> bool:
        """Whether two rows may be copies; much cheaper than to ask where they differ."""
        for n in (row, other):
            if n not in self._skeletons:
                self._skeletons[n] = skeleton(self._fold(n))
        one, two = self._skeletons[row], self._skeletons[other]
        return one == two or one is None or two is None

    def _score(self, row: int, other: int, sets: dict[int, set[str]]) -> float:
        for n in (row, other):
            if n not in sets:
                sets[n] = grams(self._fold(n))
        one, two = sets[row], sets[other]
        if min(len(one), len(two)) < (self.threshold - NEARLY) * max(len(one), len(two)):
            return 0.0
        return jaccard(one, two)

    def _edges(self, pairs: NDArray[np.uint64]) -> _Edges:
        """The candidates that are near enough to speak of, with their exact Jaccard."""
        a = (pairs >> np.uint64(32)).astype(np.int64)
        b = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        if self.late is not None:
            asked = self.late[a] | self.late[b]
            a, b = a[asked], b[asked]
        scores = np.zeros(a.size)
        work = np.cumsum(self.source.lengths[a] + self.source.lengths[b])
        start = 0
        while start < a.size:
            before = int(work[start - 1]) if start else 0
            end = max(start + 1, int(work.searchsorted(before + _AT_ONCE)))
            some, at = np.unique(np.concatenate([a[start:end], b[start:end]]), return_inverse=True)
            codes, sizes = self.source.fold(some)
            half = end - start
            scores[start:end] = self.source.kernel.jaccards(codes, sizes, at[:half], at[half:])
            start = end
        return _Edges(a, b, scores).only(scores >= self.threshold - NEARLY)

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _pieces(self, scanned: scan.Scan, among: NDArray[np.bool_] | None) -> None:
        """Drop rows whose folded text lies in that of a longer row that stays, the longest pieces first.

        among: only pairs with one of these rows are looked at.
        """
        sizes = scanned.sizes
        stays = self.kept_of == np.arange(len(self.rows))
        found = list(pieces.candidates(scanned.marks, sizes, stays, among))
        found.sort(key=lambda pair: (-int(sizes[pair[0]]), pair[0]))
        for some in self._folded_together(found, sizes):
            for row, wholes in some:
                for whole in wholes:
                    if self.kept_of[whole] != whole:
                        continue
                    start = self._place(row, whole)
                    if start >= 0:
                        self._judge(row, whole, start)
                        break
        self._folded.clear()
        self._places.clear()

    def _folded_together(
        self, found: list[tuple[int, list[int]]], sizes: Numbers
    ) -> Iterator[list[tuple[int, list[int]]]]:
        """Pieces by the hundred, folded together with the row that most likely holds each; very long rows stay."""
        for start in range(0, len(found), _PIECES_AT_ONCE):
            some = found[start : start + _PIECES_AT_ONCE]
            self._folded = {n: text for n, text in self._folded.items() if len(text) >= _VERY_LONG}
            wanted = sorted({n for row, wholes in some for n in (row, wholes[0])}.difference(self._folded))
            lengths = sizes[wanted].cumsum()
            while wanted:
                stop = max(1, int(lengths.searchsorted((lengths[0] - sizes[wanted[0]]) + _AT_ONCE, "right")))
                part, wanted, lengths = wanted[:stop], wanted[stop:], lengths[stop:]
                self._folded.update(zip(part, self.source.folded(np.array(part)), strict=True))
            yield some

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


class _Copies:
    """The rows that have copies, as `at_home` asks for them."""

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.mask = mask

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and bool(self.mask[row])


class _Folded(Sequence[str]):
    """The rows, each folded when it is looked at."""

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
        return self.search.source.folded(np.array([n]))[0]
