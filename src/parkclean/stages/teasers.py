"""One more rule of stage `boilerplate`: the beginning of a text that its page shows once more, above it or below.

`摘要：…` stands in front of such a piece, `……[详细]`, `...展开全文` behind it.
A beginning without either is a piece like others (`repeats.contained`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import BLANK
from parkclean.phrases import holds_any
from parkclean.questions import LONGEST, Beside, Opens
from parkclean.rules import Seen, rule
from parkclean.stages.frames import Frame, Trust, removals
from parkclean.stages.sentences import STOP
from parkclean.tables import CLOSING, SENTENCE_END, TEASER_LABELS, TEASER_LINKS, TITLED_BY

EDGE = 700
"""Characters at either end of a text among which teasers are looked for."""

LINES = 12
"""So many lines at either end, blank ones included."""

FEWEST = 12
"""A piece of fewer characters is anybody's."""

LONGEST_TITLE = 100
SHORTEST_TITLE = 4
LONG = 40
_CLOSED = frozenset("。！？…，；、：”’」』.!?,;:")
BELOW = 6
"""So many lines below the first one, blank ones included, may be the title."""

KICKERS = 4
"""A title that stands twice is among so many first lines."""
_LISTED = frozenset('#|>-*+•·—“「『"[![(（')

_NAMING = "-_—|｜–"
_NAME = re.compile(rf"[ \u3000]?[-_—|｜–]{{1,2}}[ \u3000]?[^。！？\n]{{0,40}}(?:{TITLED_BY})[ \u3000]{{0,2}}\r?\Z")
_DOTS = "…..。 \u3000"
_MORE = re.compile(
    rf"(?:…|\.\.|。。)[….。\s]{{0,8}}(?:[\[【(（「]\s?)?(?:{TEASER_LINKS})[\s>»›→↓\]】)）」]{{0,4}}\Z|\[(?:…|\.\.)[….]{{0,4}}\]\s{{0,4}}\Z"
)
_LABEL = re.compile(rf"\s{{0,8}}[\[【（(]?(?:{TEASER_LABELS})(?:[\]】）)]\s?[：:]?|\s?[：:|｜])\s{{0,2}}")
_LAST = frozenset("…. ]】）)」>»›→↓文部更多情细容原开eE\r")
_OPENING = "[【（( \u3000"
_FIRST = frozenset("摘内文导核简提描dD编")
"""How lines end that have a link behind them, and begin that have a label; asked before patterns are."""
_two_stops = Beside(STOP, behind=STOP)
"""Do two full stops stand side by side, as some write dots?"""
_labelled = Opens(
    {
        pair
        for label in TEASER_LABELS.replace("[Dd]", "D").split("|")
        for pair in (label[:2], *(b + label[0] for b in "[【（("))
    }
    | {"de", *(bracket + "d" for bracket in "[【（(")},
    BLANK,
    LONGEST,
    LONGEST,
)
"""Does some line start as those with a label do?"""
_TRAILS = re.compile(r"…\s*\Z")
_ENDED = re.compile(f"[{SENTENCE_END}][{re.escape(CLOSING)}]*\\s*\\Z")


def _named_title(text: str) -> list[Frame]:
    """One of the first lines that stands twice in a row; the first, if the next ones have it without a site's name."""
    first, _, rest = text[:EDGE].partition("\n")
    if len(first) > LONGEST_TITLE:
        return []
    second = rest.lstrip().partition("\n")[0].rstrip()
    if first.strip() not in ("", second) and not holds_any(first, _NAMING) and _is_paragraph(second):
        return []  # most texts
    head = [line for line in (first, *rest.split("\n")[: 2 * BELOW]) if line and not line.isspace()]
    below = [line.strip() for line in head[1 : BELOW + 1]]
    for k in range(min(KICKERS, len(below) - 1)):
        if head[k].strip() == below[k] and _is_doubled(below[k], below[k + 1 : k + 3]):
            start = _start_of(text, k)
            return [Frame(start, start + len(head[k]), "teaser", Trust.SURE)]
        if _is_paragraph(below[k]):
            break
    if not holds_any(first, _NAMING):
        return []
    title = next((line for line in below if len(line) >= SHORTEST_TITLE and first.startswith(line)), "")
    if not title or not _NAME.match(first, len(title)):
        return []
    return [Frame(0, len(first), "teaser", Trust.SURE)]


