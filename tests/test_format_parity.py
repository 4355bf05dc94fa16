from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.check import find_violations
from corpus.plan import Plan
from corpus.readers import read_document
from corpus.structure import read_plan
from tests.made_documents import Block, make_docx, make_html, make_pdf, make_txt

PLANS = Path(__file__).parents[1] / "corpus" / "plans"
PUBLISHED = sorted(path.stem for path in PLANS.glob("*.txt"))

SMALL: list[Block] = [
    "某市节约用水行动方案",
    "为贯彻落实国家和省关于节约用水的决策部署，推动用水方式由粗放向节约集约转变，结合我市实际，制定本方案。",
    "一、总体要求",
    "（一）主要目标。到2025年，全市用水总量控制在12.5亿立方米以内，万元地区生产总值用水量比2020年下降16%，规模以上工业用水重复利用率达到93%以上。",
    [["指标", "2020年", "2025年"], ["万元产值用水量下降", "—", "16%"], ["管网漏损率", "12.1%", "9%"]],
    "（二）基本原则。坚持节水优先，把节约用水作为解决我市水资源短缺问题的根本举措，贯穿到经济社会发展全过程和各领域。",
    "二、重点任务",
    "（一）农业节水增效",
    "1.推进灌区现代化改造。到2025年，新增高效节水灌溉面积20万亩，农田灌溉水有效利用系数提高到0.58。（市水利局牵头，市农业农村局配合）",
    "2.推广旱作农业。在北部三县建设旱作节水示范区10个，推广水肥一体化技术面积达到35万亩。（市农业农村局负责）",
    "（二）工业节水减排",
    "1.严控高耗水行业新增产能，对未达到先进用水定额的企业限期改造，到2024年底前全部完成。（市工业和信息化局、市水利局按职责分工负责）",
    "三、保障措施",
    "（一）加强组织领导。各县（市、区）人民政府对本行政区域节约用水工作负总责，逐级分解任务，建立节约用水工作协调机制，定期研究解决重大问题，确保各项任务按期完成。",
]
FORMATS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    ".txt": make_txt,
    ".docx": make_docx,
    ".html": make_html,
    ".pdf": make_pdf,
    ".short-pages.pdf": lambda blocks: make_pdf(blocks, height=120),
    ".running-header.pdf": lambda blocks: make_pdf(blocks, height=150, running="某市人民政府公报"),
    ".title-header.pdf": lambda blocks: make_pdf(blocks, height=150, running=str(blocks[0])),
}


def _read(folder: Path, suffix: str, blocks: Sequence[Block]) -> Plan:
    path = folder / f"plan{suffix}"
    path.write_bytes(FORMATS[suffix](blocks))
    return read_plan("plan", read_document(path))


def _clauses(plan: Plan) -> list[tuple[str, str, str]]:
    return [(c.address, "".join(c.heading.split()), "".join(c.text.split())) for c in plan.clauses]


@pytest.mark.parametrize("suffix", [s for s in FORMATS if s != ".txt"])
def test_a_document_has_the_same_clauses_in_every_format(tmp_path: Path, suffix: str) -> None:
    expected, plan = _read(tmp_path, ".txt", SMALL), _read(tmp_path, suffix, SMALL)
    assert [c.address for c in expected.clauses if c.kind == "clause"] == [
        "一、",
        "一、（一）",
        "一、（二）",
        "二、",
        "二、（一）",
        "二、（一）1.",
        "二、（一）2.",
        "二、（二）",
        "二、（二）1.",
        "三、",
        "三、（一）",
    ]
    assert _clauses(plan) == _clauses(expected)
    assert plan.title == expected.title == SMALL[0]
    assert find_violations(plan) == []


def _holds_for_published(folder: Path, name: str, suffix: str) -> None:
    published = read_plan(name, (PLANS / f"{name}.txt").read_text(encoding="utf-8"))
    blocks = [line for clause in published.clauses for line in clause.text.splitlines()]
    expected, plan = _read(folder, ".txt", blocks), _read(folder, suffix, blocks)
    assert len(expected.clauses) > 20
    assert _clauses(plan) == _clauses(expected)
    assert plan.title == expected.title
    assert find_violations(plan) == []


@pytest.mark.parametrize("suffix", [".docx", ".html"])
@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_plan_has_the_same_clauses_as_docx_and_html(tmp_path: Path, name: str, suffix: str) -> None:
    _holds_for_published(tmp_path, name, suffix)


def test_a_published_plan_has_the_same_clauses_as_pdf(tmp_path: Path) -> None:
    _holds_for_published(tmp_path, PUBLISHED[-1], ".running-header.pdf")


@pytest.mark.prove
def test_every_published_plan_has_the_same_clauses_as_pdf(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("claim", "同一份方案排成 PDF（有页码、有无页眉），条款地址与文字同 .txt 一致")
    record_property("n", 2 * len(PUBLISHED))
    for name in PUBLISHED:
        for suffix in (".pdf", ".running-header.pdf"):
            _holds_for_published(tmp_path, name, suffix)
