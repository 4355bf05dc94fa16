"""Sentences of a model that claim nothing of a plan: they lead to what follows, or say that the passages do not give a thing."""

import re
from collections.abc import Sequence

from corpus.bodies import OFFICES
from corpus.regions import find_mentions
from index.passage import Passage
from retrieval.gates.claims import amounts, content, fold
from retrieval.question.commands import is_command
from retrieval.writer.reply import Sentence

#: Words that lead: longer ones claim something.
_LONGEST = 60
_LEADS = re.compile(
    r"[：:]\s*$|^(?:总的来[说看]|总体(?:来看|上)?|概括(?:来说|起来|地说)?|简单(?:来说|说)|具体(?:来说|如下|有)|主要有|分别是|以下|如下|下面|综上|此外|另外|据此|"
    r"in short|overall|in summary|here)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[\u4e00-\u9fff、和与]{2,12}[：:]?$")
#: What is not given, by whatever holds it.
ABSENT = re.compile(
    r"(?:资料|材料|方案|文件|原文|条文|条款|段落|片段|摘录|报告|法律|条例)[^，。；]{0,14}?(?:没有|未|并未|不曾|没)(?:有|能)?[^，。；]{0,6}?"
    r"(?:给出|写明|写到|写|提到|提及|说明|说|列出|列明|点名|规定|涉及|包含|披露|交代|找到|明确|附|相关|内容)|未提及|没有提到|未提到|无法(?:回答|确定|判断)|没有相关|"
    r"(?:do(?:es)? not|doesn't|don't|not) (?:give|say|mention|state|specify|contain|provide|include)",
    re.IGNORECASE,
)
_BODY = re.compile(rf"[市州省县](?:[\u4e00-\u9fff]{{1,10}})(?:{OFFICES})")
#: So much of what is said not to be given may stand in one sentence of the passages.
_STANDS_THERE = 0.8


def leads_only(sentence: Sentence) -> bool:
    """Whether a sentence without marks only leads to what follows: no figure, no body, no place, few words."""
    text = sentence.text.strip()
    if any(p.numbers for p in sentence.pieces) or len(text) > _LONGEST or is_command(text):
        return False
    folded = fold(text)
    if amounts(folded) or _BODY.search(text) or len(find_mentions(text)) > 2:
        return False
    row = text.startswith("|")
    return row or bool(_HEADING.match(text)) or bool(_LEADS.search(text))


def says_absent(sentence: Sentence) -> bool:
    """Whether a sentence says that something is not given, and no figure or body besides."""
    return bool(ABSENT.search(sentence.text)) and not amounts(fold(sentence.text)) and not is_command(sentence.text)


def is_there(sentence: Sentence, passages: Sequence[Passage]) -> bool:
    """Whether a sentence of the passages has nearly every word of what is said not to be given."""
    text = fold(sentence.text)
    found = ABSENT.search(text)
    thing = content(text[found.end() :] if found else text)
    if len(thing) < 2:
        return False
    for passage in passages:
        for words in re.split("[。；;\n]", fold(passage.text)):
            if sum(word in words for word in thing) >= _STANDS_THERE * len(thing):
                return True
    return False
