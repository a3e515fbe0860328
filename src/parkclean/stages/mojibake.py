"""Stage `mojibake`: text that was read in the wrong charset is read again in the right one.

How it is done lives in `parkclean.mojibake`; residue that nothing can be read from is `mojibake_residue`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parkclean.edits import Edit
from parkclean.kinds import WIDE_SPANS, kind, kinds_of, neighbour
from parkclean.mojibake.judge import Taken, quoted, repairs
from parkclean.mojibake.misaligned import odd_runs, spots
from parkclean.mojibake.model import Words
from parkclean.mojibake.recode import (
    BIG5_AS_GBK,
    GBK_AS_BIG5,
    GBK_AS_LATIN1,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
    Wrong,
    gbk_as,
    utf8_as,
)
from parkclean.questions import Beside, Close, Near
from parkclean.rules import RuleStage, Seen, rule
from parkclean.sources import is_source
from parkclean.stages.mojibake_marks import has_torn_marks, torn_marks
from parkclean.stages.mojibake_residue import residue
from parkclean.stages.mojibake_western import blank, western
from parkclean.stages.seven_bit import seven_bit
from parkclean.tables import (
    BIG5_SEEN_AS_GBK,
    GBK_SEEN_AS_BIG5,
    LATIN_CONTS_AS_GBK,
    LATIN_LEADS,
    TONED_GLOSS,
    UTF8_LEADS_AS_GBK,
    UTF8_LEADS_IN_USE,
    UTF8_MIDS_AS_GBK,
)

_WINDOWS = "ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_LATIN = f"\x80-\xff{_WINDOWS}"
_LATIN_CONTS = f"\x80-\xbf{_WINDOWS}"
_ALL = (UTF8_AS_GBK, UTF8_AS_LATIN1, GBK_AS_LATIN1, GBK_AS_BIG5, BIG5_AS_GBK)


_UTF8_AS_GBK_SEED = re.compile(
    f"[{UTF8_LEADS_AS_GBK}][{UTF8_MIDS_AS_GBK}\ue000-\uf8ff\ufffd?€]|[茫盲氓忙莽猫茅].?[{LATIN_CONTS_AS_GBK}]"
)


_LATIN_SEED = re.compile(f"[À-ÿ][{_LATIN}][{_LATIN}\ufffd]")
_UTF8_AS_LATIN1 = re.compile(f"[ã-éï][{_LATIN_CONTS}\ufffd]{{1,2}}")
"""A Chinese character in UTF-8 as Latin-1 shows it, be one of its bytes lost."""
_GBK_AS_BIG5_SEED = re.compile(f"([{GBK_SEEN_AS_BIG5}])(?=[^\n]{{0,4}}(?!\\1)[{GBK_SEEN_AS_BIG5}])")
"""Two different characters: a rare one that stands twice is a name."""
_LONE_TRAIL = "[\ufffd?][@-~]"
"""A first byte that GBK does not know is lost, and the second one shows: an ASCII letter or sign."""
_LONE_COMMA = "?A"
"""The same for the comma of Big5, with a question mark for the first byte."""
_BIG5_AS_GBK_SEED = re.compile(
    f"([{BIG5_SEEN_AS_GBK}])(?=[^\n]{{0,5}}(?!\\1)[{BIG5_SEEN_AS_GBK}])|{_LONE_TRAIL}[^\n]{{1,6}}{_LONE_TRAIL}"
)


_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
"""What stands beside a lost byte by chance; a text that lost bytes is Chinese."""
_TRIGGER = set(UTF8_LEADS_AS_GBK + LATIN_CONTS_AS_GBK).difference(UTF8_LEADS_IN_USE)
KINDS = 8
"""More kinds of trigger characters than this make one search for seeds cheaper than looking around each."""
REACH = 7
"""A seed has at most so many characters beside the first."""

_BIG5 = kind(GBK_SEEN_AS_BIG5)
_GBK = kind(BIG5_SEEN_AS_GBK)
_REPLACEMENT = kind("\ufffd")
_QUOTES = "“”‘’"
_HOLE = kind("?") | _REPLACEMENT
_ASKING = "吗呢"
"""A question ends in these; the second byte of each begins only rare characters of GBK, so `?` has swallowed none."""
_WIDE = neighbour(_QUOTES, *WIDE_SPANS)
_WIDE_CHARACTER = re.compile("|".join([f"[{_QUOTES}]", *(f"[{a}-{b}]" for a, b in WIDE_SPANS)]))

_FAMILIES: dict[str, tuple[Wrong, re.Pattern[str], frozenset[str]]] = {
    "mojibake.utf8_as_gbk": (UTF8_AS_GBK, _UTF8_AS_GBK_SEED, frozenset(_TRIGGER)),
    "mojibake.utf8_as_latin1": (UTF8_AS_LATIN1, _LATIN_SEED, frozenset(LATIN_LEADS)),
    "mojibake.gbk_as_latin1": (GBK_AS_LATIN1, _LATIN_SEED, frozenset(LATIN_LEADS)),
    "mojibake.gbk_as_big5": (GBK_AS_BIG5, _GBK_AS_BIG5_SEED, frozenset(GBK_SEEN_AS_BIG5)),
    "mojibake.big5_as_gbk": (BIG5_AS_GBK, _BIG5_AS_GBK_SEED, frozenset(BIG5_SEEN_AS_GBK + "\ufffd")),
}
_KINDS = {name: kinds_of(trigger) for name, (_, _, trigger) in _FAMILIES.items()}


_pair_of_utf8 = Near(
    kind(_TRIGGER),
    REACH,
    (neighbour(UTF8_LEADS_AS_GBK), neighbour(UTF8_MIDS_AS_GBK + "\ufffd?€", ("\ue000", "\uf8ff"))),
    (neighbour("茫盲氓忙莽猫茅"), neighbour(LATIN_CONTS_AS_GBK)),
)
"""Do two characters that UTF-8 read as GBK gives stand side by side near a rare one?"""
_two_of_big5 = Close(_BIG5, 5)
"""Do two characters that GBK read as Big5 gives stand near each other?"""
_two_of_gbk = Close(_GBK, 6)
_hole = Beside(_HOLE, before=_WIDE)
"""Does a hole stand behind a character of Chinese text?"""


def _gbk_seed(seen: Seen) -> bool:
    """Whether characters that Big5 read as GBK gives stand near each other, or bytes were lost."""
    return bool(seen.look.present & _REPLACEMENT) or _two_of_gbk(seen) or seen.text.count(_LONE_COMMA) > 1


def _family(name: str, text: str, seen: Seen) -> list[Edit]:
    wrong, seed, _ = _FAMILIES[name]
    places = _seeds(text, seed, seen.look.places(_KINDS[name]).tolist())
    return repairs(text, wrong, _ALL, places, name, seen.once(Taken), seen)


def _seeds(text: str, seed: re.Pattern[str], marks: Sequence[int]) -> Iterator[int]:
    """Where seeds stand: searched for around the trigger characters, if only a few kinds of them are there."""
    if len({text[at] for at in marks}) > KINDS:
        yield from (m.start() for m in seed.finditer(text))
        return
    last = -1
    for at in marks:
        found = seed.search(text, max(0, last + 1, at - REACH), at + REACH)
        if found is not None:
            last = found.start()
            yield last


def _holes(text: str) -> list[int]:
    """Where a hole stands behind a character of Chinese text, and is no question mark.

    `str.find` takes a tenth of what a pattern does.
    """
    holes = []
    for hole in "?\ufffd":
        at = text.find(hole)
        while at >= 0:
            if at and _WIDE_CHARACTER.match(text, at - 1) and not (hole == "?" and text[at - 1] in _ASKING):
                holes.append(at)
            at = text.find(hole, at + 1)
    return sorted(holes)


def _misaligned(text: str, seen: Seen) -> list[Edit]:
    """Lines with readings in brackets are a mirror's, which knows better what it cut."""
    lines = seen.lines
    taken = seen.once(Taken)
    hit = dict.fromkeys(bisect_right(lines.starts, at) - 1 for at in _holes(text))
    odd = {n: runs for n in hit if n not in taken and (runs := odd_runs(lines.texts[n]))}
    if not odd:
        return []
    words = seen.once(Words)
    edits = []
    for n, runs in odd.items():
        line = lines.texts[n]
        if any(TONED_GLOSS.search(near) for near in lines.texts[max(0, n - 4) : n + 5]):
            continue
        for shift in spots(line, runs, words):
            if _KANA.search(shift.new) or quoted(lines.texts, n, shift.start, shift.end, False):
                continue
            start = lines.starts[n]
            edits.append(Edit(start + shift.start, start + shift.end, shift.new, "mojibake.misaligned"))
    return edits


