"""Mutations change what the labels say they change, nothing else, and an answer that does not follow is caught."""

import json
from pathlib import Path
from random import Random

import pytest

from errors import GoldError
from eval.commands import index_opener
from eval.proofs.mutate import Outcome, make_suites, run_suites, tally, write_outcomes
from eval.proofs.mutation.cities import Exchange
from eval.proofs.mutation.deletions import clause_span, restated
from eval.proofs.mutation.draft import Draft, Edit, apply_edits, squash, stands_in
from eval.proofs.mutation.figures import FIGURE_WAYS, change_figure
from eval.proofs.mutation.labels import DutyLabel, TargetLabel, clause_title, load_labels
from eval.proofs.mutation.places import place_duties, place_targets
from eval.proofs.mutation.probe import KINDS, Kind
from eval.proofs.mutation.verdict import judge_absence, judge_listed, judge_value
from index.snapshot import open_index
from retrieval.assistant import Assistant

HOME = Path(__file__).resolve().parent.parent
LABELS, PLANS = HOME / "eval/gold/labels", HOME / "corpus/plans"


def silent(_done: int, _total: int) -> None:
    """No progress bar."""


def target(value: str, quote: str, indicator: str = "指标") -> TargetLabel:
    return TargetLabel("a", "一、目标", quote, indicator, value, "%", "全市")


def duty(body: str, quote: str, section: str = "一、任务 > （一）甲") -> DutyLabel:
    return DutyLabel("a", section, quote, body, "shared", 1)


@pytest.mark.parametrize("value", ["14.5%", "100%", "8%", "76座", "4个", "16000吨", "1.2", "零增长", "12m³/万元"])
@pytest.mark.parametrize("way", FIGURE_WAYS)
def test_a_changed_number_keeps_its_unit_and_is_one_the_plan_does_not_have(value: str, way: str) -> None:
    taken = {"14.5", "8", "90", "43"}
    new = change_figure(value, way, Random(7), taken)
    unit = value.lstrip("0123456789.零")
    assert new != value and new.endswith(unit)
    figure = new.removesuffix(unit).rstrip("%")
    assert figure not in taken and float(figure) > 0
    assert not value.endswith("%") or float(figure) < 100


def test_the_same_number_twice_in_a_sentence_is_two_places() -> None:
    draft = Draft("一、目标\n单位面积能耗下降 4%、人均能耗下降4%、水耗下降14%。")
    first, second = "单位面积能耗下降4%", "单位面积能耗下降4%、人均能耗下降4%"
    placed = place_targets([target("4%", first), target("4%", second)], {"a": draft})
    assert [draft.squashed[: p.spans[0][0]][-4:] for p in placed] == ["能耗下降", "能耗下降"]
    assert placed[0].spans[0] < placed[1].spans[0] < draft.find("14%")[0]
    with pytest.raises(GoldError, match="找不到 4%"):
        place_targets([target("4%", "水耗下降14%")], {"a": draft})


def test_a_department_named_inside_a_longer_name_is_not_a_place_of_it() -> None:
    quote = "（市政府办公室、市政府，市政府办公室按职责分工负责）"
    draft = Draft(f"（一）甲。推进工作。{quote}")
    long, short = place_duties([duty("市政府办公室", quote), duty("市政府", quote)], {"a": draft})
    assert len(long.spans) == 2 and len(short.spans) == 1
    assert draft.squashed[short.spans[0][1]] == "，"


def test_a_bracket_that_stands_under_two_headings_is_placed_under_its_own() -> None:
    quote = "（市发改委负责）"
    draft = Draft(f"一、任务\n（一）甲。{quote}\n（二）乙。{quote}")
    one, other = place_duties([duty("市发改委", quote), duty("市发改委", quote, "一、任务 > （二）乙")], {"a": draft})
    assert one.spans[0][0] < draft.find("（二）乙")[0][0] < other.spans[0][0]


def test_edits_are_made_together_and_may_not_overlap() -> None:
    assert apply_edits("甲 乙 丙", [Edit(4, 5, "丁"), Edit(0, 1, "戊己")]) == "戊己 乙 丁"
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("甲乙丙", [Edit(0, 2, "丁"), Edit(1, 3, "戊")])


