"""What a rule and a stage are, and what they may know: `Rule`, `rule`, `Stage`, `RuleStage`, `Seen`, `Lines`.

The rules themselves live in `parkclean.stages`; the order they run in is in `stages/__init__.py`.
"""

from __future__ import annotations

import inspect
import pickle
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple, Protocol, TypeVar, cast

from parkclean.edits import Edit, Offsets, apply, compose, tidy

Risk = Literal["safe", "lossy"]
Script = Literal["auto", "simplified", "traditional", "keep"]
T = TypeVar("T")

Find = Callable[[str, "Seen"], Iterable[Edit]]

_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_BLANKS = " \t\r\u00a0\u3000"
_BREAK = re.compile(r"\r\n|\n|\r")


class Trigger(NamedTuple):
    """The characters that rules subscribe to, compiled: a class, and those that are looked for one by one.

    ASCII marks are frequent, so a class would stop at each; `in` stops at the first (18,000 MB/s against 700).
    """

    rare: re.Pattern[str]
    frequent: str

    def found(self, text: str) -> frozenset[str]:
        """Which of the characters stand in the text."""
        return frozenset(self.rare.findall(text)).union([c for c in self.frequent if c in text])


class Lines:
    """The lines of a text without their line breaks, and where each one starts; iteration gives both."""

    __slots__ = ("_starts", "texts")

    def __init__(self, texts: list[str], starts: list[int] | None = None) -> None:
        self.texts = texts
        self._starts = starts

    @property
    def starts(self) -> list[int]:
        """Where each line starts; most looks at lines do not ask."""
        if self._starts is None:
            self._starts = line_starts(self.texts)
        return self._starts

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.texts, self.starts, strict=True)


class Layer(NamedTuple):
    """What one stage did in one round: its edits, and the text it read."""

    round: int
    stage: str
    edits: Sequence[Edit]
    before: str


class Seen:
    """What a rule may know beside the text: an immutable view of this round.

    `text` is the text the stage reads, `script` the script the caller asked for.
    Everything else is computed when asked for, once for each text.
    """

    __slots__ = ("_firsts", "_heads", "_layers", "_lines", "_marks", "_once", "_tails", "_trigger", "script", "text")

    def __init__(self, text: str, trigger: Trigger, script: Script, layers: tuple[Layer, ...] = ()) -> None:
        self.text = text
        self.script = script
        self._trigger = trigger
        self._layers = layers
        self._marks: frozenset[str] | None = None
        self._lines: Lines | None = None
        self._heads: frozenset[str] | None = None
        self._tails: frozenset[str] | None = None
        self._firsts: frozenset[str] | None = None
        self._once: dict[object, object] = {}

    def after(self, layer: Layer, text: str) -> Seen:
        """The view of the next stage, once `layer` has given `text`."""
        return Seen(text, self._trigger, self.script, (*self._layers, layer))

    @property
    def marks(self) -> frozenset[str]:
        """The trigger characters that stand in the text: one scan serves every rule."""
        if self._marks is None:
            self._marks = self._trigger.found(self.text)
        return self._marks

    @property
    def lines(self) -> Lines:
        r"""The lines of the text; ``\n``, ``\r\n`` and ``\r`` end one."""
        if self._lines is None:
            self._lines = split_lines(self.text)
        return self._lines

    @property
    def heads(self) -> frozenset[str]:
        """The first two characters of every line, as far as it has so many; the first look of rules about lines."""
        if self._heads is None:
            self._heads = frozenset([line[:2] for line in self.lines.texts])
        return self._heads

    @property
    def firsts(self) -> frozenset[str]:
        """The first character of every line that is not empty."""
        if self._firsts is None:
            self._firsts = frozenset([head[0] for head in self.heads if head])
        return self._firsts

    @property
    def tails(self) -> frozenset[str]:
        """The last character of every line, blanks at its end aside."""
        if self._tails is None:
            tails = {line[-1:] for line in self.lines.texts}
            if not tails.isdisjoint(_BLANKS):
                tails = {line.rstrip(_BLANKS)[-1:] for line in self.lines.texts}
            self._tails = frozenset(tails - {""})
        return self._tails

    def once(self, analyse: Callable[[str], T]) -> T:
        """`analyse(text)`, computed once and shared by every rule that asks for it."""
        if analyse not in self._once:
            self._once[analyse] = analyse(self.text)
        return cast(T, self._once[analyse])

    def share(self, analyse: Callable[[Seen], T]) -> T:
        """Like `once`, for an analysis that needs more than the text, such as its lines."""
        if analyse not in self._once:
            self._once[analyse] = analyse(self)
        return cast(T, self._once[analyse])

    @property
    def changed(self) -> bool:
        """Whether any stage has made an edit in this round."""
        return bool(self._layers)

    def count(self, name: str) -> int:
        """How many edits a rule (`stage.damage`) or a whole stage (`stage`) has made in this round."""
        return sum(1 for layer in self._layers for edit in layer.edits if _named(edit.rule, name))

    def where(self, name: str) -> list[int]:
        """Where the edits of a rule or stage stand now, in offsets of `text`."""
        places: list[int] = []
        for n, layer in enumerate(self._layers):
            offsets = Offsets(layer.edits)
            at = [offsets.forward(edit.start) for edit in layer.edits if _named(edit.rule, name)]
            for later in self._layers[n + 1 :]:
                offsets = Offsets(later.edits)
                at = [offsets.forward(i) for i in at]
            places += at
        return sorted(places)