@rule("mojibake.utf8_as_gbk", "UTF-8 that was read as GBK is read again.", trigger=_TRIGGER, when=_pair_of_utf8)
def utf8_as_gbk(text: str, seen: Seen) -> Iterator[Edit]:
    """UTF-8 read as GBK or GB18030 becomes Chinese again; lost bytes are filled where one character is far ahead.

    Windows takes an ASCII character behind a lost byte along; it comes back where the line says which it was.

    >>> clean("鏃╀笂闆ㄥ仠浜嗭紝灞变笂鐨勯浘鏁ｄ簡銆�")
    '早上雨停了，山上的雾散了。'
    >>> clean('鏃╀笂锛?- 闆ㄥ仠浜?- 闆炬暎浜?(鏉戝彛)')
    '早上：\\n- 雨停了\\n- 雾散了 (村口)'
    >>> clean("用错了编码，“你好”就成了“浣犲ソ”。")
    '用错了编码，“你好”就成了“浣犲ソ”。'
    """
    yield from _family("mojibake.utf8_as_gbk", text, seen)


@rule("mojibake.utf8_as_latin1", "UTF-8 that was read as Latin-1 is read again.", trigger=LATIN_LEADS)
def utf8_as_latin1(text: str, seen: Seen) -> Iterator[Edit]:
    """UTF-8 read as Latin-1 or Windows-1252 becomes Chinese again, up to three times over.

    The five bytes that Windows-1252 leaves open may be lost; accents of European languages never pile up like this.

    >>> clean("é\\x9b¨å\\x81\\x9cäº\\x86ã\\x80\\x82")
    '雨停了。'
    >>> clean("À l’été dernier, la fiancée a dîné à l’hôtel.")
    'À l’été dernier, la fiancée a dîné à l’hôtel.'
    """
    yield from _family("mojibake.utf8_as_latin1", text, seen)


