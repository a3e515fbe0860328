"""Runs the console blocks of a page, and writes down what they print: `python tests/consoles.py [PAGE ...]`.

A block holds commands behind `$ `, lines of the same command behind `> `, and what they print.
The commands of a page run one after another in one empty folder that has a copy of `seeds`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r"\d+\.\d+ s\b")
"""How long a run took is the one thing that differs from run to run."""


class Step(NamedTuple):
    """A command as it is shown, and what the page says that it prints."""

    command: str
    shown: str


def steps(block: str) -> Iterator[Step]:
    """The commands of a block; ValueError for a block that starts with something else."""
    command, shown = "", ""
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            if command:
                yield Step(command, shown)
            command, shown = line[2:], ""
        elif command and line.startswith((">\n", "> ")) and not shown:
            command += line[2:] if line.startswith("> ") else line[1:]
        elif command:
            shown += line
        else:
            raise ValueError(f"a console block starts with '$ ', not {line!r}")
    if command:
        yield Step(command, shown)


def as_typed(command: str) -> str:
    """A command as a block shows it."""
    first, *others = command.splitlines(keepends=True)
    return f"$ {first}" + "".join(f"> {line}" if line.strip() else f">{line}" for line in others)


def blocks(page: str) -> list[str]:
    """The console blocks of a page."""
    return BLOCK.findall(page)


class Shell:
    """A folder in which commands run as on a reader's machine; use it in a `with`.

    installed: the `bin` of an environment that has parkclean; without it our sources and this Python are used.
    """

    def __init__(self, installed: Path | None = None) -> None:
        self._installed = installed

    def __enter__(self) -> Shell:
        self._folder = tempfile.TemporaryDirectory(prefix="console-")
        home = Path(self._folder.name)
        self._here = home / "here"
        self._here.mkdir()
        shutil.copytree(ROOT / "seeds", self._here / "seeds")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self._env = {**kept, "LC_ALL": "C.UTF-8", "COLUMNS": "100", "HOME": str(home)}
        tools = self._installed or self._sources(home / "bin")
        self._env["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
        return self

    def _sources(self, tools: Path) -> Path:
        """The commands of an environment, for our sources."""
        tools.mkdir()
        for name, call in (("clean", "-m parkclean"), ("python", "")):
            tool = tools / name
            tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n', "utf-8")
            tool.chmod(0o755)
        self._env["PYTHONPATH"] = str(ROOT / "src")
        return tools

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run(self, command: str) -> str:
        """What a command prints, errors included."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self._here,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        printed = done.stdout.decode("utf-8", "replace")
        return printed if printed.endswith("\n") or not printed else printed + "\n"


def comparable(printed: str) -> str:
    """Without the seconds that a run took."""
    return SECONDS.sub("0.0 s", printed)


def told(page: str, installed: Path | None = None) -> Iterator[tuple[Step, str]]:
    """Every command of a page with what it prints now; `installed` as for `Shell`."""
    with Shell(installed) as shell:
        for block in blocks(page):
            for step in steps(block):
                yield step, shell.run(step.command)


def rewritten(page: str) -> str:
    """The page with what its commands print now; what differs in seconds only is left."""
    now = iter(list(told(page)))

    def fresh(found: re.Match[str]) -> str:
        out = []
        for step in steps(found[1]):
            _, printed = next(now)
            out.append(
                as_typed(step.command) + (step.shown if comparable(step.shown) == comparable(printed) else printed)
            )
        return "```console\n" + "".join(out) + "```"

    return BLOCK.sub(fresh, page)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]] or [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for path in given:
        before = path.read_bytes().decode("utf-8")
        if blocks(before):
            path.write_bytes(rewritten(before).encode("utf-8"))
