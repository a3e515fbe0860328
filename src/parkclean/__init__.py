"""parkclean: clean Chinese corpora, and say what was done.

Public names only; each is imported when it is first used, so that `import parkclean` costs almost nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parkclean.api import clean, explain, read
    from parkclean.corpus import Report, Restored, clean_corpus, restore_corpus
    from parkclean.decoding import DecodeError
    from parkclean.document import Change, Document
    from parkclean.edits import Edit
    from parkclean.neardup.across import dedup
    from parkclean.neardup.results import Deduped, Duplicate
    from parkclean.pipeline import Options, Pipeline
    from parkclean.progress import progress_bar
    from parkclean.rules import Lines, Rule, RuleStage, Seen, Stage, rule
    from parkclean.stages import DEFAULT

__version__ = "0.1.0"

_HOME = {
    "clean": "api",
    "explain": "api",
    "read": "api",
    "clean_corpus": "corpus",
    "Report": "corpus",
    "Restored": "corpus",
    "restore_corpus": "corpus",
    "DecodeError": "decoding",
    "Change": "document",
    "Document": "document",
    "Edit": "edits",
    "dedup": "neardup.across",
    "Deduped": "neardup.results",
    "Duplicate": "neardup.results",
    "Options": "pipeline",
    "Pipeline": "pipeline",
    "progress_bar": "progress",
    "Lines": "rules",
    "Rule": "rules",
    "RuleStage": "rules",
    "Seen": "rules",
    "Stage": "rules",
    "rule": "rules",
    "DEFAULT": "stages",
}

__all__ = [
    "DEFAULT",
    "Change",
    "DecodeError",
    "Deduped",
    "Document",
    "Duplicate",
    "Edit",
    "Lines",
    "Options",
    "Pipeline",
    "Report",
    "Restored",
    "Rule",
    "RuleStage",
    "Seen",
    "Stage",
    "clean",
    "clean_corpus",
    "dedup",
    "explain",
    "progress_bar",
    "read",
    "restore_corpus",
    "rule",
]


if not TYPE_CHECKING:  # to a type checker it would mean that any name is there, misspelt ones too

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'parkclean' has no attribute {name!r}")
        value = getattr(import_module(f"parkclean.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
