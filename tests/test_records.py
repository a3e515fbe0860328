"""Corpus runs over files of records and compressed files: what comes out, what is set aside, and the way back."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import SRC, clean, corpus_of, tree

import parkclean
from parkclean import clean_corpus, restore_corpus
from parkclean.files import RefusedError
from parkclean.formats import describe, hash_content
from parkclean.formats.packed import open_input, write_whole
from parkclean.run import plan

SEED = next((Path(__file__).parent.parent / "seeds").glob("003_*.txt")).read_text("utf-8")
MIRROR = SEED[:3000]
DIRTY = "高\u200b新区的企业今年增长很快，园区里又开了两家新店。"
CLEAN = "高新区的企业今年增长很快，园区里又开了两家新店。"
GROWTH = "会议指出，过去一年全市高新技术企业数量增长了两成，研发投入占比首次突破百分之三，成果转化明显加快。"


def lines(*records: Any, ascii: bool = False) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=ascii).encode("utf-8") + b"\n" for one in records)


ROWS = lines({"id": 1, "text": DIRTY}, {"id": 2.50, "text": CLEAN, "更多": [1, {"text": "不动"}]})
ODD = (
    b'{"text": "\\u9ad8\\u200b\\u65b0\\/\\u533a", "n" : 1.0e+2 }\n'  # escapes of another program
    b"\n"
    b'{"broken": \n'
    b'{"text": null}\n'
    b'{"text": 5}\n'
    b'{"other": "x"}\n'
    b'{"text": "a", "text": "b"}\n'
    b"[1, 2]\n" + lines({"text": MIRROR}, {"text": GROWTH}, {"text": GROWTH})
)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "rows.jsonl").write_bytes(ROWS.removesuffix(b"\n"))
    (folder / "odd.ndjson").write_bytes(b"\xef\xbb\xbf" + ODD.replace(b"\n", b"\r\n"))
    (folder / "gbk.jsonl").write_bytes(
        lines({"text": DIRTY.replace("\u200b", "")}, {"文": 1}).decode().encode("gb18030")
    )
    (folder / "名 字\n二.txt").write_text(DIRTY, "utf-8")
    for name, data in (("rows.jsonl", ODD), ("text.txt", DIRTY.encode("gb18030", "replace")), ("empty.jsonl", b"")):
        for suffix in ("gz", "zst"):
            write_whole(folder / f"p.{name}.{suffix}", data, describe(f"{name}.{suffix}"))
    page = f"<html><body><nav>首页</nav><article><p>{DIRTY}</p><p>{GROWTH}</p></article></body></html>"
    write_whole(folder / "page.html.gz", page.encode("utf-8"), describe("page.html.gz"))
    table = pa.table({"id": [1, 2, 3, 4], "text": [DIRTY, None, GROWTH, CLEAN], "x": [[1], [], None, [2, 3]]})
    pq.write_table(table, folder / "table.parquet", row_group_size=3)
    return folder


def content(folder: Path) -> dict[str, Any]:
    """The files of a folder, compressed ones by what they hold, tables as tables."""
    return {
        name: pq.read_table(folder / name)
        if name.endswith(".parquet")
        else hash_content(folder / name, describe(name).compression)
        for name in tree(folder)
    }


SET_ASIDE = [
    (2, "broken JSON at character 13: no valid value"),
    (3, '"text" is null, not a text'),
    (4, '"text" is a number, not a text'),
    (5, 'has no key "text" at the top level; name the key of the text with --text-key'),
    (6, 'has the key "text" twice'),
    (7, "not a JSON object, but a list"),
]


@pytest.mark.parametrize("dedup", ["off", "paragraphs", "documents"])
def test_every_format_comes_back(inputs: Path, tmp_path: Path, dedup: Any) -> None:
    clean_corpus(inputs, tmp_path / "out", dedup=dedup)
    restored = restore_corpus(tmp_path / "out", tmp_path / "back")
    assert restored.refused == ()
    assert content(tmp_path / "back") == content(inputs)


def test_records_get_the_text_that_clean_gives(inputs: Path, tmp_path: Path) -> None:
    report = clean_corpus(inputs, tmp_path / "out")
    out = tmp_path / "out"
    assert (out / "rows.jsonl").read_bytes() == ROWS.replace("\u200b".encode(), b"").removesuffix(b"\n")
    with open_input(out / "p.rows.jsonl.gz", "gz") as file:
        found = file.read().splitlines()
    kept = [line for n, line in enumerate(ODD.splitlines()) if n not in (2, 7)]
    assert found[0] == b'{"text": "\\u9ad8\\u65b0\\/\\u533a", "n" : 1.0e+2 }'
    assert found[1:6] == kept[1:6]
    assert json.loads(found[6])["text"] == parkclean.clean(MIRROR)
    assert found[7:] == kept[7:]
    assert pq.read_table(out / "table.parquet")["text"].to_pylist() == [CLEAN, None, GROWTH, CLEAN]
    assert gzip.decompress((out / "page.html.txt.gz").read_bytes()).decode() == f"{CLEAN}\n\n{GROWTH}"
    assert json.loads((out / "gbk.jsonl").read_bytes().splitlines()[0]) == {"text": CLEAN}
    packed = [one for one in report.set_aside if one.file == "p.rows.jsonl.gz"]
    assert [(one.record, one.reason) for one in packed] == SET_ASIDE


def test_what_is_no_record_is_kept_aside(inputs: Path, tmp_path: Path) -> None:
    clean_corpus(inputs, tmp_path / "out")
    aside = tmp_path / "out" / "_audit" / "set_aside"
    assert (aside / "p.rows.jsonl").read_bytes() == b'{"broken": \n[1, 2]\n'
    rejects = [json.loads(line) for line in (tmp_path / "out" / "_audit" / "rejects.jsonl").read_bytes().splitlines()]
    mine = [(one["record"], one["reason"]) for one in rejects if one["file"] == "p.rows.jsonl.zst"]
    assert mine == SET_ASIDE


def test_left_out_records_keep_their_other_fields(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(lines({"id": 1, "text": GROWTH}, {"id": 2, "text": GROWTH}))
    report = clean_corpus(tmp_path / "rows.jsonl", tmp_path / "out", dedup="documents")
    assert (report.documents, report.left_out) == (1, 1)
    assert (tmp_path / "out" / "rows.jsonl").read_bytes() == lines({"id": 1, "text": GROWTH})
    assert (tmp_path / "out" / "_audit" / "left_out" / "rows.jsonl").read_bytes() == lines({"id": 2, "text": GROWTH})
    (found,) = map(json.loads, (tmp_path / "out" / "_audit" / "duplicates.jsonl").read_bytes().splitlines())
    assert (found["file"], found["record"], found["kept_file"], found["kept_record"]) == (
        "rows.jsonl",
        1,
        "rows.jsonl",
        0,
    )


def test_paragraphs_of_other_records_go(tmp_path: Path) -> None:
    more = "与会人员还就人才引进、金融支持等问题进行了深入讨论，提出了具体的意见，市科技局将逐条研究答复。"
    rows = lines({"text": f"{GROWTH}\n\n{DIRTY}"}, {"text": f"{more}\n\n{GROWTH}"}, {"text": GROWTH}, ascii=True)
    (tmp_path / "rows.jsonl").write_bytes(rows)
    clean_corpus(tmp_path / "rows.jsonl", tmp_path / "out", dedup="paragraphs")
    found = [json.loads(line)["text"] for line in (tmp_path / "out" / "rows.jsonl").read_bytes().splitlines()]
    assert found == [f"{GROWTH}\n\n{CLEAN}", more, ""]
    assert (tmp_path / "out" / "rows.jsonl").read_bytes().isascii()
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert (tmp_path / "back" / "rows.jsonl").read_bytes() == rows


def test_a_clean_corpus_stays_as_it_is(inputs: Path, tmp_path: Path) -> None:
    clean_corpus(inputs, tmp_path / "out", dedup="paragraphs")
    again = clean_corpus(tmp_path / "out", tmp_path / "out2", dedup="paragraphs")
    assert again.rules == {}
    assert content_of_corpus(tmp_path / "out") == content_of_corpus(tmp_path / "out2")


def content_of_corpus(folder: Path) -> dict[str, Any]:
    return {name: value for name, value in content(folder).items() if not name.startswith("_audit/")}


def test_one_document_a_line(tmp_path: Path) -> None:
    text = f"{DIRTY}\n\n<p>{GROWTH}</p><p>{CLEAN}</p>\r\n{CLEAN}"
    (tmp_path / "rows.txt").write_bytes(text.encode("utf-8"))
    clean_corpus(tmp_path / "rows.txt", tmp_path / "out", records="line")
    found = (tmp_path / "out" / "rows.txt").read_bytes().decode("utf-8").split("\n")
    assert [found[0], found[1], found[3]] == [CLEAN, "", CLEAN]
    assert found[2] == parkclean.clean(f"<p>{GROWTH}</p><p>{CLEAN}</p>").replace("\n", " ") + "\r"
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert (tmp_path / "back" / "rows.txt").read_bytes() == text.encode("utf-8")


def test_a_file_that_looks_like_one_document_a_line_is_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("".join(f"第{n}条记录说的是另一件事。\n" for n in range(1500)), "utf-8")
    report = clean_corpus(path, tmp_path / "out", skip=["repeats"])
    assert report.notes == (f"{path} looks like one document a line; if it is, use --records line",)
    assert clean_corpus(path, tmp_path / "out2", records="line").documents == 1500


def test_the_key_of_the_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(lines({"content": DIRTY, "text": DIRTY}))
    clean_corpus(tmp_path / "rows.jsonl", tmp_path / "out", text_key="content")
    assert json.loads((tmp_path / "out" / "rows.jsonl").read_bytes()) == {"content": CLEAN, "text": DIRTY}


@pytest.mark.parametrize("name", ["text.txt.gz", "text.txt.zst", "rows.jsonl.gz", "rows.jsonl.zst", "table.parquet"])
def test_a_truncated_file_is_set_aside_and_the_rest_is_right(inputs: Path, tmp_path: Path, name: str) -> None:
    if name != "table.parquet":
        write_whole(inputs / name, MIRROR.encode("utf-8") * 20, describe(name))
    data = (inputs / name).read_bytes()
    (inputs / name).write_bytes(data[: len(data) * 2 // 3])
    report = clean_corpus(inputs, tmp_path / "out")
    (why,) = {one.reason for one in report.set_aside if one.file == name and one.record is None}
    early = f"{describe(name).compression} data ends too early; copy or download the file again"
    assert why == early or (name == "table.parquet" and why.startswith("damaged parquet data: "))
    assert not (tmp_path / "out" / name).exists()
    assert json.loads((tmp_path / "out" / "rows.jsonl").read_bytes().splitlines()[0])["text"] == CLEAN
    assert not list((tmp_path / "out").rglob("*.part"))


def test_nothing_goes_because_of_a_file_that_was_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parkclean.run import grouping

    monkeypatch.setattr(grouping, "MOST_COPIES", 2)
    folder = tmp_path / "in"
    folder.mkdir()
    write_whole(folder / "a.jsonl.gz", lines(*[{"text": GROWTH}] * 9000), describe("a.jsonl.gz"))
    data = (folder / "a.jsonl.gz").read_bytes()
    (folder / "a.jsonl.gz").write_bytes(data[:-4])
    (folder / "b.txt").write_text(GROWTH, "utf-8")
    (folder / "c.txt").write_text(GROWTH, "utf-8")
    (folder / "d.txt").write_text(GROWTH, "utf-8")
    report = clean_corpus(folder, tmp_path / "out", dedup="documents")
    assert [one.file for one in report.set_aside] == ["a.jsonl.gz"]
    assert corpus_of(tmp_path / "out") == {"b.txt": GROWTH.encode("utf-8")}


def test_a_large_document_is_set_aside_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN * 1000, "utf-8")
    (tmp_path / "b.jsonl").write_bytes(lines({"text": CLEAN}, {"text": CLEAN * 1000}, {"text": DIRTY}))
    report = clean_corpus([tmp_path / "a.txt", tmp_path / "b.jsonl"], tmp_path / "out", max_document=50_000)
    assert [(one.file, one.record) for one in report.set_aside] == [("a.txt", None), ("b.jsonl", 1)]
    assert report.set_aside[0].reason == "too large: 71 KB; use --records line, or --max-document 1M"
    assert report.set_aside[1].reason.startswith("line of 71 KB: larger than --max-document")
    assert (tmp_path / "out" / "b.jsonl").read_bytes() == lines({"text": CLEAN}, {"text": CLEAN})
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert (tmp_path / "back" / "b.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_large_file_is_cut_into_parts_that_do_not_show(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"n": n, "text": f"{DIRTY}第{n}号。\n\n{GROWTH if n % 7 == 0 else CLEAN}"} for n in range(300)]
    (tmp_path / "big.jsonl").write_bytes(lines(*rows) + b"{broken\n" + lines({"text": None}, *rows[:3]))
    for dedup in ("off", "documents"):
        clean_corpus(tmp_path / "big.jsonl", tmp_path / f"one{dedup}", dedup=dedup)
        monkeypatch.setattr(plan, "PART", 9000)
        clean_corpus(tmp_path / "big.jsonl", tmp_path / f"many{dedup}", dedup=dedup)
        monkeypatch.undo()
        assert corpus_of(tmp_path / f"one{dedup}") == corpus_of(tmp_path / f"many{dedup}")
        one, many = (json.loads((tmp_path / f"{n}{dedup}/_audit/report.json").read_bytes()) for n in ("one", "many"))
        assert one == many
        restore_corpus(tmp_path / f"many{dedup}", tmp_path / f"back{dedup}")
        assert tree(tmp_path / f"back{dedup}") == {"big.jsonl": (tmp_path / "big.jsonl").read_bytes()}


RUN = "import sys; from parkclean.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("dedup", ["off", "paragraphs"])
def test_jobs_and_hash_seeds_change_nothing(inputs: Path, tmp_path: Path, dedup: str) -> None:
    found = []
    for jobs, seed in ((1, "0"), (2, "1"), (4, "0")):
        out = tmp_path / f"out{jobs}"
        env = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", RUN, str(inputs), "-o", str(out), "--jobs", str(jobs), "--dedup", dedup]
        assert subprocess.run([*command, "--quiet"], env=env, stderr=subprocess.DEVNULL, check=False).returncode == 1
        found.append(tree(out))
    assert found[0] == found[1] == found[2]


def test_the_level_of_the_audit(inputs: Path, tmp_path: Path) -> None:
    names = {
        level: {
            path.relative_to(tmp_path / level / "_audit").as_posix()
            for path in (tmp_path / level / "_audit").rglob("*")
            if path.is_file()
        }
        for level in ("summary", "none")
        if clean_corpus(inputs, tmp_path / level, audit=level)  # type: ignore[arg-type]
    }
    assert names == {
        "summary": {"manifest.json", "metadata.jsonl", "rejects.jsonl", "report.json", "run.json"},
        "none": {"manifest.json", "rejects.jsonl", "run.json"},
    }
    clean_corpus(inputs, tmp_path / "full")
    assert corpus_of(tmp_path / "none") == corpus_of(tmp_path / "summary") == corpus_of(tmp_path / "full")
    with pytest.raises(RefusedError, match="was made with --audit summary, which keeps no edits to undo"):
        restore_corpus(tmp_path / "summary", tmp_path / "back")


def test_a_large_ledger_is_compressed(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parkclean import corpus

    clean_corpus(inputs, tmp_path / "small", dedup="paragraphs")
    monkeypatch.setattr(corpus, "COMPRESSED_FROM", 10)
    clean_corpus(inputs, tmp_path / "out", dedup="paragraphs")
    with open_input(tmp_path / "out" / "_audit" / "edits.jsonl.zst", "zst") as file:
        assert file.read() == (tmp_path / "small" / "_audit" / "edits.jsonl").read_bytes()
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert content(tmp_path / "back") == content(inputs)


def test_the_ledger_of_a_mirror_is_no_larger_than_its_text(tmp_path: Path) -> None:
    (tmp_path / "003.txt").write_text(SEED, "utf-8")
    clean_corpus(tmp_path / "003.txt", tmp_path / "out")
    write_whole(tmp_path / "edits.zst", (tmp_path / "out/_audit/edits.jsonl").read_bytes(), describe("edits.zst"))
    assert (tmp_path / "edits.zst").stat().st_size <= len(SEED.encode("utf-8"))


def test_large_files_of_utf16_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not cut into parts: a byte of a line feed may be half of 上."""
    monkeypatch.setattr(plan, "PART", 4000)
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"id": n, "text": f"上海\u200b上，{n}\u0a0a。"}, ensure_ascii=False) for n in range(500)]
    (tmp_path / "in" / "a.jsonl").write_bytes("\n".join([*lines, "{broken 上", ""]).encode("utf-16"))
    (tmp_path / "in" / "b.jsonl").write_bytes("\n".join(lines).encode("utf-8"))
    clean_corpus(tmp_path / "in", tmp_path / "out")
    files = corpus_of(tmp_path / "out")
    assert files["a.jsonl"] == "\n".join([*lines, ""]).replace("\u200b", "").encode("utf-8")
    assert files["b.jsonl"] == "\n".join(lines).replace("\u200b", "").encode("utf-8")
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_files_of_a_pattern_keep_their_folders_in_their_names(tmp_path: Path) -> None:
    for name in ("2020/a.txt", "2021/a.txt", "2021/sub/b.txt", "2021/_audit/edits.txt", ".hidden/c.txt"):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(f"{name}\n", "utf-8")
    names = {"2020/a.txt", "2021/a.txt", "2021/sub/b.txt"}
    for pattern in ("**/*.txt", "**", "*"):
        for out in ("out", "data/out"):
            assert clean(f"data/{pattern}", "-o", out, "--quiet", cwd=tmp_path).status == 0
            assert clean(f"data/{pattern}", "-o", out, "--quiet", cwd=tmp_path).status == 0
            assert corpus_of(tmp_path / out).keys() == names
            shutil.rmtree(tmp_path / out)
    (tmp_path / "a.txt").write_text("一\n", "utf-8")
    assert clean("*/*/?.txt", "a.txt", "-o", "out", "--quiet", cwd=tmp_path) == (0, "", "")
    assert corpus_of(tmp_path / "out").keys() == {"data/2020/a.txt", "data/2021/a.txt", "a.txt"}
    same = clean("data/2020/a.txt", "data/2021/a.txt", "-o", "same", "--quiet", cwd=tmp_path)
    why = "its clean text would be called a.txt, like that of another input of that name; clean it into another folder"
    assert same == (1, "", f"clean: data/2021/a.txt: set aside: {why}\n")
    (tmp_path / "data" / "2021" / "a.txt").write_text(DIRTY, "utf-8")
    assert clean("data/**/*.txt", "--explain", cwd=tmp_path).out.startswith("data/2021/a.txt:1:")
    assert clean("data/**/*.csv", "--diff", cwd=tmp_path) == (2, "", "clean: data/**/*.csv: no such file or folder\n")


