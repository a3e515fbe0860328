"""What all adapters promise: what `clean` gives, its options, its errors, and nothing else imported."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Event

import pytest
from libraries import library, present

import parkclean
from parkclean.adapters import values
from parkclean.adapters.values import Cleaner

DAMAGED = [
    "雨停\u200b了。",
    "科技日?qǐng)?bào)記者來(lái)到長(zhǎng)治高新區(qū)，走進(jìn)車(chē)間。",
    "一\n\n\n\n二",
    "",
    "請於開會前三日將提案送交秘書處彙整，逾期不受理。",
    "雨停了。",
]
CLEAN = ["雨停了。", "山上的霧散了，車開走了。", "", "a<b"]
Run = Callable[..., list[object]]


def pandas(texts: list[str], **options: object) -> list[object]:
    import_module("parkclean.adapters.pandas")

    return library("pandas").Series(texts, dtype=object).parkclean.clean(**options).tolist()


def polars(texts: list[str], **options: object) -> list[object]:
    import_module("parkclean.adapters.polars")

    return library("polars").Series(texts).parkclean.clean(**options).to_list()


def sklearn(texts: list[str], **options: object) -> list[object]:
    from parkclean.adapters.sklearn import CleanTransformer

    return list(CleanTransformer(**options).fit_transform(texts))


def datasets(texts: list[str], **options: object) -> list[object]:
    from parkclean.adapters.datasets import BatchCleaner

    return list(BatchCleaner(**options)({"text": texts})["text"])


def datatrove(texts: list[str], **options: object) -> list[object]:
    from parkclean.adapters.datatrove import CleanFormatter

    return list(map(CleanFormatter(**options).format, texts))


def pyarrow(texts: list[str], **options: object) -> list[object]:
    from parkclean.adapters.arrow import clean_array

    return clean_array(library("pyarrow").array(texts), **options).to_pylist()


ADAPTERS = [pandas, polars, sklearn, datasets, datatrove, pyarrow]


@pytest.fixture(params=ADAPTERS, ids=lambda run: run.__name__)
def run(request: pytest.FixtureRequest) -> Run:
    if request.param.__name__ != "datasets":
        library(request.param.__name__)
    return request.param


@pytest.mark.parametrize(
    "options", [{}, {"skip": ["chars"]}, {"script": "simplified"}, {"select": ["chars.zero_width"]}]
)
def test_every_adapter_gives_what_clean_gives(run: Run, options: dict[str, object]) -> None:
    expected = [parkclean.clean(text, **options) for text in DAMAGED]
    assert run(DAMAGED, **options) == expected
    assert expected != DAMAGED
    assert run(CLEAN) == CLEAN


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_columns_are_read_in_parts(run: Run, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "PART", rows)
    for texts in (DAMAGED, [*CLEAN, *DAMAGED, *CLEAN], CLEAN, []):
        assert run(texts) == [parkclean.clean(text) for text in texts]


def test_threads_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "PART", 2)
    busy: list[str] = []

    def clean(text: str) -> str:
        busy.append(text)
        assert len(busy) == 1
        time.sleep(0.001)
        return busy.pop()

    with ThreadPoolExecutor(4) as threads:
        work = [threads.submit(values.changes, "abcdefgh", clean, values.is_none, str) for _ in range(4)]
    assert [one.result() for one in work] == [{}] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_does_not_wait_for_a_thread_that_it_does_not_have() -> None:
    inside, done = Event(), Event()

    def slow(text: str) -> str:
        inside.set()
        done.wait(60)
        return text

    with ThreadPoolExecutor(1) as threads:
        threads.submit(values.changes, ["雨"], slow, values.is_none, str)
        inside.wait(60)
        child = os.fork()
        if not child:
            signal.alarm(60)  # ends it if it waits after all
            os._exit(len(values.changes(["雨停\u200b了。"], Cleaner(), values.is_none, str)))
        done.set()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_pages_become_articles(run: Run) -> None:
    page = "<body><nav>首页</nav><article><p>早上雨停了，山上的雾也散了，我们出发去爬山。</p></article></body>"
    assert run([page], format="html") == [parkclean.clean(page, format="html")] != [page]


def test_options_that_nobody_knows(run: Run) -> None:
    if run is sklearn:  # its __init__ has a signature
        with pytest.raises(TypeError, match="unexpected keyword argument 'scirpt'"):
            run(CLEAN, scirpt="keep")
        return
    with pytest.raises(TypeError, match=r"^unknown option 'scirpt'; did you mean 'script'\?$"):
        run(CLEAN, scirpt="keep")


def test_values_that_nobody_knows(run: Run) -> None:
    """Known before the first text is looked at: there is none here."""
    with pytest.raises(ValueError, match=r"^unknown rule or stage 'char'; did you mean 'chars'\?$"):
        run([], skip=["char"])
    with pytest.raises(ValueError, match=r"^script is one of auto, simplified, traditional, keep; got 'latin'$"):
        run([], script="latin")


def test_cleaners_travel_and_are_told_apart() -> None:
    one, same = Cleaner(skip=["width", "chars"], script="auto"), Cleaner(skip=("chars", "width"))
    assert one == same
    assert hash(one) == hash(same)
    assert pickle.dumps(one) == pickle.dumps(same)
    assert one != Cleaner()
    assert pickle.dumps(one) != pickle.dumps(Cleaner())
    assert repr(one) == "Cleaner(skip=('chars', 'width'))"
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert [again(text) for text in DAMAGED] == [one(text) for text in DAMAGED]


def test_another_version_is_another_cache_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    old = pickle.dumps(Cleaner())
    monkeypatch.setattr(parkclean, "__version__", "99.0")
    assert pickle.dumps(Cleaner()) != old
    assert pickle.loads(old) == Cleaner()


def blocked(module: str, *names: str) -> subprocess.CompletedProcess[str]:
    """Import an adapter in a process in which these libraries are not to be had."""
    program = f"import sys; sys.modules.update(dict.fromkeys({names!r})); import parkclean.adapters.{module}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


LIBRARIES = ("pandas", "polars", "sklearn", "datasets", "datatrove", "pyarrow", "duckdb")


@pytest.mark.parametrize("module", ["pandas", "polars", "sklearn", "datasets", "datatrove", "arrow"])
def test_an_adapter_needs_its_own_library_only(module: str) -> None:
    own = {"arrow": "pyarrow"}.get(module, module)
    others = {"datatrove": {"datatrove"}, "sklearn": {"sklearn"}, "pandas": {"pandas"}}.get(module, {own})
    if module not in ("datasets", "arrow"):
        library(own)
    assert blocked(module, *(name for name in LIBRARIES if name not in others)).stderr == ""


@pytest.mark.parametrize(
    ("module", "package"),
    [("pandas", "pandas"), ("polars", "polars"), ("sklearn", "scikit-learn"), ("datatrove", "datatrove")],
)
def test_without_its_library_an_adapter_says_what_to_install(module: str, package: str) -> None:
    last = blocked(module, module).stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: parkclean.adapters.{module} needs {package} (")
    assert last.endswith(f"): pip install 'parkclean[{module}]'")


@pytest.mark.parametrize("module", ["datasets", "arrow"])
def test_adapters_that_only_handle_what_they_are_given_need_nothing(module: str) -> None:
    assert blocked(module, *LIBRARIES).stderr == ""


def test_importing_parkclean_imports_no_library() -> None:
    program = "import sys, parkclean.adapters.values, parkclean; parkclean.clean('雨停了。'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert set(LIBRARIES).isdisjoint(loaded)


def test_the_check_that_nothing_is_skipped_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCLEAN_ALL_EXTRAS", "1")
    with pytest.raises(ModuleNotFoundError):
        library("no_such_library")
    monkeypatch.delenv("PARKCLEAN_ALL_EXTRAS")
    with pytest.raises(pytest.skip.Exception):
        library("no_such_library")
    assert not present("no_such_library")
