"""One more rule of stage `markup`: what a feed or a page in XML puts around text.

`<![CDATA[` says that no tags follow; whoever cuts the text out of a feed by hand leaves it, and the tags of the feed.
"""

from __future__ import annotations

import re

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.rules import Seen, rule
from parkclean.stages.tagged import means_tags, removals
from parkclean.tables import FEED_TAGS, HAN

_OPEN = "<![CDATA["
_CLOSE = "]]>"
_EDGE = re.compile(r"(?://|/\*)?[ \t]?(?:<!\[CDATA\[|\]\]>)(?:[ \t]?\*/)?")
_TAG = re.compile(rf"<(pubDate|guid)>[^<>\n]{{1,80}}</\1>|</?(?:{FEED_TAGS})(?:\s[^<>\n]{{0,120}})?/?>")
_ALONE = re.compile(rf"(?m)^[ \t]*(?:(?:{_EDGE.pattern}|{_TAG.pattern})[ \t]*){{1,12}}$")
"""A line of nothing else, whose other half stood in another part of the page."""
_HAN = re.compile(f"[{HAN}]")


@rule("markup.feed", "Marks of XML and tags of feeds around a text go.", trigger="<")
def feed(text: str, seen: Seen) -> list[Edit]:
    """`<![CDATA[` and `]]>`, and `<item>`, `<description>` or the like beside them; what they hold stays.

    >>> clean("<description><![CDATA[山上的花都开了，游人也多了起来。]]></description>")
    '山上的花都开了，游人也多了起来。'
    >>> clean("在 XML 里，<![CDATA[ 和 ]]> 之间的标签不算标签。")
    '在 XML 里，<![CDATA[ 和 ]]> 之间的标签不算标签。'
    """
    if _OPEN not in text and _CLOSE not in text:
        return []
    rest = _ALONE.sub("", text)
    start, end = rest.find(_OPEN), rest.rfind(_CLOSE)
    if start > end or rest.count(_OPEN) != rest.count(_CLOSE) or seen.once(means_tags):
        return []
    if not _HAN.search(rest, start, end) if start >= 0 else not _HAN.search(rest):
        return []
    code = seen.once(code_spans)
    found = [m.span() for m in _EDGE.finditer(text)] + [m.span() for m in _TAG.finditer(text)]
    return list(removals(text, [Edit(a, b, "", "markup.feed") for a, b in sorted(found) if not code.covers(a)]))
