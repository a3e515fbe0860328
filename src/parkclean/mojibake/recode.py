"""Turns a line back into the bytes that it was read from, and reads them in the charset they were written in.

The valid part of a line is read by the codecs of Python; only the gaps between valid parts, where bytes were lost, go
to `holes`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from itertools import accumulate, product
from typing import NamedTuple

from parkclean.mojibake.converted import cleaned_bytes, converted_bytes, is_cleaned, way_of
from parkclean.mojibake.holes import HOLE, MARK, SINGLE_BYTES, SWALLOWED, Reader, read
from parkclean.mojibake.instep import in_step, is_off
from parkclean.mojibake.model import Words, cost, traditional
from parkclean.mojibake.shown import HOLE_BYTE, WALL_BYTE, gbk_bytes, latin_byte

_NOT_ASCII = re.compile(r"[^\x00-\x7f](?:.*[^\x00-\x7f])?")


LONGEST = 400
"""Bytes of a gap that is read."""
LONGEST_STRANGE = 1600
"""The same where hardly any bytes are lost."""
LONGEST_TORN = 24
"""The same where any byte may be missing: a longer one holds too little to read anything from."""


EXACT = 0.5
EXACT_SHIFTED = 0.9
"""The share of characters that must have all their bytes; more where a lost one makes the reader lose its step."""
TORN_BY_HOLE = 1.0
"""Characters that a hole may have torn where one cannot see which byte is the first of a character."""


AT_HOME = frozenset(("gbk", "cp1252", "cp950", "big5hkscs"))
"""The wrong charsets in which text of other kinds may look like damage."""


class Zone(NamedTuple):
    """A stretch of a line, what it should read, and how many bits that saves.

    lossless: no byte of it was lost.
    exact: how many of its characters beyond ASCII had all their bytes.
    swallowed: where in `new` a `?` stands for an ASCII character that went with a lost byte, as far as that is known.
    """

    start: int
    end: int
    new: str
    gain: float
    bits: float
    lossless: bool
    exact: int
    swallowed: tuple[int, ...] = ()


class Wrong(NamedTuple):
    """A wrong reading: its name, `back` gives the bytes of a line and the width of each character in bytes.

    strange: if its seeds stand in no text that is not damaged, the share of characters that must have all their bytes.
    marks: whether its holes are printed as `?`, each for one byte.
    """

    name: str
    back: Callable[[str], tuple[bytes, list[int]]]
    valid: re.Pattern[bytes]
    reader: Reader
    strange: float = 0.0
    marks: bool = False

    @property
    def abroad(self) -> bool:
        """Whether the wrong charset is one of another part of the world, whose signs no Chinese text has."""
        return self.reader.wrong not in AT_HOME

    def knowing(self, words: Words, usual: str = "") -> Wrong:
        """The same, with pairs of characters that the text holds elsewhere, and the mark in which its lines end."""
        return self._replace(reader=self.reader._replace(words=words, usual=usual))


def _latin_bytes(line: str) -> tuple[bytes, list[int]]:
    for charset in ("latin-1", "cp1252"):
        with suppress(UnicodeEncodeError):
            return line.encode(charset).replace(HOLE_BYTE, WALL_BYTE), [1] * len(line)
    return b"".join(map(latin_byte, line)), [1] * len(line)


_TRAILS = re.escape("".join(bytes((byte,)).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))) + "\x80-\x9f"
_BLANK_BYTE = re.compile(f"(?<=[à-ï]) (?=[{_TRAILS}])|(?<=[à-ï][{_TRAILS}]) (?=[à-ï])")
"""A blank where a character of three bytes needs one more: the no-break space, A0, that a program made plain.