@rule("mojibake.gbk_as_latin1", "GBK or Big5 that was read as Latin-1 is read again.", trigger=LATIN_LEADS)
def gbk_as_latin1(text: str, seen: Seen) -> Iterator[Edit]:
    """GBK read as Latin-1 or Windows-1252 becomes Chinese again; so does Big5, where a line is a passage of it.

    Also after a program that cleans Unicode (NFKC, ftfy) went over it, as over UTF-8 that was read wrongly.

    >>> clean("ÖÐÎÄ±êÌâ")
    '中文标题'
    >>> clean("¿¨³µ¿ªÉÏɽ£¬Ñ¹¶ÏÁËʯÇÅ¡£")
    '卡车开上山，压断了石桥。'
    >>> clean("A NAÇÃO E A CONSTITUIÇÃO")
    'A NAÇÃO E A CONSTITUIÇÃO'
    """
    if not (seen.once(is_source) and _are_glued(text)):
        yield from _family("mojibake.gbk_as_latin1", text, seen)


_LETTERS = re.compile("[\x80-\u024f]+")
_GLUED = re.compile(r"(?<=[@-~])[\x80-\u024f]+(?=[@-~])")


def _are_glued(text: str) -> bool:
    """Whether most letters of Latin-1 stand between ASCII ones: figures of a map that a program wrote in letters."""
    return 2 * len(_GLUED.findall(text)) > len(_LETTERS.findall(text))


