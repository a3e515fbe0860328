"""Whether a text speaks of something, and so may show it on purpose."""

from __future__ import annotations

import re

FAR = 10_000
"""Of so many characters one sign is enough; a novel may have one by chance."""


def is_about(signs: re.Pattern[str], text: str) -> bool:
    """Whether the signs of a subject stand in a text, and often enough for its length.

    >>> import re
    >>> is_about(re.compile("标签"), "段落的标签是<p>。")
    True
    """
    if len(text) <= FAR:
        return signs.search(text) is not None
    return sum(1 for _ in signs.finditer(text)) * FAR >= len(text)
