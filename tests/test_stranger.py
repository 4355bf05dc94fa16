"""The repository makes sense to somebody who has nothing but the repository."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.running_server import HOME

LONGEST = 400
"""Lines of a Python file; a longer one is about two things."""
HOMELESS = {"util", "utils", "common", "helper", "helpers", "misc", "manager"}
#: What only those who made it would understand: words of which one stands in such talk, so that most texts need no closer look, and
#: its pattern. Each is cut in two so that it does not find itself here.
INSIDE_TALK = {
    "a task of ours": (
        ("is" + "sue", "ses" + "sion", "tick" + "et", "/6"),
        r"\b(?:is" + r"sue|session|ticket)\s*#?\s*\d|(?<![\w/.])[1-9]/6(?![\w/]|\s*\|)",
    ),
    "a folder beside the repository": (("sha" + "red",), r"\.\./sha" + r"red|(?<![\w.])sha" + r"red/[A-Z]"),
    "a path of our machine": (
        ("/wo" + "rk/", "/home/", "/ro" + "ot/", "/tmp/"),
        r"(?<![\w.])/wo" + r"rk/|(?<![\w.])/home/\w|/ro" + r"ot/|/tmp/\w+/",
    ),
    "a mirror of ours": (
        ("pypi.", "npm.", "mirror", "registry.", "proxy.", "index-u"),
        r"(?:pypi|npm|mirrors?|registry|proxy)\.[a-z0-9.-]+\.(?:com|cn|org|net|io|internal|local)|index-u" + r"rl\s*=",
    ),
    "who wrote it": (
        ("clau" + "de", "cop" + "ilot", "chat" + "gpt", "as an a", "language mo"),
        r"(?i)\bclau" + r"de\b|\bcop" + r"ilot\b|\bchat" + r"gpt\b|as an a" + r"i\b|language mo" + r"del i ",
    ),
    "unfinished work": (
        ("to" + "do", "fix" + "me", "x" + "xx", "ha" + "ck"),
        r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b",
    ),
}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
OPAQUE = {".safetensors", ".tiktoken", ".png", ".ico"}


@cache
def tracked() -> list[Path]:
    git = shutil.which("git")
    done = git and subprocess.run([git, "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=False)
    if not done or done.returncode:
        pytest.skip("不在 git 版本库里：没有“提交了哪些文件”可查")
    return [path for name in done.stdout.split("\0") if name and (path := HOME / name).is_file()]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def inside_talk(text: str) -> list[str]:
    lower = text.lower()
    return [
        f"{what}: {found[0]}"
        for what, (words, pattern) in INSIDE_TALK.items()
        if any(word in lower for word in words) and (found := re.search(pattern, text))
    ]


def test_no_file_speaks_of_what_a_stranger_does_not_have() -> None:
    vocabularies = {"index/model/tokenizer.json"}
    for path in tracked():
        name = path.relative_to(HOME).as_posix()
        if path.suffix not in OPAQUE and name not in vocabularies:
            assert not inside_talk(read(path)), name


@pytest.mark.parametrize(
    "text",
    [
        "see is" + "sue 3",
        "part 2/" + "6",
        "../sha" + "red/plans",
        "/wo" + "rk/main",
        "https://pypi.example." + "com/simple",
        "TO" + "DO: later",
        "sha" + "red/Plans",
        "/ro" + "ot/x",
        "index-u" + "rl = x",
        "Clau" + "de",
        "As an A" + "I",
    ],
)
def test_such_talk_is_found_where_it_is(text: str) -> None:
    assert inside_talk(f"before {text} after")


@pytest.mark.parametrize(
    "text", ["Date of issue as written", "scope='session'", "3/65", "比例为2/3", "application/json"]
)
def test_ordinary_words_are_no_such_talk(text: str) -> None:
    assert not inside_talk(text)


def test_every_python_file_is_short_and_named_after_something() -> None:
    for path in tracked():
        assert path.stem not in HOMELESS, path
        if path.suffix == ".py":
            assert len(read(path).splitlines()) <= LONGEST, path


def test_every_link_to_a_file_leads_there() -> None:
    links = 0
    for path in tracked():
        if path.suffix != ".md":
            continue
        for target in LINK.findall(read(path)):
            if re.match(r"[a-z]+:|#", target):
                continue
            links += 1
            file = path.parent / target.split("#")[0]
            assert file.exists(), f"{path.relative_to(HOME)} links {target}"
            assert HOME in file.resolve().parents, f"{path.relative_to(HOME)} links {target} outside the repository"
    assert links > 20


def test_nothing_big_or_private_is_committed() -> None:
    for path in tracked():
        assert path.stat().st_size < 16_000_000, path
        assert path.name != ".env" and path.suffix not in {".pkl", ".pickle", ".pyc", ".sqlite"}, path
