"""The bytes of UTF-8 read as GBK, where a converter of scripts went over the damage afterwards.

Damage has characters of both scripts, each where its bytes happen to be; a line of it that has those of one script
alone was converted.
Which character stood there the bytes tell: of all that the converter makes into one, few go on with UTF-8.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import product

from parkclean.han import Direction, convert
from parkclean.mojibake.gbkbytes import gbk_bytes
from parkclean.mojibake.model import single

FEWEST = 12
"""So many characters of damage have some of both scripts."""
TORN = 12.0
"""Bits that a byte costs that does not go on with UTF-8; half of that behind a byte that was lost."""
CHANGED = 1.0
"""Bits that a character costs that the converter changed."""
_LOST = b"?"


@lru_cache(2)
def _before(way: Direction) -> dict[str, tuple[str, ...]]:
    """What a converter made each character of; nothing for those that it makes of themselves alone."""
    pairs = (bytes(pair) for pair in product(range(0x81, 0xFF), range(0x40, 0xFF)))
    chars = [c for pair in pairs if "\u4e00" <= (c := pair.decode("gbk", "ignore")) <= "\u9fff" and len(c) == 1]
    made: dict[str, list[str]] = defaultdict(list)
    for c, new in zip(chars, convert("\n".join(chars), way).split("\n"), strict=True):
        if new != c and len(new) == 1:
            made[new].append(c)
    return {new: tuple(old) for new, old in made.items()}


def way_of(line: str) -> Direction | None:
    """How a line of damage was converted; nothing where it has characters of both scripts."""
    if sum("\u4e00" <= c <= "\u9fff" for c in line) < FEWEST:
        return None
    ways: tuple[Direction, ...] = "t2s", "s2t"
    return next((way for way in ways if convert(line, way) == line), None)


@lru_cache(64)
def unconverted(line: str, way: Direction) -> str:
    """The line as it was before, as far as its bytes are UTF-8 then."""
    made = _before(way)
    paths: dict[bytes, tuple[float, str]] = {_LOST: (0.0, "")}
    for c in line:
        reached: dict[bytes, tuple[float, str]] = {}
        for choice in (c, *made.get(c, ())):
            raw = _LOST if choice == "\ufffd" else choice.encode("gb18030", "replace")
            for begun, (bits, text) in paths.items():
                left, more = _after(begun, raw)
                found = bits + more + CHANGED * (choice != c), text + choice
                if left not in reached or found < reached[left]:
                    reached[left] = found
        paths = reached
    return min(paths.values())[1]


@lru_cache(1 << 16)
def _after(begun: bytes, raw: bytes) -> tuple[bytes, float]:
    """What is begun of a character in UTF-8 behind more bytes, and the bits that they cost."""
    bits = 0.0
    for byte in raw:
        if 0x80 <= byte < 0xC0:
            if begun in (b"", _LOST):
                bits += TORN / (1 + bool(begun))
                continue
            begun += bytes([byte])
            if len(begun) == 3 or begun < b"\xe0":
                char = begun.decode("utf-8", "replace")
                bits += single(char) if len(char) == 1 else TORN
                begun = b""
            continue
        bits += TORN * (begun not in (b"", _LOST) and byte != _LOST[0])
        begun = bytes([byte]) if 0xC2 <= byte < 0xF0 else _LOST if byte == _LOST[0] else b""
    return begun, bits


def converted_bytes(way: Direction, line: str) -> tuple[bytes, list[int]]:
    """The bytes of what a converter of scripts went over afterwards."""
    return gbk_bytes(unconverted(line, way))
