"""Charset damage, built from how it comes about; pure functions of a text and a random generator.

Each gives the damaged text and labels: what was done to which lines.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple
from unicodedata import normalize

from ftfy import fix_text

from parkclean.han import convert


class Damaged(NamedTuple):
    text: str
    labels: list[dict[str, object]]


Wreck = Callable[[str], str]


def question_marks(raw: bytes, charset: str = "gbk") -> str:
    """How Windows reads GBK: one `?` for a pair that is no character, ASCII below 40 swallowed with its lead."""
    out = []
    at = 0
    while at < len(raw):
        byte = raw[at]
        if byte < 0x80:
            out.append(chr(byte))
            at += 1
        elif byte == 0x80 or at + 1 >= len(raw):
            out.append("?")
            at += 1
        else:
            try:
                out.append(raw[at : at + 2].decode(charset))
            except UnicodeDecodeError:
                out.append("?")
            at += 2
    return "".join(out)


def _in_pairs(raw: bytes, lone: str, taken: int) -> str:
    """GBK read pair by pair: 80 is the euro sign, private use for open pairs.

    lone, taken: what a byte in front of ASCII below 40 becomes, and how many bytes that takes.
    """
    out = []
    at = 0
    while at < len(raw):
        byte = raw[at]
        if byte < 0x80:
            out.append(chr(byte))
            at += 1
        elif byte == 0x80:
            out.append("€")
            at += 1
        elif at + 1 >= len(raw) or raw[at + 1] < 0x40:
            out.append(lone)
            at += taken
        else:
            out.append(raw[at : at + 2].decode("gb18030", "replace"))
            at += 2
    return "".join(out)


def browser(raw: bytes) -> str:
    """How browsers read GBK (WHATWG): ASCII behind a lost byte is given back."""
    return _in_pairs(raw, "\ufffd", 1)


def windows(raw: bytes) -> str:
    """How Windows reads GBK: like browsers, but ASCII below 40 goes with the byte in front of it, one `?` for both."""
    return _in_pairs(raw, "?", 2)


WRECKS: dict[str, Wreck] = {
    "utf8_as_gb18030": lambda s: s.encode("utf-8").decode("gb18030", "replace"),
    "utf8_as_gbk": lambda s: s.encode("utf-8").decode("gbk", "replace"),
    "utf8_as_gbk_marks": lambda s: question_marks(s.encode("utf-8")),
    "utf8_as_gbk_browser": lambda s: browser(s.encode("utf-8")),
    "utf8_as_gbk_dropped": lambda s: s.encode("utf-8").decode("gbk", "ignore"),
    "utf8_as_gbk_windows": lambda s: windows(s.encode("utf-8")),
    "utf8_as_gbk_twice": lambda s: (
        s.encode("utf-8").decode("gb18030", "replace").encode("utf-8").decode("gb18030", "replace")
    ),
    "utf8_as_gbk_simplified": lambda s: convert(s.encode("utf-8").decode("gbk", "replace"), "t2s"),
    "utf8_as_gbk_traditional": lambda s: convert(s.encode("utf-8").decode("gbk", "replace"), "s2t"),
    "utf8_as_latin1": lambda s: s.encode("utf-8").decode("latin-1"),
    "utf8_as_cp1252_holes": lambda s: s.encode("utf-8").decode("cp1252", "replace"),
    "utf8_as_cp1252_marks": lambda s: s.encode("utf-8").decode("cp1252", "replace").replace("\ufffd", "?"),
    "utf8_as_cp1252_dropped": lambda s: s.encode("utf-8").decode("cp1252", "ignore"),
    "utf8_as_latin1_c1_dropped": lambda s: "".join(
        c for c in s.encode("utf-8").decode("latin-1") if not "\x80" <= c < "\xa0"
    ),
    "utf8_as_latin1_thrice": lambda s: WRECKS["utf8_as_latin1"](WRECKS["utf8_as_latin1"](WRECKS["utf8_as_latin1"](s))),
    "utf8_as_latin1_as_gbk": lambda s: WRECKS["utf8_as_gb18030"](WRECKS["utf8_as_latin1"](s)),
    "gbk_as_latin1": lambda s: s.encode("gbk", "ignore").decode("latin-1"),
    "gbk_as_latin1_nfkc": lambda s: normalize("NFKC", WRECKS["gbk_as_latin1"](s)),
    "gbk_as_latin1_ftfy": lambda s: fix_text(WRECKS["gbk_as_latin1"](s)),
    "utf8_as_latin1_nfkc": lambda s: normalize("NFKC", WRECKS["utf8_as_latin1"](s)),
    "utf8_as_gb18030_nfkc": lambda s: normalize("NFKC", WRECKS["utf8_as_gb18030"](s)),
    "utf8_as_gb18030_ftfy": lambda s: fix_text(WRECKS["utf8_as_gb18030"](s)),
    "gbk_as_cp1252": lambda s: s.encode("gbk", "ignore").decode("cp1252", "replace"),
    "gbk_as_big5": lambda s: s.encode("gbk", "ignore").decode("cp950", "replace"),
    "gbk_as_big5_browser": lambda s: s.encode("gbk", "ignore").decode("big5hkscs", "replace"),
    "gbk_as_cp1251": lambda s: s.encode("gbk", "ignore").decode("cp1251", "replace"),
    "gbk_as_koi8": lambda s: s.encode("gbk", "ignore").decode("koi8_r", "replace"),
    "gbk_as_mac": lambda s: s.encode("gbk", "ignore").decode("mac_roman", "replace"),
    "gbk_as_cp437": lambda s: s.encode("gbk", "ignore").decode("cp437", "replace"),
    "gbk_as_korean": lambda s: s.encode("gbk", "ignore").decode("cp949", "replace"),
    "gbk_as_euc_jp": lambda s: s.encode("gbk", "ignore").decode("euc_jp", "replace"),
    "utf8_as_baltic": lambda s: s.encode("utf-8").decode("cp1257", "replace"),
    "utf8_as_turkish": lambda s: s.encode("utf-8").decode("iso8859_9"),
    "utf8_as_latin9": lambda s: s.encode("utf-8").decode("iso8859_15"),
    "utf8_as_cp1252_plain_blanks": lambda s: WRECKS["utf8_as_latin1"](s).replace("\xa0", " "),
    "gbk_as_latin1_as_latin1": lambda s: WRECKS["utf8_as_latin1"](WRECKS["gbk_as_latin1"](s)),
    "gbk_as_big5_marks": lambda s: s.encode("gbk", "ignore").decode("big5", "replace").replace("\ufffd", "?"),
    "big5_as_gbk_marks": lambda s: s.encode("cp950", "ignore").decode("gbk", "replace").replace("\ufffd", "?"),
    "big5_as_latin1": lambda s: s.encode("cp950", "ignore").decode("latin-1"),
    "big5_as_cp1252": lambda s: s.encode("cp950", "ignore").decode("cp1252", "replace"),
    "big5_as_gb18030": lambda s: s.encode("cp950", "ignore").decode("gb18030", "replace"),
    "big5_as_gbk": lambda s: s.encode("cp950", "ignore").decode("gbk", "replace"),
}
"""The wrong readings, by name; those of Big5 want traditional text."""


def some_lines(text: str, rng: random.Random, wreck: str, share: float = 0.3) -> Damaged:
    """A share of the lines (one at least) is read in the wrong charset."""
    lines = text.split("\n")
    able = [n for n, line in enumerate(lines) if any(c > "\u2e80" for c in line)]
    chosen = set(rng.sample(able, max(1, round(share * len(able))))) if able else set()
    done = [WRECKS[wreck](line) if n in chosen else line for n, line in enumerate(lines)]
    return Damaged("\n".join(done), [{"kind": wreck, "line": n} for n in sorted(chosen)])


def inside_line(text: str, rng: random.Random, wreck: str) -> Damaged:
    """One clause between two marks of a line is read in the wrong charset; its neighbours are whole."""
    lines = text.split("\n")
    able = [n for n, line in enumerate(lines) if line.count("，") > 1]
    if not able:
        return Damaged(text, [])
    n = rng.choice(able)
    clauses = lines[n].split("，")
    k = rng.randrange(len(clauses) - 1)
    clauses[k] = WRECKS[wreck](clauses[k])
    lines[n] = "，".join(clauses)
    return Damaged("\n".join(lines), [{"kind": wreck, "line": n, "clause": k}])


def lost_byte(text: str, rng: random.Random, lines: int = 1) -> Damaged:
    """A byte of GBK is lost; everything to the next ASCII byte is one byte off."""
    parts = text.split("\n")
    able = [n for n, line in enumerate(parts) if sum(c > "\u2e80" for c in line) > 12]
    labels: list[dict[str, object]] = []
    for n in sorted(rng.sample(able, min(lines, len(able)))):
        raw = parts[n].encode("gbk", "ignore")
        high = [i for i, b in enumerate(raw) if b >= 0x80]
        at = rng.choice(high[: len(high) * 2 // 3])
        parts[n] = question_marks(raw[:at] + raw[at + 1 :])
        labels.append({"kind": "lost_byte", "line": n, "byte": at})
    return Damaged("\n".join(parts), labels)


def cut_at_mark(text: str, rng: random.Random, mark: str = "！") -> Damaged:
    """A page was cut at the two bytes of a mark, wherever they stand, and each piece was read alone."""
    needle = mark.encode("gbk")
    done = []
    labels: list[dict[str, object]] = []
    for n, line in enumerate(text.split("\n")):
        pieces = line.encode("gbk", "ignore").split(needle)
        if len(pieces) > 1:
            labels.append({"kind": "cut", "line": n})
        done.append(mark.join(question_marks(piece) for piece in pieces))
    return Damaged("\n".join(done), labels)


RESIDUE = ("锟斤拷", "锟斤拷锟斤拷", "\ufffd", "\ufffd\ufffd", "锘锟", "烫烫烫烫", "屯屯屯屯")


def residue(text: str, rng: random.Random, times: int = 3) -> Damaged:
    """Residue on lines of its own and in front of paragraphs."""
    lines = text.split("\n")
    labels: list[dict[str, object]] = []
    for _ in range(times):
        full = [n for n, line in enumerate(lines) if line.strip() and line not in RESIDUE]
        n = rng.choice(full)
        what = rng.choice(RESIDUE)
        labels.append({"kind": "residue", "text": what})
        if rng.random() < 0.5:
            if "一" <= lines[n][0] <= "\u9fff":
                lines[n] = what + lines[n]
        else:
            lines[n:n] = [what, ""]
    return Damaged("\n".join(lines), labels)
