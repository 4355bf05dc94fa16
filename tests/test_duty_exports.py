import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from starlette.testclient import TestClient

from corpus.duties import read_duties
from corpus.plan import DutyRole
from corpus.structure import read_plan
from index.snapshot import Index, open_index
from portal import duty_exports
from portal.api import build_api
from portal.assignments import Assignment, assignments_of
from portal.duty_document import as_docx
from portal.duty_exports import selected
from portal.duty_sheet import as_xlsx
from portal.duty_words import ROLES, role_of
from portal.families import family_of
from portal.guard import Guard, policy_of
from portal.task_text import tasks_of
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings

FORBIDDEN = "一\x0b二\x00三"


@pytest.fixture(scope="module")
def index(real_index: Path) -> Index:
    return open_index(real_index)


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(Service(Assistant(index)), settings), policy_of(settings))
    with TestClient(guarded, base_url="http://127.0.0.1") as client:
        yield client


def ledger(index: Index) -> list[Assignment]:
    return [one for card in index.plans for one in assignments_of(index, card)]


def document(client: TestClient, **query: Any) -> Any:
    reply = client.get("/api/duties.docx", params=query)
    assert reply.status_code == 200, reply.text
    return docx.Document(io.BytesIO(reply.content))


def sheet(client: TestClient, **query: Any) -> list[dict[str, str]]:
    reply = client.get("/api/duties.xlsx", params=query)
    assert reply.status_code == 200, reply.text
    head, *rows = openpyxl.load_workbook(io.BytesIO(reply.content)).active.iter_rows(values_only=True)
    return [{name: cell or "" for name, cell in zip(head, row, strict=True)} for row in rows]


def headings(read: Any, level: int) -> list[str]:
    return [part.text for part in read.paragraphs if part.style.name == f"Heading {level}"]


def test_every_task_of_one_office_over_all_plans_is_in_one_document(client: TestClient, index: Index) -> None:
    read = document(client, family="市发改委")
    assert len(document(client, family="发改委").tables) == len(read.tables) > 0
    rows = [one for one in ledger(index) if one.family == "发展改革委"]
    assert {one.duty.body for one in rows} == {"市发改委", "市发展改革委", "州发展改革委"}
    assert headings(read, 1) == [f"{card.region}：{card.title}" for card in index.plans]
    quoted = [row.cells[3].text for table in read.tables for row in table.rows[1:]]
    assert sorted(quoted) == sorted(one.duty.quote for one in rows)
    assert {f"〔{one.card.region}〕{one.duty.body}" for one in rows} == {
        row.cells[2].text.partition("（")[0] for table in read.tables for row in table.rows[1:]
    }


def test_a_chapter_says_number_and_date_and_has_a_table_for_each_role(client: TestClient, index: Index) -> None:
    read = document(client, plan="chenzhou", body="市发改委")
    text = "\n".join(part.text for part in read.paragraphs)
    assert "责任分工：市发改委（郴州市）" in text
    assert "文号：郴政发〔2023〕6号；印发日期：2023年10月28日" in text
    rows = [one for one in ledger(index) if one.card.id == "chenzhou" and one.duty.body == "市发改委"]
    lead = {one.clause.id for one in rows if one.role == "lead"}
    assert headings(read, 2)[0] == f"牵头（{len(lead)} 项）"
    assert len(headings(read, 2)) == len(read.tables) == len({one.role for one in rows})
    first = read.tables[0]
    assert [cell.text for cell in first.rows[0].cells] == ["条款", "任务", "单位（角色）", "责任分工原文"]
    address, task, role, quote = (cell.text for cell in first.rows[1].cells)
    assert (address, role) == ("二、（一）1.强化节能目标管理", "市发改委（牵头）")
    assert quote.startswith("（市发改委牵头；市统计局按职责分工负责")
    plain = index.plan_text("chenzhou")
    assert "".join((task + quote).split()) in "".join(plain.split()), "the task stands before its bracket"
    assert task.endswith("。") and len(task) > 100


def test_headings_and_roles_agree_with_the_brackets(client: TestClient) -> None:
    read = document(client)
    names = [name.partition("（")[0] for name in headings(read, 2)]
    order = [list(ROLES.values()).index(name) for name in names]
    chapters = sum(b <= a for a, b in pairwise(order)) + 1
    assert chapters == len(headings(read, 1))
    assert set(names) == {"牵头", "单独负责", "分工负责"}  # no bracket of these plans says 配合
    for name, table in zip(names, read.tables, strict=True):
        words = {
            part.rpartition("（")[2].rstrip("）") for row in table.rows[1:] for part in row.cells[2].text.split("；")
        }
        assert (
            words
            <= {
                "牵头": {"牵头", "会同"},
                "单独负责": {"负责", "责任单位"},
                "分工负责": {"按职责分工负责", "负责落实", "具体落实", "责任单位", "负责"},
            }[name]
        )