def test_exchanging_two_cities_twice_gives_the_text_back() -> None:
    exchange = Exchange("云岭市", "澜浦州")
    text = "云 岭 市人民政府\n云岭高新区，澜浦州、澜浦港"
    assert exchange(text) == "澜浦州人民政府\n澜浦高新区，云岭市、云岭港"
    assert squash(exchange(exchange(text))) == squash(text)


def test_a_clause_ends_at_the_next_heading_of_its_rank_or_a_higher_one() -> None:
    draft = Draft("一、目标\n下降5%。\n二、任务\n（一）甲。第一段。\n1. 细则。\n（市甲局负责）\n（二）乙。\n三、保障")
    span = clause_span(draft, "二、任务 > （一）甲", ["（市甲局负责）"])
    assert span is not None and draft.squashed[slice(*span)] == "（一）甲。第一段。1.细则。（市甲局负责）"
    assert draft.squashed[slice(*(clause_span(draft, "一、目标", ["下降5%"]) or (0, 0)))] == "一、目标下降5%。"
    assert clause_span(draft, "二、任务 > （一）甲", ["（二）乙"]) is None


def test_what_another_sentence_speaks_of_is_not_asked_for_after_deletion() -> None:
    sentences = ["秸秆综合利用率稳定在90%以上", "推进园区建设"]
    assert restated("秸秆综合利用率", sentences) == sentences[0]
    assert restated("畜禽粪污资源化率", sentences) == ""


def test_a_heading_is_asked_for_without_its_number() -> None:
    assert clause_title("三、任务 > （十一）完善能耗双控制度") == "完善能耗双控制度"
    assert clause_title("三、任务 > (三)坚决遏制") == "坚决遏制"
    assert clause_title("第三条 目标") == "目标"


TEXT = "到2025年，能耗下降13.7%，力争14%。（市审计局负责）"
SPANS = [(TEXT.index("13.7%"), TEXT.index("13.7%") + 5)]


def row(answer: str, quote: str, plan: str = "a", status: str = "answered") -> dict[str, object]:
    return {"answer": answer, "status": status, "citations": [{"plan": plan, "quote": quote}]}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (row("下降13.7%。[1]", "能耗下降13.7%"), ""),
        (row("下降12.5%。[1]", "能耗下降13.7%"), "没有 13.7%"),
        (row("下降13.7%，原为12.5%。[1]", "能耗下降13.7%"), "还有改动前的 12.5%"),
        (row("下降13.7%。[1]", "能耗下降12.5%"), "不在改动后的方案里"),
        (row("下降13.7%。[1]", "力争14%"), "没有引文给出"),
        (row("下降13.7%。[1]", "能耗下降13.7%", plan="b"), "引用了别的方案"),
        (row("没有给出13.7%。[1]", "能耗下降13.7%", status="not_found"), "状态为 not_found"),
        (row("下降113.7%。[1]", "能耗下降13.7%"), "没有 13.7%"),
    ],
)
def test_each_way_of_not_following_is_named(given: dict[str, object], reason: str) -> None:
    why = judge_value(given, plan="a", text=TEXT, new="13.7%", old="12.5%", spans=SPANS)
    assert any(reason in one for one in why) if reason else not why


def test_the_right_number_from_the_wrong_place_does_not_count() -> None:
    text = TEXT + "水耗下降13.7%。"
    why = judge_value(row("下降13.7%。", "水耗下降13.7%"), plan="a", text=text, new="13.7%", old="12.5%", spans=SPANS)
    assert why == ["没有引文给出 13.7%"]


@pytest.mark.parametrize(
    ("given", "listed", "reason"),
    [
        (row("超过12%的：云岭市（13.7%）。[1]", "能耗下降13.7%"), True, ""),
        (row("超过12%的：澜浦州（15%）。[1]", "能耗下降13.7%"), True, "没有列出 云岭市"),
        (row("超过12%的：云岭市（13.7%）。[1]", "力争14%"), True, "没有引文给出"),
        (row("超过14%的：澜浦州（15%）。[1]", "能耗下降13.7%"), False, ""),
        (row("没有超过14%的，最高的是云岭市（13.7%）。[1]", "能耗下降13.7%"), False, ""),
        (row("超过14%的：云岭市（14.5%）。[1]", "能耗下降13.7%"), False, "仍列出 云岭市"),
        (row("没有找到。", "", status="not_found"), False, "状态为 not_found"),
    ],
)
def test_a_place_is_listed_by_the_number_that_its_plan_has_now(
    given: dict[str, object], listed: bool, reason: str
) -> None:
    why = judge_listed(given, plan="a", text=TEXT, place="云岭市", value="13.7%", spans=SPANS, listed=listed)
    assert any(reason in one for one in why) if reason else not why


