"""The pipeline: stages in order, in rounds, until a round proposes nothing.

What the stages do is in `parkclean.stages`; this module only runs them, and changes their list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, TypedDict, get_args

from parkclean.document import Document
from parkclean.edits import apply
from parkclean.rules import Layer, Rule, RuleStage, Script, Seen, Stage

ROUNDS = 3
"""A text that still changes in the last round comes back as it was, marked `unstable`."""

Format = Literal["text", "html"]
Addition = Stage | Rule


class Options(TypedDict, total=False):
    """The options that `clean`, `explain`, `clean_corpus` and the command share.

    select: rule ids, stage names or `"default"`; only these run, and lossy rules only when they are named here.
    skip: rule ids or stage names that do not run.
    script: `"auto"` gives back the script the author wrote; `"simplified"` and `"traditional"` convert; `"keep"` never
        converts.
    format: `"html"` takes the article out of a page first; `"text"` is the default.
    """

    select: Sequence[str] | None
    skip: Sequence[str]
    script: Script
    format: Format


@dataclass(frozen=True)
class Pipeline:
    """Stages in order, as a callable on `str` that can be pickled.

    >>> from parkclean import DEFAULT
    >>> DEFAULT.without("repeats")("一\\n\\n\\n\\n二")
    '一\\n\\n二'

    `lossy` names the lossy rules that may run; `without`, `replace`, `before` and `after` give a new pipeline.
    """

    stages: tuple[Stage, ...]
    script: Script = "auto"
    lossy: frozenset[str] = frozenset()
    _active: tuple[Stage, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        active = tuple(self._without_lossy(stage) for stage in self.stages)
        object.__setattr__(self, "_active", active)

    def __reduce__(self) -> tuple[type[Pipeline], tuple[object, ...]]:
        return Pipeline, (self.stages, self.script, self.lossy)

    def _without_lossy(self, stage: Stage) -> Stage:
        if not isinstance(stage, RuleStage):
            return stage
        return replace(stage, rules=tuple(r for r in stage.rules if r.risk == "safe" or r.id in self.lossy))

    def __call__(self, text: str) -> str:
        """The clean text; the same object if there is nothing to do. Raises TypeError if `text` is not a str."""
        return self._clean(as_text(text))[1]

    def explain(self, text: str | bytes | Document) -> Document:
        """The clean text with everything that was done to it.

        bytes are decoded first (BOM, UTF-8, GB18030, Big5, UTF-16).
        Raises TypeError for anything else, DecodeError for bytes that are no text.
        """
        document = as_document(text)
        layers, clean, unstable = self._clean(document.text)
        return document.with_layers(layers, clean, unstable) if layers or unstable else document

    def _clean(self, text: str) -> tuple[list[Layer], str, bool]:
        """The layers of every round, the text behind them, and whether it came back as it was, for it is unstable."""
        done: list[Layer] = []
        seen = Seen(text, self.script)
        for number in range(1, ROUNDS + 1):
            layers, seen = self._round(seen, number)
            if not layers:
                return done, seen.text, False
            done += layers
            seen = seen.again()
        return [], text, True

    def _round(self, seen: Seen, number: int) -> tuple[list[Layer], Seen]:
        layers: list[Layer] = []
        for stage in self._active:
            edits = stage.propose(seen.text, seen)
            if not edits:
                continue
            layer = Layer(number, stage.name, tuple(edits), seen.text)
            layers.append(layer)
            seen = seen.after(layer, apply(seen.text, edits))
        return layers, seen

    def stream(self, texts: Iterable[str]) -> Iterator[str]:
        """Clean texts one by one, in order, taking the next only when it is asked for: a generator.

        Raises TypeError for one str, of which each character would be a text.
        """
        if isinstance(texts, str | bytes):
            raise TypeError(
                f"stream takes texts, not one {type(texts).__name__}; call the pipeline, or parkclean.clean"
            )
        return (self(text) for text in texts)

    def rules(self) -> list[Rule]:
        """Every rule, in the order in which they run; lossy ones included."""
        return [rule for stage in self.stages for rule in rules_of(stage)]

    def without(self, *names: str) -> Pipeline:
        """Drop rules (`stage.damage`) or whole stages. Raises ValueError for a name that is neither."""
        self._check(names)
        stages = (
            self._keep(stage, lambda rule: rule.id not in names) for stage in self.stages if stage.name not in names
        )
        return self._with(stages)

    def only(self, *names: str) -> Pipeline:
        """Run these rules or stages alone. Raises ValueError for a name that is neither."""
        self._check(names)
        return self._with(
            self._keep(stage, lambda rule, stage=stage: stage.name in names or rule.id in names)  # type: ignore[misc]
            for stage in self.stages
            if stage.name in names or any(rule.id in names for rule in rules_of(stage))
        )

    def replace(self, name: str, stage: Addition) -> Pipeline:
        """Put another stage, or a rule, in the place of the stage `name`."""
        at = self._index(name)
        return self._with((*self.stages[:at], as_stage(stage), *self.stages[at + 1 :]))

    def before(self, name: str, stage: Addition) -> Pipeline:
        """Add a stage, or a rule, in front of the stage `name`."""
        at = self._index(name)
        return self._with((*self.stages[:at], as_stage(stage), *self.stages[at:]))

    def after(self, name: str, stage: Addition) -> Pipeline:
        """Add a stage, or a rule, behind the stage `name`."""
        at = self._index(name) + 1
        return self._with((*self.stages[:at], as_stage(stage), *self.stages[at:]))

    def with_script(self, script: Script) -> Pipeline:
        """The same stages with another wish for the script."""
        if script not in get_args(Script):
            raise ValueError(f"script is one of {', '.join(get_args(Script))}; got {script!r}")
        return Pipeline(self.stages, script, self.lossy)

    def with_lossy(self, *ids: str) -> Pipeline:
        """Allow lossy rules to run."""
        self._check(ids)
        return Pipeline(
            self.stages, self.script, self.lossy | {r.id for r in self.rules() if r.risk == "lossy" and r.id in ids}
        )

    def _repr_html_(self) -> str:
        from parkclean.report.cells import pipeline_cell

        return pipeline_cell(self)

    def __repr__(self) -> str:
        """`<Pipeline: chars ▸ repeats; 15 rules, script='auto'>`."""
        names = " ▸ ".join(stage.name for stage in self.stages) or "no stages"
        running = sum(1 for rule in self.rules() if rule.risk == "safe" or rule.id in self.lossy)
        lossy = f", lossy: {', '.join(sorted(self.lossy))}" if self.lossy else ""
        return f"<Pipeline: {names}; {running} rules, script={self.script!r}{lossy}>"

    def _with(self, stages: Iterable[Stage]) -> Pipeline:
        return Pipeline(tuple(stages), self.script, self.lossy)

    @staticmethod
    def _keep(stage: Stage, wanted: Callable[[Rule], bool]) -> Stage:
        if not isinstance(stage, RuleStage):
            return stage
        return replace(stage, rules=tuple(rule for rule in stage.rules if wanted(rule)))

    def _index(self, name: str) -> int:
        for i, stage in enumerate(self.stages):
            if stage.name == name:
                return i
        raise ValueError(unknown("stage", name, [stage.name for stage in self.stages]))

    def _check(self, names: Iterable[str]) -> None:
        known = [stage.name for stage in self.stages] + [rule.id for rule in self.rules()]
        for name in names:
            if name not in known:
                raise ValueError(unknown("rule or stage", name, known, "the command clean --rules"))


def unknown(kind: str, name: str, known: Sequence[str], listed: str = "") -> str:
    """One sentence for a name that nobody knows, with the nearest one that somebody does.

    listed: who lists them all, where they are too many for a sentence.
    """
    near = get_close_matches(name, known, 1, 0.5)
    if near:
        hint = f"did you mean {near[0]!r}?"
    else:
        hint = f"{listed} lists what is known" if listed else f"known are: {', '.join(known)}"
    return f"unknown {kind} {name!r}; {hint}"


def rules_of(stage: Stage) -> tuple[Rule, ...]:
    """The rules of a stage; a user's own stage need not have any."""
    return stage.rules if isinstance(stage, RuleStage) else ()


