"""The page of one document: what was changed, because of which rule, and what repeats where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from parkclean.document import Document
from parkclean.ledger import counts
from parkclean.report.aligned import Mark, Row, rows
from parkclean.report.charts import key, share, stacked, tiles
from parkclean.report.element import INVISIBLE, Element, Node, el, visible
from parkclean.report.families import Reason, by_family, reason
from parkclean.report.html import footer, page
from parkclean.report.map import RepeatsMap, drawn, repeats_map
from parkclean.report.panes import PIECES, pane
from parkclean.rules import split_lines

if TYPE_CHECKING:
    from parkclean.rules import Rule

CHANGES = 5_000
"""Changes that a page shows; a page of a longer document shows its head."""
ROWS = 2_000
"""Rows that a page shows."""
CHARACTERS = 400_000
"""Characters of the source that a page shows."""
ROOM = 300
"""Characters of an untouched stretch beside a change, in a line that is longer than `LONG`."""
LONG = 3_000
QUIET = 6
"""Rows without a change that stand together; of more the first and the last are shown."""
QUOTED = 300
"""Characters of a change that its card quotes."""


def document_page(document: Document, title: str = "", rules: Iterable[Rule] = ()) -> str:
    """The page, as HTML.

    title: what the document is called; rules: those of the pipeline that are not in `DEFAULT`.
    """
    own = tuple(rules)
    found = counts(document)
    known = {rule: n for n, rule in enumerate(found)}
    shown, cut = _shown(document)
    repeated = repeats_map(document)
    body = _table(shown, known)
    marks = [mark for row in shown for mark in _in_sight(row)]
    main = el(
        "main",
        _header(document, title, found),
        _repeats(repeated),
        _filters(found, known, own) if found else None,
        el(
            "section",
            el("h2", "Before and after"),
            _guide(document),
            body,
            el("p", cut, class_="pk-note") if cut else None,
            class_="pk-changes",
        )
        if found
        else None,
        _card(),
        footer(),
    )
    data: dict[str, object] = {
        "rules": [_rule(reason(rule, own)) for rule in found],
        "changes": dict(_changes(document, marks, known, repeated)),
        "invisible": INVISIBLE,
    }
    return page(f"{title or 'Document'} – parkclean", main, data)


def _shown(document: Document) -> tuple[list[Row], str]:
    """The rows of the page, and a sentence if they are not all of them."""
    taken: list[Row] = []
    changes = size = 0
    all_rows = rows(document)
    for row in all_rows:
        taken.append(row)
        changes += len(row.marks)
        size += row.end - row.start
        if changes >= CHANGES or len(taken) >= ROWS or size >= CHARACTERS:
            if next(islice(all_rows, 1), None) is None:
                break
            total = sum(counts(document).values())
            return taken, (
                f"Shown are the first {changes:,} of {total:,} changes, up to line {row.line + row.lines - 1:,}; "
                "Document.changes() and clean --explain list all of them."
            )
    return taken, ""


def _in_sight(row: Row) -> tuple[Mark, ...]:
    """The changes of a row that its panes show: a line may have a million."""
    seen = {n for side in (row.before, row.after) for segment in side[:PIECES] for n in segment.marks}
    return tuple(mark for mark in row.marks if mark.number in seen)


def _header(document: Document, title: str, found: dict[str, int]) -> Element:
    came, goes = len(document.decoded), len(document.text)
    edits = sum(found.values())
    small = f"{share(abs(came - goes), came)} {'less' if goes < came else 'more'}" if came != goes else "as many"
    read = document.decoding.encoding if document.decoding else "text"
    return el(
        "header",
        el("p", "parkclean · one document", class_="pk-kicker"),
        el("h1", el("bdi", *visible(title or "Document"))),
        el("p", *_lead(document, edits, len(found)), class_="pk-lead"),
        tiles(
            [
                ("characters in", f"{came:,}", f"read as {read}"),
                ("characters out", f"{goes:,}", small),
                ("changes", f"{edits:,}", f"by {len(found)} rule{'' if len(found) == 1 else 's'}"),
            ]
        ),
        stacked(by_family(found)) if found else None,
        key(by_family(found)) if found else None,
        _meta(document),
        class_="pk-head",
    )


def _lead(document: Document, edits: int, rules: int) -> Iterator[Node]:
    if document.unstable:
        yield "This text still changed in the last round, so it was given back as it came."
    elif not edits:
        yield "Nothing was changed: the text is the very text that came in."
    else:
        yield "Every change is shown with its reason and its place, and every one can be undone. "
        yield "Click a coloured mark, or walk with "
        yield el("b", "n")
        yield " and "
        yield el("b", "p")
        yield "."


def _meta(document: Document) -> Element | None:
    if not document.meta:
        return None
    pairs: list[Node] = []
    for name, value in document.meta.items():
        pairs.append(el("div", el("dt", *visible(name)), el("dd", *visible(value[:QUOTED])), lang="zh"))
    return el(
        "details",
        el("summary", f"What removed lines said about the text ({len(pairs)})"),
        el("dl", *pairs, class_="pk-meta"),
        open=True,
    )


def _filters(found: dict[str, int], known: dict[str, int], own: tuple[Rule, ...]) -> Element:
    """Chips by family and rule; pressed ones are shown, none pressed shows all."""
    groups = []
    for one, rules in by_family(found).items():
        numbers = " ".join(str(known[rule]) for rule in rules)
        chips: list[Node] = [_chip(one.title, sum(rules.values()), numbers, f"pk-chip-family {one.css}")]
        chips += [_rule_chip(rule, count, known, own) for rule, count in rules.items()]
        groups.append(el("div", *chips, class_="pk-group", role="group", aria_label=one.title))
    tools = el(
        "div",
        el("button", "← previous", el("small", "p"), type="button", id="pk-previous"),
        el("button", "next →", el("small", "n"), type="button", id="pk-next"),
        el("button", "show all", el("small", "Esc"), type="button", id="pk-all", hidden=True),
        el("label", el("input", type="checkbox", id="pk-only"), " changed lines only"),
        el("span", id="pk-count", role="status", class_="pk-quiet"),
        class_="pk-tools",
    )
    by_rule = el("div", *groups, class_="pk-chips", id="pk-chips")
    return el("nav", by_rule, tools, class_="pk-filter", aria_label="Filter by rule")


def _rule_chip(rule: str, count: int, known: dict[str, int], own: tuple[Rule, ...]) -> Element:
    why = reason(rule, own)
    name = rule.partition(".")[2] or rule
    return _chip(name, count, str(known[rule]), why.family.css, why.summary, proved=why.proved)


def _chip(name: str, count: int, numbers: str, css: str, title: str = "", proved: bool = False) -> Element:
    return el(
        "button",
        *visible(name),
        el("b", f"{count:,}"),
        el("span", "proved", class_="pk-proved") if proved else None,
        type="button",
        class_=f"pk-chip {css}",
        data_rules=numbers,
        aria_pressed="false",
        title=title or None,
    )


def _repeats(found: RepeatsMap | None) -> Element | None:
    if found is None or not found.links:
        return None
    return el("section", el("h2", "What repeats, and which copy is kept"), drawn(found), class_="pk-repeats")


def _guide(document: Document) -> Element:
    return el(
        "p",
        el("mark", "removed", class_="pk-m pk-gone pk-f-own"),
        " ",
        el("mark", "replaced", class_="pk-m pk-old pk-f-own"),
        " ",
        el("mark", "new", class_="pk-m pk-new pk-f-own"),
        " ",
        el("i", "⏎", class_="pk-ws"),
        " a line break ",
        el("i", "U+200B", class_="pk-cp"),
        " a character that cannot be seen. The colour is that of the family of rules above.",
        class_="pk-quiet pk-guide",
    )


def _table(shown: list[Row], known: dict[str, int]) -> Element:
    marks: dict[int, Mark] = {}
    body: list[Node] = []
    quiet: list[Row] = []
    for row in shown:
        marks.update((mark.number, mark) for mark in row.marks)
        if not row.changed:
            quiet.append(row)
            continue
        body += _quiet_rows(quiet)
        quiet = []
        body.append(_row(row, marks, known))
    body += _quiet_rows(quiet)
    head = el("tr", *(el("th", word, scope="col") for word in ("line", "before", "after")))
    columns = el("colgroup", *(el("col", class_=f"pk-col-{name}") for name in ("line", "text", "text")))
    return el("table", columns, el("thead", head), el("tbody", *body), class_="pk-rows", id="pk-rows")


def _quiet_rows(quiet: list[Row]) -> Iterator[Node]:
    """Rows that nothing has touched: a few as they are, of many the first and the last."""
    if len(quiet) <= QUIET:
        for row in quiet:
            yield _row(row, {}, {})
        return
    yield _row(quiet[0], {}, {})
    note = f"⋯ {len(quiet) - 2:,} lines that came as they are"
    yield el("tr", el("td"), el("td", note, colspan=2, class_="pk-quiet"), class_="pk-same")
    yield _row(quiet[-1], {}, {})


def _row(row: Row, marks: dict[int, Mark], known: dict[str, int]) -> Element:
    room = ROOM if row.end - row.start > LONG else row.end - row.start + sum(len(s.text) for s in row.after)
    touched = {known[marks[n].change.rule] for segment in (*row.before, *row.after) for n in segment.marks}
    before = pane(row.before, marks, after=False, room=room)
    after = pane(row.after, marks, after=True, room=room)
    went = row.changed and not any(segment.text for segment in row.after)
    last = row.line + row.lines - 1
    return el(
        "tr",
        el("th", str(row.line) if row.lines == 1 else f"{row.line}–{last}", scope="row"),
        el("td", *before, lang="zh", class_="pk-b"),
        el("td", *after, lang="zh", class_="pk-a"),
        id=f"L{row.line}",
        class_="pk-same" if not row.changed else "pk-went" if went else None,
        data_r=" ".join(map(str, sorted(touched))) or None,
        data_last=str(last) if row.lines > 1 else None,
    )


# --- what the script reads ----------------------------------------------------------------------------------------


def _rule(why: Reason) -> list[object]:
    return [why.rule, why.family.css, why.family.title, why.summary, why.why, why.proof, int(why.proved)]


def _changes(
    document: Document, marks: list[Mark], known: dict[str, int], repeated: RepeatsMap | None
) -> Iterator[tuple[int, list[object]]]:
    """For each change its number, and: rule, line, column, before, after, place; for a repeat the copy that stays."""
    starts = split_lines(document.decoded).starts
    kept = _kept_lines(repeated)
    for mark in marks:
        change = mark.change
        line = bisect_right(starts, change.start)
        record: list[object] = [known[change.rule], line, change.start - starts[line - 1] + 1]
        record += [_quoted(change.before), _quoted(change.after), change.start]
        if change.rule.startswith("repeats."):
            last = bisect_right(starts, change.end)
            record += next((kept[n] for n in range(line, min(last, line + 50) + 1) if n in kept), [])
        yield mark.number, record


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}… ({len(text) - QUOTED:,} more)"


def _kept_lines(found: RepeatsMap | None) -> dict[int, list[object]]:
    """By the first line of a paragraph that went: its copy's lines in words, the first of them, and how alike."""
    if found is None:
        return {}
    return {
        found.places[link.gone].first: [
            found.places[link.kept].lines,
            found.places[link.kept].first,
            _alike(link.kind, link.found.similarity),
        ]
        for link in found.dropped
    }