One in front of a Latin word may be the author's.
"""


def _latin_bytes_of_utf8(line: str) -> tuple[bytes, list[int]]:
    return _latin_bytes(_BLANK_BYTE.sub("\xa0", line) if " " in line else line)


@lru_cache(8192)
def _big5_byte(c: str, *charsets: str) -> bytes:
    if c < "\x80":
        return c.encode("ascii")
    for charset in charsets:
        try:
            raw = c.encode(charset)
        except UnicodeEncodeError:
            continue
        if len(raw) == 2:
            return raw
    return HOLE_BYTE if c == "\ufffd" else WALL_BYTE


def _big5_bytes(line: str) -> tuple[bytes, list[int]]:
    """Big5 as Windows reads it; what that does not know as browsers do."""
    parts = [_big5_byte(c, "cp950", "big5hkscs") for c in line]
    return b"".join(parts), [len(p) for p in parts]


def _hkscs_bytes(line: str) -> tuple[bytes, list[int]]:
    """Big5 as browsers read it: kana, Cyrillic and a few others stand elsewhere."""
    parts = [_big5_byte(c, "big5hkscs", "cp950") for c in line]
    return b"".join(parts), [len(p) for p in parts]


_UTF8 = re.compile(
    rb"(?:[\xe1-\xec\xee][\x80-\xbf]{2}|\xef(?!\xbf\xbd)[\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf])+"
)
_RUN = re.compile(rb"[\x80-\xff][\x40-\xff]*|[^\x80-\xff]+")
_GBK = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_BIG5 = re.compile(rb"(?:[\xa1-\xf9][\x40-\x7e\xa1-\xfe])+")

UTF8_AS_GBK = Wrong("utf8_as_gbk", gbk_bytes, _UTF8, Reader("utf-8", "gbk", drop=5.0))
UTF8_AS_LATIN1 = Wrong(
    "utf8_as_latin1", _latin_bytes_of_utf8, _UTF8, Reader("utf-8", "cp1252", drop=5.0, drop_end=4.0, two=False)
)
GBK_AS_LATIN1 = Wrong("gbk_as_latin1", _latin_bytes, _GBK, Reader("gbk", "cp1252"))
GBK_AS_BIG5 = Wrong("gbk_as_big5", _big5_bytes, _GBK, Reader("gbk", "cp950"))
BIG5_AS_LATIN1 = Wrong("big5_as_latin1", _latin_bytes, _BIG5, Reader("cp950", "cp1252"))
BIG5_AS_GBK = Wrong("big5_as_gbk", gbk_bytes, _BIG5, Reader("cp950", "gbk"))


_KIN = {"iso8859_15": "€ŠšŽžŒœŸ", "cp1254": "ĞİŞğış"}
"""Charsets that are Latin-1 but for a few letters: with the euro sign, and for Turkish."""

NATIONAL = {"koi8_r": "koi8_u"}
"""A national form of a charset, which has other letters for some of its signs."""


@lru_cache(1 << 16)
def _byte_in(charset: str, c: str) -> bytes:
    """The bytes of a character in some charset; a C1 control is a byte that a charset of single bytes leaves open."""
    try:
        raw = c.encode(charset)
    except UnicodeEncodeError:
        if charset in NATIONAL:
            return _byte_in(NATIONAL[charset], c)
        if "\x80" <= c <= "\x9f" and charset in SINGLE_BYTES:
            return c.encode("latin-1")
        return HOLE_BYTE if c == "\ufffd" else WALL_BYTE
    return raw if len(raw) <= 2 else WALL_BYTE


def _bytes_in(charset: str, line: str) -> tuple[bytes, list[int]]:
    parts = [_byte_in(charset, c) for c in line]
    return b"".join(parts), [len(p) for p in parts]


_LEADS_OF_TWINS = (0x81, 0x87, 0xED, 0xEE, 0xFA, 0xFB, 0xFC)


@lru_cache(1)
def _twins() -> dict[str, list[bytes]]:
    """The bytes of each character that Windows' Shift-JIS has twice."""
    found: dict[str, list[bytes]] = {}
    for lead, trail in product(_LEADS_OF_TWINS, range(0x40, 0xFD)):
        with suppress(UnicodeDecodeError):
            raw = bytes((lead, trail))
            found.setdefault(raw.decode("cp932"), []).append(raw)
    return {c: raws for c, raws in found.items() if len(raws) > 1}