@rule("mojibake.gbk_as_big5", "GBK that was read as Big5 is read again.", trigger=GBK_SEEN_AS_BIG5, when=_two_of_big5)
def gbk_as_big5(text: str, seen: Seen) -> Iterator[Edit]:
    """GBK read as Big5 becomes Chinese again, whether Windows misread it or a browser.

    >>> clean("踏毞腔枙醴岆汒秞岆崋繫換畦腔﹝")
    '今天的题目是声音是怎么传播的。'
    >>> clean("總教練走出休息區，眾人湮沒在歡呼聲裡。")
    '總教練走出休息區，眾人湮沒在歡呼聲裡。'
    """
    yield from _family("mojibake.gbk_as_big5", text, seen)


@rule(
    "mojibake.big5_as_gbk",
    "Big5 that was read as GBK is read again.",
    trigger=BIG5_SEEN_AS_GBK + "\ufffd",
    when=_gbk_seed,
)
def big5_as_gbk(text: str, seen: Seen) -> Iterator[Edit]:
    """Big5 read as GBK becomes Chinese again; in GB18030 nothing is lost, in GBK holes are filled.

    >>> clean("и\\ue145\\ue019瓣產琌\\ue5e6\\ue14c\\ue610產畑")
    '我們的國家是一個大家庭'
    >>> clean("彼は東京の駅で友達に会った。")
    '彼は東京の駅で友達に会った。'
    """
    yield from _family("mojibake.big5_as_gbk", text, seen)


@rule(
    "mojibake.marks",
    "Chinese marks that were read as GBK by themselves, and lost a byte, are marks again.",
    trigger="?\ufffd",
    when=_hole.then(has_torn_marks),
)
def marks(text: str, seen: Seen) -> Iterator[Edit]:
    """`锛�` is a comma or a colon, `銆?` a full stop, `鈥�` a quotation mark; what stands beside it tells.

    >>> clean("老渡口停了十二年锛�今年春天锛�又有了船銆�")
    '老渡口停了十二年，今年春天，又有了船。'
    >>> clean("乱码里的“锛�”是一个逗号，“銆�”是一个句号。")
    '乱码里的“锛�”是一个逗号，“銆�”是一个句号。'
    """
    yield from torn_marks(seen, "mojibake.marks")


@rule("mojibake.misaligned", "GBK that is one byte off is put in step.", trigger="?\ufffd", when=_hole)
def misaligned(text: str, seen: Seen) -> Iterator[Edit]:
    """GBK that lost a byte, or was cut between two bytes, is put in step again up to the next ASCII byte.

    What a `?` swallowed is filled where one character is far ahead; a digit that it swallowed stays `?`.
    A line with readings in brackets beside it is left to the rules for mirrors, which know more.

    >>> clean("他说：“我明天一定来?！?/p>")
    '他说：“我明天一定来。”'
    >>> clean("为什么?因为下雨了.")
    '为什么?因为下雨了.'
    """
    yield from _misaligned(text, seen)


IN_A_ROW = 4
"""So many Chinese characters or marks in a row are no chance."""


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


class _InUtf8(dict[int, bool]):
    """Whether most of a line beyond ASCII is what UTF-8 looks like in Latin-1 or GBK, for the lines asked so far."""

    def __init__(self, text: str) -> None:
        super().__init__()


