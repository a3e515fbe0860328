"""What the page of a run costs beside the run: time, and size.

    python tests/bench/report_page.py PATH... [--documents N] [--write NAME]

PATH: clean UTF-8 texts. Files are cut from them, and half of them are damaged: zero-width characters, flattened
punctuation, a repeated paragraph. `clean_corpus` cleans them in one process, then `Report.to_html` makes the page.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from pathlib import Path

import common

import parkclean
from parkclean import Report

FLATTENED = {ord(a): b for a, b in zip("，：；！？（）", ",:;!?()", strict=True)}


def damaged(text: str, dice: random.Random) -> str:
    """One of three damages, or none."""
    kind = dice.randrange(6)
    if kind == 0:
        return text.replace("，", "，\u200b")
    if kind == 1:
        return text.translate(FLATTENED)
    lines = text.split("\n")
    return "\n".join([*lines, lines[len(lines) // 3]]) if kind == 2 and len(lines) > 4 else text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=6000, help="bytes of a document")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", metavar="NAME")
    args = parser.parse_args()
    clean = common.documents(args.paths, args.documents * args.size * 2, args.size)[: args.documents]
    if not clean:
        parser.error("no document in these files")
    dice = random.Random(6)
    texts = [damaged(clean[n % len(clean)], dice) for n in range(args.documents)]
    reports: list[Report] = []
    pages: list[str] = []
    cleaning, writing = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"{n:05}.txt").write_bytes(text.encode("utf-8"))
        for run in range(args.runs):
            out = Path(name, f"out{run}")
            cleaning.append(common.seconds(lambda out=out: reports.append(parkclean.clean_corpus(folder, out, jobs=1))))  # type: ignore[misc]
            writing.append(common.seconds(lambda: pages.append(reports[-1].to_html())))
    shares = [page / run for page, run in zip(writing, cleaning, strict=True)]
    result = {
        "benchmark": "report_page",
        "runs": args.runs,
        "documents": len(texts),
        "distinct_texts": len(clean),
        "megabytes": round(common.megabytes(texts), 2),
        "changed": reports[-1].changed,
        "clean_corpus_seconds": round(statistics.median(cleaning), 3),
        "to_html_seconds": round(statistics.median(writing), 3),
        "to_html_over_clean_corpus": {
            "min": round(min(shares), 4),
            "median": round(statistics.median(shares), 4),
            "max": round(max(shares), 4),
        },
        "page_bytes": len(pages[-1].encode()),
    }
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
