"""The bytes of damage that another program went over afterwards: a converter of scripts, or one that cleans Unicode.

Damage has characters of both scripts, each where its bytes happen to be; a line of it that has those of one script
alone was converted.
Normal forms (NFKC) and repairs meant for European text (ftfy) change what bytes look like as letters and signs.
Which character stood there the bytes tell: of all that such a program makes into one, few go on with a character of
the right charset.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import product
from typing import NamedTuple
from unicodedata import normalize

from parkclean.han import Direction, convert
from parkclean.mojibake.model import cost
from parkclean.mojibake.shown import HOLE_BYTE, WALL_BYTE, gbk_byte, latin_byte

FEWEST = 12
"""So many characters of damage have some of both scripts."""
TORN = 24.0
"""Bits that a byte costs that does not go on with UTF-8; half of that behind a byte that was lost."""
OUT_OF_STEP = 24.0
"""The same for GBK, where all that follows is out of step."""
UNUSUAL = 6.0
"""Bits that a character of GBK costs more that GB 2312 does not have."""
CHANGED = 1.0
"""Bits that a character costs that the other program changed."""
PLAIN = 5.0
"""Bits that an ASCII character costs which the other program may have made of another one."""
STRANGE = 4.0
"""Bits that three bytes of GBK cost which were a character in UTF-8."""
BEAM = 6
"""So many ways through a line are followed at the same time, the likeliest ones."""
TAKEN = 3.0
"""Bits that a byte costs that went because it made UTF-8 with the next one."""

Choice = tuple[bytes, float]
"""The bytes that a character may have been, or a few of them, and the bits that this way costs."""
Choices = Mapping[str, tuple[Choice, ...]]


class _State(NamedTuple):
    """What is begun of a character, and the character in front of it."""

    begun: bytes
    last: str


_START = _State(HOLE_BYTE, "\n")
After = Callable[[_State, bytes], tuple[_State, float]]
"""What is begun behind more bytes, and the bits that they cost."""


class _Link(NamedTuple):
    """The bytes of the last characters on a way through a line, and what stands in front of them."""

    before: _Link | None
    raw: bytes
    size: int


def _gbk_characters() -> Iterator[str]:
    pairs = (bytes(pair) for pair in product(range(0x81, 0xFF), range(0x40, 0xFF)))
    return (c for pair in pairs if len(c := pair.decode("gbk", "ignore")) == 1)


@lru_cache(2)
def _unconverted(way: Direction) -> Choices:
    """What a converter made each character of; nothing for those that it makes of themselves alone."""
    chars = [c for c in _gbk_characters() if "\u4e00" <= c <= "\u9fff"]
    made: dict[str, list[Choice]] = defaultdict(list)
    for c, new in zip(chars, convert("\n".join(chars), way).split("\n"), strict=True):
        if new != c and len(new) == 1:
            made[new].append((c.encode("gbk"), CHANGED))
    return {new: tuple(old) for new, old in made.items()}


def way_of(line: str) -> Direction | None:
    """How a line of damage was converted; nothing where it has characters of both scripts."""
    if sum("\u4e00" <= c <= "\u9fff" for c in line) < FEWEST:
        return None
    ways: tuple[Direction, ...] = "t2s", "s2t"
    return next((way for way in ways if convert(line, way) == line), None)


_STRAIGHT = str.maketrans(dict.fromkeys("\u02bc‘’‚‛", "'") | dict.fromkeys("“”„‟", '"'))


def _forms(c: str) -> set[str]:
    """What programs that clean Unicode make of a character: NFKC, with straight quotation marks or not."""
    return {(form := normalize("NFKC", c)), form.translate(_STRAIGHT), c.translate(_STRAIGHT)}


@lru_cache(1)
def _gbk_forms() -> Choices:
    made: dict[str, list[Choice]] = defaultdict(list)
    for c in _gbk_characters():
        for form in sorted(_forms(c) - {c}):
            made[form].append((c.encode("gbk"), CHANGED))
    return {form: tuple(old) for form, old in made.items()}


@lru_cache(2)
def _latin_forms(charset: str) -> Choices:
    """The bytes of what was cleaned; of GBK also two that made UTF-8, and one whose first byte in UTF-8 went so."""
    made: dict[str, list[Choice]] = defaultdict(list)
    for byte in range(0x80, 0x100):
        c = bytes([byte]).decode("cp1252", "ignore") or chr(byte)
        for form in sorted(_forms(c) - {c}):
            made[form].append((bytes([byte]), CHANGED))
    for byte, more in product(range(0xC2, 0xE0), range(0x80, 0xC0)) if charset == "gbk" else ():
        c = bytes((byte, more)).decode()
        for form in sorted(_forms(c) | {c}):
            made[form].append((bytes((byte, more)), TAKEN if c < "\u0100" else CHANGED * (form != c)))
        if byte > 0xC3:
            made[c].append((bytes((byte, 0xC2, more)), TAKEN))
    return {form: tuple(old) for form, old in made.items()}


@lru_cache(4096)
def _latin_own(c: str) -> Choice:
    """The byte of a character in Latin-1; three where that many bytes of GBK made UTF-8.

    Quotation marks are their own: GBK hardly has the bytes that they would be.
    """
    if c in "‘’“”":
        return WALL_BYTE, UNUSUAL - OUT_OF_STEP
    raw = latin_byte(c)
    three = raw == WALL_BYTE and "\u0800" <= c <= "\uffff" and not "\ud800" <= c <= "\udfff"
    return (c.encode(), STRANGE) if three else (raw, 0.0)


def _plain_own(byte: Callable[[str], bytes], c: str) -> Choice:
    return byte(c), 0.0


def _cheapest(line: str, own: Callable[[str], Choice], made: Choices, after: After) -> tuple[bytes, list[int]]:
    """The likeliest bytes of a line, and for how many of them each character stands.

    own: the bytes of a character that nothing changed.
    """
    longest = max(map(len, made), default=1)
    paths: list[dict[_State, tuple[float, _Link | None]]] = [{} for _ in range(len(line) + 1)]
    paths[0][_START] = 0.0, None
    for at, here in enumerate(paths[:-1]):
        raw, bits = own(line[at])
        choices = [(1, raw, bits + OUT_OF_STEP * (raw == WALL_BYTE) + PLAIN * (line[at] in made and line[at] < "\x7f"))]
        for size in range(1, min(longest, len(line) - at) + 1):
            choices += [(size, raw, bits) for raw, bits in made.get(line[at : at + size], ())]
        for state, (spent, link) in sorted(here.items(), key=_spent)[:BEAM]:
            for size, raw, bits in choices:
                left, more = after(state, raw)
                there, total = paths[at + size], spent + bits + more
                if left not in there or total < there[left][0]:
                    there[left] = total, _Link(link, raw, size)
    parts: list[bytes] = []
    widths: list[int] = []
    ends = paths[-1]
    last = ends[min(ends, key=lambda end: ends[end][0] + OUT_OF_STEP * (end.begun not in (b"", HOLE_BYTE)))][1]
    while last is not None:
        parts.append(last.raw)
        widths += [*[0] * (last.size - 1), len(last.raw)]
        last = last.before
    return b"".join(reversed(parts)), widths[::-1]


def _spent(way: tuple[_State, tuple[float, _Link | None]]) -> float:
    return way[1][0]


@lru_cache(1 << 16)
def _price(c: str, before: str) -> float:
    return cost(c, before)


@lru_cache(1 << 16)
def _after_utf8(state: _State, raw: bytes) -> tuple[_State, float]:
    begun, last = state
    bits = 0.0
    for byte in raw:
        if 0x80 <= byte < 0xC0:
            if begun in (b"", HOLE_BYTE):
                bits += TORN / (1 + bool(begun))
                continue
            begun += bytes([byte])
            if len(begun) == 3 or begun < b"\xe0":
                char = begun.decode("utf-8", "replace")
                bits += _price(char, last) if len(char) == 1 else TORN
                begun, last = b"", char[-1]
            continue
        is_lost = byte in b"?\xff"
        bits += TORN * (begun not in (b"", HOLE_BYTE) and not is_lost)
        begun = bytes([byte]) if 0xC2 <= byte < 0xF0 else HOLE_BYTE if is_lost else b""
    return _State(begun, last), bits


@lru_cache(1 << 16)
def _after_gbk(state: _State, raw: bytes) -> tuple[_State, float]:
    begun, last = state
    bits = 0.0
    for byte in raw:
        if begun in (b"", HOLE_BYTE):
            begun = bytes([byte]) if 0x80 < byte < 0xFF else b""
            continue
        char = (begun + bytes([byte])).decode("gbk", "ignore")
        bits += _price(char, last) if len(char) == 1 and byte >= 0x40 else OUT_OF_STEP
        bits += UNUSUAL * (byte < 0xA1 or begun < b"\xa1")
        begun, last = b"", char[-1:] or "\n"
    return _State(begun, last), bits


@lru_cache(64)
def converted_bytes(way: Direction, line: str) -> tuple[bytes, list[int]]:
    """The bytes of UTF-8 read as GBK that a converter of scripts went over afterwards."""
    return _cheapest(line, partial(_plain_own, gbk_byte), _unconverted(way), _after_utf8)


_LATIN = f"\x80-\xff{''.join(bytes([byte]).decode('cp1252', 'ignore') for byte in range(0x80, 0xA0))}"
_LATIN_SIGNS = re.compile(
    rf"[^\x00-\x7f{_LATIN}\u2e80-\uffff]|(?<![{_LATIN}])[{_LATIN}](?:[{_LATIN}]{{2}})*(?![{_LATIN}])"
)
_LETTERS, _ASIAN = re.compile(f"[{_LATIN}]"), re.compile("[\u2e80-\uffff]")
MOSTLY = 4
"""So many times more letters of Latin-1 than other characters are damage as a whole."""
_GBK_SIGNS = re.compile(r"(?<=[^\x00-\x7f])[!->@-~](?=[^\x00-\x7f])")


def is_cleaned(wrong: str, line: str) -> bool:
    """Whether damage may have gone through a program that cleans Unicode.

    Latin-1 has other signs then, or an odd number of its own in a row, GBK an ASCII sign between two characters.
    """
    if wrong == "gbk":
        return _GBK_SIGNS.search(line) is not None
    return _LATIN_SIGNS.search(line) is not None and len(_LETTERS.findall(line)) > MOSTLY * len(_ASIAN.findall(line))


@lru_cache(64)
def cleaned_bytes(wrong: str, charset: str, line: str) -> tuple[bytes, list[int]]:
    """The bytes of damage that a program which cleans Unicode went over afterwards.

    wrong: the charset in which it was read, Latin-1 or GBK.
    """
    if wrong == "gbk":
        return _cheapest(line, partial(_plain_own, gbk_byte), _gbk_forms(), _after_utf8)
    if charset == "utf-8":
        return _cheapest(line, partial(_plain_own, latin_byte), _latin_forms(charset), _after_utf8)
    return _cheapest(line, _latin_own, _latin_forms(charset), _after_gbk)
