"""`BatchCleaner` in the real `datasets`: map, workers, fingerprints, streams."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from libraries import library

datasets = library("datasets")

from datasets.fingerprint import Hasher  # noqa: E402

from parkclean.adapters.datasets import BatchCleaner  # noqa: E402

DIRTY, CLEAN = "雨停\u200b了。", "雨停了。"


@pytest.fixture(autouse=True)
def quiet() -> None:
    datasets.disable_progress_bars()


def on_disk(folder: Path) -> datasets.Dataset:
    """A dataset with files behind it, because one in memory has no cache."""
    rows = {"id": list(range(8)), "text": [DIRTY, None] * 4}
    datasets.Dataset.from_dict(rows).save_to_disk(folder)
    return datasets.load_from_disk(folder)


@pytest.mark.parametrize("workers", [None, 2])
def test_map_in_batches(tmp_path: Path, workers: int | None) -> None:
    dataset = on_disk(tmp_path / "data")
    found = dataset.map(BatchCleaner(), batched=True, batch_size=3, num_proc=workers)
    assert found["text"][:] == [CLEAN, None] * 4
    assert found["id"][:] == list(range(8))
    assert found.features == dataset.features


def test_map_one_by_one() -> None:
    dataset = datasets.Dataset.from_dict({"body": [DIRTY, None], "text": [DIRTY, DIRTY]})
    found = dataset.map(BatchCleaner(text="body"))
    assert found.to_dict() == {"body": [CLEAN, None], "text": [DIRTY, DIRTY]}


def test_streams() -> None:
    dataset = datasets.Dataset.from_dict({"id": [1, 2, 3], "text": [DIRTY, None, "雾"]}).to_iterable_dataset()
    expected = [{"id": 1, "text": CLEAN}, {"id": 2, "text": None}, {"id": 3, "text": "雾"}]
    assert list(dataset.map(BatchCleaner(), batched=True, batch_size=2)) == expected
    assert list(dataset.map(BatchCleaner())) == expected


def test_tables_take_the_function_for_arrow() -> None:
    """With the format `arrow` a batch is a table, and nothing of it has to become Python objects but the text."""
    from parkclean.adapters.arrow import clean_batch

    dataset = datasets.Dataset.from_dict({"id": [1, 2], "body": [DIRTY, None]}).with_format("arrow")
    found = dataset.map(clean_batch, batched=True, fn_kwargs={"text": "body"}).with_format(None)
    assert found.to_dict() == {"id": [1, 2], "body": [CLEAN, None]}
    with pytest.raises(TypeError, match=r"^a batch of format 'arrow' goes to parkclean.adapters.arrow.clean_batch$"):
        dataset.map(BatchCleaner(text="body"), batched=True)


@pytest.mark.parametrize("batched", [True, False])
def test_frames_of_pandas_have_missing_values_of_their_own(batched: bool) -> None:
    library("pandas")
    dataset = datasets.Dataset.from_dict({"id": [1, 2, 3], "text": [DIRTY, None, "雾"]}).with_format("pandas")
    found = dataset.map(BatchCleaner(), batched=batched).with_format(None)
    assert found.to_dict() == {"id": [1, 2, 3], "text": [CLEAN, None, "雾"]}


def test_a_batch_that_is_no_dict_of_columns() -> None:
    dataset = datasets.Dataset.from_dict({"text": [DIRTY]})
    with pytest.raises(TypeError, match=r"^a batch is a dict of columns, not .*: no input_columns, no format$"):
        dataset.map(BatchCleaner(), batched=True, input_columns=["text"])


def test_unchanged_texts_are_the_same_list() -> None:
    batch = {"text": ["山上的雾也散了。", None]}
    assert BatchCleaner()(batch)["text"] is batch["text"]


def test_the_second_map_reads_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = on_disk(tmp_path / "data")
    first = dataset.map(BatchCleaner(skip=["width", "repeats"]), batched=True)
    before = sorted(tmp_path.rglob("cache-*.arrow"))
    assert len(before) == 1

    def fail(self: BatchCleaner, batch: object) -> None:
        raise AssertionError("the cache was not found")

    monkeypatch.setattr(BatchCleaner, "__call__", fail)
    second = dataset.map(BatchCleaner(skip=("repeats", "width")), batched=True)
    assert second._fingerprint == first._fingerprint
    assert sorted(tmp_path.rglob("cache-*.arrow")) == before
    with pytest.raises(AssertionError, match="the cache was not found"):
        dataset.map(BatchCleaner(), batched=True)


PROGRAM = """
import sys, datasets
from parkclean.adapters.datasets import BatchCleaner
datasets.disable_progress_bars()
cleaner = BatchCleaner(text="text", skip={"width", "repeats", "chars"})
found = datasets.load_from_disk(sys.argv[1]).map(cleaner, batched=True)
print(found._fingerprint)
"""


def test_another_session_has_the_same_fingerprint(tmp_path: Path) -> None:
    on_disk(tmp_path / "data")
    found = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "data")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert len(list(tmp_path.rglob("cache-*.arrow"))) == 1


def test_fingerprints_tell_options_and_versions_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaners = [BatchCleaner(), BatchCleaner(text="body"), BatchCleaner(script="keep"), BatchCleaner(skip=["width"])]
    assert len({Hasher.hash(cleaner) for cleaner in cleaners}) == 4
    used = BatchCleaner()
    used({"text": [DIRTY]})
    assert Hasher.hash(used) == Hasher.hash(BatchCleaner(script="auto", skip=[])) == Hasher.hash(cleaners[0])
    monkeypatch.setattr("parkclean.__version__", "99.0")
    assert Hasher.hash(BatchCleaner()) != Hasher.hash(None)
    old = Hasher.hash(BatchCleaner())
    monkeypatch.undo()
    assert Hasher.hash(BatchCleaner()) != old


def test_what_is_no_text() -> None:
    message = "row 1 of the batch, column 'text', is int, not text; convert it to str, or drop it"
    with pytest.raises(TypeError) as error:
        BatchCleaner()({"text": [DIRTY, 5]})
    assert str(error.value) == message
    with pytest.raises(KeyError) as missing:
        BatchCleaner(text="txt")({"id": [1], "text": [DIRTY]})
    assert missing.value.args == ("no column 'txt', only id, text; say BatchCleaner(text=...)",)


def test_repr_says_the_options() -> None:
    assert repr(BatchCleaner(text="body", script="keep")) == "BatchCleaner(text='body', script='keep')"
