"""Damage of single characters that a converter or a disguise strews over a whole text.

Pure functions of a text and a random generator.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

HAN = re.compile("[\u4e00-\u9fff]")
MARK = re.compile("[，。！？：；、《》（）「」]")


def _behind(text: str, rng: random.Random, what: tuple[str, ...], share: float) -> str:
    """One of some strings behind a share of the characters."""
    return HAN.sub(lambda m: m[0] + (rng.choice(what) if rng.random() < share else ""), text)


def _lost_indents(text: str, rng: random.Random) -> str:
    mark = "?" * rng.choice((2, 4, 8))
    return "\n".join(mark + line if len(line) > 24 else line for line in text.split("\n"))


def _base_16(text: str, rng: random.Random) -> str:
    return HAN.sub(lambda m: f"&#x{ord(m[0]):x}" if rng.random() < 0.05 else m[0], text)


def _marks_as_latin1(text: str, rng: random.Random) -> str:
    return MARK.sub(lambda m: m[0].encode().decode("latin-1"), text)


def _marks_as_gbk(text: str, rng: random.Random) -> str:
    hole = rng.choice("?\ufffd")
    return re.sub("[，。！？：；、“”]", lambda m: m[0].encode().decode("gbk", "replace").replace("\ufffd", hole), text)


def _nameless_tags(text: str, rng: random.Random) -> str:
    return _behind(text, rng, tuple(f"<{''.join(rng.choices('bcdfghjkmqtvwxz', k=5))}/>" for _ in range(400)), 0.02)


DROPPED: dict[str, Callable[[str, random.Random], str]] = {
    "lost_indents": _lost_indents,
    "base_16": _base_16,
    "nameless_tags": _nameless_tags,
    "marks_as_latin1": _marks_as_latin1,
    "marks_as_gbk": _marks_as_gbk,
    "residue": lambda text, rng: _behind(text, rng, ("锟斤拷", "锟斤拷锟斤拷"), 0.01),
    "residue_as_latin1": lambda text, rng: _behind(text, rng, ("ï¿½", "ï¿½ï¿½"), 0.01),
    "memory": lambda text, rng: _behind(text, rng, ("烫烫烫", "屯屯屯屯"), 0.01),
    "dingbats": lambda text, rng: _behind(text, rng, tuple("✂✈☎✿❀♨✪➤☞"), 0.01),
    "emoji_sequences": lambda text, rng: _behind(
        text, rng, ("👨\u200d👩\u200d👧", "🇨🇳", "1\ufe0f\u20e3", "✌🏻", "🔥"), 0.01
    ),
    "one_private_use": lambda text, rng: _behind(text, rng, (chr(rng.randrange(0xE000, 0xF000)),), 0.01),
    "selectors": lambda text, rng: _behind(text, rng, ("\ufe00", "\ufe0f", "\U000e0100"), 0.05),
}
