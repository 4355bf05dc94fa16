"""The units of figures in Chinese official writing, spelt once, each list longest first when it is an alternation."""

import re

SHARES = "个百分点 百分点 % ‰"
#: What counts things; those from 颗 on stand between a figure and a noun in work reports and notices, too.
COUNTS = (
    "个 家 座 项 条 所 台 套 台套 辆 户 人 名 处 件 只 头 对 场 部 支 张 份 枚 艘 架 列 片 块 宗 栋 幢 间 批 人次 例 款 种 门 根 株 篇 "
    "盏 村 标准箱 标箱 床 羽 匹 尾 卷 册 首 枪 桩 孔 眼 口 组 类 站 例次 车次 班列 社区 班 户次 车位 床位 学位 站点 架次 "
    "颗 棵 起 笔 轮 幅 粒 瓶 盒 袋 封 剂 剂次 人份 头份 批次 场次 台次 件次 项次 家次 航次 列次 标台 课时 学时 人天 人日"
)
MONEY = "元 美元 欧元"
MASS = "吨 吨级 吨标准煤 吨标煤 吨二氧化碳当量 吨二氧化碳 吨油当量 标准煤吨 千克 公斤 克 千克标准煤 千克标煤 公斤标准煤 克标准煤 克标煤 斤 毫克 微克 t/d t/a t/h"
LENGTH = "公里 千米"
MEASURES = (
    f"蒸吨 {MASS} {LENGTH} km kg mg μg hm2 km2 "
    "平方米 平方公里 平方千米 立方米 m2 m3 ㎡ ㎥ 立方 方 亩 公顷 千瓦 千瓦时 兆瓦 兆瓦时 吉瓦 吉瓦时 kW MW GW kWh MWh GWh 千伏安 "
    f"升 千升 标准立方米 {MONEY} 倍 成 分贝 吉焦 焦耳 摄氏度 标准件 TEU 标方 PFlops EFlops 公里时 吨公里 人公里 桶 工作日 个工作日"
)
#: Units that also stand in names and descriptions: only a figure that something is compared with.
WEAK = "天 小时 分钟 秒 岁 级 度 次 千伏 米 毫米 厘米 微米 G T P PF EF Gbps 分 瓦 伏"
#: What a rate is per.
PER = (
    "日 天 年 月 小时 时 h d a 人 人次 万元 亿元 元 千瓦时 kWh 平方米 立方米 m2 m3 吨 公斤 千克 公顷 亩 户 公里 平方公里 百公里 辆 台 车 "
    "标准煤 万人 千人 百户 百人 床 吨公里 万元GDP 升 L 次 个 平方千米 千人口 周"
)


def any_of(words: str) -> str:
    """Words parted by blanks as a pattern that matches any of them, the longer one first."""
    return "|".join(re.escape(w) for w in sorted(words.split(), key=lambda w: -len(w)))


#: Any unit, and those that are nothing but units, as patterns.
UNIT = any_of(f"{SHARES} ％ {COUNTS} {MEASURES} {WEAK}")
PLAIN_UNIT = any_of(f"{SHARES} ％ {COUNTS} {MEASURES}")
#: Those that tell a number from a year, as a pattern: 2030座. 方, 人 and others begin words that follow one (2025方案).
UNMISTAKABLE = any_of(f"{MASS} {LENGTH} {MONEY} % ％ 蒸吨 公顷 千瓦 立方 座 家 户 亩 倍")
#: The "per" part of a rate, as a pattern that may match nothing: /日, /(人·天).
PER_PART = f"(?:/(?:{any_of(PER)})(?:·(?:{any_of(PER)}))?)?"
#: What units of a dimension measure.
DIMENSIONS = {
    "percentage": f"{SHARES} ％ 成",
    "money": MONEY,
    "mass": MASS,
    "length": LENGTH,
    "steam": "蒸吨",
    "count": COUNTS,
}


def dimension_of(unit: str) -> str:
    """The dimension that a unit in plain characters belongs to; empty where it is of none that has several units."""
    return next((name for name, units in DIMENSIONS.items() if unit in units.split()), "")


#: Units of one size that are called otherwise -> as they are called here.
_CALLED = {
    "标箱": "标准箱",
    "TEU": "标准箱",
    "吨标煤": "吨标准煤",
    "标准煤吨": "吨标准煤",
    "千米": "公里",
    "km": "公里",
    "hm2": "公顷",
    "km2": "平方公里",
    "平方千米": "平方公里",
}


def one_name(unit: str) -> str:
    """The unit by the one name that its size has here: 标准箱 for 标箱."""
    return _CALLED.get(unit, unit)
