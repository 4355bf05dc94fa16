"""Right or wrong: all that must hold at once, and what does not."""

from eval.metrics.answers import SHORT_TYPES, allowed_statuses, fallen_for, length, length_limit, missing_facts
from eval.metrics.citations import invented_quotes, other_plans, unproven_plans
from eval.metrics.numbers import asks_for_few, stray_numbers, strays
from eval.run.case import Case

#: Types that ask about one plan at a time: a citation of another plan is an error, not a comparison.
_ONE_PLAN_TYPES = SHORT_TYPES | {"list", "measure", "definition_or_measure"}


def right(case: Case) -> float | None:
    """Whether the answer is right.

    Formula: 1 when it has every key fact and no known wrong value, a fitting status, verbatim quotes that prove it from every plan it must rest on and none from
    another plan (for one-plan questions), no numbers nobody asked for, and is short; else 0. Never None.
    Source: ours; the conjunction is stricter than the mean of its parts.
    """
    return float(not faults(case))


def faults(case: Case) -> list[str]:
    """What is wrong with an answer, in words; empty when it is right."""
    reply, gold = case.answer, case.question
    if reply.status == "error":
        return ["没有回答" if not reply.text else f"作答时出错：{reply.text[:80]}"]
    missing = missing_facts(case)
    found = [f"缺少要点：{'、'.join(missing)}"] if missing else []
    found += [f"出现错误内容“{value}”" for value in fallen_for(case)]
    if reply.status not in allowed_statuses(case):
        found.append(f"状态 {reply.status} 不合适（可为 {'、'.join(sorted(allowed_statuses(case)))}）")
    found += [f"引文不是《{plan}》的原文" for plan in dict.fromkeys(invented_quotes(case))]
    if len(gold.plans) == 1 and gold.type in _ONE_PLAN_TYPES:
        found += [f"引用了没有问到的方案 {plan}" for plan in dict.fromkeys(other_plans(case))]
    if not gold.declinable:
        found += [f"没有引文能从 {plan} 证明" for plan in unproven_plans(case)]
    if asks_for_few(gold) and stray_numbers(case):
        found.append(f"带出没有问到的数字 {'、'.join(strays(case)[:4])}")
    if length(case) > length_limit(case):
        found.append(f"太长（{length(case)} 字，至多 {length_limit(case)} 字）")
    return found
