"""Two plans of invented cities, and an embedder and a token counter that need no model: for tests of the index."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.catalogue import load_corpus
from index.manifest import Manifest
from index.snapshot import build_index, open_index
from index.vectors import Vectors

LANTIAN = """澜府发〔2024〕7号

澜田市人民政府
关于印发澜田市节水行动方案的通知

各县（区）人民政府，市政府各部门：

现将《澜田市节水行动方案》印发给你们，请认真贯彻执行。

澜田市人民政府
2024年3月8日

澜田市节水行动方案

为推进节约用水，结合我市实际，制定本方案。

一、主要目标

到2027年，全市用水总量控制在9.6亿立方米以内，万元工业增加值用水量比2023年下降11.5%。再生水利用率达到35%。

二、重点任务

（一）农业节水。推进大中型灌区改造，新增高效节水灌溉面积4万亩；推广水肥

- 1 -

一体化。（市农业农村局牵头；市水利局、市财政局按职责分工负责）

（二）工业节水。开展水效领跑者行动，高耗水企业达到先进定额的比例为60%。〔市工信局负责〕

（三）城镇节水。到2027年，公共供水管网漏损率控制在8%以内。（责任单位：市住建局）
"""

QINGHE = """清禾市节水行动方案

清政办发〔2024〕12号

为加强节约用水，制定本方案。

一、主要目标

到2027年，全市用水总量控制在7.2亿立方米以内，万元工业增加值用水量比2023年下降13%。再生水利用率达到28%。

二、重点任务

（一）农业节水。新增高效节水灌溉面积6万亩。（市水利局牵头；市农业农村局配合）

（二）城镇节水。到2027年，公共供水管网漏损率控制在9%以内。（市城管局负责）
"""


CHANGED = LANTIAN.replace("9.6亿", "8.8亿")
"""The first plan with another target."""


class PairEmbedder:
    """Counts of character pairs, hashed to 64 places: no model, always the same."""

    dimension = 64

    def __init__(self, fingerprint: str = "pairs-1") -> None:
        self.fingerprint = fingerprint

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for pair in pairwise(text):
                matrix[row, hashlib.sha256("".join(pair).encode()).digest()[0] % self.dimension] += 1
        matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
        return matrix

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        return self.encode_query(texts)


class CharacterCounter:
    """One token a character."""

    name = "characters"
    fingerprint = "characters-1"

    def count(self, text: str) -> int:
        return len(text)


def write_plans(folder: Path, **changed: str) -> Path:
    """A corpus folder with the two plans; ``changed`` replaces a text by plan id."""
    folder.mkdir(exist_ok=True)
    for plan, text in ({"lantian": LANTIAN, "qinghe": QINGHE} | changed).items():
        (folder / f"{plan}.txt").write_text(text, encoding="utf-8")
    return folder


def build_tiny(corpus: Path, folder: Path, passage_tokens: int = 120) -> Manifest:
    """Build an index of a corpus folder with the embedder and counter of this file."""
    return build_index(
        load_corpus(corpus),
        folder,
        embedder=PairEmbedder(),
        counter=CharacterCounter(),
        passage_tokens=passage_tokens,
        model="none",
    )


def text_served(folder: Path) -> str:
    """The text of the first plan, as the index in a folder holds it."""
    index = open_index(folder)
    try:
        return index.plan_text("lantian")
    finally:
        index.close()
