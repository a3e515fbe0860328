"""Repeats across the files of a run: what goes, what stays, what the audit says, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import clean, corpus_of, tree
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import prose

from parkclean import clean_corpus, restore_corpus
from parkclean.files import RefusedError
from parkclean.neardup.prose import is_prose
from parkclean.run.signing import running_text

GROWTH = "会议指出，过去一年全市高新技术企业数量增长了两成，研发投入占比首次突破百分之三，成果转化明显加快。"
ADVICE = "与会人员还就人才引进、金融支持等问题进行了深入讨论，提出了具体的意见，市科技局将逐条研究答复。"
PLANS = "下一步，园区将继续完善配套设施，引进更多龙头企业，力争三年内产值翻一番，带动周边就业两万人以上。"
FACTORY = "老厂房改造工程已经完工，首批二十家企业入驻，其中半数从事新材料和智能装备的研发与生产。"
BYLINE = "本报记者 黎明"


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


PAGES = {
    "a.txt": page("开年会议", BYLINE, GROWTH, ADVICE),
    "b.txt": page("园区新貌", BYLINE, PLANS, GROWTH.replace("增长了", "增长"), FACTORY),
    "c.txt": page("三年规划", PLANS.replace("两万", "三万"), FACTORY),
    "sub/d.txt": page("开年会议", BYLINE, GROWTH, ADVICE),
}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return tmp_path / "in"


def duplicates(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (corpus / "_audit" / "duplicates.jsonl").read_bytes().splitlines()]


def found_in(folder: Path, pages: list[str]) -> list[dict[str, Any]]:
    """What the audit says of paragraphs across some files."""
    (folder / "pages").mkdir()
    for n, text in enumerate(pages):
        (folder / "pages" / f"{n}.txt").write_text(text, "utf-8")
    report = clean_corpus(folder / "pages", folder / "clean", dedup="paragraphs", skip=["repeats"])
    assert report.notes == ()
    return duplicates(folder / "clean")


def texts(corpus: Path) -> dict[str, str]:
    return {name: data.decode("utf-8") for name, data in corpus_of(corpus).items()}


LINE = st.text(st.sampled_from("中文\uf900\U00020000\ud800 a1。！？…!?.、：（）|#\t\0"), max_size=30)


@given(st.lists(st.one_of(LINE, prose().map(lambda text: text.replace("\n", ""))), max_size=12))
@settings(max_examples=200, deadline=None)
def test_lines_together_are_prose_as_they_are_one_by_one(lines: list[str]) -> None:
    assert running_text(lines) == [is_prose(line, len(line)) for line in lines]


def test_paragraphs_of_other_files_go_and_everything_else_stays(inputs: Path, tmp_path: Path) -> None:
    report = clean_corpus(inputs, tmp_path / "out", dedup="paragraphs")
    assert texts(tmp_path / "out") == {
        "a.txt": PAGES["a.txt"],
        "b.txt": page("园区新貌", BYLINE, PLANS, FACTORY),
        "c.txt": page("三年规划", PLANS.replace("两万", "三万")).removesuffix("\n") + "\n",
        "sub/d.txt": page("开年会议", BYLINE),
    }
    assert report.repeats == 4
    assert report.rules == {"dedup.exact": 3, "dedup.near": 1}


def test_every_removal_names_its_place_and_the_copy_that_stays(inputs: Path, tmp_path: Path) -> None:
    clean_corpus(inputs, tmp_path / "out", dedup="paragraphs")
    found = duplicates(tmp_path / "out")
    assert [(one["file"], one["kept_file"], one["kind"], one["dropped"]) for one in found] == [
        ("b.txt", "a.txt", "near", True),
        ("c.txt", "b.txt", "near", False),
        ("c.txt", "b.txt", "exact", True),
        ("sub/d.txt", "a.txt", "exact", True),
        ("sub/d.txt", "a.txt", "exact", True),
    ]
    for one in found:
        here, there = PAGES[one["file"]], PAGES[one["kept_file"]]
        assert here[one["start"] : one["end"]] == one["text"]
        assert here[: one["start"]].count("\n") + 1 == one["line"]
        assert there[: one["kept_start"]].count("\n") + 1 == one["kept_line"]
    assert found[1]["differences"] == [["三", "两"]]


def test_a_copy_of_a_paragraph_that_goes_names_the_one_in_another_file_that_stays(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    whole = GROWTH + ADVICE
    pages = {"a.txt": page("开年会议", whole, PLANS), "b.txt": page("园区新貌", FACTORY, whole, whole, whole[60:])}
    for name, text in pages.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    clean_corpus(tmp_path / "in", tmp_path / "out", dedup="paragraphs")
    assert texts(tmp_path / "out") == {"a.txt": pages["a.txt"], "b.txt": page("园区新貌", FACTORY)}
    found = duplicates(tmp_path / "out")
    named = [(one["line"], one["kind"], one["kept_file"], one["kept_line"], one.get("via_line")) for one in found]
    assert sorted(named) == [
        (5, "exact", "a.txt", 3, None),
        (7, "exact", "a.txt", 3, 5),
        (9, "contained", "a.txt", 3, 5),
    ]
    for one in found:
        assert one["text"] in pages["a.txt"][one["kept_start"] : one["kept_end"]]


CANTEEN = "记者随后走访了园区里的食堂和宿舍，住在那里的工人说，今年的饭菜比去年好。"


def test_what_goes_because_its_neighbours_went_is_in_the_audit_too(tmp_path: Path) -> None:
    """A paragraph that stands twice far apart stays, unless nothing is left between the two; so do lines about a text
    that stand inside it, until they are the last."""
    middle = [GROWTH, ADVICE, FACTORY]
    pages = {
        "a.txt": page("开年会议", BYLINE, *middle),
        "b.txt": page("园区\u200b新貌", PLANS, *middle, PLANS, CANTEEN),
        "c.txt": page(
            "责任编辑：张三", "三年规划", CANTEEN.replace("好", "贵"), "来源：新华网", "责任编辑：李四", *middle[:2]
        ),
    }
    (tmp_path / "in").mkdir()
    for name, text in pages.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    report = clean_corpus(tmp_path / "in", tmp_path / "out", dedup="paragraphs")
    assert texts(tmp_path / "out")["b.txt"] == page("园区新貌", PLANS, CANTEEN)
    assert texts(tmp_path / "out")["c.txt"] == page("三年规划", CANTEEN.replace("好", "贵"))
    found = duplicates(tmp_path / "out")
    (one,) = [one for one in found if "kept_file" not in one]
    here = pages["b.txt"]
    assert (one["file"], one["kind"], one["dropped"], one["line"], one["kept_line"]) == ("b.txt", "exact", True, 11, 3)
    assert here[one["start"] : one["end"]] == here[one["kept_start"] : one["kept_end"]] == one["text"] == PLANS
    assert report.repeats == sum(one["dropped"] for one in found) == 6
    (meta,) = map(json.loads, (tmp_path / "out" / "_audit" / "metadata.jsonl").read_bytes().splitlines())
    assert (meta["file"], meta["meta"]) == ("c.txt", {"editor": "张三、李四", "source": "新华网"})
    assert restore_corpus(tmp_path / "out", tmp_path / "back").refused == ()
    assert tree(tmp_path / "back") == tree(tmp_path / "in")
    again = clean_corpus(tmp_path / "out", tmp_path / "again", dedup="paragraphs")
    assert again.rules == {}


@pytest.mark.parametrize("scope", ["paragraphs", "documents"])
def test_the_inputs_come_back_and_a_second_run_finds_nothing(inputs: Path, tmp_path: Path, scope: Any) -> None:
    clean_corpus(inputs, tmp_path / "out", dedup=scope)
    restored = restore_corpus(tmp_path / "out", tmp_path / "back")
    assert restored.refused == ()
    assert tree(tmp_path / "back") == tree(inputs)
    again = clean_corpus(tmp_path / "out", tmp_path / "again", dedup=scope)
    assert texts(tmp_path / "again") == texts(tmp_path / "out")
    assert again.rules == {}


def test_documents_are_left_out_whole(inputs: Path, tmp_path: Path) -> None:
    report = clean_corpus(inputs, tmp_path / "out", dedup="documents")
    assert texts(tmp_path / "out") == {name: text for name, text in PAGES.items() if name != "sub/d.txt"}
    assert not (tmp_path / "out" / "sub").exists()
    assert (report.left_out, report.documents) == (1, 3)
    (one,) = duplicates(tmp_path / "out")
    assert (one["file"], one["kept_file"], one["kind"], one["start"], one["end"]) == (
        "sub/d.txt",
        "a.txt",
        "exact",
        0,
        len(PAGES["sub/d.txt"]),
    )


def test_a_document_that_was_left_out_comes_when_it_repeats_nothing_any_more(inputs: Path, tmp_path: Path) -> None:
    clean_corpus(inputs, tmp_path / "out", dedup="documents")
    (inputs / "a.txt").unlink()
    clean_corpus(inputs, tmp_path / "out", dedup="documents")
    assert sorted(texts(tmp_path / "out")) == ["b.txt", "c.txt", "sub/d.txt"]


def test_a_files_output_depends_on_no_other_file_unless_asked(inputs: Path, tmp_path: Path) -> None:
    clean_corpus(inputs, tmp_path / "out")
    assert texts(tmp_path / "out") == PAGES


def test_the_number_of_jobs_changes_nothing(inputs: Path, tmp_path: Path) -> None:
    for jobs in (1, 3):
        clean_corpus(inputs, tmp_path / f"out{jobs}", dedup="paragraphs", jobs=jobs)
    assert tree(tmp_path / "out1") == tree(tmp_path / "out3")


def test_places_are_those_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(page(GROWTH), "utf-8")
    source = "\u200b" + page("标题", GROWTH[:8] + "\u200b" + GROWTH[8:])
    (tmp_path / "b.txt").write_text(source, "utf-8")
    clean_corpus([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", dedup="paragraphs")
    (one,) = duplicates(tmp_path / "out")
    assert source[one["start"] : one["end"]] == GROWTH[:8] + "\u200b" + GROWTH[8:]
    assert (one["line"], one["text"]) == (3, GROWTH)
    restore_corpus(tmp_path / "out", tmp_path / "back")
    assert (tmp_path / "back" / "b.txt").read_bytes() == source.encode("utf-8")


LEFT_ALONE = {
    "bylines and headings": BYLINE,
    "a list item": "1. 加快建设园区的公共服务平台，完善配套设施，引进更多的龙头企业。",
    "a row of a table": "| 园区 | 去年新建三座实验室，全部免费开放。 | 今年再增加两座实验室。 |",
    "a link of Markdown": "[园区今年新建了三座实验室，全部免费开放](https://example.org/2023/12/very/long/path)",
    "code": "```\nprint('园区今年新建了三座实验室，全部免费开放，明年再增加两座。')\n```",
    "a quotation": "> 园区今年新建了三座实验室，全部免费开放，明年再增加两座。",
}


@pytest.mark.parametrize("line", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_comes_again_on_purpose_stays(tmp_path: Path, line: str) -> None:
    found = found_in(tmp_path, [page("甲", line, GROWTH), page("乙", line, ADVICE)])
    assert [one for one in found if one["dropped"]] == []


def test_repeats_inside_one_file_are_not_this_steps_business(tmp_path: Path) -> None:
    pages = [page(GROWTH, ADVICE, PLANS, FACTORY, GROWTH), page(PLANS.replace("两万", "三万"))]
    assert [one for one in found_in(tmp_path, pages) if one["dropped"]] == []


@pytest.mark.parametrize(
    "other",
    [
        GROWTH.replace("两成", "三成"),
        GROWTH.replace("百分之三", "百分之四"),
        GROWTH.replace("增长了", "没有增长"),
        GROWTH.replace("全市", "全省"),
    ],
)
def test_another_fact_is_another_paragraph(tmp_path: Path, other: str) -> None:
    found = found_in(tmp_path, [page(GROWTH), page(other)])
    assert [one for one in found if one["dropped"]] == []


def test_empty_documents_stay(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    clean_corpus([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", dedup="documents")
    assert texts(tmp_path / "out") == {"a.txt": "", "b.txt": ""}


def test_another_word_is_refused(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="dedup is one of off, paragraphs, documents; got 'lines'"):
        clean_corpus(inputs, tmp_path / "out", dedup="lines")  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_the_command_drops_repeats_across_files(inputs: Path, tmp_path: Path) -> None:
    done = clean(inputs, "-o", tmp_path / "out", "--dedup", "documents")
    assert done.status == 0
    assert "left out         1 documents that repeat another one" in done.err.splitlines()
    assert sorted(texts(tmp_path / "out")) == ["a.txt", "b.txt", "c.txt"]
    assert clean(inputs / "a.txt", "--dedup", "off").status == 0
    wrong = clean(inputs / "a.txt", "--dedup", "paragraphs")
    assert wrong == (2, "", "clean: --dedup compares files: say where the clean ones go with -o OUT\n")
