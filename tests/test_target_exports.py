"""The downloads of the comparison, opened the way the office does: openpyxl for XLSX, a reader of CSV for CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from starlette.testclient import TestClient

from corpus.plan import Clause, Comparison, Target
from index.snapshot import Index, open_index
from portal.apart import apart_from
from portal.api import build_api
from portal.figures import say_figure
from portal.guard import Guard, policy_of
from portal.target_exports import INDICATORS
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings
from tests.comparable_plans import write_index
from tests.scripted_assistant import CARDS, CLAUSES, Card, ScriptedAssistant
from tests.tiny_index import PairEmbedder

WATER, LEAK, REUSE = "用水总量", "城市公共供水管网漏损率", "再生水利用率"


@pytest.fixture(scope="module")
def index(tiny_built: Path) -> Index:
    return open_index(tiny_built, embedder=PairEmbedder())


def client_of(service: Any) -> TestClient:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    return TestClient(Guard(build_api(service, settings), policy_of(settings)), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    with client_of(Service(Assistant(index))) as client:
        yield client


def sheets_of(client: TestClient, **query: Any) -> tuple[list[tuple[Any, ...]], list[dict[str, Any]]]:
    """The comparison's rows, and those of the sources by their column names."""
    reply = client.get("/api/targets.xlsx", params=query)
    assert reply.status_code == 200, reply.text
    book = load_workbook(io.BytesIO(reply.content))
    assert book.sheetnames == ["指标对比", "出处"]
    head, *rows = book["出处"].iter_rows(values_only=True)
    return list(book["指标对比"].iter_rows(values_only=True)), [dict(zip(head, row, strict=True)) for row in rows]


def csv_of(client: TestClient, **query: Any) -> list[dict[str, str]]:
    reply = client.get("/api/targets.csv", params=query)
    assert reply.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


def test_indicators_by_plans_are_read_back_in_the_order_asked_for(client: TestClient) -> None:
    matrix, sources = sheets_of(client, plan=["qinghe", "lantian"], indicator=[REUSE, WATER, "绿化率"])
    assert [cell.split("\n")[0] for cell in matrix[0]] == ["指标", "澜田市", "清禾市"]
    assert matrix[1:] == [
        (REUSE, "达到35%", "达到28%"),
        (WATER, "控制在9.6亿立方米以内", "控制在7.2亿立方米以内"),
        ("绿化率", "未提及", "未提及"),
    ]
    assert {row["指标"] for row in sources} == {REUSE, WATER}


def test_every_figure_has_its_source_and_numbers_are_numbers(client: TestClient, index: Index) -> None:
    _, sources = sheets_of(client)
    rows = [row for card in index.plans for row in index.targets_of_plan(card.id)]
    assert [(row["数"], row["单位"] or "", row["原句"]) for row in sources] == [
        (row.value, row.unit, row.sentence) for row in rows
    ]
    water = next(row for row in sources if row["指标"] == WATER and row["地区"] == "澜田市")
    assert water == water | {
        "方案": "澜田市节水行动方案",
        "文号": "澜府发〔2024〕7号",
        "印发日期": "2024年3月8日",
        "数值（原文）": "9.6亿立方米",
        "数": 9.6,
        "目标年": 2027,
        "地址": "一、",
        "条款标题": "主要目标",
    }
    assert isinstance(water["数"], float)


def test_a_csv_has_the_same_figures(client: TestClient) -> None:
    _, sources = sheets_of(client, indicator=WATER)
    assert [{name: str(cell or "") for name, cell in row.items()} for row in sources] == csv_of(client, indicator=WATER)


def test_what_is_not_named_is_everything_with_what_most_plans_give_first(client: TestClient, index: Index) -> None:
    matrix, _ = sheets_of(client)
    missing = [sum(cell == "未提及" for cell in row) for row in matrix[1:]]
    assert missing == sorted(missing)
    assert {row[0] for row in matrix[1:]} == {t.canonical for c in index.plans for t in index.targets_of_plan(c.id)}


def test_files_have_names_in_chinese(client: TestClient) -> None:
    for ending in ("csv", "xlsx"):
        disposition = client.get(f"/api/targets.{ending}").headers["content-disposition"]
        assert unquote(disposition.rpartition("UTF-8''")[2]) == f"指标对比-澜田市等2份.{ending}"
        assert f'filename="targets.{ending}"' in disposition
        assert disposition.isascii()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "query",
    ["plan=nowhere", "sort=1", "plan=lantian&x=1", "indicator=" + "x" * 301, "&".join(["indicator=x"] * 501)],
)
def test_other_queries_are_refused(client: TestClient, ending: str, query: str) -> None:
    assert INDICATORS == 500
    assert client.get(f"/api/targets.{ending}?{query}").status_code == 422


