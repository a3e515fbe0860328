"""What a rule and a stage are, and what they may know: `Rule`, `rule`, `Stage`, `RuleStage`, `Seen`, `Lines`.

A rule asks cheaply before it looks: for trigger characters, then for what `when` says, then for itself.
What one look at a text shows is in `kinds.py`.

The rules themselves live in `parkclean.stages`; the order they run in is in `stages/__init__.py`.
"""

from __future__ import annotations

import inspect
import pickle
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import accumulate, groupby
from operator import or_
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from parkclean.edits import Edit, Offsets, apply, compose, tidy
from parkclean.kinds import Look, kinds_of, vague
from parkclean.questions import Either, Question, Then

if TYPE_CHECKING:
    from parkclean.kinds import Places

Risk = Literal["safe", "lossy"]
Script = Literal["auto", "simplified", "traditional", "keep"]
T = TypeVar("T")

Find = Callable[[str, "Seen"], Iterable[Edit]]
When = Callable[["Seen"], object]
"""A cheap question about a text; where the answer is false or empty, the rule has nothing to do."""

_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_MISSING = object()
_BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of a text without their line breaks, and where each one starts; iteration gives both."""

    __slots__ = ("_starts", "texts")

    def __init__(self, texts: list[str], starts: list[int] | Places | None = None) -> None:
        self.texts = texts
        self._starts = starts

    @property
    def starts(self) -> list[int]:
        """Where each line starts; most looks at lines do not ask."""
        if not isinstance(self._starts, list):
            self._starts = line_starts(self.texts) if self._starts is None else self._starts.tolist()
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

    __slots__ = (
        "_ahead",
        "_asked",
        "_asking",
        "_kept",
        "_layers",
        "_lines",
        "_look",
        "_offsets",
        "_once",
        "_settled",
        "script",
        "text",
    )

    def __init__(self, text: str, script: Script, layers: tuple[Layer, ...] = ()) -> None:
        self.text = text
        self.script = script
        self._layers = layers
        self._offsets: list[tuple[Layer, Offsets]] = []
        self._look: Look | None = None
        self._lines: Lines | None = None
        self._once: dict[object, object] = {}
        self._kept: dict[object, object] = {}
        self._settled: set[object] = set()
        self._ahead: Seen | None = None
        self._asked = False
        self._asking: set[object] = set()

    def again(self) -> Seen:
        """The view of the first stage of the next round, which reads the same text."""
        return Seen(self.text, self.script)._knowing(self)

    def after(self, layer: Layer, text: str) -> Seen:
        """The view of the next stage, once `layer` has given `text`."""
        seen = Seen(text, self.script, (*self._layers, layer))
        seen._offsets = self._offsets
        return seen._knowing(self._ahead) if self._ahead is not None and self._ahead.text == text else seen

    def _knowing(self, other: Seen) -> Seen:
        """This view with what another one of the same text knows, the layers aside."""
        self._look, self._lines, self._kept, self._settled = other._look, other._lines, other._kept, other._settled
        return self

    def _look_ahead(self, layer: Layer, text: str) -> Seen:
        """The view of the next pass of a stage; what it learns of the text is kept for the next stage."""
        self._ahead = self.after(layer, text)
        return self._ahead

    @property
    def look(self) -> Look:
        """What kinds of characters stand in the text, and where: one look serves every rule."""
        if self._look is None:
            self._look = Look(self.text)
        return self._look

    @property
    def lines(self) -> Lines:
        r"""The lines of the text; ``\n``, ``\r\n`` and ``\r`` end one."""
        if self._lines is None:
            lines = split_lines(self.text)
            self._lines = Lines(lines.texts, self.look.starts)
        return self._lines

    def once(self, analyse: Callable[[str], T]) -> T:
        """`analyse(text)`, computed once and shared by every rule that asks for it."""
        found = self._once.get(analyse, _MISSING)
        if found is _MISSING:
            found = self._once[analyse] = analyse(self.text)
        return found  # type: ignore[return-value]

    def share(self, analyse: Callable[[Seen], T]) -> T:
        """Like `once`, for an analysis that needs more than the text, such as its lines."""
        found = self._once.get(analyse, _MISSING)
        if found is _MISSING:
            asked, self._asked = self._asked, False
            found = self._once[analyse] = analyse(self)
            if self._asked:
                self._asking.add(analyse)
            self._asked |= asked
        elif analyse in self._asking:
            self._asked = True
        return found  # type: ignore[return-value]

    def keep(self, analyse: Callable[[Seen], T]) -> T:
        """Like `share`, for an analysis that asks for nothing but the text, its lines and its look.

        A round that begins with the text that the last stage of the round before has read need not repeat it.
        """
        found = self._kept.get(analyse, _MISSING)
        if found is _MISSING:
            found = self._kept[analyse] = analyse(self)
        return found  # type: ignore[return-value]

    def _unless_settled(self, find: Callable[[Seen], list[Edit]]) -> list[Edit]:
        """`find(self)`; nothing, if it found nothing in this very text before and did not ask what others had done.

        So the second round looks only for what the first one did not look for in the text that it left.
        """
        if find in self._settled:
            return []
        asked, self._asked = self._asked, False
        found = find(self)
        if not found and not self._asked:
            self._settled.add(find)
        self._asked |= asked
        return found

    @property
    def changed(self) -> bool:
        """Whether any stage has made an edit in this round."""
        self._asked = True
        return bool(self._layers)

    def count(self, name: str) -> int:
        """How many edits a rule (`stage.damage`) or a whole stage (`stage`) has made in this round."""
        self._asked = True
        return sum(1 for layer in self._layers for edit in layer.edits if _named(edit.rule, name))

    def where(self, *names: str) -> list[int]:
        """Where the edits of some rules or stages stand now, in offsets of `text`."""
        self._asked = True
        places: list[int] = []
        for layer in self._layers:
            wanted = {rule for rule in {edit.rule for edit in layer.edits} if any(_named(rule, name) for name in names)}
            own = [edit.start for edit in layer.edits if edit.rule in wanted] if wanted else []
            if places or own:
                places = self._offsets_of(layer).forwards(sorted(places + own))
        return places

    def _offsets_of(self, layer: Layer) -> Offsets:
        """The offsets of a layer, which the views of later stages ask for, too."""
        for known, offsets in self._offsets:
            if known is layer:
                return offsets
        offsets = Offsets(layer.edits)
        self._offsets.append((layer, offsets))
        return offsets


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


def start_of_line(text: str, at: int, least: int = 0) -> int:
    """Where the line starts in which a place stands; 0 if no break stands between `least` and it."""
    return max(text.rfind("\n", least, at), text.rfind("\r", least, at)) + 1


def line_starts(texts: Sequence[str]) -> list[int]:
    """Where each line starts, if one character stands between two."""
    starts = list(accumulate(map((1).__add__, map(len, texts)), initial=0))
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
    (empty: the rule looks at every text); `when` is a cheap look at a text that has some, shared by the rules that name
    it; a `lossy` rule runs only when it is selected.
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
    when: When | None = None

    @cached_property
    def kinds(self) -> int:
        """The kinds of the trigger characters; 0 if there are none."""
        return kinds_of(self.trigger) if self.trigger else 0

    @cached_property
    def vague(self) -> int:
        """Those of the kinds that may be found where no trigger character stands."""
        return vague(self.kinds)

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
    id: str,
    summary: str,
    *,
    trigger: Iterable[str] = (),
    when: When | None = None,
    risk: Risk = "safe",
    proved: bool = False,
) -> Callable[[Callable[..., Iterable[Edit]]], Rule]:
    """Turn a generator function into a rule.

    The function takes `(text)` or `(text, seen)` and yields `Edit(start, end, new, rule)` with offsets into `text`;
    an empty `rule` field is filled with `id`.
    trigger: characters of which at least one stands in every text that the rule changes.
    when: a cheaper question than the function's own, asked of `seen` first; rules that name the same one share it.

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
        return Rule(id, summary, find, frozenset(trigger), risk, proved, inspect.getdoc(function) or "", home, when)

    return decorate


