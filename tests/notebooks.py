"""Runs the tutorials and writes what they show; `python tests/notebooks.py` after cells or output changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TUTORIALS = [Path(__file__).parent.parent / "docs" / name for name in ("tutorial.ipynb", "tutorial.zh.ipynb")]
"""The same cells of code in English and in Chinese."""
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def executed(path: Path) -> Any:
    """The notebook with what its cells give now; without what differs from run to run.

    It runs in its own folder, as it does when somebody opens it.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", record_timing=False, resources={"metadata": {"path": path.parent}}
    )
    client.execute()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            # A bar on standard error tells the time.
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return notebook


def main() -> None:
    import nbformat

    for path in TUTORIALS:
        nbformat.write(executed(path), path)


if __name__ == "__main__":
    main()
