"""The catalogue of rules in two languages, written from the rules themselves; `python tests/pages.py` writes all pages.

Chinese sentences are in `docs/_reference/rules.zh.toml`; the examples are those of the docstrings in both languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import parkclean

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "rules.md"
CHINESE = DOCS / "_reference" / "rules.zh.toml"

HEAD = """# Rules

Every rule, in the order in which the stages run.
This page is written from the docstrings of the rules, and the examples in it are run by the tests.
A *lossy* rule runs only when it is selected.
A *proved* one acts only where running the damage forward over the repair gives the damaged text back.

```python
>>> from parkclean import clean, explain

```
"""

HEAD_ZH = """# 规则

全部规则，按各阶段的运行顺序排列。
例子取自规则的文档字符串，由测试逐个运行：先是它修什么，后是它不动什么。
标“有损”的规则只在点名时运行。
标“有证明”的规则，只有当损坏过程在修复结果上重演一遍、恰好得回原文时才动手。

```python
>>> from parkclean import clean, explain

```
"""

TAGS_ZH = {"lossy": "有损", "proved": "有证明"}


def page() -> str:
    """The whole page in English."""
    return HEAD + _body(lambda rule: f"{rule.summary}\n\n{fenced(rule.doc)}", {})


def page_zh() -> str:
    """The whole page in Chinese; KeyError for a rule that has no Chinese entry."""
    stages = {stage: f"{stage} · {name}" for stage, name in chinese()["stages"].items()}
    return HEAD_ZH + _body(_entry_zh, TAGS_ZH | stages)


def _body(tell: Callable[[parkclean.Rule], str], words: dict[str, str]) -> str:
    parts = []
    for stage in parkclean.DEFAULT.stages:
        parts.append(f"\n## {words.get(stage.name, stage.name)}\n")
        for rule in (r for r in parkclean.DEFAULT.rules() if r.id.partition(".")[0] == stage.name):
            kinds = [kind for kind, on in (("lossy", rule.risk == "lossy"), ("proved", rule.proved)) if on]
            tags = "".join(f" · {words.get(kind, kind)}" for kind in kinds)
            parts.append(f"\n### `{rule.id}`{tags}\n\n{tell(rule)}\n")
    return "".join(parts)


@cache
def chinese() -> dict[str, dict[str, str]]:
    """Rule id to `summary` (what it does) and `more` (the evidence, and what stays); `stages` to the stages' names."""
    return tomllib.loads(CHINESE.read_bytes().decode("utf-8"))


def _entry_zh(rule: parkclean.Rule) -> str:
    entry = chinese()[rule.id]
    return f"{entry['summary']}\n\n{entry['more'].strip()}\n\n{examples(rule.doc)}"


def examples(doc: str) -> str:
    """The examples of a docstring alone, as one code block."""
    found = re.findall(r"```python\n(.*?)\n\n```", fenced(doc), re.DOTALL)
    return "```python\n" + "\n".join(found) + "\n\n```"


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


def missing(rules: Iterable[parkclean.Rule]) -> list[str]:
    """Rules and stages without a Chinese entry, and entries without a rule or a stage."""
    ids = {rule.id for rule in rules}
    stages = {one.partition(".")[0] for one in ids}
    return sorted((ids ^ (set(chinese()) - {"stages"})) | (stages ^ set(chinese()["stages"])))
