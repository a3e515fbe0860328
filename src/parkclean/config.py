"""Options from a file: `parkclean.toml`, or `[tool.parkclean]` in `pyproject.toml`, of the folder one works in.

Keys are the options of the command (`text-key = "content"`); what is said on the command line goes first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parkclean.files import RefusedError, shown
from parkclean.pipeline import unknown

FILES = ("parkclean.toml", "pyproject.toml")

OPTIONS: Mapping[str, type] = {
    "audit": str,
    "dedup": str,
    "encoding": str,
    "format": str,
    "jobs": int,
    "max-document": str,
    "quiet": bool,
    "records": str,
    "report": bool,
    "script": str,
    "select": list,
    "skip": list,
    "text-key": str,
    "times": bool,
}


def configured(path: str | None = None, folder: str = ".") -> tuple[str, dict[str, Any]]:
    """The file, and the options that it sets, by the names that the parser of the command gives them (`text_key`).

    path: the file; None: the first of `FILES` in `folder` that has any.
    Raises RefusedError, which names file and key, for a file that cannot be read, an unknown option or a value of
    another type.
    """
    if path is not None:
        return path, _checked(path, _table(path, _read(path)))
    for name in FILES:
        file = Path(folder, name)
        if file.is_file() and (table := _table(file, _read(file))):
            return str(file), _checked(file, table)
    return "", {}


def _read(path: str | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise RefusedError(f"{shown(path)}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusedError(f"{shown(path)}: not valid TOML: {error}") from None


def _table(path: str | Path, found: dict[str, Any]) -> dict[str, Any]:
    if Path(path).name != "pyproject.toml":
        return found
    tool = found.get("tool")
    table = tool.get("parkclean") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def _checked(path: str | Path, table: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in OPTIONS:
            raise RefusedError(f"{shown(path)}: {unknown('option', key, sorted(OPTIONS))}")
        wanted = OPTIONS[name]
        if name == "max-document" and type(value) is int:
            value = str(value)
        if type(value) is not wanted or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            raise RefusedError(f"{shown(path)}: {key} = {value!r}; {_EXPECTED[wanted]}")
        options[name.replace("-", "_")] = ",".join(value) if isinstance(value, list) else value
    return options


_EXPECTED = {
    str: "it takes a string in quotes",
    int: "it takes a whole number",
    bool: "it takes true or false",
    list: "it takes a list of strings",
}
