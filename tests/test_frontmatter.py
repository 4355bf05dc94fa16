from pathlib import Path

import pytest

from corpus.check import find_violations
from corpus.plan import FrontKind, Plan
from corpus.reading import plain_reading
from corpus.regions import region_of_title
from corpus.structure import read_plan

ROOT = Path(__file__).parents[1]
BODY = "\n一、总体要求\n推进节能减排各项工作。\n二、保障措施\n落实责任。\n"


def _plan(front: str, body: str = BODY) -> Plan:
    plan = read_plan("stem", front + body)
    assert find_violations(plan) == []
    return plan


def _fields(plan: Plan) -> dict[FrontKind, str]:
    return {f.kind: f.value for f in plan.front}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "chenzhou",
            {
                "title": "郴州市“十四五”节能减排行动方案",
                "registration": "CZCR－2023－00005",
                "number": "郴政发〔2023〕6号",
                "issuer": "郴州市人民政府",
                "date": "2023年10月28日",
                "recipients": "各县市区人民政府，市政府各工作部门，中省驻郴各单位",
                "openness": "正文主动公开，附件不予公开",
                "attachments": "4.“十四五”主要行业节能指标",
            },
        ),
        (
            "fuzhou-fj",
            {
                "title": "福州市“十四五”节能减排综合工作实施方案",
                "number": "榕政办〔2022〕127号",
                "issuer": "福州市人民政府办公厅",
                "date": "2022年11月9日",
                "recipients": "各县（市）区人民政府、高新区管委会，市直各委、办、局（公司），市属各高等院校，自贸区福州片区管委会",
            },
        ),
        (
            "fuzhou-jx",
            {
                "title": "抚州市“十四五”节能减排综合工作方案",
                "date": "2023年5月17日",
                "recipients": "各县(区)人民政府、抚州高新区管委会、东临新区管委会，市直有关单位",
                "openness": "此件主动公开",
            },
        ),
        (
            "qiandongnan",
            {
                "title": "黔东南州“十四五”节能减排综合工作方案",
                "number": "黔东南府发〔2023〕4号",
                "issuer": "黔东南州人民政府",
                "date": "2023年6月7日",
                "recipients": "各县（市）人民政府，州政府各部门、各直属机构",
            },
        ),
        (
            "ziyang",
            {
                "title": "资阳市“十四五”节能减排综合工作方案",
                "number": "资府发〔2023〕3号",
                "issuer": "资阳市人民政府",
                "date": "2023年1月29日",
                "recipients": "各县（区）人民政府、高新区管委会、临空经济区管委会，市级各有关部门（单位）",
            },
        ),
    ],
)
def test_front_matter_of_real_plans_is_what_their_first_page_says(name: str, expected: dict[FrontKind, str]) -> None:
    plan = read_plan(name, (ROOT / f"corpus/plans/{name}.txt").read_text("utf-8"))
    assert _fields(plan) == expected
    for field in plan.front:
        assert "".join(field.value.split())[:4] in "".join(plan.text[field.start : field.end].split())


def test_front_matter_of_a_wrapped_plan_with_a_date_in_chinese_numerals() -> None:
    plan = read_plan("lanpu", (ROOT / "tests/data/invented/lanpu.txt").read_text("utf-8"))
    assert _fields(plan)["date"] == "二〇二三年八月十六日"
    assert _fields(plan)["issuer"] == "澜浦州人民政府办公室"
    assert [f.value for f in plan.front if f.kind == "attachments"] == [
        "1.澜浦州节能减排降碳分年度任务表",
        "2.各县（市）能耗强度降低目标分解表",
        "3.责任单位联系人名单（不公开）",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2023年10月8日",
        "2023-10-08",
        "二〇二三年十月八日",
        "二○二三年十月八日",
        "二零二三年十月八日",
        "2023 年 10 月 8 日",
    ],
)
def test_dates_in_every_common_writing_are_read_as_written(written: str) -> None:
    fields = _fields(_plan(f"甲市人民政府\n{written}\n甲市节能方案"))
    assert fields["date"] == "".join(written.split())
    assert fields["issuer"] == "甲市人民政府"


