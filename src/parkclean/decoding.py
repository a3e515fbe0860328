"""Bytes to text and back: which encoding, what could not be read, and the very same bytes again.

Text that was decoded wrongly before it was saved is not this module's business: see `stages/mojibake.py`.
"""

from __future__ import annotations

import codecs
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from parkclean.document import Document
from parkclean.tables import BOMS, COMMON_HAN, DETECTABLE, FULL_MARKS, MAGIC, SUPERSETS

SAMPLE = 8192
"""Non-ASCII bytes that the level rule looks at, taken from three places."""
FLOOR = 0.5
"""Share of level-1 characters under which an encoding is no candidate; Chinese has .6 (traditional in GBK) to .99."""
VALID = 0.999
"""Share of valid multi-byte sequences from which a text is UTF-8 without a second look."""
MOSTLY = 0.75
"""Below `VALID`, a text without another candidate is still UTF-8 from here."""

_ERRORS = "parkclean.note"
_NOTED = re.compile("[\udc00-\udcff]+")
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}|(?:\xef[\xbc\xbd][\x80-\xbf])(?:[\xe3-\xe9][\x80-\xbf]{2})")
_BIG5_MARK = re.compile(rb"\xa1[\x40-\x4f\x75-\x7e]")  # ，、。 and brackets; nothing in GB 18030
_EUC_KANA = re.compile(rb"\xa4[\xa1-\xf3]")
_GB_TOKEN = re.compile(rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])|[\x80-\xff]")
_BIG5_TOKEN = re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]|[\x80-\xff]")


class DecodeError(ValueError):
    """Bytes that are no text, or text in an encoding that cannot be told for sure."""


class Span(NamedTuple):
    """A stretch of the decoded text whose bytes the main encoding does not give.

    source: the name of the codec that gives them, or the very bytes.
    """

    start: int
    end: int
    source: str | bytes


