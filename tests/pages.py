"""Writes every page, and every part of a page, that is made from code or from result files: `python tests/pages.py`."""

from __future__ import annotations

from pathlib import Path

import api_pages
import command_pages
import figures
import rule_pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def generated() -> dict[Path, str]:
    """Path to what the file must hold."""
    pages = {
        DOCS / "rules.md": rule_pages.page(),
        DOCS / "rules.zh.md": rule_pages.page_zh(),
        DOCS / "api.md": api_pages.page(),
        DOCS / "api.zh.md": api_pages.page(zh=True),
        DOCS / "command.md": command_pages.page(),
        DOCS / "command.zh.md": command_pages.page(zh=True),
    }
    for path in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        text = path.read_bytes().decode("utf-8")
        if figures.MARK.search(text):
            pages[path] = figures.filled(text)
    return pages


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_bytes(text.encode("utf-8"))