@pytest.mark.parametrize(
    "number", ["甲政发〔2023〕6号", "甲政办[2023]12号", "甲府发（2023）4号", "甲政规【2022】第11号"]
)
def test_document_numbers_in_every_bracket_are_read_as_written(number: str) -> None:
    assert _fields(_plan(f"{number}\n甲市节能方案"))["number"] == number


def test_labels_before_number_and_date_are_left_out() -> None:
    fields = _fields(_plan("发布文号：甲政秘〔2023〕3号\n发文日期：2023-01-04\n甲市节能方案"))
    assert (fields["number"], fields["date"]) == ("甲政秘〔2023〕3号", "2023-01-04")


def test_title_is_the_plan_and_not_the_notice_that_carries_it() -> None:
    plan = _plan(
        "甲市人民政府关于印发《甲市节能方案》的通知\n各县：\n现将方案印发给你们。\n甲市人民政府\n2023年1月2日\n甲市节能方案"
    )
    assert plan.title == "甲市节能方案"
    assert _fields(plan)["recipients"] == "各县"
    assert plan.clauses[0].kind == "front"
    assert plan.clauses[0].text.count("\n") == 5


def test_title_on_two_lines_and_title_with_years_below_it_are_whole() -> None:
    assert _plan("郴州市“十四五”\n节能减排综合工作方案").title == "郴州市“十四五”节能减排综合工作方案"
    assert _plan("郴州市扩大内需三年行动方案\n（2023—2025年）").title == "郴州市扩大内需三年行动方案（2023—2025年）"


def test_title_that_names_a_place_goes_before_a_bare_one() -> None:
    front = "2025年湖南省政府工作报告\n来源：湖南日报\n政府工作报告\n2025年1月14日在大会上。"
    assert _plan(front).title == "2025年湖南省政府工作报告"


def test_markdown_marks_are_no_part_of_title_or_fields() -> None:
    plan = _plan("**甲政发〔2023〕6号**\n\n## **甲市节能方案**\n\n")
    assert plan.title == "甲市节能方案"
    assert _fields(plan)["number"] == "甲政发〔2023〕6号"


def test_without_a_title_line_the_title_named_in_the_notice_is_taken() -> None:
    plan = _plan("各县：\n现将《甲市节能减排工作方案》印发给你们，请认真贯彻执行。\n甲市人民政府\n2023年1月2日\n")
    assert plan.title == "甲市节能减排工作方案"


def test_a_notice_is_not_named_after_the_law_that_it_goes_by() -> None:
    front = "柏原县教育局关于印发柏原县课后服务收费标准的通知\n各学校：\n根据《柏原县教育条例》的有关规定，通知如下：\n"
    notice = front.partition("\n")[0]
    assert _plan(front).title == notice
    assert _plan(f"{front}柏原县课后服务收费标准\n").title == "柏原县课后服务收费标准"
    assert _plan(f"{notice}\n各学校：\n现印发给你们，请遵照执行。\n").title == "柏原县课后服务收费标准"


def test_our_county_is_no_place_of_a_title_and_the_body_that_issues_it_names_it() -> None:
    front = "柏原县教育局 柏原县财政局关于印发我县2026年助学金标准的通知\n各乡镇：\n现将有关事项通知如下。\n"
    plan = _plan(front)
    assert plan.title.endswith("关于印发我县2026年助学金标准的通知")
    assert region_of_title(plan.title)[0] == "柏原县"
    assert region_of_title("我县助学金标准") == region_of_title("本市方案") == ("", "")
    assert (
        region_of_title("2025年柏溪市政府工作报告")[0]
        == region_of_title("2025年度柏溪市人民政府工作报告")[0]
        == "柏溪市"
    )


