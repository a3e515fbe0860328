"""Drives the command as a user does: as a process, with its own standard streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SRC = Path(__file__).parent.parent / "src"


class Result(NamedTuple):
    status: int
    out: str
    err: str


def clean(
    *arguments: object,
    cwd: Path | None = None,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    stdout: int = subprocess.PIPE,
    before: Callable[[], None] | None = None,
) -> Result:
    """Run `clean` with these arguments; both outputs are decoded as UTF-8."""
    done = subprocess.run(
        [sys.executable, "-m", "parkclean", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SRC), **(env or {})},
        preexec_fn=before,
        check=False,
        timeout=60,
    )
    return Result(done.returncode, (done.stdout or b"").decode("utf-8"), done.stderr.decode("utf-8"))


def tree(folder: Path, but: tuple[str, ...] = ("_audit/run.json",)) -> dict[str, bytes]:
    """Every file under a folder by its relative name; what stands outside the promise is left out."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name not in but}


def corpus_of(folder: Path) -> dict[str, bytes]:
    """The clean files of a corpus, without the audit."""
    return {name: data for name, data in tree(folder).items() if not name.startswith("_audit/")}
