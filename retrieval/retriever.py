"""Our retrieval as a LangChain retriever: any chain can use it, with the same plan scope inside the search."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from retrieval.assistant import Assistant


class PlanRetriever(BaseRetriever):
    """Passages for a question, best first.

    ``page_content`` is the passage under its title and heading path; ``metadata`` holds plan, title, section, address, clause,
    start, end (raw offsets), score and id. A question that names a place without a plan finds nothing.
    """

    assistant: Any
    """The open :class:`retrieval.assistant.Assistant`."""
    limit: int = 8
    """The most passages to return; ``invoke(question, limit=...)`` has the last word."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
        limit: int | None = None,
    ) -> list[Document]:
        assistant: Assistant = self.assistant
        return [
            Document(
                id=ranked.passage.id,
                page_content=f"{ranked.passage.header}\n{ranked.passage.text}",
                metadata={
                    "plan": ranked.passage.plan,
                    "title": ranked.passage.title,
                    "section": ranked.passage.section,
                    "address": ranked.passage.address,
                    "clause": ranked.passage.clause,
                    "passage": ranked.passage.id,
                    "start": ranked.passage.start,
                    "end": ranked.passage.end,
                    "score": ranked.score,
                },
            )
            for ranked in assistant.passages(query, limit=self.limit if limit is None else limit)
        ]