@pytest.mark.parametrize("title", ["关于加强城市管理的通知", "2025年推进城市更新工作方案", "2025年深化县域医改要点"])
def test_a_verb_with_what_it_is_done_to_is_no_place_of_a_title(title: str) -> None:
    assert region_of_title(title) == ("", "")


def test_without_anything_like_a_title_the_file_name_is_the_title() -> None:
    assert _plan("").title == "stem"


def test_a_piece_of_a_wrapped_sentence_is_no_title() -> None:
    front = "河南省内需行动方案\n为深入贯彻落实《扩大内需战略规划\n纲要（2022—2035年）》《“十四五”扩大内需战略实施方案\n》，制定本行动方案。"
    assert _plan(front).title == "河南省内需行动方案"


def test_plan_carried_as_the_attachment_of_its_notice_is_the_body() -> None:
    plan = _plan(
        "甲市人民政府关于印发甲市节能方案的通知\n各县：\n现印发给你们。\n附件：甲市节能方案\n甲市人民政府\n2023年1月2日\n附件\n甲市节能方案"
    )
    assert plan.title == "甲市节能方案"
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、"]


def test_digest_before_the_title_is_a_summary_and_no_front_matter() -> None:
    digest = "近日，甲市人民政府印发节能方案，提出到2025年全市单位地区生产总值能耗比2020年下降13.5%，能源消费总量得到合理控制，主要污染物排放总量持续减少，绿色转型取得显著成效。"
    plan = _plan(f"{digest}\n甲市节能方案\n为推动绿色转型，制定本方案。")
    assert [(c.kind, c.title) for c in plan.clauses[:3]] == [
        ("preamble", "摘要"),
        ("front", "文件头"),
        ("preamble", "引言"),
    ]
    assert plan.clauses[0].text == digest


def test_signature_at_the_end_gives_issuer_and_date_when_the_head_does_not() -> None:
    plan = _plan("甲市节能方案", BODY + "甲市人民政府办公室\n2023年3月4日\n（此件公开发布）\n")
    fields = _fields(plan)
    assert (fields["issuer"], fields["date"], fields["openness"]) == (
        "甲市人民政府办公室",
        "2023年3月4日",
        "此件公开发布",
    )
    assert plan.clauses[-1].text == "甲市人民政府办公室\n2023年3月4日\n（此件公开发布）"
    assert plan.clauses[-2].text == "二、保障措施\n落实责任。"


def test_what_the_text_does_not_give_is_absent() -> None:
    assert set(_fields(_plan("甲市节能方案"))) == {"title"}


BELOW = [
    ("澄江县岸电方案\n澄政发〔2025〕9号\n2025年4月2日\n", {"number": "澄政发〔2025〕9号", "date": "2025年4月2日"}),
    ("澄江县岸电方案\n（澄政发〔2025〕9号　2025年4月2日）\n", {"number": "澄政发〔2025〕9号", "date": "2025年4月2日"}),
    ("澄江县岸电方案\n澄江县人民政府\n二〇二五年四月二日\n", {"issuer": "澄江县人民政府", "date": "二〇二五年四月二日"}),
    ("澄江县岸电方案\n（澄政发〔2025〕9号）\n各乡镇：\n", {"number": "澄政发〔2025〕9号", "recipients": "各乡镇"}),
    ("发文机关：\t澄江县人民政府\t文号：\t澄政发〔2025〕9号\n成文日期：\t2025年4月2日\n澄江县岸电方案\n",
     {"issuer": "澄江县人民政府", "number": "澄政发〔2025〕9号", "date": "2025年4月2日"}),
]  # fmt: skip


@pytest.mark.parametrize(("front", "expected"), BELOW)
def test_number_and_date_are_read_below_the_title_and_from_the_facts_of_a_site(
    front: str, expected: dict[FrontKind, str]
) -> None:
    plan = _plan(front)
    assert plan.title == "澄江县岸电方案"
    assert {kind: value for kind, value in _fields(plan).items() if kind != "title"} == expected
    assert [clause.kind for clause in plan.clauses][:2] == ["front", "clause"]


