"""What parts of `dedup` cost: signatures against decoding the same text, pieces of longer rows, repeats in one text.

    python tests/bench/dedup_kernels.py FOLDER [FOLDER ...] --rows 100000 --write dedup_kernels
    python tests/bench/dedup_kernels.py FOLDER [FOLDER ...] --parts inside --write dedup_inside

Pieces are 15 to 60 % of a row that has no neighbour, and have 20 folded characters or more (shorter rows count only if
they are equal).
A piece is found if it goes because of a row that holds it; a removal is wrong if the row named does not hold it.
Time is CPU time, the median of paired runs; `contained_mb_per_s` is what looking for pieces adds to looking for
near-duplicates, `all_mb_per_s` is both.

`inside` is the search for repeats inside one text: documents of 9 KB as they are, and texts of distinct rows of the
same folders, 1 to 50 MB each; `planted` are the documents of 9 KB with a paragraph repeated in every one.
`look_mb_per_s` is the first look alone, `mb_per_s` the whole search.
`undecided` are texts at which that look gave up, maybe before their end: there its speed says nothing.
The rise of memory over the text and its code points is `mb_above_text`.
"""

from __future__ import annotations

import argparse
import random
import statistics
from importlib import import_module
from importlib.util import find_spec

import common
import numpy as np
from planted import paragraphs

import parkclean
from parkclean import quick
from parkclean.neardup import bands, minhash
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.findings import copies_in
from parkclean.neardup.scan import BATCH_CHARACTERS
from parkclean.neardup.shingles import code_points, fold_row

KERNELS: list[quick.Way] = ["numba", "numpy"]

PARTS = ["signatures", "contained", "inside"]

DOCUMENTS = 6_000_000
"""Bytes of documents of 9 KB."""

LONG = (1, 10, 50)
"""Megabytes of the long texts."""

LINE = 20
"""Shorter lines are left out of them: titles that stand in many texts."""


def signatures(rows: list[str], name: str, runs: int) -> dict[str, object]:
    """The cost of signatures over that of decoding the same UTF-8, both batch by batch; and that of band keys."""
    kernel = import_module("parkclean.neardup." + {"numba": "compiled", "numpy": "arrays"}[name])
    shape = bands.shape(0.8)
    batches, start = [], 0
    matrix = np.empty((len(rows), minhash.PERMUTATIONS), np.uint32)
    folded = [fold_row(row) for row in rows]
    while start < len(folded):
        stop, size = start, 0
        while stop < len(folded) and size < BATCH_CHARACTERS:
            size += len(folded[stop])
            stop += 1
        part = folded[start:stop]
        codes = np.frombuffer("".join(part).encode("utf-32-le"), np.uint32)
        keys = np.empty((shape.bands, len(part)), np.uint32)
        batches.append(("".join(part).encode(), codes, np.array(list(map(len, part)), np.int64), keys))
        start = stop

    def decode() -> None:
        for data, _, _, _ in batches:
            data.decode()

    def sign() -> None:
        for _, codes, sizes, _ in batches:
            kernel.signatures(codes, sizes, matrix[: sizes.size])

    def keep_bands() -> None:
        for _, codes, sizes, keys in batches:
            kernel.band_keys(codes, sizes, shape, keys)

    found: dict[str, object] = {"permutations": minhash.PERMUTATIONS}
    for work, what in ((sign, "times_decoding"), (keep_bands, "band_keys_times_decoding")):
        work()
        found[what] = round(common.paired(decode, work, runs)["ratio"], 2)
    return found


