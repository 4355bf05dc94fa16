"""Plans made of a few lines, and their clauses by address and title."""

from corpus.check import find_violations
from corpus.plan import Plan
from corpus.structure import read_plan


def plan_of(body: str) -> Plan:
    plan = read_plan("p", f"甲市节能减排方案\n{body}\n")
    assert find_violations(plan) == []
    return plan


def outline_of(body: str) -> list[tuple[str, str]]:
    return [(c.address, c.title) for c in plan_of(body).clauses if c.kind == "clause"]
