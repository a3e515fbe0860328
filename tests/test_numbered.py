"""Notices and plans, whose paragraphs are numbered: overlapping boxes and columns do to them what they do to others."""

from __future__ import annotations

import random

import pytest
from scoring import distance, loose

import parkclean

HEAD = [
    "关于进一步加强城市供水安全管理工作的通知",
    "各区县人民政府，市政府各部门、各直属机构：",
    "为深入贯彻落实上级关于城市供水安全的决策部署，切实保障居民用水安全，经市政府同意，现就有关事项通知如下：",
]
SECTIONS = [
    "{}明确目标任务。到2025年底，全市建成区供水管网漏损率控制在9%以内，老旧管网改造完成率达到95%以上，水质综合合格率稳定在99%以上。",
    "{}加快管网改造。各区县要对使用年限超过三十年和材质落后的供水管网进行排查，建立台账，列入年度计划。改造工程要同步考虑道路开挖。",
    "{}强化水质监测。供水企业应当按照国家标准检测原水、出厂水和管网末梢水，每月向社会公布一次结果。发现异常要在两小时内报告主管部门。",
    "（{}）完善监测网络。在人口密集区、管网末端和二次供水设施设置在线监测点，实现数据实时上传。监测设备每季度校准一次。",
    "（{}）加强能力建设。市级检测中心要具备全部106项指标的检测能力，县级要具备常规42项指标的检测能力。检测人员持证上岗。",
    "{}规范二次供水。新建住宅的二次供水设施由供水企业统一建设、统一管理，已建成的逐步移交。移交前产权单位要完成清洗消毒。",
    "{}健全应急机制。编制供水突发事件应急预案，储备应急水源和抢修物资，每年至少组织一次演练。抢修队伍接到报告后一小时内到场。",
    "{}落实资金保障。市财政每年安排专项资金两亿元，区县按照一比一配套。鼓励社会资本以特许经营方式参与供水设施建设和运营。",
    "{}加强监督考核。市住建局会同有关部门每季度通报进展，年底组织考核，结果纳入区县高质量发展评价。对工作不力的予以约谈。",
]
TAIL = ["江州市人民政府", "2023年6月12日"]
CHINESE = ["一、", "二、", "三、", "一", "二", "四、", "五、", "六、", "七、"]
FIGURES = ["1.", "2.", "3.", "1", "2", "4.", "5.", "6.", "7."]
CIRCLED = ["①", "②", "③", "1", "2", "④", "⑤", "⑥", "⑦"]
BRACKETED = ["1）", "2）", "3）", "一", "二", "4）", "5）", "6）", "7）"]
WAYS = pytest.mark.parametrize(
    "numbers", [CHINESE, FIGURES, CIRCLED, BRACKETED], ids=["Chinese", "figures", "circled", "bracketed"]
)
SEEDS = range(60)


def notice(numbers: list[str]) -> list[str]:
    return HEAD + [section.format(number) for section, number in zip(SECTIONS, numbers, strict=True)] + TAIL


def overlapped(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Copies beside a paragraph or a few rows off, two paragraphs again, heads and tails of one."""
    out = list(paragraphs)
    for _ in range(rng.randrange(2, 5)):
        n = rng.randrange(len(HEAD), len(paragraphs) - len(TAIL))
        one = paragraphs[n]
        at = max(i for i, other in enumerate(out) if other == one)
        kind = rng.choice(["copy", "leak", "head", "tail", "block"])
        if kind == "copy":
            out.insert(at, one)
        elif kind == "leak":
            out.insert(rng.choice([max(1, at - 2), min(len(out) - 2, at + 3)]), one)
        elif kind == "head":
            out.insert(at, one[: rng.randrange(20, len(one) - 8)])
        elif kind == "tail":
            out.insert(at + 1, one[rng.randrange(8, len(one) - 20) :])
        else:
            out[at:at] = paragraphs[n : n + 2]
    return out


@WAYS
def test_overlapping_boxes_leave_the_notice(numbers: list[str]) -> None:
    paragraphs = notice(numbers)
    gold = loose("".join(paragraphs))
    damaged = left = 0.0
    for seed in SEEDS:
        page = overlapped(paragraphs, random.Random(seed))
        clean = parkclean.clean("\n\n".join(page))
        assert all(one in clean for one in paragraphs), seed
        damaged += distance(loose("".join(page)), gold)
        left += distance(loose(clean), gold)
    assert damaged > 0.15 * len(SEEDS)
    assert left < 0.025 * len(SEEDS)


@WAYS
def test_columns_that_cut_are_joined(numbers: list[str]) -> None:
    paragraphs = notice(numbers)
    cuts = joined = 0
    for seed in SEEDS:
        rng = random.Random(seed)
        page = []
        for one in paragraphs:
            at = rng.randrange(14, len(one) - 8) if len(one) > 45 and rng.random() < 0.35 else 0
            at -= 2 * (one[at - 1] in "，。、；：")
            page += [one[:at], one[at:]] if at > 0 else [one]
        clean = parkclean.clean("\n\n".join(page)).split("\n\n")
        cuts += len(page) - len(paragraphs)
        joined += len(page) - len(clean)
        assert "".join(clean) == "".join(paragraphs)
    assert cuts > 100
    assert joined > 0.85 * cuts


@WAYS
def test_a_notice_stays(numbers: list[str]) -> None:
    text = "\n\n".join(notice(numbers))
    assert parkclean.clean(text) == text
