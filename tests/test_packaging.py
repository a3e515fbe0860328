"""What is published: the wheel and the sdist, and the wheel in empty environments, one for each Python at hand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import consoles
import pytest
from command import corpus_of, tree
from libraries import library

import parkclean

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OURS = {"all", "browser", "dev", "docs", "notebook", "test"}
"""Extras for work on parkclean itself, and the one that names the others."""
long = pytest.mark.long


def run(*command: object, cwd: Path) -> str:
    """The output of a command that must not fail; our sources are out of its reach."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MYPYPATH")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pythons() -> list[str]:
    """This Python, and what pyenv has of other versions that are allowed, one of each."""
    found = {sys.version_info[:2]: sys.executable}
    if pyenv := shutil.which("pyenv"):
        listed = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False).stdout.strip()
        for path in sorted(Path(listed).glob("versions/3.*/bin/python")):
            number = re.fullmatch(r"3\.(\d+)\.\d+", path.parent.parent.name)
            if number and int(number[1]) >= 11:
                found.setdefault((3, int(number[1])), str(path))
    return [found[version] for version in sorted(found)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    library("build")
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


def wheel(folder: Path) -> Path:
    (found,) = folder.glob("*.whl")
    return found


@long
def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    names = set(zipfile.ZipFile(wheel(built)).namelist())
    files = {path for path in (ROOT / "src" / "parkclean").rglob("*") if path.is_file()}
    package = {path.relative_to(ROOT / "src").as_posix() for path in files if "__pycache__" not in path.parts}
    assert {name for name in names if ".dist-info/" not in name} == package
    assert "parkclean/py.typed" in names
    assert wheel(built).name == f"parkclean-{parkclean.__version__}-py3-none-any.whl"


@long
def test_the_sdist_holds_what_the_tests_need(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tops = {name.partition("/")[0] for name in names}
    assert {"README.md", "pyproject.toml", "src", "tests", "docs", "seeds"} <= tops
    assert not {".venv", "build", "dist"} & tops
    assert {f"seeds/{seed.name}" for seed in (ROOT / "seeds").iterdir()} <= names


@long
@pytest.mark.parametrize("python", pythons(), ids=lambda path: Path(path).parent.parent.name)
def test_the_wheel_cleans_the_seeds_in_an_empty_environment(python: str, built: Path, tmp_path: Path) -> None:
    run(python, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    bin = tmp_path / "env" / "bin"
    run(bin / "python", "-m", "pip", "install", "--quiet", wheel(built), cwd=tmp_path)
    run(bin / "python", "-m", "pip", "check", cwd=tmp_path)
    assert run(bin / "clean", "--version", cwd=tmp_path).split()[-1] == parkclean.__version__
    run(bin / "clean", ROOT / "seeds", "-o", "corpus", cwd=tmp_path)
    parkclean.clean_corpus(ROOT / "seeds", tmp_path / "here")
    assert corpus_of(tmp_path / "corpus") == corpus_of(tmp_path / "here")
    assert len(corpus_of(tmp_path / "corpus")) == 5
    run(bin / "parkclean", "--restore", "corpus", "-o", "back", cwd=tmp_path)
    assert tree(tmp_path / "back") == tree(ROOT / "seeds")
    for page in ("tutorial.md", "tutorial.zh.md"):
        for step, printed in consoles.told((ROOT / "docs" / page).read_bytes().decode("utf-8"), bin):
            assert consoles.comparable(printed) == consoles.comparable(step.shown), f"{page}: {step.command}"
    without = "import parkclean.adapters.datasets, parkclean.adapters.arrow, sys; print('pyarrow' in sys.modules)"
    assert run(bin / "python", "-c", without, cwd=tmp_path) == "False\n"


@long
def test_a_type_checker_sees_the_types_of_the_installed_wheel(built: Path, tmp_path: Path) -> None:
    """Without `py.typed` in the wheel every name would be Any, and every `assert_type` wrong."""
    library("mypy")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel(built), cwd=tmp_path)
    program = shutil.copy(ROOT / "tests" / "typed_program.py", tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "--follow-imports=silent"]
    assert run(*command, program, cwd=tmp_path) == "Success: no issues found in 1 source file\n"


def test_extras_are_listed_where_they_are_explained() -> None:
    page = (ROOT / "docs" / "adapters.md").read_text("utf-8").partition("## Extras")[2]
    rows = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(PROJECT["optional-dependencies"])


def test_all_is_everything_that_users_may_want() -> None:
    (everything,) = PROJECT["optional-dependencies"]["all"]
    named = re.fullmatch(r"parkclean\[(.*)\]", everything)
    assert named
    assert set(named[1].split(",")) == set(PROJECT["optional-dependencies"]) - OURS


def test_classifiers_name_the_versions_that_are_allowed() -> None:
    found = [
        c.rpartition("3.")[2] for c in PROJECT["classifiers"] if c.startswith("Programming Language :: Python :: 3.")
    ]
    assert min(map(int, found)) == int(PROJECT["requires-python"].removeprefix(">=3."))
