"""How fast damaged text passes, against what people write today.

    python tests/bench/damaged_speed.py FOLDER [FOLDER ...]

The documents of `clean_speed.py`, with every tenth line damaged in turn by what mirrors, converters and careless
copying do; both ways run in one process.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import count

import common
from clean_speed import todays_way


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
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--source", default="", help="what the text is, for the result file")
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    args = parser.parse_args()

    import parkclean

    docs = damaged(common.documents(args.folder, int(args.megabytes * 1e6)))
    theirs = todays_way()
    size = common.megabytes(docs)
    changed = sum(parkclean.clean(doc) is not doc for doc in docs)
    timing = common.paired(lambda: [parkclean.clean(d) for d in docs], lambda: [theirs(d) for d in docs], args.runs)
    result = {
        "benchmark": "damaged_speed",
        "source": args.source,
        "documents": len(docs),
        "megabytes": round(size, 2),
        "documents_changed": changed,
        "ours_mb_per_s": round(size / timing["ours_seconds"], 2),
        "theirs_mb_per_s": round(size / timing["theirs_seconds"], 2),
        **{key: round(value, 3) for key, value in timing.items()},
        "versions": common.versions("parkclean", "ftfy", "beautifulsoup4", "opencc"),
    }
    if args.write:
        common.write(args.write, result)
    else:
        print(result)


if __name__ == "__main__":
    main()
