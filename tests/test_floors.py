"""What is installed is what is pinned, new enough to be free of known holes, and nothing that runs what data says is in the code."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.test_layers import HOME, imported, nodes_of, relative, sources

#: The oldest version of each that has no known hole that we could be reached through.
FLOORS = {
    "gradio": "6.25",
    "langchain-core": "1.3.3",
    "langchain-openai": "1.1.14",
    "langchain-text-splitters": "1.1.2",
    "starlette": "1.5.1",
    "python-multipart": "0.0.27",
    "torch": "2.10",
    "transformers": "5.5",
    "pypdf": "6.16.1",
}
#: Not installed by us; a floor holds where somebody else installs them.
ABSENT = {"langchain-text-splitters", "pypdf"}
#: Pinned though nothing imports them: tools that are run, and what another library loads by name.
UNIMPORTED = {"ruff", "mypy", "accelerate", "pytest-xdist", "psycopg-binary"}
#: Calls that run, fetch or deserialise what they are given, and arguments that let others do so.
FORBIDDEN_NAMES = {
    *("read_pickle", "load_pickle", "unpickle", "allow_dangerous_deserialization", "allow_pickle"),
    *("RunnableWithMessageHistory", "astream_log", "astream_events", "WebBaseLoader", "UnstructuredURLLoader"),
    *("RecursiveUrlLoader", "SitemapLoader", "AsyncHtmlLoader", "template_format"),
}
FORBIDDEN_MODULES = {"langchain_core.load", "dill", "cloudpickle", "marshal", "shelve", "runpy", "mako"}
TEMPLATES = {"from_template", "PromptTemplate", "ChatPromptTemplate", "HumanMessagePromptTemplate"}


def named(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def pins(file: str) -> dict[str, str]:
    lines = (HOME / file).read_text(encoding="utf-8").splitlines()
    return {named(name): pinned for name, _, pinned in (line.partition("==") for line in lines) if pinned}


def in_the_peers_environment(path: Path) -> bool:
    return relative(path).startswith("eval/peers/")


def outside_imports() -> Iterator[tuple[Path, str]]:
    """Every import of a library, by file; code and tests."""
    files = [*sources(), *sorted((HOME / "tests").glob("*.py"))]
    own = {path.relative_to(HOME).parts[0].removesuffix(".py") for path in files}
    for path in files:
        for name in {name.split(".")[0] for name in imported(path)} - own - set(sys.stdlib_module_names):
            yield path, name


@pytest.mark.parametrize(("distribution", "floor"), FLOORS.items())
def test_no_library_is_older_than_its_floor(distribution: str, floor: str) -> None:
    try:
        installed = version(distribution)
    except PackageNotFoundError:
        installed = pins("requirements-peers.txt").get(distribution, "")
        assert distribution in ABSENT
    assert not installed or Version(installed) >= Version(floor)


def test_every_library_that_is_imported_is_pinned() -> None:
    ours = pins("requirements.txt") | pins("requirements-ocr.txt") | pins("requirements-milvus.txt")
    peers, owners = pins("requirements-peers.txt"), packages_distributions()
    seen = set()
    for path, name in outside_imports():
        candidates = {named(d) for d in owners.get(name, [name])}
        seen |= candidates
        if in_the_peers_environment(path):
            # of its own environment nothing can be looked up here: a module is there called as its distribution, or -core
            assert candidates & set(ours) or {named(name), f"{named(name)}-core"} & set(peers), f"{path}: {name}"
        else:
            assert candidates & set(ours), f"{relative(path)} imports {name}, which requirements.txt does not pin"
    assert set(pins("requirements.txt")) - seen == UNIMPORTED, (
        "pinned and not used, or used and on the list of what is not"
    )


def test_what_is_installed_is_what_is_pinned() -> None:
    ours, pulled = pins("requirements.txt"), pins("constraints.txt")
    assert {name: pulled[name] for name in set(ours) & set(pulled)} == {n: ours[n] for n in set(ours) & set(pulled)}
    for name, pinned in (pulled | ours).items():
        assert Version(version(name)).public == pinned, name  # a CPU build of torch says 2.13.0+cpu


def test_everything_that_the_pins_pull_in_is_pinned_too() -> None:
    """Or a new machine gets another version than the tested one. What a GPU build of torch brings is its own affair."""
    known, waiting, seen = pins("requirements.txt") | pins("constraints.txt"), [*pins("requirements.txt")], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name == "torch":
            continue
        seen.add(name)
        for line in requires(name) or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(named(needed.name))
    assert not seen - set(known) - {"setuptools"}
    assert len(seen) > 80


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-peers.txt"])
def test_every_pin_is_exact_and_stands_under_a_comment_that_says_what_it_is_for(file: str) -> None:
    groups = re.split(r"(?m)^(?=#)|\n\s*\n", (HOME / file).read_text(encoding="utf-8"))
    for group in filter(str.strip, groups):
        comment, *lines = group.strip().splitlines()
        assert re.match(r"# .{10,}", comment), f"no purpose: {group[:60]}"
        for line in lines:
            assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line), line


def test_nothing_that_runs_what_data_says_is_in_the_code() -> None:
    for path in sources():
        nodes = nodes_of(path)
        used = {node.id for node in nodes if isinstance(node, ast.Name)}
        used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        used |= {
            keyword.arg for node in nodes if isinstance(node, ast.Call) for keyword in node.keywords if keyword.arg
        }
        used |= {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not used & (FORBIDDEN_NAMES | TEMPLATES), f"{relative(path)}: {used & (FORBIDDEN_NAMES | TEMPLATES)}"
        modules = imported(path)
        assert not {m for m in modules if m in FORBIDDEN_MODULES or m.split(".")[0] in FORBIDDEN_MODULES}, relative(
            path
        )
        assert "document_loaders" not in " ".join(modules), relative(path)


@pytest.mark.parametrize(
    "code",
    ["numpy.load(f, allow_pickle=True)", "PromptTemplate.from_template(text)", "from langchain.x import WebBaseLoader"],
)
def test_the_reading_of_the_code_finds_what_is_forbidden(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(code, encoding="utf-8")
    monkeypatch.setattr(sys.modules[__name__], "sources", lambda: [planted])
    monkeypatch.setattr(sys.modules[__name__], "relative", str)
    with pytest.raises(AssertionError):
        test_nothing_that_runs_what_data_says_is_in_the_code()
