from itertools import pairwise
from pathlib import Path

import pytest

from corpus.check import find_violations
from corpus.plan import Clause, Plan
from corpus.spacing import kept_pieces
from corpus.structure import read_plan
from tests.outlines import outline_of, plan_of

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "corpus/plans").glob("*.txt")), *sorted((ROOT / "tests/data/invented").glob("*.txt"))]
REAL = {path.stem: read_plan(path.stem, path.read_text("utf-8")) for path in FILES}
WRAPPED = "到2025年，全市规模以上工业单位增加值能耗下降百分之十三点五，万元工业增加值用水量下降百分之十六，推动重点行业绿色升级。"


def _words(plan: Plan, clause: Clause) -> str:
    """Oracle: the raw span without furniture and white space."""
    pieces = kept_pieces(clause.start, clause.end, plan.furniture)
    return "".join("".join(plan.text[a:b].split()) for a, b in pieces)


@pytest.mark.parametrize("plan", REAL.values(), ids=lambda plan: plan.id)
def test_real_plans_keep_every_invariant(plan: Plan) -> None:
    assert find_violations(plan) == []
    assert sum(c.kind == "clause" for c in plan.clauses) >= 20
    for clause in plan.clauses:
        assert "".join(clause.text.split()) == _words(plan, clause)
    for before, after in pairwise(plan.clauses):
        assert before.end <= after.start


@pytest.mark.parametrize(
    ("plan", "address", "title"),
    [
        ("chenzhou", "二、（一）3.", "加强节能形势分析预警"),
        ("fuzhou-fj", "三、（十一）", "环境基础设施改造提升工程"),
        ("fuzhou-fj", "四、（三）", "坚决遏制高耗能高排放项目盲目发展"),
        ("fuzhou-jx", "二、（十）", "环境基础设施水平提升工程"),
        ("qiandongnan", "四、（三）", "坚决遏制“两高一低”项目盲目发展"),
        ("ziyang", "四、（十一）", "完善能耗双控制度"),
        ("ziyang", "五、（二十一）", "引导推动社会共同参与"),
        ("lanpu", "二、（二）2.", "补齐污水垃圾短板"),
        ("lanpu", "一、专栏1", "澜浦州“十四五”节能减排降碳主要指标"),
        ("yunling", "第三章第九条", "交通清洁行动"),
        ("yunling", "第二章第五条", ""),
    ],
)
def test_real_clauses_stand_at_the_addresses_people_write(plan: str, address: str, title: str) -> None:
    assert [c.title for c in REAL[plan].clauses if c.address == address] == [title]


@pytest.mark.parametrize(("plan", "clauses"), [("chenzhou", 24), ("fuzhou-fj", 29), ("fuzhou-jx", 27), ("ziyang", 28)])
def test_real_plans_have_as_many_clauses_as_headings_counted_by_hand(plan: str, clauses: int) -> None:
    assert len(REAL[plan].clauses) == clauses


def test_every_numbering_level_nests_under_the_one_above() -> None:
    body = "第一篇 总论\n第一章 总则\n第一节 目标\n一、能耗\n（一）工业\n1.钢铁\n（1）高炉\n①技改。推进。\n第二章 保障\n落实。"
    assert [address for address, _ in outline_of(body)] == [
        "第一篇",
        "第一篇第一章",
        "第一篇第一章第一节",
        "第一篇第一章第一节一、",
        "第一篇第一章第一节一、（一）",
        "第一篇第一章第一节一、（一）1.",
        "第一篇第一章第一节一、（一）1.（1）",
        "第一篇第一章第一节一、（一）1.（1）①",
        "第一篇第二章",
    ]


def test_clause_knows_its_parent_its_path_and_its_span() -> None:
    plan = plan_of("一、重点任务\n（一）工业节能。推进改造。\n二、保障")
    clause = next(c for c in plan.clauses if c.address == "一、（一）")
    assert clause.parent == "p#一、"
    assert clause.section == "一、重点任务 > （一）工业节能"
    assert plan.text[clause.start : clause.end] == "（一）工业节能。推进改造。\n"
    assert clause.heading == "（一）工业节能。"
    assert clause.text == "（一）工业节能。推进改造。"


def test_title_on_its_own_line_and_title_run_in_are_told_apart() -> None:
    plan = plan_of(
        "一、任务\n（一）工业节能\n推进改造。\n（二）农业减排。推进种养。\n（三）推广间歇灌溉，到2025年推广到十个县，覆盖面积达到二百万亩，每亩节水三百立方米以上，并建立台账。"
    )
    assert [c.text for c in plan.clauses[2:]] == [
        "（一）工业节能\n推进改造。",
        "（二）农业减排。推进种养。",
        "（三）推广间歇灌溉，到2025年推广到十个县，覆盖面积达到二百万亩，每亩节水三百立方米以上，并建立台账。",
    ]
    assert [c.title for c in plan.clauses[2:]] == ["工业节能", "农业减排", ""]


