"""Ours: the index that ``python -m index build`` writes and the passages that ``python -m eval retrieve`` records."""

from dataclasses import dataclass

from corpus.catalogue import load_corpus
from eval.peers.contestant import Asked, Found, Job, Search
from index.embed import open_embedder
from index.snapshot import build_index, open_index
from index.tokens import open_encoding
from retrieval.answer import Turn
from retrieval.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Ours:
    """With ``talking`` the turns before the question are read, as users' are; without, the last question only, as the peers do."""

    talking: bool = True

    def build(self, job: Job) -> int:
        """Read, cut, embed, index, publish."""
        manifest = build_index(
            load_corpus(job.corpus),
            job.index,
            embedder=open_embedder(),
            counter=open_encoding("bundled"),
            passage_tokens=job.passage_tokens,
        )
        return manifest.passages

    def open(self, job: Job) -> Search:
        """Open the published snapshot."""
        assistant = Assistant(open_index(job.index))

        def search(asked: Asked, limit: int) -> list[Found]:
            history = [Turn("user" if role == "user" else "assistant", said) for role, said in asked.history]
            ranked = assistant.passages(asked.question, history if self.talking else (), limit=limit)
            return [Found(r.passage.plan, r.passage.text) for r in ranked]

        return search
