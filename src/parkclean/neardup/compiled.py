# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg"
"""The batch kernel of `arrays.py` once more, compiled by numba (`pip install 'parkclean[fast]'`): the same numbers.

Imported only when it is asked for; the first run compiles (some seconds) and is cached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import int64, njit, types, uint32, uint64
from numba.extending import intrinsic

from parkclean.neardup import minhash
from parkclean.neardup.arrays import LAST, MARK, MARK_STEP, PLACE, TURN, WIDE, WINDOW
from parkclean.neardup.bands import Shape, multipliers
from parkclean.neardup.home_compiled import words_with
from parkclean.neardup.shingles import BREAK, GRAM, IN_NUMBER, MULTIPLIERS, fold_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from parkclean.neardup.choose import Asked, Chosen, Kept

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]

__all__ = [
    "band_keys",
    "choose",
    "digests",
    "fingerprints",
    "fold",
    "gram_sets",
    "jaccards",
    "jaccards_of",
    "signatures",
    "words_with",
]

NAME = "numba"

compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")

_K0, _K1, _K2, _K3, _K4 = (np.uint32(k) for k in MULTIPLIERS)
_FACTORS = np.array(MULTIPLIERS, np.uint32)
_W0, _W1, _W2, _W3, _W4 = (np.uint64(k) for k in WIDE)
_GRAM, _BREAK, _IN_NUMBER, _EMPTY = GRAM, np.uint32(BREAK), np.uint32(IN_NUMBER), np.uint32(minhash.EMPTY)
_MIX1, _MIX2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_PLACE, _TURN, _LAST = np.uint64(PLACE), np.uint64(TURN), np.uint64(LAST)
_MARK, _WINDOW = MARK, WINDOW
_STEP, _STEP2, _STEP4 = (np.uint32(MARK_STEP**n & 0xFFFFFFFF) for n in (1, 2, 4))
_ONE64, _S29, _S32 = np.uint64(1), np.uint64(29), np.uint64(32)
_LOOK = np.uint32(0xFFFF)
_S13, _S16 = np.uint32(13), np.uint32(16)
_LANES = 16
_TILE = 4 if get_host_cpu_features().get("avx512f") else 2
"""Vectors of permutations that fit into the registers together."""
_AHEAD = 2048
"""So many grams are numbered together."""


# --- folding ----------------------------------------------------------------------------------------------------------


def fold(codes: Codes, ends: Places) -> tuple[Codes, Places]:
    """`shingles.fold_rows`."""
    out = np.empty(codes.size, np.uint32)
    sizes = np.empty(ends.size, np.int64)
    total = _fold(codes, ends, near_table(), fold_table(), out, sizes)
    return out[:total], sizes


@lru_cache(1)
def near_table() -> NDArray[np.uint16]:
    """The folded form of the first 65,536 code points in 128 KB, which stay in the cache: .6 ns a character.

    Marks are dropped like all others: whether one stands in a number is asked at the digit behind it.
    Digits, and what folds to a larger number, are `_LOOK`: only there the table of all code points is read.
    """
    near = fold_table()[: 1 << 16].copy()
    near[near >= IN_NUMBER] = 0
    near[((near >= 48) & (near < 58)) | (near >= _LOOK)] = _LOOK
    return near.astype(np.uint16)


@compiled
def _fold(codes, ends, near, table, out, sizes):  # type: ignore[no-untyped-def]
    at = uint64(0)
    start = uint64(0)
    for row in range(ends.size):
        begin = at
        stop = uint64(ends[row])
        for i in range(start, stop):
            code = uint32(near[codes[i]]) if codes[i] <= _LOOK else _LOOK
            if code == _LOOK:
                code = table[codes[i]]
                if i > 0 and 48 <= code < 58 and table[codes[i - 1]] >= _IN_NUMBER:
                    mark = number_mark(codes, table, int64(i - 1))
                    out[at] = mark
                    at += uint64(mark > 0)
            out[at] = code
            at += uint64(code > _BREAK)
        sizes[row] = at - begin
        start = stop
    return at


@compiled
def number_mark(codes, table, i):  # type: ignore[no-untyped-def]
    """The mark in front of a digit if it stands inside a number, else nothing."""
    mark = table[codes[i]] ^ _IN_NUMBER
    if mark == 45:
        return mark
    if not _digit(codes, table, i - 1):
        return uint32(0)
    if mark == 44 and _digit(codes, table, i + 2) and _digit(codes, table, i + 3) and not _digit(codes, table, i + 4):
        return uint32(0)
    return mark


@compiled
def _digit(codes, table, i):  # type: ignore[no-untyped-def]
    return 0 <= i < codes.size and 48 <= table[codes[i]] < 58


@compiled
def _digests(codes, sizes, out):  # type: ignore[no-untyped-def]
    at = 0
    for row in range(sizes.size):
        total = uint64(sizes[row])
        for n in range(sizes[row]):
            place = uint64(n + 1) * _PLACE
            place ^= place >> _S29
            total += place * _TURN * (uint64(codes[at + n]) + _ONE64)
        at += sizes[row]
        total ^= total >> _S32
        total *= _LAST
        out[row] = total ^ (total >> _S29)


def digests(codes: Codes, sizes: Places) -> NDArray[np.uint64]:
    """`arrays.digests`."""
    out = np.empty(sizes.size, np.uint64)
    _digests(codes, sizes, out)
    return out


# --- signatures -------------------------------------------------------------------------------------------------------


@intrinsic
def _least(typingctx, hashes, start, stop, a, b, k, out):  # type: ignore[no-untyped-def]
    """Write the least of `a * hash + b` for some vectors of permutations from `k`, over `hashes[start:stop]`.

    Written as vector instructions because LLVM by itself uses half of an AVX-512 register: 13 ns a gram, 9.5 with it;
    where registers are narrower it splits them.
    """
    signature = types.void(hashes, types.int64, types.int64, a, b, types.int64, out)
    word, wide = ir.IntType(32), ir.IntType(64)
    vector = ir.VectorType(word, _LANES)

    def emit(context, builder, sig, args):  # type: ignore[no-untyped-def]
        def data(n):  # type: ignore[no-untyped-def]
            return context.make_array(sig.args[n])(context, builder, args[n]).data

        def lanes(n, t):  # type: ignore[no-untyped-def]
            first = builder.add(args[5], ir.Constant(wide, t * _LANES))
            return builder.bitcast(builder.gep(data(n), [first]), vector.as_pointer())

        def least(x, y):  # type: ignore[no-untyped-def]
            return builder.select(builder.icmp_unsigned("<", x, y), x, y)

        def everywhere(value):  # type: ignore[no-untyped-def]
            first = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.Constant(word, 0))
            zeros = ir.Constant(ir.VectorType(word, _LANES), [0] * _LANES)
            return builder.shuffle_vector(first, ir.Constant(vector, ir.Undefined), zeros)

        numbers = data(0)
        times = [builder.load(lanes(3, t), align=4) for t in range(_TILE)]
        plus = [builder.load(lanes(4, t), align=4) for t in range(_TILE)]
        entry = builder.block
        loop, done = builder.append_basic_block("grams"), builder.append_basic_block("done")
        builder.branch(loop)
        builder.position_at_end(loop)
        at = builder.phi(wide)
        at.add_incoming(args[1], entry)
        totals = [builder.phi(vector) for _ in range(_TILE)]
        value = everywhere(builder.load(builder.gep(numbers, [at])))
        found = [least(builder.add(builder.mul(times[t], value), plus[t]), total) for t, total in enumerate(totals)]
        behind = builder.add(at, ir.Constant(wide, 1))
        at.add_incoming(behind, loop)
        for total, new in zip(totals, found, strict=True):
            total.add_incoming(ir.Constant(vector, [0xFFFFFFFF] * _LANES), entry)
            total.add_incoming(new, loop)
        builder.cbranch(builder.icmp_signed("<", behind, args[2]), loop, done)
        builder.position_at_end(done)
        for t in range(_TILE):
            builder.store(found[t], lanes(6, t), align=4)
        return context.get_dummy_value()

    return signature, emit


@compiled
def _mixed(value):  # type: ignore[no-untyped-def]
    """`minhash.mix`."""
    value = uint32(value ^ (value >> _S16))
    value = uint32(value * _MIX1)
    value = uint32(value ^ (value >> _S13))
    value = uint32(value * _MIX2)
    return uint32(value ^ (value >> _S16))


@compiled
def _grams(codes, first, last, out):  # type: ignore[no-untyped-def]
    """The mixed numbers of the grams between two places, many rows at a time: one row has too few for vectors."""
    part = codes[first:last]
    for i in range(part.size - _GRAM + 1):
        total = uint32(uint32(part[i] * _K0) + uint32(part[i + 1] * _K1))
        total = uint32(total + uint32(part[i + 2] * _K2))
        total = uint32(total + uint32(part[i + 3] * _K3))
        out[i] = _mixed(uint32(total + uint32(part[i + 4] * _K4)))


@compiled
def _short(codes, at, size):  # type: ignore[no-untyped-def]
    """The mixed number of a row that is shorter than a gram; none of those that start in it is asked for."""
    total = uint32(0)
    for i in range(size):
        total += codes[at + i] * _FACTORS[i]
    return _mixed(uint32(total))


@compiled
def _signatures(codes, sizes, a, b, hashes, out):  # type: ignore[no-untyped-def]
    signature = np.empty(a.size, np.uint32)
    at = first = last = 0
    for row in range(sizes.size):
        size = sizes[row]
        if size == 0:
            out[row, :] = _EMPTY
            continue
        if at + size > last:
            first, last = at, min(codes.size, at + max(size, _AHEAD))
            _grams(codes, first, last, hashes)
        if size < _GRAM:
            hashes[at - first] = _short(codes, at, size)
        start, behind = int64(at - first), int64(at - first + max(1, size - _GRAM + 1))
        for k in range(0, a.size, _TILE * _LANES):
            _least(hashes, start, behind, a, b, int64(k), signature)
        for k in range(out.shape[1]):
            out[row, k] = signature[k]
        at += size


def _buffer(sizes: Places) -> NDArray[np.uint32]:
    """Where the numbers of grams are written: a row's, or those of as many as are numbered together."""
    return np.empty(sizes.max(initial=_AHEAD), np.uint32)


