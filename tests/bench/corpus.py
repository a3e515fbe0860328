"""A corpus run from files to files: throughput, memory and growth, against what people write today.

    python tests/bench/corpus.py --megabytes 1000 --work DIR FOLDER [FOLDER ...]

A corpus is made of public text: JSON lines of documents whose paragraphs are sentences in a new order, one paragraph in
ten copied from an earlier one, some as they are and some with what copying leaves behind, and one document in fifty
damaged as mirrors, converters and careless copying do it.
`clean --dedup paragraphs` runs over it with one process and with two, and over a tenth of it; memory is that of the
whole process tree, summed up ten times a second (what processes share counts for each of them).
What people write today (ftfy, BeautifulSoup, OpenCC, then datasketch's MinHashLSH over paragraphs) runs over a slice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import common
from clean_speed import todays_way as composed
from damage import pages

SENTENCE = re.compile("[^。！？\n]{4,200}[。！？]")
FILE = 64_000_000
"""Bytes of the files that a corpus is cut into."""


def sentences(folders: list[str], rng: random.Random) -> list[str]:
    """The sentences of some texts, in a shuffled order."""
    found = [sentence for text in common.texts(folders) for sentence in SENTENCE.findall(text)]
    rng.shuffle(found)
    return found


def paragraph(pool: list[str], rng: random.Random) -> str:
    size = rng.randint(40, 300)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(pool[rng.randrange(len(pool))])
    return "".join(parts)


def copied(text: str, rng: random.Random) -> str:
    """A paragraph as somebody else's page has it."""
    how = rng.randrange(4)
    if how == 0:
        return text.replace("的", "", 1)
    if how == 1:
        return text.replace("，", ",", 1)
    return text


DAMAGES: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, rng: "\u200b".join(text[i : i + 30] for i in range(0, len(text), 30)),  # ZERO WIDTH SPACE
    lambda text, rng: text.replace("。", '。<del id="k3xq9"></del>'),
    lambda text, rng: text.translate(str.maketrans("，：；？！（）", ",:;?!()")),
    lambda text, rng: text.replace("“", "&ldquo;").replace("”", "&rdquo;"),
    pages.watermark,
    pages.hard_wraps,
    pages.frame,
    lambda text, rng: text.encode("utf-8").decode("latin-1"),
)


def documents(folders: list[str], seed: int = 5) -> Iterator[str]:
    """Documents without end."""
    rng = random.Random(seed)
    pool = sentences(folders, rng)
    earlier: list[str] = []
    number = 0
    while True:
        number += 1
        parts: list[str] = []
        for _ in range(rng.randint(4, 20)):
            if earlier and rng.random() < 0.1:
                parts.append(copied(earlier[rng.randrange(len(earlier))], rng))
                continue
            parts.append(paragraph(pool, rng))
            if len(earlier) < 200_000:
                earlier.append(parts[-1])
            else:
                earlier[rng.randrange(len(earlier))] = parts[-1]
        text = "\n\n".join(parts) + "\n"
        if number % 50 == 0:
            text = DAMAGES[number // 50 % len(DAMAGES)](text, rng)
        yield text


def build(folders: list[str], target: Path, size: int) -> dict[str, int]:
    """Write JSON lines of so many bytes; how many documents and paragraphs they hold."""
    target.mkdir(parents=True)
    docs = paragraphs = written = 0
    stream = documents(folders)
    while written < size:
        with open(target / f"part{written // FILE:03d}.jsonl", "wb") as file:
            while file.tell() < FILE and written + file.tell() < size:
                text = next(stream)
                docs += 1
                paragraphs += text.count("\n\n") + 1
                file.write(json.dumps({"id": docs, "text": text}, ensure_ascii=False).encode("utf-8") + b"\n")
            written += file.tell()
    return {"bytes": written, "documents": docs, "paragraphs": paragraphs}


def run(corpus: Path, out: Path, jobs: int) -> dict[str, float]:
    """Clean a corpus in a process of its own; seconds, and the memory of its whole tree."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "parkclean", str(corpus), "-o", str(out), "--dedup", "paragraphs", "--quiet"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--jobs", str(jobs)])
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(memory, tree(process.pid))))
        time.sleep(0.1)
    if process.returncode != 0:
        raise SystemExit(f"clean ended with {process.returncode}")
    return {"seconds": time.perf_counter() - started, "peak_mb": peak / 1e6}


def tree(root: int) -> Iterator[int]:
    """A process and those below it."""
    yield root
    try:
        children = [int(n) for t in os.listdir(f"/proc/{root}/task") for n in _children(root, t)]
    except OSError:
        return
    for child in children:
        yield from tree(child)


def _children(process: int, thread: str) -> list[str]:
    try:
        return Path(f"/proc/{process}/task/{thread}/children").read_text().split()
    except OSError:
        return []


def memory(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def todays_way(corpus: Path, size: int) -> dict[str, float]:
    """What people write today, over the first bytes of the corpus, from file to file."""
    from datasketch import MinHash, MinHashLSH

    clean = composed()
    index = MinHashLSH(threshold=0.8, num_perm=128)
    started = time.perf_counter()
    done = paragraphs = 0
    first = min(corpus.iterdir())
    with open(first, encoding="utf-8") as file, open(corpus.parent / "today.jsonl", "w", encoding="utf-8") as out:
        for line in file:
            record = json.loads(line)
            kept = []
            for text in filter(None, clean(record["text"]).split("\n")):
                signature = MinHash(num_perm=128)
                signature.update_batch([text[i : i + 5].encode() for i in range(max(1, len(text) - 4))])
                paragraphs += 1
                if not index.query(signature):
                    index.insert(str(paragraphs), signature)
                    kept.append(text)
            out.write(json.dumps({**record, "text": "\n".join(kept)}, ensure_ascii=False) + "\n")
            done += len(line.encode("utf-8"))
            if done >= size:
                break
    seconds = time.perf_counter() - started
    return {"megabytes": done / 1e6, "paragraphs": paragraphs, "seconds": seconds, "mb_per_s": done / 1e6 / seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--work", type=Path, required=True, help="a folder with room for four times as much")
    parser.add_argument("--name", default="corpus", help="of the result file; empty: none")
    args = parser.parse_args()
    size = args.megabytes * 1_000_000
    result: dict[str, object] = {"command": "tests/bench/corpus.py", "versions": common.versions("numba", "datasketch")}
    runs = {}
    for name, bytes_in in (("tenth", size // 10), ("whole", size)):
        corpus = args.work / name
        if not corpus.exists():
            made = build(args.folders, corpus, bytes_in)
            (args.work / f"{name}.json").write_text(json.dumps(made))
        result[name] = json.loads((args.work / f"{name}.json").read_text())
        for jobs in (1, 2):
            one = run(corpus, args.work / "out", jobs)
            one["mb_per_s"] = bytes_in / 1e6 / one["seconds"]
            runs[f"{name}, {jobs} jobs"] = one
            print(name, jobs, one, flush=True)
    result["runs"] = runs
    result["today"] = slow = todays_way(args.work / "whole", 2_000_000)
    one, two, tenth = (runs[key] for key in ("whole, 1 jobs", "whole, 2 jobs", "tenth, 1 jobs"))
    result["times_today"] = one["mb_per_s"] / slow["mb_per_s"]
    result["two_jobs"] = one["seconds"] / two["seconds"]
    result["cost_at_whole_to_tenth"] = tenth["mb_per_s"] / one["mb_per_s"]
    common.conclude(result, args.name or None)


if __name__ == "__main__":
    main()
