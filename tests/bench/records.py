"""What reading and writing JSON lines costs beside parsing and writing them again, per core.

    python tests/bench/records.py [--write NAME]

Rows of about 3 kB (a page of Chinese text, four other keys) are copied unchanged and with every text changed; the
other way is `json.loads` and `json.dumps` of each line. CPU seconds, in turn, median of the pairs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from random import Random

import common

from parkclean.formats import describe, open_records, open_writer, spans

WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工"
SIZE = 100_000_000
KIND = describe("a.jsonl")


def build(path: Path) -> int:
    """Write rows of 2 to 4 kB; how many bytes these are."""
    random = Random(5)
    with path.open("wb") as file:
        n = 0
        while file.tell() < SIZE:
            text = "".join(random.choices(WORDS, k=random.randrange(600, 1200))) + "。\n"
            url = f"https://www.example.com/news/{n}?from=index"
            row = {"id": n, "url": url, "meta": {"date": "2020-01-01", "tags": ["a", "b"]}, "score": 0.5, "text": text}
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            n += 1
        return file.tell()


def ours(source: Path, target: Path, drop: int) -> None:
    with open_records(source, KIND) as records, open_writer(target, KIND, records) as writer:
        for record in records:
            assert record.document is not None
            writer.write(record, record.document.text[drop:])


def theirs(source: Path, target: Path, drop: int) -> None:
    with source.open("rb") as lines, target.open("wb") as out:
        for line in lines:
            row = json.loads(line)
            row["text"] = row["text"][drop:]
            out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", metavar="NAME")
    args = parser.parse_args()
    result: dict[str, object] = {"benchmark": "records", "runs": args.runs}
    with tempfile.TemporaryDirectory() as folder:
        source, one, two = (Path(folder) / name for name in ("in.jsonl", "ours.jsonl", "theirs.jsonl"))
        size = build(source)
        for name, drop in (("unchanged", 0), ("changed", 1)):
            pairs = common.paired(lambda d=drop: ours(source, one, d), lambda d=drop: theirs(source, two, d), args.runs)
            assert one.read_bytes() == two.read_bytes()
            result[name] = {"mb_per_s": round(size / 1e6 / pairs["ours_seconds"]), "ratio": round(pairs["ratio"], 2)}
        result["spans_mb_per_s"] = round(size / 1e6 / common.seconds(lambda: spans(source, KIND, 8 << 20)))
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
