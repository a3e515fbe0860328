"""Grouping on disk: how much memory and time the band rows of many paragraphs take.

    python tests/bench/grouping.py --millions 10 --work DIR

Keys are made up: random, but for one row in five, which shares some bands with an earlier one. They lie in the files
that the shards of a run leave, 16 bands of 32 bits a row, and the step of the run groups them in this process.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import time
from pathlib import Path

import common
import numpy as np

from parkclean.run import grouping
from parkclean.run.plan import Settings
from parkclean.run.shard import Place

ROWS = 50_000
"""Rows of a shard."""
BANDS = 16


def make(settings: Settings, count: int) -> int:
    """Write the keys of so many rows; the number of shards."""
    rng = np.random.default_rng(3)
    shards = -(-count // ROWS)
    number = np.arange(ROWS, dtype=np.uint64)
    earlier = rng.integers(0, 1 << 32, (BANDS, ROWS), dtype=np.uint64)
    for shard in range(shards):
        place = Place(settings, shard)
        keys = rng.integers(0, 1 << 32, (BANDS + 1, ROWS), dtype=np.uint64)
        alike = rng.random((BANDS, ROWS)) < 0.2 * (number % np.uint64(5) == 0)
        keys[:BANDS][alike] = earlier[alike]
        np.save(place.part("sizes.npy"), np.full(ROWS, 69, np.uint32))
        np.save(place.part("digests.npy"), keys[BANDS] << np.uint64(32))
        np.save(place.part("keys.npy"), np.sort((keys << np.uint64(32)) | number, axis=1))
        marks = (rng.integers(0, 1 << 32, 12 * ROWS, dtype=np.uint64) << np.uint64(32)) | np.repeat(number, 12)
        np.save(place.part("marks.npy"), np.sort(marks))
    return shards


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, default=10)
    parser.add_argument("--work", required=True)
    parser.add_argument("--name", default="grouping", help="of the result file; empty: none")
    args = parser.parse_args()
    settings = Settings(args.work, {})
    shutil.rmtree(settings.work, ignore_errors=True)
    settings.work.mkdir(parents=True)
    shards = make(settings, int(args.millions * 1e6))
    disk = sum(path.stat().st_size for path in Path(settings.work).iterdir())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    corpus = grouping.corpus(settings, shards)
    started = time.perf_counter()
    grouped = grouping.group(corpus, lambda step, tasks: [step(corpus, task) for task in tasks])
    seconds = time.perf_counter() - started
    shutil.rmtree(settings.work)
    common.conclude(
        {
            "command": "tests/bench/grouping.py",
            "rows": corpus.rows,
            "band_rows": corpus.rows * BANDS,
            "disk_mb": round(disk / 1e6),
            "seconds": round(seconds, 1),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "peak_before_mb": round(before / 1024),
            "batches": grouped.batches,
        },
        args.name or None,
    )


if __name__ == "__main__":
    main()
