from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.snapshot import Index, open_index
from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings
from tests.tiny_index import PairEmbedder


@pytest.fixture(scope="module")
def index(tiny_built: Path) -> Index:
    return open_index(tiny_built, embedder=PairEmbedder())


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(Service(Assistant(index)), settings), policy_of(settings))
    with TestClient(guarded, base_url="http://127.0.0.1") as client:
        yield client


def rows_of(client: TestClient, path: str, **query: Any) -> list[dict[str, Any]]:
    reply = client.get(path, params=query)
    assert reply.status_code == 200, reply.text
    rows: list[dict[str, Any]] = reply.json()["rows"]
    return rows


def test_a_plan_comes_whole_with_each_row_marked_in_its_clause(client: TestClient, index: Index) -> None:
    card = index.plans[0]
    plan = client.get(f"/api/plans/{card.id}").json()
    assert [clause["id"] for clause in plan["clauses"]] == [clause.id for clause in index.clauses(card.id)]
    texts = {clause["id"]: clause["text"] for clause in plan["clauses"]}
    assert plan["targets"]
    assert plan["duties"]
    for row in [*plan["targets"], *plan["duties"]]:
        start, end = row["mark"]
        shown = "".join(texts[row["clause"]][start:end].split())
        assert shown == "".join(row["quote"].split())


@pytest.mark.parametrize("path", ["/api/targets", "/api/duties"])
def test_a_ledger_over_all_plans_is_the_ledgers_of_each(client: TestClient, index: Index, path: str) -> None:
    together = rows_of(client, path)
    apart = [row for card in index.plans for row in rows_of(client, path, plan=card.id)]
    for row in (*together, *apart):
        row.pop("apart", None)  # what most of those asked for say is another thing for one plan
        assert "mark" not in row  # of a plan given whole only
    assert together == apart
    assert {row["plan"] for row in together} == {card.id for card in index.plans}


def test_several_plans_are_chosen_by_naming_each(client: TestClient, index: Index) -> None:
    first, second = index.plans[0].id, index.plans[1].id
    assert {row["plan"] for row in rows_of(client, "/api/targets", plan=[first, second])} == {first, second}


def test_a_plan_that_is_not_held_is_refused_with_where_to_look(client: TestClient) -> None:
    assert client.get("/api/plans/没有").status_code == 404
    for path in ("/api/targets", "/api/duties"):
        reply = client.get(path, params={"plan": "没有"})
        assert (reply.status_code, reply.json()["error"]) == (422, "plan_unknown")
        assert "没有编号为“没有”的方案" in reply.json()["message"]