def signatures(codes: Codes, sizes: Places, out: NDArray[np.uint32]) -> None:
    """`minhash.fill`."""
    padding = 0, -out.shape[1] % (_TILE * _LANES)
    a, b = (np.pad(numbers, padding) for numbers in minhash.permutations(out.shape[1]))
    _signatures(codes, sizes, a, b, _buffer(sizes), out)


@compiled
def _band_keys(codes, sizes, a, b, factors, rows, hashes, out):  # type: ignore[no-untyped-def]
    signature = np.empty(a.size, np.uint32)
    bands = out.shape[0]
    products = np.empty(a.size, np.uint64)
    at = first = last = 0
    for row in range(sizes.size):
        size = sizes[row]
        if size == 0:
            signature[:] = _EMPTY
        else:
            if at + size > last:
                first, last = at, min(codes.size, at + max(size, _AHEAD))
                _grams(codes, first, last, hashes)
            if size < _GRAM:
                hashes[at - first] = _short(codes, at, size)
            start, behind = int64(at - first), int64(at - first + max(1, size - _GRAM + 1))
            for k in range(0, a.size, _TILE * _LANES):
                _least(hashes, start, behind, a, b, int64(k), signature)
        for k in range(a.size):
            products[k] = uint64(signature[k]) * factors[k]
        # The sum of each band, in vectors: the second half of them is added to the first.
        left = rows
        while left > 1:
            if left & 1:
                for band in range(bands):
                    products[band] += products[(left - 1) * bands + band]
            left //= 2
            for k in range(left * bands):
                products[k] += products[left * bands + k]
        for band in range(bands):
            out[band, row] = uint32(products[band] >> _S32)
        at += sizes[row]


