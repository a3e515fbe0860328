"""Compare what extractors take out of real pages.

    python tests/bench/html_pages.py GNE READABILITY

GNE: a checkout of GeneralNewsExtractor (its `tests` hold pages of Chinese news sites, without expected text).
READABILITY: a checkout of mozilla/readability (its `test/test-pages` hold pages with the expected article).
Peers that are not installed are left out: `pip install trafilatura resiliparse readability-lxml`.
Nothing here is run by the tests.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup

from parkclean.document import Document
from parkclean.formats.html import article

GRAM = 8


def parkclean(page: str) -> str:
    return article(Document(page, page)).text


def all_text(page: str) -> str:
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup(["script", "style", "noscript"]):
        tag.decompose()
    return soup.get_text("\n")


def trafilatura(page: str) -> str:
    from trafilatura import extract

    return extract(page, include_comments=False) or ""


def resiliparse(page: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(page, main_content=True)


def readability(page: str) -> str:
    import readability

    return BeautifulSoup(readability.Document(page).summary(), "lxml").get_text("\n")


TOOLS: list[Callable[[str], str]] = [parkclean, trafilatura, resiliparse, readability, all_text]
JUDGES = ("trafilatura", "resiliparse", "readability")


def grams(text: str) -> set[str]:
    text = re.sub(r"\s+", "", unescape(text))
    return {text[i : i + GRAM] for i in range(len(text) - GRAM + 1)}


def pages(gne: Path, mozilla: Path) -> Iterator[tuple[str, Path, Path | None]]:
    """Set, page, and the expected article where there is one."""
    for path in sorted((gne / "tests").rglob("*.html")):
        yield "Chinese news", path, None
    for path in sorted((mozilla / "test/test-pages").glob("*/source.html")):
        yield "readability", path, path.with_name("expected.html")


def reference(found: dict[str, set[str]], tool: str, expected: Path | None) -> set[str]:
    """The expected text; where there is none, what two other extractors agree on."""
    if expected is not None:
        return grams(BeautifulSoup(expected.read_text(errors="replace"), "html.parser").get_text("\n"))
    votes = Counter(gram for judge in JUDGES if judge != tool for gram in found.get(judge, ()))
    return {gram for gram, count in votes.items() if count > 1}


def main(gne: str, mozilla: str) -> None:
    rows: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for kind, path, expected in pages(Path(gne), Path(mozilla)):
        page = path.read_text(encoding="utf-8", errors="replace")
        found: dict[str, set[str]] = {}
        seconds: dict[str, float] = {}
        for tool in TOOLS:
            start = time.perf_counter()
            try:
                found[tool.__name__] = grams(tool(page))
            except Exception as error:
                print(f"{tool.__name__} on {path}: {error!r:.60}")
            seconds[tool.__name__] = time.perf_counter() - start
        for name, mine in found.items():
            wanted = reference(found, name, expected)
            if len(wanted) >= 50:
                hit = len(mine & wanted)
                rows[kind, name].append((hit / max(1, len(mine)), hit / len(wanted), seconds[name]))
    for (kind, name), scores in sorted(rows.items()):
        n = len(scores)
        precision, recall = (sum(score[i] for score in scores) / n for i in (0, 1))
        f1 = sum(2 * p * r / (p + r) if p + r else 0 for p, r, _ in scores) / n
        ms = 1000 * sum(score[2] for score in scores) / n
        print(f"{kind:14} {name:14} {n:4} pages  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {ms:.0f} ms a page")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