def _alike(kind: str, similarity: float) -> str:
    if kind == "exact":
        return "a copy, the same to the character once width, script, blanks and punctuation are folded"
    if kind == "contained":
        return "a cut piece: all of it stands in the paragraph that is kept"
    return f"a copy that differs only as copies do (Jaccard {similarity:.2f})"


def _card() -> Element:
    """Where the script says all about the change that was clicked."""
    return el(
        "aside",
        el("button", "×", type="button", id="pk-close", aria_label="close", title="close (Esc)"),
        el("p", id="pk-d-family", class_="pk-kicker"),
        el("h3", id="pk-d-rule"),
        el("p", id="pk-d-summary"),
        el(
            "p",
            el("span", id="pk-d-before"),
            el("span", " → "),
            el("span", id="pk-d-after"),
            class_="pk-swap",
            lang="zh",
        ),
        el(
            "dl",
            el("div", el("dt", "origin"), el("dd", id="pk-d-origin")),
            el("div", el("dt", "proof"), el("dd", id="pk-d-proof")),
            el("div", el("dt", "kept"), el("dd", id="pk-d-kept"), id="pk-d-kept-row"),
        ),
        el("details", el("summary", "why this rule"), el("p", id="pk-d-why"), id="pk-d-more"),
        el("p", id="pk-d-also", class_="pk-quiet"),
        id="pk-card",
        class_="pk-card",
        hidden=True,
        aria_live="polite",
        aria_label="the change",
    )
