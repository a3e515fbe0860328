"""Stage `repeats`: paragraphs that stand in the document more than once.

How copies are found and judged is in `parkclean.neardup`; here they leave the text.
Repeats across documents are not this stage's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from parkclean.edits import Edit
from parkclean.neardup.results import Finding, Kind
from parkclean.rules import RuleStage, Seen, rule


def findings(text: str) -> list[Finding]:
    """What repeats in a text and because of which copy; borderline cases, which stay, with `dropped=False`."""
    if len(text) < 24 or ("\n" not in text and "\r" not in text):
        return []
    from parkclean.neardup.inside import repeats_in

    return repeats_in(text)


def _drop(text: str, seen: Seen, kind: Kind, name: str) -> Iterator[Edit]:
    """A paragraph goes with the line breaks behind it; at the end of the text with those in front."""
    dropped = [found for found in seen.once(findings) if found.dropped]
    last = len(text.rstrip("\r\n"))
    for found in reversed(dropped):
        start, end = found.start, found.end
        if end == last:
            while start > 0 and text[start - 1] in "\r\n":
                start -= 1
            last = start
        else:
            while end < len(text) and text[end] in "\r\n":
                end += 1
        if found.kind == kind:
            yield Edit(start, end, "", name)


@rule("repeats.exact", "A paragraph that stands in the document twice stays once, where it belongs.")
def exact(text: str, seen: Seen) -> Iterator[Edit]:
    """Todo."""
    return _drop(text, seen, "exact", "repeats.exact")


@rule("repeats.contained", "A cut piece of a paragraph that stands whole elsewhere goes.")
def contained(text: str, seen: Seen) -> Iterator[Edit]:
    """Todo."""
    return _drop(text, seen, "contained", "repeats.contained")


@rule("repeats.near", "A copy that differs only as copies do goes.")
def near(text: str, seen: Seen) -> Iterator[Edit]:
    """Todo."""
    return _drop(text, seen, "near", "repeats.near")


STAGE = RuleStage("repeats", (exact, contained, near))
