"""What a piece of text claims: figures with their bounds, years and owners; negations, periods."""

import pytest

from retrieval.gates.claims import Amount, amounts, content, fold, names_something, negated, periods, years


def only(text: str) -> Amount:
    (amount,) = amounts(fold(text))
    return amount


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "%",
            "‰",
            "个百分点",
            "百分点",
            "万",
            "亿",
            "吨标准煤",
            "吨标煤",
            "吨二氧化碳当量",
            "吨二氧化碳",
            "蒸吨",
            "公里",
        ),
        *(
            "平方公里",
            "平方千米",
            "千米",
            "立方米",
            "平方米",
            "m3",
            "m2",
            "公顷",
            "亩",
            "千瓦时",
            "兆瓦",
            "千瓦",
            "吉瓦",
        ),
        *(
            "毫克",
            "千克",
            "公斤",
            "微克",
            "吨",
            "克",
            "升",
            "元",
            "倍",
            "成",
            "人次",
            "人",
            "户",
            "台",
            "辆",
            "家",
            "座",
            "个",
        ),
        *(
            "项",
            "条",
            "批",
            "所",
            "处",
            "件",
            "类",
            "级",
            "种",
            "大",
            "期",
            "天",
            "小时",
            "日",
            "月",
            "年",
            "号",
            "米",
            "度",
        ),
        *("步", "点", "章", "节", "份", "位", "万吨", "亿立方米", "千公里", "百亩"),
        *(f"吨/{per}" for per in "日 天 年 月 小时 吨 人 户 万元 千瓦时 平方米 立方米 m3 m2 公里 辆 台".split()),
    ],
)
def test_a_figure_is_read_with_its_whole_unit(unit: str) -> None:
    read = only(f"总量达到12{unit}")
    assert (read.number, read.unit) == ("12", unit.replace("标煤", "标准煤"))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        *(
            ("三个", "3", "个"),
            ("十二项", "12", "项"),
            ("五十家", "50", "家"),
            ("两座", "2", "座"),
            ("四类", "4", "类"),
        ),
        *(("二十条", "20", "条"), ("三级", "3", "级"), ("两批", "2", "批"), ("三期", "3", "期"), ("九大", "9", "大")),
        *(
            ("三步", "3", "步"),
            ("六章", "6", "章"),
            ("二倍", "2", "倍"),
            ("八成", "8", "成"),
            ("三个百分点", "3", "个百分点"),
        ),
        *(("三分之二", "2/3", ""), ("三百个", "300", "个"), ("二千户", "2000", "户"), ("三万元", "3", "万元")),
        *(("百分之三十五", "35", "%"), ("九成五", "95", "%"), ("一成半", "15", "%")),
    ],
)
def test_a_figure_may_be_written_in_characters(text: str, number: str, unit: str) -> None:
    assert [(a.number, a.unit) for a in amounts(fold(f"建设{text}"))] == [(number, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "建设一个",
        "第三批",
        "5G基站",
        "到2025年",
        "“十四五”时期",
        "三大体系"[:2] + "体",
        "十类般",
        "两大律",
        "三项切",
        "PM2.5浓度",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert amounts(fold(text)) == ()


def test_a_number_is_plain_whatever_way_it_is_written() -> None:
    assert [a.number for a in amounts(fold("１,４７０吨，3.50吨，007个，5.0吨"))] == ["1470", "3.5", "7", "5"]


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (
            "at_least",
            "不低于5 不少于5 不小于5 不得低于5 不得少于5 至少5 高于5 大于5 多于5 超过5 突破5 超5 5及以上 5以上 5之上",
        ),
        (
            "at_most",
            "不高于5 不超过5 不大于5 不多于5 不得高于5 不得超过5 至多5 最多5 控制在5 降至5 降到5 低于5 小于5 少于5 不到5 不足5",
        ),
        ("at_most", "5及以下 5以下 5以内 5之内 5之下"),
        ("about", "大约5 约5 近5 5左右 5上下"),
    ],
)
def test_a_bound_is_read_before_and_behind_a_figure(bound: str, words: str) -> None:
    for said in words.split():
        text = said.replace("5", "5%") if said[0] != "5" else f"5%{said[1:]}"
        assert only(f"漏损率{text}").bounds == {bound}, said
    assert only("漏损率5%").bounds == frozenset()


