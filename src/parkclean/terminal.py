"""What the command says on standard error: single lines, and how far a run is.

Imports stay inside the functions that need them, as in `cli`.
"""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parkclean.corpus import Progress

SHOWN_REJECTS = 20
"""Files set aside that are named on the terminal; all of them are in rejects.jsonl."""

MINUTE = 60
"""Seconds between two lines about progress where nobody watches a bar."""


def say(line: str) -> None:
    """A line on standard error, whatever it holds."""
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr, flush=True)


class Terminal:
    """While a run goes on: a bar on a terminal, a line a minute in a log; and what the library has to say."""

    def __init__(self, quiet: bool, unit: str) -> None:
        from parkclean.progress import Bar

        self._unit = unit
        self._bar = Bar(unit, leave=False)
        self._count = 0
        self._started = self._told = monotonic()
        self.progress: Progress | None = None
        if not quiet:
            self.progress = self._bar if sys.stderr.isatty() else self._tell

    @property
    def hidden(self) -> int:
        """How many lines were not shown."""
        return max(0, self._count - SHOWN_REJECTS)

    def __enter__(self) -> Terminal:
        import logging

        terminal = self

        class Lines(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                terminal._line(f"clean: {record.getMessage()}")

        self._handler = Lines(logging.WARNING)
        logging.getLogger("parkclean").addHandler(self._handler)
        return self

    def __exit__(self, *_: object) -> None:
        import logging

        logging.getLogger("parkclean").removeHandler(self._handler)
        self._bar.close()

    def _tell(self, done: int, total: int) -> None:
        """One line a minute: how far, how fast, how long still."""
        now = monotonic()
        if now - self._told < MINUTE or done >= total:
            return
        self._told = now
        rate = done / (now - self._started)
        left = (total - done) / rate if rate else 0
        if self._unit == "B":
            say(f"clean: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {rate / 1e6:,.1f} MB/s, {left:,.0f} s left")
        else:
            say(f"clean: {done:,} of {total:,}{self._unit}, {left:,.0f} s left")

    def _line(self, line: str) -> None:
        self._count += 1
        if self._count > SHOWN_REJECTS:
            return
        self._bar.clear()
        say(line)