def _gbk_in_shift_jis(line: str) -> tuple[bytes, list[int]]:
    """Of the bytes that a character may show, those that are likelier beside the others, two a character."""
    parts = [_byte_in("cp932", c) for c in line]
    before = b""
    for n, raw in enumerate(parts):
        if len(raw) == 2 and (twins := _twins().get(line[n])):
            after = b"".join(parts[n + 1 : n + 4])
            parts[n] = min(twins, key=lambda one: _rarity(before + one + after))
        before = b"" if raw < b"\x80" else before + parts[n]
        before = before[-4 - len(before) % 2 :]
    return b"".join(parts), [len(p) for p in parts]


def _rarity(raw: bytes) -> float:
    """What some bytes cost as GBK, up to the last whole character."""
    return cost(raw[: len(raw) // 2 * 2].decode("gbk", "replace"))


@lru_cache(32)
def utf8_as(charset: str) -> Wrong:
    """UTF-8 that was read in a charset of another part of the world."""
    single = charset in SINGLE_BYTES
    reader = Reader("utf-8", charset, 5.0, 4.0, False) if single else Reader("utf-8", charset)
    share = EXACT if charset == "mac_cyrillic" else 0.0  # small letters and capitals by turns, as nobody writes them
    return Wrong(f"utf8_as_{charset}", partial(_bytes_in, charset), _UTF8, reader, share)


@lru_cache(32)
def gbk_as(charset: str) -> Wrong:
    """GBK that was read in a charset of another part of the world."""
    share = EXACT_SHIFTED if charset == "cp932" else EXACT
    back = _gbk_in_shift_jis if charset == "cp932" else partial(_bytes_in, charset)
    return Wrong(f"gbk_as_{charset}", back, _GBK, Reader("gbk", charset), share)


def _kin(line: str) -> list[str]:
    """The charsets that are Latin-1 but for a few letters, if a line has some of those."""
    letters = set(line)
    return [name for name, own in _KIN.items() if not letters.isdisjoint(own)]


FEWEST_INSIDE = 2
_INSIDE = re.compile(r"(?<=[^\x00-\x7f])\?(?=[^\x00-\x7f])")
"""So many `?` between characters may be a byte each; Windows, which shows byte 80 as `€`, took the next one along."""
_BOTH_WIDE = ("big5_as_gbk", "gbk_as_big5")
_MARKED = re.compile(r"(?<=[^\x00-\x7f])\?|\?(?=[@-~]|[^\x00-\x7f])")
"""A `?` that may be a byte: a question does not go on behind it."""


@lru_cache(64)
def _is_marked(line: str) -> bool:
    """Whether `?` stands in a line where bytes may have been lost; each part of it asks."""
    return _MARKED.search(line) is not None


def _read_in(wrong: Wrong, charset: str) -> Wrong:
    return wrong._replace(back=partial(_bytes_in, charset), reader=wrong.reader._replace(wrong=charset))


def _cleaned(wrong: Wrong) -> Wrong:
    """The reading of a line that a program which cleans Unicode went over afterwards."""
    return wrong._replace(back=partial(cleaned_bytes, wrong.reader.wrong, wrong.reader.charset))


def _is_whole(wrong: Wrong, line: str) -> bool:
    """Whether all bytes of a line make UTF-8: none of them was changed."""
    if wrong.valid is not _UTF8:
        return False
    try:
        wrong.back(line)[0].decode()
    except UnicodeDecodeError:
        return False
    return True


def variants(wrong: Wrong, line: str) -> list[Wrong]:
    """The readings that look like this one: by another program, or of another charset that shows the same letters."""
    if wrong.back in (_latin_bytes, _latin_bytes_of_utf8):
        kin = [_read_in(wrong, name) for name in _kin(line)]
        if is_cleaned("cp1252", line) and not _is_whole(wrong, line):
            kin.append(_cleaned(wrong))
        if wrong.name != GBK_AS_LATIN1.name:
            return [wrong, *kin]
        words = wrong.reader.words
        return [wrong, BIG5_AS_LATIN1.knowing(words) if words else BIG5_AS_LATIN1, *kin]
    if wrong.name == UTF8_AS_GBK.name and (way := way_of(line)):
        return [wrong, wrong._replace(back=partial(converted_bytes, way))]
    if wrong.name == UTF8_AS_GBK.name:
        cleaned = [_cleaned(wrong)] if is_cleaned("gbk", line) else []
        if "€" not in line and len(_INSIDE.findall(line)) >= FEWEST_INSIDE:
            return [wrong, wrong._replace(marks=True), *cleaned]
        return [wrong, *cleaned]
    if wrong.name in _BOTH_WIDE and _is_marked(line):
        return [wrong, wrong._replace(marks=True)]
    if wrong.back is _big5_bytes and _big5_bytes(line)[0] != _hkscs_bytes(line)[0]:
        return [wrong, wrong._replace(back=_hkscs_bytes, reader=wrong.reader._replace(wrong="big5hkscs"))]
    return [wrong]


class _Piece(NamedTuple):
    """A stretch of bytes with its reading; `text` None: it has none."""

    start: int
    end: int
    text: str | None
    exact: bool


def zones(wrong: Wrong, line: str) -> Iterator[Zone]:
    """The stretches of a line that read as Chinese once their bytes are read in the right charset."""
    raw, widths = wrong.back(line.replace("?", "\ufffd") if wrong.marks else line)
    if raw.isascii():
        return
    if "\ufffd" in line or (wrong.reader.wrong == "gbk" and ("?" in line or "€" in line)):
        wrong = wrong._replace(reader=wrong.reader._replace(drop=0.0))
    edges: list[int] = []
    at = 0
    for part in raw.split(WALL_BYTE):
        end = at + len(part)
        if len(part) > 1 and not part.isascii():
            edges = edges or list(accumulate(widths, initial=0))
            base = max(0, at - 1)  # the wall in front tells that the line does not begin here
            places = range(bisect_left(edges, base), bisect_right(edges, end))
            yield from _between_walls(wrong, line, raw[base:end], at - base, {edges[i] - base: i for i in places})
        at = end + 1


_LEAD = re.compile(rb"[\xe0-\xef]")
_WHOLE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_FEWEST_EXACT = 0.3
"""Where of the characters of a line fewer have all their bytes, too much is lost to read it."""


def may_be_exact(wrong: Wrong, line: str) -> bool:
    """Whether enough characters of a line may have all their bytes, as some of every repair have."""
    if wrong.valid is not _UTF8:
        return True
    raw = wrong.back(line)[0]
    if len(_WHOLE.findall(raw)) < _FEWEST_EXACT * len(_LEAD.findall(raw)):
        return False
    return _UTF8.search(raw) is not None


def _between_walls(wrong: Wrong, line: str, raw: bytes, start: int, place: dict[int, int]) -> Iterator[Zone]:
    run: list[_Piece] = []
    straight = "".join(_decode(part, wrong.reader.charset) for part in wrong.valid.findall(raw, start))
    if traditional(straight):
        wrong = wrong._replace(reader=wrong.reader._replace(traditional=True))
    by_chance = wrong.name == "utf8_as_gbk"
    blind = raw.find(HOLE_BYTE, start) >= 0 and wrong.valid is not _UTF8
    holes = "?\ufffd" if wrong.marks else "\ufffd"
    holes = holes if blind else ""
    shown = wrong.name in _BOTH_WIDE and _is_marked(line)
    off = wrong.valid is not _UTF8 and not blind and not shown and is_off(straight)
    for piece in _blind(wrong, raw, start) if blind or off else _pieces(wrong, raw, start):
        if piece.text is None:
            yield from _zone(line, run, place, wrong.reader.charset, holes, by_chance)
            run = []
        else:
            run.append(piece)
    yield from _zone(line, run, place, wrong.reader.charset, holes, by_chance)


def _cut(piece: _Piece, place: dict[int, int], charset: str) -> list[_Piece]:
    """The part of a valid piece that begins where a character of the line begins."""
    at = piece.start
    for i, c in enumerate(piece.text or "" if piece.exact else ""):
        if at > piece.start and at in place:
            return [_Piece(at, piece.end, (piece.text or "")[i:], True)]
        at += len(c.encode(charset))
    return []


def _cut_end(piece: _Piece, place: dict[int, int], charset: str) -> list[_Piece]:
    """The part of a valid piece that ends where a character of the line ends."""
    text = piece.text or ""
    at = piece.end
    for i in range(len(text) if piece.exact else 0, 0, -1):
        if at < piece.end and at in place:
            return [_Piece(piece.start, at, text[:i], True)]
        at -= len(text[i - 1].encode(charset))
    return []


def _torn_off(piece: _Piece, place: dict[int, int]) -> list[_Piece]:
    """The ASCII at the start of a piece that shares a character of the line with the byte in front of it."""
    text = piece.text or ""
    if not text.isascii() or piece.start in place:
        return []
    end = next((at for at in range(piece.start + 1, piece.end + 1) if at in place), None)
    return [] if end is None else [_Piece(piece.start, end, text[: end - piece.start], piece.exact)]


_TORN_HEAD = re.compile(
    rb"(?:[\xe0-\xef][\x80-\xbf\xff?]{2}){0,3}[\xe0-\xef][\x80-\xbf\xff?][\xff?]"
    rb"(?!\xff|[\x80-\xbf]{1,2}[\xe0-\xef\xff])"
)
"""Characters of which the last one lost its last bytes, with which a damaged clause ends."""

_STRANGER = re.compile("[\u0100-\u07ff]")
_STRANGE = 17.0
"""Two bytes of UTF-8 each, which are a frequent character of GBK as well; what one costs in Chinese text."""

_TORN = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]?)?\xff+[\x80-\xbf]{0,2}")


