"""Compressed and plain files as streams of bytes, or as one piece; nothing is inflated without a limit.

Compression is the standard library's gzip, and its zstd (`compression.zstd` of Python 3.14, `backports.zstd` before).
What the bytes mean is not asked here.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from parkclean.decoding import DecodeError
from parkclean.formats.kinds import MIB, Compression, Kind, enough, shown_size

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

AnyPath = str | os.PathLike[str] | int
"""A path, or the number of an open file."""

BLOCK = MIB
"""Bytes that are read or written at a time."""
BOMB_SIZE = 256 * MIB
BOMB_RATIO = 200
"""A stream of more than `BOMB_SIZE` that is `BOMB_RATIO` times its file is a bomb: text packs 3 to 30 times."""
_ZSTD_LEVEL = 3
_GZIP_LEVEL = 6


class _Packing(NamedTuple):
    """How one compression is read and written, and what its reader raises for damaged data."""

    reader: Callable[[IO[bytes]], io.BufferedIOBase]
    writer: Callable[[IO[bytes]], io.BufferedIOBase]
    errors: tuple[type[Exception], ...]


def _packing(compression: Compression) -> _Packing:
    """The library behind a compression, imported when it is needed."""
    return _gzip() if compression == "gz" else _zstd()


def _gzip() -> _Packing:
    import zlib
    from gzip import GzipFile

    def write(file: IO[bytes]) -> GzipFile:
        # No name and no time in the header: the same text gives the same bytes.
        return GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)

    return _Packing(lambda file: GzipFile(fileobj=file, mode="rb"), write, (OSError, zlib.error))


def _zstd() -> _Packing:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    parameter = zstd.CompressionParameter
    options = {parameter.compression_level: _ZSTD_LEVEL, parameter.checksum_flag: 1}

    def write(file: IO[bytes]) -> zstd.ZstdFile:
        packed = zstd.ZstdFile(file, "wb", options={int(key): value for key, value in options.items()})
        packed.write(b"")  # starts a frame: without one even nothing would be no zstd data
        return packed

    return _Packing(zstd.ZstdFile, write, (zstd.ZstdError,))


class _Inflating(io.RawIOBase):
    """A packed file as a raw stream; DecodeError where its data is damaged, ends too early or is a bomb."""

    def __init__(self, file: IO[bytes], compression: Compression) -> None:
        self._file = file
        self._name = compression
        packing = _packing(compression)
        self._errors = packing.errors
        self._stream = packing.reader(file)
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            size = self._stream.readinto(buffer)
        except EOFError:
            raise self._early() from None
        except self._errors as error:
            if isinstance(error, OSError) and error.errno is not None:  # the disk, not the data
                raise
            if self._file.tell() < 2:
                raise self._early() from None
            remedy = "copy or download the file again, or rename it if it is not packed"
            raise DecodeError(f"damaged {self._name} data: {error}; {remedy}") from None
        if size == 0 and self._given == 0 and self._file.tell() == 0:
            raise self._early()  # an empty file: even nothing has a header
        self._given += size
        if self._given > BOMB_SIZE and self._given > BOMB_RATIO * self._file.tell():
            sizes = f"{shown_size(self._given)} from {shown_size(self._file.tell())} of {self._name} data"
            raise DecodeError(f"a decompression bomb: {sizes}; unpack it first if it is sound")
        return size

    def _early(self) -> DecodeError:
        return DecodeError(f"{self._name} data ends too early; copy or download the file again")

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._file.close()
        super().close()


def open_input(path: AnyPath, compression: Compression) -> io.BufferedReader:
    """The bytes of a file after decompression, as a stream. Raises OSError; its reads raise DecodeError."""
    if not compression:
        return cast(io.BufferedReader, open(path, "rb", buffering=BLOCK))
    return io.BufferedReader(_Inflating(open(path, "rb", buffering=BLOCK // 8), compression), BLOCK)


@contextmanager
def open_output(path: AnyPath, compression: Compression) -> Iterator[IO[bytes]]:
    """A file to write to, packed as `compression` says; the same bytes in give the same bytes out."""
    with open(path, "wb", buffering=BLOCK) as file, packing(file, compression) as out:
        yield out


@contextmanager
def packing(file: IO[bytes], compression: Compression) -> Iterator[IO[bytes]]:
    """An open file as a stream that packs what is written to it."""
    if not compression:
        yield file
        return
    with io.BufferedWriter(_packing(compression).writer(file), BLOCK) as out:
        yield cast("IO[bytes]", out)


def hash_content(path: AnyPath, compression: Compression) -> str:
    """The sha256 of what a file holds after decompression. Raises OSError, DecodeError for damaged data."""
    found = hashlib.sha256()
    with open_input(path, compression) as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def read_whole(path: AnyPath, kind: Kind, max_document: int) -> bytes:
    """The bytes of a file that is one document, after decompression.

    max_document: the limit in bytes; at most a block more than that is ever read or inflated.
    Raises DecodeError for a larger file and for damaged compressed data, OSError if the file cannot be read.
    """
    with open_input(path, kind.compression) as file:
        size = 0 if kind.compression else os.fstat(file.fileno()).st_size
        data = b"" if size > max_document else _upto(file, max_document + 1)
    if max(size, len(data)) <= max_document:
        return data
    lines = "use --records line, or " if kind.format == "text" else "use "
    if kind.compression:
        raise DecodeError(f"too large: over {shown_size(max_document)} unpacked; {lines}a larger --max-document")
    raise DecodeError(f"too large: {shown_size(size)}; {lines}--max-document {enough(size)}")


def _upto(file: IO[bytes], size: int) -> bytes:
    """The next bytes of a stream, `size` of them at most; it is asked for no more than it has at a time."""
    blocks: list[bytes] = []
    while size and (block := file.read(min(size, BLOCK))):
        blocks.append(block)
        size -= len(block)
    return b"".join(blocks)


def write_whole(path: AnyPath, data: bytes, kind: Kind) -> None:
    """Write a file that is one document, packed as `kind` says. Raises OSError."""
    with open_output(path, kind.compression) as file:
        file.write(data)
