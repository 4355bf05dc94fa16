"""The assistant with a chat model as a LangChain runnable: any chain can use it as a step."""

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from retrieval.answer import Answer, Mode
from retrieval.assistant import Assistant
from retrieval.writer.chain import Writer
from retrieval.writer.speaker import Speaker


def build_chain(assistant: Assistant, model: BaseChatModel, mode: Mode = "llm") -> Runnable[str, Answer]:
    """A runnable from question to :class:`~retrieval.answer.Answer` (mode ``llm``; ``extract`` where it had to fall back)."""
    writing = assistant.with_writer(Writer(Speaker(model)))
    return RunnableLambda(lambda question: writing.ask(question, mode=mode), name="问策")
