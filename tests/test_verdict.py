"""Whether one sentence of a plan says a claim: figures, years, negations, turns, roles, and the words themselves."""

import pytest

from corpus.plan import Duty, DutyRole
from index.passage import Unit
from retrieval.gates.claims import fold
from retrieval.gates.figures import wrong_figures
from retrieval.gates.manner import wrong_negations, wrong_turns, wrong_years
from retrieval.gates.overlap import in_order, likeness, official, pairs_of, share, size
from retrieval.gates.roles import wrong_roles
from retrieval.gates.source import Source
from retrieval.gates.verdict import coverage, why_unsupported


def unit(text: str, start: int = 0) -> Unit:
    return Unit(f"p#1@{start}", "p", "p#1", "p#1@1", "sentence", "", text, start, start + len(text))


def source(text: str, around: str = "", duties: tuple[Duty, ...] = (), leader: str = "", units: int = 1) -> Source:
    own = tuple(unit(text, at) for at in range(units))
    return Source(own, fold(text), fold(around), duties, unit(leader) if leader else None)


def duty(body: str, role: DutyRole, phrase: str = "") -> Duty:
    return Duty("p", "p#1", "", body, role, 1, "", 0, 1, phrase, "")


WATER = "到2025年，漏损率比2020年下降5%，力争下降6%，再生水利用率不低于35%"


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("到2025年，漏损率比2020年下降5%", ""),
        ("漏损率比2020年下降7%", "数字 7% 不在所引的这句话里"),
        ("漏损率比2020年下降5个百分点", "数字 5个百分点 不在所引的这句话里"),
        ("再生水利用率35%", "35% 的限定（以上、以内、不低于等）与原文不同"),
        ("漏损率下降6%", "原文是力争 6%"),
        ("漏损率力争下降5%", "原文没有说力争 5%"),
        ("漏损率上升5%", "5% 的升降与原文不同"),
        ("漏损率5%", "5% 的升降与原文不同"),
        ("到2030年，漏损率下降5%", "5% 的年份与原文不同"),
        ("漏损率比2015年下降5%", "5% 的比较年份与原文不同"),
        ("再生水利用率下降5%", "原文的 5% 说的是别的事"),
        ("漏损率不低于35%", "原文的 35% 属于另一项指标"),
    ],
)
def test_a_figure_is_given_so_or_the_reason_says_what_is_wrong(claim: str, why: str) -> None:
    assert wrong_figures(fold(claim), source(WATER)) == why


def test_a_figure_of_the_heading_needs_no_sentence() -> None:
    assert wrong_figures("三个行动", source("开展节水", "实施三个行动")) == ""
    assert wrong_figures("三个行动", source("开展节水", "实施三项行动")) != ""


def test_what_grows_in_units_may_be_said_without_its_verb() -> None:
    grown = source("新增充电桩4万台，能耗提高5%")
    assert wrong_figures("充电桩4万台", grown) == ""
    assert wrong_figures("减少充电桩4万台", grown) == "4万台 的升降与原文不同"
    assert wrong_figures("能耗5%", grown) == "5% 的升降与原文不同"
    assert wrong_figures("充电桩4万台", source("减少充电桩4万台")) == "4万台 的升降与原文不同"


def test_a_figure_said_twice_is_right_where_one_of_them_is() -> None:
    twice = source("工业用水下降5%，农业用水上升5%")
    assert wrong_figures("农业用水上升5%", twice) == wrong_figures("工业用水下降5%", twice) == ""
    assert wrong_figures("农业用水下降5%", twice) != ""


def test_an_aim_at_the_beginning_governs_every_figure() -> None:
    led = source("力争到2025年，节水。漏损率下降5%；再生水利用率达到35%")
    assert wrong_figures("力争再生水利用率达到35%", led) == ""
    assert wrong_figures("力争再生水利用率达到35%", source("到2025年，再生水利用率达到35%")) == "原文没有说力争 35%"
    for word in ("确保", "努力", ""):
        for aim in ("力争", "争取"):
            said = source(f"{word}{aim}节水；再生水利用率达到35%")
            assert wrong_figures("力争再生水利用率达到35%", said) == "", (word, aim)


def test_the_year_of_the_sentence_before_governs_a_figure_that_has_none() -> None:
    led = source("再生水利用率达到35%", leader="到2025年，推进节水。")
    assert wrong_figures("到2025年，再生水利用率达到35%", led) == ""
    assert "年份" in wrong_figures("到2030年，再生水利用率达到35%", led)
    own = source("到2030年，再生水利用率达到35%", leader="到2025年，推进节水。")
    assert "年份" in wrong_figures("到2025年，再生水利用率达到35%", own)


