"""``POST /api/check`` and its files: what they tell of a draft, in the form they declare, and what they refuse."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from index.snapshot import Index
from portal.api import build_api
from portal.checked_schema import DRAFT
from portal.guard import Guard, policy_of
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings
from tests.comparable_plans import write_index
from tests.test_openapi import check

TEXT = "澜田市化学需氧量减排1.2万吨，农村生活污水治理率达到42%。云浦市文号为云政发〔2023〕9号，森林覆盖率达到48%。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return write_index(tmp_path_factory.mktemp("checked"))


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(Service(Assistant(index)), settings), policy_of(settings))
    with TestClient(guarded, base_url="http://127.0.0.1") as client:
        yield client


def test_a_draft_comes_back_figure_by_figure_with_the_plan_s_own_sentence(client: TestClient, index: Index) -> None:
    reply = client.post("/api/check", json={"text": TEXT})
    check(client.get("/api/openapi.json").json(), reply, "post", "/api/check")
    told = reply.json()
    assert told["counts"] == {"agrees": 2, "differs": 2, "absent": 0, "unclear": 0}
    assert [plan["id"] for plan in told["plans"]] == ["lantian", "yunpu"]
    rows: list[dict[str, Any]] = told["rows"]
    assert [(row["words"], row["verdict"], row["given"]) for row in rows] == [
        ("1.2万吨", "agrees", "1.2万吨"),
        ("42%", "differs", "40%"),
        ("云政发〔2023〕9号", "differs", "云政发〔2023〕7号"),
        ("48%", "agrees", "48%"),
    ]
    assert (rows[0]["value"], rows[0]["unit"]) == (12000, "吨")
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["words"]
        for stated in row["stated"]:
            start, end = stated["mark"]
            assert stated["sentence"][start:end] in row["given"]
            assert stated["sentence"] in index.plan_text(row["plan"])[stated["start"] : stated["end"]]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": " \n"}, "draft_empty"),
        ({"text": "文" * (DRAFT + 1)}, "draft_too_long"),
        ({"text": TEXT, "plans": ["nowhere"]}, "plan_unknown"),
        ({"plans": []}, "wrong_shape"),
    ],
)
@pytest.mark.parametrize("path", ["/api/check", "/api/check.xlsx", "/api/check.docx"])
def test_what_cannot_be_checked_is_refused_with_what_to_do(
    client: TestClient, path: str, body: dict[str, Any], error: str
) -> None:
    reply = client.post(path, json=body)
    assert (reply.status_code, reply.json()["error"]) == (422, error)
    check(client.get("/api/openapi.json").json(), reply, "post", path)


def test_the_sheet_has_a_row_a_figure_and_numbers_as_numbers(client: TestClient) -> None:
    reply = client.post("/api/check.xlsx", json={"text": TEXT})
    head, *rows = load_workbook(io.BytesIO(reply.content)).active.iter_rows(values_only=True)
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(c["稿中数"], c["稿中数值"], c["结论"], c["方案数值"]) for c in cells] == [
        ("1.2万吨", 12000, "相符", 12000),
        ("42%", 42, "不符", 40),
        ("云政发〔2023〕9号", None, "不符", None),
        ("48%", 48, "相符", 48),
    ]
    assert cells[1]["方案"] == "澜田市节能减排工作方案"
    assert cells[1]["文号"] == "澜政发〔2023〕7号"
    assert cells[1]["条款"] == "一、主要目标"
    assert "农村生活污水治理率达到40%" in cells[1]["方案原句"]
    assert cells[1]["稿中原句"].startswith("澜田市化学需氧量")


def test_the_document_has_the_same_table(client: TestClient) -> None:
    reply = client.post("/api/check.docx", json={"text": TEXT})
    document = docx.Document(io.BytesIO(reply.content))
    assert "4 个数：2 个相符，2 个不符" in document.paragraphs[1].text
    (table,) = document.tables
    second = [cell.text for cell in table.rows[2].cells]
    assert second[1:4] == ["42%", "不符", "40%"]
    assert "《澜田市节能减排工作方案》（澜政发〔2023〕7号）一、主要目标" in second[4]


def test_a_draft_that_tries_to_be_a_formula_stays_text(client: TestClient) -> None:
    reply = client.post("/api/check.xlsx", json={"text": "=1+1，澜田市森林覆盖率达到40%。"})
    sheet = load_workbook(io.BytesIO(reply.content)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
