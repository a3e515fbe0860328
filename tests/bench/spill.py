"""Band rows of very many paragraphs through the grouping on disk: memory, time, and whether every group is found.

    python tests/bench/spill.py --paragraphs 10000000 --write spill

Every paragraph has a key in each of 16 bands; a tenth of them share some with an earlier paragraph, and a template
stands in 100,000 of them.  The keys are made as they are needed, so what is measured is the grouping.
One process writes, groups and joins, as a machine with one core would; memory is its peak, all of it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import common
import numpy as np

BANDS = 16
PARTS = 64
BLOCK = 100_000
TEMPLATE = 100_000


def keys_of(block: int, rows: np.ndarray, total: int) -> np.ndarray:  # type: ignore[type-arg]
    """Keys of shape (bands, rows): every tenth paragraph has half of those of the one 9 before it."""
    keys = np.random.default_rng(block).integers(0, 1 << 64, (BANDS, rows.size), dtype=np.uint64)
    keys[: BANDS // 2, 9::10] = keys[: BANDS // 2, ::10]
    keys[0, rows % (total // TEMPLATE) == 5] = 1
    return keys


def blocks(total: int) -> Iterator[tuple[int, np.ndarray]]:  # type: ignore[type-arg]
    for block, start in enumerate(range(0, total, BLOCK)):
        yield block, np.arange(start, min(total, start + BLOCK), dtype=np.uint64)


def run(total: int, folder: Path) -> dict[str, object]:
    from parkclean.neardup.spill import Radix, components, groups

    before = common.forget_peak()
    start = time.process_time()
    with Radix(folder, PARTS) as radix:
        for block, rows in blocks(total):
            for keys in keys_of(block, rows, total):
                radix.add(keys, rows)
    written = time.process_time()
    disk = sum(path.stat().st_size for path in folder.iterdir())
    count = 0

    def edges() -> Iterator[tuple[np.ndarray, np.ndarray]]:  # type: ignore[type-arg]
        nonlocal count
        for part in range(PARTS):
            for found in groups(folder, part):
                count += found.starts.size - 1
                first = np.repeat(found.rows[found.starts[:-1]], np.diff(found.starts))
                yield first[first != found.rows], found.rows[first != found.rows]

    ids, smallest = components(edges())
    joined = time.process_time()
    return {
        "paragraphs": total,
        "band_rows": total * BANDS,
        "disk_gb": round(disk / 1e9, 2),
        "peak_gb": round(common.memory("VmHWM") / 1e9, 3),
        "peak_gb_before": round(before / 1e9, 3),
        "seconds_writing": round(written - start, 1),
        "seconds_grouping": round(joined - written, 1),
        "groups": count,
        "groups_planted": total // 10 * (BANDS // 2) + 1,
        "paragraphs_joined": ids.size,
        "components": int(np.unique(smallest).size),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paragraphs", type=int, default=10_000_000)
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(run(args.paragraphs, Path(args.one))))
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--paragraphs", str(args.paragraphs), "--one", folder]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result = {"benchmark": "spill", **json.loads(found), "versions": common.versions("numpy", "scipy")}
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
