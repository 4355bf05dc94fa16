"""Who takes part, by name. A contestant's libraries are imported only in the process that runs it."""

from importlib import import_module

from eval.peers.contestant import Contestant

OURS = ("ours", "ours-last")
#: Name -> (module, class, arguments, what the table says).
ROSTER: dict[str, tuple[str, str, dict[str, bool], str]] = {
    "langchain": (
        "langchain_default",
        "LangChainDefault",
        {},
        "LangChain 默认：递归切分 500/50 + 本项目向量 + FAISS",
    ),
    "llamaindex": ("llamaindex_default", "LlamaIndexDefault", {}, "LlamaIndex 默认：1024 词元切分 + 本项目向量"),
    "bm25": ("bm25_jieba", "Bm25Jieba", {}, "BM25 + jieba，500 字（bm25s）"),
    "bm25-named": ("bm25_jieba", "Bm25Jieba", {"filtered": True}, "同上 + 按方案地名过滤"),
    "ours-last": ("ours", "Ours", {"talking": False}, "**问策**，只看最后一问"),
    "ours": ("ours", "Ours", {}, "**问策**"),
}


def call(name: str) -> Contestant:
    """The contestant of this name."""
    module, kind, arguments, _ = ROSTER[name]
    contestant: Contestant = getattr(import_module(f"eval.peers.{module}"), kind)(**arguments)
    return contestant
