"""Bytes to text and back: which encoding, what could not be read, and the same bytes again."""

from __future__ import annotations

from dataclasses import dataclass

from parkclean.document import Document


class DecodeError(ValueError):
    """Bytes that are no text."""


@dataclass(frozen=True)
class Decoding:
    """How bytes were read."""

    encoding: str

    def encode(self, text: str) -> bytes:
        """The bytes again."""
        return text.encode(self.encoding)


def decode(data: bytes, encoding: str | None = None) -> Document:
    """Bytes as a document whose text is decoded."""
    text = data.decode(encoding or "utf-8")
    return Document(data, text, decoding=Decoding(encoding or "utf-8"))