def test_a_year_or_a_scope_that_is_not_the_usual_one_stands_with_the_figure(tmp_path: Path) -> None:
    goals = "污水处理率达到40%，其中城市污水处理率达到95%。垃圾回收利用率达到35%。到2027年，农膜回收率达到80%。"
    index = write_index(tmp_path, {"lantian": ("澜田市", goals)})
    with client_of(Service(Assistant(index))) as client:
        matrix, _ = sheets_of(client)
    assert ("农膜回收率", "达到80%（2027年）") in matrix
    assert "达到35%" in {cells[1] for cells in matrix}


def test_the_page_and_the_workbook_set_the_same_figures_apart(tmp_path: Path) -> None:
    goals = "污水处理率达到40%，其中城市污水处理率达到95%。垃圾回收利用率达到35%。到2027年，农膜回收率达到80%。"
    index = write_index(tmp_path, {"lantian": ("澜田市", goals)})
    with client_of(Service(Assistant(index))) as client:
        rows = client.get("/api/targets").json()["rows"]
        matrix, _ = sheets_of(client)
    written = {line for cells in matrix for cell in cells[1:] for line in str(cell).splitlines()}
    for row in rows:
        year, scope = row["apart"]["year"], row["apart"]["scope"]
        apart = "，".join(filter(None, (f"{year}年" if year else "", scope)))
        assert (f"{row['said']}（{apart}）" if apart else row["said"]) in written
    assert [row["apart"]["year"] for row in rows if row["canonical"] == "农膜回收率"] == [2027]
    (usual,) = (target for target in index.targets_of_plan("lantian") if target.canonical == "农膜回收率")
    several = [usual, usual, replace(usual, scope="城区"), replace(usual, scope="城区", canonical="城区农膜回收率")]
    assert [apart.scope for apart in apart_from(several)] == ["", "", "城区", ""]


@pytest.mark.parametrize(
    ("quote", "comparison", "qualifier", "said"),
    [
        ("能耗下降5%以上", "decrease", "以上", "下降5%以上"),
        ("地区生产总值增长5%左右", "about", "左右", "5%左右"),
        ("利用率达5%", "reach", "", "达到5%"),
        ("力争达到5%", "reach", "力争", "力争达到5%"),
        ("不低于5%", "at_least", "不低于", "不低于5%"),
        ("完成5%的激励目标", "reach", "激励目标", "5%（激励目标）"),
    ],
)
def test_a_figure_is_said_with_the_words_that_bound_it_and_no_others(
    quote: str, comparison: Comparison, qualifier: str, said: str
) -> None:
    target = replace(Hostile().targets_of_plan("")[0], value=5.0, value_text="5%", unit="%", quote=quote)
    assert say_figure(replace(target, comparison=comparison, qualifier=qualifier)) == said


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://192.0.2.1")', "{=1}", "http://192.0.2.1"]
LIVE = tuple("=+-@\t\r")


class Hostile(ScriptedAssistant):
    """A plan that means harm in every field."""

    @property
    def plans(self) -> Sequence[Card]:
        return [replace(CARDS[0], title=HOSTILE[0], region=HOSTILE[3], number=HOSTILE[1], date=HOSTILE[2])]

    def clauses(self, plan: str) -> Sequence[Clause]:
        return [replace(clause, title=HOSTILE[0]) for (of, _), clause in CLAUSES.items() if of == plan]

    def targets_of_plan(self, _: str) -> Sequence[Target]:
        return [
            Target(
                *("qingyu", "qingyu/1", "", text, text),
                value=-5.0,
                value_text=text,
                unit=text,
                comparison="reach",
                base_year=None,
                target_year=2025,
                qualifier=text,
                scope=text,
                quote=text,
                sentence=text,
                start=0,
                end=0,
            )
            for text in HOSTILE
        ]


def test_hostile_text_is_text_in_a_workbook() -> None:
    with client_of(Hostile()) as client:
        content = client.get("/api/targets.xlsx").content
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells)
    rows = list(book["出处"].iter_rows(min_row=2))
    assert [unescape(row[4].value) for row in rows] == HOSTILE  # Excel's own way to write a carriage return
    assert [row[8].value for row in rows] == [-5] * len(HOSTILE)


def test_hostile_text_is_text_in_a_csv() -> None:
    with client_of(Hostile()) as client:
        rows = csv_of(client)
    assert [row["指标"].removeprefix("'") for row in rows] == HOSTILE
    for row in rows:
        assert {name for name, cell in row.items() if cell.startswith(LIVE)} == {"数"}
        assert row["数"] == "-5.0"
