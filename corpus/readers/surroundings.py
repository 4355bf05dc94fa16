"""What stands around the document of a web page: menus, side columns, footers, buttons.

Sites mark it up in every way, so it is told by what it holds. Sentences that are no links are the document's; the block that holds nearly
all of them is sought from the outside in, and beside it stays only what belongs to a document. Nothing with a sentence of its own goes,
but for what only sites say (版权所有, 网站标识码).
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from corpus.numerals import ORDINALS
from corpus.readers.dom import BLOCKS, HEADINGS, SKIPPED, walk

_STOP = re.compile("[。；！？]")
#: What only sites say, in however long a block.
_SITE = re.compile(
    r"网站标识码\s*[:：]|ICP[备证]案?(?:序?号)?\s*[:：]?\s*[一-鿿]?\d|公网安备\s*[\d:：]|版权所有\s*[:：©]|©|Copyright\s*(?:\(c\)|[:：]|\d{4})|"
    r"(?:您|你)?(?:当前|现在|目前|所在)(?:的|所在|所在的)?位置\s*[:：]|(?:浏览|点击|阅读)(?:次数|量|数)\s*[:：]|字[号体]\s*[:：]\s*\W?\s*[大小]",
    re.IGNORECASE,
)
#: What they also say, where it is all that a block holds: a sentence or a heading of a document may speak of it.
_BUTTON = re.compile(
    r"[\W_]*(?:(?:我要)?(?:打印|关闭|收藏|分享|返回|顶部|首页|微信|微博|新浪|QQ|空间|字[号体]|大|中|小|下载|繁體|简体|无障碍|长者助手|长者模式|关怀版|"
    r"网站地图|站点地图|联系我们|关于我们|版权所有|版权声明|客户端|手机版|二维码|TOP)(?:本页|此页|本文|页面|网页|窗口|浏览|到|至|版)?[\W_]*)+|"
    r"\s*[上下]一[篇条页]\s*[:：].*|\s*扫一?[扫码].{0,24}|\s*分享(?:到|至)?\s*[:：].*|\s*相关(?:链接|阅读|推荐|文章|新闻|解读|文件|信息)\s*[:：]?\s*|\s*相关(?:链接|阅读|推荐|新闻)\s*[:：]?[^。；]*|"
    r"\s*(?:网站)?首页\s*[>»›/＞|\-一-鿿].*|\s*[（(\[【]?\s*(?:责任|值班|网站)?(?:编辑|编审|审核|校对|供稿|监制|来源|作者)\s*[:：][^。；]{0,40}",
    re.IGNORECASE | re.DOTALL,
)
#: … and what they say amid other words, which takes longer to look for: only where one of its signs stands.
_NOTICE_SIGNS = re.compile("[今未布表更]")
_NOTICE = re.compile(
    r".{0,30}今天是.{0,40}|.{0,16}未(?:经|得到).{0,16}(?:本网|本站|网站).*|.{0,16}未(?:经|得到).{0,16}转载.{0,8}(?:本网|本站|网站).*|"
    r".*(?:发布|发表|更新)(?:时间|日期)\s*[:：].*(?:来源|打印|作者|责任编辑|关闭|分享).*",
    re.IGNORECASE | re.DOTALL,
)
_BUTTON_CHARACTERS = 120
#: A cell that says one thing in so many characters: 大, 关闭, 下载, 我要打印.
_DATUM = 4
#: Several of these, each another, in a block without a sentence are a site's foot, where one of them is of sites alone: a document speaks of 备案 too.
_FOOT_ALONE = "备案 标识码 网站地图 站点地图 扫一扫 版权所有 联系我们 关于我们 网站声明 无障碍".split()
_FOOT = re.compile(
    rf"(?P<alone>{'|'.join(_FOOT_ALONE)})|(?:主办|承办|协办)(?:单位)?\s*[:：]|技术支持|地址\s*[:：]|邮编\s*[:：]"
)
_FEWEST_AT_FOOT = 2
#: All that :data:`_SITE` finds, and each of what is a foot's alone, holds one of these; most blocks hold none, and that is quickly seen.
_SITE_SIGNS = re.compile("[识Pp备权©置浏击阅号体图扫们声障]")
#: Who keeps a site, said beside what only sites say.
_KEEPERS = re.compile(r"\s*(?:主办|承办|协办|运维|维护|技术支持|建议使用)")
#: A block that is the site's with everything in it holds no more than this beside what is plainly the site's.
_WEAK_CHARACTERS = 2000
#: What a document has besides sentences: headings, number and date, attachments, a signature.
_BELONGS = re.compile(
    r"\s*(?:附[件录表图]|第["
    + ORDINALS
    + r"\d]{1,4}[章节条篇]|["
    + ORDINALS
    + r"]{1,3}、|[（(]["
    + ORDINALS
    + r"\d]{1,3}[)）]|\d{1,2}[.．、]|"
    r"[^\s]{1,14}[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,4}号|[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日\s*$|"
    r"[（(][^（()）]{0,30}公开[^（()）]{0,20}[)）]|各[^\s]{1,60}[:：]$|[^\s，。]{2,20}(?:人民政府|办公[厅室]|委员会|[委局厅部])\s*$)|"
    r".*(?:发文字号|文\s*号|成文日期|发文机关|发布机构|发文日期)\s*[:：]"
)
#: A block of so many sentences is none of the site's, whatever it says.
_FEW_STOPS = 3
_TITLES = frozenset(("h1", "h2"))
_FLOWING = frozenset("p pre blockquote table thead tbody tfoot figure center".split()) | HEADINGS
_CONTAINERS = frozenset("body div section article main center td th form fieldset header".split())
_TABLES = frozenset("table thead tbody tfoot tr".split())
_HOLDERS = BLOCKS | {"td", "th"}
#: A block holds the document when it holds this share of the sentences; a cell of a table more, since tables hold sentences too.
_SHARE, _CELL_SHARE = 0.6, 0.85


@dataclass(slots=True)
class _Block:
    """What a block holds: words and other blocks, letters in links, sentences outside of links."""

    node: Any
    tag: str
    parts: list["str | _Block"] = field(default_factory=list)
    linked: int = 0
    stops: int = 0
    worded: bool = False
    nested: bool = False
    titled: bool = False
    foreign: bool = False
    button: bool = False
    _measure: tuple[int, str] | None = None

    @property
    def own(self) -> list[str]:
        """Its own words."""
        return [part for part in self.parts if isinstance(part, str)] if self.worded else []

    @property
    def inner(self) -> list["_Block"]:
        """The blocks in it that hold words."""
        return [part for part in self.parts if isinstance(part, _Block)] if self.nested else []

    @property
    def characters(self) -> int:
        """How many letters it holds."""
        return self._measured()[0]

    @property
    def text(self) -> str:
        """All its words, where they are few."""
        return self._measured()[1]

    def _measured(self) -> tuple[int, str]:
        """Of few blocks it is asked, and blocks nest as deep as they like."""
        if self._measure is None:
            order = [self]
            for block in order:
                order += (inner for inner in block.inner if inner._measure is None)
            for block in reversed(order):
                block._measure = block._from_parts()
        assert self._measure is not None
        return self._measure

    def _from_parts(self) -> tuple[int, str]:
        size, words = 0, []
        for part in self.parts:
            if isinstance(part, str):
                size += _letters(part)
                words.append(part)
                continue
            size += part.characters
            if size <= _WEAK_CHARACTERS:  # longer words are asked nothing
                words.append(f" {part.text.strip()} ")
        return size, "".join(words)


def _letters(text: str) -> int:
    """Figures are none: dates beside links are no words."""
    return sum(map(str.isalpha, text))


def surroundings(root: Any, hidden: Set[int], title: str) -> set[int]:
    """The ``mem_id`` of every node below ``root`` that is none of the document's; ``title`` is what the page calls itself.

    Nodes that are ``hidden`` hold no words.
    """
    whole = _read_blocks(root, hidden, "".join(title.split()))
    if whole.foreign or not whole.parts:
        return set()
    left_out = {block.node.mem_id for block in _below(whole) if block.foreign}
    at = whole
    while chosen := _holder(at):
        left_out |= set(_beside(at, chosen))
        at = chosen
    return left_out


def _read_blocks(root: Any, hidden: Set[int], title: str) -> _Block:
    whole = _Block(root, root.tag)
    stack, links = [whole], [0]

    def enter(node: Any, tag: str) -> bool:
        if tag == "-text":
            text = node.text_content
            if text and not text.isspace():
                _add(stack[-1], text, linked=links[0] > 0)
            return False
        if tag in SKIPPED or (hidden and node.mem_id in hidden):
            return False
        if tag == "a":
            links[0] += "href" in node.attributes
        if tag in _HOLDERS and node is not root:
            stack.append(_Block(node, tag))
        return True

    def leave(node: Any, tag: str) -> None:
        if tag == "a":
            links[0] -= "href" in node.attributes
        if tag in _HOLDERS and len(stack) > 1:
            block = stack.pop()
            _close(block, title)
            _put_into(stack[-1], block)

    walk(root, enter, leave)
    _close(whole, title)
    return whole


def _add(block: _Block, text: str, *, linked: bool) -> None:
    if any(map(str.isalpha, text)):
        block.worded = True
        block.parts.append(text)
        if linked:
            block.linked += _letters(text)
    if not linked:  # a full stop may stand in a span of its own
        block.stops += _count_stops(text)


def _count_stops(text: str) -> int:
    return text.count("。") + text.count("；") + text.count("！") + text.count("？")


def _put_into(outer: _Block, block: _Block) -> None:
    if not block.parts:
        return
    outer.nested = True
    outer.parts.append(block)
    outer.linked += block.linked
    outer.stops += 0 if block.foreign else block.stops
    outer.titled |= block.titled


def _close(block: _Block, title: str) -> None:
    """Tell whether a block whose words are all there is the site's."""
    said = False
    if block.worded:
        words = "".join(block.own if block.nested else block.parts)  # type: ignore[arg-type]  # without blocks in it its parts are words
        bare = "".join(words.split())
        block.titled |= len(title) > 5 < len(bare) and bare in title
        stops = _count_stops(words) if block.nested or block.linked else block.stops
        if not block.titled and block.tag not in _TITLES:
            block.button = _is_button(words, len(bare)) and not _is_datum(block, words)
            said = block.button or _is_of_site(words, stops)
    # a heading of links says where one stands or what is looked for
    block.titled |= block.tag in _TITLES and not _is_linked(block)
    if not block.nested:
        block.foreign = said
        return
    inner = block.inner
    if any(found.foreign for found in inner):
        _spread(inner)
    if block.tag in _TABLES and all(found.button for found in inner if found.foreign):
        block.foreign = block.button = bool(inner) and all(found.foreign for found in inner)
    elif said or any(found.foreign for found in inner):
        others = [found for found in inner if not found.foreign]
        weak = not block.stops and not any(_is_wanted(found) for found in others)
        plain = (said or not block.worded) and not block.titled and block.tag not in ("body", "html")
        block.foreign = weak and plain and sum(each.characters - each.linked for each in others) <= _WEAK_CHARACTERS


