"""Scripted models that misbehave and endpoints that fail: a seeded sample here, everything under ``prove``."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.proofs.claim_proof import prove
from eval.proofs.endpoint_faults import run_down, run_faults
from eval.proofs.fake_endpoint import FAULTS, FakeEndpoint
from eval.proofs.injections import INJECTIONS
from eval.proofs.model_proof import (
    Found,
    gold_questions,
    injected,
    obeying,
    poisoned_index,
    run_script,
    run_ungated,
    swapping,
)
from index.snapshot import Index, open_index
from retrieval.answer import Turn
from retrieval.assistant import Assistant, open_assistant
from retrieval.writer.chain import Writer, open_writer
from retrieval.writer.model import Deadlines, Endpoint
from retrieval.writer.scripted import Prompted, ScriptedChatModel, faithful, hallucinating
from retrieval.writer.speaker import Speaker
from settings import Settings

MARKS = [i.mark for i in INJECTIONS]
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def index(real_index: Path) -> Index:
    return open_index(real_index)


def clean(found: Found) -> bool:
    """Nothing of what must never be there; and the independent checker, which can be wrong itself, disputes one line in 200 at most."""
    disputed = len(found.unsupported_lines) <= max(1, found.lines // 200)
    return disputed and not (found.unsupported_figures or found.foreign or found.obeyed or found.remote)


@pytest.mark.parametrize("most", [5, pytest.param(None, marks=pytest.mark.prove)])
def test_a_faithful_models_sentences_are_kept(most: int | None, index: Index, record_property: Record) -> None:
    found = run_script(index, "如实", faithful, gold_questions(most))
    record_property("claim", "如实的模型：句子误删不超过 1%")
    record_property("n", found.sentences)
    assert found.sentences > found.questions
    assert len(found.dropped) <= 0.01 * found.sentences, found.dropped[:5]
    assert clean(found)


@pytest.mark.parametrize("most", [5, pytest.param(None, marks=pytest.mark.prove)])
def test_invented_figures_never_reach_an_answer(most: int | None, index: Index, record_property: Record) -> None:
    questions = gold_questions(most)
    found = run_script(index, "编造数字", hallucinating, questions)
    record_property("claim", "编造数字的模型：回答里没有一个无出处的数字")
    record_property("n", found.questions)
    assert len(found.dropped) > found.questions and clean(found)
    bare = run_ungated(index, "编造数字", hallucinating, questions, MARKS)
    assert len(bare.unsupported_figures) > found.questions, "without gates the counter must count"


@pytest.mark.parametrize("most", [5, pytest.param(None, marks=pytest.mark.prove)])
def test_another_citys_sentences_never_reach_an_answer(most: int | None, index: Index, record_property: Record) -> None:
    questions = gold_questions(most)
    found = run_script(index, "张冠李戴", swapping(index), questions)
    record_property("claim", "张冠李戴的模型：回答里没有一句外地的话")
    record_property("n", found.questions)
    assert len(found.dropped) > found.questions and clean(found)
    assert len(run_ungated(index, "", swapping(index), questions, MARKS).foreign) > 0.5 * found.questions


@pytest.mark.parametrize("most", [5, pytest.param(None, marks=pytest.mark.prove)])
def test_no_instruction_in_a_plan_or_a_question_is_obeyed(
    most: int | None, tmp_path: Path, record_property: Record
) -> None:
    poisoned, hidden = poisoned_index(tmp_path)
    questions = gold_questions(most)
    found = run_script(poisoned, "听从指令", obeying(), questions, disguise=injected, marks=MARKS)
    record_property("claim", "听从指令的模型：没有照办一条指令，没有一个外部图片或链接")
    record_property("n", found.questions)
    assert hidden > 50 and found.planted >= found.questions // 2
    assert clean(found), (found.obeyed, found.remote, found.unsupported_lines[:3])
    bare = run_ungated(poisoned, "", obeying(), questions, MARKS)
    assert len(bare.obeyed) > found.questions and bare.remote
    poisoned.close()


@pytest.mark.parametrize(("requests", "slack"), [(1, 60.0), pytest.param(20, 3.0, marks=pytest.mark.prove)])
def test_every_fault_of_an_endpoint_ends_in_a_complete_labelled_answer(
    requests: int, slack: float, index: Index, record_property: Record
) -> None:
    """Where it is proved nothing else runs: only there the seconds that our own work may take are few."""
    questions = [q.question for q in gold_questions() if len(q.plans) == 1 and not q.history][:requests]
    ended = run_faults(index, questions, requests, slack=slack)
    record_property("claim", "坏接口：每次都在总时限内得到完整、有说明的回答，不留任务")
    record_property("n", sum(e.requests for e in ended))
    assert len(ended) >= 18 and len(FAULTS) >= 18
    for end in ended:
        assert (end.incomplete, end.unlabelled, end.late, end.tasks_left) == (0, 0, 0, 0), end


@pytest.mark.parametrize("most", [5, pytest.param(None, marks=pytest.mark.prove)])
def test_with_the_endpoint_down_answers_are_those_of_extract_mode(
    most: int | None, index: Index, record_property: Record
) -> None:
    questions = gold_questions(most)
    record_property("claim", "接口不通：回答与摘录作答完全相同")
    record_property("n", len(questions))
    assert run_down(index, questions) == []


@pytest.mark.parametrize(
    ("honest", "bent", "under"), [(40, 40, 20), pytest.param(1000, 1000, 200, marks=pytest.mark.prove)]
)
def test_the_gates_and_the_checker_tell_true_sentences_from_bent_ones(
    honest: int, bent: int, under: int, index: Index, record_property: Record
) -> None:
    tallies = prove(index, honest, bent, under)
    record_property("claim", "核对与独立检查器：如实的接受 99%，改坏的全部拒绝，引文不支持的拒绝 90%")
    record_property("n", sum(t.judged for t in tallies[::2]))
    for tally, least in zip(tallies, (0.99, 0.99, 1.0, 1.0, 0.9, 0.9), strict=True):
        assert tally.judged >= 0.8 * (honest, honest, bent, bent, under, under)[tallies.index(tally)]
        assert tally.right >= least, (tally.name, tally.wrong[:5])


QUESTION = "抚州市到2025年单位GDP能耗要比2020年降多少？"


def test_usage_and_cost_of_an_answer_are_those_the_endpoint_reports(index: Index) -> None:
    with FakeEndpoint() as endpoint:
        writer = open_writer(Endpoint(endpoint.base_url, "faithful", price_in=2.0, price_out=8.0), "bundled")
        answer = Assistant(index).with_writer(writer).ask(QUESTION)
        writer.close()
    assert answer.mode == "llm" and answer.model == "faithful"
    assert answer.usage is not None
    assert (answer.usage.calls, answer.usage.input_tokens, answer.usage.output_tokens) == (1, 321, 45)
    assert answer.usage.cost == round((321 * 2 + 45 * 8) / 1e6, 6) and not answer.usage.estimated
    assert {"system", "answer", "repair", "condense", "split"} <= answer.prompts.keys()


def test_sentences_are_shown_only_once_they_passed(index: Index) -> None:
    speaker = Speaker(ScriptedChatModel(script=hallucinating))
    assistant = Assistant(index).with_writer(Writer(speaker))
    shown = list(assistant.stream("抚州市城市公共供水管网漏损率要控制在多少？"))
    final = shown[-1]
    for part in shown[:-1]:
        for line in part.answer.splitlines():
            words = line.lstrip("- ").split("[")[0]
            assert words in final.answer or final.mode == "extract"
    speaker.close()


def test_a_follow_up_keeps_the_scope_of_the_conversation_whatever_the_model_rewrites(index: Index) -> None:
    speaker = Speaker(ScriptedChatModel(script=swapping(index)))
    assistant = Assistant(index).with_writer(Writer(speaker))
    history = (Turn("user", "资阳市挥发性有机物减排多少吨？"), Turn("assistant", "280吨"))
    answer = assistant.ask("那氨氮呢？", history)
    assert {c.plan for c in answer.citations} <= {"ziyang"}
    prompts = speaker._model.asked.prompts  # type: ignore[attr-defined]
    assert all("《福州" not in p and "《抚州" not in p for p in prompts[1:])
    speaker.close()


def test_long_context_shows_the_whole_plan_or_says_that_it_does_not_fit(index: Index) -> None:
    def script(prompted: Prompted, rng: object) -> str:
        del rng
        held = next((p.number for p in prompted.passages if "下降12.5%" in p.text), 0)
        return f"到2025年，全市单位生产总值能源消耗比2020年下降12.5%，力争达到13%。[{held}]"

    model = ScriptedChatModel(script=script)
    speaker = Speaker(model)
    plain = Assistant(index)
    answer = plain.with_writer(Writer(speaker, context=60_000)).ask(QUESTION, mode="long-context")
    shown = model.asked.prompts[-1]
    assert answer.mode == "long-context"
    assert all(c.title in shown for c in index.clauses("fuzhou-jx") if c.kind == "clause")
    small = plain.with_writer(Writer(speaker, context=4096)).ask(QUESTION, mode="long-context")
    assert small.mode == "extract" and any("WENCE_MODEL_CONTEXT" in c.detail for c in small.checks)
    speaker.close()


def test_an_assistant_answers_by_model_only_where_one_is_set(real_index: Path) -> None:
    plain = open_assistant(Settings(_env_file=None, index_dir=real_index))  # type: ignore[call-arg]
    assert plain.default_mode == "extract"
    with FakeEndpoint() as endpoint:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            index_dir=real_index,
            model_base_url=endpoint.base_url,
            model_name="faithful",
            model_key="sk-secret",  # type: ignore[arg-type]
        )
        assert "sk-secret" not in repr(settings)
        assistant = open_assistant(settings)
        assert assistant.default_mode == "llm"
        answer = assistant.ask(QUESTION)
        assert (answer.mode, assistant.ask(QUESTION, mode="extract").mode) == ("llm", "extract")
        assert endpoint.requests[0]["model"] == "faithful" and endpoint.requests[0]["temperature"] == 0


def test_an_endpoint_that_hangs_is_left_when_the_total_deadline_passes(index: Index) -> None:
    quick = Deadlines(connect=60, first_token=60, between_tokens=60, total=0.5)
    with FakeEndpoint() as endpoint:
        writer = open_writer(Endpoint(endpoint.base_url, "drip", deadlines=quick), "bundled")
        answer = Assistant(index).with_writer(writer).ask(QUESTION)
        writer.close()
    extract = Assistant(index).ask(QUESTION)
    assert replace(answer, id="", answer="") != replace(extract, id="", answer="")
    assert (answer.answer, answer.citations, answer.mode) == (extract.answer, extract.citations, "extract")
    assert any("整个回答的时限" in c.detail for c in answer.checks)