def test_markdown_headings_and_bold_marks_are_headings_without_their_marks() -> None:
    plan = plan_of(
        "\n### 一、总体要求\n\n落实。\n\n**（一）工业节能。** 推进改造。\n\n**（二）农业减排**\n\n推进种养。\n\n#### 1. 秸秆利用\n\n达到90%。"
    )
    assert [c.text for c in plan.clauses if c.kind == "clause"] == [
        "一、总体要求\n落实。",
        "（一）工业节能。推进改造。",
        "（二）农业减排\n推进种养。",
        "1.秸秆利用\n达到90%。",
    ]
    assert plan.clauses[-1].address == "一、（二）1."


def test_half_width_and_blank_padded_labels_get_the_usual_address() -> None:
    body = (
        "一．任务\n(一)工业。推进。\n( 二 )农业。推进。\n（三）、商贸。推进。\n1．钢铁。推进。\n第 二 章 保障\n落实。"
    )
    assert [address for address, _ in outline_of(body)] == [
        "一、",
        "一、（一）",
        "一、（二）",
        "一、（三）",
        "一、（三）1.",
        "第二章",
    ]
    assert plan_of(body).clauses[2].text == "(一)工业。推进。"


@pytest.mark.parametrize(
    "reference",
    [
        "（一）中所述目标为约束性指标。",
        "（一）至（三）由市政府考核。",
        "（一）、（二）项任务于年底完成。",
        "（二）项任务于年底完成。",
        "第三条规定的情形除外。",
        "第三条、第五条另行制定。",
        "第三条第二款所称企业。",
        "专栏1所列工程按期建成。",
        "一、二、三产业协调发展。",
        "1.5万吨产能按期退出。",
        "2025年年底完成。",
    ],
)
def test_a_line_that_only_refers_to_a_clause_is_no_heading(reference: str) -> None:
    assert outline_of(f"一、任务\n（一）工业。推进改造。\n{reference}\n（二）农业。推进种养。") == [
        ("一、", "任务"),
        ("一、（一）", "工业"),
        ("一、（二）", "农业"),
    ]


def test_titles_that_begin_like_a_reference_are_headings() -> None:
    titles = ["项目建设", "及时调度", "和谐社区", "中小企业", "至2025年的目标", "与企业共建", "规定动作"]
    body = "一、任务\n" + "".join(f"（{n}）{t}。推进。\n" for n, t in zip("一二三四五六七", titles, strict=True))
    assert [title for _, title in outline_of(body)][1:] == titles


def test_numbering_may_run_on_across_chapters_and_skip_numbers() -> None:
    body = "一、任务\n（一）工业。推进。\n（二）农业。推进。\n二、机制\n（三）价格。推进。\n（七）财税。推进。\n六、保障\n（二十五）考核。推进。"
    assert [address for address, _ in outline_of(body)] == [
        "一、",
        "一、（一）",
        "一、（二）",
        "二、",
        "二、（三）",
        "二、（七）",
        "六、",
        "六、（二十五）",
    ]


def test_numbers_inside_a_sentence_start_no_clause() -> None:
    body = "一、任务\n推进以下工作：\n2.没有第一项的编号。\n落实一是能耗，二是水耗。"
    assert outline_of(body) == [("一、", "任务")]


def test_hard_wrapped_lines_are_joined_and_wrapped_references_stay_inside() -> None:
    lines = [WRAPPED[i : i + 20] for i in range(0, len(WRAPPED), 20)]
    body = "\n".join(
        [
            "一、总体目标",
            "（一）主要目标",
            *lines,
            "（二）工作步骤",
            *lines[:-1],
            "完成指标，考核按照本方案确定的任务，即",
            "（一）中所述内容执行。",
            *lines,
        ]
    )
    plan = plan_of(body)
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "一、（一）", "一、（二）"]
    assert next(c for c in plan.clauses if c.address == "一、（一）").text == f"（一）主要目标\n{WRAPPED}"


def test_numbered_items_inside_a_wrapped_paragraph_start_no_clause() -> None:
    lines = [WRAPPED[i : i + 20] for i in range(0, len(WRAPPED), 20)]
    items = [
        "聚焦民生实事，全市各级各部门要办好如下：",
        "1.保障基本住房，新建改造一批安置住房项目。",
        "2.保障基本供水，新建改造一批老旧供水管网。",
    ]
    body = "\n".join(["一、目标", *lines, "二、任务", *lines, *items, "三、保障", *lines])
    assert [address for address, _ in outline_of(body)] == ["一、", "二、", "三、"]


