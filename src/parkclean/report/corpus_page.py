"""The page of a corpus run: how much came in, what was damaged, what was dropped and why, what was set aside.

Nothing here tells time unless it is asked for: two runs over the same files give the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING

from parkclean.report.charts import bar, columns, key, percent, share, stacked, tiles
from parkclean.report.element import INVISIBLE, Element, Node, el, visible
from parkclean.report.families import Family, by_family, reason
from parkclean.report.html import footer, page

if TYPE_CHECKING:
    from parkclean.report import FileCount, Report, Sample

FILES = 300
"""Files that the page lists, those that changed most."""
SAMPLES = 5
"""Examples of one rule."""
DROPPED = 60
"""Repeats that the page quotes."""
SLOWEST = 20
"""Files that the page names because they took longest."""
ASIDE = 200
"""Files of one list: set aside, left out, unstable."""
QUOTED = 160
"""Characters of a quotation."""
REASON = 400
"""Characters of a reason."""
AROUND = 30
"""Characters beside a change."""

BUCKETS = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5)


def corpus_page(report: Report, times: bool = False) -> str:
    """The page, as HTML; times: it says what took longest."""
    rules = report.rules
    known = {rule: n for n, rule in enumerate(rules)}
    groups = by_family(rules)
    main = el(
        "main",
        _header(report, groups),
        _damage(report, groups, known),
        _dropped(report),
        _most(report, known),
        _longest(report) if times else None,
        _aside(report),
        footer(),
    )
    titles = [[rule, reason(rule).family.css, reason(rule).family.title] for rule in rules]
    return page("Corpus – parkclean", main, {"rules": titles, "changes": {}, "invisible": INVISIBLE})


# --- in and out ---------------------------------------------------------------------------------------------------


def _header(report: Report, groups: Mapping[Family, Mapping[str, int]]) -> Element:
    came, goes = report.characters_in, report.characters_out
    edits = sum(report.rules.values())
    return el(
        "header",
        el("p", "parkclean · one run", class_="pk-kicker"),
        el("h1", f"{report.documents:,} document{'' if report.documents == 1 else 's'}"),
        el("p", *_lead(report, edits), class_="pk-lead"),
        tiles(
            [
                (
                    "changed",
                    f"{report.changed:,}",
                    f"{share(report.changed, report.documents + report.left_out)} of all",
                ),
                ("characters in", f"{came:,}", None),
                ("characters out", f"{goes:,}", _difference(came, goes)),
                ("changes", f"{edits:,}", f"by {len(report.rules)} rule{'' if len(report.rules) == 1 else 's'}"),
                ("repeats dropped", f"{report.repeats:,}", "paragraphs"),
                ("set aside", f"{len(report.set_aside):,}", "could not be read"),
            ]
        ),
        stacked(groups) if groups else None,
        key(groups) if groups else None,
        class_="pk-head",
    )


def _lead(report: Report, edits: int) -> Iterator[Node]:
    if not report.files:
        yield "No document could be read."
    elif not edits:
        yield "Nothing was changed: every text is the very text that came in."
    else:
        yield "Every change below is in "
        yield el("code", "_audit/edits.jsonl")
        yield " with its rule and its place, and "
        yield el("code", "clean --restore")
        yield " gives the inputs back."


def _difference(came: int, goes: int) -> str:
    if came == goes:
        return "as many"
    return f"{share(abs(came - goes), came)} {'less' if goes < came else 'more'}"


# --- damage by family and rule ------------------------------------------------------------------------------------


def _damage(report: Report, groups: Mapping[Family, Mapping[str, int]], known: Mapping[str, int]) -> Element | None:
    if not groups:
        return None
    files: Counter[str] = Counter()
    for file in report.files:
        files.update(file.rules.keys())
    most = max(report.rules.values())
    blocks = []
    for one, rules in groups.items():
        body = [_rule(rule, count, files[rule], most, report, known) for rule, count in rules.items()]
        head = el("h3", el("i", class_=f"pk-swatch {one.css}"), one.title)
        blocks.append(el("section", head, *body, class_="pk-family"))
    return el(
        "section",
        el("h2", "What was damaged"),
        el(
            "p",
            "Open a rule for some of its changes; bars compare numbers of changes.",
            class_="pk-quiet",
        ),
        *blocks,
        class_="pk-damage",
    )


def _rule(rule: str, count: int, files: int, most: int, report: Report, known: Mapping[str, int]) -> Element:
    why = reason(rule)
    name = rule.partition(".")[2] or rule
    head = el(
        "summary",
        el("span", *visible(name), el("span", "proved", class_="pk-proved") if why.proved else None, class_="pk-name"),
        bar(count, most, why.family.css),
        el("span", f"{count:,}", class_="pk-n"),
        el("span", f"in {files:,} file{'' if files == 1 else 's'}", class_="pk-quiet pk-docs"),
        el("small", why.summary, class_="pk-quiet pk-what"),
    )
    samples = report.samples.get(rule, ())[:SAMPLES]
    return el(
        "details",
        head,
        el("p", el("code", *visible(rule))),
        el("ul", *(_sample(one, why.family.css) for one in samples), class_="pk-samples") if samples else None,
        el("p", why.proof, class_="pk-quiet"),
        class_="pk-rule",
        data_r=str(known[rule]),
    )


def _sample(one: Sample, css: str) -> Element:
    old = [el("mark", *visible(_cut(one.before), all=True), class_=f"pk-m pk-{'old' if one.after else 'gone'} {css}")]
    new = [el("mark", *visible(_cut(one.after), all=True), class_=f"pk-m pk-new {css}")]
    return el(
        "li",
        el(
            "p",
            *visible(_flat(one.context_before[-AROUND:])),
            *(old if one.before else []),
            el("span", "→", class_="pk-quiet") if one.before and one.after else None,
            *(new if one.after else []),
            *visible(_flat(one.context_after[:AROUND])),
            lang="zh",
            class_="pk-quote",
        ),
        el("small", *_place(one.file, one.record, one.line), class_="pk-quiet"),
    )


def _place(file: str, record: object, line: object) -> Iterator[Node]:
    """Where something stands: file, record and line, as far as there are any; records count from 1, like lines."""
    parts = [f"record {record + 1:,}"] if isinstance(record, int) else []
    parts += [f"line {line}"] if line is not None else []
    if file:
        yield el("bdi", *visible(file))
        yield " · " if parts else ""
    yield " · ".join(parts)


def _flat(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", " ⏎ ")


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[: QUOTED // 2]} ⋯ {text[-QUOTED // 2 :]}"


# --- what was dropped ---------------------------------------------------------------------------------------------

_KINDS = {"exact": "copy of", "near": "near copy of", "contained": "piece of"}


def _dropped(report: Report) -> Element | None:
    left_out = [one.file for one in report.files if one.left_out]
    if not (report.repeats or left_out or report.duplicates):
        return None
    quoted = [one for one in report.duplicates if one.get("dropped")][:DROPPED]
    stayed = [one for one in report.duplicates if not one.get("dropped")][: DROPPED // 4]
    return el(
        "section",
        el("h2", "What was dropped, and because of what"),
        el("p", *_dropped_lead(report, len(quoted)), class_="pk-lead"),
        _scroll(el("ul", *map(_repeat, quoted), class_="pk-repeat-list"), "repeats") if quoted else None,
        el(
            "details",
            el("summary", f"Alike, but different in what counts: seen and kept ({len(stayed)} examples)"),
            el("ul", *map(_repeat, stayed), class_="pk-repeat-list"),
        )
        if stayed
        else None,
        _names("Files with documents that repeat another one", left_out),
        class_="pk-dropped",
    )


def _dropped_lead(report: Report, quoted: int) -> Iterator[Node]:
    yield f"{report.repeats:,} paragraph{'' if report.repeats == 1 else 's'} that stand elsewhere were removed"
    if report.left_out:
        yield f", {report.left_out:,} of them whole documents"
    yield ". "
    if quoted:
        yield f"Quoted are {quoted:,}; all of them are in "
        yield el("code", "_audit/duplicates.jsonl")
        yield "."


def _repeat(record: Mapping[str, object]) -> Element:
    """One line of duplicates.jsonl as a card."""
    kind = str(record.get("kind", ""))
    text = str(record.get("text", ""))
    return el(
        "li",
        el("p", *visible(_flat(_cut(text))), lang="zh", class_="pk-quote"),
        el(
            "small",
            *_place(str(record.get("file", "")), record.get("record"), record.get("line")),
            " is a ",
            el("b", _KINDS.get(kind, kind)),
            " ",
            *_place(str(record.get("kept_file", "")), record.get("kept_record"), record.get("kept_line")),
            *_differences(record.get("differences")),
            class_="pk-quiet",
        ),
    )


def _differences(found: object) -> Iterator[Node]:
    listed = found if isinstance(found, list | tuple) else []
    pairs = [pair for pair in listed if isinstance(pair, list | tuple) and len(pair) == 2]
    if not pairs:
        return
    yield "; differs in "
    for n, (here, there) in enumerate(pairs[:4]):
        yield ", " if n else ""
        yield el("span", *visible(_cut(str(here)) or "–"), " / ", *visible(_cut(str(there)) or "–"), lang="zh")


# --- files --------------------------------------------------------------------------------------------------------


def _most(report: Report, known: Mapping[str, int]) -> Element | None:
    changed = [one for one in report.files if one.rules]
    if not changed:
        return None
    # An edit of one character counts little beside a paragraph that went; both are work on the file.
    order = nsmallest(FILES, changed, key=lambda one: (-_lost(one), -sum(one.rules.values()), one.file))
    head = [
        ("file", ""),
        ("in", "pk-n"),
        ("out", "pk-n"),
        ("shorter by", "pk-n"),
        ("changes", "pk-n"),
        ("by family", ""),
    ]
    cells = [el("th", el("button", word, type="button"), scope="col", class_=css or None) for word, css in head]
    rows = [_file(one, known) for one in order]
    note = f"The {len(order):,} that lost most of {len(changed):,} changed ones. " if len(order) < len(changed) else ""
    return el(
        "section",
        el("h2", "What changed most"),
        columns(_buckets(report.files), "files by the share of their characters that was removed"),
        el("p", f"{note}Click a heading to sort, type to find a name or a rule.", class_="pk-quiet"),
        el("input", type="text", id="pk-find", placeholder="part of a name, or a rule", aria_label="find a file"),
        _scroll(
            el("table", el("thead", el("tr", *cells)), el("tbody", *rows), class_="pk-files", id="pk-files"), "files"
        ),
        class_="pk-most",
    )


def _scroll(content: Element, label: str) -> Element:
    """A box that scrolls by itself, with the keyboard, too."""
    return el("div", content, class_="pk-scroll", tabindex=0, role="group", aria_label=label)


def _lost(one: FileCount) -> float:
    return (one.characters_in - one.characters_out) / one.characters_in if one.characters_in else 0.0


def _buckets(files: Sequence[FileCount]) -> list[tuple[str, int]]:
    names = ["nothing", "under 1 %", "1 to 5 %", "5 to 10 %", "10 to 25 %", "25 to 50 %", "half or more"]
    counted = [0] * len(names)
    longer = 0
    for one in files:
        lost = _lost(one)
        if lost < 0:
            longer += 1
        elif lost == 0:
            counted[0] += 1
        else:
            counted[max(1, sum(lost >= edge for edge in BUCKETS))] += 1
    return ([("it grew", longer)] if longer else []) + list(zip(names, counted, strict=True))


def _file(one: FileCount, known: Mapping[str, int]) -> Element:
    edits = sum(one.rules.values())
    marks: list[Node] = [
        el(
            "span",
            class_=f"pk-piece {family.css}",
            style=f"width:{percent(sum(rules.values()), edits)}",
            title=f"{family.title}: {sum(rules.values()):,}",
        )
        for family, rules in by_family(one.rules).items()
    ]
    state = [f"{one.documents:,} documents"] if one.documents != 1 else []
    state += [
        f"{number:,} {word}" for number, word in ((one.left_out, "left out"), (one.unstable, "unstable")) if number
    ]
    lost = _lost(one)
    return el(
        "tr",
        el(
            "th",
            el("bdi", *visible(one.file)),
            el("span", ", ".join(state), class_="pk-state") if state else None,
            scope="row",
        ),
        el("td", f"{one.characters_in:,}", class_="pk-n", data_v=str(one.characters_in)),
        el("td", f"{one.characters_out:,}", class_="pk-n", data_v=str(one.characters_out)),
        el("td", f"−{share(-lost, 1)}" if lost < 0 else share(lost, 1), class_="pk-n", data_v=f"{lost:.6f}"),
        el("td", f"{edits:,}", class_="pk-n", data_v=str(edits)),
        el("td", el("div", *marks, class_="pk-stack pk-small")),
        data_r=" ".join(str(known[rule]) for rule in one.rules),
    )


def _longest(report: Report) -> Element | None:
    """The files that took longest: one that is slow for its size is worth a look."""
    order = report.slowest(SLOWEST)
    if not order:
        return None
    sizes = {one.file: one.characters_in for one in report.files}
    head = [
        el("th", word, scope="col", class_=css) for word, css in (("file", None), ("in", "pk-n"), ("seconds", "pk-n"))
    ]
    rows = [
        el(
            "tr",
            el("th", el("bdi", *visible(file)), scope="row"),
            el("td", f"{sizes.get(file, 0):,}", class_="pk-n"),
            el("td", f"{seconds:.2f}", class_="pk-n"),
        )
        for file, seconds in order
    ]
    return el(
        "section",
        el("h2", "What took longest"),
        el(
            "p",
            "Reading and writing included; of a file that several processes cleaned, theirs together.",
            class_="pk-quiet",
        ),
        _scroll(el("table", el("thead", el("tr", *head)), el("tbody", *rows), class_="pk-files"), "slowest files"),
        class_="pk-longest",
    )


# --- what was set aside -------------------------------------------------------------------------------------------


def _aside(report: Report) -> Element | None:
    unstable = [one.file for one in report.files if one.unstable]
    if not (report.set_aside or unstable or report.notes):
        return None
    reasons = Counter(one.reason for one in report.set_aside)
    rows = [
        el("tr", el("th", *_place(one.file, one.record, None), scope="row"), el("td", *visible(one.reason[:REASON])))
        for one in report.set_aside[:ASIDE]
    ]
    more = len(report.set_aside) - len(rows)
    return el(
        "section",
        el("h2", "What to look at"),
        el(
            "p",
            f"Files and records that could not be read: {len(report.set_aside):,}. Nothing of them was cleaned.",
            class_="pk-lead",
        )
        if rows
        else None,
        columns([(_cut(why), count) for why, count in reasons.most_common(8)], "files by reason") if more else None,
        _scroll(el("table", el("tbody", *rows), class_="pk-aside"), "set aside") if rows else None,
        el("p", f"and {more:,} more, see _audit/rejects.jsonl", class_="pk-quiet") if more > 0 else None,
        _names("Files with documents that still changed in the last round and stand there as they came", unstable),
        el("ul", *(el("li", *visible(_cut(note))) for note in report.notes[:ASIDE]), class_="pk-notes"),
        class_="pk-look",
    )


def _names(title: str, names: Sequence[str]) -> Element | None:
    if not names:
        return None
    items = [el("li", el("bdi", *visible(name))) for name in names[:ASIDE]]
    if len(names) > ASIDE:
        items.append(el("li", f"and {len(names) - ASIDE:,} more, see _audit/report.json", class_="pk-quiet"))
    return el("details", el("summary", f"{title} ({len(names):,})"), el("ul", *items), open=len(names) <= 20)