def _is_button(words: str, size: int) -> bool:
    """Whether words of so many characters are what a site has its reader do."""
    return size <= _BUTTON_CHARACTERS and bool(
        _BUTTON.fullmatch(words) or (_NOTICE_SIGNS.search(words) and _NOTICE.fullmatch(words))
    )


def _is_datum(block: _Block, words: str) -> bool:
    """Whether a word that buttons have too is what a cell of a table says: 大, 关闭 and no link."""
    return block.tag in ("td", "th") and not block.linked and len(words.split()) == 1 and _letters(words) <= _DATUM


def _is_of_site(words: str, stops: int) -> bool:
    """Whether words of so many sentences are a site's; of most paragraphs their sentences tell."""
    if stops >= _FEW_STOPS or not _SITE_SIGNS.search(words):
        return False
    if _SITE.search(words):
        return True
    if stops:
        return False
    said = {found.group(): found["alone"] for found in _FOOT.finditer(words)}
    return len(said) >= _FEWEST_AT_FOOT and any(said.values())


def _spread(blocks: list[_Block]) -> None:
    """The site's with the blocks beside it that say who keeps the site."""
    for order in (blocks, blocks[::-1]):
        for before, block in pairwise(order):
            block.foreign |= before.foreign and not block.titled and bool(_KEEPERS.match(block.text))


