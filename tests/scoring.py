"""How far a text is from what it should be: distances, paragraphs, repeats. All values lie between 0 and 1."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import Levenshtein

_QUOTES = str.maketrans("“”‘’「」『』", "\"\"''\"\"''")


def loose(text: str) -> str:
    """Without white space, width and the shape of quotes."""
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return "".join(c for c in folded if not c.isspace())


def strict(text: str) -> str:
    """Without trailing blanks and the number of blank lines."""
    return re.sub(r"\n{2,}", "\n\n", "\n".join(line.rstrip() for line in text.strip().split("\n")))


def paragraphs(text: str) -> list[str]:
    return [p for p in (loose(line) for line in text.split("\n")) if p]


def paragraph_f1(text: str, gold: str) -> float:
    """F1 of whole paragraphs, loosely equal, as a multiset."""
    a, b = Counter(paragraphs(text)), Counter(paragraphs(gold))
    hit = (a & b).total()
    return 2 * hit / (a.total() + b.total()) if hit else 0.0


def distance(text: str, gold: str) -> float:
    """Normalised edit distance."""
    return float(Levenshtein.normalized_distance(text, gold))


def minimal(before: str, after: str) -> int:
    """Characters removed plus added by a smallest diff."""
    return int(Levenshtein.distance(before, after, weights=(1, 1, 2)))
