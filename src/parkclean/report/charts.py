"""Charts that need no library: bars whose length is a number in a style, with the figures beside them as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parkclean.report.element import Element, Node, el
from parkclean.report.families import Family


def share(part: float, whole: float) -> str:
    """A share in words: `12 %`, `0.4 %`, `under 0.1 %`."""
    if not whole or not part:
        return "0 %"
    percent = 100 * part / whole
    if percent < 0.1:
        return "under 0.1 %"
    return f"{percent:.1f} %" if percent < 9.95 else f"{percent:.0f} %"


def percent(part: float, whole: float) -> str:
    """A length for a style, of four digits at most, so that pages are the same on every machine."""
    return f"{max(0.0, min(100.0, 100 * part / whole)) if whole else 0.0:.2f}%"


def stacked(groups: Mapping[Family, Mapping[str, int]]) -> Element:
    """One bar for all edits, a piece for each family."""
    total = sum(sum(rules.values()) for rules in groups.values())
    pieces = [
        el(
            "span",
            class_=f"pk-piece {one.css}",
            style=f"width:{percent(sum(rules.values()), total)}",
            title=f"{one.title}: {sum(rules.values()):,}",
        )
        for one, rules in groups.items()
    ]
    return el("div", *pieces, class_="pk-stack", role="presentation")


def key(groups: Mapping[Family, Mapping[str, int]]) -> Element:
    """The colours of the families in words, with their figures; the rules of each in a tooltip."""
    items = [
        el(
            "span",
            el("i", class_=f"pk-swatch {one.css}"),
            f"{one.title} ",
            el("b", f"{sum(rules.values()):,}"),
            title=", ".join(f"{rule} {count:,}" for rule, count in rules.items()),
        )
        for one, rules in groups.items()
    ]
    return el("p", *items, class_="pk-key")


def bar(part: float, whole: float, css: str = "") -> Element:
    """One bar of a list of bars."""
    inside = el("span", class_=f"pk-fill {css}".strip(), style=f"width:{percent(part, whole)}") if part else None
    return el("span", inside, class_="pk-bar", aria_hidden="true")


def columns(buckets: Sequence[tuple[str, int]], caption: str) -> Element:
    """A histogram as a table of bars: readable without seeing the bars."""
    most = max((count for _, count in buckets), default=0)
    body = [
        el("tr", el("th", name, scope="row"), el("td", bar(count, most)), el("td", f"{count:,}", class_="pk-n"))
        for name, count in buckets
    ]
    return el("table", el("caption", caption), el("tbody", *body), class_="pk-columns")


def tiles(pairs: Iterable[tuple[str, str, Node | None]]) -> Element:
    """Figures with a word each, and a line of small print."""
    return el(
        "dl",
        *(
            el("div", el("dt", word), el("dd", el("b", figure), el("small", small) if small is not None else None))
            for word, figure, small in pairs
        ),
        class_="pk-tiles",
    )
