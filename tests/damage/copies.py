"""Damage by careless copying: paragraphs put down again, whole or changed; pure functions, as in `pages.py`."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from damage.pages import Damage, is_prose, joined, paragraphs_of

from parkclean.han import convert

_SENTENCE = re.compile("(?<=[。！？])(?=[^”’」』）。！？\n])")
_MARKS = re.compile("[，。、；：]")
KEY_WORDS = (
    "官方网站入口-手机版下载-最新版-平台登录", "免费观看高清在线播放_完整版_全集", "开户_网址_娱乐城_注册送",
    "#棋牌下载# #真人平台# #官网登录#",
)  # fmt: skip


def interleaved(text: str, rng: random.Random) -> str:
    """Between the paragraphs stands once more the one before: A B A C B D C."""
    every = paragraphs_of(text)
    out = every[:1]
    for before, one in pairwise(every):
        out.append(one)
        if is_prose(before) and rng.random() < 0.7:
            out.append(before)
    return joined(out)


def end_again(text: str, rng: random.Random) -> str:
    """Three paragraphs stand once more at the end."""
    every = paragraphs_of(text)
    first = rng.randrange(1, max(2, len(every) - 3))
    return joined([*every, *every[first : first + 3]])


def two_as_one(text: str, rng: random.Random) -> str:
    """Two paragraphs stand once more, put together to one."""
    every = paragraphs_of(text)
    pairs = [n for n in range(len(every) - 1) if is_prose(every[n]) and is_prose(every[n + 1])]
    if not pairs:
        return text
    n = rng.choice(pairs)
    return joined([*every[: n + 2], every[n] + every[n + 1], *every[n + 2 :]])


def near_copies(text: str, rng: random.Random) -> str:
    """Two paragraphs stand once more at some other place, with marks, blanks and function words changed."""
    every = paragraphs_of(text)
    out = list(every)
    some = list(filter(is_prose, every))
    for one in rng.sample(some, min(2, len(some))):
        for _ in range(rng.randrange(2, 5)):
            at = rng.randrange(5, len(one) - 5)
            one = rng.choice((one.replace("的", "", 1), one.replace("，", ",", 1), one[:at] + " " + one[at:]))
        out.insert(rng.randrange(len(out) + 1), one)
    return joined(out)


def title_above(text: str, rng: random.Random) -> str:
    """The title of the page, with the name of its site, stands above the title."""
    title = text.strip("\n").split("\n", 1)[0]
    return f"{title}{rng.choice(('_河口新闻网', '-江城晚报', ' - 东湖网'))}\n\n{text}"


def doubled_marks(text: str, rng: random.Random) -> str:
    """Every mark stands twice."""
    return _MARKS.sub(r"\g<0>\g<0>", text)


def key_words(text: str, rng: random.Random) -> str:
    """Key words of hijacked pages between paragraphs."""
    every = paragraphs_of(text)
    for _ in range(2):
        every.insert(rng.randrange(1, len(every)), rng.choice(KEY_WORDS))
    return joined(every)


def traditional_sentences(text: str, rng: random.Random) -> str:
    """A third of the sentences are traditional."""
    parts = _SENTENCE.split(text)
    return "".join([convert(part, "s2t") if rng.random() < 0.35 else part for part in parts])


COPIES: dict[str, Damage] = {
    "interleaved": interleaved,
    "end_again": end_again,
    "two_as_one": two_as_one,
    "near_copies": near_copies,
    "title_above": title_above,
    "doubled_marks": doubled_marks,
    "key_words": key_words,
    "traditional_sentences": traditional_sentences,
}
