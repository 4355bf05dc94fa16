"""Where measures or problems are asked for, all that belongs to them is said: announced lists, the sentences beside, other clauses."""

import pytest

from retrieval.answers import choice
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

REPORT = """柏川县政府工作报告

各位代表，现在我代表县人民政府向大会报告工作，请予审议。
一、过去一年工作
全年新建农村公路62公里，粮食总产量保持稳定，城乡居民收入稳步增长，社会大局和谐稳定，发展质量进一步提高。
在看到成绩的同时，我们也清醒看到，政府工作中仍有一些不足。主要是：骨干企业数量偏少，产业链条较短。乡村医疗人才短缺，养老床位不够。少数干部服务意识不强，办事效率不高。
二、今年工作安排
（一）发展茶产业。建设茶叶标准化基地，推广无性系良种，扶持加工企业技改，打造茶叶区域公用品牌，支持茶企开拓线上市场。探索建立茶叶价格保险、冷链补贴、鲜叶收储等支持政策。
（二）办好实事。着力解决三个难题：改造老旧电梯，让居民上下楼更安全便捷；疏通城区堵点，优化信号灯和公交线网；新增公办园学位，缓解入园难。扎实推进各项民生工作落地见效。
（三）壮大文旅。依托茶叶产业，开发采茶研学、茶园民宿等线路，推动茶旅融合。
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("county"), {"baichuan.txt": REPORT})[0]


@pytest.mark.parametrize("asked", ["柏川政府工作有哪些不足", "柏川政府工作还存在什么不足", "柏川还有哪些短板"])
def test_problems_that_are_announced_are_all_said(county: Assistant, asked: str) -> None:
    answer = county.ask(asked).answer
    assert all(words in answer for words in ("骨干企业数量偏少", "养老床位不够", "服务意识不强")), answer
    assert "农村公路" not in answer


def test_what_is_listed_between_semicolons_is_said_as_a_whole(county: Assistant) -> None:
    answer = county.ask("柏川要着力解决哪些难题").answer
    assert all(words in answer for words in ("老旧电梯", "城区堵点", "公办园学位")) and "落地见效" not in answer


def test_the_measure_beside_goes_with_the_one_that_is_said(county: Assistant) -> None:
    answer = county.ask("柏川在茶叶上有哪些支持办法").answer
    assert "标准化基地" in answer and "价格保险" in answer


def test_without_it_only_what_ranks_first_is_said(county: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "with_rest", lambda _, said: said)
    told = [county.ask(asked).answer for asked in ("柏川政府工作有哪些不足", "柏川在茶叶上有哪些支持办法")]
    assert "养老床位不够" not in told[0] or "价格保险" not in told[1]


PLAIN = """梅溪县政府工作报告

各位代表，现在我代表县人民政府向大会报告工作，请予审议。
一、过去一年工作
全年新建农村公路41公里，城乡居民收入稳步增长，社会大局和谐稳定。
同时，我们也清醒认识到，全县经济社会发展还面临不少困难和问题。外部环境变化大，出口企业订单减少；乡镇卫生院人手不足；老旧管网渗漏多；少数干部作风不实。我们将正视这些，努力加以解决。
"""


def test_problems_are_told_with_the_sentence_that_only_announces_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    county = assistant_over(tmp_path_factory.mktemp("announced"), {"meixi.txt": PLAIN})[0]
    told = county.ask("梅溪承认还有哪些困难和问题").answer
    assert all(words in told for words in ("订单减少", "人手不足", "渗漏多", "作风不实")) and "农村公路" not in told