@lru_cache(8)
def _turned(shape: Shape) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint64]]:
    """Permutations and factors, the first of every band, then the second, so that bands are summed as vectors."""
    used = np.arange(shape.bands * shape.rows)
    order = np.concatenate([used.reshape(shape).T.ravel(), np.arange(used.size, minhash.PERMUTATIONS)])
    a, b = minhash.permutations()
    return a[order], b[order], multipliers()[order]


def band_keys(codes: Codes, sizes: Places, shape: Shape, out: NDArray[np.uint32]) -> None:
    """`arrays.band_keys`."""
    _band_keys(codes, sizes, *_turned(shape), shape.rows, _buffer(sizes), out)


# --- the exact check --------------------------------------------------------------------------------------------------


@compiled
def _wide(codes, i):  # type: ignore[no-untyped-def]
    total = uint64(codes[i]) * _W0 + uint64(codes[i + 1]) * _W1 + uint64(codes[i + 2]) * _W2
    return total + uint64(codes[i + 3]) * _W3 + uint64(codes[i + 4]) * _W4


@compiled
def _slot(number, keys, stamps, stamp, shift):  # type: ignore[no-untyped-def]
    """Where a number stands in the table, or would."""
    slot = int64((number * _PLACE) >> shift)
    while stamps[slot] == stamp and keys[slot] != number:
        slot = (slot + 1) & (keys.size - 1)
    return slot


