"""The tutorial runs as it stands, and shows what our code gives today."""

from __future__ import annotations

import re
import sys
from typing import Any

import nbformat
import pytest
from notebooks import TUTORIAL, executed
from reports import parsed


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


@pytest.fixture(scope="module")
def stored() -> Any:
    return nbformat.read(TUTORIAL, as_version=4)


def test_the_tutorial_runs_and_is_not_stale(stored: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))
    assert shows(executed(TUTORIAL)) == shows(stored), "run python tests/notebooks.py"


def test_the_tutorial_is_whole(stored: Any) -> None:
    """Executed from top to bottom, shows pages without a script, and needs nothing but the seeds."""
    nbformat.validate(stored)
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
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
