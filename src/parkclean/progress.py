"""A bar for runs that a person waits for: on a terminal, and in a notebook."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any


class Bar:
    """Shows how far a run is; made with the first step, closed with the last one.

    leave: whether it stays to be seen when the run is over.
    """

    def __init__(self, unit: str, leave: bool = True) -> None:
        self._unit = unit
        self._leave = leave
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _tqdm()(total=total, unit=self._unit, unit_scale=self._unit == "B", leave=self._leave)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self.close()

    def clear(self) -> None:
        """Make room for a line; the next step draws the bar again."""
        if self._bar is not None:
            self._bar.clear()

    def close(self) -> None:
        """End it, wherever the run is."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def progress_bar(unit: str = "B") -> Callable[[int, int], None]:
    """A bar for `clean_corpus(..., progress=parkclean.progress_bar())`.

    unit: what is counted: bytes for `clean_corpus`; for `restore_corpus` say " files".
    In a notebook it is a widget if `ipywidgets` is installed, and text if it is not.
    It closes at the end, and can then be used again.
    """
    return Bar(unit)


def _tqdm() -> Any:
    """`tqdm.auto` without its warnings: nobody has to install ipywidgets to wait for a run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm

        return tqdm
