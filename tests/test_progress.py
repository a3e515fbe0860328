"""The bar of a run: it appears, it ends, and it asks for no package that is not there."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

import parkclean

SEEDS = Path(__file__).parent.parent / "seeds"


def test_a_run_with_a_bar_gives_what_a_run_without_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = parkclean.clean_corpus(SEEDS, tmp_path / "a")
    assert capsys.readouterr().err == ""
    assert parkclean.clean_corpus(SEEDS, tmp_path / "b", progress=parkclean.progress_bar()) == quiet
    assert "58.3k/58.3k" in capsys.readouterr().err
    parkclean.restore_corpus(tmp_path / "b", tmp_path / "c", progress=parkclean.progress_bar(" files"))
    assert "5/5 " in capsys.readouterr().err


def test_a_bar_ends_with_the_last_file_and_can_be_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    bar = parkclean.progress_bar("pages")
    for total in (2, 3):
        for done in range(1, total + 1):
            bar(done, total)
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "2/2" in shown
    assert "3/3" in shown
    assert "pages" in shown


def test_without_ipywidgets_nothing_warns() -> None:
    """In a kernel tqdm.auto complains where ipywidgets is missing; a bar of text does as well."""
    program = (
        "import sys, types; sys.modules['ipywidgets'] = None\n"
        "shell = types.SimpleNamespace(config={'IPKernelApp': {}})\n"
        "sys.modules['IPython'] = types.ModuleType('IPython'); sys.modules['IPython'].get_ipython = lambda: shell\n"
        "import parkclean; parkclean.progress_bar(' files')(1, 1)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1/1" in done.stderr
    assert "Warning" not in done.stderr