@pytest.mark.parametrize(
    ("bracket", "roles"),
    [
        ("市甲局牵头，市乙局按职责分工负责", ["lead", "shared"]),
        ("市甲局牵头，市乙局配合", ["lead", "join"]),
        ("市甲局牵头，市乙局、市丙局参与", ["lead", "join", "join"]),
        ("牵头单位：市甲局；责任单位：市乙局", ["lead", "shared"]),
        ("市甲局牵头、市乙局", ["lead", "join"]),
        ("市甲局、市乙局按职责分工负责", ["shared", "shared"]),
    ],
)
def test_who_is_made_responsible_beside_a_leader_does_not_merely_take_part(bracket: str, roles: list[DutyRole]) -> None:
    duties = read_duties(read_plan("p", f"甲市方案\n一、任务\n（一）工业。改造。（{bracket}）\n"))
    assert [role_of(duty) for duty in duties] == roles


def tasks(text: str) -> list[str]:
    plan = read_plan("p", f"甲市方案\n一、任务\n{text}\n")
    clause = next(one for one in plan.clauses if one.title.startswith("工业"))
    below = [one for one in plan.clauses if one.parent == clause.id]
    return list(tasks_of(clause, [one for one in read_duties(plan) if one.clause == clause.id], lambda: below).values())


def test_a_task_is_what_its_bracket_stands_behind() -> None:
    assert tasks("（一）工业。推进改造。建设园区。（市甲局负责）") == ["推进改造。建设园区。"]
    assert tasks("（一）工业。推进改造。（市甲局负责）建设园区。（市乙局负责）") == ["推进改造。", "建设园区。"]
    assert tasks("（一）工业（市甲局负责）\n推进改造。建设园区。") == ["推进改造。建设园区"]
    assert tasks("（一）工业（市甲局负责）\n1.改造。推进改造。\n2.园区。建设园区。") == [
        "1.改造。推进改造。\n2.园区。建设园区。"
    ]


