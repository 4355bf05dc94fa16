"""What kind of answer a question asks for: the likeliest of the learned kinds of question, and what is told by a name beside them."""

import re
from functools import cache, lru_cache
from typing import Literal, get_args

import numpy as np

from index.vectors import Vectors
from retrieval.question.bodies import bodies_named
from retrieval.question.bounds import bounds_in
from retrieval.question.kind_model import KindModel, load_kinds
from retrieval.question.slot_model import asks_for
from retrieval.question.superlatives import asks_for_extreme, asks_for_rank
from retrieval.question.ways import kind_shares, share_of
from retrieval.question.years import BARE_YEAR

Kind = Literal["document", "tasks", "duty", "which", "definition", "list", "number", "fact", "measure"]
DocumentField = Literal[
    "number",
    "registration",
    "date",
    "issuer",
    "attachments",
    "openness",
    "title",
    "recipients",
    "force",
    "end",
    "interpreter",
]

#: The learned kinds that each kind of answer answers. What is no question (乙市呢, 谢谢) has none: its next likeliest kind counts.
_LEARNED: dict[Kind, str] = {
    "document": "document basis",
    "tasks": "body_tasks",
    "duty": "duty person body_role",
    "which": "which_places only_place filter",
    "definition": "definition",
    "list": "list structure as_list all_numbers",
    "number": "number share times difference sum ratio extreme rank compare_two compare_many other_year last_rank when deadline",
    "fact": "fact contact",
    "measure": "measure summary longer more yesno condition reason scope why false_premise wrong_premise confirm",
}
#: The names of the facts of a document.
_NAMES: dict[DocumentField, tuple[str, ...]] = {
    "registration": ("规范性文件编号", "登记号", "登记编号", "备案号", "备案编号"),
    "number": ("文号", "号文", "发文字号", "文件编号", "document number", "file number"),
    "attachments": ("附件",),
    "openness": ("公开", "看到", "下载"),
    "force": ("施行", "生效", "起效", "实施之日", "开始执行", "算数", "effect"),
    "end": ("有效", "失效", "过期", "作废", "到期", "为止", "expire"),
    "interpreter": ("解释", "interpret"),
    "recipients": ("主送", "抄送", "发给"),
    "issuer": (
        "发文机关",
        "谁发",
        "谁印发",
        "谁下发",
        "哪个机关",
        "部门发的",
        "部门印发",
        "单位发的",
        "单位印发",
        "哪家发",
    ),
    "date": (
        "日期",
        "时间",
        "时候",
        "何时",
        "哪天",
        "哪一天",
        "哪年",
        "哪一年",
        "几月",
        "几号",
        "落款",
        "成文",
        "issued",
        "published",
    ),
}
#: Nothing but a document has these.
_ITS_OWN: tuple[DocumentField, ...] = ("registration", "number", "attachments")
#: How documents are put in the order of their dates.
_OLDEST = ("从早到晚", "最新")
#: What is dated by these is the document.
_ISSUED = ("印发", "发布", "下发", "出台", "落款", "成文", "年发的", "issued", "published", *_OLDEST)
#: … and by these, until when it holds.
_HOLDS = ("失效", "有效期")
#: What a question about the document is for when it names no field.
USUAL_FIELDS: tuple[DocumentField, ...] = ("number", "date")
#: Below this probability no kind is told, and the sentence that says the thing answers. Chosen by ``python -m eval all`` on the sets
#: in the repository: of .3, .4 and .5 it loses least on those that nobody of ours wrote.
_CLEAR = 0.4


def kind_of(text: str) -> Kind:
    """The likeliest kind of answer; what only a document has is the document's, and so is the time at which one was issued."""
    return _kind_of(load_kinds(), text)


@lru_cache(maxsize=256)  # one text is asked for its kind again and again
def _kind_of(model: KindModel, text: str) -> Kind:
    if set(_ITS_OWN) & set(fields_of(text)):
        return "document"
    issued = any(word in text for word in _ISSUED)
    if asks_for(text, "dates") and share_of(text, "number", "times") < _LIKELY:
        return "document"  # 谁最早印发、谁最晚, whatever else it supposes
    kinds = dict(zip(get_args(Kind), (kind_shares(text) @ _columns(model.names)).tolist(), strict=True))
    if issued or any(word in text for word in (*_NAMES["force"], *_HOLDS)):
        dated = share_of(text, "when", "rank", "extreme", "last_rank")
        kinds["document"], kinds["number"] = kinds["document"] + dated, kinds["number"] - dated
        if BARE_YEAR.search(text):  # 是2021年印发的吧, 落款是不是2021年
            confirmed = share_of(text, "wrong_premise", "confirm", "yesno")
            kinds["document"], kinds["measure"] = kinds["document"] + confirmed, kinds["measure"] - confirmed
    if any(word in text for word in _OLDEST):
        kinds["document"] += kinds.pop("which")
    if not bodies_named(text):
        kinds["list"] += kinds.pop("tasks")  # of no body, tasks are a list
    likeliest = max(kinds, key=kinds.__getitem__)
    # that several things are asked, or another thing (乙呢), says of what kind they are nothing
    told = sum(kinds.values())
    return likeliest if kinds[likeliest] >= _CLEAR * told else max(("fact", "measure"), key=kinds.__getitem__)


