"""When and how a claim says it: years and periods, negations, and verbs that turn a sentence round or soften it."""

import re

from retrieval.gates.claims import negated, periods, turns, years
from retrieval.gates.overlap import SAID, share
from retrieval.gates.source import Source

#: Said of a measure before it: without them the sentence promises more than the plan.
_SOFT = ("鼓励", "支持", "允许", "引导", "限制", "试点", "基本", "部分", "有条件", "原则上", "符合条件", "力争", "争取")


def wrong_years(claim: str, source: Source) -> str:
    """Which year or period of a folded claim is not the source's; empty when all are."""
    base, named = years(claim)
    their_base, their_named = years(source.words)
    if loose := base - their_base:
        return f"比较的年份 {'、'.join(sorted(loose))} 与原文不同"
    if loose := named - their_named - source.led:
        return f"年份 {'、'.join(sorted(loose))} 不在所引的这句话里"
    if loose := periods(claim) - periods(source.words + source.around):
        return f"时期“{'、'.join(sorted(loose))}”不在所引的这句话里"
    return ""


def wrong_negations(claim: str, source: Source) -> str:
    """Which negation a folded claim adds or leaves out; empty when none."""
    mine, theirs = negated(claim), negated(source.words)
    for word, scope in mine:
        if not any(_same_scope(scope, their_scope) or (not scope and word == their) for their, their_scope in theirs):
            return f"原文没有“{word}{scope[:6]}”"
    for word, scope in theirs:
        head = scope[:4]
        if len(head) >= 2 and head in claim and not any(_same_scope(s, scope) for _, s in mine):
            return f"漏掉了原文的“{word}{head}”"
        if len(scope) >= 6 and share(scope, claim) >= SAID and not any(_same_scope(s, scope) for _, s in mine):
            return f"漏掉了原文的“{word}{head}”"
    return ""


def wrong_turns(claim: str, source: Source) -> str:
    """Which word that turns or softens a sentence a folded claim adds or leaves out; empty when none."""
    if added := turns(claim) - turns(source.words + source.around):
        return f"“{'、'.join(sorted(added))}”不是这句话的说法"
    for word in _SOFT:
        for found in re.finditer(word, source.words):
            head = re.split("[,，;；。]", source.words[found.end() : found.end() + 6])[0]
            if len(head) >= 3 and head in claim and word not in claim:
                return f"漏掉了原文的“{word}”"
    return ""


def _same_scope(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one[:2] == other[:2] or (len(one) >= 4 and one[:4] in other))