def _outside_utf8(places: list[int], seen: Seen) -> list[int]:
    """The places outside of lines that are UTF-8 in Latin-1 or GBK: trying every other charset on those takes long."""
    lines, known = seen.lines, seen.once(_InUtf8)
    numbers = [bisect_right(lines.starts, at) - 1 for at in places]
    known.update((n, _is_utf8(lines.texts[n])) for n in set(numbers) - known.keys())
    return [at for at, n in zip(places, numbers, strict=True) if not known[n]]


def _is_utf8(line: str) -> bool:
    shown = max(sum(map(len, seed.findall(line))) for seed in (_UTF8_AS_LATIN1, _UTF8_AS_GBK_SEED))
    return 2 * shown > len(_BEYOND_ASCII.findall(line))


@lru_cache(16)
def _triples(charset: str) -> tuple[str, re.Pattern[str]]:
    """The first bytes of Chinese characters and marks, and some of these in a row, as a charset of single bytes shows
    them: three bytes each."""
    first, more = (bytes(part).decode(charset, "ignore") for part in ((*range(0xE3, 0xEA), 0xEF), range(0x80, 0xC0)))
    row = f"(?:[{re.escape(first)}][{re.escape(more)}\x80-\x9f\ufffd]{{2}}){{{IN_A_ROW}}}"
    return first, re.compile(row)


def _seeds_abroad(text: str, charset: str) -> list[int]:
    """Where text may stand that was read in a charset of another part of the world, one of whose marks is there."""
    marks = _ABROAD[charset]
    if charset.startswith("iso") and not _C1.search(text):
        return []
    if charset in _SEEDS_ABROAD:
        return [m.start() for m in re.finditer(f"[{marks}]", text)]
    first, row = _triples(charset)
    return [m.start() for m in row.finditer(text)] if sum(map(text.count, first)) >= IN_A_ROW else []


_C1 = re.compile("[\x80-\x9f]")
"""Controls, which a charset of ISO shows for bytes that one of Windows has letters and signs for."""
_ABROAD = {
    "mac_roman": "ÂÊËÁÈ",
    "cp437": "éîüÇ",
    "cp850": "õÕþÒ",
    "cp1250": "ćĺ",
    "cp1257": "ēęč",
    "cp1251": "ЊЂљњќ",
    "cp866": "╝",
    "koi8_r": "╪╞",
    "iso8859_7": "Ό",
    "cp1253": "ΈΉ΅",
    "cp1255": "ו×",
    "cp1256": "هنو",
    "iso8859_2": "ćĺ",
    "iso8859_5": "ЄЅЉ",
    "cp852": "ňŔ",
    "iso8859_11": "ๅ",
    "mac_cyrillic": "Љ∞ґЙ",
    "cp932": "縲逧窶",
    "cp949": "쉪삸쑉",
}
"""Charsets of other parts of the world, and characters that Chinese nearly always shows in them."""
_SEEDS_ABROAD = ("cp932", "cp949")
"""Those that lose bytes: there these characters are the seeds."""
_ABROAD_RARE = "".join(marks for marks in _ABROAD.values() if marks[0] > "ÿ")
kind(_ABROAD_RARE, rare=True)


@rule(
    "mojibake.utf8_abroad",
    "UTF-8 that was read in a charset of another part of the world is read again.",
    trigger=LATIN_LEADS + _ABROAD_RARE,
)
def utf8_abroad(text: str, seen: Seen) -> Iterator[Edit]:
    """UTF-8 read in a charset of the Mac, of DOS, of Eastern Europe, Thailand, Japan or Korea becomes Chinese again.

    Its bytes in threes make no words in any of these languages.

    >>> clean("ÁöÑ‰∫∫ÈÉΩÊù•‰∫ÜÔºåÈõ®‰πüÂÅú‰∫Ü„ÄÇ")
    '的人都来了，雨也停了。'
    >>> clean("Он сказал: «Съешь ещё этих мягких булок». Це її книжка.")
    'Он сказал: «Съешь ещё этих мягких булок». Це її книжка.'
    """
    some = [charset for charset, marks in _ABROAD.items() if not seen.look.characters.isdisjoint(marks)]
    found = [(_seeds_abroad(text, charset), charset) for charset in some]
    for places, charset in sorted(found, key=lambda x: -len(x[0])):
        if not places:
            return
        places = _outside_utf8(places, seen)
        yield from repairs(text, utf8_as(charset), _ALL, places, "mojibake.utf8_abroad", seen.once(Taken), seen)