@compiled
def _jaccards(codes, starts, sizes, a, b, bits, out):  # type: ignore[no-untyped-def]
    keys = np.empty(1 << bits, np.uint64)
    stamps = np.zeros(1 << bits, np.int64)
    counted = np.zeros(1 << bits, np.int64)
    shift = uint64(64 - bits)
    stamp = 0
    distinct = np.zeros(sizes.size, np.int64)
    for row in range(sizes.size):
        stamp += 1
        for i in range(starts[row], starts[row] + sizes[row] - _GRAM + 1):
            number = _wide(codes, i)
            slot = _slot(number, keys, stamps, stamp, shift)
            if stamps[slot] != stamp:
                stamps[slot] = stamp
                keys[slot] = number
                distinct[row] += 1
    last = -1
    for pair in range(a.size):
        if a[pair] != last:
            last = a[pair]
            stamp += 1
            for i in range(starts[last], starts[last] + sizes[last] - _GRAM + 1):
                number = _wide(codes, i)
                slot = _slot(number, keys, stamps, stamp, shift)
                stamps[slot] = stamp
                keys[slot] = number
        both = 0
        other = b[pair]
        for i in range(starts[other], starts[other] + sizes[other] - _GRAM + 1):
            slot = _slot(_wide(codes, i), keys, stamps, stamp, shift)
            if stamps[slot] == stamp and counted[slot] != pair + 1:
                counted[slot] = pair + 1
                both += 1
        out[pair] = both / (distinct[last] + distinct[other] - both)


def jaccards(codes: Codes, sizes: Places, a: Places, b: Places) -> NDArray[np.float64]:
    """`arrays.jaccards`; a table whose entries carry a stamp instead of being cleared."""
    out = np.empty(a.size, np.float64)
    if a.size:
        bits = max(6, int(2 * sizes.max()).bit_length())
        _jaccards(codes, np.cumsum(sizes) - sizes, sizes, a, b, bits, out)
    return out


@compiled
def _gram_sets(codes, sizes, out, counts):  # type: ignore[no-untyped-def]
    at = 0
    found = 0
    for row in range(sizes.size):
        count = sizes[row] - _GRAM + 1
        for i in range(count):
            out[found + i] = _wide(codes, at + i)
        mine = out[found : found + count]
        mine.sort()
        last = 0
        for i in range(1, count):
            last += int64(mine[i] != mine[last])
            mine[last] = mine[i]
        counts[row] = last + 1
        found += last + 1
        at += sizes[row]
    return found


