"""Bad input: a right result, or one clear line that names the file and says what to do; and the run goes on."""

from __future__ import annotations

import os
import resource
import signal
import time
from pathlib import Path

import pytest
from command import clean, corpus_of, tree

import parkclean

GOOD = "高新区的企业今年增长很快。\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good file; what is bad comes beside it."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "good.txt").write_text(GOOD, "utf-8")
    return path


def run(folder: Path, *lines: str) -> None:
    """The bad file is named with its reason, the good one is cleaned, the status is 1."""
    out = folder.parent / "out"
    result = clean(folder, "-o", out, "--quiet")
    assert result == (1, "", "".join(f"clean: {line}\n" for line in lines))
    assert corpus_of(out) == {"good.txt": GOOD.encode()}


def test_an_empty_file(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert clean(folder, "-o", folder.parent / "out", "--quiet") == (0, "", "")
    assert corpus_of(folder.parent / "out") == {"good.txt": GOOD.encode(), "empty.txt": b""}


def test_a_folder_without_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert clean("in", "-o", "out", cwd=tmp_path) == (2, "", "clean: no files in in\n")
    assert os.listdir(tmp_path) == ["in"]


def test_nul_in_a_text() -> None:
    assert clean("--select", "layout", stdin="你好\0世界\n".encode()) == (0, "你好\0世界\n", "")


def test_nothing_but_nul(folder: Path) -> None:
    (folder / "nul.txt").write_bytes(b"\0" * 4096)
    why = "not text: mostly control characters; leave it out, or name its encoding with --encoding NAME"
    run(folder, f"{folder}/nul.txt: set aside: {why}")


def test_a_picture(folder: Path) -> None:
    (folder / "logo.png").write_bytes(PNG)
    run(folder, f"{folder}/logo.png: set aside: not text, but a PNG image; leave it out")


def test_a_picture_alone(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    assert clean("logo.png", cwd=tmp_path) == (1, "", "clean: logo.png: not text, but a PNG image; leave it out\n")
    assert clean(stdin=PNG) == (1, "", "clean: standard input: not text, but a PNG image; leave it out\n")


def test_lone_surrogates_written_as_utf8(tmp_path: Path) -> None:
    data = GOOD.encode() * 8 + b"\xed\xa0\x80\n"
    (tmp_path / "a.txt").write_bytes(data)
    assert clean("a.txt", "-o", "out", "--quiet", cwd=tmp_path) == (0, "", "")
    assert clean("--restore", "out", "-o", "back", "--quiet", cwd=tmp_path) == (0, "", "")
    assert (tmp_path / "back" / "a.txt").read_bytes() == data


def test_mixed_encodings_in_one_file(tmp_path: Path) -> None:
    data = GOOD.encode() * 9 + GOOD.encode("gb18030") * 3 + GOOD.encode()
    (tmp_path / "a.txt").write_bytes(data)
    assert clean("a.txt", "--skip", "repeats", cwd=tmp_path).out == GOOD * 13
    assert clean("a.txt", "-o", "out", "--quiet", cwd=tmp_path) == (0, "", "")
    assert clean("--restore", "out", "-o", "back", "--quiet", cwd=tmp_path) == (0, "", "")
    assert (tmp_path / "back" / "a.txt").read_bytes() == data


def test_a_long_line(tmp_path: Path) -> None:
    data = GOOD.strip().encode() * 130_000
    start = time.perf_counter()
    document = parkclean.explain(data)
    assert time.perf_counter() - start < 20
    assert document.restore() == data


def test_ten_thousand_nested_and_unclosed_tags() -> None:
    for text in ("<div>" * 10_000 + GOOD + "</div>" * 10_000, "<p" * 10_000, "<b>" * 10_000 + GOOD):
        assert parkclean.explain(text.encode()).restore() == text.encode()


def test_an_input_that_is_the_output(folder: Path) -> None:
    message = f"clean: {folder} is an input as well as the output; name another output folder\n"
    assert clean(folder, "-o", folder) == (2, "", message)
    (folder.parent / "link").symlink_to(folder)
    assert clean(folder, "-o", folder.parent / "link").status == 2
    assert tree(folder) == {"good.txt": GOOD.encode()}


def test_an_input_inside_the_output(folder: Path) -> None:
    out = folder.parent / "out"
    clean(folder, "-o", out)
    result = clean(out / "good.txt", "-o", out)
    assert result == (2, "", f"clean: {out}/good.txt lies inside the output folder {out}; name another one\n")


def test_an_output_inside_the_input(folder: Path) -> None:
    out = folder / "corpus"
    assert clean(folder, "-o", out, "--quiet") == (0, "", "")
    line = f"clean: {out} lies inside the input and is the output folder: left out\n"
    assert clean(folder, "-o", out, "--quiet") == (0, "", line)
    assert corpus_of(out) == {"good.txt": GOOD.encode()}


def test_an_output_folder_of_somebody_else(folder: Path) -> None:
    out = folder.parent / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work", "utf-8")
    message = f"clean: {out} is not empty and holds no corpus of an earlier run; name a new folder\n"
    assert clean(folder, "-o", out) == (2, "", message)
    assert tree(out) == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize("out", ["gone", "gone/out", "loop", "loop/out"])
def test_an_output_behind_a_link_that_leads_nowhere(tmp_path: Path, out: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    link, _, below = out.partition("/")
    rest = f", so the folder {out} cannot be made; name another one" if below else "; -o names a folder"
    message = f"clean: {link} is a link that leads nowhere{rest}\n"
    assert clean("a.txt", "-o", out, cwd=tmp_path) == (2, "", message)
    clean("a.txt", "-o", "corpus", "--quiet", cwd=tmp_path)
    assert clean("--restore", "corpus", "-o", out, cwd=tmp_path) == (2, "", message)


def test_audit_folders_are_no_input(folder: Path) -> None:
    out = folder.parent / "out"
    clean(folder, "-o", out)
    result = clean(out / "_audit", "-o", folder.parent / "again")
    assert result == (2, "", f"clean: {out}/_audit is the audit folder of a corpus, which is never input\n")


def test_two_inputs_with_one_output_name(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "good.txt").write_text("另一个文件。\n", "utf-8")
    out = folder.parent / "out"
    why = "its clean text would be called good.txt, like that of another input of that name"
    why += "; clean it into another folder"
    result = clean(folder, other, "-o", out, "--quiet")
    assert result == (1, "", f"clean: {other}/good.txt: set aside: {why}\n")
    assert corpus_of(out) == {"good.txt": GOOD.encode()}


def test_one_file_named_twice_is_one(folder: Path) -> None:
    out = folder.parent / "out"
    assert clean(folder, folder / "good.txt", "-o", out, "--quiet") == (0, "", "")
    assert corpus_of(out) == {"good.txt": GOOD.encode()}


def test_a_page_and_the_text_that_would_take_its_name(folder: Path) -> None:
    (folder / "page.htm").write_text("<p>页</p>", "utf-8")
    (folder / "page.htm.txt").write_text("文\n", "utf-8")
    out = folder.parent / "out"
    why = "its clean text would be called page.htm.txt, like that of page.htm; clean it into another folder"
    assert f"clean: {folder}/page.htm.txt: set aside: {why}\n" in clean(folder, "-o", out, "--quiet").err


def test_symlink_loops(folder: Path) -> None:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nothing")
    loop = "set aside: cannot be read: Too many levels of symbolic links"
    run(
        folder,
        f"{folder}/a: {loop}",
        f"{folder}/b: {loop}",
        f"{folder}/gone.txt: set aside: cannot be read: No such file or directory",
        f"{folder}/sub/up: set aside: a link to a folder above it; remove the link",
    )


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    run(folder, f"{folder}/pipe: set aside: not a regular file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything; test_corpus simulates it")
def test_an_unreadable_file(folder: Path) -> None:
    (folder / "secret.txt").write_text("x", "utf-8")
    (folder / "secret.txt").chmod(0)
    run(folder, f"{folder}/secret.txt: set aside: cannot be read: Permission denied")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="no file is at hand whose reading fails")
@pytest.mark.parametrize("name", ["bad.txt", "bad.jsonl", "bad.txt.gz", "bad.jsonl.zst", "bad.html"])
def test_a_disk_that_fails_while_a_file_is_read(folder: Path, name: str) -> None:
    (folder / name).symlink_to("/proc/self/mem")
    run(folder, f"{folder}/{name}: set aside: cannot be read: Input/output error")


def test_a_folder_that_cannot_be_made(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "b.txt").write_text(GOOD, "utf-8")
    out = folder.parent / "out"
    assert clean(folder / "good.txt", "-o", out, "--quiet").status == 0
    (out / "sub").write_text("in the way", "utf-8")
    why = f"set aside: {out}/sub is a file where a folder has to be; move it away"
    assert clean(folder, "-o", out, "--quiet") == (1, "", f"clean: {folder}/sub/b.txt: {why}\n")


def test_a_name_that_is_no_text(folder: Path) -> None:
    name = os.fsdecode(b"\xff\n.txt")
    try:
        (folder / name).write_text(GOOD, "utf-8")
    except OSError:
        pytest.skip("the file system refuses such names")
    (folder / (name + ".png")).write_bytes(PNG)
    out = folder.parent / "out"
    why = "not text, but a PNG image; leave it out"
    assert clean(folder, "-o", out, "--quiet") == (1, "", f"clean: {folder}/\\udcff\\n.txt.png: set aside: {why}\n")
    assert (out / name).read_text("utf-8") == GOOD
    assert clean("--restore", out, "-o", folder.parent / "back", "--quiet").status == 0
    assert (folder.parent / "back" / name).read_text("utf-8") == GOOD


def test_many_files_set_aside_do_not_flood_the_terminal(folder: Path) -> None:
    for n in range(25):
        (folder / f"{n:02}.png").write_bytes(PNG)
    out = folder.parent / "out"
    lines = clean(folder, "-o", out, "--quiet").err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == f"clean: and 5 more, see {out}/_audit/rejects.jsonl"


def limit(size: int) -> None:
    """No file may grow beyond `size`: the system's nearest thing to a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_file_that_cannot_be_written_leaves_no_half(folder: Path) -> None:
    (folder / "big.txt").write_text(GOOD * 2000, "utf-8")
    out = folder.parent / "out"
    result = clean(folder, "-o", out, "--quiet", "--skip", "repeats", before=lambda: limit(20_000))
    assert result == (1, "", f"clean: {folder}/big.txt: set aside: {out}/big.txt cannot be written: File too large\n")
    assert corpus_of(out) == {"good.txt": GOOD.encode()}


def test_an_audit_that_cannot_be_written_stops_the_run(folder: Path) -> None:
    out = folder.parent / "out"
    result = clean(folder, "-o", out, "--quiet", before=lambda: limit(100))
    line = f"{out}/_audit/manifest.json: File too large; start the run again when it can be written"
    assert result == (1, "", f"clean: {line}\n")
    assert tree(out) == {}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "parkclean takes str (or bytes, through explain), got NoneType; drop or fill missing values first"),
        (float("nan"), "parkclean takes str (or bytes, through explain), got NaN; drop or fill missing values first"),
        (b"x", "clean() takes str, got bytes; call parkclean.explain(data).text or parkclean.read(path)"),
        (Path("x"), "parkclean takes str (or bytes, through explain), got PosixPath; call parkclean.read(path)"),
    ],
)
def test_what_is_no_text_gets_advice(value: object, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        parkclean.clean(value)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_reading_a_file_that_is_no_text_names_it(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(PNG)
    with pytest.raises(parkclean.DecodeError) as caught:
        parkclean.read(path)
    assert str(caught.value) == f"{path}: not text, but a PNG image; leave it out"
