"""What the support score is learned from and goes by: planted faults, whose a figure is, places of other plans, roles told by the ledger."""

import random

import numpy as np
import pytest

from retrieval.gates.bodies import wrong_role
from retrieval.gates.cited import cite_texts
from retrieval.gates.claims import fold
from retrieval.gates.comparison import is_of_all, wrong_comparison
from retrieval.gates.contrast import contrast_of
from retrieval.gates.proof import find_support
from retrieval.gates.shown import read_shown
from retrieval.gates.source import Named
from retrieval.gates.support_faults import PLANTED, plant_faults
from retrieval.gates.support_pairs import Pair, cite_shown
from retrieval.reading.boosting import Wood, learn_many
from retrieval.reading.network import BoostedTrees

YUNZE = Named("云泽市节水方案", "云泽市")
GOALS = "到2025年，化学耗水量、循环水量、回用水量分别达到120万吨、340万吨、56万吨；溶剂型涂料使用比例降低20个百分点，胶粘剂使用量降低20%。"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("循环水量要达到340万吨", "循环水量要达到120万吨"),
        ("胶粘剂的使用量降20%", "胶粘剂的使用量降20个百分点"),
        ("回用水这一项，目标是56万吨", "回用水这一项，目标是340万吨"),
    ],
)
def test_a_figure_suits_its_own_owner_better_than_a_neighbours(right: str, wrong: str) -> None:
    cited = cite_texts(YUNZE, [("一、目标", GOALS)])
    assert contrast_of(fold(right), cited)[0] > 0 > contrast_of(fold(wrong), cited)[0]


def test_a_figure_without_rivals_has_nothing_to_be_told_from() -> None:
    cited = cite_texts(YUNZE, [("一、目标", "到2025年，漏损率控制在8%以内。")])
    assert contrast_of(fold("漏损率8%以内"), cited) == (1.0, 0.0, 0.0)


def test_a_sentence_that_names_the_place_of_another_plan_falls_though_no_list_knows_that_place() -> None:
    text = [("一、目标", "到2025年，漏损率控制在8%以内。")]
    cited = cite_texts(YUNZE, text, regions=("云泽市", "汐州市"))
    assert not isinstance(find_support("云泽的漏损率到2025年控制在8%以内。", cited), str)
    assert "汐州" in str(find_support("汐州的漏损率到2025年控制在8%以内。", cited))
    assert "汐州" not in str(find_support("汐州的漏损率到2025年控制在8%以内。", cite_texts(YUNZE, text)))


def test_two_shares_differ_by_points_and_not_by_per_cent() -> None:
    groups = {
        "a": cite_texts(Named("甲州方案", "甲州"), [("一、", "到2025年，利用率达到86%以上。")]),
        "b": cite_texts(Named("乙市方案", "乙市"), [("一、", "到2025年，利用率达到90%以上。")]),
    }
    assert wrong_comparison("甲州利用率86%以上，比乙市低4个百分点。", groups) == ""
    assert "4%" in wrong_comparison("甲州利用率86%以上，比乙市低4%。", groups)


def test_the_year_of_a_reports_title_is_not_when_a_thing_was_done() -> None:
    report = Named("2025年岚省政府工作报告", "岚省")
    cited = cite_texts(report, [("2024年工作回顾", "新增学位16.4万个，建成公路507公里。")])
    assert not isinstance(find_support("2024年新增学位16.4万个。", cited), str)
    assert "2025" in str(find_support("2025年新增学位16.4万个。", cited))


PROMPT = """[1] 《云泽市节水方案》，云泽市，二、任务 > （一）农业 二、（一）
（一）农业。推广滴灌设备，改造灌区三处。（市农业农村局、市水利局、市财政局）
台账·责任：市农业农村局（牵头）；市水利局（配合）；市财政局（配合）"""


def test_the_roles_that_the_ledger_tells_hold_where_the_bracket_gives_none() -> None:
    (cited,) = cite_shown([read_shown(PROMPT)[1]])
    assert [(d.body, d.role) for d in cited.duties] == [
        ("市农业农村局", "lead"),
        ("市水利局", "join"),
        ("市财政局", "join"),
    ]
    assert wrong_role(fold("由市农业农村局牵头，市水利局、市财政局配合"), cited) == ""
    assert "职责" in wrong_role(fold("由市水利局牵头，市农业农村局、市财政局配合"), cited)


def test_a_sentence_about_all_plans_is_told() -> None:
    assert is_of_all("郴州的减排量最大。") and is_of_all("资料里有两个市写到。") and is_of_all("四项合计20吨。")
    assert not is_of_all("郴州到2025年要降15%。")


def test_one_fault_is_planted_at_a_time_of_each_kind_that_a_sentence_offers_a_place_for() -> None:
    shown = tuple(read_shown(f"[1] 《云泽市节水方案》，云泽市，一、\n{GOALS}（市水利局牵头；市住建局配合）").values())
    sentence = "到2025年，循环水量不低于340万吨，鼓励节水，由市水利局牵头[1]。"
    pair = Pair("1", "云泽市节水方案", sentence, supported=True, kind="honest", shown=shown)
    planted = list(plant_faults(pair, [pair], random.Random(1)))
    kinds = {each.kind.removeprefix(PLANTED) for each in planted}
    assert {"swapped", "digit", "unit", "year", "body", "bound", "modality", "role"} <= kinds
    for each in planted:
        assert not each.supported and each.honest == sentence and each.sentence != sentence and "[1]" in each.sentence


def test_trees_over_many_rows_tell_what_they_learned_also_when_saved_and_read_back() -> None:
    facts = np.random.default_rng(3).random((600, 4)).astype(np.float32)
    answers = (facts[:, 1] > 0.5) ^ (facts[:, 3] > 0.7)
    wood = Wood(trees=60, leaves=6, rate=0.2, features=1.0, smallest=5)
    trees = learn_many(facts, answers.astype(np.float32), np.ones(600, dtype=np.float32), wood, seed=1)
    assert ((trees.chances(facts) > 0.5) == answers).mean() > 0.97
    read = BoostedTrees.of(trees.arrays("t"), "t")
    assert np.allclose(read.chances(facts), trees.chances(facts), atol=0.02)
    assert abs(read.chance(facts[0]) - read.chances(facts[:1])[0]) < 1e-6