def gram_sets(codes: Codes, sizes: Places) -> tuple[NDArray[np.uint64], Places]:
    """`arrays.gram_sets`."""
    out = np.empty(codes.size, np.uint64)
    counts = np.empty(sizes.size, np.int64)
    found = _gram_sets(codes, sizes, out, counts)
    return out[:found], counts


@compiled
def _jaccard_of(one, other):  # type: ignore[no-untyped-def]
    i = j = both = 0
    # Without branches: which of two numbers is smaller cannot be foretold.
    while i < one.size and j < other.size:
        mine, theirs = one[i], other[j]
        both += int64(mine == theirs)
        i += int64(mine <= theirs)
        j += int64(theirs <= mine)
    return both / (one.size + other.size - both)


@compiled
def _jaccards_of(grams, kept, starts, some, out):  # type: ignore[no-untyped-def]
    for n in range(some.size):
        out[n] = _jaccard_of(grams, kept[starts[some[n]] : starts[some[n] + 1]])


def jaccards_of(
    grams: NDArray[np.uint64], kept: NDArray[np.uint64], starts: Places, some: Places
) -> NDArray[np.float64]:
    """`arrays.jaccards_of`; both sides are sorted, so one walk does."""
    out = np.empty(some.size, np.float64)
    _jaccards_of(grams, kept, starts, some, out)
    return out


# --- which rows stay --------------------------------------------------------------------------------------------------


@compiled
def _beside(rank, grams, asked, kept, by, nearly):  # type: ignore[no-untyped-def]
    """Write the kept rows beside a row and their Jaccard; how many."""
    count = 0
    for e in range(asked.edges.ends[rank], asked.edges.ends[rank + 1]):
        other = asked.edges.values[e]
        if other < rank and by[other] < 0:
            kept.seen[other] = rank
            kept.found[count], kept.found_scores[count] = other, asked.scores[e]
            count += 1
    for n in range(asked.runs.ends[rank], asked.runs.ends[rank + 1]):
        run = asked.runs.values[n]
        for place in range(asked.places[run], asked.places[run] + kept.filled[run]):
            other = kept.in_run[place]
            if kept.seen[other] == rank:
                continue
            kept.seen[other] = rank
            theirs = kept.grams[kept.starts[other] : kept.ends[other]]
            if min(grams.size, theirs.size) / max(grams.size, theirs.size) >= nearly:
                kept.found[count], kept.found_scores[count] = other, _jaccard_of(grams, theirs)
                count += 1
    return count


@compiled
def _keep(rank, grams, used, asked, kept, common):  # type: ignore[no-untyped-def]
    """Give a kept row its places; where the grams of the next one go."""
    stored = False
    for n in range(asked.runs.ends[rank], asked.runs.ends[rank + 1]):
        run = asked.runs.values[n]
        if asked.places[run] + kept.filled[run] < asked.places[run + 1]:
            kept.in_run[asked.places[run] + kept.filled[run]] = rank
            kept.filled[run] += 1
            stored = True
        else:
            common[rank] = True
    if not stored:
        return used
    kept.starts[rank], kept.ends[rank] = used, used + grams.size
    kept.grams[used : used + grams.size] = grams
    return used + grams.size


