"""Characters that are written for each other because they look alike (形近字): 桔杆 is 秸秆."""

from collections.abc import Iterator
from functools import cache
from itertools import product

#: Groups of characters that differ by a stroke or by their radical, as primers of writing list them.
_GROUPS = (
    "已己巳 未末 土士 干千于 人入八 日曰 天夭 大太犬 王玉主 刀力 免兔 乌鸟 师帅 折拆析 治冶 冷泠 处外 侯候 喝渴揭竭 秸桔洁结 秆杆竿 郴彬 "
    "氨胺 氮氯氧氢 烃烷 耗耘 排徘 减咸 诚城 沟构购 渠梁 漏满 损捐 桩柱栓 栽裁载 板版扳 炉护沪 煤媒谋 碳炭 碱硷 磷鳞 萃粹 酸酵 酒洒 "
    "网罔 管菅 菌茵 蒸燕 薄簿 薪新 藻澡燥操 膜模摸漠 肥肌 胶校较 脏赃 蓄畜 禽离 粪糞 污圬 泥呢 渣查 渗掺参 滞带 潮嘲 灌罐 农衣 村材 "
    "棚绷 梯悌 核该 格各 棉绵 植值殖 楼搂 概慨 槽糟 橡像 檐瞻 欠次 歼奸 毁毅 沃妖 沙砂纱 沼招诏 泄池 洪共 浓脓 海悔 涵函 淡谈 淤於 "
    "清情请晴 港巷 游遊 源原 湿温 滨宾 滤虑 漂飘 激邀 灰炭 烟咽 烧浇挠 热执 焚梵 照昭 环坏怀 班斑 瓶屏 电申由甲 疏蔬 瘦廋 盐监 盟盈 "
    "矿旷 码吗 砖传 硅桂 硫琉 稳隐 税悦 端瑞 竟竞 箱厢 粉纷 精睛 纯钝 纸氏 线钱 绿录 缓援暖 罚刑 翻番 肃萧 航般 船般 艺忆 节芦 苗笛 "
    "范苑 荐存 莱菜 落洛 蓝篮 蔽弊 虚虑 衡街 补朴 袋裂 规现 视祝 解懈 订钉 设没 评坪 诉拆 课棵裸 推堆准 贷货 贸贺 赔陪培 超起 趋赵 "
    "跌铁 践贱 轨轧 轮伦论 辆俩 输偷 辐幅福 辩辨 达迖 运云 违伟 适括 逐遂 递第 遣遗 郊效 部陪 配酌 野墅 量重 钢纲 钾钙 铅沿 铝钼 销消 "
    "锅祸 镍臬 闭闲 阻组 降隆 限很 陆际 险检捡 随隋 障章 雾霉 露路 静净 风凤 驶使 验险"
)


@cache
def look_alikes() -> dict[str, str]:
    """Each character -> those that look like it."""
    alike: dict[str, str] = {}
    for group in _GROUPS.split():
        for sign in group:
            alike[sign] = alike.get(sign, "") + group.replace(sign, "")
    return alike


def written_alike(word: str, most: int = 2) -> Iterator[str]:
    """What a word becomes when up to ``most`` of its characters are taken for others that look like them."""
    choices = [sign + look_alikes().get(sign, "") for sign in word]
    for signs in product(*choices):
        wrong = sum(a != b for a, b in zip(signs, word, strict=True))
        if 0 < wrong <= most:
            yield "".join(signs)
