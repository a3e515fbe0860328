"""What a corpus run reports: the counts, some edits to look at, and report.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any, NamedTuple

from parkclean.files import Reject


class FileCount(NamedTuple):
    """One file: characters of the decoded source and of the clean text, and edits by rule.

    A file is one document, or holds many as its records.
    unstable, left_out, documents, changed: how many of its documents still changed in the last round, were not written
    because they repeat another one, were read, and changed.
    """

    file: str
    characters_in: int
    characters_out: int
    rules: Mapping[str, int]
    repeats: int
    unstable: int
    left_out: int = 0
    documents: int = 1
    changed: int = 0


class Sample(NamedTuple):
    """One change as an example of its rule.

    file: the name in the corpus; line: of the source, from 1; record: its number in a file of records.
    before, after: what the rule read and what it left there; context_before, context_after: what stands beside it.
    """

    file: str
    line: int
    before: str
    after: str
    context_before: str
    context_after: str
    record: int | None = None


@dataclass(frozen=True)
class Report:
    """What a corpus run did.

    files: one count for each file, in the order of their names.
    set_aside: files and records that could not be read, and why; of the records of one part of a file the first
    hundred. All are in `_audit/rejects.jsonl`.
    notes: what else the user should know, a line each.
    samples: some changes of each rule; duplicates: the first lines of `_audit/duplicates.jsonl`.
    seconds, jobs: how long it took, and in how many processes; file_seconds: how long each file took.
    """

    files: tuple[FileCount, ...]
    set_aside: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
    samples: Mapping[str, Sequence[Sample]] = field(default_factory=dict, repr=False)
    duplicates: Sequence[Mapping[str, Any]] = field(default=(), compare=False, repr=False)
    seconds: float = field(default=0.0, compare=False)
    jobs: int = field(default=1, compare=False)
    file_seconds: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)

    @property
    def documents(self) -> int:
        """How many documents were written."""
        return sum(one.documents for one in self.files) - self.left_out

    @property
    def left_out(self) -> int:
        """How many documents repeat another one and were not written (`dedup="documents"`)."""
        return sum(one.left_out for one in self.files)

    @property
    def changed(self) -> int:
        """How many documents changed."""
        return sum(one.changed for one in self.files)

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
        """How many repeated paragraphs were dropped; with `dedup="documents"` documents, too."""
        return sum(one.repeats for one in self.files)

    @property
    def unstable(self) -> int:
        """How many documents still changed in the last round and stand in the corpus as they came."""
        return sum(one.unstable for one in self.files)

    @property
    def rules(self) -> dict[str, int]:
        """Edits by rule, sorted by rule."""
        total: dict[str, int] = {}
        for one in self.files:
            for rule, count in one.rules.items():
                total[rule] = total.get(rule, 0) + count
        return dict(sorted(total.items()))

    def slowest(self, n: int = 10) -> list[tuple[str, float]]:
        """The `n` files that took longest, with their seconds, the slowest first."""
        return nsmallest(n, self.file_seconds.items(), key=lambda one: (-one[1], one[0]))

    def to_dict(self) -> dict[str, object]:
        """What report.json holds: everything but time."""
        return {
            "v": 1,
            "documents": self.documents,
            "changed": self.changed,
            "unstable": self.unstable,
            "set_aside": len(self.set_aside),
            "left_out": self.left_out,
            "characters_in": self.characters_in,
            "characters_out": self.characters_out,
            "repeats_dropped": self.repeats,
            "rules": self.rules,
            "files": [_file(one) for one in self.files],
            "samples": [_sample(rule, one) for rule in sorted(self.samples) for one in self.samples[rule]],
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any], set_aside: Sequence[Reject] = ()) -> Report:
        """The report that `to_dict` gave; what was set aside stands in another file."""
        samples: dict[str, list[Sample]] = {}
        for one in found["samples"]:
            samples.setdefault(one["rule"], []).append(Sample(*(one.get(name) for name in Sample._fields)))
        files = tuple(
            FileCount(
                one["file"],
                one["characters_in"],
                one["characters_out"],
                one["rules"],
                one["repeats_dropped"],
                *(one.get(name, default) for name, default in _DEFAULTS.items()),
            )
            for one in found["files"]
        )
        return cls(files, tuple(set_aside), tuple(found["notes"]), samples)

    def to_html(self, *, times: bool = False) -> str:
        """The run as one page of HTML that needs no network; docs/report.md says what it shows.

        times: it names the slowest files, too. Without them it holds the same bytes for the same files.
        It stays under 5 MB whatever their number.
        """
        from parkclean.report.corpus_page import corpus_page

        return corpus_page(self, times)

    def _repr_html_(self) -> str:
        from parkclean.report.cells import report_cell

        return report_cell(self)

    def __repr__(self) -> str:
        return f"<Report: {self.documents} documents, {self.changed} changed, {len(self.set_aside)} set aside>"


_DEFAULTS = {"unstable": 0, "left_out": 0, "documents": 1, "changed": 0}


def _file(one: FileCount) -> dict[str, object]:
    record: dict[str, object] = {
        "file": one.file,
        "characters_in": one.characters_in,
        "characters_out": one.characters_out,
        "repeats_dropped": one.repeats,
        "rules": dict(one.rules),
    }
    return record | {name: getattr(one, name) for name, usual in _DEFAULTS.items() if getattr(one, name) != usual}


def _sample(rule: str, one: Sample) -> dict[str, object]:
    return {"rule": rule, **{name: value for name, value in one._asdict().items() if value is not None}}
