"""The pipeline as users hold it: callable, picklable, changed by name, extended by a rule of their own."""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest

import parkclean
from parkclean import DEFAULT, Edit, RuleStage, rule
from parkclean.pipeline import Pipeline
from parkclean.rules import Layer, Seen

DAMAGED = "一\n\n\n\n二"


@rule("mine.footer", "Our own footer goes.", trigger="©")
def footer(text: str) -> Iterator[Edit]:
    at = text.find("© 本站")
    if at >= 0:
        yield Edit(at, len(text), "", "")


@rule("mine.shout", "Says so when blank lines were folded.")
def shout(text: str, seen: Seen) -> Iterator[Edit]:
    if seen.count("layout.blank_lines") and not text.endswith("!"):
        yield Edit(len(text), len(text), "!", "mine.shout")


def test_a_rule_of_ones_own_runs_where_it_is_put() -> None:
    pipeline = DEFAULT.before("boilerplate", footer)
    assert [s.name for s in pipeline.stages].index("mine") == [s.name for s in DEFAULT.stages].index("boilerplate")
    document = pipeline.explain("正文。© 本站所有")
    assert document.text == "正文。"
    assert [c.rule for c in document.changes()] == ["mine.footer"]


def test_a_rule_sees_what_fired_before_it() -> None:
    assert DEFAULT.after("repeats", shout)(DAMAGED) == "一\n\n二!"
    assert DEFAULT.after("repeats", shout)("一\n\n二") == "一\n\n二"


def test_where_follows_later_layers() -> None:
    seen = Seen("abcd", "auto")
    seen = seen.after(Layer(1, "x", (Edit(2, 3, "", "x.cut"),), "abcd"), "abd")
    seen = seen.after(Layer(1, "y", (Edit(0, 0, "!!", "y.add"),), "abd"), "!!abd")
    assert seen.where("x.cut") == [4]
    assert seen.where("x") == [4]
    assert seen.count("y.add") == 1


_asked: list[tuple[str, str]] = []


def _shouted(seen: Seen) -> bool:
    _asked.append(("question", seen.text))
    return seen.count("mine.early") > 0


@rule("mine.early", "Nothing but a note of what was read; the first text loses its mark.")
def early(text: str) -> Iterator[Edit]:
    _asked.append(("early", text))
    if text.endswith("!"):
        yield Edit(len(text) - 1, len(text), "", "")


@rule("mine.late", "Nothing but a note of what was read.")
def late(text: str) -> Iterator[Edit]:
    _asked.append(("late", text))
    return iter(())


@rule("mine.curious", "Asks what others did, and does nothing.", when=_shouted)
def curious(text: str) -> Iterator[Edit]:
    _asked.append(("curious", text))
    return iter(())


def test_the_second_round_asks_only_those_that_may_say_something_else() -> None:
    one, other, third = (RuleStage("mine", (each,)) for each in (early, late, curious))
    _asked.clear()
    assert Pipeline((one, other, third))("字!") == "字"
    assert [what for what in _asked if what[0] in ("early", "late")] == [
        ("early", "字!"),
        ("late", "字"),
        ("early", "字"),
    ]
    assert [what for what in _asked if what[0] == "question"] == [("question", "字")] * 2
    assert [what for what in _asked if what[0] == "curious"] == [("curious", "字")]


def test_the_last_pass_of_a_stage_need_not_be_repeated() -> None:
    _asked.clear()
    assert Pipeline((RuleStage("mine", (early, late), passes=3),))("字!") == "字"
    assert _asked == [("early", "字!"), ("late", "字!"), ("early", "字"), ("late", "字")]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_pipeline_travels_to_workers(method: str) -> None:
    pipeline = DEFAULT.before("boilerplate", footer)
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.map(pipeline, [DAMAGED, "正文。© 本站所有"]) == ["一\n\n二", "正文。"]


def test_pickling_keeps_everything() -> None:
    again = pickle.loads(pickle.dumps(DEFAULT.with_script("keep").without("repeats")))
    assert [s.name for s in again.stages] == [s.name for s in DEFAULT.stages if s.name != "repeats"]
    assert again.script == "keep"


def test_a_rule_inside_a_function_says_why_it_cannot_travel() -> None:
    @rule("mine.local", "Local.")
    def local(text: str) -> Iterator[Edit]:
        yield from ()

    with pytest.raises(pickle.PicklingError) as error:
        pickle.dumps(DEFAULT.after("repeats", local))
    assert str(error.value) == (
        "rule 'mine.local' is defined in a notebook or inside a function, so a worker process cannot import it; "
        "move it to the top level of a .py file and import it from there"
    )


