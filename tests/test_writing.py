"""Statements to Markdown: tables with silent plans, marks numbered once, quotes that a page number splits."""

import re

import pytest

from index.snapshot import Index, open_index
from retrieval.answer import Answer
from retrieval.answers.compose import compose
from retrieval.answers.statement import Evidence, Statement, evidence_of, pieces_of
from retrieval.answers.writing import MarkNumbers, draft_answer, draft_unknown_place, draft_which, mark_lines, write_out
from retrieval.assistant import Assistant
from retrieval.question.query import Query
from retrieval.question.understanding import understand
from tests.tiny_index import PairEmbedder, build_tiny, write_plans


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("tiny")
    build_tiny(write_plans(folder / "plans"), folder / "index")
    return open_index(folder / "index", embedder=PairEmbedder())


@pytest.fixture(scope="module")
def shares(assistant: Assistant) -> Answer:
    return assistant.ask("各市非化石能源占比是多少")


def query_of(index: Index, question: str) -> Query:
    return understand(question, (), index.plans)


def split_sentence(index: Index) -> Evidence:
    """The tiny plans' sentence that a page number cuts in two."""
    units = [u for c in index.clauses("lantian") for u in index.units_of_clause(c.id) if "推广水肥一体化" in u.text]
    return evidence_of(index, units[0])


def test_a_table_has_a_row_for_every_plan_and_silent_ones_say_so(shares: Answer) -> None:
    (table,) = shares.tables
    assert table.columns == ("地区", "非化石能源消费占比")
    assert {row[0] for row in table.rows} == {"抚州市", "黔东南州", "资阳市", "郴州市", "福州市"}
    assert [row[0] for row in table.rows if row[1] == "未提及"] == ["郴州市", "福州市"]
    assert shares.status == "partial"


def test_the_markdown_holds_the_table_cell_by_cell(shares: Answer) -> None:
    for row in shares.tables[0].rows:
        assert f"| {' | '.join(row)} |" in shares.answer


def test_a_comparison_stands_in_the_order_of_its_figures(assistant: Assistant) -> None:
    (table,) = assistant.ask("五个市州单位GDP能耗降幅从高到低排一下").tables
    figures = [float(re.findall(r"[\d.]+%", row[1])[0].rstrip("%")) for row in table.rows]
    assert figures == sorted(figures, reverse=True)
    assert len(set(figures)) > 1


def test_every_mark_has_its_citation_and_every_citation_its_mark(assistant: Assistant) -> None:
    answer = assistant.ask("五个市州单位GDP能耗降幅从高到低排一下")
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
    assert marks == {c.n for c in answer.citations} == set(range(1, len(marks) + 1))


def test_what_two_lines_rest_on_is_numbered_once(tiny: Index) -> None:
    goals, other = (
        evidence_of(tiny, next(u for c in tiny.clauses(plan) for u in tiny.units_of_clause(c.id) if "总量" in u.text))
        for plan in ("lantian", "qinghe")
    )
    numbers = MarkNumbers(tiny)
    lines = mark_lines(
        [Statement("甲。", (goals,), "lantian"), Statement("乙。", (other, goals)), Statement("丙。")], numbers
    )
    assert lines == ["- 甲。[1]", "- 乙。[2][1]", "- 丙。"]
    assert [(c.n, c.plan) for c in numbers.citations()] == [(1, "lantian"), (2, "qinghe")]


def test_a_single_line_is_no_list(tiny: Index) -> None:
    assert mark_lines([Statement("甲。")], MarkNumbers(tiny)) == ["甲。"]


def test_a_quote_that_a_page_number_splits_is_cited_in_pieces_verbatim_in_the_plan(tiny: Index) -> None:
    whole = split_sentence(tiny)
    text = tiny.plan_text("lantian")
    assert "- 1 -" in text[whole.start : whole.end]
    pieces = pieces_of(tiny, whole)
    assert len(pieces) == 2
    for piece in pieces:
        assert re.sub(r"\s", "", text[piece.start : piece.end]) == re.sub(r"\s", "", piece.quote)
    assert "".join(p.quote for p in pieces) == whole.quote


def test_each_piece_of_a_split_quote_has_its_own_mark(tiny: Index) -> None:
    numbers = MarkNumbers(tiny)
    marks = numbers.marks(Statement("甲。", (split_sentence(tiny),), "lantian").evidence)
    assert marks == "[1][2]"
    assert numbers.marks(Statement("乙。", (split_sentence(tiny),), "lantian").evidence) == marks


def test_a_plan_without_the_thing_says_that_all_of_it_was_searched(tiny: Index) -> None:
    query = query_of(tiny, "澜田的森林覆盖率要达到多少？")
    draft = draft_answer(tiny, query, compose(tiny, query))
    answer, citations, tables, status = write_out(tiny, query, draft, draft.absences)
    assert f"共{tiny.plan('lantian').clauses}条已全部检索，没有给出" in answer
    assert (tables, status) == ((), "not_found")
    assert {c.plan for c in citations} <= {"lantian"}


def test_what_the_gates_drop_is_not_written_and_makes_the_answer_less(tiny: Index) -> None:
    query = query_of(tiny, "澜田和清禾的再生水利用率各是多少？")
    draft = draft_answer(tiny, query, compose(tiny, query))
    kept = [s for s in draft.statements if s.plan == "qinghe"]
    answer, citations, _, status = write_out(tiny, query, draft, kept)
    assert "28%" in answer and "35%" not in answer
    assert {c.plan for c in citations} == {"qinghe"}
    assert status == "partial"


def test_nothing_kept_still_says_what_was_searched(tiny: Index) -> None:
    query = query_of(tiny, "澜田的再生水利用率是多少？")
    answer, citations, _, status = write_out(tiny, query, draft_answer(tiny, query, compose(tiny, query)), [])
    assert answer.startswith("已检索《澜田市节水行动方案》，没有找到与“")
    assert (citations, status) == ((), "not_found")


def test_a_place_without_a_plan_is_told_what_there_is(tiny: Index) -> None:
    draft = draft_unknown_place(tiny, query_of(tiny, "长沙的再生水利用率是多少？"))
    assert draft.notes[0].startswith("资料中没有长沙市的方案。现有2份：")
    assert draft.status == "not_found"


def test_a_question_back_counts_the_plans_by_province(assistant: Assistant) -> None:
    index = assistant.index
    draft = draft_which(index, query_of(index, "氨氮减排量是多少？"))
    assert draft.status == "clarify"
    assert "江西省1份" in draft.notes[0] and "氨氮" in draft.notes[0]