_NO_UTF8 = re.compile(
    rb"[\xc0\xc1\xf0-\xfe]|[\xc2-\xef][\xc0-\xfe]|[\xe0-\xef][\x80-\xbf][\xc0-\xfe]"
    rb"|[\xc2-\xdf][\x80-\xbf]{2}|[\xe0-\xef?\xff][\x80-\xbf]{3}|(?:\A|[\x00-\x3e\x40-\x7f])[\x80-\xbf]"
)
"""A first byte too early or a second one too many, holes and the ends of torn characters aside."""


_BETWEEN_WALLS = re.compile(rb"[^\x00]+")


def stretches(wrong: Wrong, line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line, from the first to the last character beyond ASCII, that the wrong charset may have shown."""
    raw, widths = wrong.back(line)
    place = {byte: i for i, byte in enumerate(accumulate(widths, initial=0))}
    for part in _BETWEEN_WALLS.finditer(raw):
        m = _NOT_ASCII.search(line, place[part.start()], place[part.end()])
        if m is not None:
            yield m.span()


def whole(wrong: Wrong, line: str) -> str:
    """The parts of a line of UTF-8 that lost nothing, read in the right charset, one a line."""
    return "\n".join(_decode(part, wrong.reader.charset) for part in wrong.valid.findall(wrong.back(line)[0]))


def last_mark(wrong: Wrong, line: str) -> str:
    """The mark in which a line of UTF-8 ends, if it lost none of its bytes."""
    last = _decode(wrong.back(line)[0][-3:], wrong.reader.charset)
    return last if len(last) == 1 and last in _END_MARKS else ""


_END_MARKS = "。；，：！？"


def rough(wrong: Wrong, line: str) -> str | None:
    """The line read in the right charset with U+FFFD for what was lost; None where too much is."""
    raw, _ = wrong.back(line)
    raw = raw.replace(WALL_BYTE, HOLE_BYTE)
    if wrong.reader.charset == "utf-8":
        raw = _TORN.sub(b"\xef\xbf\xbd", raw)
    text = _decode(raw, wrong.reader.charset)
    return None if text.count("\ufffd") * 3 > len(text) else text


def _pieces(wrong: Wrong, raw: bytes, at: int) -> Iterator[_Piece]:
    """The valid parts and the gaps between them, in order."""
    last = "\n"
    shown = ""
    spans = [m.span() for m in wrong.valid.finditer(raw, at)]
    for start, end in [*spans, (len(raw), len(raw))]:
        exact = list(_exact(raw, start, end, wrong.reader.charset))
        if start > at:
            after = exact[0].text if exact else None
            due = _due(shown, raw, start) if wrong.valid is _UTF8 else ""
            gap = _gap(wrong, raw, at, start, last, after[:1] if after else "\n", due)
            torn = _TORN_HEAD.match(raw, at, start) if gap.text is None and wrong.name == "utf8_as_gbk" else None
            if torn is not None and torn.end() < start:
                yield _gap(wrong, raw[: torn.end()], at, torn.end(), last, "\n")
                gap = _Piece(torn.end(), start, None, False)
            yield gap
            shown = (shown + (gap.text or ""))[-CLOSED_WITHIN:]
            last = (gap.text[-1:] or last).replace(SWALLOWED, "?") if gap.text is not None else "\n"
        yield from exact
        if exact:
            last = (exact[-1].text or "\n")[-1]
            shown = (shown + "".join(piece.text or "" for piece in exact))[-CLOSED_WITHIN:]
        at = end


CLOSED_WITHIN = 200
"""Characters, and bytes behind a gap, in which a bracket is closed."""
_BRACKET = re.compile("[（）《》“”【】]")
_CLOSING = dict(zip("（《“【", "）》”】", strict=True))


def _due(shown: str, raw: bytes, end: int) -> str:
    """The bracket that was opened in front of a gap and is closed neither there nor, as far as one sees, behind it."""
    opened = ""
    for bracket in _BRACKET.findall(shown):
        opened = bracket if bracket in _CLOSING else ""
    closing = _CLOSING.get(opened, "")
    return closing if closing and raw.find(closing.encode(), end, end + CLOSED_WITHIN) < 0 else ""


def _exact(raw: bytes, start: int, end: int, charset: str) -> Iterator[_Piece]:
    """A valid part as the codec reads it; what no character stands for becomes a piece without text."""
    while start < end:
        try:
            text = raw[start:end].decode(charset)
        except UnicodeDecodeError as error:
            bad = start + error.start
            if bad > start:
                yield _Piece(start, bad, raw[start:bad].decode(charset), True)
            start = min(end, bad + (1 if charset == "utf-8" else 2))
            yield _Piece(bad, start, None, False)
        else:
            yield _Piece(start, end, text, True)
            return


def _blind(wrong: Wrong, raw: bytes, start: int) -> Iterator[_Piece]:
    """A line in a charset of two bytes a character, with holes: where the next character starts is not to be seen."""
    for m in _RUN.finditer(raw, start):
        part = m.group()
        if part.isascii():
            yield _Piece(*m.span(), part.decode("ascii"), True)
        elif HOLE_BYTE in part:
            yield _gap(wrong, raw, *m.span(), "\n", "\n")
        elif (stepped := in_step(wrong.reader, part)) is not None:
            yield from (_Piece(m.start() + p.start, m.start() + p.end, p.text, p.exact) for p in stepped)
        else:
            yield from _pieces(wrong, raw[: m.end()], m.start())


def _decode(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except UnicodeDecodeError:
        return raw.decode(charset, "replace")


def _gap(wrong: Wrong, raw: bytes, start: int, end: int, before: str, after: str, due: str = "") -> _Piece:
    """What stands between two valid parts: ASCII as it is, holes filled, anything else None.

    due: a bracket that is still to be closed.
    """
    part = raw[start:end]
    if part.isascii() and (b"?" not in part or not _swallows(raw, start, end)):
        return _Piece(start, end, part.decode("ascii"), True)
    longest = LONGEST_TORN if wrong.reader.drop else LONGEST_STRANGE if wrong.strange else LONGEST
    if len(part) > longest or _is_no_utf8(wrong, part):
        return _Piece(start, end, None, False)
    items = [_item(b) for b in part]
    reader = wrong.reader._replace(due=due) if due else wrong.reader
    filled = read(reader, items, before, after, end < len(raw) and raw[end] >= 0x80)
    return _Piece(start, end, filled.text if filled else None, False)


def _is_no_utf8(wrong: Wrong, part: bytes) -> bool:
    """Whether no filling of the holes of a gap can make it UTF-8, as where the line was never damaged."""
    return wrong.valid is _UTF8 and not wrong.reader.drop and _NO_UTF8.search(part) is not None


def _swallows(raw: bytes, start: int, end: int) -> bool:
    """A `?` next to a byte above ASCII may stand for lost bytes."""
    part = raw[start:end]
    return (start > 0 and part.startswith(b"?")) or (end < len(raw) and part.endswith(b"?"))


def _item(byte: int) -> int:
    if byte == 0xFF:
        return HOLE
    if byte == 0x3F:
        return MARK
    return byte


def _without_strangers(line: str, run: list[_Piece], place: dict[int, int]) -> list[_Piece]:
    """The run without Chinese characters at its ends that only happen to be UTF-8, too: `一群` is `һȺ`."""
    end = run[-1:]
    while end and end[0].exact and _STRANGER.match((end[0].text or "")[-1:]):
        end = _cut_end(end[0], place, "utf-8")
    if run and end != run[-1:]:
        last, kept = run[-1], end[0].end if end else run[-1].start
        tail = (last.text or "")[len(end[0].text or "") if end else 0 :]
        if kept in place and _STRANGE * len(tail) > cost(line[place[kept] : place[last.end]]):
            run = [*run[:-1], *end]
    start = run[:1]
    while start and start[0].exact and _STRANGER.match((start[0].text or "")[:1]):
        start = _cut(start[0], place, "utf-8")
    if run and start != run[:1]:
        first, kept = run[0], start[0].start if start else run[0].end
        head = (first.text or "")[: len(first.text or "") - len(start[0].text or "") if start else None]
        if kept in place and _STRANGE * len(head) > cost(line[place[first.start] : place[kept]]):
            run = [*start, *run[1:]]
    return run


def _zone(
    line: str, run: list[_Piece], place: dict[int, int], charset: str, holes: str, by_chance: bool
) -> Iterator[Zone]:
    """The run as a zone: it begins and ends between characters, and not with ASCII.

    holes: what stands for lost bytes where one cannot see which byte is the first of a character.
    """
    while run and (run[0].start not in place or (run[0].text or "").isascii()):
        run = [*_cut(run[0], place, charset), *run[1:]]
    while run and (run[-1].end not in place or (run[-1].text or "").isascii()):
        run = [*run[:-1], *(_torn_off(run[-1], place) or _cut_end(run[-1], place, charset))]
        if run and run[-1].end in place and run[-1].start not in place:
            break
    if by_chance:
        run = _without_strangers(line, run, place)
    if not run:
        return
    start, end = place[run[0].start], place[run[-1].end]
    new = "".join(p.text or "" for p in run)
    swallowed = tuple(i for i, c in enumerate(new) if c == SWALLOWED) if SWALLOWED in new else ()
    new = new.replace(SWALLOWED, "?")
    before = line[start - 1] if start else "\n"
    after = line[end] if end < len(line) else "\n"
    bits = cost(new, before, after)
    gain = cost(line[start:end], before, after) - bits
    exact = sum(sum("\x7f" < c != SWALLOWED for c in p.text or "") for p in run if p.exact or holes)
    exact -= round(TORN_BY_HOLE * sum(line.count(hole, start, end) for hole in holes))
    yield Zone(start, end, new, gain, bits, all(p.exact for p in run), exact, swallowed)
