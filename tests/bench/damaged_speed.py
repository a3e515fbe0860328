"""How fast damaged text passes, against what people write today.

    python tests/bench/damaged_speed.py FOLDER [FOLDER ...]

The documents of `clean_speed.py`, with every tenth line damaged in turn by what mirrors, converters and careless
copying do; both ways run in one process.
"""

from __future__ import annotations

from itertools import count

import common
from clean_speed import arguments, compare
from damage.lines import LINES


def damaged(docs: list[str]) -> list[str]:
    """Every tenth line that is not empty, counted over all documents, with the next damage of the list."""
    kinds = list(LINES.values())
    number = count(1)
    turn = 0
    found = []
    for doc in docs:
        lines = doc.split("\n")
        for n, line in enumerate(lines):
            if line.strip() and next(number) % 10 == 0:
                lines[n] = kinds[turn % len(kinds)](line)
                turn += 1
        found.append("\n".join(lines))
    return found


def main() -> None:
    args = arguments(__doc__, 5)
    compare("damaged_speed", damaged(common.documents(args.folder, int(args.megabytes * 1e6))), args)


if __name__ == "__main__":
    main()
