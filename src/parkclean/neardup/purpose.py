"""What an author says again on purpose: answers, fields of records, a question that is taken up, a quotation.

Rows are looked at with those beside them; what repeats is found in `inside.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from parkclean.neardup.cuts import ENDED, starts_late
from parkclean.neardup.decision import Alignment
from parkclean.tables import SAYING
from parkclean.tasks import is_task, sets_task

BESIDE = 3
"""So many characters in which two texts go on alike."""

APART = 3
"""Rows between a refrain and the next time that it comes."""

LABEL = re.compile("[^\\s：:，。、]{1,8}[：:]")
"""What names a field of a record."""

QUESTION = 60
"""Titles of questions, and short ones that lack their mark, have no more characters."""

QUESTIONS = 3
"""So many rows that ask, and more than one of so many, make a record of questions and answers."""
OPTIONS = 6
"""So many rows a question has with its options and its answer."""

_OFTEN = re.compile("(?:[说講讲念喊读][^，。]{0,4}[两三四五几]遍|重要的(?:事|话|話)[^，。]{0,8})[：:]\\s*\\Z")
_TRAILS = re.compile(r"(?:…|\.{3})\s*\Z")
_LINKS = re.compile(
    r"(?:而|但|但是|可|可是|不过|不過|然而|因此|因而|所以|于是|於是|并且|並且|同时|同時|另外|此外|[前上][面文]?[说提]到的)\Z"
)
"""What ties a sentence to the one in front of it, and is left out where it stands alone."""
_PREPOSITIONS = re.compile("就|[据據对對]|[对关針针][于於对對]|關於|至[于於]|根[据據]")
"""What a sentence may begin with in front of what it speaks of; a lead says the same without it."""
_QUOTES = "“”「」『』"
_SAID = re.compile("[：:] ?(?:“[^“”]*”|「[^「」]*」|『[^『』]*』)")
_COLON = re.compile(f"(?:[{SAYING}][是了着过過著]?|[如以]下)[：:](?![0-9/])")

_EXAM = (
    ("选選", re.compile("故选|故選|选[A-D]|選[A-D]")),
    ("析解睛", re.compile("(?:解析|详解|詳解|分析|点睛|解答)[】\\])）]?[：:\\n]|[【\\[](?:解析|详解|分析|点睛|解答)")),
    ("案", re.compile("答案[为為：:】\\n]")),
    ("题題查", re.compile("[本此]题|[本此]題|小题|小題|考查")),
    (")）", re.compile("[（(] ?[0-9]{1,2} ?分 ?[)）]")),
    ("_)）\u3000", re.compile("_{3}|[（(][ 　]{2,}[)）]|\u3000 {1,4}\u3000")),
    ("解证證", re.compile("^(?:解|证明|證明)[：:]", re.MULTILINE)),
    ("完列阅", re.compile("完成(?:下列|下面|以下|第)|下列.{0,40}(?:的是|一项|正确)|阅读(?:下面|下列|材料)")),
)
"""What exercises and their solutions say, and characters of which one stands in it."""

_RULE = re.compile(r"\s*[—─―–－-]{4}")
_SPEECH = re.compile(r"\s*[^\s：:「“『]{1,10}[：:]\s*(?:「[^「」]*」|“[^“”]*”|『[^『』]*』)\s*\Z")
_CLAUSE = re.compile("[，。；！？,;!?]")
_PARTS = re.compile(r"[^\s、]+")
_ASSIGNS = re.compile(r"\w{1,20} ?[=＝] ?\S")
_GOES_ON = {"，": ",", "；": ";", "：": ":", "、": "､"}
_JOINS_ON = frozenset("也还還又并並再则則")
_ASKS = re.compile("[？?]|吗|什么|怎么|怎样|如何|咋|哪|是不是|能不能|可不可以|嗎|什麼|怎麼|怎樣")


def is_exam(text: str) -> bool:
    """Whether a text holds exercises or is one: their solutions take up what they say, sentence by sentence."""
    found = sum(any(c in text for c in some) and sign.search(text) is not None for some, sign in _EXAM)
    return found > 1 or is_task(text)


def asks_often(lines: Sequence[str]) -> bool:
    """Whether many rows ask: what stands below one answers it in the words of the text.

    >>> asks_often(["渡船停了三天，镇上的人都绕路走。", "停了几天？", "三天", "谁绕路走？", "镇上的人", "渡口在哪里？"])
    True
    """
    asked = sum(map(_is_question, lines))
    return asked >= QUESTIONS and asked * QUESTIONS > len(lines)


def are_answers(before: Sequence[Sequence[str]]) -> bool:
    """Whether copies answer questions that differ, or stand below names that got different values.

    before: for each copy the two rows in front of it.
    """
    return len(set(map(tuple, before))) == len(before) and all(any(map(_asks, rows)) for rows in before)


def _asks(line: str) -> bool:
    return _is_question(line) or _ASSIGNS.match(line) is not None


def _is_question(line: str) -> bool:
    return line.rstrip()[-1:] in ("？", "?") or (len(line) <= QUESTION and _ASKS.search(line) is not None)


def are_fields(lines: Iterable[str]) -> bool:
    """Whether all lines have labels."""
    return all(map(LABEL.match, lines))


def is_refrain(places: Sequence[int], keys: Sequence[str]) -> bool:
    """Whether a row stands twice or more, far apart, and other rows stand above and below it each time."""
    if len(places) < 2 or any(b - a <= APART for a, b in pairwise(places)):
        return False
    above, below = ({keys[n + step] for n in places if 0 <= n + step < len(keys)} for step in (-1, 1))
    return len(above) == len(below) == len(places)


def says_often(line: str) -> bool:
    """Whether a row announces that the next one is said again: `重要的事情说三遍：`, or to do something with it."""
    return _OFTEN.search(line) is not None or sets_task(line)


def goes_on(a: str, b: str) -> bool:
    """Whether one of two folded rows is the other one with a word in front that joins it to the row above it.

    >>> goes_on("也希望大家保护他", "希望大家保护他"), goes_on("希望大家保护他", "希望大家都保护他")
    (True, False)
    """
    short, long = sorted((a, b), key=len)
    return long[0] in _JOINS_ON and long[1:] == short


def is_announced(before: str) -> bool:
    """Whether the row in front of a piece announces it, or is a question that it answers in the words of the text."""
    return before.rstrip()[-1:] in ("：", ":") or (len(before) <= QUESTION and _ASKS.search(before) is not None)


def tells_who(line: str) -> bool:
    """Whether a row tells who says what follows, maybe over several rows, which others quote.

    What stands whole in quotes behind its colon is said; no one speaks in a heading, or where an author explains.

    >>> tells_who("程里正上书说：老街窄。"), tells_who("他写着三个字：“慢慢来”。"), tells_who("老街：三代人的故事")
    (True, False, False)
    >>> tells_who("办法只有一个：把门打开。"), tells_who("门上的办法有三条：")
    (False, True)
    """
    rest = _SAID.sub("", line).rstrip()
    return rest[-1:] in ("：", ":") or (_COLON.search(rest) is not None and ENDED.search(rest) is not None)


def is_taken_up(line: str, found: Alignment) -> bool:
    """Whether a row of whole sentences is repeated by the next one, in the middle of a sentence of its own."""
    return found.start > 0 and bool(ENDED.search(line)) and not starts_late(line)


def ends_otherwise(line: str, behind: str) -> bool:
    """Whether a row that goes on ends in a mark that its other copy has not at that place: its author put it there.

    >>> ends_otherwise("镇长和乡亲们，", ""), ends_otherwise("镇长和乡亲们，", "，"), ends_otherwise("镇长和乡亲", "")
    (True, False, False)
    """
    mark = line.rstrip()[-1:]
    return mark in _GOES_ON and mark not in behind and _GOES_ON[mark] not in behind


def is_answered(behind: str) -> bool:
    """Whether a dash as long as a line stands behind a piece: a forum quotes it, and an answer follows."""
    return _RULE.match(behind) is not None


def is_speech(line: str) -> bool:
    """Whether a row is all that somebody says, as in the script of a play: `甲：「走吧」`."""
    return _SPEECH.match(line) is not None


def is_list(line: str) -> bool:
    """Whether a row with a label gives a list without a sentence: `组成：甘草（二两） 干姜（一两）`, `演唱：甲、乙`."""
    m = LABEL.match(line)
    return m is not None and _CLAUSE.search(line, m.end()) is None and len(_PARTS.findall(line, m.end())) > 1


def is_quoted(line: str, before: str) -> bool:
    """Whether a piece stands in quotes that the paragraph does not have; before: what stands there in front of it."""
    mark = line.lstrip()[:1]
    return mark != "" and mark in "“「『" and mark not in before


def goes_on_alike(whole: str, start: int, end: int, above: str, below: str) -> bool:
    """Whether the rows around a piece go on as the paragraph does, and then in their own way.

    So does a quotation that was wrapped, and half of a paragraph that a page cut.

    start, end: where the piece lies in the paragraph.
    """
    front, behind = whole[max(0, start - BESIDE) : start], whole[end : end + BESIDE]
    return (len(front) == BESIDE and above.endswith(front) and above not in whole) or (
        len(behind) == BESIDE and below.startswith(behind) and below not in whole
    )


def is_cited(line: str, n: int, home: int) -> bool:
    """Whether row n quotes the beginning of a paragraph above it: what links to one further down is no quotation."""
    return n > home and _TRAILS.search(line) is not None


def starts_anew(line: str, before: str, marks: str) -> bool:
    """Whether whole sentences leave out the word that ties them to what stands in front of them in the paragraph.

    before: the folded characters there; marks: what stands between them and the piece.
    """
    if marks.strip() or not ENDED.search(line):
        return False
    return _PREPOSITIONS.fullmatch(before) is not None or _LINKS.search(before[-5:]) is not None


def quotes(span: str, line: str) -> bool:
    """Whether the paragraph sets parts of a piece in quotes, and the piece does not: what was said, and a report of it.

    span: where the piece lies in the paragraph, with the marks around it.
    """
    return sum(map(span.count, _QUOTES)) > sum(map(line.count, _QUOTES))
