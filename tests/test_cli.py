"""The command, driven as a process: whole messages, exit statuses, and bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from command import SRC, clean, corpus_of, tree

import parkclean

SEEDS = Path(__file__).parent.parent / "seeds"
DIRTY = "高\u200b新区的企业今年增长很快。\n"
CLEAN = "高新区的企业今年增长很快。\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(DIRTY, "utf-8")
    return path


# --- filter -------------------------------------------------------------------------------------------------------


def test_a_filter_reads_and_writes_bytes() -> None:
    assert clean(stdin=DIRTY.encode()) == (0, CLEAN, "")
    assert clean("-", stdin=CLEAN.encode("gb18030")) == (0, CLEAN, "")
    assert clean(stdin=b"") == (0, "", "")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_pass_through(ending: str) -> None:
    text = f"第一行。{ending}第二行。{ending}"
    assert clean(stdin=text.encode()) == (0, text, "")


def test_output_is_utf8_whatever_the_terminal_says() -> None:
    assert clean(stdin=DIRTY.encode(), env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}) == (0, CLEAN, "")


def test_one_file_goes_to_standard_output(page: Path) -> None:
    assert clean(page) == (0, CLEAN, "")


def test_a_broken_pipe_is_quiet(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text(CLEAN * 20_000, "utf-8")
    command = f'"{sys.executable}" -m parkclean "{big}" | head -c 10 > /dev/null; echo ${{PIPESTATUS[0]}}'
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=env, timeout=60, check=False)
    assert (done.stdout, done.stderr) == (b"0\n", b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_standard_output_is_one_line(page: Path) -> None:
    with open("/dev/full", "wb") as full:
        result = clean(page, stdout=full.fileno())
    assert result == (1, "", "clean: standard output: No space left on device\n")


def test_on_a_terminal_without_arguments_help() -> None:
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "parkclean"]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(command, stdin=writer, capture_output=True, env=env, timeout=60, check=False)
    os.close(reader)
    os.close(writer)
    assert done.returncode == 2
    assert done.stdout.startswith(b"usage: clean [-h]")


# --- a corpus -----------------------------------------------------------------------------------------------------


def test_seeds_become_a_corpus_and_come_back(tmp_path: Path) -> None:
    first = clean(SEEDS, "-o", tmp_path / "corpus")
    assert first.status == 0
    place = re.escape(str(tmp_path / "corpus"))
    assert re.match(rf"documents +5 \(\d changed\) in {place}\ncharacters +23,559 in, ", first.err)
    assert re.search(r"\nrepeats dropped +\d+\nset aside +0\ntime +[\d.]+ s\n$", first.err)
    second = clean(SEEDS, "-o", tmp_path / "again", "--quiet", "--jobs", "2", env={"PYTHONHASHSEED": "7"})
    assert second == (0, "", "")
    assert tree(tmp_path / "corpus") == tree(tmp_path / "again")

    restored = clean("--restore", tmp_path / "corpus", "-o", tmp_path / "back")
    assert restored == (0, "", f"restored  5 files in {tmp_path / 'back'}\n")
    assert tree(tmp_path / "back") == tree(SEEDS)

    clean(tmp_path / "corpus", "-o", tmp_path / "corpus2")
    assert corpus_of(tmp_path / "corpus2") == corpus_of(tmp_path / "corpus")
    assert (tmp_path / "corpus2" / "_audit" / "edits.jsonl").read_bytes() == b""


def test_an_edited_corpus_file_is_refused_by_name(tmp_path: Path) -> None:
    clean(SEEDS, "-o", tmp_path / "corpus")
    victim = min((tmp_path / "corpus").glob("*.txt"))
    victim.write_text("edited", "utf-8")
    result = clean("--restore", tmp_path / "corpus", "-o", tmp_path / "back")
    why = "edited since the run; put the text of the run back, or clean the input again"
    assert result.status == 1
    assert result.err == f"clean: {victim}: not restored: {why}\nrestored  4 files in {tmp_path / 'back'}\n"


def test_other_encodings_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for codec in ("gb18030", "utf-16", "utf-8-sig", "utf-16-be"):
        (folder / f"{codec}.txt").write_bytes((DIRTY * 3).encode(codec))
    assert clean(folder, "-o", tmp_path / "corpus", "--quiet") == (0, "", "")
    assert set(corpus_of(tmp_path / "corpus").values()) == {(CLEAN * 3).encode()}
    assert clean("--restore", tmp_path / "corpus", "-o", tmp_path / "back", "--quiet") == (0, "", "")
    assert tree(tmp_path / "back") == tree(folder)


def test_a_bar_shows_on_a_terminal_only(tmp_path: Path) -> None:
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    command = [sys.executable, "-m", "parkclean", str(SEEDS), "-o", str(tmp_path / "corpus")]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    subprocess.run(command, stderr=writer, stdin=subprocess.DEVNULL, env=env, timeout=60, check=True)
    os.close(writer)
    seen = os.read(reader, 65536)
    os.close(reader)
    assert b"/58.3k [" in seen
    assert b"\rdocuments" in seen


def test_a_stopped_run_says_so_and_can_be_started_again(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(400):
        (folder / f"{n:03}.txt").write_text((DIRTY + CLEAN) * 40, "utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "parkclean", str(folder), "-o", str(out), "--jobs", "2", "--quiet"]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    running = subprocess.Popen(command, stderr=subprocess.PIPE, env=env, start_new_session=True)
    while not (out / "000.txt").exists():
        assert running.poll() is None
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)
    if running.returncode == 0:
        pytest.skip("the run was faster than the signal")
    line = "clean: stopped; what was written is whole; the same command with --resume goes on\n"
    assert (running.returncode, err.decode()) == (130, line)
    assert not list(out.rglob("*.part"))
    assert clean(folder, "-o", out, "--quiet") == (0, "", "")
    assert len(corpus_of(out)) == 400


# --- looking ------------------------------------------------------------------------------------------------------


def test_diff_shows_what_would_change(page: Path) -> None:
    assert clean(page, "--diff") == (
        1,
        f"--- {page}\n+++ {page} (clean)\n@@ -1 +1 @@\n-{DIRTY}+{CLEAN}",
        "",
    )
    assert clean("--diff", stdin=CLEAN.encode()) == (0, "", "")


def test_diff_says_where_the_last_line_has_no_end() -> None:
    assert clean("--diff", stdin=DIRTY.strip().encode()).out == (
        "--- standard input\n+++ standard input (clean)\n@@ -1 +1 @@\n"
        f"-{DIRTY}\\ No newline at end of file\n+{CLEAN}\\ No newline at end of file\n"
    )


def test_explain_lists_changes_in_source_coordinates(page: Path) -> None:
    page.write_bytes(("第一行没有问题。\r\n" + DIRTY).encode("gb18030"))
    assert clean(page, "--explain") == (
        0,
        f"{page}:1:1: decode.encoding: gb18030 -> utf-8\n{page}:2:2: chars.zero_width: '\\u200b' -> ''\n",
        "",
    )


def test_explain_shows_bytes_that_could_not_be_read(page: Path) -> None:
    page.write_bytes(CLEAN.encode() * 2 + b"x\xff\n")
    assert clean(page, "--explain").out == f"{page}:3:2: decode.undecodable: '\\udcff' -> '\ufffd'\n"


def test_a_folder_may_be_looked_at(tmp_path: Path, page: Path) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN, "utf-8")
    assert clean(tmp_path, "--explain").out == f"{page}:1:2: chars.zero_width: '\\u200b' -> ''\n"


def test_inputs_may_stand_between_options(page: Path) -> None:
    (page.parent / "b.txt").write_text("雨停了。\n", "utf-8")
    done = clean("page.txt", "--quiet", "-o", "out", "b.txt", cwd=page.parent)
    assert done == (0, "", "")
    assert sorted(corpus_of(page.parent / "out")) == ["b.txt", "page.txt"]


def test_the_catalogue_lists_every_rule() -> None:
    result = clean("--rules")
    rules = parkclean.DEFAULT.rules()
    assert [line.split()[0] for line in result.out.splitlines()] == [rule.id for rule in rules]
    assert all(rule.summary in result.out for rule in rules)


def test_one_rule_says_what_it_changes_and_refuses() -> None:
    result = clean("--rules", "chars.zero_width")
    rule = next(rule for rule in parkclean.DEFAULT.rules() if rule.id == "chars.zero_width")
    assert result == (0, f"chars.zero_width: {rule.summary}\nrisk: safe\n\n{rule.doc}\n", "")
    assert [line.split()[0] for line in clean("--rules", "chars").out.splitlines()] == [
        rule.id for rule in parkclean.DEFAULT.rules() if rule.id.startswith("chars.")
    ]


def test_rules_can_be_chosen(page: Path) -> None:
    assert clean(page, "--skip", "chars.zero_width").out == DIRTY
    assert clean(page, "--select", "chars,layout").out == CLEAN
    assert clean(page, "--select", "layout").out == DIRTY
    assert clean(page, "--script", "keep").out == CLEAN


def test_version() -> None:
    assert clean("--version") == (0, f"parkclean {parkclean.__version__}\n", "")


# --- wrong use ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["page.txt", "--select", "layuot"], "unknown rule or stage 'layuot'; did you mean 'layout'?"),
        (["page.txt", "--skip", "layuot"], "unknown rule or stage 'layuot'; did you mean 'layout'?"),
        (["--rules", "chars.zero"], "unknown rule 'chars.zero'; did you mean 'chars.zero_width'?"),
        (["page.txt", "--encoding", "gb1803"], "unknown encoding 'gb1803'; did you mean 'gb18030'?"),
        (["page.txt", "b.txt"], "2 inputs: say where the clean files go: clean page.txt b.txt ... -o OUT"),
        (["."], ". is a folder; say where the clean files go: clean . -o OUT"),
        (["nosuch.txt"], "nosuch.txt: no such file or folder"),
        (["nosuch", "-o", "out"], "nosuch: no such file or folder"),
        (["page.txt", "-o", "new.txt"], "-o names a folder; to write one file: clean page.txt > new.txt"),
        ([".", "-o", "page.txt"], "page.txt is a file; -o names a folder"),
        (
            [".", "-o", "page.txt/deep/out"],
            "page.txt is a file, so the folder page.txt/deep/out cannot be made; name another one",
        ),
        (["page.txt/x"], "page.txt/x: no such file or folder"),
        (["page.txt", "--selct", "layout"], "unknown option '--selct'; did you mean '--select'?"),
        (["page.txt", "-q"], "unknown option '-q'; clean --help lists what is known"),
        (["page.txt", "--dedup"], "argument --dedup: expected one argument"),
        (["--rules", "nosuch"], "unknown rule 'nosuch'; clean --rules lists what is known"),
        (
            ["page.txt", "--skip", "nosuch"],
            "unknown rule or stage 'nosuch'; the command clean --rules lists what is known",
        ),
        (
            ["-", "-o", "out"],
            "standard input goes to standard output: clean < FILE > OUT; with -o name files or folders",
        ),
        (["page.txt", "-o", "out", "--jobs", "0"], "--jobs is at least 1; got 0"),
        (["--restore", "."], "to restore, name one corpus and a new folder: clean --restore corpus -o OUT"),
        (["--restore", ".", "-o", "out"], ". is no corpus: it has no _audit/manifest.json of ours"),
        (["page.txt", "--diff", "--explain"], "--diff, --explain and --restore are three different things; name one"),
        (["page.txt", "--times"], "--times tells about a run: say where the clean ones go with -o OUT"),
        (["page.txt", "--diff", "-o", "out"], "--diff and --explain write to standard output; leave -o out"),
    ],
)
def test_wrong_use_is_one_line(page: Path, arguments: list[str], message: str) -> None:
    assert clean(*arguments, cwd=page.parent) == (2, "", f"clean: {message}\n")
    assert os.listdir(page.parent) == ["page.txt"]