def _below(block: _Block) -> Iterator[_Block]:
    waiting = list(block.inner)
    while waiting:
        found = waiting.pop()
        yield found
        if not found.foreign:
            waiting += found.inner


def _holder(block: _Block) -> _Block | None:
    """The block inside that holds the document, where one does and the words around it are not of the same text."""
    if any(_STOP.search(words) for words in block.own):
        return None
    inner = [found for found in block.inner if not found.foreign]
    best = max(inner, key=lambda found: found.stops, default=None)
    tag = best.tag if best else ""
    if best is None or not best.stops or (tag not in _CONTAINERS and tag not in _TABLES):
        return None
    share = _CELL_SHARE if tag in _TABLES or tag in ("td", "th") else _SHARE
    if tag == "table" and not _is_layout(best, share * block.stops):
        return None
    return best if best.stops >= share * block.stops else None


def _is_layout(table: _Block, stops: float) -> bool:
    """Whether one cell of a table holds a text of many blocks."""
    return any(
        found.tag in ("td", "th") and found.stops >= stops and any(b.stops for b in found.inner)
        for found in _below(table)
    )


def _beside(outer: _Block, chosen: _Block) -> Iterator[int]:
    """What stands beside the document in the block that holds it, and is none of it."""
    inner = {block.node.mem_id: block for block in outer.inner}
    staying = [
        i for i, block in enumerate(outer.inner) if block is chosen or (not block.foreign and _stays(block, outer))
    ]
    for i, block in enumerate(outer.inner):
        amid = staying[0] < i < staying[-1] and not block.linked  # a heading between two paragraphs
        if i not in staying and not block.foreign and not amid:
            yield block.node.mem_id
    node = outer.node.child
    while node is not None:
        words = (node.text_content or "") if node.tag == "-text" else (node.text() or "")
        loose = node.mem_id not in inner and (node.tag == "-text" or node.tag in ("a", "span", "b", "strong", "font"))
        if loose and words.strip() and not _STOP.search(words) and not _BELONGS.match(words.strip()):
            yield node.mem_id
        node = node.next


def _stays(block: _Block, outer: _Block) -> bool:
    if block.stops or _is_wanted(block):
        return True
    if not any(other.foreign or _is_linked(other) for other in outer.inner):
        return True  # nothing of the site is here
    return not _is_linked(block) and block.tag in _FLOWING


def _is_linked(block: _Block) -> bool:
    return block.linked > 0 and block.linked * 2 > block.characters


def _is_wanted(block: _Block) -> bool:
    words = block.text.strip()
    return block.titled or bool(_BELONGS.match(words) and not _KEEPERS.match(words))
