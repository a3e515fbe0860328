"""The polars namespaces against the real library."""

from __future__ import annotations

import pytest
from libraries import library

pl = library("polars")

import parkclean.adapters.polars  # noqa: E402, F401

DIRTY, CLEAN = "雨停\u200b了。", "雨停了。"
ROW = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"


def test_series_keeps_its_name_and_its_nulls() -> None:
    series = pl.Series("body", [DIRTY, None, "雾散了。"])
    found = series.parkclean.clean()
    assert found.to_list() == [CLEAN, None, "雾散了。"]
    assert found.name == "body"
    assert found.dtype == pl.String
    assert series[0] == DIRTY


def test_the_series_that_was_cleaned_stays_as_it_was() -> None:
    texts = pl.Series(["雨停\u200b了。", None, "山上的雾\u200b也散了，我们出发去爬山。"])
    assert texts.parkclean.clean().to_list() == ["雨停了。", None, "山上的雾也散了，我们出发去爬山。"]
    assert texts.to_list() == ["雨停\u200b了。", None, "山上的雾\u200b也散了，我们出发去爬山。"]


def test_unchanged_series_shares_its_buffers() -> None:
    series = pl.Series("body", ["山上的雾也散了，车开走了。" * 4, None])
    found = series.parkclean.clean()
    assert found.equals(series)
    newest = pl.CompatLevel.newest()  # an older one copies
    addresses = [each.to_arrow(compat_level=newest).buffers()[2].address for each in (found, series)]
    assert addresses[0] == addresses[1]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_lazy_frames(engine: str) -> None:
    frame = pl.LazyFrame({"n": range(5000), "body": [DIRTY, None] * 2500})
    lazy = frame.with_columns(pl.col("body").parkclean.clean()).filter(pl.col("n") >= 4998)
    assert lazy.collect_schema() == {"n": pl.Int64, "body": pl.String}
    assert lazy.collect(engine=engine).sort("n").rows() == [(4998, CLEAN), (4999, None)]


def test_expressions_go_on() -> None:
    frame = pl.DataFrame({"body": [DIRTY], "title": [DIRTY]})
    found = frame.select(
        pl.col("body").parkclean.clean().str.len_chars().alias("length"),
        pl.col("title").parkclean.clean(skip=["chars"]),
    )
    assert found.rows() == [(4, DIRTY)]


def test_only_null() -> None:
    assert pl.Series("body", [None, None]).parkclean.clean().to_list() == [None, None]
    found = pl.DataFrame({"body": [None, None]}).select(pl.col("body").parkclean.clean())
    assert found.schema == {"body": pl.String}


def test_empty() -> None:
    assert pl.Series("body", [], dtype=pl.String).parkclean.clean().to_list() == []
    assert pl.DataFrame(schema={"body": pl.String}).select(pl.col("body").parkclean.clean()).rows() == []


@pytest.mark.parametrize("values", [[1], [b"a"], [1.5], [["a"]]])
def test_what_is_no_text_says_what_to_do(values: list[object]) -> None:
    series = pl.Series("body", values)
    message = f"column 'body' is {series.dtype}, not String; cast it first: .cast(pl.String)"
    for call in (series.parkclean.clean, series.parkclean.explain, series.parkclean.dedup):
        with pytest.raises(TypeError) as error:
            call()
        assert str(error.value) == message
    with pytest.raises((pl.exceptions.ComputeError, TypeError)) as raised:
        series.to_frame().select(pl.col("body").parkclean.clean())
    assert message in str(raised.value)


def test_options_are_checked_before_the_query_runs() -> None:
    with pytest.raises(TypeError, match=r"^unknown option 'scirpt'; did you mean 'script'\?$"):
        pl.col("body").parkclean.clean(scirpt="keep")


def test_explain() -> None:
    found = pl.Series("body", [DIRTY, None]).parkclean.explain()
    assert [change.rule for change in found[0].changes()] == ["chars.zero_width"]
    assert found[1] is None


def test_dedup_counts_rows_and_keeps_nulls() -> None:
    frame = pl.DataFrame({"body": [None, ROW, None, ROW.replace("建的", "建"), ROW.replace("三", "五")]})
    found = frame["body"].parkclean.dedup()
    assert found.kept == [0, 1, 2, 4]
    assert [(gone.row, gone.kept_row, gone.kind) for gone in found.dropped] == [(3, 1, "near")]
    assert frame[found.kept].height == 4
    assert frame["body"].parkclean.dedup(differences="any", threshold=0.7).kept == [0, 1, 2]