def test_a_pattern_is_an_input(inputs: Path, tmp_path: Path) -> None:
    report = clean_corpus(f"{inputs}/*.jsonl", tmp_path / "out")
    assert sorted(corpus_of(tmp_path / "out")) == ["gbk.jsonl", "rows.jsonl"]
    assert report.documents == 3
    with pytest.raises(RefusedError, match=r"\*\.csv: no such file or folder"):
        clean_corpus(f"{inputs}/*.csv", tmp_path / "out2")


# --- the command --------------------------------------------------------------------------------------------------


def test_records_go_through_a_filter() -> None:
    found = clean("--format", "jsonl", stdin=ROWS)
    assert found == (0, ROWS.decode("utf-8").replace("\u200b", ""), "")
    broken = clean("--format", "jsonl", stdin=b'{"text": \n' + ROWS)
    assert broken.status == 1
    assert broken.out == found.out
    assert broken.err == "clean: standard input:1: set aside: broken JSON at character 11: no valid value\n"


def test_changes_of_records_are_shown_with_their_number(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(ROWS)
    found = clean(tmp_path / "rows.jsonl", "--explain")
    assert found == (0, f"{tmp_path}/rows.jsonl#1:1:2: chars.zero_width: '\\u200b' -> ''\n", "")
    assert clean(tmp_path / "rows.jsonl", "--diff").status == 1


def test_options_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "rows.txt").write_text(f"{DIRTY}\n{DIRTY}\n", "utf-8")
    (tmp_path / "parkclean.toml").write_text('skip = ["chars"]\nquiet = true\nmax-document = "1M"\n', "utf-8")
    assert clean("rows.txt", "-o", "out", cwd=tmp_path) == (0, "", "")
    assert "\u200b" in (tmp_path / "out" / "rows.txt").read_text("utf-8")
    assert clean("rows.txt", "-o", "out2", "--skip", "script", cwd=tmp_path) == (0, "", "")
    assert "\u200b" not in (tmp_path / "out2" / "rows.txt").read_text("utf-8")
    (tmp_path / "parkclean.toml").unlink()
    (tmp_path / "pyproject.toml").write_text('[tool.parkclean]\ndedup = "lines"\n', "utf-8")
    wrong = clean("rows.txt", "-o", "out3", cwd=tmp_path)
    assert wrong.status == 2
    assert wrong.err.startswith("clean: pyproject.toml: argument --dedup: invalid choice: 'lines'")
    (tmp_path / "later.toml").write_text('dedup = "paragraphs"\ntimes = true\nreport = false\n', "utf-8")
    waits = clean("--config", "later.toml", cwd=tmp_path, stdin=DIRTY.encode("utf-8"))
    assert (waits.status, waits.err) == (0, "")
    (tmp_path / "mine.toml").write_text('sript = "keep"\n', "utf-8")
    wrong = clean("rows.txt", "--config", "mine.toml", cwd=tmp_path)
    assert wrong == (2, "", "clean: mine.toml: unknown option 'sript'; did you mean 'script'?\n")
    (tmp_path / "mine.toml").write_text("jobs = true\n", "utf-8")
    wrong = clean("rows.txt", "--config", "mine.toml", cwd=tmp_path)
    assert wrong == (2, "", "clean: mine.toml: jobs = True; it takes a whole number\n")


