"""A program of a user, for type checkers: every public name, and what it is. `test_typing.py` checks and runs it."""

from __future__ import annotations

import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import assert_type

import parkclean
from parkclean import (
    DEFAULT,
    Change,
    DecodeError,
    Deduped,
    Document,
    Duplicate,
    Edit,
    Lines,
    Options,
    Pipeline,
    Report,
    Restored,
    Rule,
    RuleStage,
    Seen,
    Stage,
    clean,
    clean_corpus,
    dedup,
    explain,
    progress_bar,
    read,
    restore_corpus,
    rule,
)

DIRTY = "雨停\u200b了。"


def texts() -> None:
    options: Options = {"skip": ["repeats"], "script": "keep", "format": "text", "select": None}
    assert_type(clean(DIRTY), str)
    assert_type(clean(DIRTY, **options), str)
    document = explain(DIRTY.encode(), skip=("width",))
    assert_type(document, Document)
    assert_type(document.text, str)
    assert_type(document.source, str | bytes)
    assert_type(document.restore(), str | bytes)
    assert_type(document.origin(0), int)
    assert_type(document.meta, Mapping[str, str])
    assert_type(document.unstable, bool)
    for change in document.changes():
        assert_type(change, Change)
        assert_type(change.rule, str)
        assert_type((change.start, change.end, change.round), tuple[int, int, int])
        assert_type((change.before, change.after), tuple[str, str])


@rule("mine.footer", "Our own footer goes.", trigger="©")
def footer(text: str, seen: Seen) -> Iterator[Edit]:
    assert_type(seen.text, str)
    assert_type(seen.changed, bool)
    assert_type(seen.lines, Lines)
    assert_type(seen.count("chars"), int)
    for line, start in seen.lines:
        assert_type(line, str)
        assert_type(start, int)
        if line.startswith("© 本站"):
            yield Edit(start, start + len(line), "", "mine.footer")


def pipelines() -> None:
    assert_type(footer, Rule)
    assert_type(DEFAULT, Pipeline)
    mine: Stage = RuleStage("mine", (footer,))
    pipeline = DEFAULT.without("repeats").before("boilerplate", footer).after("layout", mine)
    assert_type(pipeline, Pipeline)
    assert_type(pipeline(DIRTY), str)
    assert_type(pipeline.explain(DIRTY), Document)
    assert_type(pipeline.stream([DIRTY]), Iterator[str])
    assert_type(pipeline.rules(), list[Rule])
    assert_type(pipeline.stages, tuple[Stage, ...])
    again: Pipeline = pickle.loads(pickle.dumps(DEFAULT))
    assert_type(again.with_script("keep").with_lossy().only("chars"), Pipeline)


def repeats() -> None:
    found = dedup([DIRTY, DIRTY], threshold=0.9, differences="any", scope="documents")
    assert_type(found, Deduped)
    assert_type(found.kept, list[int])
    assert_type(found.dropped, list[Duplicate])
    assert_type(found.borderline(3), list[Duplicate])
    assert_type(found.clusters, list[list[int]])
    for duplicate in found.dropped:
        assert_type((duplicate.row, duplicate.kept_row), tuple[int, int])
        assert_type(duplicate.similarity, float)
        assert_type(duplicate.differences, tuple[tuple[str, str], ...])


def files(folder: Path) -> None:
    page = folder / "page.txt"
    page.write_text(DIRTY, "utf-8")
    assert_type(read(page), Document)
    assert_type(explain(read(page, encoding="utf-8")), Document)
    bar = progress_bar()
    assert_type(bar, Callable[[int, int], None])
    report = clean_corpus(page, folder / "corpus", progress=bar, jobs=1, dedup="off", skip=["repeats"])
    assert_type(report, Report)
    restored = restore_corpus(folder / "corpus", str(folder / "back"))
    assert_type(restored, Restored)
    try:
        explain(b"\xff\xfe\xfd\x00\x01")
    except DecodeError as error:
        assert_type(error, DecodeError)
    assert_type(parkclean.__version__, str)


def main() -> int:
    texts()
    pipelines()
    repeats()
    with tempfile.TemporaryDirectory() as folder:
        files(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
