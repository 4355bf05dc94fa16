"""The LangChain side: the retriever, the prompt loader, and the gated chain around a scripted chat model."""

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable
from langchain_tests.integration_tests import RetrieversIntegrationTests

from errors import PromptError
from prompts.loader import load_prompt
from retrieval.assistant import Assistant
from retrieval.retriever import PlanRetriever
from retrieval.runnable import build_chain

QUESTION = "抚州公共交通中新能源汽车占比要超过多少？"


class TestStandardSuite(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _opened(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return PlanRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self.assistant}

    @property
    def retriever_query_example(self) -> str:
        return "秸秆综合利用率要达到多少？"

    @property
    def num_results_arg_name(self) -> str:
        return "limit"


def test_the_retriever_gives_documents_of_the_plan_asked_for_only(assistant: Assistant) -> None:
    retriever = PlanRetriever(assistant=assistant, limit=5)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(QUESTION)
    assert len(documents) == 5
    assert {d.metadata["plan"] for d in documents} == {"fuzhou-jx"}
    assert "新能源汽车占比超过72%" in documents[0].page_content


def test_the_retriever_finds_nothing_for_a_place_without_a_plan(assistant: Assistant) -> None:
    assert PlanRetriever(assistant=assistant).invoke("长沙公共交通新能源汽车占比") == []


def test_a_faithful_model_answers_with_citations(assistant: Assistant) -> None:
    model = FakeListChatModel(responses=["到2025年，抚州公共交通中新能源汽车占比超过72%。[1]"])
    chain = build_chain(assistant, model)
    assert isinstance(chain, Runnable)
    answer = chain.invoke(QUESTION)
    assert (answer.mode, answer.status) == ("llm", "answered")
    assert answer.answer == "到2025年，抚州公共交通中新能源汽车占比超过72%。[1]"
    assert answer.citations[0].plan == "fuzhou-jx"
    assert answer.prompt == load_prompt("answer").fingerprint


def test_a_sentence_with_an_invented_figure_is_dropped_and_the_rest_kept(assistant: Assistant) -> None:
    reply = "抚州公共交通中新能源汽车占比超过72%。[1]抚州还将投入38亿元。[1]"
    answer = build_chain(assistant, FakeListChatModel(responses=[reply])).invoke(QUESTION)
    assert (
        answer.status == "answered"
    )  # what was asked is answered: a flourish that is dropped makes it no part of an answer
    assert "72%" in answer.answer and "38" not in answer.answer
    assert [r.text for r in answer.removed if "38" in r.text] and any("38" in check.detail for check in answer.checks)


@pytest.mark.parametrize(
    "reply",
    [
        "福州公共交通中新能源汽车占比超过72%。[1]",
        "占比超过99%。[1]",
        "占比超过72%。",
        "占比超过72%。[77]",
        "",
        "我不知道[1]。2020年是88%[2]",
    ],
)
def test_when_nothing_passes_the_gates_the_extractive_answer_is_given_and_labelled(
    reply: str, assistant: Assistant
) -> None:
    answer = build_chain(assistant, FakeListChatModel(responses=[reply])).invoke(QUESTION)
    if answer.mode == "llm":
        assert "99" not in answer.answer and "福州公共" not in answer.answer and "88" not in answer.answer
        return
    assert answer.answer == assistant.ask(QUESTION).answer
    assert any(check.gate == "模式" and not check.passed for check in answer.checks)


class BrokenModel(FakeListChatModel):
    """A chat model whose endpoint is down."""

    def _call(self, *args: object, **kwargs: object) -> str:  # noqa: ARG002
        raise ConnectionError("refused")


def test_a_failing_model_gives_the_extractive_answer_labelled(assistant: Assistant) -> None:
    answer = build_chain(assistant, BrokenModel(responses=[""])).invoke(QUESTION)
    assert answer.answer == assistant.ask(QUESTION).answer
    assert any(c.gate == "模式" and c.detail.startswith("对话模型") and not c.passed for c in answer.checks)


def test_a_prompt_wants_exactly_its_variables(tmp_path: Path) -> None:
    (tmp_path / "greet.md").write_text("你好，{name}。{{字面}}", encoding="utf-8")
    prompt = load_prompt("greet", tmp_path)
    assert prompt.fill(name="{question}") == "你好，{question}。{字面}"
    with pytest.raises(PromptError, match="缺少 name，多出 nam"):
        prompt.fill(nam="x")


@pytest.mark.parametrize("template", ["{", "{a.b}", "{0}", "{a!r}", "{a:>9}", "{}"])
def test_a_prompt_with_anything_but_plain_names_is_refused(template: str, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(template, encoding="utf-8")
    with pytest.raises(PromptError):
        load_prompt("bad", tmp_path)


def test_a_missing_prompt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="找不到"):
        load_prompt("none", tmp_path)
