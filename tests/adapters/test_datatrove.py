"""The datatrove steps in runs of its own local executor."""

from __future__ import annotations

import gzip
import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library

library("datatrove")

from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

from parkclean.adapters.datatrove import CleanFormatter, DedupFilter  # noqa: E402

DIRTY, CLEAN = "雨停\u200b了。", "雨停了。"
ROW = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"
ROWS = [ROW, DIRTY, ROW.replace("建的", "建"), ROW.replace("三", "五"), ROW]


def documents(texts: list[str]) -> Iterator[Document]:
    for number, text in enumerate(texts):
        yield Document(text=text, id=f"d{number}", metadata={"source": "news"})


def lines(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    ]


@pytest.mark.parametrize(("tasks", "workers"), [(1, 1), (2, 2)])
def test_a_run_from_jsonl_to_jsonl(tmp_path: Path, tasks: int, workers: int) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        rows = "".join(json.dumps({"id": f"{name}{n}", "text": text}) + "\n" for n, text in enumerate(ROWS))
        (tmp_path / "in" / f"{name}.jsonl").write_text(rows)
    run = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            CleanFormatter(skip=["repeats"]),
            DedupFilter(exclusion_writer=JsonlWriter(str(tmp_path / "gone"))),
            JsonlWriter(str(tmp_path / "out")),
        ],
        tasks=tasks,
        workers=workers,
        logging_dir=str(tmp_path / "logs"),
    )
    stats = run.run()
    kept = {1: ["a0", "a1", "a3"], 2: ["a0", "a1", "a3", "b0", "b1", "b3"]}[tasks]
    assert [line["id"] for line in lines(tmp_path / "out")] == kept
    assert [line["text"] for line in lines(tmp_path / "out")][:3] == [ROW, CLEAN, ROWS[3]]
    gone = {line["id"]: line["metadata"] for line in lines(tmp_path / "gone")}
    assert len(gone) == 10 - len(kept)
    assert gone["a2"]["duplicate_of"] == "a0"
    assert gone["a2"]["duplicate_kind"] == "near"
    assert gone["a2"]["duplicate_similarity"] == pytest.approx(0.82, abs=0.1)
    assert gone["a4"]["duplicate_kind"] == "exact"
    counts = {step.name: {name: stat.total for name, stat in step.stats.items()} for step in stats.stats}
    assert counts["✂️ - FORMAT: parkclean"]["changed"] == 2
    assert counts["🫂 - DEDUPS: parkclean"]["dropped"] == len(gone)
    assert counts["🫂 - DEDUPS: parkclean"]["forwarded"] == len(kept)


def test_the_formatter_keeps_the_rest() -> None:
    found = list(CleanFormatter()(documents([DIRTY])))
    assert found == [Document(text=CLEAN, id="d0", metadata={"source": "news"})]


def test_unchanged_texts_are_the_same_object() -> None:
    text = "山上的雾也散了。"
    step = CleanFormatter()
    assert step.format(text) is text
    assert "changed" not in step.stats.stats


def test_dedup_without_a_writer_and_its_options() -> None:
    assert [document.id for document in DedupFilter()(documents(ROWS))] == ["d0", "d1", "d3"]
    loose = DedupFilter(differences="any", threshold=0.7)
    assert [document.id for document in loose(documents(ROWS))] == ["d0", "d1"]
    assert list(DedupFilter()(documents([]))) == []


def test_more_tasks_are_warned_about() -> None:
    from datatrove.utils.logging import logger

    said: list[str] = []
    sink = logger.add(said.append, format="{message}")
    try:
        list(DedupFilter()(documents([ROW]), 0, 4))
        list(DedupFilter()(documents([ROW]), 0, 1))
    finally:
        logger.remove(sink)
    assert said == ["4 tasks: only documents of the same task are compared; use tasks=1 for all\n"]


def test_steps_travel() -> None:
    """The executor pickles the pipeline for its workers."""
    step = pickle.loads(pickle.dumps(CleanFormatter(skip=["chars"])))
    assert step.format(DIRTY) == DIRTY
    assert [document.id for document in pickle.loads(pickle.dumps(DedupFilter()))(documents(ROWS))] == [
        "d0",
        "d1",
        "d3",
    ]


def test_options_are_checked_when_the_pipeline_is_written() -> None:
    with pytest.raises(TypeError, match="unknown option 'scirpt'"):
        CleanFormatter(scirpt="keep")
    with pytest.raises(TypeError, match="unexpected keyword argument 'treshold'"):
        DedupFilter(treshold=0.7)
    with pytest.raises(ValueError, match="threshold must be above 0"):
        DedupFilter(threshold=7)


@pytest.mark.parametrize("step", [CleanFormatter, DedupFilter])
def test_a_document_without_a_text_is_named(step: type[CleanFormatter | DedupFilter]) -> None:
    data = [Document(text="雾散了。", id="a"), Document(text=None, id="b/7")]
    with pytest.raises(TypeError, match=r"^the text of document 'b/7' is NoneType, not str$"):
        list(step()(iter(data)))