def test_the_line_of_its_adoption_is_front_matter() -> None:
    plan = _plan("澄江县岸电办法\n（2025年4月2日澄江县人民政府第3次常务会议通过）\n为管理岸电，制定本办法。")
    assert plan.title == "澄江县岸电办法"
    front, preamble = plan.clauses[:2]
    assert front.kind == "front" and front.text.endswith("会议通过）")
    assert preamble.kind == "preamble" and preamble.text == "为管理岸电，制定本办法。"


@pytest.mark.parametrize(
    "notice",
    [
        "澄江县民政局关于提高我县2026年低保标准的通知",
        "澄江县民政局\n关于印发我县2026年低保标准的通知",
        "澄江县民政局 澄江县财政局关于调整\n2026年度最低生活保障对象\n补助标准的通知",
        "澄江县人民政府关于同意东渡码头岸电方案的批复",
    ],
)
def test_a_notice_that_cites_laws_has_its_own_title_on_however_many_lines(notice: str) -> None:
    plan = _plan(f"{notice}\n各乡镇：\n根据《澄江县社会救助条例》《救助办法》的有关规定，现通知如下。\n")
    assert plan.title == "".join(notice.split())
    assert region_of_title(plan.title)[0] == "澄江县"


@pytest.mark.parametrize(
    "title", ["关于印发我县2026年低保标准的通知", "关于调整全市低保标准的通知", "我省岸电方案", "本市岸电方案"]
)
def test_words_of_ours_and_of_all_name_no_place(title: str) -> None:
    assert region_of_title(title) == ("", "")


@pytest.mark.parametrize("year", ["二〇二六年", "二○二六年", "二Ｏ二六年", "二O二六年", "二零二六年"])
def test_a_year_is_read_with_any_sign_for_its_zero(year: str) -> None:
    assert plain_reading(f"到{year}，") == "到2026年，"
    assert _fields(_plan("澄江县岸电方案", BODY + f"澄江县人民政府\n{year}三月四日\n"))["date"] == f"{year}三月四日"


def test_the_date_in_brackets_below_a_title_is_the_date_and_no_part_of_it() -> None:
    plan = _plan("澄江县岸电方案\n（2026年3月5日）\n澄政发〔2026〕15号\n")
    assert plan.title == "澄江县岸电方案"
    assert (_fields(plan)["date"], _fields(plan)["number"]) == ("2026年3月5日", "澄政发〔2026〕15号")


@pytest.mark.parametrize(
    ("line", "number", "date"),
    [
        ("（岚政规〔2023〕5号  2023年7月18日印发）", "岚政规〔2023〕5号", "2023年7月18日"),
        ("（2023年7月18日 岚政规〔2023〕5号）", "岚政规〔2023〕5号", "2023年7月18日"),
        ("发布日期：2023-07-18 文号：岚政规〔2023〕5号", "岚政规〔2023〕5号", "2023-07-18"),
        ("岚政规﹝2023﹞5号\n2023/7/18", "岚政规﹝2023﹞5号", "2023/7/18"),
        ("岚政规［2023］5号\n2023.7.18", "岚政规［2023］5号", "2023.7.18"),
        ("岚溪市人民政府令第123号\n2023年7月", "岚溪市人民政府令第123号", "2023年7月"),
    ],
)
def test_number_and_date_are_read_above_and_below_the_title_however_they_are_written(
    line: str, number: str, date: str
) -> None:
    title, body = "岚溪市节约用水实施方案", "一、目标\n建成泵站3座。\n二、保障\n市水务局牵头。\n"
    for text in (f"{title}\n{line}\n{body}", f"{line}\n{title}\n{body}"):
        plan = read_plan("p", text)
        found = {f.kind: f.value for f in plan.front}
        assert (plan.title, found.get("number"), found.get("date")) == (title, number, date)
