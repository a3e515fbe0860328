"""What stage `script` asks of whole paragraphs: whether a program turned some of a simplified text traditional.

A paragraph of its own may be quoted, be another reader's, or be the original of a translation.
So it takes much: several in between simplified ones, modern prose with the marks of the rest, and what OpenCC makes of
it to a letter, with forms that people in Taiwan and Hong Kong do not write.
"""

from __future__ import annotations

import re
from itertools import pairwise

from parkclean.han import SIMPLIFIED, TRADITIONAL, convert
from parkclean.tables import MODERN_WORDS

_PROSE = 25
"""Characters of a paragraph."""
_EACH = 3
"""Characters that only one script has, in each paragraph."""
_FEWEST = 2
_TURNS = 3
"""How often the script changes."""
_GRAM = 4
_FORMS = "爲裏羣衆啓牀峯麪纔喫竈鏽"
"""What OpenCC makes of 为里群众启床峰面才吃灶锈; Taiwan and Hong Kong write 為裡群眾啟床峰麵才吃灶鏽, or 裏."""
_FEWEST_FORMS = 2
_MODERN = 40
"""One of so many characters is a word of modern Chinese."""
_ENDS = "。！？”…"
_QUOTING = re.compile("[「」『』]|^[“‘]|[：:]$")
_FOREIGN = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")


def turned(text: str, lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The lines of a text, each with its start, that a program turned traditional; none if that is not clear."""
    if sum(map(text.count, _FORMS)) < _FEWEST_FORMS:
        return []
    prose = [(line.strip(), at) for line, at in lines if len(line) >= _PROSE and line.rstrip()[-1:] in _ENDS]
    kinds = [_kind(line) for line, _ in prose]
    old = [line for (line, _), kind in zip(prose, kinds, strict=True) if kind == "old"]
    new = [line for (line, _), kind in zip(prose, kinds, strict=True) if kind == "new"]
    turns = sum(a != b for a, b in pairwise(kind for kind in kinds if kind))
    if len(old) < _FEWEST or len(new) < _FEWEST or turns < _TURNS or "mixed" in kinds:
        return []
    back = [convert(line, "t2s") for line in old]
    if any(convert(b, "s2t") != line for line, b in zip(old, back, strict=True)):
        return []
    forms = sum(c in _FORMS for line in old for c in line)
    if forms < _FEWEST_FORMS or not _is_modern("".join(back)) or _quoted(lines) or _is_parallel(back, new):
        return []
    return [(line, at) for line, at in lines if _kind(line, 1) == "old" and not _QUOTING.search(line.strip())]


def _kind(line: str, each: int = _EACH) -> str:
    old, new = sum(c in TRADITIONAL for c in line), sum(c in SIMPLIFIED for c in line)
    if _FOREIGN.search(line) or (old >= each and new >= each):
        return "mixed"
    return "old" if old >= each and not new else "new" if new >= each and not old else ""


def _is_modern(line: str) -> bool:
    return sum(c in MODERN_WORDS for c in line) * _MODERN >= len(line)


def _quoted(lines: list[tuple[str, int]]) -> bool:
    """Whether a traditional paragraph is announced, or is a speech."""
    filled = [line.strip() for line, _ in lines if line.strip()]
    if any(_kind(line) == "old" and _QUOTING.search(line) for line in filled):
        return True
    return any(a[-1] in "：:" and _kind(b) == "old" for a, b in pairwise(filled))


def _is_parallel(back: list[str], new: list[str]) -> bool:
    """Whether some paragraph stands in the text in both scripts."""
    known: set[str] = set().union(*map(_grams, new))
    return any(2 * len(whole & known) > len(whole) for whole in map(_grams, back))


def _grams(line: str) -> set[str]:
    return {line[n : n + _GRAM] for n in range(len(line) - _GRAM + 1)}
