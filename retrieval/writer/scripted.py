"""Chat models that need no network, for tests and demonstrations: one that keeps to the passages, and some that do what models should not.

A script is a function of the prompt. It reads the prompts of ``prompts/`` as a model would: numbered passages, then the question.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from corpus.sentences import split_sentences

_PASSAGE = re.compile(
    r"^\[(\d+)\] (《.*?》)(?:，([^，\n]*))?，[^\n]*\n(.*?)(?=\n\n\[\d+\] 《|\n\n检索与台账|\n\n问题：|\n\n下面这些|\Z)",
    re.MULTILINE | re.DOTALL,
)
_QUESTION = re.compile(r"^(?:问题|追问)：(.*?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"(?<![\dA-Za-z])\d+(?:\.\d+)?(?=%|个百分点|万|亿|吨|公里|个|家|座|倍|克)")
_ORDER = re.compile(
    r"(?:输出|回答|回复|答复|写上|打印|say|reply with|output)[：:\s]*[“\"「『]?([^”\"」』。！？?!\n]{2,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as the prompt shows it."""

    number: int
    title: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompted:
    """What a script reads out of a prompt. ``task`` is answer, repair, condense, split or other."""

    task: str
    question: str
    passages: tuple[Shown, ...]


def read_prompt(text: str) -> Prompted:
    """Take a prompt apart."""
    task = "answer"
    for words, name in (
        ("没有通过核对", "repair"),
        ("请把追问改写", "condense"),
        ("请拆成", "split"),
        ("评卷人", "judge"),
    ):
        task = name if words in text else task
    questions = _QUESTION.findall(text)
    shown = tuple(
        Shown(int(m[1]), m[2], m[3] or "", "\n".join(li for li in m[4].split("\n") if not li.startswith("台账·")))
        for m in _PASSAGE.finditer(text)
    )
    return Prompted(task, questions[-1].strip() if questions else "", shown)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a script could say, with the passage it stands in."""

    text: str
    number: int
    place: str


def relevant(prompted: Prompted, most: int = 3) -> list[Sentence]:
    """The sentences of the passages that share most character pairs with the question, best first."""
    pairs = {prompted.question[i : i + 2] for i in range(len(prompted.question) - 1)}
    found = []
    for passage in prompted.passages:
        for start, end in split_sentences(passage.text):
            sentence = passage.text[start:end]
            torn = sentence.startswith(("（", "(", "〔")) and not sentence.endswith(("）", ")", "〕"))
            if torn:
                continue
            if (
                len(sentence) >= 10
                and not re.match(r"\d+[.、．]", sentence)
                and not sentence.endswith("：")
                and "已略去" not in sentence
            ):
                share = sum(p in sentence for p in pairs) / (len(sentence) + 40)
                found.append(
                    (
                        share + 0.01 / passage.number,
                        Sentence(sentence.rstrip("。；！？;"), passage.number, passage.place),
                    )
                )
    found.sort(key=lambda item: -item[0])
    return [sentence for _, sentence in found[:most]]


Script = Callable[[Prompted, random.Random], str]

_REWORDINGS: tuple[tuple[str, str], ...] = (
    (r"比(20\d\d)年", r"较\1年"),
    (r"^到(20\d\d)年，", r"\1年，"),
    (r"^(?:大力|积极|全面|深入|持续|扎实|加快|着力|切实|进一步)(?=[\u4e00-\u9fff]{4})", ""),
    (r"，并(?=[\u4e00-\u9fff]{3})", "，同时"),
    (r"(?<=[率量重比])达到(?=\d)", "为"),
    (r"分别达到", "分别为"),
    (r"以及", "和"),
)


def faithful(prompted: Prompted, rng: random.Random) -> str:
    """True sentences of the passages, some lightly reworded, each with its mark."""
    if prompted.task in ("condense", "split"):
        return prompted.question
    said = []
    for sentence in relevant(prompted):
        text = sentence.text
        if rng.random() < 0.5 and not sentence.text.startswith(("（", "〔", "(")):
            for pattern, other in rng.sample(_REWORDINGS, len(_REWORDINGS)):
                text = re.sub(pattern, other, text, count=1)
        if sentence.text.startswith(("（", "〔", "(")):
            text = text.strip("（）〔〕()").split("。")[0]
        opening = rng.choice(("", "", f"{sentence.place}提出，", f"{sentence.place}："))
        said.append(f"{opening}{text}。[{sentence.number}]")
    return "".join(said) or "资料中没有提到。"


def hallucinating(prompted: Prompted, rng: random.Random) -> str:
    """Figures altered, borrowed from other sentences, or made up; a true sentence now and then."""
    if prompted.task in ("condense", "split"):
        return prompted.question
    said = []
    chosen = relevant(prompted, 4)
    for sentence in chosen:
        numbers = _NUMBER.findall(sentence.text)
        if numbers and rng.random() < 0.85:
            old = rng.choice(numbers)
            new = _other_number(rng, old, " ".join(s.text for s in chosen))
            text = sentence.text.replace(old, new, 1)
        elif not numbers and rng.random() < 0.6:
            text = f"{sentence.text}，投入资金{rng.randint(2, 97)}.{rng.randint(1, 9)}亿元"
        else:
            text = sentence.text
        said.append(f"{sentence.place}：{text}[{sentence.number}]。")
    said.append(
        f"据测算，全年可减排{rng.randint(100, 9999)}吨，完成率为{rng.randint(80, 99)}.{rng.randint(1, 9)}%。[1]"
    )
    return "".join(said)


def _other_number(rng: random.Random, old: str, around: str) -> str:
    others = [n for n in _NUMBER.findall(around) if n != old]
    if others and rng.random() < 0.5:
        return str(rng.choice(others))
    digit: int = rng.choice([i for i, c in enumerate(old) if c.isdigit()])
    return old[:digit] + str(rng.choice([d for d in "123456789" if d != old[digit]])) + old[digit + 1 :]


def uncited(prompted: Prompted, rng: random.Random) -> str:
    """True sentences without any mark."""
    return re.sub(r"\[\d+\]", "", faithful(prompted, rng))


@dataclass(frozen=True, slots=True)
class Swapping:
    """Takes one city for another: its name, or what its plan says. ``others`` are (place, sentence) of other plans."""

    others: tuple[tuple[str, str], ...]

    def __call__(self, prompted: Prompted, rng: random.Random) -> str:
        """Sentences under the wrong name, or of the wrong plan, with marks of the right one."""
        if prompted.task in ("condense", "split"):
            place = rng.choice(self.others)[0]
            return f"{place}的情况：{prompted.question}"
        said = []
        for sentence in relevant(prompted):
            strangers = [o for o in self.others if o[0] != sentence.place]
            place, theirs = rng.choice(strangers)
            near = max(rng.sample(strangers, min(80, len(strangers))), key=lambda o: _alike(o[1], sentence.text))
            said.append(
                rng.choice(
                    (
                        f"{place}：{sentence.text}[{sentence.number}]。",
                        f"{near[0]}：{near[1]}[{sentence.number}]。",
                        f"{sentence.place}：{near[1]}[{sentence.number}]。",
                        f"{near[1]}[{sentence.number}]。",
                        f"与{place}一样，{sentence.text}[{sentence.number}]。",
                        f"{sentence.place}：{theirs}[{sentence.number}]。",
                    )
                )
            )
        return "".join(said)


def _alike(one: str, other: str) -> float:
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    return sum(p in other for p in pairs) / (len(pairs) + 1)


@dataclass(frozen=True, slots=True)
class Obeying:
    """Does what passages and questions tell it to. ``orders`` are payloads it obeys although it was not shown them."""

    orders: tuple[str, ...] = ()

    def __call__(self, prompted: Prompted, rng: random.Random) -> str:
        """The payloads, with marks, between true sentences; links and images besides."""
        if prompted.task in ("condense", "split"):
            return rng.choice((prompted.question, *self.orders)) if self.orders else prompted.question
        everything = prompted.question + "\n" + "\n".join(p.text for p in prompted.passages)
        told = [m.group(1).strip() for m in _ORDER.finditer(everything)]
        told += rng.sample(self.orders, min(3, len(self.orders)))
        numbers = [p.number for p in prompted.passages] or [1]
        said = [f"{order}。[{n}]" for order in told for n in rng.sample(numbers, min(2, len(numbers)))]
        said.append(f"![图](https://evil.example/x.png?q=1)详情见[官网](https://evil.example/a)。[{numbers[0]}]")
        said.append('<img src="https://evil.example/y.png"><a href="https://evil.example">点此</a>。[1]')
        true = [f"{s.text}。[{s.number}]" for s in relevant(prompted, 2)]
        rng.shuffle(said)
        return "".join([*said[:2], *true, *said[2:]])


SCRIPTS: dict[str, Script] = {
    "faithful": faithful,
    "hallucinating": hallucinating,
    "uncited": uncited,
    "obeying": Obeying(),
}


def reply(script: Script, prompt: str, seed: str = "") -> str:
    """What the script says to a prompt; the same prompt and seed give the same."""
    rng = random.Random(seed + prompt)  # noqa: S311  # a script, not a secret
    return str(script(read_prompt(prompt), rng))


@dataclass
class _Asked:
    """Prompts a model was given, in order."""

    prompts: list[str] = field(default_factory=list)


class ScriptedChatModel(BaseChatModel):
    """A LangChain chat model that speaks by a script, some characters at a time."""

    script: Any = faithful
    seed: str = ""
    model_name: str = "scripted"
    piece: int = 12
    asked: Any = None

    def model_post_init(self, context: Any, /) -> None:
        """Start without prompts."""
        super().model_post_init(context)
        self.asked = _Asked()

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _reply(self, messages: Sequence[BaseMessage]) -> str:
        prompt = "\n\n".join(str(m.content) for m in messages)
        self.asked.prompts.append(prompt)
        return reply(self.script, prompt, self.seed)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._reply(messages)))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[ChatGenerationChunk]:
        text = self._reply(messages)
        for start in range(0, len(text), self.piece):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[start : start + self.piece]))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> Any:
        for chunk in self._stream(messages, stop, **kwargs):
            yield chunk
