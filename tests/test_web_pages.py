"""Which words of a web page are its document's."""

from pathlib import Path

import pytest

from corpus.readers import limits, read_document
from corpus.readers.document import Unreadable
from corpus.readers.html import parse_html
from corpus.structure import read_plan
from errors import DocumentUnreadable
from tests.government_pages import CHROME, DRAWN, PAGES, Page, with_facts


def words_of(page: str) -> list[str]:
    return [line.strip() for line in parse_html(page.encode()).text.split("\n")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_gives_every_line_of_its_document_and_none_of_its_site(page: Page) -> None:
    lines = words_of(page.html)
    assert [line for line in page.lines if line not in lines] == []
    assert [word for word in CHROME if word in "".join(lines)] == []
    assert [lines.index(line) for line in page.lines] == sorted(lines.index(line) for line in page.lines)


def test_the_facts_that_a_site_gives_of_a_document_are_kept() -> None:
    assert any("岚政发〔2024〕7号" in line and "成文日期" in line for line in words_of(with_facts().html))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_wrapped_in_a_form_is_read(page: Page) -> None:
    body, end = page.html.index("<body"), page.html.index("</body>")
    start = page.html.index(">", body) + 1
    form = f"{page.html[:start]}<form method='post'>{page.html[start:end]}</form></body></html>"
    assert words_of(form) == words_of(page.html)


def test_what_sites_say_stays_where_a_document_says_it() -> None:
    lines = [
        "澄江县政务服务提升方案",
        "一、关闭线下重复窗口",
        "（一）打印社保凭证",
        "推行“扫一扫”办事，未经授权转载政策解读的，由县委网信办处理。",
        "（二）分享到镇",
        "加强ICP备案管理，保护版权所有人权益；联系我们的企业达到120家。",
        "字体：仿宋",
    ]
    page = (
        "<html><body><div>首页 &gt; 公开</div><div>"
        + "".join(f"<p>{line}</p>" for line in lines)
        + "</div></body></html>"
    )
    assert words_of(page) == lines


def test_headings_between_the_paragraphs_of_a_document_stay_whatever_they_are_in() -> None:
    lines = [
        "总体目标",
        "建成岸电桩320座，改造泊位18个；用电5万千瓦时；投资3亿元；减排2万吨。",
        "保障措施",
        "责任单位：县交通局。",
    ]
    blocks = "".join(f"<div><div>{line}</div></div>" for line in lines)
    foot = (
        "<div><ul><li>主办单位：澄江县人民政府</li><li>地址：城关镇1号</li><li>网站标识码：3300000001</li></ul></div>"
    )
    banner = "<div>澄江县人民政府门户网站，今天是2024年3月1日，天气晴。</div>"
    page = f"<html><body>{banner}<div><div>澄江县岸电方案（试行）</div>{blocks}</div>{foot}</body></html>"
    assert words_of(page)[-4:] == lines
    assert "今天是" not in "".join(words_of(page))
    assert words_of(f"<html><body><div><h1>澄江县指标</h1><div>泊位：18个</div></div>{foot}</body></html>") == [
        "澄江县指标",
        "泊位：18个",
    ]


def test_a_page_of_a_table_alone_keeps_it() -> None:
    rows = "<tr><td>指标</td><td>2027年</td></tr><tr><td>岸电桩</td><td>320座</td></tr>"
    page = f"<html><body><h1>柳坪县指标表</h1><table>{rows}</table><p>版权所有：柳坪县人民政府</p></body></html>"
    assert words_of(page) == ["柳坪县指标表", "指标\t2027年", "岸电桩\t320座"]


def test_a_page_that_a_script_draws_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(DRAWN, encoding="utf-8")
    with pytest.raises(DocumentUnreadable, match=r"由脚本取来.*另存为"):
        read_document(tmp_path / "a.html")


def test_words_of_a_page_in_frames_are_said_to_be_elsewhere() -> None:
    with pytest.raises(Unreadable, match="框架"):
        words_of("<html><body><iframe src='text.html'></iframe><script>go()</script></body></html>")


@pytest.mark.parametrize("hidden", ["<div hidden>", "<div style='display:none' id='text'>"])
def test_a_document_in_a_block_that_a_script_shows_is_read(hidden: str) -> None:
    said = [
        "柳坪县岸电方案",
        "到2027年建成岸电桩320座，使用率达到85%以上。",
        *["各乡镇应当按期报告进展，县交通局每半年通报一次。"] * 3,
    ]
    block = "".join(f"<p>{line}</p>" for line in said)
    assert words_of(f"<body>{hidden}{block}</div><script>show()</script></body>") == said
    with pytest.raises(Unreadable, match="脚本"):
        words_of(f"<body>{hidden}<p>请稍候。</p></div><script>show()</script></body>")


def test_the_foot_of_a_site_without_any_number_and_the_column_beside_the_text_are_the_sites() -> None:
    text = "<p>到2027年建成岸电桩320座。</p><p>县交通局牵头，县财政局配合，加强督导。</p>"
    head = "<div><a href='/'>首页</a> <a href='/a'>政务</a> <a>县港务局</a></div>"
    side = "<div>相关链接<br>县港务局关于印发港口规划的通知</div>"
    foot = "<div>主办：柳坪县人民政府 承办：县数据局 备案号 网站地图</div>"
    page = f"<body>{head}<div><div><h1>柳坪县岸电方案</h1>{text}</div>{side}</div>{foot}</body>"
    assert words_of(page)[0] == "柳坪县岸电方案" and words_of(page)[-1] == "县交通局牵头，县财政局配合，加强督导。"
    festival = "<p>主办单位：柳坪县人民政府；承办单位：县体育局</p>"
    assert words_of(f"<body><h1>柳坪县龙舟赛方案</h1>{text}{festival}</body>")[-1].startswith("主办单位")


def test_a_hidden_part_of_a_shown_page_is_not_read() -> None:
    page = "<html><body style='opacity:0'><p>到2027年建成岸电桩320座。</p><p style='display:none'>旧稿：280座。</p></body></html>"
    assert words_of(page) == ["到2027年建成岸电桩320座。"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("岸电桩320<sup>1</sup>座", "岸电桩320座"),
        ("岸电桩320<sup>[12]</sup>座", "岸电桩320座"),
        ("使用率<sup>①</sup>达到85%<sup><a href='#fn2'>[<span>2</span>]</a></sup>。", "使用率达到85%。"),
        ("泊位18<a class='footnote' href='#n3'>3</a>个", "泊位18个"),
        ("泊位18<span style='vertical-align: super;font-size:9px'>3</span>个", "泊位18个"),
        ("泊位18<span style='position:relative;top:-0.4em;font-size:70%'>3</span>个", "泊位18个"),
        ("泊位<span style='position:relative;top:-1px'>18</span>个", "泊位18个"),
        ("<style>p .n, .up{vertical-align:super}</style>泊位18<span class='x up'>3</span>个", "泊位18个"),
        ("<style>.up{color:red}</style>泊位1<span class='up'>8</span>个", "泊位18个"),
        ("泊位18<span style='vertical-align:30%'>3</span>个", "泊位18个"),
        ("库容<math><mn>1.5</mn><mo>×</mo><msup><mn>10</mn><mn>8</mn></msup></math>方", "库容1.5×10⁸方"),
        ("坡度<math><mfrac><mn>1</mn><mn>300</mn></mfrac></math>", "坡度1/300"),
        ("库容1.5×10<sup>8</sup>立方米", "库容1.5×10⁸立方米"),
        ("电量（10<sup>4</sup>kWh），排放10<sup>-3</sup>g/m<sup>3</sup>", "电量（10⁴kWh），排放10⁻³g/m³"),
        ("建成10<sup>3</sup>座，面积1200m<sup>2</sup>、3km<sup>2</sup>", "建成10座，面积1200m²、3km²"),
        ("CO<sub>2</sub>、PM<sub>2.5</sub>，320<sub>1</sub>座", "CO2、PM2.5，320₁座"),
        ("水温25<sup>o</sup>C，商标<sup>TM</sup>", "水温25°C，商标TM"),
    ],
)  # fmt: skip
def test_raised_signs_never_join_a_number(tmp_path: Path, written: str, read: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><p>{written}</p></body></html>", encoding="utf-8")
    assert read_document(tmp_path / "a.html") == read


def test_a_plan_of_a_page_ends_with_its_own_words() -> None:
    plan = read_plan("p", parse_html(PAGES[0].html.encode()).text)
    assert "".join(plan.clauses[-1].text.split()).endswith("（此件公开发布）")


def test_tables_one_in_the_other_are_read_to_a_depth_and_told_beyond_it() -> None:
    def nested(depth: int) -> str:
        return f"{'<table><tr><td>' * depth}节约用水{'</td></tr></table>' * depth}"

    assert "节约用水" in "".join(words_of(f"<body>{nested(3) * limits.NESTED_TABLES}</body>")), (
        "side by side is no depth"
    )
    with pytest.raises(Unreadable, match="表格套表格"):
        words_of(f"<body>{nested(limits.NESTED_TABLES + 1)}</body>")


def test_a_document_that_a_script_shows_in_a_page_of_a_few_words_is_read() -> None:
    body = "<p>一、目标</p><p>到2027年，建成泵站三十座，各县区按职责分工抓好落实，完善长效管护机制，加强督促检查。</p><p>整治排口八十个。</p><p>建设管网百里。</p><p>造林五万亩。</p><p>修建绿道。</p><p>加强管护。</p>"
    page = (
        f"<body><div style='display:none'>{body}</div><div><p>解读共三部分。</p></div><script src=a.js></script></body>"
    )
    assert "建成泵站三十座" in "".join(words_of(page))


@pytest.mark.parametrize("holder", ["template", "textarea"])
def test_words_kept_for_a_script_are_named_as_such(holder: str) -> None:
    with pytest.raises(Unreadable, match="脚本"):
        words_of(f"<body><div id=app></div><{holder}>&lt;p&gt;到2027年，建成泵站三十座。&lt;/p&gt;</{holder}></body>")


def test_who_edited_a_page_is_no_part_of_its_document() -> None:
    page = "<body><p>一、目标</p><p>建成泵站三十座。</p><p>整治排口八十个。</p><div>责任编辑：张三</div></body>"
    assert "张三" not in "".join(words_of(page))


def test_a_cell_that_says_a_word_that_buttons_have_too_stays_with_its_row() -> None:
    rows = [["水库", "规模", "风险", "处置"], ["甲水库", "大", "中", "关闭"], ["乙水库", "小", "小、中", "收藏"]]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    body = f"<h1>岭溪市水库清单</h1><p>各县按下表落实。责任到人。一县一策。</p><table>{table}</table>"
    bar = "<table><tr><td><a href=/>首页</a></td><td><a href=/b>关闭</a></td></tr></table>"
    read = parse_html(f"<div>{bar}</div><div>{body}</div><div>版权所有：岭溪市</div>".encode()).text
    assert read.split("\n")[2:] == ["\t".join(row) for row in rows]


def test_a_paragraph_that_says_a_word_of_sites_twice_stays() -> None:
    steps = [
        "打开“岭好办”，选择“异地就医备案”，再选备案的类型<span>&nbsp;。</span>",
        "自行打印《租赁合同备案证明》，办理备案",
    ]
    body = "".join(f"<p>{step}</p>" for step in ("各县照办。责任到人。一县一策。", *steps))
    read = parse_html(f"<div><a href=/>首页</a></div><div>{body}</div><div>版权所有：岭溪市</div>".encode()).text
    assert [words in read for words in ("异地就医备案", "租赁合同备案证明", "版权所有", "首页")] == [
        True,
        True,
        False,
        False,
    ]


def test_headings_of_links_are_the_sites() -> None:
    head = "<h2>搜索热词：<a href=/a>公共服务</a><a href=/b>产业扶持</a></h2>"
    where = "<h1>您当前所在的位置：<a href=/>首页</a> &gt; <a href=/g>工作机构</a> &gt; <a href=/j>招生考试</a></h1>"
    body = "<h1>岭溪市入学指引</h1><div><p>各县照办。责任到人。一县一策。</p></div>"
    read = parse_html(f"<div>{head}</div><div>{where}</div><div>{body}</div>".encode()).text
    assert read.split("\n") == ["岭溪市入学指引", "各县照办。责任到人。一县一策。"]