def test_figures_that_do_not_pair_up_are_said_all_together_or_not_at_all() -> None:
    pooled = source("化学需氧量、氨氮、总磷减排量分别达到5吨、6吨")
    assert wrong_figures("化学需氧量、氨氮、总磷减排量分别达到5吨、6吨", pooled) == ""
    for claim in ("化学需氧量减排量达到5吨", "化学需氧量、氨氮、总磷减排量分别达到6吨、5吨", "建设项目5吨、6吨"):
        assert wrong_figures(claim, pooled).endswith("与各项指标的对应关系看不清"), claim


def test_a_figure_of_one_place_is_not_said_without_the_place() -> None:
    county = source("桂阳县化学需氧量减排量达到5吨")
    assert wrong_figures("化学需氧量减排量达到5吨", county) == "原文的 5吨 是 桂阳县 的"
    assert wrong_figures("桂阳县化学需氧量减排量达到5吨", county) == ""


def test_a_figure_is_not_lent_to_another_measure_of_the_sentence() -> None:
    two = source("工业园区用水重复利用率达到5%，农业园区灌溉水利用系数达到6%")
    assert wrong_figures("工业园区用水重复利用率达到5%", two) == ""
    assert wrong_figures("农业园区用水重复利用率达到5%", two) == "原文的 5% 属于另一项指标"
    assert wrong_figures("园区利用率达到6%", two) == "原文的 6% 说的是别的事"
    assert wrong_figures("园区达到5%", two) == "没有说清 5% 是什么的数值"


@pytest.mark.parametrize(
    ("claim", "text", "why"),
    [
        ("比2020年下降", "比2015年下降", "比较的年份 2020 与原文不同"),
        ("到2025年完成", "到2030年完成", "年份 2025 不在所引的这句话里"),
        ("十四五时期", "十三五时期", "时期“十四五”不在所引的这句话里"),
        ("比2020年下降", "较2020年下降", ""),
        ("到2025年完成", "2025年完成", ""),
    ],
)
def test_years_and_periods_are_those_of_the_source(claim: str, text: str, why: str) -> None:
    assert wrong_years(claim, source(text)) == why


def test_a_year_may_come_from_the_sentence_before_and_a_period_from_the_heading() -> None:
    assert wrong_years("到2025年完成", source("完成改造", leader="到2025年，节水。")) == ""
    assert wrong_years("十四五时期完成", source("完成改造", "十四五规划")) == ""


@pytest.mark.parametrize(
    ("claim", "text", "why"),
    [
        ("严禁新建项目", "严禁新建项目", ""),
        ("禁止新建项目", "严禁新建项目", ""),
        ("严禁新建项目", "鼓励新建项目", "原文没有“严禁新建项目”"),
        ("严禁新建项目", "严禁开采煤矿", "原文没有“严禁新建项目”"),
        ("新建项目", "严禁新建项目", "漏掉了原文的“严禁新建项目”"),
        ("新建", "严禁新建，推进", "漏掉了原文的“严禁新建”"),
        ("建", "严禁建，推进", ""),
        ("推进污水管网改造", "严禁把污水管网改造", "漏掉了原文的“严禁把污水管”"),
        ("推进节水", "严禁新建项目", ""),
        ("农村除外", "农村除外", ""),
        ("农村除外", "农村", "原文没有“除外”"),
        ("不得在市区新建项目", "不得违规在市区新建项目", ""),
        ("不得污水直排河道", "严禁工业污水直排河道", ""),
    ],
)
def test_a_negation_is_neither_added_nor_left_out(claim: str, text: str, why: str) -> None:
    assert wrong_negations(claim, source(text)) == why


@pytest.mark.parametrize(
    ("claim", "text", "why"),
    [
        ("推进节水改造", "推进节水改造", ""),
        ("全面推进节水改造", "推进节水改造", "“全面”不是这句话的说法"),
        ("节水改造提高", "推进节水改造", "“up”不是这句话的说法"),
        ("推进节水改造", "原则上推进节水改造", "漏掉了原文的“原则上”"),
        ("推进", "原则上推进，节水", ""),
        ("推进农村", "推进城市，原则上节水改造", ""),
    ],
)
def test_a_turn_is_neither_added_nor_left_out(claim: str, text: str, why: str) -> None:
    assert wrong_turns(claim, source(text)) == why


