"""Readings that a program put into a text, in more ways than those of the mirrors in `mirrors.py`.

Pure functions of a text and a random generator.
"""

from __future__ import annotations

import random
import re

from parkclean.han import readings, toneless

HAN = re.compile("[㐀-鿿]")
TONED = re.compile("[^a-z]")
LOST = "{char}(?)"
"""A charset had no letters with tones."""


def annotated(text: str, rng: random.Random, share: float, form: str, spelled: str = "tones") -> str:
    """A share of the characters has its usual reading wherever it stands: `form` is such as `{char}({reading})`."""
    chars = sorted(set(HAN.findall(text)))
    listed = set(rng.sample(chars, max(5, round(share * len(chars)))))

    def reading(m: re.Match[str]) -> str:
        char = m[0]
        if char not in listed or not readings(char):
            return char
        said = readings(char)[0]
        if form == LOST:
            return f"{char}({TONED.sub('?', said)})"
        return form.format(char=char, reading=toneless(said).replace("ü", "v") if spelled == "letters" else said)

    return HAN.sub(reading, text)


def each_once(text: str, rng: random.Random, count: int = 25) -> str:
    """Some characters have their usual reading where they stand first."""
    chars = sorted(set(HAN.findall(text)))
    for char in rng.sample(chars, min(count, len(chars))):
        if readings(char):
            text = text.replace(char, f"{char}({readings(char)[0]})", 1)
    return text


WAYS = {
    "all": (1.0, "{char}({reading})"),
    "all_wide": (1.0, "{char}（{reading}）"),
    "all_bare": (1.0, "{char}{reading}"),
    "all_spaced": (1.0, "{char} {reading} "),
    "some_spaced": (0.3, "{char} {reading} "),
    "most": (0.8, "{char}({reading})"),
    "blank_inside": (0.3, "{char}({reading} )"),
    "quoted": (0.3, "{char}'{reading}'"),
    "lost_tones": (0.3, LOST),
    "contained_ruby": (0.3, "<ruby><rb>{char}</rb><rtc><rt>{reading}</rt></rtc></ruby>"),
    "interlinear": (1.0, "\ufff9{char}\ufffa{reading}\ufffb"),
}
