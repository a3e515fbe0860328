"""What a search for repeats found, in a form that can be questioned."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["exact", "contained", "near"]


class Finding(NamedTuple):
    """One paragraph that repeats another one.

    start, end: the span of the repeated paragraph; kept_start, kept_end: the span of the copy that stays, in the same
    text.
    similarity: exact Jaccard of the folded character 5-grams; for contained pieces the containment.
    differences: the spans that differ, as (here, there).
    dropped: False for a borderline case, which was seen and kept.
    """

    kind: Kind
    start: int
    end: int
    text: str
    kept_start: int
    kept_end: int
    similarity: float
    differences: tuple[tuple[str, str], ...]
    dropped: bool
