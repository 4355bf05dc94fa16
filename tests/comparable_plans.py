"""Plans of invented cities with the same indicators: firm and hoped for, in 吨 and 万吨, as ranges, without a number, not at all."""

from collections.abc import Mapping
from pathlib import Path

from index.snapshot import Index, open_index
from tests.tiny_index import PairEmbedder, build_tiny

ENERGY, COD, SEWAGE, FOREST, STRAW = (
    "单位地区生产总值能耗",
    "化学需氧量重点工程减排量",
    "农村生活污水治理率",
    "森林覆盖率",
    "秸秆综合利用率",
)
_GOALS: Mapping[str, tuple[str, str]] = {
    "lantian": (
        "澜田市",
        f"{ENERGY}比2020年下降13%，力争下降14%。{COD}为1.2万吨。{SEWAGE}达到40%。{STRAW}达到90%以上。",
    ),
    "qinghe": ("清禾市", f"{ENERGY}比2020年下降14.5%。{COD}为9000吨。{SEWAGE}力争达到55%。{STRAW}达到86%以上。"),
    "shuofeng": ("朔丰市", f"{ENERGY}比2020年下降12%。{COD}为700吨。{SEWAGE}完成省下达指标。{STRAW}达到92%以上。"),
    "xiyan": ("溪岩市", f"{ENERGY}比2020年下降15%。{FOREST}达到60%—65%。"),
    "yunpu": ("云浦市", f"{ENERGY}比2020年下降13.5%。到2027年，{SEWAGE}达到60%。{FOREST}达到48%。"),
}


def plan_text(city: str, goals: str) -> str:
    """The plan of a city."""
    return f"""{city}人民政府关于印发{city}节能减排工作方案的通知

{city[0]}政发〔2023〕7号

{city}节能减排工作方案

为推进节能减排，制定本方案。

一、主要目标

到2025年，全市{goals}

二、重点任务

（一）强化责任。各部门按职责分工落实。（市发展改革委负责）
"""


def write_index(folder: Path, plans: Mapping[str, tuple[str, str]] = _GOALS) -> Index:
    """An open index of these plans, id -> (city, goals), built into a folder."""
    corpus = folder / "plans"
    corpus.mkdir(parents=True)
    for plan, (city, goals) in plans.items():
        (corpus / f"{plan}.txt").write_text(plan_text(city, goals), encoding="utf-8")
    build_tiny(corpus, folder / "index")
    return open_index(folder / "index", embedder=PairEmbedder())
