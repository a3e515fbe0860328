"""What each adapter costs over a plain loop.

    python tests/bench/adapters.py FOLDER [FOLDER ...] [--only polars] [--size BYTES]

Reads .txt and .md files below the folders and cuts them into rows, 50 MB in all.
Each adapter and `[DEFAULT(text) for text in texts]` run in turn in one process; what the adapter reads is there before.
The overhead is the median of the ratios of CPU time, less one.
What the library takes for the same job with a function that does nothing is measured as well, in percent of the loop.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import common

import parkclean

BATCH = 100
"""Rows of a batch of datasets: what `docs/adapters.md` advises for documents of this size."""

Job = Callable[[], object]
Jobs = Iterator[tuple[str, Job, Job | None]]
"""Name, the adapter at work, and the library alone where it does anything at all."""


def pandas(texts: list[str]) -> Jobs:
    import pandas as pd

    import parkclean.adapters.pandas  # noqa: F401

    for dtype in ("object", "str"):
        series = pd.Series(texts, dtype=dtype)
        yield f"pandas, {dtype}", series.parkclean.clean, None


def polars(texts: list[str]) -> Jobs:
    import polars as pl

    import parkclean.adapters.polars  # noqa: F401

    frame = pl.LazyFrame({"text": texts})
    idle = pl.col("text").map_batches(lambda column: column, return_dtype=pl.String, is_elementwise=True)
    clean = pl.col("text").parkclean.clean()
    yield "polars, lazy", frame.with_columns(clean).collect, frame.with_columns(idle).collect


def sklearn(texts: list[str]) -> Jobs:
    from parkclean.adapters.sklearn import CleanTransformer

    yield "scikit-learn", partial(CleanTransformer().fit_transform, texts), None


def datasets(texts: list[str]) -> Jobs:
    import datasets

    from parkclean.adapters.arrow import clean_batch
    from parkclean.adapters.datasets import BatchCleaner

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as folder:
        datasets.Dataset.from_dict({"text": texts}).save_to_disk(folder)
        pages = datasets.load_from_disk(folder)
        arrow = pages.with_format("arrow")
        for size in (BATCH, 1000):  # the second is the library's own
            options = {"batched": True, "batch_size": size, "load_from_cache_file": False}
            jobs = [partial(pages.map, work, **options) for work in (BatchCleaner(), _idle)]
            yield f"datasets, map to disk, {size} rows a batch", *jobs
            jobs = [partial(arrow.map, work, **options) for work in (clean_batch, _same)]
            yield f"datasets, map to disk in format arrow, {size} rows a batch", *jobs
        streams = [pages.to_iterable_dataset().map(work, batched=True) for work in (BatchCleaner(), _idle)]
        yield "datasets, stream", *(partial(_count, stream) for stream in streams)


def _idle(batch: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {"text": batch["text"]}


def _same(batch: object) -> object:
    return batch


def _count(rows: Iterable[object]) -> int:
    return sum(1 for _ in rows)


def datatrove(texts: list[str]) -> Jobs:
    from datatrove.data import Document

    from parkclean.adapters.datatrove import CleanFormatter

    def documents() -> Iterator[Document]:
        return (Document(text, str(n)) for n, text in enumerate(texts))

    yield "datatrove", lambda: _count(CleanFormatter()(documents())), lambda: _count(documents())


def arrow(texts: list[str]) -> Jobs:
    import duckdb
    import pyarrow as pa

    from parkclean.adapters.arrow import clean_array, clean_batches

    table = pa.table({"text": texts})
    yield "Arrow", lambda: list(clean_batches(table.to_batches(1000))), None
    db = duckdb.connect()
    db.register("page", table)
    for name, work in (("clean", lambda texts: clean_array(texts)), ("idle", lambda texts: texts)):
        db.create_function(name, work, ["VARCHAR"], "VARCHAR", type="arrow")
    jobs = (db.sql(f"select {name}(text) as text from page").to_arrow_table for name in ("clean", "idle"))
    yield "DuckDB", *jobs


ALL = {jobs.__name__: jobs for jobs in (pandas, polars, sklearn, datasets, datatrove, arrow)}


def measure(texts: list[str], runs: int, libraries: Iterable[str]) -> dict[str, object]:
    """The overhead of each, in percent: the median and the extremes of the pairs."""

    def loop() -> object:
        return [parkclean.DEFAULT(text) for text in texts]

    found: dict[str, object] = {}
    for library in libraries:
        for name, job, idle in ALL[library](texts):
            job()  # caches, pools, and what is compiled at the first call
            gc.collect()
            timing = common.paired(loop, job, runs)
            alone = common.paired(loop, idle, runs)["ratio"] if idle else 0.0
            found[name] = {
                "loop_seconds": round(timing["ours_seconds"], 3),
                "seconds": round(timing["theirs_seconds"], 3),
                "overhead_percent": round(100 * timing["ratio"] - 100, 1),
                "from": round(100 * timing["ratio_min"] - 100, 1),
                "to": round(100 * timing["ratio_max"] - 100, 1),
                "library_percent": round(100 * alone, 1),
            }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--size", type=int, default=9000, help="bytes of a row, at least")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=ALL, default=list(ALL), help="these libraries; arrow has DuckDB")
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
        "adapters": measure(texts, args.runs, args.only),
        "versions": common.versions(
            "parkclean", "pandas", "polars", "scikit-learn", "datasets", "datatrove", "pyarrow", "duckdb"
        ),
    }
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