def test_a_page_of_a_run_and_of_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY, "utf-8")
    found = clean(tmp_path / "a.txt", "--report")
    assert (found.status, found.out[:15], found.err) == (0, "<!doctype html>", "")
    assert found.out == parkclean.explain(DIRTY.encode("utf-8")).to_html(f"{tmp_path}/a.txt")
    report = clean_corpus(tmp_path / "a.txt", tmp_path / "out", report=True)
    page = tmp_path / "out" / "_audit" / "report.html"
    assert page.read_text("utf-8") == report.to_html()
    run = clean(tmp_path / "a.txt", "-o", tmp_path / "out", "--report", "--times")
    assert re.fullmatch(r" *slowest +[0-9.]+ s  a\.txt", run.err.splitlines()[-1])
    assert "What took longest" in page.read_text("utf-8")
    clean_corpus(tmp_path / "a.txt", tmp_path / "out")
    assert not page.exists()
    assert clean(tmp_path, "--report").status == 2


@pytest.mark.parametrize(("given", "shown"), [("0", "'0'"), ("12X", "'12X'"), ("", "''")])
def test_a_size_is_checked(tmp_path: Path, given: str, shown: str) -> None:
    (tmp_path / "a.txt").write_text(CLEAN, "utf-8")
    found = clean(tmp_path / "a.txt", "-o", tmp_path / "out", "--max-document", given)
    assert found == (2, "", f"clean: --max-document takes a size such as 64M or 1G; got {shown}\n")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_fills_up_stops_the_run_and_it_can_go_on(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        (tmp_path / "rows.jsonl").write_bytes(lines(*({"n": n, "text": f"{DIRTY}{n}"} for n in range(4000))))
        found = clean(tmp_path / "rows.jsonl", "-o", disk / "out", "--quiet")
        assert found.status == 1
        assert "No space left on device; make room and start the run again" in found.err
        assert found.err.count("\n") == 1
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert clean(tmp_path / "rows.jsonl", "-o", disk / "out", "--resume", "--quiet") == (0, "", "")
        clean(tmp_path / "rows.jsonl", "-o", tmp_path / "other", "--quiet")
        assert tree(disk / "out") == tree(tmp_path / "other")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
