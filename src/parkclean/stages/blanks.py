"""More rules of stage `chars`: blanks between Chinese characters, between all of them or by lot.

Recognition of scanned pages and extraction from PDF leave blanks anywhere: inside words as often as between them.
Blanks that somebody set part words, clauses, names or verses, which go together less well than their neighbours do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from parkclean.about import is_about
from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import kind
from parkclean.parted import SAMPLE, WHOLE, WORD, mean_bits, share_of_words
from parkclean.questions import Alternating, Beside, Either
from parkclean.rules import Seen, rule
from parkclean.stages.setapart import may_be_set_apart, set_apart
from parkclean.tables import CJK_MARKS, HAN, ROLES, SPACES

if TYPE_CHECKING:
    from parkclean.kinds import Places

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


def _rows_of_blanks(seen: Seen) -> Places:
    """The line of each blank."""
    return seen.look.starts.searchsorted(seen.look.places(_BLANK), "right") - 1


def _by_lot(seen: Seen) -> list[int]:
    """The lines of prose, if blanks fell between their characters by lot."""
    texts = seen.lines.texts
    rows = sorted(set(seen.share(_rows_of_blanks).tolist()))
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
    """Whether one blank stands between all characters of a line, which is for `letter_spaced`."""
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


# --- letter-spacing ---------------------------------------------------------------------------------------------------

_PAIR = re.compile(f"[{SPACES}](?<=[{HAN}].)(?=[{HAN}])")
_SPACED_GAP = re.compile(f"(?<=[{HAN}{_MARKS}0-9])[{SPACES}]+(?=[{HAN}{_MARKS}0-9])")
_LONG_RUN = re.compile(f"(?:[{HAN}](?:[{SPACES}]|[，。；：、,;:][{SPACES}]?)){{12,}}")
_ANY_CLAUSE = re.compile("[，。；：、！？,;:!?]")
_WORD = re.compile(f"(?<![^{SPACES}])[{HAN}]{{2,4}}(?=[{SPACES}])")
_SPACED_WORDS = 3
_SPACED_LINES = 3
"""More words than this with blanks around them in a line, and more such lines than this: blanks part words."""
_SPACED_PAIRS = 9
_FEWEST_SINGLES = _SPACED_PAIRS - 6
"""Between two blanks stand all characters but the first and the last."""
_REACH = 4


_alone_between_blanks = Alternating(_BLANK, HAN_KIND, _SPACED_PAIRS, _FEWEST_SINGLES)


def _blank_lines(seen: Seen) -> list[int]:
    """The lines with so many blanks that enough characters may stand apart."""
    import numpy as np

    found: list[int] = (np.bincount(seen.share(_rows_of_blanks)) >= _SPACED_PAIRS).nonzero()[0].tolist()
    return found


def _spaced_lines(seen: Seen) -> list[int]:
    """The lines in which enough characters stand apart."""
    return [n for n in seen.share(_blank_lines) if len(_PAIR.findall(seen.lines.texts[n])) >= _SPACED_PAIRS]


def _signs(seen: Seen) -> list[int]:
    """Where one and the same sign stands between all characters."""
    return set_apart(seen) if may_be_set_apart(seen) else []


def _apart(seen: Seen) -> bool:
    """Whether blanks or signs stand between the characters of some line."""
    return bool((_alone_between_blanks(seen) and seen.share(_spaced_lines)) or seen.share(_signs))


@rule(
    "chars.letter_spaced",
    "Chinese that was set with a blank between all characters is closed up.",
    when=Either(_alone_between_blanks, *may_be_set_apart.questions).then(_apart),
)
def letter_spaced(text: str, seen: Seen) -> Iterator[Edit]:
    """A blank between every two characters comes from justified type and from PDF extraction.

    A line is closed up if nearly all its neighbouring characters are spaced, ten characters or more, and it has the
    punctuation of prose; headings and bylines near such a line are closed up with it.
    Spaced names and titles, verse and tables stay, and texts with blanks between their words.
    A sign may stand there instead (`春·天·到·了`), between all characters, in front of marks too or not.

    >>> clean("抗 战 爆 发 后，厂 房 两 次 被 炸，机 器 却 保 了 下 来。")
    '抗战爆发后，厂房两次被炸，机器却保了下来。'
    >>> clean("目 录\\n\\n李 洋\\n\\n春 眠 不 觉 晓")
    '目 录\\n\\n李 洋\\n\\n春 眠 不 觉 晓'
    """
    yield from (Edit(at, at + 1, "", "chars.letter_spaced") for at in seen.share(_signs))
    texts, starts = seen.lines.texts, seen.lines.starts
    spaced = seen.share(_spaced_lines)
    prose = {n for n in spaced if _spaced_prose(texts[n])}
    if sum(_in_words(texts[n]) for n in seen.share(_blank_lines)) > max(_SPACED_LINES, len(prose)):
        return
    near = _near(texts, prose)
    for n in sorted(near.union(spaced)):
        line = texts[n]
        if n in prose or (n in near and _spaced_heading(line)):
            yield from _closed_up(line, starts[n])
        elif n in spaced:
            for m in _LONG_RUN.finditer(line):
                if _ANY_CLAUSE.search(m[0]):
                    yield from _closed_up(line, starts[n], m.start(), m.end() + 1)


def _spaced_prose(line: str) -> bool:
    spaced = len(_PAIR.findall(line))
    if spaced < _SPACED_PAIRS or spaced < 9 * len(_TIGHT.findall(line)):
        return False
    clauses = [len(_strip_blanks(clause)) for clause in _ANY_CLAUSE.split(line)]
    lengths = {length for length in clauses if length}
    return len(clauses) > 1 and (len(lengths) > 1 or max(lengths) > 7)


def _in_words(line: str) -> bool:
    """Whether blanks part the words of a line, as in corpora for the study of words."""
    return len(_WORD.findall(line)) > _SPACED_WORDS


_NO_BLANKS = dict.fromkeys(map(ord, SPACES))


def _strip_blanks(text: str) -> str:
    return text.translate(_NO_BLANKS)


def _spaced_heading(line: str) -> bool:
    return len(_PAIR.findall(line)) >= 3 and not _TIGHT.search(line)


def _near(texts: Sequence[str], prose: set[int]) -> set[int]:
    """The lines that have a spaced line of prose within reach, blank ones aside."""
    near = set(prose)
    for n in prose:
        for lines in (range(n - 1, -1, -1), range(n + 1, len(texts))):
            near.update(islice((k for k in lines if texts[k] and not texts[k].isspace()), _REACH))
    return near


def _closed_up(line: str, start: int, begin: int = 0, end: int | None = None) -> Iterator[Edit]:
    """Delete single blanks between Chinese characters and between lone figures; two blanks or more become one."""
    kept = _byline_gaps(line) if end is None else set()
    for m in _SPACED_GAP.finditer(line, begin, len(line) if end is None else end):
        a, b = m.span()
        if a in kept:
            continue
        if b - a > 1:
            yield Edit(start + a + 1, start + b, "", "chars.letter_spaced")
        elif not (line[a - 1].isdigit() or line[b].isdigit()) or _lone_figures(line, a, b):
            yield Edit(start + a, start + b, "", "chars.letter_spaced")


def _lone_figures(line: str, a: int, b: int) -> bool:
    """Whether a figure beside the blank stands by itself on its other side too."""
    left = not line[a - 1].isdigit() or a < 2 or line[a - 2] in SPACES or not line[a - 2].isdigit()
    right = not line[b].isdigit() or b + 1 >= len(line) or not line[b + 1].isdigit()
    return left and right


def _byline_gaps(line: str) -> set[int]:
    """Where the blanks of a byline stand (`记者 李洋 通讯员 王芳`); empty if the line is none."""
    places = [i for i, c in enumerate(line) if c not in SPACES]
    compact = "".join(line[i] for i in places)
    if not _BYLINE.fullmatch(compact):
        return set()
    edges = {edge for m in _ROLE.finditer(compact) for edge in m.span()}
    return {places[edge - 1] + 1 for edge in edges if 0 < edge < len(compact)}


_ROLE = re.compile("|".join(ROLES))
_BYLINE = re.compile(f"(?:(?:{'|'.join(ROLES)})[{HAN}]{{2,3}}){{1,4}}")
