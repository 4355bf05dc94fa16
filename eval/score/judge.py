"""A language model as a second opinion, off by default. Its verdicts are recorded like answers; scoring reads the record."""

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from errors import ChatModelError
from eval.run.case import Case, Verdict
from prompts.loader import Prompt, load_prompt

Ask = Callable[[str], str]
_SAYS = {name: re.compile(rf"{name}[*”」\s]*[:：][*“「\s]*(是|否)") for name in ("忠实", "完整")}
_REASON = re.compile(r"理由\s*[:：]\s*(.+)")


def open_model(name: str, base_url: str = "") -> Ask:
    """A chat model by its LangChain name (``openai:qwen-plus``), as a function from message to reply; the key is read by the provider's library.

    Raises:
        ChatModelError: the model cannot be opened.
    """
    from langchain.chat_models import init_chat_model  # only who asks for a judge needs it

    try:
        options: dict[str, Any] = {"temperature": 0} | ({"base_url": base_url} if base_url else {})
        model = init_chat_model(name, **options)
    except Exception as error:
        raise ChatModelError(f"无法打开对话模型 {name}（{error}）。请检查 --model、--base-url 和密钥。") from error
    return lambda message: str(model.invoke(message).text)


def judge(case: Case, ask: Ask, prompt: Prompt | None = None) -> Verdict:
    """What the model says of an answer: faithful to its quotes, complete by the reference. None where its reply does not say.

    Source: LLM-as-a-judge (Zheng et al. 2023), with the reference in view and one yes-or-no question a criterion.
    """
    reply = case.answer
    message = (prompt or load_prompt("judge")).fill(
        question=case.question.question,
        reference=case.question.answer or "（无）",
        quotes="\n".join(f"[{c.n}] {c.plan}：{c.quote}" for c in reply.citations) or "（没有引文）",
        answer=reply.text,
    )
    said = ask(message)
    faithful, complete = (_yes(_SAYS[name], said) for name in ("忠实", "完整"))
    reason = _REASON.search(said)
    return Verdict(faithful, complete, reason[1].strip() if reason else "")


def _yes(pattern: re.Pattern[str], said: str) -> bool | None:
    found = pattern.search(said)
    return found[1] == "是" if found else None


def verdict_row(case: Case, ask: Ask, stamp: dict[str, str]) -> dict[str, Any]:
    """A row of judged.jsonl; a model that fails is a row with its ``error`` and without a verdict."""
    row: dict[str, Any] = {"id": case.question.id}
    try:
        row |= asdict(judge(case, ask))
    except Exception as error:  # noqa: BLE001  # whatever a provider raises, the other questions are still judged
        row |= {"faithful": None, "complete": None, "reason": str(error), "error": type(error).__name__}
    return row | stamp
