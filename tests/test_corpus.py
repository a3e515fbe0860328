"""Corpus runs: the same bytes every time, the inputs back, and nothing touched that is not ours."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from command import corpus_of, tree

import parkclean
from parkclean import Report, clean_corpus, restore_corpus
from parkclean.files import RefusedError, WriteError

SEEDS = Path(__file__).parent.parent / "seeds"

DIRTY = "高\u200b新区的企业今年增长很快。\n"
CLEAN = "高新区的企业今年增长很快。\n"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with the encodings and places that a real one has."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(DIRTY, "utf-8")
    (folder / "b.txt").write_bytes(CLEAN.encode("gb18030"))
    (folder / "c.txt").write_bytes(b"\xef\xbb\xbf" + CLEAN.replace("\n", "\r\n").encode())
    (folder / "sub" / "d.md").write_bytes(CLEAN.encode() * 10 + b"x\xff\n")
    (folder / "sub" / "空.txt").write_bytes(b"")
    return folder


def audit(folder: Path, name: str) -> list[Any]:
    data = (folder / "_audit" / name).read_bytes().decode("utf-8")
    return [json.loads(line) for line in data.splitlines()] if name.endswith("l") else [json.loads(data)]


def test_files_get_the_text_that_clean_gives(inputs: Path, tmp_path: Path) -> None:
    report = clean_corpus(inputs, tmp_path / "out")
    assert corpus_of(tmp_path / "out") == {
        name: parkclean.explain(data).text.encode() for name, data in corpus_of(inputs).items()
    }
    assert (tmp_path / "out" / "b.txt").read_bytes() == CLEAN.encode()
    assert (report.documents, report.set_aside) == (5, ())
    assert report.rules == {
        "chars.zero_width": 1,
        "decode.bom": 1,
        "decode.encoding": 1,
        "decode.undecodable": 1,
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"inputs": b"in"}, "clean_corpus takes paths, got bytes"),
        ({"inputs": ["in", None]}, "clean_corpus takes paths, got NoneType"),
        ({"inputs": 5}, "clean_corpus takes paths, got int"),
        ({"output": None}, "clean_corpus takes paths, got NoneType"),
        ({"progress": 3}, "progress is a function of two numbers, got int"),
        ({"inputs": []}, "no inputs; name files or folders"),
    ],
)
def test_what_is_no_path_is_refused_before_anything_is_written(
    inputs: Path, tmp_path: Path, given: dict[str, Any], message: str
) -> None:
    with pytest.raises((TypeError, RefusedError)) as error:
        parkclean.clean_corpus(**{"inputs": inputs, "output": tmp_path / "out", **given})
    assert str(error.value) == message
    assert not (tmp_path / "out").exists()


def test_the_audit_is_complete_and_names_no_place(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = clean_corpus([inputs], out, script="keep")
    lines = ["duplicates.jsonl", "edits.jsonl", "metadata.jsonl", "rejects.jsonl"]
    objects = ["manifest.json", "report.json", "run.json"]
    assert sorted(path.name for path in (out / "_audit").iterdir()) == sorted(lines + objects)
    assert audit(out, "report.json") == [report.to_dict()]
    (manifest,) = audit(out, "manifest.json")
    assert manifest["options"] == {
        **{"select": None, "skip": [], "script": "keep"},
        **{"format": None, "encoding": None, "records": "file", "text_key": "text", "max_document": 64 << 20},
        **{"dedup": "off", "audit": "full"},
    }
    assert [entry["output"] for entry in manifest["files"]] == ["a.txt", "b.txt", "c.txt", "sub/d.md", "sub/空.txt"]
    everything = b"".join(data for name, data in tree(out).items() if name.startswith("_audit"))
    assert str(tmp_path).encode() not in everything


@pytest.mark.parametrize("dedup", ["off", "paragraphs"])
def test_times_are_in_run_json_and_nowhere_else_unless_asked(inputs: Path, tmp_path: Path, dedup: Any) -> None:
    report = clean_corpus([inputs, SEEDS], tmp_path / "a", report=True, dedup=dedup)
    clean_corpus([inputs, SEEDS], tmp_path / "b", report=True, dedup=dedup)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    (run,) = audit(tmp_path / "a", "run.json")
    assert [one["file"] for one in run["slowest"]] == [file for file, _ in report.slowest(100)]
    assert {file for file, _ in report.slowest(100)} == {one.file for one in report.files}
    assert all(seconds > 0 for _, seconds in report.slowest())
    clean_corpus([inputs, SEEDS], tmp_path / "a", report=True, times=True, dedup=dedup)
    page = (tmp_path / "a" / "_audit" / "report.html").read_text("utf-8")
    assert "What took longest" in page
    assert tree(tmp_path / "a").keys() == tree(tmp_path / "b").keys()


def test_the_seeds_come_back_byte_for_byte(tmp_path: Path) -> None:
    clean_corpus(SEEDS, tmp_path / "corpus")
    restored = restore_corpus(tmp_path / "corpus", tmp_path / "back")
    assert tree(tmp_path / "back") == tree(SEEDS)
    assert (restored.documents, restored.refused) == (5, ())


def test_any_encoding_comes_back_byte_for_byte(inputs: Path, tmp_path: Path) -> None:
    clean_corpus(inputs, tmp_path / "corpus")
    restore_corpus(tmp_path / "corpus", tmp_path / "back")
    assert tree(tmp_path / "back") == tree(inputs)


def test_a_clean_corpus_stays_as_it_is(inputs: Path, tmp_path: Path) -> None:
    clean_corpus([inputs, SEEDS], tmp_path / "corpus", skip=["repeats"])
    report = clean_corpus(tmp_path / "corpus", tmp_path / "corpus2", skip=["repeats"])
    assert corpus_of(tmp_path / "corpus") == corpus_of(tmp_path / "corpus2")
    assert (tmp_path / "corpus2" / "_audit" / "edits.jsonl").read_bytes() == b""
    assert (report.changed, report.rules) == (0, {})


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_number_of_jobs_changes_nothing(inputs: Path, tmp_path: Path, jobs: int) -> None:
    clean_corpus([inputs, SEEDS], tmp_path / "one")
    clean_corpus([inputs, SEEDS], tmp_path / "more", jobs=jobs)
    assert tree(tmp_path / "one") == tree(tmp_path / "more")


def test_a_second_run_replaces_what_the_first_wrote(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    clean_corpus(inputs, out)
    before = tree(out)
    clean_corpus(inputs, out)
    assert tree(out) == before
    (inputs / "sub" / "d.md").unlink()
    (inputs / "sub" / "空.txt").unlink()
    clean_corpus(inputs, out)
    assert sorted(corpus_of(out)) == ["a.txt", "b.txt", "c.txt"]
    assert not (out / "sub").exists()


def test_files_of_somebody_else_in_our_folder_stay(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    clean_corpus(inputs, out)
    (out / "mine.txt").write_text("my notes", "utf-8")
    (inputs / "mine.txt").write_text("another text\n", "utf-8")
    report = clean_corpus(inputs, out)
    assert (out / "mine.txt").read_text("utf-8") == "my notes"
    assert [one[:2] for one in report.set_aside] == [
        ("mine.txt", f"{out / 'mine.txt'} is there already, and not from an earlier run; move it away")
    ]


def test_a_stale_file_that_was_edited_stays_with_a_line(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    clean_corpus(inputs, out)
    (out / "a.txt").write_text("edited by hand", "utf-8")
    (inputs / "a.txt").unlink()
    report = clean_corpus(inputs, out)
    assert report.notes == (f"{out / 'a.txt'} is from an earlier run and was edited since: left there",)
    assert (out / "a.txt").exists()


def test_an_edited_file_is_not_restored_but_the_others_are(inputs: Path, tmp_path: Path) -> None:
    corpus, back = tmp_path / "corpus", tmp_path / "back"
    clean_corpus(inputs, corpus)
    (corpus / "a.txt").write_text("edited\n", "utf-8")
    (corpus / "b.txt").unlink()
    restored = restore_corpus(corpus, back)
    assert [one[:2] for one in restored.refused] == [
        ("a.txt", "edited since the run; put the text of the run back, or clean the input again"),
        ("b.txt", "cannot be read: No such file or directory"),
    ]
    assert tree(back) == {name: data for name, data in tree(inputs).items() if name not in ("a.txt", "b.txt")}


def test_restoring_needs_a_corpus_and_a_new_folder(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"is no corpus: it has no _audit/manifest\.json of ours"):
        restore_corpus(inputs, tmp_path / "back")
    clean_corpus(inputs, tmp_path / "corpus")
    with pytest.raises(RefusedError, match="is not empty; name a new folder"):
        restore_corpus(tmp_path / "corpus", inputs)


def test_a_corpus_from_elsewhere_cannot_reach_out_of_its_folder(inputs: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    clean_corpus(inputs, corpus)
    path = corpus / "_audit" / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"input":"a.txt"', b'"input":"../a.txt"'))
    with pytest.raises(RefusedError, match="is no corpus"):
        restore_corpus(corpus, tmp_path / "back")


def stop(done: int, total: int) -> None:
    raise KeyboardInterrupt


def test_what_a_stopped_run_left_is_ours(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        clean_corpus(inputs, out, progress=stop)
    assert not list(out.rglob("*.part"))
    with pytest.raises(RefusedError, match="was stopped; go on with --resume first"):
        restore_corpus(out, tmp_path / "back")
    clean_corpus(inputs, out)
    clean_corpus(inputs, tmp_path / "other")
    assert tree(out) == tree(tmp_path / "other")


@pytest.mark.parametrize("name", ["b.txt", "edits.jsonl", "report.json", "manifest.json"])
def test_a_full_disk_stops_the_run_in_one_line(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    replace = os.replace

    def full(source: Path, target: Path) -> None:
        if target.name == name:
            raise OSError(errno.ENOSPC, "No space left on device", os.fspath(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(WriteError) as caught:
        clean_corpus(inputs, tmp_path / "out")
    path = tmp_path / "out" / ("" if name == "b.txt" else "_audit") / name
    assert str(caught.value) == f"{path}: No space left on device; make room and start the run again"
    assert not list(tmp_path.rglob("*.part"))
    monkeypatch.undo()
    assert clean_corpus(inputs, tmp_path / "out").documents == 5


def test_a_rule_that_fails_sets_the_file_aside(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parkclean.run import shard

    explain = shard.explain

    def fail(document: parkclean.Document, **options: Any) -> parkclean.Document:
        if "\u200b" in document.text:
            raise ZeroDivisionError("division by zero")
        return explain(document, **options)

    monkeypatch.setattr(shard, "explain", fail)
    report = clean_corpus(inputs, tmp_path / "out")
    assert [one[:2] for one in report.set_aside] == [
        ("a.txt", "a rule failed on it (ZeroDivisionError: division by zero); please report this")
    ]
    assert report.documents == 4


def test_unreadable_files_are_set_aside(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parkclean.run import shard

    read_whole = shard.read_whole

    def refuse(path: str, *rest: Any) -> bytes:
        if path.endswith("a.txt"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return read_whole(path, *rest)

    monkeypatch.setattr(shard, "read_whole", refuse)
    report = clean_corpus(inputs, tmp_path / "out")
    assert [one[:2] for one in report.set_aside] == [("a.txt", "cannot be read: Permission denied")]
    assert audit(tmp_path / "out", "rejects.jsonl") == [
        {"v": 1, "file": "a.txt", "reason": "cannot be read: Permission denied"}
    ]


def test_options_are_checked_before_anything_is_written(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(TypeError, match="unknown option 'skp'; did you mean 'skip'"):
        clean_corpus(inputs, out, skp=["repeats"])  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="unknown rule or stage 'layuot'; did you mean 'layout'"):
        clean_corpus(inputs, out, select=["layuot"])
    with pytest.raises(ValueError, match="unknown encoding 'utf9'; did you mean"):
        clean_corpus(inputs, out, encoding="utf9")
    with pytest.raises(TypeError, match="unknown option 'jbs'; did you mean 'jobs'"):
        clean_corpus(inputs, out, jbs=2)  # type: ignore[call-arg]
    for jobs in (0, "2"):
        with pytest.raises(RefusedError, match=f"jobs is a number, at least 1; got {jobs!r}"):
            clean_corpus(inputs, out, jobs=jobs)  # type: ignore[arg-type]
    assert not out.exists()


def test_a_report_reads_well(inputs: Path, tmp_path: Path) -> None:
    report = clean_corpus(inputs, tmp_path / "out")
    assert isinstance(report, Report)
    assert repr(report) == "<Report: 5 documents, 4 changed, 0 set aside>"
    assert report.characters_in - report.characters_out == 1


def test_progress_is_told(inputs: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    clean_corpus(inputs, tmp_path / "out", progress=lambda done, total: seen.append((done, total)))
    size = sum(len(data) for data in tree(inputs).values())
    assert seen == [(size, size)]


def test_dropped_repeats_are_listed_in_source_coordinates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parkclean.edits import Edit
    from parkclean.neardup.results import Finding
    from parkclean.rules import Layer
    from parkclean.run import shard
    from parkclean.stages import repeats

    source = "头\u200b一段\n甲乙丙丁\n甲乙丙丁\n"
    middle = source.replace("\u200b", "")

    def explain(document: parkclean.Document, **options: Any) -> parkclean.Document:
        first = Layer(1, "chars", (Edit(1, 2, "", "chars.zero_width"),), source)
        second = Layer(1, "repeats", (Edit(9, 14, "", "repeats.exact"),), middle)
        return document.with_layers([first, second], middle[:9])

    found = Finding("exact", 9, 13, "甲乙丙丁", 4, 8, 1.0, (), True)
    monkeypatch.setattr(shard, "explain", explain)
    monkeypatch.setattr(repeats, "findings", lambda text: [found], raising=False)
    (tmp_path / "a.txt").write_text(source, "utf-8")
    report = clean_corpus(tmp_path / "a.txt", tmp_path / "out")
    assert (report.repeats, report.rules) == (1, {"chars.zero_width": 1, "repeats.exact": 1})
    (line,) = audit(tmp_path / "out", "duplicates.jsonl")
    assert (source[line["start"] : line["end"]], line["line"]) == ("甲乙丙丁", 3)
    assert (source[line["kept_start"] : line["kept_end"]], line["kept_line"]) == ("甲乙丙丁", 2)
    assert (line["text"], line["dropped"], line["similarity"]) == ("甲乙丙丁", True, 1.0)
    monkeypatch.undo()
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert (tmp_path / "back" / "a.txt").read_text("utf-8") == source
