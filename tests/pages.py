"""Writes every page, and every part of a page, that is made from code or from result files: `python tests/pages.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import api_pages
import command_pages
import figures
import rule_pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

WHOLE: dict[Path, Callable[[], str]] = {
    DOCS / "rules.md": rule_pages.page,
    DOCS / "rules.zh.md": rule_pages.page_zh,
    DOCS / "api.md": api_pages.page,
    DOCS / "api.zh.md": partial(api_pages.page, zh=True),
    DOCS / "command.md": command_pages.page,
    DOCS / "command.zh.md": partial(command_pages.page, zh=True),
}
"""Pages of which every line is written."""


def made() -> list[Path]:
    """The files that are written, in whole or in part."""
    texts = [path for path in (ROOT / "README.md", *sorted(DOCS.rglob("*.md"))) if path not in WHOLE]
    return [*WHOLE, *(path for path in texts if figures.MARK.search(read(path)))]


def fresh(path: Path) -> str:
    """What a file must hold; KeyError for a rule, a name or an argument that lacks its sentences."""
    return WHOLE[path]() if path in WHOLE else figures.filled(read(path))


def read(path: Path) -> str:
    """The text of a file, line ends as they are."""
    return path.read_bytes().decode("utf-8")


if __name__ == "__main__":
    for path in made():
        path.write_bytes(fresh(path).encode("utf-8"))
