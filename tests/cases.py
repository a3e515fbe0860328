"""Reads the case files; used by every test that needs texts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "cases"


class Case(NamedTuple):
    file: str
    label: str
    text: str
    clean: str
    rules: list[str]
    options: dict[str, Any]
    known_failure: str

    @property
    def refuses(self) -> bool:
        return self.text == self.clean


def load(pattern: str = "*.toml") -> list[Case]:
    cases = []
    for path in sorted(FOLDER.glob(pattern)):
        for raw in tomllib.loads(path.read_bytes().decode("utf-8"))["case"]:
            text = raw.pop("text")
            cases.append(
                Case(
                    path.stem,
                    raw.pop("label"),
                    text,
                    raw.pop("clean", text),
                    raw.pop("rules", []),
                    {k: raw.pop(k) for k in ("select", "skip", "script", "format") if k in raw},
                    raw.pop("known_failure", ""),
                )
            )
            if raw:
                raise ValueError(f"{path.name}: unknown keys {sorted(raw)} in case {cases[-1].label!r}")
    return cases
