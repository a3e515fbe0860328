"""What each adapter costs over a plain loop.

    python tests/bench/adapters.py FOLDER [FOLDER ...] [--size BYTES]

Reads .txt and .md files below the folders and cuts them into rows, 50 MB in all.
Each adapter and `[DEFAULT(text) for text in texts]` run in turn in one process; what the adapter reads is there before.
The overhead is the median of the ratios of CPU time, less one.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections.abc import Callable, Iterator
from functools import partial

import common

import parkclean

Job = Callable[[], object]


def pandas(texts: list[str]) -> Iterator[tuple[str, Job]]:
    import pandas as pd

    import parkclean.adapters.pandas  # noqa: F401

    for dtype in ("object", "str"):
        series = pd.Series(texts, dtype=dtype)
        yield f"pandas, {dtype}", series.parkclean.clean


def polars(texts: list[str]) -> Iterator[tuple[str, Job]]:
    import polars as pl

    import parkclean.adapters.polars  # noqa: F401

    frame = pl.LazyFrame({"text": texts})
    yield "polars, lazy", frame.with_columns(pl.col("text").parkclean.clean()).collect


def sklearn(texts: list[str]) -> Iterator[tuple[str, Job]]:
    from parkclean.adapters.sklearn import CleanTransformer

    yield "scikit-learn", partial(CleanTransformer().fit_transform, texts)


def datasets(texts: list[str]) -> Iterator[tuple[str, Job]]:
    import datasets

    from parkclean.adapters.datasets import BatchCleaner

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as folder:
        datasets.Dataset.from_dict({"text": texts}).save_to_disk(folder)
        work = partial(datasets.load_from_disk(folder).map, BatchCleaner(), batched=True, load_from_cache_file=False)
        yield "datasets, map to disk", work
        stream = datasets.load_from_disk(folder).to_iterable_dataset().map(BatchCleaner(), batched=True)
        yield "datasets, stream", lambda: sum(1 for _ in stream)


def datatrove(texts: list[str]) -> Iterator[tuple[str, Job]]:
    from datatrove.data import Document

    from parkclean.adapters.datatrove import CleanFormatter

    def run() -> int:
        documents = (Document(text, str(n)) for n, text in enumerate(texts))
        return sum(1 for _ in CleanFormatter()(documents))

    yield "datatrove", run


def arrow(texts: list[str]) -> Iterator[tuple[str, Job]]:
    import duckdb
    import pyarrow as pa

    from parkclean.adapters.arrow import clean_array, clean_batches

    table = pa.table({"text": texts})
    yield "Arrow", lambda: list(clean_batches(table.to_batches(1000)))
    db = duckdb.connect()
    db.create_function("clean", lambda texts: clean_array(texts), ["VARCHAR"], "VARCHAR", type="arrow")
    db.register("page", table)
    yield "DuckDB", lambda: db.sql("select clean(text) as text from page").to_arrow_table()


def measure(texts: list[str], runs: int) -> dict[str, object]:
    """The overhead of each, in percent: the median and the extremes of the pairs."""

    def loop() -> object:
        return [parkclean.DEFAULT(text) for text in texts]

    found: dict[str, object] = {}
    for jobs in (pandas, polars, sklearn, datasets, datatrove, arrow):
        for name, job in jobs(texts):
            job()  # caches, pools, and what is compiled at the first call
            gc.collect()
            timing = common.paired(loop, job, runs)
            found[name] = {
                "loop_seconds": round(timing["ours_seconds"], 3),
                "seconds": round(timing["theirs_seconds"], 3),
                "overhead_percent": round(100 * timing["ratio"] - 100, 1),
                "from": round(100 * timing["ratio_min"] - 100, 1),
                "to": round(100 * timing["ratio_max"] - 100, 1),
            }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--size", type=int, default=9000, help="bytes of a row, at least")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--source", default="", help="what the text is, for the result file")
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    args = parser.parse_args()
    texts = common.documents(args.folder, int(args.megabytes * 1e6), args.size)
    result = {
        "benchmark": "adapters",
        "source": args.source,
        "rows": len(texts),
        "megabytes": round(common.megabytes(texts), 2),
        "rows_changed": sum(parkclean.DEFAULT(text) is not text for text in texts),
        "runs": args.runs,
        "adapters": measure(texts, args.runs),
        "versions": common.versions(
            "parkclean", "pandas", "polars", "scikit-learn", "datasets", "datatrove", "pyarrow", "duckdb"
        ),
    }
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