def _is_paragraph(line: str) -> bool:
    return len(line) > LONG or "。" in line


def _is_doubled(title: str, below: list[str]) -> bool:
    """Whether a line that stands twice is a title: no sentence, and a paragraph stands within two lines, but once."""
    if not 2 * SHORTEST_TITLE <= len(title) <= LONGEST_TITLE or title[-1] in _CLOSED or title[0] in _LISTED:
        return False
    return any(len(line) > LONG and "。" in line for line in below) and below[:1] != below[1:2]


def _start_of(text: str, k: int) -> int:
    """Where line `k` starts among those that are not blank."""
    at = 0
    while True:
        end = text.find("\n", at)
        if text[at:end].strip():
            k -= 1
        if k < 0:
            return at
        at = end + 1


def _is_dotted(seen: Seen) -> bool:
    """Whether a row of dots stands at an end of a text; looked for one by one, a tenth of what a pattern takes."""
    edges = seen.text[:EDGE] + "\n" + seen.text[-EDGE:]
    return holds_any(edges, ("…", "..")) or (_two_stops(seen) and "。。" in edges)


def _ends(seen: Seen) -> Iterator[tuple[int, str]]:
    """The first and last lines, each with its start; those that the edges of a long text cut are left out."""
    text = seen.text
    if len(text) <= 2 * EDGE:
        starts, texts = seen.lines.starts, seen.lines.texts
        last = max(LINES, len(texts) - LINES)
        yield from zip(starts[:LINES] + starts[last:], texts[:LINES] + texts[last:], strict=True)
        return
    at = 0
    for line in text[:EDGE].split("\n")[:-1][:LINES]:
        yield at, line
        at += len(line) + 1
    at = len(text)
    for line in text[-EDGE:].split("\n")[:0:-1][:LINES]:
        yield at - len(line), line
        at -= len(line) + 1


def _piece(line: str) -> str:
    """What a line shows of a text, without what the page added; nothing if it shows nothing."""
    if line[-1:] not in _LAST and line[:3].lstrip(_OPENING)[:1] not in _FIRST:
        return ""
    label = _LABEL.match(line)
    more = _MORE.search(line, max(0, len(line) - 24))
    if label is None and more is None:
        return ""
    if more is None and _ENDED.search(line) and not _TRAILS.search(line):
        return ""  # whole sentences may be a summary that the author wrote
    return line[label.end() if label else 0 : more.start() if more else len(line)].strip(_DOTS)


def _stands_elsewhere(text: str, start: int, end: int, piece: str) -> bool:
    """Whether a piece stands in the text without a line, whatever breaks and marks there are between."""
    from parkclean.neardup.prose import chinese
    from parkclean.neardup.shingles import fold_row

    said = fold_row(piece)
    if len(said) < FEWEST or chinese(said) * 2 < len(said) or text.startswith("---"):
        return False  # the fields in front of a page in Markdown say what it is about
    return said in fold_row(text[:start] + text[end:])


@rule("boilerplate.teaser", "What a page shows again of the beginning of a text goes.")
def teaser(text: str, seen: Seen) -> list[Edit]:
    """`摘要：` and the first words of the text, or these and `……[详细]`, `...展开全文`, at the head or tail.

    So does the title with the name of a site above the title itself, as a browser shows it.
    Whole sentences behind a label are a summary that somebody wrote; they stay.

    >>> whole = "园区今年新建了三座实验室，全部免费开放，已有九个团队入驻。"
    >>> clean("园区今年新建了三座实验室，全部免费……[详细]\\n\\n" + whole) == whole
    True
    >>> clean("摘要：园区今年新建了三座实验室。\\n\\n" + whole) == whole
    False
    """
    frames = _named_title(text)
    if not frames and len(text) >= 4 * FEWEST and (_labelled(seen) or _is_dotted(seen)):
        frames = [
            Frame(start, start + len(line), "teaser", Trust.SURE)
            for start, line in _ends(seen)
            if (piece := _piece(line)) and _stands_elsewhere(text, start, start + len(line), piece)
        ]
    if not frames:
        return []
    code = seen.once(code_spans)
    edits = removals(text, [frame for frame in frames if not code.covers(frame.start)])
    return [edit._replace(rule="boilerplate.teaser") for edit in edits]
