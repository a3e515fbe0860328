"""One more rule of stage `boilerplate`: what a page says to its reader in brackets behind a sentence.

Links that lost their tags stand between the sentences of an article: to a film, to larger pictures, to a forum.
What a line of its own says is in `forms.py`.
"""

from __future__ import annotations

import re

from parkclean.codespans import code_spans
from parkclean.edits import Edit, apply
from parkclean.kinds import HAN as HAN_KIND
from parkclean.kinds import kind
from parkclean.phrases import holds_any
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.tables import ASIDE_TOPICS, ASIDES, GLOSS_BRACKETS, LINKED_NAMES

_behind_sentence = Beside(kind(GLOSS_BRACKETS), before=kind("。"))
"""Does a bracket stand behind the end of a sentence?"""
_may_be_aside = Beside(kind(GLOSS_BRACKETS), before=HAN_KIND | kind("。"))
_PAIRS = dict(zip("（【([", "）】)]", strict=True))
_ASIDE = re.compile(rf"(?P<open>[（【(\[])(?<=[。！？…”].)(?:{ASIDES})(?P<close>[）】)\]])(?![(\[:])")
"""The lookbehind stands behind the bracket: a pattern that starts with few characters is searched for faster."""
_NAMED = re.compile(LINKED_NAMES)
_SURE_NAMES = "微博", "股吧"
_TOPIC = re.compile(ASIDE_TOPICS)


def _removal(found: re.Match[str]) -> Edit:
    return Edit(*found.span(), "", "boilerplate.aside")


@rule("boilerplate.aside", "Links in brackets that a page wrote between sentences go.", when=_may_be_aside)
def aside(text: str, seen: Seen) -> list[Edit]:
    """`（点击查看大图）`, `【点击进入股吧】` behind the end of a sentence, `[微博]` and `(博客,微博)` behind a name.

    A text that speaks of the same thing itself keeps them, and so does a sentence that they stand in.

    >>> clean("山上的花都开了。（点击查看高清大图）游人也多了起来。")
    '山上的花都开了。游人也多了起来。'
    >>> clean("画框里是山上的花（点击查看高清大图），是老周画的。")
    '画框里是山上的花（点击查看高清大图），是老周画的。'
    """
    found = list(_NAMED.finditer(text)) if holds_any(text, _SURE_NAMES) else []
    if _behind_sentence(seen):
        asides = [m for m in _ASIDE.finditer(text) if _PAIRS[m["open"]] == m["close"]]
        rest = apply(text, list(map(_removal, asides))) if asides else ""
        found += [m for m in asides if not any(topic in rest for topic in _TOPIC.findall(m[0]))]
    if not found:
        return []
    code = seen.once(code_spans)
    return [edit for edit in sorted(map(_removal, found)) if not code.covers(edit.start)]
