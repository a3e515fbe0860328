"""Damage by careless copying: paragraphs put down again, whole or changed; pure functions, as in `pages.py`."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from damage.pages import BOTH_HAN, Damage, is_prose, joined, paragraphs_of

from parkclean.han import Direction, convert

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


def woven_scripts(text: str, rng: random.Random) -> str:
    """A third of the characters went through a converter, wherever they stand."""
    return "".join(convert(one, "s2t") if rng.random() < 0.35 else one for one in text)


def _inside(paragraph: str, rng: random.Random, margin: int = 20) -> int:
    """A place in the middle of a word; 0 if there is none."""
    places = [m.start() for m in BOTH_HAN.finditer(paragraph) if margin < m.start() < len(paragraph) - margin]
    return rng.choice(places) if places else 0


def box_elsewhere(text: str, rng: random.Random) -> str:
    """Three paragraphs stand once more at some other place."""
    every = paragraphs_of(text)
    first = rng.randrange(1, max(2, len(every) - 3))
    at = rng.choice([n for n in range(1, len(every) + 1) if not first <= n <= first + 3] or [len(every)])
    return joined([*every[:at], *every[first : first + 3], *every[at:]])


def turned_box(text: str, rng: random.Random) -> str:
    """Four paragraphs stand once more behind themselves, in another order."""
    every = paragraphs_of(text)
    first = rng.randrange(1, max(2, len(every) - 4))
    box = every[first : first + 4]
    return joined([*every[: first + len(box)], *rng.sample(box, len(box)), *every[first + len(box) :]])


def tails_in_front(text: str, rng: random.Random) -> str:
    """In front of some paragraphs stand their ends, cut inside a word."""
    out = []
    for one in paragraphs_of(text):
        at = _inside(one, rng) if is_prose(one) and rng.random() < 0.4 else 0
        out += [one[at:], one] if at else [one]
    return joined(out)


def sentences_beside(text: str, rng: random.Random) -> str:
    """Behind some paragraphs, or in front, stand their sentences, each as a paragraph."""
    out = []
    for one in paragraphs_of(text):
        said = _SENTENCE.split(one) if is_prose(one) and rng.random() < 0.4 else []
        out += [one, *said] if rng.random() < 0.5 else [*said, one]
    return joined(out)


def sentence_overlap(text: str, rng: random.Random) -> str:
    """Paragraphs in two boxes; the second one begins with the last sentence of the first."""
    out = []
    for one in paragraphs_of(text):
        said = _SENTENCE.split(one)
        if len(said) > 2 and rng.random() < 0.6:
            at = rng.randrange(2, len(said))
            out += ["".join(said[:at]), "".join(said[at - 1 :])]
        else:
            out.append(one)
    return joined(out)


def page_lines(text: str, rng: random.Random) -> str:
    """Lines of one width; some page begins with the last line of the one before."""
    width = rng.choice((30, 36, 40))
    out = []
    for one in paragraphs_of(text):
        lines = [one[n : n + width] for n in range(0, len(one), width)] if is_prose(one) else [one]
        if len(lines) > 2 and rng.random() < 0.5:
            at = rng.randrange(1, len(lines) - 1)
            lines.insert(at, lines[at])
        out.append("\n".join(lines))
    return joined(out)


def end_behind(text: str, rng: random.Random) -> str:
    """Behind some paragraphs, in their line, stand their ends once more, cut inside a word."""
    every = paragraphs_of(text)
    return joined([p + p[_inside(p, rng) or len(p) :] if is_prose(p) and rng.random() < 0.4 else p for p in every])


def leaked_inside(text: str, rng: random.Random) -> str:
    """Two paragraphs stand once more in the middle of a word of others."""
    every = paragraphs_of(text)
    out = list(every)
    some = [n for n, one in enumerate(every) if is_prose(one)]
    for n in rng.sample(some, min(2, len(some) // 2)):
        other = rng.choice([m for m in some if m != n])
        at = _inside(every[n], rng)
        out[n] = every[n][:at] + every[other] + every[n][at:]
    return joined(out)


def between_halves(text: str, rng: random.Random) -> str:
    """A paragraph stands once more between the halves of another one, which was cut."""
    every = paragraphs_of(text)
    some = [n for n, one in enumerate(every) if is_prose(one)]
    if len(some) < 3:
        return text
    n = rng.choice(some)
    other = rng.choice([m for m in some if abs(m - n) > 1] or [m for m in some if m != n])
    at = _inside(every[n], rng)
    return joined([*every[:n], every[n][:at], every[other], every[n][at:], *every[n + 1 :]])


def page_titles(text: str, rng: random.Random) -> str:
    """The title stands above every page, inside sentences."""
    every = paragraphs_of(text)
    out = []
    for one in every:
        at = _inside(one, rng) if is_prose(one) and rng.random() < 0.6 else 0
        out += [one[:at], every[0][:30], one[at:]] if at else [one]
    return joined(out)


def lines_overlap(text: str, rng: random.Random) -> str:
    """Boxes that overlap were put together, beside paragraphs that stand twice in a row."""
    out = []
    for one in paragraphs_of(text):
        at = _inside(one, rng) if is_prose(one) and rng.random() < 0.5 else 0
        out.append(one[:at] + one[at - rng.randint(10, 20) :] if at else one)
        if not at and is_prose(one) and rng.random() < 0.4:
            out.append(one)
    return joined(out)


def pair_turned(text: str, rng: random.Random) -> str:
    """Two paragraphs stand once more behind themselves, the other way round."""
    every = paragraphs_of(text)
    pairs = [n for n in range(len(every) - 1) if is_prose(every[n]) and is_prose(every[n + 1])]
    n = rng.choice(pairs or [0])
    return joined([*every[: n + 2], every[n + 1], every[n], *every[n + 2 :]])


def sections_turned(text: str, rng: random.Random) -> str:
    """The text ends with its second third and its first one once more."""
    every = paragraphs_of(text)
    third = len(every) // 3
    return joined([*every, *every[third : 2 * third], *every[:third]])


def traditional_end(text: str, rng: random.Random) -> str:
    """Two paragraphs stand once more at the end, in the other script."""
    every = paragraphs_of(text)
    some = list(filter(is_prose, every))
    way: Direction = "t2s" if convert(text, "t2s") != text else "s2t"
    return joined([*every, *(convert(one, way) for one in rng.sample(some, min(2, len(some))))])


def twice_by_sentence(text: str, rng: random.Random) -> str:
    """The text is put down twice, the second time with a sentence a line."""
    every = paragraphs_of(text)
    return joined([*every, *(said for one in every for said in _SENTENCE.split(one))])


def overlapping_pages(text: str, rng: random.Random) -> str:
    """Lines of one width; each page begins with the last two lines of the one before, below its number."""
    width, height = rng.choice((22, 28, 36)), rng.choice((9, 12))
    lines = [("\u3000\u3000" + p)[n : n + width] for p in paragraphs_of(text) for n in range(0, len(p) + 2, width)]
    out = lines[:height]
    for page, at in enumerate(range(height, len(lines), height), 1):
        out += [f"- {page} -", *lines[at - 2 : at + height]]
    return "\n".join(out) + "\n"


def narrow_columns(text: str, rng: random.Random) -> str:
    """Lines of sixteen characters; each column begins with the last line of the one before."""
    lines = [p[n : n + 16] for p in paragraphs_of(text) for n in range(0, len(p), 16)]
    columns = [lines[max(0, at - 1) : at + 12] for at in range(0, len(lines), 12)]
    return "\n".join([line for column in columns for line in column]) + "\n"


def _any_prose(every: Sequence[str], rng: random.Random) -> int:
    """Which of some paragraphs is prose; the last one if none is."""
    return rng.choice([n for n, one in enumerate(every) if is_prose(one)] or [len(every) - 1])


def pulled_quote(text: str, rng: random.Random) -> str:
    """A sentence of a paragraph stands once more in the middle of it, on a line of its own."""
    every = paragraphs_of(text)
    n = _any_prose(every, rng)
    said, at = [one for one in _SENTENCE.split(every[n]) if len(one) > 14], _inside(every[n], rng)
    return joined([*every[:n], every[n][:at], rng.choice(said or [""]), every[n][at:], *every[n + 1 :]])


def next_column(text: str, rng: random.Random) -> str:
    """A line of another paragraph stands once more between the halves of a sentence."""
    every = paragraphs_of(text)
    some = [n for n, one in enumerate(every) if is_prose(one)]
    if len(some) < 2:
        return text
    n, other = rng.sample(some, 2)
    at, first = _inside(every[n], rng), rng.randrange(len(every[other]) - 20)
    return joined([*every[:n], every[n][:at], every[other][first : first + 18], every[n][at:], *every[n + 1 :]])


def marred_copy(text: str, rng: random.Random) -> str:
    """A paragraph stands once more a few rows below, with characters that cannot be seen."""
    every = paragraphs_of(text)
    n = _any_prose(every, rng)
    marred = BOTH_HAN.sub(lambda _: "\u200b" if rng.random() < 0.15 else "", every[n])
    return joined([*every[: n + 3], marred, *every[n + 3 :]])


def signed_copy(text: str, rng: random.Random) -> str:
    """A paragraph stands once more with who wrote it."""
    every = paragraphs_of(text)
    n = _any_prose(every, rng)
    return joined([*every[: n + 1], every[n] + "（记者 黎明）", *every[n + 1 :]])


def both_ends_lost(text: str, rng: random.Random) -> str:
    """A paragraph stands once more without its first two characters and its last three."""
    every = paragraphs_of(text)
    n = _any_prose(every, rng)
    return joined([*every[: n + 1], every[n][2:-3], *every[n + 1 :]])


def stopless_copy(text: str, rng: random.Random) -> str:
    """A paragraph stands once more behind itself without a comma and its last mark."""
    every = paragraphs_of(text)
    n = _any_prose(every, rng)
    return joined([*every[: n + 1], every[n].replace("，", "", 1)[:-1], *every[n + 1 :]])


COPIES: dict[str, Damage] = {
    "interleaved": interleaved,
    "end_again": end_again,
    "two_as_one": two_as_one,
    "near_copies": near_copies,
    "title_above": title_above,
    "doubled_marks": doubled_marks,
    "key_words": key_words,
    "traditional_sentences": traditional_sentences,
    "woven_scripts": woven_scripts,
    "box_elsewhere": box_elsewhere,
    "turned_box": turned_box,
    "tails_in_front": tails_in_front,
    "sentences_beside": sentences_beside,
    "sentence_overlap": sentence_overlap,
    "page_lines": page_lines,
    "end_behind": end_behind,
    "leaked_inside": leaked_inside,
    "between_halves": between_halves,
    "page_titles": page_titles,
    "lines_overlap": lines_overlap,
    "pair_turned": pair_turned,
    "sections_turned": sections_turned,
    "traditional_end": traditional_end,
    "twice_by_sentence": twice_by_sentence,
    "overlapping_pages": overlapping_pages,
    "narrow_columns": narrow_columns,
    "pulled_quote": pulled_quote,
    "next_column": next_column,
    "marred_copy": marred_copy,
    "signed_copy": signed_copy,
    "both_ends_lost": both_ends_lost,
    "stopless_copy": stopless_copy,
}
