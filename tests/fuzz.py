"""Random and mutated texts through `explain`: every law on each, and the time they take.

    PYTHONPATH=src:tests python tests/fuzz.py --examples 200000 --seed 1

Text number `n` of a seed is always the same one, so `--first n --examples 1` runs a failure again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cases import load
from damage.mojibake import WRECKS, cut_at_mark, inside_line, lost_byte, residue, some_lines
from damage.pages import DAMAGES
from mirrors import Make, mirror
from strategies import PIECES
from test_laws import check_document

import parkclean

HERE = Path(__file__).parent

LONG_ENOUGH = 200
"""Below so many characters the fixed cost of a call hides the cost of a character."""

CHARSETS = ("utf-8", "gb18030", "gbk", "big5", "cp1252", "latin-1")

SCRAPS = (
    "", "\n", "\n\n", "\r\n", "\r", "，", ",", "。", "?", "！", "(", ")", "（zhǎng）", "(de)", "<", ">", "<b>", "</p>",
    " ", "　　", "\u200b", "\ufffd", "锟斤拷", "&amp;", "&#x4e2d;", "一", "國", "鍚", "Ã", "“", "”", "|", "…", "\x00",
    "\udc80", "•", "1.", "首页>", "www.", "第3版",
)  # fmt: skip


class Result(NamedTuple):
    """What became of the texts: failures by number, and seconds a character of texts that are long enough."""

    examples: int
    characters: int
    failures: list[tuple[int, str]]
    unstable: list[int]
    rounds: Counter[int]
    changed: int
    pace: list[tuple[float, int]]


@cache
def damaged() -> list[str]:
    lines = (HERE / "floor" / "damaged.jsonl").read_bytes().decode("utf-8").strip("\n").split("\n")
    return [json.loads(line)["noisy"] for line in lines]


@cache
def whole() -> list[str]:
    """Whole texts: damaged ones, clean ones, the seeds."""
    folders = [HERE / "floor" / "articles", HERE / "floor" / "harmless", HERE.parent / "seeds"]
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    return damaged() + [path.read_bytes().decode("utf-8", "replace") for path in files]


@cache
def articles() -> list[list[str]]:
    """The paragraphs of each clean article."""
    texts = [path.read_bytes().decode("utf-8") for path in sorted((HERE / "floor" / "articles").iterdir())]
    return [[p for p in text.split("\n\n") if p.strip()] for text in texts]


@cache
def short() -> list[str]:
    return [case.text for case in load()]


def excerpt(rng: random.Random) -> str:
    """Up to 600 characters of a whole text, or a case."""
    if rng.random() < 0.4:
        return rng.choice(short())
    text = rng.choice(whole())
    start = rng.randrange(max(1, len(text) - 100))
    return text[start : start + rng.randint(20, 600)]


def pieces(rng: random.Random) -> str:
    return "".join(rng.choice(PIECES) for _ in range(rng.randrange(30)))


def mutated(rng: random.Random) -> str:
    return mutate(excerpt(rng), rng, rng.randint(1, 8))


def spliced(rng: random.Random) -> str:
    """Two excerpts with one put inside the other."""
    a, b = excerpt(rng), excerpt(rng)
    at = rng.randrange(len(a) + 1)
    return a[:at] + rng.choice(("", "\n", "\n\n")) + b + rng.choice(("", "\n", "\n\n")) + a[at:]


def shuffled(rng: random.Random) -> str:
    """The lines of two excerpts in another order, some of them twice."""
    lines = (excerpt(rng) + "\n" + excerpt(rng)).split("\n")
    lines += rng.sample(lines, min(len(lines), rng.randrange(4)))
    rng.shuffle(lines)
    return "\n".join(lines)


def misread(rng: random.Random) -> str:
    """An excerpt, or one stretch of it, encoded, with bytes cut or changed, and read as something else."""
    text = excerpt(rng)
    a = rng.randrange(len(text) + 1) if rng.random() < 0.6 else 0
    b = rng.randint(a, len(text)) if a else len(text)
    raw = bytearray(text[a:b].encode(rng.choice(CHARSETS[:4]), "ignore"))
    for _ in range(rng.randrange(4)):
        if raw:
            at = rng.randrange(len(raw))
            if rng.random() < 0.6:
                del raw[at]
            else:
                raw[at] = rng.randrange(256)
    read = bytes(raw).decode(rng.choice(CHARSETS), rng.choice(("replace", "ignore", "surrogateescape")))
    return text[:a] + read + text[b:]


def damaged_anew(rng: random.Random) -> str:
    """A few paragraphs of an article with up to three kinds of damage, one after the other."""
    text = passage(rng)
    for _ in range(rng.randint(1, 3)):
        kind = rng.random()
        if kind < 0.4:
            text = rng.choice(list(DAMAGES.values()))(text, rng)
        elif kind < 0.6:
            text = some_lines(text, rng, rng.choice(list(WRECKS)), rng.choice((0.3, 1.0))).text
        elif kind < 0.75:
            text = inside_line(text, rng, rng.choice(list(WRECKS))).text
        elif kind < 0.9:
            text = rng.choice((lost_byte, cut_at_mark))(text, rng).text
        elif text.strip():
            text = residue(text, rng).text
    return text


def mirrored(rng: random.Random) -> str:
    """A few paragraphs as a mirror with a list of its own shows them, and perhaps cut or mixed with something else."""
    make = Make(
        traditional=rng.random() < 0.6, share=rng.choice((0.05, 0.25, 0.6)), each=rng.choice((0.4, 1.0)),
        toned=rng.random() < 0.7, brackets=rng.choice(("()", "（）")), cuts=rng.choice(("！", "！？", "")),
        flat=rng.random() < 0.5,
    )  # fmt: skip
    text, _ = mirror(passage(rng), make, rng.randrange(1 << 30))
    return mutate(text, rng, rng.choice((0, 0, 1, 4)))


def passage(rng: random.Random) -> str:
    """One to four paragraphs of an article."""
    paragraphs = rng.choice(articles())
    first = rng.randrange(len(paragraphs))
    return "\n\n".join(paragraphs[first : first + rng.randint(1, 4)]) + "\n"


def noise(rng: random.Random) -> str:
    """Any code points at all, repeated ones among them."""
    out = [chr(rng.choice((rng.randrange(0x300), rng.randrange(0x2000, 0xFFFF), rng.randrange(0x110000)))) for _ in
           range(rng.randrange(60))]  # fmt: skip
    return "".join(c * rng.choice((1, 1, 1, 40)) for c in out)


def repeated(rng: random.Random) -> str:
    """One scrap or a few, very often: what a quadratic scan is slow on."""
    few = [rng.choice((*SCRAPS[1:], *PIECES)) for _ in range(rng.randint(1, 3))]
    return "".join(few) * rng.choice((20, 100, 1000 // sum(map(len, few)) + 1))


def whole_mutated(rng: random.Random) -> str:
    text = rng.choice(whole())[:6000]
    if rng.random() < 0.3:
        other = rng.choice(whole())[:3000]
        text = text[: len(text) // 2] + "\n\n" + other + text[len(text) // 2 :]
    if rng.random() < 0.3:
        lines = text.split("\n")
        rng.shuffle(lines)
        text = "\n".join(lines)
    return mutate(text, rng, rng.randint(0, 12))


def mutate(text: str, rng: random.Random, times: int) -> str:
    """Cut out, double, move or replace spans."""
    for _ in range(times):
        a = rng.randrange(len(text) + 1)
        b = min(len(text), a + rng.choice((0, 1, 1, 2, 5, 20, 60)))
        kind = rng.random()
        if kind < 0.5:
            text = text[:a] + rng.choice(SCRAPS) + text[b:]
        elif kind < 0.8:
            text = text[:b] + text[a:]
        else:
            at = rng.randrange(len(text) + 1)
            text = text[:at] + text[a:b] + text[at:]
    return text


MAKERS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (pieces, 12), (mutated, 25), (spliced, 13), (shuffled, 12), (misread, 13), (damaged_anew, 10), (mirrored, 4),
    (noise, 6), (repeated, 3), (whole_mutated, 2),
)  # fmt: skip


def text_of(number: int, seed: int) -> str:
    """Text `number` of a seed."""
    rng = random.Random(f"{seed} {number}")
    (make,) = rng.choices([m for m, _ in MAKERS], [weight for _, weight in MAKERS])
    return make(rng)


def run(examples: int, seed: int, first: int = 0, say: Callable[[str], None] = lambda line: None) -> Result:
    """All the texts, one after the other; a failure does not stop the others."""
    result = Result(examples, 0, [], [], Counter(), 0, [])
    characters = changed = 0
    for text in whole()[::20]:
        parkclean.clean(text)  # tables and dictionaries are read once
    for number in range(first, first + examples):
        text = text_of(number, seed)
        characters += len(text)
        try:
            began = time.perf_counter()
            document = parkclean.explain(text)
            took = time.perf_counter() - began
            check_document(document, text)
        except Exception as error:
            result.failures.append((number, f"{type(error).__name__}: {error}"[:200]))
            say(f"text {number}: {result.failures[-1][1]}")
            continue
        changed += bool(document.layers)
        result.rounds[max((layer.round for layer in document.layers), default=0)] += 1
        if document.unstable:
            result.unstable.append(number)
            say(f"text {number}: unstable")
        if len(text) >= LONG_ENOUGH:
            result.pace.append((took / len(text), number))
    return result._replace(characters=characters, changed=changed)


def growth(number: int, seed: int) -> list[float]:
    """Microseconds a character of a text, of four and of 16 of it: linear time gives about the same number."""
    text = text_of(number, seed)
    paces = []
    for times in (1, 4, 16):
        much = (text + "\n\n") * times
        paces.append(min(_seconds(much) for _ in range(2)) / len(much) * 1e6)
    return paces


def _seconds(text: str) -> float:
    began = time.perf_counter()
    parkclean.explain(text)
    return time.perf_counter() - began


def summary(result: Result, seed: int) -> str:
    pace = sorted(result.pace)
    lines = [
        f"{result.examples} texts, {result.characters} characters, {result.changed} changed",
        f"failures {len(result.failures)}, unstable {len(result.unstable)}",
        "rounds " + ", ".join(f"{k}: {v}" for k, v in sorted(result.rounds.items())),
    ]
    for share in (50, 90, 99, 100) if pace else ():
        took, number = pace[min(len(pace) - 1, len(pace) * share // 100)]
        lines.append(f"percentile {share}: {took * 1e6:.2f} microseconds a character (text {number})")
    for _, number in pace[:-4:-1]:
        lines.append(f"text {number}, times 1, 4, 16: " + ", ".join(f"{p:.2f}" for p in growth(number, seed)))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    result = run(options.examples, options.seed, options.first, lambda line: print(line, flush=True))
    print(summary(result, options.seed))
    return 1 if result.failures or result.unstable else 0


if __name__ == "__main__":
    sys.exit(main())
