"""What plans do to things: 新建, 培育, 实施. A count without a comparison is a goal only when something is done (开展3个试点)."""

import re
from collections.abc import Iterable

from corpus.enumerations import has_measure

#: Actions, as they open a subject: 新建污水管网60公里.
_ACTIONS = (
    "新建 建成 建设 改建 扩建 改扩建 新改建 新改扩建 新建成 续建 改造 新增 增设 培育 创建 打造 完成 实施 开展 遴选 认定 引进 组建 设立 布局 开工 投产 启动 谋划 培训 发展 推广 "
    "建立 形成 举办 淘汰 更新 治理 修复 整治 安排 投放 争取 争创 推出 制定 开通 评选 选树 消除 关闭 压减 退出 招引 集聚 转化 实现 发放 资助 提供 办好 做好 建好 办成 设置 配备 配建 "
    "安装 扩大 保护 建 增 筹集 交付 盘活 供应 处置 腾退 拆除 清理 带动 吸引 储备 签约 突破 开工建设 布局建设 加装 整合 运营 投运 竣工 吸纳 帮助 救助 补助 惠及 搭建 构建 新认证 新认定 "
    "新培育 新开工 新引进 新签约 新投产 新设 新入库 新布局 选派 选聘 招聘 聘用 输送 开发 挖掘 撬动 投入 注入 下达 净增 减少 清零 种植 栽植 造林 营造 绿化 恢复 流转 复垦 收储 "
    "出让 消化 化解 压降 清退 关停 解决 建设改造 改造提升 新建改造 育成 孵化 研发 攻克 发布 出台 制修订 主导 创评 创成 评定 推选 认证 建档 摸排 排查 开行 加密 增开 扩容 调度 促成 "
    "达成 落地 提升 提高 新创 规范建设 抓好 推进建设 输出 派出 组织 参与制定 编制 开办 创办"
).split()
#: Of these, the ones that are hardly ever nouns: they count wherever they stand in a subject.
_PLAIN_ACTIONS = (
    "新建 建成 新改建 新改扩建 改扩建 新增 培育 创建 打造 完成 实施 遴选 引进 组建 推出 布局建设 建设改造 改造提升 新建改造 争创 建立 开办 淘汰 整治提升 开工 新开工 投产 建设 改造 参与制定"
).split()
#: Words that open a subject and only say how or by whom something is moved.
_MOVES = "实现|推动|推进|促进|保持|带动|加快|确保|持续|稳步|全面|不断|大力|着力|积极|全力|继续|加强|提高|提升|深化|巩固|稳定|支持|引导|尽快"
_MANNER = (
    rf"(?:累计|每年|全年|再|基本|重点|一体|同步|统筹|省级|市级|陆续|分类|集中|规范|启动|{_MOVES}|“[^“”]{{1,10}}”)*"
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=lambda w: (-len(w), w)))


_OPENING = re.compile(rf"(?:{_MANNER})(?P<verb>新?(?:{_any_of(_ACTIONS)}))")
_PLAIN = re.compile(rf"(?P<verb>{_any_of(_PLAIN_ACTIONS)})")
_ONLY = frozenset([*_ACTIONS, *"置换 和 及 与 、 进一步 全面".split()])
_LONGEST_ONLY = max(map(len, _ONLY))
_ONLY_MOVE = re.compile(rf"(?:{_MOVES})+")
_MOVE = re.compile(rf"(?:{_MOVES})(?=.{{2}})")


def leading_verb(subject: str) -> str:
    """The action that a subject opens with, or plainly holds: 全面建成…智慧岛 -> 建成; without one, nothing."""
    found = _OPENING.match(subject) or _PLAIN.search(subject)
    return found.group("verb") if found else ""


def opens_with_action(subject: str) -> bool:
    """Whether a subject begins with what is done to it: 建成充电桩, not 城镇新增就业."""
    return bool(_OPENING.match(subject))


def is_only_action(subject: str) -> bool:
    """Whether a subject does not say of what: 新建和改造提升."""
    reached = {0}  # where a word may end: one pass, however many ways there are to cut the subject into words
    for end in range(1, len(subject) + 1):
        starts = range(max(0, end - _LONGEST_ONLY), end)
        if any(start in reached and subject[start:end] in _ONLY for start in starts):
            reached.add(end)
    return bool(subject) and len(subject) in reached


def is_only_move(subject: str) -> bool:
    """Whether a subject only moves what follows it: 推动80%的机关…."""
    return bool(_ONLY_MOVE.fullmatch(subject))


def without_move(subject: str) -> str:
    """A measured thing without the verb that only moves it: 实现化肥农药使用量 -> 化肥农药使用量."""
    while (found := _MOVE.match(subject)) and has_measure(subject[found.end() :]):
        subject = subject[found.end() :]
    return subject


def without_any_move(subject: str) -> str:
    """A subject without the verbs that only move it, measured or not: 推动燃煤锅炉改造 -> 燃煤锅炉改造."""
    while found := _MOVE.match(subject):
        subject = subject[found.end() :]
    return subject
