"""What the reader is trained on: questions with their proofs, the documents they are about, frames of questions and acts."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import TrainingDataMissing
from index.training_data import Wording, read_wordings

DATA = Path(__file__).resolve().parent / "data"
DOCUMENTS, QUESTIONS, FRAMES, HELD = "documents", "questions.jsonl", "frames.jsonl", "held.txt"
#: What slots the frames and questions ask for, and frames made for that alone.
SLOTS_ASKED = "slots.jsonl"
SLOT = re.compile(r"\{([XTLDEPYBNGKH])\}")
#: What fills the slots of frames beside the things of the table of wordings: none of it names a document of ours.
_PLACES = ("", "", "", *"某市 我市 明州 锦城 沧源 长岭 海陵 东岭县 南桥区 青溪镇 白石沟乡 苇河街道".split())
_BODIES = (
    "市发展改革委 市生态环境局 市工业和信息化局 市财政局 市住房城乡建设局 市交通运输局 市农业农村局 市水利局 市市场监管局 市商务局 "
    "住建局 环保局 发改委 工信局 农业局 文旅局 教育局 卫健委 国资委 能源局 市委组织部 市委宣传部 市妇联 团市委 市总工会 市税务局 供电公司"
).split()
_GROUPS = (
    "行业 县区 企业 工程 园区 河流 水库 技术 领域 项目 制度 平台 模式 活动 设施 产品 政策 污染物 场所 单位 村镇 车辆 学校 指标"
).split()
#: Groups with the word they are counted with.
_COUNTED = (
    "个行业 个县区 类企业 项工程 个园区 条河 座水库 种技术 个领域 家企业 类项目 项制度 个平台 种模式 个方面 类产品 个港口 种车 项活动 "
    "个城市 个州市 项政策 个重点"
).split()
#: What plans call their parts.
_PARTS = "重点工程 重点任务 保障措施 主要任务 专项行动 重大项目 政策机制 工作措施".split()
#: Levels of government, of which a question may name one.
_LEVELS = "市本级 县区 各县区 县级 全市 全州 全省 乡镇 市直单位".split()
#: What somebody does or fails to do, of which the consequence is asked.
_DEEDS = (
    "没完成任务 没完成目标 没达标 完不成指标 超标排放 弄虚作假 数据造假 没按期整改 没办手续就开工 偷排 超过限额 没有按时报告 "
    "工作不力 进度滞后 排名靠后 不配合检查"
).split()
_COUNTS = "两三四五六七八十"
_YEARS = ("2025", "2030", "2027", "2024")
_FILLINGS = {
    "P": _PLACES,
    "B": _BODIES,
    "Y": _YEARS,
    "G": _GROUPS,
    "K": _COUNTED,
    "H": _COUNTS,
    "E": _PARTS,
    "L": _LEVELS,
    "D": _DEEDS,
}
_FIGURES = ("{}%", "{}万吨", "{}个", "{}家", "{}亿元", "{}公里", "{}吨")


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question about one document; ``quotes`` prove its ``answer``, none where the document does not answer it."""

    id: str
    document: str
    question: str
    history: tuple[tuple[str, str], ...]
    kind: str
    register: str
    answerable: bool
    quotes: tuple[str, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a question: slots {X} thing, {T} one spoken of in passing, {P} place, {L} level of government, {D} deed, {E} part of a plan, {Y} year, {B} body, {N} figure, {G} group of things, {K} one counted, {H} count."""

    kind: str
    frame: str


@dataclass(frozen=True, slots=True)
class ReadingData:
    """Everything in the folder; ``held`` are documents that nothing is trained on."""

    folder: Path
    questions: tuple[TrainingQuestion, ...]
    frames: tuple[Frame, ...]
    wordings: tuple[Wording, ...]
    held: frozenset[str]

    @property
    def documents(self) -> Path:
        """The folder of the documents."""
        return self.folder / DOCUMENTS


def load_reading_data(folder: Path = DATA) -> ReadingData:
    """Read the folder.

    Raises:
        TrainingDataMissing: one of its files is not there.
    """
    missing = [name for name in (DOCUMENTS, QUESTIONS, FRAMES, SLOTS_ASKED, HELD) if not (folder / name).exists()]
    if missing:
        raise TrainingDataMissing(
            f"训练数据文件夹 {folder} 缺少：{'、'.join(missing)}。请按 docs/reading.md 备齐后重试。"
        )
    held = (folder / HELD).read_text(encoding="utf-8").splitlines()
    return ReadingData(
        folder,
        tuple(_question(row) for row in _rows(folder / QUESTIONS)),
        tuple(Frame(row["kind"], row["frame"]) for row in _rows(folder / FRAMES)),
        tuple(read_wordings()),
        frozenset(line.strip() for line in held if line.strip() and not line.startswith("#")),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _question(given: dict[str, Any]) -> TrainingQuestion:
    history = tuple((turn["role"], turn["content"]) for turn in given["history"])
    kept = {name: given[name] for name in ("id", "document", "question", "kind", "register", "answerable", "answer")}
    return TrainingQuestion(**kept, history=history, quotes=tuple(given["quotes"]))


def fill(frame: str, wordings: tuple[Wording, ...], chance: random.Random) -> str:
    """A question from a frame, its slots filled at random."""
    return SLOT.sub(lambda slot: filling(slot.group(1), wordings, chance), frame)


def filling(slot: str, wordings: tuple[Wording, ...], chance: random.Random) -> str:
    """What fills a slot, at random."""
    if slot in "XT":
        wording = chance.choice(wordings)
        official = chance.random() < 0.5 or not wording.everyday
        return chance.choice(wording.official if official else wording.everyday)
    if slot == "N":
        return chance.choice(_FIGURES).format(chance.randint(1, 999))
    return chance.choice(_FILLINGS[slot])
