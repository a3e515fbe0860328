"""Frame lines inside a text: where pages, columns and chapters were put together.

Here a single line proves nothing. A line goes when it comes again and again, breaks a sentence in two, or stands in a
run of frame lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from parkclean.formulas import is_formulaic
from parkclean.kinds import BLANK, WHITE, neighbour
from parkclean.questions import Either, InLine, Opens, Stamps
from parkclean.rules import Lines, Seen
from parkclean.stages.forms import is_shell, sells
from parkclean.stages.frames import Classify, Frame, Trust, is_text, line_above
from parkclean.stages.metadata import fold
from parkclean.tables import AUDIENCE, HAN, INSIDE_STARTS, SHELL_TOPICS, SITE, SITE_LINE, SITE_NAME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 3
"""So many frame lines in a row are the seam between two pages."""
TIMES = 3
"""A string that stands so often at the ends of paragraphs, or between them, is stamped on."""
LONG = 6
"""Behind most paragraphs a string of so many characters is stamped on."""
LONGEST = 200
"""Characters behind a sentence in which a stamp is looked for."""
GLUED = 24
"""Characters of a line that ends in something that was glued to its last sentence, at least."""
_OWNER = frozenset("@©")
"""What stands in front of the name of an account or an owner."""
SHORTEST_STAMP = 4
LONGEST_STAMP = 40
"""A string that is stamped on has so many characters."""
_BEYOND_ALL = 0x110000
ALONE = frozenset(["novel_site", "seo_keywords"])
"""What goes even alone between paragraphs."""
SENTENCE = 20
"""A line with more characters is a paragraph."""
SHORT = 60

_SITE = re.compile(SITE)
_SITE_NAME = re.compile(SITE_NAME)
_SITE_LINE = re.compile(SITE_LINE)
_MEDIUM = re.compile(f"(?:^|[：:])[{HAN}A-Za-z0-9]{{2,12}}(?:网|在线|论坛|小说|文库|书库|资讯|网站|日报|晚报)$")
_HELD = re.compile(r"【[^【】]+】|（[^（）]+）|\[[^\[\]]+\]|〖[^〖〗]+〗|-[^-\s]+-")
_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,4}(?:/[\w./-]*)?[ \u3000]?", re.ASCII)
_GOES_ON = re.compile(r"(?<=[\w./-])[\w/?#%&=-]", re.ASCII)
_LAST = re.compile("(?<=[。！？…”])[^。！？…”]{4,39}[。！？]$")
_OWNED = re.compile(f"(?:本文|版权|来源|原文|转载).{{0,8}}[{HAN}A-Za-z0-9]{{2,12}}(?:网|网站|在线|论坛|日报|晚报)")
_ORNAMENTS = "【】（）[]〖〗-@© "
_SENT = re.compile("[^，。]{0,14}[讯訊电電][ \u3000（(]")
_AUDIENCE = re.compile(AUDIENCE)
_ENDS = frozenset("。！？…”’：；，、》」』.!?:;,\"'|`")
_unended = InLine(9, other=neighbour(_ENDS), fewest=TIMES)
_short = InLine(SHORTEST_STAMP, SHORT, fewest=TIMES)
_seam = Opens(sorted(INSIDE_STARTS), BLANK, SHORT, 2 * SHORT)
"""May some line start as frame lines inside a text do?"""
_SPACES = frozenset(c for c in map(chr, range(0x3001)) if c.isspace())
_FIRST = _SPACES.union(start[0] for start in INSIDE_STARTS)
_HAN = re.compile(f"[{HAN}]")
_LINK = re.compile("[<\\[]{0,2}https?://")
"""What stands below `点击此处观看：` and its like, which then is no button."""
_TOPIC = re.compile(SHELL_TOPICS)
_CODE_MARKS = "\"'`{}=;<>|[]!#*$\\"
_CODE = re.compile(f"[{re.escape(_CODE_MARKS)}]")
_NUMBER_ENDS = frozenset("-—–·•~页0123456789")
_number = InLine(1, 24, last=neighbour(_NUMBER_ENDS) | WHITE)
_SENTENCE_MARKS = "。！？…”’」』!?"
_CLAUSE_MARKS = "：；，、"
"""What stands behind a quotation mark in front of a stamp belongs to the sentence."""
_SENTENCE_END = re.compile(f".*[{_SENTENCE_MARKS}]", re.DOTALL)
_glued = InLine(GLUED, other=neighbour(_ENDS), behind=(neighbour(_SENTENCE_MARKS), SHORTEST_STAMP + 1, LONGEST))
"""May something stand behind the last sentence of some line?"""
_stamp = Stamps(_short, _unended, _SENTENCE_MARKS, neighbour(_CODE_MARKS), LONGEST_STAMP, TIMES)
"""May some string be stamped on?"""
_NUMBER = re.compile(
    r"\s*(?:([-—–·•~]) ?(?P<a>[0-9]{1,4}) ?\1|第 ?(?P<b>[0-9]{1,4}) ?页(?:[ ,，/|]{0,3}共 ?[0-9]{1,4} ?页)?"
    r"|Page (?P<c>[0-9]{1,4}) of [0-9]{1,4}|(?P<d>[0-9]{1,4}) ?/ ?(?P<all>[0-9]{1,4}))\s*$"
)
_RUNNING = re.compile(r"\s*(?:(?P<head>[^\s\d].{0,18}?)[ \u3000·|]{1,3})?(?P<n>[0-9]{1,4})\s*$")
"""A number without a form of its own, bare or behind the head of the page."""
_CLAUSES = re.compile("[，。；]")
may_be_inside = Either(_seam, _number, _stamp, _glued)
"""May `inside` find something?"""
_ARROWS = "▶►▷◀◄◁→←〉〈》《>■◆●▲▼↓↑"
_PAGE_OF_PAPER = "(?:[A-ZＡ-Ｚ]?[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}) ?版"
_TURN = re.compile(
    rf"(?P<open>[（(【\[〔]|[{_ARROWS}]{{1,3}})?[{_ARROWS}]{{0,3}}[ 　]?"
    r"(?:[紧緊]?(?:下[转轉接]|上接)|[紧緊][接转轉]|(?<=[（(【\[〔])[转轉接]) ?第? ?"
    rf"(?:{_PAGE_OF_PAPER}|(?<=[{_ARROWS}]下[转轉])[A-Z][0-9]{{2}}|(?<=[{_ARROWS}]上接)[A-Z][0-9]{{2}})"
    rf"(?:(?P<rest>[^（()）【】\[\]〔〕\n。，]{{0,12}}?)(?P<close>[）)】\]〕])|(?P<behind>[{_ARROWS}]{{1,3}}))?"
)
_MAY_TURN = re.compile(r"[上下紧緊（(【\[〔][转轉接].*")
"""From what every such mark has, to the end of its line."""
_BROKEN = re.compile(f"[{HAN}，、；：,;:0-9a-zA-Z“（(]$")


class Line(NamedTuple):
    """A line that is not empty."""

    start: int
    text: str


def inside(seen: Seen, classify: Classify) -> list[Frame]:
    """Watermarks, page numbers and runs of frame lines, wherever they stand."""
    lines = seen.lines
    seams = _may_be_seams(seen, classify) if seen.share(_seam) else frozenset()
    numbered = seen.share(_number) and _may_have_numbers(lines)
    may_be_stamped = seen.share(_stamp)
    stamped = _may_be_stamped(seen) if may_be_stamped else frozenset()
    glued = list(_behind_paragraphs(seen, classify)) if seen.share(_glued) else []
    texts = lines.texts if may_be_stamped else ()
    paragraphs = [bare for line in texts if len(bare := line.strip()) > Stamps.PARAGRAPH]
    head, tail = _head_of(paragraphs), _tail_of(paragraphs)
    if not (stamped or seams or numbered or head or tail):
        return glued
    full = [Line(start, line) for line, start in lines if line and not line.isspace()]
    frames = glued
    if stamped and not seen.once(is_formulaic):
        frames += _stamps(full, stamped)
    if (head or tail) and not seen.once(is_formulaic):
        frames += _at_edges(full, head, tail)
    if numbered:
        frames += _page_numbers(full) or _running_heads(full)
    if seams:
        frames += _seams(full, seams, classify)
    return frames


def _may_be_seams(seen: Seen, classify: Classify) -> frozenset[int]:
    """Where the lines start that open as frame lines inside a text do, if one of them is one, or stands below one."""
    texts = seen.lines.texts
    found = [n for n, line in enumerate(texts) if line[:1] in _FIRST]
    found = [n for n in found if texts[n][:2] in INSIDE_STARTS or texts[n][:4].strip()[:2] in INSIDE_STARTS]
    if not any(_is_sure(texts[n], classify) or _is_sure(line_above(texts, n), classify) for n in found):
        return frozenset()
    return frozenset(seen.lines.starts[n] for n in found)


def _may_have_numbers(lines: Lines) -> bool:
    """Whether some lines are page numbers."""
    short = [line.rstrip() for line in lines.texts if 0 < len(line) <= 24]
    short = [line for line in short if line[-1:] in _NUMBER_ENDS]
    return any(sum(map(bool, map(form.match, short))) > 1 for form in (_NUMBER, _RUNNING))


def _may_be_stamped(seen: Seen) -> frozenset[str]:
    """The strings that are stamped on."""
    behind = Counter(filter(_may_be_any_stamp, map(_behind_sentences, dict.fromkeys(_alike(seen)))))
    if not behind and not _site_thrice(seen):
        return frozenset()
    raw = seen.lines.texts
    twice = len(raw) - raw.count("") - len(set(raw)) > 0
    short = [line for line in raw if 0 < len(line) <= SHORT] if twice else []
    return _stamped(short, behind, sum([len(line) > SENTENCE for line in raw]))


def _alike(seen: Seen) -> list[str]:
    """The lines of some length without a mark at their end whose last characters are those of `TIMES` such lines."""
    if not _unended(seen):
        return []
    look = seen.look
    found = _unended.lines(look)
    raw = seen.lines.texts
    if (look.kinds(look.ends.take(found) - 1) & WHITE).any():
        lines = [line for n in found.tolist() if (line := raw[n].rstrip())[-1:] not in _ENDS]
        times = Counter([line[-2:] for line in lines])
        return [line for line in lines if line and times[line[-2:]] >= TIMES]
    ends = look.ends.take(found)
    keys = look.codes.take(ends - 1).astype("int64") * _BEYOND_ALL + look.codes.take(ends - 2).astype("int64")
    return [raw[found[n]] for n in _often(keys)]


def _often(keys: NDArray[np.int64]) -> list[int]:
    """Where the numbers stand that occur `TIMES` times."""
    ordered = keys.copy()
    ordered.sort()
    often = set(ordered[TIMES - 1 :].compress(ordered[TIMES - 1 :] == ordered[: 1 - TIMES]).tolist())
    return [n for n, key in enumerate(keys.tolist()) if key in often] if often else []


def _site_thrice(seen: Seen) -> bool:
    """Whether some short line that names a site stands in the text `TIMES` times, blanks at its ends aside."""
    if not _short(seen):
        return False
    raw: Iterable[str] = seen.lines.texts
    if seen.look.edges & WHITE:
        raw = map(str.strip, raw)
    lines = list(filter(None, raw))
    if len(lines) - len(set(lines)) < TIMES - 1:
        return False
    times = Counter([line for line in lines if len(line) <= SHORT])
    return any(count >= TIMES and _names_site(line) for line, count in times.items())


def _turns(text: str) -> Iterator[re.Match[str]]:
    """The marks, whatever stands around them; only lines that may have one are read."""
    for may in _MAY_TURN.finditer(text):
        yield from _TURN.finditer(text, text.rfind("\n", 0, may.start()) + 1, may.end())


def page_turns(text: str) -> Iterator[Frame]:
    """`（下转第二版）` at the end of a paragraph, `（上接第一版）` at its start, alone on a line, or with an arrow."""
    for m in _turns(text):
        before, after = text[max(0, m.start() - 1) : m.start()], text[m.end() : m.end() + 1]
        first = not text[text.rfind("\n", 0, m.start()) + 1 : m.start()].strip()
        last = not text[m.end() : m.end() + 20].split("\n", 1)[0].strip()
        opened = m["open"] if m["open"] and m["open"][0] not in _ARROWS else None
        arrow = bool(m["behind"] or (m["open"] and not opened))
        if (opened is None) != (m["close"] is None) or (before and before in "“‘《"):
            continue
        whole = arrow or opened is not None
        if (first and last) or (
            whole and (first or last or (after and after in "（(") or (before and before in "）)"))
        ):
            start = text.rfind("\n", 0, m.start()) + 1 if first and last else m.start()
            yield Frame(start, m.end(), "page_turn", Trust.SURE)


def _behind_paragraphs(seen: Seen, classify: Classify) -> Iterator[Frame]:
    """What goes even alone between paragraphs, behind the last sentence of one."""
    lines = seen.lines
    for n in _glued.lines(seen.look).tolist():
        line = lines.texts[n]
        rest = _behind_sentences(line) if "。" in line else ""
        kind = classify(rest, False, 1) if SHORTEST_STAMP < len(rest) <= SHORT else None
        if kind and kind[0] in ALONE and kind[1] is Trust.SURE and (kind[0] == "novel_site" or sells(rest)):
            end = lines.starts[n] + len(line)
            start = end - len(line) + line.rindex(rest)
            yield Frame(start, end, kind[0], Trust.SURE)


def _behind_sentences(line: str) -> str:
    """What stands behind the last sentence of a line; nothing if it has none."""
    line = line[-LONGEST:]  # more than a stamp has, so that a link costs little
    m = _SENTENCE_END.match(line)
    return line[m.end() :].strip().lstrip(_CLAUSE_MARKS) if m else ""


def _stamped(short: Sequence[str], behind: Counter[str], paragraphs: int) -> frozenset[str]:
    """Strings that stand at the end of three paragraphs or more behind the last sentence, or alone on as many lines.

    What stands behind most paragraphs of a text is stamped on, whatever it says; rows of a table are none.
    """
    times = Counter(behind)
    everywhere = {
        string
        for string, count in times.items()
        if count > TIMES and paragraphs * 2 <= count * 3 <= paragraphs * 6 and _may_be_stamp(string)
    }
    alone = Counter([line.strip() for line in short if line[:2].strip(" ") and line[0] != "\t"])
    often = {string: count for string, count in alone.items() if count + times[string] >= TIMES}
    times.update({string: count for string, count in often.items() if _names_site(string)})
    stamped = {string for string, count in alone.items() if count > TIMES and count * 2 >= paragraphs}
    stamps = {string for string, count in times.items() if count >= TIMES and _is_stamp(string, string in stamped)}
    return frozenset(everywhere | stamps)


def _names_site(line: str) -> bool:
    """Whether a line of its own says where a copy is from."""
    return bool(_SITE.search(line) or _SITE_LINE.match(line))


def _may_be_any_stamp(string: str) -> bool:
    """Whether a string has the length of a stamp, no mark of code, and no bracket that closes what stands in front."""
    if not SHORTEST_STAMP <= len(string) <= LONGEST_STAMP or _CODE.search(string):
        return False
    return all(string.count(a) >= string.count(b) for a, b in ("［］", "【】", "（）", "〔〕"))


def _may_be_stamp(string: str) -> bool:
    """Anything but code and what an audience does: `（长时间热烈鼓掌）`."""
    return (len(string) >= LONG or string[:1] in _OWNER) and _may_be_any_stamp(string) and not _AUDIENCE.search(string)


def _is_stamp(string: str, alone: bool) -> bool:
    """The name or address of a site in words or bare; code and links of Markdown have marks that words have not.

    alone: whether it stands on lines of its own between most paragraphs, as an ornamented name does, too.
    """
    if not _may_be_any_stamp(string) or not (_HAN.search(string) or string.startswith("www.")):
        return False
    return bool(_SITE.search(string) or _SITE_NAME.match(string) or (alone and _SITE_LINE.match(string)))


def _stamps(lines: Sequence[Line], stamped: frozenset[str]) -> Iterator[Frame]:
    """Stamps behind sentences, behind titles, and on lines of their own below a sentence; not in lists of addresses."""
    first = next((n for n, line in enumerate(lines) if is_text(line.text)), len(lines))
    below = Counter(line.text.strip() for line in lines[first + 1 :])
    behind = tuple(sorted(stamped))
    for n, line in enumerate(lines):
        bare, m = line.text.strip(), _SENTENCE_END.match(line.text)
        rest = line.text[m.end() :].strip().lstrip(_CLAUSE_MARKS) if m else ""
        end = line.start + len(line.text.rstrip())
        alone = n > first or below[bare] >= TIMES
        if alone and bare in stamped and _is_stamped_on(lines, n):
            yield Frame(line.start, line.start + len(line.text), "watermark", Trust.SURE)
        elif rest in stamped:
            yield Frame(end - len(rest), line.start + len(line.text), "watermark", Trust.SURE)
        elif bare.endswith(behind) and bare not in stamped:
            size = max(len(string) for string in stamped if bare.endswith(string))
            yield Frame(end - size, end, "watermark", Trust.SURE)


def _alike_at(texts: Sequence[str], part: slice) -> list[str]:
    """The paragraphs that begin or end as most do."""
    edge = Stamps.shared_edge(texts, part)
    return [text for text in texts if text[part] == edge] if edge else []


def _head_of(texts: Sequence[str]) -> str:
    """What a site stamps on the heads of most paragraphs: its address, its offer, or its name; nothing if none does.

    A bare name must stand in front of all of them; news that it sends have a place, a day and `讯` behind it.
    """
    alike = _alike_at(texts, slice(Stamps.HEAD))
    if not alike:
        return ""
    pairs = enumerate(zip(min(alike), max(alike), strict=False))
    string = alike[0][: next((n for n, (a, b) in pairs if a != b), 0)]
    if m := _HELD.match(string) or _ADDRESS.match(string):
        string = m[0]
    name = string.strip(_ORNAMENTS)
    if not SHORTEST_STAMP <= len(string) <= LONGEST_STAMP or _CODE.search(name):
        return ""
    if any(_GOES_ON.match(text, len(string)) for text in alike):
        return ""  # a list of addresses of one site
    if string == name and not _SITE.search(name):
        alone = len(alike) == len(texts) and not any(_SENT.match(text, len(string)) for text in texts)
        return string if alone and _SITE_NAME.match(name) else ""
    return string if _SITE.search(name) or _MEDIUM.search(name) else ""


def _tail_of(texts: Sequence[str]) -> str:
    """The sentence that a site puts behind most paragraphs: it makes an offer, or says whose the text is."""
    alike = _alike_at(texts, slice(-Stamps.HEAD, None))
    m = _LAST.search(alike[0]) if alike else None
    if m is None or not all(text.endswith(m[0]) for text in alike) or _CODE.search(m[0]):
        return ""
    return m[0] if _SITE.search(m[0]) or _OWNED.match(m[0]) else ""


def _at_edges(lines: Sequence[Line], head: str, tail: str) -> Iterator[Frame]:
    """The stamps at the heads and ends of lines."""
    for line in lines:
        bare = line.text.strip()
        start = line.start + line.text.index(bare)
        if head and bare.startswith(head) and bare != head:
            yield Frame(start, start + len(head), "watermark", Trust.SURE)
        if tail and bare.endswith(tail) and bare not in (tail, head + tail):
            yield Frame(start + len(bare) - len(tail), start + len(bare), "watermark", Trust.SURE)


def _is_stamped_on(lines: Sequence[Line], n: int) -> bool:
    """Whether a line of its own says where a copy is from: an address, or a name above a paragraph or at the end."""
    if _SITE.search(lines[n].text):
        return not _is_listed(lines, n)
    near = lines[n + 1] if n + 1 < len(lines) else lines[n - 1]
    return len(near.text) >= SENTENCE


def _is_listed(lines: Sequence[Line], n: int) -> bool:
    """Whether another address stands beside the one on a line."""
    near = [line.text.strip() for line in lines[max(0, n - 1) : n + 2]]
    return any(_SITE.match(bare) and bare != lines[n].text.strip() for bare in near)


def _page_numbers(lines: Sequence[Line]) -> list[Frame]:
    """Rising numbers of one form, one of which breaks a sentence, and the head that runs beside them.

    Those that say of how many pages they are need not break one.
    """
    found = [(i, m) for i, line in enumerate(lines) if len(line.text) <= 24 and (m := _NUMBER.match(line.text))]
    numbers = [int(m["a"] or m["b"] or m["c"] or m["d"]) for _, m in found]
    if len(found) < 2 or not all(a < b <= a + 2 for a, b in pairwise(numbers)) or len({m["all"] for _, m in found}) > 1:
        return []
    beside = [k for i, _ in found for k in (i - 1, i + 1) if 0 <= k < len(lines) and _is_head(lines[k].text)]
    times = Counter(lines[k].text.strip() for k in set(beside))
    taken = {i for i, _ in found} | {k for k in beside if times[lines[k].text.strip()] >= max(2, len(found) // 2)}
    counted = all(m["c"] or (m["b"] and "共" in m[0]) for _, m in found)
    if (
        not counted
        and not _are_pages(lines, found, numbers)
        and not any(_breaks(lines, i) for i in taken if i - 1 not in taken)
    ):
        return []
    return [
        Frame(lines[i].start, lines[i].start + len(lines[i].text), "page_number", Trust.SURE) for i in sorted(taken)
    ]


def _are_pages(lines: Sequence[Line], found: list[tuple[int, re.Match[str]]], numbers: list[int]) -> bool:
    """Whether numbers between whole paragraphs are those of pages: no section is called `第3页`, none begins at the end
    of the text, and none bears a number like `- 12 -` where the first one is missing."""
    gapless = all(b == a + 1 for a, b in pairwise(numbers))
    if len(found) < TIMES or not gapless or not any(is_text(line.text) for line in lines[: found[0][0]]):
        return False
    return all(m["b"] or m["d"] for _, m in found) or found[-1][0] == len(lines) - 1 or numbers[0] > 1


def _running_heads(lines: Sequence[Line]) -> list[Frame]:
    """Rising numbers without a form of their own, with the heads of the pages: nearly all of them break a sentence."""
    found = [(i, m) for i, line in enumerate(lines) if len(line.text) <= 24 and (m := _RUNNING.match(line.text))]
    numbers = [int(m["n"]) for _, m in found]
    if len(found) < 2 or not all(a < b <= a + 2 for a, b in pairwise(numbers)):
        return []
    heads = Counter(m["head"].strip() for _, m in found if m["head"])
    if heads and (heads.total() < len(found) or len(heads) > 2 or len(heads) == len(found)):
        return []
    beside = [k for i, _ in found for k in (i - 1, i + 1) if 0 <= k < len(lines) and _is_short(lines[k].text)]
    times = Counter(lines[k].text.strip() for k in set(beside))
    taken = {i for i, _ in found} | {k for k in beside if not heads and times[lines[k].text.strip()] > 1}
    runs = [i for i in sorted(taken) if i - 1 not in taken]
    broken = sum(_parts_a_sentence(lines, i, taken) for i in runs)
    if broken < 2 or broken * 3 < 2 * len(runs):
        return []
    return [
        Frame(lines[i].start, lines[i].start + len(lines[i].text), "page_number", Trust.SURE) for i in sorted(taken)
    ]


def _parts_a_sentence(lines: Sequence[Line], i: int, taken: Container[int]) -> bool:
    """Whether the line above stops inside a sentence, and the one below the run that starts here may go on with it."""
    last = i
    while last + 1 in taken:
        last += 1
    if not _breaks(lines, i) or last + 1 >= len(lines):
        return False
    above, below = lines[i - 1].text, lines[last + 1].text
    return bool(_CLAUSES.search(above) and "。" in below and _HAN.match(below.lstrip()))  # cells have no full stop


def _is_head(line: str) -> bool:
    return _HAN.search(line) is not None and _is_short(line)


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST_STAMP and line.rstrip()[-1:] not in _ENDS


def _breaks(lines: Sequence[Line], i: int) -> bool:
    """Whether the line above stops inside a sentence."""
    return i > 0 and len(lines[i - 1].text) >= 15 and _BROKEN.search(lines[i - 1].text) is not None


def _seams(lines: Sequence[Line], starts: frozenset[int], classify: Classify) -> Iterator[Frame]:
    """Runs of sure frame lines; lines of a novel site and key words of hijacked pages even alone.

    starts: see `_may_be_seams`.
    """
    opening = [i for i, line in enumerate(lines) if line.start in starts]
    classify = _with_chapter_ends([lines[i].text for i in opening], classify)
    done = 0
    shells: list[tuple[Line, Frame]] = []
    for i in opening:
        if i < done:
            continue
        first, last = i, i
        while first > done and _is_sure(lines[first - 1].text, classify):
            first -= 1
        while last < len(lines) and _is_sure(lines[last].text, classify):
            last += 1
        first, last = _with_buttons(lines, first, last, done, classify)
        done = max(done, last)
        run = [_frame(one, classify) for one in lines[first:last]]
        novel = any(frame.rule in ALONE for frame in run)
        if not first or last >= len(lines) or not (novel or is_text(lines[first - 1].text)):
            continue
        if novel or len(run) >= RUN:
            yield from run
        elif is_text(lines[last].text) and not _LINK.match(lines[last].text):
            shells += zip(lines[first:last], run, strict=True)
    yield from _foreign(lines, shells)


def _with_buttons(lines: Sequence[Line], first: int, last: int, done: int, classify: Classify) -> tuple[int, int]:
    """A run of frame lines with the buttons on either side, one or more a line, if that makes four lines or more.

    Two of them must be known to be frame lines; a list in a manual has a line with a colon above it.
    """
    a, b = first, last
    if first == last:
        return first, last
    while a > done and _is_button(lines[a - 1].text, classify):
        a -= 1
    while b < len(lines) and _is_button(lines[b].text, classify):
        b += 1
    if (a, b) == (first, last) or b - a <= RUN or not a or lines[a - 1].text.rstrip()[-1:] in ("：", ":"):
        return first, last
    if _is_button(lines[a - 1].text, classify):
        return first, last  # the rest of a list that was refused
    return (a, b) if sum(_is_sure(line.text, classify) for line in lines[a:b]) > 1 else (first, last)


def _is_button(line: str, classify: Classify) -> bool:
    """Whether a line holds nothing but words of buttons."""
    kind = classify(line, False, 1) if len(line) <= SHORT else None
    return kind is not None and kind[0] == "widgets"


def _with_chapter_ends(opening: Sequence[str], classify: Classify) -> Classify:
    """`classify`, which trusts ends of chapters where there are two of them, or other words of a novel site."""
    found = [
        kind[1]
        for line in opening
        if len(line) <= 2 * SHORT and (kind := classify(line, False, 1)) and kind[0] == "novel_site"
    ]
    if len(found) < 2 and Trust.SURE not in found:
        return classify

    def trusting(line: str, head: bool, titles: int) -> tuple[str, Trust] | None:
        kind = classify(line, head, titles)
        return ("novel_site", Trust.SURE) if kind and kind[0] == "novel_site" else kind

    return trusting


def _foreign(lines: Sequence[Line], shells: list[tuple[Line, Frame]]) -> Iterator[Frame]:
    """What the shell of a page says between paragraphs that do not speak of such things."""
    shells = [(line, frame) for line, frame in shells if frame.rule == "widgets" or is_shell(fold(line.text).strip())]
    text = "\n".join(line.text for line in lines if is_text(line.text)) if shells else ""
    told = frozenset(_TOPIC.findall(text))
    for line, frame in shells:
        if not any(topic in told for topic in _TOPIC.findall(line.text)):
            yield frame


def _is_sure(line: str, classify: Classify) -> bool:
    kind = classify(line, False, 1) if len(line) <= 2 * SHORT else None
    return kind is not None and kind[1] is Trust.SURE and kind[0] != "script"


def _frame(line: Line, classify: Classify) -> Frame:
    kind = classify(line.text, False, 1)
    return Frame(line.start, line.start + len(line.text), kind[0] if kind else "", Trust.SURE)