def test_a_bound_too_far_before_a_figure_is_not_its_own() -> None:
    assert only("不低于去年全市漏损率水平的5%").bounds == frozenset()
    assert only("不低于去年，漏损率5%").bounds == frozenset()


@pytest.mark.parametrize("word", ["力争", "争取", "奋斗目标", "激励目标", "力保"])
def test_an_aim_holds_for_the_figures_behind_it_up_to_a_stop(word: str) -> None:
    assert only(f"{word}漏损率，达到5%").aim
    assert not only(f"{word}节水；漏损率达到5%").aim


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("up", "上升 提高 提升 增加 增长 增幅 升高 新增 扩大"),
        ("down", "下降 降低 减少 削减 减排 降幅 下调 压减 节约 节能量 消减 减"),
    ],
)
def test_a_verb_of_change_gives_a_figure_its_direction(direction: str, words: str) -> None:
    for word in words.split():
        assert only(f"能耗{word}5%").direction == direction, word
        assert only(f"{word}，能耗5%").direction == ""


def test_a_verb_inside_a_name_gives_no_direction_and_the_last_verb_counts() -> None:
    assert only("氨氮减排量达到5吨").direction == ""
    assert only("下降比例为5%").direction == "down"
    assert only("下降比重5%").direction == only("提高效率5%").direction == only("增长值5%").direction == ""
    assert only("减少排放提高5%").direction == "up"
    assert only("能耗5%").direction == ""


@pytest.mark.parametrize(
    ("text", "base", "named"),
    [
        *((f"{word}2020年下降", {"2020"}, set()) for word in "比 较 以 与 同比 相比 相比于 基于 对比 在 较于".split()),
        *((f"2020年{word}", {"2020"}, set()) for word in "基数 的基数 水平 的水平 基础".split()),
        *((f"在2020年{word}完成", set(), {"2020"}) for word in "前 底前 末前 内".split()),
        *(("到2025年", set(), {"2025"}), ("1998年", set(), {"1998"}), ("比1998年降", {"1998"}, set())),
        *(("1998年水平", {"1998"}, set()), ("比2020年降，到2025年", {"2020"}, {"2025"})),
    ],
)
def test_years_of_comparison_are_told_from_others(text: str, base: set[str], named: set[str]) -> None:
    assert tuple(map(set, years(fold(text)))) == (base, named)


def test_a_figure_is_governed_by_the_last_year_before_it_in_its_sentence() -> None:
    first, second, third = amounts(fold("到2025年，比2020年能耗下降5%，到2030年下降6%；煤耗下降7%。"))
    assert [(a.year, a.base) for a in (first, second, third)] == [("2025", "2020"), ("2030", "2020"), ("2030", "")]
    assert only("到2025年完成。漏损率达到5%").year == ""
    assert only("漏损率达到5%，到2025年").year == ""


@pytest.mark.parametrize("sign", list("一二三四五六"))
def test_five_year_periods_are_named(sign: str) -> None:
    assert periods(f"十{sign}五时期") == {f"十{sign}五"}
    assert content(f"十{sign}五漏损率") == content("漏损率")


@pytest.mark.parametrize(
    "word",
    "严禁 禁止 不得 不再 不准 不许 不能 不予 不宜 不应 不可 不会 不要 不需 不必 无需 毋需 杜绝 严控 尚未 未能 未 并非 非 没有 不 无 停止 取消 除外 以外".split(),
)
def test_a_negation_governs_the_words_up_to_the_next_comma(word: str) -> None:
    assert negated(f"{word}审批项目，加快") == ((word, "审批项目"),)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "不断",
            "不同",
            "不仅",
            "不但",
            "不足",
            "不良",
            "不等",
            "不限",
            "不锈",
            "不乏",
            "不懈",
            "不利",
            "不平衡",
            "不列出",
        ),
        *(
            "无废",
            "无害",
            "无人",
            "无机",
            "无线",
            "无组织",
            "无偿",
            "无缝",
            "无障",
            "无论",
            "无序",
            "无形",
            "无烟",
            "无霾",
        ),
        *("无纸", "无毒", "无锡", "无公害", "无故", "零", "未来", "非常", "非遗", "非洲"),
        *(
            "不低于",
            "不少于",
            "不小于",
            "不高于",
            "不超过",
            "不大于",
            "不多于",
            "不得低于",
            "不得少于",
            "不得高于",
            "不得超过",
        ),
    ],
)
def test_a_word_of_its_own_and_a_bound_are_no_negations(word: str) -> None:
    assert negated(f"{word}审批") == ()