def as_stage(thing: Addition) -> Stage:
    """A rule becomes a stage of its own, named by the first half of its id."""
    if isinstance(thing, Rule):
        return RuleStage(thing.id.partition(".")[0], (thing,))
    if not hasattr(thing, "propose") or not hasattr(thing, "name"):
        raise TypeError(f"a stage has a name and a method propose(text, seen); got {type(thing).__name__}")
    return thing


def as_text(text: object) -> str:
    """The str; of bytes it should be known how they were read, so they are for `explain`. Raises TypeError."""
    if isinstance(text, str):
        return text
    if isinstance(text, bytes | bytearray | memoryview):
        raise TypeError("clean() takes str, got bytes; call parkclean.explain(data).text or parkclean.read(path)")
    return as_document(text).text


def as_document(text: object) -> Document:
    """Wrap what the user gave; anything but text is a TypeError that says what to call."""
    if isinstance(text, Document):
        return text
    if isinstance(text, str):
        return Document(text, text)
    if isinstance(text, bytes | bytearray | memoryview):
        from parkclean.decoding import decode

        return decode(bytes(text))
    raise TypeError(f"parkclean takes str (or bytes, through explain), got {_name(text)}; {_advice(text)}")


def _name(value: object) -> str:
    return "NaN" if isinstance(value, float) and value != value else type(value).__name__


