"""The reference of the command in two languages, written from its argument parser.

What the help line of an option does not say is in `docs/_reference/command.toml`, in both languages.
`python tests/pages.py` writes the pages.
"""

from __future__ import annotations

import argparse
import tomllib
from functools import cache
from pathlib import Path

from parkclean import cli

NOTES = Path(__file__).parent.parent / "docs" / "_reference" / "command.toml"

HEAD = """# The command

`clean`, also `parkclean` and `python -m parkclean`.
This page is written from the argument parser; a test fails when it is stale.

```text
{description}
```
"""
HEAD_ZH = """# 命令

`clean`，也可以写成 `parkclean` 或 `python -m parkclean`。
本页由参数解析器生成；页面一旦过期，测试就会失败。

```text
{description}
```
"""
LABELS = {False: ("choices", "default"), True: ("取值", "默认")}


def actions() -> list[argparse.Action]:
    """Every argument that the parser knows, `--help` aside."""
    return [one for one in cli._parser()._actions if one.dest != "help"]


def title(one: argparse.Action) -> str:
    """How an argument is written: `-o, --output OUT`."""
    value = one.metavar if isinstance(one.metavar, str) else ""
    if one.choices:
        value = "{" + ",".join(map(str, one.choices)) + "}"
    if one.nargs == "?":
        value = f"[{value}]"
    return f"{', '.join(one.option_strings)} {value}".strip()


@cache
def notes() -> dict[str, dict[str, str]]:
    """The longest name of an argument to what is said about it, `en` and `zh`."""
    return tomllib.loads(NOTES.read_bytes().decode("utf-8"))


def key(one: argparse.Action) -> str:
    """What an argument is called in the notes."""
    return max(one.option_strings, key=len) if one.option_strings else one.dest


def missing() -> list[str]:
    """Arguments without notes, notes without an argument, and notes that lack a language."""
    odd = {name for name, said in notes().items() if set(said) != {"en", "zh"}}
    return sorted(({key(one) for one in actions()} ^ set(notes())) | odd)


def page(zh: bool = False) -> str:
    """The whole page; KeyError for an argument without notes."""
    parts = [(HEAD_ZH if zh else HEAD).format(description=cli.DESCRIPTION.strip())]
    for one in actions():
        said = notes()[key(one)]["zh" if zh else "en"].strip()
        help_line = "" if zh else f"{(one.help or '')[:1].upper()}{(one.help or '')[1:]}.\n"
        parts.append(f"\n## `{title(one)}`\n\n{help_line}{said}\n")
    return "".join(parts)
