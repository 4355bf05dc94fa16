"""Pages as the sites of governments serve them: a document among menus, side columns and footers, by the markup that such sites use."""

from dataclasses import dataclass

TITLE = "岚溪市内河船舶岸电建设实施方案"
BODY = (
    TITLE,
    "岚政发〔2024〕7号",
    "各县（区）人民政府，市政府各部门：",
    "为推动靠港船舶使用岸电，根据省有关要求，制定本方案。",
    "一、总体目标",
    "到2027年，全市建成岸电桩320座，靠港船舶岸电使用率达到85%。",
    "二、重点任务",
    "（一）改造泊位。",
    "每年改造泊位18个，",
    "优先改造东渡作业区。",
    "（二）统一收费。岸电服务费不超过每千瓦时0.4元；电费按国家规定执行。",
    "三、保障措施",
    "市交通运输局牵头，市财政局、市港航中心配合。",
    "岚溪市人民政府",
    "2024年3月12日",
    "（此件公开发布）",
)
TABLE = (("年份", "岸电桩（座）", "投资（万元）"), ("2025年", "90", "1200"), ("2026年", "110", "1500"))
#: Words of the sites, none of which is a word of the document.
CHROME = (
    "首页", "政务公开", "互动交流", "办事大厅", "市教育局", "市港务局", "市民政局", "澄江区", "柳坪县", "版权所有", "网站标识码", "ICP备",
    "公网安备", "扫一扫", "打印", "关闭", "上一篇", "下一篇", "相关链接", "分享到", "当前位置", "浏览次数", "无障碍", "技术支持", "联系我们",
    "岚溪市召开防汛会议", "图解", "热点", "站点地图",
)  # fmt: skip

