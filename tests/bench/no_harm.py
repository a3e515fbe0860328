"""What the default pipeline changes in clean text, rule by rule, for a person to judge.

    python tests/bench/no_harm.py --samples FILE FOLDER [FOLDER ...]

Reads .txt and .md files below the folders, each as one document of at most 200,000 characters, and writes to
`--samples FILE` up to 200 changes of every rule with their surroundings, chosen evenly over the run.
The counts are printed; judgements are made by reading the samples.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict

import common

LONGEST = 200_000
SAMPLES = 200


def pieces(folders: list[str]) -> list[str]:
    """Whole files, and long ones cut at line ends."""
    found = []
    for text in common.texts(folders):
        while len(text) > LONGEST:
            cut = text.rfind("\n", 0, LONGEST) + 1 or LONGEST
            found.append(text[:cut])
            text = text[cut:]
        found.append(text)
    return found


def thin(samples: list[dict[str, str]]) -> list[dict[str, str]]:
    step = max(1, len(samples) // SAMPLES)
    return samples[::step][:SAMPLES]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--samples", required=True)
    parser.add_argument("--most", type=float, default=1e12, help="stop after this many characters")
    args = parser.parse_args()

    import parkclean

    edits: Counter[str] = Counter()
    touched: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    samples: dict[str, list[dict[str, str]]] = defaultdict(list)
    characters = unstable = read = 0
    for text in pieces(args.folder):
        if characters >= args.most:
            break
        characters += len(text)
        read += 1
        document = parkclean.explain(text)
        unstable += document.unstable
        fired = set()
        for layer in document.layers:
            for start, end, new, rule in layer.edits:
                edits[rule] += 1
                touched[rule] += sum(not c.isspace() for c in layer.before[start:end] + new)
                fired.add(rule)
                samples[rule].append(
                    {
                        "left": layer.before[max(0, start - 60) : start],
                        "before": layer.before[start:end][:400],
                        "after": new[:400],
                        "right": layer.before[end : end + 60],
                        "start_of_document": text[:60],
                    }
                )
        documents.update(fired)
    with open(args.samples, "w", encoding="utf-8") as file:
        json.dump({rule: thin(found) for rule, found in sorted(samples.items())}, file, ensure_ascii=False, indent=1)
    print(f"{read} documents, {characters} characters, {unstable} unstable")
    print(f"{'rule':32} {'edits':>8} {'documents':>9} {'characters outside white space':>30} {'in 10 million':>14}")
    for rule, count in sorted(edits.items()):
        share = touched[rule] / characters * 1e7
        print(f"{rule:32} {count:8} {documents[rule]:9} {touched[rule]:30} {share:14.1f}")


if __name__ == "__main__":
    main()
