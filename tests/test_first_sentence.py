"""The first sentence is shown as soon as it is complete: while the model still speaks, a few signs further at most."""

import asyncio
import threading
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from retrieval.assistant import Assistant
from retrieval.writer.chain import Writer
from retrieval.writer.model import Deadlines
from retrieval.writer.scripted import ScriptedChatModel
from retrieval.writer.speaker import Speaker

QUESTION = "抚州公共交通中新能源汽车占比要超过多少？"
FIRST = "抚州公共交通中新能源汽车占比超过72%[1]。"
REPLY = FIRST + "这是到2025年的目标[1]。" * 3
#: Signs that may come after a sentence before it is shown.
FURTHER = 8
PATIENT = Deadlines(connect=60, first_token=60, between_tokens=60, total=60)


class Halting(ScriptedChatModel):
    """Gives its reply four signs at a time, and none that is further on until it is told that the first sentence was seen."""

    seen: Any = None

    async def _astream(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> Any:
        del stop, run_manager, kwargs
        text = self._reply(messages)
        for start in range(0, len(text), 4):
            while start > len(FIRST) + FURTHER and not self.seen.is_set():
                await asyncio.sleep(0.01)
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[start : start + 4]))


def test_the_first_sentence_is_shown_before_the_model_is_much_further(assistant: Assistant) -> None:
    model = Halting(script=lambda prompted, rng: REPLY, seen=threading.Event())  # noqa: ARG005
    speaker = Speaker(model, deadlines=PATIENT)
    for answer in assistant.with_writer(Writer(speaker)).stream(QUESTION):
        if "72%" in answer.answer:
            model.seen.set()
    speaker.close()
    assert answer.mode == "llm", "it was not shown, and what was found without the model was given instead"
