"""The downloads of the comparison, opened the way the office does: openpyxl for XLSX, a reader of CSV for CSV."""

import csv
import io
import re
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


def shown(cell: Any) -> Any:
    """What the office shows of a cell: a number in its format, words between quotes and digits."""
    if cell.data_type != "n" or cell.value is None:
        return cell.value
    parts = re.fullmatch(r'(?:"([^"]*)")?([#,]*0(?:\.0+)?)(?:"([^"]*)")?', cell.number_format)
    assert parts, cell.number_format
    before, digits, after = parts.groups("")
    return f"{before}{cell.value:{',' if ',' in digits else ''}.{len(digits.partition('.')[2])}f}{after}"


def sheets_of(client: TestClient, **query: Any) -> tuple[list[tuple[Any, ...]], list[dict[str, Any]]]:
    """The comparison's rows, and those of the sources by their column names."""
    reply = client.get("/api/targets.xlsx", params=query)
    assert reply.status_code == 200, reply.text
    book = load_workbook(io.BytesIO(reply.content))
    assert book.sheetnames == ["指标对比", "出处"]
    head, *rows = book["出处"].iter_rows(values_only=True)
    matrix = [tuple(shown(cell) for cell in row) for row in book["指标对比"].iter_rows()]
    return matrix, [dict(zip(head, row, strict=True)) for row in rows]


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
    assert sorted((row["数"], row["单位"] or "", row["原句"]) for row in sources) == sorted(
        (row.value, row.unit, row.sentence) for row in rows
    )
    water = next(row for row in sources if row["指标"] == WATER and row["地区"] == "澜田市")
    assert water == water | {
        "方案": "澜田市节水行动方案",
        "文号": "澜府发〔2024〕7号",
        "印发日期": "2024年3月8日",
        "数值（原文）": "9.6亿立方米",
        "数": 9.6,
        "基期年": "原文未写",
        "目标年": 2027,
        "地址": "一、主要目标",
    }
    assert isinstance(water["数"], float)


def test_the_sources_stand_in_the_order_of_the_table(client: TestClient, index: Index) -> None:
    matrix, sources = sheets_of(client)
    order = [(name, card.title) for name in (row[0] for row in matrix[1:]) for card in index.plans]
    places = [order.index((row["指标"], row["方案"])) for row in sources]
    assert places == sorted(places)
    assert len(set(places)) > 4


def test_a_figure_in_the_table_is_a_number_that_leads_to_its_row_and_tells_its_source(client: TestClient) -> None:
    content = client.get("/api/targets.xlsx", params={"indicator": [REUSE, WATER]}).content
    book = load_workbook(io.BytesIO(content))
    cell, sources = book["指标对比"]["B2"], book["出处"]
    assert (cell.value, cell.data_type, shown(cell)) == (35, "n", "达到35%")
    assert (cell.hyperlink.location, cell.hyperlink.target) == ("'出处'!A2", None)
    note = cell.comment.text
    assert note.startswith("《澜田市节水行动方案》\n澜府发〔2024〕7号\n一、主要目标\n“") and "35%" in note
    water = book["指标对比"]["C3"]
    row = int(water.hyperlink.location.rpartition("A")[2])
    head = [cell.value for cell in sources[1]]
    led = dict(zip(head, [cell.value for cell in sources[row]], strict=True))
    assert (led["地区"], led["指标"], led["数"]) == ("清禾市", WATER, water.value) == ("清禾市", WATER, 7.2)


def test_what_no_sum_may_mix_stays_words(tmp_path: Path) -> None:
    texts = {
        "lantian": ("澜田市", "化学需氧量重点工程减排量达到1.05万吨。污水处理率达到40%，力争达到45%。"),
        "qinghe": ("清禾市", "化学需氧量重点工程减排量达到10500吨。污水处理率力争达到43.50%。"),
        "yushan": ("玉杉市", "化学需氧量重点工程减排量达到800吨。污水处理率达到50%-60%。"),
    }
    index = write_index(tmp_path, texts)
    with client_of(Service(Assistant(index))) as client:
        book = load_workbook(io.BytesIO(client.get("/api/targets.xlsx").content))
    rows = {row[0].value: row[1:] for row in book["指标对比"].iter_rows(min_row=2)}
    tons = next(cells for name, cells in rows.items() if "化学需氧量" in name)
    assert [cell.value for cell in tons if cell.data_type == "n"] == [10500, 800]
    assert [cell.value for cell in tons if cell.data_type == "s"] == ["1.05万吨"]
    words = [shown(cell) for name, cells in rows.items() if "污水处理率" in name for cell in cells]
    assert "力争达到43.50%" in words and any("50%-60%" in str(said) for said in words)
    values = [cell.value for name, cells in rows.items() if "污水处理率" in name for cell in cells]
    assert "达到40%；力争达到45%" in words
    assert {40, 43.5} <= set(values) and not {50, 60} & set(values)


def test_what_a_plan_does_not_give_is_said() -> None:
    with client_of(Unnumbered()) as bare:
        (source,) = sheets_of(bare)[1][:1]
    assert (source["文号"], source["印发日期"]) == ("原文未载文号", "原文未载日期")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"indicator": [WATER]}, "指标对比-用水总量-2份方案"),
        ({"indicator": [WATER, REUSE]}, "指标对比-2项指标-2份方案"),
        ({"indicator": [WATER, REUSE], "plan": ["lantian"]}, "指标对比-2项指标-澜田市"),
    ],
)
def test_files_have_names_in_chinese(client: TestClient, query: dict[str, Any], name: str) -> None:
    for ending in ("csv", "xlsx"):
        disposition = client.get(f"/api/targets.{ending}", params=query).headers["content-disposition"]
        assert unquote(disposition.rpartition("UTF-8''")[2]) == f"{name}.{ending}"
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


class Unnumbered(ScriptedAssistant):
    """A plan without a number and a date."""

    @property
    def plans(self) -> Sequence[Card]:
        return [replace(CARDS[0], number="", date="")]

    def targets_of_plan(self, _: str) -> Sequence[Target]:
        return [replace(Hostile().targets_of_plan("")[0], value=5.0, value_text="5%", unit="%")]


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
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == {None}
    assert all(cell.hyperlink.location.startswith("'出处'!A") for cell in cells if cell.hyperlink)
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