def test_title_cut_inside_a_quotation_goes_on_in_the_next_line() -> None:
    assert outline_of("一、实施“绿色\n低碳”行动。推进改造。")[0] == ("一、", "实施“绿色低碳”行动")


def test_blank_lines_between_wrapped_lines_change_nothing() -> None:
    lines = [WRAPPED[i : i + 20] for i in range(0, len(WRAPPED), 20)]
    body = ["一、总体目标", *lines, "二、重点任务", *lines, "三、保障措施", *lines]
    assert [c.text for c in plan_of("\n\n".join(body)).clauses] == [c.text for c in plan_of("\n".join(body)).clauses]


def test_a_heading_may_follow_a_table_line_that_ends_without_a_stop() -> None:
    lines = [WRAPPED[i : i + 20] for i in range(0, len(WRAPPED), 20)]
    body = "\n".join(["一、目标", *lines, *lines, "森林覆盖率　61.3　62.5　约束性", "二、任务", *lines])
    assert [address for address, _ in outline_of(body)] == ["一、", "二、"]


def test_sentence_broken_by_a_page_break_is_whole_and_the_page_number_is_outside() -> None:
    plan = plan_of("一、任务\n推进钢铁行业\n\n— 3 —\n\n超低排放改造。\n二、保障\n落实责任。\n\n- 4 -\n")
    assert [c.text for c in plan.clauses[1:]] == ["一、任务\n推进钢铁行业超低排放改造。", "二、保障\n落实责任。"]
    assert [plan.text[f.start : f.end].strip() for f in plan.furniture] == ["— 3 —", "- 4 -"]
    assert {f.kind for f in plan.furniture} == {"page_number"}


def test_running_headers_beside_page_numbers_are_furniture() -> None:
    pages = "".join(f"推进第{n}类行业改造。\n甲市人民政府公报\n- {n} -\n" for n in range(1, 5))
    plan = plan_of(f"一、任务\n{pages}")
    assert sum(f.kind == "running_header" for f in plan.furniture) == 4
    assert (
        plan.clauses[-1].text
        == "一、任务\n推进第1类行业改造。推进第2类行业改造。推进第3类行业改造。推进第4类行业改造。"
    )


def test_bare_numbers_that_count_pages_are_furniture_and_table_numbers_are_not() -> None:
    counted = plan_of("一、任务\n推进改造。\n1\n落实责任。\n2\n加强考核。\n3\n")
    assert counted.clauses[-1].text == "一、任务\n推进改造。落实责任。加强考核。"
    table = plan_of("一、任务\n能耗\n13\n水耗\n16\n煤耗\n5\n")
    assert table.clauses[-1].text == "一、任务\n能耗13水耗16煤耗5"


def test_numbers_on_two_lines_never_become_one_number() -> None:
    assert plan_of("一、任务\n指标为13\n16两项。").clauses[-1].text == "一、任务\n指标为13 16两项。"


def test_box_is_a_clause_and_the_list_it_interrupts_goes_on() -> None:
    body = "一、任务\n（一）工业\n1.钢铁。推进。\n2.水泥。推进。\n专栏1 重点工程\n1.余热工程。建设。\n（二）农业\n1.秸秆。推进。\n专栏2：农业工程\n建设。\n2.农膜。推进。"
    assert outline_of(body) == [
        ("一、", "任务"),
        ("一、（一）", "工业"),
        ("一、（一）1.", "钢铁"),
        ("一、（一）2.", "水泥"),
        ("一、专栏1", "重点工程"),
        ("一、专栏1·1.", "余热工程"),
        ("一、（二）", "农业"),
        ("一、（二）1.", "秸秆"),
        ("一、专栏2", "农业工程"),
        ("一、（二）2.", "农膜"),
    ]


def test_list_of_attachments_signature_and_attachments_are_parts_of_their_own() -> None:
    plan = plan_of(
        "引言。\n一、任务\n推进。\n附件：1.任务表\n2.指标表\n\n甲市人民政府\n2023年1月2日\n附件1\n任务表\n一、工业\n推进。\n附件2\n指标表\n1.能耗。下降。"
    )
    assert [(c.kind, c.address, c.text) for c in plan.clauses[2:]] == [
        ("clause", "一、", "一、任务\n推进。"),
        ("closing", "附件", "附件：1.任务表\n2.指标表"),
        ("closing", "落款", "甲市人民政府\n2023年1月2日"),
        ("clause", "附件1", "附件1任务表"),
        ("clause", "附件1一、", "一、工业\n推进。"),
        ("clause", "附件2", "附件2指标表"),
        ("clause", "附件2·1.", "1.能耗。下降。"),
    ]
    assert plan.clauses[-1].parent == "p#附件2"
    assert [f.value for f in plan.front if f.kind == "attachments"] == ["1.任务表", "2.指标表"]


