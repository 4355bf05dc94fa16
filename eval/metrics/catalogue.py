"""All metrics, in the order in which people read them."""

from eval.gold.questions import GoldQuestion
from eval.metrics.answers import concise, key_facts, status, wrong_values
from eval.metrics.citations import citation_precision, citation_recall, proof, right_plan, verbatim
from eval.metrics.departments import asks_for_bodies, department_f1
from eval.metrics.judged import judged_complete, judged_faithful
from eval.metrics.latency import latency, stage
from eval.metrics.metric import Metric
from eval.metrics.numbers import asks_for_few, stray_numbers, unsupported_numbers
from eval.metrics.refusal import answerable, declinable, false_refusal, true_refusal
from eval.metrics.retrieval import (
    asks_some_plans,
    evidence_recall,
    has_evidence,
    ranked_measure,
    right_plan_first,
    wrong_plan,
)
from eval.metrics.verdict import right


def _has_facts(question: GoldQuestion) -> bool:
    return bool(question.must_include)


def _has_confusions(question: GoldQuestion) -> bool:
    return bool(question.must_not_include)


def _needs_proof(question: GoldQuestion) -> bool:
    return bool(question.evidence) and not question.declinable


METRICS: tuple[Metric, ...] = (
    Metric("right", "答对", right),
    Metric("key_facts", "要点齐全", key_facts, needs=_has_facts),
    Metric("wrong_values", "错误内容", wrong_values, lower_is_better=True, needs=_has_confusions),
    Metric("status", "状态正确", status),
    Metric("concise", "简短", concise),
    Metric("proof", "有据可证", proof, needs=_needs_proof),
    Metric("verbatim", "引文逐字", verbatim),
    Metric("right_plan", "引自正确方案", right_plan),
    Metric("citation_recall", "句子有引文支持", citation_recall),
    Metric("citation_precision", "引文有用", citation_precision),
    Metric("unsupported_numbers", "无出处的数字", unsupported_numbers, lower_is_better=True),
    Metric("stray_numbers", "多余的数字", stray_numbers, lower_is_better=True, needs=asks_for_few),
    Metric("department_f1", "责任单位 F1", department_f1, needs=asks_for_bodies),
    Metric("false_refusal", "误拒", false_refusal, lower_is_better=True, needs=answerable),
    Metric("true_refusal", "该拒则拒", true_refusal, needs=declinable),
    Metric("judged_faithful", "评委：忠实", judged_faithful, subject="judge"),
    Metric("judged_complete", "评委：完整", judged_complete, subject="judge"),
    *(
        Metric(f"evidence_recall_{k}", f"证据召回@{k}", evidence_recall(k), subject="passages", needs=has_evidence)
        for k in (1, 5, 10)
    ),
    *(
        Metric(f"clause_recall_{k}", f"条款召回@{k}", ranked_measure(f"R@{k}"), subject="passages", needs=has_evidence)
        for k in (1, 5, 10)
    ),
    Metric("mrr_10", "MRR@10", ranked_measure("RR@10"), subject="passages", needs=has_evidence),
    Metric("ndcg_10", "nDCG@10", ranked_measure("nDCG@10"), subject="passages", needs=has_evidence),
    Metric("right_plan_first", "首段方案正确", right_plan_first, subject="passages", needs=asks_some_plans),
    Metric("wrong_plan_5", "前5段串方案", wrong_plan, subject="passages", lower_is_better=True, needs=asks_some_plans),
    Metric("latency_ms", "耗时（毫秒）", latency, subject="time", lower_is_better=True),
    *(
        Metric(f"{name}_ms", f"其中{label}（毫秒）", stage(name), subject="time", lower_is_better=True)
        for name, label in (("understand", "理解问题"), ("compose", "检索与成文"), ("gates", "核对"), ("write", "写出"))
    ),
)

BY_NAME = {metric.name: metric for metric in METRICS}
