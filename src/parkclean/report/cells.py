"""What a notebook shows for our objects: the head of the page, in the same look, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from parkclean.ledger import counts
from parkclean.report.aligned import Mark, Row, Segment, rows
from parkclean.report.charts import bar, key, share, stacked
from parkclean.report.element import Element, Node, el, visible
from parkclean.report.families import by_family, family, reason
from parkclean.report.html import cell
from parkclean.report.map import drawn, repeats_map
from parkclean.report.panes import pane

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parkclean.document import Document
    from parkclean.neardup.results import Deduped, Duplicate
    from parkclean.pipeline import Pipeline
    from parkclean.report import Report

ROWS = 8
"""Changed lines that a cell shows."""
FEWEST = 4
"""Changed lines that it shows if they have few rules."""
LOOKED_AT = 3_000
"""Lines of a document in which a cell looks for them."""
ROOM = 16
"""Untouched characters beside a change."""
PIECES = 12
"""Stretches of one line."""
LONGEST = 160
"""Characters of one change."""
MAPPED = 2_000_000
"""Characters of a document for which a cell looks for repeats; a page always does."""
PLACES = 40
"""Paragraphs of the map."""
QUOTED = 80
"""Characters of a row of `dedup`."""
PAIRS = 8
"""Rows of `dedup` that a cell quotes."""


def document_cell(document: Document) -> str:
    """A document: figures, rules, the first changed lines, and the map of what repeats."""
    found = counts(document)
    came, goes = len(document.decoded), len(document.text)
    head = el("p", el("b", f"{came:,} → {goes:,} characters"), *_said(document, found), class_="pk-title")
    if not found:
        text = document.text[: 2 * QUOTED]
        quote = el("p", *visible(text), "…" if len(document.text) > len(text) else None, class_="pk-quote", lang="zh")
        return cell(head, quote if text else None)
    mapped = repeats_map(document) if came <= MAPPED and any(r.startswith("repeats.") for r in found) else None
    return cell(
        head,
        stacked(by_family(found)),
        key(by_family(found)),
        _changed_lines(document),
        el("details", el("summary", "what repeats, and which copy is kept"), drawn(mapped, PLACES), open=True)
        if mapped
        else None,
    )


def _said(document: Document, found: Mapping[str, int]) -> Iterator[Node]:
    if document.unstable:
        yield " · unstable, given back as it came"
    elif not found:
        yield " · nothing was damaged"
    else:
        edits = sum(found.values())
        yield f" · {edits:,} change{'' if edits == 1 else 's'} by {len(found)} rule{'' if len(found) == 1 else 's'}"


def _changed_lines(document: Document) -> Element:
    """Changed lines that show as many rules as there is room for: those with a rule that no line above has."""
    marks: dict[int, Mark] = {}
    chosen: list[tuple[Row, int]] = []
    plain: list[tuple[Row, int]] = []
    seen: set[str] = set()
    for row in islice(rows(document), LOOKED_AT):
        marks.update((mark.number, mark) for mark in row.marks)
        if not row.changed:
            continue
        new = next((mark for mark in row.marks if mark.change.rule not in seen), None)
        if new is None:
            plain.append((row, -1))
        elif len(chosen) < ROWS:
            seen |= {mark.change.rule for mark in row.marks}
            chosen.append((row, new.number))
    shown = sorted(chosen + plain[: max(0, FEWEST - len(chosen))])
    more = len(shown) < len(chosen) + len(plain)
    note = "Some of the changed lines; document.to_html() is the whole page." if more else None
    head = el("tr", *(el("th", word, scope="col") for word in ("line", "before", "after")))
    body = [_line(row, number, marks) for row, number in shown]
    return el(
        "div",
        el("table", el("thead", head), el("tbody", *body), class_="pk-rows"),
        el("p", note, class_="pk-quiet") if note else None,
    )


def _line(row: Row, number: int, marks: Mapping[int, Mark]) -> Element:
    cells = [
        el("td", *_side(side, number, marks, after=after), lang="zh")
        for side, after in ((row.before, False), (row.after, True))
    ]
    return el("tr", el("th", f"{row.line}", scope="row"), *cells)


def _side(side: Sequence[Segment], number: int, marks: Mapping[int, Mark], *, after: bool) -> Iterator[Node]:
    """As much of one side as there is room for, around the change that the line is shown for."""
    at = next((n for n, segment in enumerate(side) if number in segment.marks), 0)
    first = max(0, min(at - PIECES // 3, len(side) - PIECES))
    more = el("span", "…", class_="pk-skip")
    if first:
        yield more
    yield from pane(side[first : first + PIECES], marks, after=after, room=ROOM, titles=True, longest=LONGEST)
    if first + PIECES < len(side):
        yield more


def report_cell(report: Report) -> str:
    """A run: figures, damage by family, what was set aside."""
    groups = by_family(report.rules)
    most = max((sum(rules.values()) for rules in groups.values()), default=0)
    body = [
        el(
            "tr",
            el("th", el("i", class_=f"pk-swatch {one.css}"), one.title, scope="row"),
            el("td", bar(sum(rules.values()), most, one.css)),
            el("td", f"{sum(rules.values()):,}", class_="pk-n"),
            el(
                "td",
                ", ".join(f"{rule.partition('.')[2] or rule} {n:,}" for rule, n in rules.items()),
                class_="pk-quiet",
            ),
        )
        for one, rules in groups.items()
    ]
    return cell(
        el(
            "p",
            el("b", f"{report.documents:,} document{'' if report.documents == 1 else 's'}"),
            f" · {report.changed:,} changed · {report.characters_in:,} → {report.characters_out:,} characters",
            f" · {report.repeats:,} repeats dropped · {len(report.set_aside):,} set aside",
            class_="pk-title",
        ),
        el("table", el("tbody", *body), class_="pk-columns") if body else None,
        _set_aside(report),
        el("p", "report.to_html() is the whole page.", class_="pk-quiet"),
    )


def _set_aside(report: Report) -> Element | None:
    if not report.set_aside:
        return None
    items = [el("li", el("bdi", *visible(one.file)), ": ", *visible(one.reason)) for one in report.set_aside[:PAIRS]]
    more = len(report.set_aside) - len(items)
    return el(
        "details",
        el("summary", f"set aside ({len(report.set_aside):,})"),
        el("ul", *items, el("li", f"and {more:,} more") if more else None),
    )


def deduped_cell(found: Deduped) -> str:
    """An answer of `dedup`: how many rows stay, and the first that went or nearly went, with what differs."""
    rows, kept = len(found.rows), len(found.kept)
    kinds: dict[str, int] = {}
    for one in found.dropped:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    nearly = found.borderline(PAIRS)
    said = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())) or "none"
    return cell(
        el(
            "p",
            el("b", f"{rows:,} rows → {kept:,}"),
            f" · {share(rows - kept, rows)} removed: {said}",
            class_="pk-title",
        ),
        _pairs("removed, and because of which row", found.dropped[:PAIRS], found, len(found.dropped)),
        _pairs("alike, but different in what counts: kept", nearly, found, len(found.nearly)),
    )


def _pairs(title: str, pairs: list[Duplicate], found: Deduped, count: int) -> Element | None:
    if not pairs:
        return None
    body = [
        el(
            "tr",
            el("th", f"{one.row:,}", scope="row"),
            el("td", *_quoted(found.rows[one.row]), lang="zh"),
            el("td", f"{one.kind} {one.similarity:.2f}", class_="pk-n"),
            el("th", f"{one.kept_row:,}", scope="row"),
            el("td", *_differing(one), lang="zh"),
        )
        for one in pairs
    ]
    heads = ("row", "text", "how", "repeats row", "differs in")
    return el(
        "table",
        el("caption", title, f" ({count:,})" if count > len(pairs) else None),
        el("thead", el("tr", *(el("th", word, scope="col") for word in heads))),
        el("tbody", *body),
        class_="pk-pairs",
    )


def _quoted(text: str) -> list[Node]:
    more = "…" if len(text) > QUOTED else ""
    return [*visible(" ".join(text[:QUOTED].split())), more]


def _differing(one: Duplicate) -> Iterator[Node]:
    if one.kind == "contained":
        yield "all of it stands there"
        return
    pairs = one.differences
    if not pairs:
        yield "nothing, once folded"
    for n, (here, there) in enumerate(pairs[:3]):
        yield ", " if n else ""
        yield el("mark", *_quoted(here or "–"), class_="pk-m pk-old pk-f-repeats")
        yield " / "
        yield el("mark", *_quoted(there or "–"), class_="pk-m pk-new pk-f-repeats")


def pipeline_cell(pipeline: Pipeline) -> str:
    """A pipeline: its stages in order, the rules of each, and which of them run only when they are selected."""
    from parkclean.pipeline import rules_of

    items = []
    for stage in pipeline.stages:
        rules = rules_of(stage)
        lines = [
            el(
                "li",
                el("code", *visible(rule.id)),
                " ",
                el("span", "proved", class_="pk-proved") if rule.proved else None,
                el("span", "runs" if rule.id in pipeline.lossy else "off", class_="pk-state")
                if rule.risk == "lossy"
                else None,
                *visible(reason(rule.id, (rule,)).summary),
            )
            for rule in rules
        ]
        off = sum(1 for rule in rules if rule.risk == "lossy" and rule.id not in pipeline.lossy)
        count = f" · {len(rules) - off} rule{'' if len(rules) - off == 1 else 's'}"
        items.append(
            el(
                "li",
                el(
                    "details",
                    el("summary", el("i", class_=f"pk-swatch {family(stage.name).css}"), *visible(stage.name), count),
                    el("ul", *lines),
                )
                if rules
                else el("span", *visible(stage.name)),
            )
        )
    script = {"auto": "back to the script the author wrote", "keep": "never converted"}.get(
        pipeline.script, "converted"
    )
    return cell(
        el(
            "p",
            el("b", "Pipeline"),
            f" · {len(pipeline.stages)} stages, script {pipeline.script}: {script}",
            class_="pk-title",
        ),
        el("ol", *items, class_="pk-stages"),
    )