_MENU = "".join(f'<a href="/{i}.html">{w}</a> ' for i, w in enumerate(["首页", "政务公开", "办事大厅", "互动交流"]))
_NEWS = "".join(
    f'<li><a href="/n{i}.html">{w}</a><span>2024-03-1{i}</span></li>'
    for i, w in enumerate(
        ["岚溪市召开防汛会议，部署汛期工作。", "图解：岸电怎么用", "热点回应：市民政局答复", "市教育局公告"]
    )
)
_FOOT = (
    "<p>主办：岚溪市人民政府办公室 &nbsp; 承办：岚溪市大数据中心 &nbsp; 技术支持：澄江科技有限公司</p>"
    "<p>版权所有：岚溪市人民政府 &nbsp; 网站标识码：3300000000 &nbsp; 浙ICP备00000000号 &nbsp; 浙公网安备 33000000000000号</p>"
    "<p>未经书面授权，禁止转载本网站内容。联系我们 站点地图</p>"
)
_AGENCIES = "<dl><dt>市级机构</dt><dd>市教育局</dd><dd>市港务局</dd><dd>市民政局</dd></dl><dl><dt>县区</dt><dd>澄江区</dd><dd>柳坪县</dd></dl>"
_NEXT = '<p>上一篇：<a href="a.html">关于河道保洁的通知</a></p><p>下一篇：<a href="b.html">关于防汛的通知</a></p>'


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the lines of the document that it holds."""

    name: str
    html: str
    lines: tuple[str, ...]


def _paragraphs(lines: tuple[str, ...], tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _page(body: str, *, head: str = "", attributes: str = "") -> str:
    title = f"<title>{TITLE}_岚溪市人民政府门户网站</title>"
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{title}{head}</head><body{attributes}>{body}</body></html>"
    )


def _table() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    return f'<table border="1">{rows}</table>'


_ROWS = tuple("\t".join(row) for row in TABLE)
_LEFT = f'<div class="side"><h3>热点</h3><ul>{_NEWS}</ul></div>'
_PLACE = '<div class="where">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 市政府文件</div>'
_TOOLS = '<div class="tools">发布时间：2024-03-15 &nbsp; 浏览次数：<span id="n"></span> 次 &nbsp; <a href="javascript:print()">打印</a> <a href="javascript:close()">关闭</a></div>'
_SHARE = '<div class="share"><span>分享到：</span><img alt="二维码"><p>扫一扫在手机打开当前页</p></div>'


def divs() -> Page:
    """Nothing but divs, the title in a block of its own."""
    content = (
        f'<div class="tit"><h1>{TITLE}</h1></div>{_TOOLS}<div class="con">{_paragraphs(BODY[1:])}</div>{_SHARE}{_NEXT}'
    )
    html = f'<div class="top">{_MENU}无障碍 长者助手</div><div class="wrap">{_PLACE}{_LEFT}<div class="main">{content}</div></div><div class="links">{_AGENCIES}</div><div class="bottom">{_FOOT}</div>'
    return Page("divs", _page(html), BODY)


def short() -> Page:
    """A notice of two sentences in a page of a thousand words."""
    lines = (TITLE.replace("实施方案", "收费通知"), "岸电服务费自2024年5月1日起每千瓦时0.4元。", "特此通知。")
    html = f'<div id="h">{_MENU * 5}</div><div id="m"><h2>{lines[0]}</h2>{_paragraphs(lines[1:])}</div><div id="r">相关链接{_NEWS * 4}</div><div id="f">{_AGENCIES * 3}{_FOOT}</div>'
    return Page("short", _page(html), lines)


def layout_tables() -> Page:
    """A page of the nineties: tables in tables, no class anywhere."""
    inner = f'<table><tr><td>{_TOOLS}</td></tr><tr><td><p align="center"><b>{TITLE}</b></p>{_paragraphs(BODY[1:])}</td></tr></table>'
    html = f"<table><tr><td>{_MENU}</td></tr><tr><td><table><tr><td>{_LEFT}</td><td>{inner}</td></tr></table></td></tr><tr><td>{_FOOT}</td></tr></table>"
    return Page("layout_tables", _page(html), BODY)


def with_table() -> Page:
    """A table of goals, and an ordered list whose numbers the browser writes."""
    listed = "<ol><li>改造东渡作业区泊位。</li><li>改造白沙作业区泊位。</li></ol>"
    lines = (*BODY[:13], "1. 改造东渡作业区泊位。", "2. 改造白沙作业区泊位。", *_ROWS, *BODY[13:])
    content = f'<div class="TRS_Editor">{_paragraphs(BODY[:13])}{listed}{_table()}{_paragraphs(BODY[13:])}</div>'
    html = f'<div class="header">{_MENU}</div><div class="article-box">{_PLACE}{content}<div class="print">【打印】【关闭】</div>{_SHARE}</div><div class="footer">{_AGENCIES}{_FOOT}</div>'
    return Page("with_table", _page(html), lines)


def nested() -> Page:
    """The notice in one block, the plan that it issues in another, each paragraph a div in divs."""
    notice = "<div><div>岚溪市人民政府关于印发岸电方案的通知</div><div>现将方案印发给你们，请认真贯彻执行。</div></div>"
    plan = "".join(f"<div><div><span>{line}</span></div></div>" for line in BODY)
    lines = ("岚溪市人民政府关于印发岸电方案的通知", "现将方案印发给你们，请认真贯彻执行。", "附件", *BODY)
    html = f"<div>{_MENU}</div><div><div>{_PLACE}</div><div><div>{notice}<div>附件</div><div>{plan}</div></div></div><div>{_LEFT}</div></div><div>{_AGENCIES}</div><div>{_FOOT}</div>"
    return Page("nested", _page(html), lines)


def loose() -> Page:
    """Text straight in the content block, broken by <br>, with attachments as links."""
    content = (
        "<br>\n&emsp;&emsp;".join(BODY)
        + '<br><br>附件：<a href="1.doc">1.岸电桩分年度任务表</a><br><a href="2.doc">2.泊位清单</a>'
    )
    lines = (*BODY, "附件：1.岸电桩分年度任务表", "2.泊位清单")
    html = f'<div class="nav">{_MENU}</div><div class="zoom" id="zoom">{content}</div><div class="pages">{_NEXT}</div><div class="copyright">{_AGENCIES}{_FOOT}</div>'
    return Page("loose", _page(html), lines)


def hidden_body() -> Page:
    """Hidden until a script has run, as information-disclosure platforms serve it."""
    page = divs()
    return Page(
        "hidden_body", page.html.replace("<body", "<body style='visibility: hidden' onload='show()'"), page.lines
    )


def with_facts() -> Page:
    """The facts of the document in a table of the site above it."""
    facts = "<table class='info'><tr><td>索引号：</td><td>003008/2024-00012</td><td>发文机关：</td><td>岚溪市人民政府</td></tr><tr><td>文号：</td><td>岚政发〔2024〕7号</td><td>成文日期：</td><td>2024年3月12日</td></tr></table>"
    html = f'<div class="hd">{_MENU}</div><div class="bd"><div class="info-box">{facts}</div><div class="text"><p style="text-align:center">{TITLE}</p>{_paragraphs(BODY[2:])}</div>{_SHARE}</div><div class="ft">{_FOOT}</div>'
    return Page("with_facts", _page(html), (TITLE, *BODY[2:]))


PAGES = (divs(), short(), layout_tables(), with_table(), nested(), loose(), hidden_body(), with_facts())

#: Drawn by script alone: the file holds no word of the document.
DRAWN = _page('<div id="app"><div class="loading">正在加载，请稍候…</div></div><script src="/static/app.js"></script>')
