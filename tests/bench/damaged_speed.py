"""How fast damaged text passes, against what people write today.

    python tests/bench/damaged_speed.py FOLDER [FOLDER ...]

The documents of `clean_speed.py`, with every tenth line damaged in turn by what mirrors, converters and careless
copying do; both ways run in one process.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import common
from clean_speed import arguments, compare


def letter_spaced(line: str) -> str:
    return " ".join(line)


def utf8_as_gbk(line: str) -> str:
    return line.encode("utf-8").decode("gbk", "replace")


def flattened(line: str) -> str:
    return line.translate(str.maketrans("，：；？！（）", ",:;?!()"))


def glossed(line: str) -> str:
    for char, reading in (("的", "de"), ("和", "hé"), ("会", "huì"), ("人", "rén")):
        line = line.replace(char, f"{char}({reading})", 1)
    return line


DAMAGES: tuple[Callable[[str], str], ...] = (
    lambda line: f'<samp id="k3xq9"></samp>{line}<del id="k3xq9"></del><sup id="k3xq9"></sup>',
    lambda line: "\u200b".join((line[:4], line[4:8], line[8:])),  # ZERO WIDTH SPACE
    lambda line: "&nbsp;&nbsp;" + line.replace("“", "&ldquo;").replace("”", "&rdquo;"),
    flattened,
    lambda line: line.replace("和", " and ", 1),
    letter_spaced,
    lambda line: line + "\n\n责任编辑：张三",
    utf8_as_gbk,
    glossed,
    lambda line: line[: len(line) // 2] + "\n\n- 12 -\n\n" + line[len(line) // 2 :],
    lambda line: f"{line}\n\n{line}",
    lambda line: "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" else c for c in line),
)
"""One line each: tags, invisible characters, references, flattened marks, a stray word, spaced letters, a footer, a
wrong charset, glosses, a page break, a copy, wide figures."""


def damaged(docs: list[str]) -> list[str]:
    """Every tenth line that is not empty, counted over all documents, with the next damage of the list."""
    number = count(1)
    turn = 0
    found = []
    for doc in docs:
        lines = doc.split("\n")
        for n, line in enumerate(lines):
            if line.strip() and next(number) % 10 == 0:
                lines[n] = DAMAGES[turn % len(DAMAGES)](line)
                turn += 1
        found.append("\n".join(lines))
    return found


def main() -> None:
    args = arguments(__doc__, 5)
    compare("damaged_speed", damaged(common.documents(args.folder, int(args.megabytes * 1e6))), args)


if __name__ == "__main__":
    main()