_MARKS = "，。；：、（）？！“”"


def _marks_in(charset: str) -> str:
    """What Chinese marks in GBK look like in a charset of single bytes, or of nearly all single bytes."""
    return "|".join(re.escape(mark.encode("gbk").decode(charset, "replace")) for mark in _MARKS)


_SINGLE_ABROAD = (
    *(
        "cp1251",
        "koi8_r",
        "cp1250",
        "mac_roman",
        "cp437",
        "cp850",
        "cp874",
        "cp932",
        "cp866",
        "cp1257",
        "iso8859_2",
        "iso8859_5",
    ),
)
_GBK_ABROAD = {
    **{charset: (b"\xa3".decode(charset), _marks_in(charset)) for charset in _SINGLE_ABROAD},
    **{charset: (b"\xc4".decode(charset), _marks_in(charset)) for charset in ("cp1253", "cp1255", "cp1256")},
    "cp949": ("돨뵨꼇", "돨|뵨|꼇"),
    "euc_jp": ("議嶄", "\ufffd\ufffd(?=[^\n]{0,80}議)|嶄"),
}
"""The same for GBK: characters of which one stands in every such text (A3 is in most marks), and the seeds.

Seeds are what its marks look like, or frequent characters where marks are right or lost.
"""
_SHOWN_ABROAD = frozenset("".join(signs for signs, _ in _GBK_ABROAD.values()))
_GBK_ABROAD_SIGNS = "Ј║ˇ£ŁЃгฃ｣돨뵨꼇嶄"
"""One of these stands in nearly every such text."""
kind(_GBK_ABROAD_SIGNS, rare=True)


@rule(
    "mojibake.gbk_abroad",
    "GBK that was read in a charset of another part of the world is read again.",
    trigger=_GBK_ABROAD_SIGNS + "úí\ufffd",
)
def gbk_abroad(text: str, seen: Seen) -> Iterator[Edit]:
    """GBK read in a charset of Russia, Eastern Europe, Thailand, the Mac, DOS, Japan or Korea becomes Chinese again.

    Its letters make no words in any of these languages.

    >>> clean("УкНЈБЛЈ¬ЙЅЙПµДОн»№Г»ЙўЎЈ")
    '雨停了，山上的雾还没散。'
    >>> clean("Ја волим дом, Ўладзімір жыве ў Мінску, £¨ и ¬ су знаци.")
    'Ја волим дом, Ўладзімір жыве ў Мінску, £¨ и ¬ су знаци.'
    """
    found = []
    there = frozenset(filter(text.__contains__, _SHOWN_ABROAD))
    for charset, (signs, marks) in _GBK_ABROAD.items():
        if there.isdisjoint(signs):
            continue
        if places := _outside_utf8([m.start() for m in re.finditer(marks, text)], seen):
            found.append((places, charset))
    for places, charset in sorted(found, key=lambda x: -len(x[0])):
        yield from repairs(text, gbk_as(charset), _ALL, places, "mojibake.gbk_abroad", seen.once(Taken), seen)


STAGE = RuleStage(
    "mojibake",
    (
        seven_bit,
        utf8_abroad,
        gbk_abroad,
        utf8_as_gbk,
        utf8_as_latin1,
        gbk_as_latin1,
        gbk_as_big5,
        big5_as_gbk,
        marks,
        misaligned,
        western,
        blank,
        residue,
    ),
    passes=5,
)
