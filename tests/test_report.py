"""The report: rows line up, marks are where the changes are, the map is true, pages are bounded and repeatable."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from reports import SEEDS, hostile_report, parsed, shown
from strategies import any_text

import parkclean
from parkclean import Document, Edit, Report
from parkclean.files import Reject
from parkclean.report import FileCount, Sample
from parkclean.report.aligned import Row, marks, rows
from parkclean.report.charts import percent, share
from parkclean.report.document_page import CHANGES
from parkclean.report.element import el, render, visible
from parkclean.report.families import BEYOND_RULES, FAMILIES, by_family, reason
from parkclean.report.html import asset
from parkclean.report.map import RepeatsMap, drawn, repeats_map
from parkclean.report.samples import Samples, samples_of
from parkclean.rules import Layer, split_lines

SOME = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def seed(number: int) -> Document:
    return parkclean.explain(parkclean.read(SEEDS[number]))


def side(row: Row, *, after: bool) -> str:
    return "".join(segment.text for segment in (row.after if after else row.before))


def solid(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


# --- rows ---------------------------------------------------------------------------------------------------------


def check_rows(document: Document) -> None:
    """Both sides hold all of both texts, every change is in the rows, and in the place it says."""
    found = list(rows(document))
    assert solid("".join(side(row, after=False) for row in found)) == solid(document.decoded)
    assert solid("".join(side(row, after=True) for row in found)) == solid(document.text)
    assert all(a.end <= b.start and a.line + a.lines <= b.line for a, b in pairwise(found))
    starts = split_lines(document.decoded).starts
    assert all(starts[row.line - 1] == row.start for row in found)
    listed = [mark for row in found for mark in row.marks]
    assert [mark.number for mark in listed] == list(range(len(listed)))
    assert sorted(mark.change for mark in listed) == sorted(document.changes())
    seen = {n for row in found for segment in (*row.before, *row.after) for n in segment.marks}
    assert seen == set(range(len(listed)))


@SOME
@given(any_text())
def test_rows_of_any_text(text: str) -> None:
    check_rows(parkclean.explain(text))


@pytest.mark.parametrize("number", range(5))
def test_rows_of_the_seeds(number: int) -> None:
    check_rows(seed(number))


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + "一\n二".encode(),
        "高新区\n".encode() * 40 + b"x\xff\xfe\n",
        "中文\r\n\r\n\r\n\r\n文本".encode("gb18030"),
        b"",
    ],
)
def test_rows_of_bytes(data: bytes) -> None:
    check_rows(parkclean.explain(data))


def test_rows_of_a_web_page() -> None:
    page = "<html><body><div>菜单</div><p>园区今年新建了三座实验室。</p><p>雨停\u200b了。</p></body></html>"
    check_rows(parkclean.explain(page, format="html"))


def test_a_dropped_paragraph_has_its_own_row_and_a_joined_one_shows_its_pieces() -> None:
    found = {row.line: row for row in rows(seed(4))}
    assert side(found[43], after=False).startswith("在持续深化")
    assert side(found[43], after=True) == ""
    assert found[59].lines == 3
    assert "科技型中\n\n小企业" in side(found[59], after=False)
    assert "科技型中小企业" in side(found[59], after=True)


def test_text_that_is_clean_has_rows_without_marks() -> None:
    document = parkclean.explain("一段话。\n\n另一段。")
    assert [(row.line, row.changed) for row in rows(document)] == [(1, False), (3, False)]
    assert list(marks(document)) == []


def test_a_mark_says_where_its_replacement_stands() -> None:
    document = seed(3)
    for mark in marks(document):
        if mark.change.rule in ("script.mirror", "width.flattened") and mark.end > mark.start:
            assert document.text[mark.start : mark.end] == mark.change.after


def test_rows_come_one_by_one() -> None:
    """The head of a long document costs no more than that of a short one."""
    text = "雨停\u200b了。\n" * 20_000
    document = parkclean.explain(text, select=["chars"])
    assert next(rows(document)).marks[0].change.start == 2


# --- the map ------------------------------------------------------------------------------------------------------


def the_map() -> RepeatsMap:
    found = repeats_map(seed(4))
    assert found is not None
    return found


def test_the_map_of_seed_004() -> None:
    found = the_map()
    gone = [(found.places[link.gone].lines, link.kind, found.places[link.kept].lines) for link in found.dropped]
    assert gone == [
        ("43", "contained", "121–123"),
        ("45", "exact", "125"),
        ("47", "contained", "125"),
        ("89–91", "exact", "81–83"),
        ("93", "exact", "85"),
        ("95–97", "exact", "81–83"),
        ("99", "exact", "85"),
        ("101–103", "exact", "81–83"),
        ("105", "exact", "85"),
        ("127", "contained", "125"),
        ("129", "contained", "125"),
    ]
    assert [found.places[link.gone].first for link in found.astray] == [43, 45, 47]
    headings = {found.places[n].text for n in found.headings if n >= 0}
    assert any(text.startswith("吉林高新区") for text in headings)
    assert not any(text.startswith("本报记者") for text in headings)


def test_the_drawn_map_says_the_same() -> None:
    page = shown(render(drawn(the_map())))
    assert "7 whole copies and 4 cut pieces were removed because of 4 paragraphs that are kept." in page
    assert "Line 47 is a copy of line 127, which went, too: the rules count it as that" in page
    assert "3 of them had leaked into a section in front of the right one (lines 43, 45, 47)" in page
    assert "47立了研发、展销中心" in page
    assert "piece of line 125, as line 127 · leaked here" in page


def test_rails_do_not_lie_on_one_another() -> None:
    soup = parsed(render(drawn(the_map())))
    rails = {path["d"] for path in soup.select("path.pk-rail")}
    assert len(rails) == 11
    lanes: dict[str, set[str]] = {}
    for path in soup.select("path.pk-rail"):
        lane = re.search(r"Q(\d+)", str(path["d"]))
        assert lane
        lanes.setdefault(lane[1], set()).update(c for c in path.get_attribute_list("class") if re.match(r"pk-h\d", c))
    assert all(len(colours) == 1 for colours in lanes.values())


def test_no_map_without_repeats() -> None:
    assert repeats_map(seed(3)) is None
    assert "What repeats" not in seed(3).to_html()


def test_what_the_stage_left_alone_is_not_said_to_have_gone() -> None:
    """`findings` names a repeat, but only an edit takes it out."""
    row = "园区今年新建了三座实验室，全部免费开放，已有九个团队入驻，预计明年再增加两座。"
    text = f"{row}\n\n{row}\n\n末尾还有一段别的话，讲的是完全不同的事情。"
    found = repeats_map(Document(text, text, (Layer(1, "repeats", (Edit(len(text), len(text), "", "x"),), text),)))
    assert found is not None
    assert len(found.links) == 1
    assert found.dropped == []


def test_a_map_of_many_repeats_is_bounded() -> None:
    rows_ = [
        f"第{n}座实验室今年建成，全部免费开放，已有{n + 7}个团队入驻，预计明年再增加两座，欢迎参观。"
        for n in range(400)
    ]
    text = "\n\n".join([*rows_, "另外的一段话，讲的是别的事情，和上面没有关系。", *rows_])
    document = parkclean.explain(text)
    page = document.to_html()
    found = repeats_map(document)
    assert found is not None
    pairs = {link.gone for link in found.links} | {link.kept for link in found.links}
    assert len(pairs) > 500
    assert f"and {len(pairs) - 120} more paragraphs that repeat" in page
    assert f"and {len(pairs) - 40} more paragraphs that repeat" in document._repr_html_()
    assert len(page) < 1_500_000
    soup = parsed(render(drawn(found)))
    assert len(soup.select(".pk-c-gone")) == len(soup.select("path.pk-rail")) == 60
    assert int(str(soup.svg["width"])) < 250  # type: ignore[index]


# --- pages --------------------------------------------------------------------------------------------------------


def test_a_page_shows_every_change_once_as_data_and_at_least_once_as_a_mark() -> None:
    document = seed(3)
    soup = parsed(document.to_html("003.txt"))
    data = json.loads(soup.find_all("script")[0].get_text())
    assert len(data["changes"]) == len(list(document.changes()))
    numbers = {int(n) for mark in soup.select("#pk-rows mark") for n in str(mark["data-c"]).split()}
    assert numbers == set(map(int, data["changes"]))
    places = [(data["rules"][c[0]][0], c[5], c[3]) for c in data["changes"].values()]
    assert sorted(places) == sorted((c.rule, c.start, c.before) for c in document.changes())


def test_a_page_gives_line_and_column() -> None:
    data = json.loads(parsed(parkclean.explain("一\n\n雨停\u200b了。").to_html()).find_all("script")[0].get_text())
    assert data["changes"] == {"0": [0, 3, 3, "\u200b", "", 5]}


def test_a_page_names_the_copy_that_stays() -> None:
    data = json.loads(parsed(seed(4).to_html()).find_all("script")[0].get_text())
    repeats = [c for c in data["changes"].values() if data["rules"][c[0]][0].startswith("repeats.")]
    assert len(repeats) == 11
    assert [c[6] for c in repeats][:3] == ["121–123", "125", "125"]


@pytest.mark.parametrize("text", ["", "一段话。", "雨停\u200b了。"])
def test_pages_of_little(text: str) -> None:
    page = parkclean.explain(text).to_html()
    assert ("Nothing was changed" in page) == (parkclean.clean(text) == text)


def test_an_unstable_text_says_so() -> None:
    page = Document("一", "一", unstable=True).to_html()
    assert "still changed in the last round" in page


def test_a_page_of_a_long_document_shows_its_head_and_says_so() -> None:
    text = "雨停\u200b了。\n" * (CHANGES + 2000)
    page = parkclean.explain(text, select=["chars"]).to_html()
    assert "Shown are the first 2,000 of 7,000 changes, up to line 2,000" in page
    assert len(page) < 3_000_000


@pytest.mark.parametrize(
    "text",
    ["雨停\u200b了。" * 20_000, "一" * 500_000 + "\u200b" + "二" * 500_000],
    ids=["many changes in a line", "one change in a long line"],
)
def test_a_page_of_a_long_line_is_bounded(text: str) -> None:
    check_bounds(parkclean.explain(text))


def test_a_page_of_a_long_change_is_bounded() -> None:
    text = "一" * 1_000_000
    check_bounds(Document(text, "二", (Layer(1, "mine", (Edit(0, len(text), "二", "mine.long"),), text),)))


def check_bounds(document: Document) -> None:
    assert document.text != document.source
    assert len(document.to_html()) < 1_200_000
    assert len(document._repr_html_()) < 50_000


def test_lines_that_nothing_touched_are_folded() -> None:
    page = parkclean.explain("\n".join(f"第{n}段，没有什么可改的。" for n in range(500)) + "\n雨停\u200b了。").to_html()
    assert "⋯ 498 lines that came as they are" in page


def test_a_rule_of_ones_own_is_explained_if_the_page_is_told() -> None:
    def find(text: str) -> list[Edit]:
        at = text.find("©")
        return [Edit(at, len(text), "", "mine.footer")] if at >= 0 else []

    mine = parkclean.rule("mine.footer", "Our own footer goes.")(find)
    document = parkclean.DEFAULT.before("boilerplate", mine).explain("雨停了。© 本站")
    assert "Our own footer goes." in document.to_html(rules=[mine])
    assert "A rule of another pipeline" in document.to_html()


def test_a_document_page_is_the_same_every_time(tmp_path: Path) -> None:
    program = (
        "import hashlib, pathlib, sys, parkclean; sys.stdout.write(hashlib.sha256(''.join(parkclean.explain("
        "parkclean.read(p)).to_html(p) for p in sys.argv[1:]).encode()).hexdigest())"
    )
    digests = set()
    for number in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, SEEDS)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": number, "PYTHONPATH": str(Path(parkclean.__file__).parent.parent)},
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_every_rule_has_a_family_and_a_colour() -> None:
    css = asset("cell.css")
    for rule in parkclean.DEFAULT.rules():
        assert reason(rule.id).family.name != "own", rule.id
    for name in FAMILIES:
        assert f".pk-f-{name} {{" in css
    assert all(one.endswith(".") for one in BEYOND_RULES.values())


def test_families_come_in_the_order_of_the_stages() -> None:
    stages = [stage.name for stage in parkclean.DEFAULT.stages]
    assert [name for name in FAMILIES if name in stages] == stages
    assert [one.name for one in by_family({"x.y": 1, "repeats.exact": 1, "decode.bom": 3})] == [
        "decode",
        "repeats",
        "own",
    ]


def test_styles_and_script_load_nothing_and_end_nothing() -> None:
    for name in ("cell.css", "page.css", "page.js"):
        text = asset(name)
        assert text
        assert not re.search(
            r"(?i)</|<!--|url\(|@import|https?:|innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", text
        )


# --- a corpus -----------------------------------------------------------------------------------------------------


def count(n: int) -> FileCount:
    return FileCount(
        f"d/{n:05}.txt", 2000 + n % 7, 1990 - n % 900, {"chars.zero_width": 1 + n % 5}, n % 2, 0, changed=1
    )


def test_a_corpus_page_gives_the_figures(tmp_path: Path) -> None:
    report = parkclean.clean_corpus(SEEDS, tmp_path / "out")
    page = shown(report.to_html())
    assert "5 documents" in page
    assert f"{report.characters_in:,}" in page
    for rule, number in report.rules.items():
        assert f"{rule.partition('.')[2]}" in page
        assert f"{number:,}" in page
    for file in report.files:
        assert file.file in page


def test_a_corpus_page_tells_no_time() -> None:
    report = Report((count(1),), seconds=1.0, jobs=1)
    assert report.to_html() == Report((count(1),), seconds=99.5, jobs=7).to_html()


def test_a_corpus_page_names_the_slowest_files_if_it_is_asked() -> None:
    seconds = {count(n).file: n / 8 for n in range(30)}
    report = Report(tuple(map(count, range(30))), file_seconds=seconds)
    assert report.slowest(2) == [("d/00029.txt", 3.625), ("d/00028.txt", 3.5)]
    assert report == Report(report.files)
    assert report.to_html() == Report(report.files).to_html()
    page = parsed(report.to_html(times=True))
    rows = [row.get_text(" ") for row in page.select(".pk-longest tbody tr")]
    assert len(rows) == 20
    assert rows[0] == "d/00029.txt 2,001 3.62"
    assert "What took longest" not in Report(report.files).to_html(times=True)


def test_a_corpus_page_without_documents() -> None:
    assert "No document could be read." in Report(()).to_html()
    page = shown(Report((), (Reject("a.bin", "not text", "/x/a.bin"),)).to_html())
    assert "Files and records that could not be read: 1." in page
    assert "a.binnot text" in page
    assert "/x/a.bin" not in page


def test_a_clean_corpus_says_so() -> None:
    page = Report((FileCount("a.txt", 5, 5, {}, 0, 0),)).to_html()
    assert "Nothing was changed" in page
    assert "What was damaged" not in page


def test_a_corpus_page_of_ten_thousand_documents_is_small() -> None:
    rules = [rule.id for rule in parkclean.DEFAULT.rules()]
    name = "很长的文件夹名称/" * 8
    files = tuple(count(n)._replace(file=f"{name}{n}.txt", rules=dict.fromkeys(rules, n)) for n in range(1, 10_001))
    aside = tuple(Reject(f"{name}{n}.bin", f"reason {n} " * 40, "") for n in range(10_000))
    record = {"file": name, "kind": "exact", "dropped": True, "line": 1, "kept_line": 2, "text": "字" * 1000}
    sample = Sample(name, 1, "字" * 300, "字" * 300, "字" * 30, "字" * 30)
    report = Report(
        files, aside, tuple("note " * 99 for _ in range(999)), samples=dict.fromkeys(rules, (sample,) * 50),
        duplicates=(record,) * 10_000,
    )  # fmt: skip
    page = report.to_html()
    assert len(page.encode()) < 5_000_000
    assert "and 9,800 more, see _audit/rejects.jsonl" in page
    assert len(report._repr_html_()) < 60_000


def test_files_that_changed_most_come_first() -> None:
    files = (
        FileCount("little.txt", 100, 99, {"chars.zero_width": 50}, 0, 0, changed=1),
        FileCount("much.txt", 100, 10, {"repeats.exact": 1}, 1, 0, changed=1),
        FileCount("same.txt", 100, 100, {}, 0, 0),
    )
    soup = parsed(Report(files).to_html())
    assert [cell.get_text() for cell in soup.select("#pk-files tbody th")] == ["much.txt", "little.txt"]


def test_a_left_out_document_is_listed() -> None:
    page = shown(hostile_report("甲").to_html())
    assert "Files with documents that repeat another one (1)甲3" in page
    assert "甲35 documents, 1 left out" in page
    assert "甲 · record 8 · line 1 is a" in page
    assert "甲 · record 4 · line 1" in page


# --- samples ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(5))
def test_samples_give_the_first_change_of_each_rule_and_its_line(number: int) -> None:
    document = seed(number)
    starts = split_lines(document.decoded).starts
    found = dict(samples_of(document, "a.txt"))
    first: dict[str, int] = {}
    for change in document.changes():
        first.setdefault(change.rule, change.start)
    assert set(found) == set(first)
    for rule, sample in found.items():
        at = first[rule]
        assert starts[sample.line - 1] <= at
        assert sample.line == len(starts) or at < starts[sample.line]


@SOME
@given(any_text())
def test_samples_of_any_text_have_the_line_of_the_change(text: str) -> None:
    document = parkclean.explain(text)
    starts = split_lines(document.decoded).starts
    first: dict[str, int] = {}
    for change in document.changes():
        first.setdefault(change.rule, change.start)
    for rule, sample in samples_of(document, "a.txt"):
        assert starts[sample.line - 1] <= first[rule]
        assert sample.line == len(starts) or first[rule] < starts[sample.line]


def test_samples_do_not_depend_on_the_order_of_work() -> None:
    found = [("chars.bidi", Sample(f"{n}.txt", n, str(n % 40), "", "", "")) for n in range(200)]
    ahead, back, mixed = Samples(), Samples(), Samples()
    ahead.add(found)
    back.add(reversed(found))
    mixed.add(found[::2])
    mixed.add(found[1::2])
    assert ahead.result() == back.result() == mixed.result()
    assert len(ahead.result()["chars.bidi"]) == 5


def test_what_looks_the_same_is_shown_once() -> None:
    samples = Samples()
    samples.add([("chars.bidi", Sample(f"{n}.txt", 1, "x", "", "", "")) for n in range(9)])
    assert len(samples.result()["chars.bidi"]) == 1


# --- cells and reprs ----------------------------------------------------------------------------------------------


def test_cells_have_no_script_and_change_nothing_around_them() -> None:
    row = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"
    cells = [
        seed(4)._repr_html_(),
        parkclean.explain("一")._repr_html_(),
        parkclean.explain("")._repr_html_(),
        parkclean.DEFAULT._repr_html_(),
        parkclean.dedup([row, row.replace("建的", "建"), row.replace("三", "五")])._repr_html_(),
        parkclean.dedup([])._repr_html_(),
        Report((count(1),), (Reject("x", "y", "z"),))._repr_html_(),
        Report(())._repr_html_(),
    ]
    for cell in cells:
        soup = parsed(cell)
        assert not soup.find_all(["script", "link", "iframe"])
        assert not any(key.startswith("on") for tag in soup.find_all(True) for key in tag.attrs)
        assert not soup.find_all(id=re.compile("^(?!L)"))
    for selector in re.findall(r"(?m)^ *([^@{}/*]+?) \{", re.sub(r"(?s)/\*.*?\*/", "", asset("cell.css"))):
        assert all(part.strip().startswith(".pk") for part in selector.split(",")), selector


def test_the_cell_of_a_document_shows_its_rules_and_its_map() -> None:
    page = shown(seed(4)._repr_html_())
    assert "7,551 → 5,497 characters · 335 changes by 7 rules" in page
    assert "企业和项目" in page.replace(" and ", "")
    assert "7 whole copies and 4 cut pieces were removed" in page


def test_the_cell_of_dedup_names_what_differs() -> None:
    row = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"
    page = shown(parkclean.dedup([row, row.replace("建的", "建"), row.replace("三", "五")])._repr_html_())
    assert "3 rows → 2" in page
    assert "五 / 三" in page


def test_the_cell_of_a_pipeline_tells_what_runs() -> None:
    page = shown(parkclean.DEFAULT.with_lossy("width.mixed")._repr_html_())
    assert "10 stages" in page
    assert re.search(r"width\.mixed runs", page)
    assert re.search(r"chars\.look_alike_alone off", page)


def test_reprs_say_what_a_thing_is() -> None:
    assert repr(parkclean.DEFAULT) == (
        "<Pipeline: mojibake ▸ entities ▸ markup ▸ chars ▸ glosses ▸ script ▸ width ▸ boilerplate ▸ layout ▸ repeats; "
        f"{sum(rule.risk == 'safe' for rule in parkclean.DEFAULT.rules())} rules, script='auto'>"
    )
    lossy = parkclean.DEFAULT.only("width").with_lossy("width.mixed").with_script("keep")
    assert repr(lossy) == "<Pipeline: width; 4 rules, script='keep', lossy: width.mixed>"
    assert repr(Report((count(1),))) == "<Report: 1 documents, 1 changed, 0 set aside>"
    assert repr(seed(4)) == "<Document: 7551 -> 5497 characters, 335 edits>"


# --- small things -------------------------------------------------------------------------------------------------


def test_invisible_characters_are_named_and_joiners_stay_where_nothing_changed() -> None:
    assert render(el("p", *visible("雨\u200b停\u202e"))) == (
        '<p>雨<i class="pk-cp" title="ZERO WIDTH SPACE">U+200B</i>停'
        '<i class="pk-cp" title="RIGHT-TO-LEFT OVERRIDE">U+202E</i></p>'
    )
    family = "👨\u200d👩\u200d👧"
    assert visible(family) == [family[0], "\u200d", family[2], "\u200d", family[4]]
    assert "U+200D" in render(el("p", *visible(family, all=True)))
    assert "0xFF" in render(el("p", *visible("\udcff")))


def test_shares_in_words() -> None:
    assert [share(n, 1000) for n in (0, 0.5, 4, 95, 120, 1000)] == [
        "0 %", "under 0.1 %", "0.4 %", "9.5 %", "12 %", "100 %",
    ]  # fmt: skip
    assert share(1, 0) == "0 %"
    assert [percent(1, 3), percent(5, 0), percent(9, 3)] == ["33.33%", "0.00%", "100.00%"]
