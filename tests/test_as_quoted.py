from dataclasses import replace

from corpus.quoted import names_quoted
from index.records import PlanCard
from retrieval.question.as_quoted import as_quoted, quoted_by

_CARD = PlanCard(
    "a",
    "甲市方案",
    "甲市",
    "",
    (),
    (),
    1,
    0,
    1,
    quoted=("光储直柔", "三通一码", "两清两改两治理", "改两治", "绿色商场"),
)


def test_a_plan_gives_the_names_that_it_quotes_and_no_periods_or_figures() -> None:
    text = "建设“光储直柔”建筑，“十四五”时期推进“三通一码”和“光储直柔”，“2030年”前“两高”项目达标"
    assert names_quoted(text) == ("光储直柔", "三通一码")


def test_a_name_quoted_by_a_plan_is_one_name_in_a_question() -> None:
    assert as_quoted("光储直柔是什么", quoted_by([_CARD])) == "“光储直柔”是什么"
    assert as_quoted("甲市的光储直柔和三通一码归谁管", quoted_by([_CARD])) == "甲市的“光储直柔”和“三通一码”归谁管"


def test_the_longest_name_is_meant_and_none_within_a_word() -> None:
    assert as_quoted("农村两清两改两治理改什么", quoted_by([_CARD])) == "农村“两清两改两治理”改什么"
    assert as_quoted("农村怎么改两治理", quoted_by([_CARD])) == "农村怎么改两治理"


def test_a_name_already_quoted_or_held_by_a_topic_stays_as_it_is() -> None:
    assert as_quoted("“光储直柔”是什么", quoted_by([_CARD])) == "“光储直柔”是什么"
    assert as_quoted("化学需氧量减多少", quoted_by([replace(_CARD, quoted=("化学需氧量",))])) == "化学需氧量减多少"
    assert as_quoted("光储直柔是什么", quoted_by([replace(_CARD, quoted=())])) == "光储直柔是什么"


def test_the_number_of_a_service_is_a_name_and_a_figure_none() -> None:
    none = quoted_by(())
    assert as_quoted("文件里提到的12369是干嘛用的", none) == "文件里提到的“12369”是干嘛用的"
    assert as_quoted("95598和“12345”哪个写了", none) == "“95598”和“12345”哪个写了"
    for figure in ("补贴12500元", "减排12369吨对吗", "12.345%", "任务12", "95600亩是多少"):
        assert as_quoted(figure, none) == figure


def test_words_that_ask_are_no_name_whoever_quotes_them() -> None:
    card = replace(_CARD, quoted=("有没有", "是不是", "光储直柔"))
    for asked in ("汀浦有没有提到船舶岸电", "汀浦是不是也有"):
        assert as_quoted(asked, quoted_by([card])) == asked
