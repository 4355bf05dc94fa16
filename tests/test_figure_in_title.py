"""A figure whose row begins in the title of a clause is told like any other."""

from pathlib import Path

from retrieval.answers.desk import lay_out
from retrieval.answers.number import say_targets
from retrieval.search.window import weigh_concepts
from tests.own_corpus import assistant_over

RULES = """# 河东市污水处理设施管理办法

第一条 为了加强管理，制定本办法。

第九条 运维单位应当按照下列要求检测：

（一）对日处理能力不足五十吨的集中处理设施，检测频次每季度不得少于一次；

（二）对日处理能力三百吨以上的集中处理设施，实时检测进出水水量、水质。

运维单位应当妥善保存检测原始记录，并通过信息平台报送污水处理设施运行状态等信息。
"""


def test_a_row_that_begins_in_a_title_is_said_in_its_own_words(tmp_path: Path) -> None:
    assistant, _ = assistant_over(tmp_path, {"hedong.md": RULES})
    index = assistant.index
    row = next(row for row in index.targets_of_plan("hedong") if "三百吨" in row.quote)
    assert not any(unit.start <= row.start for unit in index.units_of_clause(row.clause))
    query = assistant.understand("河东日处理能力多少吨以上的集中处理设施要实时检测")
    said = say_targets(lay_out(index, query, "hedong", weigh_concepts(index, query)), [row])
    assert said.text == "河东市：对日处理能力三百吨以上的集中处理设施。"
    assert [evidence.quote for evidence in said.evidence] == [row.quote]
    assert assistant.ask("河东日处理能力多少吨以上的集中处理设施要实时检测").citations
