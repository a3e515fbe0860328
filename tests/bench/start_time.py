"""How long `import parkclean` and `clean --help` take over bare Python.

    python tests/bench/start_time.py [--write NAME]

Every command runs in a fresh process, in turn, and the medians of wall time are compared.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import common

COMMANDS = {
    "bare": [sys.executable, "-c", "pass"],
    "import": [sys.executable, "-c", "import parkclean"],
    "help": [sys.executable, "-m", "parkclean", "--help"],
}


def wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--write", metavar="NAME")
    args = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(args.runs):
        for name, command in COMMANDS.items():
            times[name].append(wall(command))
    median = {name: statistics.median(values) for name, values in times.items()}
    result = {
        "benchmark": "start_time",
        "runs": args.runs,
        "bare_python_ms": round(median["bare"], 1),
        "import_parkclean_over_bare_ms": round(median["import"] - median["bare"], 1),
        "clean_help_ms": round(median["help"], 1),
    }
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
