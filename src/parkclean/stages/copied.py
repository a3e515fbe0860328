"""Which rows of a text go because others say the same: asked once, by the rules of stage `repeats`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from parkclean.neardup.results import Finding
from parkclean.rules import Seen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def copies(seen: Seen) -> list[Finding]:
    """The paragraphs that go."""
    return seen.keep(_look_for_copies)


def _look_for_copies(seen: Seen) -> list[Finding]:
    return _search()(seen.text, seen.look.codes) if may_repeat(seen.text) else []


@cache
def _search() -> Callable[[str, NDArray[np.uint32]], list[Finding]]:
    """The search, imported when the first text is long enough."""
    from parkclean.neardup.findings import copies_in

    return copies_in


def may_repeat(text: str) -> bool:
    return len(text) >= 24 and ("\n" in text or "\r" in text)
