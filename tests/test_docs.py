"""Documentation that goes stale fails here: every example in it is run."""

from __future__ import annotations

import doctest
from pathlib import Path

import libraries
import pytest
import rule_pages

import parkclean

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run(page: Path) -> None:
    libraries.of_adapters(page.read_bytes().decode("utf-8"))
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.failed == 0


def test_readme_and_ci_run_the_same_test_command() -> None:
    command = "pip install -e '.[test]' && pytest -n 2"
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_links_between_pages_hold() -> None:
    import re

    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_version_is_said_once() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == parkclean.__version__


def test_the_catalogue_is_the_rules() -> None:
    assert rule_pages.PAGE.read_bytes().decode("utf-8") == rule_pages.page(), "run python tests/rule_pages.py"
