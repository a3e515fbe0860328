"""Which way the first looks at a text are taken: by numpy, or compiled (`pip install 'parkclean[fast]'`).

Both give the same answers where a rule would act; the compiled way takes a third of the time.
It is loaded once a process has seen some megabytes, because loading numba takes longer than a few texts do.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parkclean.kinds import Bits, Places
    from parkclean.neardup.causes import Pair

Way = Literal["auto", "numpy", "numba"]

WORTH_LOADING = 4_000_000
"""Characters that a process has seen before the compiled way is loaded."""


class Compiled(Protocol):
    """The functions of `quick_compiled`."""

    def look(self, codes: NDArray[np.uint32]) -> tuple[int, int, Places, Bits, Places, Places]: ...

    def pairs(self, codes: NDArray[np.uint32]) -> Sequence[Pair] | None: ...


class _State:
    way: Way = "auto"
    seen = 0
    loaded: Compiled | None = None


def use(way: Way) -> None:
    """Choose a way for this process; "auto" is the default.

    Raises ImportError for "numba" if it is not installed, ValueError for a way that nobody knows.
    """
    if way not in ("auto", "numpy", "numba"):
        raise ValueError(f'the way is "auto", "numpy" or "numba", not {way!r}')
    _State.way, _State.seen = way, 0
    _State.loaded = _load() if way == "numba" else None


def compiled(size: int, more: int | None = None) -> Compiled | None:
    """The compiled looks for a text of so many characters; None if numpy is to look.

    more: how many of them this process has not seen before; all, if it is not given.
    """
    if _State.loaded is None:
        if _State.way == "numpy" or _State.seen < 0:
            return None
        _State.seen += size if more is None else more
        if _State.seen < WORTH_LOADING:
            return None
        try:
            _State.loaded = _load()
        except (ImportError, RuntimeError):  # RuntimeError: no place where numba may keep what it compiled
            _State.seen = -1
            return None
    return _State.loaded


def _load() -> Compiled:
    try:
        return cast(Compiled, import_module("parkclean.quick_compiled"))
    except ImportError as error:
        raise ImportError("this way needs numba: pip install 'parkclean[fast]'") from error