def test_a_double_negation_is_read_from_its_second() -> None:
    assert negated("无不审批") == (("不", "审批"),)


@pytest.mark.parametrize("what", ["增长", "新增", "排放", "填埋"])
def test_zero_is_a_negation_before_what_is_to_be_none(what: str) -> None:
    assert negated(f"实现零{what}") == (("零", what),)


def test_items_and_figures_that_are_listed_apart_pair_up_in_order() -> None:
    found = amounts(fold("到2025年，化学需氧量、氨氮重点工程减排量分别达到5吨、6吨"))
    assert [a.owner for a in found] == ["化学需氧量重点工程减排量达到", "氨氮重点工程减排量达到"]
    assert not any(a.pooled for a in found)
    pooled = amounts(fold("化学需氧量、氨氮、总磷减排量分别达到5吨、6吨"))
    assert [a.pooled for a in pooled] == [True, True]
    alone = amounts(fold("漏损率达到5吨、6吨"))
    assert not any(a.pooled for a in alone)
    timed = amounts(fold("化学需氧量、氨氮减排量，到2025年，分别达到5吨、6吨"))
    assert [a.owner for a in timed] == ["化学需氧量减排量达到", "氨氮减排量达到"]


@pytest.mark.parametrize("mark", ["分别", "依次", "各", "各自"])
@pytest.mark.parametrize("joint", ["和", "与", "、", "以及"])
def test_a_list_is_told_by_its_mark_and_by_what_joins_it(mark: str, joint: str) -> None:
    found = amounts(fold(f"污水{joint}垃圾处理率{mark}达到5%{joint}6%"))
    assert [a.owner for a in found] == ["污水处理率达到", "垃圾处理率达到"]


@pytest.mark.parametrize(
    "end",
    "重点工程 排放总量 排放量 减排量 综合利用率 利用率 使用率 处理率 收集率 回收率 覆盖率 占比 比重 比例".split(),
)
def test_what_all_items_of_a_list_share_is_said_of_each(end: str) -> None:
    first, second = amounts(fold(f"秸秆、农膜{end}分别为5%、6%"))
    assert (first.owner, second.owner) == (f"秸秆{end}为", f"农膜{end}为")


@pytest.mark.parametrize(
    "gap", ["、", "，", "和", "与", "及", "以及", "以上、", "及以上和", "以下、", "以内和", "左右、", "、力争"]
)
def test_figures_that_only_a_joint_divides_are_one_list(gap: str) -> None:
    found = amounts(fold(f"甲项目、乙项目分别投资5吨{gap}6吨"))
    assert [a.owner[0] for a in found] == ["甲", "乙"]


def test_a_figure_that_names_nothing_is_said_of_what_stands_around_it() -> None:
    first, second = amounts(fold("漏损率下降5%，力争达到6%"))
    assert "漏损率" in second.owner and second.aim and not first.aim
    assert "海绵城市" in only("完成5个海绵城市").owner
    assert only("漏损率，到2025年，达到5%").owner.startswith("漏损率")
    assert only("节水。达到5%").owner == "达到"
    assert names_something("漏损") and not names_something("园")
    assert not names_something("达到") and not names_something("比2020年")


def test_folding_makes_brackets_blanks_marks_and_squares_alike() -> None:
    assert fold("〔５〕 [6]【7】“八”㎡㎥*") == "(5)(6)(7)八m2m3"
