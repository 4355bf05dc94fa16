"""Plans of 27 cities of three provinces, made up by a program: more than are told one by one."""

from collections.abc import Mapping
from random import Random

from corpus.regions import all_regions

PROVINCES = ("江西省", "四川省", "湖南省")
_OF_EACH = 9
ENERGY, COD, NITROGEN, SEWAGE = "单位地区生产总值能耗", "化学需氧量", "氮氧化物", "农村生活污水治理率"
_HEAD = """{city}人民政府关于印发{city}“十四五”节能减排工作方案的通知

{mark}府发〔2023〕{number}号

{city}“十四五”节能减排工作方案

为推动节能减排，制定本方案。

一、主要目标

到2025年，全市单位地区生产总值能耗比2020年下降{energy}，{cod}，氮氧化物重点工程减排量{nitrogen}吨。{sewage}

二、重点任务

（一）园区节能提升工程。推动园区循环化改造。（市发展改革委牵头，市生态环境局等按职责分工负责）

（二）公共机构能效提升工程。持续推进公共机构节能。{more}

三、组织保障

（一）加强领导。各部门分工落实。（市政府办公室负责）
"""
_CENTRE = (
    "（三）数字节能工程。推进绿色数据中心建设，新建大型数据中心全部达到绿色要求。（{lead}牵头，市住房城乡建设局配合）"
)


def cities() -> list[tuple[str, str]]:
    """(city, province) of the 27."""
    found = {
        name: [r.name for r in all_regions() if r.level == "prefecture" and r.province == name] for name in PROVINCES
    }
    return [(city, province) for province in PROVINCES for city in found[province][:_OF_EACH]]


def plan_texts() -> Mapping[str, str]:
    """File name -> text. The first city gives its 化学需氧量 in 万吨, the second a goal for another year, each third one no 污水治理率;
    two of three write of 绿色数据中心, for which one of two bodies answers.
    """
    texts = {}
    for at, (city, _) in enumerate(cities()):
        random = Random(at)  # figures of invented goals
        amount = random.randint(900, 9000)
        cod = f"化学需氧量重点工程减排量{amount / 1e4:g}万吨" if at == 0 else f"化学需氧量重点工程减排量{amount}吨"
        energy = f"{random.randint(100, 180) / 10:g}%" + ("以上" if at % 5 == 4 else "")
        year = 2027 if at == 1 else 2025
        sewage = f"到{year}年，农村生活污水治理率达到{random.randint(40, 90)}%。" if at % 3 else ""
        lead = "市工业和信息化局" if at % 2 else "市发展改革委"
        texts[f"c{at:02}.txt"] = _HEAD.format(
            city=city,
            mark=city[0],
            number=at + 1,
            energy=energy,
            cod=cod,
            nitrogen=random.randint(100, 3000),
            sewage=sewage,
            more=f"\n\n{_CENTRE.format(lead=lead)}" if at % 3 != 1 else "",
        )
    return texts
