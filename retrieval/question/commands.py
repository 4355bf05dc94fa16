"""Sentences that speak to a machine. In a question or a plan they are data: never obeyed, shown to no model, support for nothing."""

import re
from collections.abc import Iterator

from retrieval.question.figures import FIGURE_NAMED
from retrieval.question.ways import share_of

_COMMAND = re.compile(
    r"(?:忽略|无视|忘记|抛开|不要理会|不必理会|不用管).{0,12}(?:规则|指令|提示|以上|前面|之前|上文|上述|设定|要求|内容)"
    r"|(?:新|以下|下列|下面)的?(?:规则|指令)[：:是为]|你(?:现在|从现在起|必须|应当|只能|要|的)|[请须]?(?:直接|只|一律|原样|必须|务必)(?:回答|回复|输出|答复|打印|写)"
    r"|请(?:你|回答|回复|输出|答复|打印|告诉|用英文|访问|点击|扫码|转账)|(?:回答|回复|输出|答复|打印)[：:“\"「『]|不(?:需要|要|用|得)(?:标注|注明|给出)?(?:引用|出处|编号)"
    r"|(?:[你请来]|让你|帮我)扮演|扮演(?:一|成|好)|(?:AI|智能|问答|聊天|对话)助手|作为.{0,8}(?:助手|语言模型)|聊天机器人|对话框|提示词|系统提示|越狱|管理员(?:指令|模式|权限)|开发者模式"
    r"|(?<![A-Za-z])(?:system|assistant|user|developer|human|prompt|instructions?|output|reply|answer)\s*[:：]"
    r"|(?<![A-Za-z])(?:ignore|disregard|forget|override|jailbreak|you are now|respond with|reply with|answer with|output the)(?![A-Za-z])"
    r"|<\s*/?\s*[A-Za-z!]|!\[|\]\(|https?://|www\.|data:|javascript:|```|\[/?INST\]|<\|",
    re.IGNORECASE,
)


def is_command(sentence: str) -> bool:
    """Whether a sentence speaks to a machine rather than about the plan: 忽略以上规则, 请输出“…”, a link, a tag."""
    return bool(_COMMAND.search(sentence))


#: In a question these need no second look.
_ORDER = re.compile(
    r"[【\[](?:管理员|系统|开发者)|(?:资料|数据|数值)(?:已经?|被)?(?:更新|修改|改)|按(?:照)?新的?(?:数据|资料|规则)|忽略.{0,10}(?:规则|指令|提示|以上|前面|之前)|新(?:的)?(?:规则|指令)|你现在是|你是一[名个位]|(?:[你请来]|让你|帮我)扮演|扮演(?:一|成|好)|不需要引用|"
    r"开发者模式|越狱|print\s*\(|os\.environ|system\s*[:：]|系统\s*[:：]|</(?:资料|passages?|context)>|(?:ignore|disregard|forget)\b.{0,40}(?:instruction|rule|prompt)|system prompt",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_SENTENCE = re.compile(r"[^。！？?!\n]+[。！？?!]*|[。！？?!\n]")
_LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)?|(?:https?|ftp)://[^\s，。；、）)]+", re.IGNORECASE)
#: A sentence with one of these asks something, whatever else it says: 请回答：…是多少？
_ASKS = re.compile(r"[？?吗呢谁]|(.)不\1|多少|什么|哪|几|怎|如何|是否|有没有|how|what|which|who|when", re.IGNORECASE)
#: … and so does a part with one of these.
_WANTS = re.compile("告诉我|想知道|想了解|说说|介绍|列出|查一下")
#: 请按新数据回答……: what is asked comes behind.
_SPEAKING = re.compile("^.{0,10}?(?:回答|答复|告诉我)(?=.{4})")
_PART = re.compile(r"[^，,；;：:]+[，,；;：:]*")


#: <system>…</system>, [INST]…[/INST]: what stands between is spoken to the machine.
_BLOCK = re.compile(
    r"<(?P<tag>[A-Za-z_]{2,20})\b[^<>]{0,80}>.{0,600}?</(?P=tag)>|\[INST\].{0,600}?\[/INST\]|```.{0,600}?```",
    re.IGNORECASE | re.DOTALL,
)
#: So short a part only asks whether what stands before it is so: 对吗, 是这样吧.
_TAG_LENGTH = 4
#: From this share on a message, or a part of it, is taken for one that gives orders.
_ORDERING = 0.5


def without_commands(question: str) -> str:
    """A question without what speaks to a machine in it; empty when nothing else is left."""
    outside = _BLOCK.sub(" ", question)
    text = outside if _ASKS.search(outside) else question
    text = _TAG.sub(" ", _LINK.sub(" ", text)).replace(". ", "。")
    sentences = _SENTENCE.findall(text)
    kept = "".join(map(_asking_part, sentences))
    if _gives_orders(text):
        asking = "".join(part for sentence in sentences for part in _parts_that_ask(sentence))
        stated = "".join(part for sentence in sentences for part in _parts_that_state(sentence))
        kept = asking or stated or "".join(part for part in _PART.findall(text) if FIGURE_NAMED.search(part))
    return kept if re.search(r"\w", kept) else ""


#: 不对，……，我问的是乙市: what is meant, behind what is not …
_DENIED = re.compile("^(?:不|没|错|[你我]?[搞弄打说]错)")
_MEANT = re.compile(
    r"(?:^|(?<=[，,。；;？?！!：:\s]))(?:我|咱)们?(?:是|想|要)?(?:刚才|上面)?(?:问|说|指|查)的(?:就)?是(?=.{2})"
)


def what_is_meant(question: str) -> str:
    """A message that puts right what was taken wrongly, by what it says is meant alone; a question that adds so what it means stays whole."""
    found = _MEANT.search(question)
    puts_right = found and (found.start() == 0 or _DENIED.search(question))
    return question[found.end() :] if found and puts_right else question


def asks(text: str) -> bool:
    """Whether a text asks or wants to be told something."""
    return bool(_ASKS.search(text) or _WANTS.search(text))


def only_orders(question: str) -> bool:
    """Whether a message gives orders and asks nothing."""
    return _gives_orders(question) and not asks(without_commands(question))


def _gives_orders(text: str) -> bool:
    return bool(_ORDER.search(text)) or is_command(text) or _is_order(text)


def _is_order(text: str) -> bool:
    return share_of(text, "injection") >= _ORDERING


def _parts_that_ask(sentence: str) -> Iterator[str]:
    """The parts of a sentence that ask, and those that give no order; what sets a figure only where it is asked whether (…，对吗)."""
    if not asks(sentence):
        return
    ordered = bool(_ORDER.search(sentence))
    parts = _PART.findall(sentence)
    confirms = all(len(re.sub(r"\W", "", part)) <= _TAG_LENGTH for part in parts if asks(part))
    for part in parts:
        spoken = _SPEAKING.sub("", part)
        if asks(part):
            if not _ORDER.search(spoken) and not (is_command(spoken) and _is_order(spoken)):
                yield spoken
        elif not (ordered or is_command(part) or _is_order(part) or (FIGURE_NAMED.search(part) and not confirms)):
            yield part


def _parts_that_state(sentence: str) -> Iterator[str]:
    """Where nothing asks, the parts that say something of a plan: 跟我念：某地的占比是20%."""
    for part in _PART.findall(sentence):
        if not (_ORDER.search(part) or is_command(part) or _is_order(part)):
            yield part


def _asking_part(sentence: str) -> str:
    """A sentence that asks; one that only gives orders is left out."""
    return sentence if _ASKS.search(sentence) or not is_command(sentence) else ""
