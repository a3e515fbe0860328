"""What a corpus run reports: the counts, and report.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from parkclean.files import Reject


class FileCount(NamedTuple):
    """One document: characters of the decoded source and of the clean text, and edits by rule.

    left_out: it repeats another document, so it was not written.
    """

    file: str
    characters_in: int
    characters_out: int
    rules: Mapping[str, int]
    repeats: int
    unstable: bool
    left_out: bool = False


@dataclass(frozen=True)
class Report:
    """What a corpus run did.

    files: one count for each document, in the order of their names.
    set_aside: the files that could not be read, and why; also in `_audit/rejects.jsonl`.
    notes: what else the user should know, a line each.
    seconds, jobs: how long it took, and in how many processes.
    """

    files: tuple[FileCount, ...]
    set_aside: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    jobs: int = field(default=1, compare=False)

    @property
    def documents(self) -> int:
        """How many documents were written."""
        return len(self.files) - len(self.left_out)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Documents that repeat another one and were not written (`dedup="documents"`)."""
        return tuple(one.file for one in self.files if one.left_out)

    @property
    def changed(self) -> int:
        """How many of them changed."""
        return sum(1 for one in self.files if one.rules)

    @property
    def characters_in(self) -> int:
        """Code points of the decoded sources."""
        return sum(one.characters_in for one in self.files)

    @property
    def characters_out(self) -> int:
        """Code points of the clean texts."""
        return sum(one.characters_out for one in self.files)

    @property
    def repeats(self) -> int:
        """How many repeated paragraphs were dropped."""
        return sum(one.repeats for one in self.files)

    @property
    def unstable(self) -> tuple[str, ...]:
        """Documents that still changed in the last round and stand in the corpus as they came."""
        return tuple(one.file for one in self.files if one.unstable)

    @property
    def rules(self) -> dict[str, int]:
        """Edits by rule, sorted by rule."""
        total: dict[str, int] = {}
        for one in self.files:
            for rule, count in one.rules.items():
                total[rule] = total.get(rule, 0) + count
        return dict(sorted(total.items()))

    def to_dict(self) -> dict[str, object]:
        """What report.json holds: everything but time."""
        return {
            "v": 1,
            "documents": self.documents,
            "changed": self.changed,
            "unstable": len(self.unstable),
            "set_aside": len(self.set_aside),
            "left_out": len(self.left_out),
            "characters_in": self.characters_in,
            "characters_out": self.characters_out,
            "repeats_dropped": self.repeats,
            "rules": self.rules,
            "files": [_file(one) for one in self.files],
        }

    def __repr__(self) -> str:
        return f"<Report: {self.documents} documents, {self.changed} changed, {len(self.set_aside)} set aside>"


def _file(one: FileCount) -> dict[str, object]:
    record: dict[str, object] = {
        "file": one.file,
        "characters_in": one.characters_in,
        "characters_out": one.characters_out,
        "repeats_dropped": one.repeats,
        "rules": dict(one.rules),
    }
    if one.unstable:
        record["unstable"] = True
    if one.left_out:
        record["left_out"] = True
    return record
