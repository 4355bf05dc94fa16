"""The same task in several plans: which clause stands beside which, and what of it differs."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.snapshot import Index, open_index
from portal.api import build_api
from portal.differences import common, compare, spans
from portal.guard import Guard, policy_of
from portal.places import Places
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings
from tests.tiny_index import PairEmbedder, build_tiny, write_plans

PARAGRAPHS = """雁泽市节水规划

雁政发〔2024〕9号

为节约用水，制定本规划。

一、主要目标

到2027年，全市用水总量控制在5.1亿立方米以内。

再生水利用率达到40%。

二、保障措施

（一）监督考核。把节水纳入考核，对完成好的给予表扬。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("three")
    build_tiny(write_plans(folder / "plans", yanze=PARAGRAPHS), folder / "index")
    return open_index(folder / "index", embedder=PairEmbedder())


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(Service(Assistant(index)), settings), policy_of(settings))
    with TestClient(guarded, base_url="http://127.0.0.1") as client:
        yield client


def columns_of(client: TestClient, clause: str, **query: Any) -> list[dict[str, Any]]:
    asked = {"plan": clause.partition("#")[0], "clause": clause, **query}
    reply = client.get("/api/counterparts", params=asked)
    assert reply.status_code == 200, reply.text
    columns: list[dict[str, Any]] = reply.json()["columns"]
    return columns


def marked(column: dict[str, Any], kind: str) -> list[str]:
    text = column["clause"]["text"]
    return [text[each["start"] : each["end"]] for each in column["differences"] if each["kind"] == kind]


def test_the_counterpart_is_the_clause_about_the_same_and_figures_that_differ_are_marked_in_both(
    client: TestClient,
) -> None:
    first, second = columns_of(client, "lantian#一、", other="qinghe")
    assert (second["clause"]["id"], second["certainty"]) == ("qinghe#一、", "sure")
    assert marked(first, "figure") == ["9.6亿", "11.5%", "35%"]
    assert marked(second, "figure") == ["7.2亿", "13%", "28%"]
    assert marked(second, "own") == []


def test_where_a_plan_has_nothing_like_it_the_column_says_so_and_offers_its_clauses(client: TestClient) -> None:
    _, second = columns_of(client, "lantian#二、（二）", other="yanze")
    assert (second["clause"], second["certainty"], second["differences"]) == (None, "none", [])
    assert [each["name"] for each in second["candidates"] if "监督" in each["name"]] == ["二、（一）监督考核"]


def test_a_clause_that_the_reader_picks_stands_in_its_column(client: TestClient) -> None:
    _, second = columns_of(client, "lantian#二、（二）", other="qinghe", pick="qinghe#二、（一）")
    assert (second["clause"]["id"], second["certainty"]) == ("qinghe#二、（一）", "chosen")
    _, stale = columns_of(client, "lantian#二、（三）", other="qinghe", pick="qinghe#九、")
    assert stale["clause"]["id"] == "qinghe#二、（二）"


def test_without_others_the_plans_of_the_most_similar_titles_stand_beside_however_many_there_are(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.library.TOGETHER", 1)
    plans = [column["plan"]["id"] for column in columns_of(client, "lantian#一、")]
    assert plans == ["lantian", "qinghe", "yanze"]


def test_more_plans_than_can_be_read_side_by_side_or_unknown_ones_are_refused(client: TestClient) -> None:
    asked: dict[str, Any] = {"plan": "lantian", "clause": "lantian#一、"}
    assert client.get("/api/counterparts", params={**asked, "other": ["qinghe"] * 5}).status_code == 422
    reply = client.get("/api/counterparts", params={**asked, "other": "nowhere"})
    assert (reply.status_code, reply.json()["error"]) == (422, "plan_unknown")


def test_a_citation_is_found_in_the_text_of_its_clause(client: TestClient, index: Index) -> None:
    raw = index.plan_text("lantian")
    start = raw.index("推广水肥")
    end = raw.index("一体化") + len("一体化")  # a page number stands in between
    asked: dict[str, Any] = {"plan": "lantian", "clause": "lantian#二、（一）", "start": start, "end": end}
    clause = client.get("/api/clauses", params=asked).json()
    assert clause["text"][slice(*clause["mark"])] == "推广水肥一体化"
    elsewhere = client.get("/api/clauses", params=asked | {"clause": "lantian#一、"}).json()
    assert elsewhere["mark"] is None


def test_paragraphs_begin_where_the_text_has_them(client: TestClient, index: Index) -> None:
    clauses = {clause["id"]: clause for clause in client.get("/api/plans/yanze").json()["clauses"]}
    aims = clauses["yanze#一、"]
    bounds = [*aims["breaks"], len(aims["text"])]
    begins = [aims["text"][a:b][:4] for a, b in pairwise(bounds)]
    assert begins == ["到202", "再生水利"]
    cut = next(clause for clause in index.clauses("lantian") if clause.address == "二、（一）")
    assert Places(index, "lantian").breaks(cut) == []  # a page ends in the middle of its sentence


def test_a_plan_says_whom_it_is_addressed_to(client: TestClient) -> None:
    assert client.get("/api/plans/lantian").json()["recipients"].startswith("各县（区）人民政府")


def kinds_of(one: str, other: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    def by_kind(text: str, kinds: Any) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in spans(kinds):
            found.setdefault(str(each["kind"]), []).append(text[int(each["start"]) : int(each["end"])])
        return found

    mine, theirs = compare(one, other)
    return by_kind(one, mine), by_kind(other, theirs)


def test_parts_about_the_same_thing_are_compared_wherever_they_stand() -> None:
    one = "秸秆综合利用率稳定在90%以上，畜禽粪污综合利用率达到80%以上。"
    other = "畜禽粪污综合利用率保持在80%以上，秸秆综合利用率达到95%以上。"
    mine, theirs = kinds_of(one, other)
    assert (mine["figure"], theirs["figure"]) == (["90%"], ["95%"])


def test_what_only_one_text_has_is_marked_whole_and_full_width_digits_are_no_difference() -> None:
    mine, theirs = kinds_of("到２０２５年，化肥利用率达到43%。推广池塘健康养殖。", "到2025年，化肥利用率达到43%。")
    assert mine == {"own": ["推广池塘健康养殖"]}
    assert theirs == {}


def test_of_several_texts_the_first_marks_words_that_none_of_them_has_and_figures_that_any_has_otherwise() -> None:
    first = "化肥利用率稳定达到43%。"
    held = [compare(first, other)[0] for other in ("化肥利用率稳定达到43%。", "化肥利用率努力达到40%。")]
    assert [first[int(s["start"]) : int(s["end"])] for s in spans(common(held))] == ["43%"]
