"""What repeats by right is no longer dropped, and what was copied still is."""

from __future__ import annotations

import pytest

from parkclean.neardup.provisions import by_right
from parkclean.neardup.results import Finding, Kind

CLAUSE = "第一項行為致人受傷者，處一年以下有期徒刑，並得廢止其營業許可證照。"
STATUTE = f"第 1 條\n為維護公園之整潔。\n第 2 條\n{CLAUSE}\n第 3 條\n{CLAUSE}\n第 4 條\n本條例自公布日施行。"
COPIED = f"第 1 條\n為維護公園之整潔。\n第 2 條\n{CLAUSE}\n第 3 條\n略。\n第 2 條\n{CLAUSE}\n第 4 條\n略。"
BLANKS = "逾期＿＿＿＿日以上的，每日罚款为总价的＿＿＿＿％。"
WRAPPED = "應填具申請書並檢附下列文件，向中央主管機關申請許可，逾期不予受理。\n負責人為外國人者，依前條之規定辦理，"
OTHERS = "其期限為三個月，但情形特殊者得延長一次，由各縣市政府\n"
ARTICLES = "".join(f"第 {n} 條\n略。\n" for n in (1, 2, 3, 4))
PIECE = "向中央主管機關申請許可，逾期不予受理。"


def found(text: str, piece: str, whole: str, kind: Kind) -> Finding:
    """The last place of the piece, as a copy of the first place of the whole."""
    start, kept = text.rindex(piece), text.index(whole)
    return Finding(kind, start, start + len(piece), piece, kept, kept + len(whole), 1.0, (), True)


@pytest.mark.parametrize(
    ("text", "piece", "whole", "kind", "dropped"),
    [
        (STATUTE, CLAUSE, CLAUSE, "exact", False),
        (COPIED, CLAUSE, CLAUSE, "exact", True),
        (STATUTE.replace(" 條", " 節"), CLAUSE, CLAUSE, "exact", True),
        (f"五、责任\n{BLANKS}\n{BLANKS}\n六、其他", BLANKS, BLANKS, "exact", False),
        (f"五、责任\n{BLANKS.replace('＿', '三')}\n" * 2, BLANKS.replace("＿", "三"), "五、责任", "exact", True),
        (f"{WRAPPED}應填具申請書並檢附下列文件，\n{PIECE}", PIECE, WRAPPED.split("\n")[0], "contained", False),
        (f"{WRAPPED}應填具申請書。\n{PIECE}", PIECE, WRAPPED.split("\n")[0], "contained", True),
        (ARTICLES + WRAPPED + OTHERS + PIECE, PIECE, WRAPPED.split("\n")[0], "contained", False),
        (WRAPPED + OTHERS + PIECE, PIECE, WRAPPED.split("\n")[0], "contained", True),
        (f"{WRAPPED}其期限為三個月\n，逾期不予受理。", "，逾期不予受理。", WRAPPED.split("\n")[0], "contained", False),
    ],
    ids=[
        "article",
        "article again",
        "no statute",
        "form",
        "filled in",
        "wrapped",
        "not wrapped",
        "wrapped statute",
        "no such statute",
        "goes on",
    ],
)
def test_by_right(text: str, piece: str, whole: str, kind: Kind, dropped: bool) -> None:
    (one,) = by_right(text, [found(text, piece, whole, kind)])
    assert one.dropped is dropped


def test_rows_of_a_form_go_with_the_copies_beside_them() -> None:
    other = "甲方应当在合同签订之后的三十日内交付货物，乙方应当按时付款。"
    text = f"{BLANKS}\n{other}\n{BLANKS}\n{other}"
    both = [found(text, BLANKS, BLANKS, "exact"), found(text, other, other, "exact")]
    assert [one.dropped for one in by_right(text, both)] == [True, True]
