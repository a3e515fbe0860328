"""Runs that were stopped: killed processes, resumed, give the bytes of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from command import SRC, clean, tree

import parkclean
from parkclean import clean_corpus, restore_corpus
from parkclean.files import RefusedError
from parkclean.run import engine, plan

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLES = sorted((Path(__file__).parent / "floor" / "articles").iterdir())


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small files, damaged ones among them, and JSON lines that make several parts."""
    folder = tmp_path_factory.mktemp("resume") / "in"
    folder.mkdir()
    rng = random.Random(4)
    seeds = [path.read_bytes() for path in sorted(SEEDS.iterdir())]
    articles = [path.read_text("utf-8") for path in ARTICLES]
    for n in range(30):
        (folder / f"s{n:02}.txt").write_bytes(seeds[n % len(seeds)] * (1 + n % 2))
    with open(folder / "rows.jsonl", "wb") as file:
        for n in range(1200):
            paragraphs = rng.choice(articles).split("\n")
            rng.shuffle(paragraphs)
            text = "\n".join([*paragraphs, f"第{n}号，共{rng.randrange(10**6)}项，详见附表。"])
            file.write(json.dumps({"n": n, "text": text}, ensure_ascii=False).encode() + b"\n")
            if n % 100 == 0:
                file.write(b'{"broken\n')
    return folder


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many shards of few bytes; the processes below are told in the same way."""
    monkeypatch.setattr(plan, "PART", 400_000)
    monkeypatch.setattr(plan, "FILES_AT_ONCE", 100_000)


RUN = """
import sys
from parkclean import clean_corpus
from parkclean.run import plan
plan.PART, plan.FILES_AT_ONCE = 400_000, 100_000
if __name__ == "__main__":
    clean_corpus(sys.argv[1], sys.argv[2], dedup=sys.argv[3], jobs=2, resume=True)
