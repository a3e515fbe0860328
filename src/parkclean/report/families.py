"""What a report says about rules: the family of each one, its name and colour, its reason and its proof.

A family is a stage; the reasons are the one-line descriptions of the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parkclean.rules import Rule


class Family(NamedTuple):
    """Rules of one stage: the class of its colour in `page.css`, and its name in words."""

    name: str
    title: str

    @property
    def css(self) -> str:
        return f"pk-f-{self.name}"


FAMILIES = {
    name: Family(name, title)
    for name, title in {
        "decode": "Bytes",
        "html": "Web page",
        "mojibake": "Mojibake",
        "entities": "Character references",
        "markup": "Tags in the text",
        "chars": "Odd characters",
        "glosses": "Pinyin glosses",
        "script": "Script",
        "width": "Punctuation",
        "boilerplate": "Page frame",
        "layout": "Lines and paragraphs",
        "repeats": "Repeats",
        "dedup": "Repeats across files",
        "records": "Records",
        "own": "Your own rules",
    }.items()
}
"""In the order in which the stages run; what no stage of ours has done is `own`."""

ORDER = {name: n for n, name in enumerate(FAMILIES)}

BEYOND_RULES = {
    "decode.encoding": "The file was not UTF-8; it is now.",
    "decode.bom": "A byte order mark at the head of the file goes.",
    "decode.undecodable": "Bytes that are no text in this encoding are shown as U+FFFD; the ledger keeps them.",
    "html.noise": "What a page shows around its article goes: menus, widgets, advertisements.",
    "html.markup": "The tags of a page go.",
    "html.space": "Blanks that a browser would not show go.",
    "html.break": "A block of the page ends a line.",
    "html.entity": "A character reference of the page is the character it stands for.",
    "dedup.exact": "What stands in another file too stays once.",
    "dedup.near": "What differs from another file's text only as copies do goes.",
    "dedup.contained": "A piece of a text that stands whole in another file goes.",
    "records.line_break": "Where a line is a record, a line break inside one becomes a blank.",
}
"""The ids in a ledger that belong to no rule: how a file was read, and what repeats across files."""


class Reason(NamedTuple):
    """All that a report says about one rule id."""

    rule: str
    family: Family
    summary: str
    why: str
    proof: str
    proved: bool


def family(rule: str) -> Family:
    """The family of a rule id, whatever the id holds."""
    return FAMILIES.get(rule.partition(".")[0], FAMILIES["own"])


def by_family(counts: Mapping[str, int]) -> dict[Family, dict[str, int]]:
    """Edits by family and rule, in the order of the stages, the most frequent rule first."""
    groups: dict[Family, dict[str, int]] = {}
    for rule, count in sorted(counts.items(), key=lambda item: (ORDER[family(item[0]).name], -item[1], item[0])):
        groups.setdefault(family(rule), {})[rule] = count
    return groups


def reason(rule: str, own: Iterable[Rule] = ()) -> Reason:
    """What is known about a rule id.

    own: rules that are not part of `DEFAULT`.
    """
    known = next((one for one in own if one.id == rule), None) or _ours().get(rule)
    if known is None:
        summary = BEYOND_RULES.get(rule, "A rule of another pipeline; this page knows its name only.")
        return Reason(rule, family(rule), summary, "", _proof(rule, False), False)
    return Reason(rule, family(rule), known.summary, _first_words(known.doc), _proof(rule, known.proved), known.proved)


@lru_cache(1)
def _ours() -> dict[str, Rule]:
    from parkclean.stages import DEFAULT

    return {rule.id: rule for rule in DEFAULT.rules()}


def _first_words(doc: str) -> str:
    """The first paragraph of a rule's docstring, as running text."""
    return " ".join(doc.split("\n\n")[0].split())


def _proof(rule: str, proved: bool) -> str:
    if proved:
        return "Proved: running the damage forward over the repaired text gives the damaged text back, to the byte."
    if rule.startswith(("repeats.", "dedup.")):
        return "The copy that is kept holds every character that was removed, or differs only as copies do."
    if rule.startswith(("decode.", "html.")):
        return "The ledger keeps the source, so the same bytes can be written again."
    return "Evidence in the whole document, not a proof to the byte; the edit is kept and can be undone."