@cache
def _columns(names: tuple[str, ...]) -> Vectors:
    return np.array([[name in _LEARNED[kind].split() for kind in get_args(Kind)] for name in names], dtype=np.float32)


@lru_cache(maxsize=256)
def fields_of(text: str) -> tuple[DocumentField, ...]:
    """The facts of the document that a question names."""
    lower = text.lower()
    named = [field for field, names in _NAMES.items() if any(name in lower for name in names)]
    holds = {"force", "end"} & set(named) and not any(word in lower for word in _ISSUED)
    return tuple(field for field in named if not (holds and field == "date"))  # 什么时候起施行 is no date of issue


def asks_other_document(text: str) -> bool:
    """Whether the document asked about is one that the plan names (依据省里的哪份文件)."""
    return share_of(text, "basis") > max(_MAY_BE, share_of(text, "document"))


_PLACE = "(?:省份?|市|城市|地方|州|方案|市州|地区|份)"
#: 这个方案落实哪份文件: one document is meant.
_POINTS = re.compile("(?:这|该|本)(?:个|份)?(?:方案|文件|报告|计划)")
_WHICH_PLACE = re.compile(
    f"哪(?:个|些|一个|几个|几|座|几座)?{_PLACE}|{_PLACE}(?:都|各)?(?:有|是)哪(?:些|几|个)(?!{_PLACE}|的)"
    rf"|(?:[二两三四五六七八九十]|\d{{1,3}})[份个座]{_PLACE}?(?:里面?|[当之]?中)(?:哪(?:些|几|个)|有?(?:几|多少)个)(?![种类项])"
    r"|(?i:\bwhich (?:\w+ )?(?:city|cities|plans?|places?|provinces?)\b)"
)


def asks_for_place(text: str) -> bool:
    """Whether a place is asked for."""
    return bool(_WHICH_PLACE.search(text)) and not _POINTS.search(text)


#: Kinds of questions that are asked over places, whichever was spoken of before.
_OVER_PLACES = "filter which_places only_place".split()


def asks_over_places(text: str) -> bool:
    """Whether places are sought that have something or are on one side of a bound."""
    listed = bool(bounds_in(text)) and share_of(text, *_OVER_PLACES, "list") >= _LIKELY  # 超过一万吨的有哪些
    return asks_for_place(text) or listed or share_of(text, *_OVER_PLACES) >= _MAY_BE


def asks_for_only(text: str) -> bool:
    """Whether what one place has and no other is asked for."""
    return share_of(text, "only_place") >= _MAY_BE


def seeks_places(text: str) -> bool:
    """Whether it is likely that places are sought."""
    return share_of(text, *_OVER_PLACES) >= _LIKELY


#: From this probability on it is taken that a question asks so.
_LIKELY = 0.5
#: From this probability on it may be.
_MAY_BE = 0.3
_WEIGHING = "compare_two compare_many extreme rank last_rank difference ratio times".split()


def asks_for_role(text: str) -> bool:
    """Whether a question asks for a body's responsibility."""
    return share_of(text, *"duty body_role body_tasks".split()) >= _LIKELY


def weighs_places(text: str) -> bool:
    """Whether places are weighed against each other: by a superlative, or else by what is likely asked."""
    likely = share_of(text, *_WEIGHING) >= _MAY_BE
    return likely or asks_for_extreme(text) or asks_for_rank(text)


#: What stands under the heading told: 这个工程做些什么, however it is to be said (用一句话).
_IN_SHORT = re.compile(
    "^(?:请|麻烦)?用?(?:一两?句话|几个字|简单)[来地]?(?:给我)?(?:说说|讲讲|概括|介绍|总结)?(?:一?下)?"
)
_CONTENT, _WISHES = "measure summary body_tasks".split(), "one_sentence shorter".split()


def asks_for_content(text: str) -> bool:
    """Whether it is asked what something consists of or does, in few words or many."""
    return share_of(_IN_SHORT.sub("", text), *_CONTENT) >= _CLEAR * (1 - share_of(text, *_WISHES))


def asks_when(text: str) -> bool:
    """Whether a time is asked for."""
    return share_of(text, "when", "deadline") >= _LIKELY
