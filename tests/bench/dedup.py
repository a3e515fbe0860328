"""Near-duplicates across a corpus, against the peers, on public Chinese text with planted mutants.

    python tests/bench/dedup.py FOLDER [FOLDER ...] --rows 100000 --write dedup

Reads the .txt and .md files below the folders, cuts them into paragraphs of 30 to 500 characters, and plants mutants
whose exact Jaccard with their original is spread evenly from .8 to 1, beside short and empty rows (`planted.py`).
Every tool runs in a fresh process, in turn with ours, on the same folded rows: 128 permutations, character 5-grams,
threshold .8.  Time is CPU time from rows in memory to the rows that stay; folding is part of ours alone.
Memory is what the process holds at most meanwhile, less what it holds before.
What is not installed is left out (`pip install numba datasketch rensa gaoya`).
"""

from __future__ import annotations

import argparse
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import common
from planted import THRESHOLD, quality, strangers, workload

PERMUTATIONS = 128


# --- the tools --------------------------------------------------------------------------------------------------------


def ours(kernel: str) -> Callable[[list[str]], list[int]]:
    import parkclean

    parkclean.dedup(["园区今年新建了三座实验室，全部免费向学生开放。"] * 3, differences="any", kernel=kernel)  # type: ignore[arg-type]
    return lambda rows: parkclean.dedup(rows, threshold=THRESHOLD, differences="any", kernel=kernel).kept  # type: ignore[arg-type]


def grams_of(row: str) -> list[str]:
    return list({row[i : i + 5] for i in range(max(1, len(row) - 4))})


def by_rensa(rows: list[str]) -> list[int]:
    """The documented way: a signature a row, then `add`, which says whether the row is new."""
    from rensa import RMinHash, RMinHashDeduplicator

    seen = RMinHashDeduplicator(threshold=THRESHOLD, num_perm=PERMUTATIONS, use_lsh=True, num_bands=16)
    kept = []
    for n, row in enumerate(rows):
        one = RMinHash(num_perm=PERMUTATIONS, seed=42)
        one.update(grams_of(row))
        if seen.add(str(n), one):
            kept.append(n)
    return kept


def by_datasketch(rows: list[str]) -> list[int]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    kept = []
    for n, row in enumerate(rows):
        one = MinHash(num_perm=PERMUTATIONS)
        one.update_batch([gram.encode("utf-8", "surrogatepass") for gram in grams_of(row)])
        if not index.query(one):
            index.insert(n, one)
            kept.append(n)
    return kept


def by_gaoya(rows: list[str]) -> list[int]:
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=THRESHOLD, num_bands=16, band_size=8, analyzer="char", ngram_range=(5, 5)
    )
    kept = []
    for n, row in enumerate(rows):
        if not index.query(row):
            index.insert_document(n, row)
            kept.append(n)
    return kept


TOOLS: dict[str, Callable[[], Callable[[list[str]], list[int]]]] = {
    "parkclean, numba": lambda: ours("numba"),
    "parkclean, numpy": lambda: ours("numpy"),
    "rensa": lambda: by_rensa,
    "gaoya": lambda: by_gaoya,
    "datasketch": lambda: by_datasketch,
}
NEEDS = {"parkclean, numba": "numba", "parkclean, numpy": "numpy"}


def run_one(tool: str, path: str) -> None:
    """In a process of its own: read the rows, work, write seconds, memory and the rows that stay."""
    rows: list[str] = pickle.loads(Path(path).read_bytes())
    work = TOOLS[tool]()
    if tool.startswith("parkclean"):
        work(rows[:2000])
    before = common.forget_peak()
    start = time.process_time()
    kept = work(rows)
    spent = time.process_time() - start
    sys.stdout.buffer.write(pickle.dumps((spent, common.memory("VmHWM") - before, kept)))


def run(tool: str, path: str) -> tuple[float, int, list[int]]:
    command = [sys.executable, __file__, "--one", tool, path]
    found: tuple[float, int, list[int]] = pickle.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="*")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--mean", type=int, default=71, help="mean length of the paragraphs, about")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--tools", default=",".join(name for name in TOOLS).replace(", ", "+"))
    parser.add_argument("--source", default="", help="what the text is, for the result file")
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        run_one(*args.one)
        return

    rows, pairs = workload(args.folder, args.rows, args.mean)
    size = common.megabytes(rows)
    tools = [name.replace("+", ", ") for name in args.tools.split(",")]
    tools = [name for name in tools if find_spec(NEEDS.get(name, name)) is not None]
    from parkclean.neardup.shingles import fold_row

    with tempfile.TemporaryDirectory() as folder:
        plain, folded = Path(folder) / "rows", Path(folder) / "folded"
        plain.write_bytes(pickle.dumps(rows))
        folded.write_bytes(pickle.dumps([fold_row(row) for row in rows]))
        timed: dict[str, list[tuple[float, int, list[int]]]] = {name: [] for name in tools}
        for _ in range(args.runs):
            for name in tools:
                timed[name].append(run(name, str(plain if name.startswith("parkclean") else folded)))
    everything = set(range(len(rows)))
    wrong = strangers(rows, sorted(set().union(*(everything.difference(timed[name][0][2]) for name in tools))))
    found: dict[str, dict[str, object]] = {}
    first = tools[0]
    for name in tools:
        seconds = statistics.median(spent for spent, _, _ in timed[name])
        ratios = [b[0] / a[0] for a, b in zip(timed[first], timed[name], strict=True)]
        found[name] = {
            "seconds": round(seconds, 3),
            "paragraphs_per_s": round(len(rows) / seconds),
            "mb_per_s": round(size / seconds, 2),
            "times_slower": round(statistics.median(ratios), 2),
            "mb_per_million_rows": round(max(memory for _, memory, _ in timed[name]) / len(rows)),
            **quality(timed[name][0][2], pairs, wrong, len(rows)),
        }
    columns = ["paragraphs_per_s", "mb_per_s", "times_slower", "mb_per_million_rows"]
    columns += ["recall 0.80", "recall 0.85", "recall 0.90", "precision", "wrong_removals"]
    print("| tool | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    for name, values in found.items():
        print(f"| {name} | " + " | ".join(str(values[column]) for column in columns) + " |")
    result = {
        "benchmark": "dedup",
        "source": args.source,
        "rows": len(rows),
        "megabytes": round(size, 2),
        "mean_characters": round(sum(map(len, rows)) / len(rows), 1),
        "planted_pairs": len(pairs),
        "tools": found,
        "versions": common.versions("parkclean", "numba", "numpy", "datasketch", "rensa", "gaoya"),
    }
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
