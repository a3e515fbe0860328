"""Rules of stage `chars`: characters that look like another one, in text that a machine has read or that slips past
a filter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from parkclean.about import is_about
from parkclean.edits import Edit
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import kind
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.tables import ABOUT_RECOGNITION, HAN, LOOK_ALIKES, OWN_WORDS

SURE = 4.4
"""Bits by which a neighbour makes the right character likelier: 中心 has 4.7, 人员 5.1, 令人 (in 令囚死) 5.5."""
FEWEST = 2
"""So many words are sure, and different ones: one may be a play on words."""
SHARE = 3
"""One in so many of a character makes a sure word, where it stands for another."""

_HAN = re.compile(f"[{HAN}]")
_ANY = re.compile(f"[{''.join(LOOK_ALIKES)}]")
_CLEAR = frozenset(LOOK_ALIKES) - {"曰"}
"""Those that may show themselves: 曰 (曰本, 曰期) is at home in front of whatever somebody said."""
_FORMULA = re.compile(r"[\w=+*/^<>({-]", re.ASCII)
_LOOK_ALIKES = kind(LOOK_ALIKES)
_among_han = Beside(_LOOK_ALIKES, before=HAN_KIND)


def _clear(seen: Seen) -> list[int]:
    """Where those stand that show themselves, if they are enough; the question asks about 曰, too: kinds are few."""
    text = seen.text
    places = [at for at in seen.look.places(_LOOK_ALIKES).tolist() if text[at] in _CLEAR]
    return places if len(places) >= FEWEST else []


def _words(text: str, at: int, new: str) -> Iterator[tuple[str, str]]:
    """The pairs of Chinese characters around a place, as they stand and with another character there."""
    before, old, behind = text[at - 1 : at], text[at], text[at + 1 : at + 2]
    if before and _HAN.match(before):
        yield before + old, before + new
    if behind and _HAN.match(behind):
        yield old + behind, new + behind


def _sure(text: str, at: int, new: str) -> str:
    """The everyday word that another character makes there, if any."""
    from parkclean.mojibake.model import association

    return next((word for _, word in _words(text, at, new) if association(*word) >= SURE), "")


def _mean_themselves(text: str, places: list[int]) -> set[str]:
    """The characters that stand anywhere for themselves: in a word of their own (囚犯, 巳时), or as a sign (Φ20)."""
    from parkclean.mojibake.model import was_seen

    own = set()
    for at in places:
        if OWN_WORDS.search(text, max(0, at - 1), at + 2):
            own.add(text[at])
            continue
        words = [old for old, _ in _words(text, at, "")]
        beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
        if not words or any(was_seen(*word) for word in words) or _FORMULA.search(beside):
            own.add(text[at])
    return own


@rule(
    "chars.look_alike",
    "A character that looks like another gives way to it where words show it.",
    when=_among_han.then(_clear),
)
def look_alike(text: str, seen: Seen) -> Iterator[Edit]:
    """`Φ国`, `囚民` and `巳经` go back where several everyday words of the text show them, all of a kind at once.

    A character that stands anywhere in a word of its own (囚犯, 辛巳), as a sign (Φ20), or alone stays everywhere, and
    so does a text about recognition or wrong characters.

    >>> clean("Φ国囚民热爱和平，工作囚员也是。")
    '中国人民热爱和平，工作人员也是。'
    >>> clean("磁通量Φ的单位是韦伯，其Φ值由面积决定。囚徒困境说的是两个囚犯。")
    '磁通量Φ的单位是韦伯，其Φ值由面积决定。囚徒困境说的是两个囚犯。'
    """
    places = seen.share(_clear)
    own = _mean_themselves(text, places)
    places = [at for at in places if text[at] not in own]
    words = {at: word for at in places if (word := _sure(text, at, LOOK_ALIKES[text[at]]))}
    if len(set(words.values())) < FEWEST or is_about(ABOUT_RECOGNITION, text):
        return
    sure, all_of = Counter(text[at] for at in words), Counter(text[at] for at in places)
    for at in places:
        if sure[text[at]] * SHARE >= all_of[text[at]]:
            yield Edit(at, at + 1, LOOK_ALIKES[text[at]], "chars.look_alike")


@rule(
    "chars.look_alike_alone",
    "A single character that looks like another one gives way to it.",
    trigger=LOOK_ALIKES,
    risk="lossy",
)
def look_alike_alone(text: str) -> Iterator[Edit]:
    """`Φ国` for 中国 and `囚民` for 人民, where the right word stands elsewhere in the text; only when it is selected.

    >>> clean("中国热爱和平，Φ国也是。", select=["chars.look_alike_alone"])
    '中国热爱和平，中国也是。'
    >>> clean("中国热爱和平，Φ国也是。")
    '中国热爱和平，Φ国也是。'
    """
    pairs: set[str] = set()
    for m in _ANY.finditer(text):
        if not pairs:
            pairs = set(map("".join, pairwise(text)))
        new = LOOK_ALIKES[m[0]]
        if any(word in pairs for _, word in _words(text, m.start(), new)):
            yield Edit(*m.span(), new, "chars.look_alike_alone")