def _named(rule_id: str, name: str) -> bool:
    return rule_id == name or rule_id.partition(".")[0] == name


def split_lines(text: str) -> Lines:
    r"""Lines and their starts; a lone ``\r`` ends a line too."""
    if "\r" in text:
        texts, starts, at = [], [], 0
        for m in _BREAK.finditer(text):
            texts.append(text[at : m.start()])
            starts.append(at)
            at = m.end()
        return Lines([*texts, text[at:]], [*starts, at])
    return Lines(text.split("\n"))


def line_starts(texts: Sequence[str]) -> list[int]:
    """Where each line starts, if one character stands between two."""
    starts = list(accumulate([len(line) + 1 for line in texts], initial=0))
    starts.pop()
    return starts


class Stage(Protocol):
    """Anything with a name that proposes edits: sorted, not overlapping; none when there is nothing to do."""

    @property
    def name(self) -> str:
        """What the stage is called in a pipeline, and the first half of the ids of its rules."""
        ...

    def propose(self, text: str, seen: Seen, /) -> Sequence[Edit]:
        """The edits for a text, with offsets into it, sorted and without overlaps."""
        ...


@dataclass(frozen=True, eq=False)
class Rule:
    """One kind of damage and its repair.

    `id` is `stage.damage`; `trigger` holds characters of which at least one stands in any text that the rule changes
    (empty: the rule looks at every text); a `lossy` rule runs only when it is selected.
    `proved` rules act only where running the damage forward over the repair gives the damaged text back.
    """

    id: str
    summary: str
    find: Find
    trigger: frozenset[str] = frozenset()
    risk: Risk = "safe"
    proved: bool = False
    doc: str = field(default="", repr=False)
    home: tuple[str, str] = ("", "")

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, ...]]:
        module, name = self.home
        main_is_interactive = module == "__main__" and not hasattr(sys.modules["__main__"], "__file__")
        if main_is_interactive or "<" in name:
            raise pickle.PicklingError(
                f"rule {self.id!r} is defined in a notebook or inside a function, so a worker process cannot import "
                f"it; move it to the top level of a .py file and import it from there"
            )
        return _recall, (module, name)


def _recall(module: str, name: str) -> object:
    """Unpickle a rule: rules travel by name, like functions."""
    import importlib

    return getattr(importlib.import_module(module), name)


def rule(
    id: str, summary: str, *, trigger: Iterable[str] = (), risk: Risk = "safe", proved: bool = False
) -> Callable[[Callable[..., Iterable[Edit]]], Rule]:
    """Turn a generator function into a rule.

    The function takes `(text)` or `(text, seen)` and yields `Edit(start, end, new, rule)` with offsets into `text`;
    an empty `rule` field is filled with `id`.

    >>> @rule("mine.footer", "Our own footer goes.", trigger="©")
    ... def footer(text):
    ...     at = text.find("© 本站")
    ...     if at >= 0:
    ...         yield Edit(at, len(text), "", "mine.footer")
    >>> footer.id
    'mine.footer'

    Raises ValueError if `id` is not of the form `stage.damage`.
    """
    if not _ID.match(id):
        raise ValueError(f"a rule id is 'stage.damage' in lower case, got {id!r}")

    def decorate(function: Callable[..., Iterable[Edit]]) -> Rule:
        takes_seen = len(inspect.signature(function).parameters) > 1
        find: Find = function if takes_seen else _text_only(function)
        home = (function.__module__, function.__qualname__)
        return Rule(id, summary, find, frozenset(trigger), risk, proved, inspect.getdoc(function) or "", home)

    return decorate


def _text_only(function: Callable[[str], Iterable[Edit]]) -> Find:
    def find(text: str, seen: Seen) -> Iterable[Edit]:
        return function(text)

    return find


@dataclass(frozen=True)
class RuleStage:
    """A list of rules over one text; where two rules want the same characters, the earlier in the list has them.

    passes: how often the stage reads its own result in a round, if a repair can be the evidence for the next one.
    """

    name: str
    rules: tuple[Rule, ...]
    passes: int = 1

    @cached_property
    def trigger(self) -> frozenset[str]:
        """The triggers of all rules; empty if some rule looks at every text."""
        if not all(one.trigger for one in self.rules):
            return frozenset()
        return frozenset().union(*(one.trigger for one in self.rules))

    def propose(self, text: str, seen: Seen, /) -> Sequence[Edit]:
        """The edits of all rules, sorted and without overlaps."""
        edits = self._propose(text, seen)
        for _ in range(self.passes - 1):
            if not edits:
                break
            now = apply(text, edits)
            more = self._propose(now, seen.after(Layer(0, self.name, edits, text), now))
            if not more:
                break
            edits = compose(text, edits, more)
        return edits

    def _propose(self, text: str, seen: Seen) -> Sequence[Edit]:
        marks = seen.marks
        if self.trigger and self.trigger.isdisjoint(marks):
            return ()
        proposals: list[Edit] = []
        for one in self.rules:
            if one.trigger and one.trigger.isdisjoint(marks):
                continue
            for edit in one.find(text, seen):
                proposals.append(edit if edit.rule else edit._replace(rule=one.id))
        return tidy(text, proposals) if proposals else ()
