"""How soon the first sentence is shown: a model that drips its reply, a few signs at a time."""

import asyncio
import time
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from retrieval.assistant import Assistant
from retrieval.writer.chain import Writer
from retrieval.writer.scripted import ScriptedChatModel
from retrieval.writer.speaker import Speaker

QUESTION = "抚州公共交通中新能源汽车占比要超过多少？"
#: Seconds that a first sentence may take from its last sign on.
SOON = 0.15
REPLY = "抚州公共交通中新能源汽车占比超过72%[1]。" + "这是到2025年的目标[1]。" * 3


class Dripping(ScriptedChatModel):
    """Gives its reply four signs at a time, every fiftieth of a second, and remembers when."""

    sent: Any = None

    async def _astream(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> Any:
        del stop, run_manager, kwargs
        self.sent = []
        text = self._reply(messages)
        for start in range(0, len(text), 4):
            piece = text[start : start + 4]
            self.sent.append((time.monotonic(), text[: start + len(piece)]))
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
            await asyncio.sleep(0.02)


def test_the_first_sentence_is_shown_soon_after_its_last_sign(assistant: Assistant) -> None:
    model = Dripping(script=lambda prompted, rng: REPLY)  # noqa: ARG005
    speaker = Speaker(model)
    asked = assistant.with_writer(Writer(speaker))
    list(asked.stream(QUESTION))  # models and vectors are loaded once
    shown = next(time.monotonic() for answer in asked.stream(QUESTION) if "72%" in answer.answer)
    complete = next(at for at, text in model.sent if "72%[1]。" in text)
    speaker.close()
    assert shown - complete < SOON, shown - complete