def planted(rows: list[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Rows without neighbours, a tenth as many pieces of them in between, and (piece, row) for each."""
    rng = random.Random(3)
    found = parkclean.dedup(rows, differences="any", contained=True)
    lonely = sorted(set(found.kept) - {gone.kept_row for gone in found.dropped})
    pieces: list[tuple[int, str]] = []
    for n in rng.sample(lonely, len(lonely)):
        size = int(len(rows[n]) * rng.uniform(0.15, 0.6))
        start = rng.randrange(len(rows[n]) - size + 1)
        piece = rows[n][start : start + size]
        if len(fold_row(piece)) >= SHORT:
            pieces.append((n, piece))
        if len(pieces) == len(rows) // 10:
            break
    return rows + [piece for _, piece in pieces], [(len(rows) + i, n) for i, (n, _) in enumerate(pieces)]


def contained(rows: list[str], pieces: list[tuple[int, int]], name: str, runs: int) -> dict[str, object]:
    def look(inside: bool) -> parkclean.Deduped:
        return parkclean.dedup(rows, differences="any", contained=inside, kernel=name)  # type: ignore[arg-type]

    found = look(True)
    gone = {one.row: one for one in found.dropped}
    held = {row for row, one in gone.items() if fold_row(rows[row]) in fold_row(rows[one.kept_row])}
    timed = common.paired(lambda: look(False), lambda: look(True), runs)
    size = common.megabytes(rows)
    added = timed["theirs_seconds"] - timed["ours_seconds"]
    return {
        "recall": round(statistics.mean(piece in held for piece, _ in pieces), 5),
        "wrong_removals": sum(one.kind == "contained" and row not in held for row, one in gone.items()),
        "contained_mb_per_s": round(size / added, 1),
        "all_mb_per_s": round(size / timed["theirs_seconds"], 1),
    }


def inside(folders: list[str], way: quick.Way, runs: int) -> dict[str, object]:
    """What a search for repeats costs in documents as they are, with repeats planted, and in long texts."""
    quick.use(way)
    docs = common.documents(folders, DOCUMENTS)
    rng = random.Random(5)
    found: dict[str, object] = {
        "documents": searched(docs, way, runs),
        "planted": searched([repeated(doc, rng) for doc in docs], way, runs),
    }
    rows = dict.fromkeys(row for text in common.texts(folders) for row in text.splitlines() if len(row) >= LINE)
    for size in LONG if way == "numba" else LONG[:1]:
        text, used = [], 0
        for row in rows:
            text.append(row)
            used += len(row.encode()) + 1
            if used >= size * 1_000_000:
                break
        found[f"one text of {size} MB"] = searched(["\n".join(text)], way, min(runs, 3))
    quick.use("auto")
    return found


def searched(docs: list[str], way: quick.Way, runs: int) -> dict[str, object]:
    """How fast some texts are searched, and in how many of them something goes."""
    codes = [code_points(doc) for doc in docs]
    size = common.megabytes(docs)

    def search() -> list[bool]:
        return [bool(copies_in(doc, one)) for doc, one in zip(docs, codes, strict=True)]

    def look() -> list[bool]:
        compiled = quick.compiled(0)
        return [compiled is not None and compiled.pairs(one) is None for one in codes]

    search()
    before = common.forget_peak()
    found: dict[str, object] = {"mb": round(size, 1), "texts": len(docs), "with_repeats": sum(search())}
    found["mb_above_text"] = round((common.memory("VmHWM") - before) / 1e6, 1)
    found["mb_per_s"] = round(size / statistics.median(common.seconds(search) for _ in range(runs)), 1)
    if way == "numba":
        found["undecided"] = sum(look())
        found["look_mb_per_s"] = round(size / statistics.median(common.seconds(look) for _ in range(runs)), 1)
    return found


def repeated(doc: str, rng: random.Random) -> str:
    """A document with its longest paragraph once more, a row or two below."""
    rows = doc.split("\n")
    longest = max(range(len(rows)), key=lambda n: len(rows[n]))
    rows.insert(longest + rng.randrange(1, 3), rows[longest])
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--mean", type=int, default=71, help="mean length of the paragraphs, about")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--source", default="", help="what the text is, for the result file")
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    args = parser.parse_args()
    kernels = [name for name in KERNELS if find_spec(name) is not None]
    result: dict[str, object] = {"benchmark": "dedup_kernels", "source": args.source}
    if {"signatures", "contained"} & set(args.parts):
        result |= of_rows(args, kernels)
    if "inside" in args.parts:
        result["inside"] = {name: inside(args.folder, name, args.runs) for name in kernels}
    result["versions"] = common.versions("numba", "numpy")
    common.conclude(result, args.write)


def of_rows(args: argparse.Namespace, kernels: list[quick.Way]) -> dict[str, object]:
    """The parts that are about the rows of a corpus."""
    rows = [row for row, _ in zip(paragraphs(args.folder, args.mean), range(args.rows), strict=False)]
    full, pieces = planted(rows)
    found: dict[str, object] = {"rows": len(full), "planted_pieces": len(pieces)}
    if "signatures" in args.parts:
        found["signatures"] = {name: signatures(rows, name, args.runs) for name in kernels}
    if "contained" in args.parts:
        found["contained"] = {name: contained(full, pieces, name, args.runs) for name in kernels}
    return found


if __name__ == "__main__":
    main()
