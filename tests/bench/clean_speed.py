"""How fast clean text passes, against what people write today.

    python tests/bench/clean_speed.py FOLDER [FOLDER ...]

Reads .txt and .md files below the folders, cuts them into documents of about 9 KB, 20 MB in all, and runs
`parkclean.clean` and `ftfy.fix_text` + `BeautifulSoup(...).get_text()` + OpenCC `t2s` in turn in one process.
With numba installed (`parkclean[fast]`) both ways to take the first looks are timed; --kernel asks for one.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import get_args

import common

from parkclean import quick

KERNELS: list[quick.Way] = [way for way in get_args(quick.Way) if way != "auto"]


def todays_way() -> Callable[[str], str]:
    """The composition that people write: a function from text to text."""
    import ftfy
    from bs4 import BeautifulSoup
    from opencc import OpenCC

    warnings.simplefilter("ignore")
    convert = OpenCC("t2s").convert

    def clean(text: str) -> str:
        return convert(BeautifulSoup(ftfy.fix_text(text), "html.parser").get_text())

    return clean


def arguments(doc: str, megabytes: float) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--megabytes", type=float, default=megabytes)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kernel", choices=KERNELS, help="how the first looks are taken; all ways by default")
    parser.add_argument("--source", default="", help="what the text is, for the result file")
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    return parser.parse_args()


def compare(benchmark: str, docs: list[str], args: argparse.Namespace) -> None:
    """Time `parkclean.clean` against today's way on the same documents, and show or write the result."""
    ways = [args.kernel] if args.kernel else [way for way in KERNELS if way != "numba" or find_spec("numba")]
    result = {
        "benchmark": benchmark,
        "source": args.source,
        "documents": len(docs),
        "megabytes": round(common.megabytes(docs), 2),
        **{way: timed(way, docs, args.runs) for way in ways},
        "versions": common.versions("parkclean", "ftfy", "beautifulsoup4", "opencc", "numpy", "numba"),
    }
    common.conclude(result, args.write)


def timed(way: quick.Way, docs: list[str], runs: int) -> dict[str, float]:
    """The speed with the first looks taken one way, and that of today's way, in turn."""
    import parkclean

    theirs = todays_way()
    size = common.megabytes(docs)
    quick.use(way)
    changed = sum(parkclean.clean(doc) is not doc for doc in docs)
    timing = common.paired(lambda: [parkclean.clean(d) for d in docs], lambda: [theirs(d) for d in docs], runs)
    return {
        "documents_changed": changed,
        "ours_mb_per_s": round(size / timing["ours_seconds"], 2),
        "theirs_mb_per_s": round(size / timing["theirs_seconds"], 2),
        **{key: round(value, 3) for key, value in timing.items()},
    }


def main() -> None:
    args = arguments(__doc__, 20)
    compare("clean_speed", common.documents(args.folder, int(args.megabytes * 1e6)), args)


if __name__ == "__main__":
    main()
