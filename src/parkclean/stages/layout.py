"""Stage `layout`: what columns, pages and flattened indents did to the lines of a text.

Whether two paragraphs are one sentence is decided in `parkclean.seams`.
Which paragraphs repeat is the next stage's business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parkclean.codespans import code_spans
from parkclean.columns import Pair, apart, columns
from parkclean.cuts import BLANKS, SHORTEST, STOPS, cuts
from parkclean.edits import Edit
from parkclean.formulas import is_formulaic
from parkclean.kinds import BLANK, kind, neighbour
from parkclean.pageoverlaps import NARROWEST, ends_again, lines_again
from parkclean.phrases import holds_any
from parkclean.questions import Beside, Either, Gap, GoesOn, InLine
from parkclean.rules import Lines, RuleStage, Seen, rule
from parkclean.seams import VERSE, seams
from parkclean.sources import is_data
from parkclean.stages.forms import classify
from parkclean.tables import CODE_START, HAN, LIST_START, RULED, SENTENCE_END
from parkclean.tasks import ROWS, is_task
from parkclean.wraps import MARKS, SLACK, WIDE, WIDEST_LINE, Wrap, stands_alone, wraps

FEWEST_WRAPS = 3
"""So many breaks in the middle of sentences show that a program broke the lines."""

FLATTENED = 2
"""Two ASCII blanks before a paragraph were two ideographic ones."""

WIDEST = 6
"""Nobody indents paragraphs by as many blanks as this."""

SHORTEST_PROSE = 15
FEWEST_PROSE = 2
"""Indents are damage where so many lines of so many characters have one."""

_HAN = re.compile(f"[{HAN}]")
_LIST = re.compile(LIST_START)
_CODE = re.compile(CODE_START)
_RULED = re.compile(f"[{RULED}]")
_CLAUSE = re.compile(r"[ \t\u3000]*[一二三四五六七八九十]{1,3}[ \u3000]{1,2}[^ \u3000]")
FEWEST_CLAUSES = 2
"""So many lines that begin with a numeral and a blank are the clauses of a statute, whose further lines hang."""
_BOX = ("```", "~~~", "???", "!!!", "===", ":::")
"""What opens code or a box of Markdown, whose lines are indented below it."""
_BLANK_EDGES = tuple(BLANKS)
_BLANK_ENDS = tuple(blank + end for blank in BLANKS[:4] for end in "\n\r")
_INDENT = (" ", "\t", "\u00a0")
_open_ended = InLine(
    SHORTEST, other=neighbour(STOPS), opening="#?!=:|", enclosed=(neighbour("(（!["), neighbour(")）"))
)
"""Does some line end as no sentence does, and is no heading, and nothing in brackets?"""
_ALIKE = 3
"""Lines that begin with so many equal characters begin alike."""
_SPOKEN = frozenset("”’」』")
"""Behind the end of a sentence these end it, too."""
_SENTENCE_END = frozenset(SENTENCE_END)
_broken = GoesOn(NARROWEST - SLACK, WIDEST_LINE, neighbour(MARKS), fewest=2)
"""May lines be those of a column or a page, or have been wrapped?"""
_may_be_wrapped = Either(_broken, GoesOn(WIDE - SLACK, WIDEST_LINE, neighbour(MARKS)), _open_ended)
_indented = InLine(SHORTEST_PROSE + 1, first=neighbour(_INDENT), fewest=FEWEST_PROSE)
_gaps = Gap(BLANK)
_run_on = Beside(kind("。"), behind=BLANK)
_INDENTS = re.compile("(?<=[^\u3000])\u3000{2}(?:\u3000{2})?(?=[^\u3000\\s])")
_ENDS = re.compile("[。！？…”’」』：；]\\Z")
FEWEST_RUN_ON = 2
"""So many indents inside a line show that its paragraphs stood on lines of their own."""
PARAGRAPH = 30
"""So many characters are parted by indents on average; rows of tables, names and verse have less."""
_TWICE_CONVERTED = re.compile("\r\r\n")
"""May two lines in a row be blank: empty, or a blank at both ends?"""
_MARKS = ("mojibake", "entities", "markup", "chars", "glosses", "boilerplate")


def _columns(seen: Seen) -> list[Pair]:
    """Columns that were read across."""
    if not _broken(seen):
        return []
    return [pair for pair in columns(seen.lines) if not seen.once(code_spans).covers(pair.gone[0][0])]


@rule("layout.columns", "Two columns that were read across stand below each other again.", when=_broken.then(_columns))
def columns_apart(text: str, seen: Seen) -> Iterator[Edit]:
    """Where a page was read across, each line of the left column is followed by one of the right column, or by those
    of several in the same line, with gaps between them.

    All must be prose of one width whose sentences go on in their own column, clearly better than in the line beside.
    Tables, verse and lines in two languages stay.

    >>> left = (
    ...     "老厂房空了十年，今年等来了新的主人。接手的是一家做传感器的小公司，只"
    ...     "有十一个人，手里却有二十几项专利。厂长说，他们看中的是这里的层高，也"
    ...     "看中了门前那条能走货车的路。夏天一到，第一批设备就要装进去，到时候"
    ...     "还要请附近学校的学生来参观。镇上的人都盼着这一天，说老房子终于又有了"
    ... )
    >>> right = (
    ...     "春天的河边长满了青草，孩子们放学以后都到这里来放风筝。老人坐在树下看"
    ...     "着，说起从前这里还是一片沙滩，发大水的时候船可以一直开到祠堂门口。后"
    ...     "来修了堤，种了树，水就再也没有上来过。去年秋天，县里在堤上铺了一条"
    ...     "红色的小路，每天早晚都有人来跑步，连外地的人也慕名而来。卖茶水的姑娘"
    ... )
    >>> two = [column[i : i + 15] for i in range(0, 135, 15) for column in (left, right)]
    >>> clean("\\n".join(two)) == left + right
    True
    >>> clean("上行的船    下行的船\\n早上八点    早上九点")
    '上行的船    下行的船\\n早上八点    早上九点'
    """
    for pair in seen.share(_columns):
        yield from apart(text, pair, "layout.columns")


def _begun_again(seen: Seen) -> list[Edit]:
    """What pages, or else lines, begin with that the ones above ended with."""
    if not _broken(seen) or seen.share(_columns):
        return []
    starts, texts = seen.lines.starts, seen.lines.texts
    spans = [
        (starts[above] + len(texts[above]), starts[last] + len(texts[last]))
        for above, last in lines_again(seen.lines)
        if not _is_code(seen, above)
    ]
    spans = spans or [(starts[n], starts[n] + size) for n, size in ends_again(seen.lines) if not _is_code(seen, n)]
    return [Edit(*span, "", "layout.page_lines") for span in spans] if spans and not seen.once(is_formulaic) else []


def _are_disordered(seen: Seen) -> bool:
    """Whether lines do not yet stand below those that they go on with, so that nothing can be joined."""
    return bool(seen.share(_columns)) or bool(seen.share(_begun_again))


@rule(
    "layout.page_lines",
    "Lines with which a page begins once more, and ends of lines with which the next ones do, go.",
    when=_broken.then(_begun_again),
)
def page_lines(text: str, seen: Seen) -> list[Edit]:
    """Pages and columns that overlap begin with the last lines of the one before.

    Text must be wrapped; where it stops inside a sentence there, the line below goes on with it.
    Where the boxes of lines overlap, most lines begin with as many characters of the one above.

    >>> lines = ['老厂房空了十年，今年等来了新的', '主人。接手的是一家做传感器的小',
    ...          '公司，只有十一个人，手里却有二', '十几项专利。']
    >>> clean('\\n'.join([*lines[:3], *lines[1:]])) == ''.join(lines)
    True

    Verse and songs say their lines again; so do lists and tables.

    >>> song = '河水弯弯，流过我的家\\n柳树青青，长在我的家\\n'
    >>> clean(song * 2 + '月亮圆圆，照着我的家') == song * 2 + '月亮圆圆，照着我的家'
    True
    """
    return seen.share(_begun_again)


def _cuts(seen: Seen) -> list[int]:
    """The lines that stop inside a sentence."""
    texts = seen.lines.texts
    if len(texts) < 2 or _are_disordered(seen):
        return []
    open_ended = [n for n, line in enumerate(texts) if len(line) >= SHORTEST and line[-1] not in STOPS]
    if not open_ended or (sum(map(bool, texts)) <= ROWS and is_task(seen.text)):
        return []  # what a task gives, and what is made of it
    grounds = _grounds([texts[n] for n in open_ended])
    some = [n for n in open_ended if not _is_complete(texts[n]) and not _is_ground(texts, n, grounds)]
    return cuts(seen.text, seen.lines, some)


def _grounds(lines: list[str]) -> set[str]:
    """How several lines begin that end in a comma: `考虑到……，`, the grounds of a resolution, a paragraph each."""
    times = Counter(line[:_ALIKE] for line in lines if line[-1] == "，")
    return {start for start, count in times.items() if count > 1}


def _is_ground(texts: Sequence[str], n: int, grounds: set[str]) -> bool:
    """Whether a line that ends in a comma is such a ground, or stands above one."""
    if not grounds or texts[n][-1] != "，":
        return False
    below = next(filter(None, texts[n + 1 : n + 3]), "")
    return texts[n][:_ALIKE] in grounds or below[:_ALIKE] in grounds


def _is_complete(line: str) -> bool:
    """Whether a line ends as most of those do that end in no full stop: with a blank behind it, or a quotation mark."""
    end = line.rstrip(BLANKS) if line[-1] in BLANKS else line
    return end[-1:] in STOPS or (end[-1:] in _SPOKEN and end[-2:-1] in _SENTENCE_END)


def _is_frame(line: str) -> bool:
    """Whether a short line holds buttons, or links to further pages; credits stand below a text, and part two."""
    kind = classify(line, False, 1)
    return kind is not None and kind[0] in ("navigation", "widgets")


@rule(
    "layout.joined",
    "A sentence that a column, a page or a caption cut in two is one again.",
    when=_open_ended.then(_cuts),
)
def joined(text: str, seen: Seen) -> Iterator[Edit]:
    """Columns, page borders and captions cut paragraphs in the middle of a sentence; the two halves are joined.

    The left half is running text that stops without an end.
    The right one goes on with it: it closes a quote that is open, or the words at the seam stand together elsewhere in
    the document, or their characters belong together in Chinese and nothing speaks against it.
    A caption or a page mark between the halves goes with the break, because it stands inside the sentence.

    >>> clean('园区新建了三座实验室。原来的旧厂房改成了中试基\\n\\n- 12 -\\n\\n地，供初创的团队免费使用。')
    '园区新建了三座实验室。原来的旧厂房改成了中试基地，供初创的团队免费使用。'

    Of boxes that overlap the second one repeats the end of the first; it stays once.

    >>> clean('园区变了样。旧厂房空了十年，今年春天等来了一位新的主\\n\\n春天等来了一位新的主人，是一家十一人的公司。')
    '园区变了样。旧厂房空了十年，今年春天等来了一位新的主人，是一家十一人的公司。'

    Headings, bylines, verse, lists, tables and code are no running text; a paragraph whose rest is lost is not glued to
    a stranger.

    >>> clean('截至去年年底，园区培育了多家企业，其中科技型中\\n\\n城南园区：从厂房到社区\\n\\n本报记者 黎明')
    '截至去年年底，园区培育了多家企业，其中科技型中\\n\\n城南园区：从厂房到社区\\n\\n本报记者 黎明'
    """
    lines = seen.lines
    for seam in seams(text, lines, seen.share(_cuts), seen.where("boilerplate.page_number"), _is_frame):
        if seen.once(code_spans).covers(lines.starts[seam.left]):
            continue
        start = lines.starts[seam.left] + len(lines.texts[seam.left].rstrip(BLANKS))
        right = lines.texts[seam.right]
        end = lines.starts[seam.right] + len(right) - len(right.lstrip(BLANKS)) + seam.again
        yield Edit(start, end, "" if seam.again else _glue(text, start, end), "layout.joined")


def _wraps(seen: Seen) -> list[Wrap]:
    """The breaks that only kept a line within its width; lines of code end where they should."""
    found = wraps(seen.lines) if _may_be_wrapped(seen) and not _are_disordered(seen) else []
    return [wrap for wrap in found if not _is_code(seen, wrap.line)]


def _is_code(seen: Seen, n: int) -> bool:
    """Whether a whole line stands in quoted code."""
    code = seen.once(code_spans)
    start = seen.lines.starts[n]
    return code.covers(start) and code.covers(start + max(0, len(seen.lines.texts[n]) - 1))


_QUOTED = re.compile(r"(?:> ?)+")


@rule("layout.quotation", "The marks of a mail in front of all lines that its program broke go.", trigger=">")
def quotation(text: str, seen: Seen) -> list[Edit]:
    """`> ` in front of every line, and the lines broken at one width in the middle of sentences.

    Quotations in Markdown, of which each paragraph is a line, and those in the middle of a text stay.

    >>> lines = ['老厂房空了十年，今年等来了新的', '主人。接手的是一家做传感器的小',
    ...          '公司，只有十一个人，手里却有二', '十几项专利。']
    >>> clean('\\n'.join('> ' + line for line in lines)) == ''.join(lines)
    True
    >>> clean('> 老厂房空了十年。\\n> 今年等来了新的主人。')
    '> 老厂房空了十年。\\n> 今年等来了新的主人。'
    """
    if text[:1] != ">":
        return []
    texts, starts = seen.lines.texts, seen.lines.starts
    found = [(n, m.end()) for n, line in enumerate(texts) if (m := _QUOTED.match(line))]
    if len(found) < sum(map(bool, texts)) or len({texts[n][:size].replace(" ", "") for n, size in found}) > 1:
        return []
    if len(wraps(Lines([_QUOTED.sub("", line, count=1) for line in texts], starts))) < FEWEST_WRAPS:
        return []
    return [Edit(starts[n], starts[n] + size, "", "layout.quotation") for n, size in found]


@rule(
    "layout.run_on",
    "Paragraphs that stand on one line with their indents between them get lines of their own again.",
    when=_run_on,
)
def run_on(text: str, seen: Seen) -> list[Edit]:
    """A page lost its line breaks, and kept the two ideographic blanks in front of each paragraph.

    Needs two of them in a line, nearly all behind the end of a sentence, and long paragraphs.

    >>> said = ["渡船每天走六趟，冬天少走一趟。头一班是早上六点，坐船的多是去对岸卖菜的人。"]
    >>> said += ["船长姓周，在河上走了三十年，哪里有沙洲，哪里有暗流，他都说得出来。"]
    >>> said += ["去年秋天修了新码头，候船的棚子也翻新了，再也不用挤在屋檐底下。"]
    >>> clean("　　".join(said)) == "\\n\\n".join(said)
    True
    >>> clean("甲方：江城船厂。　　乙方：河口船厂。　　丙方：老街船厂。")
    '甲方：江城船厂。　　乙方：河口船厂。　　丙方：老街船厂。'
    """
    if "\u3000" not in text or "。\u3000\u3000" not in text:
        return []
    edits: list[Edit] = []
    for n, (line, start) in enumerate(seen.lines):
        found = list(_INDENTS.finditer(line))
        if (
            line[:1] in _INDENT
            or len(found) < FEWEST_RUN_ON
            or len(line) < PARAGRAPH * len(found)
            or stands_alone(line)
            or _is_code(seen, n)
        ):
            continue
        ended = sum(_ENDS.search(line, 0, m.start()) is not None for m in found)
        if ended < FEWEST_RUN_ON or ended * 4 < len(found) * 3:
            continue
        whole = line[0] == "\u3000"
        gap = "\n" if whole or ("\n\n" not in text and "\n" in text) else "\n\n"
        edits += [
            Edit(start + m.start(), start + (m.start() if whole else m.end()), gap, "layout.run_on") for m in found
        ]
    return edits


@rule(
    "layout.hard_wrap",
    "Lines that were broken at a fixed width are paragraphs again.",
    when=_may_be_wrapped.then(_wraps),
)
def hard_wrap(text: str, seen: Seen) -> Iterator[Edit]:
    """Mail programs, terminals and PDF readers break lines at one width, wherever the sentence stands.

    Lines of nearly one width, narrow or hanging ones need seams that stand inside words, one after the other.

    >>> lines = ['老厂房空了十年，今年等来了新的', '主人。接手的是一家做传感器的小',
    ...          '公司，只有十一个人，手里却有二', '十几项专利。']
    >>> clean('\\n'.join(lines)) == ''.join(lines)
    True

    Lines of one length that end where a phrase ends are verse; lists, tables, dialogue and code keep their breaks.

    >>> clean('春水初生，春林初盛，\\n春风十里，不如你来，\\n小楼一夜，听雨到明。')
    '春水初生，春林初盛，\\n春风十里，不如你来，\\n小楼一夜，听雨到明。'
    """
    lines = seen.lines
    for line, below, whole in seen.share(_wraps):
        left, right = lines.texts[line], lines.texts[below]
        start, end = lines.starts[line] + len(left), lines.starts[below]
        if whole:
            yield Edit(start, end, "", "layout.hard_wrap")
            continue
        start -= len(left) - len(left.rstrip(BLANKS))
        end += len(right) - len(right.lstrip(BLANKS))
        yield Edit(start, end, _glue(text, start, end), "layout.hard_wrap")


def _glue(text: str, start: int, end: int) -> str:
    """A blank between two Latin words, and behind the mark that ends one; nothing else was lost at a seam."""
    a, b = text[start - 1], text[end]
    return " " if a.isascii() and (a.isalnum() or a in ",;.") and b.isascii() and b.isalpha() else ""


@rule("layout.indent", "Uneven indents of paragraphs go.", when=_indented)
def indent(text: str, seen: Seen) -> Iterator[Edit]:
    """Injected tags and flattened pages push paragraphs to the right, each a little further; the blanks go.

    Two ASCII blanks before every paragraph are what a converter made of two ideographic ones.

    >>> clean('  园区今年新建了三座实验室，全部免费开放。\\n  旧厂房改成了中试基地，已有九个团队入驻。')
    '园区今年新建了三座实验室，全部免费开放。\\n旧厂房改成了中试基地，已有九个团队入驻。'

    An even indent is the author's, in ideographic blanks or in any other width; verse, lists and code are left alone.

    >>> clean('　　园区今年新建了三座实验室，全部免费开放。\\n　　旧厂房改成了中试基地，已有九个团队入驻。')
    '　　园区今年新建了三座实验室，全部免费开放。\\n　　旧厂房改成了中试基地，已有九个团队入驻。'
    """
    pushed = [] if _are_disordered(seen) else _pushed(seen.lines)
    wrapped = {wrap.below for wrap in seen.share(_wraps)} if pushed else ()
    for n in pushed:
        if n in wrapped or _is_code(seen, n):
            continue
        start = seen.lines.starts[n]
        line = seen.lines.texts[n]
        yield Edit(start, start + len(line) - len(line.lstrip(BLANKS)), "", "layout.indent")


def _pushed(lines: Lines) -> list[int]:
    """The lines whose indent is damage."""
    if sum(_prose(line) for line in lines.texts if line[:1] in _INDENT) < FEWEST_PROSE:
        return []
    runs = [run for run in _indented_runs(lines) if not _belongs_to_list_or_code(run, lines)]
    runs = [_without_verse(run, lines) for run in runs]
    prose = {n for run in runs for n in run if _prose(lines.texts[n])}
    runs = [run for run in runs if not prose.isdisjoint(run)]
    widths = [_width(lines.texts[n]) for run in runs for n in run]
    if len(prose) < FEWEST_PROSE or (len(set(widths)) == 1 and widths[0] != FLATTENED and widths[0] < WIDEST):
        return []
    return [n for run in runs for n in run if not _LIST.match(lines.texts[n])]


def _indented_runs(lines: Lines) -> Iterator[list[int]]:
    """Stretches of lines that start with a blank other than the ideographic one; empty lines do not end them."""
    run: list[int] = []
    for n, line in enumerate(lines.texts):
        if line[:1] in _INDENT and line.strip(BLANKS):
            run.append(n)
        elif line.strip(BLANKS) and run:
            yield run
            run = []
    if run:
        yield run


def _belongs_to_list_or_code(run: list[int], lines: Lines) -> bool:
    """Lines under a list item, and lines among which some look like code, are numbered, or draw a table."""
    before = next((lines.texts[n] for n in range(run[0] - 1, max(-1, run[0] - 4), -1) if lines.texts[n].strip()), "")
    if _LIST.match(before) or _CODE.match(before) or before.startswith(_BOX) or before.endswith("`"):
        return True
    if sum(_CLAUSE.match(lines.texts[n]) is not None for n in run) >= FEWEST_CLAUSES:
        return True
    return any(_CODE.match(lines.texts[n].strip(BLANKS)) or _RULED.search(lines.texts[n]) for n in run)


def _without_verse(run: list[int], lines: Lines) -> list[int]:
    """Without short lines that follow each other with one indent: verse that a story quotes."""
    left: list[int] = []
    group: list[int] = []
    for n in [*run, -1]:
        if group and (n != group[-1] + 1 or _width(lines.texts[n]) != _width(lines.texts[group[0]])):
            left += () if _is_verse([lines.texts[k] for k in group]) else group
            group = []
        group.append(n)
    return left


def _is_verse(texts: list[str]) -> bool:
    return len(texts) > 1 and _width(texts[0]) > FLATTENED and max(map(len, texts)) <= VERSE


def _prose(line: str) -> bool:
    line = line.strip(BLANKS)
    return len(line) >= SHORTEST_PROSE and bool(_HAN.search(line[:12])) and any(c in line for c in SENTENCE_END)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(BLANKS))


def _changed(seen: Seen) -> bool:
    return seen.changed


@rule("layout.trailing_blanks", "Blanks that a repair left at the end of a line go.", when=_changed)
def trailing_blanks(text: str, seen: Seen) -> Iterator[Edit]:
    """Where an injected tag or a footer left the end of a line, the blanks in front of it go, too.

    >>> clean('第一段。 <ins id="q8r2t"></ins><del id="q8r2t"></del>\\n第二段。 <bdo id="q8r2t"></bdo>')
    '第一段。\\n第二段。'

    Blanks at the end of a line where nothing was repaired are the author's: in Markdown two of them break a line.

    >>> clean('园区新建了三座实验室。  \\n旧厂房改成了中试基地。')
    '园区新建了三座实验室。  \\n旧厂房改成了中试基地。'
    """
    if not text.endswith(_BLANK_EDGES) and not holds_any(text, _BLANK_ENDS):
        return
    done = -1
    for at in seen.where(*_MARKS):
        end = at
        while end < len(text) and text[end] in BLANKS:
            end += 1
        start = at
        while start > 0 and text[start - 1] in BLANKS:
            start -= 1
        if start < end and start > done and (end == len(text) or text[end] in "\r\n"):
            yield Edit(start, end, "", "layout.trailing_blanks")
            done = end


@rule("layout.blank_lines", "Three or more line breaks in a row become two.", when=_gaps)
def blank_lines(text: str, seen: Seen) -> Iterator[Edit]:
    """Runs of blank lines are what removed tags, boxes and pictures leave behind; one blank line stays.

    >>> clean('一\\n\\n\\n\\n二')
    '一\\n\\n二'

    A paragraph gap is no damage, and neither are blank lines between lines of code.
    Where every line ends in CR CR LF, the second CR was added when breaks were converted twice.

    >>> clean('一\\n\\n二')
    '一\\n\\n二'
    """
    if "\r\r\n\r\r\n" in text and text.count("\r\r\n") == text.count("\n"):
        yield from (Edit(m.start(), m.start() + 1, "", "layout.blank_lines") for m in _TWICE_CONVERTED.finditer(text))
        return
    if (
        "\n\n\n" not in text
        and "\r" not in text
        and not any(line.startswith(_BLANK_EDGES) for line in seen.lines.texts)
    ):
        return
    run = 0
    fenced = False
    for n, line in enumerate(seen.lines.texts):
        if line and (line[0] not in BLANKS or line.strip(BLANKS)):
            if run > 1 and not fenced:
                yield from _shorten(text, seen.lines, n - run, n)
            fenced ^= line.startswith("```")
            run = 0
        else:
            run += 1
    if run > 2:
        lines = seen.lines
        yield Edit(lines.starts[-run], len(text), "", "layout.blank_lines")


def _shorten(text: str, lines: Lines, first: int, n: int) -> Iterator[Edit]:
    """Leave one of the blank lines `first` to `n`, as empty as it should be; at the head of the text none."""
    if first == 0:
        if n > 2:
            yield Edit(0, lines.starts[n], "", "layout.blank_lines")
        return
    if not _HAN.search(lines.texts[n]) and not _HAN.search(lines.texts[first - 1]):
        return
    before = lines.starts[first - 1] + len(lines.texts[first - 1])
    own = text[before : lines.starts[first]]
    yield Edit(lines.starts[first], lines.starts[n], own, "layout.blank_lines")


_RULES = columns_apart, quotation, run_on, page_lines, hard_wrap, joined, indent, trailing_blanks, blank_lines
STAGE = RuleStage("layout", _RULES, passes=16, spares=is_data)
