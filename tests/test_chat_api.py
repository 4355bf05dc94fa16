"""What the chat asks of the interface beside answers: citations in context, questions to go on with, documents, remarks, a welcome."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from starlette.testclient import TestClient

from index.snapshot import Index
from portal import citing, feedback, following
from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings
from tests.scripted_assistant import BODY, HOSTILE, LONG, TARGET, ScriptedAssistant, cite


def client_of(service: Any, file: str = "") -> TestClient:
    settings = Settings(_env_file=None, feedback_file=file)  # type: ignore[call-arg]
    return TestClient(Guard(build_api(service, settings), policy_of(settings)), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def scripted() -> Iterator[TestClient]:
    with client_of(ScriptedAssistant()) as client:
        yield client


@pytest.fixture(scope="module")
def client(tiny_index: Index) -> Iterator[TestClient]:
    with client_of(Service(Assistant(tiny_index))) as client:
        yield client


def cards_of(client: TestClient, *citations: Any) -> list[dict[str, Any]]:
    reply = client.post("/api/citations", json={"citations": [*citations]})
    assert reply.status_code == 200, reply.text
    cards: list[dict[str, Any]] = reply.json()["cards"]
    return cards


def record(citation: Any) -> dict[str, Any]:
    return {name: getattr(citation, name) for name in type(citation).__slots__}


def test_citations_of_one_clause_are_one_card_with_each_quote_in_its_place(scripted: TestClient) -> None:
    quoted = [cite(2, 1, "氨氮重点工程减排量"), cite(3, 2, "由市农业农村局牵头"), cite(1, 1, TARGET)]
    first, second = cards_of(scripted, *map(record, quoted))
    assert (first["numbers"], second["numbers"]) == ([2, 1], [3])
    assert "".join(first["shown"]["pieces"]) == BODY
    assert [first["shown"]["pieces"][held] for held in first["shown"]["held"]] == ["氨氮重点工程减排量", TARGET]
    assert (first["number"], first["date"], first["whole"]) == ("青政发〔2023〕3号", "2023年4月2日", None)
    assert second["section"] == "二、重点任务 > （三）农业农村"
    assert "".join(second["whole"]["pieces"]) == LONG
    assert len("".join(second["shown"]["pieces"])) < len(LONG)


def test_a_clause_that_is_gone_shows_the_quote_alone(scripted: TestClient) -> None:
    gone = record(replace(cite(1, 1, TARGET), clause="qingyu/9"))
    (card,) = cards_of(scripted, gone)
    assert (card["held"], card["shown"]["pieces"], card["address"]) == (False, ["", TARGET, ""], "一、")


def test_other_plans_with_the_same_words_are_named_with_their_place(
    client: TestClient, tiny_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citing, "TELLING", 4)  # the invented plans have no sentence in common
    home, other = tiny_index.plans[:2]
    text = {clause.id: "".join(clause.text.split()) for clause in tiny_index.clauses(other.id)}
    clause, words = next(
        (clause, words)
        for clause in tiny_index.clauses(home.id)
        for words in clause.text.replace("。", "，").replace("\n", "，").split("，")
        if len(words) >= 4 and any(words in said for said in text.values())
    )
    cited = {"n": 1, "plan": home.id, "clause": clause.id, "quote": words, "start": clause.start, "end": clause.end}
    (card,) = cards_of(client, cited)
    (also,) = card["also"]
    assert also["numbers"] == [1] and also["plan"] == other.id and words in text[also["clause"]]
    assert "".join(tiny_index.plan_text(other.id)[also["start"] : also["end"]].split()) == words


def test_short_words_are_not_looked_for_elsewhere(client: TestClient, tiny_index: Index) -> None:
    clause = next(clause for clause in tiny_index.clauses(tiny_index.plans[0].id) if len(clause.text) > 12)
    cited = {"n": 1, "plan": clause.plan, "clause": clause.id, "quote": clause.text[:4], "start": 0, "end": 4}
    assert cards_of(client, cited)[0]["also"] == []


def test_questions_to_go_on_with_are_answered_from_the_plan_they_are_about(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "SECONDS", 20.0)
    question = "澜田市到2027年用水总量要控制在多少？"
    answer = client.post("/api/ask", json={"question": question}).json()
    cited = {name: answer["citations"][0][name] for name in ("plan", "clause")}
    offered = client.post("/api/ask/next", json={"question": question, "cited": cited}).json()["questions"]
    assert 0 < len(offered) <= 3 and question not in offered
    for one in offered:
        again = client.post("/api/ask", json={"question": one}).json()
        assert again["status"] == "answered" and len({citation["plan"] for citation in again["citations"]}) == 1
    monkeypatch.setattr(following, "SECONDS", 0.0)
    body = {"question": question, "cited": cited}
    assert client.post("/api/ask/next", json=body).json() == {"questions": []}


def next_of(client: TestClient, question: str) -> list[str]:
    """What is offered after the answer to a question."""
    citations = client.post("/api/ask", json={"question": question}).json()["citations"]
    cited = {name: citations[0][name] for name in ("plan", "clause", "start", "end")}
    offered: list[str] = client.post("/api/ask/next", json={"question": question, "cited": cited}).json()["questions"]
    return offered


@pytest.mark.parametrize(
    ("claim", "offered"),
    [
        ("澜田市提出到2027年用水总量控制在9.6亿立方米以内，对吗？", ["清禾市到2027年用水总量的目标是多少？"]),
        ("澜田市提出到2027年用水总量控制在9亿立方米以内，对吗？", ["清禾市到2027年用水总量的目标是多少？"]),
        ("清禾市的再生水利用率达到28%，是吗？", ["澜田市到2027年再生水利用率的目标是多少？"]),
    ],
)
def test_after_a_claim_its_figure_is_asked_of_another_place_and_nothing_of_the_claim_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, claim: str, offered: list[str]
) -> None:
    monkeypatch.setattr(following, "SECONDS", 20.0)
    assert next_of(client, claim) == offered


def test_what_is_offered_is_made_of_the_ledgers_not_of_the_question(
    client: TestClient, tiny_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "SECONDS", 20.0)
    offered = next_of(client, "请问澜田那边2027年的再生水利用率定的是多少来着")
    assert offered[0] == "清禾市到2027年再生水利用率的目标是多少？"
    rows = [(card, row) for card in tiny_index.plans for row in tiny_index.targets_of_plan(card.id)]
    made = {f"{card.region}到{row.target_year}年{row.indicator}的目标是多少？" for card, row in rows}
    titles = {f"{card.region}{one.title}由谁负责？" for card in tiny_index.plans for one in tiny_index.clauses(card.id)}
    assert set(offered) <= made | titles


def test_a_document_has_questions_as_headings_tables_and_footnotes_and_its_text_is_inert(scripted: TestClient) -> None:
    hostile = scripted.post("/api/ask", json={"question": "恶意"}).json()
    cited = scripted.post("/api/ask", json={"question": "两处"}).json()
    reply = scripted.post("/api/export/docx", json={"title": f"对话{HOSTILE[:60]}", "answers": [cited, hostile]})
    assert reply.status_code == 200, reply.text
    document = docx.Document(io.BytesIO(reply.content))
    by_style = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    assert [text for style, text in by_style if style == "Heading 1"] == ["两处", "恶意"]
    assert ("List Number", "农业由农业农村局牵头。") in by_style
    assert next(run.text for p in document.paragraphs for run in p.runs if run.bold) == "农业农村局"
    assert "<img src=x onerror" in document.tables[0].rows[1].cells[0].text
    package = {str(part.partname): part.blob.decode("utf-8", "replace") for part in document.part.package.iter_parts()}
    notes = package["/word/footnotes.xml"]
    assert notes.count("<w:footnoteRef/>") == 3 + 2 and TARGET in notes and "\u202e" not in notes
    relations = [relation.reltype for relation in document.part.rels.values() if relation.is_external]
    assert relations == [] and "w:hyperlink" not in document.element.xml and "w:instrText" not in document.element.xml


def notes_of(scripted: TestClient, answer: dict[str, Any]) -> list[str]:
    """The texts of the footnotes, and before them that of the paragraph below the question."""
    reply = scripted.post("/api/export/docx", json={"title": "题", "answers": [answer]})
    document = docx.Document(io.BytesIO(reply.content))
    (part,) = (part for part in document.part.package.iter_parts() if str(part.partname) == "/word/footnotes.xml")
    texts = ["".join(note.itertext()).strip() for note in etree.fromstring(part.blob)]
    return [document.paragraphs[2].text, *filter(None, texts)]


def test_a_footnote_names_plan_number_date_and_the_clause_with_its_title(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "澜田市到2027年用水总量要控制在多少？"}).json()
    stands, first, *_ = notes_of(client, answer | {"stands": "回答状态：有据"})
    assert stands == "回答状态：有据"
    quote = answer["citations"][0]["quote"]
    assert first == f"《澜田市节水行动方案》（澜府发〔2024〕7号，2024年3月8日）一、主要目标：“{quote}”"
    gone = answer | {"citations": [one | {"plan": "gone", "address": "二、"} for one in answer["citations"]]}
    assert notes_of(client, gone)[1] == f"《澜田市节水行动方案》二：“{quote}”"


def test_each_numbered_list_of_a_document_counts_from_one(scripted: TestClient) -> None:
    answers = [{"question": "问", "answer": "1. 甲\n2. 乙\n其间\n1. 丙"}, {"question": "又问", "answer": "1. 丁"}]
    reply = scripted.post("/api/export/docx", json={"title": "题", "answers": answers})
    document = docx.Document(io.BytesIO(reply.content))
    numbered = [p._p for p in document.paragraphs if p.style and p.style.name == "List Number"]
    lists = [int(each.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0]) for each in numbered]
    assert lists[0] == lists[1] and len(set(lists)) == 3
    overridden = {
        num.numId: num.xpath("./w:lvlOverride/w:startOverride/@w:val")
        for num in document.part.numbering_part.element.num_lst
    }
    assert all(overridden[each] == ["1"] for each in lists)


@pytest.mark.parametrize(
    "body",
    [
        {"title": "t", "answers": []},
        {"title": "t" * 201, "answers": [{"question": "q", "answer": "a"}]},
        {
            "title": "t",
            "answers": [
                {"question": "q", "answer": "a", "tables": [{"columns": ["a"] * 6, "rows": [["b"] * 6] * 900}]}
            ],
        },
    ],
)
def test_a_document_of_nothing_or_of_too_much_is_refused(scripted: TestClient, body: Any) -> None:
    assert scripted.post("/api/export/docx", json=body).status_code == 422


def test_remarks_are_lines_of_json_without_what_cannot_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "new" / "feedback.jsonl"
    body = {
        "answer": "a1",
        "question": "问\u202e\x00题" + "长" * 2000,
        "verdict": "bad",
        "reason": "figure",
        "citation": 2,
    }
    with client_of(ScriptedAssistant(), str(file)) as client:
        for note in ("一\n二", "三"):
            assert client.post("/api/feedback", json=body | {"note": note}).json() == {"status": "kept"}
        assert client.get("/api/welcome").json()["feedback"] is True
        assert client.post("/api/feedback", json=body | {"reason": "<b>"}).status_code == 422
    first, second = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert (first["note"], second["note"], first["citation"]) == ("一\n二", "三", 2)
    assert first["question"].startswith("问题长") and len(first["question"]) == feedback.KEPT
    assert file.stat().st_mode & 0o777 == 0o600


def test_remarks_are_refused_where_they_are_off_or_the_file_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"answer": "a1", "question": "问", "verdict": "good"}
    with client_of(ScriptedAssistant()) as client:
        assert client.get("/api/welcome").json()["feedback"] is False
        assert client.post("/api/feedback", json=body).json()["error"] == "feedback_off"
    monkeypatch.setattr(feedback, "FILE_LIMIT", 10)
    with client_of(ScriptedAssistant(), str(tmp_path / "full.jsonl")) as client:
        assert client.post("/api/feedback", json=body).status_code == 503
    assert (tmp_path / "full.jsonl").read_text(encoding="utf-8") == ""


def test_the_welcome_has_all_that_the_chat_begins_with(scripted: TestClient) -> None:
    welcome = scripted.get("/api/welcome").json()
    assert [plan["id"] for plan in welcome["plans"]] == ["qingyu", "qingyi"]
    assert welcome["starters"][0] == "青屿市的目标是多少？"
    assert (welcome["question_characters"], welcome["index"]) == (1000, "0123456789ab")
