"""datasketch is the form in which signatures are kept and exchanged.

A signature is a `LeanMinHash`, an index of kept rows a `MinHashLSH`; both are of use without parkclean.
Signatures compare only if the grams were made and numbered alike, so they travel with `shingles.TAG`.
"""

from __future__ import annotations

import struct
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parkclean.neardup import minhash
from parkclean.neardup.bands import shape
from parkclean.neardup.decision import copied
from parkclean.neardup.scan import checked
from parkclean.neardup.shingles import GRAM, TAG, fold_row, grams, jaccard

if TYPE_CHECKING:
    from datasketch import LeanMinHash, MinHashLSH

__all__ = ["Index", "Match", "check_tag", "from_bytes", "signatures", "to_bytes"]

_LENGTH = struct.Struct("<H")


@dataclass(frozen=True, slots=True)
class Match:
    """A kept row like the one that was asked about: its key, and the exact Jaccard; copied: only as copies differ."""

    key: Hashable
    similarity: float
    copied: bool


def signatures(rows: Iterable[str]) -> list[LeanMinHash]:
    """The signatures of rows, folded first, as datasketch's `LeanMinHash`."""
    return list(minhash.lean(minhash.signatures([fold_row(row) for row in checked(rows, "signatures")])))


def check_tag(theirs: str) -> None:
    """Refuse signatures that were made in another way.

    >>> check_tag("parkclean-gram4-v1")
    Traceback (most recent call last):
        ...
    ValueError: signatures do not compare: these were made with 'parkclean-gram4-v1', here with 'parkclean-gram5-v1'
    """
    if theirs != TAG:
        raise ValueError(f"signatures do not compare: these were made with {theirs!r}, here with {TAG!r}")


def to_bytes(signature: LeanMinHash) -> bytes:
    """A signature as bytes: the tag and its length in front of what `LeanMinHash.serialize` writes."""
    buffer = bytearray(signature.bytesize("<"))
    signature.serialize(buffer, "<")
    tag = TAG.encode()
    return _LENGTH.pack(len(tag)) + tag + bytes(buffer)


def from_bytes(data: bytes) -> LeanMinHash:
    """The signature that `to_bytes` wrote; ValueError for another tag, or for bytes that are no signature."""
    from datasketch import LeanMinHash

    size = _LENGTH.unpack_from(data)[0] if len(data) >= _LENGTH.size else 0
    tag, body = data[_LENGTH.size : _LENGTH.size + size], data[_LENGTH.size + size :]
    if not tag or len(tag) < size or not tag.isascii():
        raise ValueError("not a signature: it does not start with a tag")
    check_tag(tag.decode("ascii"))
    try:
        found = LeanMinHash.deserialize(body, "<")
    except (struct.error, ValueError, TypeError, KeyError, OverflowError, MemoryError) as error:
        raise ValueError(f"not a signature: {len(body)} bytes behind the tag are damaged") from error
    if found.scheme != minhash.SCHEME or found.seed != minhash.SEED or found.bytesize("<") != len(body):
        raise ValueError(f"not a signature: {len(body)} bytes behind the tag are damaged")
    return found


class Index:
    """Kept rows in a `MinHashLSH` that answers "have I seen this?", candidates checked exactly.

    lsh: datasketch's index, with the bands of `dedup`; texts: key to folded row, for the exact check, any mapping.
    tag: of the signatures in it; another one than ours is refused.
    An index on disk or in Redis is a `MinHashLSH` made with `storage_config`, and a mapping that reads there.

    >>> index = Index.of(["园区今年新建了三座实验室，全部免费向学生开放。"])
    >>> index.seen("園區今年新建了三座實驗室,全部免費向學生開放")
    Match(key=0, similarity=1.0, copied=True)
    >>> index.seen("城南的老厂房空了十年才等来新的主人。") is None
    True
    """

    def __init__(
        self, lsh: MinHashLSH, texts: Mapping[Hashable, str], *, threshold: float = 0.8, tag: str = TAG
    ) -> None:
        check_tag(tag)
        if lsh.h != minhash.PERMUTATIONS:
            raise ValueError(f"the index holds signatures of {lsh.h} values, here they have {minhash.PERMUTATIONS}")
        self.lsh = lsh
        self.texts = texts
        self.threshold = threshold
        self.tag = tag

    @classmethod
    def of(cls, rows: Iterable[str], *, keys: Sequence[Hashable] | None = None, threshold: float = 0.8) -> Index:
        """An index of rows; keys: what to call them, by default their numbers."""
        from datasketch import MinHashLSH

        texts = [fold_row(row) for row in checked(rows, "Index")]
        names: Sequence[Hashable] = range(len(texts)) if keys is None else keys
        bands = shape(threshold)
        lsh = MinHashLSH(num_perm=minhash.PERMUTATIONS, params=(bands.bands, bands.rows))
        for key, text, one in zip(names, texts, minhash.lean(minhash.signatures(texts)), strict=True):
            if len(text) >= GRAM:
                lsh.insert(key, one)
        kept = {key: text for key, text in zip(names, texts, strict=True) if len(text) >= GRAM}
        return cls(lsh, kept, threshold=threshold)

    def matches(self, row: str) -> Iterator[Match]:
        """Rows in the index whose exact Jaccard with a row reaches the threshold, in no order."""
        (row,) = checked([row], "Index")
        text = fold_row(row)
        if len(text) < GRAM:
            return
        mine = grams(text)
        (asked,) = minhash.lean(minhash.signatures([text]))
        for key in self.lsh.query(asked):
            score = jaccard(mine, grams(self.texts[key]))
            if score >= self.threshold:
                yield Match(key, score, copied(text, self.texts[key]))

    def seen(self, row: str) -> Match | None:
        """The most alike of the rows that a row repeats, None if it is new; rows shorter than a gram are always new."""
        return max(self.matches(row), key=lambda match: (match.similarity, match.copied, repr(match.key)), default=None)