def test_a_document_has_page_numbers_and_a_header(client: TestClient) -> None:
    (section,) = document(client, plan="chenzhou", body="市发改委").sections
    assert section.header.paragraphs[0].text == "责任分工：市发改委（郴州市）"
    below = section.footer.paragraphs[0]._p
    assert [field.get(qn("w:instr")) for field in below.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert "".join(word.text for word in below.iter(qn("w:t"))) == "第 1 页，共 1 页"


def test_the_text_of_the_tasks_can_be_left_out(client: TestClient) -> None:
    read = document(client, plan="chenzhou", text="0")
    assert {tuple(cell.text for cell in table.rows[0].cells) for table in read.tables} == {
        ("条款", "单位（角色）", "责任分工原文")
    }
    assert "任务" not in sheet(client, plan="chenzhou", text="0")[0]
    assert sheet(client, plan="chenzhou")[0]["任务"].endswith("。")


def test_like_offices_of_several_places_are_told_apart(client: TestClient, index: Index) -> None:
    read = document(client, body="市生态环境局")
    of = {
        card.region: {o.clause.id for o in ledger(index) if o.card == card and o.duty.body == "市生态环境局"}
        for card in index.plans
    }
    counts = {region: len(clauses) for region, clauses in of.items() if clauses}
    assert len(counts) > 2
    told = "\n".join(part.text for part in read.paragraphs)
    assert f"按地方分列：{'，'.join(f'{region} {n} 项' for region, n in counts.items())}。" in told
    assert "〔〕里的地名不是原文" in told
    for heading, n in zip(headings(read, 1), counts.items(), strict=True):
        assert heading.startswith(f"{n[0]}：")
    rows = sheet(client, body="市生态环境局")
    assert list(dict.fromkeys(row["地区"] for row in rows)) == list(counts)
    assert len({row["条款编号"] for row in rows}) == sum(counts.values())


def test_what_a_standing_rule_adds_is_said_below_the_table(client: TestClient) -> None:
    text = "\n".join(part.text for part in document(client, plan="chenzhou").paragraphs)
    assert (
        "通用规定“以下任务均需各县市区政府、郴州高新区管委会、郴州经开区管委会落实，不再列出”："
        "各县市区政府、郴州高新区管委会、郴州经开区管委会还须落实其后" in text
    )


def test_the_sheet_has_a_row_for_each_row_of_the_ledger(client: TestClient, index: Index) -> None:
    rows = sheet(client)
    order = [card.id for card in index.plans]
    expected = sorted(ledger(index), key=lambda one: (order.index(one.card.id), list(ROLES).index(one.role)))
    assert [(row["条款编号"], row["单位"], row["任务"], row["责任分工原文"]) for row in rows] == [
        (one.clause.id, one.duty.body, one.task, one.duty.quote) for one in expected
    ]
    first = rows[0]
    assert (first["文号"], first["条款"], first["角色"], first["角色（原文）"], first["同名部门"]) == (
        "郴政发〔2023〕6号",
        "二、（一）1.强化节能目标管理",
        "牵头",
        "牵头",
        "发展改革委",
    )


def test_rows_are_chosen_by_plan_body_and_role(client: TestClient) -> None:
    chosen = sheet(client, plan=["ziyang", "chenzhou"], body=["市财政局", "市水务局"], role=["lead", "shared"])
    assert {row["方案编号"] for row in chosen} == {"ziyang", "chenzhou"}
    assert {row["单位"] for row in chosen} == {"市财政局", "市水务局"}
    assert {row["角色"] for row in chosen} == {"牵头", "分工负责"}
    assert sheet(client, body="没有这个局") == []


def test_files_have_chinese_names(client: TestClient) -> None:
    for ending in ("docx", "xlsx"):
        said = client.get(f"/api/duties.{ending}", params={"family": "市发改委"}).headers["content-disposition"]
        assert f'filename="duties.{ending}"' in said
        assert unquote(said.partition("filename*=UTF-8''")[2]).startswith("责任分工-市发改委-20")
        query = {"body": "市发改委", "plan": "fuzhou-fj"}
        said = client.get(f"/api/duties.{ending}", params=query).headers["content-disposition"]
        assert unquote(said.partition("filename*=UTF-8''")[2]).startswith("责任分工-市发改委-福州市-20")


def test_what_looks_like_a_formula_stays_text(index: Index) -> None:
    one = ledger(index)[0]
    signs = ('=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "http://a.example", "12")
    rows = [replace(one, clause=replace(one.clause, title=sign), task=sign) for sign in signs]
    read = openpyxl.load_workbook(io.BytesIO(as_xlsx("", [one.card], rows))).active
    clauses = [one.clause.address + sign for sign in signs]
    assert [read.cell(line, 5).value for line in range(2, 2 + len(signs))] == clauses
    cells = [read.cell(line, 6) for line in range(2, 2 + len(signs))]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(sign, "s", None) for sign in signs]


def test_signs_that_xml_cannot_hold_are_left_out_of_a_document(index: Index) -> None:
    one = ledger(index)[0]
    rows = [replace(one, duty=replace(one.duty, quote=FORBIDDEN))]
    read = docx.Document(io.BytesIO(as_docx("", [one.card], rows)))
    assert read.tables[0].rows[1].cells[3].text == "一二三"


def test_a_name_with_such_signs_or_many_names_make_a_title_all_the_same(client: TestClient) -> None:
    assert document(client, family=FORBIDDEN).core_properties.title == "责任分工：一二三"
    assert sheet(client, body=FORBIDDEN) == []
    many = document(client, body=["市财政局" + "局" * 90, *["市财政局"] * 40])
    assert many.core_properties.title.endswith("等41个单位")


def test_too_much_is_refused_with_what_to_do(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty_exports, "ROWS", 100)
    for ending in ("docx", "xlsx"):
        reply = client.get(f"/api/duties.{ending}")
        assert reply.status_code == 422
        assert "一个文件最多 100 条。请少选几份方案" in reply.json()["message"]
        assert client.get(f"/api/duties.{ending}", params={"body": "市财政局"}).status_code == 200
        assert client.get(f"/api/duties.{ending}", params={"body": ["局"] * 51}).status_code == 422
        assert client.get(f"/api/duties.{ending}", params={"body": "局" * 101}).status_code == 422
        assert client.get(f"/api/duties.{ending}", params={"role": "boss"}).status_code == 422
        assert client.get(f"/api/duties.{ending}", params={"plan": "没有"}).json()["error"] == "plan_unknown"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("市发改委", "州发展改革委", True),
        ("市住建局", "省住房和城乡建设局", True),
        ("市人社局", "县人力资源社会保障局", True),
        ("市场监管局", "市市场监管局", True),
        ("市科技局", "市科学技术局", True),
        ("市建设局", "市住建局", False),
        ("市水利局", "市水务局", False),
        ("市公安局", "市公安局交警支队", False),
        ("市城管委", "市城管局", False),
        ("市教育局", "市教育和体育局", False),
    ],
)
def test_names_are_of_one_family_only_when_level_and_short_form_differ(first: str, second: str, same: bool) -> None:
    assert (family_of(first) == family_of(second)) is same


def test_branches_of_one_firm_are_a_family_whatever_place_they_name() -> None:
    assert family_of("国网郴州供电公司", "郴州市") == family_of("国网资阳供电公司", "资阳市") == "国网供电公司"


def test_a_row_of_the_ledger_names_its_family_and_what_its_rule_binds(client: TestClient) -> None:
    rows = client.get("/api/duties", params={"plan": "chenzhou"}).json()["rows"]
    assert (rows[0]["title"], rows[0]["family"], rows[0]["binds"]) == ("强化节能目标管理", "发展改革委", [])
    bound = next(row for row in rows if row["rule"])["binds"]
    later = dict.fromkeys(row["clause"] for row in rows if row["clause"] != rows[0]["clause"])
    assert bound == list(later)


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_alone_leaves_out_the_plans_that_give_nobody_it(tiny_index: Index, role: DutyRole) -> None:
    having = [card.id for card in tiny_index.plans if any(o.role == role for o in assignments_of(tiny_index, card))]
    assert [card.id for card in selected(tiny_index, None, None, None, [role]).cards] == having


def test_not_every_plan_gives_every_role(tiny_index: Index) -> None:
    given = [{one.role for one in assignments_of(tiny_index, card)} for card in tiny_index.plans]
    assert any(roles < set(ROLES) for roles in given)  # else the test before shows nothing
