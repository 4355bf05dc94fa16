"""Plans whose every place holds a hostile text: title, heading, indicator, body, cell of a table, and the name of the file itself."""

import re

#: What a file of lines cannot hold apart from its lines.
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\x00]+")
_PATH = re.compile(r"[/\\\x00]")
#: Signs of a title, a heading or a name of a body; the whole text stands in a paragraph.
_LONGEST = 120


def hostile_plan(text: str, number: int) -> bytes:
    """A plan in Markdown, as bytes, that is told apart from the others by its ``number``."""
    line = _BREAKS.sub(" ", text)
    short = line[:_LONGEST]
    lines = (
        f"关于印发《乌禾{number}市{short}节水行动方案》的通知",
        f"乌府发〔2024〕{number}号",
        f"为{line}制定本方案。",
        "一、主要目标",
        f"到2027年，全市用水总量控制在{number}亿立方米以内，{short}利用率达到{number}%。",
        "二、重点任务",
        f"（一）{short}。推进{line}。（市{short}局牵头；市水利局、{short}配合）",
        f"（二）节水。到2027年，再生水利用率达到{number}%。（市水利局牵头）",
        "三、指标",
        "| 指标 | 单位 | 2027年 |",
        "|---|---|---|",
        f"| {short.replace('|', '/')} | % | {number} |",
        "",
    )
    return "\n\n".join(lines).replace("|\n\n|", "|\n|").encode("utf-8", "replace")


def hostile_name(text: str) -> str:
    """A file name that is the text less the signs that no file system takes; what else no plan can be called, the service refuses."""
    return f"{_PATH.sub('', text)[:_LONGEST]}.md"