@compiled
def _choose(at, grams, ends, asked, kept, chosen, limits):  # type: ignore[no-untyped-def]
    first, used = at
    threshold, nearly = limits
    start = 0
    for n in range(ends.size):
        rank = first + n
        mine = grams[start : ends[n]]
        start = ends[n]
        if asked.asked[rank]:
            count = _beside(rank, mine, asked, kept, chosen.by, nearly)
            for i in range(count):
                other, score = kept.found[i], kept.found_scores[i]
                if score >= threshold and (chosen.by[rank] < 0 or other < chosen.by[rank]):
                    chosen.by[rank], chosen.scores[rank] = other, score
            for i in range(count):
                other, score = kept.found[i], kept.found_scores[i]
                if score < nearly or score >= threshold or 0 <= chosen.by[rank] < other:
                    continue
                more = score > chosen.near_scores[rank]
                if more or (score == chosen.near_scores[rank] and other < chosen.near[rank]):
                    chosen.near[rank], chosen.near_scores[rank] = other, score
        if chosen.by[rank] < 0:
            used = _keep(rank, mine, used, asked, kept, chosen.common)
    return used


def choose(
    at: tuple[int, int],
    grams: NDArray[np.uint64],
    ends: Places,
    asked: Asked,
    kept: Kept,
    chosen: Chosen,
    limits: tuple[float, float],
) -> int:
    """Decide a block of rows for `choose.choose`.

    at: the rank of the first, and where the grams of the next kept row go; grams, ends: of the rows.
    limits: the threshold, and from which Jaccard on pairs are told of.
    """
    used: int = _choose(at, grams, ends, asked, kept, chosen, limits)
    return used


# --- winnowing --------------------------------------------------------------------------------------------------------


@compiled
def _roll(text, rolled):  # type: ignore[no-untyped-def]
    """The mixed number of the 12-gram at each place: of pairs, of fours, of twelves, in loops that become vectors."""
    for i in range(text.size - 1):
        rolled[i] = text[i] * _STEP + text[i + 1]
    for i in range(text.size - 3):
        rolled[i] = rolled[i] * _STEP2 + rolled[i + 2]
    for i in range(text.size - _MARK + 1):
        rolled[i] = _mixed(uint32(uint32(rolled[i] * _STEP4 + rolled[i + 4]) * _STEP4 + rolled[i + 8]))


@compiled
def _chosen(rolled, count, least, high, marks, found):  # type: ignore[no-untyped-def]
    """Write the marks of a row, from `found` on; where the next row's go.

    The least of eight, and the greatest of the eight windows around a place, each in three steps.
    """
    windows = count - _WINDOW + 1
    for i in range(count - 1):
        least[i] = min(rolled[i], rolled[i + 1])
    for i in range(count - 3):
        least[i] = min(least[i], least[i + 2])
    for i in range(_WINDOW - 1):
        high[i] = 0
        high[count + i] = 0
    for i in range(windows):
        high[i + _WINDOW - 1] = min(least[i], least[i + 4])
    for i in range(count + _WINDOW - 2):
        high[i] = max(high[i], high[i + 1])
    for i in range(count + _WINDOW - 4):
        high[i] = max(high[i], high[i + 2])
    for i in range(count):
        marks[found] = rolled[i]
        found += int64((max(high[i], high[i + 4]) == rolled[i]) & (rolled[i] > 0))
    return found


@compiled
def _fingerprints(codes, sizes, marks, owners):  # type: ignore[no-untyped-def]
    longest = 0
    for row in range(sizes.size):
        longest = max(longest, sizes[row])
    rolled = np.empty(longest + 1, np.uint32)
    least = np.empty(longest + 1, np.uint32)
    high = np.empty(longest + 2 * _WINDOW, np.uint32)
    at = 0
    found = 0
    for row in range(sizes.size):
        count = sizes[row] - _MARK + 1
        if count >= _WINDOW:
            _roll(codes[at : at + sizes[row]], rolled)
            first = found
            found = _chosen(rolled, count, least, high, marks, found)
            for n in range(first, found):
                owners[n] = row
        at += sizes[row]
    return found


def fingerprints(codes: Codes, sizes: Places) -> tuple[NDArray[np.uint32], Places]:
    """`arrays.fingerprints`."""
    marks = np.empty(codes.size + 1, np.uint32)
    owners = np.empty(codes.size + 1, np.int64)
    found = _fingerprints(codes, sizes, marks, owners)
    return marks[:found], owners[:found]
