"""One indicator over all plans, as the interface gives it: every plan in its place, page by page, the distribution, and the whole as CSV."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from portal import indicator_routes
from portal.indicator import bins_of, indicator_of
from retrieval.assistant import Assistant
from retrieval.service import Service
from tests.comparable_plans import COD, ENERGY, FOREST, SEWAGE, write_index
from tests.test_target_exports import client_of


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(write_index(tmp_path_factory.mktemp("comparable")))


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with client_of(Service(assistant)) as client:
        yield client


def spread(client: TestClient, name: str, **query: Any) -> dict[str, Any]:
    reply = client.get("/api/indicator", params={"name": name, **query})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_every_indicator_is_listed_with_the_plans_that_give_it(client: TestClient) -> None:
    reply = client.get("/api/indicators").json()
    counts = {row["name"]: row["plans"] for row in reply["rows"]}
    assert reply["plans"] == 5
    assert (counts[ENERGY], counts[COD], counts[FOREST]) == (5, 3, 2)
    assert reply["rows"][0]["name"] == ENERGY


def test_plans_stand_in_the_order_of_their_firm_figures_with_all_that_they_say(client: TestClient) -> None:
    found = spread(client, ENERGY)
    assert [(row["place"], row["region"], row["said"]) for row in found["rows"]] == [
        (1, "溪岩市", "下降15%"),
        (2, "清禾市", "下降14.5%"),
        (3, "云浦市", "下降13.5%"),
        (4, "澜田市", "下降13%；力争下降14%"),
        (5, "朔丰市", "下降12%"),
    ]
    assert (found["lowest"], found["median"], found["mean"], found["highest"]) == (12, 13.5, 13.6, 15)
    assert (found["given"], found["plans"]) == (5, 5)
    assert all(row["quote"] in row["sentence"] for row in found["rows"])


def test_amounts_are_compared_in_one_unit(client: TestClient) -> None:
    assert [row["amount"] for row in spread(client, COD)["rows"]] == [12000, 9000, 700]


def test_figures_for_another_year_or_without_a_number_are_no_part_of_an_order(client: TestClient) -> None:
    found = spread(client, SEWAGE)
    assert [(m["year"], m["plans"]) for m in found["measures"]] == [(2025, 2), (2027, 1)]
    assert {row["region"] for row in found["rows"]} == {"澜田市", "清禾市"}
    later = spread(client, SEWAGE, measure=found["measures"][1]["key"])
    assert [row["region"] for row in later["rows"]] == ["云浦市"]


def test_of_ranges_no_mean_is_told(client: TestClient) -> None:
    assert spread(client, FOREST)["mean"] is None


def test_pages_give_every_plan_once_whatever_the_order(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicator_routes, "PAGE", 2)
    for by in ("amount", "region", "province"):
        for way in ("down", "up"):
            pages = [spread(client, ENERGY, by=by, way=way, page=page) for page in (1, 2, 3)]
            assert {page["pages"] for page in pages} == {3}
            assert len({row["plan"] for page in pages for row in page["rows"]}) == 5
    assert spread(client, ENERGY, page=99)["page"] == 3
    assert [row["place"] for row in spread(client, ENERGY, way="up")["rows"]] == [5, 4]


def test_the_stretches_of_the_distribution_hold_every_plan_once(client: TestClient, assistant: Assistant) -> None:
    bins = spread(client, ENERGY)["bins"]
    assert sum(each["plans"] for each in bins) == 5
    assert (bins[0]["low"], bins[-1]["high"]) == (12, 15)
    found = indicator_of(assistant.index, assistant.fingerprint, ENERGY)
    same = [found.figures[found.measures[0]][0]] * 3
    assert bins_of(same) == [(15.0, 15.0, 3)]


def test_the_download_has_every_row_with_its_source(client: TestClient) -> None:
    reply = client.get("/api/indicator.csv", params={"name": ENERGY})
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [row["地区"] for row in rows] == ["溪岩市", "清禾市", "云浦市", "澜田市", "澜田市", "朔丰市"]
    assert all(row["原句"] and row["地址"] for row in rows)


@pytest.mark.parametrize("path", ["/api/indicator", "/api/indicator.csv"])
def test_an_unknown_indicator_is_refused_with_what_to_do(client: TestClient, path: str) -> None:
    reply = client.get(path, params={"name": "绿化率"})
    assert reply.status_code == 404
    assert "/api/indicators" in reply.json()["message"]
