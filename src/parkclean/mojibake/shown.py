"""The bytes that a line shows which was read as GBK or Latin-1, as Windows and browsers read them."""

from __future__ import annotations

from functools import lru_cache

HOLE_BYTE = b"\xff"
WALL_BYTE = b"\x00"
"""Stands for a character that the wrong charset does not have: damage cannot reach over it."""

KEPT = 1000
"""Characters of a line whose bytes are kept: each is asked for several times."""


def gbk_bytes(line: str) -> tuple[bytes, list[int]]:
    """GB18030 with its private-use characters; the euro sign is byte 80 to Windows and to browsers."""
    return _kept_gbk_bytes(line) if len(line) <= KEPT else _new_gbk_bytes(line)


@lru_cache(256)
def _kept_gbk_bytes(line: str) -> tuple[bytes, list[int]]:
    return _new_gbk_bytes(line)


def _new_gbk_bytes(line: str) -> tuple[bytes, list[int]]:
    if not ("€" in line or "\x80" in line):
        try:
            raw = HOLE_BYTE.join([part.encode("gb18030") for part in line.split("\ufffd")])
        except UnicodeEncodeError:
            pass
        else:
            widths = [1 if c < "\x80" or c == "\ufffd" else 2 for c in line] if len(raw) <= 2 * len(line) else []
            if sum(widths) == len(raw):
                return raw, widths
    parts = [gbk_byte(c) for c in line]
    return b"".join(parts), [len(p) for p in parts]


@lru_cache(4096)
def gbk_byte(c: str) -> bytes:
    """The bytes of a character in GBK."""
    if c in "€\x80":
        return b"\x80"
    if c == "\ufffd":
        return HOLE_BYTE
    if "\ud800" <= c <= "\udfff":
        return WALL_BYTE
    raw = c.encode("gb18030")
    return raw if len(raw) <= 2 else _windows_own().get(c, WALL_BYTE)


@lru_cache(1)
def _windows_own() -> dict[str, bytes]:
    """Pairs of bytes for which GB18030 has a character, and Windows the next one of private use, in the same order."""
    pairs = [bytes((lead, trail)) for lead in range(0xA1, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F]
    unknown = [raw for raw in pairs if raw.decode("gbk", "replace")[0] == "\ufffd"]
    moved = [raw for raw in unknown if not "\ue000" <= raw.decode("gb18030") <= "\uf8ff"]
    private = [chr(code) for code in range(0xE766, 0xE865) if len(chr(code).encode("gb18030")) > 2]
    return dict(zip(private, moved, strict=True))


@lru_cache(4096)
def latin_byte(c: str) -> bytes:
    """One byte of Windows-1252, with the five it leaves open read as C1 controls."""
    if c < "\x80":
        return c.encode("ascii")
    if c in "\ufffdÿ":
        return HOLE_BYTE if c == "\ufffd" else WALL_BYTE
    try:
        return c.encode("cp1252")
    except UnicodeEncodeError:
        return c.encode("latin-1") if c < "\u0100" else WALL_BYTE
