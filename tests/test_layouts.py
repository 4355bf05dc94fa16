"""Plans and reports laid out otherwise: values in the order of a heading, topics in long paragraphs, offices in sentences, tasks without titles."""

from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from corpus.ordered_values import years_in_order
from corpus.targets import read_targets
from index.snapshot import Index, open_index
from retrieval.answers.desk import lay_out
from retrieval.answers.slots import _names_told
from retrieval.answers.statement import Statement
from retrieval.assistant import Assistant
from retrieval.question.titles import without_document
from retrieval.question.understanding import understand
from retrieval.reading.passages import _stating, rank_read
from retrieval.search.window import weigh_concepts
from tests.tiny_index import PairEmbedder, build_tiny

PLAN = """岚溪市绿色水运发展行动计划

岚政发〔2023〕9号

各县（区）人民政府，市政府各部门：

现将《岚溪市绿色水运发展行动计划》印发给你们，请认真贯彻执行。

岚溪市人民政府
2023年4月6日

岚溪市绿色水运发展行动计划

为改变内河船舶老旧的现状，打好“三张网”建设基础，根据《省水运发展纲要》（省政发〔2022〕8号），制定本计划。

专栏1 主要指标（2022年实绩、2025年目标、2030年目标依次列示）
1．电动船舶数量：16艘，120艘，480艘以上，预期性。
2．港口岸电用电量：35万千瓦时，210万千瓦时，900万千瓦时，预期性。
3．航道疏浚里程：72公里，150公里。

一、织密航道网，推动干支直达

航道疏浚泊位利用率2025年达到62%，2030年达到75%。分年度看，船舶油耗2023年下降2.1%、2024年下降2.6%。

二、织牢岸电网，推动靠港用电

1．全市岸电桩2024年底前完成标准化改造，单桩补助不超过4万元；改造后的岸电桩接入统一平台。（市交通局、市政府督查室、市财政局）

2．靠港船舶使用岸电。推广快速接驳装置。推行船舶岸电积分。（责任单位：市港航中心）

三、织好服务网，推动便民候船

市统计局会同市港航中心建立船舶能耗台账，每年8月底前报送上一年度台账。2024年3月底前东渡船厂、白沙船厂、云台船厂3家船厂完成喷涂改造，2025年9月底前柳坪船厂、青溪船厂2家船厂完成改造。
"""
REPORT = """2025年铜陵市政府工作报告
一、2024年工作回顾
粮食产量21亿斤，渔业产值增长6%。
二、2025年工作安排
（一）稳住水产。全力扩大渔业生产。坚持先建后补，用好渔业发展资金，改造池塘3万亩。推行“三池两坝”尾水治理模式。聚焦连片池塘，每县遴选2个示范点，由县统筹、乡落实，两年内覆盖五成池塘，并把治理成效与补助挂钩。强化鱼苗供应。新建良种场4座，支持企业参与选育，力争优质苗占比过半，让养殖户买得到、用得上放心苗，稳住价格。守住质量底线。
（二）改善民生。以办好8件惠民实事为牵引。
附件
《政府工作报告》名词注释
1.“三池两坝”：沉淀池、曝气池、净化池和两道过滤坝。
2.2025年8件惠民实事：修缮渡口、改造旱厕、增设站台、加装路灯、修通水渠、开办食堂、普及体检、铺设健身道。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    corpus = tmp_path_factory.mktemp("layouts")
    (corpus / "lanxi.txt").write_text(PLAN, encoding="utf-8")
    folder = tmp_path_factory.mktemp("layouts-index") / "index"
    build_tiny(corpus, folder)
    return open_index(folder, embedder=PairEmbedder())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = tmp_path_factory.mktemp("report")
    (corpus / "tongling.txt").write_text(REPORT, encoding="utf-8")
    folder = tmp_path_factory.mktemp("report-index") / "index"
    build_tiny(corpus, folder)
    return Assistant(open_index(folder, embedder=PairEmbedder()))


def rows(folder: Path) -> set[tuple[str, int | None, str]]:
    (folder / "lanxi.txt").write_text(PLAN, encoding="utf-8")
    plan = load_corpus(folder).plans[0]
    return {(t.indicator, t.target_year, t.value_text) for t in read_targets(plan)}


def test_values_stand_in_the_order_of_the_years_above_them_and_past_ones_are_no_goals(tmp_path: Path) -> None:
    read = rows(tmp_path)
    assert {("电动船舶数量", 2025, "120艘"), ("电动船舶数量", 2030, "480艘")} <= read
    assert {("港口岸电用电量", 2025, "210万千瓦时"), ("港口岸电用电量", 2030, "900万千瓦时")} <= read
    assert not any(value in ("16艘", "35万千瓦时") for _, _, value in read)
    assert not any(year == 2030 and name == "航道疏浚里程" for name, year, _ in read)  # a value too few


@pytest.mark.parametrize(
    ("heading", "years"),
    [
        ("主要指标（2022年实绩、2026年目标依次列示）", [2022, 2026]),
        ("分别为2024年、2028年、2030年", [2024, 2028, 2030]),
        ("2025年主要指标依次列示", []),
        ("2022年实绩与2026年目标", []),
    ],
)
def test_a_heading_gives_an_order_where_it_says_so_of_several_years(heading: str, years: list[int]) -> None:
    assert list(years_in_order(heading)) == years


def test_a_year_behind_a_name_is_none_of_its_words(tmp_path: Path) -> None:
    read = rows(tmp_path)
    assert {("航道疏浚泊位利用率", 2025, "62%"), ("航道疏浚泊位利用率", 2030, "75%")} <= read
    assert {("船舶油耗", 2023, "2.1%"), ("船舶油耗", 2024, "2.6%")} <= read


def test_a_listed_value_is_said_with_its_year_and_proved_by_the_heading_that_gives_the_order(index: Index) -> None:
    told = Assistant(index).ask("岚溪市2030年电动船舶要有多少艘？")
    assert "2030年电动船舶数量达到480艘以上" in told.answer and "120艘" not in told.answer
    assert any("依次列示" in citation.quote for citation in told.citations)


@pytest.mark.parametrize(
    ("said", "wanted", "names"),
    [
        ("岚溪市：柳坪船厂、青溪船厂2家船厂完成改造。", 2, 2),
        ("岚溪市：东渡船厂、白沙船厂、云台船厂3家船厂完成改造，柳坪船厂2家泊位停用。", 2, 1),
    ],
)
def test_names_may_stand_before_their_count(said: str, wanted: int, names: int) -> None:
    assert _names_told(Statement(said), wanted) == names


def test_who_does_it_is_said_by_the_sentence_where_no_bracket_says_it(index: Index) -> None:
    told = Assistant(index).ask("岚溪市的船舶能耗台账由谁来建？").answer
    assert "市统计局会同市港航中心" in told and "市财政局" not in told
    query = understand("岚溪市的船舶能耗台账由谁来建？", (), index.plans)
    desk = lay_out(index, query, "lanxi", weigh_concepts(index, query))
    assert desk.reading.ranked[0].candidate.kind == "sentence"


def test_the_year_before_is_that_of_what_is_due(index: Index) -> None:
    told = Assistant(index).ask("岚溪市每年最晚哪天报送上一年的船舶能耗台账？")
    assert told.status != "not_found" and "8月底前" in told.answer


def test_a_task_without_title_is_told_by_what_it_begins_with(index: Index) -> None:
    told = Assistant(index).ask("岚溪市财政局都参与哪些任务？").answer
    assert "岸电桩2024年底前完成标准化改造" in told


def test_titles_side_by_side_name_what_a_term_counts(index: Index) -> None:
    told = Assistant(index).ask("岚溪市说的“三张网”是什么意思？")
    assert all(name in told.answer for name in ("航道网", "岸电网", "服务网"))
    assert len(told.citations) >= 3


def test_the_introduction_is_no_measure(index: Index) -> None:
    told = Assistant(index).ask("岚溪市内河船舶老旧，打算怎么改变？").answer
    assert "根据《省水运发展纲要》" not in told


def test_the_facts_of_the_document_are_found_in_its_own_passages(index: Index) -> None:
    whole = understand("岚溪市水运发展行动计划的文号是什么？", (), index.plans)
    assert "岚政发〔2023〕9号" in rank_read(index, whole)[0].passage.text
    stating = [index.passage(passage).text for passage in _stating(index, whole, "lanxi")]
    assert stating and all("岚政发〔2023〕9号" in text for text in stating)
    other = understand("岚溪市的电动船舶要有多少艘？", (), index.plans)
    assert not _stating(index, other, "lanxi")


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("绿色水运发展的行动计划里，岸电桩补助多少？", "岸电桩补助多少？"),
        ("绿色水运发展行动计划中航道疏浚多少公里", "航道疏浚多少公里"),
        ("绿色建筑行动方案里说了什么", ""),
        ("水运发展行动计划", ""),
    ],
)
def test_words_that_only_name_the_document_are_left_out(asked: str, left: str) -> None:
    assert without_document(asked, ["岚溪市绿色水运发展行动计划"]) == left
    assert not without_document(asked, [])


def test_a_topic_in_a_paragraph_is_said_with_what_follows_up_to_the_next(report: Assistant) -> None:
    told = report.ask("铜陵市准备怎么强化鱼苗供应？").answer
    assert "新建良种场4座" in told and "守住质量底线" not in told and "尾水治理" not in told


def test_a_note_on_things_of_a_year_answers_for_them(report: Assistant) -> None:
    told = report.ask("铜陵市2025年要办的8件惠民实事有哪些？")
    assert "修缮渡口" in told.answer and "铺设健身道" in told.answer


def test_the_label_of_a_clause_may_stand_before_a_year(report: Assistant) -> None:
    titles = {clause.title for clause in report.index.clauses("tongling")}
    assert "2025年8件惠民实事" in titles