"""


def content(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in tree(folder).items() if name != "_audit/run.json"}


def start(inputs: Path, out: Path, dedup: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", RUN, str(inputs), str(out), dedup]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    return subprocess.Popen(command, env=env, start_new_session=True, stderr=subprocess.DEVNULL)


def kill(inputs: Path, out: Path, dedup: str, seconds: float) -> None:
    """Kills a run after some seconds; where it was done by then, another one sooner."""
    while True:
        process = start(inputs, out, dedup)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)  # its workers are not told
        if process.wait() == -signal.SIGKILL:
            return
        assert process.returncode == 0
        shutil.rmtree(out)
        seconds *= 0.7


def kill_and_resume(inputs: Path, tmp_path: Path, dedup: Any, kills: int, seed: int) -> None:
    clean_corpus(inputs, tmp_path / "whole", dedup=dedup, jobs=2)
    wanted = content(tmp_path / "whole")
    began = time.monotonic()
    assert start(inputs, tmp_path / "timed", dedup).wait(120) == 0
    usual = time.monotonic() - began
    rng = random.Random(seed)
    for n in range(kills):
        out = tmp_path / f"out{n}"
        for _ in range(rng.randint(1, 2)):
            kill(inputs, out, dedup, rng.uniform(0.15, 1) * usual)
        clean_corpus(inputs, out, dedup=dedup, jobs=2, resume=True)
        assert content(out) == wanted
        assert not list(out.rglob("*.part"))
        assert not (out / "_audit" / "work").exists()


@pytest.mark.parametrize("dedup", ["off", "paragraphs"])
def test_a_killed_run_resumed_gives_the_same_bytes(inputs: Path, tmp_path: Path, dedup: str) -> None:
    kill_and_resume(inputs, tmp_path, dedup, int(os.environ.get("PARKCLEAN_KILLS", "2")), seed=11)


def test_nobody_writes_where_a_run_writes(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.1)
    out = tmp_path / "out"

    def another(done: int, total: int) -> None:
        with pytest.raises(RefusedError, match=r"another run writes .*out; wait for its end, or end it"):
            clean_corpus(inputs, out)

    clean_corpus(inputs, out, progress=another, jobs=1)
    clean_corpus(inputs, out, jobs=2)


def test_who_stops_a_run_does_not_wait_for_its_shards(tmp_path: Path) -> None:
    def stop() -> None:
        with engine.Local(2, tmp_path) as local:
            next(local.map(time.sleep, [0, 100, 100, 100]))
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stop()
    assert time.monotonic() - began < 50


@pytest.mark.long
def test_many_killed_runs(inputs: Path, tmp_path: Path) -> None:
    kill_and_resume(inputs, tmp_path, "documents", 10, seed=12)


def stopped(inputs: Path, out: Path, **options: Any) -> None:
    """A run that is interrupted when its second shard is done."""
    calls = 0

    def stop(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clean_corpus(inputs, out, progress=stop, **options)


def test_finished_shards_are_not_done_again(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    stopped(inputs, out)
    done = sorted(path.name for path in (out / "_audit" / "work").glob("*.clean.json"))
    assert len(done) == 2
    from parkclean import corpus

    again: list[int] = []
    step = corpus.clean_shard

    def counted(shard: plan.Shard, settings: plan.Settings) -> None:
        again.append(shard.number)
        step(shard, settings)

    monkeypatch.setattr(corpus, "clean_shard", counted)
    clean_corpus(inputs, out, resume=True, jobs=1)
    assert again[0] == 2
    clean_corpus(inputs, tmp_path / "whole")
    assert content(out) == content(tmp_path / "whole")


def test_a_finished_run_is_told_again(inputs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = clean_corpus(inputs, tmp_path / "out")
    told = [record.getMessage() for record in caplog.records]
    caplog.clear()
    before = tree(tmp_path / "out")
    again = clean_corpus(inputs, tmp_path / "out", resume=True)
    assert tree(tmp_path / "out") == before
    assert (again.files, again.rules, again.documents) == (first.files, first.rules, first.documents)
    assert again.set_aside == first.set_aside
    assert told == [record.getMessage() for record in caplog.records] != []


@pytest.mark.parametrize("finished", [False, True])
def test_another_run_is_not_resumed(inputs: Path, tmp_path: Path, finished: bool) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in inputs.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    out = tmp_path / "out"
    if finished:
        clean_corpus(folder, out)
    else:
        stopped(folder, out)

    def refused(**options: Any) -> str:
        with pytest.raises(RefusedError) as error:
            clean_corpus(folder, out, resume=True, **options)
        return str(error.value).removeprefix(f"cannot resume {out}: ").partition(";")[0]

    assert refused(script="keep") == 'script was "auto", now it is "keep"'
    assert refused(skip=["repeats"]) == 'skip was [], now it is ["repeats"]'
    assert refused(dedup="documents") == 'dedup was "off", now it is "documents"'
    (folder / "zz.txt").write_text("新的一篇。\n", "utf-8")
    assert refused() == "the input zz.txt is new"
    (folder / "zz.txt").unlink()
    data = (folder / "rows.jsonl").read_bytes()
    (folder / "rows.jsonl").unlink()
    assert refused() == "the input rows.jsonl is gone"
    (folder / "rows.jsonl").write_bytes(data.replace("的".encode(), "地".encode()))
    assert refused() == "the input rows.jsonl has changed since"
    (folder / "rows.jsonl").write_bytes(data)
    clean_corpus(folder, out, resume=True)
    restore_corpus(out, tmp_path / "back")
    assert tree(tmp_path / "back") == tree(folder)


def test_another_version_is_refused(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(inputs, tmp_path / "out")
    monkeypatch.setattr(parkclean, "__version__", "9.9")
    with pytest.raises(RefusedError, match=r"it was begun by parkclean .*, this is 9\.9"):
        clean_corpus(inputs, tmp_path / "out", resume=True)


def test_without_resume_a_stopped_run_starts_anew(inputs: Path, tmp_path: Path) -> None:
    stopped(inputs, tmp_path / "out")
    clean_corpus(inputs, tmp_path / "out", script="keep")
    clean_corpus(inputs, tmp_path / "other", script="keep")
    assert content(tmp_path / "out") == content(tmp_path / "other")


def test_resume_in_a_new_folder_just_runs(inputs: Path, tmp_path: Path) -> None:
    result = clean(SEEDS, "-o", tmp_path / "out", "--resume", "--quiet")
    assert result == (0, "", "")
    assert len(tree(tmp_path / "out")) > 5


def test_a_folder_of_somebody_else_is_never_touched(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(RefusedError, match="holds no corpus of an earlier run"):
        clean_corpus(inputs, tmp_path / "out", resume=True)
    assert tree(tmp_path / "out") == {"notes.txt": b"mine"}