def _advice(value: object) -> str:
    if value is None or _name(value) == "NaN":
        return "drop or fill missing values first"
    if hasattr(value, "read"):
        return "pass its content: explain(file.read())"
    if hasattr(value, "__fspath__"):
        return "call parkclean.read(path)"
    if hasattr(value, "__iter__"):
        return "call clean on each text, or parkclean.DEFAULT.stream(texts)"
    return "convert it with str() first"


def pipeline(options: Options) -> Pipeline:
    """The pipeline that options describe. Raises TypeError for an unknown option, ValueError for an unknown value."""
    if not options:
        return _pipeline(None, (), "auto")
    check_options(options, list(Options.__annotations__))
    select = options.get("select")
    return _pipeline(
        None if select is None else _names("select", select),
        _names("skip", options.get("skip", ())),
        options.get("script", "auto"),
    )


def check_options(options: Iterable[str], known: Sequence[str]) -> None:
    """Raise TypeError, with the nearest name, for an option that nobody knows."""
    for name in options:
        if name not in known:
            raise TypeError(unknown("option", name, known))


def _names(option: str, value: Sequence[str]) -> tuple[str, ...]:
    if isinstance(value, str) or not all(isinstance(name, str) for name in value):
        raise TypeError(
            f"{option} takes a list of rule or stage names, for example {option}=['repeats']; got {value!r}"
        )
    return tuple(value)


@lru_cache(64)
def _pipeline(select: tuple[str, ...] | None, skip: tuple[str, ...], script: Script) -> Pipeline:
    from parkclean.stages import DEFAULT

    chosen = DEFAULT
    if select is not None:
        names = [name for name in select if name != "default"]
        lossy = chosen.with_lossy(*names)
        chosen = lossy if "default" in select else lossy.only(*names)
    if skip:
        DEFAULT._check(skip)
        known = {stage.name for stage in chosen.stages} | {rule.id for rule in chosen.rules()}
        chosen = chosen.without(*(name for name in skip if name in known))
    return chosen.with_script(script)