def test_a_rule_in_an_interactive_session_says_why_it_cannot_travel() -> None:
    program = (
        "import pickle, parkclean\n"
        "from parkclean import rule, Edit, DEFAULT\n"
        "@rule('mine.cell', 'Cell.')\n"
        "def cell(text):\n"
        "    yield from ()\n"
        "try: pickle.dumps(DEFAULT.after('repeats', cell))\n"
        "except pickle.PicklingError as error: print(error)\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert out.startswith("rule 'mine.cell' is defined in a notebook or inside a function")


def test_unknown_names_are_one_plain_error() -> None:
    with pytest.raises(ValueError, match=r"^unknown stage 'layuot'; did you mean 'layout'\?$"):
        DEFAULT.before("layuot", footer)
    with pytest.raises(ValueError, match=r"^unknown rule or stage 'repeat'; did you mean 'repeats'\?$"):
        parkclean.clean("一", select=["repeat"])
    with pytest.raises(TypeError, match=r"^unknown option 'scirpt'; did you mean 'script'\?$"):
        parkclean.clean("一", scirpt="keep")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match=r"^script is one of auto, simplified, traditional, keep; got 'simple'$"):
        parkclean.clean("一", script="simple")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^select takes a list of rule or stage names, for example"):
        parkclean.clean("一", select="repeats")


def test_select_and_skip() -> None:
    assert parkclean.clean(DAMAGED, select=["layout.blank_lines"]) == "一\n\n二"
    assert parkclean.clean(DAMAGED, select=["repeats"]) == DAMAGED
    assert parkclean.clean(DAMAGED, skip=["layout"]) == DAMAGED
    assert parkclean.clean(DAMAGED, select=["default"], skip=["layout.blank_lines"]) == DAMAGED
    assert parkclean.clean(DAMAGED, select=[]) == DAMAGED


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "parkclean takes str (or bytes, through explain), got NoneType; drop or fill missing values first"),
        (float("nan"), "parkclean takes str (or bytes, through explain), got NaN; drop or fill missing values first"),
        (b"x", "clean() takes str, got bytes; call parkclean.explain(data).text or parkclean.read(path)"),
        (
            ["一"],
            "parkclean takes str (or bytes, through explain), got list; "
            "call clean on each text, or parkclean.DEFAULT.stream(texts)",
        ),
        (3, "parkclean takes str (or bytes, through explain), got int; convert it with str() first"),
    ],
)
def test_what_is_not_text_is_a_type_error_that_says_what_to_call(value: object, message: str) -> None:
    for call in (
        parkclean.clean,
        partial(parkclean.clean, format="html"),
        DEFAULT,
        lambda one: next(DEFAULT.stream([one])),
    ):
        with pytest.raises(TypeError) as error:
            call(value)  # type: ignore[operator]
        assert str(error.value) == message


def test_stream_is_lazy_and_in_order() -> None:
    taken = []

    def texts() -> Iterator[str]:
        for n in range(3):
            taken.append(n)
            yield f"{n}\n\n\n\n一"

    stream = DEFAULT.stream(texts())
    assert next(stream) == "0\n\n一"
    assert taken == [0]
    assert list(stream) == ["1\n\n一", "2\n\n一"]
    with closing(DEFAULT.stream(texts())) as stream:
        assert next(stream) == "0\n\n一"
    assert list(stream) == []


@pytest.mark.parametrize("text", ["雨停了。", "雨停了。".encode()])
def test_one_text_is_no_stream(text: str | bytes) -> None:
    with pytest.raises(
        TypeError, match=r"^stream takes texts, not one (str|bytes); call the pipeline, or parkclean.clean$"
    ):
        DEFAULT.stream(text)  # type: ignore[arg-type]


@rule("mine.flip", "Never at rest.")
def flip(text: str) -> Iterator[Edit]:
    yield Edit(0, 1, "b" if text.startswith("a") else "a", "mine.flip")


def test_a_text_that_never_rests_comes_back_unchanged_and_marked() -> None:
    text = "a一"
    document = Pipeline((RuleStage("mine", (flip,)),)).explain(text)
    assert document.text is text
    assert document.unstable
    assert not document.layers


def test_lossy_rules_run_only_when_named() -> None:
    @rule("mine.lossy", "Takes too much.", risk="lossy")
    def lossy(text: str) -> Iterator[Edit]:
        if text:
            yield Edit(0, len(text), "", "mine.lossy")

    pipeline = DEFAULT.after("repeats", lossy)
    assert pipeline("一") == "一"
    assert pipeline.with_lossy("mine.lossy")("一") == ""
    assert [r.id for r in pipeline.rules()][-1] == "mine.lossy"


def test_a_stage_needs_no_base_class() -> None:
    class Stars:
        name = "stars"

        def propose(self, text: str, seen: Seen, /) -> list[Edit]:
            return [Edit(i, i + 1, "", "stars.gone") for i, c in enumerate(text) if c == "★"]

    assert DEFAULT.after("chars", Stars())("一★二") == "一二"
    with pytest.raises(TypeError, match=r"^a stage has a name and a method propose\(text, seen\); got int$"):
        DEFAULT.after("chars", 3)  # type: ignore[arg-type]
