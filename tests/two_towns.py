"""Two plans of invented cities with a figure each, firms, lists that run on and parts of one of them, to be asked in conversations."""

_PLAN = """{city}市“十四五”节能减排实施方案

一、主要目标

到2025年，全市单位地区生产总值能耗比2020年下降{energy}%，化学需氧量重点工程减排量达到{cod}吨，二氧化硫重点工程减排量达到{so2}吨。

二、重点任务

（一）{task}工程。以{trades}等行业为重点，推进清洁生产。重点对{firms}等企业实施改造。到2025年，万元工业增加值用水量下降{water}%，秸秆综合利用率达到{straw}%以上。（市工业和信息化局牵头，市水务局配合）

（二）环境设施提升工程。加强雨污分流和管网修复。到2025年，{city}市城市生活污水集中收集率达到{sewage}%（{county}城市生活污水集中收集率达到{county_sewage}%）。（市住房和城乡建设局负责）
"""

PLANS = {
    "qinghe.txt": _PLAN.format(
        city="青禾",
        energy=16,
        cod=5200,
        so2=310,
        task="冶炼行业转型",
        trades="铝业、铸造、陶瓷、造纸",
        firms="广源铝业、上海华冶铸造、宁波顺和纸业",
        water=21,
        straw=92,
        sewage=78,
        county="白石县",
        county_sewage=61,
    ),
    "yunqiao.txt": _PLAN.format(
        city="云桥",
        energy=11.5,
        cod=1300,
        so2=90,
        task="冷链物流能效",
        trades="食品、纺织、制药",
        firms="高耗能、高排放",
        water=17,
        straw=88,
        sewage=70,
        county="南坪县",
        county_sewage=66,
    ),
}
