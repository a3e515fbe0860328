"""How much of the damage is left, against what people write today.

    python tests/bench/repair.py FOLDER [FOLDER ...]

Documents of about 3 KB from public text, their paragraphs apart by blank lines, are damaged in every way of
`tests/damage/families.py` and cleaned by `parkclean.clean` and by the way of `clean_speed.py`.
What is measured is the loose distance to the text before (`tests/scoring.py`: edits per character, white space, width
and the shape of quotes aside), and how many documents are that text again; for characters it is the strict one.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from statistics import mean

import common
from clean_speed import todays_way
from damage.families import FAMILIES, Damage, gold
from scoring import distance, loose, strict

import parkclean

SIZE = 3000


def documents(folders: list[str], count: int) -> list[str]:
    """Documents spread over all that the folders hold, blank lines between their paragraphs."""
    every = common.documents(folders, 1 << 40, SIZE)
    chosen = every[:: max(1, len(every) // count)][:count]
    return ["\n\n".join(filter(None, map(str.strip, doc.split("\n")))) + "\n" for doc in chosen]


def measured(
    family: str, kind: str, damage: Damage, docs: list[str], ways: dict[str, Callable[[str], str]]
) -> dict[str, float]:
    """The mean distance of the damaged documents, and of what each way makes of them; how many are whole again."""
    form = strict if family == "characters" else loose
    found: dict[str, list[float]] = {"damaged": [], **{way: [] for way in ways}}
    for n, doc in enumerate(docs):
        before = gold(kind, doc)
        wanted = form(before)
        damaged = damage(before, random.Random(f"{kind} {n}"))
        found["damaged"].append(distance(form(damaged), wanted))
        for way, clean in ways.items():
            found[way].append(distance(form(clean(damaged)), wanted))
    whole = {f"{way}_whole": round(mean(one == 0 for one in found[way]), 3) for way in ways}
    return {**{way: round(mean(values), 4) for way, values in found.items()}, **whole}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--source", default="", help="what the text is, for the result file")
    parser.add_argument("--write", metavar="NAME", help="name of the result file")
    args = parser.parse_args()
    docs = documents(args.folder, args.documents)
    ways = {"parkclean": parkclean.clean, "today": todays_way()}
    kinds = {
        family: {kind: measured(family, kind, damage, docs, ways) for kind, damage in members.items()}
        for family, members in FAMILIES.items()
    }
    result = {
        "benchmark": "repair",
        "source": args.source,
        "documents": len(docs),
        "families": {
            family: {key: round(mean(one[key] for one in members.values()), 4) for key in next(iter(members.values()))}
            for family, members in kinds.items()
        },
        "kinds": kinds,
        "versions": common.versions("parkclean", "ftfy", "beautifulsoup4", "opencc"),
    }
    common.conclude(result, args.write)


if __name__ == "__main__":
    main()