def test_entry_into_force_closes_theplan_of() -> None:
    plan = plan_of("一、任务\n推进节能减排各项工作。\n本方案自发布之日起施行。")
    assert [(c.kind, c.title) for c in plan.clauses[-1:]] == [("closing", "附则")]
    assert plan.clauses[-2].text == "一、任务\n推进节能减排各项工作。"


def test_articles_are_clauses_without_a_title_unless_they_have_one() -> None:
    body = (
        "第一章 总则\n第一条 为推动绿色转型，制定本办法。\n第二条 到2025年，能耗下降13%。\n第三条 工业提效。实施改造。"
    )
    assert outline_of(body) == [
        ("第一章", "总则"),
        ("第一章第一条", ""),
        ("第一章第二条", ""),
        ("第一章第三条", "工业提效"),
    ]


def test_an_article_of_one_short_sentence_says_it_and_has_no_title() -> None:
    body = "第一条 摊位租期为3年。\n第二条 按月缴费。\n第三条 适用范围\n本办法适用于集市。\n第四条 退租。须提前一个月。"
    assert outline_of(body) == [("第一条", ""), ("第二条", ""), ("第三条", "适用范围"), ("第四条", "退租")]


def test_articles_may_be_counted_in_digits_and_have_others_inserted_behind_them() -> None:
    body = "第1章 总则\n第1条 为管好集市，制定本办法。\n第2章 管理\n第2条 摊位应当登记。\n第2条之一 流动摊位由乡镇划定。\n第3条 本办法自2026年1月1日起施行。"
    assert [address for address, _ in outline_of(body)] == [
        "第1章",
        "第1章第1条",
        "第2章",
        "第2章第2条",
        "第2章第2条之一",
        "第2章第3条",
    ]


@pytest.mark.parametrize("label", ["附件1：摊位收费表", "附件 1： 摊位收费表", "附表1：摊位收费表"])
def test_an_attachment_with_its_title_beside_its_label_has_a_tree_of_its_own(label: str) -> None:
    body = f"一、目标\n建成集市3处。\n二、收费\n按附件执行。\n{label}\n一、固定摊位\n每月300元。\n附：名词解释\n1.摊位：固定的柜台。"
    first = "".join(label.partition("：")[0].split())
    assert [address for address, _ in outline_of(body)] == [
        "一、",
        "二、",
        first,
        f"{first}一、",
        "名词解释",
        "名词解释1.",
    ]


def test_a_list_of_attachments_opens_none() -> None:
    listed = "附件1：摊位收费表\n附件2：申请书\n\n柳溪县人民政府\n2025年3月1日\n"
    assert [address for address, _ in outline_of(f"一、目标\n建成集市3处。\n{listed}")] == ["一、"]
    cover = f"{listed}附件1\n摊位收费表\n一、固定摊位\n每月300元。\n附件2\n申请书\n填写姓名和住址。\n"
    found = [address for address, _ in outline_of(f"一、目标\n建成集市3处。\n{cover}")]
    assert found == ["一、", "附件1", "附件1一、", "附件2"]


def test_same_address_twice_gives_two_ids() -> None:
    plan = plan_of("（一）成效。去年。\n（二）不足。去年。\n（一）目标。今年。")
    assert [c.id for c in plan.clauses if c.kind == "clause"] == ["p#（一）", "p#（二）", "p#（一）~2"]


def test_text_without_headings_is_one_body() -> None:
    plan = plan_of(
        "推进节能减排工作，加快绿色转型，到2025年全市单位地区生产总值能耗比2020年下降13%以上，主要污染物排放总量持续减少。"
    )
    assert [(c.kind, c.title) for c in plan.clauses] == [("front", "文件头"), ("preamble", "正文")]


def test_traditional_headings_are_kept_as_published() -> None:
    assert outline_of("一、總體要求\n（一）工業節能。推進。") == [("一、", "總體要求"), ("一、（一）", "工業節能")]


def test_full_width_digits_and_circled_numbers_are_read() -> None:
    assert [address for address, _ in outline_of("一、任务\n１．钢铁。推进。\n①高炉。推进。\n②转炉。推进。")] == [
        "一、",
        "一、１.",
        "一、１.①",
        "一、１.②",
    ]


def test_an_article_may_have_its_title_in_brackets_and_a_sentence_that_goes_on_is_none() -> None:
    text = "第一条【适用范围】本办法适用于市域。\n第二条 到2035年，耕地保有量不低于120万亩，\n城镇开发边界控制在150平方公里以内。\n"
    plan = plan_of(text)
    assert [c.title for c in plan.clauses if c.kind == "clause"] == ["适用范围", ""]
