"""What is compared: one setup a row of the table."""

from dataclasses import dataclass, field, replace

from retrieval.search.ranking import FUSION, Fusion


@dataclass(frozen=True, slots=True)
class Texts:
    """What an index is made of. ``tokens`` bounds a passage; ``headers``: whether headings stand in front of what is searched;
    ``whole``: whether passages as a whole are searched instead of sentences."""

    tokens: int = 320
    headers: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """A way to retrieve. ``group`` is the heading it stands under in the table."""

    name: str
    group: str
    fusion: Fusion = FUSION
    texts: Texts = field(default_factory=Texts)
    lexicon: bool = True


_SEARCH = replace(FUSION, clue_share=0.0)
KEYWORD, DENSE = replace(_SEARCH, keyword_share=1.0), replace(_SEARCH, keyword_share=0.0)
_RANKS = replace(_SEARCH, method="ranks", keyword_share=0.5)
_SHARES = (0.3, 0.4, 0.5, 0.7)

PRESENT = Setup("现用", "现用")
KEYWORD_ONLY = Setup("只用关键词", "检索方式", KEYWORD)
DENSE_ONLY = Setup("只用向量", "检索方式", DENSE)
FUSED = Setup(f"融合，关键词占 {FUSION.keyword_share:g}", "检索方式", _SEARCH)
KEYWORD_PLAIN = Setup("只用关键词", "检索方式，不用词表", KEYWORD, lexicon=False)
FUSED_PLAIN = Setup(f"融合，关键词占 {FUSION.keyword_share:g}", "检索方式，不用词表", _SEARCH, lexicon=False)
KEYWORD_LEDGER = Setup("只用关键词", "加上台账与文头", replace(KEYWORD, clue_share=FUSION.clue_share))


def _ways(group: str, lexicon: bool) -> list[Setup]:
    shares = sorted({*_SHARES, FUSION.keyword_share})
    return [
        Setup("只用关键词", group, KEYWORD, lexicon=lexicon),
        Setup("只用向量", group, DENSE, lexicon=lexicon),
        *(Setup(f"融合，关键词占 {s:g}", group, replace(_SEARCH, keyword_share=s), lexicon=lexicon) for s in shares),
        Setup("名次融合（RRF）", group, _RANKS, lexicon=lexicon),
    ]


SETUPS: tuple[Setup, ...] = (
    PRESENT,
    *_ways("检索方式", lexicon=True),
    *_ways("检索方式，不用词表", lexicon=False),
    KEYWORD_LEDGER,
    Setup("只用向量", "加上台账与文头", replace(DENSE, clue_share=FUSION.clue_share)),
    Setup("融合，不用词表", "加上台账与文头", lexicon=False),
    Setup("不带标题", "检索的单位", texts=Texts(headers=False)),
    Setup("整段，不按句", "检索的单位", texts=Texts(whole=True)),
    Setup("整段，不带标题", "检索的单位", texts=Texts(headers=False, whole=True)),
    Setup("段落至多 200 词元", "段落长短", texts=Texts(tokens=200)),
    Setup("段落至多 480 词元", "段落长短", texts=Texts(tokens=480)),
)
#: (before, after): is the second better, question by question?
PAIRS: tuple[tuple[Setup, Setup], ...] = (
    (KEYWORD_ONLY, FUSED),
    (KEYWORD_PLAIN, FUSED_PLAIN),
    (FUSED_PLAIN, FUSED),
    (FUSED, PRESENT),
    (KEYWORD_LEDGER, PRESENT),
)
