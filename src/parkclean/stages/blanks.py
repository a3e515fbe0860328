"""One more rule of stage `chars`: blanks that fell between characters by lot.

Recognition of scanned pages and extraction from PDF leave blanks anywhere: inside words as often as between them.
Blanks that somebody set part words, clauses, names or verses, which go together less well than their neighbours do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import kind
from parkclean.parted import SAMPLE, WHOLE, WORD, mean_bits, share_of_words
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.tables import CJK_MARKS, HAN, SPACES

FEWEST = 10
"""So many different pairs must be parted."""
NEARLY = 20
"""If so few of the pairs stand without blanks, all of them were set apart."""
WORSE = 1.3
"""Bits that parted pairs may need more than the others of the text; where somebody set the blanks it is 2 at least."""
FIRST = 12
FAR = 11.0
"""If the first pairs need more bits, the rest need not be looked at."""
WORDS = 0.55
"""Parted pairs must be words so often as the others are, times this."""
LONG = 20
"""A line of prose has so many characters, and a mark of a clause."""
NEIGHBOURS = 20
"""So many pairs without a blank show what the text is like."""
MARKED = 3
"""Beside marks blanks may stand so much more often than between characters."""
FEWEST_SAID = 3
TIMES = 10
"""Behind so many colons a blank stands, so much more often than between characters, where quotation marks were."""
FEWEST_EVEN = 8
ODD = 9
"""In so many lines blanks come two by two, and in so many times fewer they do not."""
LONGEST = 3
"""Blanks in a row that may have fallen there."""

_MARKS = CJK_MARKS.replace("\u3000", "\u3001")
_NUMBER = re.compile(f"\\s*第[{HAN}0-9]{{1,10}}?[条條章节節款项項编編回课課]")
"""What a blank stands behind in laws and chapters."""
_ABOUT = re.compile("空格")
_MARK = re.compile(f"[{_MARKS}]")
_CLAUSE = re.compile("[，。；：、！？]")
_PARTED = re.compile(f"(?<=[{HAN}])[{SPACES}]{{1,{LONGEST}}}(?=[{HAN}])")
_TIGHT = re.compile(f"[{HAN}](?=[{HAN}])")
_ANY_GAP = re.compile(rf"(?<=\S)[{SPACES}]{{1,{LONGEST}}}(?=\S)")
"""Where two blanks or more stand between all characters, they stand between figures and letters, too."""
_BESIDE = re.compile(
    f"(?<=[{_MARKS}])[{SPACES}]{{1,{LONGEST}}}(?=[{HAN}])|(?<=[{HAN}])[{SPACES}]{{1,{LONGEST}}}(?=[{_MARKS}])"
)
_TIGHT_BESIDE = re.compile(f"[{_MARKS}](?=[{HAN}])|[{HAN}](?=[{_MARKS}])")
_GAP = re.compile(f"{_PARTED.pattern}|{_BESIDE.pattern}")
_SAID = re.compile(f"：[{SPACES}]")
_ANY_BLANK = re.compile(f"(?:(?<=[{HAN}{_MARKS}])|^)[{SPACES}]+(?:(?=[{HAN}{_MARKS}])|$)")
_BLANK = kind(SPACES)
_between = Beside(_BLANK, HAN_KIND, HAN_KIND | _BLANK, FEWEST)


def _by_lot(seen: Seen) -> list[int]:
    """The lines of prose, if blanks fell between their characters by lot."""
    texts, look = seen.lines.texts, seen.look
    rows = sorted(set((look.starts.searchsorted(look.places(_BLANK), "right") - 1).tolist()))
    prose = [n for n in rows if len(texts[n]) >= LONG and _CLAUSE.search(texts[n]) and not _is_spaced(texts[n])]
    parted = [
        (texts[n][m.start() - 1], texts[n][m.end()]) for n in prose for m in _PARTED.finditer(texts[n], _text(texts[n]))
    ]
    if len(set(parted)) < FEWEST or len({first for first, _ in parted}) < FEWEST // 2:
        return []
    if mean_bits(parted[:FIRST]) > FAR:
        return []
    if _are_quotes([texts[n] for n in rows], len(parted)) or _are_regular([texts[n] for n in prose]):
        return []
    if is_about(_ABOUT, seen.text):
        return []
    tight: list[tuple[str, str]] = []
    for n in prose:
        tight += [(texts[n][m.start()], texts[n][m.end()]) for m in _TIGHT.finditer(texts[n])]
        if len(tight) >= 4 * SAMPLE:
            break
    if len(tight) * NEARLY < len(parted):
        return prose if mean_bits(parted) < WHOLE else []
    if len(set(tight)) < NEIGHBOURS or mean_bits(parted) >= mean_bits(tight) + WORSE:
        return []
    return prose if share_of_words(parted) > WORDS * share_of_words(tight) else []


def _are_quotes(lines: Sequence[str], parted: int) -> bool:
    """Whether quotation marks became blanks: they stand behind colons, or two by two in nearly every line."""
    said = [line for line in lines if "：" in line]
    colons, spaced = sum(line.count("：") for line in said), sum(len(_SAID.findall(line)) for line in said)
    pairs = sum(len(_TIGHT.findall(line)) for line in lines) + parted
    if spaced >= FEWEST_SAID and spaced * pairs >= TIMES * colons * parted:
        return True
    counts = [len(_ANY_BLANK.findall(line)) for line in lines]
    odd = sum(count % 2 for count in counts)
    even = sum(count > 0 for count in counts) - odd
    return even >= FEWEST_EVEN and even >= ODD * odd


def _fell_beside_marks(lines: Sequence[str]) -> bool:
    """Whether blanks stand beside marks hardly more often than between characters; else somebody set them there."""
    parted, tight, beside, joined = (
        sum(len(form.findall(line)) for line in lines) for form in (_PARTED, _TIGHT, _BESIDE, _TIGHT_BESIDE)
    )
    return beside * (parted + tight) <= MARKED * parted * (beside + joined)


def _are_regular(lines: Sequence[str]) -> bool:
    """Whether half of the blanks stand at one place of their clauses, as those of gaps to fill in and of rhythm do."""
    places = Counter(m.start() for line in lines for clause in _MARK.split(line) for m in _PARTED.finditer(clause))
    return max(places.values(), default=0) * 2 >= places.total()


def _are_words(line: str, start: int, end: int) -> bool:
    """Whether words or numbers in ASCII stand on both sides of a gap, and not single letters."""
    around = line[max(0, start - 2) : start], line[end : end + 2]
    return all(side.isascii() and side.strip().isalnum() for side in around) and any(
        len(side) == 2 and side.isalnum() for side in around
    )


def _is_spaced(line: str) -> bool:
    """Whether one blank stands between all characters of a line, which is for `chars.letter_spaced`."""
    m = _PARTED.search(line)
    return m is not None and len(m[0]) == 1 and not _TIGHT.search(line)


def _text(line: str) -> int:
    """Where the text of a line begins, behind the number of an article or a chapter and the blank there."""
    m = _NUMBER.match(line)
    return m.end() + 1 if m else 0


@rule(
    "chars.random_blank",
    "Blanks that fell between Chinese characters by lot go.",
    trigger=SPACES,
    when=_between.then(_by_lot),
)
def random_blank(text: str, seen: Seen) -> Iterator[Edit]:
    """Scanning and PDF extraction leave blanks inside words: `所有的映射关 系`, `仅利用有标 记的样本`.

    Needs ten different pairs of characters in lines of prose that are parted, and that go together as well as those of
    the same lines that are not. Blanks between words, names, clauses and verses stay, and those that quotation marks
    became.

    >>> text = "山上的桃 花都开了，河 边的青草 都绿了，燕子也飞 回来了。孩子们在山 坡上放风 筝，大人在田里耕 地。"
    >>> clean(text + "太阳 下山了，他们一 起走回村 子里去。")[26:]
    '孩子们在山坡上放风筝，大人在田里耕地。太阳下山了，他们一起走回村子里去。'
    >>> text = "我害怕 一到月圆时分，一转身 一闪神 一下失去了方寸，别害怕 别害怕，还有一个人 在等你。"
    >>> clean(text + "他说 你好，她说 再见 我走了 不送 不送。") == text + "他说 你好，她说 再见 我走了 不送 不送。"
    True
    """
    prose = seen.share(_by_lot)
    if not prose:
        return
    texts, starts = seen.lines.texts, seen.lines.starts
    sizes = Counter(len(m[0]) for n in prose for m in _PARTED.finditer(texts[n]))
    usual = max(sizes, key=lambda size: (sizes[size], -size))
    beside = _GAP if _fell_beside_marks([texts[n] for n in prose]) else _PARTED
    gap = beside if usual == 1 else _ANY_GAP
    code = seen.once(code_spans)
    for n in prose:
        for m in gap.finditer(texts[n], _text(texts[n])):
            if len(m[0]) == usual and not _are_words(texts[n], *m.span()) and not code.covers(starts[n] + m.start()):
                yield Edit(starts[n] + m.start(), starts[n] + m.end(), "", "chars.random_blank")
    for n in sorted(set(range(len(texts))).difference(prose)):
        apart = not _TIGHT.search(texts[n])
        for m in _PARTED.finditer(texts[n]):
            pair = texts[n][m.start() - 1], texts[n][m.end()]
            if code.covers(starts[n] + m.start()):
                continue
            if usual == len(m[0]) > 1 if apart else mean_bits([pair]) < WORD:
                yield Edit(starts[n] + m.start(), starts[n] + m.end(), "", "chars.random_blank")