def test_after_deletion_only_not_found_is_right() -> None:
    absent = {"plan": "a", "text": TEXT, "old": "90%"}
    assert not judge_absence(row("没有给出。最接近：力争14%", "力争14%", status="not_found"), **absent)
    assert judge_absence(row("利用率14%", "力争14%"), **absent)
    assert judge_absence(row("没有给出，应为90%", "力争14%", status="not_found"), **absent)
    assert judge_absence(row("没有给出", "力争14%", "b", "not_found"), **absent)


def test_every_labelled_number_and_department_is_changed_in_at_least_five_ways_and_stands_where_its_probe_says() -> (
    None
):
    material, suites, _ = make_suites(PLANS, LABELS, KINDS, 1, None)
    ways: dict[tuple[str, str], set[str]] = {}
    for suite in suites:
        for probe in suite.probes:
            assert all(suite.texts[probe.plan][a:b] == squash(probe.new) for a, b in probe.spans), probe.id
            assert probe.spans or not probe.new, probe.id
            if probe.kind in ("number", "department"):
                ways.setdefault((probe.plan, probe.label), set()).add(probe.way)
                assert not stands_in(probe.new, probe.old)
    labels = load_labels(LABELS)
    assert len(ways) == len(labels.targets) + len(labels.duties) >= 400
    assert min(map(len, ways.values())) >= 5
    assert material.labels.plans == ("fuzhou-fj", "fuzhou-jx", "ziyang")


def test_the_same_seed_makes_the_same_mutations() -> None:
    one, other, third = (make_suites(PLANS, LABELS, ["number"], seed, 5)[1] for seed in (4, 4, 5))
    assert [s.probes for s in one] == [s.probes for s in other] != [s.probes for s in third]


@pytest.mark.prove
def test_answers_of_a_seeded_sample_follow_every_changed_value_and_city(tmp_path: Path) -> None:
    """Ten of each kind over a changed corpus of each sort; ``make prove`` runs the whole."""
    material, suites, skipped = make_suites(PLANS, LABELS, KINDS, seed=11, sample=10)
    outcomes = run_suites(material, suites, tmp_path, index_opener(), silent)
    write_outcomes(tmp_path, suites, outcomes, skipped)
    counts = {count.kind: count for count in tally(outcomes)}
    fewest: dict[Kind, int] = {"number": 7, "department": 7, "city": 7, "bound": 4, "role": 4}
    for kind, least in fewest.items():
        assert counts[kind].mutations >= least, "too few questions are answered right even unchanged"
        assert failures(outcomes, kind) == []
    records = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) == len(outcomes) and {"id", "followed", "why", "citations"} <= set(records[0])


def failures(outcomes: list[Outcome], kind: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(o.probe.id, o.why) for o in outcomes if o.probe.kind == kind and o.counted and not o.followed]


def test_a_system_that_answers_from_memory_is_caught(tmp_path: Path, real_index: Path) -> None:
    """The planted failure: whatever the changed corpus says, this one answers from the unchanged index."""
    material, suites, _ = make_suites(PLANS, LABELS, KINDS, seed=11, sample=3)
    outcomes = run_suites(material, suites, tmp_path, lambda _corpus, _index: Assistant(open_index(real_index)), silent)
    for count in tally(outcomes):
        assert count.mutations > 0
        assert count.followed == 0, count


def test_labels_that_do_not_fit_the_corpus_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="无法读取标注文件"):
        load_labels(tmp_path)
    (tmp_path / "duties.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "targets.jsonl").write_text('{"plan": "x"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="第 1 行"):
        load_labels(tmp_path)
    fields = {"plan": "x", "section": "一", "quote": "5%", "indicator": "能耗", "value_text": "5%"}
    (tmp_path / "targets.jsonl").write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(GoldError, match="方案 x"):
        make_suites(PLANS, tmp_path, KINDS, 1, None)
