"""Mirrors of every make, from the mechanism: how much of the page comes back, and that what is proved is true."""

from __future__ import annotations

import difflib

import pytest
from mirrors import Make, mirror

import parkclean
from parkclean.stages.glosses import page

PAGES = (
    "山城图书馆的夜晚\n\n图书馆在老城的山坡上，每天晚上九点关门。管理员李老师说，来这里的人大多是附近的居民，"
    "有退休的工人，也有准备考试的学生。“我们只有三间屋子，但是每间都坐满了人。”她笑着说。\n\n"
    "去年冬天，馆里新装了暖气，窗户也换成了双层玻璃。学生们把自己的杯子放在窗台上，写完作业就去接热水。"
    "有人问她：“为什么不把时间再延长一个小时？”她回答：“末班车九点半开，我要让大家都能回家。”\n\n"
    "今年春天，街道给图书馆送来了两千本新书，其中有三百本是孩子们自己选的。李老师把它们一本一本登记好，贴上标签，"
    "放在进门右边的书架上。她说，书要放在够得着的地方，才会有人看。",
    "开发区的新能源项目\n\n开发区去年引进了十二个新能源项目，总投资达到八十六亿元，其中六个项目已经投产。"
    "管委会主任介绍，这些项目全部建成以后，每年可以新增产值一百二十亿元，带动就业三千人。\n\n"
    "“过去企业办一个手续要跑七个部门，现在只要到一个窗口。”一家电池企业的负责人说。他们的厂房从开工到投产，"
    "只用了十一个月。这家企业的产品主要出口欧洲，今年一季度的订单同比增长了三成。\n\n"
    "下一步，开发区还将建设两个孵化器和一个检测中心，为中小企业提供技术服务。记者在现场看到，检测中心的主体工程"
    "已经完成，设备正在安装，预计年底就可以使用。",
)

MAKES = {
    "plain": (Make(), 0.002),
    "dense": (Make(share=0.5), 0.002),
    "sparse": (Make(share=0.1), 0.008),
    "without tones": (Make(toned=False), 0.002),
    "full-width brackets": (Make(brackets="（）", flat=False), 0.002),
    "blanks in the brackets": (Make(blank=" "), 0.002),
    "half of the places": (Make(each=0.5), 0.002),
    "simplified": (Make(traditional=False, flat=False, cuts=""), 0.005),
    "simplified, half of the places": (Make(traditional=False, flat=False, each=0.5, cuts=""), 0.005),
    "cut at four marks": (Make(cuts="！？。，", cut=0.3, flat=False), 0.002),
    "a longer list": (Make(extra="請冊測藥動燈鍋館話舊講決計機頻騎貼現願閱壓應喲張鍾盞準給"), 0.002),
}


def loose(text: str) -> str:
    return "".join(text.translate(str.maketrans("，：；！？（）", ",:;!?()")).split())


def wrong(a: str, b: str) -> float:
    """Characters to change, as a share of the longer text."""
    same = sum(m.size for m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 1 - same / max(len(a), len(b))


@pytest.mark.parametrize("make", MAKES)
def test_pages_come_back(make: str) -> None:
    how, allowed = MAKES[make]
    found = []
    for n, source in enumerate(PAGES):
        for seed in range(3):
            damaged, _ = mirror(source, how, 10 * n + seed)
            document = parkclean.explain(damaged)
            assert not document.unstable
            found.append(wrong(loose(document.text), loose(source)))
    assert sum(found) / len(found) <= allowed


@pytest.mark.parametrize("seed", range(8))
def test_what_is_proved_was_there(seed: int) -> None:
    """A proved repair gives characters of the page, never others."""
    from parkclean.han import convert

    how = Make(share=0.4, extra="請冊測藥動燈鍋館話舊講決計機頻騎貼現願閱壓應喲張鍾盞準給")
    for source in PAGES:
        damaged, _ = mirror(source, how, seed)
        original = loose(convert(source, "s2t"))
        for edit in page(damaged).proved:
            assert loose(edit.new) in original


@pytest.mark.parametrize("source", PAGES)
def test_a_clean_page_is_left_alone(source: str) -> None:
    from parkclean.han import convert

    assert parkclean.clean(source) == source
    assert parkclean.clean(convert(source, "s2t")) == convert(source, "s2t")
