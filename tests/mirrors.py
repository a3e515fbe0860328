"""Makes mirrors of clean pages: the damage that `parkclean.stages.glosses` undoes, played forward from its mechanism.

Independent of `parkclean.straddle.damage`, so that one can be tested against the other.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from parkclean.han import convert, readings, toneless

HAN = re.compile("[㐀-鿿]")
WIDE = "，：；！？（）"
FLAT = str.maketrans(WIDE, ",:;!?()")


class Make(NamedTuple):
    """One make of mirror.

    share: how much of the page's characters the list holds; each: how often a listed character is annotated.
    bare: characters that the page itself must not show unless straddled (added to the list).
    cuts: marks at which text is cut; cut: how often where it could be.
    """

    traditional: bool = True
    share: float = 0.25
    each: float = 1.0
    toned: bool = True
    numbers: bool = False
    brackets: str = "()"
    blank: str = ""
    extra: str = ""
    cuts: str = "！"
    cut: float = 0.5
    flat: bool = True


def reading(char: str, make: Make) -> str:
    usual = readings(char)[0]
    return usual if make.toned else toneless(usual).replace("ü", "v")


def mirror(page: str, make: Make, seed: int) -> tuple[str, str]:
    """The page as the mirror shows it, and its list."""
    rng = random.Random(seed)
    page = convert(page, "s2t") if make.traditional else page
    here = sorted({c for c in HAN.findall(page) if readings(c) and in_gbk(c)})
    many = min(len(here), max(5, int(len(here) * make.share)))
    listed = rng.sample(here, many) + [c for c in make.extra if readings(c)]
    lines = [damaged(line, make, listed, rng) if line.strip() else line for line in page.split("\n")]
    shown = "\n".join(lines)
    return (shown.translate(FLAT) if make.flat else shown), "".join(listed)


def in_gbk(char: str) -> bool:
    return char.encode("gbk", "replace") != b"?"


def damaged(line: str, make: Make, listed: list[str], rng: random.Random) -> str:
    if not all(map(in_gbk, line)):
        return line
    data = f"{line}</p>".encode("gbk")
    for char in sorted(set(listed), key=lambda c: (reading(c, make), c)):
        a, b = make.brackets
        gloss = f"{a}{make.blank}{reading(char, make)}{make.blank}{b}".encode("gbk", "ignore")
        data = annotated(data, char.encode("gbk"), gloss, make, rng)
    return "".join(shown(part) for part in pieces(data, make, rng)).removesuffix("</p>")


def annotated(data: bytes, pair: bytes, gloss: bytes, make: Make, rng: random.Random) -> bytes:
    """`bytes.replace` that sometimes forgets."""
    parts = data.split(pair)
    out = parts[0]
    for part in parts[1:]:
        out += pair + (gloss if rng.random() < make.each else b"") + part
    return out


def pieces(data: bytes, make: Make, rng: random.Random) -> list[bytes]:
    """The bytes cut at marks, wherever the bytes of a mark stand."""
    marks = [mark.encode("gbk") for mark in make.cuts]
    found = []
    at = begin = 0
    while at < len(data) - 1:
        if data[at : at + 2] in marks and rng.random() < make.cut:
            found += [data[begin:at], data[at : at + 2]]
            at = begin = at + 2
        else:
            at += 1
    return [*found, data[begin:]]


def shown(data: bytes) -> str:
    """GBK read by a lenient converter: an impossible pair, and a lead byte before ASCII below `@`, is one `?`."""
    out = []
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            out.append(chr(data[at]))
            at += 1
            continue
        try:
            out.append(data[at : at + 2].decode("gbk"))
        except UnicodeDecodeError:
            out.append("?")
        at += 2
    return "".join(out)
