"""What every benchmark here needs: texts, the machine's name, paired timings, a result file."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"

sys.path.append(str(Path(__file__).parents[1]))
"""Where the generators of damage are, which tests and benchmarks share."""


def files(paths: Iterable[str]) -> list[Path]:
    """Files, and those below folders (.txt, .md), in sorted order."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in {".txt", ".md"})
    return found


def read(path: Path) -> str:
    """The text of a file, nothing if it is no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return ""


def texts(paths: Iterable[str]) -> Iterator[str]:
    """The readable UTF-8 text of files and folders, in sorted order."""
    return filter(None, map(read, files(paths)))


def documents(paths: Iterable[str], total: int, size: int = 9000) -> list[str]:
    """Cut texts at line ends into documents of about `size` bytes of UTF-8, `total` bytes in all."""
    found: list[str] = []
    used = 0
    for text in texts(paths):
        lines: list[str] = []
        length = 0
        for line in text.splitlines(keepends=True):
            lines.append(line)
            length += len(line.encode())
            if length >= size:
                found.append("".join(lines))
                used += length
                lines, length = [], 0
                if used >= total:
                    return found
    return found


def megabytes(docs: Iterable[str]) -> float:
    return sum(len(doc.encode()) for doc in docs) / 1e6


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process: steadier than wall time on a shared machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def memory(field: str) -> int:
    """What the kernel counts of this process, in bytes: "VmRSS" is what it holds now, "VmHWM" the most it held."""
    line = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024


def forget_peak() -> int:
    """Begin a new peak, and say what the process holds now: what loading left behind would hide the rise."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def paired(ours: Callable[[], object], theirs: Callable[[], object], runs: int) -> dict[str, float]:
    """Time two jobs in turn; the ratio is theirs / ours, pair by pair."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    ratios = [b / a for a, b in pairs]
    return {
        "ours_seconds": statistics.median(a for a, _ in pairs),
        "theirs_seconds": statistics.median(b for _, b in pairs),
        "ratio_min": min(ratios),
        "ratio": statistics.median(ratios),
        "ratio_max": max(ratios),
    }


def machine() -> dict[str, object]:
    """CPU, vector width and Python: what a reader needs to judge the ratios."""
    info: dict[str, object] = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "cpu": platform.processor(),
    }
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        fields = dict(
            (part.strip() for part in line.split(":", 1)) for line in cpuinfo.read_text().splitlines() if ":" in line
        )
        flags = fields.get("flags", "").split()
        info["cpu"] = fields.get("model name", info["cpu"])
        info["vector"] = next((w for f, w in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if f in flags), "other")
    return info


def versions(*names: str) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def write(name: str, result: dict[str, object]) -> Path:
    """Write a result file beside the benchmarks and show it."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"machine": machine(), **result}, ensure_ascii=False, indent=1) + "\n")
    print(path.read_text(), end="")
    return path


def conclude(result: dict[str, object], name: str | None) -> None:
    """Show a result; with a name, as the file that is written."""
    if name:
        write(name, result)
    else:
        print(json.dumps(result, ensure_ascii=False, indent=1))
