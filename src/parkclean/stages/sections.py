"""One more rule of stage `boilerplate`: the links for editing that wikis set behind each heading.

`背景[编辑]`, `[编辑]` or 播报 on a line of its own: one says nothing, a few of them show an encyclopedia.
"""

from __future__ import annotations

import re

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.rules import Seen, rule
from parkclean.stages.frames import Frame, Trust, removals
from parkclean.tables import SECTION_LINK

FEWEST = 2
"""So many headings have the same link behind them."""

HEADING = 40
"""A heading with its link has at most so many characters."""

_LINK = re.compile(rf"[ \u3000]{{0,3}}(?:{SECTION_LINK})[ \u3000]{{0,3}}\Z")


def _links(seen: Seen) -> list[Frame]:
    """Where the links stand, each with the blanks in front of it."""
    if not any(word in seen.text for word in ("编辑", "編輯")):
        return []
    found = [
        Frame(start + m.start(), start + len(line), "section_link", Trust.SURE)
        for line, start in seen.lines
        if len(line) <= HEADING and line[-1:] in "]］ \u3000" and (m := _LINK.search(line))
    ]
    code = seen.once(code_spans)
    found = [frame for frame in found if not code.covers(frame.start)]
    return found if len(found) >= FEWEST else []


@rule("boilerplate.section_link", "Links for editing that wikis set behind headings go.", trigger="[［", when=_links)
def section_link(text: str, seen: Seen) -> list[Edit]:
    """`背景[编辑]`, `影响［編輯］`, `[编辑 | 编辑源代码]`: behind two short lines or more.

    >>> clean("背景[编辑]\\n山上的花都开了，游人也多了起来。\\n影响[编辑]\\n河边的草都绿了。")
    '背景\\n山上的花都开了，游人也多了起来。\\n影响\\n河边的草都绿了。'
    >>> clean("要改条目，点标题旁的[编辑]")
    '要改条目，点标题旁的[编辑]'
    """
    return [edit._replace(rule="boilerplate.section_link") for edit in removals(text, seen.share(_links))]
