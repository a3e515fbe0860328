"""Writes docs/rules.md from the rules themselves; `python tests/rule_pages.py` after a rule has changed."""

from __future__ import annotations

from pathlib import Path

import parkclean

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
HEAD = """# Rules

Every rule, in the order in which the stages run.
This page is written from the docstrings of the rules, and the examples in it are run by the tests.
A *lossy* rule runs only when it is selected.
A *proved* one acts only where running the damage forward over the repair gives the damaged text back.

```python
>>> from parkclean import clean, explain

```
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for stage in parkclean.DEFAULT.stages:
        parts.append(f"\n## {stage.name}\n")
        for rule in (r for r in parkclean.DEFAULT.rules() if r.id.partition(".")[0] == stage.name):
            tags = "".join(f" · {tag}" for tag, on in (("lossy", rule.risk == "lossy"), ("proved", rule.proved)) if on)
            parts.append(f"\n### `{rule.id}`{tags}\n\n{rule.summary}\n\n{fenced(rule.doc)}\n")
    return "".join(parts)


def fenced(doc: str) -> str:
    """A docstring as Markdown: examples become code blocks, with the blank line that ends a doctest inside."""
    out: list[str] = []
    inside = False
    for line in doc.strip().split("\n"):
        if line.startswith(">>>") and not inside:
            out.append("```python")
            inside = True
        if inside and not line.strip():
            out += ["", "```"]
            inside = False
        out.append(line)
    return "\n".join([*out, "", "```"] if inside else out)


if __name__ == "__main__":
    PAGE.write_bytes(page().encode("utf-8"))
