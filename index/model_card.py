"""The card that stands beside the bundled model: what it is, what it learnt from, with which figures."""

from collections.abc import Mapping

from index.training_data import TrainingData

_CARD = """\
---
library_name: sentence-transformers
pipeline_tag: sentence-similarity
language: zh
license: other
tags: [sentence-transformers, static-embedding]
---

# 随附的向量模型

把一句中文变成 {dimension} 维向量，用来让日常说法找到公文里的说法。模型是一张词片向量表：一句话的向量是各词片向量的平均，
长度归一。不需要显卡、网络或 PyTorch。本文件由 `python -m index train` 写出。

A sentence-transformers `StaticEmbedding` + `Normalize` model for Chinese government texts, trained from scratch.

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("index/model")
vectors = model.encode_query(["自来水管漏水怎么办"])
```

| | |
|---|---|
| 词片 | {pieces}（Unigram；数字合为一个词片，标点不计） |
| 维数、精度 | {dimension}，fp16 |
| 计词元的编码 | tokens.tiktoken，字节对编码，{ranks} 个（与向量无关，用于控制段落长度） |
| 随机种子 | {seed} |

## 学自哪里

| 数据 | 用了多少 | 许可 |
|---|---|---|
| 法律法规（LawRefBook/Laws） | {articles} 条条文或段落 | 法律法规不受著作权保护（《著作权法》第五条） |
| CSL 论文标题、关键词与摘要（ydli-ai/CSL） | {abstracts} 篇 | Apache-2.0 |
| 中文开放词网（Chinese Open Wordnet） | {synonyms} 组同义词 | 见 LICENSE.chinese-open-wordnet |
| 日常说法与公文说法对照表 | {wordings} 行 | 自编，MIT |

数据的 SHA-256：`{digest}`。各地的工作方案没有用于训练。

## 怎样训练

1. 初始向量：词片的邻近共现（窗口 6）取正的点互信息，奇异值分解到 {dimension} 维，常见词片降权。
2. 每个词片的向量是自己的加上所含各字的平均，写出时合成一张表。
3. 对比训练：SentenceTransformerTrainer，MultipleNegativesRankingLoss（批内负例，温度 1/{scale:.0f}）与 MatryoshkaLoss
   （{dimension} 与 {narrow} 维），每批 {batch} 对，{epochs:g} 轮，学习率 {rate:g}。

| 训练对 | 数量 |
|---|---|
{pairs}

效果怎样，见 docs/embedding-model.md。
"""

_KINDS = {
    "heading": "法规名与章名 → 条文",
    "sentence": "一句 → 该条其余各句",
    "half": "前半条 → 后半条",
    "paper": "论文标题或关键词 → 摘要",
    "synonym": "同义词",
    "paraphrase": "换了同义词的片段（带问句用语）→ 原句",
    "wording": "日常说法 → 公文说法",
    "neighbour": "日常说法 → 公文说法，不是相近的另一个",
    "wording_query": "换成日常说法的片段（带问句用语）→ 原句",
}


def render_model_card(
    data: TrainingData, kinds: Mapping[str, int], sizes: Mapping[str, int], settings: Mapping[str, float]
) -> str:
    """The card in Markdown.

    Args:
        data: what was read.
        kinds: number of training pairs by kind.
        sizes: ``pieces``, ``ranks``, ``dimension``, ``narrow``, ``batch``, ``seed``.
        settings: ``epochs``, ``rate``, ``scale``.
    """
    rows = "\n".join(f"| {_KINDS.get(kind, kind)} | {count} |" for kind, count in sorted(kinds.items()))
    counts = {
        "articles": len(data.articles),
        "abstracts": len(data.abstracts),
        "synonyms": len(data.synonyms),
        "wordings": len(data.wordings),
    }
    return _CARD.format(pairs=rows, digest=data.digest, **counts, **sizes, **settings)
