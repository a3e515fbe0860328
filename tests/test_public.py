"""The public surface: lazy, complete, typed, documented; and it still works when everything has been imported."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from importlib.util import find_spec

import libraries
import pytest

import parkclean


def submodules() -> list[str]:
    """All that can be imported here: some need a library that not everybody has."""
    return sorted(
        info.name
        for info in pkgutil.walk_packages(parkclean.__path__, "parkclean.")
        if not info.name.endswith("__main__")
        and (find_spec("numba") or not info.name.endswith("compiled"))
        and libraries.present(*libraries.needed(f"import {info.name}"))
    )


def test_every_public_name_works_after_every_submodule_is_imported() -> None:
    """A module of the same name as a function would take the function's place."""
    for name in submodules():
        importlib.import_module(name)
    text = "一\n\n\n\n二"
    assert parkclean.clean(text) == "一\n\n二"
    assert parkclean.explain(text).text == "一\n\n二"
    assert parkclean.DEFAULT(text) == "一\n\n二"
    for name in parkclean.__all__:
        thing = getattr(parkclean, name)
        assert not inspect.ismodule(thing), name


def test_dir_lists_the_public_names() -> None:
    assert set(parkclean.__all__) <= set(dir(parkclean))
    with pytest.raises(AttributeError, match=r"^module 'parkclean' has no attribute 'claen'$"):
        parkclean.claen  # type: ignore[attr-defined]  # noqa: B018


def test_import_is_light() -> None:
    """Nothing heavy is imported until it is needed."""
    program = "import sys, parkclean; parkclean.clean('你好，世界'); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"datasketch", "scipy", "pypinyin", "bs4", "lxml", "ftfy", "opencc", "tqdm", "numba", "pyarrow"}
    assert heavy.isdisjoint(loaded)


def test_public_docstrings() -> None:
    for name in parkclean.__all__:
        thing = getattr(parkclean, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), name


@pytest.mark.parametrize("name", submodules())
def test_examples_in_docstrings_run(name: str) -> None:
    module = importlib.import_module(name)
    names = {"clean": parkclean.clean, "explain": parkclean.explain, "rule": parkclean.rule, "Edit": parkclean.Edit}
    names["dedup"] = parkclean.dedup
    result = doctest.testmod(module, extraglobs=names)
    assert result.failed == 0


@pytest.mark.parametrize("rule", parkclean.DEFAULT.rules(), ids=lambda rule: rule.id)
def test_every_rule_shows_what_it_changes_and_what_it_refuses(rule: parkclean.Rule) -> None:
    """The docstring of a rule is its page in the catalogue, and runs."""
    shown: list[tuple[str, str]] = []

    def clean(text: str, **options: object) -> str:
        shown.append((text, parkclean.clean(text, **options)))  # type: ignore[arg-type]
        return shown[-1][1]

    examples = doctest.DocTestParser().get_examples(rule.doc)
    names = {"clean": clean, "explain": parkclean.explain}
    test = doctest.DocTest(examples, names, rule.id, None, None, rule.doc)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
    assert any(before == after for before, after in shown), "shows nothing it leaves alone"
    assert any(before != after for before, after in shown), "shows nothing it changes"
    assert rule.summary.endswith(".")


@pytest.mark.parametrize("module", submodules())
def test_no_constant_is_bound_twice(module: str) -> None:
    """The second of two would win without a word."""
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    assert sorted(set(names)) == sorted(names)
