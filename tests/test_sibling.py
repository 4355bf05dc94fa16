"""Who is responsible for one task says nothing of another that is named alike."""

import pytest

from retrieval.answers.sibling import is_sibling
from retrieval.question.tasks import task_named


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("港口岸电改造工程由谁负责？", "渔船柴油改造工程", "推进渔船柴油机更新。"),
        ("完善碳普惠激励机制由哪个部门牵头", "完善节能监察制度", "完善节能监察制度，开展专项监察。"),
        ("引导公众广泛参与由谁负责？", "强化统计监测", "健全能耗统计。"),
        ("强化技术标准支撑谁来管", "强化统计监测", "健全能耗统计。"),
    ],
)
def test_another_task_of_the_same_form_is_not_the_one_asked(asked: str, title: str, said: str) -> None:
    assert is_sibling(task_named(asked), title, said)


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("渔船改造工程由谁负责？", "渔船柴油改造工程", "推进渔船柴油机更新。"),
        ("节能监察谁牵头", "完善节能监察制度", "开展专项监察。"),
        ("路灯归谁管", "城市照明改造工程", "更换高耗能灯具。"),
        ("完善能耗统计由谁负责", "强化统计监测", "健全能耗统计。"),
        ("搞桑蚕柞蚕茶蚕饲养基地由谁负责？", "发展桑柞茶饲养基地", "扩建蚕房。"),
    ],
)
def test_a_task_in_other_or_fewer_words_is_the_one_asked(asked: str, title: str, said: str) -> None:
    assert not is_sibling(task_named(asked), title, said)
