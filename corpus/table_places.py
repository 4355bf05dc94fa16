"""Tables that part goals over places: a row or a column a county. Each figure is of the place that its cell stands under, never of the whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.regions import regions_named
from corpus.tables import Cell, Table

#: What is called so over a column of places. 单位 measures, or says who: the column itself tells.
_HEAD = re.compile(
    r"(?:各|所属|所在)?(?:[县市区州盟旗镇乡]|街道|地区|[（(][县市区州盟旗、/／]+[)）]|[、/／]){1,8}(?:名称|别)?|"
    r"(?:行政区[划域]?|区域|辖区|地域|地方|单\s*位|实施(?:主体|地区|单位)|责任(?:主体|地区))(?:名称)?"
)
_WHOLE = re.compile(
    r"全[市省州县区旗盟镇乡](?:合计|总计|汇总|指标|目标|任务)?|(?:合|总)\s*计|[市省州县区旗盟]?合计|本[市省州县区旗盟]"
)
_PLACE = re.compile(
    r"[一-鿿]{1,9}(?:自治[州县旗]|[县市区旗州盟镇乡]|街道|林区|管委会|办事处)(?:人民政府|政府|管委会|管理委员会)?"
)
_OFFICE = re.compile(r"(?<=[县市区旗州盟镇乡])(?:人民政府|政府)$|管理?委员?会$")
#: Ends like the name of a place and is none.
_NO_PLACE = re.compile(
    r"^(?:各|全|其他|其它|有关|相关|本)|(?:建成|城|园|社|小|保护|灌|景|牧|矿|库|山|片|功能|校|辖|厂|库|禁养|地|市|示范|试验|实验|先行|先导|孵化|集聚|"
    r"加工|养殖|种植|居住|商业|风景|缓冲|核心|重点|试点|生产|生活|办公|服务|仓储)区$|"
    r"(?:城|超|门|股|上|集|菜)市$|(?:县|市|城|集|村)镇$|城乡$|家乡$"
)
_SEVERAL = re.compile(r"[、，,和及\s]+")
_FEWEST = 2
#: A column is one of places where so much of what stands in it are.
_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Places:
    """Where a table names places: in the rows of a column, or over the columns (place by column)."""

    column: int | None = None
    over: Mapping[int, str] = field(default_factory=dict)

    def scope_of(self, table: Table, cells: Mapping[int, Cell], column: int, whole: str) -> str | None:
        """What a value is counted over; None where that is neither a place nor the whole."""
        if self.column is not None:
            cell = cells.get(self.column)
            return place_said(table.text(cell), whole) if cell else None
        return self.over.get(column, whole)


def places_of(table: Table, whole: str) -> Places | None:
    """The places of a table that parts something over them; None of any other table.

    Args:
        whole: the scope of the plan.
    """
    heads = table.columns()
    body = [{cell.column: cell for cell in row} for row in table.body()]
    for column, said in heads.items():
        if not _HEAD.fullmatch(said):
            continue
        named = [place_said(table.text(row[column]), whole) for row in body if column in row]
        places = [place for place in named if place is not None]
        if len(set(places) - {whole}) >= _FEWEST and len(places) >= _SHARE * len(named):
            return Places(column)
    inner = {cell.column: table.text(cell) for row in table.rows[: table.heads][-1:] for cell in row}
    said_over = {column: said for column, said in inner.items() if not _HEAD.fullmatch(said)}
    over = {column: place for column, said in said_over.items() if (place := place_said(said, whole)) is not None}
    return Places(over=over) if len(set(over.values()) - {whole}) >= _FEWEST else None


def place_said(words: str, whole: str) -> str | None:
    """The scope that a cell names: a place as it is written, without its government, or the whole; None for anything else."""
    said = "".join(words.split())
    if _WHOLE.fullmatch(said):
        return whole
    parts = [_OFFICE.sub("", part) for part in _SEVERAL.split(said)]
    if all(is_place(part) for part in parts):
        return "、".join(parts) if len(parts) > 1 else parts[0]
    return None


def is_place(said: str) -> bool:
    """Whether words are the name of a place, known or not, and no kind of area: 东礁区, and not 建成区."""
    if regions_named(said):
        return True
    return bool(_PLACE.fullmatch(said)) and not _NO_PLACE.search(said)
