"""The tutorials run as they stand, and show what our code gives today."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from libraries import library
from notebooks import TUTORIALS, executed
from reports import parsed

nbformat = library("nbformat")
library("nbclient")
library("ipykernel")


def shows(notebook: Any) -> list[list[dict[str, Any]]]:
    """Per cell what it shows, without the numbers of runs and the styles."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", ()):
                output["data"]["text/html"] = re.sub("(?s)<style>.*?</style>", "", output["data"]["text/html"])
    return [
        [{k: v for k, v in output.items() if k != "execution_count"} for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


each_tutorial = pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.name)


def stored(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


@each_tutorial
def test_the_tutorial_runs_and_is_not_stale(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))
    assert shows(executed(path)) == shows(stored(path)), "run python tests/notebooks.py"


def test_the_tutorials_have_the_same_code() -> None:
    english, chinese = (
        [(cell.cell_type, cell.source if cell.cell_type == "code" else "") for cell in stored(path).cells]
        for path in TUTORIALS
    )
    assert chinese == english


@each_tutorial
def test_the_tutorial_is_whole(path: Path) -> None:
    """Executed from top to bottom, shows pages without a script, and needs nothing but the seeds."""
    notebook = stored(path)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    shown = [
        output.data["text/html"]
        for cell in code
        for output in cell.outputs
        if "data" in output and "text/html" in output.data
    ]
    assert len(shown) >= 5
    for html in shown:
        assert not parsed(html).find_all("script")
    imported = {name for cell in code for name in re.findall(r"(?m)^(?:import|from) (\w+)", cell.source)}
    assert imported <= {"parkclean", "pathlib", "tempfile"}
