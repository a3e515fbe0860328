"""What every test relies on."""

from __future__ import annotations

from importlib.util import find_spec

import parkclean
from parkclean import quick


def pytest_sessionstart() -> None:
    """Let numba compile before the first test: it takes some seconds once, which a test that is timed must not see."""
    if find_spec("numba") is None:
        return
    quick.use("numba")
    parkclean.clean("园区今年新建了三座实验室，全部免费开放。\n旧厂房改成了中试基地，已有九个团队入驻。\n")
    quick.use("auto")