def test_a_turn_may_stand_in_the_heading() -> None:
    assert wrong_turns("全面推进节水改造", source("推进节水改造", "全面节水")) == ""


@pytest.mark.parametrize("word", "鼓励 支持 允许 引导 限制 试点 基本 部分 有条件 原则上 符合条件 力争 争取".split())
def test_a_word_that_softens_is_not_left_out(word: str) -> None:
    assert wrong_turns("企业节水改造", source(f"{word}企业节水改造")) == f"漏掉了原文的“{word}”"


LEAD, JOIN = duty("市水利局", "lead", "牵头"), duty("市财政局", "join", "配合")
BY_DUTY = duty("市住建局", "shared", "按职责分工负责")


@pytest.mark.parametrize("word", "牵头 主办 抓总 主要负责".split())
def test_who_leads_is_said_to_lead(word: str) -> None:
    assert wrong_roles(f"市水利局{word}", source("节水", duties=(LEAD, JOIN))) == ""
    assert wrong_roles(f"市财政局{word}", source("节水", duties=(LEAD, JOIN))) == "市财政局 的职责与原文不同"


@pytest.mark.parametrize("word", "配合 协办 协助 协同 参与 参加".split())
def test_who_joins_is_said_to_join(word: str) -> None:
    assert wrong_roles(f"市财政局{word}", source("节水", duties=(LEAD, JOIN))) == ""
    assert wrong_roles(f"市水利局{word}", source("节水", duties=(LEAD, JOIN))) == "市水利局 的职责与原文不同"


@pytest.mark.parametrize("word", "负责 落实 承担 主管 责任".split())
def test_who_owns_a_part_is_said_to_own_it(word: str) -> None:
    assert wrong_roles(f"市住建局{word}", source("节水", duties=(BY_DUTY, LEAD))) == ""
    assert wrong_roles(f"市水利局{word}", source("节水", duties=(LEAD,))) == "市水利局 的职责与原文不同"
    assert wrong_roles(f"市财政局{word}", source("节水", duties=(JOIN,))) == "市财政局 的职责与原文不同"


@pytest.mark.parametrize("phrase", ["参与负责", "按职责配合", "分工配合", "落实配合"])
def test_who_joins_by_a_division_of_duties_may_be_said_to_be_responsible(phrase: str) -> None:
    joined = duty("市财政局", "join", phrase)
    assert wrong_roles("市财政局负责", source("节水", duties=(joined,))) == ""
    assert wrong_roles("市财政局牵头", source("节水", duties=(joined,))) == "市财政局 的职责与原文不同"
    leading = duty("市财政局", "lead", phrase)
    assert wrong_roles("市财政局负责", source("节水", duties=(leading,))) == "市财政局 的职责与原文不同"


@pytest.mark.parametrize("label", ["牵头单位：", "牵头部门是", "牵头单位为", "牵头的有", "牵头单位包括"])
def test_a_label_before_a_name_gives_its_role(label: str) -> None:
    assert wrong_roles(fold(f"{label}市财政局"), source("节水", duties=(JOIN,))) == "市财政局 的职责与原文不同"
    assert wrong_roles(fold(f"{label}市水利局"), source("节水", duties=(LEAD,))) == ""


@pytest.mark.parametrize(
    ("word", "right"), [("配合", JOIN), ("参与", JOIN), ("协办", JOIN), ("责任", BY_DUTY), ("负责", BY_DUTY)]
)
def test_other_labels_give_other_roles(word: str, right: Duty) -> None:
    assert wrong_roles(fold(f"{word}单位：{right.body}"), source("节水", duties=(right,))) == ""
    assert wrong_roles(fold(f"{word}单位：市水利局"), source("节水", duties=(LEAD,))) == "市水利局 的职责与原文不同"


def test_a_role_needs_a_source_that_gives_it_and_words_taken_as_they_stand_are_right() -> None:
    assert wrong_roles("市水利局牵头", source("推进节水")) == "原文没有说“牵头”"
    assert wrong_roles("市水利局牵头", source("市水利局牵头")) == ""
    assert wrong_roles("推进节水", source("推进节水")) == ""
    assert wrong_roles("市财政局牵头", source("市财政局牵头", duties=(JOIN,))) == ""
    assert wrong_roles("市水利局", source("节水", duties=(LEAD,))) == ""
    assert wrong_roles("市住建局负责牵头", source("节水", duties=(duty("市住建局", "lead"),))) == ""
    assert wrong_roles("市水利局；配合", source("节水", duties=(LEAD,))) == ""


