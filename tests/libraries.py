"""Libraries that tests of adapters need: skipped where they are absent, an error where all must be there."""

from __future__ import annotations

import os
import re
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest

ALL = "PARKCLEAN_ALL_EXTRAS"
"""Set by `.ci/run` once it has installed `parkclean[all]`: from there on nothing may be skipped."""


NEEDS = {
    "pandas": ("pandas",),
    "polars": ("polars",),
    "sklearn": ("sklearn",),
    "datasets": ("datasets",),
    "datatrove": ("datatrove", "orjson", "regex"),
    "arrow": ("pyarrow", "duckdb"),
}
"""What the tests of each adapter import."""


def library(name: str) -> ModuleType:
    """The library; the tests of this module are skipped without it."""
    if os.environ.get(ALL):
        return import_module(name)
    module: ModuleType = pytest.importorskip(name)
    return module


def present(*names: str) -> bool:
    """Whether all are installed, or have to be."""
    return bool(os.environ.get(ALL)) or all(find_spec(name) is not None for name in names)


def needed(text: str) -> list[str]:
    """The libraries of the adapters that a page or a program imports."""
    adapters = sorted(set(re.findall(r"\bparkclean\.adapters\.(\w+)", text)) & set(NEEDS))
    return [name for adapter in adapters for name in NEEDS[adapter]]


def of_adapters(text: str) -> None:
    """Skip the test without the libraries that a page needs."""
    for name in needed(text):
        library(name)
