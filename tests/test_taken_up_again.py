"""What follows takes up again what was asked before: another thing in an order, one part of several, an item with more, the places counted."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.parts import split_question
from tests.own_corpus import assistant_over
from tests.talking import talk

PLANS = {
    "a.txt": (
        "枫溪市节能减排方案\n\n枫溪市人民政府\n2023年3月6日\n\n一、目标\n到2025年，化学需氧量、氨氮重点工程减排量分别达到5200吨、310吨，单位地区生产总值能耗下降13%。"
        "新建改造污水收集管网260公里，新增污水处理能力7万吨/日。\n\n二、重点任务\n（一）推进绿色建筑。推广装配式建筑。（责任单位：市住房城乡建设局、市发展改革委）\n"
        "（二）推进绿色交通。更新公交车。（责任单位：市交通运输局）\n（三）推进农业减排。农膜回收率达到84%，秸秆综合利用率达到91%。（责任单位：市农业农村局）\n"
    ),
    "b.txt": (
        "荷湾市节能减排方案\n\n荷湾市人民政府\n2023年5月9日\n\n一、目标\n到2025年，化学需氧量、氨氮重点工程减排量分别达到3900吨、420吨，单位地区生产总值能耗下降14%。"
        "新建改造污水收集管网310公里，新增污水处理能力5万吨/日。\n"
    ),
    "c.txt": (
        "松岭市节能减排方案\n\n松岭市人民政府\n2023年8月2日\n\n一、目标\n到2025年，化学需氧量、氨氮重点工程减排量分别达到6100吨、270吨，单位地区生产总值能耗下降12%。\n"
        "二、能源\n海上风电装机2025年达到210万千瓦，2030年达到560万千瓦。\n"
    ),
    "d.txt": "梅川市节能减排方案\n\n一、目标\n到2025年，化学需氧量、氨氮重点工程减排量分别达到800吨、90吨，单位地区生产总值能耗下降11%。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("again"), PLANS)[0]


@pytest.mark.parametrize("first", ["各地的COD重点工程减排量从多到少排一下", "各地化学需氧量减排量从高到低排一下"])
def test_an_order_is_asked_for_again_of_another_thing(towns: Assistant, first: str) -> None:
    told = talk(towns, first, "换成氨氮呢").answer
    assert "荷湾市420吨＞枫溪市310吨＞松岭市270吨＞梅川市90吨" in told, told


def test_what_is_named_before_the_request_to_tell_it_is_asked_for(towns: Assistant) -> None:
    told = talk(towns, "枫溪市化学需氧量减排多少，农膜回收率的也一块说说").answer
    assert "5200吨" in told and "84%" in told, told


def test_the_last_rate_that_is_only_named_is_asked_for() -> None:
    assert len(split_question("污水管网要建多少公里，新增多少处理能力，污泥处置率呢")) == 3


def test_one_of_several_things_asked_is_taken_up_alone(towns: Assistant) -> None:
    told = talk(towns, "枫溪市污水管网要建多少公里，新增多少处理能力", "荷湾市的呢", "两个地方管网差多少公里").answer
    assert "50公里（310公里－260公里）" in told, told


@pytest.mark.parametrize("asked", ["第一个是什么，谁负责", "第一个是啥？归谁管"])
def test_an_item_is_told_by_its_name_with_what_is_asked_of_it(towns: Assistant, asked: str) -> None:
    told = talk(towns, "枫溪市第二部分讲哪几个方面", asked).answer
    assert "推进绿色建筑" in told and "市住房城乡建设局" in told and "装配式" not in told, told


def test_the_place_at_a_rank_is_asked_of_behind_who_it_is(towns: Assistant) -> None:
    told = talk(towns, "哪个市单位GDP能耗降得最多", "第二名是谁，什么时候印发的").answer
    assert "枫溪市" in told and "2023年3月6日" in told and "荷湾市" not in told, told


def test_so_many_places_as_were_named_together_are_meant_by_their_number(towns: Assistant) -> None:
    told = talk(towns, "枫溪市、荷湾市、松岭市，单位GDP能耗哪个降得最少", "氨氮呢，三个分别减多少").answer
    assert all(figure in told for figure in ("310吨", "420吨", "270吨")) and "13%" not in told, told


@pytest.mark.parametrize(
    "asked", ["松岭市海上风电2030年要做到多少，比2025年多多少", "松岭市2030年海上风电比2025年要多装多少"]
)
def test_two_written_years_are_weighed(towns: Assistant, asked: str) -> None:
    assert "2030年比2025年多350万千瓦（560万千瓦－210万千瓦）" in talk(towns, asked).answer
