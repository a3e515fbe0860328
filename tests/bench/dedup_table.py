"""The table of `docs/deduplication.md`, made from the result file of the benchmark; a test compares them."""

from __future__ import annotations

import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results"

COLUMNS = {
    "tool": None,
    "paragraphs/s": "paragraphs_per_s",
    "MB/s": "mb_per_s",
    "times slower": "times_slower",
    "recall .80 to .85": "recall 0.80",
    ".85 to .90": "recall 0.85",
    "from .90": "recall 0.90",
    "wrong removals": "wrong_removals",
}


def table(name: str) -> str:
    """Markdown rows of a result file of `dedup.py`."""
    result = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    lines = ["| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    for tool, values in result["tools"].items():
        cells = [tool if key is None else _cell(values[key]) for key in COLUMNS.values()]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    for name in ("dedup", "dedup_1m"):
        print(table(name))
