"""What the tests of reports share: hostile texts, objects made of them, and a page as a parser sees it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from parkclean import Document, Edit, Pipeline, Report, RuleStage, rule
from parkclean.edits import tidy
from parkclean.files import Reject
from parkclean.neardup.results import Finding
from parkclean.report import FileCount, Sample
from parkclean.report.map import Link, Place, RepeatsMap
from parkclean.rules import Layer, Rule, Seen

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


class Injection(NamedTuple):
    label: str
    text: str


def injections() -> list[Injection]:
    data = tomllib.loads((Path(__file__).parent / "injections.toml").read_text("utf-8"))
    return [Injection(one["label"], one["text"]) for one in data["injection"]]


def surrogates() -> Injection:
    """What a TOML file cannot hold."""
    return Injection("lone surrogates", "\ud800<b>\udcff</b>\udfff")


def harmless(text: str) -> str:
    """A text of the same length and lines in which nothing is special."""
    return re.sub(r"[^\n\r]", "字", text)


class Anything:
    """A stage that a user wrote: its edits carry whatever name it likes."""

    name = "anything"

    def __init__(self, name: str, new: str) -> None:
        self._rule = name
        self._new = new

    def propose(self, text: str, seen: Seen) -> list[Edit]:
        at = text.find("旧")
        return tidy(text, [Edit(at, at + 1, self._new, self._rule)] if at >= 0 else [])


def described(text: str) -> Rule:
    """A rule whose summary and reason are a hostile text; it takes out what stands between ⟦ and ⟧."""

    def find(text: str) -> Iterator[Edit]:
        for m in re.finditer("⟦[^⟧]*⟧", text):
            yield Edit(*m.span(), "", "")

    find.__doc__ = text
    return rule("mine.hostile", text)(find)


def hostile_document(text: str) -> Document:
    """A document that came with a text, lost it, and got it, by rules that bear its name."""
    pipeline = Pipeline((Anything(text, text + "新"), RuleStage("mine", (described(text),))))
    return pipeline.explain(f"前{text}后\n旧\n⟦{text}⟧\n{text}\n末")


def repeating_document(text: str) -> Document:
    """A document whose repeated paragraphs hold a text, so that the map shows it."""
    flat = re.sub(r"[\r\n]", "", text)
    kept = f"{flat}园区今年新建了三座实验室，全部免费开放，已有九个团队入驻。预计明年再增加两座。"
    before = f"{flat}标题\n\n{kept}\n\n中间还有另外一段话，讲的是别的事情。\n\n{kept}\n\n{flat}末尾"
    start = before.rindex(kept)
    layer = Layer(1, "repeats", (Edit(start, start + len(kept) + 2, "", "repeats.exact"),), before)
    return Document(before, before[:start] + before[start + len(kept) + 2 :], (layer,))


def hostile_map(text: str) -> RepeatsMap:
    """A map in which every quotation is a text: of a heading, of a copy that went, of one that is only alike."""
    places = tuple(Place(n, n, text, len(text)) for n in range(1, 6))
    gone = Finding("near", 0, 1, text, 2, 3, 0.9, ((text, text),), True)
    links = (Link(1, 3, "near", gone, True, 4), Link(4, 3, "near", gone._replace(dropped=False), False))
    return RepeatsMap(places, links, (0, 0, 2, 2, 2))


def hostile_report(text: str) -> Report:
    """A report in which every name, reason and quotation is a text."""
    record = {"file": text, "kind": text, "dropped": True, "line": 1, "kept_line": 2, "kept_file": text, "record": 7}
    record |= {"differences": [[text, text]], "text": text}
    files = (
        FileCount(text, 10, 9, {text: 2, "chars.zero_width": 1}, 1, 0, changed=1),
        FileCount(text + "2", 10, 10, {"repeats.exact": 1}, 1, 1, changed=1),
        FileCount(text + "3", 10, 10, {"dedup.exact": 1}, 1, 0, 1, 5, 2),
    )
    return Report(
        files,
        (Reject(text, text, text),),
        (text,),
        samples={"chars.zero_width": (Sample(text, 1, text, text, text, text, 3),), text: ()},
        duplicates=(record, {**record, "dropped": False}, {}),
        file_seconds={text: 1.5},
    )


# --- a page as a parser sees it -----------------------------------------------------------------------------------


def parsed(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Tags and the names of their attributes, in order; chips for invisible characters and blanks left out."""
    return [
        (tag.name, tuple(sorted(tag.attrs)))
        for tag in parsed(page).find_all(True)
        if not (isinstance(tag, Tag) and {"pk-cp", "pk-ws"} & set(tag.get_attribute_list("class")))
    ]


def shown(page: str) -> str:
    """The text that a reader sees, chips for invisible characters left out."""
    soup = parsed(page)
    for chip in soup.select(".pk-cp, .pk-ws, script, style"):
        chip.decompose()
    return soup.get_text()
