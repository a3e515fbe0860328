"""Where frame lines stand: outside of the text, at its head and its tail.

A line is *outside* when no sentence stands between it and the end of the document, only titles and other frame lines.
What a frame line says is in `forms.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from parkclean.brackets import unopened
from parkclean.edits import Edit
from parkclean.rules import Lines, start_of_line
from parkclean.stages.readers import first_of_readers

UNKNOWN = 6
"""So many lines of other kinds (title, kicker, related articles) may stand between frame lines."""
LONGEST_LIST = 20
"""So many titles of other articles may stand below the line that announces them."""
LINKS = "links"
"""What `classify` calls the line above titles of other articles, which are part of the frame too."""
READ_ON = 4
"""So many characters `延伸阅读` and its like have."""
COLUMN = 4
"""Lines of a menu that was written one entry a line."""
WORD = 10
"""An entry of a menu has at most so many characters."""
SITE_NAME = 12
"""The name of a site above its menu has at most so many."""
TITLE = 40
"""A title of another article has at most so many characters."""
LONG = 60
"""A line of so many characters is text, whatever it ends with."""
STROKES = 5
"""So many strokes part the entries of a menu that stands in a row."""
EDGE = 512
"""Characters at either end of a text in which nearly always some line is text."""
LONGEST = 1000
"""No frame line that is compared word by word is longer."""


_GLUED = frozenset(["metadata", "widgets", "novel_site", "seo_keywords", "footer"])
"""What may stand behind the last sentence of a text on the same line."""


class Trust(Enum):
    """How much a line needs to go: nothing, no list of credits beside it, or a sure frame line in the same zone."""

    SURE = 1
    FAIR = 2
    WEAK = 3


class Frame(NamedTuple):
    """A line, without its line break, that a rule takes for part of the frame."""

    start: int
    end: int
    rule: str
    trust: Trust


_NUMBERED = re.compile(r"([^\W\d]{1,6})(?: ?丨| [0-9])")
_SIGNED = re.compile(r"(?:19|20)[0-9]{2} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2} ?日?")
_HOURS = re.compile(r".{0,12}?[0-9]{1,2}[:：][0-9]{2} ?[-~—–至到] ?[0-9]{1,2}[:：][0-9]{2}")
_CONTACT = re.compile("(?:微信|QQ|微博)号?[:：]")
"""Where a sentence says whom to ask, its end says how."""
_SENTENCES = re.compile('.*[。！？…!?][”’」』"]?')

_NEIGHBOUR_LINK = re.compile("[上下前后]一?[篇章节集][ 　:：]{1,3}https?://")
"""Whoever writes a serial says where its last part is; a page has a link there, and shows its title."""
_OWN_LINK = re.compile(r"\]\((?!https?:)")
"""A link of Markdown to another file of the same book."""
_LETTERED = re.compile(r"[(（]?([A-H])(?:[)）]|[.．、] ?|\s*\Z)")
"""An answer to choose: `(A) 12`, `B. 13`."""
_ASKS = re.compile("[？?：:][”’」』]?[ )）]{0,4}$|[（(][ 　]{0,12}[）)]|_{2}|(?:是|为|為|有|指|于|於|属于|屬於)[ 　]*$")
"""How a line ends, or what it leaves open, that answers to choose stand below."""
MOST_OPTIONS = 16
LISTED = 8
"""A button that a manual names on a line of a list has at most so many characters."""

IsColumn = Callable[[Sequence[str], int], bool]
"""Whether words, one a line, are a menu; so many must stand in the menus of sites at least."""

Classify = Callable[[str, bool, int], tuple[str, Trust] | None]
"""(line, at the head?, how many other lines stand outside of it?) to the rule and how far to trust it."""


def _quiet(texts: Sequence[str], head: bool, classify: Classify) -> int | None:
    """What `_Zone.walk` gives for an end without frame lines, at a fraction of its price.

    The number of the line that is text, -1 if none is; None if some line may be part of a frame.
    """
    step = 1 if head else -1
    unknown = 0
    many = -1  # the first line of other kinds that is one too many
    for i in range(len(texts)) if head else range(len(texts) - 1, -1, -1):
        line = texts[i]
        if not line or line.isspace():
            continue
        if len(line) <= LONGEST and classify(line, head, unknown) is not None:
            return None
        if len(line) <= WORD and _words(texts, i, step) == COLUMN:
            return None
        unknown += 1
        if unknown > UNKNOWN and many < 0:
            many = i
        if is_text(line) or unknown > (UNKNOWN if head else LONGEST_LIST):
            return i if many < 0 else many
    return many


def _words(texts: Sequence[str], n: int, step: int) -> int:
    """How many lines of one word stand there in a row, as far as they may be a menu."""
    words = 0
    while 0 <= n < len(texts) and len(texts[n]) <= WORD and words < COLUMN:
        words += bool(texts[n].strip())
        n += step
    return words


def line_above(texts: Sequence[str], n: int) -> str:
    """The nearest line above that is not blank."""
    return next((texts[k] for k in range(n - 1, -1, -1) if texts[k] and not texts[k].isspace()), "")


def is_text(line: str) -> bool:
    """A sentence, in contrast to a title or a button."""
    return "。" in line or (len(line) >= LONG and not _is_row(line))


def _is_row(line: str) -> bool:
    """Short words with strokes between them, as menus are: no sentence, however long; rows of tables begin with one."""
    if line.count("|") < STROKES or line[:1] == "|" or "，" in line:
        return False
    words = [word.strip() for word in line.split("|")]
    return max(map(len, words)) <= WORD and "".join(words).isalnum()


def is_bare(text: str, classify: Classify) -> bool:
    """Whether `zones` finds nothing, as far as the first and last characters of a text without CR show it.

    Most texts need not be split into lines for this.
    """
    return _is_bare_head(text, classify) and _is_bare_tail(text, classify)


def _is_bare_head(text: str, classify: Classify) -> bool:
    first = text[: max(0, text.find("\n", 0, EDGE))]
    if len(first) > WORD and "。" in first:
        return classify(first, True, 0) is None
    head = text[:EDGE].split("\n")
    head.pop()  # it may be cut
    body = _quiet(head, True, classify)
    # A row of words that reaches the cut may go on behind it.
    return body is not None and body >= 0 and max(map(len, head[body:])) > WORD


def _is_bare_tail(text: str, classify: Classify) -> bool:
    stop = len(text.rstrip("\n"))
    last = text[text.rfind("\n", -EDGE, stop) + 1 : stop]
    if WORD < len(last) < EDGE and "。" in last:
        return classify(last, False, 0) is None and (last[-1] == "。" or _rest(last) is None)
    tail = text[-EDGE:].split("\n")
    del tail[0]  # it may be cut
    end = _quiet(tail, False, classify)
    return end is not None and end >= 0 and len(tail[end]) > WORD and _rest(tail[end]) is None


def zones(lines: Lines, classify: Classify, is_column: IsColumn) -> list[Frame]:
    """The frame lines at both ends of the text; none if there is no text between the ends."""
    head: list[Frame] = []
    tail: list[Frame] = []
    readers, lines = _without_readers(lines)
    body = _quiet(lines.texts, True, classify)
    if body is None:
        head, body = _Zone(lines, True, classify, is_column).walk()
    end = _quiet(lines.texts, False, classify)
    if end is None:
        tail, end = _Zone(lines, False, classify, is_column).walk()
    if not 0 <= body <= end:
        return []
    return _outside_comments(lines, head + tail) + _behind(lines, end, classify) + readers


def _without_readers(lines: Lines) -> tuple[list[Frame], Lines]:
    """What readers wrote below the text, and the lines above it."""
    first = first_of_readers(lines)
    if first is None or not any(map(is_text, lines.texts[:first])):
        return [], lines
    frames = [
        Frame(start, start + len(line), "widgets", Trust.SURE)
        for line, start in zip(lines.texts[first:], lines.starts[first:], strict=True)
        if line.strip()
    ]
    return frames, Lines(lines.texts[:first], lines.starts[:first])


def _outside_comments(lines: Lines, frames: list[Frame]) -> list[Frame]:
    """Without what a comment of several lines says, unless a content management system left it: a licence."""
    inside: set[int] = set()
    comment = False
    for n, line in enumerate(lines.texts) if frames else ():
        if "<!--" in line:
            comment = "-->" not in line[line.rfind("<!--") :] and "enp" not in line
        elif comment:
            comment = "-->" not in line
            inside.add(lines.starts[n])
    return [frame for frame in frames if frame.start not in inside] if inside else frames


def _behind(lines: Lines, n: int, classify: Classify) -> list[Frame]:
    """What stands behind the last sentence of the text on the same line: `……。（责任编辑：李明）`.

    A source that is given behind other paragraphs, too, belongs to them.
    """
    line = lines.texts[n]
    rest = _rest(line)
    if rest is None:
        return []
    kind = classify(rest, False, 1) if any(map(str.isalnum, rest)) else None  # else the edge of a drawn form
    if kind is None or kind[0] not in _GLUED or kind[1] is Trust.WEAK:
        return []
    if _CONTACT.match(rest) or unopened(rest):
        return []  # whom to ask; what somebody says to the end
    if kind[1] is Trust.FAIR and any(_name(rest) in other for k, other in enumerate(lines.texts) if k != n):
        return []
    end = lines.starts[n] + len(line)
    return [Frame(end - len(rest), end, kind[0], Trust.SURE)]


def _rest(line: str) -> str | None:
    """What stands behind the last sentence of a line, no link, if neither too short for a frame nor too long."""
    m = _SENTENCES.match(line)
    rest = line[m.end() :] if m and "](" not in line[: m.end()].rpartition(")")[2] else ""
    return rest if 2 < len(rest) <= LONG and not rest.isspace() else None


def _name(rest: str) -> str:
    """The label behind a sentence, with its colon."""
    return rest[: _colon(rest) + 1].strip("（( 【[　")


def _colon(line: str) -> int:
    """Where the colon behind a label stands, a full-width one first; -1 if there is none."""
    return line.find("：") if "：" in line else line.find(":")


class _Zone:
    """One end of a text."""

    def __init__(self, lines: Lines, head: bool, classify: Classify, is_column: IsColumn) -> None:
        self.lines = lines
        self.texts = lines.texts
        self.head = head
        self.classify = classify
        self.is_column = is_column
        self.found: list[Frame] = []
        self.places: list[int] = []
        self.labels: list[str] = []  # for each line that is not empty: the label in front of it
        self.others: list[int] = []
        self.taken: set[int] = set()
        self.options: range = range(0)  # answers below a question: their run is looked at once
        self.refused: range = range(0)  # lines that are no menu: a run of short lines is looked at once

    def walk(self) -> tuple[list[Frame], int]:
        """The frame lines, and the number of the line that is text, or one title too many; -1 if none is."""
        texts = self.texts
        unknown = 0
        for i in range(len(texts)) if self.head else range(len(texts) - 1, -1, -1):
            line = texts[i]
            if not line or line.isspace() or i in self.taken:
                continue
            kind = self.classify(line, self.head, unknown) if len(line) <= LONGEST else None
            if kind and (self._belongs_below(i, kind[0]) or self._is_option(i) or self._is_listed(i, kind[0])):
                kind = None
            if kind and kind[0] == LINKS and kind[1] is Trust.FAIR and not self.found:
                kind = None  # readers' comments have buttons and dates
            if kind and kind[0] == LINKS:
                kind = ("navigation", kind[1]) if self._take_titles(kind[1]) else None
            if (kind is None or kind[1] is Trust.WEAK) and len(line) <= WORD and self._take_column(i):
                continue
            if kind:
                self.places.append(len(self.labels))
                self.labels.append("" if kind[1] is Trust.SURE else "+" + _label(line))
                self._add(i, *kind)
            else:
                self.labels.append(_label(line))
                self.others.append(i)
                unknown += 1
                if is_text(line) or (unknown > UNKNOWN and not self._stands_in_links(i, unknown)):
                    return self._unsigned(_settled(self.found, self.places, self.labels)), i
        return [], -1

    def _stands_in_links(self, n: int, unknown: int) -> bool:
        """Whether more titles of other articles stand above this one, and then the line that announces them."""
        if self.head or unknown > LONGEST_LIST:
            return False
        for k in range(n, max(-1, n - 2 * LONGEST_LIST), -1):
            line = self.texts[k]
            if not line or line.isspace():
                continue
            kind = self.classify(line, False, unknown) if len(line) <= LONGEST else None
            if kind and kind[0] == LINKS:
                return kind[1] is Trust.SURE and all(_is_title(self.texts[m]) for m in self.others)
            if kind is None and not _is_title(line):
                return False
        return False

    def _unsigned(self, frames: list[Frame]) -> list[Frame]:
        """Without a date right below the text: it dates what an author or an office has signed."""
        while frames and not self.head and _SIGNED.fullmatch(self.texts[self._number(frames[-1])].strip()):
            frames.pop()
        return frames

    def _number(self, frame: Frame) -> int:
        return bisect_right(self.lines.starts, frame.start) - 1

    def _add(self, n: int, rule: str, trust: Trust) -> None:
        start = self.lines.starts[n]
        self.found.append(Frame(start, start + len(self.texts[n]), rule, trust))

    def _take(self, numbers: Sequence[int], trust: Trust) -> None:
        for n in numbers:
            self.places.append(len(self.labels))
            self.labels.append("")
            self._add(n, "navigation", trust)

    def _take_titles(self, trust: Trust) -> bool:
        """Take the lines outside of this one as titles of other articles, if that is what they look like."""
        if not all(_is_title(self.texts[n]) for n in self.others) or any(
            _OWN_LINK.search(self.texts[n]) for n in self.others
        ):
            return False
        self._take(self.others, trust)
        self.others = []
        return True

    def _belongs_below(self, n: int, rule: str) -> bool:
        """Whether a label goes with the next line, which stays: a link, or the hours of what happens on a date."""
        if rule not in ("metadata", "widgets", "navigation"):
            return False
        if _NEIGHBOUR_LINK.match(self.texts[n]):
            return True
        if rule == "navigation":
            return False
        colon = self.texts[n].rstrip()[-1:] in ("：", ":")
        below = next((line for line in self.texts[n + 1 : n + 3] if line.strip()), "")
        if rule == "widgets" and colon and below.startswith(("[http", "http", "<http", "![")):
            return True
        if rule == "widgets":
            return _colon(self.texts[n]) == READ_ON and not colon and below.startswith(("http", "<http"))
        if colon and self.texts[n + 1 : n + 2] == [below] and below.startswith(("[", "http", "<http")):
            return True
        return _HOURS.match(below) is not None

    def _is_option(self, n: int) -> bool:
        """Whether a line is one of the answers that a question offers: no frame stands below `他在做什么？`."""
        line = self.texts[n]
        if self.head or len(line) > LONG:
            return False
        if m := _LETTERED.match(line):
            above = _LETTERED.match(line_above(self.texts, n))
            below = _LETTERED.match(next((other for other in self.texts[n + 1 : n + 4] if other.strip()), ""))
            return any(other and abs(ord(other[1]) - ord(m[1])) == 1 for other in (above, below))
        return n in self._options_around(n)

    def _is_listed(self, n: int, rule: str) -> bool:
        """Whether a word of a button is one of a list that a line with a colon announces, and that is no button."""
        if rule != "widgets" or len(self.texts[n]) > LISTED:
            return False
        for k in range(n - 1, max(-1, n - 2 * MOST_OPTIONS), -1):
            line = self.texts[k].strip()
            if line and (len(line) > LISTED or line[-1] in "：:"):
                return line[-1] in "：:" and self.classify(line, self.head, 1) is None
        return False

    def _options_around(self, n: int) -> range:
        """The short lines around one of them, if a question stands above them.

        Buttons and menus stand there, too: a word that is none of these, or that stands twice, is an answer.
        """
        if n in self.options:
            return self.options
        first = last = n
        while first > 0 and n - first < MOST_OPTIONS and self._is_word(first - 1):
            first -= 1
        while last + 1 < len(self.texts) and last - n < MOST_OPTIONS and self._is_word(last + 1):
            last += 1
        words = [word for line in self.texts[first : last + 1] if (word := line.strip())]
        if not first or not self._is_word(n) or not _ASKS.search(line_above(self.texts, first)):
            return range(0)
        others = (word for word in words if self.classify(word, False, 1) is None and not self.is_column([word], 1))
        if len(set(words)) < len(words) or any(others):
            self.options = range(first, last + 1)
            return self.options
        return range(0)

    def _is_word(self, n: int) -> bool:
        return len(self.texts[n]) <= WORD and not _ASKS.search(self.texts[n])

    def _is_announced(self, n: int) -> bool:
        """Whether the line above ends in a colon."""
        return line_above(self.texts, n).rstrip()[-1:] in ("：", ":")

    def _take_column(self, first: int) -> bool:
        """Take a menu that stands here one word a line, and the name of the site above it."""
        if first in self.refused:
            return False
        step = 1 if self.head else -1
        column: list[int] = []
        n = first
        while (
            0 <= n < len(self.texts) and len(self.texts[n]) <= WORD and self.texts[n].rstrip()[-1:] not in ("：", ":")
        ):
            if self.texts[n].strip():
                column.append(n)
            n += step
        if (
            not column
            or self._is_announced(column[0 if self.head else -1])
            or (not self.head and column[0] in self._options_around(column[0]))
            or len(column) < COLUMN
            or not self.is_column([self.texts[k] for k in column], 2)
        ):
            self.refused = range(first, n, step)
            return False
        while not self.is_column([self.texts[column[-1]]], 1):
            column.pop()  # a title or a signature next to the text
        self.taken.update(column)
        if self.head:
            column = [n for n in self.others if len(self.texts[n]) <= SITE_NAME] + column
            self.others = [n for n in self.others if len(self.texts[n]) > SITE_NAME]
        self._take(column, Trust.SURE)
        return True


def _is_title(line: str) -> bool:
    """What stands below `相关新闻`: a short line that ends as titles do; an address is what an author points to."""
    line = line.strip().lstrip("-*+ ")
    return (
        0 < len(line) <= TITLE
        and not line.startswith("http")
        and line[-1] not in "。；;，,、：:"
        and not line.startswith(("#", "|", "> ", "```"))
    )


def _label(line: str) -> str:
    """What stands in front of a colon, a stroke or a number; one label for all dates."""
    at = _colon(line)
    if _SIGNED.match(line):
        return "0"
    if at < 0 and (m := _NUMBERED.match(line)):
        return m[1]
    return line[:at].strip() if 0 < at <= 8 and len(line) < LONG else ""


def _settled(found: list[Frame], places: list[int], labels: list[str]) -> list[Frame]:
    """Sure lines; fair ones away from lists of credits and dialogues; weak ones too where any of these stands."""
    if not found:
        return []
    times = Counter(labels)
    kept: list[Frame] = []
    company = False
    for frame, at in zip(found, places, strict=True):
        if frame.trust is Trust.SURE or not _in_credits(labels, at):
            kept.append(frame)
            company |= frame.trust is Trust.SURE or (frame.trust is Trust.FAIR and times[labels[at]] == 1)
    return kept if company else []


def _in_credits(labels: list[str], at: int) -> bool:
    """A line beside it has a label that frames do not know (a plus marks those they do)."""
    beside = labels[max(0, at - 1) : at] + labels[at + 1 : at + 2]
    return any(label and label[0] != "+" for label in beside)


def removals(text: str, frames: list[Frame]) -> list[Edit]:
    """One edit a line: the line with the blank space on one side, so that the rest keeps its paragraph separators.

    Of the two gaps around a run of removed lines the longer one stays.
    """
    edits = [Edit(f.start, f.end, "", f.rule) for f in frames if not _is_whole(text, f)]
    frames = [frame for frame in frames if _is_whole(text, frame)]
    for run in _runs(text, sorted(set(frames))):
        before, after = _gap_before(text, run[0].start), _gap_after(text, run[-1].end)
        if after == len(text) or (before > 0 and run[0].start - before < after - run[-1].end):
            edits += _with_gap_before(text, run, before)
        else:
            edits += _with_gap_after(text, run, after)
    return edits


def _is_whole(text: str, frame: Frame) -> bool:
    """Whether the frame is a line, and not the end or the start of one."""
    ends = frame.end == len(text) or text[frame.end] in "\r\n"
    return ends and (frame.start == 0 or text[frame.start - 1] in "\r\n")


def _runs(text: str, frames: list[Frame]) -> Iterator[list[Frame]]:
    run: list[Frame] = []
    for frame in frames:
        if run and not text[run[-1].end : frame.start].isspace():
            yield run
            run = []
        run.append(frame)
    if run:
        yield run


def _with_gap_before(text: str, run: list[Frame], before: int) -> Iterator[Edit]:
    for frame in run:
        yield Edit(before, frame.end, "", frame.rule)
        before = frame.end


def _with_gap_after(text: str, run: list[Frame], after: int) -> Iterator[Edit]:
    ends = [frame.start for frame in run[1:]] + [after]
    for frame, end in zip(run, ends, strict=True):
        yield Edit(frame.start, end, "", frame.rule)


def _gap_before(text: str, start: int) -> int:
    """The end of the last line that holds something, before `start`; 0 if there is none."""
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return start


def _gap_after(text: str, end: int) -> int:
    """The start of the next line that holds something; the end of the text if there is none."""
    at = end
    while at < len(text) and text[at].isspace():
        at += 1
    if at == len(text):
        return at
    return start_of_line(text, at, end)
