"""The two scripts: what case files cannot say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.han import convert, simplified
from parkclean.stages.woven import woven
from parkclean.tables import OLD_FORMS, SIMPLIFIED_ONLY, TRADITIONAL_ONLY

MIRROR = (
    "長(zhǎng)治高新區(qū)的企業(yè)說(shuō),打壞(huài)的車(chē)子長(zhǎng)期沒(méi)有人來(lái)修,"
    "區(qū)里的企業(yè)都說(shuō)不好。"
)


def test_tables_are_disjoint() -> None:
    assert not set(TRADITIONAL_ONLY) & set(SIMPLIFIED_ONLY)
    assert not set(OLD_FORMS) & set(TRADITIONAL_ONLY)
    assert len(set(TRADITIONAL_ONLY)) == len(TRADITIONAL_ONLY)


def test_no_character_of_one_script_is_in_gb_2312() -> None:
    for char in TRADITIONAL_ONLY:
        with pytest.raises(UnicodeEncodeError):
            char.encode("gb2312")
    assert all(len(char.encode("gb2312")) == 2 for char in SIMPLIFIED_ONLY)


def test_strays_have_one_simplified_form() -> None:
    assert all(len(simplified(char)) == 1 != char for char in TRADITIONAL_ONLY)
    assert simplified("級") == "级"


def test_a_few_old_forms_in_a_long_text_are_not_woven_into_it() -> None:
    lines = [f"{'门车长' * many}，{old}{'门车长' * many}，国学书来。" for many in (2, 20) for old in "國學書來" * 3]
    assert woven(lines[:12])
    assert not woven(lines[12:])


def test_conversion_happens_once() -> None:
    once = parkclean.clean(MIRROR)
    assert "打坏的车子" in once
    assert parkclean.clean(once) == once
    assert parkclean.clean(once, script="simplified") == once


def test_what_opencc_cannot_take_stays() -> None:
    assert convert("發\ud800展\0業", "t2s") == "发\ud800展\0业"
    only = parkclean.DEFAULT.only("script").with_script("simplified")
    assert only("臺灣\udfff發展\0的產業") == "台湾\udfff发展\0的产业"


@given(st.text(alphabet=TRADITIONAL_ONLY[:60] + SIMPLIFIED_ONLY[:60] + "的是在乾著后，。“”《》\n", max_size=60))
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("script", ["auto", "simplified", "traditional"])
def test_a_second_run_finds_nothing(script: str, text: str) -> None:
    once = parkclean.DEFAULT.only("script").with_script(script)(text)  # type: ignore[arg-type]
    assert parkclean.DEFAULT.only("script").with_script(script)(once) == once  # type: ignore[arg-type]
