"""What a type checker makes of the public names, in the program of a user."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typed_program
from libraries import library

import parkclean

HERE = Path(__file__).parent
pytestmark = pytest.mark.long


def mypy(program: Path, folder: Path) -> list[str]:
    """What `mypy --strict` says; our own sources are read, but not judged."""
    library("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", f"--cache-dir={folder}"]
    env = {**os.environ, "MYPYPATH": str(HERE.parent / "src")}
    done = subprocess.run([*command, program], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_every_name_is_what_it_says(tmp_path: Path) -> None:
    assert mypy(HERE / "typed_program.py", tmp_path) == ["Success: no issues found in 1 source file"]


def test_no_name_is_left_out() -> None:
    program = (HERE / "typed_program.py").read_text("utf-8").partition(")\n\nDIRTY")[2]
    assert [name for name in parkclean.__all__ if not re.search(rf"\b{name}\b", program)] == []


def test_the_program_runs() -> None:
    assert typed_program.main() == 0


def test_wrong_uses_are_found(tmp_path: Path) -> None:
    path = HERE / "wrongly_typed_program.py"
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    expected = [(number, line.partition("# ")[2]) for number, line in lines if line.startswith("parkclean.")]
    said = mypy(path, tmp_path)
    found = [(int(m[1]), m[2]) for line in said if (m := re.search(r":(\d+): error: .*\[([a-z-]+)\]$", line))]
    assert found == expected
    assert len(expected) == 11