def _text_only(function: Callable[[str], Iterable[Edit]]) -> Find:
    def find(text: str, seen: Seen) -> Iterable[Edit]:
        return function(text)

    return find


@dataclass(frozen=True, eq=False)
class _Group:
    """A question, and the rules to run where the answer is not empty."""

    when: When | None
    rules: tuple[Rule, ...]

    def __call__(self, seen: Seen) -> list[Edit]:
        """What the rules propose."""
        if self.when is not None and not seen.share(self.when):
            return []
        return [
            edit if edit.rule else edit._replace(rule=one.id)
            for one in self.rules
            for edit in one.find(seen.text, seen)
        ]


class _Vague(NamedTuple):
    """The rules of a stage that have vague kinds, a bit for each; those kinds, and the trigger characters of all."""

    kinds: int
    triggers: frozenset[str]
    rules: list[tuple[int, Rule]]


@dataclass(frozen=True)
class RuleStage:
    """A list of rules over one text; where two rules want the same characters, the earlier in the list has them.

    passes: how often the stage reads its own result in a round, if a repair can be the evidence for the next one.
    spares: texts that the stage leaves alone whatever its rules propose, such as programs and data (`sources.py`).
    """

    name: str
    rules: tuple[Rule, ...]
    passes: int = 1
    spares: Callable[[str], bool] | None = None
    kinds: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A look finds the kinds that are known when it is taken.
        object.__setattr__(self, "kinds", reduce(or_, (one.kinds for one in self.rules), 0))

    def __reduce__(self) -> tuple[type[RuleStage], tuple[object, ...]]:
        return RuleStage, (self.name, self.rules, self.passes, self.spares)

    @cached_property
    def _asked(self) -> int:
        """The bits of the questions that the rules ask first."""
        return reduce(or_, (_first_question(one.when) for one in self.rules), 0)

    @cached_property
    def _vague(self) -> _Vague:
        some = [one for one in self.rules if one.vague]
        kinds = reduce(or_, (one.vague for one in some), 0)
        return _Vague(
            kinds, frozenset().union(*(one.trigger for one in some)), [(1 << n, one) for n, one in enumerate(some)]
        )

    def _called(self, look: Look) -> int:
        """The bits of the rules with vague kinds of which a trigger character stands in the text indeed."""
        if self._vague.triggers.isdisjoint(look.vague):
            return 0
        return sum([bit for bit, one in self._vague.rules if not one.trigger.isdisjoint(look.vague)])

    @cached_property
    def _plans(self) -> dict[tuple[int, int, int, int], list[_Group]]:
        return {}

    def propose(self, text: str, seen: Seen, /) -> Sequence[Edit]:
        """The edits of all rules, sorted and without overlaps."""
        edits = self._propose(text, seen)
        for _ in range(self.passes - 1) if edits else ():
            now = apply(text, edits)
            more = self._propose(now, seen._look_ahead(Layer(0, self.name, edits, text), now))
            if not more:
                break
            edits = compose(text, edits, more)
        return edits

    def _propose(self, text: str, seen: Seen) -> Sequence[Edit]:
        look = seen.look
        called = self._called(look) if look.present & self._vague.kinds else 0
        key = look.present & self.kinds, look.answers & self._asked, look.sure, called
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._plan(*key)
        if not plan:
            return ()
        proposals: list[Edit] = []
        for group in plan:
            proposals += seen._unless_settled(group)
        if not proposals or (self.spares and seen.once(self.spares)):
            return ()
        return tidy(text, proposals)

    def _plan(self, present: int, answers: int, sure: int, called: int) -> list[_Group]:
        """The rules whose trigger is there and whose first question has the answer yes, as far as it is known.

        Those that ask the same question stand together.
        answers: bits of the questions that may have it; sure: those that have it then; called: see `_called`.
        """
        idle = {one for bit, one in self._vague.rules if not bit & called and not one.kinds & ~one.vague & present}
        due = [one for one in self.rules if (not one.kinds or one.kinds & present) and one not in idle]
        due = [one for one in due if not (bit := _first_question(one.when)) or bit & answers]
        groups = groupby(due, key=lambda one: one.when)
        return [_Group(_unanswered(when, answers & sure), tuple(rules)) for when, rules in groups]


def _unanswered(when: When | None, answers: int) -> When | None:
    """What is left to ask if the questions with these bits have the answer yes."""
    if not _first_question(when) & answers:
        return when
    return when.second if isinstance(when, Then) else None


def _first_question(when: When | None) -> int:
    """The bit of the question that a `when` begins with; 0 if it begins with none."""
    first = when.first if isinstance(when, Then) else when
    return first.bit if isinstance(first, (Question, Either)) else 0
