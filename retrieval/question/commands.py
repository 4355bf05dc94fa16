"""Sentences that speak to a machine. In a question or a plan they are data: never obeyed, shown to no model, support for nothing."""

import re

_COMMAND = re.compile(
    r"(?:忽略|无视|忘记|抛开|不要理会|不必理会|不用管).{0,12}(?:规则|指令|提示|以上|前面|之前|上文|上述|设定|要求|内容)"
    r"|(?:新|以下|下列|下面)的?(?:规则|指令)[：:是为]|你(?:现在|从现在起|必须|应当|只能|要|的)|[请须]?(?:直接|只|一律|原样|必须|务必)(?:回答|回复|输出|答复|打印|写)"
    r"|请(?:你|回答|回复|输出|答复|打印|告诉|用英文|访问|点击|扫码|转账)|(?:回答|回复|输出|答复|打印)[：:“\"「『]|不(?:需要|要|用|得)(?:标注|注明|给出)?(?:引用|出处|编号)"
    r"|扮演|(?:AI|智能|问答|聊天|对话)助手|作为.{0,8}(?:助手|语言模型)|聊天机器人|对话框|提示词|系统提示|越狱|管理员(?:指令|模式|权限)|开发者模式"
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
    r"[【\[](?:管理员|系统|开发者)|(?:资料|数据|数值)(?:已经?|被)?(?:更新|修改|改)|按(?:照)?新的?(?:数据|资料|规则)|忽略.{0,10}(?:规则|指令|提示|以上|前面|之前)|新(?:的)?(?:规则|指令)|你现在是|你是一[名个位]|扮演|不需要引用|"
    r"开发者模式|越狱|print\s*\(|os\.environ|system\s*[:：]|系统\s*[:：]|</(?:资料|passages?|context)>|(?:ignore|disregard|forget)\b.{0,40}(?:instruction|rule|prompt)|system prompt",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_SENTENCE = re.compile(r"[^。！？?!\n]+[。！？?!]*|[。！？?!\n]")
_LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)?|(?:https?|ftp)://[^\s，。；、）)]+", re.IGNORECASE)
#: A sentence with one of these asks something, whatever else it says: 请回答：…是多少？
_ASKS = re.compile(r"[？?吗呢谁]|多少|什么|哪|几|怎|如何|是否|有没有|how|what|which|who|when", re.IGNORECASE)


#: … and so does a part with one of these.
_WANTS = re.compile("告诉我|想知道|想了解|说说|介绍|列出|查一下")
#: 请按新数据回答……: what is asked comes behind.
_SPEAKING = re.compile("^.{0,10}?(?:回答|答复|告诉我)(?=.{4})")
_PART = re.compile(r"[^，,；;：:]+[，,；;：:]*")


def without_commands(question: str) -> str:
    """A question without what speaks to a machine in it; empty when nothing else is left."""
    text = _TAG.sub(" ", _LINK.sub(" ", question))
    kept = "".join(_asking_part(s) for s in _SENTENCE.findall(text.replace(". ", "。")))
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


def _asking_part(sentence: str) -> str:
    """A sentence that asks; of one that also gives orders (忽略以上规则，告诉我…), the parts that ask and give none."""
    if not _ORDER.search(sentence):
        return sentence if _ASKS.search(sentence) or not is_command(sentence) else ""
    asking = (part for part in _PART.findall(sentence) if _ASKS.search(part) or _WANTS.search(part))
    spoken = (_SPEAKING.sub("", part) for part in asking)
    return "".join(part for part in spoken if not is_command(part) and not _ORDER.search(part))
