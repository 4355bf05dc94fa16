"""Which offices and firms a question names, and whose name in a plan it is."""

import pytest

from retrieval.question.bodies import bodies_described, bodies_named, is_name_of, without_level


@pytest.mark.parametrize(
    "ending",
    "局 部门 委员会 委 办 厅 中心 公司 分行 支行 集团 妇联 总工会 残联 科协 团市委 宣传部 组织部 统战部 管委会".split(),
)
def test_an_office_or_a_firm_is_known_by_how_its_name_ends(ending: str) -> None:
    assert any(name.endswith(ending) for name in bodies_named(f"泽园{ending}负责什么"))


@pytest.mark.parametrize(
    "behind",
    "都 主要 单独 具体 独自 在 负责 牵头 参与 参加 承担 配合 主管 管 抓 涉及 干 做 要 的 是 有 归 和 与 跟 吗 呢 吧 来 一家 还 也 到底 ， ？".split(),
)
def test_a_name_ends_where_the_question_goes_on(behind: str) -> None:
    assert bodies_named(f"市商务局{behind}") == ("商务局",)
    assert bodies_named("市商务局") == ("商务局",)


@pytest.mark.parametrize("behind", ["长", "面", "址"])
def test_what_goes_on_in_another_word_is_no_name(behind: str) -> None:
    assert bodies_named(f"市商务局{behind}") == ()


@pytest.mark.parametrize(
    "before",
    "由 归 是否 是不是 是 有没有 有无 据说 听说 让 跟 请问 方案 里 里面 中 哪些 什么 任务 工作 的".split(),
)
def test_what_stands_before_a_name_is_left_out(before: str) -> None:
    assert bodies_named(f"能耗{before}市商务局负责") == ("商务局",)


@pytest.mark.parametrize("joint", ["和", "与", "及", "跟"])
def test_two_names_that_are_joined_are_two(joint: str) -> None:
    assert bodies_named(f"市商务局{joint}市统计局负责") == ("商务局", "统计局")


@pytest.mark.parametrize("joint", ["和", "与", "及"])
def test_a_name_behind_a_ministry_begins_behind_what_joins_them(joint: str) -> None:
    assert bodies_named(f"文旅部{joint}统计局负责") == ("统计局",)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        *((f"{level}商务局", "商务局") for level in "市州县区省"),
        *((f"{level}委组织部", "组织部") for level in "市州县区省"),
        *(("委组织部", "组织部"), ("市委编办", "编办"), ("市委网信办", "网信办"), ("市委政法委", "政法委")),
        *(("市委", "市委"), ("商务局", "商务局")),
    ],
)
def test_a_name_is_left_without_its_level(name: str, bare: str) -> None:
    assert without_level(name) == bare


@pytest.mark.parametrize(
    "asked",
    [
        *("哪个局负责", "什么局负责", "几个局负责", "几家公司负责", "管理部门负责", "主管部门负责", "责任部门是谁"),
        *("有关部门负责", "相关部门负责", "牵头部门是谁", "各部门负责", "市局负责", "县局负责"),
    ],
)
def test_an_office_that_is_asked_for_is_not_named(asked: str) -> None:
    assert bodies_named(asked) == ()


def test_names_are_said_once_and_short_ones_only_of_known_unions() -> None:
    assert bodies_named("市妇联负责，市妇联牵头") == ("妇联",)
    assert bodies_named("残联负责") == ("残联",)
    assert bodies_named("税局负责") == ()


@pytest.mark.parametrize("asked", ["哪家电网公司", "什么局", "几个局", "几家公司"])
def test_how_an_office_is_described_is_kept(asked: str) -> None:
    assert bodies_described(f"{asked}负责") == (asked,)
    assert bodies_described("市商务局负责") == ()


@pytest.mark.parametrize(
    ("name", "body", "same"),
    [
        ("供电公司", "国网澜田市供电公司", True),
        ("工信局", "市工业和信息化局", True),
        ("商务局", "市商务局", True),
        ("生态环境部门", "市生态环境局", True),
        ("环境部门", "市生态环境局", True),
        ("工信局", "市信息化和工业局", False),
        ("工信局", "市信息局", False),
        ("工信局", "市工业和信息化委", False),
        ("工信局", "市工业局", False),
        ("商工局", "市工商局", False),
        ("统计局", "市商务局", False),
    ],
)
def test_a_name_means_a_body_whose_end_or_short_form_it_is(name: str, body: str, *, same: bool) -> None:
    assert is_name_of(name, body) is same