@dataclass(frozen=True)
class Decoding:
    """How bytes were read.

    encoding: the codec of everything outside `spans`.
    bom: the byte order mark that stood in front.
    spans: sorted, not overlapping.
    """

    encoding: str
    bom: bytes = b""
    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the text, written as UTF-8, gives the source bytes."""
        return self.encoding == "utf-8" and not self.bom and not self.spans

    def encode(self, text: str) -> bytes:
        """The very bytes that gave `text`, the decoded text."""
        parts = [self.bom]
        at = 0
        for start, end, source in self.spans:
            parts.append(text[at:start].encode(self.encoding))
            parts.append(source if isinstance(source, bytes) else text[start:end].encode(source))
            at = end
        parts.append(text[at:].encode(self.encoding))
        return b"".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """As the ledger holds it, in a line of its own or in the note of a record (docs/audit.md)."""
        found: dict[str, Any] = {"encoding": self.encoding}
        if self.bom:
            found["bom"] = self.bom.hex()
        sections = [[start, end, source] for start, end, source in self.spans if isinstance(source, str)]
        raw = [[start, end, b64encode(s).decode("ascii")] for start, end, s in self.spans if isinstance(s, bytes)]
        return found | ({"sections": sections} if sections else {}) | ({"raw": raw} if raw else {})

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Decoding:
        """The decoding that `to_dict` gave; other keys do not count."""
        spans = [Span(start, end, codec) for start, end, codec in found.get("sections", ())]
        spans += [Span(start, end, b64decode(raw)) for start, end, raw in found.get("raw", ())]
        spans.sort(key=lambda span: span[:2])
        return cls(found["encoding"], bytes.fromhex(found.get("bom", "")), tuple(spans))

    def undecodable(self, text: str) -> Iterator[tuple[int, int, bytes]]:
        """Where U+FFFD stands in `text`, the decoded text, for bytes that could not be read; and these bytes."""
        for start, end, source in self.spans:
            if isinstance(source, bytes) and not text[start:end].strip("\ufffd"):
                yield start, end, source


def decode(data: bytes, encoding: str | None = None) -> Document:
    r"""Bytes as a document whose text is decoded.

    >>> decode("中文".encode("gb18030")).text
    '中文'
    >>> decode(b"\xe4\xb8\xad \xe6\x96\x87 caf\xe9 \xe5\xad\x97").restore()
    b'\xe4\xb8\xad \xe6\x96\x87 caf\xe9 \xe5\xad\x97'

    encoding: overrides detection; bytes that it cannot read become U+FFFD.
    Without it: BOM; UTF-8 if 99.9 % of the multi-byte sequences are valid; else GB18030, Big5 or UTF-16 by the share of
    characters that GB 2312 and Big5 hold in their first level, the common ones.
    Lines in another encoding than the rest are read in theirs.
    Raises DecodeError for bytes that are no text, ValueError for an encoding that nobody knows.
    """
    bom, named = _bom(data)
    if encoding is not None:
        codec = known_encoding(encoding)
        kept = bom if named and _fits(codec, named) else b""
        base = named if kept and codec in ("utf-16", "utf-32") else codec
        return _document(data, kept, [(data[len(kept) :], _ENDIAN.get(base, base))])
    body = data[len(bom) :]
    if named and named != "utf-8":
        document = _document(data, bom, [(body, named)])
        _refuse_binary(body, document)
        return document
    return _document(data, bom, _chunks(body))


def decode_line(data: bytes, base: str) -> Document:
    """One line of a file that is read line by line, as `decode` reads it where it stands among the other lines.

    base: the encoding of the file, as `decode` tells it from its head; UTF-8 or one in which ASCII is ASCII.
    A byte order mark in front is taken off, whatever line it is.
    """
    bom, named = _bom(data)
    bom = bom if named == "utf-8" else b""
    body = data[len(bom) :]
    codec = "utf-8" if bom and _is_utf8(body) else base if body.isascii() else _line_codec(body, base)
    return _document(data, bom, [(body, codec)])


_ENDIAN = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def known_encoding(name: str) -> str:
    """The codec's own name. Raises ValueError, with the nearest name, if there is none that gives text."""
    try:
        info = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        from encodings.aliases import aliases

        near = get_close_matches(name.lower().replace("-", "_"), sorted({*aliases, *aliases.values()}), 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else "try utf-8, gb18030, big5 or utf-16"
        raise ValueError(f"unknown encoding {name!r}; {hint}") from None
    return SUPERSETS.get(info.name, info.name)


def _bom(data: bytes) -> tuple[bytes, str]:
    for mark, codec in BOMS:
        if data.startswith(mark) and not (codec == "utf-32-le" and len(data) % 4):
            return mark, codec
    return b"", ""


def _fits(codec: str, named: str) -> bool:
    """Whether a BOM belongs to the encoding that the caller named."""
    return codec.replace("-sig", "") == named or _ENDIAN.get(codec, "")[:6] == named[:6] != ""


# --- which encoding -----------------------------------------------------------------------------------------------


def _chunks(data: bytes) -> list[tuple[bytes, str]]:
    """The bytes cut into stretches of one encoding each; mostly one."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _without_utf8(data)
    if data.find(0) >= 0 and (wide := _utf16(data)):
        return [(data, wide)]
    _refuse_binary(data)
    return [(data, "utf-8")]


def _without_utf8(data: bytes) -> list[tuple[bytes, str]]:
    if wide := _utf16(data):
        return [(data, wide)]
    _refuse_binary(data)
    sample = _sample(data)
    sample = data if sample.isascii() else sample
    good, bad = _utf8_share(sample)
    if good > bad:
        good, bad = _utf8_share(data)
        chunks = list(_by_line(data, "utf-8"))
        if good >= VALID * (good + bad):
            return chunks
        counts = [_utf8_share(chunk) for chunk, codec in chunks if codec == "utf-8"]
        good, bad = sum(good for good, _ in counts), sum(bad for _, bad in counts)
        if good >= MOSTLY * (good + bad):
            return chunks
    lines = [line for line in sample.split(b"\n") if not line.isascii() and not _is_utf8(line)]
    codec, guesses = _legacy(b"\n".join(lines))
    if not codec:
        raise DecodeError(_what_is_it(data, guesses))
    if _reads(data, codec) and not _suspicious(data, codec):
        return [(data, codec)]
    return list(_by_line(data, codec))


def _by_line(data: bytes, base: str) -> Iterator[tuple[bytes, str]]:
    """Neighbouring lines of one encoding together; lines that `base` reads well, and ASCII, are in `base`."""
    stretch: list[bytes] = []
    now = base
    for line in _lines(data):
        codec = now if line.isascii() else _line_codec(line, base)
        if codec != now:
            if stretch:
                yield b"".join(stretch), now
            stretch, now = [], codec
        stretch.append(line)
    if stretch:
        yield b"".join(stretch), now


def _lines(data: bytes) -> list[bytes]:
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _line_codec(line: bytes, base: str) -> str:
    if base == "utf-8":
        if _is_utf8(line):
            return base
        good, bad = _utf8_share(line)
        return base if good > bad else _legacy(line, 0.6)[0] or base
    if not _suspicious(line, base) and _reads(line, base):
        return base
    if _UTF8_RUN.search(line) and _is_utf8(line):
        return "utf-8"
    return _legacy(line, 0.6)[0] or base


def _suspicious(data: bytes, base: str) -> bool:
    """Whether something looks like another encoding, though `base` may be able to read it."""
    return bool(_UTF8_RUN.search(data) or (base == "gb18030" and _BIG5_MARK.search(data)))


def _is_utf8(data: bytes) -> bool:
    return _reads(data, "utf-8")


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _utf8_share(data: bytes) -> tuple[int, int]:
    """How many multi-byte sequences are valid UTF-8, and how many are not; where many are not, their bytes."""
    text = data.decode("utf-8", "surrogateescape")
    valid = text.encode("utf-8", "ignore").decode("utf-8")
    good, bad = len(valid) - len(valid.encode("ascii", "ignore")), len(text) - len(valid)
    return good, bad if bad > good else sum(_replacements(_noted(m), "utf-8") for m in _NOTED.finditer(text))


def _legacy(data: bytes, floor: float = FLOOR) -> tuple[str, list[tuple[str, float]]]:
    """The encoding of the GB or the Big5 family that the bytes are in, or "", and the share of each."""
    sample = _sample(data)
    shares = sorted(((codec, _share(sample, codec)) for codec in ("gb18030", "cp950")), key=lambda x: -x[1])
    codec, share = shares[0]
    if share < floor or not _is_chinese(sample, codec):
        return "", shares
    if codec == "cp950" and not _reads(data, codec):
        # Hong Kong's extension covers more, and reads a few marks in another way: second choice.
        codec = min(("cp950", "big5hkscs"), key=lambda c: len(_NOTED.findall(_noting(data, c))))
    return codec, shares


def _sample(data: bytes) -> bytes:
    """Pieces from three places that hold `SAMPLE` non-ASCII bytes together; each starts between two characters."""
    if len(data) <= SAMPLE:
        return data
    pieces = []
    for place in (0, len(data) // 3, 2 * len(data) // 3):
        start = place and data.find(b"\n", place, place + 65536) + 1
        if place and not start:
            continue
        end = start
        wide = 0
        while wide < SAMPLE // 3 and end < len(data):
            step = data[end : end + 1024]
            wide += len(step) - len(step.translate(None, bytes(range(128, 256))))
            end += 1024
        pieces.append(data[start:end].rpartition(b"\n")[0] or data[start:end])
    return b"\n".join(pieces)


def _share(sample: bytes, codec: str) -> float:
    """The share of characters that stand in the first level of the encoding, or are common marks."""
    tokens = (_GB_TOKEN if codec == "gb18030" else _BIG5_TOKEN).findall(sample)
    known = _level_one(codec)
    return sum(token in known for token in tokens) / len(tokens) if tokens else 0.0


def _is_chinese(sample: bytes, codec: str) -> bool:
    """Korean and Japanese in their EUC encodings fill the same rows; but 的 and 一 are not frequent there."""
    han = [c for c in sample.decode(codec, "replace") if "一" <= c <= "鿿"]
    if len(han) < 100:
        return True
    kana = len(_EUC_KANA.findall(sample))
    return sum(c in COMMON_HAN for c in han) >= 0.06 * len(han) and kana < 0.25 * len(han)


@cache
def _level_one(codec: str) -> frozenset[bytes]:
    leads, trails, last = (
        (range(0xB0, 0xD8), [*range(0xA1, 0xFF)], b"\xd7\xf9")
        if codec == "gb18030"
        else (range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)], b"\xc6\x7e")
    )
    level = {pair for lead in leads for trail in trails if (pair := bytes((lead, trail))) <= last}
    marks = {mark.encode(codec, "ignore") for mark in FULL_MARKS} - {b""}
    return frozenset(level | marks)


@cache
def _common_characters() -> frozenset[str]:
    levels = b"".join(_level_one("gb18030")).decode("gb18030") + b"".join(_level_one("cp950")).decode("cp950", "ignore")
    return frozenset(levels + FULL_MARKS + "\t\n\r\u3000" + "".join(map(chr, range(32, 127))))


def _utf16(data: bytes) -> str:
    """UTF-16 without a BOM, or ""."""
    if len(data) < 4:
        return ""
    third = len(data) // 3 & ~1
    pieces = [data[at : at + SAMPLE // 3 // 2 * 2] for at in (0, third, 2 * third)] if len(data) > SAMPLE else [data]
    for codec in ("utf-16-le", "utf-16-be"):
        text = "".join(piece.decode(codec, "replace") for piece in pieces)
        known = _common_characters()
        if sum(c in known for c in text) >= MOSTLY * len(text) and _has_han_or_nul_halves(text, data):
            return codec
    return ""


def _has_han_or_nul_halves(text: str, data: bytes) -> bool:
    """ASCII text read as pairs can look like rare Han; UTF-16 shows NUL halves or Han that repeats as Chinese does."""
    return 0 in data or sum("一" <= c <= "鿿" for c in text) >= 0.5 * len(text)


def _refuse_binary(data: bytes, document: Document | None = None) -> None:
    """Raise DecodeError if control characters make up 30 % of the bytes, or of the text."""
    if document is None:
        sample = data[:SAMPLE] + data[len(data) // 2 : len(data) // 2 + SAMPLE]
        controls = len(sample) - len(sample.translate(None, _CONTROLS))
    else:
        sample = document.text[:SAMPLE].encode("utf-8")
        controls = len(sample) - len(sample.translate(None, _CONTROLS)) + 3 * document.text[:SAMPLE].count("\ufffd")
    if controls >= 16 and controls > 0.3 * len(sample):
        raise DecodeError(_what_is_it(data, []))


def _what_is_it(data: bytes, guesses: list[tuple[str, float]]) -> str:
    for start, name in MAGIC:
        if data.startswith(start):
            return f"not text, but {name}{', or' if ';' in name else ';'} leave it out"
    if not guesses:
        return "not text: mostly control characters; leave it out, or name its encoding with --encoding NAME"
    best = ", ".join(f"{DETECTABLE[codec]} {share:.0%}" for codec, share in guesses)
    return (
        f"not text in UTF-8, UTF-16, GB18030 or Big5 (best guesses, by the share of common characters: {best}); "
        f"name its encoding with --encoding NAME, or leave it out"
    )


# --- reading, exactly ---------------------------------------------------------------------------------------------


def _note(error: UnicodeError) -> tuple[str, int]:
    """Keep bad bytes as U+DC00 to U+DCFF: no decoder gives these, so they mark what could not be read."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_ERRORS, _note)


def _noting(data: bytes, codec: str) -> str:
    """The text, with bad bytes kept as surrogates; Python's own handler does that faster, but not for ASCII bytes."""
    try:
        return data.decode(codec, "surrogateescape")
    except UnicodeDecodeError:
        return data.decode(codec, _ERRORS)


def _noted(m: re.Match[str]) -> bytes:
    return bytes(ord(c) - 0xDC00 for c in m.group())


def _replacements(raw: bytes, codec: str) -> int:
    """How many U+FFFD stand for bad bytes: in UTF-8 one for each maximal part of a sequence, as Unicode recommends."""
    return len(raw.decode("utf-8", "replace")) if codec == "utf-8" else len(raw)


def _document(data: bytes, bom: bytes, chunks: list[tuple[bytes, str]]) -> Document:
    """Read every chunk; the encoding of most bytes is the main one."""
    sizes: dict[str, int] = {}
    for chunk, codec in chunks:
        sizes[codec] = sizes.get(codec, 0) + len(chunk)
    main = max(sizes, key=lambda codec: sizes[codec], default="utf-8")
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for chunk, codec in chunks:
        text, found = _read(chunk, codec)
        if codec == main:
            spans += [Span(at + start, at + end, source) for start, end, source in found]
        else:
            spans += _filled(found, at, len(text), codec)
        texts.append(text)
        at += len(text)
    return Document(data, "".join(texts), decoding=Decoding(main, bom, tuple(spans)))


def _filled(found: list[Span], at: int, length: int, codec: str) -> Iterator[Span]:
    """The spans of a chunk in another encoding than the main one: what lies between the raw ones is in `codec`."""
    here = 0
    for start, end, source in [*found, Span(length, length, b"")]:
        if here < start:
            yield Span(at + here, at + start, codec)
        if source:
            yield Span(at + start, at + end, source)
        here = end


def _read(data: bytes, codec: str) -> tuple[str, list[Span]]:
    """The text, and the spans whose bytes the codec does not give back."""
    try:
        text, spans = _marked(data, codec)
    except UnicodeError as error:
        raise DecodeError(f"cannot be read as {codec}: {error}") from None
    if codec == "utf-8" or _gives(codec, spans, text, data):
        return text, spans
    lines = _lines(data)
    if len(lines) == 1 or codec.startswith(("utf", "iso2022", "hz")):
        # UTF-7 can give lone surrogates, which no clean file can hold.
        text = re.sub("[\ud800-\udfff]", "\ufffd", text) or "\ufffd"
        return text, _by_character(data, text, codec) or [Span(0, len(text), data)]
    texts: list[str] = []
    exact: list[Span] = []
    at = 0
    for line in lines:
        part, found = _read(line, codec)
        exact += [Span(at + start, at + end, source) for start, end, source in found]
        texts.append(part)
        at += len(part)
    return "".join(texts), exact


def _gives(codec: str, spans: list[Span], text: str, data: bytes) -> bool:
    try:
        return Decoding(codec, b"", tuple(spans)).encode(text) == data
    except UnicodeError:
        return False


def _marked(data: bytes, codec: str) -> tuple[str, list[Span]]:
    text = _noting(data, codec)
    parts: list[str] = []
    spans: list[Span] = []
    at = shift = 0
    for m in _NOTED.finditer(text):
        raw = _noted(m)
        count = _replacements(raw, codec)
        parts += text[at : m.start()], "\ufffd" * count
        spans.append(Span(m.start() + shift, m.start() + shift + count, raw))
        shift += count - len(raw)
        at = m.end()
    return ("".join([*parts, text[at:]]), spans) if spans else (text, spans)


def _by_character(data: bytes, text: str, codec: str) -> list[Span]:
    """Spans for the single characters that have two codes, such as 十 in Big5; none if that does not explain `data`."""
    spans: list[Span] = []
    at = 0
    for i, c in enumerate(text):
        code = c.encode(codec, "replace")
        here = data[at : at + len(code)]
        if here != code:
            if here.decode(codec, "replace") != c:
                return []
            spans.append(Span(i, i + 1, here))
        at += len(here)
    return spans if at == len(data) else []
