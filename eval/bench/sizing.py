"""How much room an index in Milvus and PostgreSQL takes: measured bytes of one index, and what they come to for many more passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.part import passage_words, unit_words
from index.passage import Passage, Unit
from index.snapshot import Index

#: Bytes that follow from the form of the data: a float or a number of a term, a whole number, key and revision of a row.
_FLOAT, _WHOLE, _KEYS = 4, 8, 32 + 1 + 5 + 32
#: Neighbours of a point of the graph in its lowest layer (2 M, index/milvus_rows.py) and in those above, and bytes of each.
_NEIGHBOURS = 2 * 16 + 1
_PAIRS = 2
"""The collections that are served, and those that lie idle until the next version: they are on the disk, not in memory."""
SCALES = (10**7, 10**8)
_GB = 1e9


@dataclass(frozen=True, slots=True)
class Measured:
    """Bytes a passage: ``vectors`` with their graph, ``sparse`` lists of terms, ``words`` as text, ``fields`` beside them (all in
    Milvus), and ``tables`` of PostgreSQL with their indexes (0 where it was not asked)."""

    passages: int
    units: float
    vectors: float
    sparse: float
    words: float
    fields: float
    tables: float

    @property
    def memory(self) -> float:
        """What the engine keeps in memory of the served collections, its words left on the disk (mmap)."""
        return self.vectors + self.sparse + self.fields

    @property
    def disk(self) -> float:
        """What both pairs of collections take on the disk of the engine: the data, and the indexes beside them."""
        graph = self.units * _NEIGHBOURS * _FLOAT
        return _PAIRS * (2 * self.vectors - graph + 2 * self.sparse + self.words + self.fields)


def measure(index: Index, tables: Mapping[str, int]) -> Measured:
    """Measure an index; ``tables`` are the bytes of PostgreSQL's tables for the same plans."""
    manifest = index.manifest
    units = [index.unit(row) for row in range(manifest.units)]
    passages = [index.passage(row) for row in range(manifest.passages)]
    said = [unit_words(unit) for unit in units] + [passage_words(passage) for passage in passages]
    many = float(max(len(passages), 1))
    return Measured(
        passages=len(passages),
        units=len(units) / many,
        vectors=len(units) * _FLOAT * (manifest.dimension + _NEIGHBOURS) / many,
        sparse=sum(2 * _FLOAT * len({*words.split()}) for words in said) / many,
        words=sum(len(words.encode()) for words in said) / many,
        fields=_fields([*units, *passages]) / many,
        tables=sum(tables.values()) / many,
    )


def _fields(rows: Sequence[Unit | Passage]) -> int:
    """Bytes of the fields beside words and vectors: keys, ids of plan and clause, numbers."""
    return sum(_KEYS + len(row.plan.encode()) + len(row.clause.encode()) + 3 * _WHOLE for row in rows)


def render(measured: Measured, tables: Mapping[str, int]) -> str:
    """The figures as tables in Markdown."""
    lines = [
        f"由 {measured.passages} 个段落量得，每段 {measured.units:.2f} 个句子。每段字节：",
        "",
        "| 向量与图 | 词的倒排 | 词的文本 | 编号等字段 | 合计（一份） | PostgreSQL |",
        "|---|---|---|---|---|---|",
        f"| {measured.vectors:.0f} | {measured.sparse:.0f} | {measured.words:.0f} | {measured.fields:.0f} "
        f"| {measured.vectors + measured.sparse + measured.words + measured.fields:.0f} | {measured.tables:.0f} |",
        "",
        "| 段落 | Milvus 内存 GB | Milvus 磁盘 GB（两份） | PostgreSQL GB |",
        "|---|---|---|---|",
    ]
    for scale in SCALES:
        values = (measured.memory, measured.disk, measured.tables)
        lines.append(f"| {scale:,} | " + " | ".join(f"{scale * value / _GB:,.0f}" for value in values) + " |")
    named = "、".join(
        f"{name} {size / max(measured.passages, 1):.0f}"
        for name, size in sorted(tables.items(), key=lambda t: -t[1])[:6]
    )
    return "\n".join([*lines, *(["", f"PostgreSQL 每段字节最多的表：{named}。"] if tables else [])])
