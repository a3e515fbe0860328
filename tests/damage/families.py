"""Every kind of damage by family and name, each a function of a clean text and a random generator."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from damage import copies, dropped, lines, mojibake, pages, readings
from mirrors import Make, mirror

from parkclean.han import convert

Damage = Callable[[str, random.Random], str]

SHARE = 0.1
"""Of the lines that are damaged where the damage is one of lines."""


def _of_lines(damage: Callable[[str], str], text: str, rng: random.Random) -> str:
    rows = text.split("\n")
    able = [n for n, row in enumerate(rows) if len(row.strip()) > 12]
    for n in rng.sample(able, min(len(able), max(3, round(SHARE * len(able))))):
        rows[n] = damage(rows[n])
    return "\n".join(rows)


def _misread(wreck: str, text: str, rng: random.Random) -> str:
    return mojibake.some_lines(text, rng, wreck).text


def _annotated(way: str, text: str, rng: random.Random) -> str:
    return readings.annotated(text, rng, *readings.WAYS[way])


def _mirrored(make: Make, text: str, rng: random.Random) -> str:
    return mirror(text, make, rng.randrange(1 << 30))[0]


MIRRORS = {
    "traditional_toned": Make(),
    "dense": Make(share=0.5),
    "untoned": Make(toned=False),
    "full_width_brackets": Make(brackets="（）", flat=False),
    "half_of_the_places": Make(each=0.5),
    "simplified": Make(traditional=False, flat=False, cuts=""),
    "cut_at_four_marks": Make(cuts="！？。，", cut=0.3, flat=False),
}

OF_CHARACTERS = ("tags", "zero_width", "references", "flattened_marks", "stray_word", "letter_spaced", "wide_figures")
"""Damage of lines that shows in a single one; what shows only in the page is among the other families."""

FAMILIES: dict[str, dict[str, Damage]] = {
    "charsets": {
        **{name: partial(_misread, name) for name in mojibake.WRECKS},
        "lost_byte": lambda text, rng: mojibake.lost_byte(text, rng).text,
        "cut_at_mark": lambda text, rng: mojibake.cut_at_mark(text, rng).text,
        "residue": lambda text, rng: mojibake.residue(text, rng).text,
    },
    "mirrors": {
        **{name: partial(_mirrored, make) for name, make in MIRRORS.items()},
        **{name: partial(_annotated, name) for name in readings.WAYS},
        "each_once": readings.each_once,
    },
    "pages": dict(pages.DAMAGES),
    "copies": dict(copies.COPIES),
    "characters": {
        **{name: partial(_of_lines, lines.LINES[name]) for name in OF_CHARACTERS},
        **{f"dropped_{name}": damage for name, damage in dropped.DROPPED.items()},
    },
}


def gold(kind: str, text: str) -> str:
    """The text before a kind of damage: what is to be written in Big5 is written in traditional characters first."""
    return convert(text, "s2t") if kind.startswith("big5_") else text