def test_a_sentence_taken_with_its_bracket_must_name_a_body() -> None:
    assert wrong_roles("推进节水", source("推进节水", duties=(LEAD,), units=2)) == "这句话没有说到责任单位"
    assert wrong_roles("推进节水", source("推进节水", duties=(LEAD,))) == ""
    assert wrong_roles("市水利局牵头节水", source("推进节水", duties=(LEAD,), units=2)) == ""
    assert wrong_roles("推进节水", source("推进节水", units=2)) == ""


def test_a_name_inside_a_longer_one_has_the_role_of_the_longer() -> None:
    both = (duty("水利局", "join", "配合"), LEAD)
    assert wrong_roles("市水利局配合", source("节水", duties=both)) == "市水利局 的职责与原文不同"


@pytest.mark.parametrize(
    ("claim", "text", "around", "supported"),
    [
        ("推进污水管网改造", "推进污水管网改造。", "", True),
        ("污水管网改造推进", "推进城市污水管网改造", "", True),
        ("推进污水管网的改造", "推进污水管网改造工程", "", True),
        ("改造管网污水推进", "推进城市污水管网改造", "", False),
        ("推进污水管网改造和湿地公园", "推进城市污水管网改造", "", False),
        ("农业节水推进污水管网改造", "推进城市污水管网改造", "农业节水", True),
        ("农业节水改造", "推进改造", "农业节水", False),
        ("详情", "详情", "", False),
        ("推进节水", "推进节水", "", True),
        ("2025年", "2025年，推进节水", "", False),
        ("推进污水管网改造。", "推进污水管网改造", "", True),
        ("推进大型灌区改造", "推进灌区改造", "", False),
    ],
)
def test_the_words_of_a_claim_stand_in_the_source_in_their_order(
    claim: str, text: str, around: str, *, supported: bool
) -> None:
    assert (why_unsupported(claim, source(text, around)) == "") is supported


def test_a_claim_of_figures_or_bodies_needs_no_order_of_words() -> None:
    named = source("推进节水改造(市水利局牵头)", "农业节水", (LEAD,), units=2)
    assert why_unsupported("农业节水由市水利局牵头", named) == ""
    assert why_unsupported("湿地公园由市水利局牵头", named) != ""


def test_a_claim_that_names_no_body_keeps_the_order_of_words_whoever_is_responsible() -> None:
    bracketed = source("推进城市污水管网改造", duties=(LEAD,))
    assert why_unsupported("改造管网污水推进", bracketed) != ""
    assert why_unsupported("推进城市污水管网改造", bracketed) == ""


def test_what_is_said_is_counted_in_characters_pairs_and_official_words() -> None:
    assert (share("推进节水", "节水"), share("", "节水"), share("湿地", "节水")) == (0.5, 0, 0)
    assert share("下水道", "污水管网") == 1
    assert share("秸秆综合利用率", "秸秆综合") == pytest.approx(4 / 7)
    assert share("基础设施", "基础") == pytest.approx(1 / 3)
    assert in_order("方案提出污水管网", "管网污水") == pytest.approx(2 / 3)
    assert in_order("水", "管网") == 1
    assert likeness(frozenset("ab"), frozenset("bc")) == 0.5
    assert likeness(frozenset(), frozenset()) == 0 == likeness(frozenset("a"), frozenset())
    assert pairs_of("污水") == {"污水"} and pairs_of("推进污水") == {"推进", "进污", "污水"}
    assert (size("推进节水，到2025年"), official("下水道")) == (4, "污水管网，排水管网，管网")
    assert (coverage("推进节水", source("推进", "节水")), coverage("到2025年", source("推进"))) == (1, 1)


@pytest.mark.parametrize(
    "opening",
    [
        *(
            "方案提出",
            "规划要求",
            "文件明确",
            "的方案规定",
            "方案中还强调",
            "方案也指出",
            "主要措施包括",
            "具体任务包含",
        ),
        *("其中举措是", "分别做法有", "同时为", "此外", "另外", "方案："),
    ],
)
def test_how_a_claim_opens_is_no_part_of_its_order(opening: str) -> None:
    assert in_order(fold(f"{opening}污水管网"), "污水管网") == 1
